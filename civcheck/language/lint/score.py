"""Checking what rules are worth against the table that adds it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pointfile import PointFile
from civcheck.language.pack import PackHead
from civcheck.language.score import Points, ScoreTable
from civcheck.language.vocabulary import unknown
from civcheck.messages import number

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
    if not scored:
        if all(point.rules for point in points):  # else they may be yet to come
            yield Complaint("pack.yaml", ("score",), "score-of-nothing")
        return
    known = (*head.score.groups, *dict.fromkeys(str(point.number) for point in points))
    strange = [each for each in scored if each[2].of is not None and each[2].of not in known]
    for point, index, worth in strange:
        yield Complaint(point.file, *unknown((index, "score", "of"), "分组", str(worth.of), known))
    if not strange:
        yield from _table(head.score, scored)


def _table(table: ScoreTable, scored: list[Scored]) -> Iterator[Complaint]:
    sums: dict[str, Fraction] = {}
    for point, _, worth in scored:
        name = worth.of or str(point.number)
        sums[name] = sums.get(name, Fraction(0)) + worth.full
    for name in table.groups:
        if name not in sums:
            yield Complaint("pack.yaml", *unknown(("score", "groups", name), "分组", name, sums))
    total = Fraction(0)
    for name, points in sums.items():
        group = table.groups.get(name)
        if group is None or not group.bonus:
            total += points if group is None or group.at_most is None else min(points, group.at_most)
    if total != table.full:
        params = {"value": number(table.full), "sum": number(total)}
        yield Complaint("pack.yaml", ("score", "full"), "score-sum", params)
