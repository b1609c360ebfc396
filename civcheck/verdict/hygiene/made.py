"""When material was made, by what files say of themselves and by git: photos, plans, late filing, edited pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from civcheck.model.days import Days
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, Piece, names_for, notice

_UNSET_YEAR = 2000
"""Up to this year, and on 1 January of any, the clock of a camera that nobody has set may stand."""


def find_photos_of_other_days(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice pictures taken on none of the days of any activity that names them; one without a day says nothing."""
    allowed = numbers["days"]
    for path, pieces in _pictures(look).items():
        taken = _taken(look, path)
        events = [each for each in pieces if each[0].kind in look.kinds_of_events]
        if taken is None or len(events) < len(pieces):
            continue
        if min(_days_off(taken, record, piece) for record, piece in events) > allowed:
            record = events[0][0]
            params = {"title": record.title, "first": record.days.first, "day": taken, "path": path}
            yield notice("photo-other-day", [each for each, _ in events], params, [path])


def _pictures(look: Look) -> dict[str, list[Piece]]:
    """Gather the pictures that records name, by path."""
    roles = {name for name, role in look.terms.roles.items() if role.files == "图片"}
    found: dict[str, list[Piece]] = defaultdict(list)
    for record in look.records if look.material else ():
        for piece in record.evidence:
            if piece.role in roles and not piece.is_link and piece.path in look.material:
                found[piece.path].append((record, piece))
    return found


def _taken(look: Look, path: str) -> date | None:
    """Give the day a picture says it was taken; None where it says none, or one of a clock that nobody has set."""
    days = [each.day for each in look.material[path].made if each.source == "exif"]
    return next((day for day in days if _is_likely(day, look)), None)


def _is_likely(day: date, look: Look) -> bool:
    return (
        day.year > _UNSET_YEAR
        and (day.month, day.day) != (1, 1)
        and day <= max(look.as_of, date(look.unit.year + 1, 12, 31))
    )


def _days_off(taken: date, record: Record, piece: Evidence) -> int:
    """Count the days between a picture and the nearest day of its record, or the one written beside the picture."""
    off = min(_from_span(taken, first, last) for first, last in _spans(record.days))
    return off if piece.day is None else min(off, abs((taken - piece.day).days))


def _spans(days: Days) -> list[tuple[date, date]]:
    return [(day, day) for day in days.sessions] or [(days.first, days.last)]


def _from_span(day: date, first: date, last: date) -> int:
    return max((first - day).days, (day - last).days, 0)


def find_plans_written_after(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice plans that were created after the activity began, and those that were only saved long after that."""
    roles, hedges = (names_for("plan-written-after", name) for name in ("roles", "hedges"))
    for record in look.events if look.material else ():
        for piece in record.evidence:
            if piece.role not in roles or piece.is_link or _says(piece, hedges):
                continue
            created, modified = (_made(look, piece.path, sign) for sign in ("-created", "-modified"))
            params = {"title": record.title, "first": record.days.first, "path": piece.path}
            if created is not None and _after(created, record) > numbers["days"]:
                yield notice("plan-written-after", [record], {**params, "day": created}, [piece.path])
            elif modified is not None and _after(modified, record) > numbers["saved"]:
                params |= {"day": modified}
                yield notice("plan-written-after", [record], params, [piece.path], says="plan-saved-after")


def _says(piece: Evidence, words: frozenset[str]) -> bool:
    return piece.caption is not None and any(word in piece.caption for word in words)


def _made(look: Look, path: str, sign: str) -> date | None:
    """Give the day a document says it was created, or last saved."""
    facts = look.material.get(path)
    made = facts.made if facts is not None else ()
    return next(
        (each.day for each in made if each.source.endswith(sign) and _is_likely(each.day, look)), None
    )


def _after(day: date, record: Record) -> int:
    return max((day - record.days.first).days, 0)


class _Late(NamedTuple):
    """A record, with the days on which its late files first appeared, by path."""

    record: Record
    files: dict[str, date]


def find_late_filing(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice records whose files appeared in git long after their last day; what came all at once is told once."""
    if not look.first_seen:
        return
    allowed = timedelta(days=int(numbers["days"]))
    late = [_Late(record, _late_files(record, look, allowed)) for record in look.records]
    seen = {path: day for record in look.records for path, day in _seen(record, look)}
    day, count = Counter(seen.values()).most_common(1)[0] if seen else (date.min, 0)
    batch = day if seen and count >= len(seen) * numbers["batch"] else None
    if batch is not None and (together := [each.record for each in late if batch in each.files.values()]):
        params = {"day": batch, "files": count, "all": len(seen), "count": len(together)}
        yield notice("filed-late", together, params, says="filed-at-once")
    for each in late:
        if days := sorted(day for day in each.files.values() if day != batch):
            yield _of_late(each.record, days)


def _of_late(record: Record, days: list[date]) -> Notice:
    params = {"title": record.title, "last": record.days.last, "day": days[0], "files": len(days)}
    return notice("filed-late", [record], {**params, "count": (days[0] - record.days.last).days})


def _seen(record: Record, look: Look) -> Iterator[tuple[str, date]]:
    """Give the day on which a record and each of its files first appeared, where that is known."""
    paths = (record.file, *(piece.path for piece in record.evidence if not piece.is_link))
    for path in dict.fromkeys(paths):
        if (day := look.first_seen.get(path)) is not None:
            yield path, day


def _late_files(record: Record, look: Look, allowed: timedelta) -> dict[str, date]:
    own = {piece.path: piece.day for piece in record.evidence if piece.day is not None}
    return {
        path: day
        for path, day in _seen(record, look)
        if day - max(record.days.last, own.get(path, record.days.last)) > allowed
    }


def find_edited_pictures(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice pictures that name an editing program, those of one program together."""
    found: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for path, pieces in _pictures(look).items():
        if software := look.material[path].software:
            found[software].append((path, pieces[0][0]))
    for software, named in sorted(found.items()):
        if len(named) >= numbers["pictures"]:
            params = {"software": software, "count": len(named), "path": named[0][0]}
            yield notice("edited-picture", [], params, [path for path, _ in named])


CHECKS = (
    Check("photo-other-day", find_photos_of_other_days),
    Check("plan-written-after", find_plans_written_after),
    Check("filed-late", find_late_filing),
    Check("edited-picture", find_edited_pictures),
)
