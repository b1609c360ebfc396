"""``link``: every selected record is tied to another one, by 关联 or by equal fields, in time; a list is a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.expectation.bound import renamed
from civcheck.language.expectation.ties import Look, Tie
from civcheck.language.expectation.within import Within
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, nothing_selected
from civcheck.language.quantity import Comparison, Ref
from civcheck.language.select import Scope, Select
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg, number, quoted
from civcheck.model.days import Days
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, mistake
from civcheck.model.record import Record
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import some

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import TiedBy
    from civcheck.model.written import YesNo

REFS = "关联"


class Together(Comparison):
    """What the tied records must come to together in a field."""

    field: str

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a field that no kind has, or that is no number."""
        yield from known.fields((*path, "field"), self.field)
        if self.field in known.record_fields and known.terms.field_type(self.field) not in ("整数", "小数"):
            yield (*path, "field"), "field-not-number", {"value": self.field}

    def _check(self) -> None:
        self._check_limits()
        if any(name not in ("at_least", "more_than") for name, _ in self.limits()):
            raise mistake("link-sum-upper")


class Step(Comparison):
    """A tie to so many records of ``to`` that meet ``where``: at least one where nothing else is said.

    An upper limit alone asks for none: ``at_most: 0`` is a tie that must not be. ``by`` is 关联, or names of equal
    fields, or the names here with those on the other side. With ``every`` each value of a list must be met. In
    ``where``, ``{field: x}`` names a field of the record that the tie sets out from. ``sum`` is what the tied records
    come to together (with ``every`` those of each value). Of tied records each session counts.
    """

    to: Select
    by: TiedBy = (REFS,)
    every: YesNo = False
    where: Condition | None = None
    within: Within | None = None
    sum: Together | None = None

    @property
    def own(self) -> tuple[str, ...]:
        """The fields of the record that the tie sets out from; none where it is 关联."""
        return () if self.by == (REFS,) else tuple(self.by)

    @property
    def others(self) -> tuple[str, ...]:
        """The fields of the other record."""
        return tuple(self.by.values()) if isinstance(self.by, Mapping) else self.own

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        yield from known.fields((*path, "by"), *dict.fromkeys((*self.own, *self.others)))

    def fields_lacking(self, select: Select | None, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind on their side of the tie has, so that nothing could ever meet."""
        terms = known.terms
        here = select.kinds(terms) if select is not None else frozenset(terms.kinds)
        there = self.to.kinds(terms)
        yield from _lacking((*path, "by"), self.own, here, terms)
        yield from _lacking((*path, "by"), self.others, there, terms)
        if self.sum is not None:
            yield from _lacking((*path, "sum", "field"), (self.sum.field,), there, terms)
        if self.within is not None and self.within.from_ is not None:
            yield from _lacking((*path, "within", "from"), (self.within.from_,), here, terms)
        for each in self.where.nested() if self.where is not None else ():
            yield from _lacking((*path, "where"), tuple(each.tests), there, terms)
            refs = (operand for test in each.tests.values() for _, operand in test.wanted)
            named = tuple(ref.field for ref in refs if isinstance(ref, Ref) and ref.field is not None)
            yield from _lacking((*path, "where"), named, here, terms)

    def _check(self) -> None:
        if not self.by or (REFS in (*self.by, *self.others) and self.by != (REFS,)):
            raise mistake("one-of", names=REFS)
        if self.every and len(self.own) != 1:
            raise mistake("link-every-by", names=tuple(self.by))
        for name, value in self.limits():
            if isinstance(value, Fraction) and (
                value.denominator > 1 or (name == "at_least" and value < 1 and not self.capped)
            ):
                raise mistake("count-not-whole", value=number(value))

    @property
    def capped(self) -> bool:
        """Tell whether more tied records could break it."""
        return any(each is not None for each in (self.at_most, self.less_than, self.exactly))

    @property
    def forbids(self) -> bool:
        """Tell whether it asks that there be none."""
        limits = list(self.limits())
        return bool(limits) and all(isinstance(value, Fraction) and value == 0 for _, value in limits)

    def in_words(self, known: Glossary) -> Message:
        """Say what the other record is, and what ties the two."""
        said = self.tied_words(known.terms)
        if self.capped or self.more_than is not None:
            said = said if self.forbids else msg("asks.link.limits", step=said, limits=known.limits(self))
        elif self.at_least is not None:
            said = msg("asks.link.many", step=said, count=known.quantity(self.at_least))
        if self.sum is not None:
            said = msg("asks.link.sum", step=said, field=self.sum.field, limits=known.limits(self.sum))
        if self.within is None:
            return said
        unit = self.within.unit
        return self.within.words(said, lambda value: known.days(value, unit))

    def tied_words(self, terms: Terms) -> Message:
        """Say which other record it is, and by what it is tied."""
        if not self.own:
            by = msg("asks.link.refs")
        elif self.own == self.others:
            by = msg("asks.link.every" if self.every else "asks.link.fields", fields=quoted(self.own))
        else:
            pairs = zip(self.own, self.others, strict=True)
            code = "asks.link.every-pair" if self.every else "asks.link.pair"
            by = msg("plain", text=tuple(msg(code, own=own, other=other) for own, other in pairs))
        if self.where is not None:
            by = msg("asks.both", one=by, other=msg("asks.link.where", what=renamed(self.where).words(terms)))
        return msg("asks.link.step", to=self.to.words(terms), by=by)


def _lacking(path: Path, names: tuple[str, ...], kinds: frozenset[str], terms: Terms) -> Iterator[Mistake]:
    for name in names:
        if name in BASE_FIELDS or name not in terms.own_field_names or not kinds:
            continue  # every kind has it, or what is wrong is told elsewhere
        if not any(name in terms.fields_of(kind) for kind in kinds):
            having = [kind for kind in terms.kinds if name in terms.fields_of(kind)]
            shown = {"kinds": some(sorted(kinds)), "names": some(having)}
            yield path, "field-of-no-kind", {"value": name, **shown}


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
        if self.then and any(step.capped for step in (self, *self.then)):
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
        open_ = len(found) - len(ends)
        if open_ and ties[0].unread:  # of the same kind they are the same
            doubt_unread(seen, max(ties[0].unread, chosen.unread))
        return doubt_blank(doubt_unread(seen, chosen.unread), blank + open_)

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
            params["limits"] = tie.limits.words()
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
    def is_open(self) -> bool:
        """Tell whether there is still time."""
        return self.short is not None and self.short.waiting


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
