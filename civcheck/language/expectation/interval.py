"""``interval``: the days between one selected record and the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from civcheck.language.expectation.lag import adder, bounds_crossed, days_in_words, not_numbers
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.expectation.within import below_zero
from civcheck.language.grounds import texts_of
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, nothing_selected
from civcheck.language.quantity import Ref
from civcheck.language.select import Scope, sessions
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
            raise mistake("one-of", names="at_most、at_least")
        if self.edges and self.at_most is None:
            raise mistake("one-of", names="at_most")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, of bounds that nothing lies between, and of numbers that are none."""
        bounds = {"at_most": self.at_most, "at_least": self.at_least}
        yield from not_numbers(path, bounds, known)
        yield from below_zero(path, bounds)
        yield from bounds_crossed(path, self.at_least, self.at_most)
        for key, value in bounds.items():
            if isinstance(value, Ref) and value.field is not None:  # which of the two records would it be
                yield (*path, key), "rule-number", {"value": value.field}

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
        chosen = scope.selection(material=self.at_least is None, unsure="beside" if self.at_least else "no")
        lines, blank, asks = self._lines(chosen.records, scope)
        found = [each for line in lines for each in self._examine(line, scope)]
        first_awaited = self.edges and scope.on_empty == "gap" and found
        if not chosen.records and not first_awaited:
            return nothing_selected(scope, chosen, material=self.at_least is None)
        missed, waiting = [e for e in found if e.waits is None], [e for e in found if e.waits is not None]
        outcome = Outcome.GAP if missed else Outcome.PENDING if waiting else Outcome.SATISFIED
        pairs = sum(max(len(line.events) - 1, 0) for line in lines)
        broken = sum(each.between for each in missed)
        if asks and outcome is not Outcome.GAP:
            outcome = Outcome.UNDETERMINED
        seen = Observation(
            outcome,
            msg("undetermined.fact", fact=asks)
            if outcome is Outcome.UNDETERMINED
            else msg(
                f"seen.interval.{outcome.value}",
                count=number(sum(len(line.events) for line in lines)),
                pairs=number(pairs),
                lacks=tuple(each.said for each in (missed or waiting)[:3]),
            ),
            shown=chosen.records,
            planned=chosen.planned,
            have=Fraction(pairs - broken),
            need=Fraction(pairs + len(missed) - broken),
            missing=tuple(dict.fromkeys(each.name for each in missed or waiting if each.name)),
            shorts=[
                Short(e.record, (e.said,), e.waits, e.waits is not None)
                for e in missed or waiting
                if e.record
            ],
            due=min((each.waits for each in waiting if each.waits), default=None) if not missed else None,
            final=bool(missed),
            asks=asks if outcome is Outcome.UNDETERMINED else (),
            parts=frozenset({"number"}),
            window=scope.window,
        )
        if self.at_least is None:  # more records could only lie between
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
            apart = (event.first - until).days
            if most is not None and measured and event.first > add(until, most):
                params = {"days": number(apart), "limit": days_in_words(most, self.unit)}
                yield line.found(
                    "far" if before else "first-late", event, until, event.record, None, **params
                )
            if least is not None and before is not None and event.first < add(until, least):
                params = {"days": number(max(apart, 0)), "limit": days_in_words(least, self.unit)}
                yield line.found("close", event, until, event.record, None, **params)
            until = event.last if before is None else max(until, event.last)
            before, measured = event, True
        if most is None or not measured or (due := add(until, most)) > scope.window.last:
            return  # what may still lie beyond the window is no matter of this one
        waits = None if grounds.clock.reached(due) else due
        code = ("next" if before else "first") if waits is None else "waits" if before else "waits-first"
        record = before.record if before is not None else None
        yield line.found(code, None, until, record, waits, due=due, limit=days_in_words(most, self.unit))


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
    between: bool


class _Line(NamedTuple):
    """The records of one value (or all of them), in order of their days."""

    name: str
    events: list[_Event]

    def found(
        self,
        code: str,
        event: _Event | None,
        until: date,
        record: Record | None,
        waits: date | None,
        **params: object,
    ) -> _Found:
        """Say what is wrong between a day and the next event, or the next that is not there."""
        said = msg(f"lacks.interval-{code}", start=until, **({"end": event.first} if event else {}), **params)
        if self.name:
            said = msg("lacks.interval-of", name=self.name, said=said)
        return _Found(said, self.name, record, waits, code in ("far", "close"))


def _events(records: Iterable[Record], scope: Scope) -> list[_Event]:
    """List what follows each other: every session by itself, other records with all their days."""
    found: list[_Event] = []
    for record in records:
        if record.days.sessions or scope.dated_by == "报送日期":
            found += [_Event(day, day, record) for day in sessions(record, scope)]
        else:
            found.append(_Event(record.days.first, record.days.last, record))
    return sorted(found, key=lambda each: (each.first, each.last, each.record.key))
