"""``score``: what a rule is worth, and the table that adds points up; a view beside the outcomes, never one of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.choice import step_of
from civcheck.language.grounds import Chosen
from civcheck.language.observation import Observation, Tally
from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.problem import NOTHING

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import ExactNumber, Mark
    from civcheck.model.written import YesNo

ZERO = Fraction(0)


class Span(NamedTuple):
    """Points that are sure, and points that are possible; equal where nothing is open."""

    sure: Fraction
    possible: Fraction

    def __add__(self, other: object) -> Span:
        """Add two spans, end by end."""
        if not isinstance(other, Span):
            return NotImplemented
        return Span(self.sure + other.sure, self.possible + other.possible)

    def within(self, least: Fraction | None, most: Fraction | None) -> Span:
        """Cap both ends."""
        return Span(_capped(self.sure, least, most), _capped(self.possible, least, most))

    def times(self, factor: Fraction) -> Span:
        """Scale both ends."""
        return Span(self.sure * factor, self.possible * factor)


def _capped(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    value = value if most is None else min(value, most)
    return value if least is None else max(value, least)


class Points(Part):
    """What a rule is worth.

    Exactly one way: ``satisfied`` (with ``gap``, or so much less for each thing ``lacking``, or for each begun ``unit``
    of what is lacking), so much for ``each`` thing found, ``in_proportion`` to what was asked for, ``steps`` of what
    was found, ``shares`` of what was asked for, ``members`` by name (all, or the ``best`` alone), or ``veto``.
    ``at_most`` and ``at_least`` cap what comes of it; ``of`` names the group that it adds to (default: the point).
    """

    satisfied: ExactNumber | None = None
    gap: ExactNumber | None = None
    lacking: ExactNumber | None = None
    unit: ExactNumber | None = None
    each: ExactNumber | None = None
    in_proportion: ExactNumber | None = None
    steps: Mapping[str, ExactNumber] = NOTHING
    shares: Mapping[str, ExactNumber] = NOTHING
    members: Mapping[str, ExactNumber] = NOTHING
    best: YesNo = False
    veto: YesNo = False
    at_most: ExactNumber | None = None
    at_least: ExactNumber | None = None
    of: str | None = None

    WAYS: ClassVar[tuple[str, ...]] = (
        "satisfied", "each", "in_proportion", "steps", "shares", "members", "veto",
    )  # fmt: skip

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if raw == "veto":
            return {"veto": True}
        return {"satisfied": raw} if isinstance(raw, str | int | float) else raw

    def _check(self) -> None:
        ways = [name for name in self.WAYS if self._is_written(name)]
        if not ways:  # nothing is earned, and something may be lost
            ways = [name for name in ("lacking", "gap") if self._is_written(name)][:1]
        if len(ways) != 1:
            raise mistake("one-of", names=(*self.WAYS, "lacking"))
        if (self.lacking is not None or self.gap is not None) and ways[0] not in (
            "satisfied",
            "lacking",
            "gap",
        ):
            raise mistake("score-with-satisfied")
        if (self.unit is not None and self.lacking is None) or (self.best and not self.members):
            raise mistake("score-beside", key="unit" if self.unit is not None else "best")
        if self.lacking is not None and (self.lacking <= 0 or self.gap is not None):
            raise mistake("score-lacking")
        if self.each is not None and self.each > 0 and self.at_most is None:
            raise mistake("score-no-end", key="at_most")
        if (ways == ["lacking"] or (self.each or ZERO) < 0) and self.at_least is None:
            raise mistake("score-no-end", key="at_least")

    def _is_written(self, name: str) -> bool:
        value = getattr(self, name)
        return value is not None and value is not False and value != {}

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of steps that are no numbers."""
        for name in ("steps", "shares"):
            for key in getattr(self, name):
                if step_of(key) is None:
                    yield (*path, name, key), "rule-number", {"value": key}

    @property
    def counts(self) -> bool:
        """Tell whether it goes by what was found, and not by the outcome alone."""
        return (self.satisfied is None and self.gap is None) or self.lacking is not None

    def words(self) -> Message:
        """Say what it is worth: 达标得 5 分，缺口不得分."""
        said = self._way_in_words()
        if self.at_most is not None:
            said = msg("worth.at-most", worth=said, points=number(self.at_most))
        if self.at_least is not None:
            said = msg("worth.at-least", worth=said, points=number(self.at_least))
        return said if self.of is None else msg("worth.of", worth=said, group=self.of)

    def _way_in_words(self) -> Message:
        if self.veto:
            return msg("worth.veto")
        if self.lacking is not None:
            return self._lacking_in_words(self.lacking)
        if self.each is not None:
            return msg("worth.each", points=_earned(self.each))
        if self.in_proportion is not None:
            return msg("worth.in-proportion", points=number(self.in_proportion))
        for name, steps in (("steps", self.steps), ("shares", self.shares), ("members", self.members)):
            if steps:
                listed = tuple(
                    msg("worth.step", step=key, points=_earned(each)) for key, each in steps.items()
                )
                return msg(f"worth.{name}{'-best' if self.best else ''}", steps=listed)
        return msg("worth.outcome", satisfied=_earned(self.satisfied), gap=_earned(self.gap))

    def _lacking_in_words(self, lacking: Fraction) -> Message:
        off = number(lacking)
        if self.unit is None:
            said = msg("worth.lacking", points=off)
        else:
            percent = self.unit < 1 and (self.unit * 100).denominator == 1
            said = msg(
                "worth.lacking-unit", points=off, unit=f"{self.unit * 100}%" if percent else number(self.unit)
            )
        if self.satisfied is None:
            return said
        said = msg("worth.from-full", satisfied=_earned(self.satisfied), lacking=said)
        return said if self.at_least is not None else msg("worth.no-less", worth=said)

    @property
    def full(self) -> Fraction:
        """The most that can be had."""
        values = (*self.steps.values(), *self.shares.values())
        if self.satisfied is not None or self.gap is not None:
            most = max(self.satisfied or ZERO, self.gap or ZERO)
        elif self.in_proportion is not None:
            most = self.in_proportion
        elif self.each is not None:
            most = self.at_most if self.each > 0 and self.at_most is not None else ZERO
        elif self.members:
            earned = [each for each in self.members.values() if each > 0]
            most = max(earned, default=ZERO) if self.best else sum(earned, ZERO)
        else:
            most = max(values, default=ZERO)
        return _capped(most, self.at_least, self.at_most)

    @property
    def least(self) -> Fraction:
        """The least that can come of it."""
        if self.lacking is not None or self.each is not None:
            return self.at_least or ZERO
        if self.satisfied is not None or self.gap is not None:
            return _capped(min(self.satisfied or ZERO, self.gap or ZERO), self.at_least, self.at_most)
        values = (*self.steps.values(), *self.shares.values())
        lowest = (
            min((*values, ZERO)) if values else sum((min(each, ZERO) for each in self.members.values()), ZERO)
        )
        return _capped(lowest, self.at_least, self.at_most)

    def of_outcome(self, outcome: Outcome, seen: Observation, still_open: bool, unread: bool = False) -> Span:
        """Give the points for an outcome as at the as-of date, and what they could still come to.

        Args:
            outcome: The outcome after judgements; neither not-applicable nor waived.
            seen: What was observed underneath.
            still_open: The window has not closed: more may come.
            unread: A record that could count was not read.
        """
        if outcome in (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW):
            return Span(self.least, self.full)
        if outcome is not seen.outcome and self.counts:  # a person decided, and counted nothing
            now = self.full if outcome is Outcome.SATISFIED else self.least
            return Span(now, now)
        now = _capped(self._now(outcome, seen.tallied), self._floor, self.at_most)
        lost = outcome is Outcome.GAP and not self._may_grow  # a gap is final for what goes by the outcome
        grows = outcome is Outcome.PENDING or (still_open and self._may_grow)
        if grows or (unread and (self._may_grow or lost)):
            return Span(now, max(now, self.full))
        return Span(now, now)

    @property
    def _floor(self) -> Fraction | None:
        """Deductions end where nothing is left, unless another end is written."""
        return ZERO if self.lacking is not None and self.at_least is None else self.at_least

    @property
    def _may_grow(self) -> bool:
        """Tell whether more of the same earns more."""
        by_count = (self.each or ZERO) > 0 or self.in_proportion is not None
        return by_count or bool(self.steps or self.shares or self.members)

    def _now(self, outcome: Outcome, tally: Tally) -> Fraction:
        if self.lacking is not None and outcome is not Outcome.SATISFIED:
            if not tally.lacking:  # nothing was there to deduct from: no record at all, or no proof
                return ZERO
            units = tally.lacking if self.unit is None else Fraction(math.ceil(tally.lacking / self.unit))
            return (self.satisfied or ZERO) - self.lacking * units
        if self.satisfied is not None or self.lacking is not None or self.gap is not None:
            return (self.satisfied if outcome is Outcome.SATISFIED else self.gap) or ZERO
        if self.each is not None:
            return self.each * (tally.found or ZERO)
        if self.members:
            earned = [points for name, points in self.members.items() if name in tally.met]
            return max(earned, default=ZERO) if self.best else sum(earned, ZERO)
        if self.steps:
            return _step(self.steps, tally.found)
        share = None if tally.found is None or not tally.asked else tally.found / tally.asked
        if self.in_proportion is not None:
            return self.in_proportion * min(share or ZERO, Fraction(1))
        return _step(self.shares, share)


