"""Reading checks.yaml, where everything of the hygiene checks that is no code stands; an audit never does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from civcheck.errors import RulePackError
from civcheck.language.written import ExactNumber
from civcheck.messages import msg
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING
from civcheck.model.written import NOT_EMPTY, Texts, pattern
from civcheck.reading.packfiles import PackReading

HYGIENE = "ledger-hygiene"
CHECKS_FILE = "checks.yaml"


class NumberPage(Part):
    """A number of a check as it is written, with the reason for its value."""

    name: Annotated[str, pattern(r"^[a-z]+$")]
    value: ExactNumber
    unit: str
    stricter: Literal["lower", "higher"]
    least: ExactNumber
    most: ExactNumber
    why: str


class CheckPage(Part):
    """A check as it is written: what its page says and what may be tuned."""

    id: Annotated[str, pattern(r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    about: str
    noticed: str
    not_noticed: str
    answer: str
    words: Mapping[str, Texts] = NOTHING
    numbers: tuple[NumberPage, ...] = ()


class ChecksFile(Part):
    """checks.yaml: the checks in the order of their pages."""

    checks: Annotated[tuple[CheckPage, ...], NOT_EMPTY]


def hygiene_root() -> Path:
    """Give the folder of the hygiene checks: beside the rule packs, in a checkout or where civcheck is installed."""
    home = Path(__file__).resolve().parent.parent
    homes = (home / "packs" / HYGIENE, home.parent / "rules" / HYGIENE)
    return next((each for each in homes if (each / CHECKS_FILE).is_file()), homes[-1])


def read_checks() -> tuple[CheckPage, ...]:
    """Read checks.yaml.

    Raises:
        RulePackError: it has mistakes.
    """
    root = hygiene_root()
    reading = PackReading()
    value = reading.parse(CHECKS_FILE, (root / CHECKS_FILE).read_bytes())
    file = reading.model(ChecksFile, {"checks": value}, CHECKS_FILE) if value is not None else None
    if file is None:
        raise RulePackError(
            msg("error.pack", name=HYGIENE, count=str(len(reading.problems))), reading.problems
        )
    checks: tuple[CheckPage, ...] = file.checks
    return checks


def constants(checks: tuple[CheckPage, ...]) -> str:
    """Write what an audit needs of the checks as a Python module, so that it reads no YAML."""
    rows = [
        '"""What an audit needs of rules/ledger-hygiene/checks.yaml; made by tools/compile_packs.py, not by hand."""',
        "",
        "# fmt: off",
        "",
        "from collections.abc import Mapping",
        "from fractions import Fraction",
        "",
        "from civcheck.model.hygiene import CheckTerms, Tunable",
        "",
        "CHECKS: Mapping[str, CheckTerms] = {",
        *(row for check in checks for row in _rows(check)),
        "}",
        '"""The checks by id, in the order of their pages."""',
    ]
    return "\n".join(rows) + "\n"


def _rows(check: CheckPage) -> list[str]:
    numbers = [
        f'            "{each.name}": Tunable({_exact(each.value)}, "{each.unit}", "{each.stricter}", '
        f"{_exact(each.least)}, {_exact(each.most)}),"
        for each in check.numbers
    ]
    words = [
        f'            "{name}": ({" ".join(f"{_quoted(each)}," for each in listed)}),'
        for name, listed in check.words.items()
    ]
    return [
        f'    "{check.id}": CheckTerms(',
        f"        {_quoted(check.title)},",
        *(["        {", *numbers, "        },"] if numbers else ["        {},"]),
        *(["        {", *words, "        },"] if words else ["        {},"]),
        "    ),",
    ]


def _exact(value: ExactNumber) -> str:
    return f"Fraction({value.numerator}, {value.denominator})"


def _quoted(text: str) -> str:
    return f'"{text}"'
