"""Record files: from a YAML or Markdown file's bytes to records, and every problem with its place."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from civcheck.model.digits import may_hold
from civcheck.model.ledger import Spotted, UnreadRecord
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.record import RECORD_KEYS, Record
from civcheck.model.texts import normal
from civcheck.reading import limits
from civcheck.reading.documents import Document, fronts_below, split_markdown, split_yaml
from civcheck.reading.entries import EntryReader
from civcheck.reading.entry import Entry, Trouble
from civcheck.reading.mistakes import Diagnosis, diagnose, keys_in_text
from civcheck.reading.parsed import Parsed, YamlMistake, parse_yaml
from civcheck.reading.personal import in_bytes, in_text
from civcheck.reading.pointers import is_pointer
from civcheck.reading.text import decode
from civcheck.reading.walk import Tree

_FRONT_BYTES = re.compile(
    rb"(?:\s|\xe3\x80\x80|\xc2\xa0|\xa1\xa1)*+(?:---|-\0-|\0-\0|\xef\xbb\xbf|\xff\xfe|\xfe\xff)"
)
"""What a Markdown file with front matter begins with, in any encoding; others are attachments and not looked into."""
_KIND_LINE = re.compile(r"^[ \t]*(?:- +)*(?:类型|kind)[ \t]*[:：][ \t]*[\"'“]?([^\s\"'”#]*)", re.MULTILINE)
_ITEM = re.compile(r"^- ", re.MULTILINE)
_ANY_KEY = re.compile(r"^(?:- +)?([^\s:：#]{1,10})[ \t]*[:：][ \t]*[\"'“]?([^\s\"'”#]+)")
_TITLE_OR_DAY = re.compile(r"^(?:标题|日期|title|date)[ \t]*[:：]", re.MULTILINE)
_KIND_BYTES = ("类型".encode(), "类型".encode("gb18030"), b"kind")
_KNOWN_KEYS = ("类型", "标题", "日期", "kind", "title", "附件")


def _listed(document: Document) -> list[Document]:
    """Cut a list of records into its items; nothing where other things stand beside them."""
    starts = [found.start() for found in _ITEM.finditer(document.text)]
    before = document.text[: starts[0]] if starts else ""
    if not starts or any(line.strip() and not line.lstrip().startswith("#") for line in before.split("\n")):
        return []
    ends = [*starts[1:], len(document.text)]
    return [
        Document(document.text[start:end], document.line + document.text.count("\n", 0, start))
        for start, end in zip(starts, ends, strict=True)
    ]


class Item(NamedTuple):
    """One record's raw value inside a document: ``path`` leads to it, ``line`` is where it begins."""

    parsed: Parsed
    value: Any
    path: tuple[int, ...]
    line: int

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Give line and column of a part of this record; English keys are found under their alias."""
        line, column = self.parsed.place((*self.path, *path))
        if path and (line, column) == self.parsed.place(self.path) and isinstance(path[0], str):
            alias = RECORD_KEYS.get(path[0], ("", ""))[0]
            return self.parsed.place((*self.path, alias, *path[1:]))
        return line, column


class Kindless(NamedTuple):
    """A document without 类型: it may be somebody's attachment. ``key`` was perhaps meant to be 类型."""

    file: str
    line: int
    key: str | None = None


class LikeRecord(NamedTuple):
    """What looks like a record in a Markdown file that has none at its top: the problem it would be."""

    code: str
    file: str
    line: int
    kind: str


