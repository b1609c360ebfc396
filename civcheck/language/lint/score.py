"""Checking what rules are worth against the table that adds it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from civcheck.language.choice import step_of
from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pointfile import PointFile
from civcheck.language.lint.scoretable import lint_groups, lint_marks, lint_sums
from civcheck.language.pack import PackHead
from civcheck.language.rule import Rule
from civcheck.language.score import BestOf, Points
from civcheck.language.vocabulary import unknown
from civcheck.language.walking import Path
from civcheck.language.worth import ZERO
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
    yield from lint_marks(head, head.score)
    if not scored:
        if all(point.rules for point in points):  # else they may be yet to come
            yield Complaint("pack.yaml", ("score",), "score-of-nothing")
        return
    known = (*head.score.groups, *dict.fromkeys(str(point.number) for point in points))
    strange = [
        Complaint(point.file, *unknown((index, "score", "of"), msg("sort.group"), worth.of, known))
        for point, index, worth in scored
        if worth.of is not None and worth.of not in known
    ]
    strange += lint_groups(head.score, known)
    strange += [
        Complaint(point.file, *unknown((index, "score", "veto"), msg("sort.level"), name, head.score.levels))
        for point, index, worth in scored
        for name in (worth.veto if isinstance(worth.veto, tuple) else ())
        if name not in head.score.levels
    ]
    yield from strange
    if not strange:
        worths = [(worth.of or str(point.number), worth) for point, _, worth in scored]
        yield from lint_sums(head, head.score, worths)


def lint_worth(rule: Rule) -> Iterator[Mistake]:
    """Tell of deductions from a share without their unit, and of steps that mean something else than they say."""
    worth = rule.score
    if worth is None:
        return
    yield from _ways(rule, worth)
    forms = {each.form for each in rule.expect}
    if not any(map(_more_hurts, rule.expect)):
        for name in ("steps", "shares"):
            yield from _falling(("score", name), getattr(worth, name))
    if forms and not forms & _MEASURED:
        for key in worth.steps:
            if key.strip().endswith("%") and (step := step_of(key)) is not None:
                yield ("score", "steps", key), "score-percent-step", {"value": key, "number": number(step)}


def _ways(rule: Rule, worth: Points) -> Iterator[Mistake]:
    """Tell of a way to earn points that does not go with what is asked for."""
    if isinstance(worth.best, BestOf):
        yield from _best_of(rule)
    if (
        isinstance(worth.lacking, Fraction)
        and worth.unit is None
        and "ratio" in {e.form for e in rule.expect}
    ):
        yield ("score", "lacking"), "score-lacking-unit", {"value": number(worth.lacking)}
    if (worth.shares or worth.in_proportion is not None) and len(rule.expect) == 1:
        yield from _share_of(rule.expect[0], "shares" if worth.shares else "in_proportion")
    met = ZERO if worth.satisfied is None else worth.satisfied
    if isinstance(met, Fraction) and isinstance(worth.gap, Fraction) and worth.gap > met:
        yield ("score", "gap"), "score-gap-more", {"gap": number(worth.gap), "satisfied": number(met)}


def _share_of(construct: Any, way: str) -> Iterator[Mistake]:
    """Tell of a share of what is asked for where nothing is: of what must not be, or must not be more than so much."""
    counted = construct.form in ("count", "total", "ratio") and getattr(construct, "per", None) is None
    asks = any(getattr(construct, name, None) is not None for name in ("at_least", "more_than", "exactly"))
    if construct.form == "none" or (counted and not asks):
        yield ("score", way), "score-share-of-nothing", {"value": way}


def _best_of(rule: Rule) -> Iterator[Mistake]:
    """Tell of the best of each value where records are not told apart by members, or shared out by a group."""
    if [each.form for each in rule.expect] != ["cover"]:
        yield ("score", "best"), "score-best-of", {}
    elif rule.claim is not None:
        yield ("score", "best"), "score-best-claim", {"value": rule.claim}


_MEASURED = frozenset({"ratio", "total", "compare"})
"""Constructs of which the steps are held against a measured number; of all others things are counted."""


def _more_hurts(construct: Any) -> bool:
    """Tell whether more of what is found is worse."""
    capped = (getattr(construct, name, None) is not None for name in ("at_most", "less_than"))
    return construct.form == "none" or any(capped)


def _falling(path: Path, steps: Mapping[str, Any]) -> Iterator[Mistake]:
    """Tell of a step that earns less than a lower one; of points that depend on the unit nobody knows."""
    known = sorted(
        (step, key)
        for key, points in steps.items()
        if (step := step_of(key)) is not None and isinstance(points, Fraction)
    )
    for (_, low), (_, high) in pairwise(known):
        if steps[high] < steps[low]:
            shown = {"low": low, "high": high, "more": number(steps[low]), "less": number(steps[high])}
            yield (*path, high), "score-falling", shown
            return
