"""What stands in judgements.yaml and what waits for a person; and a sample to look at that anybody can draw again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.app.audit import Prepared, prepare
from civcheck.errors import UsageError
from civcheck.messages import Message, msg
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.record import Record
from civcheck.model.report import Finding, Notice, Report
from civcheck.model.texts import sanitize
from civcheck.model.unit import Judgement
from civcheck.reading.judgements import JUDGEMENT_FILES
from civcheck.reading.register import Entry, open_registers
from civcheck.verdict.fingerprint import fingerprint, signs
from civcheck.verdict.observe import selected
from civcheck.verdict.run import case_of, run_audit

_STATES = {
    "judgement-expired": "expired",
    "judgement-fingerprint": "stale",
    "judgement-later": "later",
    "judgement-unbound": "unbound",
}
STATES = ("stale", "expired", "expiring", "unused", "later", "unbound", "in-force")
"""What an entry may be, in the order of what is to be seen to first."""


class Change(NamedTuple):
    """What became of a record that a judgement was made about: ``added``, ``gone``, ``content`` or ``material``."""

    record: str
    what: str


class Standing(NamedTuple):
    """An entry of the register as it stands for one rule; ``why`` says why it has no effect.

    ``changes`` say what has changed since, None where the entry does not tell what was looked at.
    """

    judgement: Judgement
    rule: str
    title: str
    state: str
    why: Message | None = None
    changes: tuple[Change, ...] | None = None

    @property
    def place(self) -> Place:
        """Give the place of the entry."""
        return Place(self.judgement.file, self.judgement.line, 1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person in a ledger: rules to judge, entries as they stand, entries that cannot be read."""

    report: Report
    within: int
    rules: tuple[Finding, ...]
    entries: tuple[Standing, ...]
    broken: tuple[Problem, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether there is anything to do."""
        to_do = any(each.state not in ("in-force", "unbound") for each in self.entries)
        return bool(self.rules or self.broken) or to_do


def waiting(*ledgers: str | Path, within: int = 30, **options: Any) -> Waiting:
    """Say what waits for a person.

    Args:
        ledgers: The ledger, and perhaps those of other years.
        within: An entry that holds no longer than so many days from the as-of date on is told as expiring.
        options: What ``audit`` is told: as_of, today, rules, evidence, open_files.

    Raises:
        CivcheckError: the ledger cannot be audited.
    """
    ready = prepare(*ledgers, **options)
    report = _report(ready)
    own = [each for each in ready.judgements if not each.superior]
    seen = _seen(ready)
    entries = [
        _standing(judgement, rule, report, ready, within, seen)
        for judgement in own
        for rule in judgement.rules
    ]
    entries.sort(key=lambda each: (STATES.index(each.state), each.judgement.until, each.place, each.rule))
    return Waiting(
        report,
        within,
        tuple(each for each in report.findings if each.outcome is Outcome.NEEDS_REVIEW),
        tuple(entries),
        tuple(
            each
            for each in ready.ledger.problems
            if each.place.file in JUDGEMENT_FILES and each.weight is not Weight.NOTE
        ),
    )


def _report(ready: Prepared) -> Report:
    return run_audit(
        ready.ledger, ready.pack, ready.day, None, ready.judgements, (), ready.before, hygiene=False
    )


def _seen(ready: Prepared) -> Mapping[tuple[str, int], Entry]:
    """Find the entries as they stand in the files, by file and line; none where these cannot be read as a whole."""
    try:
        registers = open_registers(ready.root, ready.pack.span_of)
    except UsageError:
        return {}
    return {(each.file, each.start + 1): each for register in registers for each in register.entries}


def _standing(
    judgement: Judgement,
    rule: str,
    report: Report,
    ready: Prepared,
    within: int,
    seen: Mapping[tuple[str, int], Entry],
) -> Standing:
    notice = _notice_of(judgement, rule, report.notices)
    state = "in-force" if notice is None else _STATES.get(notice.code, "unused")
    changes = None
    if state == "stale" and (noted := _noted(judgement, seen)) is not None:
        case = case_of(ready.ledger, ready.pack, ready.judgements, ready.before)
        changes = _changes(noted, selected(ready.pack.by_id[rule], case.grounds(ready.day)))
    if state in ("in-force", "unbound") and judgement.until <= ready.day + timedelta(days=within):
        state = "expiring"
    why = None if notice is None else notice.text
    return Standing(judgement, rule, ready.pack.by_id[rule].title, state, why, changes)


def _noted(
    judgement: Judgement, seen: Mapping[tuple[str, int], Entry]
) -> Mapping[str, tuple[str, str]] | None:
    """Give what was looked at when an entry was made; None where it does not tell."""
    if judgement.fingerprint == fingerprint(()):
        return {}
    entry = seen.get((judgement.file, judgement.line))
    return entry.seen if entry is not None and entry.seen else None


def _notice_of(judgement: Judgement, rule: str, notices: Sequence[Notice]) -> Notice | None:
    """Find what an audit says of an entry for a rule; that it is bound to nothing comes last."""
    place = (judgement.file, judgement.line)
    found = [
        each
        for each in notices
        if each.rule == rule and any((where.file, where.line) == place for where in each.places)
    ]
    found.sort(key=lambda each: each.code == "judgement-unbound")
    return found[0] if found else None


def _changes(was: Mapping[str, tuple[str, str]], now: Sequence[Record]) -> tuple[Change, ...]:
    found = []
    is_now = {sanitize(each.key, 1_000): signs(each) for each in now}
    for key, (content, material) in was.items():
        if key not in is_now:
            found.append(Change(key, "gone"))
            continue
        found += [Change(key, "content")] if is_now[key][0] != content else []
        found += [Change(key, "material")] if is_now[key][1] != material else []
    found += [Change(key, "added") for key in is_now if key not in was]
    return tuple(found)


# --- a sample


class Drawn(NamedTuple):
    """A record of a sample, and the rules that it shows something for."""

    record: Record
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Records drawn for a person to look at, out of ``population``; ``asked`` is the size as it was asked for.

    ``seed`` and the ledger as it is give the same sample anywhere.
    """

    report: Report
    asked: str
    seed: str
    is_own_seed: bool
    population: int
    drawn: tuple[Drawn, ...]


_SEED = re.compile(r"\w[\w.-]{0,63}")
_DIGITS = 10
"""So many digits of a ledger's digest are its seed: fewer than a number has that would be masked."""
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)[%％]|(\d{1,6})")


