"""Saying in words what a rule asks: what its numbers, days, windows, periods and sets stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.language.choice import Choice
from civcheck.language.condition import Condition, bare
from civcheck.language.days import DAYS_IN
from civcheck.language.expectation.members import FromRecords, Member
from civcheck.language.expectation.per_value import PerValue, period_in, value_in
from civcheck.language.period import Every
from civcheck.language.quantity import Comparison, DayInYear, Ref, span_of
from civcheck.language.window import WindowDays
from civcheck.messages import Message, Percent, msg, number, plain, times
from civcheck.model.terms import COUNTED, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civcheck.language.pack import Param, RulePack
    from civcheck.language.select import Select
    from civcheck.language.written import Per
    from civcheck.model.terms import Span

_STEPS = frozenset({"文明单位级别", "在职人数"})
"""Facts of which the highest step that a unit reaches stands."""


class Glossary(NamedTuple):
    """What the words of a rule are looked up in."""

    terms: Terms
    params: Mapping[str, Param]
    period: Span

    @classmethod
    def of(cls, pack: RulePack) -> Glossary:
        """Take it from a pack."""
        return cls(pack.terms, pack.head.params, pack.head.period)

    # --- numbers

    def quantity(self, value: Any) -> Message:
        """Say a number, or what it is taken from; a param by its value."""
        if isinstance(value, Choice):
            return self.choice(value)
        if isinstance(value, Fraction):
            return plain(number(value))
        if value.param is not None:
            known = self.params[value.param].value
            return plain(str(_shown(value.scaled(known) if isinstance(known, Fraction) else known)))
        listed = value.fact in self.terms.facts and self.terms.facts[value.fact].type == "列表"
        said = msg("asks.fact-items" if listed else "asks.fact", name=value.fact or value.field or "")
        if isinstance(value.otherwise, Fraction):
            said = msg("asks.field-otherwise", what=said, otherwise=number(value.otherwise))
        if value.times is not None:
            said = msg("asks.times", what=said, times=times(value.times))
        if value.plus is not None:
            said = msg("words.ref-plus", what=said, plus=number(value.plus))
        if value.round is not None:
            said = msg(f"asks.round-{value.round}", what=said)
        for name, cap in (("at-least", value.at_least), ("at-most", value.at_most)):
            if cap is not None:
                said = msg(f"asks.cap-{name}", what=said, cap=number(cap))
        return said

    @staticmethod
    def is_figure(value: Any) -> bool:
        """Tell whether a quantity is said as a figure, and not as what it depends on."""
        return isinstance(value, Fraction) or (isinstance(value, Ref) and value.param is not None)

    def points(self, code: str, value: Any) -> Message:
        """Say points (得 5 分, 扣 5 分), or what they depend on, each number with its unit."""
        if self.is_figure(value):
            return msg(code, points=self.quantity(value))
        if not isinstance(value, Choice):
            return msg(f"{code}-of", points=msg("worth.is", what=self.quantity(value)))
        steps = value.by in _STEPS or (value.by in self.terms.facts and self._is_number(value.by))
        values = tuple(
            msg("worth.from" if steps else "worth.for", key=key, points=number(each))
            for key, each in value.values.items()
        )
        others = value.otherwise
        said = msg("worth.chosen-steps" if steps else "worth.chosen", fact=value.by, values=values)
        rest = msg("worth.rest-none") if others is None else msg("worth.rest", points=number(others))
        return msg(f"{code}-of", points=msg("worth.in-brackets", said=said, rest=rest))

    def choice(self, value: Choice) -> Message:
        """Say what depends on the unit: every value with what it stands for."""
        values = tuple(
            msg("asks.choice-value", key=key, value=self._chosen(each)) for key, each in value.values.items()
        )
        steps = value.by in _STEPS or (value.by in self.terms.facts and self._is_number(value.by))
        said = msg("asks.choice-steps" if steps else "asks.choice", fact=value.by, values=values)
        if value.otherwise is None:
            return msg("asks.choice-only", choice=said)
        return msg("asks.choice-otherwise", choice=said, value=self._chosen(value.otherwise))

    def _is_number(self, fact: str) -> bool:
        return self.terms.facts[fact].type in COUNTED

    def _chosen(self, value: Any) -> Any:
        return self.every(value) if isinstance(value, Every) else _shown(value)

    def limits(self, comparison: Comparison) -> Message:
        """Say the comparisons: 至少 4, 不超过 21."""
        said = []
        for name, each in comparison.limits():
            value = self.quantity(each)
            said.append(
                msg(f"asks.{name}", value=msg("asks.figure", value=value) if self.is_figure(each) else value)
            )
        return self.both(said)

    def days(self, value: Any, unit: str = "天") -> Message:
        """Say so many days, working days or months."""
        return msg(DAYS_IN.get(unit, "asks.days"), days=self.quantity(value))

    # --- days and windows

    def day(self, value: Any, anchor: date | None = None) -> Any:
        """Give a day, or say what it depends on; an offset counts from ``anchor``."""
        if isinstance(value, Choice):
            return self.choice(value)
        if isinstance(value, DayInYear):
            return value.words()
        if isinstance(value, Ref) and value.param is not None:
            known = self.params[value.param].value
            return (known if isinstance(known, date) else self._offset(known, anchor)) + timedelta(value.days)
        if isinstance(value, Ref):
            return _named_day(value)
        return value if isinstance(value, date) else self._offset(Fraction(value), anchor)

    def _offset(self, days: Fraction, anchor: date | None) -> date:
        return (anchor or self.period.first) + span_of(days)

    def window(self, window: Any, dated_by: str = "日期") -> Message:
        """Say on which days a record must be dated."""
        said = self._window(window)
        return said if dated_by == "日期" else msg("asks.window.dated-by", window=said, field=dated_by)

    def _window(self, window: Any) -> Message:
        if window is None:
            return msg("asks.window", first=self.period.first, last=self.period.last)
        if not isinstance(window, WindowDays):
            return msg("asks.window.standing", last=self.period.last)
        if window.period is not None:
            spans = (
                msg("asks.window", first=e.first, last=e.last) for e in self.terms.periods[window.period]
            )
            return msg("asks.window.period", name=window.period, spans=tuple(spans))
        if window.look_back is not None:
            back = window.look_back
            last = self.period.last if window.last is None else self.day(window.last)
            if back.years is not None:
                return msg("asks.window.years-back", count=str(back.years), last=last)
            return msg("asks.window.months-back", count=str(back.months), last=last)
        if window.week is not None:
            return msg("asks.window.week", name=window.week)
        if window.day is None:
            return msg("asks.window", first=self.day(window.first), last=self.day(window.last))
        anchor = self.terms.days[window.day].in_year(self.period.first.year)
        if anchor is None or self.period.first.year != self.period.last.year:
            return msg("asks.window.around", name=window.day)
        first, last = self.day(window.first, anchor), self.day(window.last, anchor)
        return msg("asks.window.day", name=window.day, day=anchor, first=first, last=last)

    def every(self, period: Any) -> Message:
        """Say a period that something is asked of each time: 每个月, 每个季度末月 25 日前."""
        if isinstance(period, Choice):
            return self.choice(period)
        said = _every(period)
        if period.except_:
            said = msg("asks.every.except", every=said, months=tuple(map(str, sorted(period.except_))))
        if period.has_days:
            said = msg("asks.every.days-in", every=said, days=_days_of(period))
        return msg("asks.every.roll", every=said) if period.roll else said

    def per(self, per: Per, asked: Message) -> Message:
        """Say what is asked of every period, of each value of a field, or of each of these in every period."""
        every, value = period_in(per), value_in(per)
        if value is not None:
            asked = msg("asks.count.per-value", value=self.of_values(value), count=asked)
        return asked if every is None else msg("asks.count.per", every=self.every(every), count=asked)

    def so_many(self, value: Any, asked: Message) -> Message:
        """Say of how many records, or of what share of them, something is asked."""
        known = (
            self.params[value.param].value if isinstance(value, Ref) and value.param is not None else value
        )
        chosen = known.values.values() if isinstance(known, Choice) else (known,)
        code = "share" if any(isinstance(each, Percent) for each in chosen) else "at-least"
        return msg(f"asks.each.{code}", count=self.quantity(value), asked=asked)

    # --- sets

    def members(self, members: Any) -> Message:
        """Say the members of a set, and whom those concern that do not concern everyone."""
        if isinstance(members, FromRecords):
            named = msg("asks.members.records", field=members.field, what=members.of.words(self.terms))
            if not members.stays:
                return named
            code = "asks.members.stays" if members.to is None else "asks.members.stays-until"
            return msg(code, members=named, first=members.from_ or "日期", last=members.to or "")
        if isinstance(members, Ref) and members.within:
            return msg("asks.members.within", fact=members.fact or "", names=members.within)
        if isinstance(members, Ref):
            return msg("asks.members.fact", fact=members.fact or "")
        said = list(map(self._member, members))
        if any(each.where is not None for each in members):
            return reduce(lambda one, other: msg("asks.also", one=one, other=other), said)
        return msg("plain", text=tuple(said))

    def _member(self, member: Member) -> Message:
        said = plain(member.name)
        if member.where is not None:
            said = msg("asks.member.where", name=said, what=bare(member.where.words(self.terms)))
        if isinstance(member.applies_to, Condition):
            said = msg("asks.member.for", name=said, who=bare(member.applies_to.words(of_unit=True)))
        return said

    def of_values(self, per: PerValue) -> Message:
        """Say for each value of what something is asked."""
        if per.members is None:
            return msg("asks.every.value", field=per.field)
        return msg("asks.every.member", field=per.field, members=self.members(per.members))

    # --- records

    def select(self, select: Select) -> Message:
        """Say which records are looked at, with the material they show and which one is taken of several."""
        said = bare(select.words(self.terms))
        if select.with_:
            said = msg("asks.with", what=said, roles=select.with_)
        return msg(f"asks.{select.pick}", what=said) if select.pick is not None else said

    # --- constructs

    @staticmethod
    def both(words: list[Message]) -> Message:
        """Say several things that must all hold, one after the other."""
        return reduce(lambda one, other: msg("asks.both", one=one, other=other), words)

    def asked(self, expectations: Iterable[Any]) -> Message:
        """Say what constructs ask that must all hold."""
        said: list[Message] = [each.words(self) for each in expectations]
        return reduce(lambda one, other: msg("asks.also", one=one, other=other), said)

    def asked_of_one(self, expectations: Iterable[Any]) -> Message:
        """Say what constructs ask of one record."""
        return self.both([each.words_of_one(self) for each in expectations])


def _named_day(ref: Ref) -> Message:
    """Say a day by what it is taken from, and how far from that it lies."""
    if ref.as_of is not None:
        return msg("words.ref-as-of", days=str(ref.as_of + ref.days))
    name = ref.fact or ref.field or ""
    if not ref.days:
        return msg("asks.fact", name=name)
    return msg("words.ref-before" if ref.days < 0 else "words.ref-after", name=name, days=str(abs(ref.days)))


def _shown(value: Any) -> Any:
    return number(value) if isinstance(value, Fraction) else value


def _every(period: Every) -> Message:
    count = period.months or period.weeks or period.days or 1
    if period.period is not None:
        return msg("asks.every.period", name=period.period)
    if period.ten_days:
        return msg("asks.every.ten-days")
    if period.half_months:
        return msg("asks.every.half-months")
    unit = "months" if period.months else "weeks" if period.weeks else "days"
    if period.sliding:
        return msg(f"asks.every.sliding-{unit}", count=str(count))
    if period.natural and count in (3, 6, 12):
        return msg(f"asks.every.natural-{count}")
    if period.months in (1, 3, 6, 12):
        return msg(f"asks.every.{count}")
    return msg(f"asks.every.{unit}" if count > 1 else f"asks.every.{unit}-1", count=str(count))


def _days_of(period: Every) -> Message:
    """Say the days of a period on which a record counts."""
    month = "next" if period.next_ else "own" if period.months == 1 else period.of_ or "first"
    ends = f"{'from' if period.from_day else ''}{'to' if period.to_day else ''}" or "all"
    if period.from_day is not None and period.from_day == period.to_day:
        ends = "on"
    first, last = str(period.from_day or ""), str(period.to_day or "")
    return msg(f"asks.every.{ends}", month=msg(f"asks.every.in-{month}"), first=first, last=last)
