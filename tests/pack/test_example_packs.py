"""The packs that come with civcheck, and what the example packs are there to show."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from civcheck import audit
from civcheck.app.audit import DEFAULT_PACK
from civcheck.app.explain import explain, explain_pack
from civcheck.app.packtests import run_pack_tests
from civcheck.app.trace import Coverage, trace
from civcheck.messages import say
from civcheck.model.outcome import Basis, Obligation, Outcome
from civcheck.model.report import Report, Score
from civcheck.reading.packsource import find_pack, installed_packs
from civcheck.reading.rulepack import read_pack, read_source
from civcheck.report import Format, Options, renderer

PACKS = sorted(installed_packs())
EXAMPLES = [name for name in PACKS if name.startswith("example-")]
ROOT = Path(__file__).parents[2]
SATISFIED, GAP = Outcome.SATISFIED, Outcome.GAP


# --- every pack (all of them together take about 5 s, so none is marked heavy)


def test_the_packs_that_come_with_civcheck() -> None:
    assert PACKS == ["example-city-2017", "example-monthly-2018", "example-score-2018", "hubei-2017"]
    assert DEFAULT_PACK == "hubei-2017"


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_without_mistakes_and_answers_every_sentence(name: str) -> None:
    pack = read_pack(name, cache=False)  # raises where lint finds a mistake
    open_ = [
        each.text for each in trace(pack, read_source(name, pack)) if each.coverage is Coverage.UNCOVERED
    ]
    assert open_ == []


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_passes_its_own_tests_and_every_rule_can_fail(name: str) -> None:
    run = run_pack_tests(find_pack(name), read_pack(name), mutate=True)
    assert [f"{each.place} {each.rule} {say(each.text)}" for each in run.failures] == []
    assert run.problems == ()
    assert run.mutations > 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_so_wherever_a_reader_meets_it(name: str) -> None:
    root, head = find_pack(name), read_pack(name).head
    assert head.title.startswith("【示例】")
    assert "虚构" in head.issuer
    assert head.index_number is None
    for file in (*root.glob("*.yaml"), *root.glob("tests/*.yaml")):
        assert file.read_text("utf-8").startswith("# 【示例】"), file.name
    assert (root / "source.txt").read_text("utf-8").startswith("【示例】")
    assert (ROOT / "docs" / "packs" / f"{name}.md").read_text("utf-8").startswith("# 【示例】")
    below = () if head.extends is None else read_pack(head.extends.pack).terms.kinds
    own = [kind for key, kind in read_pack(name).terms.kinds.items() if key not in below]
    assert all(kind.about.startswith("【示例】") for kind in own)


def test_a_register_that_could_be_taken_away_unseen_is_told(tmp_path: Path) -> None:
    """A second register in the minimal case is surplus: without either of them the absence is still proven."""
    folder = shutil.copytree(find_pack("example-score-2018"), tmp_path / "copy")
    file = folder / "tests" / "08-一票否决.yaml"
    one = "{类型: 自查登记, 日期: 2018-12-20, 附件: {登记表: 自查.pdf}}"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace(f"records: [{one}]", f"records: [{one}, {one.replace('12-20', '12-21')}]"), "utf-8"
    )
    run = run_pack_tests(folder, read_pack(str(folder)), mutate=True)
    assert {each.rule for each in run.failures} == {"8.2"}
    assert "去掉第 1 条" in say(run.failures[0].text)


# --- points


MONTHS = tuple(f"2018-{month:02}-15" for month in range(1, 13))
ALL = {"方案": "a.txt", "图片": "a.jpg", "小结": "b.txt"}
UNIT = {
    "单位名称": "江城市某局", "单位类型": "市直机关", "规则": "example-score-2018", "在职人数": "10",
    "其他事实": {"有服务窗口": "是", "有食堂": "否", "结对村": ["甲村", "乙村"]},
}  # fmt: skip


def record(kind: str, day: Any, **fields: Any) -> dict[str, Any]:
    return {"类型": kind, "日期": day, **fields}


LAST_YEAR = [
    record("创建经费", "2017-02-01", 金额="20"),
    record("典型推荐", ["2017-03-15", "2017-04-15"], 附件={"推荐表": "a.txt"}),
]
THIS_YEAR = [
    record("创建会议", [MONTHS[0], MONTHS[4], MONTHS[7]]),
    record("制度", "2016-05-01", 附件={"文件": "a.txt"}),
    record("创建计划", "2018-03-31", 附件={"文件": "a.txt"}),
    record("创建经费", "2018-02-01", 金额="21"),
    record("创建培训", [*MONTHS[:3]]),
    record("道德讲堂", [*MONTHS[:6]], 讲法="身边人讲身边事", 主题=["社会公德", "家庭美德"]),
    record("道德讲堂", [*MONTHS[6:9]], 讲法="外请报告", 主题="职业道德"),
    record("志愿服务", "2018-03-05", 人时="160"),
    record("典型推荐", ["2018-03-15", "2018-04-15"], 附件={"推荐表": "b.txt"}),
    record("主题活动", "2018-02-12", 标题="春节", 内容=["传统节日", "诚信教育"], 节日="春节", 参加人数="30",
           报送日期="2018-02-13", 附件=ALL),
    record("主题活动", "2018-04-04", 标题="清明", 内容="传统节日", 节日="清明", 参加人数="20",
           报送日期="2018-04-09", 附件=ALL),
    record("主题活动", "2018-08-04", 标题="交通", 内容=["诚信教育", "文明交通"], 参加人数="20",
           报送日期="2018-09-20", 附件={"方案": "a.txt"}),
    record("主题活动", "2018-04-23", 标题="读书", 内容="全民阅读", 参加人数="30", 报送日期="2018-04-23", 附件=ALL),
    record("窗口服务", "2016-05-01", 事项="便民设施", 附件={"文件": "a.txt"}),
    record("投诉登记", "2018-12-20", 附件={"登记表": "a.txt"}),
    record("服务投诉", "2018-06-20", 查实="是"),
    record("环境自查", "2018-06-20", 附件={"图片": "a.jpg"}),
    record("信息报送", [*MONTHS[:10]], 附件={"报道": {"文件": "a.txt", "媒体级别": "市级"}}),
    record("共建活动", [*MONTHS[:2]], 村名="甲村"),
    record("共建活动", MONTHS[0], 村名="乙村"),
    record("走访慰问", [*MONTHS[:5]]),
    record("图书捐赠", "2018-04-23", 册数="200"),
    record("表彰", "2018-09-01", 级别=["省级", "市级"], 附件={"文件": "a.txt"}),
    record("表彰", "2018-10-01", 级别="省级", 附件={"文件": "a.txt"}),
    record("自查登记", "2018-12-20", 附件={"登记表": "a.txt"}),
]  # fmt: skip


def write_year(folder: Path, records: Sequence[Mapping[str, Any]]) -> str:
    folder.mkdir()
    for name in ("a.txt", "b.txt", "a.jpg"):
        (folder / name).write_bytes(b"\xff\xd8\xff" if name.endswith("jpg") else name.encode())
    unit = {**UNIT, "年度": folder.name}
    (folder / "unit.yaml").write_text(yaml.safe_dump(unit, allow_unicode=True), "utf-8")
    for number, each in enumerate(records, 1):
        text = yaml.safe_dump({"标题": f"第{number}条", **each}, allow_unicode=True)
        (folder / f"{number:02}.yaml").write_text(text, "utf-8")
    return str(folder)


def score_report(
    at: Path, records: Sequence[Mapping[str, Any]] = THIS_YEAR, as_of: date = date(2019, 1, 31)
) -> Report:
    ledgers = write_year(at / "2017", LAST_YEAR), write_year(at / "2018", records)
    return audit(*ledgers, as_of=as_of)


def score_of(report: Report) -> Score:
    assert report.score is not None
    return report.score


def test_a_small_ledger_earns_what_the_document_gives(tmp_path: Path) -> None:
    report = score_report(tmp_path)
    score = score_of(report)
    assert report.problems == ()
    groups = {group.name: (group.sure, group.possible, group.full) for group in score.groups}
    assert groups == {
        "组织领导": (Fraction("13.5"), Fraction("13.5"), 15),  # a quarter without a meeting, three trainings
        "思想道德": (15, 15, 20),  # 9 lectures, 3 themes, 6 of 9, 16 of 20 hours, 4 in two years
        "创建活动": (12, 12, 25),  # below: who has which activity
        "环境和服务": (6, 9, 12),  # no canteen; whether it is tidy a person says
        "信息和台账": (Fraction("11.5"), Fraction("11.5"), 15),
        "结对共建": (10, 10, 10),  # 3 + 5 + 3, ten at the most
        "加分": (4, 4, 5),  # two awards of the province, one of them of the city too
    }
    assert score.scaled_from == 97
    assert (score.sure, score.possible) == (Fraction(68 * 100, 97) + 4, Fraction(71 * 100, 97) + 4)
    assert {mark.name: mark.reached for mark in score.marks} == {"优秀": False, "合格": True}
    assert (score.vetoes, score.open_vetoes) == ((), ())


def test_an_activity_counts_once_among_three_rules_and_so_do_its_points(tmp_path: Path) -> None:
    report = score_report(tmp_path)
    group = next(each for each in report.claims if each.name == "创建活动")
    titles = {each.key: each.title for each in report.catalogue}
    has = {rule: [titles[key] for key, _ in items] for rule, items in group.claimed.items()}
    assert has == {"3.1": ["清明"], "3.2": ["交通"], "3.3": ["春节"]}
    lines = {line.rule: line.sure for each in score_of(report).groups for line in each.lines}
    assert (lines["3.1"], lines["3.2"], lines["3.3"]) == (Fraction("1.5"), 1, 2)


def test_an_accident_of_last_year_vetoes_every_level(tmp_path: Path) -> None:
    accident = record("负面事项", "2017-11-15", 性质="重大安全责任事故")
    score = score_of(score_report(tmp_path, [*THIS_YEAR, accident]))
    assert score.vetoes == ("8.1",)
    assert {mark.reached for mark in score.marks} == {False}


def test_below_nine_points_of_the_fifth_part_no_level_is_reached(tmp_path: Path) -> None:
    fewer = [each for each in THIS_YEAR if each["类型"] != "信息报送"]
    score = score_of(score_report(tmp_path, fewer))
    (fifth,) = (group for group in score.groups if group.point == 5)
    assert fifth.sure == Fraction("5.5") and fifth.mark is not None and fifth.mark.reached is False
    assert {mark.reached for mark in score.marks} == {False}


def test_an_empty_ledger_earns_only_what_its_own_sentence_leaves_it(tmp_path: Path) -> None:
    # 6.1: five points, two off for each village short; with two villages one point is left.
    score = score_of(score_report(tmp_path, []))
    assert {line.rule: line.sure for group in score.groups for line in group.lines if line.sure} == {"6.1": 1}
    assert score.sure == score.possible


def test_the_levels_are_open_at_half_time(tmp_path: Path) -> None:
    score = score_of(score_report(tmp_path, as_of=date(2018, 6, 20)))
    assert {mark.reached for mark in score.marks} == {None}
    assert score.open_vetoes == ("8.2",)


def test_the_page_says_how_many_of_several_and_both_years() -> None:
    said = {each.rule.id: each for each in explain_pack("example-score-2018")[1]}
    assert say(said["3.6"].asks).startswith("下列各项中至少做到 2 项")
    assert "2017-01-01 至 2018-12-31" in say(said["2.5"].window)


# --- a city's own notice


def test_the_head_of_the_report_names_the_pack_below() -> None:
    report = audit(str(ROOT / "sample_ledger"), rules="example-city-2017", as_of=date(2018, 6, 30))
    assert "建立在规则包 hubei-2017 1.0.0 之上" in renderer(Format.TERMINAL)(report, Options()).decode()


def test_one_report_shows_what_the_province_asks_and_what_the_city_adds() -> None:
    sample = str(ROOT / "sample_ledger")
    report = audit(sample, rules="example-city-2017", as_of=date(2018, 6, 30))
    found = {each.rule: each for each in report.findings}
    assert {rule: found[rule].documents for rule in ("2.8b", "2.7", "9.9")} == {
        "2.8b": ("hubei-2017",),  # left as it is
        "2.7": ("hubei-2017", ""),  # four of the province, six of the city
        "9.9": ("",),  # the city's own
    }
    assert [(found[rule].have, found[rule].need, found[rule].outcome) for rule in ("2.7", "2.4")] == [
        ("3", "6", GAP), ("1", "2", GAP),
    ]  # fmt: skip
    assert found["7.1"].obligation is Obligation.MANDATORY
    by_province = {each.rule: each for each in audit(sample, as_of=date(2018, 6, 30)).findings}
    assert (by_province["2.7"].need, by_province["2.4"].outcome) == ("4", SATISFIED)
    untouched = by_province.keys() - set(read_pack("example-city-2017").own)
    assert {rule: found[rule].outcome for rule in untouched} == {
        rule: by_province[rule].outcome for rule in untouched
    }


def test_the_city_says_ten_days_and_that_they_are_its_own_words() -> None:
    pack = read_pack("example-city-2017")
    param = pack.head.params["材料期限"]
    assert (param.value, param.basis) == (10, Basis.ORIGINAL)
    (of_activities,) = explain("6.3", rules="example-city-2017")
    assert "“签到”" in say(of_activities.asks) and "10 天" in say(of_activities.asks)
