"""``claim``: sharing records out among the rules of a group, in which each record counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.claim import Claim, Item, allot, items_of
from civcheck.language.condition import Failure
from civcheck.language.doubts import Tally
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation, by_window, tally_of
from civcheck.language.rule import Rule
from civcheck.language.select import Near
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome, combine_all
from civcheck.model.record import Record
from civcheck.model.report import ClaimGroup
from civcheck.model.unit import EXCUSES
from civcheck.verdict.itemwise import note_of_items
from civcheck.verdict.observe import Case, observe, scopes, selected, spanned

_ASKING = (Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING)
"""The outcomes of rules that are known to ask for something."""


class Allotment(NamedTuple):
    """Who gets what: rule → its claims, each with the items it is given; and the rule that holds an item.

    ``doubtful`` are rules of which it is not known what they ask for; ``waits`` is the next day that anything in the
    group depends on.
    """

    given: dict[str, list[tuple[Claim, list[Item]]]]
    holders: dict[Item, str]
    doubtful: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    waits: date | None = None


def observe_rule(rule: Rule, case: Case, grounds: Grounds) -> Observation:
    """Hold one rule against a ledger, and where it belongs to a group, with what the group leaves to it."""
    alone = observe(rule, grounds)
    if (note := note_of_items(rule, alone, grounds)) is not None:
        alone.notes = (*alone.notes, note)
    if rule.claim is None or alone.outcome not in _ASKING:
        return alone
    shared = _shared(rule, case, grounds)
    if shared.waits is not None:
        grounds.clock.reached(shared.waits)
    seen = _with_what_is_left(rule, alone, shared, grounds)
    if seen.outcome is Outcome.SATISFIED or not shared.doubtful:
        return seen
    certain = _with_what_is_left(rule, alone, _shared(rule, case, grounds, doubtful=False), grounds)
    if certain.outcome is not Outcome.SATISFIED:
        return certain
    note = msg("note.claimed-by-doubtful", rules=shared.doubtful)
    return replace(
        seen, outcome=Outcome.UNDETERMINED, notes=(*seen.notes, note), asks=shared.asks, due=None, shorts=[]
    )


def claim_groups(case: Case, as_of: date) -> tuple[ClaimGroup, ...]:
    """Say for every group of the pack who claims what, and what nobody does."""
    return tuple(_group(name, case, as_of) for name in case.pack.claiming)


def _group(name: str, case: Case, as_of: date) -> ClaimGroup:
    rules = case.pack.claiming[name]
    shared = _shared(rules[0], case, case.grounds(as_of))
    given = {
        rule.id: tuple(item for _, items in shared.given.get(rule.id, ()) for item in items) for rule in rules
    }
    could = {item: None for claims in shared.given.values() for claim, _ in claims for item in _all(claim)}
    return ClaimGroup(name, given, tuple(item for item in could if item not in shared.holders))


# --- what a rule is left with


def _with_what_is_left(rule: Rule, alone: Observation, shared: Allotment, grounds: Grounds) -> Observation:
    """Judge a rule by what it was given; what it could have and others hold is a near miss."""
    claims = shared.given.get(rule.id, [])
    outcomes = [
        by_window(len(items) >= claim.asked, False, grounds.clock.reached(claim.last))
        for claim, items in claims
    ]
    outcome = combine_all(outcomes) if outcomes else alone.outcome
    held = {key for _, items in claims for key, _ in items}
    grounds, _ = spanned(rule, grounds)
    records = [record for record in grounds.index.all() if record.key in held]
    others = _held_by_others(rule, claims, shared)
    have, need = sum(len(items) for _, items in claims), sum(claim.asked for claim, _ in claims)
    tally = _tally(claims, outcomes)
    if not others and outcome is alone.outcome:
        return replace(alone, shown=records, tally=tally or alone.tally)
    waiting = [claim.last for (claim, _), its in zip(claims, outcomes, strict=True) if its is Outcome.PENDING]
    named = (claim.name for (claim, _), its in zip(claims, outcomes, strict=True) if its is outcome)
    missing = () if outcome is Outcome.SATISFIED else tuple(name for name in named if name)
    return replace(
        alone,
        outcome=outcome,
        summary=_with_missing(_words(have, need, others, claims, outcome), missing),
        shown=records,
        have=Fraction(have),
        need=Fraction(need),
        missing=missing,
        near=lambda: [
            *_near(others, grounds),
            *(each for each in alone.near() if each.record.key not in held),
        ],
        due=min(waiting) if outcome is Outcome.PENDING else None,
        parts=alone.parts | {"number"},
        tally=tally,
    )


def _tally(claims: list[tuple[Claim, list[Item]]], outcomes: list[Outcome]) -> Tally | None:
    """Tell of members and periods by name which ones were given what they ask for; None where there is but a number."""
    if not any(claim.name for claim, _ in claims):
        return None
    return tally_of((claim.name for claim, _ in claims), outcomes)


def _held_by_others(rule: Rule, claims: list[tuple[Claim, list[Item]]], shared: Allotment) -> dict[Item, str]:
    """List what a rule could use and another one holds, with that one."""
    could = dict.fromkeys(item for claim, _ in claims for item in _all(claim))
    return {item: shared.holders[item] for item in could if shared.holders.get(item, rule.id) != rule.id}


def _words(
    have: int, need: int, others: dict[Item, str], claims: list[tuple[Claim, list[Item]]], outcome: Outcome
) -> Message:
    params = {"have": number(have), "need": number(need)}
    if outcome is Outcome.SATISFIED:
        return msg("seen.claimed.found", **params)
    present = len({item for claim, _ in claims for item in _all(claim)})
    used = {"used": number(len(others)), "rules": tuple(sorted(set(others.values())))}
    if not others:
        return msg("seen.claimed.once", present=number(present), **params)
    return msg("seen.claimed.short", present=number(present), **used, **params)


def _with_missing(said: Message, missing: tuple[str, ...]) -> Message:
    """Name the members or periods that were given too little."""
    return msg("seen.claimed.missing", said=said, missing=missing) if missing else said


def _near(others: dict[Item, str], grounds: Grounds) -> Iterator[Near]:
    holders = {key: rule for (key, _), rule in reversed(others.items())}
    for record in grounds.index.all():
        if record.key in holders:
            yield Near(record, Failure(msg("lacks.claimed", rule=holders[record.key])))


def _all(claim: Claim) -> Iterator[Item]:
    return (item for items in claim.choices.values() for item in items)


# --- sharing out


def _shared(rule: Rule, case: Case, grounds: Grounds, doubtful: bool = True) -> Allotment:
    """Share out the records of a rule's group, with or without those rules of which it is not known what they ask.

    The rule itself asks by its own grounds, in which a judgement may have changed a param.
    """
    own = grounds.params is not case.params
    name = (str(rule.claim), grounds.as_of, doubtful, rule.id if own else None)
    known: Allotment | None = case.allotments.get(name)
    if known is None:
        known = case.allotments[name] = _share_out(rule, case, grounds, doubtful)
    return known


class _Asking(NamedTuple):
    rule: Rule
    claim: Claim


def _share_out(rule: Rule, case: Case, own: Grounds, doubtful: bool) -> Allotment:
    """Let the stronger duty come first, then what is due first, then the order of the document; excused ones last."""
    asking: list[_Asking] = []
    unsure: dict[str, tuple[str, ...]] = {}
    waits: list[date] = []
    for each in case.pack.claiming[str(rule.claim)]:
        grounds = replace(own, clock=type(own.clock)(own.as_of)) if each is rule else case.grounds(own.as_of)
        seen = observe(each, grounds)
        known = _known_claims(each, grounds) if seen.outcome in _ASKING else None
        if known is not None:
            asking += [_Asking(each, claim) for claim in known]
        elif (seen.outcome is Outcome.UNDETERMINED or seen.outcome in _ASKING) and each is not rule:
            unsure[each.id] = seen.asks
            if doubtful:
                asking += [_Asking(each, claim) for claim in _doubtful_claims(each, grounds)]
        if grounds.clock.next_day is not None:
            waits.append(grounds.clock.next_day)
    excused = _excused(case, own.as_of)
    asking.sort(key=lambda each: (each.rule.id in excused, -each.rule.obligation, each.claim.last))
    given: dict[str, list[tuple[Claim, list[Item]]]] = {}
    holders: dict[Item, str] = {}
    for (its, claim), items in zip(asking, allot([each.claim for each in asking]), strict=True):
        given.setdefault(its.id, []).append((claim, items))
        holders |= dict.fromkeys(items, its.id)
    asks = tuple(dict.fromkeys(ask for those in unsure.values() for ask in those))
    return Allotment(given, holders, tuple(unsure), asks, min(waits, default=None))


def _excused(case: Case, as_of: date) -> frozenset[str]:
    """List the rules that a person has excused as a whole: they need nothing that another rule could use."""
    return frozenset(
        name
        for each in case.judgements
        if each.verdict in EXCUSES and each.target is None
        and (each.day is None or each.day <= as_of) and as_of <= each.until
        for name in each.rules
    )  # fmt: skip


def _claims_of(rule: Rule, grounds: Grounds) -> list[Claim]:
    construct: Any = rule.expect[0]
    return [claim for scope in scopes(rule, grounds) for claim in construct.claims(scope)]


def _known_claims(rule: Rule, grounds: Grounds) -> list[Claim] | None:
    """Say what a rule asks for; None where a fact that this depends on is not declared."""
    try:
        return _claims_of(rule, grounds)
    except (Undetermined, NotConcerned):
        return None


def _doubtful_claims(rule: Rule, grounds: Grounds) -> list[Claim]:
    """Say what a rule could ask for at the most where it is not known: every record that it selects."""
    try:
        return _claims_of(rule, grounds)
    except (Undetermined, NotConcerned):
        records: list[Record] = selected(rule, grounds)
        choices = {item: [item] for record in records for item in items_of(record)}
        return [Claim(len(choices), choices, grounds.year[1])]
