"""What an expectation saw in a ledger: an outcome and everything a report says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from civcheck.language.alternativenear import near_any
from civcheck.language.condition import left_open
from civcheck.language.doubts import NO_DOUBTS, Doubts, Instead, Tally, worse
from civcheck.language.select import Near, Scope, Selection
from civcheck.language.window import Resolved, merged
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome, combine_all, combine_any
from civcheck.model.record import Record


class Short(NamedTuple):
    """A record that lacks something it must show, and the day until which it may still show it.

    ``final``: nothing in a ledger that was not given could mend it.
    """

    record: Record
    lacks: tuple[Message, ...]
    due: date | None = None
    waiting: bool = False
    final: bool = True


@dataclass(slots=True)
class Observation:
    """One expectation held against a ledger.

    ``near`` is called only when a report needs the near misses; ``parts`` names the parts of the rule
    (number, evidence) that decided; ``due`` is the last day on which what is missing may still be shown;
    ``tally`` is there where ``have`` of ``need`` does not say what is counted; a gap is ``final`` where
    nothing in a ledger that was not given could mend it, and ``exceeded`` where something was found that should not
    be, so that no record at all could mend or lessen it; ``doubts`` have what could make it worse; ``names_days``
    where the summary says which days count; ``nameless``: of each of several that must hold, how much is lacking
    beside ``missing`` and ``shorts``.
    """

    outcome: Outcome
    summary: Message
    shown: list[Record] = field(default_factory=list)
    planned: list[Record] = field(default_factory=list)
    have: Fraction | None = None
    need: Fraction | None = None
    missing: tuple[str, ...] = ()
    shorts: list[Short] = field(default_factory=list)
    near: Callable[[], list[Near]] = list
    due: date | None = None
    behind: bool = False
    parts: frozenset[str] = frozenset()
    notes: tuple[Message, ...] = ()
    asks: tuple[str, ...] = ()
    window: Resolved | None = None
    tally: Tally | None = None
    final: bool = False
    exceeded: bool = False
    doubts: Doubts = NO_DOUBTS
    names_days: bool = False
    nameless: tuple[Fraction, ...] = ()

    @property
    def lacks_nameless(self) -> Fraction:
        """How much is lacking that ``missing`` and ``shorts`` do not name; one where nobody can say how much."""
        if any(self.nameless):
            return sum(self.nameless, Fraction(0))
        return Fraction(0) if self.missing or self.shorts else self.tallied.lacking or Fraction(1)

    @property
    def tallied(self) -> Tally:
        """What points are counted by."""
        if self.tally is not None:
            return self.tally
        lacking = self.need - self.have if self.need is not None and self.have is not None else Fraction(0)
        return Tally(self.have, self.need, max(lacking, Fraction(0)))


def tally_of(names: Iterable[str], outcomes: Iterable[Outcome]) -> Tally:
    """Count those of several things that are met; what is not applicable drops out."""
    asked = [each for each in zip(names, outcomes, strict=True) if each[1] is not Outcome.NOT_APPLICABLE]
    met = tuple(name for name, outcome in asked if outcome is Outcome.SATISFIED)
    could = tuple(name for name, outcome in asked if outcome not in (Outcome.SATISFIED, Outcome.GAP))
    return Tally(Fraction(len(met)), Fraction(len(asked)), Fraction(len(asked) - len(met)), met, could=could)


def when_empty(scope: Scope, closed: bool, near: Callable[[], list[Near]] = list) -> Observation:
    """Judge an empty selection: pending while the window is open, then as ``on_empty`` says (default gap)."""
    outcome = Outcome(scope.on_empty or "gap") if closed else Outcome.PENDING
    yet = "seen.nothing-yet-excused" if scope.on_empty == "not-applicable" else "seen.nothing-yet"
    return Observation(
        outcome,
        msg("seen.nothing-selected" if closed else yet, what=scope.what()),
        near=near,
        due=None if closed else scope.window.last,
        window=scope.window,
        parts=frozenset({"number"}),  # that there should be one at all
        tally=Tally(idle=outcome is Outcome.SATISFIED),
    )


def no_member(scope: Scope, nobody: Message) -> Observation:
    """Judge a declared set without members: as ``on_empty`` says, by default it concerns nobody.

    A gap it is once the window has closed; until then somebody may still be named.
    """
    if scope.on_empty in (None, "not-applicable"):
        return Observation(Outcome.NOT_APPLICABLE, nobody, window=scope.window)
    closed = scope.on_empty == "satisfied" or scope.closed()
    seen = when_empty(scope, closed)
    seen.summary, seen.final = msg("seen.no-member-declared"), True
    return seen


def nothing_selected(scope: Scope, chosen: Selection, material: bool = True, blank: int = 0) -> Observation:
    """Judge an empty selection; a record that is unread, or leaves ``blank`` what selects it, could be the one.

    Of the latter only those are counted that would be short if they were selected.
    """
    near = lambda: scope.near_misses([record.key for record in chosen.planned], material)  # noqa: E731
    seen = when_empty(scope, scope.closed(), near)
    seen.planned, seen.final = chosen.planned, scope.is_given()
    if (chosen.unread or blank) and seen.outcome is Outcome.NOT_APPLICABLE:
        seen.outcome = Outcome.SATISFIED  # what could be doubted: that there is nothing
    seen = doubt_blank(doubt_unread(seen, chosen.unread), blank)
    if blank and seen.outcome is Outcome.UNDETERMINED:
        seen.summary = _maybe_selected(scope, chosen, blank)
        seen.notes = tuple(each for each in seen.notes if each.id != "note.blank-could-change")
        if chosen.unsure:
            seen.near = _leaving_open(near, chosen.unsure)
    return seen


def _leaving_open(near: Callable[[], list[Near]], unsure: list[Record]) -> Callable[[], list[Near]]:
    """Give those near misses alone that leave it open whether they are meant, and say them so."""
    keys = {record.key for record in unsure}
    return lambda: [Near(each.record, left_open(each.failure)) for each in near() if each.record.key in keys]


def _maybe_selected(scope: Scope, chosen: Selection, blank: int) -> Message:
    """Say that it is not known whether there is such a record, and what is blank."""
    if not chosen.unsure:
        return msg("seen.maybe-other", what=scope.what(), count=number(blank))
    names = scope.blank_fields(chosen.unsure)
    named = msg("words.blank-fields", fields=tuple(f"“{name}”" for name in names))
    blanks = named if names else msg("words.blank-value")
    return msg("seen.maybe-selected", what=scope.what(), count=number(blank), fields=blanks)


def by_window(reached: bool, exceeded: bool, closed: bool) -> Outcome:
    """Judge what more of the same can only help: reached at once, else pending until the window closes."""
    if exceeded:
        return Outcome.GAP
    if reached:
        return Outcome.SATISFIED
    return Outcome.GAP if closed else Outcome.PENDING


def doubt_unread(seen: Observation, unread: int, known: int = 0) -> Observation:
    """Turn “all, none, at most, a share” into undetermined while a record that could matter is unread.

    So many are ``known`` but for a value that was not taken, and are doubted as blank.
    """
    seen.doubts = seen.doubts._replace(unread=max(seen.doubts.unread, unread - known))
    if unread and seen.outcome is Outcome.SATISFIED:
        seen.outcome, seen.doubts = Outcome.UNDETERMINED, seen.doubts._replace(only=True)
        seen.notes = (*seen.notes, msg("note.unread-could-change", count=unread))
    return seen


def doubt_blank(
    seen: Observation, blank: int, records: Iterable[Record] = (), instead: Iterable[Instead] = ()
) -> Observation:
    """Turn satisfied into undetermined where so many records leave blank what could change it."""
    doubt_points(seen, blank, records, instead)
    if blank and seen.outcome is Outcome.SATISFIED:
        seen.outcome, seen.doubts = Outcome.UNDETERMINED, seen.doubts._replace(only=True)
        seen.notes = (*seen.notes, msg("note.blank-could-change", count=blank))
    return seen


def doubt_points(
    seen: Observation, blank: int, records: Iterable[Record] = (), instead: Iterable[Instead] = ()
) -> None:
    """Keep in mind that so many records leave blank what could cost points, and what it would come to then."""
    if not blank:
        return
    before, told = seen.doubts, tuple(instead)
    seen.doubts = before._replace(
        blank=before.blank + blank,
        told=before.told + (blank if told else 0),
        records=(*before.records, *records),
        instead=(*before.instead, *told),
    )


def so_many_short(seen: Observation, blank: int) -> list[Instead]:
    """Say what it would come to if so many records more were looked at, and were short."""
    tally = seen.tallied
    asked = None if tally.asked is None else tally.asked + blank
    return [worse(tally._replace(asked=asked, lacking=tally.lacking + blank))]


def doubt_good(seen: Observation, records: Iterable[Record], blank: int) -> None:
    """Keep in mind that good records may drop out, and that so many ``blank`` ones may be short at the same time."""
    good, tally = list(records), seen.tallied
    if not good or tally.found is None or tally.asked is None:
        return
    gone, lacking = len(good), tally.lacking + blank
    left = tally._replace(found=tally.found - gone, asked=tally.asked - gone + blank, lacking=lacking)
    nothing = worse(Tally())  # whatever is said of an empty selection, no points are sure of it
    kept = Instead(Outcome.GAP if lacking else seen.outcome, left)
    doubt_points(seen, gone, good, [kept if left.asked else nothing])


def leave_open(seen: Observation, blank: int) -> Observation:
    """Turn what is not shown into undetermined where so many records of an earlier ledger leave it open."""
    seen.outcome, seen.due, seen.final = Outcome.UNDETERMINED, None, False
    seen.notes = (*seen.notes, msg("note.blank-could-change", count=blank))
    return seen


def behind_pace(have: Fraction, need: Fraction, scope: Scope) -> bool:
    """Tell whether the pace is behind: k < ⌊n × days elapsed ÷ days of the window⌋."""
    window = scope.window
    if window.standing:
        return False
    return have < int(need * window.days_until(scope.grounds.as_of) / window.days_until(window.last))


def joined(parts: list[Observation], every: bool) -> Observation:
    """Combine members: all must hold (``every``), or one is enough.

    A gap among members that must all hold names only those that are short.
    """
    outcome = (combine_all if every else combine_any)(part.outcome for part in parts)
    if len(parts) == 1:
        return parts[0]
    deciding = [part for part in parts if part.outcome is outcome] or parts
    speaking = deciding if outcome is not Outcome.SATISFIED or not every else parts
    speaking_for = parts if every else deciding
    dues = [part.due for part in deciding if part.due is not None]
    lacking = {short.record.key for part in deciding for short in part.shorts}
    return Observation(
        outcome,
        summary_of(speaking, every),
        shown=_unique(
            record
            for part in speaking_for
            for record in part.shown
            if record.key not in (lacking if every else ())
        ),
        planned=_unique(record for part in parts for record in part.planned),
        have=deciding[0].have if len(deciding) == 1 else None,
        need=deciding[0].need if len(deciding) == 1 else None,
        missing=tuple(dict.fromkeys(name for part in deciding for name in part.missing)),
        shorts=[short for part in deciding for short in part.shorts],
        near=lambda: (list if every else near_any)(near for part in deciding for near in part.near()),
        due=(min if every else max)(dues) if dues else None,
        behind=any(part.behind for part in deciding),
        parts=frozenset().union(*(part.parts for part in deciding)),
        notes=tuple(note for part in deciding for note in part.notes),
        asks=tuple(dict.fromkeys(ask for part in deciding for ask in part.asks)),
        window=_together([part.window for part in deciding]),
        final=(any if every else all)(part.final for part in deciding),
        exceeded=(any if every else all)(part.exceeded for part in deciding),
        names_days=all(part.names_days for part in deciding),
        nameless=_lacked_of_each(parts) if every else (),
    )


def _lacked_of_each(parts: list[Observation]) -> tuple[Fraction, ...]:
    """Say how much is lacking of each part beside names: more hours make good for no lecture."""
    return tuple(part.lacks_nameless if part.outcome is Outcome.GAP else Fraction(0) for part in parts)


def _together(windows: list[Resolved | None]) -> Resolved | None:
    """Give the days of several windows as one, the first where they are the same or are no days of a year."""
    first, *others = windows
    if first is None or all(each is None or each == first for each in others):
        return first
    known = [each for each in windows if each is not None]
    if any(each.standing or each.in_force for each in known):
        return first
    return Resolved(merged(span for each in known for span in each.intervals))


def summary_of(parts: list[Observation], every: bool) -> Message:
    """Say what the parts say, each thing once, as conjunction or as alternatives."""
    said: list[Message] = []
    for part in parts:
        if part.summary not in said:
            said.append(part.summary)
    return reduce(lambda one, other: msg("seen.both" if every else "seen.either", one=one, other=other), said)


def _unique(records: Iterable[Record]) -> list[Record]:
    return list({record.key: record for record in records}.values())
