"""Reading the tests of a rule pack: small ledgers with what they must come to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING, Place, Problem
from civcheck.model.written import NOT_EMPTY, Day, Texts, YesNo
from civcheck.reading.packparse import PackReading

Raw = Mapping[str, Any]


class Expected(Part):
    """One case: a ledger, a day, and the outcome of one rule; or why there can be no such case.

    ``earlier`` has the records of the ledgers of earlier years, by year; a year that is not there was not given.
    """

    rule: str
    case: str = ""
    minimal: YesNo = False
    as_of: Day | None = None
    unit: Raw = NOTHING
    records: tuple[Raw, ...] = ()
    earlier: Mapping[int, tuple[Raw, ...]] = NOTHING
    absent: Texts = ()
    expect: Outcome | None = None
    have: str | None = None
    missing: Texts | None = None
    shows: Texts | None = None
    no_case: Outcome | None = None
    because: str = ""
    file: str = ""
    line: int = 0


class TestFile(Part):
    """One file of tests: the unit that cases start from, and the cases."""

    __test__ = False

    unit: Raw = NOTHING
    cases: Annotated[tuple[Expected, ...], NOT_EMPTY]


def read_pack_tests(root: Path) -> tuple[list[Expected], list[Problem]]:
    """Read every test file of a pack; each case carries its place and the merged unit."""
    folder = root / "tests"
    reading = PackReading(root)
    found: list[Expected] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        name = f"tests/{path.name}"
        value = reading.parse(name, path.read_bytes())
        file = reading.model(TestFile, value, name) if value is not None else None
        if file is None:
            continue
        for index, case in enumerate(file.cases):
            line, _ = reading.parsed[name].place(("cases", index))
            found.append(case.changed(unit={**file.unit, **case.unit}, file=name, line=line))
    return found, reading.problems


def place_of(case: Expected) -> Place:
    """Give the place of a case."""
    return Place(case.file, case.line, 1)
