"""Notices (疑点提示): what was seen, in which places; they decide nothing and accuse nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from civcheck.language.copies import once
from civcheck.language.grounds import Grounds
from civcheck.language.rule import Rule
from civcheck.language.select import Scope
from civcheck.language.undetermined import Undetermined
from civcheck.language.window import EVER, Resolved
from civcheck.messages import msg, number, plain
from civcheck.model.ledger import Ledger, Spotted
from civcheck.model.material import FileFacts
from civcheck.model.outcome import Outcome
from civcheck.model.problem import NOTHING, Place
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.unit import Answer, Judgement
from civcheck.verdict.hygiene import look_over
from civcheck.verdict.hygiene.look import Look, Numbers, OtherLedger
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case, scopes


def collect(
    judged: Iterable[Judged],
    case: Case,
    as_of: date,
    judgements: Iterable[Judgement] = (),
    tuning: Mapping[str, Numbers] = NOTHING,
    incomplete: bool = False,
    personal: Sequence[Spotted] = (),
    material: Mapping[str, FileFacts] = NOTHING,
    first_seen: Mapping[str, date] = NOTHING,
    others: Sequence[OtherLedger] = (),
    answers: Sequence[Answer] = (),
) -> tuple[Notice, ...]:
    """List every notice, sorted by place; ``tuning`` has the hygiene checks that are on.

    ``incomplete``: something that may hold records was not read. ``personal``, ``material``, ``first_seen``,
    ``others`` and ``answers`` are those of the ``Look``.
    """
    judged = tuple(judged)
    found = [notice for each in judged for notice in each.notices]
    for each in judged:
        if each.outcome is not Outcome.NOT_APPLICABLE:
            found += _said_of(each, each.grounds or case.grounds(as_of))
    outside = list(_outside_windows(judged, case, as_of))
    found += outside
    found += _unbound(judged)
    found += _noted(judged)
    found += _about_headings(judgements, case)
    if tuning:
        told = frozenset(place for notice in outside for place in notice.places)
        look = replace(
            _look(case, as_of, incomplete, told), personal=personal, material=material, first_seen=first_seen,
            others=others, answers=answers,
        )  # fmt: skip
        found += look_over(look, tuning)
    return tuple(
        sorted(found, key=lambda notice: (notice.places[:1], notice.code, notice.rule or "", notice.places))
    )


def _look(case: Case, as_of: date, incomplete: bool, told: frozenset[Place]) -> Look:
    index = case.index
    rules = [rule for rule in case.pack.rules if not rule.is_heading]
    return Look(
        index.all(), case.unit, case.pack.terms, as_of, incomplete,
        lambda: {
            kind: {window for window, _ in those}
            for kind, those in _windows((rule, case.grounds(as_of)) for rule in rules).items()
        },
        told, unread=index.unread,
    )  # fmt: skip


def _windows(rules: Iterable[tuple[Rule, Grounds]]) -> dict[str, set[tuple[Resolved, str]]]:
    """Gather the windows in which rules can use records, by kind, each with the day that lies in it."""
    windows: dict[str, set[tuple[Resolved, str]]] = {}
    for rule, grounds in rules:
        for scope in scopes(rule, grounds):
            for kind in scope.kinds():
                windows.setdefault(kind, set()).add((scope.window, scope.dated_by))
        for kind in frozenset().union(*(each.kinds(grounds.terms) for each in rule.selects_beside)):
            windows.setdefault(kind, set()).add((EVER, "日期"))  # these may be of any day
    return windows


def _said_of(judged: Judged, grounds: Grounds) -> Iterator[Notice]:
    """Say what the pack has to say of selected records, all of one sort together."""
    for each in judged.rule.notices:
        try:
            meets = each.where.compile(grounds)
        except Undetermined:
            continue
        records = {
            record.key: record
            for scope in scopes(judged.rule, grounds)
            for record in _chosen(scope)
            if meets(record)
        }
        if records:
            places = tuple(Place(record.file, record.line, 1) for record in list(records.values())[:20])
            text = msg("notice.said", says=plain(each.says), count=number(len(records)))
            yield Notice("said-by-pack", text, places, judged.rule.id)


def _chosen(scope: Scope) -> list[Record]:
    try:
        return scope.selection(material=False).records
    except Undetermined:
        return []


def _outside_windows(judged: Iterable[Judged], case: Case, as_of: date) -> Iterator[Notice]:
    """Tell of records that lie outside every window of the rules that could use them."""
    windows = _windows(
        (each.rule, each.grounds or case.grounds(as_of))
        for each in judged
        if each.outcome is not Outcome.NOT_APPLICABLE
    )
    clock = case.grounds(as_of).clock
    idle = _windows((each.rule, each.grounds or case.grounds(as_of)) for each in _naming_kinds(judged))
    for record in case.index.all():
        known = windows.get(str(record.kind))
        if not known or any(window.has(record, by, clock) for window, by in known):
            continue
        if not any(window.has(record, by, clock) for window, by in idle.get(str(record.kind), ())):
            text = msg("notice.outside-windows", title=record.title or "", first=record.days.first)
            yield Notice("outside-windows", text, (Place(record.file, record.line, 1),))


def _naming_kinds(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Give the rules that do not concern the unit: by its days, a record in their windows is none to ask about."""
    return (
        each for each in judged if each.outcome is Outcome.NOT_APPLICABLE and each.rule.select is not None
    )


def _about_headings(judgements: Iterable[Judgement], case: Case) -> Iterator[Notice]:
    for judgement in judgements:
        place = Place(judgement.file, judgement.line, 1)
        for name in judgement.rules:
            if (rule := case.pack.by_id.get(name)) is not None and rule.is_heading:
                yield Notice("judgement-heading", msg("notice.judgement-heading", rule=name), (place,), name)


def _unbound(judged: Iterable[Judged]) -> Iterator[Notice]:
    for each in judged:
        if each.use is not None and not each.use.bound:
            yield Notice(
                "judgement-unbound",
                msg("notice.judgement-unbound", rule=each.rule.id),
                (each.use.place,),
                each.rule.id,
            )


_TOLD = ("days-reversed", "part-beyond", "part-beyond-of", "beyond-field", "beyond-all")
"""Notes on what may be written wrongly."""


def _noted(judged: Iterable[Judged]) -> Iterator[Notice]:
    """Tell of what may be written wrongly where a rule is satisfied, whose notes nobody reads."""
    for each in judged:
        for note in each.seen.notes if each.outcome is Outcome.SATISFIED else ():
            if (code := note.id.removeprefix("note.")) in _TOLD:
                yield Notice(code, note, rule=each.rule.id)


def in_two_ledgers(ledgers: Sequence[Ledger]) -> Iterator[Notice]:
    """Tell of what stands in the ledgers of two years: over several years it counts once."""
    if len(ledgers) < 2:
        return
    found = once(ledger.records for ledger in sorted(ledgers, key=lambda each: each.unit.year))
    for copy in found.copies:
        places = tuple(Place(each.file, each.line, 1) for each in copy)
        yield Notice("in-two-ledgers", msg("notice.in-two-ledgers", title=copy.later.title), places)
