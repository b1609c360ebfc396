"""``each``: what every selected record must show, or so many or a share of them, or all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.claim import Claim, items_of
from civcheck.language.condition import Condition, Failure
from civcheck.language.doubts import Tally
from civcheck.language.expectation.alternatives import Examine
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.demand import Asked, is_late
from civcheck.language.expectation.due import Due
from civcheck.language.expectation.members import Wanted
from civcheck.language.expectation.roledemand import Demand, RoleDemand, as_one, demands_of, role_lack
from civcheck.language.expectation.somany import AtLeastRecords, Found, so_many
from civcheck.language.grounds import Grounds
from civcheck.language.lacking import lacking
from civcheck.language.observation import (
    Observation,
    Short,
    by_window,
    doubt_blank,
    doubt_good,
    doubt_unread,
    joined,
    nothing_selected,
    so_many_short,
)
from civcheck.language.quantity import Ref
from civcheck.language.select import Near, Scope, Selection
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg, number, quoted
from civcheck.model.numbers import is_about
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantifier, RoleDemands
    from civcheck.model.written import Texts


class Each(Part):
    """Conditions, material and fields that the selected records must show by their due day."""

    goes_by_record: ClassVar[bool] = True
    form: Literal["each"] = "each"
    where: Condition | None = None
    roles: RoleDemands = ()
    filled: Texts = ()
    cover: Cover | None = None
    due: Due | None = None
    quantifier: Quantifier = "each"

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether nothing selected leaves it open what holds: so many records are a number that is missed."""
        return self.quantifier == "each" or (
            isinstance(self.quantifier, AtLeastRecords) and self.quantifier.is_share
        )

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.fields((*path, "filled"), *self.filled)

    def _check(self) -> None:
        if self.where is None and not self.roles and not self.filled and self.cover is None:
            raise mistake("one-of", names=("where", "roles", "filled", "cover"))
        # one record meets a condition, not a pool
        if self.quantifier == "together" and self.where is not None:
            raise mistake("each-together-where")

    @property
    def by_record(self) -> bool:
        """Tell whether it is decided for every record by itself."""
        return self.quantifier == "each" and all(each.scope == "record" for each in self.roles)

    def examining(self, scope: Scope) -> Examine:
        """Make the function that says what one record is short of."""
        members, asks = self.cover.wanted(scope.grounds) if self.cover is not None else ([], ())
        examine = self._asked(members, scope.grounds).examination(scope.grounds)
        leaves_open = self._leaving_open(scope.grounds)

        def look(record: Record) -> Iterable[Short]:
            shorts = tuple(examine(record))
            if not shorts and (open_ := leaves_open(record)) is not None:
                raise Undetermined(open_.lacks)
            if asks and not shorts:  # a member that may concern the unit has not been asked for
                raise Undetermined(msg("undetermined.fact", fact=asks), asks)
            return shorts

        return look

    def estimates(self, records: list[Record], grounds: Grounds) -> bool:
        """Tell whether what these records show rests on an estimate (约)."""
        return self.where is not None and _rests_on_estimate(self.where, records, grounds)

    def observe(self, scope: Scope) -> Observation:
        """Judge the demand record by record; a missed due day is never mended by waiting."""
        pooled = tuple(each for each in self.roles if each.scope == "rule")
        if pooled and self.quantifier != "together":
            return joined([each.observe(scope) for each in self._split(pooled)], every=True)
        share = self._is_share(scope.grounds)
        chosen = scope.selection(
            material=False, unsure="beside" if share or self.quantifier == "each" else "no"
        )
        spoken_for = share or isinstance(self.quantifier, str) or (scope.on_empty and scope.closed())
        members, asks = self.cover.wanted(scope.grounds) if self.cover is not None else ([], ())
        examine = self._asked(members, scope.grounds).examination(scope.grounds)
        open_ = [each for each in chosen.unsure if any(not short.waiting for short in examine(each))]
        blank = len(open_)
        if not chosen.records and spoken_for:
            return nothing_selected(scope, chosen, material=False, blank=blank)
        if self.quantifier == "together":
            seen = doubt_unread(self._together(scope, chosen, members), chosen.unread)
        else:
            shorts = [short for record in chosen.records for short in examine(record)]
            seen = self._judged(scope, chosen, shorts, open_)
            if self.estimates(seen.shown, scope.grounds):
                seen.notes = (*seen.notes, msg("note.about"))
        if self.due is not None and seen.outcome in (Outcome.GAP, Outcome.PENDING):
            seen.parts |= {"window"}  # until when decided it
        # a member that may concern the unit has not been asked for
        if asks and seen.outcome is not Outcome.GAP:
            seen.outcome, seen.asks = Outcome.UNDETERMINED, asks
            seen.summary = msg("undetermined.fact", fact=asks)
        return seen

    def _is_share(self, grounds: Grounds) -> bool:
        return isinstance(self.quantifier, AtLeastRecords) and self.quantifier.share(grounds) is not None

    def _judged(
        self, scope: Scope, chosen: Selection, shorts: list[Short], open_: list[Record]
    ) -> Observation:
        short, leaves_open = {each.record.key for each in shorts}, self._leaving_open(scope.grounds)
        good = (record for record in chosen.records if record.key not in short)
        maybe = [Near(each, failure) for each in good if (failure := leaves_open(each)) is not None]
        if isinstance(self.quantifier, AtLeastRecords):
            found = Found(scope, chosen, shorts, self._last_day(scope), open_, _summed)
            seen = so_many(self.quantifier, found, "seen.share.met")
            seen.parts |= self.parts
            worst = found._replace(
                shorts=[*shorts, *(Short(each.record, (each.failure.lacks,)) for each in maybe)]
            )
            fewer = (
                maybe and so_many(self.quantifier, worst, "seen.share.met").outcome is not Outcome.SATISFIED
            )
            return _doubted(seen, maybe) if fewer else seen
        seen = _doubted(self._every(scope, chosen, shorts), maybe)
        seen = doubt_unread(seen, chosen.unread, chosen.flawed)
        doubt_good(seen, scope.may_drop_out(seen.shown), len(open_))
        return doubt_blank(seen, len(open_), open_, so_many_short(seen, len(open_)))

    def _leaving_open(self, grounds: Grounds) -> Callable[[Record], Failure | None]:
        """Make the function that says what a record writes that may be what it must not."""
        return (lambda _: None) if self.where is None else self.where.leaving_open(grounds)

    def _split(self, pooled: tuple[RoleDemand, ...]) -> Iterator[Each]:
        """Part what all records show together from what each must show."""
        yield self.changed(roles=pooled, where=None, filled=(), cover=None, quantifier="together")
        own = tuple(each for each in self.roles if each.scope == "record")
        if own or self.where is not None or self.filled or self.cover is not None:
            yield self.changed(roles=own)

    def _asked(self, members: list[Wanted], grounds: Grounds) -> Asked:
        covers = None if self.cover is None else lambda record: self._missing(members, [record], grounds)
        return Asked(self.where, self.roles, self.filled, covers, self.due)

    @property
    def parts(self) -> frozenset[str]:
        """Name the parts of a rule that a demand rests on."""
        return frozenset({"evidence"} if self.roles or self.filled else {"number"})

    def _every(self, scope: Scope, chosen: Selection, shorts: list[Short]) -> Observation:
        missed = [short for short in shorts if not short.waiting]
        waiting = [short for short in shorts if short.waiting]
        outcome = Outcome.GAP if missed else Outcome.PENDING if waiting else Outcome.SATISFIED
        short_keys = {short.record.key for short in shorts}
        count = number(len(chosen.records))
        if outcome is Outcome.SATISFIED:
            summary = msg("seen.each.found", count=count)
        else:
            named = missed or waiting
            summary = lacking(
                f"seen.each.{outcome.value}", _summed(named), short=number(len(named)), count=count
            )
        return Observation(
            outcome,
            summary,
            shown=[record for record in chosen.records if record.key not in short_keys],
            planned=chosen.planned,
            have=Fraction(len(chosen.records) - len(short_keys)),
            need=Fraction(len(chosen.records)),
            shorts=missed or waiting,
            due=min((short.due for short in waiting if short.due), default=None) if not missed else None,
            final=bool(missed),
            parts=self.parts,
            window=scope.window,
        )

    def words(self, known: Glossary) -> Message:
        """Say what is asked of each record, or of so many, or of all together, and until when."""
        asked = self._asked_words(known)
        if isinstance(self.quantifier, AtLeastRecords):
            return known.so_many(self.quantifier.at_least, asked)
        return msg(f"asks.each.{self.quantifier}", asked=asked)

    def words_of_one(self, known: Glossary) -> Message:
        """Say what is asked of one record."""
        return self._asked_words(known)

    def _asked_words(self, known: Glossary) -> Message:
        asked = [self.where.words(known.terms)] if self.where is not None else []
        if simple := [each.any_of[0] for each in self.roles if each.is_plain]:
            asked.append(msg("asks.role", roles=quoted(simple)))
        asked += [each.in_words(known) for each in self.roles if not each.is_plain]
        asked += [msg("asks.filled", field=name) for name in self.filled]
        asked += [self.cover.words_of_one(known)] if self.cover is not None else []
        if self.due is not None:
            asked.append(self.due.words(known))
        return known.both(asked)

    @property
    def claimable(self) -> bool:
        """Tell whether it asks for so many records, which a group may count once."""
        return isinstance(self.quantifier, AtLeastRecords) and not self.quantifier.is_share

    def claims(self, scope: Scope) -> list[Claim]:
        """Say what so many records ask for in a group that counts every record once."""
        assert isinstance(self.quantifier, AtLeastRecords)  # noqa: S101 - only such a one is claimable
        chosen = scope.selection(material=False)
        members, _ = self.cover.wanted(scope.grounds) if self.cover is not None else ([], ())
        examine = self._asked(members, scope.grounds).examination(scope.grounds)
        shorts = {short.record.key: short for record in chosen.records for short in examine(record)}
        good = {each.key: items_of(each) for each in chosen.records if each.key not in shorts}
        waiting = [short.due for short in shorts.values() if short.waiting and short.due is not None]
        need = int(self.quantifier.need(len(chosen.records), scope.grounds))
        return [Claim(need, good, max([self._last_day(scope), *waiting]))]

    def _last_day(self, scope: Scope) -> date:
        """Give the last day on which a record can still come that meets the demand."""
        if self.due is None or self.due.by is None or not self.due.is_fixed:
            return scope.window.last
        return min(scope.grounds.day(self.due.by), scope.window.last)

    def _together(self, scope: Scope, chosen: Selection, members: list[Wanted]) -> Observation:
        """Pool what all selected records show; due when the window and their own due days are over, or ``by``."""
        grounds = scope.grounds
        if self.due is None:
            due = scope.window.last
        elif self.due.by is not None and self.due.is_fixed:
            due = grounds.day(self.due.by)
        else:
            own = list(map(self.due.day_for(grounds), chosen.records))
            due = max([scope.window.last, *(each for each in own if isinstance(each, date))])
        demands = [
            (demand, demand.shown(chosen.records, grounds, due)[0])
            for demand in demands_of(self.roles, grounds)
        ]
        named = list(self._lacks_together(demands, chosen.records, members, due, grounds))
        lacks = [lack for _, lack in named]
        exceeded = any(demand.limits.exceeded(Fraction(count)) for demand, count in demands)
        outcome = by_window(not lacks, exceeded, grounds.clock.reached(due))
        return Observation(
            outcome,
            msg("seen.together.found") if not lacks else lacking("seen.together.short", lacks),
            missing=tuple(dict.fromkeys(name for names, _ in named for name in names)),
            shown=chosen.records,
            planned=chosen.planned,
            due=due if outcome is Outcome.PENDING else None,
            parts=self.parts,
            window=scope.window,
            tally=Tally(lacking=Fraction(len(lacks))),
        )

    def _lacks_together(
        self, demands: list[tuple[Demand, int]], records: list[Record], members: list[Wanted], due: date,
        grounds: Grounds,
    ) -> Iterator[tuple[tuple[str, ...], Message]]:  # fmt: skip
        """Say what these records lack together, each with the names of the roles, fields or members it is about."""
        for demand, count in demands:
            if demand.test is None and not demand.holds(count):
                yield demand.roles, role_lack(demand, count)
        for demand, _ in demands:
            if demand.test is not None:
                yield from ((demand.roles, lack) for lack in demand.lacks_among(records, grounds, due))
        for name in self.filled:
            if all(self._is_unfilled(name, record, due, grounds) for record in records):
                yield (name,), msg("lacks.filled", field=name)
        if self.cover is not None and (missing := self._missing(members, records, grounds)):
            yield missing, msg("lacks.members", missing=missing)

    def _is_unfilled(self, name: str, record: Record, due: date, grounds: Grounds) -> bool:
        value = grounds.getter(name)(record)
        return value is None or is_late(name, value, record, due, grounds, self.due is not None)

    def _missing(self, members: list[Wanted], records: list[Record], grounds: Grounds) -> tuple[str, ...]:
        """Name the members that none of these records shows, where too few are shown."""
        assert self.cover is not None  # noqa: S101 - the caller saw to it
        missing = tuple(each.name for each in members if not any(each.shows(record) for record in records))
        enough = len(members) - len(missing) >= self.cover.needed(len(members), grounds)
        return () if enough else missing


