"""Records as rows of a table that goes out and comes back: what each column shows, and what a changed cell means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from civcheck.model.record import RECORD_KEYS
from civcheck.model.table.headings import DAYS, EXTRA, FILING, FILING_PARTS, ID_COLUMNS, KIND, MATERIAL
from civcheck.model.terms import Terms
from civcheck.model.texts import mask
from civcheck.model.yamltext import flow

Path = tuple[str, ...]
"""Where a value stands in a record, by the Chinese keys: ``("标题",)``, ``("附件", "方案")``."""

RECORD_COLUMN, DIGEST_COLUMN = ID_COLUMNS
MANIFEST = "civcheck"
"""The hidden sheet that lists what was exported."""
_COLON = "："
_SEPARATORS = re.compile(r"[、，,；;\n]")
_ENDS = {"起": 0, "start": 0, "止": 1, "end": 1}
_PARTS = {
    "档号": "档号", "archive_number": "档号", "日期": "日期", "date": "日期", "盒号": "盒号", "box": "盒号",
}  # fmt: skip
_FRONT = (KIND, "标题", DAYS, "编号")
_USUAL = frozenset({"地点", "负责人", "参加人数", "主题", "对象", "备注"})
_FIELDS_AFTER, _NOTE = "对象", ("备注",)


def heading_of(path: Path) -> str:
    """Give the heading of a column: 标题, 附件：方案."""
    return _COLON.join(path)


def in_one_line(heading: str) -> str:
    """Give a heading as a table's heading is read: blanks and line breaks are one blank, personal numbers masked."""
    return " ".join(settled(heading).split())


def paths_by_heading(shown: Iterable[Path]) -> dict[str, Path | None]:
    """Give the paths of columns by their headings; None for a heading that stands for more than one."""
    found: dict[str, Path | None] = {}
    for path in dict.fromkeys(shown):
        heading = in_one_line(heading_of(path))
        found[heading] = None if heading in found else path
    return found


def path_of(heading: str) -> Path:
    """Give the path that a heading of an exported table stands for."""
    head, colon, rest = heading.partition(_COLON)
    return (head, rest) if colon and head in (MATERIAL, FILING, EXTRA) and rest else (heading,)


class Speller:
    """Gives the keys of records their Chinese names, and finds how a record has written them."""

    def __init__(self, terms: Terms) -> None:
        self._keys = {alias: key for key, (alias, _) in RECORD_KEYS.items()}
        self._fields = {
            each.alias: name
            for kind in terms.kinds
            for name, each in terms.fields_of(kind).items()
            if each.alias
        }
        self._known = {*RECORD_KEYS, *(name for kind in terms.kinds for name in terms.fields_of(kind))}
        self._roles = {each.alias: name for name, each in terms.roles.items() if each.alias}

    def name(self, key: str) -> str:
        """Give the name of a key of a record."""
        return self._keys.get(key) or self._fields.get(key) or key

    def knows(self, path: Path, used: Iterable[Path | None]) -> bool:
        """Tell whether records may have a path, or some have it whether they may or not."""
        return path[0] in self._known or path in used

    def below(self, head: str, key: str) -> str:
        """Give the name of a key inside of 附件, 归档 or 其他."""
        if head == MATERIAL:
            return self._roles.get(key, key)
        return _PARTS.get(key, key) if head == FILING else key

    def as_written(self, path: Path, raw: Mapping[str, Any]) -> Path:
        """Give a path by the keys that a record uses for it; those it has not are taken by name."""
        head = next((key for key in raw if self.name(key) == path[0]), path[0])
        if len(path) == 1:
            return (head,)
        holder = raw.get(head)
        inside = holder if isinstance(holder, dict) else {}
        return (head, next((key for key in inside if self.below(path[0], key) == path[1]), path[1]))


