"""The hygiene checks: their own cases hold, can fail, and what is made of checks.yaml is that of checks.yaml."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from civcheck.app.hygienetests import run_hygiene_tests
from civcheck.messages import say
from civcheck.model import hygiene_checks
from civcheck.reading.hygienechecks import CheckPage, constants, hygiene_root, read_checks
from civcheck.verdict.hygiene import CHECKS

HOME = Path(__file__).parents[2]
PAGES = read_checks()


def test_every_case_comes_out() -> None:
    run = run_hygiene_tests()
    assert [f"{each.place} {each.rule}: {say(each.text)}" for each in run.failures] == []
    assert run.problems == ()
    assert run.cases > 100


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            "01-日期.yaml", "日期: 2017-03-16}}}\n    expect: [[A1]]", "日期: 2017-03-16}}}\n    expect: []",
            "“方案比活动晚一天”应提示 没有，实为 A1", id="a notice that was not expected",
        ),
        pytest.param(
            "01-日期.yaml", "case: 方案和活动同一天\n", "case: 方案和活动同一天\n    numbers: {day: 1}\n",
            "没有这个数", id="a number that there is none of",
        ),
        pytest.param(
            "01-日期.yaml", "also: [report-before]", "", "还引出了别的提示：report-before", id="another check's notice",
        ),
        pytest.param(
            "01-日期.yaml", "check: plan-after\n    case: 方案比", "check: plan-aftr\n    case: 方案比",
            "没有规则“plan-aftr”", id="a check that there is none of",
        ),
        pytest.param(
            "03-人数和时间.yaml", "numbers: {people: 2}", "numbers: {}", "没有一例调过“people”", id="an untested one",
        ),
        pytest.param(
            "03-人数和时间.yaml", "参加人数: 20人, 时长: 90分钟, 人时: 30", "参加人数: 若干人, 时长: 90分钟, 人时: 30",
            "里有录入问题：“若干人”不是数。改法：写数字", id="a value that is none",
        ),
    ],
)  # fmt: skip
def test_a_case_that_does_not_hold_is_told(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    root = Path(shutil.copytree(hygiene_root(), tmp_path / "体检"))
    text = (root / "tests" / file).read_text("utf-8")
    assert text.count(old) == 1
    (root / "tests" / file).write_text(text.replace(old, new), "utf-8")
    told = [say(each.text) for each in run_hygiene_tests(root).failures]
    assert any(said in each for each in told), told


def test_there_is_a_function_for_every_check_and_a_text_for_every_function() -> None:
    assert sorted(each.id for each in CHECKS) == sorted(each.id for each in PAGES)
    assert len({each.id for each in CHECKS}) == len(CHECKS)


def test_the_constants_are_those_of_checks_yaml() -> None:
    written = Path(hygiene_checks.__file__).read_text("utf-8")
    assert written == constants(PAGES), "run python tools/compile_packs.py"


def test_the_page_is_that_of_checks_yaml() -> None:
    tool = runpy.run_path(str(HOME / "tools" / "make_hygiene_page.py"))
    written = (HOME / "docs" / "packs" / "ledger-hygiene.md").read_text("utf-8")
    assert written == tool["page"](PAGES), "run python tools/make_hygiene_page.py"


def test_the_thresholds_that_are_documented_are_those_of_the_code() -> None:
    tool = runpy.run_path(str(HOME / "tools" / "make_thresholds.py"))
    written = (HOME / "docs" / "evidence.md").read_text("utf-8")
    assert written == tool["page"](written), "run python tools/make_thresholds.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_every_number_lies_where_it_may_lie_and_nothing_accuses(page: CheckPage) -> None:
    for each in page.numbers:
        assert each.least <= each.value <= each.most
        assert each.why
    said = "".join((page.title, page.about, page.noticed, page.not_noticed, page.answer))
    assert not [word for word in ("造假", "作假", "伪造", "虚报", "弄虚", "违规", "未开展") if word in said]
