"""From the rows of a table to records as they would be written: by the columns' targets, in the order of the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, NamedTuple

from civcheck.model.rawvalue import is_missing
from civcheck.model.record import RECORD_KEYS
from civcheck.model.table import cells as read
from civcheck.model.table.cells import BadCell, Written
from civcheck.model.table.head import Column, Head
from civcheck.model.table.headings import (
    DAYS,
    EXTRA,
    FILING,
    FIRST,
    KIND,
    LAST,
    LEFT_OUT,
    MATERIAL,
    NOTE,
    Match,
    unit_in,
)
from civcheck.model.table.rows import TableRow
from civcheck.model.table.sheet import Cell, Sheet, letters
from civcheck.model.table.spelling import has_year
from civcheck.model.terms import BASE_FIELDS, NUMBERS, Terms
from civcheck.model.texts import normal

Path = tuple[str, ...]


class Spot(NamedTuple):
    """A cell of a sheet: row from 1, column from 0."""

    row: int
    column: int


class Flaw(NamedTuple):
    """A cell that was not read: where, its message (``import.cell.CODE``), what stands there, its target."""

    spot: Spot
    code: str
    shown: str
    target: str


class Aside(NamedTuple):
    """What was put into the note, for it has no place of its own: its cell, its heading, its text and why.

    ``why`` is ``unplaced`` (the column means nothing), ``other-kind`` (a field that the kind has not), ``dropped``
    (what a day does not say), ``no-file``, or ``unread`` of a cell that could not be read.
    """

    spot: Spot
    heading: str
    text: str
    why: str


@dataclass(slots=True)
class Draft:
    """A row as it would be written: raw values by key, the cells they came from, what could not be read.

    ``material`` has the texts of columns of files, by role: whether the files are there is not looked at here.
    ``yearless`` are the cells whose days took the year of the ledger, with their headings.
    """

    sheet: str
    row: int
    raw: dict[str, Any] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)
    material: dict[str, tuple[Spot, str, str]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    yearless: list[tuple[Spot, str]] = field(default_factory=list)
    headings: Mapping[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Give the kind as it is written; empty where there is none."""
        return str(self.raw.get(KIND, ""))

    def finished(self) -> dict[str, Any]:
        """Give what is written: the keys in the order of the format, what has no place in the note."""
        raw = dict(self.raw)
        if self.asides:
            rows = [raw.get(NOTE, ""), *(f"{each.heading}：{each.text}" for each in self.asides)]
            raw[NOTE] = ("\n" if any("\n" in row for row in rows) else "；").join(filter(None, rows))
        return {key: raw[key] for key in sorted(raw, key=_place)}


_FIELDS_AFTER = "对象"
_ORDER = {key: number for number, key in enumerate(RECORD_KEYS)}


def _place(key: str) -> float:
    """Give the place of a key: those of every record as the format lists them, fields of the kind behind 对象."""
    return _ORDER.get(key, _ORDER[_FIELDS_AFTER] + 0.5)


