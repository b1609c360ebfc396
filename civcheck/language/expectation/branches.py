"""``any_of`` and ``all_of``: alternatives and conjunctions of branches, each with a selection of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from civcheck.language.condition import Condition, bare
from civcheck.language.doubts import NO_DOUBTS, Instead
from civcheck.language.expectation.alternatives import Alternatives, Examine, observe_each, refuse_unfit
from civcheck.language.expectation.namedoubt import name_doubtful
from civcheck.language.observation import Observation, joined, tally_of
from civcheck.language.select import Scope, Select
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.window import Resolved, resolve
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import PARTS, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import near

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.written import Applies, Expectations, Quantity, Window
    from civcheck.model.written import NOT_EMPTY, YesNo

OnEmpty = Literal["gap", "not-applicable", "satisfied"]
DatedBy = Literal["日期", "报送日期"]


def constructs() -> tuple[str, ...]:
    """Name every construct by the key that rules write it with."""
    forms = (getattr(part, "form", None) for part in PARTS.values())
    return tuple(form for form in forms if isinstance(form, str))


def gather(raw: Any) -> Any:
    """Turn a mapping of constructs into a list of bodies that name their construct."""
    if not isinstance(raw, dict):
        return raw
    if not raw:
        raise mistake("empty-expect")
    known = constructs()
    bodies: list[Any] = []
    for name, body in raw.items():
        if name not in known:
            meant = near(str(name), known) or ""
            raise mistake("unknown-construct", key=name, meant=meant, names=tuple(known))
        bodies.append(_body(name, body))
    return bodies


def _keys_of(name: str) -> list[str]:
    (part,) = (each for each in PARTS.values() if getattr(each, "form", None) == name)
    return [part.key_of(each) for each in part.names() if each != "form"]


def _body(name: str, body: Any) -> Any:
    if name == "any_of" and isinstance(body, dict) and "of" in body:
        return {"form": name, **{("branches" if key == "of" else key): each for key, each in body.items()}}
    if name in ("any_of", "all_of"):
        return {"form": name, "branches": body}
    if body in ("", None):
        body = {}
    if name == "link" and isinstance(body, list) and body and isinstance(body[0], dict):
        body = {**body[0], "then": body[1:]}  # a list of links is a chain
    if not isinstance(body, dict):
        raise mistake("construct-body", key=name, names=tuple(_keys_of(name)))
    return {"form": name, **body}


class Branch(Part):
    """One branch: what it does not say (selection, window …) it takes from the rule."""

    title: str | None = None
    applies_to: Applies = "全部单位"
    select: Select | None = None
    window: Window | None = None
    dated_by: DatedBy | None = None
    on_empty: OnEmpty | None = None
    expect: Annotated[Expectations, NOT_EMPTY]

    _about: ClassVar[Mapping[str, str]] = {"applies_to": "unit"}

    def words(self, known: Glossary, of_one: bool = False) -> Message:
        """Say what one branch asks, with what it does not take from the rule; ``of_one`` record or of all of them."""
        said = known.asked_of_one(self.expect) if of_one else known.asked(self.expect)
        if self.select is not None:
            said = msg("asks.branch.select", what=known.select(self.select), asked=said)
        if self.window is not None:
            said = msg("asks.branch.window", window=known.window(self.window), asked=said)
        if self.title:
            said = msg("asks.branch.title", title=self.title, asked=said)
        if isinstance(self.applies_to, Condition):
            said = msg("asks.branch.for", who=bare(self.applies_to.words(of_unit=True)), asked=said)
        return said

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or "expect" in raw:
            return raw
        known = constructs()
        kept = {key: value for key, value in raw.items() if key not in known}
        return {**kept, "expect": {key: value for key, value in raw.items() if key in known}}


def observe_branch(branch: Any, scope: Scope) -> Observation:
    """Judge one branch (or a rule's own body): whether it concerns the unit, then every construct in it."""
    if isinstance(branch.applies_to, Condition):
        truth = branch.applies_to.about_unit(scope.grounds)
        if truth.truth is None:
            return Observation(
                Outcome.UNDETERMINED, msg("undetermined.fact", fact=truth.asks), asks=truth.asks
            )
        if truth.truth is False:
            return Observation(Outcome.NOT_APPLICABLE, msg("seen.not-applicable", because=truth.because))
    try:
        own = _own_scope(branch, scope)
    except Undetermined as unknown:
        return _unknown(unknown)
    except NotConcerned as concern:
        return Observation(Outcome.NOT_APPLICABLE, concern.why)
    seen = joined([_observe(expectation, own) for expectation in branch.expect], every=True)
    title = getattr(branch, "title", None) if isinstance(branch, Branch) else None
    if title and seen.outcome in _SHORT and not seen.missing:
        seen.missing = (title,)
    return seen


_SHORT = (Outcome.GAP, Outcome.PENDING)


def _own_scope(branch: Any, scope: Scope) -> Scope:
    return replace(
        scope,
        select=branch.select or scope.select,
        window=resolve(branch.window, scope.grounds) if branch.window is not None else scope.window,
        dated_by=branch.dated_by or scope.dated_by,
        on_empty=branch.on_empty or scope.on_empty,
    )


def _observe(expectation: Any, scope: Scope) -> Observation:
    try:
        if scope.select is not None and scope.select.pick is not None:
            return _observe_picked(expectation, scope)
        seen: Observation = name_doubtful(expectation.observe(scope), expectation, scope)
    except Undetermined as unknown:
        return _unknown(unknown)
    except NotConcerned as concern:
        return Observation(Outcome.NOT_APPLICABLE, concern.why)
    return seen


def _observe_picked(expectation: Any, scope: Scope) -> Observation:
    """Judge by each of the records of which nobody knows which is the latest: where they differ, nothing is decided."""
    tied = scope.selection().tied
    if len(tied) < 2:
        return expectation.observe(scope)  # type: ignore[no-any-return]
    left_out = scope.grounds.left_out
    found: list[Observation] = []
    keys = [record.key for record in tied]
    for key in keys:
        others = left_out.union(keys) - {key}
        found.append(expectation.observe(replace(scope, grounds=replace(scope.grounds, left_out=others))))
    outcomes = {each.outcome for each in found}
    if len(outcomes) == 1:
        return _tied(found, tied)
    note = msg("note.tied", count=number(len(tied)))
    return replace(found[0], outcome=Outcome.UNDETERMINED, notes=(*found[0].notes, note), due=None)


def _tied(found: list[Observation], records: list[Record]) -> Observation:
    """Say what points may be counted by instead where several of one day lead to one outcome."""
    first, *others = found
    if all(each.tallied == first.tallied for each in others):
        return first
    doubts = first.doubts
    instead = (*doubts.instead, *(Instead(each.outcome, each.tallied) for each in others))
    more = (*doubts.records, *records)
    return replace(first, doubts=doubts._replace(tied=len(records), instead=instead, records=more))


def _unknown(unknown: Undetermined) -> Observation:
    return Observation(Outcome.UNDETERMINED, unknown.why, asks=unknown.asks)


def _of_branches(branches: tuple[Branch, ...], scope: Scope, every: bool) -> Observation:
    parts = [observe_branch(branch, scope) for branch in branches]
    parts = _titled(branches, parts)
    tally = tally_of([branch.title or "" for branch in branches], [part.outcome for part in parts])
    # what is doubted is no branch that is met
    return replace(joined(parts, every), tally=tally, doubts=NO_DOUBTS)


_NEAREST = (
    Outcome.SATISFIED, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING, Outcome.GAP,
)  # fmt: skip


def _so_many(branches: tuple[Branch, ...], need: int, scope: Scope, seen: Observation) -> Observation:
    """Judge so many of several branches: the outcome of the last one that is needed, nearest first."""
    parts = _titled(branches, [observe_branch(branch, scope) for branch in branches])
    asked = sorted(
        (part for part in parts if part.outcome is not Outcome.NOT_APPLICABLE),
        key=lambda part: _NEAREST.index(part.outcome),
    )
    if not asked:
        return seen
    outcome = asked[min(need, len(asked)) - 1].outcome
    have = sum(part.outcome is Outcome.SATISFIED for part in asked)
    others = [part for part in asked if part.outcome is not Outcome.SATISFIED]
    told = joined(others or asked, every=False)
    words = msg("seen.so-many-branches", have=str(have), need=str(need), others=told.summary)
    return replace(
        told,
        outcome=outcome,
        summary=words if outcome is not Outcome.SATISFIED else joined(asked[:need], every=True).summary,
        shown=[record for part in asked if part.outcome is Outcome.SATISFIED for record in part.shown],
        have=Fraction(have),
        need=Fraction(need),
        tally=seen.tally,
        due=told.due if outcome is Outcome.PENDING else None,
        final=False,
    )


def _titled(branches: tuple[Branch, ...], parts: list[Observation]) -> list[Observation]:
    """Name the branches that are told of together; what is the same of several is said once of all of them."""
    keys = [(part.outcome, repr(part.summary)) for part in parts]
    names = _names(branches, parts)
    said: dict[Any, list[Message | str]] = {}
    for name, key in zip(names, keys, strict=True):
        if name:
            said.setdefault(key, []).append(name)
    outcomes = [part.outcome for part in parts]
    return [
        replace(part, summary=msg("seen.titled", titles=tuple(said[key]), said=part.summary))
        if name and (outcomes.count(part.outcome) > 1 or part.summary.id.startswith("seen.cover"))
        else part
        for name, part, key in zip(names, parts, keys, strict=True)
    ]


def _names(branches: tuple[Branch, ...], parts: list[Observation]) -> list[Message | str]:
    """Name branches by their titles, and by their days where these differ; nothing where they have neither."""
    windows = [
        None if branch.window is None else part.window for branch, part in zip(branches, parts, strict=True)
    ]
    differ = len({each for each in windows if each is not None}) > 1
    return [
        _named(branch.title or "", window if differ else None)
        for branch, window in zip(branches, windows, strict=True)
    ]


def _named(title: str, window: Resolved | None) -> Message | str:
    if window is None or window.standing:
        return title
    days = msg("said.days", first=window.first, last=window.last)
    return msg("said.beside", name=title, said=days) if title else days


class AnyOf(Part):
    """Alternatives: one branch that holds is enough, or ``at_least`` so many; with ``each`` for every record itself."""

    form: Literal["any_of"] = "any_of"
    branches: Annotated[tuple[Branch, ...], NOT_EMPTY]
    at_least: Quantity | None = None
    each: YesNo = False

    def _check(self) -> None:
        if isinstance(self.at_least, Fraction) and not 1 <= self.at_least <= len(self.branches):
            raise mistake("branches-too-few", value=number(self.at_least), count=str(len(self.branches)))
        if self.each:
            refuse_unfit(self.branches)

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether nothing selected leaves it open what holds: branches of their own say so themselves."""
        return self.each

    @property
    def by_record(self) -> bool:
        """Tell whether it is decided for every record by itself."""
        return self.each

    def examining(self, scope: Scope) -> Examine:
        """Make the function that says what one record is short of."""
        return Alternatives(self.branches, self._need(scope), scope).examine

    def _need(self, scope: Scope) -> int:
        return 1 if self.at_least is None else int(scope.grounds.at_least(self.at_least))

    def observe(self, scope: Scope) -> Observation:
        """Judge every branch and take the first of satisfied, undetermined, needs-review, pending, gap.

        Of so many it is the same of those that come nearest.
        """
        if self.each:
            return observe_each(self.branches, self._need(scope), scope)
        seen = _of_branches(self.branches, scope, every=False)
        if self.at_least is None:
            return seen
        return _so_many(self.branches, self._need(scope), scope, seen)

    @property
    def member_names(self) -> tuple[str, ...] | None:
        """Name the branches that have a title; None where records are counted and not branches."""
        return None if self.each else tuple(each.title for each in self.branches if each.title is not None)

    def words(self, known: Glossary) -> Message:
        """Say the alternatives."""
        said = self.words_of_one(known) if self.each else self._words(known, of_one=False)
        return msg("asks.of-each", asked=said) if self.each else said

    def words_of_one(self, known: Glossary) -> Message:
        """Say the alternatives that one record has."""
        return self._words(known, of_one=True)

    def _words(self, known: Glossary, of_one: bool) -> Message:
        branches = _numbered(self.branches, known, of_one)
        if self.at_least is None:
            return msg("asks.any-of", branches=branches)
        return msg("asks.so-many-of", need=known.quantity(self.at_least), branches=branches)


class AllOf(Part):
    """Conjunction: every branch must hold; a gap names only those that are short."""

    form: Literal["all_of"] = "all_of"
    branches: Annotated[tuple[Branch, ...], NOT_EMPTY]

    needs_on_empty: ClassVar[bool] = False

    def observe(self, scope: Scope) -> Observation:
        """Judge every branch and take the first of gap, undetermined, pending, needs-review, satisfied."""
        return _of_branches(self.branches, scope, every=True)

    @property
    def member_names(self) -> tuple[str, ...]:
        """Name the branches that have a title."""
        return tuple(each.title for each in self.branches if each.title is not None)

    def words(self, known: Glossary) -> Message:
        """Say what must all hold."""
        return msg("asks.all-of", branches=_numbered(self.branches, known))


def _numbered(branches: tuple[Branch, ...], known: Glossary, of_one: bool = False) -> Message:
    said = [
        msg("asks.branch", number=str(at), asked=each.words(known, of_one))
        for at, each in enumerate(branches, 1)
    ]
    return reduce(lambda one, other: msg("asks.also", one=one, other=other), said)
