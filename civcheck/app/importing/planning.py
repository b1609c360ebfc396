"""Planning an import: every row read, and held against what the ledger has; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from civcheck.app.importing.known import KnownRecords
from civcheck.app.importing.placing import folder_into, folder_of_kind, source_name
from civcheck.app.importing.reading import ReadDraft, read_draft, without_unreadable
from civcheck.app.importing.returned import Returned, split_returned, take_returned
from civcheck.app.importing.tables import Table, tables_of
from civcheck.app.importing.wanted import Told, Wanted, understood
from civcheck.messages import Message, msg
from civcheck.model.table.drafts import Drafter
from civcheck.model.table.exported import Speller
from civcheck.model.table.plan import CellNote, CellProblem, ImportPlan, NewRecord, Spotted, TablePlan
from civcheck.model.table.rows import TableRow, rows_below
from civcheck.model.table.sheet import Book
from civcheck.model.texts import number_form
from civcheck.reading.written import WrittenLedger

__all__ = ["Wanted", "plan_import"]


class _Fresh(NamedTuple):
    """A row that is a record of its own; ``home`` is the folder of the record that it is a copy of, else empty."""

    table: Table
    row: TableRow
    home: str = ""


def plan_import(book: Book, ledger: WrittenLedger, wanted: Wanted) -> ImportPlan:
    """Work out what importing a workbook comes to.

    Raises:
        UsageError: what is asked for is not there, or no sheet holds a table of records.
    """
    terms = ledger.entries.terms
    told = understood(wanted, terms)
    into = folder_into(wanted.into)
    tables, skipped = tables_of(book, terms, told, wanted.sheets)
    plan = ImportPlan(book.name, skipped=skipped, is_partial=wanted.partial)
    speller = Speller(terms)
    waiting: list[_Fresh] = []
    returned: list[Returned] = []
    for table in tables:
        sorted_rows = rows_below(table.sheet, table.head)
        fresh, back = split_returned(table, sorted_rows.records)
        returned += back
        waiting += [_Fresh(table, row) for row in fresh]
        plan.tables.append(
            TablePlan(
                table.sheet,
                table.head,
                table.kind,
                len(sorted_rows.records),
                sorted_rows.left,
                table.lacking if fresh else (),
                table.ids is not None,
            )
        )
    waiting += [_Fresh(*each) for each in take_returned(returned, book, ledger, speller, plan)]
    order = {table.sheet.name: number for number, table in enumerate(tables)}
    waiting.sort(key=lambda each: (order[each.table.sheet.name], each.row.number))
    _take_new(waiting, ledger, told, into, speller, plan)
    return plan


def _take_new(
    waiting: list[_Fresh], ledger: WrittenLedger, told: Told, into: str, speller: Speller, plan: ImportPlan
) -> None:
    reads: list[tuple[ReadDraft, str]] = []
    drafters: dict[tuple[str, int], Drafter] = {}
    for table, row, home in waiting:
        if table.lacking:
            continue
        at = table.sheet.name, table.head.first
        drafter = drafters.get(at)
        if drafter is None:
            drafter = drafters[at] = Drafter(
                table.sheet, table.head, ledger.entries.terms, ledger.unit.year, table.kind, told.kinds
            )
        draft = drafter.draft(row)
        folder = folder_of_kind(into, draft.kind)
        reads.append((read_draft(draft, ledger, folder, home), folder))
    known = KnownRecords(ledger, speller, source_name(plan.book), frozenset(read.digest for read, _ in reads))
    notes: dict[tuple[str, str], tuple[Message, list[Spotted]]] = {}
    rows_seen: dict[str, Spotted] = {}
    numbers: dict[str, Spotted] = {}
    for read, folder in reads:
        place = Spotted(read.draft.sheet, read.draft.row)
        if (first := rows_seen.setdefault(read.digest, place)) != place:
            plan.repeated.append((place, first))
            continue
        answer = known.look_up(read)
        if answer.is_same:
            plan.same += 1
        elif answer.conflict is not None:
            plan.conflicts.append(answer.conflict)
        else:
            _take_one(read, folder, place, ledger, numbers, plan)
            _gather(read.notes, notes)
    plan.notes += [CellNote(what, tuple(places)) for what, places in notes.values()]


def _take_one(
    read: ReadDraft,
    folder: str,
    place: Spotted,
    ledger: WrittenLedger,
    numbers: dict[str, Spotted],
    plan: ImportPlan,
) -> None:
    plan.problems += read.problems
    record = read.entry.record
    if record is not None and record.id:
        first = numbers.setdefault(number_form(record.id), place)
        if first != place:
            what = msg("import.row.number-twice", value=record.id, other=first.shown)
            plan.problems.append(CellProblem(place, what, msg("import.row.number-twice.cure"), True))
            return
    if read.problems and plan.is_partial:
        read = without_unreadable(read, ledger, folder)
        record = read.entry.record
    if record is None or (read.problems and not plan.is_partial):
        return
    month = f"{record.first.year}-{record.first.month:02}"
    plan.new.append(NewRecord(place, read.raw, f"{folder}/{month}", read.digest))
    for each in read.draft.asides:
        spot = Spotted(read.draft.sheet, *each.spot)
        plan.asides.setdefault(
            (each.heading, each.why, record.kind if each.why == "other-kind" else ""), []
        ).append(spot)


def _gather(
    found: Iterable[tuple[Message, Spotted]], into: dict[tuple[str, str], tuple[Message, list[Spotted]]]
) -> None:
    """Put the same note of several cells together."""
    for what, place in found:
        key = what.id, str(sorted(what.params.items(), key=str))
        into.setdefault(key, (what, []))[1].append(place)
