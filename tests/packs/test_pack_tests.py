"""The runner of a pack's own tests: nothing that is wrong in a test hides behind another thing."""

# ruff: noqa: E501 - one case a line reads as a table

from __future__ import annotations

import pytest

from civcheck.app.packmutations import numbered_apart
from civcheck.app.packtests import TestRun, run_pack_tests
from civcheck.messages import say
from civcheck.reading.packsource import find_pack
from civcheck.reading.rulepack import read_pack
from civcheck.report.packs import render_test_run
from tests.packs.good import good_files, write

UNIT = "unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017}\ncases:\n"


def run(tmp_path, cases: str, mutate: bool = False, **other: str) -> TestRun:
    files = {**good_files(), "tests/01-讲堂.yaml": UNIT + cases, **other}
    root = str(write(tmp_path, files))
    return run_pack_tests(find_pack(root), read_pack(root, cache=False), mutate)


def told(run: TestRun) -> list[str]:
    return [f"{each.place}: {say(each.text)}" for each in run.failures]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        pytest.param("类型: 校园讲塘, 日期: 2017-03-01", "没有“校园讲塘”这种类型。改法：改成词表里的类型。是不是“校园讲堂”", id="kind"),
        pytest.param("类型: 讲堂, 日期: 2017-02-30", "“2017-02-30”没有这一天", id="day"),
        pytest.param("类型: 讲堂, 日期: 2017-03-01, 参加人次: 3", "不认识“参加人次”。改法：改正键名。是不是“参加人数”", id="key"),
        pytest.param("类型: 讲堂, 日期: 2017-03-01, 听众数: 好多", "“好多”不是数", id="value"),
        pytest.param("类型: 讲堂, 日期: 2017-03-01, 附件: {照片: a.jpg}", "没有“照片”这个材料角色", id="role"),
        pytest.param("类型: 讲堂, 日期: 2017-03-01, 关联: [H1]", "关联的“H1”台账里没有", id="a tie to nowhere"),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_in_a_case_is_a_failure_of_it(tmp_path, record: str, says: str):
    case = f'  - rule: "1.5"\n    case: 甲\n    records:\n      - {{{record}}}\n    expect: gap\n'
    (line,) = told(run(tmp_path, case))
    assert line.startswith("tests/01-讲堂.yaml:6:1: “甲”里有录入问题：")
    assert says in line
    case = case.replace("    expect: gap\n", "    expect: gap\n    mistakes: 是\n")
    assert told(run(tmp_path, case)) == []


def test_a_tie_to_a_record_of_an_earlier_ledger_is_no_mistake(tmp_path):
    record = "{类型: 讲堂, 日期: 2017-03-01, 编号: 乙, 关联: [%s]}"
    case = '  - {rule: "1.5", case: 甲, records: [%s], earlier: {2016: [%s]}, expect: gap}\n'
    earlier = "{类型: 讲堂, 日期: 2016-03-01, 编号: H1, 关联: [%s]}"
    assert told(run(tmp_path, case % (record % "H1", earlier % "乙"))) == []
    here, before = told(run(tmp_path, case % (record % "H2", earlier % "H3")))
    assert "关联的“H2”台账里没有" in here
    assert "关联的“H3”台账里没有" in before


def test_two_records_of_one_number_are_a_failure_of_the_case(tmp_path):
    record = "{类型: 讲堂, 日期: 2017-03-01, 编号: A1}"
    case = f'  - {{rule: "1.5", case: 甲, records: [{record}, {record}], expect: gap}}\n'
    assert "编号“A1”与 记录.yaml#1 重复" in told(run(tmp_path, case))[0]


def test_a_fact_that_the_pack_has_not_is_a_failure_of_the_case(tmp_path):
    case = '  - {rule: "1.5", case: 甲, unit: {其他事实: {上年场数: 3}}, records: [], expect: gap}\n'
    assert "规则包没有事实“上年场数”" in told(run(tmp_path, case))[0]


def test_a_case_of_a_heading_is_a_failure_and_is_not_judged(tmp_path):
    case = '  - {rule: "1.0", case: 甲, records: [], expect: gap, minimal: 是}\n'
    (line,) = told(run(tmp_path, case, mutate=True))
    assert line.startswith("tests/01-讲堂.yaml:3:1: ")
    assert "“甲”：规则 1.0 是由别的规则回答的标题句" in line
    assert told(run(tmp_path, '  - {rule: "1.0", no_case: gap, because: 标题句}\n')) == []


