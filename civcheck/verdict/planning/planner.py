"""Planning a ledger: what each rule is short of, the fewest records for all of it, and the proof that they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from civcheck.language.rule import Rule
from civcheck.model.outcome import Outcome
from civcheck.model.plan import Action, Left, Plan
from civcheck.model.record import Record
from civcheck.model.unit import Judgement
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case
from civcheck.verdict.planning.covering import fewest
from civcheck.verdict.planning.draft import Draft, as_record
from civcheck.verdict.planning.mending import Mended, corrections, mend
from civcheck.verdict.planning.needs import Budget, Need, needs_of
from civcheck.verdict.planning.options import merged, options
from civcheck.verdict.planning.padding import Padding
from civcheck.verdict.planning.telling import Made, told
from civcheck.verdict.planning.world import World

ROUNDS = 4
"""So many times what the first list leaves short is planned on top of it."""


def plan_of(judged: Sequence[Judged], case: Case, judgements: tuple[Judgement, ...], as_of: date) -> Plan:
    """Plan from the end of ``as_of`` to the last day of the pack; every line of it is tried by judging again."""
    return Planner(judged, case, judgements, as_of).plan()


class Planner:
    """One plan in the making; ``records`` and ``world`` are what it was tried with."""

    def __init__(
        self, judged: Sequence[Judged], case: Case, judgements: tuple[Judgement, ...], as_of: date
    ) -> None:
        self.as_of, self.until = as_of, max(as_of, case.pack.head.closes)
        self.now = {each.rule.id: each for each in judged}
        self.rules = [each.rule for each in judged]
        self.world = World(case, judgements, self.until)
        self.short = [
            rule for rule in self.rules if self.now[rule.id].use is None and self.world.is_short(rule)
        ]
        self.padding = Padding(self.rules, case.grounds(self.until))
        self.always = frozenset(rule.id for rule in self.short)
        self.by_id = {rule.id: rule for rule in self.rules}
        self.made: list[Made] = []
        self.budget = Budget()
        self.proven, self.least = True, 0

    @property
    def records(self) -> list[Record]:
        """The records of the plan, that exist in memory only."""
        return [each.record for each in self.made]

    def plan(self) -> Plan:
        """Make the plan."""
        mended = mend(self.short, self.world, self.padding, self.as_of)
        open_ = [rule for rule in mended.world.short_of(self.short) if not self._exceeded(rule)]
        self._plan_needs(open_, mended.world)
        self._repair(mended.world)
        self._thin_out(mended.world)
        then = self.then = mended.world.plus(self.records)
        left = {rule.id for rule in then.short_of(self.short)}
        closes = tuple(rule.id for rule in self.short if rule.id not in left)
        return Plan(
            self.as_of,
            self.until,
            _actions(self.made, self.as_of),
            mended.mendings,
            corrections(open_, mended.world),
            tuple(self._left(rule, mended) for rule in self.short if rule.id in left),
            tuple(rule.id for rule in self.short),
            closes,
            self._arranged(),
            self.proven,
            self.least,
        )

    def _exceeded(self, rule: Rule) -> bool:
        return self.world.judged(rule).seen.exceeded

    def _arranged(self) -> tuple[str, ...]:
        """Name the rules that are pending and will be met by what is arranged already."""
        pending = (each.rule for each in self.now.values() if each.outcome is Outcome.PENDING)
        return tuple(rule.id for rule in pending if self.world.judged(rule).outcome is Outcome.SATISFIED)

    def _left(self, rule: Rule, mended: Mended) -> Left:
        stay = mended.stay.get(rule.id, ())
        if self._exceeded(rule):
            return Left(rule.id, "exceeded", stay)
        late = bool(stay) and self.now[rule.id].outcome is Outcome.GAP
        return Left(rule.id, "late" if late else "no-way", stay)

    # --- covering

    def make(self, sort: Draft, number: int) -> Record:
        """Make a record in memory, with everything that rules demand of such records."""
        record = as_record(sort, number, self.world.case.pack.terms)
        return self.padding.added(record, None, self.always).record

    def _plan_needs(self, rules: Iterable[Rule], world: World) -> None:
        """Find what each rule needs, and the fewest records that serve all of it; first of what can still be held."""
        needs: list[Need] = []
        for rule in rules:
            found = needs_of(rule, world, self.make, self.as_of, self.budget)
            if found is not None:
                needs += found.needs
                self.proven = self.proven and not (
                    found.chosen and not self._is_over(found.needs[0].sorts[0])
                )
        ahead = [each for each in needs if not self._is_over(each.sorts[0])]
        proven, self.least = self._cover(ahead)
        self.proven = self.proven and proven
        self._cover([each for each in needs if self._is_over(each.sorts[0])])

    def _is_over(self, sort: Draft) -> bool:
        return sort.days.last <= self.as_of

    def _cover(self, needs: Sequence[Need]) -> tuple[bool, int]:
        """Take the fewest records that serve all of these needs; tell whether that is proven, and a lower bound."""
        if not needs:
            return True, 0
        ways, complete = options(
            needs,
            lambda one, sort, other, also: self._may_share(needs[one], sort, needs[other], also),
        )
        times = {at: each.times for at, each in enumerate(needs)}
        cover = fewest([frozenset(each.serves) for each in ways], times)
        left = {at: each.times for at, each in enumerate(needs)}
        for way in (ways[at] for at in cover.taken):
            serves = {at: sort for at, sort in way.serves.items() if left[at]}
            for at in serves:
                left[at] -= 1
            self._add(merged(list(serves.values())), [(needs[at], sort) for at, sort in serves.items()])
        return complete and cover.proven, cover.least

    def _may_share(self, one: Need, sort: Draft, other: Need, also: Draft) -> bool:
        """Tell whether one record may serve both: not where it is to count once, nor where it could not be both.

        Of days that are over nobody is told what a single event should have been, all at once: there one serves two
        rules only where it does as it stands.
        """
        both = sort.merged(also)
        if both is None or one.rule == other.rule:
            return both is not None
        first, second = self.by_id[one.rule].claim, self.by_id[other.rule].claim
        over = self._is_over(sort) or self._is_over(also)
        return (first is None or first != second) and (not over or both in (sort, also))

    def _add(self, sort: Draft, serves: Iterable[tuple[Need, Draft]]) -> None:
        record, needs = as_record(sort, len(self.made), self.world.case.pack.terms), tuple(serves)
        rules = tuple(dict.fromkeys(need.rule for need, _ in needs))
        added = self.padding.added(record, None, frozenset(rules))
        self.made.append(Made(sort, rules, added.record, added, needs))

    # --- trying

    def _repair(self, world: World) -> None:
        """Judge every rule again with the plan, and plan on top of it what is still, or newly, short."""
        fine = [rule for rule in self.rules if not self.world.is_short(rule)]
        for _ in range(ROUNDS):
            then = world.plus(self.records)
            still = [rule for rule in then.short_of(self.rules) if not self._exceeded(rule)]
            added = len(self.made)
            for rule in still:
                found = needs_of(rule, world.plus(self.records), self._numbered, self.as_of, self.budget)
                for need in found.needs if found is not None else ():
                    for _time in range(need.times):
                        self._add(need.sorts[0], [(need, need.sorts[0])])
            if len(self.made) == added:
                break
            more = self.made[added:]
            self.proven = self.proven and all(self._is_over(each.sort) for each in more)
        self._drop_harm(world, fine)

    def _numbered(self, sort: Draft, number: int) -> Record:
        return self.make(sort, len(self.made) + number)

    def _drop_harm(self, world: World, fine: Sequence[Rule]) -> None:
        """Take back what would make a gap of a rule that has none."""
        broken = world.plus(self.records).short_of(fine)
        for rule in broken:
            for each in list(self.made):
                rest = [other.record for other in self.made if other is not each]
                if not world.plus(rest).is_short(rule):
                    self.made.remove(each)
                    self.proven = False
                    break

    def _thin_out(self, world: World) -> None:
        """Leave out every record without which all the same rules are met, on whichever days the others are held."""
        there, moved = world.plus(self.records), world.plus([self._moved(each) for each in self.made])
        met = [rule for rule in self.short if not there.is_short(rule)]
        also = [rule for rule in met if not moved.is_short(rule)]
        for each in list(reversed(self.made)):
            rest = [other for other in self.made if other is not each]
            if self._missed(each, met, world.plus([other.record for other in rest])):
                continue
            if not self._missed(each, also, world.plus([self._moved(other) for other in rest])):
                self.made.remove(each)
                self.proven = self.proven and self._is_over(each.sort)

    def _moved(self, made: Made) -> Record:
        """Give a record of the plan as it would be on another of its days, half of them away."""
        at, days = self.made.index(made), made.sort.days
        half = ((days.last - days.first).days + 1) // 2
        record = as_record(made.sort, at + half, self.world.case.pack.terms)
        same = record._replace(key=made.record.key, id=made.record.id)
        return self.padding.added(same, None, frozenset(made.rules)).record

    @staticmethod
    def _missed(made: Made, met: Sequence[Rule], without: World) -> bool:
        own = [rule for rule in met if rule.id in made.rules]
        others = [rule for rule in met if rule.id not in made.rules]
        return any(without.is_short(rule) for rule in (*own, *others))


def _actions(made: Iterable[Made], as_of: date) -> tuple[Action, ...]:
    """Tell of records that are alike as one action, in order of the last days on which they are possible."""
    found: list[Action] = []
    for action in (told(each, as_of) for each in made):
        same = next((at for at, one in enumerate(found) if one._replace(times=1) == action), None)
        if same is None:
            found.append(action)
        else:
            found[same] = found[same]._replace(times=found[same].times + 1)
    return tuple(sorted(found, key=lambda each: (each.over, each.last, each.first, each.kind)))
