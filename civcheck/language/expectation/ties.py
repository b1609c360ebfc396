"""Looking from one record to those it is tied to: which there are, which keep to the days, and what is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from civcheck.language.condition import Failure, left_open
from civcheck.language.expectation.bound import Anything, bound
from civcheck.language.expectation.look import Asked, Blank, Look, Tied
from civcheck.language.expectation.overtied import Possible
from civcheck.language.expectation.tiedsum import Amount, TiedSum, Weighed
from civcheck.language.expectation.tying import ByFields, ByReference, form_reader
from civcheck.language.expectation.within import Frame, spans
from civcheck.language.fieldvalues import texts_of
from civcheck.language.over import years_not_given
from civcheck.language.quantity import Limits, in_words
from civcheck.language.select import Scope, days_come
from civcheck.language.window import EVER
from civcheck.messages import Message, measured_number, msg, number
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.expectation.step import Step


class Tie:
    """One step of a chain, held against a ledger."""

    def __init__(self, step: Step, scope: Scope) -> None:
        self.step, self.grounds, self._closes, self._scope = step, scope.grounds, scope.window.last, scope
        there = replace(scope, select=step.to, window=EVER, dated_by="日期")
        self._there = scope.grounds.index
        if not step.own:
            self._there = index = scope.grounds.index.with_named(scope.grounds.earlier)
            there = replace(there, grounds=replace(scope.grounds, index=index))
        found = there.selection(material=False, unsure="beside" if step.heeds_blanks else "no")
        others = found.records
        shown = others if step.only_forbids else there.selection().records
        self._shown = frozenset(record.key for record in shown)
        self._own = [form_reader(name, self.grounds) for name in step.own]
        self._met = bound(step.where, self.grounds)
        self._ties = self._tying(others)
        self._sum = None if step.sum is None else TiedSum(step.sum, self.grounds)
        self._lost = years_not_given(self.grounds)
        self._tied = step.tied_words(self.grounds.terms)
        self.unread, self._possible = found.unread, self._possibly(others, found.unsure)
        self._fixed = None if step.by_field else self._with_default(self.grounds.limits(step))

    def _tying(self, others: list[Record]) -> ByFields | ByReference:
        if not self.step.own:
            return ByReference(others, self._there.shared)
        return ByFields(self.step.own, self.step.others, others, self.grounds)

    def _possibly(self, others: list[Record], unsure: list[Record]) -> Possible | None:
        """Make what finds the records that may be tied; where more do no harm nobody asks."""
        if not self.step.heeds_blanks:
            return None
        maybe = [*others, *unsure]
        # one is picked before it is asked anything
        truth = self._met.truth if self.step.pick is None else Anything().truth
        return Possible(self.step, self.grounds, maybe, self._tying(maybe).tied, truth)

    def _with_default(self, limits: Limits) -> Limits:
        return Limits({"at_least": Fraction(1)}) if self.step.asks_for_one else limits

    @property
    def said_limits(self) -> Message | str:
        """Say how many there may be; a number that is another for every record by the field that has it."""
        return self._fixed.words() if self._fixed is not None else self.step.limits_said()

    def _asked(self, record: Record) -> Asked | Blank:
        """Give what is asked for from one record, or the field that leaves it open."""
        frame = None if self.step.within is None else self.step.within.frame(record, self.grounds)
        limits = self._fixed if self._fixed is not None else self.grounds.limits_for(self.step, record)
        sums = None if self._sum is None else self._sum.limits(record)
        if isinstance(frame, str):
            return Blank("due-blank", frame)
        if isinstance(limits, str):
            return Blank("limit-blank", limits)
        if isinstance(sums, str):
            return Blank("limit-blank", sums)
        if frame is not None and self.step.forbids:
            frame = frame._replace(touched=True)
        return Asked(frame, limits, sums)

    def look(self, record: Record) -> Look:
        """Look from a record: by 关联 or fields first, then at the days, then at what is asked of the other."""
        asked = self._asked(record)
        if isinstance(asked, Blank):
            if self.step.only_forbids:
                return Look([], self._tied, open=self._may_be_tied(record))
            return Look([], self._tied, None, asked.hides, field=asked.field)
        step, due = self._words(record, asked), asked.due
        blank = next(
            (name for name, read in zip(self.step.own, self._own, strict=True) if not read(record)), ""
        )
        if blank:
            if self.step.only_forbids:
                return Look([], step, due, open=self._may_exceed(record, [], asked))
            return Look([], step, due, "link-blank", field=blank)
        tied = self._tied_to(record, asked)
        if (over := self._too_much(record, tied, asked)) is not None:
            return Look([each for each, _ in tied.kept], step, due, "link-over", near=over)
        return self._enough(record, tied, asked, step)

    def _tied_to(self, record: Record, asked: Asked) -> Tied:
        every = [other for other in self._ties.tied(record) if other.key != record.key]
        in_time = [each for each in every if asked.takes(each)]
        if self.step.pick is not None and in_time:
            days = [self._day_of(each, asked.frame) for each in in_time]
            end = (max if self.step.pick == "latest" else min)(days)
            every = in_time = [each for each, day in zip(in_time, days, strict=True) if day == end]
        does = [(each, self._turns(each, asked.frame)) for each in in_time if self._does(record, each)]
        whole = [(each, turns) for each, turns in does if self.step.every or self._ties.whole(record, each)]
        return Tied(every, [its for its in does if not self._ties.unclear(record, its[0])], whole)

    def _day_of(self, other: Record, frame: Frame | None) -> date:
        """Give the day by which one of several is picked: its last, of sessions the last that keeps to the days."""
        return max(
            last for _, last in (spans(other, self.grounds.clock) if frame is None else frame.kept(other))
        )

    def _may_be_another(self, record: Record, tied: Tied, asked: Asked) -> bool:
        """Tell whether nobody knows which one is picked, and one that may be it does not do."""
        if self.step.pick is None or self._possible is None:
            return False
        if self.unread or len(tied.whole) < len(tied.every):
            return True
        sign, day = (1 if self.step.pick == "latest" else -1), self._day_of(tied.every[0], asked.frame)
        beside = self._possible.beside(record, tied.every, asked.frame)
        return any(
            sign * (self._day_of(each, asked.frame) - day).days >= 0 and not self._does(record, each)
            for each in beside
        )

    def _turns(self, other: Record, frame: Frame | None = None) -> int:
        """Count the sessions of a record that have come, and keep to the days, or the record itself."""
        return len(spans(other, self.grounds.clock)) if frame is None else frame.count(other)

    def _does(self, record: Record, other: Record) -> bool:
        return other.key in self._shown and self._met(record, other)

    # --- too few, or too little

    def _enough(self, record: Record, tied: Tied, asked: Asked, step: Message) -> Look:
        found, have = [each for each, _ in tied.whole], Fraction(sum(turns for _, turns in tied.whole))
        need = int(asked.limits.need or 0)
        unmet = self._unmet(record, tied.whole, need)
        counted = not unmet and have >= need
        short = self._short_sum(record, tied.whole, asked) if counted else None
        if counted and (short is None or short.open):
            open_ = short is not None or self._may_exceed(record, tied.kept, asked)
            open_ = open_ or self._may_be_another(record, tied, asked)
            beside = self._left_open(record, tied, asked) if open_ else ()
            if self._may_not_do(record, tied, asked):
                open_, beside = True, (*beside, *self._unclear(record, tied, beside))
            field = self._sum_field if short is not None else ""
            come = self._may_come(asked)
            return Look(found, step, asked.due, come, field=field, open=open_, have=have, beside=beside)
        keys = {each.key for each in found}
        near = self._nearest(record, [each for each in tied.every if each.key not in keys], asked.frame)
        frame = asked.frame
        sure = not any(
            frame is None or frame.earliest.year <= each <= frame.latest.year for each in self._lost
        )
        if short is not None:
            limits = asked.sums.words() if asked.sums is not None else ""
            return Look(
                found, step, asked.due, "link-sum", short.of, self._sum_field, near, sure,
                have=short.have, limits=limits, short_of=self._short_values(record, tied.whole, asked),
            )  # fmt: skip
        missing = "link-values" if unmet else "link-few" if found else "link"
        own = "".join(self.step.own)
        return Look(found, step, asked.due, missing, unmet, own, near, sure, have=have, short_of=unmet)

    def _may_not_do(self, record: Record, tied: Tied, asked: Asked) -> bool:
        """Tell whether there are too few, or too little, without those of which nobody knows that they do."""
        sure = [
            (each, turns)
            for each, turns in tied.whole
            if self._met.truth(record, each) and not self._ties.unclear(record, each)
        ]
        if len(sure) == len(tied.whole):
            return False
        need = int(asked.limits.need or 0)
        few = bool(self._unmet(record, sure, need)) or sum(turns for _, turns in sure) < need
        return few or self._short_sum(record, sure, asked) is not None

    def _left_open(self, record: Record, tied: Tied, asked: Asked) -> tuple[tuple[Record, Message], ...]:
        """Name the records that may be tied, with what they leave open."""
        if self._possible is None:
            return ()
        known = tied.every if self.step.pick is not None else [each for each, _ in tied.kept]
        beside = self._possible.beside(record, known, asked.frame)
        said = (
            (other, self._possible.left_open(record, other) or self._asks(record, other)) for other in beside
        )
        return tuple((other, why) for other, why in said if why is not None)

    def _unclear(
        self, record: Record, tied: Tied, beside: tuple[tuple[Record, Message], ...]
    ) -> Iterator[tuple[Record, Message]]:
        """Name both records of which nobody knows that they are tied: another one has the number too."""
        known = {each.key for each, _ in beside}
        for other, _ in tied.whole:
            if (name := self._ties.unclear(record, other)) and other.key not in known:
                why = msg("lacks.number-twice", value=name)
                yield from ((each, why) for each in (record, other))

    def _asks(self, record: Record, other: Record) -> Message | None:
        """Say what leaves it open whether another record is one of those that are asked for."""
        if name := self._ties.unclear(record, other):
            return msg("lacks.number-twice", value=name)
        lacks = [each.lacks for each in self.step.to.failures(other, self.grounds)]
        lacks += self._met.failures(record, other)
        return left_open(Failure(lacks[0])).lacks if lacks else None

    def _may_come(self, asked: Asked) -> str:
        """Name what is missing where there are exactly as many as asked, and more may still come."""
        exact = asked.limits.exact is not None
        return "link-exact" if exact and not self.grounds.clock.reached(asked.due or self._closes) else ""

    def _unmet(self, record: Record, tied: list[Weighed], need: int) -> tuple[str, ...]:
        """Name the values of the record's list that too few of the other records have."""
        if not self.step.every:
            return ()
        return tuple(text for text, count in self._counts(record, tied).items() if count < need)

    def _short_sum(self, record: Record, tied: list[Weighed], asked: Asked) -> _Short | None:
        """Give what is too little, and the values of a list that it is of; None where it is enough."""
        for of, amount in self._sums(record, tied):
            if asked.sums is not None and not asked.sums.reached(amount.least):
                return _Short(of, amount.least, amount.may_be_reached(asked.sums))
        return None

    def _short_values(self, record: Record, tied: list[Weighed], asked: Asked) -> tuple[str, ...]:
        """Name all the values of a list that come to too little by themselves."""
        sums = self._sums(record, tied) if asked.sums is not None else []
        return tuple(
            text
            for of, amount in sums
            for text in of
            if asked.sums is not None and not asked.sums.reached(amount.least)
        )

    def _nearest(self, record: Record, others: list[Record], frame: Frame | None) -> Message | None:
        """Say of the record that is tied but does not do by how many days it is off, or what it lacks."""
        if not others:
            return None
        in_time = [other for other in others if frame is None or frame.holds(other)]
        if in_time:
            return msg(
                "lacks.link-where",
                lacks=self._lacks(record, in_time[0]),
                **_named(in_time[0], in_time[0].days.first),
            )
        assert frame is not None  # noqa: S101 - without one every other is in time
        doing = [other for other in others if self._does(record, other)] or others
        other = min(doing, key=lambda each: abs(frame.off(each)[0]))
        off, day = frame.off(other)
        if not off:
            return msg("lacks.link-close", **_named(other, day))
        code, limit = ("late", frame.latest) if off > 0 else ("early", frame.earliest)
        return msg(f"lacks.link-{code}", days=number(abs(off)), limit=limit, **_named(other, day))

    def _lacks(self, record: Record, other: Record) -> tuple[Message, ...]:
        failures = self._met.failures(record, other)
        if other.key not in self._shown:
            failures = (*failures, msg("lacks.material"))
        for name, theirs in zip(self.step.own, self.step.others, strict=True):
            if not failures and name != "日期":
                has = form_reader(theirs, self.grounds)(other)
                lacking = tuple(each for each in self._texts(record, name) if number_form(each) not in has)
                failures = (msg("lacks.link-part", field=theirs, values=lacking),) if lacking else ()
        return failures

    # --- too many, or too much

    def _too_much(self, record: Record, tied: Tied, asked: Asked) -> Message | None:
        """Say which records are tied that may not be, or come to too much together; None where they do not."""
        kept = [each for each, _ in tied.kept]
        named = tuple(msg("lacks.link-other", **_named(each, each.days.first)) for each in kept[:3])
        if asked.limits.exceeded(self._most(record, tied.kept)):
            count = number(sum(turns for _, turns in tied.kept))
            return msg("lacks.link-over", others=named, count=count, limits=asked.limits.words())
        for _, amount in self._sums(record, tied.kept):
            if asked.sums is not None and asked.sums.exceeded(amount.least):
                said = {
                    "have": in_words(amount.least, measured_number(amount.least)),
                    "limits": asked.sums.words(),
                }
                return msg("lacks.link-sum-over", others=named, field=self._sum_field, **said)
        return None

    def _most(self, record: Record, tied: list[Weighed]) -> Fraction:
        """Count the records that are tied; where each value is by itself, those of the value that has most."""
        if not self.step.every:
            return Fraction(sum(turns for _, turns in tied))
        return Fraction(max(self._counts(record, tied).values(), default=0))

    def _may_exceed(self, record: Record, tied: list[Weighed], asked: Asked) -> bool:
        """Tell whether there may be too many, or too much, for what is blank or was not read."""
        if self._possible is None:
            return False
        beside = self._possible.beside(record, [each for each, _ in tied], asked.frame)
        more = self.unread + sum(map(self._turns, beside))
        if more and asked.limits.exceeded(self._most(record, tied) + more):
            return True
        if asked.sums is None or not asked.sums.capped:
            return False
        maybe = [*tied, *((each, self._turns(each)) for each in beside)]
        return self.unread > 0 or any(each.may_exceed(asked.sums) for _, each in self._sums(record, maybe))

    def _may_be_tied(self, record: Record) -> bool:
        """Tell whether there may be any at all that counts, where nobody knows how many there may be."""
        every = [other for other in self._ties.tied(record) if other.key != record.key]
        beside = self._possible.beside(record, [], "") if self._possible is not None else []
        return bool(self.unread or beside or any(self._does(record, each) for each in every))

    # --- the values of a list

    def _texts(self, record: Record, name: str) -> tuple[str, ...]:
        if name == "日期":
            return tuple(map(str, days_come(record, self._scope)))
        return tuple(dict.fromkeys(texts_of(self.grounds.getter(name)(record))))

    def _by_value(self, record: Record, tied: list[Weighed]) -> dict[str, list[Weighed]]:
        """List for each value of the record's list the other records that have it."""
        theirs = form_reader(self.step.others[0], self.grounds)
        shown = [(theirs(other), (other, turns)) for other, turns in tied]
        return {
            text: [each for forms, each in shown if number_form(text) in forms]
            for text in self._texts(record, self.step.own[0])
        }

    def _counts(self, record: Record, tied: list[Weighed]) -> dict[str, int]:
        by_value = self._by_value(record, tied).items()
        return {text: sum(turns for _, turns in those) for text, those in by_value}

    def _sums(self, record: Record, tied: list[Weighed]) -> list[tuple[tuple[str, ...], Amount]]:
        """Add up what is tied; where each value of a list is by itself, for each of these."""
        if self._sum is None:
            return []
        if not self.step.every:
            return [((), self._sum.of(tied))]
        return [((text,), self._sum.of(those)) for text, those in self._by_value(record, tied).items()]

    @property
    def _sum_field(self) -> str:
        return self.step.sum.field if self.step.sum is not None else ""

    # --- in words

    def _words(self, record: Record, asked: Asked) -> Message:
        within, said = self.step.within, self._tied
        if self.step.capped:
            said = msg("asks.link.limits", step=said, limits=asked.limits.words())
        elif self.step.at_least is not None:
            said = msg("asks.link.many", step=said, count=number(int(asked.limits.need or 0)))
        if asked.sums is not None:
            said = msg("asks.link.sum", step=said, field=self._sum_field, limits=asked.sums.words())
        return said if within is None else within.words(said, within.known_days(record, self.grounds))


class _Short(NamedTuple):
    """What is too little together: of which values of a list, how much it is, and whether it may be enough."""

    of: tuple[str, ...]
    have: Fraction
    open: bool


def _named(other: Record, day: date) -> dict[str, object]:
    return {"day": day, "kind": str(other.kind)}
