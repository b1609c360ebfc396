"""What docs/rules-examples.md shows really comes out: every block is linted and judged as it stands there."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from civcheck.language.expectation import CONSTRUCT_PARTS
from civcheck.language.lint import PointFile, lint
from civcheck.language.pack import PackHead, Point, RulePack
from civcheck.language.rule import Rule
from civcheck.language.walking import parts
from civcheck.messages import say
from civcheck.model.report import Report
from civcheck.model.terms import Terms
from civcheck.reading.inline import inline_ledger, wrong_values
from civcheck.verdict.run import run_audit

from ..builders import HEAD, day, read_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "rules-examples.md").read_text("utf-8")
KEYS = {"rule", "rules", "unit", "records", "then", "says", "missing", "near", "unread"}


def blocks(sort: str) -> list[str]:
    """Give the texts of the YAML blocks of a sort, in order."""
    return re.findall(rf"^```yaml {sort}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


TERMS = Terms.read(read_yaml(blocks("terms")[0]))
UNIT = read_yaml(blocks("unit")[0])
EXAMPLES = [read_yaml(each) for each in blocks("example")]


def written(example: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the rules of an example with what it leaves out."""
    rules = example["rules"] if "rules" in example else [example["rule"]]
    return [{"id": "1", "title": "规则", "quote": "原句", "obligation": "应办", **each} for each in rules]


def pack_of(example: dict[str, Any]) -> RulePack:
    rules = tuple(map(Rule.read, written(example)))
    point = Point(number=1, title="要点", file="01-要点.yaml", rules=rules)
    return RulePack(
        head=PackHead.read(read_yaml(HEAD)),
        terms=TERMS,
        points=(point,),
        digest="0" * 64,
        reads_body=True,
        counts_material=True,
    )


def run(example: dict[str, Any], as_of: str) -> Report:
    pack = pack_of(example)
    ledger = inline_ledger({**UNIT, **example.get("unit", {})}, example["records"], pack)
    assert len(ledger.unread) == int(example.get("unread", 0))
    wrong = [
        each.code for each in wrong_values(ledger) if each.code != "repeated-id"
    ]  # one rule is about these
    assert "unread" in example or wrong == []
    return run_audit(ledger, pack, day(as_of))


def named(example: dict[str, Any]) -> str:
    return str(example.get("rule", example.get("rules")))[:70]


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_an_example_comes_to_what_it_shows(example: dict[str, Any]) -> None:
    assert set(example) <= KEYS
    assert example["then"]
    for as_of, outcome in example["then"].items():
        found = {finding.rule: finding.outcome.value for finding in run(example, as_of).findings}
        assert found == (outcome if isinstance(outcome, dict) else {"1": outcome}), as_of
    (finding, *_) = run(example, list(example["then"])[-1]).findings
    if "says" in example:
        assert say(finding.summary) == example["says"]
    if "missing" in example:
        assert list(finding.missing) == example["missing"]
    if "near" in example:
        assert [say(near.lacks) for near in finding.near_misses] == example["near"]


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_an_example_names_only_what_its_vocabulary_knows(example: dict[str, Any]) -> None:
    rules = tuple(enumerate(pack_of(example).rules))
    found = lint(PackHead.read(read_yaml(HEAD)), TERMS, [PointFile("01-要点.yaml", 1, "要点", rules)], "原句")
    assert [(each.code, each.params) for each in found] == []


def test_every_construct_has_an_example() -> None:
    shown = {
        getattr(placed.part, "form", None)
        for example in EXAMPLES
        for rule in pack_of(example).rules
        for placed in parts(rule)
    }
    assert {part.form for part in get_args(CONSTRUCT_PARTS)} <= shown


def test_no_example_goes_unread() -> None:
    opened = re.findall(r"^```(.*)$", PAGE, re.MULTILINE)
    assert {each for each in opened if each} == {"yaml example", "yaml terms", "yaml unit"}
    assert len(opened) == 2 * (len(EXAMPLES) + 2)
