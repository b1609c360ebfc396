"""What a new pack does to units: ledgers are audited twice, stored reports are held against what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from civcheck.app.audit import DEFAULT_PACK, audit
from civcheck.app.storedimpact import check_year, compare_stored
from civcheck.errors import CivcheckError, UsageError
from civcheck.language.compare.deciding import Shift
from civcheck.language.compare.impact import Effect, Impact, RuleImpact, UnitImpact
from civcheck.language.compare.packs import name_of, pairs_of, rule_changes
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.messages import Message, msg
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.reading.packsource import installed_packs
from civcheck.reading.rulepack import read_pack
from civcheck.reading.settings import UNIT_FILES
from civcheck.reading.storedreport import read_stored
from civcheck.reading.unitfile import open_unit, pack_pin


class _Asked(NamedTuple):
    """What was asked for: the new pack by name and as read, the old one by name, the days."""

    new: str
    pack: RulePack
    old: str | None
    as_of: date | None
    today: date | None


def impact(
    new: str,
    results: Sequence[str | Path],
    *,
    old: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
) -> Impact:
    """Say which outcomes flip when units are judged by another pack.

    Args:
        new: Id or folder of the new pack.
        results: Ledgers, json reports of earlier audits, or folders of such reports.
        old: Id or folder of the pack they are compared from. Default: of a ledger the one it asks for; of a report
            an installed one of the very digest it names.
        as_of: The day ledgers are judged at; reports are of their own day. Default: as in an audit.
        today: The day on the caller's clock.

    Raises:
        UsageError: a pack or a result does not exist, or nothing can be compared at all.
        RulePackError: a pack has mistakes.
    """
    asked = _Asked(new, read_pack(new), old, as_of, today)
    if old is not None:
        read_pack(old)
    sources = [source for each in results for source in _sources(Path(each))]
    found: list[UnitImpact] = []
    for path in dict.fromkeys(sources):
        try:
            found.append(_compare(path, asked))
        except CivcheckError as error:
            if len(sources) == 1:
                raise
            found.append(UnitImpact(sanitize(str(path), 1_000), path.is_dir(), stop=error.message))
    return Impact(name_of(asked.pack), tuple(found))


def _sources(path: Path) -> list[Path]:
    """List what a path names: a ledger or a report is itself, a folder without unit.yaml is the reports in it."""
    try:
        if path.is_dir() and not any((path / name).is_file() for name in UNIT_FILES):
            return sorted(each for each in path.iterdir() if each.suffix.lower() == ".json") or [path]
        known = path.exists()
    except OSError:
        known = False
    if not known:
        raise UsageError(msg("error.no-result", path=sanitize(str(path), 1_000)))
    return [path]


def _compare(path: Path, asked: _Asked) -> UnitImpact:
    if path.is_dir():
        return _compare_ledger(path, asked)
    stored = read_stored(path)
    return compare_stored(stored, asked.pack, _old_packs(stored.pack, asked))


def _old_packs(pack_id: str, asked: _Asked) -> list[RulePack]:
    """List the packs that a report could be of: the one that was named, else the new one and an installed one."""
    if asked.old is not None:
        return [read_pack(asked.old)]
    return [asked.pack, *([read_pack(pack_id)] if pack_id in installed_packs() else [])]


# --- ledgers


def _compare_ledger(path: Path, asked: _Asked) -> UnitImpact:
    """Audit a ledger by both packs at the same day."""
    pin = pack_pin(open_unit(str(path)))
    own = read_pack(asked.old or (pin.id if pin is not None else DEFAULT_PACK), ledger=str(path))
    before = audit(path, as_of=asked.as_of, today=asked.today, rules=asked.old)
    check_year(sanitize(str(path), 1_000), before.unit.year, asked.pack)
    day = before.provenance.as_of
    after = before if own.digest == asked.pack.digest else audit(path, as_of=day, rules=asked.new)
    notes = [msg("impact.incomplete")] if before.incomplete or after.incomplete else []
    return UnitImpact(
        sanitize(str(path), 1_000),
        True,
        sanitize(before.unit.name),
        before.unit.year,
        day,
        name_of(own),
        _rules(own, asked.pack, before, after),
        tuple(notes),
    )


def _rules(old: RulePack, new: RulePack, before: Report, after: Report) -> tuple[RuleImpact, ...]:
    was, now = ({each.rule: each for each in report.findings} for report in (before, after))
    shift = Shift(old, new)
    found = []
    for one, other in pairs_of(old, new):
        first = was.get(one.id) if one is not None else None
        then = now.get(other.id) if other is not None else None
        if first is not None or then is not None:
            found.append(_rule(one, other, first, then, shift, before))
    return tuple(found)


def _rule(
    one: Rule | None,
    other: Rule | None,
    first: Finding | None,
    then: Finding | None,
    shift: Shift,
    report: Report,
) -> RuleImpact:
    rule = other or one
    assert rule is not None  # noqa: S101 - a pair has a rule
    known = RuleImpact(
        one.id if first is not None and one is not None else None,
        other.id if then is not None and other is not None else None,
        rule.title,
        Effect.SAME,
        first.outcome if first is not None else None,
        then.outcome if then is not None else None,
        said=then.summary if then is not None else None,
    )
    if first is None or then is None:
        return known._replace(effect=Effect.NEW if first is None else Effect.GONE)
    if first.outcome is then.outcome or one is None or other is None:
        return known
    rereads = shift.rereads({record.kind for record in report.catalogue}, bool(report.unread))
    because: list[Message] = shift.touches(other, report.unit.type, rereads)
    changes = rule_changes(one, other, shift.old, shift.new)
    return known._replace(effect=Effect.FLIPPED, because=tuple(because), changes=changes)
