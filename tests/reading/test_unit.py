"""unit.yaml: what a unit declares, what it leaves open, and what stops the run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from civcheck.errors import LedgerError
from civcheck.messages import say
from civcheck.model.problem import Weight
from civcheck.model.unit import Honour, PackPin, Unit
from civcheck.reading.unitfile import UNIT_KEYS, open_unit
from tests.ledgers import UNIT, assert_tells, noted, read, read_files, sentence, told, write_ledger


def unit_of(root: Path, more: str = "") -> Unit:
    """Read a unit with ``more`` below its three required lines; nothing may be wrong with it."""
    ledger = read_files(root, {}, UNIT + more)
    assert told(ledger) == []
    return ledger.unit


def stop_of(root: Path, unit: str | bytes | None, files: dict[str, str | bytes] | None = None) -> LedgerError:
    """Read a unit that stops the run; each of its problems must be tellable."""
    with pytest.raises(LedgerError) as caught:
        read(write_ledger(root, files or {}, unit))
    assert say(caught.value.message)
    for problem in caught.value.problems:
        assert_tells(problem)
    return caught.value


FULL = """\
单位名称: 江城市司法局
单位类型: 县区司法局
年度: 2017年
文明单位级别:
  - {级别: 市级, 授予日期: 2013-12-20, 届满日期: 2015-12-31}
  - {级别: 省级文明单位, 授予日期: 2016-01-01, 届满日期: 2199-12-31}
职能: 律师、公证
组织: [团委, 妇委会]
在职人数: 46人
其他事实:
  有下级单位: 是
  在册先进典型: 云甲禾、泽乙舟
  结对村: 无
分工:
  "2": 政工科
  "3.4b": 【待填】
