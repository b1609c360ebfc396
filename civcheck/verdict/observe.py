"""Observing one rule: its window, its scope, what its expectations saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.doubts import Instead
from civcheck.language.expectation.branches import observe_branch
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.observation import Observation, doubt_points
from civcheck.language.over import doubt_missing
from civcheck.language.pack import RulePack
from civcheck.language.quantity import Ref
from civcheck.language.recordindex import Earlier, RecordIndex
from civcheck.language.rule import Rule
from civcheck.language.select import Scope
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.window import Interval, Resolved, resolve
from civcheck.messages import Message, msg
from civcheck.model.numbers import is_about
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.record import Record
from civcheck.model.texts import some
from civcheck.model.unit import Judgement, Unit
from civcheck.verdict.beyondwhole import notes_beyond


@dataclass(frozen=True, slots=True)
class Case:
    """What every rule of one audit is held against, at any as-of date.

    ``allotments`` keeps what was shared out among the rules of a group: it is the same for each of them.
    """

    pack: RulePack
    unit: Unit
    index: RecordIndex
    params: Mapping[str, Fraction | date]
    judgements: tuple[Judgement, ...] = ()
    allotments: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=Earlier)

    def year(self) -> tuple[date, date]:
        """Give the ledger's year within the pack's period."""
        period = self.pack.head.period
        return max(date(self.unit.year, 1, 1), period.first), min(date(self.unit.year, 12, 31), period.last)

    def grounds(
        self,
        as_of: date,
        params: Mapping[str, Fraction | date] | None = None,
        left_out: frozenset[str] = frozenset(),
    ) -> Grounds:
        """Give what a rule may look at, with a clock of its own."""
        return Grounds(
            self.pack.terms, self.unit, self.index, Clock(as_of), params or self.params, self.year(), left_out,
            earlier=self.earlier,
        )  # fmt: skip


def scope_of(rule: Rule, grounds: Grounds) -> Scope | Observation:
    """Give the records and days a rule speaks of, or the outcome when it is not in force."""
    grounds, _ = spanned(rule, grounds)
    window = Resolved((Interval(*grounds.year),), in_force=Interval(date.min, date.max))
    if rule.in_force is not None:
        first = grounds.day(rule.in_force.first) if rule.in_force.first is not None else grounds.year[0]
        last = grounds.day(rule.in_force.last) if rule.in_force.last is not None else grounds.year[1]
        if not grounds.clock.reached(first) or first > grounds.year[1] or last < grounds.year[0]:
            return Observation(Outcome.NOT_APPLICABLE, msg("seen.not-in-force", first=first, last=last))
        days = Interval(max(first, grounds.year[0]), min(last, grounds.year[1]))
        ends = date.max if rule.in_force.last is None else last
        window = Resolved((days,), in_force=Interval(first, ends))
    return Scope(grounds, rule.select, window, rule.dated_by, rule.on_empty, rule.may_be_joint)


def spanned(rule: Rule, grounds: Grounds) -> tuple[Grounds, tuple[int, ...]]:
    """Give the grounds of a rule over several years, and the years of which no ledger was given."""
    return (grounds, ()) if rule.over is None else grounds.spanning(rule.over.years)


def observe(rule: Rule, grounds: Grounds) -> Observation:
    """Hold one rule against a ledger; a pure function of rule and grounds."""
    grounds.said.clear()
    try:
        scope = scope_of(rule, grounds)
    except Undetermined as unknown:
        return Observation(Outcome.UNDETERMINED, unknown.why, asks=unknown.asks)
    except NotConcerned as concern:
        return Observation(Outcome.NOT_APPLICABLE, concern.why)
    seen = scope if isinstance(scope, Observation) else observe_branch(rule, scope)
    if not isinstance(scope, Observation):
        seen = _doubt_copies(rule, seen, scope)
    seen = doubt_missing(seen, spanned(rule, grounds)[1], grounds.unit.year)
    if _rests_on_estimate(rule, seen, grounds):
        grounds.said.append(msg("note.about"))
    grounds.said += notes_beyond(rule, seen, spanned(rule, grounds)[0])
    grounds.said += _of_points(rule, seen, len(spanned(rule, grounds)[0].index.missing))
    for said in grounds.said:
        if said not in seen.notes:
            seen.notes = (*seen.notes, said)
    return seen


def _doubt_copies(rule: Rule, seen: Observation, scope: Scope) -> Observation:
    """Leave undetermined what holds, or does not, only if what two ledgers write differently is two things."""
    kinds, left_out = scope.kinds(), scope.grounds.left_out
    maybe = [each for each in scope.grounds.index.maybe_copies if each.later.kind in kinds]
    if rule.over is None or not maybe or seen.outcome not in _STANDS:
        return seen
    either = [
        observe_branch(rule, replace(scope, grounds=replace(scope.grounds, left_out=left_out.union(keys))))
        for keys in ({each.earlier.key for each in maybe}, {each.later.key for each in maybe})
    ]
    doubt_points(
        seen,
        len(maybe),
        [each.later for each in maybe],
        [Instead(each.outcome, each.tallied) for each in either],
    )
    if any(each.outcome is not seen.outcome for each in either):
        seen.outcome, seen.due, seen.final, seen.exceeded = Outcome.UNDETERMINED, None, False, False
        names = tuple(dict.fromkeys(f"《{each.later.title}》" for each in maybe))
        seen.notes = (*seen.notes, msg("note.maybe-copies", names=some(names)))
    return seen


def _of_points(rule: Rule, seen: Observation, missing: int) -> Iterator[Message]:
    """Say of an outcome that stands what could still take points away: records that are unread, blank or tied.

    So many of what is unread are ledgers that were not given: of these the report tells itself.
    """
    doubts, points = seen.doubts, rule.score
    if points is None or points.veto or not points.counts or seen.outcome not in _STANDS:
        return
    if doubts.blank:
        names = tuple(dict.fromkeys(record.title or record.file for record in doubts.records))
        code = "note.blank-points-named" if names else "note.blank-points"
        yield msg(code, count=doubts.blank, names=names)
    if doubts.tied:
        yield msg("note.tied-points")
    if doubts.unread > missing:
        yield msg("note.unread-points", count=doubts.unread - missing)


_STANDS = (Outcome.SATISFIED, Outcome.PENDING, Outcome.GAP)


def _rests_on_estimate(rule: Rule, seen: Observation, grounds: Grounds) -> bool:
    """Tell whether a number of a record that is an estimate (约数) was held against a bound."""
    keys = _bounded_fields(rule)
    if not keys or seen.outcome is Outcome.NOT_APPLICABLE:
        return False
    getters = [grounds.getter(key) for key in keys]
    looked_at = (*seen.shown, *(short.record for short in seen.shorts))
    return any(is_about(get(record)) for get in getters for record in looked_at)


def _bounded_fields(rule: Rule) -> frozenset[str]:
    """Name the fields of records whose numbers the conditions of a rule hold against bounds, or take for bounds."""
    known: frozenset[str] | None = rule.__dict__.get("_bounded")
    if known is None:
        tests = (each for condition in _conditions(rule) for each in condition.tests.items())
        bounded = [(key, test) for key, test in tests if test.bounded]
        operands = (operand for _, test in bounded for _, operand in test.wanted)
        fields = {each.field for each in operands if isinstance(each, Ref) and each.field is not None}
        known = rule.__dict__["_bounded"] = frozenset({key for key, _ in bounded} | fields)
    return known


def _conditions(value: Any) -> Iterator[Condition]:
    """List the conditions on records inside a part; every rule of every audit is asked, so no paths are made."""
    match value:
        case Part():
            if isinstance(value, Condition):
                yield value
            for name in value.given():
                if value.speaks_of(name) is None:
                    yield from _conditions(getattr(value, name))
        case tuple():
            for each in value:
                yield from _conditions(each)


def scopes(rule: Rule, grounds: Grounds) -> Iterator[Scope]:
    """List the scopes of a rule: its own, or those of its branches."""
    try:
        scope = scope_of(rule, grounds)
    except (Undetermined, NotConcerned):
        return
    if isinstance(scope, Scope):
        yield from _scopes(rule, scope)


def _scopes(branch: Any, scope: Scope) -> Iterator[Scope]:
    try:
        window = resolve(branch.window, scope.grounds) if branch.window is not None else scope.window
    except (Undetermined, NotConcerned):
        return
    own = replace(
        scope, select=branch.select or scope.select, window=window, dated_by=branch.dated_by or scope.dated_by
    )
    plain = [each for each in branch.expect if not getattr(each, "branches", ())]
    windows = dict.fromkeys(_window_of(each, own) for each in plain) if branch.expect else (own.window,)
    for window in windows:
        yield replace(own, window=window)
    for expectation in branch.expect:
        for each in getattr(expectation, "branches", ()):
            yield from _scopes(each, own)


def _window_of(expectation: Any, scope: Scope) -> Resolved:
    """Give the window of a construct: its periods may reach beyond that of its rule."""
    reaching = getattr(expectation, "reaching", None)
    try:
        return scope.window if reaching is None else reaching(scope).window
    except (Undetermined, NotConcerned):
        return scope.window


def kinds_of(rule: Rule, grounds: Grounds) -> frozenset[str]:
    """List the kinds that a rule selects, in all its branches."""
    return frozenset().union(*(scope.kinds() for scope in scopes(rule, grounds)))


def selected(rule: Rule, grounds: Grounds) -> list[Record]:
    """List every record that a rule selects, in all its branches, each once."""
    found: dict[str, Record] = {}
    for scope in scopes(rule, grounds):
        try:
            found |= {record.key: record for record in scope.selection(material=False).records}
        except (Undetermined, NotConcerned):
            continue
    return list(found.values())
