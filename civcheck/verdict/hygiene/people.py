"""Head counts and hours that do not fit together; an estimate (约数) is never held against an exact number."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from civcheck.model.numbers import is_about, read_whole
from civcheck.model.rawvalue import BadValue, Context
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, names_for, notice


def _exact(value: object) -> Fraction | None:
    """Give a number that was written exactly, or None."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or is_about(value):
        return None
    return Fraction(value)


def _times(record: Record) -> int:
    """Say how often at most what is written of a record took place: on each session, or on each day."""
    days = record.days
    return len(days.sessions) or (days.last - days.first).days + 1


# --- hours


def find_hours_that_differ(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice person-hours that are not people times hours, be the hours those of a day or of all days."""
    fields, slack = names_for("hours-mismatch", "fields"), numbers["tolerance"]
    for record in look.with_field(fields):
        written = fields.intersection(record.fields)
        people, hours = _exact(record.attendance), _exact(record.hours)
        if not written or people is None or hours is None:
            continue
        product = people * hours
        for name in sorted(written):
            total = _exact(record.fields[name])
            fits = total is None or any(
                abs(total - product * times) <= slack for times in {1, _times(record)}
            )
            if total is not None and not fits:
                params = {"title": record.title, "field": name, "people": people, "hours": hours}
                yield notice("hours-mismatch", [record], {**params, "total": total, "product": product})


# --- sign-in sheets

_COUNT = re.compile(
    r"(?:约|近|大约|将近|接近|超过|逾|共|共计)?[0-9零一二两三四五六七八九十百千]+[余多来几]?(?:人|名|位)"
    r"(?:左右|以上|上下|许)?"
)


def find_sign_ins_that_differ(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice a number of people that a sign-in sheet is said to have and that is not the attendance."""
    roles, fields = names_for("sign-in-count", "roles"), names_for("sign-in-count", "fields")
    hedges = tuple(names_for("sign-in-count", "hedges"))
    for record in {record.key: record for record, piece in look.described if piece.role in roles}.values():
        people = _exact(record.attendance)
        if people is None:
            continue
        sheets = [each for each in record.evidence if each.role in roles]
        known = [count for each in sheets if (count := _count_of(each, fields, hedges)) is not None]
        if len(known) == len(sheets) and not _fits(people, known, _times(record), numbers["people"]):
            params = {"title": record.title, "people": people, "signed": sum(known)}
            yield notice(
                "sign-in-count", [record], params, [each.path for each in sheets if not each.is_link]
            )


def _fits(people: Fraction, known: list[int], times: int, slack: Fraction) -> bool:
    """Tell whether sheets together, or one of them, have the attendance, be it that of one day or of all days.

    Fewer sheets than days may leave some out, so they are only too many where no reading has room for them.
    """
    if len(known) < times:
        return sum(known) <= people * times + slack
    return any(
        abs(count - each) <= slack for count in (sum(known), *known) for each in (people, people * times)
    )


def _count_of(piece: Evidence, fields: frozenset[str], hedges: tuple[str, ...]) -> int | None:
    """Read how many people signed, where just one exact number of people is written."""
    for name, value in piece.fields.items():
        if name in fields and (own := _exact(value)) is not None:
            return int(own)
    if not piece.caption or any(hedge in piece.caption for hedge in hedges):
        return None
    found = _COUNT.findall(unicodedata.normalize("NFKC", piece.caption[:300]).replace(" ", ""))
    if len(found) != 1:
        return None
    try:
        count = _exact(read_whole(found[0], Context(0)))
    except BadValue:
        return None
    return int(count) if count is not None else None


# --- staff


def find_more_than_staff(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice own activities with more people than the unit has, where nothing says who the others were."""
    staff = look.unit.staff
    if not staff:
        return
    fields, most = names_for("above-staff", "fields"), math.floor(staff * numbers["times"])
    for record in look.events:
        people = record.attendance
        if people is None or people <= most or is_about(people) or people <= most * _times(record):
            continue
        told = record.audience or record.partners or record.joined or "对象" in record.flaws
        if not told and fields.isdisjoint(record.fields):
            params = {"title": record.title, "people": people, "staff": staff}
            yield notice("above-staff", [record], params)


CHECKS = (
    Check("hours-mismatch", find_hours_that_differ),
    Check("sign-in-count", find_sign_ins_that_differ),
    Check("above-staff", find_more_than_staff),
)
