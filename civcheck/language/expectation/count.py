"""``count`` and ``spread``: so many records, all in all or in every period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.claim import Claim
from civcheck.language.condition import Condition, Failure
from civcheck.language.counted import Counted, Shown, choices_of, different
from civcheck.language.doubts import Instead, Tally, worse
from civcheck.language.expectation.apart import Apart
from civcheck.language.expectation.at_once import observe_at_once
from civcheck.language.expectation.grid import Dated, Grid, reaching
from civcheck.language.expectation.per_value import names_members, period_in, value_in
from civcheck.language.expectation.rolledover import Test, fill_once, tell_rolled
from civcheck.language.forbidding import forbids_all
from civcheck.language.observation import (
    Observation,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_points,
    doubt_unread,
    nothing_selected,
)
from civcheck.language.period import Finder
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Near, Scope, Selection, sessions
from civcheck.messages import Message, msg, number, quoted
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Per, PerPeriod
    from civcheck.model.written import Texts, YesNo


class Count(Comparison):
    """Count records (each session of a record once) against a number.

    ``distinct`` counts different combinations of the listed fields instead; a blank one does not count.
    With ``per`` the comparison must hold in every period of the window (different ones are told apart within
    a period), for each value of a field, or for each of these in every period; ``where`` limits it to periods that
    had such a record. ``at_once`` counts how many there are on one and the same day at the most, ``apart`` so many of
    them as lie so far from each other.
    """

    counts_by_material: ClassVar[bool] = True
    form: Literal["count"] = "count"
    distinct: Texts = ()
    per: Per | None = None
    where: Condition | None = None
    at_once: YesNo = False
    apart: Apart | None = None

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether there may be no value to count for."""
        return (value := value_in(self.per)) is not None and value.from_fact

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know, and of a ``where`` that has no periods to limit."""
        yield from known.fields((*path, "distinct"), *self.distinct)
        if self.where is not None and period_in(self.per) is None:
            yield (*path, "where"), "where-without-period", {}

    def _check(self) -> None:
        self._check_limits()
        for _, value in self.limits():
            if isinstance(value, Fraction) and value.denominator > 1:
                raise mistake("count-not-whole", value=number(value))
        if self.at_once:
            self._check_at_once()
        if self.apart is not None and (unfit := self._unfit_for_apart()):
            raise mistake("apart-with", key=unfit)

    def _unfit_for_apart(self) -> str:
        """Name what makes no sense of as many as can be found: an upper limit, or other things than records."""
        limits = [name for name, _ in self.limits() if name not in ("at_least", "more_than")]
        return next(iter([*limits, *(["distinct"] if self.distinct else [])]), "")

    def _check_at_once(self) -> None:
        """Refuse what makes no sense of so many at the same time: fewer would do, and other days than their own."""
        limits = {name for name, _ in self.limits()}
        unfit = sorted(limits - {"at_most", "less_than"})
        unfit += ["distinct"] if self.distinct else []
        unfit += ["per"] if period_in(self.per) is not None else []
        if unfit:
            raise mistake("at-once-with", key=unfit[0])

    def observe(self, scope: Scope) -> Observation:
        """Judge the count; see *How an outcome is reached* in the verdicts."""
        limits = scope.grounds.limits(self)
        scope = self.reaching(scope)
        chosen = scope.selection_for(limits)
        if not chosen.records and scope.on_empty and scope.closed() and not names_members(self.per):
            maybe = chosen.unsure and self._held(scope, chosen, limits).outcome is Outcome.UNDETERMINED
            return nothing_selected(scope, chosen, limits.floored, len(chosen.unsure) if maybe else 0)
        seen = self._held(scope, chosen, limits)
        return doubt_unread(seen, chosen.unread, chosen.flawed) if limits.capped else seen

    def _held(self, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        if self.at_once:
            return observe_at_once(value_in(self.per), scope, chosen, limits)
        if self.per is None:
            return self._in_all(scope, chosen, limits)
        return self._per_cell(self.per, scope, chosen, limits)

    def _in_all(self, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        counted, need = self._counted(scope), limits.need
        have, at_least = Fraction(len(counted.combinations(chosen.records))), counted.least(chosen.records)
        if self.apart is not None:
            have = at_least = Fraction(len(self._far_enough(counted.all_dated(chosen.records), scope)))
        have = at_least if limits.exceeded(at_least) else have  # whatever the blank ones are called
        outcome = _outcome(limits, have, scope.closed())
        seen = Observation(
            outcome,
            self._said(have, len(chosen.records), limits, scope, outcome),
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
            final=limits.exceeded(have) or scope.is_given(),
            exceeded=limits.exceeded(have),
        )
        seen = self._doubted(seen, chosen, counted, limits) if limits.capped else seen
        return self._maybe_the_same(seen, chosen, counted, limits) if self.distinct else seen

    def _maybe_the_same(
        self, seen: Observation, chosen: Selection, counted: Counted, limits: Limits
    ) -> Observation:
        """Say what it would come to if those were the same that may be."""
        have, keys = seen.have or Fraction(0), counted.combinations(chosen.records)
        fewer = counted.same.surely(keys)
        if fewer == len(keys):
            return seen
        near, known = counted.same.near(chosen.records), seen.near
        tally, records = Tally(fewer, limits.need, limits.excess(fewer)), [each.record for each in near]
        if limits.holds(have) and not limits.holds(fewer):
            seen = doubt_blank(seen, len(records), records, [worse(tally)])
        elif limits.exceeded(have) and not limits.exceeded(fewer):
            seen.outcome, seen.exceeded, seen.final = Outcome.UNDETERMINED, False, False
            seen.notes = (*seen.notes, msg("note.blank-could-change", count=number(len(records))))
            doubt_points(seen, len(records), records, [Instead(Outcome.SATISFIED, tally)])
        else:
            doubt_points(seen, len(records), records, [Instead(seen.outcome, tally)])
            return seen
        seen.near = lambda: [*known(), *near]
        return seen

    @staticmethod
    def _doubted(seen: Observation, chosen: Selection, counted: Counted, limits: Limits) -> Observation:
        """Say what it would come to if every record counted that leaves it open."""
        maybe = [*chosen.records, *chosen.unsure]
        could = Fraction(len(counted.combinations(maybe)) + counted.unnamed(maybe))
        blank = [*chosen.unsure, *filter(counted.is_open, chosen.records)]
        tally = Tally(could, limits.need, limits.excess(could))
        if limits.exceeded(could):
            return doubt_blank(seen, len(blank), blank, [worse(tally)])
        doubt_points(seen, len(blank), blank, [Instead(seen.outcome, tally)])
        return seen

    def _distinct_matters(self, chosen: Selection, limits: Limits, scope: Scope) -> bool:
        """Tell whether counting only different ones changes the verdict: then that choice decided it."""
        if not self.distinct:
            return False
        plain = Fraction(sum(len(sessions(record, scope)) for record in chosen.records))
        have = Fraction(len(self._counted(scope).combinations(chosen.records)))
        return limits.holds(plain) != limits.holds(have)

    def _near(self, scope: Scope, chosen: Selection, limits: Limits) -> list[Near]:
        if limits.has_upper and not limits.has_lower:
            return []
        found = scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)])
        if self.apart is not None and self.per is None:
            kept = {record.key for _, _, record in self._far_enough(self._all_dated(chosen, scope), scope)}
            near = msg("lacks.not-apart", days=self.apart.said(scope.grounds))
            found = [Near(each, Failure(near)) for each in chosen.records if each.key not in kept] + found
        if self.distinct:
            counted = {record.key for record in self._counted(scope).combinations(chosen.records).values()}
            again = msg("lacks.distinct", fields=self.distinct)
            found = [Near(each, Failure(again)) for each in chosen.records if each.key not in counted] + found
        return found

    def words(self, known: Glossary) -> Message:
        """Say how many records are asked for, in what time or of which value."""
        asked = self._number_words(known)
        if self.per is not None:
            asked = known.per(self.per, asked)
        if self.where is not None:
            asked = msg("asks.count.where", count=asked, what=self.where.words(known.terms))
        return asked

    def _number_words(self, known: Glossary) -> Message:
        if forbids_all(self):
            code = "asks.absence.distinct" if self.distinct else "asks.absence"
            return msg(code, fields=quoted(self.distinct))
        exact = all(known.is_figure(value) for _, value in self.limits())
        if self._tells_values:
            code = "asks.count.different" if exact else "asks.count-of.different"
            return msg(code, limits=known.limits(self), fields=quoted(self.distinct))
        asked = msg("asks.count" if exact else "asks.count-of", limits=known.limits(self))
        if self.at_once:
            asked = msg("asks.count.at-once", count=asked)
        if self.apart is not None:
            asked = msg("asks.count.apart", count=asked, days=self.apart.words(known))
        if self.distinct:
            asked = msg("asks.count.distinct", count=asked, fields=quoted(self.distinct))
        return asked

    @property
    def _tells_values(self) -> bool:
        """Tell whether different values are counted, of which one record may have several, and not records."""
        return bool(set(self.distinct) - {"日期"})

    def _said(self, have: Fraction, records: int, limits: Limits, scope: Scope, outcome: Outcome) -> Message:
        return _count_words(
            have, limits, scope, outcome, self.distinct if self._tells_values else (), records
        )

    @property
    def claimable(self) -> bool:
        """Tell whether more records can only help, so that a group may count each once."""
        if self.apart is not None:  # which of them are far enough apart depends on all of them
            return False
        return self.at_most is None and self.less_than is None and self.exactly is None

    def claims(self, scope: Scope) -> list[Claim]:
        """Say what it asks for in a group that counts every record once."""
        need = int(scope.grounds.limits(self).need or 0)
        scope = self.reaching(scope)
        chosen = scope.selection()
        if self.per is None:
            return [
                Claim(need, choices_of(self._counted(scope).all_dated(chosen.records)), scope.window.last)
            ]
        grid = Grid.of(self.per, scope, chosen, self.where)
        shown = grid.fill(chosen.records, self._things(scope), scope.grounds)
        return [
            Claim(need, choices_of(those), cell.closes(scope), cell.name)
            for cell, those in zip(grid.cells, shown, strict=True)
            if cell.is_asked
        ]

    def reaching(self, scope: Scope) -> Scope:
        """Give the scope with the days of its periods that lie beyond the window."""
        return reaching(self.per, scope)

    # --- in every period, of every member

    def _counted(self, scope: Scope) -> Counted:
        return Counted(self.distinct, scope)

    def _things(self, scope: Scope) -> Callable[[Record], Iterator[Dated[Shown]]]:
        """Make the function that gives what a record shows, each with its first and last day."""
        counted = self._counted(scope)
        return lambda record: ((each[1], each[1], each) for each in counted.dated(record))

    def _per_cell(self, per: Per, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
        grounds = scope.grounds
        grid = Grid.of(per, scope, chosen, self.where)
        open_ = self._short_if_asked(grid, scope, chosen, limits)
        if grid.periods == []:
            return self._no_periods(scope, chosen, len(open_))
        if (nobody := grid.nobody(scope, chosen, limits, len(open_))) is not None:
            return nobody
        things = self._things(scope)
        settled = fill_once(grid, chosen.records, things, grounds, self._tests(limits, scope))
        sure = [self._far_enough(shown, scope) for shown in settled.shown]
        outcomes = [
            _outcome(limits, self._surely(shown, some, limits), grounds.clock.reached(cell.closes(scope)))
            for cell, shown, some in zip(grid.cells, sure, self._nameless(grid, chosen, scope), strict=True)
        ]
        for place in settled.open_:
            outcomes[place] = Outcome.UNDETERMINED
        lonely = self._lonely(grid, scope, limits)
        if limits.capped:
            self._doubt(grid, outcomes, sure, chosen, scope, limits)
        same = self._doubt_the_same(outcomes, sure, limits, scope)
        grid.leave_open(outcomes, [limits.exceeded(different(shown)) for shown in sure], scope)
        words = different_words if self._tells_values else counted_words
        amounts = grid.amounts([different(shown) for shown in sure], limits, words)
        seen = grid.observe(outcomes, scope, chosen, self._want(limits), amounts, grid.sort_for(limits))
        seen.exceeded = limits.only_capped and seen.outcome is Outcome.GAP
        counted = {record.key for shown in sure for _, _, record in shown}
        seen.shown = [record for record in chosen.records if record.key in counted]
        near = self._near_by_need(scope, chosen, grid, outcomes, limits)
        seen.near = lambda: [*near(), *same()]
        if seen.outcome is Outcome.GAP and not limits.only_capped:
            seen.notes = (*seen.notes, *_spans_beyond(grid, outcomes, chosen, scope))
        tell_rolled(seen, grid, outcomes, settled, lambda shown: shown[2])
        if lonely and seen.outcome is Outcome.SATISFIED:
            fields = grid.value.field if grid.value is not None else ()
            want = self._want(limits)
            seen.summary = msg("seen.values.blank", count=number(lonely), fields=fields, want=want)
        if self._more_asked(grid, limits):
            doubt_unread(seen, chosen.unread)
        if self.where is not None and grid.unasked:
            doubt_unread(seen, grounds.index.unread_of(self.where.kinds(grounds.terms)))
        return doubt_blank(seen, lonely + len(open_), [*grid.blank, *open_])

    def _short_if_asked(self, grid: Grid, scope: Scope, chosen: Selection, limits: Limits) -> list[Record]:
        """List the records that leave blank whether something is asked which would be short."""
        keys = set[str]()
        for open_, those in grid.left_open():
            shown = open_.fill(chosen.records, self._things(scope), scope.grounds)
            closed = [scope.grounds.clock.reached(cell.closes(scope)) for cell in open_.cells]
            short = (
                cell.is_asked
                and _outcome(limits, different(self._far_enough(its, scope)), over) is Outcome.GAP
                for cell, its, over in zip(open_.cells, shown, closed, strict=True)
            )
            if any(short):
                keys |= those
        return scope.grounds.index.named(keys)

    def _far_enough(self, shown: Iterable[Shown], scope: Scope) -> list[Shown]:
        """Give what is counted: with ``apart`` as many as lie so far from each other, else all."""
        return list(shown) if self.apart is None else self.apart.most_of(shown, scope)

    def _all_dated(self, chosen: Selection, scope: Scope) -> Iterator[Shown]:
        return self._counted(scope).all_dated(chosen.records)

    def _tests(self, limits: Limits, scope: Scope) -> tuple[Test[Shown], Test[Shown]]:
        """Make the tests of whether there are enough in a place, and whether there are as many as asked."""
        need = limits.need or Fraction(0)

        def many(some: Iterable[Shown]) -> Fraction:
            return different(self._far_enough(some, scope))

        return lambda _, some: many(some) >= need, lambda _, some: limits.holds(many(some))

    def _want(self, limits: Limits) -> Message:
        """Say how many are asked for: ≥2 条."""
        code = "seen.count.want-distinct" if self.distinct else "seen.count.want"
        code = "seen.count.want-different" if self._tells_values else code
        return msg(code, limits=limits.words(), fields=quoted(self.distinct))

    @staticmethod
    def _more_asked(grid: Grid, limits: Limits) -> bool:
        """Tell whether a record nobody has read could name a value that no other does, and be too few by itself."""
        if limits.capped or grid.value is None or grid.value.members is not None:
            return False  # where more could break it, it is doubted anyway
        return not limits.reached(Fraction(1)) or (limits.has_lower and len(grid.periods or ()) > 1)

    def _doubt(
        self, grid: Grid, outcomes: list[Outcome], sure: list[list[Shown]], chosen: Selection, scope: Scope,
        limits: Limits,
    ) -> None:  # fmt: skip
        """Doubt demands that records could break of which nobody knows whose they are, or whether they count."""
        things = self._things(scope)
        could = grid.fill_maybe(chosen, things, scope.grounds)
        blank = grid.fill_blank(things)
        unnamed = [sum(each) for each in self._nameless(grid, chosen, scope)]
        for place, outcome in enumerate(outcomes):
            beside = [*could[place], *blank[grid.column_of(place)]]
            could_have = different([*sure[place], *beside]) + unnamed[place]
            if outcome is Outcome.SATISFIED and limits.exceeded(could_have):
                outcomes[place] = Outcome.UNDETERMINED

    def _doubt_the_same(
        self, outcomes: list[Outcome], sure: list[list[Shown]], limits: Limits, scope: Scope
    ) -> Callable[[], list[Near]]:
        """Doubt demands that hold, or do not, only if those are different that may be the same; give these."""
        same, records = self._counted(scope).same, dict[str, Record]()
        for place, shown in enumerate(sure if self.distinct else ()):
            have, fewer = different(shown), same.surely(key for key, _, _ in shown)
            turns = limits.exceeded(have) and not limits.exceeded(fewer)
            if turns or (limits.holds(have) and not limits.holds(fewer)):
                outcomes[place] = Outcome.UNDETERMINED
                records |= {record.key: record for _, _, record in shown}
        return lambda: same.near(records.values())

    def _nameless(self, grid: Grid, chosen: Selection, scope: Scope) -> list[list[int]]:
        """Put those records into cells that leave blank what different ones are told by."""
        counted = self._counted(scope)
        return grid.fill(
            chosen.records,
            lambda record: ((day, day, count) for day, count in counted.unnamed_of(record)),
            scope.grounds,
        )

    @staticmethod
    def _surely(shown: list[Shown], nameless: list[int], limits: Limits) -> Fraction:
        """Count the different ones; where one alone is too many, a nameless one is one too."""
        have = different(shown)
        alone = Fraction(1) if nameless and not have else have
        return alone if limits.exceeded(alone) else have

    def _lonely(self, grid: Grid, scope: Scope, limits: Limits) -> int:
        """Count the records that could name a value that no other does, which would then be too few or many."""
        if grid.value is None or grid.value.members is not None or not grid.blank:
            return 0
        alone = grid.fill_blank(self._things(scope))
        short = not limits.reached(Fraction(1)) or (limits.has_lower and len(alone) > 1)
        if short or any(limits.exceeded(different(shown)) for shown in alone):
            return len(grid.blank)
        return 0

    def _no_periods(self, scope: Scope, chosen: Selection, blank: int) -> Observation:
        """Judge a window none of whose periods had what ``where`` asks for: nothing is asked yet, or at all."""
        scope = replace(scope, on_empty=scope.on_empty or "not-applicable")
        seen = nothing_selected(scope, chosen, blank=blank)
        if self.where is None:
            seen.summary = msg("seen.periods.none-here")
            return seen
        seen.summary = msg("seen.periods.none-asked", what=self.where.words(scope.grounds.terms))
        return doubt_unread(seen, scope.grounds.index.unread_of(self.where.kinds(scope.grounds.terms)))

    def _near_by_need(
        self, scope: Scope, chosen: Selection, grid: Grid, outcomes: list[Outcome], limits: Limits
    ) -> Callable[[], list[Near]]:
        """Give near misses that could help: none that lies in a period where nothing is lacking."""
        if limits.only_capped:
            return list
        if grid.periods is None:
            return lambda: self._near(scope, chosen, limits)
        enough = [each.own for each in grid.enough(outcomes)]
        if len(enough) == len(grid.periods):
            return list
        finder, counts = Finder(enough), Finder(each.days for each in grid.periods)
        counted = self._counted(scope)

        def near() -> list[Near]:
            found = scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)])
            other = [
                Near(record, Failure(msg("lacks.days-of-period", field=scope.dated_by)))
                for record in chosen.records
                if not any(counts.at(day) for _, day, _ in counted.dated(record))
            ]
            return [miss for miss in [*other, *found] if not finder.at(miss.record.days.first)]

        return near


class Spread(Count):
    """The same as ``count`` with ``per``: so many in every period."""

    form: Literal["spread"] = "spread"  # type: ignore[assignment]
    per: PerPeriod


def _outcome(limits: Limits, have: Fraction, closed: bool) -> Outcome:
    if limits.exact is not None and have == limits.exact and not closed:
        return Outcome.PENDING
    return by_window(limits.holds(have), limits.exceeded(have), closed)


def _spans_beyond(grid: Grid, outcomes: list[Outcome], chosen: Selection, scope: Scope) -> Iterator[Message]:
    """Tell of spans that reach into periods where records are lacking: they count on their first day alone."""
    if scope.dated_by != "日期":
        return
    short = [
        cell.period.days
        for cell, its in zip(grid.cells, outcomes, strict=True)
        if its is Outcome.GAP and cell.period is not None
    ]
    spans = (record.days for record in chosen.records if not record.days.sessions)
    count = sum(any(days.first < each.first <= days.last for each in short) for days in spans)
    if count:
        yield msg("note.span-first-day", count=number(count))


def counted_words(have: Fraction) -> Message:
    """Say how many there are of what is counted."""
    return msg("seen.count.has", have=number(have))


def different_words(have: Fraction) -> Message:
    """Say how many different values there are."""
    return msg("seen.count.has-different", have=number(have))


def _count_words(
    have: Fraction, limits: Limits, scope: Scope, outcome: Outcome, fields: Texts, records: int
) -> Message:
    """Say how many there are; where different values of ``fields`` are counted, how many records these stand in."""
    of, said = "-different" if fields else "", dict[str, Any](have=number(have), what=scope.what())
    if fields:
        said |= {"fields": quoted(fields), "records": number(records)}
    need = limits.need
    if outcome is Outcome.SATISFIED or need is None or limits.exceeded(have) or have == limits.exact:
        return msg(f"seen.count.found{of}", limits=limits.words(), **said)
    if not (records if fields else have):
        return msg(f"seen.count.none{of}", need=number(need), **said)
    return msg(f"seen.count.short{of}", need=number(need), lack=number(need - have), **said)
