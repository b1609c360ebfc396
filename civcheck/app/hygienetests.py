"""Running the tests of the hygiene checks: small ledgers, and whom the notices must name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from civcheck.app.packcases import Failure
from civcheck.app.packtests import TestRun
from civcheck.errors import CivcheckError, RulePackError
from civcheck.language.hygiene import Tuned
from civcheck.language.pack import PackHead, RulePack, Source
from civcheck.language.window import Interval, Resolved
from civcheck.language.written import ExactNumber
from civcheck.messages import Message, joined, msg
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.ledger import Ledger
from civcheck.model.material import FileFacts, Made
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING, Place
from civcheck.model.report import Notice
from civcheck.model.sketch import document_sketch
from civcheck.model.terms import Span, Terms
from civcheck.model.written import NOT_EMPTY, Day, Texts, YesNo
from civcheck.reading.hygienechecks import HYGIENE, hygiene_root
from civcheck.reading.inline import inline_ledger, wrong_values
from civcheck.reading.packfiles import PackReading
from civcheck.verdict.hygiene import CHECKS as FUNCTIONS
from civcheck.verdict.hygiene import look_over
from civcheck.verdict.hygiene.look import Look, OtherLedger
from civcheck.verdict.hygiene.tuning import tune

Raw = Mapping[str, Any]
DEFAULT_DAY = date(2017, 12, 31)


class FileCase(Part):
    """What a file of a case shows: its sort and flaw, days by where they stand, its text as it is written."""

    sort: str = ""
    flaw: str = ""
    made: Mapping[str, Day] = NOTHING
    software: str = ""
    text: str = ""

    def facts(self) -> FileFacts:
        """Give it as an audit has it."""
        made = tuple(Made(source, day) for source, day in self.made.items())
        return FileFacts(
            1,
            sort=self.sort,
            flaw=self.flaw,
            made=made,
            software=self.software,
            sketch=document_sketch(self.text),
        )


class OtherCase(Part):
    """A ledger beside that of a case, of another unit or year."""

    name: str
    unit: Raw = NOTHING
    records: tuple[Raw, ...] = ()
    material: Mapping[str, FileCase] = NOTHING


class HygieneCase(Part):
    """One case: a ledger, a day, tuned numbers, and for each notice of one check the 编号 of the records it names.

    ``also`` names other checks that may have something to say of it; ``windows`` are days in which rules could use
    a kind of record; ``incomplete`` says that something that may hold records was not read. ``material`` says what
    files show, ``first_seen`` when they first appeared in git (both by path), ``others`` are ledgers beside.
    """

    check: str
    case: str
    as_of: Day = DEFAULT_DAY
    unit: Raw = NOTHING
    numbers: Mapping[str, ExactNumber] = NOTHING
    windows: Mapping[str, Span] = NOTHING
    incomplete: YesNo = False
    records: tuple[Raw, ...] = ()
    material: Mapping[str, FileCase] = NOTHING
    first_seen: Mapping[str, Day] = NOTHING
    others: tuple[OtherCase, ...] = ()
    expect: tuple[tuple[str, ...], ...]
    also: Texts = ()
    file: str = ""
    line: int = 0


class HygieneTestFile(Part):
    """One file of tests: the unit that cases start from, and the cases."""

    unit: Raw = NOTHING
    cases: Annotated[tuple[HygieneCase, ...], NOT_EMPTY]


def run_hygiene_tests(root: Path | None = None) -> TestRun:
    """Run every case of the hygiene checks, with all checks looking on."""
    root = root or hygiene_root()
    reading = PackReading()
    pack = hygiene_pack(reading, root)
    cases = list(_cases(reading, root))
    failures = [failure for case in cases for failure in _check(case, pack)]
    failures += _not_shown(cases)
    return TestRun(len(cases), 0, 0, tuple(reading.problems), tuple(failures), (), 0)


def hygiene_pack(reading: PackReading, root: Path) -> RulePack:
    """Make a pack without rules of the words that the tests use.

    Raises:
        RulePackError: the words have mistakes.
    """
    value = reading.parse("terms.yaml", (root / "terms.yaml").read_bytes())
    terms = reading.model(Terms, value, "terms.yaml") if value is not None else None
    if terms is None:
        raise RulePackError(
            msg("error.pack", name=HYGIENE, count=str(len(reading.problems))), reading.problems
        )
    year = Span(first=date(2017, 1, 1), last=date(2017, 12, 31))
    head = PackHead(
        id=HYGIENE,
        version="1",
        title=HYGIENE,
        period=year,
        closes=year.last,
        source=Source(file="", sha256=""),
    )
    return RulePack(head=head, terms=terms, points=(), digest="")


def _cases(reading: PackReading, root: Path) -> Iterator[HygieneCase]:
    for path in sorted((root / "tests").glob("*.yaml")):
        name = f"tests/{path.name}"
        value = reading.parse(name, path.read_bytes())
        file = reading.model(HygieneTestFile, value, name) if value is not None else None
        if file is None:
            continue
        for index, case in enumerate(file.cases):
            line, _ = reading.parsed[name].place(("cases", index))
            yield case.changed(unit={**file.unit, **case.unit}, file=name, line=line)


def _check(case: HygieneCase, pack: RulePack) -> Iterator[Failure]:
    def failure(id: str, **params: Any) -> Failure:
        return Failure(Place(case.file, case.line, 1), case.check, msg(id, case=case.case, **params))

    if case.check not in CHECKS:
        yield failure("packtest.no-rule", rule=case.check)
        return
    for name in case.numbers:
        if name not in CHECKS[case.check].numbers:
            yield failure("packtest.no-number", name=name)
            return
    try:
        ledger = inline_ledger(case.unit, case.records, pack, apart=True)
    except CivcheckError as error:
        yield failure("packtest.unit", what=error.message)
        return
    yield from (
        failure("packtest.wrong-value", what=problem.what, cure=problem.cure)
        for problem in wrong_values(ledger)
    )
    notices = notices_of(case, pack, ledger)
    ids = {record.file: record.id or record.title for record in ledger.records}
    got = sorted(_named(each, ids) for each in notices if each.code == case.check)
    if got != sorted(case.expect):
        yield failure("packtest.notices", want=_shown(case.expect), got=_shown(got))
    for other in sorted({each.code for each in notices} - {case.check, *case.also}):
        yield failure("packtest.other-notice", other=other)


def notices_of(case: HygieneCase, pack: RulePack, ledger: Ledger) -> list[Notice]:
    """Give what all checks notice in the ledger of a case, its numbers set."""
    windows = {kind: {Resolved((Interval(span.first, span.last),))} for kind, span in case.windows.items()}
    records = sorted(ledger.records, key=lambda record: (record.days.first, record.key))
    look = Look(
        records, ledger.unit, pack.terms, case.as_of, case.incomplete, lambda: windows,
        material=_facts(case.material), first_seen=case.first_seen,
        others=[_other(each, case, pack) for each in case.others],
        personal=ledger.personal, unread=ledger.unread,
    )  # fmt: skip
    tuned = {case.check: Tuned(numbers=case.numbers)}
    return list(look_over(look, tune(tuned, (), "", "").numbers))


def _facts(material: Mapping[str, FileCase]) -> Mapping[str, FileFacts]:
    return {path: each.facts() for path, each in material.items()}


def _other(other: OtherCase, case: HygieneCase, pack: RulePack) -> OtherLedger:
    ledger = inline_ledger({**case.unit, **other.unit}, other.records, pack, apart=True)
    return OtherLedger(other.name, ledger.unit.name, ledger.records, _facts(other.material))


def _named(notice: Notice, ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ids[place.file] for place in notice.places if place.file in ids)


def _shown(named: Any) -> Message:
    return joined("clauses", map(tuple, named)) if named else msg("said.none")


def _not_shown(cases: list[HygieneCase]) -> Iterator[Failure]:
    """Tell of checks without a case that is noticed and one that is not, and of numbers that no case sets.

    What needs files that are opened cannot be shown by a case.
    """
    opening = {each.id for each in FUNCTIONS if each.opens}
    for check, terms in CHECKS.items():
        if check in opening:
            continue
        own = [case for case in cases if case.check == check]
        place = Place("tests")
        if not any(case.expect for case in own):
            yield Failure(place, check, msg("packtest.nothing-noticed"))
        if all(case.expect for case in own):
            yield Failure(place, check, msg("packtest.nothing-quiet"))
        for name in terms.numbers:
            if not any(name in case.numbers for case in own):
                yield Failure(place, check, msg("packtest.number-untested", name=name))
