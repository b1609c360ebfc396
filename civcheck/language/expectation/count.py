"""``count`` and ``spread``: so many records, all in all or in every period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Literal

from civcheck.language.claim import Claim, Item, items_of
from civcheck.language.condition import Condition, Failure
from civcheck.language.expectation.members import Wanted
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.grounds import texts_of
from civcheck.language.observation import (
    Observation,
    Tally,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_unread,
    nothing_selected,
    tally_of,
)
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Near, Scope, Selection, sessions
from civcheck.language.window import Interval, periods_of
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome, combine_all
from civcheck.model.parts import Mistake, mistake
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Per, Period
    from civcheck.model.written import Texts


class Count(Comparison):
    """Count records (each session of a record once) against a number.

    ``distinct`` counts different combinations of the listed fields instead; a blank one does not count.
    With ``per`` the comparison must hold in every period of the window (different ones are told apart within
    a period); ``where`` limits it to periods that had such a record.
    """

    form: Literal["count"] = "count"
    distinct: Texts = ()
    per: Per | None = None
    where: Condition | None = None

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether there may be no value to count for."""
        return isinstance(self.per, PerValue) and self.per.from_fact

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.fields((*path, "distinct"), *self.distinct)

    def _check(self) -> None:
        self._check_limits()
        for _, value in self.limits():
            if isinstance(value, Fraction) and value.denominator > 1:
                raise mistake("count-not-whole", value=number(value))

    def observe(self, scope: Scope) -> Observation:
        """Judge the count; see *How an outcome is reached* in the verdicts."""
        limits = scope.grounds.limits(self)
        chosen = scope.selection_for(limits)
        if not chosen.records and scope.on_empty and scope.closed():
            return nothing_selected(scope, chosen, limits.floored)
        if isinstance(self.per, PerValue):
            seen = self._per_value(self.per, scope, chosen, limits)
        else:
            seen = (self._in_all if self.per is None else self._per_period)(scope, chosen, limits)
        return doubt_unread(seen, chosen.unread) if limits.capped else seen

    def _in_all(self, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        have, need = Fraction(len(self._combinations(chosen.records, scope))), limits.need
        outcome = _outcome(limits, have, scope.closed())
        seen = Observation(
            outcome,
            _count_words(have, limits, scope, outcome),
            shown=chosen.records,
            planned=chosen.planned,
            have=have,
            need=need,
            due=scope.window.last if outcome is Outcome.PENDING else None,
            behind=outcome is Outcome.PENDING and need is not None and behind_pace(have, need, scope),
            parts=frozenset(
                {"number"} | ({"evidence"} if self._distinct_matters(chosen, limits, scope) else set())
            ),
            near=lambda: self._near(scope, chosen, limits),
            window=scope.window,
            tally=Tally(have, need, limits.excess(have)) if limits.exceeded(have) else None,
            final=limits.exceeded(have),
        )
        could = Fraction(len(self._combinations([*chosen.records, *chosen.unsure], scope)))
        return doubt_blank(seen, len(chosen.unsure)) if limits.exceeded(could) else seen

    def _distinct_matters(self, chosen: Selection, limits: Limits, scope: Scope) -> bool:
        """Tell whether counting only different ones changes the verdict: then that choice decided it."""
        if not self.distinct:
            return False
        plain = Fraction(sum(len(sessions(record, scope)) for record in chosen.records))
        have = Fraction(len(self._combinations(chosen.records, scope)))
        return limits.holds(plain) != limits.holds(have)

    def _combinations(self, records: list[Record], scope: Scope) -> dict[tuple[object, ...], Record]:
        """Give what is counted, each with the first record that shows it."""
        found: dict[tuple[object, ...], Record] = {}
        for key, _, record in self._dated(records, scope):
            found.setdefault(key, record)
        return found

    def _dated(
        self, records: list[Record], scope: Scope
    ) -> Iterator[tuple[tuple[object, ...], date, Record]]:
        """List what each session of each record shows, with its day."""
        getters = [None if name == "日期" else scope.grounds.getter(name) for name in self.distinct]
        for record in records:
            for day in sessions(record, scope):
                if not getters:
                    yield (record.key, day), day, record
                    continue
                sides = [(day,) if get is None else _forms(get(record)) for get in getters]
                for key in product(*sides):
                    yield key, day, record

    def _near(self, scope: Scope, chosen: Selection, limits: Limits) -> list[Near]:
        if limits.has_upper and not limits.has_lower:
            return []
        found = scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)])
        if self.distinct:
            counted = {record.key for record in self._combinations(chosen.records, scope).values()}
            again = msg("lacks.distinct", fields=self.distinct)
            found = [Near(each, Failure(again)) for each in chosen.records if each.key not in counted] + found
        return found

    def words(self, known: Glossary) -> Message:
        """Say how many records are asked for, in what time or of which value."""
        exact = all(known.is_figure(value) for _, value in self.limits())
        asked = msg("asks.count" if exact else "asks.count-of", limits=known.limits(self))
        if self.distinct:
            asked = msg("asks.count.distinct", count=asked, fields="”“".join(self.distinct))
        if isinstance(self.per, PerValue):
            asked = msg("asks.count.per-value", value=known.of_values(self.per), count=asked)
        elif self.per is not None:
            asked = msg("asks.count.per", every=known.every(self.per), count=asked)
        if self.where is not None:
            asked = msg("asks.count.where", count=asked, what=self.where.words(known.terms))
        return asked

    @property
    def claimable(self) -> bool:
        """Tell whether more records can only help, so that a group may count each once."""
        return self.at_most is None and self.less_than is None and self.exactly is None

    def claims(self, scope: Scope) -> list[Claim]:
        """Say what it asks for in a group that counts every record once."""
        need = int(scope.grounds.limits(self).need or 0)
        chosen = scope.selection()
        dated = list(self._dated(chosen.records, scope))
        if isinstance(self.per, PerValue):
            groups, _ = self.per.groups(chosen.records, scope.grounds)
            shown = [(each.name, [one for one in dated if each.shows(one[2])]) for each in groups]
            return [Claim(need, _choices(those), scope.window.last, name) for name, those in shown]
        if self.per is None:
            return [Claim(need, _choices(dated), scope.window.last)]
        periods = periods_of(self.per, scope.window, scope.grounds)
        return [
            Claim(
                need,
                _choices([one for one in dated if period.contains(one[1])]),
                period.last,
                _period_name(period),
            )
            for period in periods
            if self._asked(period, scope)
        ]

    # --- per value of a field

    def _per_value(self, per: PerValue, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        groups, asks = per.groups([*chosen.records, *chosen.unsure], scope.grounds)
        if not groups and not asks and not limits.only_capped:
            return nothing_selected(scope, chosen, limits.floored)
        outcomes = [self._of_group(each, scope, chosen, limits) for each in groups]
        outcome = combine_all(outcomes) if outcomes else Outcome.SATISFIED
        if asks and outcome is not Outcome.GAP:
            outcome = Outcome.UNDETERMINED
        named = tuple(each.name for each, its in zip(groups, outcomes, strict=True) if its is outcome)
        return Observation(
            outcome,
            msg("undetermined.fact", fact=asks)
            if asks and outcome is Outcome.UNDETERMINED
            else msg(
                f"seen.values.{outcome.value}", missing=named, want=limits.words(), count=number(len(groups))
            ),
            shown=chosen.records,
            planned=chosen.planned,
            have=Fraction(sum(each is Outcome.SATISFIED for each in outcomes)),
            need=Fraction(len(groups)),
            missing=() if outcome is Outcome.SATISFIED else named,
            due=scope.window.last if outcome is Outcome.PENDING else None,
            parts=frozenset({"number"}),
            near=lambda: self._near(scope, chosen, limits),
            asks=asks,
            window=scope.window,
            tally=tally_of([each.name for each in groups], outcomes),
        )

    def _of_group(self, group: Wanted, scope: Scope, chosen: Selection, limits: Limits) -> Outcome:
        sure = [record for record in chosen.records if group.shows(record)]
        could = [*sure, *(record for record in chosen.unsure if group.shows(record))]
        outcome = _outcome(limits, Fraction(len(self._combinations(sure, scope))), scope.closed())
        doubtful = outcome is Outcome.SATISFIED and limits.exceeded(
            Fraction(len(self._combinations(could, scope)))
        )
        return Outcome.UNDETERMINED if doubtful else outcome

    # --- per period

    def _per_period(self, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        assert self.per is not None and not isinstance(self.per, PerValue)  # noqa: S101 - the caller asked
        periods = [
            each for each in periods_of(self.per, scope.window, scope.grounds) if self._asked(each, scope)
        ]
        if not periods:
            return self._no_periods(scope, chosen)
        sure = list(self._dated(chosen.records, scope))
        could = [*sure, *self._dated(chosen.unsure, scope)]
        outcomes = [
            self._judged(limits, _within(sure, each), _within(could, each), scope, each) for each in periods
        ]
        outcome = combine_all(outcomes)
        named = tuple(
            _period_name(each) for each, its in zip(periods, outcomes, strict=True) if its is outcome
        )
        waiting = [each for each, its in zip(periods, outcomes, strict=True) if its is Outcome.PENDING]
        return Observation(
            outcome,
            msg(
                f"seen.periods.{outcome.value}",
                missing=named,
                want=limits.words(),
                count=number(len(periods)),
            ),
            shown=chosen.records,
            planned=chosen.planned,
            have=Fraction(sum(each is Outcome.SATISFIED for each in outcomes)),
            need=Fraction(len(periods)),
            missing=() if outcome is Outcome.SATISFIED else named,
            due=min(each.last for each in waiting) if outcome is Outcome.PENDING else None,
            parts=frozenset({"number"}),
            near=self._near_by_need(scope, chosen, periods, outcomes),
            window=scope.window,
            tally=tally_of([_period_name(each) for each in periods], outcomes),
        )

    def _judged(
        self, limits: Limits, have: Fraction, could: Fraction, scope: Scope, period: Interval
    ) -> Outcome:
        outcome = _outcome(limits, have, scope.grounds.clock.reached(period.last))
        doubtful = outcome is Outcome.SATISFIED and limits.exceeded(could)
        return Outcome.UNDETERMINED if doubtful else outcome

    def _no_periods(self, scope: Scope, chosen: Selection) -> Observation:
        """Judge a window none of whose periods had what ``where`` asks for: nothing is asked yet, or at all."""
        seen = nothing_selected(replace(scope, on_empty=scope.on_empty or "not-applicable"), chosen)
        if self.where is None:
            seen.summary = msg("seen.periods.none-here")
            return seen
        seen.summary = msg("seen.periods.none-asked", what=self.where.words(scope.grounds.terms))
        return doubt_unread(seen, scope.grounds.index.unread_of(self.where.kinds(scope.grounds.terms)))

    def _near_by_need(
        self, scope: Scope, chosen: Selection, periods: list[Interval], outcomes: list[Outcome]
    ) -> Callable[[], list[Near]]:
        """Give near misses that could help: none that lies in a period where nothing is lacking."""
        enough = [each for each, its in zip(periods, outcomes, strict=True) if its is Outcome.SATISFIED]
        if len(enough) == len(periods):
            return list

        def near() -> list[Near]:
            found = scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)])
            return [
                miss for miss in found if not any(each.contains(miss.record.days.first) for each in enough)
            ]

        return near

    def _asked(self, period: Interval, scope: Scope) -> bool:
        if self.where is None:
            return True
        meets = self.where.compile(scope.grounds)
        records = scope.grounds.index.of(self.where.kinds(scope.grounds.terms))
        clock = scope.grounds.clock
        return any(
            period.contains(each.days.first) and clock.reached(each.days.first) and meets(each)
            for each in records
        )


