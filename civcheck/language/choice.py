"""What depends on the unit: a number, a day or a period chosen by its rank, type, headcount or another fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civcheck.language.fieldvalues import count_of
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import in_words, is_reached, parse_number
from civcheck.language.undetermined import NotConcerned
from civcheck.messages import Message, msg, number
from civcheck.model.numbers import is_about, lean_of, leaning
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.terms import COUNTED

if TYPE_CHECKING:
    from civcheck.language.period import Every
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import DayValue, ExactNumber


class Choice(Part):
    """One of several values, by a fact of the unit.

    Ranks (文明单位级别) and numbers (在职人数, the length of a list) are steps: the highest one that the unit reaches
    stands. Of unit types the nearest one stands, of anything else the one that is written. ``otherwise`` stands
    for every other unit; without it the rule does not concern those.
    """

    by: str
    values: Mapping[str, Any]
    otherwise: Any | None = None

    def _check(self) -> None:
        if not self.values:
            raise mistake("one-of", names=("values",))

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a fact the pack does not know, and of values that the fact cannot have."""
        yield from known.facts((*path, "by"), self.by)
        match self.by:
            case "文明单位级别":
                yield from known.names((*path, "values"), msg("sort.rank"), self.values, known.terms.honours)
            case "单位类型":
                yield from known.names(
                    (*path, "values"), msg("sort.unit-type"), self.values, known.terms.unit_types
                )
            case _ if self.by in known.unit_fields and known.fact_type(self.by) in COUNTED:
                for key in self.values:
                    if step_of(key) is None:
                        yield (*path, "values", key), "rule-number", {"value": key}
            case _ if self.by in known.unit_fields and known.fact_type(self.by) == "是否":
                yield from known.names((*path, "values"), msg("sort.answer"), self.values, ("是", "否"))
            case _:
                yield from known.answers((*path, "values"), self.by, self.values)

    def words(self) -> Message:
        """Say the values, and what they depend on."""
        values = tuple(
            msg("asks.choice-value", key=key, value=_shown(each)) for key, each in self.values.items()
        )
        said = msg("asks.choice", fact=self.by, values=values)
        if self.otherwise is None:
            return said
        return msg("asks.choice-otherwise", choice=said, value=_shown(self.otherwise))

    def of(self, grounds: Grounds) -> Any:
        """Give the value for this unit.

        Raises:
            Undetermined: the fact is not declared.
            NotConcerned: there is no value for this unit.
        """
        key, shown = self._key(grounds)
        value = self.otherwise if key is None else self.values[key]
        if value is None:
            raise NotConcerned(msg("seen.no-value-for", fact=self.by, value=shown))
        grounds.said.append(msg("note.chosen", fact=self.by, value=shown))
        return value

    def _key(self, grounds: Grounds) -> tuple[str | None, str | Message]:
        match self.by:
            case "文明单位级别":
                rung, ladder = grounds.honour(), grounds.terms.honours
                reached = [key for key in self.values if ladder.index(key) <= rung]
                return max(reached, key=ladder.index, default=None), ladder[rung]
            case "单位类型":
                lineage = grounds.terms.lineage(grounds.unit.type)
                return next((name for name in lineage if name in self.values), None), grounds.unit.type
        value = grounds.fact(self.by)
        if isinstance(value, bool):
            word = "是" if value else "否"
            return (word if word in self.values else None), word
        if isinstance(value, tuple):
            value = count_of(value)
        if isinstance(value, int | Fraction):
            has = leaning(value, lean_of(value))
            steps = {key: step for key in self.values if (step := step_of(key)) is not None}
            steps = {key: step for key, step in steps.items() if is_reached(step, has)}
            return max(steps, key=steps.__getitem__, default=None), in_words(has, "", is_about(value))
        return (value if value in self.values else None), str(value)


def step_of(key: str) -> Fraction | None:
    """Read a key as the number from which on its value stands; None where it is none."""
    try:
        return parse_number(key)
    except ValueError:
        return None


def _shown(value: Any) -> Any:
    return number(value) if isinstance(value, Fraction) else value


class NumberChoice(Choice):
    """A number that depends on the unit."""

    values: Mapping[str, ExactNumber]
    otherwise: ExactNumber | None = None


class DayChoice(Choice):
    """A day that depends on the unit."""

    values: Mapping[str, DayValue]
    otherwise: DayValue | None = None


class PeriodChoice(Choice):
    """A period that depends on the unit."""

    values: Mapping[str, Every]
    otherwise: Every | None = None
