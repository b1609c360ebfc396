"""What a hygiene check looks at, and how it says what it noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from civcheck.language.window import Resolved
from civcheck.messages import Message
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.ledger import Spotted, UnreadRecord
from civcheck.model.material import FileFacts
from civcheck.model.problem import NOTHING, Place
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.model.terms import Terms
from civcheck.model.unit import Answer, Unit

Numbers = Mapping[str, Fraction]
PLACES = 20
"""Places that one notice names at most."""
SAID = 50
"""Notices that one check gives at most one by one."""


def no_windows() -> Mapping[str, Set[Resolved]]:
    """Say that no rule uses any kind of record."""
    return NOTHING


Piece = tuple[Record, Evidence]
"""A piece of material with the record that names it."""


class OtherLedger(NamedTuple):
    """A ledger of another year or unit that is compared with the one at hand; its paths go from its own root.

    ``name`` is what it is called before its paths, told apart from every folder of the ledger at hand; ``unit`` is the
    name of its unit; ``material`` as of ``Look``.
    """

    name: str
    unit: str
    records: Sequence[Record] = ()
    material: Mapping[str, FileFacts] = NOTHING


@dataclass(frozen=True)
class Look:
    """A ledger as the checks see it.

    ``records`` are sorted by first day and key; ``incomplete`` says that something that may hold records was not
    read; ``windows`` gives the days in which rules can use records of a kind, worked out only when asked; ``told``
    are the places of records that are told elsewhere to lie outside every window. ``material`` has what attachments
    show, by path, and is empty where none was opened; ``first_seen`` says on which day they first appeared in git;
    ``personal`` is what is personal in record files and names. ``others`` are ledgers to compare with;
    ``answers`` are what persons wrote of files that notices name.
    """

    records: Sequence[Record]
    unit: Unit
    terms: Terms
    as_of: date
    incomplete: bool = False
    windows: Callable[[], Mapping[str, Set[Resolved]]] = no_windows
    told: frozenset[Place] = frozenset()
    material: Mapping[str, FileFacts] = field(default_factory=dict)
    first_seen: Mapping[str, date] = field(default_factory=dict)
    others: Sequence[OtherLedger] = ()
    answers: Sequence[Answer] = ()
    personal: Sequence[Spotted] = ()
    unread: Sequence[UnreadRecord] = ()

    @property
    def year(self) -> tuple[date, date]:
        """Give the first and last day of the ledger's year."""
        return date(self.unit.year, 1, 1), date(self.unit.year, 12, 31)

    @cached_property
    def kinds_of_events(self) -> Set[str]:
        """Name the kinds of what was held: those of sorts that count as they stand; all, where there are none such."""
        sorts = {name for name, sort in self.terms.sorts.items() if sort.shown_by == "record"}
        return {name for name in self.terms.kinds if not sorts or self.terms.sort_of(name) in sorts}

    @cached_property
    def events(self) -> list[Record]:
        """List the records of something that was held."""
        return [record for record in self.records if record.kind in self.kinds_of_events]

    def with_field(self, names: Set[str]) -> list[Record]:
        """List the records of kinds that have one of these fields of their own."""
        kinds = {name for name in self.terms.kinds if not names.isdisjoint(self.terms.fields_of(name))}
        return [record for record in self.records if record.kind in kinds]

    @cached_property
    def _said(self) -> tuple[list[Piece], list[Piece], list[Piece]]:
        """Go through the material once: what has a day of its own, a number, or more to say (pictures apart)."""
        pictures = {name for name, role in self.terms.roles.items() if role.files == "图片"}
        dated: list[Piece] = []
        numbered: list[Piece] = []
        described: list[Piece] = []
        for record in self.records:
            for piece in record.evidence:
                if piece.day is not None:
                    dated.append((record, piece))
                if piece.number is not None:
                    numbered.append((record, piece))
                if (piece.caption is not None or piece.fields) and piece.role not in pictures:
                    described.append((record, piece))
        return dated, numbered, described

    @property
    def dated(self) -> list[Piece]:
        """List the material that has a day of its own."""
        return self._said[0]

    @property
    def numbered(self) -> list[Piece]:
        """List the material that has a document number."""
        return self._said[1]

    @property
    def described(self) -> list[Piece]:
        """List the material, pictures apart, of which something is said beside day and number."""
        return self._said[2]


class Check(NamedTuple):
    """A hygiene check: its id in checks.yaml, and the pure function that gives its notices.

    ``opens``: it notices nothing unless attachments were opened, so no ledger in YAML can show what it does.
    """

    id: str
    find: Callable[[Look, Numbers], Iterable[Notice]]
    opens: bool = False


def names_for(check: str, name: str) -> frozenset[str]:
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
    # what is answered need not be told one by one
    ordered = sorted(
        found, key=lambda each: (each.answer is not None, each.places, each.text.id, str(each.text.params))
    )
    yield from ordered[:SAID]
    if more := ordered[SAID:]:
        params = {"title": CHECKS[check].title, "count": len(more)}
        yield Notice(check, Message("notice.hygiene-more", params), more[0].places[:1])
