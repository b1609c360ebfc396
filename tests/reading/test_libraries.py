"""The libraries under civcheck as one text: another one, or none, is another text."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import civcheck
from civcheck.reading.libraries import AUDITING, OPENING, state_of

CODE = Path(civcheck.__file__).parent
NOT_OF_REPORTS = {
    "typer", "platformdirs", "minisign", "pydantic", "pydantic_core", "typing_extensions",
    "icalendar", "python_calamine", "watchfiles",
}  # fmt: skip
"""Those that no report depends on: of the command line, the cache's place, seals, forms of packs, other commands."""


def test_the_same_libraries_are_the_same_text() -> None:
    assert state_of(AUDITING) == state_of(AUDITING)


@pytest.mark.parametrize("change", ["another version", "gone"])
def test_another_library_is_another_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    library = tmp_path / "made_up_library.py"
    library.write_text("VERSION = 1", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = state_of(["made_up_library"])
    if change == "gone":
        library.unlink()
    else:
        library.write_text("VERSION = 12", "utf-8")
    assert state_of(["made_up_library"]) != before


def test_every_library_that_is_imported_is_named() -> None:
    found = imported(CODE.rglob("*.py"))
    assert found - NOT_OF_REPORTS == set(AUDITING)
    assert imported((CODE / "reading" / "material").glob("*.py")) - NOT_OF_REPORTS == set(OPENING)


def imported(files: object) -> set[str]:
    names: set[str] = set()
    for file in files:  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"civcheck"}
