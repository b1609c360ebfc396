"""The examples of docs/rules.md are read as the language reads a pack."""

import re
from pathlib import Path

import pytest

from civcheck.language.rule import Rule
from civcheck.language.scoretable import ScoreTable
from civcheck.language.window import WindowDays

from ..builders import a_rule, read_yaml

DOCS = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")


def block(heading: str) -> list[str]:
    """Give the lines of the first YAML block below a heading, without comments and ellipses."""
    found = re.search(rf"^## {heading}\n.*?^```yaml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    lines = (re.sub(r" +#.*$", "", line) for line in found[1].splitlines())
    return [re.sub(r",? ?…", "", line) for line in lines if line.strip()]


def examples(lines: list[str]) -> list[str]:
    """Join the lines that are set in to the one they belong to."""
    joined: list[str] = []
    for line in lines:
        if line.startswith(" "):
            joined[-1] += "\n" + line
        else:
            joined.append(line)
    return joined


EXPECT = [
    each for each in examples(block("What a rule expects")) if not each.startswith(("any_of", "all_of"))
]


def test_there_is_an_example_of_every_construct():
    named = {each.partition(":")[0] for each in EXPECT}
    assert named == {
        "count", "spread", "cover", "each", "lag", "interval", "ratio", "total", "compare", "link", "none", "ledger",
        "review",
    }  # fmt: skip


@pytest.mark.parametrize("example", EXPECT)
def test_an_example_of_a_construct_is_read(example: str) -> None:
    below = "\n".join(f"    {line}" for line in example.splitlines())
    assert isinstance(a_rule(f"select: {{类型: 讲堂}}\non_empty: gap\nexpect:\n{below}\n"), Rule)


@pytest.mark.parametrize("example", block("Numbers that depend on the unit"))
def test_an_example_of_what_depends_on_the_unit_is_read(example: str) -> None:
    key = example.partition(":")[0]
    if key == "window":
        rule = a_rule(f"select: {{类型: 讲堂}}\n{example}\nexpect: {{count: {{at_least: 1}}}}\n")
    else:
        most = "at_least: 1, " if key == "per" else ""
        rule = a_rule(f"select: {{类型: 讲堂}}\nexpect:\n  count: {{{most}{example}}}\n")
    assert isinstance(rule, Rule)


@pytest.mark.parametrize("example", block("Points"))
def test_an_example_of_points_is_read(example: str) -> None:
    assert isinstance(
        a_rule(f"select: {{类型: 讲堂}}\n{example}\nexpect: {{count: {{at_least: 1}}}}\n"), Rule
    )


def test_the_example_of_a_table_of_points_is_read() -> None:
    (table,) = re.findall(r"^```yaml\n(score:\n  full.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    found = read_yaml(re.sub(r" +#.*$", "", table, flags=re.MULTILINE))["score"]
    assert set(ScoreTable.read(found).groups) == {"2", "加分", "宣传", "廉政"}


@pytest.mark.parametrize("example", re.findall(r"`(\{(?:from|day|week|period|look_back).*?\})`", DOCS))
def test_an_example_of_a_window_is_read(example: str) -> None:
    assert isinstance(WindowDays.read(read_yaml(example)), WindowDays)
