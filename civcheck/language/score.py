"""``score``: what a rule is worth, as it is written; a view beside the outcomes, never one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from civcheck.language.amount import Amount, Lookup, figures, not_points
from civcheck.language.choice import step_of
from civcheck.language.worth import Worth
from civcheck.messages import Message, msg, number, quoted
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.problem import NOTHING

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Best, Quantity, Veto


class BestOf(Part):
    """Of all records that name the same thing in a field the member with the most points alone (就高不重复)."""

    field: str

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a field that no kind has."""
        yield from known.fields((*path, "field"), self.field)


class Points(Part):
    """What a rule is worth.

    Exactly one way: ``satisfied`` (with ``gap``, or so much less for each thing ``lacking``, or for each begun ``unit``
    of what is lacking), so much for ``each`` thing found, ``in_proportion`` to what was asked for, ``steps`` of what
    was found, ``shares`` of what was asked for, ``members`` by name (all, the ``best`` alone, or the best of each value
    of a field), or ``veto`` (of every mark, or of the levels it names). ``at_most`` and ``at_least`` cap what comes of
    it; ``of`` names the group that it adds to (default: the point). Points may depend on the unit, as other numbers do.
    """

    satisfied: Quantity | None = None
    gap: Quantity | None = None
    lacking: Quantity | None = None
    unit: Quantity | None = None
    each: Quantity | None = None
    in_proportion: Quantity | None = None
    steps: Mapping[str, Quantity] = NOTHING
    shares: Mapping[str, Quantity] = NOTHING
    members: Mapping[str, Quantity] = NOTHING
    best: Best = False
    veto: Veto = False
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    of: str | None = None

    WAYS: ClassVar[tuple[str, ...]] = (
        "satisfied", "each", "in_proportion", "steps", "shares", "members", "veto",
    )  # fmt: skip
    NUMBERS: ClassVar[tuple[str, ...]] = (
        "satisfied", "gap", "lacking", "unit", "each", "in_proportion", "at_most", "at_least",
    )  # fmt: skip
    TABLES: ClassVar[tuple[str, ...]] = ("steps", "shares", "members")

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if raw == "veto":
            return {"veto": True}
        alone = isinstance(raw, dict) and not {"by", "fact", "param"}.isdisjoint(raw)
        return {"satisfied": raw} if alone or isinstance(raw, str | int | float) else raw

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
        if self.lacking is not None and (min(figures(self.lacking), default=1) <= 0 or self.gap is not None):
            raise mistake("score-lacking")
        earns, loses = self._may_earn_without_end(), self._may_lose_without_end(ways)
        if earns and self.at_most is None:
            raise mistake("score-no-end", key="at_most")
        if loses and self.at_least is None:
            raise mistake("score-no-end", key="at_least")

    def _may_earn_without_end(self) -> bool:
        if isinstance(self.best, BestOf):
            return True
        return self.each is not None and max(figures(self.each), default=Fraction(1)) > 0

    def _may_lose_without_end(self, ways: list[str]) -> bool:
        return ways == ["lacking"] or (self.each is not None and min(figures(self.each), default=1) < 0)

    def _is_written(self, name: str) -> bool:
        value = getattr(self, name)
        return value is not None and value is not False and value not in ({}, ())

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of steps that are no numbers, and of points that are none or have no end."""
        for name in ("steps", "shares"):
            for key in getattr(self, name):
                if step_of(key) is None:
                    yield (*path, name, key), "rule-number", {"value": key}
        for step, amount in self.amounts():
            yield from not_points((*path, *step), amount, known)

    def amounts(self) -> Iterator[tuple[tuple[str, ...], Amount]]:
        """List every number of points, each with the keys that lead to it."""
        for name in self.NUMBERS:
            if (value := getattr(self, name)) is not None:
                yield (name,), value
        for name in self.TABLES:
            for key, value in getattr(self, name).items():
                yield (name, key), value

    @property
    def counts(self) -> bool:
        """Tell whether it goes by what was found, and not by the outcome alone."""
        return (self.satisfied is None and self.gap is None) or self.lacking is not None

    def between(self, look: Lookup) -> tuple[Worth, Worth]:
        """Give what it is worth at the least and at the most, as far as its numbers are known."""
        low, high = (self._worth(look, end) for end in (0, 1))
        return low, high

    def _worth(self, look: Lookup, end: int) -> Worth:
        """Take one end of every number; the more is taken off for what is lacking, the less is earned."""
        known: dict[str, Any] = {}
        for name in self.NUMBERS:
            if (value := getattr(self, name)) is not None:
                known[name] = look(value)[1 - end if name == "lacking" else end]
        for name in self.TABLES:
            known[name] = {key: look(each)[end] for key, each in getattr(self, name).items()}
        return Worth(**known, best=self.best is True, per_item=isinstance(self.best, BestOf))

    # --- in words

    def words(self, known: Glossary) -> Message:
        """Say what it is worth: 达标得 5 分，缺口不得分."""
        said = self._way_in_words(known)
        if self.at_most is not None:
            said = msg("worth.at-most", worth=said, points=known.points("worth.most", self.at_most))
        if self.at_least is not None:
            said = msg("worth.at-least", worth=said, points=known.points("worth.least", self.at_least))
        return said if self.of is None else msg("worth.of", worth=said, group=self.of)

    def _way_in_words(self, known: Glossary) -> Message:
        if isinstance(self.veto, tuple) and self.veto:
            return msg("worth.veto-of", levels=quoted(self.veto))
        if self.veto:
            return msg("worth.veto")
        if self.lacking is not None:
            return self._lacking_in_words(self.lacking, known)
        if self.each is not None:
            return msg("worth.each", points=_earned(self.each, known))
        if self.in_proportion is not None:
            return msg("worth.in-proportion", points=_earned(self.in_proportion, known))
        for name in self.TABLES:
            if steps := getattr(self, name):
                listed = tuple(
                    msg("worth.step", step=key, points=_earned(each, known)) for key, each in steps.items()
                )
                if isinstance(self.best, BestOf):
                    return msg("worth.members-best-of", steps=listed, field=self.best.field)
                return msg(f"worth.{name}{'-best' if self.best else ''}", steps=listed)
        return msg("worth.outcome", satisfied=_earned(self.satisfied, known), gap=_earned(self.gap, known))

    def _lacking_in_words(self, lacking: Quantity, known: Glossary) -> Message:
        off = known.points("worth.minus", lacking)
        if self.unit is None:
            said = msg("worth.lacking", points=off)
        else:
            said = msg("worth.lacking-unit", points=off, unit=_unit(self.unit, known))
        if self.satisfied is None:
            return said
        said = msg("worth.from-full", satisfied=_earned(self.satisfied, known), lacking=said)
        return said if self.at_least is not None else msg("worth.no-less", worth=said)


def _unit(unit: Quantity, known: Glossary) -> Any:
    if isinstance(unit, Fraction) and unit < 1 and (unit * 100).denominator == 1:
        return f"{unit * 100}%"
    return known.quantity(unit)


def _earned(points: Quantity | None, known: Glossary) -> Message:
    if points is None or points == 0:
        return msg("worth.nothing")
    if isinstance(points, Fraction):
        return msg("worth.points" if points > 0 else "worth.minus", points=number(abs(points)))
    return known.points("worth.points", points)
