"""``interval``: the days between one selected record and the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from civcheck.language.days import adder, days_in_words
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.expectation.within import below_zero
from civcheck.language.fieldvalues import texts_of
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, nothing_selected
from civcheck.language.over import years_not_given
from civcheck.language.select import Scope, Selection, sessions
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantity
    from civcheck.model.written import YesNo

_NAMED = 3
"""So many that are wrong are named in the summary; all are listed with their records."""


class Spacing(Part):
    """Ask that from one record's last day to the next one's first there are at most (or at least) so many days.

    Every session of a record is one of its own. The last one waits for the next until so many days have passed, as
    long as that day lies in the window; with ``edges`` the first one must come so soon after the window's first day.
    ``per`` looks at the records of each value of a field by themselves.
    """

    form: Literal["interval"] = "interval"
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    unit: Literal["天", "工作日", "月"] = "天"
    per: PerValue | None = None
    edges: YesNo = False

    needs_on_empty: ClassVar[bool] = True

    def _check(self) -> None:
        if self.at_most is None and self.at_least is None:
            raise mistake("one-of", names=("at_most", "at_least"))
        if self.edges and self.at_most is None:
            raise mistake("one-of", names="at_most")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, of bounds that nothing lies between, and of numbers that are none."""
        bounds = {"at_most": self.at_most, "at_least": self.at_least}
        yield from known.numbers(path, bounds)
        yield from below_zero(path, bounds)

    def words(self, known: Glossary) -> Message:
        """Say how many days may lie, or must lie, between two of them."""
        bounds = [("at_most", self.at_most), ("at_least", self.at_least)]
        asked = [
            msg(f"asks.interval.{name}", days=known.days(value, self.unit))
            for name, value in bounds
            if value is not None
        ]
        if self.edges:
            asked.append(msg("asks.interval.edges"))
        said = known.both(asked)
        if self.per is None:
            return said
        return msg("asks.interval.per", value=known.of_values(self.per), interval=said)

    def observe(self, scope: Scope) -> Observation:
        """Judge every two that follow each other; what is too far apart or too close is a gap at once."""
        capped = self.at_least is not None  # then more records could break it, otherwise only lie between
        chosen = scope.selection(material=not capped, unsure="beside" if capped else "no")
        lines, blank, asks = self._lines(chosen.records, scope)
        found = [each for line in lines for each in self._examine(line, scope)]
        declared = self.per is not None and self.per.is_declared
        if self.per is not None and declared and not lines and not asks:
            return self.per.nobody(scope)
        first_awaited = self.edges and found and (declared or scope.on_empty == "gap")
        if not chosen.records and not first_awaited:
            return nothing_selected(scope, chosen, material=not capped)
        seen = _observed(lines, found, scope, chosen)
        if asks and seen.outcome is not Outcome.GAP:
            seen.outcome, seen.asks, seen.summary = (
                Outcome.UNDETERMINED,
                asks,
                msg("undetermined.fact", fact=asks),
            )
            seen.due = None
        if not capped:
            return seen
        unsure = self._could_break(chosen.records, chosen.unsure, scope)
        return doubt_blank(doubt_unread(seen, chosen.unread), unsure + blank)

    def _could_break(self, records: list[Record], unsure: list[Record], scope: Scope) -> int:
        """Count the records that could lie too close to another if a blank field were not blank."""
        if not unsure:
            return 0
        lines, _, _ = self._lines([*records, *unsure], scope)
        broken = any(each.between for line in lines for each in self._examine(line, scope))
        return len(unsure) if broken else 0

    def _lines(self, records: list[Record], scope: Scope) -> tuple[list[_Line], int, tuple[str, ...]]:
        """Part the records by value, each with its days in order; count those that have none."""
        if self.per is None:
            return [_Line("", _events(records, scope))], 0, ()
        getters = [scope.grounds.getter(name) for name in self.per.field]
        blank = sum(not any(texts_of(get(record)) for get in getters) for record in records)
        groups, asks = self.per.groups(records, scope.grounds)
        lines = [_Line(each.name, _events(filter(each.shows, records), scope)) for each in groups]
        return lines, blank, asks

    def _examine(self, line: _Line, scope: Scope) -> Iterator[_Found]:
        grounds, add = scope.grounds, adder(self.unit)
        most = None if self.at_most is None else int(grounds.quantity(self.at_most))
        least = None if self.at_least is None else int(grounds.quantity(self.at_least))
        until, before = scope.window.first, None
        measured = self.edges and until > date.min
        for event in line.events:
            if most is not None and measured and event.first > add(until, most):
                yield line.wrong("far" if before else "first-late", until, event, self._said(most))
            if least is not None and before is not None and event.first < add(until, least):
                yield line.wrong("close", until, event, self._said(least))
            until = event.last if before is None else max(until, event.last)
            before, measured = event, True
        if most is not None and measured and (due := add(until, most)) <= scope.window.last:
            # what may still lie beyond the window is no matter of this one
            yield line.awaited(until, due, before, grounds.clock.reached(due), self._said(most))

    def _said(self, count: int) -> Message:
        return days_in_words(count, self.unit)


