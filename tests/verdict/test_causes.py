"""Why records leave an outcome open: what is the cause is said, and what is not is not."""

# ruff: noqa: E501 - one case a line reads as a table

from __future__ import annotations

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.verdict.run import run_audit

from ..builders import a_ledger, a_pack, a_record, a_rule, day, lectures

NONE = "{select: {类型: 检查, 等级: 重大}, expect: {none: {}}}"
NOT_HIM = "{select: {类型: 讲堂, 负责人: 李四}, expect: {none: {}}}"
NO_TIE = "{select: {类型: 讲堂}, on_empty: not-applicable, expect: {link: {to: {类型: 慰问}, by: {负责人: 慰问对象}, at_most: 0}}}"
DIFFERENT = (
    "{select: {类型: 讲堂}, expect: {count: {at_least: 2, distinct: [地点]}, ledger: {unique: [地点]}}}"
)
OPEN = "，不能断定是不是：“类型”是“检查”，“等级”是“重大”"


def checks(*grades: str | None) -> list[Any]:
    return [a_record("检查", "2017-03-01", **({"等级": each} if each else {})) for each in grades]


def tied(*names: str | None) -> list[Any]:
    visits = [a_record("慰问", "2017-03-01", **({"慰问对象": each} if each else {})) for each in names]
    return [*lectures("2017-03-01", 负责人="李四"), *visits]


@pytest.mark.parametrize(
    ("rule", "records", "expected"),
    [
        pytest.param(NONE, checks(None), f"有 1 条记录没写全{OPEN}", id="a blank"),
        pytest.param(NONE, checks("三级"), f"有 1 条记录写的不在词表里{OPEN}", id="another value"),
        pytest.param(NONE, checks("三级", None), f"有 2 条记录没写全，或者写的不在词表里{OPEN}", id="both"),
        pytest.param(NOT_HIM, lectures("2017-03-01", 负责人="王五等2人"), "有 1 条记录没有逐个写名字，不能断定是不是：“类型”是“讲堂”，“负责人”是“李四”", id="not by name"),
        pytest.param(NO_TIE, tied("李四同志"), "有 1 条记录名称多写少写了，可能改变结论", id="a longer name"),
        pytest.param(NO_TIE, tied(None), "有 1 条记录没写全，可能改变结论", id="a blank on the other side"),
        pytest.param(NO_TIE, tied("王五等2人"), "有 1 条记录没有逐个写名字，可能改变结论", id="not by name there"),
    ],
)  # fmt: skip
def test_the_cause_is_said_that_applies(rule: str, records: list[Any], expected: str) -> None:
    pack = a_pack(a_rule(rule))
    finding = run_audit(a_ledger(pack, records), pack, day("2017-12-31")).findings[0]
    assert finding.outcome is Outcome.UNDETERMINED
    assert expected in [say(each) for each in (finding.summary, *finding.notes)]


def test_what_two_demands_of_a_rule_say_alike_is_said_once() -> None:
    pack = a_pack(a_rule(DIFFERENT))
    records = [each for name in ("东村", "东村村委会") for each in lectures("2017-03-01", 地点=name)]
    finding = run_audit(a_ledger(pack, records), pack, day("2017-12-31")).findings[0]
    assert [say(each) for each in finding.notes] == ["有 2 条记录名称多写少写了，可能改变结论"]