def _doubted(seen: Observation, maybe: list[Near]) -> Observation:
    """Doubt what holds as it stands where these records may name what they must not, and name them."""
    if not maybe:
        return seen
    seen.near = lambda: maybe
    return doubt_blank(seen, len(maybe), [each.record for each in maybe], so_many_short(seen, len(maybe)))


def _rests_on_estimate(where: Condition, shown: list[Record], grounds: Grounds) -> bool:
    """Tell whether a number that is an estimate (约) was held against a bound."""
    bounded = [(key, test) for each in where.nested() for key, test in each.tests.items() if test.bounded]
    operands = (operand for _, test in bounded for _, operand in test.wanted)
    keys = {key for key, _ in bounded}
    keys |= {each.field for each in operands if isinstance(each, Ref) and each.field is not None}
    return any(is_about(grounds.getter(key)(record)) for key in keys for record in shown)


def _summed(shorts: list[Short]) -> tuple[Message, ...]:
    """List the different things that are lacking, each once, in order of first appearance."""
    found: list[Message] = []
    for lack in (lack for short in shorts for lack in short.lacks):
        for place, each in enumerate(found):
            if (both := as_one(each, lack)) is not None:
                found[place] = both
                break
        else:
            found.append(lack)
        if len(found) == 6:
            break
    return tuple(found)
