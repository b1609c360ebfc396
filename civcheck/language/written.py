"""How rules are written in YAML: the unions of the rule language, told apart by their form.

The names here stand in the annotations of the language's parts; nothing imports them unless a pack has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag

from civcheck.language import pack  # noqa: F401 - every part must be known before the first is read
from civcheck.language.choice import Choice, DayChoice, NumberChoice, PeriodChoice
from civcheck.language.condition import Condition
from civcheck.language.expectation import CONSTRUCT_PARTS, gather
from civcheck.language.expectation.cover import AtLeast
from civcheck.language.expectation.members import FromRecords, Member
from civcheck.language.expectation.per_value import PerBoth, PerValue
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.period import Every
from civcheck.language.quantity import DAY_IN_YEAR, MOST_DAYS, DayInYear, Ref, parse_number
from civcheck.language.score import BestOf
from civcheck.language.scoretable import Level
from civcheck.language.select import Select
from civcheck.language.window import WindowDays
from civcheck.model.outcome import Basis, Obligation
from civcheck.model.parts import day_text, listed, mistake, yes_no
from civcheck.model.written import WORDS, Day, Texts, written_day


def _of_ref(raw: Any) -> str:
    if isinstance(raw, Choice) or (isinstance(raw, dict) and "by" in raw):
        return "choice"
    return "ref" if isinstance(raw, dict | Ref) else "value"


def _alone(word: str, other: str) -> Discriminator:
    """Tell a word that stands alone from a mapping."""
    return Discriminator(lambda raw: word if isinstance(raw, str) else other)


ExactNumber = Annotated[Fraction, PlainValidator(parse_number)]
Quantity = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[NumberChoice, Tag("choice")]
    | Annotated[ExactNumber, Tag("value")],
    Discriminator(_of_ref),
]
"""A number, a reference to one, or one that depends on the unit."""


def _mark(raw: Any) -> Any:
    if isinstance(raw, str) and raw.strip().endswith(("%", "％")):
        raise mistake("score-mark", value=raw.strip())
    return raw


Mark = Annotated[Quantity, BeforeValidator(_mark)]
"""Points to be reached: a percentage is none."""


def _sort_of_level(raw: Any) -> str:
    is_level = isinstance(raw, Level) or (isinstance(raw, dict) and not Ref.KEYS.union({"by"}) & {*raw})
    return "level" if is_level else "mark"


LevelOrMark = Annotated[
    Annotated[Level, Tag("level")] | Annotated[Mark, Tag("mark")], Discriminator(_sort_of_level)
]
"""Points to be reached, of the whole alone or of some groups too."""
Best = Annotated[
    Annotated[BestOf, Tag("best-of")] | Annotated[bool, BeforeValidator(yes_no), Tag("yes-no")],
    Discriminator(lambda raw: "best-of" if isinstance(raw, dict | BestOf) else "yes-no"),
]
"""The best member alone, or the best of each value of a field."""
Veto = Annotated[
    Annotated[bool, BeforeValidator(yes_no), Tag("yes-no")] | Annotated[Texts, Tag("levels")],
    Discriminator(lambda raw: "yes-no" if isinstance(yes_no(raw), bool) else "levels"),
]
"""A veto of every mark, or of the levels that it names."""

NumberValue = Annotated[
    Annotated[NumberChoice, Tag("choice")] | Annotated[ExactNumber, Tag("value")], Discriminator(_of_ref)
]
"""A number, or one that depends on the unit."""

DayValue = Day


def _of_day(raw: Any) -> str:
    in_year = isinstance(raw, DayInYear) or (isinstance(raw, str) and DAY_IN_YEAR.fullmatch(raw))
    return "in-year" if in_year else _of_ref(raw)


DayOrRef = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[DayChoice, Tag("choice")]
    | Annotated[DayInYear, Tag("in-year")]
    | Annotated[DayValue, Tag("value")],
    Discriminator(_of_day),
]
"""A day, a reference to one, one that depends on the unit, or one of every year."""


def _bound(raw: Any) -> Any:
    if isinstance(raw, str) and re.fullmatch(r"[+-]?\d+", raw):
        if len(raw) > 6 or abs(int(raw)) > MOST_DAYS:
            raise mistake("days-too-many", value=raw[:12])
        return int(raw)
    return raw if isinstance(raw, int) else written_day(raw)


Bound = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[DayChoice, Tag("choice")]
    | Annotated[DayInYear, Tag("in-year")]
    | Annotated[int | date, BeforeValidator(_bound), Tag("value")],
    Discriminator(_of_day),
]
"""An end of a window: a day, an offset in days from a moving day, or a reference to either."""

ParamValue = Annotated[
    Annotated[DayValue, Tag("day")] | Annotated[ExactNumber, Tag("number")],
    Discriminator(lambda raw: "day" if isinstance(day_text(raw), date) else "number"),
]

Operand = Annotated[Annotated[Ref, Tag("ref")] | Annotated[str, Tag("value")], Discriminator(_of_ref)]
NumberOperand = Annotated[
    Annotated[Ref, Tag("ref")] | Annotated[NumberChoice, Tag("choice")] | Annotated[str, Tag("value")],
    Discriminator(_of_ref),
]
DayOperand = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[DayChoice, Tag("choice")]
    | Annotated[DayInYear, Tag("in-year")]
    | Annotated[str, Tag("value")],
    Discriminator(lambda raw: _of_day(raw)),
]
"""What a test compares a number or a day with: it may depend on the unit, or on the year."""
Values = Annotated[Annotated[Ref, Tag("ref")] | Annotated[Texts, Tag("value")], Discriminator(_of_ref)]
"""What a test names: one text or several, or a reference."""

Applies = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Literal["全部单位"], Tag("everyone")],
    _alone("everyone", "condition"),
]
"""``applies_to``: 全部单位, or a condition on the unit."""

Window = Annotated[
    Annotated[WindowDays, Tag("days")] | Annotated[Literal["standing"], Tag("standing")],
    _alone("standing", "days"),
]
"""When a record counts: days, or ``standing`` (any time up to the end of the year, and still valid)."""

CountOf = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Literal["all"], Tag("all")], _alone("all", "condition")
]


def _sort_of_members(raw: Any) -> str:
    if isinstance(raw, dict):
        return "records" if "of" in raw else "ref"
    return "ref" if isinstance(raw, Ref) else "records" if isinstance(raw, FromRecords) else "listed"


Members = Annotated[
    Annotated[tuple[Member, ...], Tag("listed")]
    | Annotated[Ref, Tag("ref")]
    | Annotated[FromRecords, Tag("records")],
    Discriminator(_sort_of_members),
]
Need = Annotated[
    Annotated[AtLeast, Tag("ref")] | Annotated[Literal["all", "any"], Tag("value")],
    Discriminator(lambda raw: "ref" if isinstance(raw, dict | AtLeast) else "value"),
]
Quantifier = Annotated[
    Annotated[AtLeastRecords, Tag("number")] | Annotated[Literal["each", "together"], Tag("word")],
    Discriminator(lambda raw: "number" if isinstance(raw, dict | AtLeastRecords) else "word"),
]
QuantifierOfOne = Annotated[
    Annotated[AtLeastRecords, Tag("number")] | Annotated[Literal["each"], Tag("word")],
    Discriminator(lambda raw: "number" if isinstance(raw, dict | AtLeastRecords) else "word"),
]
TiedBy = Annotated[
    Annotated[dict[str, str], Tag("pairs")] | Annotated[Texts, Tag("same")],
    Discriminator(lambda raw: "pairs" if isinstance(raw, Mapping) else "same"),
]
"""Names of fields that are equal, or those here with those on the other side."""
Unique = Annotated[tuple[Texts, ...], BeforeValidator(listed)]
"""Fields, each by itself; a list inside is a combination."""
Selects = Annotated[tuple[Select, ...], BeforeValidator(lambda raw: [raw] if isinstance(raw, dict) else raw)]
"""Selections; one may stand alone."""
RoleDemands = Annotated[
    tuple[RoleDemand, ...], BeforeValidator(lambda raw: [raw] if isinstance(raw, str) else raw)
]
Period = Annotated[
    Annotated[PeriodChoice, Tag("choice")] | Annotated[Every, Tag("every")],
    Discriminator(lambda raw: "choice" if _of_ref(raw) == "choice" else "every"),
]
"""A period, or one that depends on the unit."""
PerOne = Annotated[
    Annotated[PeriodChoice, Tag("choice")]
    | Annotated[PerValue, Tag("value")]
    | Annotated[Every, Tag("every")],
    Discriminator(lambda raw: _sort_of_per(raw)),
]
"""Periods, or the values of a field."""
Per = Annotated[
    Annotated[PeriodChoice, Tag("choice")]
    | Annotated[PerValue, Tag("value")]
    | Annotated[PerBoth, Tag("both")]
    | Annotated[Every, Tag("every")],
    Discriminator(lambda raw: _sort_of_per(raw)),
]
"""Periods, the values of a field, or each value in every period."""
PerPeriod = Annotated[
    Annotated[PeriodChoice, Tag("choice")] | Annotated[PerBoth, Tag("both")] | Annotated[Every, Tag("every")],
    Discriminator(lambda raw: "every" if (sort := _sort_of_per(raw)) == "value" else sort),
]
"""Periods, or each value of a field in every period."""


def _sort_of_per(raw: Any) -> str:
    if isinstance(raw, PerBoth | list):
        return "both"
    if isinstance(raw, PerValue) or (isinstance(raw, dict) and ("field" in raw or "members" in raw)):
        return "value"
    return "choice" if _of_ref(raw) == "choice" else "every"


CountedIn = Literal["天", "工作日", "月", "年"]
"""What is counted from one day to another; a year is twelve months."""
Months = Annotated[int, Field(ge=1, le=120)]
Weeks = Annotated[int, Field(ge=1, le=53)]
DaysLong = Annotated[int, Field(ge=1, le=366)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]
MonthsOfYear = Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], BeforeValidator(listed)]
Years = Annotated[int, Field(ge=2, le=10)]
"""So many years with the ledger's own."""

EarlierYear = Annotated[int, Field(ge=-10, le=-1)]
"""−1 is the year before the ledger's own."""

Expectation = Annotated[CONSTRUCT_PARTS, Discriminator("form")]
Expectations = Annotated[tuple[Expectation, ...], BeforeValidator(gather)]
"""``expect``: constructs by their keys."""


def _obligation(raw: Any) -> Obligation:
    found = Obligation.of(raw) if isinstance(raw, str) else None
    if found is None:
        raise mistake("rule-word", value=str(raw), names=("强制", "应办", "倡导"))
    return found


def _basis(raw: Any) -> Basis:
    found = Basis.of(raw) if isinstance(raw, str) else None
    if found is None:
        raise mistake("rule-word", value=str(raw), names=("原文", "推断", "上级标准"))
    return found


ObligationWord = Annotated[Obligation, PlainValidator(_obligation)]
BasisWord = Annotated[Basis, PlainValidator(_basis)]

WORDS.update({name: value for name, value in vars().items() if name[0].isupper() and name not in WORDS})
