"""The markdown report and the step summary: read by a parser, hostile text stays plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from civcheck.app.audit import audit
from civcheck.model.outcome import Outcome
from civcheck.model.texts import sanitize
from civcheck.report import Options
from civcheck.report.markdown import SUMMARY_BYTES, render_summary
from civcheck.report.plainmark import code_block, escape
from civcheck.report.pointing import OPEN
from tests.report import ledgers
from tests.report.reports import AS_OF, NAMES, a_report, many, rendered, with_findings

GFM = MarkdownIt("gfm-like")
OWN = {"text", "strong_open", "strong_close", "softbreak"}
"""What the report itself uses inside a paragraph, heading or cell."""
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}
SPLIT = "\u200b"


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def inlines(text: str) -> list:
    return [token for token in GFM.parse(text) if token.type == "inline"]


def plain(token) -> str:
    return "".join(each.content for each in token.children).replace(SPLIT, "")


# --- hostile text

HOSTILE = [
    "[看](https://a.example)", "![图](x.png)", "<script>alert(1)</script>", "<b>粗</b>", "<!-- 注 -->",
    "`code`", "```", "~~~", "**粗**", "_斜_", "~~删~~", "# 标题", "## 2", "- 项", "+ 项", "* 项", "1. 项", "1) 项",
    "> 引", "a | b", "|---|", "---", "===", "&lt;b&gt;", "&#64;all", "\\`x\\`", "\\", "$x^2$", "$$x$$", "[^1]",
    "[x]: y",
    "@all", "@某人", "#123", "!123", "~label", "%里程碑", "%12", "&12", "$12", "GH-12", "gh-3", "a/b#1",
    "a@b.example.com",
    "https://a.example/?q=1", "HTTP://A.example", "www.a.example", "ftp://a.example", "mailto:a@b.example",
    "a.com", "记录.md",
    ":smile:", "记录.md:100:1", ":+1:", "[ ] 待办", "[[页]]", "{{模板}}", "   缩进", "\t表",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "frame", ["{}", "# {}", "* {}", "* **甲**：{}", "| 甲 | {} |\n| --- | --- |\n| 乙 | {} |"]
)
def test_hostile_text_comes_out_as_the_same_plain_text(text, frame):
    shown = sanitize(text)
    tokens = GFM.parse(frame.replace("{}", escape(shown)))
    inner = [token for token in tokens if token.type == "inline"]
    assert {child.type for token in inner for child in token.children} <= OWN
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= BLOCKS | {
        "inline"
    }
    assert {"{}": 1, "# {}": 1, "* {}": 1, "* **甲**：{}": 1}.get(frame, 4) == len(inner)
    assert plain(inner[-1]).removeprefix("甲：") == shown.strip()


@given(st.text(alphabet=st.sampled_from("\\`*_[]()<>|~&#!$^{}@:/.-+=1aG甲 wH\"'%;？"), max_size=24))
def test_any_text_comes_out_as_the_same_plain_text(text):
    shown = sanitize(text).strip()
    inner = inlines(f"* **甲**：{escape(shown)}")
    assert [plain(each) for each in inner] == [f"甲：{shown}"]
    assert {child.type for child in inner[0].children} <= OWN


REFERENCE = re.compile(r"[@#!~%&$][\w]|://|www\.|\bGH-\d|:[a-z+]+:|:100:", re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_site_looks_for_in_rendered_text_is_not_there(text):
    (token,) = inlines("甲" + escape(sanitize(text)))
    assert not REFERENCE.search("".join(each.content for each in token.children))


@pytest.mark.parametrize("runs", ["~", "~~~", "~~~~~~"])
def test_no_line_closes_the_block_it_stands_in(runs):
    (token,) = GFM.parse("\n".join(code_block([f"{runs}", "甲: 乙"])))
    assert token.type == "fence" and token.content == f"{runs}\n甲: 乙\n"


def test_a_hostile_ledger_gives_nothing_but_the_reports_own_markup(report):
    for raw in (rendered("markdown", report), render_summary(report, Options())):
        for token in GFM.parse(raw.decode()):
            assert token.type.removesuffix("_open").removesuffix("_close") in BLOCKS | {"inline", "fence"}
            assert {child.type for child in token.children or ()} <= OWN, token.content


# --- what is said


def test_all_seven_counters_stand_in_a_table(report):
    cells = [plain(each) for each in inlines(rendered("markdown", report).decode())]
    start = cells.index("达标")
    assert [int(each) for each in cells[start + 7 : start + 14]] == [
        report.counters[each] for each in Outcome
    ]


def test_every_gap_has_its_lines(report):
    text = rendered("markdown", report).decode()
    asking = sum(report.counters[each] for each in OPEN)
    for label in ("依据", "怎么补"):
        assert text.count(f"\n* **{label}**：") == asking
    firsts = {
        "差什么": report.counters[Outcome.GAP] + report.counters[Outcome.PENDING],
        "为什么": report.counters[Outcome.UNDETERMINED],
        "看什么": report.counters[Outcome.NEEDS_REVIEW],
    }
    assert {label: text.count(f"\n* **{label}**：") for label in firsts} == firsts


def test_what_is_asked_for_can_be_pasted_as_it_stands(tmp_path):
    from civcheck.reading.strict_yaml import parse_strict

    ledger = ledgers.write(ledgers.good(tmp_path), {"unit.yaml": ledgers.UNIT})
    text = rendered("markdown", audit(ledger, as_of=AS_OF)).decode()
    (block,) = (token for token in GFM.parse(text) if token.type == "fence")
    parsed = parse_strict(ledgers.UNIT + block.content)
    assert {"有下级单位", "结对村"} <= set(parsed.value["其他事实"])


def test_what_makes_an_audit_incomplete_stands_at_the_top(tmp_path):
    for raw in (rendered("markdown", a_report("incomplete", tmp_path)),):
        headings = re.findall(r"^## (.*)", raw.decode(), re.MULTILINE)
        assert headings[0].startswith("核查不完整")


def test_a_step_summary_is_never_too_large_and_says_how_much_is_left_out(tmp_path):
    sample = a_report("sample", tmp_path)
    gaps = with_findings(sample, tuple(each for each in sample.findings if each.outcome is Outcome.GAP))
    text = render_summary(many(gaps), Options())
    assert SUMMARY_BYTES / 2 < len(text) <= SUMMARY_BYTES
    left = re.search(r"另有 (\d+) 条缺口", text.decode())
    rows = len(re.findall(r"^\| \d", text.decode(), re.MULTILINE)) - 1  # that of the counters apart
    assert left is not None and rows + int(left[1]) == 3_000
    assert "另有" not in render_summary(gaps, Options()).decode()
