"""What ``per`` asks of: periods, members of a set, or each member in every period; one demand for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from civcheck.language.condition import Condition
from civcheck.language.expectation.members import Wanted, members_left_open, unread_naming
from civcheck.language.expectation.nobody import nobody_named
from civcheck.language.expectation.per_value import PerValue, period_in, value_in
from civcheck.language.grounds import Grounds
from civcheck.language.observation import (
    Observation,
    doubt_blank,
    doubt_unread,
    nothing_selected,
    tally_of,
)
from civcheck.language.period import Finder, Stretch, every_of, in_a_row
from civcheck.language.quantity import Limits
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, joined, msg, number, say
from civcheck.model.outcome import Outcome, combine_all
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.written import Per


T = TypeVar("T")
Said = Message | str
Dated = tuple[date, date, T]
"""What a record shows, with the first and the last day on which it does."""


_MANY = 12
"""So many periods in which members are short are told one by one; of more those that follow each other as one."""


class Cell(NamedTuple):
    """One demand: of a member, in a period; None where all of them are meant together."""

    period: Stretch | None
    member: Wanted | None

    @property
    def name(self) -> str:
        """Name the period, the member, or both: 2017年3月：西村."""
        named = (self.period.name if self.period is not None else "", self.member.name if self.member else "")
        return "：".join(each for each in named if each)

    @property
    def words(self) -> Message | str:
        """The same, to be said in any language."""
        if self.period is None:
            return self.name
        said = self.period.words
        return said if self.member is None else msg("said.of", name=said, said=self.member.name)

    @property
    def is_asked(self) -> bool:
        """Tell whether the member is there in the period."""
        return self.member is None or self.period is None or self.member.is_there(self.period.own)

    def closes(self, scope: Scope) -> date:
        """Give the last day on which what it asks for may be shown."""
        return self.period.last if self.period is not None else scope.window.last


@dataclass(slots=True)
class Grid:
    """Every demand, period by period; ``asks`` are facts that could add a member.

    ``blank`` are records that name no member and could belong to any; so many records were not read that could name
    one more (``unread``), and so many periods are ``unasked`` for want of a
    record that asks; ``overlaps`` tells of runs of days that begin before the one before has ended, ``rolls`` of last
    days that are moved on, maybe beyond the first of the next period. ``open_periods``
    and ``open_members`` may be asked too: the records with these keys leave it open by a blank.
    """

    value: PerValue | None
    members: list[Wanted] | None
    periods: list[Stretch] | None
    asks: tuple[str, ...]
    blank: list[Record]
    cells: tuple[Cell, ...]
    unread: int = 0
    unasked: int = 0
    overlaps: bool = False
    open_periods: tuple[tuple[Stretch, frozenset[str]], ...] = ()
    open_members: tuple[list[Wanted], frozenset[str]] = ([], frozenset())
    rolls: bool = False
    _finder: Finder | None = None

    @classmethod
    def of(cls, per: Per, scope: Scope, chosen: Selection, where: Condition | None = None) -> Grid:
        """Lay out what is asked for; ``where`` leaves out the periods that had no such record.

        Raises:
            Undetermined: the members are not declared, or working days are not known.
        """
        value, every, grounds = value_in(per), period_in(per), scope.grounds
        members: list[Wanted] | None = None
        periods: list[Stretch] | None = None
        asks: tuple[str, ...] = ()
        blank: list[Record] = []
        unread, unasked, overlaps, rolls = 0, 0, False, False
        open_periods: tuple[tuple[Stretch, frozenset[str]], ...] = ()
        open_members: tuple[list[Wanted], frozenset[str]] = ([], frozenset())
        if value is not None:
            records = [*chosen.records, *chosen.unsure]
            members, asks = value.groups(records, grounds)
            blank = value.blank(records, grounds)
            open_members = members_left_open(value.members, members, value.field, grounds)
            unread = unread_naming(value.members, grounds)
        if every is not None:
            chosen_period = every_of(every, grounds)
            cut, overlaps = chosen_period.parts(scope.window, grounds), chosen_period.overlaps
            rolls = bool(chosen_period.roll)
            asked, maybe = _asked(cut, where, grounds)
            periods = [each for each, is_asked in zip(cut, asked, strict=True) if is_asked]
            open_periods = tuple((cut[at], frozenset(keys)) for at, keys in maybe.items() if not asked[at])
            unasked = len(cut) - len(periods)
        cells = _cells(periods, members)
        return cls(
            value,
            members,
            periods,
            asks,
            blank,
            cells,
            unread,
            unasked,
            overlaps,
            open_periods,
            open_members,
            rolls,
        )

    def left_open(self) -> Iterator[tuple[Grid, frozenset[str]]]:
        """Give the demands that may be asked too, with the keys of the records that leave it open."""
        for period, keys in self.open_periods:
            yield self._of_these([period], self.members), keys
        members, keys = self.open_members
        if members:
            yield self._of_these(self.periods, members), keys

    def _of_these(self, periods: list[Stretch] | None, members: list[Wanted] | None) -> Grid:
        return replace(self, periods=periods, members=members, cells=_cells(periods, members), _finder=None)

    @property
    def sort(self) -> str:
        """Say what it is laid out by, as messages are called."""
        return "values" if self.periods is None else "periods" if self.members is None else "pairs"

    def sort_for(self, limits: Limits) -> str:
        """Say what messages call it: of periods, whether too many would break it."""
        return "capped" if self.sort == "periods" and limits.capped else self.sort

    # --- filling

    def fill(
        self, records: Iterable[Record], things: Callable[[Record], Iterable[Dated[T]]], grounds: Grounds
    ) -> list[list[T]]:
        """Put what each record shows into every cell whose member it names and whose period has its days."""
        width = 1 if self.members is None else len(self.members)
        cells: list[list[T]] = [[] for _ in self.cells]
        if self.value is None or self.members is None:
            named: Callable[[Record], Sequence[int]] = lambda _: (0,)  # noqa: E731
        else:
            named = self.value.finder(self.members, grounds)
        for record in records:
            rows = named(record)
            for first, last, thing in things(record) if rows else ():
                for column in self._columns(first, last):
                    for row in rows:
                        cells[column * width + row].append(thing)
        return cells

    def fill_maybe(
        self, chosen: Selection, things: Callable[[Record], Iterable[Dated[T]]], grounds: Grounds
    ) -> list[list[T]]:
        """Put what may be shown beside what is known to be: by records that may be selected, or may mean a member."""
        unsure = self.fill(chosen.unsure, things, grounds)
        guessed = self.fill_guessed(chosen, things, grounds)
        return [[*some, *chain(*those.values())] for some, those in zip(unsure, guessed, strict=True)]

    def fill_guessed(
        self, chosen: Selection, things: Callable[[Record], Iterable[Dated[T]]], grounds: Grounds
    ) -> list[dict[str, list[T]]]:
        """Put what may be a member's, by a name longer or shorter, into its cells: under each such name together."""
        cells: list[dict[str, list[T]]] = [{} for _ in self.cells]
        if self.value is None or self.members is None:
            return cells
        width, meant = len(self.members), self.value.meant(self.members, grounds)
        for record in (*chosen.records, *chosen.unsure):
            rows = list(meant(record))
            for first, last, thing in things(record) if rows else ():
                for column in self._columns(first, last):
                    for _, text, row in rows:
                        cells[column * width + row].setdefault(text, []).append(thing)
        return cells

    def fill_blank(self, things: Callable[[Record], Iterable[Dated[T]]]) -> list[list[T]]:
        """Put what records show that name no member beside every period: it could be any member's."""
        periods: list[list[T]] = [[] for _ in (self.periods if self.periods is not None else [None])]
        for record in self.blank:
            for first, last, thing in things(record):
                for column in self._columns(first, last):
                    periods[column].append(thing)
        return periods

    def _columns(self, first: date, last: date) -> Sequence[int]:
        if self.periods is None:
            return (0,)
        if self._finder is None:
            self._finder = Finder(each.days for each in self.periods)
        return self._finder.meeting(first, last)

    def column_of(self, place: int) -> int:
        """Give the place of the period of a cell."""
        return place // len(self.members) if self.members else place

    # --- what came of it

    def amounts(
        self, values: Sequence[Fraction | None], limits: Limits, words: Callable[[Fraction], Said]
    ) -> list[Said]:
        """Say what each demand has; nothing of a period that has nothing where it could only be too little."""
        idle = self.sort_for(limits) == "periods"
        return ["–" if each is None else "" if idle and not each else words(each) for each in values]

    def leave_open(self, outcomes: list[Outcome], broken: Sequence[bool], scope: Scope) -> None:
        """Leave open what is short, and not ``broken`` for good, where a ledger that was not given could have it.

        So is one that looks like several: who is meant may be shown by their own names. What is not asked of a member
        that is not there drops out.
        """
        for place, (cell, outcome) in enumerate(zip(self.cells, outcomes, strict=True)):
            if not cell.is_asked:
                outcomes[place] = Outcome.NOT_APPLICABLE
                continue
            open_ = outcome in (Outcome.GAP, Outcome.PENDING) and not broken[place]
            several = outcome is Outcome.GAP and cell.member is not None and cell.member.several
            if open_ and (
                several or not scope.is_given(None if cell.period is None else (cell.period.days,))
            ):
                outcomes[place] = Outcome.UNDETERMINED

    def observe(
        self,
        outcomes: list[Outcome],
        scope: Scope,
        chosen: Selection,
        want: Said,
        amounts: Sequence[Said] = (),
        of: str = "",
    ) -> Observation:
        """Put the outcomes of all demands together; ``amounts`` say what each of them has, if that need be said.

        ``of`` is what messages call that which is asked, where it is no number of records.
        """
        outcome = combine_all(outcomes) if outcomes else Outcome.SATISFIED
        if self.asks and outcome is not Outcome.GAP:
            outcome = Outcome.UNDETERMINED
        short = self._apart([place for place, its in enumerate(outcomes) if its is outcome])
        waiting = [self.cells[place].closes(scope) for place in short]
        if self.asks and outcome is Outcome.UNDETERMINED:
            summary = msg("undetermined.fact", fact=self.asks)
        else:
            asked = self._asked(outcomes)
            summary = self._words(outcome, short, asked, (want, of or self.sort), amounts)
        seen = Observation(
            outcome,
            summary,
            shown=chosen.records,
            planned=chosen.planned,
            have=Fraction(sum(each is Outcome.SATISFIED for each in outcomes)),
            need=Fraction(sum(each is not Outcome.NOT_APPLICABLE for each in outcomes)),
            missing=() if outcome is Outcome.SATISFIED else self._names(short),
            due=min(waiting, default=None) if outcome is Outcome.PENDING else None,
            parts=frozenset({"number"}),
            asks=self.asks,
            window=scope.window,
            names_days=not self._are_the_window(scope),
            tally=tally_of([each.name for each in self.cells], outcomes),
            final=True,  # leave_open has taken out what is not
        )
        return doubt_unread(seen, self.unread)

    def _are_the_window(self, scope: Scope) -> bool:
        """Tell whether every day of the window counts, so that no period has days of its own."""
        return self.periods is None or (
            len(scope.window.intervals) == 1 and all(each.days == each.own for each in self.periods)
        )

    def _apart(self, short: list[int]) -> list[int]:
        """Leave out of runs of days that overlap all but the first: they are short of the same thing."""
        if not self.overlaps or self.periods is None:
            return short
        width = len(self.members) if self.members else 1
        named: list[int] = []
        until: dict[int, date] = {}
        for place in short:
            days, row = self.periods[place // width].own, place % width
            if row not in until or days.first > until[row]:
                named.append(place)
                until[row] = days.last
        return named

    def _asked(self, outcomes: list[Outcome]) -> int:
        """Count the periods, or where there are none the members, of which something is asked."""
        places = [at for at, its in enumerate(outcomes) if its is not Outcome.NOT_APPLICABLE]
        return len(places if self.periods is None else {self.column_of(at) for at in places})

    def _words(
        self,
        outcome: Outcome,
        short: list[int],
        asked: int,
        said: tuple[Said, str],
        amounts: Sequence[Said],
    ) -> Message:
        want, code = said
        named = self._named(short, amounts)
        if self.sort == "pairs" and len({self.column_of(place) for place in short}) > _MANY:
            named = self._rows(short, amounts)
        if self.sort == "periods" and code != "shares" and self.periods is not None:
            periods = [self.periods[place] for place in short]
            named = in_a_row(periods, self.periods, [amounts[place] if amounts else "" for place in short])
            if periods and (days := periods[0]).days != days.own:
                first, last = days.days.first, days.days.last
                inside = msg("said.days", first=first, last=last) if first < last else str(first)
                want = msg("seen.want-days", want=want, period=days.words, days=inside)
        return msg(
            f"seen.{code}.{outcome.value}",
            missing=joined("clauses", named) if self.sort == "pairs" else named,
            want=want,
            count=number(asked),
            members=number(len(self.members or ())),
            names=tuple(each.name for each in self.members or ()),
            periods=in_a_row(self.periods or (), self.periods or (), [""] * len(self.periods or ())),
        )

    def _names(self, short: list[int]) -> tuple[str, ...]:
        """Name the demands that are short; where each member is asked in every period, those of a period together."""
        return tuple(say(each) if isinstance(each, Message) else each for each in self._named(short))

    def _named(self, short: list[int], amounts: Sequence[Said] = ()) -> tuple[Said, ...]:
        """Give the same to be said in any language; ``amounts`` say what each of them has."""
        said: dict[int, list[Said]] = {}
        for place in short:
            cell = self.cells[place]
            name = cell.member.name if cell.member is not None else cell.words
            own = msg("said.beside", name=name, said=amounts[place]) if amounts else name
            said.setdefault(self.column_of(place) if self.sort == "pairs" else place, []).append(own)
        if self.periods is None or self.sort != "pairs":
            return tuple(name for names in said.values() for name in names)
        return tuple(
            msg("said.of", name=self.periods[column].words, said=tuple(names))
            for column, names in said.items()
        )

    def _rows(self, short: list[int], amounts: Sequence[Said]) -> tuple[Said, ...]:
        """Say of how many demands how many are short, and then of each member its periods, those in a row as one."""
        periods, width = self.periods or [], len(self.members or ()) or 1
        rows = [msg("said.so-many-of", count=number(len(short)), all=number(len(self.cells)))]
        for at, member in enumerate(self.members or ()):
            own = [place for place in short if place % width == at]
            if own:
                said = [amounts[place] if amounts else "" for place in own]
                named = in_a_row([periods[place // width] for place in own], periods, said)
                rows.append(msg("said.of", name=member.name, said=named))
        return tuple(rows)

    def enough(self, outcomes: list[Outcome]) -> list[Stretch]:
        """List the periods in which nothing is lacking."""
        fine = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
        lacking = {self.column_of(at) for at, its in enumerate(outcomes) if its not in fine}
        return [each for at, each in enumerate(self.periods or ()) if at not in lacking]

    def nobody(self, scope: Scope, chosen: Selection, limits: Limits, blank: int) -> Observation | None:
        """Judge what has no members to ask for; None where that is as good as all of them being shown.

        So many records leave ``blank`` whether there is one that would be short.
        """
        if self.members or self.asks or self.value is None:
            return None
        if self.value.is_declared:
            return self.value.nobody(scope)
        if limits.only_capped:
            return None
        seen = nothing_selected(scope, chosen, limits.floored, blank)
        if self.unread and seen.outcome is Outcome.NOT_APPLICABLE:
            seen.outcome = Outcome.SATISFIED  # what could be doubted: that there is nobody
        seen = doubt_unread(seen, self.unread)
        if self.blank and seen.outcome is Outcome.NOT_APPLICABLE:
            seen.outcome = Outcome.SATISFIED  # what could be doubted: that there is nobody
        return nobody_named(doubt_blank(seen, len(self.blank)), [self.value.members], scope.grounds)


def reaching(per: Per | None, scope: Scope) -> Scope:
    """Give the scope with the days of its periods that lie beyond the window."""
    every = period_in(per)
    if every is None:
        return scope
    window = every_of(every, scope.grounds).admitted(scope.window, scope.grounds)
    return scope if window is scope.window else replace(scope, window=window)


def _cells(periods: list[Stretch] | None, members: list[Wanted] | None) -> tuple[Cell, ...]:
    return tuple(
        Cell(period, member)
        for period in (periods if periods is not None else [None])
        for member in (members if members is not None else [None])
    )


def _asked(
    periods: Sequence[Stretch], where: Condition | None, grounds: Grounds
) -> tuple[list[bool], dict[int, set[str]]]:
    """Tell of each period whether there was a record that ``where`` asks for; and which may be one, by period.

    A record with sessions is one in the period of each of them, any other in that of its first day.
    """
    asked, maybe = [where is None] * len(periods), dict[int, set[str]]()
    if where is None:
        return asked, maybe
    meets, clock = where.compile(grounds, None, misspelt="any"), grounds.clock
    finder, certain = Finder(each.own for each in periods), where.compile(grounds)
    for record in grounds.index.of(where.kinds(grounds.terms)):
        days = record.days.sessions or (record.days.first,)
        columns = {column for day in days if clock.reached(day) for column in finder.at(day)}
        if not columns or (truth := meets(record)) is False:
            continue
        for column in columns:
            if truth or certain(record):
                asked[column] = True
            else:
                maybe.setdefault(column, set()).add(record.key)
    return asked, maybe
