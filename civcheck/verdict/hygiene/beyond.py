"""Days beyond the ledger: outside its year where no rule looks, or after the as-of date though it has been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from civcheck.language.grounds import Clock
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, names_for, notice, place_of


def find_other_years(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice records with no day in the ledger's year that no rule of the pack could use all the same."""
    first, last = look.year
    outside = [
        record
        for record in look.records
        if not first <= record.days.first <= last
        and not _any_day(record, first, last)
        and place_of(record) not in look.told
    ]
    if not outside:
        return
    windows, clock = look.windows(), Clock(look.as_of)
    for record in outside:
        usable = windows.get(record.kind, frozenset())
        if not any(window.has(record, by, clock) for window in usable for by in ("日期", "报送日期")):
            params = {"title": record.title, "first": record.days.first, "year": str(look.unit.year)}
            yield notice("outside-year", [record], params)


def _any_day(record: Record, first: date, last: date) -> bool:
    days = record.days
    if days.sessions:
        return any(first <= day <= last for day in days.sessions)
    return days.first <= last and days.last >= first


def find_ahead_of_time(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice, all in one, activities after the as-of date that have material of what has been."""
    roles = names_for("after-as-of", "roles")
    ahead = [
        record
        for record in look.events
        if record.days.first > look.as_of
        and any(
            each.role in roles and (each.day is None or each.day <= look.as_of) for each in record.evidence
        )
    ]
    if ahead:
        first = {"title": ahead[0].title, "first": ahead[0].days.first}
        yield notice("after-as-of", ahead, {"count": len(ahead), "as_of": look.as_of, **first})


CHECKS = (Check("outside-year", find_other_years), Check("after-as-of", find_ahead_of_time))
