"""Whether the ledger has a row already: as it is, as something else, or not at all."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from civcheck.app.importing.placing import source_name
from civcheck.app.importing.reading import ReadDraft
from civcheck.model.record import RECORD_KEYS, Evidence, Record
from civcheck.model.table.exported import Path, Speller, cells_of
from civcheck.model.table.plan import Conflict, Difference, Spotted
from civcheck.model.texts import normal, number_form
from civcheck.reading.written import WrittenLedger, WrittenRecord

_ATTRIBUTES = {key: attribute for key, (_, attribute) in RECORD_KEYS.items()}


class Known(NamedTuple):
    """What the ledger says to a row: it has it (``is_same``), has it otherwise (``conflict``), or neither."""

    is_same: bool = False
    conflict: Conflict | None = None


class KnownRecords:
    """The records of a ledger, by what tells them apart; ``digests`` are those of all rows of the workbook."""

    def __init__(self, ledger: WrittenLedger, speller: Speller, book: str, digests: frozenset[str]) -> None:
        self._speller, self._sources = speller, ledger.sources
        self._by_number: dict[str, WrittenRecord] = {}
        self._by_event: dict[tuple[Any, ...], list[WrittenRecord]] = defaultdict(list)
        self._by_row = {
            (each.sheet, each.row): digest
            for digest, found in ledger.sources.items()
            for each in found
            if each.book == book and digest not in digests
        }
        for each in ledger.records:
            if (record := each.entry.record) is not None:
                self._by_event[_event(record)].append(each)
                if record.id:
                    self._by_number.setdefault(number_form(record.id), each)

    def look_up(self, read: ReadDraft) -> Known:
        """Tell what the ledger has of a row."""
        if read.digest in self._sources:
            return Known(is_same=True)
        record = read.entry.record
        if record is None:
            return Known()
        place = Spotted(read.draft.sheet, read.draft.row)
        if record.id and (other := self._by_number.get(number_form(record.id))) is not None:
            return self._beside(read, record, other, place)
        for other in self._by_event.get(_event(record), ()):
            known = self._beside(read, record, other, place)
            if known.is_same or not _numbers_differ(record, other):
                return known
        if (source_name(place.sheet), place.row) in self._by_row:
            return Known(conflict=Conflict(place, "row-changed", record.title))
        return Known()

    def _beside(self, read: ReadDraft, record: Record, other: WrittenRecord, place: Spotted) -> Known:
        """Hold what a row says against a record of the ledger; what only the ledger says is no difference."""
        theirs = other.entry.record
        shown, there = cells_of(read.raw, self._speller), cells_of(other.raw, self._speller)
        differences = tuple(
            Difference(path, text, there.get(path, ""))
            for path, text in shown.items()
            if theirs is None or not _same(path, record, theirs)
        )
        if not differences:
            return Known(is_same=True)
        return Known(conflict=Conflict(place, "other-values", record.title, other.key, differences))


def _event(record: Record) -> tuple[Any, ...]:
    return record.kind, normal(record.title), record.days


def _numbers_differ(record: Record, other: WrittenRecord) -> bool:
    """Tell whether two records of one event have numbers of their own: then they are two."""
    theirs = other.entry.record
    return bool(
        record.id and theirs is not None and theirs.id and number_form(record.id) != number_form(theirs.id)
    )


def _same(path: Path, record: Record, other: Record) -> bool:
    """Tell whether two records say the same at a path, however they write it."""
    key = path[0]
    if key == "附件":
        return _files(record, path[1:]) <= _files(other, path[1:])
    if key == "其他":
        ours, theirs = record.extra, other.extra
        return (
            isinstance(ours, dict) and isinstance(theirs, dict) and ours.get(path[-1]) == theirs.get(path[-1])
        )
    attribute = _ATTRIBUTES.get(key)
    one = getattr(record, attribute) if attribute else record.fields.get(key)
    two = getattr(other, attribute) if attribute else other.fields.get(key)
    if isinstance(one, str) and isinstance(two, str):
        return normal(one) == normal(two)
    return bool(one == two)


def _files(record: Record, role: Path) -> set[str]:
    return {_path(each) for each in record.evidence if not role or each.role == role[0]}


def _path(piece: Evidence) -> str:
    return piece.path
