"""Fields with a type that their pack declares: lists whose values hold a 、, percentages, numbers in a unit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from civcheck.messages import number
from civcheck.model.ledger import Ledger
from civcheck.model.numbers import is_about, lean_of, read_in
from civcheck.model.outcome import Outcome
from civcheck.model.rawvalue import Context
from civcheck.verdict.run import run_audit
from tests.builders import a_ledger, a_pack, a_record, a_rule, a_unit, outcome_of

PACK = a_pack(a_rule("{select: {类型: 检查}, expect: {count: {at_least: 1}}}"))


def ledger_with(field: str, written: Any) -> Ledger:
    """Read one inspection that says this."""
    return a_ledger(PACK, [a_record("检查", "2017-03-01", **{field: written})])


def value_of(field: str, written: Any) -> Any:
    """Give what a field is read as; None where it is not taken."""
    [record] = ledger_with(field, written).records
    return record.fields.get(field)


def told(field: str, written: Any) -> list[str]:
    """Give the codes of what is told, notes too."""
    return [problem.code for problem in ledger_with(field, written).problems]


BOTH = ("防火巡查、检查", "值班")


@pytest.mark.parametrize(
    ("written", "values"),
    [
        pytest.param("防火巡查、检查", BOTH[:1], id="alone"),
        pytest.param(["防火巡查、检查", "值班"], BOTH, id="in a list"),
        pytest.param("防火巡查、检查、值班", BOTH, id="before another"),
        pytest.param("值班，防火巡查、检查", BOTH[::-1], id="after another"),
        pytest.param("“防火巡查、 检查”；值班", BOTH, id="with quotation marks and a blank"),
        pytest.param("巡查；查岗", BOTH[:1], id="by its other spelling"),
        pytest.param("巡查、值班", ("巡查", "值班"), id="others are taken apart as ever"),
        pytest.param("防火巡查、值班", ("防火巡查", "值班"), id="half of it is not it"),
    ],
)
def test_a_listed_value_with_a_separator_is_recognised_whole(written: Any, values: tuple[str, ...]) -> None:
    assert value_of("检查内容", written) == values


def test_what_is_recognised_whole_is_not_noted_as_unlisted() -> None:
    assert told("检查内容", "防火巡查、检查、值班") == []
    assert told("检查内容", "防火巡查、值班") == ["unlisted-value"]


def test_a_fact_names_a_listed_value_whole() -> None:
    unit = {"单位名称": "甲局", "单位类型": "县区司法局", "年度": "2017"}
    facts = {"其他事实": {"在册典型": "防火巡查、检查、张三"}}
    assert a_ledger(PACK, (), {**unit, **facts}).unit.facts["在册典型"] == ("防火巡查、检查", "张三")


@pytest.mark.parametrize(
    ("fact", "written", "value", "codes"),
    [
        pytest.param("危害程度", "严重", "严重", [], id="as listed"),
        pytest.param("危害程度", "“严 重”", "严重", [], id="with quotation marks and a blank"),
        pytest.param("危害程度", "严重单位", None, ["fact-unlisted"], id="more than is listed"),
        pytest.param("危害程度", "较重", None, ["fact-unlisted"], id="something else"),
        pytest.param("危害程度", "无", None, [], id="none"),
        pytest.param("危害因素", "噪声、振动、粉尘", ("噪声、振动", "粉尘"), [], id="a list"),
        pytest.param("危害因素", "无", (), [], id="an empty list"),
        pytest.param(
            "危害因素", "粉尘、辐射", None, ["fact-unlisted"], id="a list with one that is not listed"
        ),
    ],
)
def test_of_a_fact_with_listed_answers_any_other_is_undeclared(
    fact: str, written: str, value: Any, codes: list[str]
) -> None:
    ledger = a_ledger(PACK, (), a_unit(其他事实={fact: written}))
    assert ledger.unit.facts.get(fact) == value
    assert [each.code for each in ledger.problems] == codes


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("严重", Outcome.GAP), ("一般", Outcome.NOT_APPLICABLE), ("严重单位", Outcome.UNDETERMINED)],
)
def test_an_answer_that_is_not_listed_takes_no_duty_away(written: str, outcome: Outcome) -> None:
    rule = "applies_to: {危害程度: 严重}\nselect: {类型: 检查}\nexpect: {count: {at_least: 1}}"
    unit = a_unit(其他事实={"危害程度": written})
    assert outcome_of(rule, [], "2017-12-31", unit) is outcome


@pytest.mark.parametrize(
    ("fact", "line"), [("危害程度", "危害程度: 一般|严重"), ("危害因素", "危害因素: [粉尘, 噪声、振动]")]
)
def test_a_report_asks_for_one_of_the_listed_answers(fact: str, line: str) -> None:
    rule = a_rule(
        f"{{applies_to: {{{fact}: {{filled: 是}}}}, select: {{类型: 检查}}, expect: {{none: {{}}}}}}"
    )
    pack = a_pack(rule)
    [ask] = run_audit(a_ledger(pack, ()), pack, date(2017, 12, 31)).asks
    assert ask.line == f"其他事实:\n  {line}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("85%", "85%"), ("85.5％", "85.5%"), ("百分之八十", "80%"), ("85", "85%"), ("0.5%", "0.5%"),
        ("0", "0%"), ("120%", "120%"), ("1%", "1%"), ("1.01", "1.01%"),
        ("九成", "90%"), ("九成五", "95%"), ("9成", "90%"),
    ],
)  # fmt: skip
def test_a_percentage_is_read_with_its_sign_or_as_what_is_above_one(written: str, shown: str) -> None:
    found = value_of("覆盖率", written)
    assert (number(found), is_about(found), told("覆盖率", written)) == (shown, False, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0.85", "percentage-unclear"), ("1", "percentage-unclear"), ("1.0", "percentage-unclear"),
        ("大部分", "not-a-percentage"), ("十成", "not-a-percentage"),
        ("85人", "not-a-percentage"), ("-5%", "not-a-percentage"),
    ],
)  # fmt: skip
def test_what_may_be_two_percentages_is_none(written: str, code: str) -> None:
    assert (value_of("覆盖率", written), told("覆盖率", written)) == (None, [code])


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2", Fraction(2)), ("2小时", Fraction(2)), ("90分钟", Fraction(3, 2)), ("1小时30分", Fraction(3, 2)),
        ("1.5个小时", Fraction(3, 2)), ("2h", Fraction(2)), ("90min", Fraction(3, 2)), ("48小时整", Fraction(48)),
        ("半小时", Fraction(1, 2)), ("一个半小时", Fraction(3, 2)), ("两小时半", Fraction(5, 2)),
    ],
)  # fmt: skip
def test_a_number_with_the_unit_of_its_field_is_taken(written: str, hours: Fraction) -> None:
    assert (value_of("用时", written), told("用时", written)) == (hours, [])


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("半年", "个月", 6), ("两年半", "年", Fraction(5, 2)), ("半月", "个月", Fraction(1, 2)),
        ("12万5千", "元", 125_000), ("12万5千元", "万元", Fraction(25, 2)), ("12万5千", "万元", Fraction(25, 2)),
    ],
)  # fmt: skip
def test_halves_and_thousands_behind_ten_thousands_are_read(
    written: str, unit: str, value: Fraction | int
) -> None:
    assert read_in(written, Context(2017), unit) == value


@pytest.mark.parametrize(("written", "lean"), [("近九成", -1), ("九成多", 1), ("九成以上", 0)])
def test_tenths_may_be_an_estimate(written: str, lean: int) -> None:
    found = value_of("覆盖率", written)
    assert (found, is_about(found), lean_of(found)) == (Fraction(9, 10), True, lean)


@pytest.mark.parametrize("written", ["1天", "2人", "3学时", "50%"])
def test_a_number_with_another_unit_is_not_taken(written: str) -> None:
    assert (value_of("用时", written), told("用时", written)) == (None, ["other-unit"])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("125克", 125),
        ("2023年", 2023),
        ("2023年度", 2023),
        ("3公里", 3),
        ("95分", 95),
        ("6个月", 6),
        ("12例", 12),
        ("5亩", 5),
    ],
)
def test_a_field_without_a_unit_takes_a_number_in_any(written: str, number: int) -> None:
    assert (value_of("件数", written), told("件数", written)) == (number, [])


@pytest.mark.parametrize(
    ("written", "lean"),
    [
        ("50余", 1), ("50多件", 1), ("十几", 1), ("超过50", 1), ("逾50", 1),
        ("近50", -1), ("不足50", -1), ("不到50件", -1), ("接近50", -1),
        ("约50", 0), ("至少50", 0), ("不少于50件", 0), ("满50", 0), ("50左右", 0), ("50以上", 0), ("五十", 0),
    ],
)  # fmt: skip
def test_an_estimate_says_which_way_it_leans(written: str, lean: int) -> None:
    found = value_of("件数", written)
    assert (is_about(found), lean_of(found), told("件数", written)) == (
        True,
        lean,
        [{1: "about-more", -1: "about-less", 0: "about"}[lean]],
    )


@pytest.mark.parametrize("written", ["69.5", "69.5℃", "69.5°C", "69.5度", "69.5摄氏度"])
def test_degrees_are_written_in_many_ways(written: str) -> None:
    assert read_in(written, Context(2017), "℃") == Fraction(139, 2)


def test_for_good_is_no_day_but_where_something_is_valid_until_one() -> None:
    def told_of(kind: str, field: str, written: str) -> list[str]:
        shown = {"方案": "a.docx"}
        record = a_record(kind, "2017-03-01", 标题="一", 附件=shown, **{field: written})
        return [problem.code for problem in a_ledger(PACK, [record]).problems]

    assert told_of("制度", "有效期至", "长期") == []
    assert told_of("制度", "有效期至", "两年") == ["not-a-last-day"]
    assert told_of("检查", "整改期限", "长期") == ["day-open"]


@pytest.mark.parametrize(
    ("written", "unit", "number"),
    [
        ("2023年度", "年", 2023), ("120000千瓦时", "万千瓦时", 12), ("12万千瓦时", "万千瓦时", 12),
        ("12万千瓦时", "千瓦时", 120_000), ("12万", "千瓦时", 120_000), ("12万", "万千瓦时", 12),
        ("1000kWh", "千瓦时", 1_000), ("5吨标准煤", "吨标准煤", 5),
        ("500千克标准煤", "吨标准煤", Fraction(1, 2)), ("3tce", "吨标准煤", 3), ("120m³", "立方米", 120),
        ("5000吨", "万吨", Fraction(1, 2)), ("3台", "辆", 3), ("3套", "套", 3), ("7旬", "旬", 7),
    ],
)  # fmt: skip
def test_units_convert_and_ten_thousand_of_any(written: str, unit: str, number: Fraction | int) -> None:
    assert read_in(written, Context(2017), unit) == number


def test_what_is_no_number_is_to_be_written_in_the_unit_of_its_field() -> None:
    [problem] = ledger_with("用时", "很久").problems
    assert (problem.code, problem.params["such"]) == ("not-a-number", "46小时")
