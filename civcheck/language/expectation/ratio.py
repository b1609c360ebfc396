"""``ratio``: one measure as a share of another, all in all or in every period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from civcheck.language.doubts import Instead, Tally
from civcheck.language.expectation.doubtful import by_name, could_break, values_of
from civcheck.language.expectation.grid import Dated, Grid, reaching
from civcheck.language.expectation.measured import (
    as_it_stands,
    check_days,
    days_in_periods,
    doubt_tie,
    each_once,
    in_period,
    measured_of,
    note_about,
    shown_measure,
    stands_above,
    stands_below,
    unmeasured,
    unread_year,
)
from civcheck.language.expectation.partwhole import beyond_whole, is_more, is_share
from civcheck.language.expectation.per_value import names_members
from civcheck.language.expectation.rolledover import Settled, lying_on_both, tell_rolled
from civcheck.language.expectation.shared import lean_of_share
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
from civcheck.language.quantity import Comparison, Limits, in_words
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, msg, percent
from civcheck.model.numbers import leaning, quotient
from civcheck.model.outcome import Outcome
from civcheck.model.record import Record
from civcheck.model.texts import some

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.written import Per


class Ratio(Comparison):
    """A measure over a measure, as an exact fraction; ``per`` asks it of every period or member.

    Where there is nothing to take a share of, ``on_empty`` says what that is, of every period by itself.
    """

    counts_by_material: ClassVar[bool] = True
    form: Literal["ratio"] = "ratio"
    part: Measure
    whole: Measure
    per: Per | None = None

    needs_on_empty: ClassVar[bool] = True

    def _check(self) -> None:
        self._check_limits()
        check_days(self.per, self.part, self.whole)

    def words(self, known: Glossary) -> Message:
        """Say what share is asked for."""
        asked = msg("asks.ratio", part=self.part.words, whole=self.whole.words, limits=known.limits(self))
        return asked if self.per is None else known.per(self.per, asked)

    def reaching(self, scope: Scope) -> Scope:
        """Give the scope with the days of its periods that lie beyond the window."""
        return reaching(self.per, scope)

    def observe(self, scope: Scope) -> Observation:
        """Judge the share as it stands; it is final when the window, or its period, has closed."""
        scope = self.reaching(scope)
        chosen = scope.selection(unsure="beside")
        idle = not chosen.records and (self.part.of_records or self.whole.of_records)
        if self.per is not None:
            if idle and scope.closed() and not names_members(self.per):
                blank = self._breaking(([], []), (chosen.unsure, chosen.unsure), scope)
                return nothing_selected(scope, chosen, blank=blank)
            return self._per_cell(self.per, scope, chosen, scope.grounds.limits(self))
        if idle:
            blank = self._breaking(([], []), (chosen.unsure, chosen.unsure), scope)
            return nothing_selected(scope, chosen, blank=blank)
        share = self._share(chosen.records, chosen.records, scope, least=True)
        if share.whole.value == 0 and share.whole.open_ended:
            raise unread_year(self.whole, scope)
        if share.whole.none_in is not None and not share.whole.value:
            raise none_then(share.whole.none_in)
        if share.of_nothing:
            unsure = chosen.unsure
            blank = self._breaking((chosen.records, chosen.records), (unsure, unsure), scope)
            return self._of_nothing(scope, chosen, blank)
        return self._in_all(scope, chosen, share)

    def _of_nothing(self, scope: Scope, chosen: Selection, blank: int) -> Observation:
        """Judge records that give nothing to take a share of as if there were none, and say what is 0."""
        seen = nothing_selected(scope, replace(chosen, records=[]), blank=blank)
        if chosen.records and seen.outcome is not Outcome.UNDETERMINED:
            seen.summary = msg("seen.ratio.of-nothing", whole=self.whole.words)
        return seen

    def _breaking(
        self, sure: tuple[list[Record], list[Record]], unsure: tuple[list[Record], list[Record]], scope: Scope
    ) -> int:
        """Count the records that a blank may select (for the part, for the whole), where some would break it."""
        limits = scope.grounds.limits(self)
        keys = [{record.key for record in those} for those in unsure]

        def share(more: list[Record]) -> _Share:
            parts, wholes = (
                [*those, *(record for record in more if record.key in mine)]
                for those, mine in zip(sure, keys, strict=True)
            )
            return self._share(parts, wholes, scope, least=True)

        def holds(more: list[Record]) -> bool:
            return self._holds(share(more), limits)

        both = each_once([*unsure[0], *unsure[1]])
        return len(both) if could_break(both, lambda more: share(more).judged, holds) else 0

    @staticmethod
    def _holds(share: _Share, limits: Limits) -> bool:
        return share.of_nothing or (share.judged is not None and limits.holds(share.judged))

    def _share(self, parts: list[Record], wholes: list[Record], scope: Scope, least: bool = False) -> _Share:
        part, whole = self.part.of(parts, scope, least=least), self.whole.of(wholes, scope, least=least)
        if not (part.about and whole.about):
            return _Share(part, whole)
        return _Share(part, whole, lean_of_share(self.part, self.whole, parts, wholes, scope))

    def _in_all(self, scope: Scope, chosen: Selection, share: _Share) -> Observation:
        part, whole, value = share.part, share.whole, share.value
        params = {"part": self.part.words, "whole": self.whole.words}
        limits = scope.grounds.limits(self)
        if part.none_in is not None and (value is None or not stands_above(limits, share.judged or value)):
            raise none_then(part.none_in)
        if value is None or part.value is None or whole.value is None:
            seen = unmeasured(scope, chosen, (part, whole), **params)
            return leave_open(seen, len(whole.blank)) if self._may_hold(share, limits) else seen
        judged = share.judged or value
        if part.open_ended and (whole.open_ended or not stands_above(limits, judged)):
            raise unread_year(self.part, scope)
        if whole.open_ended and not stands_below(limits, judged):
            raise unread_year(self.whole, scope)
        broken = self._broken(judged, limits)
        outcome = Outcome.GAP if broken else as_it_stands(limits.holds(judged), scope)
        need = shown_measure(whole)
        if limits.in_percent:
            need = msg("said.beside", name=need, said=in_words(judged, percent(value)))
        shown = {"have": shown_measure(part), "need": need, "limits": limits.words()}
        seen = measured_of(outcome, msg("seen.ratio", **params, **shown), scope, chosen, (part, whole))
        least = limits.need_exactly
        lacking = limits.lacking(judged, whole=False)
        if is_more(part, whole) and is_share(self.part, self.whole, limits, scope.grounds.terms):
            seen.notes = (*seen.notes, beyond_whole((self.part, part), (self.whole, whole)))
        seen.tally, seen.final = Tally(judged, least, lacking), broken or scope.is_given()
        seen.exceeded = broken
        if part.open_ended or whole.open_ended:
            seen.tally = Tally(judged, open=True)
        doubt_tie(seen, limits, judged, share.other, whole=False)
        if seen.outcome in (Outcome.GAP, Outcome.PENDING) and self._may_hold(share, limits):
            return leave_open(seen, len(part.blank) + len(whole.blank))
        doubt_unread(seen, chosen.unread, chosen.flawed)
        self._doubt(seen, chosen, share, scope)
        if seen.outcome is not Outcome.SATISFIED:
            return seen
        unsure = self._breaking((chosen.records, chosen.records), (chosen.unsure, chosen.unsure), scope)
        kept, blank = seen.doubts, self._blank(share, limits) + unsure
        doubt_blank(seen, blank)
        seen.doubts = kept._replace(only=bool(blank))
        return seen

    def _doubt(self, seen: Observation, chosen: Selection, share: _Share, scope: Scope) -> None:
        """Say what the share would come to with what records leave blank that select it, or are measured."""
        limits = scope.grounds.limits(self)

        def with_(more: list[Record]) -> Fraction | None:
            records = [*chosen.records, *more]
            return self._share(records, records, scope, least=True).judged

        could = share.could_be if limits.capped or not self.part.only_grows else share.could_be_or_more
        found = [*values_of(chosen.unsure, with_), *could]
        least, known = limits.need_exactly, [each for each in found if each is not None]
        instead = [
            Instead(
                Outcome.SATISFIED if limits.holds(each) else Outcome.GAP,
                Tally(each, least, limits.lacking(each, whole=False)),
            )
            for each in known
        ]
        records = each_once([*chosen.unsure, *share.part.blank, *share.whole.blank])
        told = instead if len(known) == len(found) else []
        doubt_points(seen, len(records), records, told)

    def _may_hold(self, share: _Share, limits: Limits) -> bool:
        """Tell whether more in an earlier ledger, which leaves a field blank, could make it hold."""
        part = bool(self.part.years_back and share.part.blank) and limits.floored
        return part or (bool(self.whole.years_back and share.whole.blank) and limits.capped)

    def _broken(self, value: Fraction, limits: Limits) -> bool:
        """Tell whether no record to come can mend it."""
        return limits.exceeded(value) and self.part.only_grows and self.whole.is_fixed

    def _blank(self, share: _Share, limits: Limits) -> int:
        """Count the records that could turn the share against the demand if their field were not blank."""
        if share.holds_anyhow(limits):
            return 0
        less_part, less_whole = (each.least != each.value for each in (share.part, share.whole))
        part = limits.capped or not self.part.adds_up or less_part
        whole = limits.floored or not self.whole.adds_up or less_whole
        return len(share.part.blank) * part + len(share.whole.blank) * whole

    # --- in every period, of every member

    def _per_cell(self, per: Per, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        for each in (self.part, self.whole):
            if each.years_back and (year := each.of(chosen.records, scope, least=True).none_in) is not None:
                raise none_then(year)
        grid = Grid.of(per, scope, chosen)
        if grid.periods == []:
            seen = nothing_selected(scope, replace(chosen, records=[]))
            seen.summary = msg("seen.periods.none-here")
            return seen
        open_ = {
            key
            for left_open, keys in grid.left_open()
            if Outcome.GAP in self._in_cells(left_open, scope, chosen, limits).outcomes
            for key in keys
        }
        if (nobody := grid.nobody(scope, chosen, limits, len(open_))) is not None:
            return nobody
        outcomes, amounts, broken, counted, about, either = self._in_cells(grid, scope, chosen, limits)
        grid.leave_open(outcomes, broken, scope)
        want = msg("seen.shares.want", part=self.part.words, whole=self.whole.words, limits=limits.words())
        seen = grid.observe(outcomes, scope, chosen, want, amounts, of="shares")
        seen.shown = [record for record in chosen.records if record.key in counted]
        note_about(seen, about)
        self._note_beyond(seen, grid, about, limits, scope)
        seen.near = lambda: scope.near_misses([each.key for each in (*chosen.records, *chosen.planned)])
        tell_rolled(seen, grid, outcomes, Settled([], [], either, set()), lambda record: record)
        lonely = len(grid.blank) if grid.value is not None and grid.value.members is None else 0
        if seen.outcome is Outcome.NOT_APPLICABLE:
            seen.missing = ()
            if chosen.unread or lonely:
                seen.outcome = Outcome.SATISFIED  # what could be doubted: that there is nothing
        those = scope.grounds.index.named(open_)
        return doubt_blank(doubt_unread(seen, chosen.unread), lonely + len(those), those)

    def _note_beyond(
        self, seen: Observation, grid: Grid, taken: list[Measured], limits: Limits, scope: Scope
    ) -> None:
        """Say in which periods, or of which members, the part is more than the whole."""
        if is_share(self.part, self.whole, limits, scope.grounds.terms):
            cells = zip(grid.cells, taken[::2], taken[1::2], strict=True)
            names = tuple(cell.name for cell, part, whole in cells if cell.is_asked and is_more(part, whole))
            if names:
                params = {"part": self.part.words, "whole": self.whole.words}
                seen.notes = (*seen.notes, msg("note.part-beyond-of", names=some(names), **params))

    def _in_cells(self, grid: Grid, scope: Scope, chosen: Selection, limits: Limits) -> _Cells:
        """Judge the share of every period or member."""
        parts, wholes = (
            self._filled(grid.fill(chosen.records, self._things(measure, scope), scope.grounds))
            for measure in (self.part, self.whole)
        )
        maybe_parts, maybe_wholes = (
            self._filled(grid.fill(chosen.unsure, self._things(measure, scope), scope.grounds))
            for measure in (self.part, self.whole)
        )
        of_part, of_whole = (
            grid.fill_guessed(chosen, self._things(measure, scope), scope.grounds)
            for measure in (self.part, self.whole)
        )
        beside = grid.fill_blank(self._things(self.whole, scope))
        rolled = lying_on_both(grid, chosen.records, self._things(self.whole, scope), scope.grounds)
        found = _Cells([], [], [], {record.key for those in (*parts, *wholes) for record in those}, [], [])
        for place, cell in enumerate(grid.cells):
            inside = scope if cell.period is None else in_period(scope, cell.period)
            share = self._share(parts[place], wholes[place], inside)
            closed = scope.grounds.clock.reached(cell.closes(scope))
            outcome = self._judged(share, limits, closed, scope.on_empty)
            if outcome is Outcome.SATISFIED and beside[grid.column_of(place)]:
                outcome = Outcome.UNDETERMINED  # a record that names no member may be in any share
            if outcome in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
                sure, maybe = (parts[place], wholes[place]), (maybe_parts[place], maybe_wholes[place])
                outcome = Outcome.UNDETERMINED if self._breaking(sure, maybe, inside) else outcome
                for some, others in by_name(of_part[place], of_whole[place]):
                    joined = (each_once([*sure[0], *some]), each_once([*sure[1], *others]))
                    held = self._holds(self._share(*joined, inside, least=True), limits)
                    outcome = outcome if held else Outcome.UNDETERMINED
            if place in rolled and outcome in (Outcome.SATISFIED, Outcome.GAP):
                outcome = Outcome.UNDETERMINED  # a record of both periods belongs to one, and may not to this
                found.either.extend(rolled[place])
            found.outcomes.append(outcome if cell.is_asked else Outcome.NOT_APPLICABLE)
            found.amounts.append(share.shown)
            found.taken.extend((share.part, share.whole))
            found.broken.append(share.judged is not None and self._broken(share.judged, limits))
        return found

    @staticmethod
    def _filled(cells: list[list[Record]]) -> list[list[Record]]:
        return list(map(each_once, cells))

    @staticmethod
    def _things(measure: Measure, scope: Scope) -> Callable[[Record], Iterator[Dated[Record]]]:
        return lambda record: days_in_periods(measure, record, scope)

    def _judged(self, share: _Share, limits: Limits, closed: bool, on_empty: str | None) -> Outcome:
        """Judge the share of one period or member."""
        late = Outcome.GAP if closed else Outcome.PENDING
        judged = share.judged
        if share.of_nothing:
            return Outcome(on_empty or "gap") if closed else Outcome.PENDING
        if judged is None:
            return late
        if share.other is not None and limits.holds(judged) != limits.holds(share.other):
            return Outcome.UNDETERMINED
        if not limits.holds(judged):
            return Outcome.GAP if self._broken(judged, limits) else late
        return Outcome.UNDETERMINED if self._blank(share, limits) else Outcome.SATISFIED


_AS_MUCH = Fraction(10**6)
"""A share that is above whatever steps are written."""


class _Cells(NamedTuple):
    """What came of every period or member: outcomes, what they have, which are broken for good.

    ``counted`` are the records that did, ``taken`` all that was measured, ``either`` those of
    two periods.
    """

    outcomes: list[Outcome]
    amounts: list[Message | str]
    broken: list[bool]
    counted: set[str]
    taken: list[Measured]
    either: list[Record]


class _Share(NamedTuple):
    """Two measures, one taken as a share of the other; ``lean`` is its side where that is known by itself."""

    part: Measured
    whole: Measured
    lean: int | None = None

    @property
    def of_nothing(self) -> bool:
        """Tell whether there is nothing to take a share of."""
        return self.whole.value == 0 and not self.whole.blank

    @property
    def value(self) -> Fraction | None:
        """The share; None where it cannot be taken."""
        return None if self.part.value is None or not self.whole.value else self.part.value / self.whole.value

    @property
    def judged(self) -> Fraction | None:
        """The share that limits are held against: more or less than it says where its numbers are."""
        part, whole = self.part.judged, self.whole.judged
        return None if part is None or not whole else self._over(part, whole)

    def _over(self, one: Fraction, other: Fraction) -> Fraction:
        return quotient(one, other) if self.lean is None else leaning(one / other, self.lean)

    @property
    def other(self) -> Fraction | None:
        """What it would be if another of several records on the last day came last; None where there is none."""
        one = self.part.judged if self.part.other is None else self.part.other
        other = self.whole.judged if self.whole.other is None else self.whole.other
        tied = self.part.other is not None or self.whole.other is not None
        return quotient(one, other) if tied and one is not None and other else None

    @property
    def shown(self) -> Message | str:
        """Write it as one number of another."""
        if self.part.value is None or not self.whole.value:
            return "–"
        return msg("said.share", part=shown_measure(self.part), whole=shown_measure(self.whole))

    def holds_anyhow(self, limits: Limits) -> bool:
        """Tell whether a share holds whatever the blank fields would say."""
        return all(each is not None and limits.holds(each) for each in self.could_be)

    @property
    def could_be(self) -> list[Fraction | None]:
        """List what it may be with what is blank; None where nobody can tell."""
        if self.part.most is None or not self.whole.most:
            return [None]
        return [
            self._over(one, other) if other else _AS_MUCH
            for one in (self.part.least, self.part.judged, self.part.most)
            for other in (self.whole.least, self.whole.judged, self.whole.most)
            if one is not None and (other or one)
        ]

    @property
    def could_be_or_more(self) -> list[Fraction | None]:
        """The same of a part that nobody can tell, and that only grows: as it stands, and as much as one likes."""
        one, other = self.part.judged, self.whole.most
        if self.part.most is not None or one is None or one != self.part.least or not other:
            return self.could_be
        return [quotient(one, other), _AS_MUCH]
