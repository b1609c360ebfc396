"""The days that a record gives, and the numbers of days that stand in its fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref, whole_days
from civcheck.messages import msg
from civcheck.model.numbers import is_about, lean_of, leaning
from civcheck.model.record import Record


def written_day(record: Record, field: str) -> date | None:
    """Give the day that is written in a field, whether it has come or not."""
    base = {
        "日期": record.days.last,
        "日期.首日": record.days.first,
        "日期.末日": record.days.last,
        "报送日期": record.reported_on,
        "归档": record.filed_on,
    }
    written = base[field] if field in base else record.fields.get(field)
    return written if isinstance(written, date) else None


def days_of(value: Any, record: Record, grounds: Grounds) -> int | str:
    """Give so many days as a rule or a field of the record says; the field's name where it is blank."""
    if not isinstance(value, Ref) or value.field is None:
        return whole_days(grounds.quantity(value))
    known = grounds.refer(value, record)
    if not isinstance(known, int | Fraction):
        return value.field
    if is_about(known):
        grounds.said.append(msg("note.about"))
    return whole_days(value.scaled(leaning(known, lean_of(known))))


def days_for(value: Any, grounds: Grounds) -> Callable[[Record], int | str]:
    """Make the function that gives ``days_of`` for one record after another; a number for all is looked up once."""
    if isinstance(value, Ref) and value.field is not None:
        return lambda record: days_of(value, record, grounds)
    known: list[int] = []

    def fixed(_record: Record) -> int:
        if not known:
            known.append(whole_days(grounds.quantity(value)))
        return known[0]

    return fixed
