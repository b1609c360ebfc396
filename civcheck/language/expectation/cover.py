"""``cover``: every member of a set is shown by at least one record; what is missing is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.claim import Claim, items_of
from civcheck.language.doubts import Tally
from civcheck.language.expectation.members import (
    FromRecords,
    Pairs,
    Side,
    Wanted,
    crossed,
    members_left_open,
    members_of,
    unknown_members,
)
from civcheck.language.expectation.nearmember import near_members
from civcheck.language.expectation.nobody import nobody_because, nobody_named
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.observation import (
    Observation,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_unread,
    no_member,
    nothing_selected,
)
from civcheck.language.quantity import Ref
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, joined, msg, number, quoted
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import normal

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Members, Need, Quantity
    from civcheck.model.written import Texts, YesNo


class AtLeast(Part):
    """At least so many members."""

    at_least: Quantity


class Cover(Part):
    """Ask that every member of a set (or any, or k of them) is shown by a record.

    One record counts for every member it names.
    """

    counts_by_material: ClassVar[bool] = True
    form: Literal["cover"] = "cover"
    field: Texts = ()
    members: Members | None = None
    cross: tuple[Side, ...] = ()
    pairs: Pairs | None = None
    need: Need = "all"
    open: YesNo = False

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether the set comes from what the unit declares, and may be empty."""
        return self.from_fact

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, and of members that no field lists."""
        return unknown_members(self.field, self.members, known, path)

    def _check(self) -> None:
        if (self.members is not None) + bool(self.cross) + (self.pairs is not None) != 1:
            raise mistake("one-of", names=("members", "cross", "pairs"))
        if (
            isinstance(self.members, tuple)
            and not self.field
            and any(each.where is None for each in self.members)
        ):
            raise mistake("cover-field")

    @property
    def from_fact(self) -> bool:
        """Tell whether the set, or a side of it, comes from what the unit declares."""
        return any(isinstance(each, Ref | FromRecords) for each in self.sets)

    @property
    def sets(self) -> list[Any]:
        """List the sets that it asks for, or is made of."""
        return [
            self.members,
            *(side.members for side in self.cross),
            *([self.pairs.members] if self.pairs else []),
        ]

    def observe(self, scope: Scope) -> Observation:
        """Judge which members are shown."""
        grounds = scope.grounds
        wanted, asks = self.wanted(grounds)
        if not wanted:
            return self._no_members(scope, asks)
        chosen = scope.selection()
        shown_by: dict[str, list[Record]] = {
            each.name: [record for record in chosen.records if each.shows(record)] for each in wanted
        }
        others = self._others(chosen.records, wanted, grounds)
        missing = tuple(name for name, records in shown_by.items() if not records)
        have, need = len(wanted) - len(missing) + len(others), self.needed(len(wanted), grounds)
        outcome = by_window(have >= need, False, scope.closed())
        loose = sum(each.several and not shown_by[each.name] for each in wanted)
        if outcome is Outcome.GAP and need <= have + loose:
            outcome = Outcome.UNDETERMINED
        if asks and not self._certain(outcome, have, grounds):
            outcome = Outcome.UNDETERMINED
        counting = {
            record.key: record for records in (*shown_by.values(), *others.values()) for record in records
        }
        seen = Observation(
            outcome,
            self._words(outcome, missing, have, need, len(wanted), scope)
            if asks or outcome is not Outcome.UNDETERMINED
            else msg("seen.maybe-other", what=scope.what(), count=number(loose)),
            shown=list(counting.values()),
            planned=[record for record in chosen.planned if any(each.shows(record) for each in wanted)],
            have=Fraction(have),
            need=Fraction(need),
            missing=() if outcome is Outcome.SATISFIED else missing,
            due=scope.window.last if outcome is Outcome.PENDING else None,
            behind=outcome is Outcome.PENDING and behind_pace(Fraction(have), Fraction(need), scope),
            parts=frozenset({"number"}),
            near=lambda: near_members(scope, chosen, wanted, missing, counting),
            asks=asks,
            window=scope.window,
            tally=Tally(
                Fraction(have),
                Fraction(need),
                Fraction(max(need - have, 0)),
                tuple(name for name in shown_by if shown_by[name]),
            ),
            final=scope.is_given() and (self.need == "all" or not self._from_records()),
        )
        seen = doubt_unread(seen, self._unread_members(grounds))
        if not scope.closed():
            return seen
        open_ = self._short_if_asked(wanted, have, chosen.records, scope)
        return doubt_blank(seen, len(open_), open_)

    def _short_if_asked(
        self, wanted: list[Wanted], have: int, records: list[Record], scope: Scope
    ) -> list[Record]:
        """List the records that leave open whether there is one more member, where that one would be missing."""
        grounds = scope.grounds
        if not self._from_records():
            return []
        more, keys = self._left_open(wanted, grounds)
        records = records or scope.selection().records
        have += sum(any(each.shows(record) for record in records) for each in more)
        short = have < self.needed(len(wanted) + len(more), grounds)
        return grounds.index.named(keys) if short else []

    def _left_open(self, wanted: list[Wanted], grounds: Grounds) -> tuple[list[Wanted], frozenset[str]]:
        """List the members that other records may name beside those that they name."""
        if self.pairs is not None:
            single, _ = members_of(self.pairs.members, self.pairs.field, grounds)
            more, those = members_left_open(self.pairs.members, single, self.pairs.field, grounds)
            known = {each.name for each in wanted}
            every = self.pairs.wanted([*single, *more], grounds)
            return [each for each in every if each.name not in known], those
        if not self.cross:
            return members_left_open(self.members, wanted, self.field, grounds)
        sides, keys = list[list[Wanted]](), frozenset[str]()
        for side in self.cross:
            named, _ = members_of(side.members, side.field, grounds)
            more, those = members_left_open(side.members, named, side.field, grounds)
            sides.append([*named, *more])
            keys |= those
        listed = {each.name for each in wanted}
        return [each for each in map(crossed, product(*sides)) if each.name not in listed], keys

    @property
    def member_names(self) -> tuple[str, ...]:
        """Name the members that are written out; none where they come from facts or records."""
        if self.cross or self.pairs or not isinstance(self.members, tuple):
            return ()
        return tuple(each.name for each in self.members)

    def _others(
        self, records: list[Record], wanted: list[Wanted], grounds: Grounds
    ) -> dict[str, list[Record]]:
        """List what else records name where the list is open and not all of it is asked for (等): it counts too."""
        if not self.open or self.need == "all" or self.cross or self.pairs:
            return {}
        listed = {normal(each.name) for each in wanted}
        found: dict[str, list[Record]] = {}
        for record in records:
            for name in self.field:
                for text in texts_of(grounds.getter(name)(record)):
                    if normal(text) not in listed:
                        found.setdefault(normal(text), []).append(record)
        return found

    def words(self, known: Glossary) -> Message:
        """Say which members must be shown, and how many of them, by all records together."""
        return self._words_for(known, "asks.cover.all")

    def words_of_one(self, known: Glossary) -> Message:
        """Say it of one record."""
        return self._words_for(known, "asks.cover.all-of-one")

    def _words_for(self, known: Glossary, every: str) -> Message:
        if self.cross:
            sides = tuple(
                msg("asks.cover.side", field=side.field, members=known.members(side.members))
                for side in self.cross
            )
            members = msg("asks.cover.cross", sides=sides)
        elif self.pairs is not None:
            fields, each = joined("quoted-and", self.pairs.field), known.members(self.pairs.members)
            members = msg("asks.cover.pairs", field=fields, members=each)
        else:
            members = known.members(self.members)
        here = msg("asks.cover.field", field=quoted(self.field)) if self.field else msg("asks.cover.here")
        if isinstance(self.need, AtLeast):
            need = known.quantity(self.need.at_least)
            asked = msg("asks.cover.at-least", subject=here, members=members, need=need)
        else:
            code = every if self.need == "all" else "asks.cover.any"
            asked = msg(code, subject=here, members=members)
        return msg("asks.cover.open", cover=asked) if self.open else asked

    claimable: ClassVar[bool] = True

    def claims(self, scope: Scope) -> list[Claim]:
        """Say what it asks for in a group that counts every record once: a record for one member only."""
        wanted, _ = self.wanted(scope.grounds)
        records = scope.selection().records
        choices = {
            each.name: [item for record in records if each.shows(record) for item in items_of(record)]
            for each in wanted
        }
        need = self.needed(len(wanted), scope.grounds)
        if need < len(wanted):
            return [Claim(need, choices, scope.window.last)]
        return [Claim(1, {name: items}, scope.window.last, name) for name, items in choices.items()]

    def _certain(self, outcome: Outcome, have: int, grounds: Grounds) -> bool:
        """Tell whether an outcome stands whatever members the undeclared facts would add."""
        match self.need:
            case "all":
                return outcome is Outcome.GAP
            case "any":
                return outcome is Outcome.SATISFIED
            case AtLeast():
                return have >= grounds.at_least(self.need.at_least)

    def _from_records(self) -> list[FromRecords]:
        return [each for each in self.sets if isinstance(each, FromRecords)]

    def _unread_members(self, grounds: Grounds) -> int:
        """Count the unread records that could name one more member."""
        kinds = (each.of.kinds(grounds.terms) for each in self._from_records())
        return grounds.index.unread_of(found) if (found := frozenset().union(*kinds)) else 0

    def wanted(self, grounds: Grounds) -> tuple[list[Wanted], tuple[str, ...]]:
        """List the members that concern this unit, and the facts that are not declared but could add one."""
        if self.cross:
            sides = [members_of(side.members, side.field, grounds) for side in self.cross]
            asks = tuple(ask for _, missing in sides for ask in missing)
            return [crossed(combination) for combination in product(*(each for each, _ in sides))], asks
        if self.pairs is not None:
            members, asks = members_of(self.pairs.members, self.pairs.field, grounds)
            return self.pairs.wanted(members, grounds), asks
        assert self.members is not None  # noqa: S101 - the validator saw to it
        return members_of(self.members, self.field, grounds)

    def _no_members(self, scope: Scope, asks: tuple[str, ...]) -> Observation:
        if asks:
            return Observation(Outcome.UNDETERMINED, msg("undetermined.fact", fact=asks), asks=asks)
        nobody = Observation(
            Outcome.NOT_APPLICABLE, nobody_because(self.sets, scope.grounds), window=scope.window
        )
        if not self.from_fact:
            return nobody
        on_empty = scope.on_empty or "not-applicable"
        chosen = Selection(scope.window, unread=self._unread_members(scope.grounds))
        if self._from_records():  # a record that names one may still come
            blank = self._short_if_asked([], 0, [], scope) if scope.closed() else []
            seen = nothing_selected(replace(scope, on_empty=on_empty), chosen, blank=len(blank))
            return nobody_named(seen, self.sets, scope.grounds)
        return no_member(replace(scope, on_empty=on_empty), nobody.summary)

    def needed(self, count: int, grounds: Grounds) -> int:
        """Say how many of so many members must be shown."""
        match self.need:
            case "all":
                return count
            case "any":
                return min(1, count)
            case AtLeast():
                need = int(grounds.at_least(self.need.at_least))
                return need if self.open else min(need, count)

    def _words(
        self, outcome: Outcome, missing: tuple[str, ...], have: int, need: int, count: int, scope: Scope
    ) -> Message:
        if outcome is Outcome.UNDETERMINED:
            return msg("undetermined.fact", fact=self.wanted(scope.grounds)[1])
        what = scope.what()
        params = {
            "have": number(have),
            "need": number(need),
            "count": number(count),
            "missing": missing,
            "what": what,
        }
        if outcome is Outcome.SATISFIED:
            return msg("seen.cover.found", **params)
        return msg("seen.cover.all" if self.need == "all" else "seen.cover.some", **params)