上级单位: 江城市司法局
规则: {包: hubei-2017, 版本: 1.0, 摘要: abc}
"""


def test_every_key_of_the_format_is_read(tmp_path: Path) -> None:
    unit = read_files(tmp_path, {}, FULL).unit
    assert (unit.name, unit.type, unit.year, unit.staff) == ("江城市司法局", "县区司法局", 2017, 46)
    assert unit.honours == (
        Honour("市级", date(2013, 12, 20), date(2015, 12, 31)),
        Honour("省级", date(2016, 1, 1), date(2199, 12, 31)),
    )
    assert (unit.functions, unit.organisations) == (("律师", "公证"), ("团委", "妇委会"))
    assert unit.facts == {"有下级单位": True, "在册先进典型": ("云甲禾", "泽乙舟"), "结对村": ()}
    assert (unit.duties, unit.superior) == ({"2": "政工科"}, "江城市司法局")
    assert unit.pack == PackPin("hubei-2017", "1.0", "abc")


def test_every_alias_says_the_same_as_its_key(tmp_path: Path) -> None:
    english = FULL
    nested = {
        "级别": "level",
        "授予日期": "granted",
        "届满日期": "expires",
        "包": "id",
        "版本": "version",
        "摘要": "digest",
    }
    for key, alias in [*UNIT_KEYS.items(), *nested.items()]:
        english = english.replace(f"{key}:", f"{alias}:").replace("文明单位level", "honour")
    units = [read_files(tmp_path / str(i), {}, text).unit for i, text in enumerate((FULL, english))]
    for name in (
        "name",
        "type",
        "year",
        "honours",
        "functions",
        "organisations",
        "staff",
        "facts",
        "pack",
        "superior",
    ):
        assert getattr(units[0], name) == getattr(units[1], name), name


def test_the_unit_may_stand_in_a_file_of_its_chinese_name(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {}, None)
    (root / "单位.yaml").write_text(f"---\n# 单位档案\n{UNIT}", "utf-8")
    assert read(root).unit.file == "单位.yaml"


def test_two_files_of_the_unit_at_once_are_told(tmp_path: Path) -> None:
    assert told(read_files(tmp_path, {"单位.yaml": UNIT})) == ["unit.yaml:1:1 two-unit-files"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_unit_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    ledger = read_files(tmp_path, {}, UNIT.replace("\n", "\r\n").encode(encoding))
    assert ledger.unit.name == "江城市司法局"
    assert noted(ledger) == ([] if encoding == "utf-8-sig" else ["encoding"])


UNDECLARED = ["", "/", "-", "【待填】", "[【待填】]", "[/]", "[律师, 【待填】]", "、"]


@pytest.mark.parametrize("written", UNDECLARED)
def test_a_list_that_says_nothing_is_undeclared_and_never_the_empty_list(
    tmp_path: Path, written: str
) -> None:
    text = f"职能: {written}\n组织: {written}\n其他事实:\n  结对村: {written}\n"
    unit = read_files(tmp_path, {}, UNIT + text).unit
    assert (unit.functions, unit.organisations, dict(unit.facts)) == (None, None, {})


@pytest.mark.parametrize("written", ["无", "[]", "[无]"])
def test_a_list_that_says_none_is_declared_empty(tmp_path: Path, written: str) -> None:
    unit = unit_of(tmp_path, f"职能: {written}\n组织: {written}\n其他事实:\n  结对村: {written}\n")
    assert (unit.functions, unit.organisations, dict(unit.facts)) == ((), (), {"结对村": ()})


def test_what_is_absent_is_undeclared(tmp_path: Path) -> None:
    unit = unit_of(tmp_path)
    assert (unit.honours, unit.functions, unit.organisations, unit.staff) == (None, None, None, None)
    assert (unit.superior, unit.pack, dict(unit.facts), dict(unit.duties)) == (None, None, {}, {})


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("无", ["无"]),
        ("省级", ["省级"]),
        ("省级最佳", ["省级最佳"]),
        ("省级文明单位", ["省级"]),
        ("[市级, 省级]", ["市级", "省级"]),
        ("[]", []),
    ],
)
def test_an_honour_is_a_rung_or_a_list_of_rungs(tmp_path: Path, written: str, levels: list[str]) -> None:
    assert [each.level for each in unit_of(tmp_path, f"文明单位级别: {written}\n").honours or ()] == levels


WRONG = [
    ("文明单位级别: 部级\n", "4:1 honour-value"),
    ("文明单位级别: [省级, 部级]\n", "4:14 honour-value"),
    ("文明单位级别:\n  - {级别: 省级, 授与日期: 2016-01-01}\n", "5:14 unknown-key"),
    ("文明单位级别:\n  - {级别: 省级, 授予日期: 2016-02-30}\n", "5:5 impossible-day"),
    ("文明单位级别:\n  - {级别: 省级, 届满日期: 2200-01-01}\n", "5:5 day-out-of-range"),
    ("文明单位级别:\n  - {级别: 省级, 授予日期: 2018-01-01, 届满日期: 2016-01-01}\n", "5:5 span-backwards"),
    ("文明单位级别: {甲: 省级}\n", "4:1 honour-value"),
    ("职能: {甲: 乙}\n", "4:1 not-a-list-of-texts"),
    ("在职人数: 全体\n", "4:1 not-a-number"),
    (f"在职人数: {'9' * 5000}\n", "4:1 not-a-number"),
    ("其他事实: 有\n", "4:1 facts-not-mapping"),
    ("其他事实:\n  有下及单位: 是\n", "5:3 unknown-fact"),
    ("其他事实:\n  有下级单位: 也许\n", "5:3 not-yes-no"),
    ("其他事实:\n  在册先进典型: 张三 李四\n", "5:3 several-in-one"),
    ("其他事实:\n  在册先进典型: 张三、赵甲等2人\n", "5:3 several-in-one"),
    ("分工: 政工科\n", "4:1 facts-not-mapping"),
    ("职责: 甲\n", "4:1 unknown-key"),
    ("职能: 无\nfunctions: 无\n", "5:1 duplicate-key"),
    ("上级单位: {甲: 乙}\n", "4:1 not-a-text"),
]


@pytest.mark.parametrize(("more", "code"), WRONG)
def test_a_mistake_leaves_its_key_undeclared_and_is_told(tmp_path: Path, more: str, code: str) -> None:
    ledger = read_files(tmp_path, {}, UNIT + more)
    assert told(ledger)[0] == f"unit.yaml:{code}"
    assert {each.weight for each in ledger.problems} == {Weight.VALUE}
    unit = ledger.unit
    if "授与" not in more:
        assert (unit.honours, unit.functions, unit.staff, dict(unit.facts)) == (None, None, None, {})


def test_an_unknown_fact_says_which_there_are(tmp_path: Path) -> None:
    assert sentence(read_files(tmp_path, {}, UNIT + "其他事实:\n  有下及单位: 是\n").problems[0]) == snapshot("""\
