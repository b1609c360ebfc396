"""From an observation to a finding: everything a report says about one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from civcheck.language.condition import Failure
from civcheck.language.expectation.absence import Absence
from civcheck.language.expectation.count import Count
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation, Short
from civcheck.language.rule import Rule
from civcheck.language.select import Near
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg, number, plain
from civcheck.model.ledger import LooseFile, UnreadRecord
from civcheck.model.outcome import PARTS, Basis, Outcome
from civcheck.model.problem import Place
from civcheck.model.report import Finding, NearMiss, Shortfall
from civcheck.model.texts import some
from civcheck.verdict.causes import causes_of, told_causes
from civcheck.verdict.fingerprint import fingerprint
from civcheck.verdict.folders import Folders
from civcheck.verdict.judging import Judged
from civcheck.verdict.nearness import worth_a_look
from civcheck.verdict.observe import Case, kinds_of, selected

NEAR_SHOWN = 20
SHORT_SHOWN = 2_000
_OPEN = (Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW)


def make_finding(
    judged: Judged, case: Case, folders: Folders, loose: tuple[LooseFile, ...], as_of: date
) -> Finding:
    """Say everything about one rule."""
    rule, seen = judged.rule, judged.seen
    grounds = judged.grounds or case.grounds(as_of)
    still_open = seen.outcome in _OPEN
    near = _near_misses(rule, seen, grounds) if still_open else []
    beside = _beside(seen, loose)
    misses = (*beside, *(_near_miss(each) for each in worth_a_look(near, grounds)))
    causes = causes_of(near, seen.shorts) if seen.outcome is Outcome.UNDETERMINED else {}
    point = case.pack.point_of[rule.id]
    short = seen.outcome in (Outcome.GAP, Outcome.PENDING)
    unread = case.index.unread_of(kinds_of(rule, grounds)) if short and case.index.unread else 0
    unread = max(0, unread - len(_unread(seen, case)))
    nowhere = seen.outcome is Outcome.UNDETERMINED and not (seen.asks or seen.shorts) and _forbids(rule, seen)
    days_left = (seen.due - as_of).days if seen.outcome is Outcome.PENDING and seen.due is not None else None
    return Finding(
        rule=rule.id,
        point=point.number,
        title=rule.title,
        quotes=rule.quote,
        documents=tuple(case.pack.quoted_from.get(quote, "") for quote in rule.quote)
        if case.pack.layers
        else (),
        outcome=judged.outcome,
        obligation=rule.obligation,
        basis=_basis(rule, seen, grounds),
        summary=told_causes(seen.summary, causes),
        have=number(seen.have) if seen.have is not None else None,
        need=number(seen.need) if seen.need is not None else None,
        lacking=str(seen.tallied.lacking) if judged.outcome is Outcome.GAP and seen.tallied.lacking else None,
        nameless=tuple(map(str, seen.nameless))
        if judged.outcome is Outcome.GAP and any(seen.nameless)
        else (),
        missing=seen.missing,
        where=_where(rule, seen, case, folders, grounds) if still_open and not nowhere else None,
        shown_by=tuple(record.key for record in seen.shown),
        planned=tuple(record.key for record in seen.planned),
        shortfalls=tuple(_shortfall(short) for short in seen.shorts[:SHORT_SHOWN]),
        shortfall_count=len(seen.shorts),
        near_misses=misses[:NEAR_SHOWN],
        near_miss_count=len(beside) + len(near),
        window=_window(rule, seen),
        due=seen.due,
        days_left=days_left,
        behind_pace=seen.behind,
        remedy=rule.remedy,
        advice=rule.advice,
        duty=case.unit.duty_for(rule.id, point.number),
        asks=seen.asks if seen.outcome is Outcome.UNDETERMINED else (),
        notes=tuple(_each_once(told_causes(each, causes) for each in _notes(rule, seen, unread))),
        judgement=judged.use,
        underlying=judged.underlying,
        fingerprint=_fingerprint(judged, case, as_of),
        forbids=_forbids(rule, seen),
    )


def _forbids(rule: Rule, seen: Observation) -> bool:
    """Tell whether a rule asks for nothing to be there, and nothing is to be there to show that."""
    asked = [
        each for branch in _branches(rule) for each in branch.expect if not getattr(each, "branches", ())
    ]
    return seen.summary.id != "seen.absence.unproven" and all(map(_is_prohibition, asked)) and bool(asked)


def _is_prohibition(asked: Any) -> bool:
    at_most = isinstance(asked, Count) and {name for name, _ in asked.limits()} <= {"at_most", "less_than"}
    return isinstance(asked, Absence) or at_most


def _fingerprint(judged: Judged, case: Case, as_of: date) -> str | None:
    """Print the fingerprint where a judgement waits or was given: elsewhere nobody needs it."""
    if judged.use is None and judged.outcome is not Outcome.NEEDS_REVIEW:
        return None
    return fingerprint(selected(judged.rule, case.grounds(as_of)))


def _near_misses(rule: Rule, seen: Observation, grounds: Grounds) -> list[Near]:
    """List near misses, each record once: by the rule's own terms, then what people take for it."""
    found: dict[str, Near] = {}
    for near in seen.near():
        found.setdefault(near.record.key, near)
    taken = {record.key for record in (*seen.shown, *seen.planned)} | {
        short.record.key for short in seen.shorts
    }
    for entry in rule.near:
        records = grounds.index.of(entry.select.kinds(grounds.terms))
        if not records:
            continue
        try:
            meets = entry.select.compile(grounds)
        except Undetermined:  # it asks for a fact that is not declared: nothing is taken for anything
            continue
        for record in records:
            if record.key not in taken and record.days.first <= grounds.as_of and meets(record):
                found.setdefault(record.key, Near(record, Failure(plain(entry.because))))
    return [near for key, near in found.items() if key not in taken or near.failure.lacks.id != "plain"]


