"""``total``: a measure held against a number, all in all or in every period or for each member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.doubts import Instead, Tally
from civcheck.language.expectation.doubtful import blank_in, by_name, could_break
from civcheck.language.expectation.grid import Dated, Grid, reaching
from civcheck.language.expectation.measured import (
    check_days,
    days_in_periods,
    doubt_tie,
    each_once,
    in_period,
    measured_of,
    note_about,
    shown_estimate,
    shown_value,
    stands_above,
    unmeasured,
    unread_year,
)
from civcheck.language.expectation.per_value import names_members, value_in
from civcheck.language.expectation.rolledover import Test, fill_once, tell_rolled
from civcheck.language.measure import Measure
from civcheck.language.measured import Measured
from civcheck.language.observation import (
    Observation,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_points,
    doubt_unread,
    nothing_selected,
)
from civcheck.language.perhead import per_head
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, msg
from civcheck.model.numbers import number_text
from civcheck.model.outcome import Outcome
from civcheck.model.parts import mistake
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
        if self.per_head and self.measure.per_head:
            raise mistake("per-head-twice")
        check_days(self.per, self.measure)

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
        known = chosen.flawed if turning or limits.capped else 0
        return doubt_unread(seen, chosen.unread, known) if shaky else seen

    def _breaking(self, records: list[Record], unsure: list[Record], scope: Scope, limits: Limits) -> int:
        """Count the records that a blank may select, where some of them would break it."""

        def value(more: list[Record]) -> Fraction | None:
            return self._per_person(self.measure.of([*records, *more], scope, least=True), scope).judged

        def holds(more: list[Record]) -> bool:
            return self._holds([*records, *more], scope, limits)

        return len(unsure) if could_break(unsure, value, holds) else 0

    def _holds(self, records: list[Record], scope: Scope, limits: Limits) -> bool:
        found = self._per_person(self.measure.of(records, scope, least=True), scope).judged
        return found is not None and limits.holds(found)

    def _in_all(self, scope: Scope, chosen: Selection, limits: Limits, measured: Measured) -> Observation:
        if measured.value is None:
            return unmeasured(scope, chosen, (measured,), part=self.measure.words, whole=self.measure.words)
        outcome = self._judged(measured, limits, scope.closed())
        seen = measured_of(outcome, self._said(measured, limits, scope, chosen), scope, chosen, (measured,))
        seen.have, seen.need = measured.value, limits.need
        if limits.only_capped and not self.measure.as_it_stands:
            seen.near = list  # nobody is to add to what may not be more
        judged = measured.judged or measured.value
        seen.tally = Tally(judged, limits.need, limits.lacking(judged))
        if measured.open_ended:
            seen.tally = Tally(judged, open=True)
        grows = self.measure.only_grows or self.measure.max is not None
        seen.exceeded = grows and limits.exceeded(measured.judged or measured.value)
        seen.final = self._broken(measured, limits) or scope.is_given()
        doubt_tie(seen, limits, measured.judged or measured.value, measured.other)
        self._doubt(seen, chosen, measured, scope, limits)
        if outcome is Outcome.PENDING and limits.has_lower and not self.measure.as_it_stands:
            seen.behind = behind_pace(measured.value, limits.need or Fraction(0), scope)
        return seen

    def _doubt(
        self, seen: Observation, chosen: Selection, measured: Measured, scope: Scope, limits: Limits
    ) -> None:
        """Doubt what records that a blank may select, or that leave blank what is measured, could make of it."""
        rises = self.measure.rises and not self.measure.years_back
        if not limits.capped and rises and measured.least == measured.value:
            return  # more can only help
        breaking = self._breaking(chosen.records, chosen.unsure, scope, limits)
        blank = blank_in(measured, self.measure, limits.capped, limits.holds)
        records = each_once([*chosen.unsure, *measured.blank])
        doubt_points(seen, len(records), records, self._at_worst(chosen, scope, limits))
        if breaking + blank and seen.outcome is Outcome.SATISFIED:
            kept = seen.doubts
            doubt_blank(seen, breaking + blank)
            seen.doubts = kept._replace(only=True)

    def _at_worst(self, chosen: Selection, scope: Scope, limits: Limits) -> list[Instead]:
        """Say what a sum would come to with all that may belong to it; nothing where nobody can tell."""
        if not self.measure.adds_up or self.measure.years_back:
            return []
        most = self._taken([*chosen.records, *chosen.unsure], scope).most
        if most is None:
            return []
        outcome = Outcome.GAP if limits.exceeded(most) else Outcome.SATISFIED
        return [Instead(outcome, Tally(most, limits.need, limits.lacking(most)))]

    def _said(self, measured: Measured, limits: Limits, scope: Scope, chosen: Selection) -> Message:
        shown = {
            "measure": self.measure.words,
            "have": shown_value(measured, limits),
            "limits": limits.words(),
        }
        staff = scope.grounds.unit.staff if self.per_head else None
        if staff is None:
            return msg("seen.total", **shown)
        together = self.measure.of(chosen.records, scope, least=True)
        return msg(
            "seen.total.per-head", sum=shown_value(together, limits), staff=number_text(staff), **shown
        )

    def _taken(self, records: list[Record], scope: Scope) -> Measured:
        measured = self._per_person(self.measure.of(records, scope, least=True), scope)
        if (
            measured.open_ended
            and measured.value is not None
            and not stands_above(scope.grounds.limits(self), measured.judged or measured.value)
        ):
            raise unread_year(self.measure, scope)
        return measured

    def _per_person(self, measured: Measured, scope: Scope) -> Measured:
        return per_head(measured, scope.grounds) if self.per_head else measured

    def _judged(self, measured: Measured, limits: Limits, closed: bool) -> Outcome:
        value = measured.judged
        if value is None or (self.measure.as_it_stands and not limits.holds(value)):
            return Outcome.GAP if closed else Outcome.PENDING
        if limits.exact is not None and not closed and not limits.exceeded(value):
            return Outcome.PENDING
        return by_window(limits.holds(value), limits.exceeded(value), closed)

    def _broken(self, measured: Measured, limits: Limits) -> bool:
        """Tell whether no record beside those that are known could mend it: a limit, or the lowest being too low."""
        if measured.judged is None:
            return False
        if self.measure.min is not None:
            return not limits.reached(measured.judged)
        more_only = self.measure.max is not None or not self.measure.as_it_stands
        return more_only and limits.exceeded(measured.judged)

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
        if (nobody := grid.nobody(scope, chosen, limits, len(open_))) is not None:
            return nobody
        shaky = self._shaky(limits)
        broken: list[bool] = []
        taken: list[Measured] = []
        outcomes, blank, counted = [], 0, set[str]()
        things = partial(self._things, scope=scope)
        settled = fill_once(grid, chosen.records, things, scope.grounds, self._tests(grid, scope, limits))
        shown = settled.shown
        maybe = grid.fill(chosen.unsure, things, scope.grounds)
        guessed = grid.fill_guessed(chosen, things, scope.grounds) if shaky else []
        beside = grid.fill_blank(things) if shaky else []
        for place, (cell, records) in enumerate(zip(grid.cells, shown, strict=True)):
            inside = scope if cell.period is None else in_period(scope, cell.period)
            own = each_once(records)
            measured = self._taken(own, inside)
            outcome = self._judged(measured, limits, scope.grounds.clock.reached(cell.closes(scope)))
            if outcome is Outcome.SATISFIED and beside and (more := beside[grid.column_of(place)]):
                could = self._taken(each_once([*own, *more]), inside).judged
                doubtful = could is None or not limits.holds(could)
                outcome = Outcome.UNDETERMINED if doubtful else outcome
            if outcome is Outcome.SATISFIED and self._breaking(own, each_once(maybe[place]), inside, limits):
                outcome = Outcome.UNDETERMINED
            named = by_name(guessed[place]) if outcome is Outcome.SATISFIED and guessed else ()
            if not all(self._holds(each_once([*own, *more]), inside, limits) for (more,) in named):
                outcome = Outcome.UNDETERMINED
            outcomes.append(Outcome.UNDETERMINED if place in settled.open_ else outcome)
            broken.append(self._broken(measured, limits))
            taken.append(measured)
            blank += blank_in(measured, self.measure, limits.capped, limits.holds)
            counted.update(record.key for record in own)
        grid.leave_open(outcomes, broken, scope)
        values = [measured.judged for measured in taken]
        amounts = grid.amounts(values, limits, lambda value: shown_estimate(value, limits.shown(value)))
        seen = grid.observe(outcomes, scope, chosen, limits.words(), amounts, of=grid.sort_for(limits))
        seen.shown = [record for record in chosen.records if record.key in counted]
        note_about(seen, taken)
        seen.exceeded = limits.only_capped and self.measure.only_grows and seen.outcome is Outcome.GAP
        if limits.floored or self.measure.as_it_stands:
            seen.near = lambda: scope.near_misses([each.key for each in (*chosen.records, *chosen.planned)])
        tell_rolled(seen, grid, outcomes, settled, lambda record: record)
        if limits.has_lower and grid.value is not None and grid.value.members is None:
            doubt_unread(seen, chosen.unread)  # it could name a value that no other does, and be too little
        return doubt_blank(seen, blank + self._lonely(grid, scope, limits) + len(open_), open_)

    def _tests(self, grid: Grid, scope: Scope, limits: Limits) -> tuple[Test[Record], Test[Record]]:
        """Make the tests of whether records come to enough in a place, and to what is asked."""

        def value(place: int, records: Sequence[Record]) -> Fraction:
            period = grid.cells[place].period
            inside = scope if period is None else in_period(scope, period)
            return self._taken(each_once([*records]), inside).judged or Fraction(0)

        return (
            lambda place, some: value(place, some) >= (limits.need or 0),
            lambda place, some: limits.holds(value(place, some)),
        )

    def _short_if_asked(self, grid: Grid, scope: Scope, chosen: Selection, limits: Limits) -> list[Record]:
        """List the records that leave blank whether there is one more member, who would have too little or much."""
        keys = set[str]()
        for open_, those in grid.left_open():
            shown = open_.fill(chosen.records, partial(self._things, scope=scope), scope.grounds)
            for cell, records in zip(open_.cells, shown, strict=True):
                inside = scope if cell.period is None else in_period(scope, cell.period)
                measured = self._taken(each_once(records), inside)
                closed = scope.grounds.clock.reached(cell.closes(scope))
                short = cell.is_asked and self._judged(measured, limits, closed) is Outcome.GAP
                keys |= those if short else set()
        return scope.grounds.index.named(keys)

    def _lonely(self, grid: Grid, scope: Scope, limits: Limits) -> int:
        """Count the records that could name a value that no other does, which would then have too little or much."""
        if grid.value is None or grid.value.members is not None:
            return 0
        taken = (
            self._taken(records, scope).judged for records in (*([each] for each in grid.blank), grid.blank)
        )
        short = limits.has_lower and len(grid.periods or ()) > 1
        fine = not short and all(value is not None and limits.holds(value) for value in taken)
        return 0 if fine else len(grid.blank)

    def _things(self, record: Record, scope: Scope) -> Iterator[Dated[Record]]:
        return days_in_periods(self.measure, record, scope)
