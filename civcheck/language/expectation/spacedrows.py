"""The rows of an ``interval``, one of each value; and what blanks and unread records could make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from civcheck.language.expectation.members import Wanted, members_left_open, naming_together
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.expectation.spaced import Event, Row, Spaces, events_of, in_order
from civcheck.language.select import Scope, Selection
from civcheck.model.record import Record


@dataclass(frozen=True, slots=True)
class Laid:
    """The selected records, laid out by value; ``asks`` are facts that could add one.

    ``possible`` has the same rows, and those of values that only records name of which it is open whether they are
    selected; ``find`` gives the places that a record has among them, ``meant`` those of names that it may mean.
    """

    per: PerValue | None
    chosen: Selection
    scope: Scope
    rows: list[Row]
    asks: tuple[str, ...]
    groups: list[Wanted]
    possible: list[Row]
    find: Callable[[Record], Sequence[int]]
    meant: Callable[[Record], Iterator[tuple[str, str, int]]]

    @classmethod
    def of(cls, per: PerValue | None, chosen: Selection, scope: Scope) -> Laid:
        """Part the records by value, each with its days in order."""
        listed = events_of(scope)
        if per is None:
            rows = [Row("", in_order(chain.from_iterable(map(listed, chosen.records))))]
            return cls(per, chosen, scope, rows, (), [], rows, lambda _: (0,), lambda _: iter(()))
        groups, asks = per.groups([*chosen.records, *chosen.unsure], scope.grounds)
        find = per.finder(groups, scope.grounds)
        events: list[list[Event]] = [[] for _ in groups]
        for record in chosen.records:
            for place in find(record):
                events[place] += listed(record)
        possible = [
            Row(each.name, in_order(those), each.several) for each, those in zip(groups, events, strict=True)
        ]
        rows = [row for row in possible if row.events or per.members is not None]
        return cls(per, chosen, scope, rows, asks, groups, possible, find, per.meant(groups, scope.grounds))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was selected, or nothing of any member; records that name nobody are somebody's.

        So may any be of one who is meant by a member that looks like several.
        """
        named = self.per is not None and self.per.members is not None
        chosen = bool(self.chosen.records)
        return not any(row.events or (row.several and chosen) for row in self.rows) and (
            named or not self._nameless()
        )

    def one_more_breaks(self, spaces: Spaces) -> bool:
        """Tell whether a record that could not be read could break it, wherever in the window it lies."""
        if spaces.least is not None:
            return True
        first = self.scope.window.first
        return any(map(spaces.broken, self._with_anyone([Event(first, first, None)])))

    def doubts(self, spaces: Spaces) -> list[Record]:
        """List the records whose blanks may hide one more that breaks it.

        One more can lie too close to any other; too far it can only be from the one after it, where it is the first,
        and from the next that does not come, where it is the only one.
        """
        nameless = self._nameless()
        keys = {each.key for each in nameless}
        named = [each for each in self.chosen.unsure if each.key not in keys]
        found = [each for each in nameless if any(map(spaces.broken, self._with_anyone(self._days(each))))]
        found += [each for each in named if any(map(spaces.broken, self._with(each)))]
        found += self._misnamed(spaces)
        if not found and self._together_close(named, nameless, spaces):
            found = [*nameless, *named]
        return [*found, *self._members_short(spaces)]

    def _nameless(self) -> list[Record]:
        if self.per is None:
            return []
        return self.per.blank([*self.chosen.records, *self.chosen.unsure], self.scope.grounds)

    def _days(self, record: Record) -> list[Event]:
        return events_of(self.scope)(record)

    def _misnamed(self, spaces: Spaces) -> list[Record]:
        """List the records that may break a row together which they mean by a name longer or shorter."""
        groups: dict[tuple[str, int], list[Record]] = {}
        for record in (*self.chosen.records, *self.chosen.unsure):
            for _, text, place in self.meant(record):
                groups.setdefault((text, place), []).append(record)
        found: dict[str, Record] = {}
        for (_, place), records in groups.items():
            days = list(chain.from_iterable(map(self._days, records)))
            if days and spaces.broken(self.possible[place].beside(days)):
                found |= {record.key: record for record in records}
        return list(found.values())

    def _with(self, record: Record) -> Iterator[Row]:
        """Give each row that a record may join, with it."""
        days = self._days(record)
        return (self.possible[place].beside(days) for place in self.find(record)) if days else iter(())

    def _with_anyone(self, days: list[Event]) -> Iterator[Row]:
        """Give the rows that days of which nobody knows whose they are could break, with them.

        That is one of its own, and the one that begins last: it has the most days before its first record.
        """
        if not days:
            return
        if self.per is None:
            yield self.rows[0].beside(days)
            return
        begun = [row for row in self.rows if row.events]
        if self.per.members is None or len(begun) < len(self.rows):
            yield Row("", days)
        if begun:
            yield max(begun, key=lambda row: row.events[0].first).beside(days)

    def _together_close(self, named: list[Record], nameless: list[Record], spaces: Spaces) -> bool:
        """Tell whether any two of all that may be selected lie too close to each other."""
        if spaces.least is None or not (named or nameless):
            return False
        more: list[list[Event]] = [[] for _ in self.possible]
        for record in named:
            for place in self.find(record):
                more[place] += self._days(record)
        anyone = [day for record in nameless for day in self._days(record)]
        rows = [row.beside([*those, *anyone]) for row, those in zip(self.possible, more, strict=True)]
        return any(map(spaces.close, [*rows, Row("", in_order(anyone))]))

    def _members_short(self, spaces: Spaces) -> list[Record]:
        """List the records that leave blank whether there is one more member, where that one would break it.

        Those that name several as one, too, where it is broken by what there is under that name.
        """
        if self.per is None:
            return []
        grounds = self.scope.grounds
        if any(row.several and spaces.broken(row) for row in self.rows):
            return naming_together(self.per.members, grounds)
        more, keys = members_left_open(self.per.members, self.groups, self.per.field, grounds)
        for each in more:
            events = chain.from_iterable(map(self._days, filter(each.shows, self.chosen.records)))
            if spaces.broken(Row(each.name, in_order(events))):
                return grounds.index.named(keys)
        return []