class RecordFiles:
    """Reads the record files of one ledger and gathers what comes of them.

    ``files`` are those that hold records; ``kindless`` lists documents without 类型; ``misnamed`` lists files that are
    not read for their name, with the name that was meant; ``articles`` what looks like a record in a narrative;
    ``personal`` what is personal in any of the files, read or not.
    """

    def __init__(self, tree: Tree, entries: EntryReader) -> None:
        self.tree = tree
        self.entries = entries
        self.records: list[Record] = []
        self.unread: list[UnreadRecord] = []
        self.problems: list[Problem] = []
        self.misnamed: list[tuple[str, str]] = []
        self.articles: list[LikeRecord] = []
        self._told: dict[str, int] = {}
        self._untold: dict[str, set[Weight]] = {}
        self._unread_kinds: set[tuple[str, str | None]] = set()
        self.kindless: list[Kindless] = []
        self.files: set[str] = set()
        self.personal: list[Spotted] = []

    def add_problem(self, code: str, weight: Weight, place: Place, **params: Any) -> None:
        """Note a problem; of one file only so many are told one by one."""
        self._add(Problem(code, weight, place, params))

    def _add(self, problem: Problem) -> None:
        file = problem.place.file
        told = self._told[file] = self._told.get(file, 0) + 1
        if told <= limits.PROBLEMS:
            self.problems.append(problem)
        else:
            self._untold.setdefault(file, set()).add(problem.weight)

    def _add_unread(self, unread: UnreadRecord, file: str) -> None:
        """Note a record that could not be read; beyond the limit one of each kind leaves open what it could change."""
        if self._told.get(file, 0) <= limits.PROBLEMS or (file, unread.kind) not in self._unread_kinds:
            self._unread_kinds.add((file, unread.kind))
            self.unread.append(unread)

    def tell_how_many_more(self) -> None:
        """Tell of each file how many problems it has beyond those that were told, as heavy as the heaviest of them."""
        for file, weights in self._untold.items():
            weight = next(each for each in (Weight.UNREAD, Weight.VALUE, Weight.NOTE) if each in weights)
            count = self._told[file] - limits.PROBLEMS
            self.problems.append(Problem("problems-more", weight, Place(file), {"count": count}))

    def add_unread(
        self, code: str, path: str, line: int, kind: str | None, column: int = 1, **params: Any
    ) -> None:
        """Note a problem that costs a record; ``kind`` is None where it could be of any."""
        self.add_problem(code, Weight.UNREAD, Place(path, line, column if line else 0), **params)
        self._add_unread(UnreadRecord(path, line, kind), path)

    # --- one file

    def read(self, folder: str, path: str, raw: bytes) -> None:
        """Read a YAML or Markdown file; a ``.md`` without front matter is no record file."""
        is_markdown = path.endswith(".md") or path.lower().endswith(".md")
        if is_pointer(raw):
            self.add_unread("not-fetched", path, 0, None)
            return
        if is_markdown and not raw.startswith(b"---") and not _may_have_front(raw):
            self.personal += in_bytes(path, raw)
            self._look_for_record(path, raw)
            return
        if len(raw) > limits.RECORD_BYTES:
            self.personal += in_bytes(path, raw)
            self.add_unread("file-too-large", path, 0, None, limit=limits.RECORD_BYTES)
            return
        if not raw or raw.isspace():
            self.kindless.append(Kindless(path, 0))
            return
        decoded = decode(raw, _has_known_key)
        if decoded.text is None:
            self.personal += in_bytes(path, raw)
            self.add_unread("not-text", path, 0, None)
            return
        if may_hold(decoded.text, decoded.text.encode() if decoded.encoding else raw):
            self.personal += in_text(path, decoded.text)
        before = len(self.records) + len(self.unread)
        if is_markdown:
            self._read_markdown(folder, path, decoded.text)
        else:
            self._read_documents(folder, path, split_yaml(decoded.text), "")
        if decoded.encoding and len(self.records) + len(self.unread) > before:
            self.add_problem("encoding", Weight.NOTE, Place(path, 1, 1), encoding=decoded.encoding)

    def _read_markdown(self, folder: str, path: str, text: str) -> None:
        parts = split_markdown(text)
        if parts.front is None:
            return
        if parts.unclosed:
            kind = self._kind_in(parts.front.text)
            if kind is not None or _KIND_LINE.search(parts.front.text):
                self.add_unread("front-matter-open", path, 1, kind)
            return
        self._read_documents(folder, path, [parts.front], parts.narrative)
        if "\n---" in parts.narrative:
            self._tell_fronts_below(path, parts.narrative, text.count("\n") - parts.narrative.count("\n"))

    def _tell_fronts_below(self, path: str, narrative: str, above: int) -> None:
        """Tell of records inside a narrative: only what stands at the top of a file is read."""
        for front in fronts_below(narrative):
            if (kind := self._kind_like_a_record(front.text)) is not None:
                self.add_unread("front-matter-below", path, above + front.line, kind)

    def _kind_like_a_record(self, text: str) -> str | None:
        """Give the kind in lines that could be a record: a known kind, and a title or a day."""
        return self._kind_in(text) if _TITLE_OR_DAY.search(text) else None

    def _read_documents(self, folder: str, path: str, documents: list[Document], narrative: str) -> None:
        if not documents and not path.lower().endswith(".md"):
            self.kindless.append(Kindless(path, 0))
        # a document that holds no record keeps its number: what is wrong with it never renames its neighbours
        items: list[Item | None] = []
        for document in documents:
            items += self._items(path, document)
        if any(items):
            self.files.add(path)
        for number, item in enumerate(items, start=1):
            if item is not None:
                self._read_item(item, folder, f"{path}#{number}" if len(items) > 1 else path, path, narrative)

    def _items(self, path: str, document: Document) -> list[Item | None]:
        """List the raw values of a document's records; one None where it holds none.

        Of a broken list of records each is read by itself, so that one slip costs one record.
        """
        try:
            parsed = parse_yaml(document.text, document.line)
        except YamlMistake as mistake:
            if len(items := _listed(document)) > 1:
                return [each for item in items for each in self._items(path, item)]
            code, line, column, params = diagnose(mistake, document.text, document.line, self._is_key)
            if code == "duplicate-key" and params["key"] in ("类型", "kind"):
                code = "kind-twice"
            self.add_unread(code, path, line, self._kind_in(document.text), column, **params)
            return [None]
        for line, column, text, cut in parsed.cut:
            code = "cut-by-comment" if text else "cut-whole"
            self.add_problem(code, Weight.NOTE, Place(path, line, column), value=text, cut=cut)
        value = parsed.value
        if isinstance(value, dict) and _has_kind(value):
            return [Item(parsed, value, (), parsed.first_line())]
        if isinstance(value, list) and any(isinstance(each, dict) and _has_kind(each) for each in value):
            return [Item(parsed, each, (at,), parsed.line_of_item(at)) for at, each in enumerate(value)]
        self._add_kindless(path, document)
        return [None]

    def _add_kindless(self, path: str, document: Document) -> None:
        """Remember a document without 类型, unless YAML takes “类型：…” in it for text: every colon full-width."""
        hidden: Diagnosis | None = None
        if _KIND_LINE.search(document.text) is not None:
            hidden = keys_in_text(document.text, document.line, self._is_key)
        if hidden is None:
            self.kindless.append(self._misspelt_kind(path, document) or Kindless(path, document.line))
            return
        code, line, column, params = hidden
        self.add_unread(code, path, line, self._kind_in(document.text), column, **params)

    def _misspelt_kind(self, path: str, document: Document) -> Kindless | None:
        """Find a key that was meant to be 类型, for a known kind stands behind it."""
        for number, line in enumerate(document.text.split("\n", 40)[:40], document.line):
            found = _ANY_KEY.match(line)
            if (
                found is not None
                and not self._is_key(found[1])
                and normal(found[2]) in self.entries.kind_forms
            ):
                return Kindless(path, number, found[1])
        return None

    def _is_key(self, word: str) -> bool:
        entries = self.entries
        return word in entries.keys or word in entries.role_names or word in entries.terms.own_field_names

    def _kind_in(self, text: str) -> str | None:
        found = _KIND_LINE.search(text)
        return self.entries.kind_forms.get(normal(found[1])) if found else None

    def _look_for_record(self, path: str, raw: bytes) -> None:
        """Remember what looks like a record in a narrative; it may be somebody's attachment all the same."""
        if (kind := self._kind_without_dashes(raw)) is not None:
            self.articles.append(LikeRecord("front-matter-unopened", path, 1, kind))
        elif b"\n---" in raw and any(mark in raw for mark in _KIND_BYTES):
            text = decode(raw[: limits.RECORD_BYTES], _has_known_key).text or ""
            for front in fronts_below(text):
                if (kind := self._kind_like_a_record(front.text)) is not None:
                    self.articles.append(LikeRecord("front-matter-below", path, front.line, kind))

    def _kind_without_dashes(self, raw: bytes) -> str | None:
        """Find the kind in a narrative that begins like a record: only the line of dashes above it is lacking."""
        if not any(mark in raw[:600] for mark in _KIND_BYTES):
            return None
        decoded = decode(raw, _has_known_key).text or ""
        head = re.split(r"\n(?=---|[ \t]*\n|#)", decoded.strip(), maxsplit=1)[0]
        return self._kind_like_a_record(head)

    # --- one record

    def _read_item(self, item: Item, folder: str, key: str, path: str, narrative: str) -> None:
        if not isinstance(item.value, dict):
            self.add_unread("item-not-mapping", path, item.line, None)
            return
        if len(self.records) >= limits.RECORDS:
            self.add_unread("too-many-records", path, item.line, None, limit=limits.RECORDS)
            return
        entry = self.entries.read(item.value, key, item.line, narrative, folder)
        for trouble in entry.troubles:
            self._place(trouble, item, path)
        self._take(entry, item, path)

    def _take(self, entry: Entry, item: Item, path: str) -> None:
        if entry.record is None:
            self._add_unread(UnreadRecord(entry.key, item.line, entry.kind), path)
        else:
            self.records.append(entry.record)

    def _place(self, trouble: Trouble, item: Item, path: str) -> None:
        if not trouble.path:
            line, column = item.line, 1
        elif trouble.weight is Weight.NOTE and item.parsed.unplaced is not None:
            # there may be many of them, and reading anew takes its time
            line, column = item.parsed.place_of_key(str(trouble.path[0]), item.line) or (item.line, 1)
        else:
            line, column = item.place(trouble.path)
        self._add(Problem(trouble.code, trouble.weight, Place(path, line, column), trouble.params))


def _may_have_front(raw: bytes) -> bool:
    return _FRONT_BYTES.match(raw[:4096]) is not None


def _has_kind(value: dict[str, Any]) -> bool:
    return "类型" in value or "kind" in value


def _has_known_key(text: str) -> bool:
    return any(f"{key}:" in text or f"{key}：" in text for key in _KNOWN_KEYS)
