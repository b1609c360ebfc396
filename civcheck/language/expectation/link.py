"""``link``: every selected record is tied to another one, by 关联 or by equal fields, in time; a list is a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition import Failure
from civcheck.language.doubts import Tally
from civcheck.language.expectation.look import Look
from civcheck.language.expectation.step import Step
from civcheck.language.expectation.ties import Tie
from civcheck.language.observation import (
    Observation,
    Short,
    doubt_blank,
    doubt_good,
    doubt_unread,
    nothing_selected,
)
from civcheck.language.select import Near, Scope, Select
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg, number
from civcheck.model.days import Days
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, mistake
from civcheck.model.record import Record
from civcheck.model.texts import some

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path


class Link(Step):
    """Ask that each selected record is tied to a record of ``to``, that one to a record of the next step, and so on.

    With ``within`` the other record is due so many days after; without it, when the window closes. Each session of a
    selected record needs a tie of its own where the days between the two are asked for.
    """

    by_record: ClassVar[bool] = True
    form: Literal["link"] = "link"
    then: tuple[Step, ...] = ()

    def _check(self) -> None:
        super()._check()
        if self.then and any(step.may_be_too_much for step in (self, *self.then)):
            raise mistake("link-limit-in-chain")

    needs_on_empty: ClassVar[bool] = True

    def lacking_fields(self, select: Select | None, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell, step by step, of fields that no kind on their side of a tie has."""
        yield from self.fields_lacking(select, known, path)
        for index, (before, step) in enumerate(zip((self, *self.then), self.then, strict=False)):
            yield from step.fields_lacking(before.to, known, (*path, "then", index))

    def words(self, known: Glossary) -> Message:
        """Say which other record each one must be tied to, step by step."""
        code = "asks.link.none" if self.forbids else "asks.link.counted" if self.capped else "asks.link"
        return self._chained(msg(code, step=self.in_words(known)), known)

    def words_of_one(self, known: Glossary) -> Message:
        """Say it of one record."""
        code = "none" if self.forbids else "counted" if self.capped else "one"
        return self._chained(msg(f"asks.link.one-{code}", step=self.in_words(known)), known)

    def _chained(self, said: Message, known: Glossary) -> Message:
        for step in self.then:
            said = msg("asks.link.then", link=said, step=step.in_words(known))
        return said

    def examining(self, scope: Scope) -> Callable[[Record], Iterable[Short]]:
        """Make the function that says what one record is short of."""
        ties = [Tie(step, scope) for step in (self, *self.then)]

        def look(record: Record) -> Iterable[Short]:
            ends = self._ends(record, ties, scope)
            shorts = [end.short for end in ends if end.short is not None]
            if len(shorts) < len(ends) and all(short.waiting for short in shorts):
                raise Undetermined(msg("undetermined.tie", step=ends[0].look.step))
            missed = [short for short in shorts if not short.waiting]
            return missed or shorts

        return look

    def observe(self, scope: Scope) -> Observation:
        """Judge every selected record; until its due day has passed the other one may still come."""
        chosen = scope.selection(material=False, unsure="beside")
        ties = [Tie(step, scope) for step in (self, *self.then)]
        maybe = [self._ends(record, ties, scope) for record in chosen.unsure]
        blank = sum(any(end.short is None or not end.short.waiting for end in those) for those in maybe)
        if not chosen.records:
            return nothing_selected(scope, chosen, material=False, blank=blank)
        found = [end for record in chosen.records for end in self._ends(record, ties, scope)]
        ends = [end for end in found if end.short is not None]
        missed = [end for end in ends if not end.is_open]
        named = missed or ends
        shorts = [end.short for end in named if end.short is not None]
        outcome = Outcome.GAP if missed else Outcome.PENDING if ends else Outcome.SATISFIED
        lonely = {end.record.key for end in ends}
        seen = Observation(
            outcome,
            self._summary(named, len(chosen.records), outcome, ties[0]),
            shown=[record for record in chosen.records if record.key not in lonely],
            planned=chosen.planned,
            have=Fraction(len(chosen.records) - len(lonely)),
            need=Fraction(len(chosen.records)),
            shorts=shorts,
            due=min((short.due for short in shorts if short.due), default=None) if not missed else None,
            parts=frozenset({"evidence", "window"} if ends and self._has_due() else {"evidence"}),
            final=any(short.final for short in shorts) if missed else False,
            window=scope.window,
        )
        if any(step.every for step in (self, *self.then)):
            seen.tally = _by_values(seen, ends)
        open_ = len(found) - len(ends)
        if open_:
            open_ties = {
                other.key: Near(other, Failure(why)) for end in found for other, why in end.look.beside
            }
            seen.near = lambda: list(open_ties.values())
        if open_ and ties[0].unread:  # of the same kind they are the same
            doubt_unread(seen, max(ties[0].unread, chosen.unread))
        doubt_good(seen, scope.may_drop_out(seen.shown), blank)
        seen = doubt_blank(doubt_unread(seen, chosen.unread), blank + open_)
        partly = [end for end in found if end.short is None and end.look.field]
        if partly and len(partly) == blank + open_ and seen.outcome is Outcome.UNDETERMINED:
            names = tuple(dict.fromkeys(end.record.title for end in partly))
            seen.summary = msg("seen.link.sessions", names=some(names), field=partly[0].look.field)
            seen.notes = tuple(each for each in seen.notes if each.id != "note.blank-could-change")
        twice = [end.shared_number for end in found if end.short is None and end.shared_number]
        if twice and len(twice) == blank + open_ and seen.outcome is Outcome.UNDETERMINED:
            seen.summary = msg("seen.link.number-twice", values=tuple(dict.fromkeys(twice)))
            seen.notes = tuple(each for each in seen.notes if each.id != "note.blank-could-change")
        return seen

    def _ends(self, record: Record, ties: list[Tie], scope: Scope) -> list[_End]:
        """List where the chains from a record break off: one from each session, where days are counted from them."""
        days = self._sessions(record, scope)
        if not days:
            return [] if (end := _follow(record, ties, scope)) is None else [end]
        turns = [(day, record._replace(days=Days(day, day))) for day in days]
        found = [(day, end) for day, turn in turns if (end := _follow(turn, ties, scope)) is not None]
        return [end.of_session(record, day if len(days) > 1 else None) for day, end in found]

    def _sessions(self, record: Record, scope: Scope) -> list[date]:
        if self.within is None or not self.within.of_own_days:
            return []
        inside = scope.window.contains if scope.dated_by == "日期" else lambda _: True
        return [day for day in record.days.sessions if inside(day) and scope.grounds.clock.reached(day)]

    def _has_due(self) -> bool:
        return any(step.within is not None for step in (self, *self.then))

    def _summary(self, ends: list[_End], count: int, outcome: Outcome, tie: Tie) -> Message:
        short = len({end.record.key for end in ends})
        params: dict[str, Any] = {"short": number(short), "count": number(count)}
        if self.capped:
            params["limits"] = tie.said_limits
        if not ends and self.capped:
            return msg(
                "seen.link.none" if self.forbids else "seen.link.limits", step=self._step(tie), **params
            )
        if not ends:
            return msg("seen.link.found", **params)
        nearest = [end.look.near for end in ends if end.look.near is not None]
        near = tuple({each.id + repr(each.params): each for each in nearest}.values())
        if near and len(nearest) == len(ends) and outcome is Outcome.GAP:
            return msg("seen.link.near", near=near[:3], **params)
        code = f"counted-{outcome.value}" if self.capped else outcome.value
        said = msg(f"seen.link.{code}", step=ends[0].look.step, **params)
        return msg("seen.link.also", said=said, near=near[:3]) if near else said

    @staticmethod
    def _step(tie: Tie) -> Message:
        return tie.step.tied_words(tie.grounds.terms)


