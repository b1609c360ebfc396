"""Reading the tests of a rule pack: small ledgers with what they must come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING, Place, Problem
from civcheck.model.written import NOT_EMPTY, Day, Texts, YesNo
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import RawPack
from civcheck.reading.packsource import Root, read_pack_files, read_test_files
from civcheck.reading.rawpacks import raw_pack
from civcheck.reading.rulepack import base_of

Raw = Mapping[str, Any]


class Expected(Part):
    """One case: a ledger, a day, and the outcome of one rule; or why there can be no such case.

    ``layer`` names the pack below whose case it is, empty for the pack's own; ``earlier`` has the records of the
    ledgers of earlier years, by year; a year that is not there was not given.
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
    layer: str = ""


class TestFile(Part):
    """One file of tests: the unit that cases start from, and the cases."""

    __test__ = False

    unit: Raw = NOTHING
    cases: Annotated[tuple[Expected, ...], NOT_EMPTY]


def read_pack_tests(root: Root) -> tuple[list[Expected], list[Problem]]:
    """Read every test file of a pack; each case carries its place and the merged unit.

    Of the packs it is built on come the cases of the rules that it leaves as they are.
    """
    found, problems = _own_tests(root, "")
    raw, layer = None, root
    while (base := base_of(layer, read_pack_files(layer))) is not None:
        raw = raw or raw_pack(root)
        layer = base[1]
        pack_id = raw_pack(layer).id
        cases, more = _own_tests(layer, f"{pack_id}/")
        found += [case.changed(layer=pack_id) for case in cases if _from(raw, case.rule) == pack_id]
        problems += more
    return found, problems


def _from(raw: RawPack, rule: str) -> str | None:
    """Name the layer that had the last word on a rule."""
    known = raw.rule(rule)
    return known[2].layers[-1].pack if known is not None else None


def _own_tests(root: Root, prefix: str) -> tuple[list[Expected], list[Problem]]:
    reading = PackReading()
    found: list[Expected] = []
    for name, raw in read_test_files(root).items():
        file_name = f"{prefix}tests/{name}"
        value = reading.parse(file_name, raw)
        file = reading.model(TestFile, value, file_name) if value is not None else None
        if file is None:
            continue
        for index, case in enumerate(file.cases):
            line, _ = reading.parsed[file_name].place(("cases", index))
            found.append(case.changed(unit={**file.unit, **case.unit}, file=file_name, line=line))
    return found, reading.problems


def place_of(case: Expected) -> Place:
    """Give the place of a case."""
    return Place(case.file, case.line, 1)
