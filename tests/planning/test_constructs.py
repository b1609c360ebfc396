"""Every construct of the rule language, by the examples of its page: no plan says more than the audit does."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from civcheck.reading.inline import inline_ledger
from tests.builders import day
from tests.language.test_examples import EXAMPLES, UNIT, named, pack_of
from tests.planning.test_oracle import gaps, planner_of


def planners(example):
    """Give a planner for every day of an example."""
    pack = pack_of(example)
    ledger = inline_ledger({**UNIT, **example.get("unit", {})}, example["records"], pack)
    for as_of in example["then"]:
        yield planner_of(ledger, pack, day(as_of)), ledger, pack


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_what_the_plan_of_an_example_closes_is_closed(example):
    for planner, ledger, pack in planners(example):
        plan = planner.plan()
        after = gaps(ledger, planner, planner.then.case.index.records, pack)
        assert after == {each.rule for each in plan.left}
        assert set(plan.closes).isdisjoint(after) and set(plan.closes) | after == set(plan.short)


def test_most_examples_that_anything_could_close_are_closed():
    """Those left with no way are few, and no rule that has too much is told to add more."""
    found: Counter[str] = Counter()
    for example in EXAMPLES:
        for planner, *_ in planners(example):
            plan = planner.plan()
            found.update(each.why for each in plan.left)
            found["closed"] += len(plan.closes)
    assert found["closed"] > 3 * found["no-way"] > 0


def test_a_plan_is_the_same_however_often_it_is_made():
    example = next(each for each in EXAMPLES if "cover" in str(each))
    first, again = (next(planners(example))[0].plan() for _ in range(2))
    assert first == again and first.until >= date(2017, 12, 31)
