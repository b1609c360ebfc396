"""Numbers, days and references in rules: 4, 1/2, 2018-06-30, {param: 材料期限}, {fact: …}, {field: …}."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.messages import Message, Percent, joined, measured_number, msg, number, percent, plain
from civcheck.model.numbers import difference, lean_of, leaning, product
from civcheck.model.parts import Mistake, Part, mistake

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import ExactNumber, ParamValue, Quantity

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:/(\d+)|(%))?")


Rounding = Literal["up", "down", "nearest"]
"""How a number is made whole; ``nearest`` is 四舍五入: a half goes away from zero."""


class Ref(Part):
    """A value that is named and not written: a param, a fact of the unit, a field of the record, the as-of date.

    ``days`` is added to a day (calendar days); a number is taken ``times`` another, ``plus`` is added, it is rounded to
    a whole one, and kept from ``at_least`` to ``at_most``. ``otherwise`` is what a field of a record counts as where it
    is blank.
    """

    param: str | None = None
    fact: str | None = None
    field: str | None = None
    as_of: int | None = None
    within: tuple[str, ...] = ()
    days: int = 0
    times: ExactNumber | None = None
    plus: ExactNumber | None = None
    round: Rounding | None = None
    at_least: ExactNumber | None = None
    at_most: ExactNumber | None = None
    otherwise: ParamValue | None = None

    NAMES: ClassVar[frozenset[str]] = frozenset({"param", "fact", "field", "as_of"})
    KEYS: ClassVar[frozenset[str]] = frozenset(
        {
            "param",
            "fact",
            "field",
            "as_of",
            "within",
            "days",
            "times",
            "plus",
            "round",
            "at_least",
            "at_most",
            "otherwise",
        }
    )

    def _check(self) -> None:
        named = [self.param, self.fact, self.field, self.as_of]
        if sum(each is not None for each in named) != 1:
            raise mistake("one-of", names=("param", "fact", "field", "as_of"))
        if self.otherwise is not None and self.field is None:
            raise mistake("otherwise-of-field")

    def scaled(self, value: Fraction) -> Fraction:
        """Take a number as many times as is written, add, round and cap it as is written.

        An estimate stays one that is more or less than it says, until it is rounded or kept within an end.
        """
        value = value if self.times is None else product(value, self.times)
        value = value if self.plus is None else leaning(value + self.plus, lean_of(value))
        if self.round is not None:
            value = rounded(value, self.round)
        value = value if self.at_most is None else min(value, self.at_most, key=standing)
        return value if self.at_least is None else max(value, self.at_least, key=standing)

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        if self.param is not None:
            yield from known.params((*path, "param"), self.param)
        if self.fact is not None:
            yield from known.facts((*path, "fact"), self.fact)
            listed = {"职能": known.terms.functions, "组织": known.terms.organisations}
            if self.fact in listed:
                yield from known.names((*path, "within"), plain(self.fact), self.within, listed[self.fact])
        if self.field is not None:
            yield from known.fields((*path, "field"), self.field)


class DayInYear(Part):
    """A day of every year, such as 03-31; ``years`` counts from the ledger's own: −2 前年, −1 上年, 1 次年."""

    month: int
    day: int
    years: int = 0

    @classmethod
    def _written(cls, raw: Any) -> Any:
        found = DAY_IN_YEAR.fullmatch(raw) if isinstance(raw, str) else None
        if found is None:
            return raw
        years = _YEARS.get(found[1] or "", 0)
        return {"month": int(found[2]), "day": int(found[3]), "years": years}

    def _check(self) -> None:
        try:
            date(2000, self.month, self.day)
        except ValueError:
            raise mistake("rule-day", value=f"{self.month:02}-{self.day:02}") from None

    def of(self, grounds: Any) -> date:
        """Give the day for a ledger."""
        return self.counted_from(grounds.unit.year)

    def counted_from(self, year: int) -> date:
        """Give the day, its year counted from this one; of 29 February in a common year the 28th."""
        year += self.years
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, 28)

    def words(self) -> Message:
        """Say the day."""
        year = msg(_YEAR_WORDS[self.years])
        return msg("words.day-in-year", year=year, month=str(self.month), day=str(self.day))


_YEARS = {"前年": -2, "上年": -1, "次年": 1}
_YEAR_WORDS = {-2: "year.before-last", -1: "year.last", 0: "year.this", 1: "year.next"}
DAY_IN_YEAR = re.compile(r"(前年|上年|次年)?(\d{2})-(\d{2})")