def test_a_case_that_announces_mistakes_must_have_some(tmp_path):
    case = '  - {rule: "1.5", case: 甲, mistakes: 是, records: [], expect: gap}\n'
    assert "没有录入问题" in told(run(tmp_path, case))[0]


def test_a_file_that_the_case_says_is_absent_is_no_mistake(tmp_path):
    record = "{类型: 讲堂, 日期: 2017-03-01, 附件: {方案: a.pdf}}"
    case = f'  - {{rule: "1.5", case: 甲, absent: a.pdf, records: [{record}], expect: gap}}\n'
    assert told(run(tmp_path, case)) == []


def test_a_case_that_cannot_be_read_hides_none_of_the_others(tmp_path):
    cases = """  - {rule: "1.5", case: 甲, records: [], expect: ok}
  - {rule: "1.1", case: 乙, records: [], expect: gap, caes: 一}
  - {rule: "1.5", case: 丙, records: [], expect: satisfied}
"""
    found = run(tmp_path, cases)
    assert [(each.place.line, each.code) for each in found.problems] == [
        (3, "rule-word"), (4, "rule-key-unknown"),
    ]  # fmt: skip
    assert [each.split(": ")[1] for each in told(found)] == [
        "“丙”应为达标，实为缺口（“时长”合计：0（要求 ≥20））"
    ]
    assert not {"1.1", "1.5"} & {each.rule for each in found.lacks}
    assert "1.3" in {each.rule for each in found.lacks}


def test_of_rules_whose_tests_could_not_be_read_no_case_is_missed(tmp_path):
    found = run(tmp_path, '  - &a {rule: "1.5", records: [], expect: gap}\n')
    assert [each.code for each in found.problems] == ["yaml-anchor"]
    assert {each.rule[0] for each in found.lacks} == {"2"}
    lines = render_test_run(found).decode().splitlines()
    assert lines[0].startswith("tests/01-讲堂.yaml:3:5: 用了锚点“&a”")
    assert lines[-1].endswith(f"测试文件 1 处写得不对，读不出来的例子没有运行；{found.lacking} 处没写齐")


def test_an_outcome_may_be_written_in_the_words_of_the_reports(tmp_path):
    cases = """  - {rule: "1.5", case: 甲, records: [], expect: 缺口}
  - {rule: "1.5", no_case: 不适用, because: 都适用}
"""
    found = run(tmp_path, cases)
    assert told(found) == []
    assert found.problems == ()
    (lack,) = (each for each in found.lacks if each.rule == "1.5")
    assert say(lack.text).startswith("没有一例达标、未到期，")


def test_an_outcome_that_is_none_lists_the_words_and_the_nearest(tmp_path):
    (problem,) = run(tmp_path, '  - {rule: "1.5", records: [], expect: 缺口了}\n').problems
    assert "gap（缺口）" in say(problem.why)
    assert "是不是“缺口”" in say(problem.cure)


def test_a_case_without_a_day_is_judged_on_the_day_the_pack_closes(tmp_path):
    assert told(run(tmp_path, '  - {rule: "1.5", case: 甲, records: [], expect: gap}\n')) == []


GROWS = {
    "01-讲堂.yaml": good_files()["01-讲堂.yaml"].replace(
        "expect: {compare: {measure: {field: 听众数}, at_least: {fact: 上年场次}}}",
        "expect: {compare: {measure: {fact: 上年场次}, more_than: {fact: 上年场次, year: -1}}}",
    )
}


@pytest.mark.parametrize(
    ("earlier", "outcome"),
    [
        pytest.param("[]", "gap", id="it said the same"),
        pytest.param("{unit: {其他事实: {上年场次: 3}}}", "satisfied", id="it said less"),
        pytest.param("{unit: {其他事实: {上年场次: 4}}, records: []}", "gap", id="it said as much"),
    ],
)
def test_a_case_may_say_what_the_unit_said_in_an_earlier_year(tmp_path, earlier: str, outcome: str):
    case = (
        f'  - {{rule: "1.6", case: 甲, unit: {{其他事实: {{上年场次: 4}}}}, records: [], '
        f"earlier: {{2016: {earlier}}}, expect: {outcome}}}\n"
    )
    assert told(run(tmp_path, case, **GROWS)) == []


def test_a_misspelt_key_of_an_earlier_year_is_told(tmp_path):
    found = run(tmp_path, '  - {rule: "1.5", records: [], earlier: {2016: {recods: []}}, expect: gap}\n')
    assert [each.code for each in found.problems] == ["rule-key-unknown"]