unit.yaml:5:3: 规则包没有事实“有下及单位”
  原因：没有采用
  改法：可写的事实：有下级单位、有下属文明单位、有推荐渠道、有青年干警、有女干警、有基层联系点、在册先进典型、结对村。是不是“有下级单位”？\
""")


def test_estimates_and_days_without_a_year_are_noted(tmp_path: Path) -> None:
    text = "在职人数: 约40人\n文明单位级别: [{级别: 省级, 授予日期: 1月1日}]\n"
    assert noted(read_files(tmp_path, {}, UNIT + text)) == ["about", "year-added"]


STOPS = [
    ("单位类型: 县区司法局\n年度: 2017\n", "1:1 unit-key-missing"),
    ("单位名称: 甲\n年度: 2017\n", "1:1 unit-key-missing"),
    ("# 甲\n单位名称: 甲\n单位类型: 县区司法局\n", "2:1 unit-key-missing"),
    ("单位名称: 【待填】\n单位类型: 县区司法局\n年度: 2017\n", "1:1 unit-key-blank"),
    ("单位名称: 甲\n单位类型: 司法局\n年度: 2017\n", "2:1 unit-type"),
    ("单位名称: 甲\n单位类型: 公安局\n年度: 2017\n", "2:1 unit-type"),
    ("单位名称: 甲\n单位类型: [县区司法局]\n年度: 2017\n", "2:1 unit-type"),
    ("单位名称: 甲\n单位类型: 县区司法局\n年度: 去年\n", "3:1 unit-year"),
    ("单位名称: 甲\n单位类型: 县区司法局\n年度: 17\n", "3:1 unit-year"),
    ("单位名称: 甲\n单位类型: 县区司法局\n年度: [2017, 2018]\n", "3:1 unit-year"),
    (f"单位名称: 甲\n单位类型: 县区司法局\n年度: {'9' * 5000}\n", "3:1 unit-year"),
    ("单位名称: [甲]\n单位类型: 县区司法局\n年度: 2017\n", "1:1 not-a-text"),
    (UNIT + "year: 2018\n", "4:1 duplicate-key"),
    (UNIT + "规则: ../别处\n", "4:1 rules-value"),
    (UNIT + "规则: /etc\n", "4:1 rules-value"),
    (UNIT + "规则: 甲\\乙\n", "4:1 rules-value"),
    (UNIT + "规则: {版本: 1.0}\n", "4:1 rules-value"),
    (UNIT + "规则: {包: hubei-2017, id: hubei-2017}\n", "4:1 rules-value"),
    (UNIT + "规则: {包: hubei-2017, 版本: [1]}\n", "4:1 rules-value"),
    ("单位名称：甲\n单位类型：县区司法局\n年度：2017\n", "1:5 full-width-colon"),
    ("单位名称:甲\n单位类型:县区司法局\n", "1:6 no-blank-after-colon"),
    ("单位名称: 甲\n单位类型：县区司法局\n年度: 2017\n", "2:5 full-width-colon"),
    ("单位名称: [\n", "1:7 risky-start"),
    ("甲\n", "1:1 unit-not-mapping"),
    ("- 单位名称: 甲\n", "1:1 unit-not-mapping"),
    ("", "1:1 unit-not-mapping"),
    (b"\x80\xff\xff", "1:1 not-text"),
    (b"#" * 1_048_577, "1:1 file-too-large"),
]


@pytest.mark.parametrize(("unit", "code"), STOPS)
def test_a_unit_that_cannot_be_used_stops_the_run_with_its_place(
    tmp_path: Path, unit: str | bytes, code: str
) -> None:
    error = stop_of(tmp_path, unit)
    assert f"unit.yaml:{code}" in [f"{each.place} {each.code}" for each in error.problems]


def test_a_parent_type_is_answered_with_the_types_under_it(tmp_path: Path) -> None:
    error = stop_of(tmp_path, UNIT.replace("县区司法局", "司法局"))
    assert sentence(error.problems[-1]) == snapshot("""\
