"""Rows of a table that was exported and comes back: which values were changed, and what the ledger says to that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from civcheck.app.importing.columns import Returned, columns_without_place, placed_columns, text_in
from civcheck.app.importing.reading import problem_of
from civcheck.app.importing.tables import Table
from civcheck.messages import msg
from civcheck.model.problem import Weight
from civcheck.model.table.cells import BadCell, shown, text_of, tidy
from civcheck.model.table.drafts import Drafter
from civcheck.model.table.exported import (
    MANIFEST,
    Path,
    Speller,
    cells_of,
    paths_by_heading,
    settled,
    value_of,
)
from civcheck.model.table.plan import CellProblem, ChangedRecord, Conflict, Difference, ImportPlan, Spotted
from civcheck.model.table.rows import TableRow
from civcheck.model.table.sheet import Book, Cell
from civcheck.model.texts import sanitize
from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.written import WrittenLedger, WrittenRecord, digest_of_raw


def split_returned(table: Table, rows: Sequence[TableRow]) -> tuple[tuple[TableRow, ...], list[Returned]]:
    """Part the rows of a table into those that name no record and those that do."""
    if table.ids is None:
        return tuple(rows), []
    fresh: list[TableRow] = []
    back: list[Returned] = []
    at_key, at_digest = table.ids
    for row in rows:
        key, digest = text_in(row, at_key), text_in(row, at_digest)
        if key and digest:
            back.append(Returned(table, row, key, digest))
        else:
            fresh.append(row)
    return tuple(fresh), back


def take_returned(
    returned: Sequence[Returned], book: Book, ledger: WrittenLedger, speller: Speller, plan: ImportPlan
) -> Iterator[tuple[Table, TableRow, str]]:
    """Take rows that name records into the plan; give those that are copies of another, with that record's folder."""
    finder = _Finder(ledger)
    paths = paths_by_heading(path for each in ledger.records for path in cells_of(each.raw, speller))
    by_record: dict[tuple[str, str], list[Returned]] = defaultdict(list)
    for each in returned:
        by_record[(each.key, each.digest)].append(each)
    tables = {each.at: each.table for each in returned}
    placed = {at: placed_columns(table, paths, speller) for at, table in tables.items()}
    for same in by_record.values():
        rows = [_Row(each, speller, placed[each.at].columns) for each in same]
        written, is_same_digest = finder.find(same[0].key, same[0].digest)
        owner = next((row for row in rows if written is not None and not row.differences(written)), rows[0])
        for row in rows:
            if row is not owner:
                yield row.back.table, row.back.row, row.back.key.rpartition("/")[0]
        _take(owner, written, is_same_digest, ledger, speller, plan)
    plan.problems += columns_without_place(returned, placed)
    plan.gone += _gone(returned, book, ledger)


class _Finder:
    """Finds records by the names and digests that they had when they were exported."""

    def __init__(self, ledger: WrittenLedger) -> None:
        self._by_key = {settled(each.key): each for each in ledger.records}
        self._by_digest: dict[str, list[WrittenRecord]] = defaultdict(list)
        for each in ledger.records:
            self._by_digest[each.digest].append(each)

    def find(self, key: str, digest: str) -> tuple[WrittenRecord | None, bool]:
        """Give the record, and whether it is as it was; None where it is no longer there."""
        there = self._by_key.get(key)
        if there is not None and there.digest == digest:
            return there, True
        moved = self._by_digest.get(digest, [])
        return (moved[0], True) if len(moved) == 1 else (there, False)


class _Row:
    """A row that came back, its texts by path."""

    def __init__(self, back: Returned, speller: Speller, columns: Mapping[Path, int]) -> None:
        self.back, self.columns, self._speller = back, columns, speller

    def cell(self, path: Path) -> Cell | None:
        """Give the cell of a path; None where it is empty."""
        found = self.back.row.cells.get(self.columns[path])
        return found[0][1] if found else None

    def differences(self, written: WrittenRecord) -> list[Difference]:
        """List what the row says otherwise than the ledger; blanks around a text are no difference."""
        cells = cells_of(written.raw, self._speller)
        found: list[Difference] = []
        for path in self.columns:
            there = cells.get(path, "")
            here = shown(self.cell(path))
            if here not in (tidy(settled(there)), tidy(there)):
                found.append(Difference(path, here, there))
        return found


