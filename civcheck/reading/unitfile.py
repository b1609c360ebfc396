"""The file unit.yaml: finding and parsing it, what is written in it, the rule pack that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civcheck.errors import LedgerError
from civcheck.messages import Message, msg
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.rawvalue import is_missing
from civcheck.model.shell import shell_word
from civcheck.model.texts import near, sanitize
from civcheck.model.unit import PackPin
from civcheck.reading import limits
from civcheck.reading.mistakes import diagnose, keys_in_text
from civcheck.reading.parsed import Parsed, YamlMistake, parse_yaml
from civcheck.reading.pointers import is_pointer
from civcheck.reading.settings import UNIT_FILES
from civcheck.reading.text import decode

UNIT_KEYS = {
    "单位名称": "name", "单位类型": "type", "年度": "year", "文明单位级别": "honour", "职能": "functions",
    "组织": "organisations", "在职人数": "staff", "其他事实": "facts", "分工": "duties",
    "上级单位": "superior", "规则": "rules",
}  # fmt: skip
"""What unit.yaml may say: key → alias."""
_NEEDED = frozenset({"name", "type", "year"})
_PACK_ID = re.compile(r"[\w][\w.-]{0,99}")
_PIN_KEYS = {
    "包": "id",
    "id": "id",
    "版本": "version",
    "version": "version",
    "摘要": "digest",
    "digest": "digest",
}


@dataclass(slots=True)
class UnitFile:
    """unit.yaml as parsed: its file name, raw values by English name, places, problems so far, its lines."""

    file: str
    given: dict[str, tuple[str, Any]]
    parsed: Parsed
    problems: list[Problem] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def problem(
        self, code: str, path: tuple[str | int, ...], weight: Weight = Weight.VALUE, **params: Any
    ) -> None:
        """Note a problem at a place of the file."""
        line, column = self.parsed.place(path)
        self.problems.append(Problem(code, weight, Place(self.file, line, column), params))

    def stop(self, code: str, path: tuple[str | int, ...], **params: Any) -> LedgerError:
        """Make the error for a unit.yaml that cannot be used at all."""
        self.problem(code, path, Weight.UNREAD, **params)
        return LedgerError(msg("error.unit", file=self.file), self.problems)


def is_known_key(text: str) -> bool:
    """Tell whether a word is a key of unit.yaml."""
    return text in UNIT_KEYS or text in UNIT_KEYS.values()


def open_unit(root: str) -> UnitFile:
    """Parse unit.yaml (or 单位.yaml) at the root of a ledger.

    Raises:
        LedgerError: it is missing, there are two, or it cannot be read as a whole.
    """
    folder = Path(root)
    present = [name for name in UNIT_FILES if (folder / name).is_file() and not (folder / name).is_symlink()]
    if not present:
        raise LedgerError(_no_unit(folder))
    file = UnitFile(present[0], {}, Parsed(""))
    if len(present) > 1:
        file.problem("two-unit-files", ())
    try:
        with (folder / file.file).open("rb") as stream:
            raw = stream.read(limits.RECORD_BYTES + 1)
    except OSError:
        raise file.stop("unreadable", ()) from None
    if is_pointer(raw):
        raise file.stop("not-fetched", ())
    text = (
        None if len(raw) > limits.RECORD_BYTES else decode(raw, lambda text: "单位" in text or "type" in text)
    )
    if text is None or text.text is None:
        raise file.stop("file-too-large" if text is None else "not-text", (), limit=limits.RECORD_BYTES)
    if text.encoding:
        file.problem("encoding", (), Weight.NOTE, encoding=text.encoding)
    _parse(file, text.text)
    return file


_MISNAMED = re.compile(r"(?i)(?:unit|单位)\.ya?ml(?:\.txt)?")
_NEARLY = re.compile(r"(?i)^(?:unit|单位)[^/]*\.(?:ya?ml|txt|md)(?:\.txt)?$")


def misnamed_unit(folder: Path) -> str | None:
    """Find a file that is a unit.yaml by another name: unit.yml, Unit.YAML, 单位.yaml.txt."""
    return next((name for name in _names(folder) if _MISNAMED.fullmatch(name)), None)


def _names(folder: Path) -> list[str]:
    """List what lies in a folder; nothing where it cannot be read."""
    try:
        return sorted(each.name for each in folder.iterdir())
    except OSError:
        return []


def _no_unit(folder: Path) -> Message:
    """Say that there is no unit.yaml, and what may have been meant: a file with a near name, the folder above."""
    path = sanitize(folder.name or str(folder))
    near_names = [name for name in _names(folder) if _NEARLY.match(name)]
    if near_names:
        return msg("error.no-unit-near", path=path, name=sanitize(near_names[0]))
    above = folder.resolve().parent
    if any((above / name).is_file() for name in UNIT_FILES):
        return msg("error.no-unit-above", path=path, above=sanitize(shell_word(str(folder / "..")), 2_000))
    return msg("error.no-unit", path=path)


def _parse(file: UnitFile, text: str) -> None:
    first = 1
    file.rows = text.split("\n")
    if text.startswith("---"):
        text, first = text.partition("\n")[2], 2
    text = re.sub(r"\n(?:---|\.\.\.)[ \t]*\s*\Z", "\n", text)
    try:
        file.parsed = parse_yaml(text, first)
    except YamlMistake as mistake:
        code, line, column, params = diagnose(mistake, text, first, is_known_key)
        file.problems.append(Problem(code, Weight.UNREAD, Place(file.file, line, column), params))
        raise LedgerError(msg("error.unit", file=file.file), file.problems) from None
    if not isinstance(file.parsed.value, dict):
        if (hidden := keys_in_text(text, first, is_known_key)) is not None:
            code, line, column, params = hidden
            file.problems.append(Problem(code, Weight.UNREAD, Place(file.file, line, column), params))
            raise LedgerError(msg("error.unit", file=file.file), file.problems)
        raise file.stop("unit-not-mapping", ())
    sort_keys(file)


def sort_keys(file: UnitFile) -> None:
    """Sort what is written in unit.yaml by English name; unknown and repeated keys are told."""
    known = dict(UNIT_KEYS) | {alias: alias for alias in UNIT_KEYS.values()}
    twice = []
    for key, value in file.parsed.value.items():
        name = known.get(key)
        if name is None and key[0] in "\u3000\xa0":
            file.problem("wide-blank", (key,))
        elif name is None:
            file.problem(
                "unknown-key", (key,), key=key, meant=near(key, UNIT_KEYS) or "", names=tuple(UNIT_KEYS)
            )
        elif name in file.given:
            file.problem("duplicate-key", (key,), Weight.UNREAD if name in _NEEDED else Weight.VALUE, key=key)
            twice.append(name)
        elif not is_missing(value) or value == []:
            file.given[name] = (key, value)
    for name in twice:
        file.given.pop(name, None)
    if any(name in _NEEDED for name in twice):
        raise LedgerError(msg("error.unit", file=file.file), file.problems)


def pack_pin(file: UnitFile) -> PackPin | None:
    """Give the rule pack the ledger asks for; None when it names none."""
    if "rules" not in file.given:
        return None
    key, raw = file.given["rules"]
    pin = raw if isinstance(raw, dict) else {"id": raw}
    given = {_PIN_KEYS.get(name, ""): value for name, value in pin.items()}
    texts = all(isinstance(value, str) for value in given.values())
    if (
        texts
        and "" not in given
        and len(given) == len(pin)
        and _PACK_ID.fullmatch(given.get("id", "").strip())
    ):
        return PackPin(**{name: value.strip() for name, value in given.items()})
    raise file.stop("rules-value", (key,))


_TOP_KEY = re.compile(r"^[\"']?([^\s:\"'#]+)[\"']?:", re.MULTILINE)


def key_lines(file: UnitFile) -> Mapping[str, tuple[int, int]]:
    """Give line and column of each key, without parsing again where the text alone tells."""
    if file.parsed.unplaced is None:
        return {key: file.parsed.place((key,)) for key in file.parsed.value}
    text, first = file.parsed.unplaced
    return {found[1]: (first + text.count("\n", 0, found.start()), 1) for found in _TOP_KEY.finditer(text)}