# --- mutations


NEEDS = {"02-其他.yaml": good_files()["02-其他.yaml"].replace("{none: {}}", "{none: {needs: {类型: 公示}}}")}
PROVEN = "{类型: 公示, 标题: 自查, 日期: 2017-03-01, 附件: {方案: a.pdf}}"
LEVY = "{类型: 制度, 标题: 摊派办法, 日期: 2017-03-01, 附件: {方案: b.pdf}}"


def test_gap_cases_that_add_nothing_to_a_rule_that_forbids_are_no_mutations(tmp_path):
    cases = f"""  - {{rule: "2.1", case: 甲, minimal: 是, records: [{PROVEN}], expect: satisfied}}
  - {{rule: "2.1", case: 乙, records: [], expect: gap}}
  - {{rule: "2.1", case: 丙, records: [{PROVEN}, {LEVY}], expect: gap}}
"""
    found = run(tmp_path, cases, True, **NEEDS)
    assert told(found) == []
    # the proof, its file, what is forbidden, and the field that tells it
    assert found.mutations == 4 + 1


def test_what_is_put_in_keeps_its_ties_and_takes_no_number_that_is_there():
    there = [{"类型": "公示", "编号": "一"}]
    added = [
        {"类型": "制度", "编号": "一"},
        {"类型": "公示", "编号": "二", "关联": ["一", "三"]},
        {"类型": "公示"},
    ]
    assert numbered_apart(added, there) == [
        {"类型": "制度", "编号": "一-2"},
        {"类型": "公示", "编号": "二", "关联": ["一-2", "三"]},
        {"类型": "公示"},
    ]


@pytest.mark.parametrize(
    ("day", "put_in"),
    [("2017-06-30", True), ("2017-07-01", False)],
    ids=["on the last day that it is seen", "a day later it is not there yet"],
)
def test_what_is_dated_after_the_day_of_the_minimal_case_is_not_put_in(tmp_path, day: str, put_in: bool):
    levy = LEVY.replace("2017-03-01", day)
    cases = f"""  - {{rule: "2.1", case: 甲, minimal: 是, as_of: 2017-06-30, records: [{PROVEN}], expect: satisfied}}
  - {{rule: "2.1", case: 丙, records: [{PROVEN}, {levy}], expect: gap}}
"""
    found = run(tmp_path, cases, True, **NEEDS)
    assert told(found) == []
    assert found.mutations == (5 if put_in else 4)


def test_a_proof_that_nobody_needs_survives(tmp_path):
    cases = f'  - {{rule: "2.1", case: 甲, minimal: 是, records: [{PROVEN}, {PROVEN}], expect: satisfied}}\n'
    assert any("去掉第 2 条，结论仍是达标" in each for each in told(run(tmp_path, cases, True, **NEEDS)))


FACTS = {
    "01-讲堂.yaml": good_files()["01-讲堂.yaml"].replace(
        "select: {类型: 讲堂, pick: latest, with: [方案]}\n  expect: {compare: {measure: {field: 听众数}, at_least: {fact: 上年场次}}}",
        "applies_to: {any: [{有下级单位: 是}, {在职人数: {at_least: 5}}]}\n  expect: {none: {}}\n  select: {类型: 讲堂, 听众数: {at_most: 3}}",
    )
}


def test_of_a_case_without_records_each_fact_that_the_rule_asks_about_is_taken_away(tmp_path):
    unit = "unit: {在职人数: 9, 其他事实: {有下级单位: 是, 上年场次: 3}}"
    case = f'  - {{rule: "1.6", case: 甲, minimal: 是, {unit}, records: [], expect: satisfied}}\n'
    found = told(run(tmp_path, case, True, **FACTS))
    assert [each.split("：")[0].split(" ")[-1] for each in found] == [
        "去掉有下级单位，结论仍是达标", "去掉在职人数，结论仍是达标",
    ]  # fmt: skip


TALK = "{类型: 讲堂, 日期: %s, 听众数: 5}"


def asking(expect: str, on_empty: str = "gap") -> dict[str, str]:
    """Give the files of a pack whose rule 1.6 asks something else of lectures."""
    rules = good_files()["01-讲堂.yaml"].replace(
        "select: {类型: 讲堂, pick: latest, with: [方案]}\n  expect: {compare: {measure: {field: 听众数}, at_least: {fact: 上年场次}}}",
        f"on_empty: {on_empty}\n  select: {{类型: 讲堂}}\n  expect: {{{expect}}}",
    )
    assert expect in rules
    return {"01-讲堂.yaml": rules}