def standing(value: Fraction) -> tuple[Fraction, int]:
    """Give what a number is compared by: of two that are written alike one may be more, or less, than it says."""
    return value, lean_of(value)


def is_reached(step: Fraction, value: Fraction) -> bool:
    """Tell whether a number comes up to a step: what is less than 50 does not come up to 50."""
    return standing(step) <= standing(value)


def rounded(value: Fraction, how: Rounding) -> Fraction:
    """Make a number whole: what is more than 2 is 3 rounded up, what is less than 10 is 9 rounded down."""
    lean, half = lean_of(value), Fraction(1, 2)
    match how:
        case "nearest":
            if value < 0 or lean < 0 == value:
                return -rounded(leaning(-value, -lean), how)
            return rounded(leaning(value + half, lean), "down")
        case "up":
            return Fraction(math.floor(value) + 1 if lean > 0 else math.ceil(value))
        case "down":
            return Fraction(math.ceil(value) - 1 if lean < 0 else math.floor(value))


def parse_number(raw: Any) -> Fraction:
    """Read a number of a rule exactly: 4, 1.5, 1/2, 100%; a percentage stays one."""
    if isinstance(raw, Mapping) and not {"by", "fact"}.isdisjoint(raw):
        raise mistake("rule-number-nested", value=str(raw))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Fraction):
        raise mistake("rule-number", value=str(raw))
    found = _NUMBER.fullmatch(str(raw).strip())
    if found is None or found[2] in {"0", "00"}:
        raise mistake("rule-number", value=str(raw))
    if found[3]:
        return Percent(Fraction(found[1]) / 100)
    return raw if isinstance(raw, Percent) else Fraction(found[1]) / int(found[2] or 1)


MOST_DAYS = 36_600
"""A hundred years: no deadline or window of a document is longer."""


def whole_days(days: Fraction) -> int:
    """Give so many whole days (or months): less than 30 are 29 at the most, more than 30 are 31 at the least."""
    lean = lean_of(days)
    return int(rounded(days, "up" if lean > 0 else "down") if lean else days)


def span_of(days: Fraction) -> timedelta:
    """Give so many whole days, a hundred years at the most."""
    return timedelta(days=max(-MOST_DAYS, min(whole_days(days), MOST_DAYS)))


class Comparison(Part):
    """at_least, at_most, exactly, more_than, less_than; all that are given must hold."""

    at_least: Quantity | None = None
    at_most: Quantity | None = None
    exactly: Quantity | None = None
    more_than: Quantity | None = None
    less_than: Quantity | None = None

    def _check_limits(self, least: int = 0) -> None:
        """Refuse a comparison that says nothing: no limit at all, or one that everything reaches."""
        given = dict(self.limits())
        if not given:
            raise mistake("one-of", names=tuple(self.COMPARISONS))
        floor = given.get("at_least")
        if len(given) == 1 and isinstance(floor, Fraction) and floor <= least:
            raise mistake("limit-of-nothing", value=number(floor))

    COMPARISONS: ClassVar[tuple[str, ...]] = ("at_least", "at_most", "exactly", "more_than", "less_than")

    @property
    def capped(self) -> bool:
        """Tell whether more could break it."""
        return any(each is not None for each in (self.at_most, self.less_than, self.exactly))

    @property
    def floored(self) -> bool:
        """Tell whether less could break it."""
        return any(each is not None for each in (self.at_least, self.more_than, self.exactly))

    @property
    def by_field(self) -> bool:
        """Tell whether a number of it stands in a field, so that it is another for every record."""
        return bool(self.numbers_of_fields())

    def numbers_of_fields(self) -> dict[str, Ref]:
        """Give what is taken from a field of each record, by comparison."""
        return {
            name: each for name, each in self.limits() if isinstance(each, Ref) and each.field is not None
        }

    def limits(self) -> Iterator[tuple[str, Fraction | Ref]]:
        """List what is given, as (comparison, quantity)."""
        for name in self.COMPARISONS:
            value = getattr(self, name)
            if value is not None:
                yield name, value


SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "exactly": "="}
"""How comparisons are written in reports."""


