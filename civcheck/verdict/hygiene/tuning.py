"""The numbers of the hygiene checks: those of checks.yaml, as the pack sets them, as a ledger makes them stricter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.hygiene import OFF, Tuned, numbers_of, out_of_range
from civcheck.messages import number
from civcheck.model.hygiene import HygieneLine
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.report import HygieneSet
from civcheck.model.texts import near
from civcheck.verdict.hygiene.look import Numbers

_FILE = "civcheck.toml"
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")
"""What a ledger may write for a number; nothing that takes long to work out."""


class Tuning(NamedTuple):
    """The checks that are on with their numbers, what was set by whom, and what a ledger may not set."""

    numbers: Mapping[str, Numbers]
    settings: tuple[HygieneSet, ...] = ()
    off: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def tune(
    pack: Mapping[str, Tuned],
    ledger: Iterable[HygieneLine],
    pack_name: str,
    ledger_name: str,
    trusted: bool = False,
) -> Tuning:
    """Work out what each check goes by; a ledger that is not trusted can only make a check notice more.

    ``pack_name`` and ``ledger_name`` are what those who set a number are called in the report.
    """
    known = {check: numbers_of(check, pack) for check in CHECKS}
    on = {check: dict(numbers) for check, numbers in known.items() if numbers is not None}
    set_by = {(check, name): pack_name for check in on if check in pack for name in pack[check].numbers}
    problems: list[Problem] = []
    for line in ledger:
        problem = _refusal(line, on)
        if trusted and problem is not None and problem.code == "hygiene-off":
            del on[line.check]
        elif problem is not None and not (trusted and problem.code == "hygiene-looser"):
            problems.append(problem)
        else:
            assert line.number is not None  # noqa: S101 - only a number is not refused
            on[line.check][line.number] = Fraction(line.value)
            set_by[line.check, line.number] = ledger_name
    settings = [
        HygieneSet(check, name, number(on[check][name]), CHECKS[check].numbers[name].unit, who)
        for (check, name), who in sorted(set_by.items())
        if check in on
    ]
    return Tuning(on, tuple(settings), tuple(check for check in CHECKS if check not in on), tuple(problems))


def _refusal(line: HygieneLine, on: Mapping[str, Numbers]) -> Problem | None:
    """Say why a line of civcheck.toml changes nothing; None where it makes a check stricter."""

    def problem(code: str, **params: Any) -> Problem:
        return Problem(code, Weight.VALUE, Place(_FILE, line.line, 1), {"check": line.check, **params})

    if line.check not in CHECKS:
        names = {"meant": near(line.check, CHECKS) or "", "names": tuple(CHECKS)}
        return problem("hygiene-unknown", **names)
    if line.number is None:
        is_off = line.value.strip().lower() in (*OFF, "false")
        return problem("hygiene-off" if is_off else "hygiene-form", value=line.value)
    if line.check not in on:
        return problem("hygiene-is-off")
    known = CHECKS[line.check].numbers
    if line.number not in known:
        names = {"meant": near(line.number, known) or "", "names": tuple(known)}
        return problem("hygiene-number", key=line.number, **names)
    if _NUMBER.fullmatch(line.value) is None:
        return problem("not-a-number", value=line.value, such="46")
    value = Fraction(line.value)
    if not known[line.number].takes(value):
        return problem("hygiene-range", **out_of_range(line.check, line.number, line.value))
    now = on[line.check][line.number]
    if not known[line.number].is_stricter(value, now):
        return problem("hygiene-looser", key=line.number, value=line.value, now=number(now))
    return None