@pytest.mark.parametrize(
    ("files", "days", "survives"),
    [
        pytest.param(asking("interval: {at_most: 100}"), ["2017-07-01", "2017-10-01"], None, id="one that lies between"),
        pytest.param(asking("interval: {at_most: 400}"), ["2017-07-01", "2017-10-01"], "任何一条", id="none is needed"),
        pytest.param(asking("each: {where: {听众数: {at_least: 5}}}", "satisfied"), ["2017-07-01"], None, id="nothing at all would do"),
        pytest.param(asking("each: {where: {标题: {filled: 是}}}", "satisfied"), ["2017-07-01"], "第 1 条", id="it shows nothing"),
        pytest.param(
            asking("ratio: {part: {count: {听众数: {at_least: 5}}}, whole: {count: all}, at_least: 100%}", "satisfied"),
            ["2017-07-01", "2017-10-01"], None, id="a share of all of them",
        ),
        pytest.param(
            asking("ratio: {part: {count: {听众数: {at_least: 5}}}, whole: {count: all}, at_least: 50%}", "satisfied"),
            ["2017-07-01", "2017-10-01"], "第 1 条", id="a share of half of them",
        ),
    ],
)  # fmt: skip
def test_of_what_may_be_missing_altogether_what_it_shows_is_taken_away(tmp_path, files, days, survives):
    records = ", ".join(TALK % each for each in days)
    case = f'  - {{rule: "1.6", case: 甲, minimal: 是, records: [{records}], expect: satisfied}}\n'
    found = [each for each in told(run(tmp_path, case, True, **files)) if "去掉" in each]
    assert [f"去掉{survives}" in each for each in found[:1]] == ([] if survives is None else [True]), found


def test_a_field_that_decides_no_case_is_dead(tmp_path):
    rules = good_files()["01-讲堂.yaml"].replace(
        "each:\n      roles:",
        "each:\n      where: {any: [{听众数: {filled: 是}}, {标题: {filled: 是}}]}\n      roles:",
    )
    record = (
        "{类型: 讲堂, 日期: 2017-03-01, 听众数: 3, 归档: {档号: 1, 日期: 2017-03-02}, "
        "附件: {方案: a.pdf, 图片: [b.jpg, c.jpg, d.jpg]}}"
    )
    case = f'  - {{rule: "1.2a", case: 甲, minimal: 是, records: [{record}], expect: satisfied}}\n'
    found = told(run(tmp_path, case, True, **{"01-讲堂.yaml": rules}))
    assert [each for each in found if "“听众数”" in each and "没有用到它" in each]
    assert not [each for each in found if "“归档”" in each]


HOURS = "records: [{类型: 讲堂, 日期: 2017-03-01, 时长: 20}], expect: satisfied"


@pytest.mark.parametrize(
    ("points", "day", "says"),
    [
        pytest.param("1", "2017-12-31", None, id="as it comes out"),
        pytest.param("{from: 1, to: 2}", "2017-06-30", None, id="as an interval"),
        pytest.param("2/2", "2017-12-31", None, id="exact, however it is written"),
        pytest.param("2", "2017-12-31", "“甲”应得 2 分，实为 1 分", id="another number"),
        pytest.param("1", "2017-06-30", "“甲”应得 1 分，实为 1 至 2 分", id="a number where it is open"),
        pytest.param("{from: 1/3, to: 2}", "2017-06-30", "“甲”应得 1/3 至 2 分，实为 1 至 2 分", id="a third"),
    ],
)  # fmt: skip
def test_a_case_says_what_its_rule_earns(tmp_path, points: str, day: str, says: str | None):
    case = f'  - rule: "1.5"\n    case: 甲\n    as_of: {day}\n    points: {points}\n'
    body = "    " + HOURS.replace(", expect", "\n    expect") + "\n"
    found = told(run(tmp_path, case + body))
    assert found == ([] if says is None else [f"tests/01-讲堂.yaml:6:5: {says}"])


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        pytest.param("1.3", "“甲”写了 points，这条规则没有写 score，不计分", id="no points"),
        pytest.param("1.6", "“甲”写了 points，这条规则是一票否决，本身不计分", id="a veto"),
    ],
)
def test_points_of_a_rule_that_earns_none_are_a_failure(tmp_path, rule: str, says: str):
    rules = good_files()["01-讲堂.yaml"].replace(
        "at_least: {fact: 上年场次}}}\n", "at_least: {fact: 上年场次}}}\n  score: veto\n"
    )
    outcome = "undetermined" if rule == "1.6" else "not-applicable"
    case = f'  - {{rule: "{rule}", case: 甲, records: [], expect: {outcome}, points: 0}}\n'
    record = "{类型: 讲堂, 标题: 甲, 日期: 2017-03-01, 听众数: 3, 附件: {方案: a.pdf}}"
    case = case.replace("records: []", f"records: [{record}]") if rule == "1.6" else case
    found = told(run(tmp_path, case, **{"01-讲堂.yaml": rules}))
    assert [each.partition(": ")[2] for each in found] == [says]


