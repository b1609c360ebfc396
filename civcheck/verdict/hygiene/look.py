"""What a hygiene check looks at, and how it says what it noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.window import Resolved
from civcheck.messages import Message
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.problem import NOTHING, Place
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.terms import Terms
from civcheck.model.unit import Unit

Numbers = Mapping[str, Fraction]
PLACES = 20
"""Places that one notice names at most."""
SAID = 50
"""Notices that one check gives at most one by one."""


def no_windows() -> Mapping[str, Set[Resolved]]:
    """Say that no rule uses any kind of record."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Look:
    """A ledger as the checks see it.

    ``records`` are sorted by first day and key; ``unread`` counts records that could not be read; ``windows`` gives
    the days in which rules can use records of a kind, worked out only when asked; ``told`` are the places of records
    that are told elsewhere to lie outside every window.
    """

    records: Sequence[Record]
    unit: Unit
    terms: Terms
    as_of: date
    unread: int = 0
    windows: Callable[[], Mapping[str, Set[Resolved]]] = no_windows
    told: frozenset[Place] = frozenset()

    @property
    def year(self) -> tuple[date, date]:
        """Give the first and last day of the ledger's year."""
        return date(self.unit.year, 1, 1), date(self.unit.year, 12, 31)

    def events(self) -> list[Record]:
        """List the records of something that was held: those of sorts that count as they stand, or all without such."""
        shown_by_record = {name for name, sort in self.terms.sorts.items() if sort.shown_by == "record"}
        if not shown_by_record:
            return list(self.records)
        kinds = {name for name in self.terms.kinds if self.terms.sort_of(name) in shown_by_record}
        return [record for record in self.records if record.kind in kinds]


class Check(NamedTuple):
    """A hygiene check: its id in checks.yaml, and the pure function that gives its notices."""

    id: str
    find: Callable[[Look, Numbers], Iterable[Notice]]


def words(check: str, name: str) -> frozenset[str]:
    """Give the names of roles or fields that a check looks for."""
    return frozenset(CHECKS[check].words[name])


def place_of(record: Record) -> Place:
    """Give the place where a record begins."""
    return Place(record.file, record.line, 1)


def notice(
    check: str,
    records: Iterable[Record],
    params: Mapping[str, Any],
    files: Iterable[str] = (),
    says: str = "",
) -> Notice:
    """Say what a check noticed of records and files; ``says`` names its message where that is not its id."""
    places = tuple(dict.fromkeys((*map(place_of, records), *map(Place, files))))
    return Notice(check, Message(f"notice.{says or check}", params), places[:PLACES])


def bounded(check: str, found: Iterable[Notice]) -> Iterator[Notice]:
    """Give so many notices one by one; the others are counted in one, at the place of the first of them."""
    ordered = sorted(found, key=lambda each: (each.places, each.text.id, str(each.text.params)))
    yield from ordered[:SAID]
    if more := ordered[SAID:]:
        params = {"title": CHECKS[check].title, "count": len(more)}
        yield Notice(check, Message("notice.hygiene-more", params), more[0].places[:1])