class _Event(NamedTuple):
    """One session of a record, or its days."""

    first: date
    last: date
    record: Record


class _Found(NamedTuple):
    """Two that are too far apart or too close, or a next one that is not there; ``waits``: until when it may come."""

    said: Message
    name: str
    record: Record | None
    waits: date | None
    code: str
    first: date
    last: date

    @property
    def between(self) -> bool:
        """Tell whether it is about two that are there."""
        return self.code in ("far", "close")

    def final(self, lost: Iterable[int]) -> bool:
        """Tell whether no ledger of a year that was not given could fill what is too far apart."""
        return self.code == "close" or not any(self.first.year <= year <= self.last.year for year in lost)


class _Line(NamedTuple):
    """The records of one value (or all of them), in order of their days."""

    name: str
    events: list[_Event]

    def wrong(self, code: str, until: date, event: _Event, limit: Message) -> _Found:
        """Say that a day and the next event are too far apart, or too close."""
        days = number(max((event.first - until).days, 0))
        said = msg(f"lacks.interval-{code}", start=until, end=event.first, days=days, limit=limit)
        return _Found(self._of(said), self.name, event.record, None, code, until, event.first)

    def awaited(self, until: date, due: date, before: _Event | None, over: bool, limit: Message) -> _Found:
        """Say that the next one is not there, or not yet."""
        code = ("next" if before else "first") if over else ("waits" if before else "waits-first")
        said = msg(f"lacks.interval-{code}", start=until, due=due, limit=limit)
        record = before.record if before is not None else None
        return _Found(self._of(said), self.name, record, None if over else due, code, until, due)

    def _of(self, said: Message) -> Message:
        return msg("lacks.interval-of", name=self.name, said=said) if self.name else said


def _observed(lines: list[_Line], found: list[_Found], scope: Scope, chosen: Selection) -> Observation:
    """Say what was found: what is wrong, or else what is awaited."""
    missed = [each for each in found if each.waits is None]
    named = missed or found
    outcome = Outcome.GAP if missed else Outcome.PENDING if found else Outcome.SATISFIED
    pairs = sum(max(len(line.events) - 1, 0) for line in lines)
    broken = sum(each.between for each in missed)
    count = number(sum(len(line.events) for line in lines))
    return Observation(
        outcome,
        msg(f"seen.interval.{outcome.value}", count=count, lacks=tuple(each.said for each in named[:_NAMED])),
        shown=chosen.records,
        planned=chosen.planned,
        have=Fraction(pairs - broken),
        need=Fraction(pairs - broken + len(missed)),
        missing=tuple(dict.fromkeys(each.name for each in named if each.name)),
        shorts=[Short(e.record, (e.said,), e.waits, e.waits is not None) for e in named if e.record],
        due=min((each.waits for each in found if each.waits), default=None) if not missed else None,
        final=any(each.final(years_not_given(scope.grounds)) for each in missed),
        parts=frozenset({"number"}),
        window=scope.window,
    )


def _events(records: Iterable[Record], scope: Scope) -> list[_Event]:
    """List what follows each other: every session by itself, other records with all their days."""
    found: list[_Event] = []
    for record in records:
        if record.days.sessions or scope.dated_by == "报送日期":
            found += [_Event(day, day, record) for day in sessions(record, scope)]
        else:
            found.append(_Event(record.days.first, record.days.last, record))
    return sorted(found, key=lambda each: (each.first, each.last, each.record.key))