def size_of(text: str) -> Fraction | int:
    """Read the size of a sample: 10% is a share, 20 a number.

    Raises:
        UsageError: it is neither.
    """
    found = _SIZE.fullmatch(text.strip())
    size: Fraction | int = 0
    if found is not None:
        size = Fraction(found[1]) / 100 if found[1] else int(found[2])
    if not size or (isinstance(size, Fraction) and size > 1):
        raise UsageError(msg("error.sample-size", value=sanitize(text, 60)))
    return size


def sample(*ledgers: str | Path, size: str, seed: str | None = None, **options: Any) -> Sample:
    """Draw a sample of the records that the outcomes rest on: those that at least one rule is shown by.

    Every record gets a number from the seed and its own key alone, the smallest are drawn: whoever draws more draws
    the same ones first, and neither machine nor order of files matters.

    Args:
        ledgers: The ledger, and perhaps those of other years.
        size: As ``size_of`` takes it; a share is rounded up.
        seed: A word of letters and digits; by default of the ledger's digest, which changes with any of its files.
        options: What ``audit`` is told, ``only`` among them: then out of the records of these rules.

    Raises:
        UsageError: the size is none, or the seed is no such word.
        CivcheckError: the ledger cannot be audited.
    """
    wanted = size_of(size)
    if seed is not None and (not _SEED.fullmatch(seed) or sanitize(seed) != seed):
        raise UsageError(msg("error.sample-seed", value=sanitize(seed, 60)))
    ready = prepare(*ledgers, **options)
    report = run_audit(
        ready.ledger,
        ready.pack,
        ready.day,
        ready.wanted,
        ready.judgements,
        ready.asked,
        ready.before,
        hygiene=False,
    )
    shown: dict[str, list[str]] = {}
    for finding in report.findings:
        for key in finding.shown_by:
            shown.setdefault(key, []).append(finding.rule)
    records = [each for each in report.catalogue if each.key in shown]
    chosen = report.provenance.ledger_digest[:_DIGITS] if seed is None else seed
    count = wanted if isinstance(wanted, int) else ceil(wanted * len(records))
    drawn = sorted(records, key=lambda each: _rank(chosen, each.key))[:count]
    drawn.sort(key=lambda each: each.key)
    return Sample(
        report,
        size.strip(),
        chosen,
        seed is None,
        len(records),
        tuple(Drawn(each, tuple(shown[each.key])) for each in drawn),
    )


def _rank(seed: str, key: str) -> tuple[bytes, str]:
    return hashlib.sha256(f"{seed}\0{key}".encode("utf-8", "surrogatepass")).digest(), key