def _earned(points: Fraction | None) -> Message:
    if not points:
        return msg("worth.nothing")
    return msg("worth.points" if points > 0 else "worth.minus", points=number(abs(points)))


def _step(steps: Mapping[str, Fraction], value: Fraction | None) -> Fraction:
    """Give the points of the highest step that a number reaches."""
    reached = {step: points for key, points in steps.items() if (step := step_of(key)) is not None}
    at = max((step for step in reached if value is not None and step <= value), default=None)
    return ZERO if at is None else reached[at]


class Group(Part):
    """Points that are added up and capped together: a point of the document, or a name that rules give under ``of``.

    ``bonus`` is not in the full mark; with a ``threshold`` the whole is reached only when the group reaches it too.
    """

    at_most: ExactNumber | None = None
    at_least: ExactNumber | None = None
    bonus: YesNo = False
    threshold: Mark | None = None


class ScoreTable(Part):
    """How the points of a pack are added up.

    ``full`` is what they must come to, bonus apart; ``threshold`` is one mark to reach, ``levels`` several by name;
    ``not_applicable`` says what a rule that does not concern a unit is worth to it: its full points, none, or the
    other points are scaled up.
    """

    full: ExactNumber
    not_applicable: Literal["full", "zero", "scaled"]
    threshold: Mark | None = None
    levels: Mapping[str, Mark] = NOTHING
    at_most: ExactNumber | None = None
    groups: Mapping[str, Group] = NOTHING

    def _check(self) -> None:
        if self.threshold is not None and self.levels:
            raise mistake("one-of", names=("threshold", "levels"))

    @property
    def marks(self) -> Mapping[str, Fraction | Ref | Chosen]:
        """Every mark to reach, by name; that of ``threshold`` has none."""
        return {"": self.threshold} if self.threshold is not None else self.levels
