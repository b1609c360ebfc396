"""The other commands: explain, rules, schema; help and typer's errors in Chinese."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.packs.good import good_files, write
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.wording import latin_sentences

AS_OF = ("--as-of", "2018-06-30")


# --- explain


def test_explain_gives_sentence_force_scope_what_counts_and_an_example(civcheck):
    run = civcheck("explain", "2.7")
    assert run.code == 0
    for word in (
        "原句",
        "约束力",
        "适用",
        "看什么",
        "要什么",
        "何时",
        "怎么补",
        "样例",
        "类型: 道德法治讲堂",
    ):
        assert word in run.out
    assert "各单位开展“道德法治讲堂”活动全年不得少于4次" in run.out


def test_explain_with_a_ledger_says_what_counts_and_what_nearly_does(civcheck):
    out = civcheck("explain", "2.7", SAMPLE, *AS_OF).out
    assert "基准日 2018-06-30：缺口" in out
    assert "算数的 3 条" in out
    assert "差一点" in out and "第四期" in out


def test_explain_of_a_span_explains_all_its_rules_and_a_heading_names_its_answers(civcheck):
    out = civcheck("explain", "2.8").out
    assert out.startswith("2.8a") and "\n2.8b" in out
    assert "由谁回答" in civcheck("explain", "2.0").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("explain",), "缺少 规则"),
        (("explain", "2.77"), "没有规则“2.77”"),
        (("explain", "2.7", "/nowhere"), "没有"),
        (("explain", "2.7", "--as-of", "x"), "不是日期"),
        (("explain", "2.7", "--rules", "x"), "没有规则包“x”"),
        (("rules", "show", "2.77"), "没有规则“2.77”"),
        (("rules", "show"), "缺少 规则"),
        (("rules", "list", "x"), "没有规则包“x”"),
        (("rules", "lint", "x"), "没有规则包“x”"),
        (("rules", "test", "x"), "没有规则包“x”"),
        (("rules", "trace", "x"), "没有规则包“x”"),
        (("rules", "lis"), "是不是“list”"),
        (("schema", "--rules", "x"), "没有规则包“x”"),
        (("schema", "--unit", "x"), "多出来的参数"),
        (("audti",), "是不是“audit”"),
        (("audit",), "缺少 台账"),
        (("--verbose",), "没有选项 --verbose"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_told_in_chinese(civcheck, arguments, says):
    run = civcheck(*arguments)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert "Traceback" not in run.err and not latin_sentences(run.err)


# --- rules


def test_rules_list_names_every_rule_with_its_force(civcheck):
    run = civcheck("rules", "list")
    assert run.code == 0
    assert run.out.startswith("已装的规则包：hubei-2017、example-city-2017")
    assert " 2.7     ［强制］道德法治讲堂全年不少于 4 次" in run.out
    assert run.out.count("［") > 90


def test_rules_show_gives_the_yaml_of_a_rule_and_of_a_span(civcheck):
    out = civcheck("rules", "show", "2.7").out
    assert out.startswith("# 02-道德法治讲堂.yaml\n- id: ")
    assert out.count("- id:") == 1
    assert civcheck("rules", "show", "2.8").out.count("- id:") == 2


def test_rules_show_finds_a_rule_however_it_is_written(civcheck, tmp_path):
    files = good_files()
    files["03-另.yaml"] = (
        "# 说明\n- {title: 光荣, id: '3.1', quote: 工作是光荣的, obligation: 应办, "
        "select: {类型: 讲堂}, expect: {none: }}\n"
    )
    out = civcheck("rules", "show", "3.1", "--rules", write(tmp_path, files)).out
    assert out == f"# 03-另.yaml\n{files['03-另.yaml'].splitlines()[1]}\n"


def test_rules_trace_leaves_nothing_uncovered(civcheck):
    run = civcheck("rules", "trace")
    assert run.code == 0
    assert "未覆盖 0" in run.out.splitlines()[-1]


def test_rules_trace_finds_what_no_rule_answers(civcheck, tmp_path):
    files = good_files()
    text = files["02-其他.yaml"].replace("quote: 内容要充实", "quote: 要充实")
    run = civcheck("rules", "trace", write(tmp_path, {**files, "02-其他.yaml": text}))
    assert run.code == 1
    assert "没有着落：内容" in run.out


def test_rules_lint_praises_a_good_pack_and_lists_the_mistakes_of_another(civcheck, tmp_path):
    good = civcheck("rules", "lint")
    assert good.code == 0 and "没有错误" in good.out
    files = good_files()
    files["terms.yaml"] = files["terms.yaml"].replace("妇女委员会: 妇委会", "妇女委员会: 妇联")
    bad = civcheck("rules", "lint", write(tmp_path, files))
    assert bad.code == 1
    assert "terms.yaml:42:10: 别名指向的“妇联”不在任何词表里" in bad.err


def test_rules_test_runs_the_packs_own_tests(civcheck):
    run = civcheck("rules", "test")
    assert run.code == 0, run.out
    assert "；0 处不符" in run.out.splitlines()[-1]


def test_rules_test_says_what_is_missing_and_what_survives_a_mutation(civcheck, tmp_path):
    files = good_files()
    files["tests/01-讲堂.yaml"] = """unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017}
cases:
  - rule: "1.5"
    case: 十五场
    minimal: 是
    records:
      - {类型: 讲堂, 日期: 2017-03-01, 时长: 20, 附件: {方案: a.docx}}
      - {类型: 讲堂, 日期: 2017-04-01, 时长: 1, 附件: {方案: b.docx}}
    expect: satisfied
  - {rule: "1.5", case: 说错, records: [], expect: satisfied}
  - {rule: "9.9", case: 没有, records: [], expect: gap}
  - {rule: "1.5", case: 没写, records: []}
  - {rule: "1.5", no_case: not-applicable}
  - {rule: "1.5", case: 单位, unit: {单位类型: 某局}, records: [], expect: gap}
