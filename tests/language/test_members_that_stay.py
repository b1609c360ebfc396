"""``members: {of: …, from: …, to: …}``: members that come and go are asked for in the periods of their stay."""

from typing import Any

import pytest

from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_pack, a_record, a_rule, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
END = "2017-12-31"

MEMBERS = "{field: 慰问对象, members: {field: 事项, of: {类型: 制度}, from: 日期, to: 有效期至}}"
COUNT = f"count: {{at_least: 1, per: [月, {MEMBERS}]}}"
MONTHLY = f"{{select: {{类型: 慰问}}, expect: {{{COUNT}}}, on_empty: not-applicable}}"


def stay(who: str, first: str, last: Any = None) -> Any:
    """Make a record that names a member, from its day to the last one."""
    until = {"有效期至": last} if last is not None else {}
    return a_record("制度", first, 事项=who, 附件={"方案": "名册.pdf"}, **until)


def visits(*months: int, who: str = "甲") -> list[Any]:
    return [a_record("慰问", f"2017-{month:02}-15", 慰问对象=who, 附件={"图片": "1.jpg"}) for month in months]


@pytest.mark.parametrize(
    ("stays", "visited", "outcome"),
    [
        pytest.param([stay("甲", "2017-03-01", "2017-05-31")], visits(3, 4, 5), SATISFIED, id="three whole months"),
        pytest.param([stay("甲", "2017-03-01", "2017-05-31")], visits(3, 5), GAP, id="one of them not"),
        pytest.param([stay("甲", "2017-03-02", "2017-05-30")], visits(4), SATISFIED, id="one whole month"),
        pytest.param([stay("甲", "2017-03-02", "2017-04-29")], [], NOT_APPLICABLE, id="no whole month"),
        pytest.param([stay("甲", "2016-08-01")], visits(*range(1, 13)), SATISFIED, id="since before, for good"),
        pytest.param([stay("甲", "2016-08-01")], visits(*range(1, 12)), GAP, id="not in the last month"),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-03-14"), stay("甲", "2017-03-15", "2017-04-30")], visits(4), GAP,
            id="two stays, one after the other, are one",
        ),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-03-14"), stay("甲", "2017-03-16", "2017-04-30")], visits(4), SATISFIED,
            id="a day between them",
        ),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-03-31"), stay("乙", "2017-11-01", "2017-11-30")],
            [*visits(3), *visits(11, who="乙")], SATISFIED, id="each in its own month",
        ),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-03-31"), stay("乙", "2017-11-01", "2017-11-30")],
            [*visits(3), *visits(11)], GAP, id="of another one",
        ),
        pytest.param([stay("甲", "2017-03-01", "说不清")], visits(*range(3, 13)), NOT_APPLICABLE, id="or not"),
        pytest.param([stay("甲", "2017-03-01", "说不清")], visits(3), UNDETERMINED, id="until nobody knows"),
        pytest.param([stay("甲", "2017-03-01", "2017-02-01")], [], UNDETERMINED, id="it goes before it comes"),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-02-01")], visits(*range(1, 13)), NOT_APPLICABLE,
            id="there in every month it may have been here",
        ),
        pytest.param(
            [stay("甲", "2017-03-01", "2017-03-31"), stay("“甲”", "2017-04-01", "2017-04-30")], visits(3, 4),
            SATISFIED, id="one member, spelled in two ways",
        ),
    ],
)  # fmt: skip
def test_members_are_asked_for_while_they_stay(
    stays: list[Any], visited: list[Any], outcome: Outcome
) -> None:
    assert outcome_of(MONTHLY, [*stays, *visited], END) is outcome


def test_a_month_that_is_not_over_is_awaited() -> None:
    here = stay("甲", "2017-05-01")
    assert outcome_of(MONTHLY, [here, *visits(5)], "2017-06-29") is PENDING
    assert outcome_of(MONTHLY, [here, *visits(5)], "2017-06-30") is GAP


def test_what_is_missing_names_the_months_of_the_stay_alone() -> None:
    seen = judge_rule(MONTHLY, [stay("甲", "2017-03-01", "2017-05-31"), *visits(4)], END)
    assert seen.missing == ("2017年3月：甲", "2017年5月：甲")
    nobody = judge_rule(MONTHLY, [stay("甲", "2017-03-02", "2017-03-30"), *visits(4)], END)
    assert said(nobody) == "甲：没有一个在整整一个时段里都在（时段：2017年1月至12月）"


def test_the_stay_is_said() -> None:
    asked = a_rule(MONTHLY)
    assert "（从“日期”到“有效期至”，只看整个在内的时段）" in say(
        asked.expect[0].words(Glossary.of(a_pack(asked)))
    )
