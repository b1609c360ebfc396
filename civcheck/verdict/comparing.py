"""Comparing two reports of one unit, rule by rule and member by member."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from civcheck.messages import Message, joined, msg, say
from civcheck.model.comparison import Change, Comparison, GapItems, RuleChange, Side
from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Report, Shortfall, UnitFacts
from civcheck.model.texts import sanitize

_NOT_YET = (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)


def compare_reports(old: Report, new: Report) -> Comparison:
    """Say what became of every rule from one report to the other."""
    one, other = side_of(old), side_of(new)
    why = _incomparable(one, other)
    before = {finding.rule: finding for finding in old.findings}
    after = {finding.rule: finding for finding in new.findings}
    backwards = other.as_of < one.as_of
    rules = dict.fromkeys((*after, *before))
    changes = [_of_rule(before.get(rule), after.get(rule), why, backwards) for rule in rules]
    scores = (old.score, new.score) if why is None and old.score != new.score else None
    return Comparison(one, other, tuple(changes), tuple(_notes(old, new)), scores)


def side_of(report: Report) -> Side:
    """Say what a report is of."""
    from_ = report.provenance
    return Side(
        report.unit.name,
        from_.year,
        from_.as_of,
        from_.pack,
        from_.pack_version,
        from_.pack_digest,
        from_.ledger_digest,
    )


def _incomparable(old: Side, new: Side) -> Message | None:
    """Say why no rule can be compared: another unit, year or pack."""
    if old.unit != new.unit:
        return msg("compare.other-unit", old=old.unit, new=new.unit)
    if old.year != new.year:
        return msg("compare.other-year", old=str(old.year), new=str(new.year))
    if (old.pack, old.pack_digest) != (new.pack, new.pack_digest):
        names = [
            msg("said.beside", name=f"{each.pack} {each.pack_version}", said=each.pack_digest[:12])
            for each in (old, new)
        ]
        return msg("compare.other-pack", old=names[0], new=names[1])
    return None


def _notes(old: Report, new: Report) -> Iterator[Message]:
    """Say what else differs and may be why an outcome changed."""
    one, other = old.provenance, new.provenance
    if other.as_of < one.as_of:
        yield msg("compare.note.backwards", old=one.as_of, new=other.as_of)
    if one.civcheck != other.civcheck:
        yield msg("compare.note.civcheck", old=one.civcheck, new=other.civcheck)
    for name in sorted({*one.params, *other.params}):
        values = [from_.params[name].value if name in from_.params else "" for from_ in (one, other)]
        if values[0] != values[1]:
            said = [value or msg("compare.note.not-set") for value in values]
            yield msg("compare.note.param", name=name, old=said[0], new=said[1])
    ledgers = [{(each.year, each.digest) for each in from_.earlier} for from_ in (one, other)]
    if ledgers[0] != ledgers[1]:
        given = [tuple(str(each.year) for each in from_.earlier) for from_ in (one, other)]
        old_years, new_years = (named or msg("compare.note.no-ledger") for named in given)
        yield msg("compare.note.earlier", old=old_years, new=new_years)
    if one.judgements != other.judgements:
        yield msg("compare.note.judgements")
    yield from _facts_changed(old.unit, new.unit)
    if new.incomplete:
        yield msg("compare.note.incomplete")


def _facts_changed(old: UnitFacts, new: UnitFacts) -> Iterator[Message]:
    facts = [{**each._asdict(), "facts": None, **each.facts} for each in (old, new)]
    named = {"type": "单位类型", "honour": "文明单位级别", "functions": "职能", "organisations": "组织"}
    names = [*named, *sorted({*old.facts, *new.facts})]
    changed = tuple(named.get(name, name) for name in names if facts[0].get(name) != facts[1].get(name))
    if changed:
        yield msg("compare.note.facts", names=changed)


def _of_rule(old: Finding | None, new: Finding | None, why: Message | None, backwards: bool) -> RuleChange:
    known = new or old
    assert known is not None  # noqa: S101 - one of them named the rule
    if why is None:
        why = _not_known(old, new)
    found = RuleChange(
        known.rule,
        known.point,
        known.title,
        known.obligation,
        Change.INCOMPARABLE,
        None if old is None else old.outcome,
        None if new is None else new.outcome,
        None if new is None else joined("clauses", _reasons(new)),
        why=why,
    )
    if why is not None or old is None or new is None:
        return found
    if old.outcome is new.outcome is Outcome.GAP:
        return _of_gap(found, items_of(old), items_of(new), backwards)
    return found._replace(change=_of_outcomes(old.outcome, new.outcome, backwards))


def _not_known(old: Finding | None, new: Finding | None) -> Message | None:
    """Say why one rule cannot be compared: a report does not have it, or nobody knows what became of its gap."""
    if old is None or new is None:
        return msg("compare.only-new" if old is None else "compare.only-old")
    if old.outcome is Outcome.GAP and new.outcome is Outcome.UNDETERMINED:
        return msg("compare.now-undetermined", now=joined("clauses", _reasons(new)))
    return None


def _reasons(finding: Finding) -> tuple[Message, ...]:
    """Say what a finding says: what was seen, and what makes it doubtful (records that could not be read)."""
    return (finding.summary, *finding.notes)


def _of_gap(found: RuleChange, old: GapItems, new: GapItems, backwards: bool) -> RuleChange:
    came, went = items_beyond(old, new), items_beyond(new, old)
    less = Change.OTHER if backwards else Change.BETTER
    change = Change.WORSE if came else less if went else Change.UNCHANGED
    return found._replace(change=change, came=_named(came), went=() if backwards else _named(went))


def _named(items: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(items - {""}))


def _of_outcomes(old: Outcome, new: Outcome, backwards: bool) -> Change:
    """Say what a change of outcome is; a gap is cured by being satisfied, on a day no earlier, and by nothing else."""
    if old is new:
        return Change.UNCHANGED
    if new is Outcome.GAP:
        return Change.NEW
    if old is Outcome.GAP:
        return Change.CURED if new is Outcome.SATISFIED and not backwards else Change.EXCUSED
    if new is Outcome.UNDETERMINED or (old is Outcome.SATISFIED and new is Outcome.NEEDS_REVIEW):
        return Change.WORSE
    return Change.BETTER if old in _NOT_YET and new is Outcome.SATISFIED else Change.OTHER


# --- what a gap consists of


def items_of(finding: Finding) -> GapItems:
    """Name what a gap consists of: members of a set, and what each record lacks; else how much, else what is said."""
    names = [*finding.missing, *(name for short in finding.shortfalls for name in _lacks_of(short))]
    members = frozenset(sanitize(name, 1_000) for name in names)
    complete = finding.shortfall_count <= len(finding.shortfalls)
    if members:
        count = len(members) if complete else finding.shortfall_count
        return GapItems(Fraction(count), members, complete=complete)
    lacking = Fraction(finding.lacking or 0)
    return GapItems(lacking, says="" if lacking else sanitize(say(finding.summary), 1_000))


_NAMING = ("role", "roles", "field", "start", "missing")
"""The params of a lack that say what is lacking, and not how much, or when."""


def _lacks_of(short: Shortfall) -> Iterator[str]:
    for lack in short.lacks:
        named = [text for name in _NAMING for text in texts_of(lack.params.get(name))]
        yield f"{short.record}：{'、'.join(named) or lack.id}"


def texts_of(value: object) -> tuple[str, ...]:
    """Give the texts of a param: one, or several."""
    if isinstance(value, Message):  # several in quotation marks
        value = value.params.get("texts")
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple | list) else ()


def items_beyond(known: GapItems, now: GapItems) -> frozenset[str]:
    """Give what ``now`` has beyond what is known; an empty name stands for more of what has no name.

    Where it cannot be told, because names are not all listed, anything else than the same is more.
    """
    more = frozenset({""})
    if not (known.complete and now.complete):
        return frozenset() if known == now else more
    if known.members and now.members:
        return now.members - known.members
    if known.lacking or now.lacking:
        return more if now.lacking > known.lacking else frozenset()
    return frozenset() if known.says == now.says else more
