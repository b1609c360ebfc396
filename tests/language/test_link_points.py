"""Points of a link that asks for each value of a list by itself: each value that lacks a tie costs."""

from typing import Any

import pytest

from ..builders import a_record
from .test_score import END, span, worth

OFF = "{satisfied: 5, lacking: 1}"
VISITED = "select: {类型: 公示}, on_empty: gap, expect: {link: {to: {类型: 慰问}, by: {事项: 慰问对象}%s}}"
EVERY = VISITED % ", every: true"
IN_TIME = VISITED % ", every: true, within: {days: 10, direction: after}"
HOURS = VISITED % ", every: true, sum: {field: 参加人数, at_least: 4}"


def sick(names: str, day: str = "2017-03-01") -> dict[str, Any]:
    """Make a notice that names who is ill."""
    return a_record("公示", day, 事项=names)


def visit(names: str, day: str = "2017-03-05", people: str = "4") -> dict[str, Any]:
    """Make a visit to somebody."""
    return a_record("慰问", day, 慰问对象=names, 参加人数=people)


@pytest.mark.parametrize(
    ("keys", "records", "as_of", "points"),
    [
        pytest.param(EVERY, [sick("甲、乙")], END, (3, 3), id="neither of two"),
        pytest.param(EVERY, [sick("甲、乙"), visit("甲")], END, (4, 4), id="one of two"),
        pytest.param(EVERY, [sick("甲、乙"), visit("甲、乙")], END, (5, 5), id="both"),
        pytest.param(EVERY, [sick("甲、乙"), sick("丙")], END, (2, 2), id="three in two records"),
        pytest.param(EVERY, [sick("甲、乙")], "2017-06-30", (3, 5), id="who may yet be visited"),
        pytest.param(
            IN_TIME, [sick("甲"), sick("乙、丙", "2017-06-28")], "2017-06-30", (2, 4), id="one missed, two who may be",
        ),
        pytest.param(HOURS, [sick("甲、乙"), visit("甲、乙", people="3")], END, (3, 3), id="too little for both"),
        pytest.param(HOURS, [sick("甲、乙"), visit("甲、乙", people="3"), visit("甲")], END, (4, 4), id="for one"),
        pytest.param(VISITED % "", [sick("甲、乙"), visit("甲")], END, (4, 4), id="a record is one without every"),
    ],
)  # fmt: skip
def test_each_value_of_a_list_that_lacks_a_tie_costs(
    keys: str, records: list[Any], as_of: str, points: tuple[int, int]
) -> None:
    assert span(worth(OFF, keys), records=records, as_of=as_of) == points