"""
    run = civcheck("rules", "test", write(tmp_path, files), "--mutate")
    assert run.code == 1
    for says in (
        "tests/01-讲堂.yaml:10:1: 1.5: “说错”应为达标，实为缺口",
        "9.9: 没有规则“9.9”",
        "没有写 expect",
        "写了 no_case，要写 because",
        "“单位”的单位不能用：没有“某局”这种单位类型。改法：改成：",
        "去掉第 2 条，结论仍是达标",
        "没有一例达标、缺口",
        "8 处不符；76 处没写齐",
    ):
        assert says in run.out
    assert not latin_sentences(run.out)


def test_rules_test_of_a_broken_test_file_tells_the_place(civcheck, tmp_path):
    files = {**good_files(), "tests/01-讲堂.yaml": "cases:\n  - {rule: '1.1', expct: gap}\n"}
    run = civcheck("rules", "test", write(tmp_path, files))
    assert run.code == 1
    assert "tests/01-讲堂.yaml:2:19: 不认识“expct”" in run.out


# --- schema


@pytest.mark.parametrize("flag", ["", "--unit", "--judgements", "--report", "--verify", "--privacy"])
def test_a_schema_is_one(civcheck, flag):
    run = civcheck("schema", *flag.split())
    assert run.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(run.out))


def test_the_schema_of_records_takes_a_record_and_refuses_another(civcheck):
    schema = jsonschema.Draft202012Validator(json.loads(civcheck("schema").out))
    good = {"类型": "道德法治讲堂", "标题": "甲", "日期": "2017-03-15", "附件": {"方案": "a.docx"}}
    assert schema.is_valid(good) and schema.is_valid([good, good])
    assert not schema.is_valid({**good, "类型": "讲坛"})
    assert not schema.is_valid({**good, "附件": {"方按": "a.docx"}})
    assert not schema.is_valid({key: value for key, value in good.items() if key != "日期"})


def test_the_schema_of_a_unit_takes_a_unit_and_refuses_another(civcheck):
    schema = jsonschema.Draft202012Validator(json.loads(civcheck("schema", "--unit").out))
    good = {"单位名称": "甲", "单位类型": "县区司法局", "年度": 2017, "其他事实": {"有下级单位": "是"}}
    assert schema.is_valid(good)
    assert not schema.is_valid({**good, "单位类型": "司法局"})
    assert not schema.is_valid({**good, "其他事实": {"有下级": "是"}})


# --- help


@pytest.mark.parametrize(
    "arguments",
    [(), ("audit",), ("explain",), ("rules",), ("rules", "test"), ("schema",)],
    ids=" ".join,
)
def test_help_is_in_chinese_and_fits_80_columns(civcheck, arguments):
    from civcheck.report.layout import width_of

    run = civcheck(*arguments, "--help")
    assert run.code == 0
    assert run.out.startswith("用法：civcheck")
    assert not latin_sentences(run.out.replace("terminal json lines", ""))
    assert max(width_of(line) for line in run.out.splitlines()) <= 80


@pytest.mark.parametrize("arguments", [(), ("rules",)], ids=str)
def test_without_a_command_the_help_is_shown(civcheck, arguments):
    run = civcheck(*arguments)
    assert run.code == 2
    assert "用法：civcheck" in run.out + run.err


def test_a_rule_may_be_explained_for_a_ledger_that_has_problems(civcheck, tmp_path):
    run = civcheck("explain", "2.7", ledgers.broken(tmp_path), *AS_OF)
    assert run.code == 0
    assert not latin_sentences(run.out)


def test_docs_prints_the_page_of_a_pack(civcheck):
    run = civcheck("rules", "docs", "hubei-2017")
    assert run.code == 0
    assert run.out.startswith("# 2017年全省司法行政系统精神文明创建工作要点：逐条说明\n")
    assert "### 2.7　道德法治讲堂全年不少于 4 次" in run.out


def test_docs_can_say_every_construct(civcheck, tmp_path):
    run = civcheck("rules", "docs", write(tmp_path, good_files()))
    assert (run.code, run.err) == (0, "")
    assert "* **看什么**：“类型”是“讲堂”（只看日期最近的一条）" not in run.out  # it shows a 方案, too
    assert "“类型”是“讲堂”，附件里有“方案”（只看日期最近的一条）" in run.out


# --- what a command line got wrong


def test_a_word_too_many_is_named(civcheck):
    assert "多出来的参数 b。" in civcheck("rules", "show", "2.7", "b").err


def test_an_option_that_must_be_written_is_marked(civcheck):
    assert "核查哪一年（必填）" in civcheck("rules", "new", "--help").out


def test_every_command_takes_debug(civcheck):
    assert civcheck("rules", "lint", "--debug").code == 0
    assert civcheck("--debug", "schema").code == 0
    assert "--debug" in civcheck("rules", "lint", "--help").out


def test_a_pack_in_a_folder_here_is_found_by_its_path(civcheck, tmp_path, monkeypatch):
    write(tmp_path / "demo", good_files())
    monkeypatch.chdir(tmp_path)
    assert "没有规则包“demo”。是不是“./demo”？" in civcheck("rules", "lint", "demo").err


def test_a_unit_of_no_known_type_is_told_with_the_pack_that_knows_the_types(civcheck, tmp_path):
    (tmp_path / "unit.yaml").write_text("单位名称: 某街\n单位类型: 街道\n年度: 2017\n", encoding="utf-8")
    run = civcheck("audit", str(tmp_path))
    assert "按规则包 hubei-2017 读的" in run.err
    assert "没有“街道”这种单位类型" in run.err
