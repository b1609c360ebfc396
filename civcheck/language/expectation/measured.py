"""Judging a measure as it stands: what ``total``, ``compare`` and ``ratio`` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from civcheck.language.doubts import Instead, Tally
from civcheck.language.expectation.grid import Dated
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.measure import Measure, unread_then
from civcheck.language.measured import Measured
from civcheck.language.observation import Observation
from civcheck.language.period import Stretch
from civcheck.language.quantity import Limits, in_words
from civcheck.language.select import Scope, Selection, sessions
from civcheck.language.undetermined import Undetermined
from civcheck.language.window import Resolved
from civcheck.messages import Message, measured_number, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import mistake
from civcheck.model.record import Record


def days_in_periods(measure: Measure, record: Record, scope: Scope) -> Iterator[Dated[Record]]:
    """Give the days by which a record lies in a period: of what is counted its sessions, else the first."""
    if scope.dated_by == "报送日期":
        lying: Sequence[date] = sessions(record, scope)
    elif "span" in measure.lies_by:
        yield record.days.first, record.days.last, record
        return
    else:
        each_day = record.days.sessions if "sessions" in measure.lies_by else ()
        lying = each_day or (record.days.first,)
    for day in lying:
        yield day, day, record


def check_days(per: object, *measures: Measure) -> None:
    """Refuse a sum of what lies in a period by different days, where there are periods."""
    if per is None or isinstance(per, PerValue):
        return
    if any(len(each.lies_by) > 1 for each in measures):
        raise mistake("add-days-differ")


def in_period(scope: Scope, period: Stretch) -> Scope:
    """Give the same scope with a period as its window."""
    return replace(scope, window=Resolved((period.days,)))


def each_once(records: list[Record]) -> list[Record]:
    """List records, each once."""
    return list({record.key: record for record in records}.values())


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
    return unread_then(scope.grounds.in_year(scope.grounds.unit.year + measure.years_back))


def shown_value(measured: Measured, limits: Limits) -> Message | str:
    """Write what was measured, and that it is about so much where it rests on an estimate."""
    value = measured.judged or Fraction(0)
    return shown_estimate(value, limits.shown(value), measured.about)


def shown_measure(measured: Measured) -> Message | str:
    """Write what was measured by itself, whatever it is held against."""
    value = measured.judged or Fraction(0)
    return shown_estimate(value, measured_number(value), measured.about)


def shown_estimate(value: Fraction, shown: Message | str, about: bool = False) -> Message | str:
    """Say of a number that is written that it is an estimate."""
    if isinstance(shown, Message):  # a share that is not written out says so itself
        return shown
    return in_words(value, shown, about)


def doubt_tie(
    seen: Observation, limits: Limits, value: Fraction, other: Fraction | None, whole: bool = True
) -> None:
    """Leave undetermined what depends on which of several records on the last day came last."""
    if other is not None:
        outcome = Outcome.SATISFIED if limits.holds(other) else Outcome.GAP
        tally = Tally(other, limits.need_exactly, limits.lacking(other, whole))
        instead = (*seen.doubts.instead, Instead(outcome, tally))
        seen.doubts = seen.doubts._replace(tied=2, instead=instead)
    if other is not None and limits.holds(value) != limits.holds(other):
        seen.outcome, seen.due = Outcome.UNDETERMINED, None
        seen.notes = (*seen.notes, msg("note.tied-values", values=(limits.shown(value), limits.shown(other))))


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
    flawed = len({record.key for record in blank if record.flaws})
    return Observation(
        outcome,
        msg("seen.unmeasured" if params["part"] != params["whole"] else "seen.unmeasured.one", **params),
        planned=chosen.planned,
        missing=tuple(dict.fromkeys(record.title or "" for record in blank)),
        due=scope.window.last if outcome is Outcome.PENDING else None,
        parts=frozenset({"number"}),
        window=scope.window,
        final=scope.is_given(),
        notes=(msg("note.not-taken", count=number(flawed)),) if flawed else (),
    )


def note_about(seen: Observation, taken: Iterable[Measured]) -> None:
    """Say that what was seen rests on an estimate, where one of those measured is one."""
    if any(each.about for each in taken):
        seen.notes = (*seen.notes, msg("note.about"))


def measured_of(
    outcome: Outcome, summary: Message, scope: Scope, chosen: Selection, taken: tuple[Measured, ...]
) -> Observation:
    """Say what a measure that could be taken comes to."""
    seen = Observation(
        outcome,
        summary,
        shown=chosen.records,
        planned=chosen.planned,
        due=scope.window.last if outcome is Outcome.PENDING else None,
        parts=frozenset({"number"}),
        near=lambda: scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)]),
        window=scope.window,
    )
    note_about(seen, taken)
    return seen
