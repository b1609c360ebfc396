"""The next change (下次变化日): the next day on which an outcome changes if nothing is added."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import date

from civcheck.model.outcome import Outcome
from civcheck.model.report import NextChange
from civcheck.model.unit import Judgement
from civcheck.verdict.judging import Judged, judge
from civcheck.verdict.observe import Case


def next_change(judged: Iterable[Judged], case: Case, judgements: tuple[Judgement, ...]) -> NextChange | None:
    """Find the day and the rules; None when nothing changes any more.

    Every comparison with the as-of date goes through a clock that remembers the next day it was asked about, so
    a rule is judged again only on days on which it could change.
    """
    waiting: list[tuple[date, str]] = []
    now: dict[str, Outcome] = {}
    rules = {}
    for each in judged:
        rules[each.rule.id] = each.rule
        now[each.rule.id] = each.outcome
        if each.clock is not None and each.clock.next_day is not None:
            heapq.heappush(waiting, (each.clock.next_day, each.rule.id))
    while waiting:
        day = waiting[0][0]
        changes: dict[str, tuple[Outcome, Outcome]] = {}
        while waiting and waiting[0][0] == day:
            _, rule_id = heapq.heappop(waiting)
            later = judge(rules[rule_id], case, judgements, day)
            if later.outcome is not now[rule_id]:
                changes[rule_id] = (now[rule_id], later.outcome)
            elif later.clock is not None and later.clock.next_day is not None:
                heapq.heappush(waiting, (later.clock.next_day, rule_id))
        if changes:
            order = list(rules)
            return NextChange(
                day, {rule_id: changes[rule_id] for rule_id in sorted(changes, key=order.index)}
            )
    return None
