"""Which sheets of a workbook hold records: their headings, what their columns are, and of which kind the rows are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from civcheck.app.importing.wanted import Told
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.table.below import put_together, tables_below
from civcheck.model.table.cells import shown
from civcheck.model.table.exported import DIGEST_COLUMN, MANIFEST, RECORD_COLUMN
from civcheck.model.table.head import Column, Head, find_head, head_at
from civcheck.model.table.headings import (
    DAYS,
    FIRST,
    KIND,
    LEFT_OUT,
    TITLE,
    Match,
    Names,
    Surety,
    heading_form,
)
from civcheck.model.table.sheet import Book, Sheet, letters
from civcheck.model.terms import Terms
from civcheck.model.texts import near, normal, sanitize

_NUMBERED = re.compile(r"^[\s\d０-９一二三四五六七八九十]+[.．、\-－—_ ]*")


class Table(NamedTuple):
    """A sheet that holds records; ``kind`` is that of all its rows, empty where a column says it.

    ``ids`` are the columns of names and digests of records, in a table that was exported.
    """

    sheet: Sheet
    head: Head
    kind: str
    ids: tuple[int, int] | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Name what records cannot do without and no column holds; names of records bring it with them."""
        have = {each.match.target for each in self.head.columns}
        have |= {DAYS} if FIRST in have else set()
        have |= {KIND} if self.kind else set()
        return tuple(key for key in (KIND, TITLE, DAYS) if key not in have)


def tables_of(
    book: Book, terms: Terms, told: Told, chosen: Sequence[str]
) -> tuple[list[Table], list[tuple[str, str]]]:
    """Find the tables of a workbook; give also the sheets that are none, each with the reason.

    Raises:
        UsageError: a sheet that is named is not there, a column that is named is in no table, or there is no table.
    """
    tables: list[Table] = []
    skipped: list[tuple[str, str]] = []
    own_sheets = _own_sheets(book)
    for sheet in _chosen(book, chosen):
        if sheet.name in own_sheets:
            continue
        reason = _why_not(sheet, chosen)
        found = _tables(sheet, terms, told) if reason is None else []
        tables += found
        if not found:
            skipped.append((sheet.name, reason or "no-head"))
    if not tables:
        name = sanitize(book.name)
        raise UsageError(
            msg("error.import-no-table", path=name, names=tuple(sanitize(each) for each, _ in skipped))
        )
    _check_columns(tables, told)
    return tables, skipped


def _chosen(book: Book, chosen: Sequence[str]) -> Iterator[Sheet]:
    names = [each.name for each in book.sheets]
    for name in chosen:
        if name not in names:
            shown_names = tuple(sanitize(each) for each in names if each != MANIFEST)
            raise UsageError(
                msg(
                    "error.import-sheet",
                    value=sanitize(name),
                    meant=near(name, names) or "",
                    names=shown_names,
                )
            )
    return (each for each in book.sheets if not chosen or each.name in chosen)


def _own_sheets(book: Book) -> frozenset[str]:
    """Name the sheets of an exported workbook that hold no records: the list of what was exported, and the help."""
    listed = next((each for each in book.sheets if each.name == MANIFEST and each.is_hidden), None)
    return frozenset() if listed is None else frozenset({MANIFEST, shown(listed.row(1).get(1))})


def _why_not(sheet: Sheet, chosen: Sequence[str]) -> str | None:
    if not sheet.rows:
        return "empty"
    return "hidden" if sheet.is_hidden and sheet.name not in chosen else None


def _tables(sheet: Sheet, terms: Terms, told: Told) -> list[Table]:
    """Find the tables of a sheet, which may stand below each other.

    What turns out to be no table is read with the one above, or told above the next heading: no row is passed over.
    """
    names = Names(terms, terms.kinds, told.columns)
    found: list[Table] = []
    above: Sheet | None = None
    for part in [sheet] if told.header is not None else tables_below(sheet, names):
        table = _table(part, terms, told)
        if table is not None:
            found.append(table if above is None else table._replace(sheet=put_together(above, part)))
            above = None
        elif found:
            found[-1] = found[-1]._replace(sheet=put_together(found[-1].sheet, part))
        else:
            above = part if above is None else put_together(above, part)
    return found


