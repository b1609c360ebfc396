"""What .gitattributes says of line ends and encodings is kept."""

from __future__ import annotations

import pytest

from civcheck.reading.formatting import Keep
from civcheck.reading.gitattributes import GitAttributes
from civcheck.reading.walk import walk


@pytest.mark.parametrize(
    ("line", "keep"),
    [
        ("*.yaml eol=crlf", Keep(False, True)),
        ("*.yaml text=auto eol=lf", Keep()),
        ("*.md eol=crlf", Keep()),
        ("*.yaml working-tree-encoding=GB18030", Keep(True, False)),
        ("*.yaml working-tree-encoding=UTF-8", Keep()),
        ("a/*.yaml eol=crlf", Keep(False, True)),
        ("/*.yaml eol=crlf", Keep()),
        ("**/b.yaml eol=crlf", Keep(False, True)),
        ("*.yaml eol=crlf\n*.yaml -eol", Keep()),
        ("# *.yaml eol=crlf\n\n!*.yaml eol=crlf", Keep()),
        pytest.param("*" * 9 + " eol=crlf", Keep(), id="too many stars"),
    ],
)
def test_a_line(tmp_path, line, keep):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.yaml").write_text("x")
    (tmp_path / ".gitattributes").write_text(line + "\n")
    assert GitAttributes(walk(str(tmp_path))).keep("a/b.yaml") == keep


def test_files_above_the_ledger_up_to_the_repository_and_folders_in_it_count(tmp_path):
    (tmp_path / ".gitattributes").write_text("*.yaml eol=crlf\n")
    repository = tmp_path / "r"
    ledger = repository / "台账"
    (ledger / "a").mkdir(parents=True)
    (repository / ".git").mkdir()
    (ledger / "a" / "b.yaml").write_text("x")
    assert GitAttributes(walk(str(ledger))).keep("a/b.yaml") == Keep()
    (repository / ".gitattributes").write_text("台账/a/*.yaml eol=crlf\n")
    assert GitAttributes(walk(str(ledger))).keep("a/b.yaml") == Keep(False, True)
    (ledger / "a" / ".gitattributes").write_text("b.yaml eol=lf\n")
    assert GitAttributes(walk(str(ledger))).keep("a/b.yaml") == Keep()
