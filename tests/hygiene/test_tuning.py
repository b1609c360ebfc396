"""Tuning: a pack may do anything, a ledger may only make a check notice more, and both are told what they may not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.language.hygiene import Tuned
from civcheck.language.pack import PackHead
from civcheck.messages import say
from civcheck.model.hygiene import HygieneLine
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.problem import Weight
from civcheck.verdict.hygiene.tuning import Tuning, tune

from ..builders import HEAD, read_yaml
from ..ledgers import RECORD, assert_tells, read_files, told


def a_pack_says(text: str) -> Any:
    return PackHead.read(read_yaml(HEAD + f"hygiene: {text}\n")).hygiene


def tuned(pack: str = "{}", *lines: tuple[str, str | None, str]) -> Tuning:
    return tune(a_pack_says(pack), [HygieneLine(*line, line=7) for line in lines], "规则包", "台账")


def test_without_a_word_every_check_is_on_with_its_own_numbers() -> None:
    default = tuned()
    assert default.numbers == {
        check: {name: each.value for name, each in terms.numbers.items()} for check, terms in CHECKS.items()
    }
    assert (default.settings, default.off, default.problems) == ((), (), ())


@pytest.mark.parametrize("word", ["off", "关", '"off"'])
def test_a_pack_switches_a_check_off(word: str) -> None:
    found = tuned(f"{{long-silence: {word}}}")
    assert "long-silence" not in found.numbers
    assert found.off == ("long-silence",)


def test_a_pack_makes_a_check_looser_or_stricter_and_the_report_says_so() -> None:
    found = tuned("{long-silence: {days: 120}, split-event: {alike: 1/2}}")
    assert found.numbers["long-silence"] == {"days": 120, "records": 4}
    assert [(each.check, each.number, each.value, each.set_by) for each in found.settings] == [
        ("long-silence", "days", "120", "规则包"), ("split-event", "alike", "0.5", "规则包"),
    ]  # fmt: skip


STRICT, LOOSE, OFF = "{long-silence: {days: 60}}", "{long-silence: {days: 120}}", "{long-silence: off}"


@pytest.mark.parametrize(
    ("pack", "line", "value", "code"),
    [
        pytest.param("{}", ("long-silence", "days", "60"), 60, None, id="lower is stricter"),
        pytest.param("{}", ("long-silence", "days", "90"), 90, None, id="the same"),
        pytest.param("{}", ("long-silence", "days", "91"), 90, "hygiene-looser", id="higher is looser"),
        pytest.param("{}", ("number-gap", "missing", "0.3"), Fraction(3, 10), None, id="higher is stricter"),
        pytest.param("{}", ("number-gap", "missing", "1/10"), Fraction(1, 5), "hygiene-looser", id="lower is looser"),
        pytest.param(STRICT, ("long-silence", "days", "70"), 60, "hygiene-looser", id="looser than the pack"),
        pytest.param(LOOSE, ("long-silence", "days", "100"), 100, None, id="stricter than the pack"),
        pytest.param("{}", ("long-silence", "days", "13"), 90, "hygiene-range", id="below what it may be"),
        pytest.param("{}", ("long-silence", "days", "14"), 14, None, id="the least it may be"),
        pytest.param("{}", ("long-silence", "days", "六十"), 90, "not-a-number", id="no number"),
        pytest.param("{}", ("long-silence", "days", "-1"), 90, "not-a-number", id="below zero"),
        pytest.param("{}", ("long-silence", "days", "1e9"), 90, "not-a-number", id="in powers of ten"),
        pytest.param("{}", ("long-silence", "days", "1/0"), 90, "not-a-number", id="a fraction of nothing"),
        pytest.param("{}", ("long-silence", "days", "True"), 90, "not-a-number", id="yes"),
        pytest.param("{}", ("long-silence", "day", "60"), 90, "hygiene-number", id="a number it has not"),
        pytest.param("{}", ("outside-year", "days", "1"), None, "hygiene-number", id="a check without numbers"),
        pytest.param("{}", ("long-silense", "days", "60"), 90, "hygiene-unknown", id="a check there is none of"),
        pytest.param("{}", ("long-silence", None, "off"), 90, "hygiene-off", id="off"),
        pytest.param("{}", ("long-silence", None, "关"), 90, "hygiene-off", id="off in Chinese"),
        pytest.param("{}", ("long-silence", None, "False"), 90, "hygiene-off", id="no"),
        pytest.param("{}", ("long-silence", None, "60"), 90, "hygiene-form", id="a number of no name"),
        pytest.param(OFF, ("long-silence", "days", "60"), None, "hygiene-is-off", id="off by the pack"),
    ],
)  # fmt: skip
def test_a_ledger_may_only_make_a_check_stricter(
    pack: str, line: tuple[str, str | None, str], value: Fraction | None, code: str | None
) -> None:
    found = tuned(pack, line)
    check, number = (
        line[0],
        line[1] if line[1] in CHECKS.get(line[0], CHECKS["long-silence"]).numbers else "days",
    )
    assert [each.code for each in found.problems] == ([code] if code else [])
    for problem in found.problems:
        assert_tells(problem)
        assert problem.weight is Weight.VALUE
        assert (problem.place.file, problem.place.line) == ("civcheck.toml", 7)
    assert found.numbers.get(check, {}).get(number) == (value if check in CHECKS else None)
    if code is None:
        assert [(each.check, each.set_by) for each in found.settings] == [(check, "台账")]


def test_what_is_meant_is_offered() -> None:
    [unknown] = tuned("{}", ("long-silense", "days", "60")).problems
    assert "是不是“long-silence”？" in say(unknown.cure)
    [looser] = tuned("{}", ("long-silence", "days", "120")).problems
    assert say(looser.what) == "“long-silence”的“days”不能改成“120”"
    assert say(looser.why) == "现在是 90，台账只能改得更严，仍按它核对"


NUMBERS = [(check, name) for check, terms in CHECKS.items() for name in terms.numbers]


@given(st.sampled_from(NUMBERS), st.decimals(0, 400, places=2))
def test_nothing_a_ledger_says_makes_a_check_looser(which: tuple[str, str], value: Any) -> None:
    check, name = which
    known = CHECKS[check].numbers[name]
    now = tuned("{}", (check, name, str(value))).numbers[check][name]
    assert known.is_stricter(now, known.value)
    assert known.takes(now)


def test_a_part_that_was_compiled_is_the_same() -> None:
    assert Tuned(numbers={"days": Fraction(60)}).off is False


# --- civcheck.toml


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            "[hygiene.long-silence]\ndays = 60\n", [("long-silence", "days", "60", 2)], id="a table"
        ),
        pytest.param(
            'exclude = []\n[hygiene]\nlong-silence = {days = 60, records = 3}\nsplit-event = "off"\n',
            [
                ("long-silence", "days", "60", 3),
                ("long-silence", "records", "3", 3),
                ("split-event", None, "off", 4),
            ],
            id="in one line",
        ),
        pytest.param(
            "[hygiene]\nlong-silence.days = 60\nplan-after.days = 0\n",
            [("long-silence", "days", "60", 2), ("plan-after", "days", "0", 3)],
            id="with a dot",
        ),
        pytest.param(
            "[hygiene.plan-after]\n\ndays = 1\n[hygiene.report-before]\n# 一\ndays = 2\n",
            [("plan-after", "days", "1", 3), ("report-before", "days", "2", 6)],
            id="two tables with the same number",
        ),
    ],
)
def test_the_lines_of_a_ledger_are_read(tmp_path: Path, text: str, lines: list[Any]) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD, "civcheck.toml": text})
    assert [tuple(each) for each in ledger.hygiene] == lines
    assert told(ledger) == []


def test_hygiene_that_is_no_table_is_told(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD, "civcheck.toml": 'hygiene = "off"\n'})
    assert (ledger.hygiene, told(ledger)) == ((), ["civcheck.toml:1:1 toml-table"])