unit.yaml:2:1: 没有“司法局”这种单位类型
  原因：规则按单位类型适用
  改法：改成：市州司法局、县区司法局。是不是“市州司法局”？\
""")


def test_a_missing_key_is_told_in_one_sentence(tmp_path: Path) -> None:
    error = stop_of(tmp_path, UNIT.replace("年度: 2017\n", ""))
    assert sentence(error.problems[-1]) == snapshot("""\
unit.yaml:1:1: 没有写“年度”
  原因：单位名称、单位类型、年度缺一不可
  改法：补一行“年度: …”\
""")


def test_a_folder_without_a_unit_is_no_ledger(tmp_path: Path) -> None:
    assert stop_of(tmp_path, None).message.id == "error.no-unit"


def test_a_unit_that_is_a_link_is_no_unit(tmp_path: Path) -> None:
    (tmp_path / "外.yaml").write_text(UNIT, "utf-8")
    (tmp_path / "台账").mkdir()
    (tmp_path / "台账" / "unit.yaml").symlink_to(tmp_path / "外.yaml")
    with pytest.raises(LedgerError):
        open_unit(str(tmp_path / "台账"))


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("职能: [律师, 普法]", ("律师", "普法")),
        ("职能: [江城市司法局律师, 普法]", ("律师", "普法")),
        ("组织: [江城市司法局团委]", ("团委",)),
    ],
)
def test_the_units_own_name_before_a_name_says_nothing_more(
    tmp_path: Path, text: str, functions: tuple[str, ...]
) -> None:
    unit = read_files(tmp_path, {}, UNIT + text + "\n").unit
    assert (unit.functions or unit.organisations, unit.doubtful) == (functions, frozenset())


def test_a_name_that_is_not_listed_leaves_the_list_in_doubt(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {}, UNIT + "职能: [律师, 公证管理]\n")
    assert ledger.unit.doubtful == {"职能"}
    (problem,) = (each for each in ledger.problems if each.code == "unknown-name")
    assert (problem.weight.value, problem.params["meant"]) == ("value", "公证")


@pytest.mark.parametrize("name", ["unit.yml", "Unit.yaml", "unit.yaml.txt", "单位档案.yaml"])
def test_a_file_that_is_nearly_unit_yaml_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(UNIT)
    with pytest.raises(LedgerError) as raised:
        open_unit(str(tmp_path))
    assert f"有 {name}" in say(raised.value.message)


def test_a_folder_of_a_ledger_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text(UNIT)
    (tmp_path / "讲堂").mkdir()
    with pytest.raises(LedgerError) as raised:
        open_unit(str(tmp_path / "讲堂"))
    assert "核查整个台账" in say(raised.value.message)


def test_a_unit_may_stand_between_lines_of_dashes(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text(f"---\n{UNIT}---\n")
    assert set(open_unit(str(tmp_path)).given) == {"name", "type", "year"}


def test_a_needed_key_that_is_there_twice_is_not_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text(UNIT + "year: 2018\n")
    with pytest.raises(LedgerError) as raised:
        open_unit(str(tmp_path))
    assert [each.code for each in raised.value.problems] == ["duplicate-key"]


def test_a_fact_at_the_top_is_told_where_it_belongs(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {}, UNIT + "有女干警: 是\n")
    assert [each.code for each in ledger.problems] == ["fact-outside"]


def test_a_wide_blank_before_a_fact_is_told(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {}, UNIT + "其他事实:\n\u3000\u3000有女干警: 是\n")
    assert [each.code for each in ledger.problems] == ["wide-blank"]
