"""Looking from one record to those it is tied to: which there are, which keep to the days, and what is near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from civcheck.language.condition.comparing import is_number
from civcheck.language.expectation.bound import bound
from civcheck.language.expectation.overtied import Possible
from civcheck.language.expectation.within import Frame, spans
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.over import years_not_given
from civcheck.language.quantity import Limits
from civcheck.language.select import Scope
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, measured_number, msg, number
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.expectation.link import Step, Together


class Look(NamedTuple):
    """What one step finds from one record: the records it is tied to, or what is missing and what is near.

    ``sure`` tells that no ledger of another year that was not given could hold what is missing; ``open`` that more
    records could be tied than there may be, for a blank or an unread record hides whether they are.
    """

    found: list[Record]
    step: Message
    due: date | None = None
    missing: str = ""
    values: tuple[str, ...] = ()
    field: str = ""
    near: Message | None = None
    sure: bool = True
    open: bool = False
    have: Fraction = Fraction(0)
    limits: Message | str = ""

    @property
    def broken(self) -> bool:
        """Tell whether more records are tied than there may be, which nothing mends."""
        return self.missing == "link-over"

    def lacks(self, due: date, over: bool) -> tuple[Message, ...]:
        """Say what is missing until when; once it is over, what is near stands for it."""
        near = (self.near,) if self.near is not None else ()
        if near and ((over and self.missing == "link") or self.broken):
            return near
        params = {
            "step": self.step,
            "due": due,
            "field": self.field,
            "values": self.values,
            "limits": self.limits,
        }
        return (msg(f"lacks.{self.missing}", have=measured_number(self.have), **params), *near)


Weighed = tuple[Record, int]
"""A tied record, and how many of its sessions count."""


class Tie:
    """One step of a chain, held against a ledger."""

    def __init__(self, step: Step, scope: Scope) -> None:
        self.step, self.grounds, self._closes = step, scope.grounds, scope.window.last
        ever = Resolved((Interval(date.min, date.max),))
        there = replace(scope, select=step.to, window=ever, dated_by="日期")
        self.limits = self.grounds.limits(step) if list(step.limits()) else Limits({"at_least": Fraction(1)})
        found = there.selection(material=False, unsure="beside" if self.limits.capped else "no")
        others = found.records
        shown = others if self.limits.only_capped else there.selection().records
        self._shown = frozenset(record.key for record in shown)
        self.need = int(self.limits.need or 0)
        self._own = [self.grounds.getter(name) for name in step.own]
        self._met = bound(step.where, self.grounds)
        self._referred = _by_reference(others) if not step.own else self._by_fields(others)
        self._sum = None if step.sum is None else _Sum(step.sum, self.grounds)
        self._lost = years_not_given(self.grounds)
        self._tied = step.tied_words(self.grounds.terms)
        self.unread, self._possible = found.unread, self._possibly(others, found.unsure)

    def _possibly(self, others: list[Record], unsure: list[Record]) -> Possible | None:
        """Make what finds the records that may be tied; where more do no harm nobody asks."""
        if not self.limits.capped:
            return None
        maybe = [*others, *unsure]
        referred = _by_reference(maybe) if not self.step.own else self._by_fields(maybe)
        return Possible(self.step, self.grounds, maybe, referred, self._met.truth)

    def look(self, record: Record) -> Look:
        """Look from a record: by 关联 or fields first, then at the days, then at what is asked of the other."""
        frame = self.step.within.frame(record, self.grounds) if self.step.within is not None else None
        if isinstance(frame, str):
            if self.limits.only_capped:
                return Look([], self._tied, open=self._may_exceed(record, [], frame))
            return Look([], self._tied, None, "due-blank", field=frame)
        step, due = self._words(record), frame.due if frame is not None else None
        blank = next(
            (name for name, get in zip(self.step.own, self._own, strict=True) if not texts_of(get(record))),
            "",
        )
        if blank:
            if self.limits.only_capped:
                return Look([], step, due, open=self._may_exceed(record, [], frame))
            return Look([], step, due, "link-blank", field=blank)
        tied = [other for other in self._referred(record) if other.key != record.key]
        good = [each for each in tied if (frame is None or frame.holds(each)) and self._does(record, each)]
        weights = [frame.count(each) if frame is not None else self._turns(each) for each in good]
        found, have = list(zip(good, weights, strict=True)), Fraction(sum(weights))
        if self.limits.exceeded(self._most(record, found)):
            return Look(good, step, due, "link-over", near=self._over(good, have))
        unmet = self._unmet(record, found)
        enough = not unmet and have >= self.need
        if enough and (short := self._short_sum(record, good)) is None:
            open_ = self.limits.capped and self._may_exceed(record, found, frame)
            return Look(good, step, due, "link-exact" if self._may_come(due) else "", open=open_, have=have)
        near = self._nearest(record, [each for each in tied if each not in good], frame)
        missing = "link-values" if unmet else "link-few" if good else "link"
        if enough and short is not None:
            missing, have, unmet = "link-sum", short[1], short[0]
        sure = not any(
            frame is None or frame.earliest.year <= each <= frame.latest.year for each in self._lost
        )
        limits = self._sum.limits.words() if self._sum is not None else ""
        field = self.step.sum.field if missing == "link-sum" and self.step.sum else "".join(self.step.own)
        return Look(good, step, due, missing, unmet, field, near, sure, have=have, limits=limits)

    # --- what they come to together

    def _short_sum(self, record: Record, good: list[Record]) -> tuple[tuple[str, ...], Fraction] | None:
        """Give what is too little, and the values of a list that it is of; None where it is enough."""
        if self._sum is None:
            return None
        if not self.step.every:
            total = self._sum.of(good)
            return None if self._sum.limits.reached(total) else ((), total)
        theirs = self.grounds.getter(self.step.others[0])
        for text in dict.fromkeys(texts_of(self._own[0](record))):
            having = [
                each for each in good if number_form(text) in set(map(number_form, texts_of(theirs(each))))
            ]
            if not self._sum.limits.reached(total := self._sum.of(having)):
                return (text,), total
        return None

    def _turns(self, other: Record) -> int:
        """Count the sessions of a record that have come, or the record itself."""
        return len(spans(other, self.grounds.clock))

    # --- upper limits

    def _may_come(self, due: date | None) -> bool:
        """Tell whether there are exactly as many as asked, and more may still come: until then it does not hold."""
        return self.limits.exact is not None and not self.grounds.clock.reached(due or self._closes)

    def _most(self, record: Record, good: list[Weighed]) -> Fraction:
        """Count the records that are tied; where each value is by itself, those of the value that has most."""
        if not self.step.every:
            return Fraction(sum(weight for _, weight in good))
        return Fraction(max(self._counts(record, good).values(), default=0))

    def _may_exceed(self, record: Record, good: list[Weighed], frame: Frame | str | None) -> bool:
        if self._possible is None:
            return False
        beside = self._possible.beside(record, [each for each, _ in good], frame)
        more = self.unread + sum(map(self._turns, beside))
        return more > 0 and self.limits.exceeded(self._most(record, good) + more)

    def _over(self, good: list[Record], have: Fraction) -> Message:
        """Say which records are tied that may not be, or not all of them."""
        named = tuple(msg("lacks.link-other", **_named(each, each.days.first)) for each in good[:3])
        count, limits = measured_number(have), self.limits.words()
        return msg("lacks.link-over", others=named, count=count, limits=limits)

    # --- who is tied

    def _does(self, record: Record, other: Record) -> bool:
        return other.key in self._shown and self._met(record, other)

    def _words(self, record: Record) -> Message:
        within = self.step.within
        said = self._tied
        if self.limits.capped:
            said = msg("asks.link.limits", step=said, limits=self.limits.words())
        elif self.step.at_least is not None:
            said = msg("asks.link.many", step=said, count=number(self.need))
        if self._sum is not None and self.step.sum is not None:
            said = msg("asks.link.sum", step=said, field=self.step.sum.field, limits=self._sum.limits.words())
        return said if within is None else within.words(said, within.known_days(record, self.grounds))

    def _unmet(self, record: Record, good: list[Weighed]) -> tuple[str, ...]:
        """Name the values of the record's list that too few of the other records have."""
        if not self.step.every:
            return ()
        return tuple(text for text, count in self._counts(record, good).items() if count < self.need)

    def _counts(self, record: Record, good: list[Weighed]) -> dict[str, int]:
        """Count for each value of the record's list the other records that have it."""
        (get,), theirs = self._own, self.grounds.getter(self.step.others[0])
        shown = [(frozenset(map(number_form, texts_of(theirs(other)))), weight) for other, weight in good]
        return {
            text: sum(weight for forms, weight in shown if number_form(text) in forms)
            for text in dict.fromkeys(texts_of(get(record)))
        }

    def _by_fields(self, others: list[Record]) -> Callable[[Record], list[Record]]:
        getters = [self.grounds.getter(name) for name in self.step.others]
        keyed: dict[tuple[str, ...], list[Record]] = {}
        for other in others:
            for key in self._keys([texts_of(get(other)) for get in getters]):
                keyed.setdefault(key, []).append(other)

        def referred(record: Record) -> list[Record]:
            keys = self._keys([texts_of(get(record)) for get in self._own])
            return list({other.key: other for key in keys for other in keyed.get(key, ())}.values())

        return referred

    def _keys(self, values: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Give what is equal on both sides: the whole of every field, or each value of the one list."""
        if not all(values):
            return []
        if self.step.every:
            return [(form,) for form in dict.fromkeys(map(number_form, values[0]))]
        return [tuple("|".join(sorted(map(number_form, texts))) for texts in values)]

    def _nearest(self, record: Record, others: list[Record], frame: Frame | None) -> Message | None:
        """Say of the record that is tied but does not do by how many days it is off, or what it lacks."""
        if not others:
            return None
        in_time = [other for other in others if frame is None or frame.holds(other)]
        if in_time:
            failures = self._met.failures(record, in_time[0])
            if in_time[0].key not in self._shown:
                failures = (*failures, msg("lacks.material"))
            return msg("lacks.link-where", lacks=failures, **_named(in_time[0], in_time[0].days.first))
        assert frame is not None  # noqa: S101 - without one every other is in time
        doing = [other for other in others if self._does(record, other)] or others
        other = min(doing, key=lambda each: abs(frame.off(each)[0]))
        off, day = frame.off(other)
        if not off:
            return msg("lacks.link-close", **_named(other, day))
        code, limit = ("late", frame.latest) if off > 0 else ("early", frame.earliest)
        return msg(f"lacks.link-{code}", days=number(abs(off)), limit=limit, **_named(other, day))


class _Sum:
    """What tied records come to together in a field; a blank one adds nothing."""

    def __init__(self, wanted: Together, grounds: Grounds) -> None:
        self.limits = grounds.limits(wanted)
        self._get = grounds.getter(wanted.field)

    def of(self, records: list[Record]) -> Fraction:
        """Add up the field of these records."""
        found = (self._get(record) for record in records)
        return sum((Fraction(value) for value in found if is_number(value)), Fraction(0))


def _named(other: Record, day: date) -> dict[str, object]:
    return {"day": day, "kind": str(other.kind)}


def _by_reference(others: list[Record]) -> Callable[[Record], list[Record]]:
    by_id: dict[str, list[Record]] = {}
    back: dict[str, list[Record]] = {}
    for other in others:
        if other.id:
            by_id.setdefault(number_form(other.id), []).append(other)
        for ref in other.refs:
            back.setdefault(number_form(ref), []).append(other)

    def referred(record: Record) -> list[Record]:
        found = [other for ref in record.refs for other in by_id.get(number_form(ref), ())]
        found += back.get(number_form(record.id), ()) if record.id else ()
        return list({other.key: other for other in found}.values())

    return referred
