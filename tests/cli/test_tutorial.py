"""docs/tutorial.md is true: its files are written, its commands run in order, its outputs are those shown."""

import re
from pathlib import Path

import pytest

from tests.cli.pages import BLOCK, commands, pattern

TEXT = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text("utf-8")


@pytest.fixture
def followed(civcheck, tmp_path, monkeypatch):
    """Follow the tutorial step by step in an empty folder, and give what was run."""
    monkeypatch.chdir(tmp_path)
    ran = []
    for sort, file, body in BLOCK.findall(TEXT):
        if file:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
            continue
        assert sort == "console", sort
        for arguments, code, shown in commands(body):
            run = civcheck(*arguments)
            assert re.fullmatch(pattern(shown), run.out), f"{arguments}\n{run.out}\n{run.err}"
            assert run.code == code, arguments
            ran.append(" ".join(arguments[:2]))
    return ran


def test_whoever_follows_the_tutorial_sees_what_it_shows(followed):
    assert followed == [
        "rules new", "rules trace", "rules lint", "rules trace", "rules test",
        "audit 清浦县司法局", "explain 1.2", "rules docs",
    ]  # fmt: skip


def test_every_block_is_a_file_or_is_run():
    opened = [line for line in re.findall(r"^```(.*)$", TEXT, re.MULTILINE) if line]
    assert len(opened) == len(BLOCK.findall(TEXT))
    assert all(line == "console" or " file=" in line for line in opened)


def test_the_tutorial_uses_what_it_promises():
    for construct in (
        "count:",
        "each:",
        "cover:",
        "by: 文明单位级别",
        "lag:",
        "none:",
        "review:",
        "declared:",
        "minimal: true",
    ):
        assert construct in TEXT


@pytest.mark.parametrize("shown", [["甲"], ["……", "甲"], ["乙……"]])
def test_the_comparison_can_fail(shown):
    assert not re.fullmatch(pattern(shown), "甲丙\n")
