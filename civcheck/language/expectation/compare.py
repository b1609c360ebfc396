"""``compare``: one measure held against another, or against its own of last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.doubts import Tally
from civcheck.language.expectation.doubtful import blank_in, could_break, mends, within
from civcheck.language.expectation.measured import (
    as_it_stands,
    doubt_tie,
    measured_of,
    shown_value,
    stands_above,
    unmeasured,
    unread_year,
)
from civcheck.language.expectation.total import UPPER
from civcheck.language.measure import Measure, none_then
from civcheck.language.measured import Measured
from civcheck.language.observation import (
    Observation,
    doubt_blank,
    doubt_points,
    doubt_unread,
    leave_open,
    nothing_selected,
)
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, measured_number, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary


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
            self._ask_for_years((left, *(sides.values() if left.value is not None else ())))
            return unmeasured(
                scope, chosen, (left, *sides.values()), part=self.measure.words, whole=first.words
            )
        limits = Limits({name: side.judged for name, side in sides.items() if side.judged is not None})
        open_sides = any(side.open_ended for side in sides.values())
        if left.open_ended and (open_sides or not stands_above(limits, left.judged or left.value)):
            raise unread_year(self.measure, scope)
        for name, side in self._sides().items():
            if sides[name].open_ended and not _stands(name, left.value, sides[name].value):
                raise unread_year(side, scope)
        if left.of_nothing and all(side.of_nothing for side in sides.values()):
            return self._of_nothing(scope, chosen, [left, *sides.values()])
        judged = left.judged or left.value
        turning = [side for name, side in sides.items() if not _stands(name, judged, side.judged)]
        self._ask_for_years(turning if stands_above(limits, judged) else [left, *turning])
        fixed = all(side.is_fixed for side in self._sides().values())
        broken = limits.exceeded(judged) and self.measure.only_grows and fixed
        outcome = Outcome.GAP if broken else as_it_stands(limits.holds(judged), scope)
        summary = msg(
            "seen.compare" if first.number is None or first.times is not None else "seen.compare.number",
            part=self.measure.words,
            have=shown_value(left, limits),
            limits=limits.words(number if first.number is not None else measured_number),
            whole=first.words,
        )
        seen = measured_of(outcome, summary, scope, chosen, (left, *sides.values()))
        seen.tally = Tally(judged, limits.need_exactly)
        if left.open_ended or open_sides:
            seen.tally = Tally(judged, open=True)
        seen.exceeded = broken
        seen.final = broken or not of_records or scope.is_given()
        doubt_tie(seen, limits, judged, left.other)
        if seen.outcome in (Outcome.GAP, Outcome.PENDING) and self._may_hold(judged, sides, limits):
            return leave_open(seen, sum(len(side.blank) for side in sides.values()))
        doubt_unread(seen, chosen.unread, chosen.flawed)
        if seen.outcome is not Outcome.SATISFIED:
            open_ = {each.key: each for part in (left, *sides.values()) for each in part.blank}
            open_ |= {each.key: each for each in chosen.unsure}
            doubt_points(seen, len(open_), open_.values())
            return seen
        blank = blank_in(left, self.measure, limits.capped, limits.holds) + self._breaking(chosen, scope)
        blank += sum(
            blank_in(sides[name], side, limits.floored, within(name, judged))
            for name, side in self._sides().items()
        )
        return doubt_blank(seen, blank)

    @staticmethod
    def _ask_for_years(open_: Iterable[Measured]) -> None:
        """Leave undetermined what an earlier ledger that has nothing to compare with could make another."""
        for each in open_:
            if each.none_in is not None:
                raise none_then(each.none_in)

    def _of_nothing(self, scope: Scope, chosen: Selection, taken: list[Measured]) -> Observation:
        """Judge what no record has on any side as nothing selected: 0 is no less than 0, and shows nothing."""
        blank = self._breaking(chosen, scope) + sum(len(each.blank) for each in taken)
        seen = nothing_selected(scope, replace(chosen, records=[]), blank=blank)
        if chosen.records and seen.outcome is not Outcome.UNDETERMINED:
            sides = tuple(side.words for side in self._sides().values())
            seen.summary = msg("seen.compare.of-nothing", part=self.measure.words, sides=sides)
        return seen

    def _breaking(self, chosen: Selection, scope: Scope) -> int:
        """Count the records that a blank may select, where some of them would break it."""

        def value(more: list[Record]) -> Fraction | None:
            return self.measure.of([*chosen.records, *more], scope, least=True).judged

        def holds(more: list[Record]) -> bool:
            records = [*chosen.records, *more]
            sides = {name: side.of(records, scope, least=True).judged for name, side in self._sides().items()}
            known = {name: side for name, side in sides.items() if side is not None}
            left = value(more)
            return left is not None and len(known) == len(sides) and Limits(known).holds(left)

        return len(chosen.unsure) if could_break(chosen.unsure, value, holds) else 0

    def _may_hold(self, left: Fraction, sides: Mapping[str, Measured], limits: Limits) -> bool:
        """Tell whether it holds but for what an earlier ledger leaves blank: this year's cannot mend that."""
        if not limits.reached(left):
            return False
        years = {name for name, side in self._sides().items() if side.years_back}
        short = [
            name
            for name, side in sides.items()
            if side.judged is not None and not within(name, left)(side.judged)
        ]
        return all(name in years and mends(sides[name], within(name, left)) for name in short)


def _stands(name: str, left: Fraction, side: Fraction | None) -> bool:
    """Tell whether the outcome stays what it is if a side of a comparison comes to more than is known."""
    if side is None:
        return False
    if name == "exactly":
        return left < side
    return Limits({name: side}).holds(left) is (name in ("at_most", "less_than"))
