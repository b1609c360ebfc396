"""The github report: read the way the runner of GitHub Actions reads workflow commands."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.texts import sanitize
from tests.report.reports import NAMES, a_report, many, rendered, with_findings


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    text: str


def read(line: str) -> Command:
    """Read a command: its head ends at the second ``::``, properties at commas; then both are unescaped."""
    head, text = line.removeprefix("::").split("::", 1)
    name, _, rest = head.partition(" ")
    properties = dict(each.split("=", 1) for each in rest.split(",") if each)
    return Command(
        name,
        {key: unescaped(unescaped_property(value)) for key, value in properties.items()},
        unescaped(text),
    )


def unescaped(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def unescaped_property(text: str) -> str:
    return text.replace("%3A", ":").replace("%2C", ",")


def commands(report, **options) -> list[Command]:
    lines = rendered("github", report, **options).decode().split("\n")
    assert lines.pop() == ""
    assert all(line.startswith("::") for line in lines)
    return [read(line) for line in lines]


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def test_there_are_at_most_nine_errors_and_nine_warnings_then_one_notice(report):
    names = [each.name for each in commands(report)]
    errors, warnings = names.count("error"), names.count("warning")
    assert names == ["error"] * errors + ["warning"] * warnings + ["notice"]
    assert errors <= 9 and warnings <= 9


def test_of_three_thousand_gaps_nine_and_nine_are_shown_and_the_rest_is_counted():
    sample = a_report("sample", None)
    gaps = with_findings(sample, tuple(each for each in sample.findings if each.outcome is Outcome.GAP))
    found = commands(many(gaps))
    assert [each.name for each in found] == ["error"] * 9 + ["warning"] * 9 + ["notice"]
    assert "另有 2982 处没有逐一列出" in found[-1].text


@pytest.mark.parametrize("count", [9, 10])
def test_nine_errors_are_all_shown_of_ten_one_is_left(count):
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    found = commands(with_findings(sample, (gap,) * count))
    assert [each.name for each in found].count("error") == 9
    assert ("另有 1 处" in found[-1].text, "另有" in found[-1].text) == (count > 9, count > 9)


def test_the_notice_counts_all_seven_outcomes(report):
    notice = commands(report)[-1]
    for outcome in ("达标", "缺口", "未到期", "待人工认定", "无法判定", "不适用", "已豁免"):
        assert f"{outcome} " in notice.text
    assert ("核查不完整" in notice.text) is report.incomplete


def test_an_annotation_says_where_what_and_how_to_close_it():
    found = {each.properties["title"].split(" ")[0]: each for each in commands(a_report("sample", None))}
    short = found["2.8b"]
    assert short.name == "error"
    assert short.properties == {
        "file": "02-道德法治讲堂/2017-11-08-诚实守信/记录.md",
        "line": "2",
        "col": "1",
        "title": "2.8b 讲堂资料的存档（缺口，强制）",
    }
    assert [line.partition("：")[0] for line in short.text.splitlines()] == ["差什么", "依据", "怎么补"]
    assert found["2.7"].properties["file"] == "unit.yaml"
    assert found["3.4b"].name == "warning"


def test_the_file_is_that_of_the_repository():
    found = commands(a_report("sample", None), base="单位/台账/")
    assert found[0].properties["file"] == "单位/台账/unit.yaml"


@pytest.mark.parametrize(
    ("outcome", "force", "shown"),
    [
        (Outcome.GAP, Obligation.MANDATORY, "error"),
        (Outcome.GAP, Obligation.EXPECTED, "warning"),
        (Outcome.GAP, Obligation.ENCOURAGED, None),
        (Outcome.UNDETERMINED, Obligation.ENCOURAGED, "warning"),
        (Outcome.PENDING, Obligation.MANDATORY, None),
        (Outcome.NEEDS_REVIEW, Obligation.MANDATORY, None),
    ],
)
def test_what_is_not_shown_is_counted(outcome, force, shown):
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    found = commands(with_findings(sample, (gap._replace(outcome=outcome, obligation=force),)))
    assert [each.name for each in found] == ([shown] if shown else []) + ["notice"]
    assert ("另有 1 处" in found[-1].text) is (shown is None)


HOSTILE = "甲::error file=x,line=1::乙%0A::add-mask::丙, 丁: %25\n::set-output name=a::b"


def test_no_title_becomes_a_command_or_property():
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.8b")
    short = gap.shortfalls[0]._replace(title=HOSTILE, place=gap.shortfalls[0].place._replace(file=HOSTILE))
    found = commands(with_findings(sample, (gap._replace(title=HOSTILE, shortfalls=(short,)),)))
    assert [each.name for each in found] == ["error", "notice"]
    assert set(found[0].properties) == {"file", "line", "col", "title"}
    flat = sanitize(HOSTILE)
    assert "::error" not in flat
    assert found[0].properties["title"] == f"2.8b {flat}（缺口，强制）"
    assert found[0].properties["file"] == flat
    assert flat in found[0].text
