"""Comparing two reports of one unit, rule by rule and member by member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import zip_longest

from civcheck.messages import Message, joined, msg, say
from civcheck.model.comparison import Change, Comparison, GapItems, RuleChange, Side
from civcheck.model.lasting import lasting_names
from civcheck.model.outcome import Outcome
from civcheck.model.problem import NOTHING
from civcheck.model.report import Finding, Report, Shortfall, UnitFacts
from civcheck.model.texts import sanitize

_NOT_YET = (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)


def compare_reports(old: Report, new: Report) -> Comparison:
    """Say what became of every rule from one report to the other."""
    one, other = side_of(old), side_of(new)
    why = _incomparable(one, other)
    before = {finding.rule: finding for finding in old.findings}
    after = {finding.rule: finding for finding in new.findings}
    sure = other.as_of >= one.as_of and not new.incomplete
    gaps = gaps_of(old), gaps_of(new)
    rules = dict.fromkeys((*after, *before))
    changes = [_of_rule(before.get(rule), after.get(rule), why, gaps, sure) for rule in rules]
    scores = (old.score, new.score) if why is None and old.score != new.score else None
    return Comparison(one, other, tuple(changes), tuple(_notes(old, new)), scores, new.incomplete)


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
    if (one.opened is None) != (other.opened is None):
        yield msg("compare.note.opened")
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


def _of_rule(
    old: Finding | None,
    new: Finding | None,
    why: Message | None,
    gaps: tuple[Mapping[str, GapItems], Mapping[str, GapItems]],
    sure: bool,
) -> RuleChange:
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
        return _of_gap(found, gaps[0][old.rule], gaps[1][new.rule], sure)
    return found._replace(change=_of_outcomes(old.outcome, new.outcome, sure))


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


def _of_gap(found: RuleChange, old: GapItems, new: GapItems, sure: bool) -> RuleChange:
    came, went = items_beyond(old, new), items_gone(old, new)
    less = Change.BETTER if sure else Change.OTHER
    change = Change.WORSE if came else less if went else Change.UNCHANGED
    return found._replace(change=change, came=_named(came), went=_named(went) if sure else ())


def _named(items: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(items - {""}))


def _of_outcomes(old: Outcome, new: Outcome, sure: bool) -> Change:
    """Say what a change of outcome is; a gap is cured by being satisfied, and by nothing else.

    Not ``sure`` is what is seen as of an earlier day, or where not everything was read.
    """
    if old is new:
        return Change.UNCHANGED
    if new is Outcome.GAP:
        return Change.NEW
    if old is Outcome.GAP:
        return Change.CURED if new is Outcome.SATISFIED and sure else Change.EXCUSED
    if new is Outcome.UNDETERMINED or (old is Outcome.SATISFIED and new is Outcome.NEEDS_REVIEW):
        return Change.WORSE
    return Change.BETTER if old in _NOT_YET and new is Outcome.SATISFIED else Change.OTHER


# --- what a gap consists of


def gaps_of(report: Report) -> dict[str, GapItems]:
    """Say of every gap of a report what it consists of."""
    names = lasting_names(report.catalogue)
    return {each.rule: items_of(each, names) for each in report.findings if each.outcome is Outcome.GAP}


def items_of(finding: Finding, names: Mapping[str, str] = NOTHING) -> GapItems:
    """Name what a gap consists of: members of a set, and what each record lacks; else how much, else what is said.

    ``names`` are those by which records are known again.
    """
    lacks = (name for short in finding.shortfalls for name in _lacks_of(short, names))
    members = frozenset(sanitize(name, 1_000) for name in (*finding.missing, *lacks))
    complete = finding.shortfall_count <= len(finding.shortfalls)
    beside = tuple(map(Fraction, finding.nameless))
    if members:
        count = len(members) if complete else finding.shortfall_count
        return GapItems(count + sum(beside, Fraction(0)), members, complete=complete, beside=beside)
    lacking = sum(beside, Fraction(0)) or Fraction(finding.lacking or 0)
    return GapItems(lacking, says="" if lacking else sanitize(say(finding.summary), 1_000), beside=beside)


_NAMING = ("role", "roles", "field", "start", "missing")
"""The params of a lack that say what is lacking, and not how much, or when."""


def _lacks_of(short: Shortfall, names: Mapping[str, str]) -> Iterator[str]:
    record = names.get(short.record, short.record)
    for lack in short.lacks:
        named = [text for name in _NAMING for text in texts_of(lack.params.get(name))]
        yield f"{record}：{'、'.join(named) or lack.id}"


def texts_of(value: object) -> tuple[str, ...]:
    """Give the texts of a param: one, or several."""
    if isinstance(value, Message):  # several in quotation marks
        value = value.params.get("texts")
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple | list) else ()


def items_beyond(known: GapItems, now: GapItems) -> frozenset[str]:
    """Give what ``now`` has beyond what is known; an empty name stands for more of what has no name.

    Where two gaps are of different sorts, anything else than the same is more.
    """
    if known == now:
        return frozenset()
    if not alike(known, now):
        return _MORE
    both = zip_longest(known.nameless, now.nameless, fillvalue=0)
    return (now.members - known.members) | (
        _MORE if any(after > before for before, after in both) else frozenset()
    )


def items_gone(known: GapItems, now: GapItems) -> frozenset[str]:
    """Give what ``now`` has no more of what is known: nothing where that cannot be told."""
    return items_beyond(now, known) if alike(known, now) else frozenset()


_MORE = frozenset({""})


def alike(known: GapItems, now: GapItems) -> bool:
    """Tell whether two gaps are of one sort: both have names, all listed, or both a number."""
    if not (known.complete and now.complete):
        return False
    return bool(known.members and now.members) or (any(known.nameless) and any(now.nameless))