@pytest.mark.parametrize(
    ("points", "code", "says"),
    [
        pytest.param("{from: 5, to: 2}", "points-backwards", {"first": "5", "last": "2"}, id="backwards"),
        pytest.param("{form: 2, to: 5}", "rule-key-unknown", {"meant": "from"}, id="another key"),
        pytest.param("两分", "rule-number", {"value": "两分"}, id="no number"),
    ],
)
def test_points_that_cannot_be_read_are_told_with_their_place(tmp_path, points: str, code: str, says):
    case = f'  - rule: "1.5"\n    case: 甲\n    points: {points}\n    {HOURS.replace(", expect", chr(10) + "    expect")}\n'
    problems = run(tmp_path, case).problems
    found = next(each for each in problems if each.code == code)
    assert (found.place.file, found.place.line) == ("tests/01-讲堂.yaml", 5)
    assert says.items() <= {**found.params}.items()


AWARDS = {
    "01-讲堂.yaml": good_files()["01-讲堂.yaml"].replace(
        "expect: {total: {measure: {sum: 时长}, at_least: 20}}\n  score: {steps: {20: 1, 30: 2}, of: 加分}",
        "expect: {cover: {field: 主题, members: [爱国, 敬业], need: any}}\n"
        "  score: {members: {爱国: 3, 敬业: 1}, best: {field: 地点}, at_most: 5, of: 加分}",
    )
}


@pytest.mark.parametrize(
    ("other", "points", "dead"),
    [
        pytest.param("甲馆", "3", False, id="the same one twice"),
        pytest.param("乙馆", "4", True, id="never the same one twice"),
    ],
)
def test_a_field_that_tells_things_apart_must_do_so_in_a_case(tmp_path, other: str, points: str, dead: bool):
    records = "[{类型: 讲堂, 日期: 2017-03-01, 主题: 爱国, 地点: 甲馆}, {类型: 讲堂, 日期: 2017-04-01, 主题: 敬业, 地点: %s}]"
    one = "[{类型: 讲堂, 日期: 2017-03-01, 主题: 爱国, 地点: 甲馆}]"
    cases = (
        f'  - {{rule: "1.5", case: 甲, minimal: 是, records: {one}, expect: satisfied, points: 3}}\n'
        f'  - {{rule: "1.5", case: 乙, records: {records % other}, expect: satisfied, points: {points}}}\n'
    )
    found = told(run(tmp_path, cases, True, **AWARDS))
    assert [each.partition("：")[0] for each in found] == (
        ["tests/01-讲堂.yaml:3:1: 计分按“地点”分开算，可是各条都写成不同的，得分也一个不变"] if dead else []
    )


def test_a_wrong_outcome_hides_no_wrong_points(tmp_path):
    case = '  - {rule: "1.5", case: 甲, records: [], as_of: 2018-12-31, expect: satisfied, points: 3}\n'
    found = told(run(tmp_path, case))
    assert len(found) == 2, found


def test_a_file_of_tests_that_is_too_large_has_no_records_to_split(tmp_path):
    cases = "".join(
        f'  - {{rule: "1.5", case: 例{at}, records: [], expect: gap, missing: [{"甲, " * 150}]}}\n'
        for at in range(140)
    )
    (problem,) = run(tmp_path, cases).problems
    assert problem.code == "tests-too-large"


def test_a_minimal_case_of_earlier_years_alone_says_where_its_material_stands(tmp_path):
    earlier = "earlier: {2016: {records: [{类型: 讲堂, 日期: 2016-03-01}]}}"
    case = f'  - {{rule: "1.5", case: 甲, minimal: 是, records: [], {earlier}, expect: gap}}\n'
    assert "材料都在 earlier 里" in "".join(told(run(tmp_path, case, mutate=True)))
