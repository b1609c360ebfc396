"""``total`` and ``compare``: a measure held against a number or against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.expectation.doubtful import blank_in, could_break, mends, within
from civcheck.language.expectation.grid import Dated, Grid, reaching
from civcheck.language.expectation.per_value import names_members, value_in
from civcheck.language.measure import Measure, Measured, unread_then
from civcheck.language.observation import (
    Observation,
    Tally,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_unread,
    leave_open,
    nothing_selected,
)
from civcheck.language.period import Stretch
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Scope, Selection, sessions
from civcheck.language.undetermined import Undetermined
from civcheck.language.window import Resolved
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.written import Per
    from civcheck.model.written import YesNo


UPPER = ("at_most", "less_than")
"""The limits that a measure of no records keeps."""


class Total(Comparison):
    """A measure against a number; ``per_head`` divides it by 在职人数, ``per`` asks it of every period or member."""

    counts_by_material: ClassVar[bool] = True
    form: Literal["total"] = "total"
    measure: Measure
    per_head: YesNo = False
    per: Per | None = None

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether there may be nothing to take the measure from, or nobody to take it for."""
        value = value_in(self.per)
        capped = self.measure.of_records and any(getattr(self, name) is not None for name in UPPER)
        nothing_will_do = capped and not names_members(self.per)
        return self.measure.mean is not None or nothing_will_do or (value is not None and value.from_fact)

    def _check(self) -> None:
        self._check_limits()

    def words(self, known: Glossary) -> Message:
        """Say what the measure must come to."""
        code = "asks.total.per-head" if self.per_head else "asks.total"
        asked = msg(code, measure=self.measure.words, limits=known.limits(self))
        return asked if self.per is None else known.per(self.per, asked)

    def observe(self, scope: Scope) -> Observation:
        """Judge the total: at least n is reached at once, at most n can only be exceeded; a mean stands as it is."""
        limits, scope = scope.grounds.limits(self), self.reaching(scope)
        turning = self.measure.as_it_stands and not limits.capped
        chosen = scope.selection(unsure="beside") if turning else scope.selection_for(limits)
        idle = not chosen.records and not names_members(self.per)
        if idle and (scope.on_empty or self.measure.mean is not None):
            blank = self._breaking([], chosen.unsure, scope, limits)
            return nothing_selected(scope, chosen, limits.floored, blank)
        if self.per is not None:
            seen = self._per_cell(self.per, scope, chosen, limits)
        else:
            seen = self._in_all(scope, chosen, limits, self._taken(chosen.records, scope))
        shaky = self._shaky(limits)
        return doubt_unread(seen, chosen.unread) if shaky else seen

    def _breaking(self, records: list[Record], unsure: list[Record], scope: Scope, limits: Limits) -> int:
        """Count the records that a blank may select, where some of them would break it."""

        def value(more: list[Record]) -> Fraction | None:
            return self._per_person(self.measure.of([*records, *more], scope, least=True), scope).value

        def holds(more: list[Record]) -> bool:
            return (found := value(more)) is not None and limits.holds(found)

        return len(unsure) if could_break(unsure, value, holds) else 0

    def _in_all(self, scope: Scope, chosen: Selection, limits: Limits, measured: Measured) -> Observation:
        if measured.value is None:
            return unmeasured(scope, chosen, (measured,), part=self.measure.words, whole=self.measure.words)
        outcome = self._judged(measured, limits, scope.closed())
        summary = msg(
            "seen.total",
            measure=self.measure.words,
            have=_shown(measured, limits),
            limits=limits.words(),
        )
        seen = measured_of(outcome, summary, scope, chosen, (measured,))
        seen.have, seen.need = measured.value, limits.need
        if limits.exceeded(measured.value):
            seen.tally = Tally(measured.value, limits.need, limits.excess(measured.value))
        if measured.open_ended:
            seen.tally = Tally(measured.value, open=True)
        seen.final = self._broken(measured, limits) or scope.is_given()
        doubt_tie(seen, limits, measured.value, measured.other)
        if seen.outcome is Outcome.SATISFIED:
            doubt_blank(seen, self._breaking(chosen.records, chosen.unsure, scope, limits))
        if outcome is Outcome.PENDING and limits.has_lower and not self.measure.as_it_stands:
            seen.behind = behind_pace(measured.value, limits.need or Fraction(0), scope)
        return doubt_blank(seen, blank_in(measured, self.measure, limits.capped, limits.holds))

    def _taken(self, records: list[Record], scope: Scope) -> Measured:
        measured = self._per_person(self.measure.of(records, scope, least=True), scope)
        if (
            measured.open_ended
            and measured.value is not None
            and not stands_above(scope.grounds.limits(self), measured.value)
        ):
            raise unread_year(self.measure, scope)
        return measured

    def _per_person(self, measured: Measured, scope: Scope) -> Measured:
        if self.per_head and measured.value is not None:
            staff = scope.grounds.unit.staff
            if staff == 0:
                raise Undetermined(msg("undetermined.no-staff"))
            if staff is None:
                raise Undetermined(msg("undetermined.fact", fact="在职人数"), ("在职人数",))
            return measured.changed(lambda value: value / staff)
        return measured

    def _judged(self, measured: Measured, limits: Limits, closed: bool) -> Outcome:
        value = measured.value
        if value is None or (self.measure.as_it_stands and not limits.holds(value)):
            return Outcome.GAP if closed else Outcome.PENDING
        if limits.exact is not None and not closed and not limits.exceeded(value):
            return Outcome.PENDING
        return by_window(limits.holds(value), limits.exceeded(value), closed)

    def _broken(self, measured: Measured, limits: Limits) -> bool:
        """Tell whether no record beside those that are known could mend it: a limit, or the lowest being too low."""
        if measured.value is None:
            return False
        if self.measure.min is not None:
            return not limits.reached(measured.value)
        more_only = self.measure.max is not None or not self.measure.as_it_stands
        return more_only and limits.exceeded(measured.value)

    def _shaky(self, limits: Limits) -> bool:
        """Tell whether a record beside those that are known could break it: the highest can only rise."""
        if self.measure.year is None and self.measure.max is not None:
            return limits.capped
        if self.measure.year is None and self.measure.min is not None:
            return limits.floored
        return limits.capped or self.measure.as_it_stands

    def reaching(self, scope: Scope) -> Scope:
        """Give the scope with the days of its periods that lie beyond the window."""
        return reaching(self.per, scope)

    def _per_cell(self, per: Per, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        grid = Grid.of(per, scope, chosen)
        open_ = self._short_if_asked(grid, scope, chosen, limits)
        if (nobody := grid.nobody(scope, chosen, limits, open_)) is not None:
            return nobody
        shaky = self._shaky(limits)
        broken: list[bool] = []
        outcomes, amounts, blank, counted = [], [], 0, set[str]()
        things = lambda record: self._things(record, scope)  # noqa: E731
        shown, maybe = (grid.fill(those, things, scope.grounds) for those in (chosen.records, chosen.unsure))
        beside = grid.fill_blank(things) if shaky else []
        for place, (cell, records) in enumerate(zip(grid.cells, shown, strict=True)):
            inside = scope if cell.period is None else in_period(scope, cell.period)
            own = each_once(records)
            measured = self._taken(own, inside)
            outcome = self._judged(measured, limits, scope.grounds.clock.reached(cell.closes(scope)))
            if outcome is Outcome.SATISFIED and beside and (more := beside[grid.column_of(place)]):
                could = self._taken(each_once([*own, *more]), inside).value
                doubtful = could is None or not limits.holds(could)
                outcome = Outcome.UNDETERMINED if doubtful else outcome
            if outcome is Outcome.SATISFIED and self._breaking(own, each_once(maybe[place]), inside, limits):
                outcome = Outcome.UNDETERMINED
            outcomes.append(outcome)
            broken.append(self._broken(measured, limits))
            amounts.append("–" if measured.value is None else limits.shown(measured.value))
            blank += blank_in(measured, self.measure, limits.capped, limits.holds)
            counted.update(record.key for record in own)
        grid.leave_open(outcomes, broken, scope)
        amounts = amounts if grid.members else []
        seen = grid.observe(outcomes, scope, chosen, limits.words(), amounts, of=grid.sort_for(limits))
        seen.shown = [record for record in chosen.records if record.key in counted]
        seen.near = lambda: scope.near_misses([each.key for each in (*chosen.records, *chosen.planned)])
        if limits.has_lower and grid.value is not None and grid.value.members is None:
            doubt_unread(seen, chosen.unread)  # it could name a value that no other does, and be too little
        return doubt_blank(seen, blank + self._lonely(grid, scope, limits) + open_)

    def _short_if_asked(self, grid: Grid, scope: Scope, chosen: Selection, limits: Limits) -> int:
        """Count the records that leave blank whether there is one more member, who would have too little or much."""
        keys = set[str]()
        for open_, those in grid.left_open():
            shown = open_.fill(chosen.records, lambda record: self._things(record, scope), scope.grounds)
            for cell, records in zip(open_.cells, shown, strict=True):
                inside = scope if cell.period is None else in_period(scope, cell.period)
                measured = self._taken(each_once(records), inside)
                closed = scope.grounds.clock.reached(cell.closes(scope))
                keys |= those if self._judged(measured, limits, closed) is Outcome.GAP else set()
        return len(keys)

    def _lonely(self, grid: Grid, scope: Scope, limits: Limits) -> int:
        """Count the records that could name a value that no other does, which would then have too little or much."""
        if grid.value is None or grid.value.members is not None:
            return 0
        taken = (
            self._taken(records, scope).value for records in (*([each] for each in grid.blank), grid.blank)
        )
        short = limits.has_lower and len(grid.periods or ()) > 1
        fine = not short and all(value is not None and limits.holds(value) for value in taken)
        return 0 if fine else len(grid.blank)

    def _things(self, record: Record, scope: Scope) -> Iterator[Dated[Record]]:
        return days_in_periods(self.measure, record, scope)


def days_in_periods(measure: Measure, record: Record, scope: Scope) -> Iterator[Dated[Record]]:
    """Give the days by which a record lies in a period: of what is counted its sessions, else the first."""
    if scope.dated_by == "报送日期":
        lying: Sequence[date] = sessions(record, scope)
    elif measure.duration is not None:
        yield record.days.first, record.days.last, record
        return
    else:
        each_day = record.days.sessions if measure.count is not None else ()
        lying = each_day or (record.days.first,)
    for day in lying:
        yield day, day, record


def in_period(scope: Scope, period: Stretch) -> Scope:
    """Give the same scope with a period as its window."""
    return replace(scope, window=Resolved((period.days,)))


def each_once(records: list[Record]) -> list[Record]:
    """List records, each once."""
    return list({record.key: record for record in records}.values())


class Compare(Part):
    """One measure against another: new ≥ old, this year against last."""

    counts_by_material: ClassVar[bool] = True
    form: Literal["compare"] = "compare"
    measure: Measure
    at_least: Measure | None = None
    at_most: Measure | None = None
    exactly: Measure | None = None
    more_than: Measure | None = None
    less_than: Measure | None = None

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether nothing at all would do: the sum of no records is below any limit."""
        return self.measure.of_records and any(getattr(self, name) is not None for name in UPPER)

    def _check(self) -> None:
        if not self._sides():
            raise mistake("one-of", names=tuple(Comparison.COMPARISONS))

    def _sides(self) -> dict[str, Measure]:
        found: dict[str, Any] = {name: getattr(self, name) for name in Comparison.COMPARISONS}
        return {name: side for name, side in found.items() if side is not None}

    def words(self, known: Glossary) -> Message:
        """Say what the measure is held against."""
        sides = [msg(f"asks.{name}", value=side.words) for name, side in self._sides().items()]
        return msg("asks.compare", measure=self.measure.words, limits=known.both(sides))

    def observe(self, scope: Scope) -> Observation:
        """Judge the comparison as it stands; it is final when the window has closed."""
        chosen = scope.selection(unsure="beside")
        of_records = any(each.of_records for each in (self.measure, *self._sides().values()))
        if not chosen.records and scope.on_empty and of_records:
            return nothing_selected(scope, chosen, blank=self._breaking(chosen, scope))
        left = self.measure.of(chosen.records, scope, least=True)
        sides = {name: side.of(chosen.records, scope, least=True) for name, side in self._sides().items()}
        first = next(iter(self._sides().values()))
        if left.value is None or any(side.value is None for side in sides.values()):
            return unmeasured(
                scope, chosen, (left, *sides.values()), part=self.measure.words, whole=first.words
            )
        limits = Limits({name: side.value for name, side in sides.items() if side.value is not None})
        open_sides = any(side.open_ended for side in sides.values())
        if left.open_ended and (open_sides or not stands_above(limits, left.value)):
            raise unread_year(self.measure, scope)
        for name, side in self._sides().items():
            if sides[name].open_ended and not _stands(name, left.value, sides[name].value):
                raise unread_year(side, scope)
        fixed = all(side.is_fixed for side in self._sides().values())
        broken = limits.exceeded(left.value) and self.measure.only_grows and fixed
        outcome = Outcome.GAP if broken else as_it_stands(limits.holds(left.value), scope)
        summary = msg(
            "seen.compare" if first.number is None or first.times is not None else "seen.compare.number",
            part=self.measure.words,
            have=_shown(left, limits),
            limits=limits.words(),
            whole=first.words,
        )
        seen = measured_of(outcome, summary, scope, chosen, (left, *sides.values()))
        seen.tally = Tally(left.value, limits.need_exactly)
        if left.open_ended or open_sides:
            seen.tally = Tally(left.value, open=True)
        seen.final = broken or not of_records or scope.is_given()
        doubt_tie(seen, limits, left.value, left.other)
        if seen.outcome in (Outcome.GAP, Outcome.PENDING) and self._may_hold(left.value, sides, limits):
            return leave_open(seen, sum(len(side.blank) for side in sides.values()))
        doubt_unread(seen, chosen.unread)
        if seen.outcome is not Outcome.SATISFIED:
            return seen
        blank = blank_in(left, self.measure, limits.capped, limits.holds) + self._breaking(chosen, scope)
        blank += sum(
            blank_in(sides[name], side, limits.floored, within(name, left.value))
            for name, side in self._sides().items()
        )
        return doubt_blank(seen, blank)

    def _breaking(self, chosen: Selection, scope: Scope) -> int:
        """Count the records that a blank may select, where some of them would break it."""

        def value(more: list[Record]) -> Fraction | None:
            return self.measure.of([*chosen.records, *more], scope, least=True).value

        def holds(more: list[Record]) -> bool:
            records = [*chosen.records, *more]
            sides = {name: side.of(records, scope, least=True).value for name, side in self._sides().items()}
            known = {name: side for name, side in sides.items() if side is not None}
            left = value(more)
            return left is not None and len(known) == len(sides) and Limits(known).holds(left)

        return len(chosen.unsure) if could_break(chosen.unsure, value, holds) else 0

    def _may_hold(self, left: Fraction, sides: Mapping[str, Measured], limits: Limits) -> bool:
        """Tell whether it holds but for what an earlier ledger leaves blank: this year's cannot mend that."""
        if not limits.reached(left):
            return False
        years = {name for name, side in self._sides().items() if side.year is not None}
        short = [
            name
            for name, side in sides.items()
            if side.value is not None and not within(name, left)(side.value)
        ]
        return all(name in years and mends(sides[name], within(name, left)) for name in short)


def stands_above(limits: Limits, value: Fraction) -> bool:
    """Tell whether the outcome stays what it is if a number comes to more than is known."""
    return limits.exceeded(value) or (limits.holds(value) and not limits.capped)


def stands_below(limits: Limits, value: Fraction) -> bool:
    """Tell whether the outcome stays what it is if a number comes to less than is known."""
    if limits.exact is not None and value < limits.exact:
        return True
    return not limits.reached(value) or (limits.holds(value) and not limits.floored)


def unread_year(measure: Measure, scope: Scope) -> Undetermined:
    """Say that a record of the year a measure is of could not be read."""
    return unread_then(scope.grounds.in_year(scope.grounds.unit.year + (measure.year or 0)))


def _shown(measured: Measured, limits: Limits) -> Message | str:
    """Write what was measured, and that it is about so much where it rests on an estimate."""
    shown = limits.shown(measured.value or Fraction(0))
    is_exact = not measured.about or isinstance(
        shown, Message
    )  # a share that is not written out says so itself
    return shown if is_exact else msg("said.about-number", number=shown)


def _stands(name: str, left: Fraction, side: Fraction | None) -> bool:
    """Tell whether the outcome stays what it is if a side of a comparison comes to more than is known."""
    if side is None:
        return False
    if name == "exactly":
        return left < side
    return Limits({name: side}).holds(left) is (name in ("at_most", "less_than"))


def doubt_tie(seen: Observation, limits: Limits, value: Fraction, other: Fraction | None) -> None:
    """Leave undetermined what depends on which of several records on the last day came last."""
    if other is not None and limits.holds(value) != limits.holds(other):
        seen.outcome, seen.due = Outcome.UNDETERMINED, None
        seen.notes = (*seen.notes, msg("note.tied-values", values=(number(value), number(other))))


def as_it_stands(holds: bool, scope: Scope) -> Outcome:
    """Judge what more records could move either way: it may still turn until the window closes."""
    if holds:
        return Outcome.SATISFIED
    return Outcome.GAP if scope.closed() else Outcome.PENDING


def unmeasured(
    scope: Scope, chosen: Selection, taken: tuple[Measured, ...], **params: Message
) -> Observation:
    """Judge a measure that cannot be taken because fields are blank: not shown, so pending, then a gap."""
    outcome = Outcome.GAP if scope.closed() else Outcome.PENDING
    blank = [record for each in taken for record in each.blank]
    return Observation(
        outcome,
        msg("seen.unmeasured", **params),
        planned=chosen.planned,
        missing=tuple(dict.fromkeys(record.title or "" for record in blank)),
        due=scope.window.last if outcome is Outcome.PENDING else None,
        parts=frozenset({"number"}),
        window=scope.window,
        final=scope.is_given(),
    )


def measured_of(
    outcome: Outcome, summary: Message, scope: Scope, chosen: Selection, taken: tuple[Measured, ...]
) -> Observation:
    """Say what a measure that could be taken comes to."""
    return Observation(
        outcome,
        summary,
        shown=chosen.records,
        planned=chosen.planned,
        due=scope.window.last if outcome is Outcome.PENDING else None,
        parts=frozenset({"number"}),
        notes=(msg("note.about"),) if any(each.about for each in taken) else (),
        near=lambda: scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)]),
        window=scope.window,
    )
