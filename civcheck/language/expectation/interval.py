"""``interval``: the days between one selected record and the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.expectation.nobody import nobody_named
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.expectation.spaced import Found, Row, Spaces
from civcheck.language.expectation.spacedrows import Laid
from civcheck.language.expectation.within import below_zero
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, nothing_selected
from civcheck.language.over import years_not_given
from civcheck.language.quantity import whole_days
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountedIn, Quantity
    from civcheck.model.written import YesNo

_NAMED = 3
"""So many that are wrong are named in the summary; all are listed with their records."""


class Spacing(Part):
    """Ask that from one record's last day to the next one's first there are at most (or at least) so many days.

    Every session of a record is one of its own. The last one waits for the next until so many days have passed, as
    long as that day lies in the window; with ``edges`` the first one must come so soon after the window's first day.
    ``per`` looks at the records of each value of a field by themselves. Of a set of members each is looked at, with
    records or without: one that has none is nothing selected, of which ``on_empty`` speaks, but with ``edges`` its
    first one is awaited like any other's. A set without members is left to ``on_empty`` either way.
    """

    form: Literal["interval"] = "interval"
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    unit: CountedIn = "天"
    per: PerValue | None = None
    edges: YesNo = False

    needs_on_empty: ClassVar[bool] = True

    def _check(self) -> None:
        if self.at_most is None and self.at_least is None:
            raise mistake("one-of", names=("at_most", "at_least"))
        if self.edges and self.at_most is None:
            raise mistake("one-of", names="at_most")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, of bounds that nothing lies between, and of numbers that are none."""
        bounds = {"at_most": self.at_most, "at_least": self.at_least}
        yield from known.numbers(path, bounds)
        yield from below_zero(path, bounds)

    def words(self, known: Glossary) -> Message:
        """Say how many days may lie, or must lie, between two of them."""
        bounds = [("at_most", self.at_most), ("at_least", self.at_least)]
        asked = [
            msg(f"asks.interval.{name}", days=known.days(value, self.unit))
            for name, value in bounds
            if value is not None
        ]
        if self.edges:
            asked.append(msg("asks.interval.edges"))
        said = known.both(asked)
        if self.per is None:
            return said
        return msg("asks.interval.per", value=known.of_values(self.per), interval=said)

    def observe(self, scope: Scope) -> Observation:
        """Judge every two that follow each other; what is too far apart or too close is a gap at once."""
        material = self.at_least is None  # more records can then only lie between
        chosen = scope.selection(material=material, unsure="beside")
        laid = Laid.of(self.per, chosen, scope)
        spaces = self._spaces(scope)
        if not laid.rows and not laid.asks and self.per is not None and self.per.is_declared:
            return self.per.nobody(scope)
        every = list(chain.from_iterable(map(spaces.examine, laid.rows)))
        several = {row.name for row in laid.rows if row.several}
        found = [each for each in every if each.name not in several or each.waits or each.code == "close"]
        if not every and not laid.asks and laid.is_empty:
            empty = replace(chosen, records=[])
            seen = nothing_selected(scope, empty, material, len(laid.doubts(spaces)))
            sets = () if laid.groups or self.per is None else (self.per.members,)
            return nobody_named(seen, sets, scope.grounds)
        seen = _observed(laid.rows, found, scope, chosen, spaces.edges)
        if laid.asks and seen.outcome is not Outcome.GAP:
            seen.outcome, seen.asks, seen.due = Outcome.UNDETERMINED, laid.asks, None
            seen.summary = msg("undetermined.fact", fact=laid.asks)
        if seen.outcome is not Outcome.SATISFIED:
            return seen
        if chosen.unread and laid.one_more_breaks(spaces):
            doubt_unread(seen, chosen.unread)
        doubts = laid.doubts(spaces)
        return doubt_blank(seen, len(doubts), doubts)

    def _spaces(self, scope: Scope) -> Spaces:
        most = None if self.at_most is None else whole_days(scope.grounds.quantity(self.at_most))
        least = None if self.at_least is None else whole_days(scope.grounds.quantity(self.at_least))
        gap = scope.on_empty == "gap"
        named = self.per is not None and self.per.members is not None
        asked = (named or gap) if self.edges else (named and gap)
        return Spaces(most, least, self.unit, self.edges, asked, scope)


def _observed(
    rows: list[Row], found: list[Found], scope: Scope, chosen: Selection, edges: bool
) -> Observation:
    """Say what was found: what is wrong, or else what is awaited."""
    missed = [each for each in found if each.waits is None]
    named = missed or found
    outcome = Outcome.GAP if missed else Outcome.PENDING if found else Outcome.SATISFIED
    pairs = sum(max(len(row.events) - 1, 0) for row in rows)
    broken = sum(each.between for each in missed)
    count = number(sum(len(row.events) for row in rows))
    alone = "alone-edges" if edges else "alone"
    code = alone if outcome is Outcome.SATISFIED and not pairs else outcome.value
    return Observation(
        outcome,
        msg(f"seen.interval.{code}", count=count, lacks=tuple(each.said for each in named[:_NAMED])),
        shown=chosen.records,
        planned=chosen.planned,
        have=Fraction(pairs - broken),
        need=Fraction(pairs - broken + len(missed)),
        missing=tuple(dict.fromkeys(each.name for each in named if each.name)),
        shorts=[Short(e.record, (e.said,), e.waits, e.waits is not None) for e in named if e.record],
        due=min((each.waits for each in found if each.waits), default=None) if not missed else None,
        final=any(each.final(years_not_given(scope.grounds)) for each in missed),
        parts=frozenset({"number"}),
        window=scope.window,
    )
