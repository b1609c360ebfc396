"""``link``: every selected record is tied to another one, by 关联 or by equal fields, in time; a list is a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.grounds import Grounds, texts_of
from civcheck.language.observation import Observation, Short, by_window, doubt_unread, nothing_selected
from civcheck.language.quantity import span_of
from civcheck.language.select import Scope, Select
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import normal

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantity
    from civcheck.model.written import Texts


class Within(Part):
    """How far the other record may lie: so many calendar days before, after, or either way."""

    days: Quantity
    direction: Literal["before", "after", "either"] = "either"


class Step(Part):
    """A tie to a record of ``to``; ``by`` is 关联 or names of equal fields."""

    to: Select
    by: Texts = ("关联",)
    within: Within | None = None

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.fields((*path, "by"), *(name for name in self.by if name != "关联"))

    def _check(self) -> None:
        if not self.by or ("关联" in self.by and len(self.by) > 1):
            raise mistake("one-of", names="关联")

    def ties(self, scope: Scope) -> Callable[[Record], list[Record]]:
        """Make the function that lists the records of ``to`` that a record is tied to, in time."""
        grounds = scope.grounds
        ever = Resolved((Interval(date.min, date.max),))
        others = replace(scope, select=self.to, window=ever, dated_by="日期").selection().records
        referred = self._by_reference(others) if self.by == ("关联",) else self._by_fields(others, grounds)
        return lambda record: [
            other
            for other in referred(record)
            if other.key != record.key and self._in_time(record.days.last, other.days.first, grounds)
        ]

    def in_words(self, known: Glossary) -> Message:
        """Say what the other record is, and what ties the two."""
        by = msg("asks.link.refs") if self.by == ("关联",) else msg("asks.link.fields", fields=self.by)
        said = msg("asks.link.step", to=self.to.words(known.terms), by=by)
        if self.within is None:
            return said
        days = known.days(self.within.days)
        return msg(f"asks.link.{self.within.direction}", step=said, days=days)

    def _by_reference(self, others: list[Record]) -> Callable[[Record], list[Record]]:
        by_id: dict[str, list[Record]] = {}
        back: dict[str, list[Record]] = {}
        for other in others:
            if other.id:
                by_id.setdefault(normal(other.id), []).append(other)
            for ref in other.refs:
                back.setdefault(normal(ref), []).append(other)

        def referred(record: Record) -> list[Record]:
            forward = [other for ref in record.refs for other in by_id.get(normal(ref), [])]
            return forward + (back.get(normal(record.id), []) if record.id else [])

        return referred

    def _by_fields(self, others: list[Record], grounds: Grounds) -> Callable[[Record], list[Record]]:
        keyed: dict[tuple[str, ...], list[Record]] = {}
        for other in others:
            keyed.setdefault(self._key(other, grounds), []).append(other)

        def referred(record: Record) -> list[Record]:
            key = self._key(record, grounds)
            return keyed.get(key, []) if all(key) else []

        return referred

    def _key(self, record: Record, grounds: Grounds) -> tuple[str, ...]:
        return tuple(
            "|".join(sorted(map(normal, texts_of(grounds.getter(name)(record))))) for name in self.by
        )

    def _in_time(self, day: date, other: date, grounds: Grounds) -> bool:
        if self.within is None:
            return True
        span = span_of(grounds.quantity(self.within.days))
        earliest = day if self.within.direction == "after" else day - span
        latest = day if self.within.direction == "before" else day + span
        return earliest <= other <= latest


class Link(Step):
    """Ask that each selected record is tied to a record of ``to``, that one to a record of the next step, and so on."""

    form: Literal["link"] = "link"
    then: tuple[Step, ...] = ()

    needs_on_empty: ClassVar[bool] = True

    def words(self, known: Glossary) -> Message:
        """Say which other record each one must be tied to, step by step."""
        first, *more = [step.in_words(known) for step in (self, *self.then)]
        said = msg("asks.link", step=first)
        for each in more:
            said = msg("asks.link.then", link=said, step=each)
        return said

    def observe(self, scope: Scope) -> Observation:
        """Judge every selected record; while the window is open the other one may still come."""
        grounds, chosen = scope.grounds, scope.selection(material=False)
        if not chosen.records:
            return nothing_selected(scope, chosen, material=False)
        steps: list[Step] = [self, *self.then]
        ties = [step.ties(scope) for step in steps]
        reached = {record.key: _reached(record, ties) for record in chosen.records}
        lonely = [record for record in chosen.records if reached[record.key] < len(steps)]
        outcome = by_window(not lonely, False, scope.closed())
        seen = Observation(
            outcome,
            msg(
                "seen.link.found" if not lonely else "seen.link.short",
                short=number(len(lonely)),
                count=number(len(chosen.records)),
                to=steps[min((reached[each.key] for each in lonely), default=0)].to.words(grounds.terms),
            ),
            shown=[record for record in chosen.records if record not in lonely],
            planned=chosen.planned,
            have=Fraction(len(chosen.records) - len(lonely)),
            need=Fraction(len(chosen.records)),
            shorts=[
                Short(
                    record,
                    (msg("lacks.link", to=steps[reached[record.key]].to.words(grounds.terms)),),
                    scope.window.last,
                )
                for record in lonely
            ],
            due=scope.window.last if outcome is Outcome.PENDING else None,
            parts=frozenset({"evidence"}),
            window=scope.window,
        )
        return doubt_unread(seen, chosen.unread)


def _reached(record: Record, ties: list[Callable[[Record], list[Record]]]) -> int:
    """Count the steps that a chain from a record gets through, by the ties that lead farthest."""
    here, steps = [record], 0
    for tie in ties:
        here = list({other.key: other for each in here for other in tie(each)}.values())
        if not here:
            break
        steps += 1
    return steps
