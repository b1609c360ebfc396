"""What falls due (到期): on which later day a rule becomes a gap if nothing is added but what is planned already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from civcheck.model.outcome import Outcome
from civcheck.model.unit import Judgement
from civcheck.verdict.judging import Judged, judge
from civcheck.verdict.observe import Case

_STAYS = (Outcome.GAP, Outcome.NOT_APPLICABLE)
"""Outcomes of rules that nothing falls due of any more."""


def falling_due(
    judged: Iterable[Judged], case: Case, judgements: tuple[Judgement, ...], last: date
) -> Iterator[tuple[date, Judged]]:
    """Give for every rule that becomes a gap up to ``last`` (inclusive) the day, and what is seen of it on that day.

    Records that are dated ahead come to exist as the days pass. A rule is judged again only on days on which it
    could change (see ``next_change``).
    """
    for each in judged:
        if each.outcome in _STAYS:
            continue
        for day, later in _course(each, case, judgements, last):
            if later.outcome is Outcome.GAP:
                yield day, later
                break


def _course(
    judged: Judged, case: Case, judgements: tuple[Judgement, ...], last: date
) -> Iterator[tuple[date, Judged]]:
    """Judge a rule on each later day on which it could change."""
    while judged.clock is not None and (day := judged.clock.next_day) is not None and day <= last:
        judged = judge(judged.rule, case, judgements, day)
        yield day, judged
