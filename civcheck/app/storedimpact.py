"""What a new pack does to the unit of a stored report: said as far as the report goes, and no farther."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.language.compare.deciding import Shift
from civcheck.language.compare.impact import Effect, RuleImpact, UnitImpact
from civcheck.language.compare.packs import name_of, pairs_of, rule_changes
from civcheck.language.observation import Observation
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.messages import Message, msg
from civcheck.model.stored import StoredFinding, StoredReport
from civcheck.model.texts import sanitize
from civcheck.verdict.catalogue import case_of, judge_stored, rereads
from civcheck.verdict.notstored import NotStored
from civcheck.verdict.observe import Case
from civcheck.version import __version__


class _Both(NamedTuple):
    """A report, what changed since its pack, and what it holds as either pack sees it."""

    report: StoredReport
    shift: Shift
    before: Case
    after: Case
    rereads: bool
    impossible: Message | None = None


def compare_stored(report: StoredReport, new: RulePack, old_packs: Sequence[RulePack]) -> UnitImpact:
    """Hold a stored report against another pack; ``old_packs`` are those that it could be of.

    Raises:
        UsageError: the new pack is of another year, or the report is none of its pack.
    """
    unit = report.unit
    check_year(report.file, unit.year, new)
    known = UnitImpact(
        report.file, False, sanitize(unit.name), unit.year, report.as_of, notes=tuple(_notes(report))
    )
    old = next((pack for pack in old_packs if pack.digest == report.pack_digest), None)
    if old is None:
        return known._replace(rules=tuple(_none(report, _no_pack(report, old_packs))))
    if not {rule.id for rule in old.judged()} >= report.findings.keys():
        raise UsageError(msg("error.report-pack", path=report.file, pack=old.id))
    shift = Shift(old, new)
    both = _Both(
        report,
        shift,
        case_of(report, old, Shift(old, old)),
        case_of(report, new, shift),
        rereads(report, shift),
        _impossible(report, new),
    )
    return known._replace(old=name_of(old), rules=tuple(_rules(both)))


def check_year(source: str, year: int, new: RulePack) -> None:
    """Refuse to compare a result of a year that is not the new pack's.

    Raises:
        UsageError: it is of another year.
    """
    first, last = new.head.period.first.year, new.head.period.last.year
    if not first <= year <= last:
        years = str(first) if first == last else f"{first}–{last}"
        raise UsageError(msg("error.impact-year", path=source, year=str(year), pack=new.id, pack_year=years))


def _notes(report: StoredReport) -> Iterator[Message]:
    if report.only:
        yield msg("impact.only", what=report.only)
    if report.civcheck != __version__:
        yield msg("impact.other-civcheck", version=report.civcheck, own=__version__)


def _no_pack(report: StoredReport, packs: Sequence[RulePack]) -> Message:
    """Say why the pack of a report is not known: the one that was named, or an installed one, is another."""
    of_id = [pack.digest for pack in packs if pack.id == report.pack]
    return msg(
        "impact.other-digest" if of_id else "impact.no-pack",
        pack=report.pack,
        version=report.pack_version,
        digest=report.pack_digest[:16],
        own=of_id[-1][:16] if of_id else "",
    )


def _none(report: StoredReport, why: Message) -> Iterator[RuleImpact]:
    for each in report.findings.values():
        yield RuleImpact(each.rule, None, each.title, Effect.UNKNOWN, each.outcome, because=(why,))


def _impossible(report: StoredReport, new: RulePack) -> Message | None:
    """Say why no rule can be judged anew: the unit's type is none of the new pack's."""
    known = new.terms.unit_types.get(report.unit.type)
    return (
        msg("not-stored.unit-type", type=report.unit.type) if known is None or not known.declarable else None
    )


# --- rule by rule


def _rules(both: _Both) -> Iterator[RuleImpact]:
    for one, other in pairs_of(both.shift.old, both.shift.new):
        one = None if one is None or one.is_heading else one
        other = None if other is None or other.is_heading else other
        if other is not None:
            yield _new(other, both) if one is None else _pair(one, other, both)
        elif one is not None:
            yield _gone(one, both)


def _gone(rule: Rule, both: _Both) -> RuleImpact:
    finding = both.report.findings.get(rule.id)
    known = RuleImpact(rule.id, None, rule.title, Effect.GONE)
    if finding is None:
        return known._replace(effect=Effect.UNKNOWN, because=(msg("impact.not-asked"),))
    return known._replace(before=finding.outcome)


def _new(rule: Rule, both: _Both) -> RuleImpact:
    known = RuleImpact(None, rule.id, rule.title, Effect.NEW)
    missing = both.impossible
    if missing is None and both.report.has_judgements:  # one may have been written for a rule of that name
        missing = msg("not-stored.judgement")
    try:
        seen = _seen(rule, both.after, both, missing)
    except NotStored as lacking:
        return known._replace(effect=Effect.UNKNOWN, because=(msg("touched.new"), lacking.what))
    return known._replace(after=seen.outcome, said=seen.summary)


def _seen(rule: Rule, case: Case, both: _Both, missing: Message | None = None) -> Observation:
    if missing is not None:
        raise NotStored(missing)
    return judge_stored(rule, case, both.report.as_of)


def _pair(one: Rule, other: Rule, both: _Both) -> RuleImpact:
    report = both.report
    finding = report.findings.get(one.id)
    known = RuleImpact(one.id, other.id, other.title, Effect.UNKNOWN)
    if finding is None:
        return known._replace(because=(msg("impact.not-asked"),))
    known = known._replace(before=finding.outcome)
    touched = both.shift.touches(other, report.unit.type, both.rereads)
    if not touched and both.impossible is None:
        return known._replace(effect=Effect.SAME, after=finding.outcome)
    changes = rule_changes(one, other, both.shift.old, both.shift.new)
    known = known._replace(because=tuple(touched), changes=changes)
    try:
        seen = _seen(other, both.after, both, both.impossible or _judged(one, other, finding, report))
        _hold_against(one, finding, both)
    except NotStored as lacking:
        return known._replace(because=(*touched, lacking.what))
    effect = Effect.SAME if seen.outcome is finding.outcome else Effect.FLIPPED
    return known._replace(effect=effect, after=seen.outcome, said=seen.summary)


def _judged(one: Rule, other: Rule, finding: StoredFinding, report: StoredReport) -> Message | None:
    """Say that a person decided the rule, or may have: what they wrote is not in the report."""
    told = any(code.startswith("judgement") and rule in (one.id, other.id) for code, rule in report.notices)
    renamed = one.id != other.id and any(each.code == "judgement-rule" for each in report.problems)
    return msg("not-stored.judgement") if finding.is_judged or told or renamed else None


def _hold_against(rule: Rule, finding: StoredFinding, both: _Both) -> None:
    """Hold what the report says of a rule against what its catalogue gives by the old pack: they must agree.

    Raises:
        NotStored: they do not, so that the catalogue is no ground to judge on.
    """
    try:
        seen = judge_stored(rule, both.before, both.report.as_of)
    except NotStored:
        return
    if seen.outcome is not finding.outcome:
        raise NotStored(msg("not-stored.differs"))
