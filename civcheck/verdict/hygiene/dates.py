"""Days that contradict each other: plan after the activity, report before it, reported or filed before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, names_for, notice


def find_late_plans(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice plans that are dated after the first day of what they plan."""
    for record, plan, day in _of_events(look, names_for("plan-after", "roles")):
        if day > record.days.first and (day - record.days.first).days > numbers["days"]:
            yield _of_material("plan-after", record, plan)


def find_early_reports(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice reports and sign-in sheets that are dated before the first day of the activity."""
    for record, report, day in _of_events(look, names_for("report-before", "roles")):
        if _before(day, record, numbers):
            yield _of_material("report-before", record, report)


def _of_events(look: Look, roles: frozenset[str]) -> Iterator[tuple[Record, Evidence, date]]:
    """List material in some roles that has a day of its own, where its record is of something that was held."""
    kinds = look.kinds_of_events
    for record, piece in look.dated:
        if piece.day is not None and piece.role in roles and record.kind in kinds:
            yield record, piece, piece.day


def find_early_reporting(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice activities whose 报送日期 lies before their first day."""
    for record in look.events:
        if record.reported_on is not None and _before(record.reported_on, record, numbers):
            params = {"title": record.title, "first": record.days.first, "day": record.reported_on}
            yield notice("reported-before", [record], params)


def find_early_filing(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice records that were filed before their first day; filing without a day says nothing."""
    for record in look.records:
        filing = record.filing
        if filing is not None and filing.day is not None and _before(filing.day, record, numbers):
            params = {"title": record.title, "first": record.days.first, "day": filing.day}
            yield notice("filed-before", [record], params)


def _before(day: date, record: Record, numbers: Numbers) -> bool:
    return day < record.days.first and (record.days.first - day).days > numbers["days"]


def _of_material(check: str, record: Record, piece: Evidence) -> Notice:
    params = {"title": record.title, "first": record.days.first, "role": piece.role, "day": piece.day}
    return notice(check, [record], params, () if piece.is_link else (piece.path,))


CHECKS = (
    Check("plan-after", find_late_plans),
    Check("report-before", find_early_reports),
    Check("reported-before", find_early_reporting),
    Check("filed-before", find_early_filing),
)