class Drafter:
    """Makes drafts of the rows of one table."""

    def __init__(
        self, sheet: Sheet, head: Head, terms: Terms, year: int, kind: str, kinds_called: Mapping[str, str]
    ) -> None:
        self._sheet, self._terms, self._year, self._kind = sheet, terms, year, kind
        self._columns = {each.at: each for each in head.columns}
        self._called = dict(kinds_called)
        self._known = {normal(name): name for name in terms.kinds}
        self._known |= {normal(each.alias): name for name, each in terms.kinds.items() if each.alias}
        self._headings = _labels(head)
        self._units = {each.at: unit_in(each.heading) for each in head.columns}
        said = years_said(sheet, head)
        self._is_of_other_year = bool(said) and year not in said
        self._kind_column = next((each.at for each in head.columns if each.match.target == KIND), None)

    def draft(self, row: TableRow) -> Draft:
        """Make the draft of a row; a cell that cannot be read is a flaw, and stands in none of its values."""
        draft = Draft(self._sheet.name, row.number, headings=self._headings)
        self._take_kind(row, draft)
        fields = self._terms.fields_of(draft.kind) if draft.kind in self._terms.kinds else {}
        for at in sorted(row.cells):
            column = self._columns.get(at) or Column(at, letters(at), Match())
            self._headings.setdefault(at, column.heading)
            target = column.match.target
            if target in (LEFT_OUT, KIND):
                continue
            try:
                self._take(row, column, target, fields, draft)
            except BadCell as bad:
                draft.flaws.append(Flaw(Spot(row.cells[at][0][0], at), bad.code, bad.shown, target))
        _join_ends(draft)
        return draft

    def typed(self, target: str, kind: str, cell: Cell) -> Written | None:
        """Read one cell as the type of its target; None for a target that has no type."""
        fields = self._terms.fields_of(kind) if kind in self._terms.kinds else {}
        if target.startswith(f"{MATERIAL}.") or not self._has(target, kind, fields):
            return None
        return self._value(target, fields, cell, -1)[0]

    def _take_kind(self, row: TableRow, draft: Draft) -> None:
        written = row.cells.get(self._kind_column, ()) if self._kind_column is not None else ()
        text = read.shown(written[0][1]) if written else ""
        kind = self._called.get(normal(text), text) if text and not is_missing(text) else self._kind
        if kind:
            draft.raw[KIND] = self._known.get(normal(kind), kind)
        if written and self._kind_column is not None:
            draft.spots[(KIND,)] = Spot(written[0][0], self._kind_column)

    def _take(
        self, row: TableRow, column: Column, target: str, fields: Mapping[str, Any], draft: Draft
    ) -> None:
        found = row.cells[column.at]
        spot = Spot(found[0][0], column.at)
        text = "\n".join(read.text_of(cell) for _, cell in found)
        if is_missing(text) or (text == "无" and target.startswith(f"{MATERIAL}.")):
            return
        if not target or not self._has(target, draft.kind, fields):
            draft.asides.append(
                Aside(spot, self._headings[column.at], text, "other-kind" if target else "unplaced")
            )
            return
        if target.startswith(f"{MATERIAL}."):
            draft.material[target.partition(".")[2]] = (spot, self._headings[column.at], text)
            return
        if len(found) > 1:
            value, dropped = self._several(target, fields, found, text), ""
        else:
            value, dropped = self._value(target, fields, found[0][1], column.at)
        is_text = all(isinstance(cell.value, str) for _, cell in found)  # a day of Excel has its year
        if is_text and value != text and self._type_of(target, fields) == "日期" and not has_year(text):
            if self._is_of_other_year:
                raise BadCell("other-year", text)
            draft.yearless.append((spot, self._headings[column.at]))
        if value == "无" and self._type_of(target, fields) in (*NUMBERS, "日期"):
            return
        if target in _ONE_LINE and isinstance(value, str):
            value = " ".join(value.split("\n"))
        if dropped:
            draft.asides.append(Aside(spot, self._headings[column.at], dropped, "dropped"))
        _put(draft, target, value, spot)

    def _has(self, target: str, kind: str, fields: Mapping[str, Any]) -> bool:
        """Tell whether records of a kind may have a target; of a kind that is not known, all of them."""
        head = target.partition(".")[0]
        return head in RECORD_KEYS or target in fields or kind not in self._terms.kinds

    def _type_of(self, target: str, fields: Mapping[str, Any]) -> str:
        if target in fields:
            return fields[target].type or "列表"
        if target in (FIRST, LAST, f"{FILING}.日期"):
            return "日期"
        if target.partition(".")[0] == EXTRA:
            return "文本"
        return BASE_FIELDS[target][1] if target in BASE_FIELDS else "列表"

    def _value(self, target: str, fields: Mapping[str, Any], cell: Cell, at: int) -> tuple[Written, str]:
        """Read a cell as the type of its target; give what it does not take over of the cell, too."""
        epoch = self._sheet.epoch_1904
        if target == DAYS:
            return read.day_of(cell, self._year, epoch)
        if target == "时长":
            return read.hours_of(cell, self._units.get(at, "")), ""
        kind = self._type_of(target, fields)
        if kind == "日期":
            return read.one_day_of(cell, self._year, epoch)
        return _READERS.get(kind, _text)(cell, self._units.get(at, "")), ""

    def _several(
        self, target: str, fields: Mapping[str, Any], found: Sequence[tuple[int, Cell]], text: str
    ) -> Written:
        """Read several cells of one record: those of a text or a list go together, of anything else they are too many.

        Raises:
            BadCell: they are too many.
        """
        kind = self._type_of(target, fields)
        if kind == "列表":
            return "、".join(filter(None, (str(read.list_of(cell)) for _, cell in found)))
        if kind == "文本":
            return text
        raise BadCell("several", text)


def years_said(sheet: Sheet, head: Head) -> frozenset[int]:
    """Give the years that the titles above a table, or the name of its sheet, say it is of."""
    rows = takewhile(lambda row: row[0] < head.first, sheet.rows.items())
    above = (cell for _, row in rows for cell in row.values())
    texts = [sheet.name, *sheet.titles, *map(read.shown, above)]
    return frozenset(int(year) for text in texts for year in _YEAR_OF_TABLE.findall(text))


_YEAR_OF_TABLE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\s*\d+\s*月\s*\d)")
"""2016年, 2016年3月 of a title; the day on which a form was filled in is none."""


def _labels(head: Head) -> dict[int, str]:
    """Give each column the name that a note calls it by: without its group where it is the only one of its name."""
    short = {each.at: each.heading.rpartition("/")[2] for each in head.columns}
    names = list(short.values())
    return {
        each.at: each.heading if names.count(short[each.at]) > 1 else short[each.at] for each in head.columns
    }


_ONE_LINE = frozenset({"标题", "编号", "文号"})
"""Texts in which a line break is nothing but the width of a column."""


def _text(cell: Cell, unit: str) -> Written:
    return read.text_of(cell)


_READERS: Mapping[str, Callable[[Cell, str], Written]] = {
    "整数": read.number_of,
    "小数": read.number_of,
    "百分数": read.number_of,
    "列表": lambda cell, unit: read.list_of(cell),
}


def _put(draft: Draft, target: str, value: Written, spot: Spot) -> None:
    key, _, part = target.partition(".")
    if part and key in (FILING, EXTRA):
        draft.raw.setdefault(key, {})[part] = value
        draft.spots[(key, part)] = spot
    else:
        draft.raw[target] = value
        draft.spots[(target,)] = spot


def _join_ends(draft: Draft) -> None:
    """Make a span of the two columns of its first and its last day; one of them alone is a day."""
    ends = [(end, draft.raw.pop(end)) for end in (FIRST, LAST) if end in draft.raw]
    if DAYS in draft.raw:  # another column says when; these go into the note
        for end, day in ends:
            draft.asides.append(Aside(draft.spots.pop((end,)), end.replace(".", ""), str(day), "unplaced"))
        return
    if not ends:
        return
    days = list(dict.fromkeys(str(day) for _, day in ends))
    draft.raw[DAYS] = "/".join(days)
    draft.spots[(DAYS,)] = draft.spots[(ends[0][0],)]
