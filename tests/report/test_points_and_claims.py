"""Points, marks, vetoes and what counts once, in every format that is read for a decision."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from civcheck.app.audit import audit
from civcheck.model.report import ClaimGroup
from civcheck.report import Options, sentences
from civcheck.report.markdown import SUMMARY_BYTES, render_summary
from civcheck.report.words import Words
from tests.report import ledgers
from tests.report.reports import a_report, rendered

RULES = "example-score-2018"


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    unit = {"unit.yaml": "单位名称: 某局\n单位类型: 市直机关\n年度: 2018\n"}
    ledger = ledgers.write(tmp_path_factory.mktemp("台账"), unit)
    found = audit(ledger, as_of=date(2018, 12, 31), rules=RULES)
    assert found.score is not None and found.claims and found.score.unshown_vetoes
    return found


def total(report):
    return sentences.total(report.score, Words("zh"))


def plain(raw):
    """Give the text of a Markdown page, without its escapes."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(raw.decode())
    return "\n".join("".join(child.content for child in token.children) for token in tokens if token.children)


def test_markdown_has_the_whole_with_marks_and_vetoes_every_group_and_what_counts_once(scored):
    text = plain(rendered("markdown", scored))
    assert total(scored) in text and "一票否决" in total(scored)
    for group in scored.score.groups:
        assert sentences.score_group(group, Words("zh")) in text
    assert "不重复计数：谁用了哪条记录" in text and scored.claims[0].name in text


def test_a_summary_has_them_too_but_never_more_than_it_holds(scored):
    text = plain(render_summary(scored, Options()))
    assert total(scored) in text and "谁用了哪条记录" in text
    keys = tuple((f"{number}{'长' * 900}", None) for number in range(12))
    large = scored._replace(claims=(ClaimGroup("甲", {f"9.{number}": keys for number in range(400)}),))
    raw = render_summary(large, Options())
    assert len(raw) < SUMMARY_BYTES and "谁用了哪条记录" not in raw.decode() and total(scored) in plain(raw)


def test_the_workbook_has_a_few_rows_of_them(scored):
    book = load_workbook(io.BytesIO(rendered("xlsx", scored)))
    rows = [text for label, text in list(book["说明"].values)[2:] if label == "得分"]
    assert rows[0] == total(scored) and len(rows) == len(scored.score.groups) + 2


def test_csv_says_what_each_rule_earns(scored):
    text = rendered("csv", scored).decode("utf-8-sig")
    rows = {row["规则"].split(" ")[0]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    lines = {line.rule: line for group in scored.score.groups for line in group.lines}
    assert lines["1.1"].full == 4 and rows["1.1"]["得分（满分）"] == "0（满分 4）"
    assert set(lines) >= {rule for rule, row in rows.items() if row["得分（满分）"]}


def test_csv_has_the_whole_with_marks_and_vetoes_in_a_row_of_its_own(scored):
    text = rendered("csv", scored).decode("utf-8-sig")
    (row,) = [each for each in csv.DictReader(io.StringIO(text, newline="")) if each["类别"] == "得分"]
    assert row["所见（差什么）"] == total(scored) and not row["规则"]


def test_junit_holds_the_whole_as_a_property(scored):
    root = etree.fromstring(rendered("junit", scored))
    (value,) = root.xpath("//property[@name='score']/@value")
    assert value == total(scored)


def test_a_pack_without_points_says_nothing_of_them():
    sample = a_report("sample", None)
    assert "得分" not in rendered("markdown", sample).decode() + rendered("csv", sample).decode()


def test_parts_of_points_are_written_short():
    assert sentences.points(Fraction(10, 3)) == "3.33"