def _table(sheet: Sheet, terms: Terms, told: Told) -> Table | None:
    """Find the heading twice: with the fields of all kinds, and then with those of the kinds that are there."""
    kind = told.kind or _kind_titled(sheet, terms) or _kind_named(sheet.name, terms)
    by_letter = {at: target for column, target in told.columns.items() if (at := _at(column)) is not None}
    head = _head(sheet, Names(terms, [kind] if kind else terms.kinds, told.columns), told, by_letter)
    if head is None:
        return None
    column = next((each.at for each in head.columns if each.match.target == KIND), None)
    if column is None and not kind:
        column = _column_of_kinds(sheet, head, terms, told)
        by_letter = by_letter if column is None else {**by_letter, column: KIND}
    if column is not None:
        kinds = _kinds_in(sheet, head, column, terms, told) or ([kind] if kind else [])
        if kinds:
            again = _head(sheet, Names(terms, kinds, told.columns), told, by_letter)
            head = again if again is not None else head
    return Table(sheet, head, kind, _ids(head))


def _head(sheet: Sheet, names: Names, told: Told, by_letter: Mapping[int, str]) -> Head | None:
    head = head_at(sheet, *told.header, names) if told.header is not None else find_head(sheet, names)
    if head is None or not by_letter:
        return head
    columns = {each.at: each for each in head.columns}
    for at, target in by_letter.items():
        old = columns.get(at) or Column(at, letters(at), Match())
        columns[at] = old._replace(match=Match(target, Surety.USUAL if target == KIND else Surety.TOLD))
    meant = set(by_letter.values()) - {LEFT_OUT}
    return head._replace(
        columns=tuple(
            each if each.at in by_letter or each.match.target not in meant else each._replace(match=Match())
            for _, each in sorted(columns.items())
        )
    )


def _at(column: str) -> int | None:
    """Give the place of a column that is named by its letters."""
    if not re.fullmatch(r"[A-Z]{1,3}", column):
        return None
    at = 0
    for sign in column:
        at = at * 26 + ord(sign) - ord("A") + 1
    return at - 1


def _kind_named(name: str, terms: Terms) -> str:
    """Give the kind that a sheet is called by: 志愿服务, 12-志愿服务; empty where it is none."""
    known = {normal(each): each for each in terms.kinds}
    return known.get(normal(name)) or known.get(normal(_NUMBERED.sub("", name)), "")


def _kind_titled(sheet: Sheet, terms: Terms) -> str:
    """Give the kind that a title above a table names, alone in its row: 二、志愿服务."""
    for row in sheet.rows.values():
        if len(row) > 1:
            break
        if kind := _kind_named(shown(*row.values()), terms):
            return kind
    return ""


def _kinds_in(sheet: Sheet, head: Head, column: int, terms: Terms, told: Told) -> list[str]:
    known = {normal(each): each for each in terms.kinds} | dict(told.kinds)
    written = dict.fromkeys(
        shown(row[column]) for number, row in sheet.rows.items() if number > head.last and column in row
    )
    return [known[form] for form in dict.fromkeys(map(normal, written)) if form in known]


def _column_of_kinds(sheet: Sheet, head: Head, terms: Terms, told: Told) -> int | None:
    """Find the column most of whose texts are kinds of the pack, whatever it is called; None where there is none."""
    known = {normal(each) for each in terms.kinds} | set(told.kinds)
    best, found = 0.5, None
    for column in head.columns:
        texts = [
            shown(row[column.at])
            for number, row in sheet.rows.items()
            if number > head.last and column.at in row
        ]
        share = sum(normal(text) in known for text in texts) / len(texts) if texts else 0.0
        if share >= best:
            best, found = share, column.at
    return found


def _ids(head: Head) -> tuple[int, int] | None:
    found = {each.heading: each.at for each in head.columns}
    if RECORD_COLUMN in found and DIGEST_COLUMN in found:
        return found[RECORD_COLUMN], found[DIGEST_COLUMN]
    return None


def _check_columns(tables: Iterable[Table], told: Told) -> None:
    headings = {heading_form(each.heading) for table in tables for each in table.head.columns}
    own = {heading_form(each.heading.rpartition("/")[2]) for table in tables for each in table.head.columns}
    for column in told.columns:
        if heading_form(column) not in headings | own and _at(column) is None:
            names = [each.heading for table in tables for each in table.head.columns]
            raise UsageError(
                msg("error.import-column", value=sanitize(column), meant=sanitize(near(column, names) or ""))
            )
