"""Comparing a value with what a test names: as texts, as numbers, as days."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from civcheck.language.condition.fieldtest import BOUNDS, EACH_DAY, OF_SELECTED, Truth
from civcheck.language.fieldvalues import count_of, texts_of
from civcheck.language.grounds import DAYS, Chosen, Grounds
from civcheck.language.quantity import Ref, parse_number
from civcheck.model.numbers import lean_of, leaning
from civcheck.model.parts import day_text, yes_no
from civcheck.model.record import Record
from civcheck.model.several import beyond_one_each
from civcheck.model.terms import NUMBERS
from civcheck.model.texts import normal

Check = Callable[[Any, Record], Truth]
Operand = Ref | str | tuple[str, ...] | Chosen
"""What a test compares with: texts, a reference, or a number or day that depends on the unit."""


def compile_check(name: str, operand: Operand, key: str, grounds: Grounds, blank: Truth) -> Check:
    """Make one check; where it compares with a field of the record that is blank, the answer is ``blank``."""
    if name in ("before", "after"):
        return _day_check(name, operand, grounds, blank)
    if name in BOUNDS:
        return _number_check(name, operand, key, grounds, blank)
    if name == "text_has":
        parts = operand_forms(operand, grounds)
        return lambda value, _: any(part in normal(text) for text in texts_of(value) for part in parts)
    if key == DAYS:  # of several days each is a value
        days, on_days = grounds.values(key), compile_check(name, operand, "", grounds, blank)
        return lambda _, record: on_days(days(record), record)
    if isinstance(operand, Ref) and operand.field is not None:
        other = _values_of(operand.field, grounds)

        def compare(value: Any, record: Record) -> Truth:
            known = other(record)
            return blank if known is None else compare_forms(name, forms_of(value), forms_of(known))

        return compare
    kind = grounds.terms.field_type(key)
    if kind == "是否" or kind in NUMBERS:
        known = grounds.refer(operand) if isinstance(operand, Ref) else operand
        wanted_values = {_scalar(each, kind) for each in (known if isinstance(known, tuple) else (known,))}
        return lambda value, _: (value in wanted_values and not lean_of(value)) == (name != "has_none")
    wanted = operand_forms(operand, grounds)
    return lambda value, _: compare_forms(name, forms_of(value), wanted)


def _values_of(field: str, grounds: Grounds) -> Callable[[Record], Any]:
    """Give the function that reads what a value is compared with: of 日期, also of a selected record, every day."""
    return grounds.compared(EACH_DAY if field == f"{OF_SELECTED}{DAYS}" else field)


def _scalar(value: Any, kind: str) -> Any:
    """Give the one value that a test on 是否 or on a number names."""
    if not isinstance(value, str):
        return value
    return yes_no(value) if kind == "是否" else parse_number(value)


def operand_forms(operand: Operand, grounds: Grounds) -> frozenset[str]:
    """Give the compared forms of what a test names."""
    if not isinstance(operand, str | tuple):
        return forms_of(grounds.refer(operand)) if isinstance(operand, Ref) else forms_of(operand.of(grounds))
    return frozenset(normal(text) for text in texts_of(operand))


def forms_of(value: Any) -> frozenset[str]:
    """Give the compared forms of the texts of a value."""
    if isinstance(value, str):
        return frozenset((normal(value),))
    return frozenset(normal(text) for text in texts_of(value))


def compare_forms(name: str, values: frozenset[str], wanted: frozenset[str]) -> bool:
    """Compare the texts of a value with those that a test names."""
    match name:
        case "is_" | "in_" | "has_any":
            return not values.isdisjoint(wanted)
        case "has_all":
            return wanted <= values
        case "has_none":
            return values.isdisjoint(wanted)
        case _:
            return values <= wanted


def _day_check(name: str, operand: Operand, grounds: Grounds, blank: Truth) -> Check:
    if isinstance(operand, Ref) and operand.field is not None:
        other, days = grounds.reader(operand), timedelta(days=operand.days)

        def compare(value: Any, record: Record) -> Truth:
            known = other(record)
            return blank if known is None else lies(name, value, known + days)

        return compare
    if isinstance(operand, Ref) and operand.as_of is not None:
        return lambda value, _: lies_by_clock(name, value, operand, grounds)
    bound = day_text(operand) if isinstance(operand, str | tuple) else grounds.day(operand)
    return lambda value, _: lies(name, value, bound)


def lies(name: str, day: Any, bound: Any) -> bool:
    """Tell whether a day lies before or after another; the day itself is neither."""
    if not isinstance(day, date) or not isinstance(bound, date):
        return False
    return day < bound if name == "before" else day > bound


def lies_by_clock(name: str, day: Any, ref: Ref, grounds: Grounds) -> bool:
    """Compare a day with the as-of date through the clock, which then knows when the answer turns."""
    if not isinstance(day, date):
        return False
    same = day - timedelta(days=(ref.as_of or 0) + ref.days)
    if name == "before":
        return grounds.clock.reached(same + timedelta(days=1))
    return not grounds.clock.reached(same)


def _number_check(name: str, operand: Operand, key: str, grounds: Grounds, blank: Truth) -> Check:
    listed = grounds.terms.listed_forms(key)
    whole = grounds.terms.field_type(key) == "整数"
    if isinstance(operand, Ref) and operand.field is not None:
        other = grounds.reader(operand)

        def compare(value: Any, record: Record) -> Truth:
            known = number_in(other(record))
            if known is None or (blank is None and of_nothing(name, operand, value, known)):
                return blank
            return keeps(name, value, operand.scaled(known), listed, whole)

        return compare
    bound = parse_number(operand) if isinstance(operand, str) else grounds.quantity(operand)  # type: ignore[arg-type]

    return lambda value, _: keeps(name, value, bound, listed, whole)


def of_nothing(name: str, operand: Any, value: Any, known: Any) -> bool:
    """Tell whether a share of nothing is asked for, which nothing is: 0 of 0 shows nothing."""
    asks_share = name == "at_least" and isinstance(operand, Ref) and operand.times and operand.plus is None
    return bool(asks_share) and number_in(value) == 0 == number_in(known)


def keeps(name: str, value: Any, bound: Fraction, listed: Collection[str] = (), whole: bool = False) -> Truth:
    """Tell whether a number, or the length of a list, keeps within a bound; ``whole``: it can have no fraction.

    None where a value of the list looks like several, and it depends on that; a ``listed`` one is one.
    """
    counted = number_in(value)
    if counted is None:
        return False
    held, more = holds(name, counted, bound, whole), may_be_more(value, listed)
    if more and name == "exactly":
        return None if counted <= bound <= counted + more else False
    return held if not more or holds(name, counted + more, bound) == held else None


def may_be_more(value: Any, listed: Collection[str] = ()) -> int:
    """Say how many values more than are counted a list may have, for some look like several."""
    if not isinstance(value, tuple):
        return 0
    return beyond_one_each(text for text in value if normal(text) not in listed)


def number_in(value: Any) -> Fraction | None:
    """Give a number, or how many different values a list has; None where it is neither."""
    if isinstance(value, tuple):
        return Fraction(count_of(value))
    return leaning(value, lean_of(value)) if is_number(value) else None


def is_number(value: Any) -> bool:
    """Tell whether a value is a number; 是 and 否 are none."""
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def holds(name: str, value: Fraction, bound: Fraction, whole: bool = False) -> bool:
    """Tell whether a number keeps within a bound; an estimate may be more, or less, than it says.

    Of ``whole`` ones what is less than 11 is 10 at the most, and what is more is 12 at the least.
    """
    if whole and name != "exactly" and not lean_of(bound):
        value = Fraction(value + lean_of(value))
    side = (value > bound) - (value < bound) or lean_of(value) - lean_of(bound)
    return {
        "at_least": side >= 0,
        "at_most": side <= 0,
        "exactly": side == 0,
        "more_than": side > 0,
        "less_than": side < 0,
    }[name]