class Limits:
    """Comparisons whose quantities are known numbers; 50余 is above 50, and 近50 is below it."""

    __slots__ = ("exact", "lower", "over", "under", "upper")

    def __init__(self, limits: dict[str, Fraction]) -> None:
        self.lower, self.over = limits.get("at_least"), limits.get("more_than")
        self.upper, self.under = limits.get("at_most"), limits.get("less_than")
        self.exact = limits.get("exactly")

    def reached(self, value: Fraction) -> bool:
        """Tell whether the lower limits are met."""
        own = standing(value)
        return (self.lower is None or own >= standing(self.lower)) and (
            self.over is None or own > standing(self.over)
        )

    def exceeded(self, value: Fraction) -> bool:
        """Tell whether an upper limit is broken; more of the same can never mend that."""
        own = standing(value)
        return (
            (self.upper is not None and own > standing(self.upper))
            or (self.under is not None and own >= standing(self.under))
            or (self.exact is not None and own > standing(self.exact))
        )

    def holds(self, value: Fraction) -> bool:
        """Tell whether every comparison holds."""
        exact = self.exact is None or standing(value) == standing(self.exact)
        return exact and self.reached(value) and not self.exceeded(value)

    def excess(self, value: Fraction, whole: bool = True) -> Fraction:
        """Say by how much a value breaks an upper limit; 0 where it does not.

        Below 10 are 9 at the most of what is ``whole``; else it is broken by as little as one likes.
        """
        if not self.exceeded(value):
            return Fraction(0)
        found = [difference(value, each) for each in (self.upper, self.exact) if each is not None]
        if self.under is not None:
            by_one = whole and not self.in_percent
            found.append(difference(value, self.under - 1 if by_one else leaning(self.under, -1)))
        return max(found, key=standing)

    def lacking(self, value: Fraction, whole: bool = True) -> Fraction:
        """Say by how much a value misses the limits: what it is short of the lower one, or more than the upper allows.

        An estimate misses them by more (1) or by less (-1) than it says.
        """
        by_one = whole and not self.in_percent
        least = self.need if by_one else self.need_exactly
        if least is None or self.exceeded(value):
            return self.excess(value, whole)
        if not by_one and self.lower is None and self.over is not None:
            least = leaning(least, 1)
        return max(Fraction(0), difference(least, value), key=standing)

    @property
    def has_lower(self) -> bool:
        """Tell whether there is a lower limit."""
        return self.lower is not None or self.over is not None

    @property
    def has_upper(self) -> bool:
        """Tell whether there is an upper limit (exactly is both, and neither)."""
        return self.upper is not None or self.under is not None

    @property
    def capped(self) -> bool:
        """Tell whether more could break it."""
        return self.has_upper or self.exact is not None

    @property
    def floored(self) -> bool:
        """Tell whether less could break it."""
        return self.has_lower or self.exact is not None

    @property
    def only_capped(self) -> bool:
        """Tell whether nothing at all would do as well."""
        return not self.floored

    @property
    def need(self) -> Fraction | None:
        """Give the smallest whole number that reaches the lower limit, or the limit itself when exact."""
        if self.lower is not None:
            more = lean_of(self.lower) > 0 and not isinstance(self.lower, Percent)
            return rounded(self.lower, "up") if more else self.lower
        if self.over is not None:
            less = lean_of(self.over) < 0
            return rounded(self.over, "up") if less else Fraction(int(self.over) + 1)
        return self.exact

    @property
    def need_exactly(self) -> Fraction | None:
        """Give the lower limit as it is written."""
        return self.lower if self.lower is not None else self.over if self.over is not None else self.exact

    @property
    def in_percent(self) -> bool:
        """Tell whether a limit was written as a percentage, so that what is held against it is shown as one."""
        limits = (self.lower, self.over, self.upper, self.under, self.exact)
        return any(isinstance(each, Percent) for each in limits)

    def shown(self, value: Fraction) -> Message | str:
        """Write a number that is held against the limits the way they are written."""
        return percent(value) if self.in_percent else measured_number(value, self.holds)

    def words(self, write: Callable[[Fraction], Message | str] = number) -> Message | str:
        """Write the comparisons as people read them: ≥4, >1/2; ``write`` writes the numbers."""
        values = (self.lower, self.over, self.upper, self.under, self.exact)
        said = [
            _behind(sign, in_words(value, write(value)))
            for sign, value in zip(SIGNS.values(), values, strict=True)
            if value is not None
        ]
        return said[0] if len(said) == 1 else joined("parts", said)


def _behind(sign: str, said: Message | str) -> Message | str:
    return sign + said if isinstance(said, str) else msg("said.limit", sign=sign, number=said)


def in_words(value: Fraction, shown: Message | str = "", is_estimate: bool = False) -> Message | str:
    """Say a number, written as ``shown`` if that is given, and that it is an estimate if it is one."""
    shown, lean = shown or number(value), lean_of(value)
    if lean:
        return msg("said.more-number" if lean > 0 else "said.less-number", number=shown)
    return msg("said.about-number", number=shown) if is_estimate else shown