class _End(NamedTuple):
    """Where a chain breaks off: what its record is short of; nothing where it cannot be told whether it is."""

    record: Record
    short: Short | None
    look: Look

    def of_session(self, record: Record, day: date | None) -> _End:
        """Say it of the record of which this is a session; the day is told where it has several."""
        if self.short is None:
            return self._replace(record=record)
        if day is None:
            return self._replace(record=record, short=self.short._replace(record=record))
        short = self.short._replace(
            record=record, lacks=(msg("lacks.of-session", day=day, said=self.short.lacks),)
        )
        near = self.look.near and msg("lacks.of-session", day=day, said=self.look.near)
        return _End(record, short, self.look._replace(near=near))

    @property
    def shared_number(self) -> str:
        """The number by which it may be tied and that another record has too; empty where it is something else."""
        return next(
            (str(why.params["value"]) for _, why in self.look.beside if why.id == "lacks.number-twice"), ""
        )

    @property
    def is_open(self) -> bool:
        """Tell whether there is still time."""
        return self.short is not None and self.short.waiting


def _by_values(seen: Observation, ends: list[_End]) -> Tally:
    """Count what is lacking by the values that each need a tie; a record that names none lacks one."""
    missed, values = set[str](), dict[str, set[str]]()
    for end in ends:
        values.setdefault(end.record.key, set()).update(end.look.short_of)
        missed |= set() if end.is_open else {end.record.key}
    many = {key: len(those) or 1 for key, those in values.items()}
    waiting = sum(count for key, count in many.items() if key not in missed)
    return Tally(seen.have, seen.need, Fraction(sum(many.values())), awaited=Fraction(waiting))


def _follow(record: Record, ties: list[Tie], scope: Scope) -> _End | None:
    """Follow the chain from a record by every way; None where one leads to the end."""
    here, over = [record], True
    for tie in ties:
        looks = [tie.look(each) for each in here]
        due = max(look.due or scope.window.last for look in looks)
        reached = scope.grounds.clock.reached(due)
        over = over and reached and all(look.sure for look in looks)
        if not (good := [look for look in looks if not look.missing]):
            look = max(looks, key=lambda each: each.due or scope.window.last)
            if look.broken:
                return _End(record, Short(record, look.lacks(due, True)), look)
            return _End(record, Short(record, look.lacks(due, reached), due, not reached, over), look)
        if good[0].open:
            return _End(record, None, good[0])
        here = list({other.key: other for look in good for other in look.found}.values())
    return None
