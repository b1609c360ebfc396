"""What one rule earns: its points as at the as-of date, and the most that may still come of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from civcheck.language.amount import unit_of
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation
from civcheck.language.reach import only_helped, prospect, settled
from civcheck.language.rule import Rule
from civcheck.language.score import BestOf, Points
from civcheck.language.scoretable import ScoreTable
from civcheck.language.undetermined import NotConcerned
from civcheck.language.worth import ZERO, Span, Worth
from civcheck.model.outcome import Outcome
from civcheck.model.report import ScoreLine
from civcheck.verdict.itemwise import item_by_item
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case, kinds_of, spanned

_DROPS_OUT = (Outcome.NOT_APPLICABLE, Outcome.WAIVED)
_DOUBT = (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW)


def line_of(judged: Judged, case: Case, as_of: date) -> ScoreLine | None:
    """Give what one rule earns; None where it is worth nothing, or is a veto."""
    table, points = case.pack.head.score, judged.rule.score
    if table is None or points is None or points.veto:
        return None
    return _line(judged, points, table, case, as_of)._replace(judged=judged.use is not None)


def _line(judged: Judged, points: Points, table: ScoreTable, case: Case, as_of: date) -> ScoreLine:
    grounds = judged.grounds or case.grounds(as_of)
    asks: dict[str, None] = {}
    try:
        low, high = points.between(unit_of(grounds, asks))
    except NotConcerned:  # there are no points for such a unit
        return ScoreLine(judged.rule.id, ZERO, ZERO, ZERO, counts=False)
    if (excused := _excused(judged, high, table)) is not None:
        return excused
    seen = _counted(judged.seen, judged.rule)
    unnamed = None
    if isinstance(points.best, BestOf):
        seen, count = item_by_item(judged.rule, seen, points.best.field, grounds)
        unnamed = (points.best.field, count) if count else None
    span = Span(
        _earned(judged, seen, low, case, as_of).sure, _earned(judged, seen, high, case, as_of).possible
    )
    return ScoreLine(judged.rule.id, *span, high.full, asks=tuple(asks), unnamed=unnamed)


def _excused(judged: Judged, worth: Worth, table: ScoreTable) -> ScoreLine | None:
    """Give what a rule earns that does not concern the unit, or is waived; None where it must earn its points."""
    substituted = judged.use is not None and judged.use.verdict == "substituted"
    if judged.outcome not in _DROPS_OUT or substituted:
        return None
    got = worth.full if table.not_applicable == "full" else ZERO
    return ScoreLine(judged.rule.id, got, got, worth.full, counts=table.not_applicable != "scaled")


def _earned(judged: Judged, seen: Observation, worth: Worth, case: Case, as_of: date) -> Span:
    """Give the points for an outcome after judgements: those that are there, and the most that may come of it."""
    outcome = Outcome.SATISFIED if judged.outcome is Outcome.WAIVED else judged.outcome
    if outcome in _DOUBT:
        return Span(_at_least(worth, seen), worth.full)
    if outcome is not seen.outcome and worth.counts:  # a person decided, and counted nothing
        decided = worth.full if outcome is Outcome.SATISFIED else worth.least
        return Span(decided, decided)
    grounds = judged.grounds or case.grounds(as_of)
    now = worth.now(outcome, seen.tallied)
    sure = worth.surely(outcome, seen.tallied)
    least, construct = _sinking(judged.rule, worth, seen, sure), judged.rule.expect[0]
    mendable = outcome is Outcome.GAP and not settled(construct, seen)
    if _has_unread(judged, worth, case, grounds) and (worth.may_grow or mendable):
        return Span(least, max(now, worth.full))
    still_open = seen.window is not None and as_of < seen.window.last
    best = prospect(judged.rule, seen, spanned(judged.rule, grounds)[0], still_open)
    tied = (worth.now(*each) for each in seen.doubts.instead if seen.doubts.tied)
    return Span(least, max(now, worth.most(outcome, best), *tied))


def _at_least(worth: Worth, seen: Observation) -> Fraction:
    """Give the least that may come of what is not known: where nothing but blanks keep it open, what these cost."""
    doubts = seen.doubts
    if not (worth.counts and doubts.only and doubts.are_told) or seen.asks:
        return worth.least
    ways = [worth.surely(*each) for each in doubts.instead]
    return min([*ways, worth.surely(Outcome.SATISFIED, seen.tallied)])


def _sinking(rule: Rule, worth: Worth, seen: Observation, now: Fraction) -> Fraction:
    """Give the least that what is there may come to with what nobody has read, and what records leave blank."""
    doubts = seen.doubts
    if not doubts or not worth.counts:
        return now
    if not doubts.are_told and not only_helped(rule.expect[0], worth):
        return min(now, worth.least)
    return min([now, *(worth.surely(*each) for each in doubts.instead)])


def _counted(seen: Observation, rule: Rule) -> Observation:
    """Count none where there is none of what should not be, and of what a group gives no more than was asked for."""
    tally = seen.tallied
    if rule.claim is not None and tally.found is not None and tally.asked is not None:
        return replace(seen, tally=tally._replace(found=min(tally.found, tally.asked)))
    if rule.expect[0].form == "none" and seen.outcome is Outcome.SATISFIED and seen.tallied.found is None:
        return replace(seen, tally=seen.tallied._replace(found=ZERO))
    return seen


def _has_unread(judged: Judged, worth: Worth, case: Case, grounds: Grounds) -> bool:
    """Tell whether a record that could count was not read; or a ledger not given, where its records could earn some."""
    index = spanned(judged.rule, grounds)[0].index
    decided = judged.seen.outcome is Outcome.GAP and not worth.counts
    if (index.missing or judged.seen.tallied.open) and not decided:
        return True
    return bool(index.unread and index.unread_of(kinds_of(judged.rule, grounds)) > len(index.missing))
