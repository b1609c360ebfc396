"""Adding up points: an interval for every rule, group and mark, from outcomes that are already decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from civcheck.language.grounds import Chosen, Grounds, NotConcerned, Undetermined
from civcheck.language.pack import RulePack
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.score import ZERO, Group, Points, ScoreTable, Span
from civcheck.model.outcome import Outcome
from civcheck.model.report import Score, ScoreGroup, ScoreLine, ScoreMark
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case, kinds_of, spanned

_DROPS_OUT = (Outcome.NOT_APPLICABLE, Outcome.WAIVED)


def add_up(judged: Iterable[Judged], case: Case, as_of: date) -> Score | None:
    """Add up what rules earn; None where the pack has no points.

    A veto that is not met leaves every mark unreached, one of which it is not known leaves them open.
    """
    table = case.pack.head.score
    if table is None:
        return None
    judged = tuple(judged)
    grouped: dict[str, list[ScoreLine]] = {}
    for each in judged:
        if (line := line_of(each, case, as_of)) is not None:
            grouped.setdefault(_group_of(each.rule, case.pack), []).append(line)
    vetoes = [each for each in judged if each.rule.score is not None and each.rule.score.veto]
    broken = tuple(each.rule.id for each in vetoes if each.outcome is Outcome.GAP)
    unknown = tuple(
        each.rule.id
        for each in vetoes
        if each.outcome in (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)
    )
    grounds = case.grounds(as_of)
    groups = tuple(_group(name, lines, table, case, grounds) for name, lines in grouped.items())
    total = _total(groups, table)
    marks = [_mark(name, points, total, grounds) for name, points in table.marks.items()]
    held = [group.mark.reached for group in groups if group.mark is not None]
    if unknown:
        held.append(None)
    if broken:
        held.append(False)
    marks = [mark._replace(reached=_all_of([mark.reached, *held])) for mark in marks]
    left = sum((group.full for group in groups if not group.bonus), ZERO)
    scaled_from = left if table.not_applicable == "scaled" and left != table.full else None
    return Score(*total, table.full, groups, tuple(marks), scaled_from, broken, unknown)


def line_of(each: Judged, case: Case, as_of: date) -> ScoreLine | None:
    """Give what one rule earns; None where it is worth nothing, or is a veto."""
    table, worth = case.pack.head.score, each.rule.score
    if table is None or worth is None or worth.veto:
        return None
    return _line(each, worth, table, case, as_of)


def _group_of(rule: Rule, pack: RulePack) -> str:
    """Name the group that a rule adds to: its point, unless it names another."""
    named = rule.score.of if rule.score is not None else None
    return named or str(pack.point_of[rule.id].number)


def _line(each: Judged, worth: Points, table: ScoreTable, case: Case, as_of: date) -> ScoreLine:
    full = worth.full
    substituted = each.use is not None and each.use.verdict == "substituted"
    if each.outcome in _DROPS_OUT and not substituted:
        got = full if table.not_applicable == "full" else ZERO
        return ScoreLine(each.rule.id, got, got, full, counts=table.not_applicable != "scaled")
    outcome = Outcome.SATISFIED if each.outcome is Outcome.WAIVED else each.outcome
    window = each.seen.window
    still_open = window is not None and as_of < window.last
    span = worth.of_outcome(outcome, each.seen, still_open, _has_unread(each, worth, case, as_of))
    return ScoreLine(each.rule.id, span.sure, span.possible, full)


def _has_unread(each: Judged, worth: Points, case: Case, as_of: date) -> bool:
    """Tell whether a record that could count was not read; or a ledger not given, where its records could earn some."""
    grounds = case.grounds(as_of)
    index = spanned(each.rule, grounds)[0].index
    decided = each.seen.outcome is Outcome.GAP and not worth.counts
    if (index.missing or each.seen.tallied.open) and not decided:
        return True
    return bool(index.unread and index.unread_of(kinds_of(each.rule, grounds)) > len(index.missing))


def _group(name: str, lines: list[ScoreLine], table: ScoreTable, case: Case, grounds: Grounds) -> ScoreGroup:
    own = table.groups.get(name) or Group()
    span = sum((Span(line.sure, line.possible) for line in lines if line.counts), Span(ZERO, ZERO))
    span = span.within(own.at_least, own.at_most)
    full = _full((line for line in lines if line.counts), own)
    whole = _full(lines, own)
    left = full / whole if whole else Fraction(1)  # the part of the group that concerns the unit
    titles: Mapping[str, str] = {str(point.number): point.title for point in case.pack.points}
    mark = _mark(name, own.threshold, span, grounds, left) if own.threshold is not None else None
    return ScoreGroup(
        titles.get(name, name), int(name) if name in titles else None, tuple(lines), *span, full,
        own.bonus is True, mark,
    )  # fmt: skip


def _full(lines: Iterable[ScoreLine], own: Group) -> Fraction:
    full = sum((line.full for line in lines), ZERO)
    return full if own.at_most is None else min(full, own.at_most)


def _total(groups: Iterable[ScoreGroup], table: ScoreTable) -> Span:
    """Add the groups, bonus apart scaled to the full mark where rules that do not concern the unit drop out."""
    base, bonus, full = Span(ZERO, ZERO), Span(ZERO, ZERO), ZERO
    for group in groups:
        if group.bonus:
            bonus += Span(group.sure, group.possible)
        else:
            base, full = base + Span(group.sure, group.possible), full + group.full
    if table.not_applicable == "scaled" and full:
        base = base.times(table.full / full)
    return (base + bonus).within(None, table.at_most)


def _mark(
    name: str, points: Fraction | Ref | Chosen, span: Span, grounds: Grounds, times: Fraction = Fraction(1)
) -> ScoreMark:
    try:
        mark = grounds.quantity(points) * times
    except (Undetermined, NotConcerned):
        return ScoreMark(name, ZERO, None)
    return ScoreMark(name, mark, True if span.sure >= mark else None if span.possible >= mark else False)


def _all_of(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True