def cells_of(raw: Mapping[str, Any], speller: Speller) -> dict[Path, str]:
    """Give what the columns of a record show."""
    cells: dict[Path, str] = {}
    for key, value in raw.items():
        name = speller.name(key)
        if name in (MATERIAL, FILING, EXTRA) and isinstance(value, dict) and value:
            for inner, each in value.items():
                cells[(name, speller.below(name, inner))] = _shown(each, name == MATERIAL)
        elif name == DAYS:
            cells[(name,)] = _days(value)
        else:
            cells[(name,)] = _shown(value, by_line=False)
    return cells


def _days(value: Any) -> str:
    if isinstance(value, dict) and len(value) == 2 and {_ENDS.get(key) for key in value} == {0, 1}:
        ends = sorted((_ENDS[key], day) for key, day in value.items())
        if all(isinstance(day, str) for _, day in ends):
            return f"{ends[0][1]} 至 {ends[1][1]}"
    return _shown(value, by_line=False)


def _shown(value: Any, by_line: bool) -> str:
    """Show a value: a text as it is, a list of texts with 、 or a line each, anything else as YAML on one line."""
    if isinstance(value, str):
        return value
    if (
        isinstance(value, list)
        and value
        and all(isinstance(each, str) and each.strip() == each for each in value)
    ):
        if not by_line and all(each and _SEPARATORS.search(each) is None for each in value):
            return "、".join(value)
        if by_line and all(each and "\n" not in each for each in value):
            return "\n".join(value)
    return flow(value)


MOST_CHARS = 32_767
"""So many UTF-16 units a cell of Excel holds."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def settled(text: str) -> str:
    """Give a text as a cell can hold it: personal numbers masked, without what XML has no sign for, not too long.

    A cell of which this is another text than the record's holds not all of it, and cannot be changed in the table.
    """
    plain = _NOT_IN_XML.sub("\ufffd", mask(text)).replace("\r\n", "\n").replace("\r", "\n")
    raw = plain.encode("utf-16-le", "replace")
    return (
        plain
        if len(raw) <= 2 * MOST_CHARS
        else raw[: 2 * (MOST_CHARS - 1)].decode("utf-16-le", "ignore") + "…"
    )


def value_of(text: str, old: Any, path: Path, read_flow: Callable[[str], Any]) -> Any:
    """Give the value that a changed cell stands for, in the form of the value it takes the place of.

    Raises:
        ValueError: it has to be YAML as what stood there was, and is not.
    """
    if not text:
        return ""
    if old is not None and not isinstance(old, str) and text[:1] in "[{":
        return read_flow(text)
    if isinstance(old, list) or (old is not None and path[0] == MATERIAL and "\n" in text):
        parts = text.split("\n") if path[0] == MATERIAL else _SEPARATORS.split(text)
        kept = [part.strip() for part in parts if part.strip()]
        return kept if len(kept) != 1 else kept[0]
    if path[0] == MATERIAL and "\n" in text:
        return [part.strip() for part in text.split("\n") if part.strip()]
    return text


def columns_of(kinds: Iterable[str], terms: Terms, used: Iterable[Path], every_field: bool) -> list[Path]:
    """List the columns for records of some kinds, in the order of the format: those in use, and the usual ones.

    With ``every_field`` all fields of the kinds have one, used or not. What the format does not know comes last.
    """
    in_use = dict.fromkeys(used)
    fields = dict.fromkeys(name for kind in kinds if kind in terms.kinds for name in terms.fields_of(kind))
    if not every_field:
        fields = {name: None for name in fields if (name,) in in_use}
    found: list[Path] = [(key,) for key in _FRONT]
    for key in RECORD_KEYS:
        if key == MATERIAL:
            found += [(key, role) for role in terms.roles if (key, role) in in_use]
        elif key == FILING:
            found += [(key, part) for part in FILING_PARTS if (key, part) in in_use]
        elif key not in _FRONT and key != EXTRA and (key in _USUAL or (key,) in in_use):
            found.append((key,))
        if key == _FIELDS_AFTER:
            found += [(name,) for name in fields if name not in RECORD_KEYS]
    rest = [path for path in in_use if path not in found]
    return [*(path for path in found if path != _NOTE), *rest, _NOTE]
