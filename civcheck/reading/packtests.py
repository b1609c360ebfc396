"""Reading the tests of a rule pack: small ledgers with what they must come to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from civcheck.language.condition import listed
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.terms import Day, Strict, YesNo
from civcheck.reading.rulepack import PackReading

Raw = Mapping[str, Any]


class Expected(Strict):
    """One case: a ledger, a day, and the outcome of one rule; or why there can be no such case."""

    rule: str
    case: str = ""
    minimal: YesNo = False
    as_of: Day | None = None
    unit: Raw = Field(default_factory=dict)
    records: tuple[Raw, ...] = ()
    absent: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    expect: Outcome | None = None
    have: str | None = None
    missing: Annotated[tuple[str, ...] | None, BeforeValidator(listed)] = None
    shows: Annotated[tuple[str, ...] | None, BeforeValidator(listed)] = None
    no_case: Outcome | None = None
    because: str = ""
    file: str = ""
    line: int = 0


class TestFile(Strict):
    """One file of tests: the unit that cases start from, and the cases."""

    __test__ = False

    unit: Raw = Field(default_factory=dict)
    cases: tuple[Expected, ...] = Field(min_length=1)


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
            found.append(
                case.model_copy(update={"unit": {**file.unit, **case.unit}, "file": name, "line": line})
            )
    return found, reading.problems


def place_of(case: Expected) -> Place:
    """Give the place of a case."""
    return Place(case.file, case.line, 1)
