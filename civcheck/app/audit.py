"""Auditing a ledger: find its pack, read it, judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from civcheck.app.beside import check_beside, read_beside
from civcheck.app.material import FileOpener
from civcheck.app.thumbnails import Photos, with_thumbnails
from civcheck.app.years import Before, by_year, read_earlier, saying_which, with_others
from civcheck.errors import UsageError
from civcheck.language.hygiene import numbers_of
from civcheck.language.pack import RulePack, is_pinned
from civcheck.language.rule import Rule
from civcheck.messages import msg
from civcheck.model.ledger import Ledger
from civcheck.model.problem import NOTHING
from civcheck.model.report import Report
from civcheck.model.texts import near, sanitize
from civcheck.model.unit import Judgement
from civcheck.reading.declaring import where_to_write
from civcheck.reading.files import digest_of
from civcheck.reading.judgements import read_judgements
from civcheck.reading.ledger import OpenFiles, read_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import UnitFile, open_unit, pack_pin
from civcheck.verdict.run import run_audit

DEFAULT_PACK = "hubei-2017"


def audit(
    ledger: str | Path,
    *others: str | Path,
    as_of: date | None = None,
    today: date | None = None,
    rules: str | None = None,
    points: Sequence[int] = (),
    only: Sequence[str] = (),
    own_judgements: bool = True,
    judgements: str | Path | None = None,
    digests: bool = False,
    hygiene: bool = True,
    trust_hygiene: bool = False,
    progress: Callable[[int], None] | None = None,
    evidence: bool = False,
    open_files: OpenFiles | None = None,
    first_seen: Callable[[str], Mapping[str, date]] | None = None,
    thumbnails: bool = False,
    within: int = 0,
    against: Sequence[str | Path] = (),
    instead: Mapping[str, bytes] = NOTHING,
    planned: bool = False,
) -> Report:
    """Audit a ledger folder and give the report.

    Args:
        ledger: The folder that holds unit.yaml.
        others: Ledgers of other years of the same unit: the latest year is audited, the others serve rules over
            several years.
        as_of: The day it is judged at, the end of that day. Default: ``today``, but never later than the day on
            which the pack's last window closes; without ``today`` that day itself.
        today: The day on the caller's clock; civcheck has none of its own.
        rules: Id or folder of a rule pack; default: what unit.yaml asks for, else hubei-2017.
        points: Judge the rules of these points only.
        only: Judge these rules only (ids; a span's id stands for all its rules).
        own_judgements: Apply the ledger's own judgements.yaml.
        judgements: A register outside the ledger, applied on top as the superior's word.
        digests: Also take SHA-256 of every attachment that a record names.
        hygiene: Also notice what does not fit together in the ledger (台账体检).
        trust_hygiene: Let the ledger's own civcheck.toml make these checks looser, or switch them off.
        progress: Called with the number of record files read, now and then.
        evidence: Also look into the attachments: whether they are what they claim to be, and what does not fit together
            (照片重复、日期、个人信息 …). A pack that asks what stands in files has them opened in any case.
        open_files: How files are opened (``app/material.py``); by default with the cache and without progress.
        first_seen: Gives, for the ledger's folder, the day on which each of its files first appeared in git; asked
            only where a hygiene check goes by it.
        thumbnails: Also give small pictures of the photos that notices are about; without ``evidence`` there are none.
        within: Also say what falls due in so many days.
        against: Ledgers of other units: their photos and texts are compared, and nothing of them is audited.
            Attachments are opened for it, whatever ``evidence`` says.
        instead: Bytes that record files and judgements of the ledger are taken to have, by path: what is about to be
            written.
        planned: Also plan what closes all that is short.

    Raises:
        UsageError: a pack, point or rule does not exist, the ledger's year is not the pack's, ledgers are of several
            units, or one of ``against`` cannot be compared.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    check_beside(against, (ledger, *others))
    if against and not hygiene:
        raise UsageError(msg("error.against-no-hygiene"))
    evidence = evidence or bool(against)
    ready = prepare(
        ledger,
        *others,
        as_of=as_of,
        today=today,
        rules=rules,
        points=points,
        only=only,
        own_judgements=own_judgements,
        judgements=judgements,
        sketches=hygiene,
        progress=progress,
        evidence=evidence,
        open_files=open_files,
        instead=instead,
    )
    read, pack, material = ready.ledger, ready.pack, ready.ledger.material if evidence else {}
    taken = [each.name for each in ready.before]
    beside = read_beside(against, pack, read, taken, ready.sketches, ready.opener)
    wants_days = hygiene and numbers_of("filed-late", pack.head.hygiene) is not None
    report = run_audit(
        read,
        pack,
        ready.day,
        ready.wanted,
        ready.judgements,
        ready.asked,
        ready.before,
        hygiene,
        trust_hygiene,
        material=material,
        first_seen=first_seen(ready.root) if first_seen is not None and wants_days else {},
        answers=read.answers,
        others=[*(each.beside for each in ready.earlier), *(each.look for each in beside)],
        due_by=ready.day + timedelta(days=within),
        planned=planned,
    )
    if evidence:
        told = tuple(each.told for each in beside)
        report = report._replace(provenance=report.provenance._replace(opened=len(material), beside=told))
    if thumbnails and evidence:
        photos = [*ready.photos(), *(each.photos for each in beside)]
        report = with_thumbnails(report, photos, pack.terms)
    asks = tuple(where_to_write(each, ready.unit_file, pack.terms) for each in report.asks)
    report = report._replace(asks=asks)
    return report._replace(digests=_digests(ready.root, read)) if digests or evidence else report


class Prepared(NamedTuple):
    """A ledger that was read, its pack, and what it is to be judged by.

    ``judgements`` are those to apply, a superior's last; ``before`` are the ledgers of earlier years, ``earlier`` the
    same as they were given; ``wanted`` are the rules asked for, None for all;
    ``sketches`` and ``opener`` are how it was read.
    """

    root: str
    ledger: Ledger
    pack: RulePack
    unit_file: UnitFile
    day: date
    judgements: tuple[Judgement, ...]
    before: tuple[Ledger, ...]
    earlier: tuple[Before, ...]
    wanted: list[Rule] | None
    asked: tuple[str, ...]
    sketches: bool
    opener: OpenFiles | None

    def photos(self) -> Iterator[Photos]:
        """Give the ledgers whose photos a report may show."""
        yield Photos(self.root, "", self.ledger.records, self.ledger.material, self.ledger.spelled)
        for one in self.earlier:
            beside = one.beside
            before = f"{beside.name}/"
            yield Photos(one.root, before, beside.records, beside.material, one.ledger.spelled)


def prepare(
    ledger: str | Path,
    *others: str | Path,
    as_of: date | None = None,
    today: date | None = None,
    rules: str | None = None,
    points: Sequence[int] = (),
    only: Sequence[str] = (),
    own_judgements: bool = True,
    judgements: str | Path | None = None,
    sketches: bool = False,
    progress: Callable[[int], None] | None = None,
    evidence: bool = False,
    open_files: OpenFiles | None = None,
    instead: Mapping[str, bytes] = NOTHING,
) -> Prepared:
    """Read a ledger for an audit, with the pack it is judged by; arguments and errors are those of ``audit``.

    ``sketches``: take checksums of narratives, where the pack compares them.
    """
    *earlier, (_, root, unit_file) = by_year([folder_of(str(each)) for each in (ledger, *others)])
    pack = pack_of(root, unit_file, rules)
    _check_pin(unit_file, pack, chosen=rules is not None)
    wanted, asked = choose_rules(pack, points, only)
    sketches = sketches and numbers_of("alike-text", pack.head.hygiene) is not None
    with saying_which(root if earlier else ""):
        opener = (open_files or FileOpener()) if evidence or pack.opens_material else None
        read = read_ledger(root, pack, unit_file, own_judgements, progress, sketches, opener, instead)
    check_year(read.unit.year, pack)
    read, superior = _with_register(read, pack, judgements)
    day = as_of if as_of is not None else min(today or pack.head.closes, pack.head.closes)
    given = read_earlier(earlier, pack, read, sketches, opener if evidence else None)
    before = [each.ledger for each in given]
    read, *before = (with_others(each, (read, *before)) for each in (read, *before))
    own = (*read.judgements, *superior)
    return Prepared(
        root, read, pack, unit_file, day, own, tuple(before), tuple(given), wanted, asked, sketches, opener
    )


def opened_folder(ledger: str | Path, rules: str | None) -> tuple[str, UnitFile, RulePack]:
    """Open a ledger's folder: its path, its unit.yaml, and its pack or the one that is named.

    Raises:
        UsageError: there is no such folder or pack.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    root = folder_of(str(ledger))
    unit_file = open_unit(root)
    return root, unit_file, pack_of(root, unit_file, rules)


def pack_of(root: str, unit_file: UnitFile, rules: str | None) -> RulePack:
    """Read the pack that is named, else what unit.yaml asks for, else hubei-2017; what it pins is not looked at."""
    pin = pack_pin(unit_file)
    return read_pack(rules or (pin.id if pin is not None else DEFAULT_PACK), ledger=root)


def folder_of(root: str) -> str:
    """Give the folder of a ledger as it was named.

    Raises:
        UsageError: there is none.
    """
    try:
        known = Path(root).is_dir()
    except OSError:  # a name longer than any can be
        known = False
    if not known:
        raise UsageError(msg("error.no-folder", path=sanitize(root)))
    return root


def _check_pin(unit_file: UnitFile, pack: RulePack, chosen: bool) -> None:
    """Hold the pack against what unit.yaml pins; a pack named on the command line is the user's own choice."""
    pin = pack_pin(unit_file)
    if pin is None or chosen:
        return
    version, digest = pin.version, pin.digest
    for have, want, what, fits in (
        (pack.head.version, version, "version", version is None or is_pinned(version, pack.head.version)),
        (pack.digest, digest, "digest", digest is None or pack.digest.startswith(digest)),
    ):
        if not fits:
            said = msg(f"pin.{what}")
            raise UsageError(msg("error.pin", what=said, want=sanitize(str(want)), have=have, pack=pack.id))


def check_year(year: int, pack: RulePack) -> None:
    """Refuse the year of a ledger that the pack is not of.

    Raises:
        UsageError: so it is.
    """
    period = pack.head.period
    if not period.first.year <= year <= period.last.year:
        raise UsageError(msg("error.year", year=str(year), pack=pack.id, pack_year=_years(pack)))


def _years(pack: RulePack) -> str:
    first, last = pack.head.period.first.year, pack.head.period.last.year
    return str(first) if first == last else f"{first}–{last}"


def choose_rules(
    pack: RulePack, points: Sequence[int], only: Sequence[str]
) -> tuple[list[Rule] | None, tuple[str, ...]]:
    """Find the rules that were asked for; None is all of them.

    Raises:
        UsageError: a point or rule does not exist.
    """
    if not points and not only:
        return None, ()
    wanted: set[str] = set()
    known = {point.number: point for point in pack.points}
    for number in points:
        if number not in known:
            raise UsageError(msg("error.no-point", point=str(number), names=tuple(map(str, known))))
        wanted |= {rule.id for rule in known[number].rules}
    for name in only:
        rules = pack.span_of(name)
        if not rules:
            raise UsageError(msg("error.no-rule", rule=sanitize(name), meant=near(name, pack.by_id) or ""))
        wanted |= set(rules)
        wanted |= {each for rule in rules for each in pack.by_id[rule].answered_by}
    asked = (*(f"要点 {number}" for number in points), *(f"规则 {name}" for name in only))
    return [rule for rule in pack.rules if rule.id in wanted], asked


def _with_register(ledger: Ledger, pack: RulePack, path: str | Path | None) -> tuple[Ledger, list[Judgement]]:
    """Add what a register outside the ledger says: its answers and problems; give its judgements."""
    if path is None:
        return ledger, []
    if not Path(path).is_file():
        raise UsageError(msg("error.no-judgements", path=sanitize(str(path))))
    found = read_judgements(
        str(path), Path(path).name, ledger.unit.year, pack.span_of, tuple(pack.by_id), superior=True
    )
    problems, answers = (*ledger.problems, *found.problems), (*found.answers, *ledger.answers)
    return replace(ledger, problems=problems, answers=answers), found.judgements


def _digests(root: str, ledger: Ledger) -> dict[str, str]:
    """Take the SHA-256 of every file that a record names, by path; what cannot be read has none."""
    named = {each.path for record in ledger.records for each in record.evidence if not each.is_link}
    found: dict[str, str] = {}
    for path in sorted(named):
        known = ledger.material.get(path)
        digest = known.sha256 if known is not None else ""
        digest = digest or digest_of(f"{root}/{ledger.spelled.get(path, path)}") or ""
        if digest:
            found[path] = digest
    return found