def _beside(seen: Observation, loose: tuple[LooseFile, ...]) -> list[NearMiss]:
    """Offer files that lie beside a record and that nobody names, where the record lacks that role."""
    offered = {(each.record, each.role): each for each in loose if each.record is not None}
    found: list[NearMiss] = []
    for short in seen.shorts if offered else ():
        told = [each for lack in short.lacks for each in _inside(lack)]
        lacking = [name for lack in told if lack.id in _ROLE_LACKS for name in _roles(lack)]
        for role in lacking:
            file = offered.get((short.record.key, role))
            if file is not None:
                record = short.record
                text = msg("lacks.beside", file=file.path.rpartition("/")[2], line=file.line or "")
                found.append(
                    NearMiss(record.key, Place(record.file, record.line, 1), record.title or "", text)
                )
    return found


_ROLE_LACKS = ("lacks.role", "lacks.any-role")


def _inside(lack: Message) -> Iterator[Message]:
    """List what a lack says, and what stands inside it: that of several ways, one of which is enough."""
    yield lack
    for value in lack.params.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Message):
                yield from _inside(each)


def _roles(lack: Message) -> tuple[str, ...]:
    roles = lack.params.get("roles", lack.params.get("role", ()))
    return (roles,) if isinstance(roles, str) else tuple(roles)


def _near_miss(near: Near) -> NearMiss:
    record = near.record
    return NearMiss(record.key, Place(record.file, record.line, 1), record.title or "", near.failure.lacks)


def _shortfall(short: Short) -> Shortfall:
    record = short.record
    return Shortfall(
        record.key, Place(record.file, record.line, 1), record.title or "", short.lacks, short.due
    )


def _basis(rule: Rule, seen: Observation, grounds: Grounds) -> Mapping[str, Basis]:
    """Name the parts that decided the outcome, with where each comes from."""
    if seen.outcome is Outcome.NOT_APPLICABLE or seen.summary.id == "undetermined.fact":
        deciding = {"scope"}
    else:
        deciding = set(seen.parts)
        if _is_scoped(rule):
            deciding.add("scope")
        if any(branch.window is not None for branch in _branches(rule)):
            deciding.add("window")
        if (
            any(grounds.terms.shown_by_material(kind) for kind in kinds_of(rule, grounds))
            and rule.select is not None
        ):
            deciding.add("evidence")
    bases = {part: rule.basis_of(part) for part in PARTS if part in deciding}
    if "scope" in bases and rule.inferred_for is not None and rule.inferred_for.about_unit(grounds).truth:
        bases["scope"] = Basis.INFERRED
    return bases


def _branches(rule: Rule) -> Iterator[Any]:
    """List a rule and every branch in it."""
    yield rule
    for expectation in rule.expect:
        for branch in getattr(expectation, "branches", ()):
            yield from _branches(branch)


def _window(rule: Rule, seen: Observation) -> tuple[date, date] | None:
    """Give the first and last day of a window that the rule sets itself, if all days between them count."""
    if not _sets_window(rule, seen) or seen.window is None or len(seen.window.intervals) > 1:
        return None
    return seen.window.first, seen.window.last


def _sets_window(rule: Rule, seen: Observation) -> bool:
    """Tell whether a rule sets a window that is to be told of: a standing one has no first day."""
    sets = any(branch.window is not None for branch in _branches(rule))
    return sets and seen.window is not None and not (seen.window.standing or seen.names_days)


def _notes(rule: Rule, seen: Observation, unread: int) -> Iterator[Message]:
    """Give what is said beside: of a window in parts its days, and how many records could not be read."""
    spans = seen.window.words if seen.window is not None and _sets_window(rule, seen) else ()
    if seen.outcome in _OPEN and len(spans) > 1:
        yield msg("note.window-days", days=some(spans))
    yield from seen.notes
    if unread:
        yield msg("note.unread-beside", count=number(unread))


def _each_once(said: Iterable[Message]) -> Iterator[Message]:
    """Leave out what was said before, of another demand of the rule."""
    known: list[Message] = []
    for each in said:
        if each not in known:
            known.append(each)
            yield each


def _is_scoped(rule: Rule) -> bool:
    """Tell whether the rule, a branch of it, or a member of a set concerns some units only."""
    for branch in _branches(rule):
        if branch.applies_to != "全部单位":
            return True
        for cover in branch.expect:
            members = getattr(cover, "members", None)
            if isinstance(members, tuple) and any(member.applies_to is not None for member in members):
                return True
    return False


def _unread(seen: Observation, case: Case) -> list[UnreadRecord]:
    """List the records that were not read where that is itself what was seen."""
    named = set(seen.missing)
    return [each for each in case.index.unread if each.key in named] if named else []


def _where(rule: Rule, seen: Observation, case: Case, folders: Folders, grounds: Grounds) -> Place:
    """Say where what is missing stands or belongs: a record, unit.yaml for a fact, or a folder."""
    if seen.asks:
        return Place(case.unit.file, 1, 1)
    if seen.shorts:
        record = seen.shorts[0].record
        return Place(record.file, record.line, 1)
    if unread := _unread(seen, case):
        return Place(unread[0].key, unread[0].line, 1 if unread[0].line else 0)
    kinds = sorted(kinds_of(rule, grounds))
    named = kinds if len(kinds) < len(grounds.terms.kinds) else ()  # any activity may lie anywhere
    earlier = {record.key for ledger in case.earlier.ledgers.values() for record in ledger.records}
    own = [record for record in (*seen.shown, *seen.planned) if record.key not in earlier]
    return Place(f"{folders.home(case.pack.point_of[rule.id], named, own)}/")
