"""Checking what rules are worth against the table that adds it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from civcheck.language.choice import Choice, step_of
from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pointfile import PointFile
from civcheck.language.pack import PackHead
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.score import Points, ScoreTable
from civcheck.language.vocabulary import unknown
from civcheck.language.walking import Path
from civcheck.messages import msg, number
from civcheck.model.parts import Mistake

Scored = tuple[PointFile, int, Points]


def lint_score(head: PackHead, points: Iterable[PointFile]) -> Iterator[Complaint]:
    """Tell of points without a table, groups that nobody knows or uses, and a full mark that is not the sum."""
    points = tuple(points)
    scored = [
        (point, index, rule.score)
        for point in points
        for index, rule in point.rules
        if rule.score is not None and not rule.is_heading
    ]
    if head.score is None:
        yield from (
            Complaint(point.file, (index, "score"), "score-no-table") for point, index, _ in scored[:1]
        )
        return
    yield from _marks(head, head.score)
    if not scored:
        if all(point.rules for point in points):  # else they may be yet to come
            yield Complaint("pack.yaml", ("score",), "score-of-nothing")
        return
    known = (*head.score.groups, *dict.fromkeys(str(point.number) for point in points))
    strange = [each for each in scored if each[2].of is not None and each[2].of not in known]
    for point, index, worth in strange:
        yield Complaint(point.file, *unknown((index, "score", "of"), msg("sort.group"), str(worth.of), known))
    if not strange:
        yield from _table(head.score, scored)


def lint_worth(rule: Rule) -> Iterator[Mistake]:
    """Tell of deductions from a share without their unit, and of steps that mean something else than they say."""
    worth = rule.score
    if worth is None:
        return
    forms = {each.form for each in rule.expect}
    if worth.lacking is not None and worth.unit is None and "ratio" in forms:
        yield ("score", "lacking"), "score-lacking-unit", {"value": number(worth.lacking)}
    if not any(map(_more_hurts, rule.expect)):
        for name in ("steps", "shares"):
            yield from _falling(("score", name), getattr(worth, name))
    if forms and not forms & _MEASURED:
        for key in worth.steps:
            if key.strip().endswith("%") and (step := step_of(key)) is not None:
                yield ("score", "steps", key), "score-percent-step", {"value": key, "number": number(step)}


_MEASURED = frozenset({"ratio", "total", "compare"})
"""Constructs of which the steps are held against a measured number; of all others things are counted."""


def _more_hurts(construct: Any) -> bool:
    """Tell whether more of what is found is worse."""
    capped = (getattr(construct, name, None) is not None for name in ("at_most", "less_than"))
    return construct.form == "none" or any(capped)


def _falling(path: Path, steps: Mapping[str, Fraction]) -> Iterator[Mistake]:
    """Tell of a step that earns less than a lower one."""
    known = sorted((step, key) for key in steps if (step := step_of(key)) is not None)
    for (_, low), (_, high) in pairwise(known):
        if steps[high] < steps[low]:
            shown = {"low": low, "high": high, "more": number(steps[low]), "less": number(steps[high])}
            yield (*path, high), "score-falling", shown
            return


def _marks(head: PackHead, table: ScoreTable) -> Iterator[Complaint]:
    """Tell of marks below one point: a share was meant."""
    named: list[tuple[Path, Any]] = [(("threshold",), table.threshold)]
    named += [(("levels", name), mark) for name, mark in table.levels.items()]
    named += [(("groups", name, "threshold"), group.threshold) for name, group in table.groups.items()]
    for path, mark in named:
        for value in _values(mark, head):
            if 0 < value < 1 < table.full:
                yield Complaint("pack.yaml", ("score", *path), "score-mark", {"value": number(value)})
                break


def _values(mark: Any, head: PackHead) -> list[Fraction]:
    """List the numbers that a mark may be; none where it hangs on something else."""
    if isinstance(mark, Choice):
        found: list[Any] = [*mark.values.values(), mark.otherwise]
    elif isinstance(mark, Ref) and mark.times is None and mark.plus is None:
        found = [param.value for name, param in head.params.items() if name == mark.param]
    else:
        found = [mark]
    return [each for each in found if isinstance(each, Fraction)]


def _table(table: ScoreTable, scored: list[Scored]) -> Iterator[Complaint]:
    sums: dict[str, Fraction] = {}
    for point, _, worth in scored:
        name = worth.of or str(point.number)
        sums[name] = sums.get(name, Fraction(0)) + worth.full
    for name in table.groups:
        if name not in sums:
            yield Complaint("pack.yaml", *unknown(("score", "groups", name), msg("sort.group"), name, sums))
    total = Fraction(0)
    for name, points in sums.items():
        group = table.groups.get(name)
        if group is None or not group.bonus:
            total += points if group is None or group.at_most is None else min(points, group.at_most)
    if total != table.full:
        params = {"value": number(table.full), "sum": number(total)}
        yield Complaint("pack.yaml", ("score", "full"), "score-sum", params)
