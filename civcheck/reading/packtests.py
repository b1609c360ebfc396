"""Reading the tests of a rule pack: small ledgers with what they must come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BeforeValidator

from civcheck.language.written import ExactNumber
from civcheck.messages import msg, number, say
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part, mistake
from civcheck.model.problem import NOTHING, Place, Problem
from civcheck.model.texts import near, sanitize
from civcheck.model.written import NOT_EMPTY, Day, Texts, YesNo
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import RawPack
from civcheck.reading.packsource import Root, read_pack_files, read_test_files
from civcheck.reading.rawpacks import raw_pack
from civcheck.reading.rulepack import base_of

Raw = Mapping[str, Any]


def _outcome(raw: Any) -> Any:
    """Take an outcome by its code or by the word of the reports (缺口)."""
    words = {say(msg(f"outcome.{each.value}")): each for each in Outcome}
    known = words | {each.value: each for each in Outcome}
    if isinstance(raw, Outcome):
        return raw
    if not isinstance(raw, str) or raw not in known:
        shown = sanitize(str(raw), 60) if isinstance(raw, str) else ""
        names = tuple(msg("said.beside", name=each.value, said=word) for word, each in words.items())
        raise mistake("rule-word", value=shown, names=names, meant=near(shown, known) or "")
    return known[raw]


OutcomeWord = Annotated[Outcome, BeforeValidator(_outcome)]


class EarlierCase(Part):
    """The ledger of an earlier year: its records, and what its unit.yaml said otherwise than this year's."""

    unit: Raw = NOTHING
    records: tuple[Raw, ...] = ()

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"records": raw} if isinstance(raw, list) else raw


class ExpectedPoints(Part):
    """Points that a rule must come to: those that are sure, and those that are possible; one number is both."""

    first: ExactNumber
    last: ExactNumber

    _keys: ClassVar[Mapping[str, str]] = {"first": "from", "last": "to"}

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return raw if isinstance(raw, dict | list) else {"from": raw, "to": raw}

    def _check(self) -> None:
        if self.first > self.last:
            raise mistake("points-backwards", first=number(self.first), last=number(self.last))


class WrittenCase(Part):
    """One case as it is written: a ledger, a day, and the outcome of one rule; or why there can be no such case.

    ``earlier`` has the ledgers of earlier years, by year; a year that is not there was not given.
    ``mistakes_`` says that the case is about what is written wrongly in it; ``points`` are those of the rule.
    """

    rule: str
    case: str = ""
    minimal: YesNo = False
    mistakes_: YesNo = False
    as_of: Day | None = None
    unit: Raw = NOTHING
    records: tuple[Raw, ...] = ()
    earlier: Mapping[int, EarlierCase] = NOTHING
    absent: Texts = ()
    expect: OutcomeWord | None = None
    have: str | None = None
    missing: Texts | None = None
    shows: Texts | None = None
    points: ExpectedPoints | None = None
    no_case: OutcomeWord | None = None
    because: str = ""


class Expected(WrittenCase):
    """One case with its place and the unit that its file begins with.

    ``record_lines`` tell where its records begin, ``points_at`` where its points stand; ``layer`` names the pack below
    whose case it is, empty for the pack's own.
    """

    file: str = ""
    line: int = 0
    record_lines: tuple[int, ...] = ()
    points_at: tuple[int, int] = (1, 1)
    layer: str = ""


class TestFile(Part):
    """One file of tests: the unit that cases start from, and the cases, each read by itself."""

    __test__ = False

    unit: Raw = NOTHING
    cases: Annotated[tuple[Any, ...], NOT_EMPTY]


class PackTests(NamedTuple):
    """The tests of a pack: what could be read, and what is wrong.

    Of the rules in ``unsure``, and of those whose tests stand in the files ``unread``, nobody knows all cases.
    """

    cases: list[Expected]
    problems: list[Problem]
    unread: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


def read_pack_tests(root: Root) -> PackTests:
    """Read every test file of a pack; each case carries its place and the merged unit.

    A case that cannot be read hides none of the others. Of the packs it is built on come the cases of the rules that
    it leaves as they are.
    """
    found, problems, unread, unsure = _own_tests(root, "")
    raw, layer = None, root
    while (base := base_of(layer, read_pack_files(layer))) is not None:
        raw = raw or raw_pack(root)
        layer = base[1]
        pack_id = raw_pack(layer).id
        below = _own_tests(layer, f"{pack_id}/")
        found += [case.changed(layer=pack_id) for case in below.cases if _from(raw, case.rule) == pack_id]
        problems += below.problems
        unread, unsure = unread | below.unread, unsure | below.unsure
    return PackTests(found, problems, unread, unsure)


def _from(raw: RawPack, rule: str) -> str | None:
    """Name the layer that had the last word on a rule."""
    known = raw.rule(rule)
    return known[2].layers[-1].pack if known is not None else None


def _own_tests(root: Root, prefix: str) -> PackTests:
    reading = PackReading()
    found: list[Expected] = []
    unread, unsure = set[str](), set[str]()
    for name, raw in read_test_files(root).items():
        file_name = f"{prefix}tests/{name}"
        value = reading.parse(file_name, raw)
        file = reading.model(TestFile, value, file_name) if value is not None else None
        if file is None:
            unread.add(name)
            continue
        for index, each in enumerate(file.cases):
            case = reading.model(WrittenCase, each, file_name, ("cases", index))
            if case is not None:
                found.append(_placed(case, file, file_name, index, reading))
            elif isinstance(each, dict) and isinstance(each.get("rule"), str):
                unsure.add(each["rule"])
            else:
                unread.add(name)
    problems = [_of_tests(each) for each in reading.problems]
    return PackTests(found, problems, frozenset(unread), frozenset(unsure))


def _of_tests(problem: Problem) -> Problem:
    """Say of a file that is too large that it is one of tests: it has no records to split."""
    too_large = problem.code == "too-many-nodes"
    return Problem("tests-too-large", problem.weight, problem.place, problem.params) if too_large else problem


def _placed(case: WrittenCase, file: TestFile, name: str, index: int, reading: PackReading) -> Expected:
    parsed, path = reading.parsed[name], ("cases", index)
    lines = tuple(parsed.place((*path, "records", number))[0] for number in range(len(case.records)))
    given = {key: getattr(case, key) for key in case.given()}
    unit = {**file.unit, **case.unit}
    return Expected(
        **{**given, "unit": unit}, file=name, line=parsed.place(path)[0], record_lines=lines,
        points_at=parsed.place((*path, "points")),
    )  # fmt: skip


def place_of(case: Expected, record: int | None = None) -> Place:
    """Give the place of a case, or of one of its records, counted from 0."""
    lines = case.record_lines
    return Place(case.file, lines[record] if record is not None and record < len(lines) else case.line, 1)