def _take(
    row: _Row,
    written: WrittenRecord | None,
    is_same: bool,
    ledger: WrittenLedger,
    speller: Speller,
    plan: ImportPlan,
) -> None:
    place = row.back.place
    if written is None:
        title = shown(row.cell(("标题",))) if ("标题",) in row.columns else ""
        plan.conflicts.append(Conflict(place, "gone-from-ledger", title, row.back.key))
        return
    differences = row.differences(written)
    title = str(cells_of(written.raw, speller).get(("标题",), ""))
    if not differences:
        plan.same += 1
    elif not is_same:
        plan.conflicts.append(Conflict(place, "changed-since", title, written.key, tuple(differences)))
    else:
        _take_changes(row, written, differences, title, ledger, speller, plan)


def _take_changes(
    row: _Row,
    written: WrittenRecord,
    differences: Sequence[Difference],
    title: str,
    ledger: WrittenLedger,
    speller: Speller,
    plan: ImportPlan,
) -> None:
    values: dict[Path, Any] = {}
    troubles: list[CellProblem] = []
    places: dict[str, Spotted] = {}
    for each in differences:
        place = row.back.place._replace(column=row.columns[each.path])
        places.setdefault(each.path[0], place)
        try:
            value = _value(row, each, written, speller, ledger)
        except BadCell as bad:
            shown_value = sanitize(bad.shown)
            what = msg(f"import.cell.{bad.code}", value=shown_value)
            troubles.append(
                CellProblem(place, what, msg(f"import.cell.{bad.code}.cure", value=shown_value), False)
            )
            continue
        values[speller.as_written(each.path, written.raw)] = value
    after = changed(written.raw, values)
    troubles += _new_troubles(after, written, places, row, ledger, speller)
    plan.problems += troubles
    if not troubles:
        plan.changed.append(
            ChangedRecord(
                row.back.place,
                written.key,
                title,
                written.file,
                written.line,
                written.item,
                values,
                tuple(differences),
            )
        )


def _value(
    row: _Row, difference: Difference, written: WrittenRecord, speller: Speller, ledger: WrittenLedger
) -> Any:
    """Give the value that a changed cell stands for.

    Raises:
        BadCell: it cannot be read, or what was exported is not all that stands in the ledger.
    """
    path = difference.path
    cell = row.cell(path)
    text = text_of(cell)
    if settled(difference.ledger) != difference.ledger:
        raise BadCell("not-whole", text)
    old: Any = written.raw
    for step in speller.as_written(path, written.raw):
        old = old.get(step) if isinstance(old, dict) else None
    if cell is not None and not isinstance(cell.value, str):
        drafter = Drafter(
            row.back.table.sheet, row.back.table.head, ledger.entries.terms, ledger.unit.year, "", {}
        )
        typed = drafter.typed(".".join(path), written.kind or "", cell)
        return typed if typed is not None else text
    try:
        return value_of(text, old, path, _flow)
    except ValueError:
        raise BadCell("not-yaml", text) from None


def _flow(text: str) -> Any:
    try:
        return parse_yaml(f"a: {text}\n").value["a"]
    except (YamlMistake, LookupError, TypeError):
        raise ValueError from None


def changed(raw: Mapping[str, Any], values: Mapping[Path, Any]) -> dict[str, Any]:
    """Give a record with new values."""
    after = dict(raw)
    for path, value in values.items():
        if len(path) == 1:
            after[path[0]] = value
        else:
            holder = after.get(path[0])
            after[path[0]] = {**(holder if isinstance(holder, dict) else {}), path[1]: value}
    return after


def _new_troubles(
    after: Mapping[str, Any],
    written: WrittenRecord,
    places: Mapping[str, Spotted],
    row: _Row,
    ledger: WrittenLedger,
    speller: Speller,
) -> list[CellProblem]:
    """List what would be wrong with the changed record that is not wrong with it now."""
    narrative = written.entry.narrative
    entry = ledger.entries.read(after, written.key, written.line, narrative)
    before = {(each.code, each.path) for each in written.entry.troubles}
    found: list[CellProblem] = []
    for each in entry.troubles:
        if each.weight is Weight.NOTE or (each.code, each.path) in before:
            continue
        key = speller.name(str(each.path[0])) if each.path else str(each.params.get("field", ""))
        found.append(problem_of(each, places.get(key, row.back.place)))
    return found


def _gone(returned: Sequence[Returned], book: Book, ledger: WrittenLedger) -> list[str]:
    """Name the exported records whose rows are no longer there, though the ledger has them."""
    manifest = next((each for each in book.sheets if each.name == MANIFEST and each.is_hidden), None)
    if manifest is None:
        return []
    there = {(each.key, each.digest) for each in returned}
    known = {settled(each.key) for each in ledger.records}
    listed = ((shown(row.get(0)), shown(row.get(1))) for row in manifest.rows.values())
    return [key for key, digest in listed if (key, digest) not in there and key in known]


__all__ = ["Returned", "digest_of_raw", "split_returned", "take_returned"]
