"""The records that findings rest on, each shown once with its files; findings point at them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from civcheck.model.days import Days
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.report.words import Words

FILES_SHOWN = 12
"""So many files of one role are named at one record."""

LONG = 800
"""A report of more findings than this is sparing, so that 2,000 of them stay below a megabyte."""


class Sparing(NamedTuple):
    """How much is told of one finding: so many records, places, records that come near, and whether advice is."""

    records: int
    places: int
    near: int
    advice: bool
    by_number: bool


FULL = Sparing(records=8, places=10, near=10, advice=True, by_number=False)
SHORT = Sparing(records=3, places=3, near=1, advice=False, by_number=True)


class Material(NamedTuple):
    """The files of one role, by caption or name."""

    role: str
    files: tuple[str, ...]


class Entry(NamedTuple):
    """A record as evidence; its number is its name on the page."""

    number: int
    title: str
    kind: str
    day: str
    place: str
    material: tuple[Material, ...]


class Named(NamedTuple):
    """A record named at a finding; without ``number`` it is not in the catalogue."""

    title: str
    day: str
    number: int | None = None


class Catalogue:
    """Records by key, numbered in the order of the report's catalogue; only those that are named are shown.

    In a long report findings name records by number, as notes do; the page's script writes the titles there.
    """

    def __init__(self, report: Report, words: Words) -> None:
        self.words = words
        self.sparing = SHORT if len(report.findings) > LONG else FULL
        self.records = {record.key: (number, record) for number, record in enumerate(report.catalogue, 1)}
        self.used: set[str] = set()

    def named(self, keys: Iterable[str]) -> tuple[Named, ...]:
        """Name the first of these records, and have them shown."""
        shown = list(keys)[: self.sparing.records]
        return tuple(self._name(key) for key in shown)

    def _name(self, key: str) -> Named:
        if key not in self.records:  # of a ledger of an earlier year
            return Named(sanitize(key), "")
        self.used.add(key)
        number, record = self.records[key]
        if self.sparing.by_number:
            return Named(str(number), "", number)
        return Named(title_of(record), days(record.days), number)

    def entries(self) -> tuple[Entry, ...]:
        """Give the records that were named, in the order of the catalogue."""
        return tuple(
            self._entry(number, record) for key, (number, record) in self.records.items() if key in self.used
        )

    def _entry(self, number: int, record: Record) -> Entry:
        by_role: dict[str, list[str]] = {}
        for each in record.evidence:
            by_role.setdefault(each.role, []).append(self._file(each))
        material = tuple(Material(sanitize(role), self._some(files)) for role, files in by_role.items())
        return Entry(
            number,
            title_of(record),
            sanitize(record.kind),
            days(record.days),
            sanitize(record.key, 1_000),
            material,
        )

    def _some(self, files: list[str]) -> tuple[str, ...]:
        more = len(files) - FILES_SHOWN
        return (*files[:FILES_SHOWN], *((self.words("lacks.more", count=str(more)),) if more > 0 else ()))

    def _file(self, evidence: Evidence) -> str:
        name = sanitize(evidence.caption or evidence.name)
        return name + self.words("explain.link") if evidence.is_link else name


def title_of(record: Record) -> str:
    """Give a record's title, or its file where it has none."""
    return sanitize(record.title or record.key)


def days(of: Days) -> str:
    """Write the days of a record."""
    return of.first.isoformat() if of.first == of.last else f"{of.first} – {of.last}"
