"""What if: the ledger with records added or changed in memory, judged by the same code as an audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from civcheck.language.observation import Observation
from civcheck.language.recordindex import Earlier, RecordIndex
from civcheck.language.rule import Rule
from civcheck.language.select import Scope, Select
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.walking import parts_inside
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.record import Record
from civcheck.model.unit import Judgement
from civcheck.verdict.judging import Judged, judge
from civcheck.verdict.observe import Case, kinds_of, scope_of
from civcheck.verdict.planning.seeds import leaves

CLOSED = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE, Outcome.WAIVED, Outcome.NEEDS_REVIEW)
"""Outcomes of which nothing is lacking that a record could show."""


class World:
    """A case and the records in it, at the end of one day."""

    def __init__(self, case: Case, judgements: tuple[Judgement, ...], day: date) -> None:
        self.case, self.judgements, self.day = case, judgements, day

    def plus(self, added: Sequence[Record], instead: Mapping[str, Record] | None = None) -> World:
        """Give the same with some records more, and others in place of those of the same key."""
        index = self.case.index
        records = [(instead or {}).get(each.key, each) for each in index.all()]
        case = replace(
            self.case,
            index=RecordIndex((*records, *added), self.case.pack.terms, index.unread),
            allotments={},
            earlier=Earlier(self.case.earlier.ledgers),  # it remembers records of this index
        )
        return World(case, self.judgements, self.day)

    def for_rule(self, rule: Rule) -> World:
        """Give the same with those records alone that a rule looks at: the fewer there are, the faster it is tried."""
        selects = [
            part for each in (rule.select, *rule.expect) if each is not None for part in _selects(each)
        ]
        if not selects or rule.claim is not None:
            return self
        terms, index = self.case.pack.terms, self.case.index
        kinds = kinds_of(rule, self.case.grounds(self.day)).union(*(each.kinds(terms) for each in selects))
        own = RecordIndex(index.of(kinds), terms, index.unread)
        case = replace(self.case, index=own, allotments={}, earlier=Earlier(self.case.earlier.ledgers))
        return World(case, self.judgements, self.day)

    def judged(self, rule: Rule) -> Judged:
        """Judge a rule as an audit does."""
        return judge(rule, self.case, self.judgements, self.day)

    def is_short(self, rule: Rule) -> bool:
        """Tell whether a rule is a gap on that day."""
        return self.judged(rule).outcome is Outcome.GAP

    def short_of(self, rules: Iterable[Rule]) -> list[Rule]:
        """List those of some rules that are gaps on that day."""
        return [rule for rule in rules if self.is_short(rule)]

    def lack(self, rule: Rule) -> Fraction:
        """Say how much a rule lacks: 0 where nothing; more of it is a greater number, whatever it counts."""
        judged = self.judged(rule)
        if judged.outcome in CLOSED:
            return Fraction(0)
        return 1 + _lack(judged.seen) + self._of_leaves(rule)

    def _of_leaves(self, rule: Rule) -> Fraction:
        """Add up what the constructs of a rule lack, each by itself: together they say only what decides."""
        if len(rule.expect) == 1 and not hasattr(rule.expect[0], "branches"):
            return Fraction(0)
        try:
            scope = scope_of(rule, self.case.grounds(self.day))
            if not isinstance(scope, Scope):
                return Fraction(0)
            return sum((_lack(each.observe(own)) for own, each in leaves(rule, scope)), Fraction(0))
        except (Undetermined, NotConcerned):
            return Fraction(0)


def _selects(part: Part) -> Iterator[Select]:
    return (each for each in parts_inside(part) if isinstance(each, Select))


def _lack(seen: Observation) -> Fraction:
    if seen.outcome in CLOSED:
        return Fraction(0)
    return 1 + seen.tallied.lacking + len(seen.missing) + len(seen.shorts)
