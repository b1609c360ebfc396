"""The pack against an independent reading of the document: every span, its force, its scope, every character."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from civcheck.language.rule import Rule
from civcheck.reading.packsource import find_pack
from civcheck.reading.rulepack import read_pack

CLAUSES = json.loads((Path(__file__).parent / "clauses.json").read_text("utf-8"))
PACK = read_pack("hubei-2017")
SOURCE = (find_pack("hubei-2017") / PACK.head.source.file).read_text("utf-8")
DECLARATIVE = "宣示"
NUMBERING = {"一是", "二是", "三是", "四是"}
"""What point 3 numbers its four parts with; it belongs to no sentence."""

asking = [pytest.param(clause, id=clause["id"]) for clause in CLAUSES if clause["level"] != DECLARATIVE]
declarative = [pytest.param(clause, id=clause["id"]) for clause in CLAUSES if clause["level"] == DECLARATIVE]


def rules_of(span: str) -> list[Rule]:
    """List the rule of a span, or its rules with a letter."""
    return [rule for rule in PACK.rules if re.fullmatch(re.escape(span) + "[a-z]?", rule.id)]


@pytest.mark.parametrize("clause", asking)
def test_a_span_that_asks_for_something_is_answered_in_its_own_words(clause: dict[str, str]) -> None:
    rules = rules_of(clause["id"])
    assert rules
    for rule in rules:
        assert any(clause["quote"] in quote for quote in rule.quote), rule.id


@pytest.mark.parametrize("clause", asking)
def test_a_rule_has_the_force_of_its_span(clause: dict[str, str]) -> None:
    assert {rule.obligation.word for rule in rules_of(clause["id"])} == {clause["level"]}


@pytest.mark.parametrize(
    "clause", [each for each in asking if re.fullmatch("全部单位(\\(「.*」\\))?", each.values[0]["who"])]
)
def test_what_concerns_every_unit_leaves_none_out(clause: dict[str, str]) -> None:
    assert {str(rule.applies_to) for rule in rules_of(clause["id"])} == {"全部单位"}


@pytest.mark.parametrize("clause", declarative)
def test_a_declarative_span_is_declared_and_has_no_rule(clause: dict[str, str]) -> None:
    declared = {each.id: each for each in PACK.head.declared}
    assert clause["quote"] in declared[clause["id"]].quote
    assert declared[clause["id"]].because
    assert rules_of(clause["id"]) == []


def test_the_pack_asks_and_declares_nothing_of_its_own() -> None:
    spans = {clause["id"]: clause["level"] for clause in CLAUSES}
    assert {rule.id.rstrip("abcd") for rule in PACK.rules} == {
        id for id, level in spans.items() if level != DECLARATIVE
    }
    assert {each.id for each in PACK.head.declared} == {
        id for id, level in spans.items() if level == DECLARATIVE
    }


def test_what_a_heading_is_answered_by_exists_and_judges() -> None:
    for rule in PACK.rules:
        for other in rule.answered_by:
            assert not PACK.by_id[other].is_heading, rule.id


def test_every_letter_of_the_document_lies_in_a_quote() -> None:
    held = [False] * len(SOURCE)
    quotes = [quote for rule in PACK.rules for quote in rule.quote] + [
        each.quote for each in PACK.head.declared
    ]
    for quote in quotes:
        start = SOURCE.index(quote)
        held[start : start + len(quote)] = [True] * len(quote)
    page = {number for lines in PACK.head.metadata for number in range(lines.first, lines.last + 1)}
    at, left = 0, []
    for number, line in enumerate(SOURCE.split("\n"), start=1):
        rest = "".join(" " if held[at + index] else character for index, character in enumerate(line))
        left += [
            run for run in re.split("[^\u3400-\u4dbf\u4e00-\u9fff]+", rest) if run and number not in page
        ]
        at += len(line) + 1
    assert set(left) <= NUMBERING
    assert len(left) == len(NUMBERING)


def test_the_lines_of_the_page_are_a_table_and_no_sentence() -> None:
    lines = SOURCE.split("\n")
    for span in PACK.head.metadata:
        assert all("|" in lines[number - 1] for number in range(span.first, span.last + 1))


@pytest.mark.parametrize(
    "clause",
    [
        each
        for each in asking
        if "2016" in each.values[0]["window"] or "2018-01-31" in each.values[0]["window"]
    ],
)
def test_the_dates_a_span_binds_are_those_of_the_pack(clause: dict[str, str]) -> None:
    """Only dates a..b and 不晚于 bind; each of them is a param of the pack or a bound of its period."""
    known = {str(param.value) for param in PACK.head.params.values()} | {
        str(PACK.head.period.first),
        str(PACK.head.period.last),
    }
    assert set(re.findall(r"\d{4}-\d\d-\d\d", clause["window"])) <= known
