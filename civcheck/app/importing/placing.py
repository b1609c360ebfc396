"""Where imported records go: one file a kind and month, new or with room behind what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.table.plan import NewRecord
from civcheck.model.texts import sanitize
from civcheck.model.yamltext import document
from civcheck.reading import limits
from civcheck.reading.documents import split_yaml
from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.text import decode
from civcheck.reading.written import Source, WrittenLedger

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MOST_FILES = 1_000
_LONGEST_NAME = 100
_SEPARATOR = "---\n"


def folder_into(text: str) -> str:
    """Give the folder of the ledger that records are to go into, with ``/``; empty for its root.

    Raises:
        UsageError: it is none, or one that is not audited.
    """
    steps = [step for step in text.replace("\\", "/").split("/") if step not in ("", ".")]
    unfit = any(step[0] in "._" or step.startswith("README") or _NOT_IN_NAMES.search(step) for step in steps)
    if unfit or text.startswith(("/", "~")):
        raise UsageError(msg("error.import-into", value=sanitize(text)))
    return "/".join(steps)


def folder_of_kind(into: str, kind: str) -> str:
    """Give the folder for records of a kind."""
    name = _NOT_IN_NAMES.sub("-", kind).strip(". ") or "-"
    return f"{into}/{name}" if into else name


def texts_of(records: list[NewRecord], book: str) -> list[str]:
    """Give the YAML of records, each with the line that says where it comes from."""
    return [_text(each.raw, source_of(each, book)) for each in records]


def source_of(record: NewRecord, book: str) -> Source:
    """Say where a record comes from."""
    return Source(source_name(book), source_name(record.place.sheet), record.place.row, record.digest)


def source_name(text: str) -> str:
    """Give the name of a file or sheet as it stands in a comment: one line, personal numbers masked."""
    return sanitize(re.sub(r"[\s·]+", " ", text), _LONGEST_NAME).strip()


def _text(raw: Mapping[str, Any], source: Source) -> str:
    return f"{source.comment()}\n{document(raw)}"


class Files:
    """The files of an import as they will be: what stands in them, and what is added."""

    def __init__(self, ledger: WrittenLedger) -> None:
        self._tree = ledger.tree
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes] = {}
        self._full: set[str] = set()

    def place(self, stem: str, text: str) -> str:
        """Add the text of a record to the first file of a stem (志愿服务/2017-03) that has room; give its path.

        Raises:
            UsageError: there is none among a thousand.
        """
        added = text.encode("utf-8", "surrogatepass")
        for number in range(1, _MOST_FILES):
            path = f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml"
            if path not in self._full and self._add(path, added):
                return path
        raise UsageError(msg("error.import-no-room", path=sanitize(stem)))

    def _add(self, path: str, added: bytes) -> bool:
        if path not in self._after:
            known, before = self._look(path)
            if not known:
                self._full.add(path)
                return False
            self._before[path], self._after[path] = before, before or b""
        there = self._after[path]
        if len(there) + len(added) + len(_SEPARATOR) > limits.RECORD_BYTES:
            self._full.add(path)
            return False
        self._after[path] = there + (_SEPARATOR.encode() if there else b"") + added
        return True

    def _look(self, path: str) -> tuple[bool, bytes | None]:
        """Tell whether a file can be added to, and what stands in it: None where there is none yet."""
        folder, _, name = path.rpartition("/")
        if path in self._tree.links or path in self._tree.folders or f"{path}" in self._tree.spelled:
            return False, None
        if self._tree.size(folder, name) is None:
            return True, None
        raw = self._tree.record_bytes(folder, name)
        return (raw is not None and _takes_more(raw)), raw

    def changes(self) -> dict[str, tuple[bytes | None, bytes]]:
        """Give path → what stood in a file (None: it is new) and what will."""
        return {path: (self._before[path], after) for path, after in self._after.items()}


def _takes_more(raw: bytes) -> bool:
    """Tell whether a record can be put behind what stands in a file: UTF-8, LF, and YAML that ends where it does."""
    decoded = decode(raw, lambda text: True)
    if decoded.text is None or decoded.encoding or b"\r" in raw or not raw.endswith(b"\n"):
        return False
    with_more = split_yaml(f"{decoded.text}{_SEPARATOR}类型: x\n")
    try:
        return [parse_yaml(each.text).value for each in with_more[-1:]] == [{"类型": "x"}] and len(
            with_more
        ) == 1 + len(split_yaml(decoded.text))
    except YamlMistake:
        return False
