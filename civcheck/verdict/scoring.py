"""Adding up points: an interval for every rule, group and mark, from outcomes that are already decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.amount import unit_of
from civcheck.language.grounds import Grounds
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.scoretable import Group, Level, ScoreTable
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.worth import NO_POINTS, ZERO, Span
from civcheck.model.report import Score, ScoreGroup, ScoreLine, ScoreMark, ScoreNeed
from civcheck.verdict.earning import line_of
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case
from civcheck.verdict.vetoes import vetoes_of


def add_up(judged: Iterable[Judged], case: Case, as_of: date) -> Score | None:
    """Add up what rules earn; None where the pack has no points.

    A veto that is not met leaves the marks unreached that it is about, one of which it is not known leaves them open.
    """
    table = case.pack.head.score
    if table is None:
        return None
    judged = tuple(judged)
    adding = Adding(table, case.pack, case.grounds(as_of))
    for each in judged:
        if (line := line_of(each, case, as_of)) is not None:
            adding.lines.setdefault(group_of(each.rule, case.pack), []).append(line)
    vetoes = tuple(vetoes_of(judged))
    groups = adding.groups()
    total = _total(groups, table)
    beside = [
        ScoreNeed("group", each.name, each.mark.points, each.mark.reached) for each in groups if each.mark
    ]
    marks = tuple(
        adding.mark(name, level, total, [*beside, *(each.need for each in vetoes if each.is_about(name))])
        for name, level in table.marks.items()
    )
    left = sum((each.full for each in groups if not each.depth and not each.bonus), ZERO)
    scaled_from = left if table.not_applicable == "scaled" and left != table.full else None
    of_all = [each for each in vetoes if not each.levels and not each.lifted]
    return Score(
        *total, table.full, groups, marks, scaled_from,
        vetoes=tuple(each.rule for each in of_all if each.stands and each.shown),
        unshown_vetoes=tuple(each.rule for each in of_all if each.stands and not each.shown),
        open_vetoes=tuple(each.rule for each in of_all if each.stands is None),
        lifted_vetoes=tuple(each.rule for each in vetoes if each.lifted),
    )  # fmt: skip


def group_of(rule: Rule, pack: RulePack) -> str:
    """Name the group that a rule adds to: its point, unless it names another."""
    named = rule.score.of if rule.score is not None else None
    return named or str(pack.point_of[rule.id].number)


class _Sum(NamedTuple):
    """A group added up: its points, the full mark of what concerns the unit, and of all of it."""

    group: ScoreGroup
    left: Fraction
    whole: Fraction


@dataclass(slots=True)
class Adding:
    """What the groups of a table are added up from: the lines of each, and what its numbers are taken from."""

    table: ScoreTable
    pack: RulePack
    grounds: Grounds
    lines: dict[str, list[ScoreLine]] = field(default_factory=dict)
    sums: dict[str, _Sum] = field(default_factory=dict)

    def groups(self) -> tuple[ScoreGroup, ...]:
        """Add up every group; those that are part of another stand after it."""
        roots = dict.fromkeys(lineage(name, self.table.groups)[-1] for name in self.lines)
        for name in roots:
            self._add(name, 0)
        return tuple(each.group for each in self.sums.values())

    def _parts(self, name: str) -> list[str]:
        """List the groups that are part of one and have rules, in the order of their rules."""
        chains = (lineage(each, self.table.groups) for each in self.lines)
        return list(dict.fromkeys(chain[chain.index(name) - 1] for chain in chains if name in chain[1:]))

    def _add(self, name: str, depth: int) -> _Sum:
        own, lines = self.table.groups.get(name) or Group(), self.lines.get(name, [])
        self.sums[name] = _NOT_YET  # keeps its place before its parts
        parts = [self._add(each, depth + 1) for each in self._parts(name)]
        counting = [line for line in lines if line.counts]
        concerned = bool(counting or any(part.left for part in parts))
        base, most = self._cap(own.base) or NO_POINTS, self._cap(own.at_most)
        inside: list[ScoreLine | ScoreGroup] = [*counting, *(part.group for part in parts)]
        points = [Span(each.sure, each.possible) for each in inside]
        span = sum(points, base).within(self._cap(own.at_least), most) if concerned else NO_POINTS
        full = sum((each.full for each in inside), ZERO)
        whole = sum((line.full for line in lines), sum((part.whole for part in parts), base.possible))
        full = _least(full + base.possible, most) if concerned else ZERO
        whole = _least(whole, most)
        left = full / whole if whole else Fraction(concerned)  # the part of the group that concerns the unit
        title, point = self._title(name)
        mark = self._mark(own.threshold, span, left) if own.threshold is not None else None
        group = ScoreGroup(
            title, point, tuple(lines), *span, full, own.bonus is True, mark, depth,
            None if own.of is None else self._title(own.of)[0],
        )  # fmt: skip
        self.sums[name] = _Sum(group, left, whole)
        return self.sums[name]

    def _title(self, name: str) -> tuple[str, int | None]:
        titles = {str(point.number): point.title for point in self.pack.points}
        return (titles[name], int(name)) if name in titles else (name, None)

    def _cap(self, amount: Any) -> Span | None:
        """Look up a number of a group; None where there is none for this unit."""
        try:
            return None if amount is None else unit_of(self.grounds, {})(amount)
        except NotConcerned:
            return None

    # --- marks

    def mark(self, name: str, level: Level, total: Span, beside: list[ScoreNeed]) -> ScoreMark:
        """Hold the whole, and the groups that a level names, against what it asks for."""
        whole = self._mark(level.total, total)
        needs = [ScoreNeed("total", "", whole.points, whole.reached)]
        for group, amount in level.groups.items():
            known = self.sums.get(group)
            if known is None:
                needs.append(ScoreNeed("group", self._title(group)[0], None, None))
                continue
            mark = self._mark(amount, Span(known.group.sure, known.group.possible), known.left)
            needs.append(ScoreNeed("group", known.group.name, mark.points, mark.reached))
        needs += beside
        return ScoreMark(name, whole.points, _all_of([each.reached for each in needs]), tuple(needs))

    def _mark(self, amount: Any, span: Span, times: Fraction = Fraction(1)) -> ScoreMark:
        try:
            mark = self.grounds.quantity(amount) * times
        except (Undetermined, NotConcerned):
            return ScoreMark("", ZERO, None)
        return ScoreMark("", mark, True if span.sure >= mark else None if span.possible >= mark else False)


def _least(full: Fraction, most: Span | None) -> Fraction:
    return full if most is None else min(full, most.possible)


def lineage(name: str, groups: Mapping[str, Group]) -> list[str]:
    """List a group, the one that it is part of, and so on to the outermost."""
    found = [name]
    while (group := groups.get(found[-1])) is not None and group.of is not None and group.of not in found:
        found.append(group.of)
    return found


def _total(groups: Iterable[ScoreGroup], table: ScoreTable) -> Span:
    """Add the groups, bonus apart scaled to the full mark where rules that do not concern the unit drop out."""
    base, bonus, full = NO_POINTS, NO_POINTS, ZERO
    for group in groups:
        if group.depth:
            continue
        if group.bonus:
            bonus += Span(group.sure, group.possible)
        else:
            base, full = base + Span(group.sure, group.possible), full + group.full
    if table.not_applicable == "scaled" and full:
        base = base.times(table.full / full)
    most = None if table.at_most is None else Span(table.at_most, table.at_most)
    return (base + bonus).within(None, most)


def _all_of(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


_NOT_YET = _Sum(ScoreGroup("", None, (), ZERO, ZERO, ZERO), ZERO, ZERO)