class Spread(Count):
    """The same as ``count`` with ``per``: so many in every period."""

    form: Literal["spread"] = "spread"  # type: ignore[assignment]
    per: Period


def _outcome(limits: Limits, have: Fraction, closed: bool) -> Outcome:
    if limits.exact is not None and have == limits.exact and not closed:
        return Outcome.PENDING
    return by_window(limits.holds(have), limits.exceeded(have), closed)


def _choices(
    dated: Iterable[tuple[tuple[object, ...], date, Record]],
) -> dict[tuple[object, ...], list[Item]]:
    """Gather what shows each different thing that is counted: a session, or the record where it has none."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for key, day, record in dated:
        own = [(record.key, day)] if day in record.days.sessions else items_of(record)
        found.setdefault(key, []).extend(own)
    return found


def _within(dated: list[tuple[tuple[object, ...], date, Record]], period: Interval) -> Fraction:
    return Fraction(len({key for key, day, _ in dated if period.contains(day)}))


def _forms(value: object) -> tuple[object, ...]:
    """Give what a field shows in the form in which it is compared: none when it is blank."""
    return (value,) if isinstance(value, date) else tuple(map(number_form, texts_of(value)))


def _count_words(have: Fraction, limits: Limits, scope: Scope, outcome: Outcome) -> Message:
    want = scope.what()
    need = limits.need
    if outcome is Outcome.SATISFIED or need is None or limits.exceeded(have) or have == limits.exact:
        return msg("seen.count.found", have=number(have), limits=limits.words(), what=want)
    if not have:
        return msg("seen.count.none", what=want, need=number(need))
    return msg("seen.count.short", have=number(have), need=number(need), lack=number(need - have), what=want)


def _period_name(period: Interval) -> str:
    return f"{period.first.isoformat()}至{period.last.isoformat()}"
