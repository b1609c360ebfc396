"""The pages of packs are what the packs say: made anew they are the files in the tree, and their examples pass."""

import re
from pathlib import Path

import pytest

from civcheck.app.explain import explain_pack
from civcheck.app.packcases import judge_case
from civcheck.model.outcome import Outcome
from civcheck.reading.rulepack import installed_packs
from civcheck.reading.strict_yaml import parse_strict
from civcheck.report.packpage import render_pack_page
from tests.packs.good import good_files, write

PAGES = Path(__file__).parents[2] / "docs" / "packs"


@pytest.fixture(scope="module", params=sorted(installed_packs()))
def made(request):
    pack, explanations = explain_pack(request.param)
    return pack, explanations, render_pack_page(pack, explanations).decode()


def test_the_page_in_the_tree_is_that_of_the_pack(made):
    pack, _, page = made
    assert (PAGES / f"{pack.id}.md").read_text("utf-8") == page, "run tools/make_pack_docs.py"


def test_the_records_of_earlier_years_stand_under_their_year(made):
    _, explanations, page = made
    for each in explanations:
        case = each.example
        if case is None or not any(then.records for then in case.earlier.values()):
            continue
        section = page.partition(f'<a id="rule-{each.rule.id}"></a>')[2].partition("<a id=")[0]
        for year, then in case.earlier.items():
            copied = re.search(
                rf"^{year} 年的台账里.*：\n\n```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL
            )
            shown = re.split(r"^---\n", copied[1], flags=re.MULTILINE)[1:]
            assert len(shown) == len(then.records)
            for text, record in zip(shown, then.records, strict=True):
                assert (
                    parse_strict(text).value.items()
                    >= {key: value for key, value in record.items() if isinstance(value, str)}.items()
                )


def test_a_year_without_records_and_what_its_unit_said_are_shown(tmp_path):
    files = dict(good_files())
    files["tests/01-讲堂.yaml"] = """unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017}
cases:
  - rule: "1.1"
    case: 两年
    minimal: true
    records: []
    earlier: {2016: {unit: {在职人数: 40}, records: [{类型: 讲堂, 标题: 去年的, 日期: 2016-03-01}]}, 2015: []}
    expect: satisfied
"""
    page = render_pack_page(*explain_pack(str(write(tmp_path, files)))).decode()
    shown = page.partition("当年的台账里没有这类记录。\n")[2].partition("<a id=")[0]
    assert shown.startswith(
        "\n2016 年的台账里（unit.yaml 写着 在职人数：40）：\n"
        "\n```yaml\n---\n类型: 讲堂\n标题: 去年的\n日期: 2016-03-01\n```\n"
        "\n2015 年的台账里没有这类记录。\n"
    )


def test_every_sentence_and_every_reason_is_on_the_page(made):
    pack, _, page = made
    for rule in pack.rules:
        section = page.partition(f'<a id="rule-{rule.id}"></a>')[2].partition("<a id=")[0]
        assert rule.title in section
        for quote in rule.quote:
            assert f"> {quote}\n" in section
        for basis in rule.basis.values():
            assert {"原文": "原文写明", "推断": "**推断**", "上级标准": "上级标准"}[basis.word] in section
        assert rule.remedy in section
    for declared in pack.head.declared:
        assert f"* {declared.id}　“{declared.quote}”——{declared.because}\n" in page


def test_an_example_of_the_page_copied_as_it_stands_is_what_it_says(made):
    pack, explanations, page = made
    for each in explanations:
        section = page.partition(f'<a id="rule-{each.rule.id}"></a>')[2].partition("<a id=")[0]
        copied = re.search(
            r"^样例（.*到 ([0-9-]+) 达标.*）：\n\n```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL
        )
        if copied is None:
            judged_by_people = all(asked.form == "review" for asked in each.rule.expect)
            assert each.example is None if judged_by_people else not each.example.records
            continue
        assert copied[1] == (each.example.as_of or pack.head.closes).isoformat()
        records = [
            parse_strict(text).value for text in re.split(r"^---\n", copied[2], flags=re.MULTILINE) if text
        ]
        assert judge_case(each.example, pack, records, each.example.unit).outcome is Outcome.SATISFIED


def test_the_index_leads_to_every_rule_once(made):
    pack, _, page = made
    assert re.findall(r"\]\(#(rule-[^)]+)\)", page) == re.findall(r'<a id="([^"]+)"></a>', page)
    assert len(re.findall(r"<a id=", page)) == len(pack.rules)


def test_a_rule_that_names_no_basis_is_said_to_be_inferred(tmp_path):
    page = render_pack_page(*explain_pack(str(write(tmp_path, good_files())))).decode()
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| [")]
    inferred = {row[1]: row[3] for row in rows}
    assert (inferred["四场讲堂"], inferred["方案和图片"]) == ("材料", "全部（没有写明依据）")
    assert "* **依据**：没有写明依据，都按**推断**\n" in page
    assert "* **依据**：\n" not in page


def test_the_page_says_what_a_rule_is_worth(tmp_path):
    page = render_pack_page(*explain_pack(str(write(tmp_path, good_files())))).decode()
    assert "* **分值**：达标得 4 分，缺口不得分\n" in page
