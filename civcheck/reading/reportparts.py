"""The parts of a stored report that stand by themselves: messages, days and places, records, claims, points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.messages import LANGUAGES, Message, Percent, plain, say
from civcheck.model.days import Days
from civcheck.model.problem import Place
from civcheck.model.record import Evidence, Filing, Record
from civcheck.model.report import ClaimGroup, Score, ScoreGroup, ScoreLine, ScoreMark, ScoreNeed
from civcheck.reading.reportjson import ForeignReportError

Json = Mapping[str, Any]
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40}|/[1-9][0-9]{0,39})?%?")
_MOST_LINES = 10**9
_REACHED = {"reached": True, "not-reached": False, "open": None}


# --- messages


def message_of(said: Json | None, text: str) -> Message:
    """Give a message as it was; one that this civcheck cannot say stands as the text that was written."""
    if said is None:
        return plain(text)
    message = Message(said["code"], params_of(said.get("params", {})))
    return message if can_be_said(message) else plain(text)


def said_of(raw: Json) -> Message:
    """Give a message that stands with its text."""
    return message_of(raw, raw["text"])


def can_be_said(message: Message) -> bool:
    """Tell whether this civcheck knows such a message, in every language."""
    try:
        return bool([say(message, lang) for lang in LANGUAGES])
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        return False


def params_of(raw: Json) -> dict[str, Any]:
    """Give the params of a message.

    Raises:
        ForeignReportError: they are none, or messages are nested deeper than any are.
    """
    return {name: _param(value, 0) for name, value in raw.items()}


_DEEPEST = 10
"""A message that names a param twice doubles with every level."""


def _param(raw: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ForeignReportError("params")
    match raw:
        case {"number": str(text)}:
            return _number(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"code": str(code)}:
            inside = raw.get("params", {})
            return Message(code, {name: _param(value, depth + 1) for name, value in inside.items()})
        case list():
            return tuple(_param(each, depth + 1) for each in raw)
        case None | str() | int():
            return raw
        case _:
            raise ForeignReportError("params")


# --- numbers, days, places


def number_or_none(text: str | None) -> str | None:
    """Give an exact number as it is written, where there is one.

    Raises:
        ForeignReportError: it is none.
    """
    return None if text is None else exact_number(text)


def exact_number(text: str) -> str:
    """Give an exact number as it is written.

    Raises:
        ForeignReportError: it is none.
    """
    return str(_number(text))


def _number(text: str) -> Fraction:
    if _NUMBER.fullmatch(text) is None:  # 1e999999999 would take all there is
        raise ForeignReportError("number")
    return Percent(Fraction(text[:-1]) / 100) if text.endswith("%") else Fraction(text)


def optional_day(text: str | None) -> date | None:
    """Give a day that may not be there."""
    return None if text is None else date.fromisoformat(text)


def day_of(text: str) -> date:
    """Give a day."""
    return date.fromisoformat(text)


def place_of(raw: Json) -> Place:
    """Give a place."""
    line, column = raw["line"] or 0, raw["column"] or 0
    if not (0 <= line <= _MOST_LINES and 0 <= column <= _MOST_LINES):
        raise ForeignReportError("place")
    return Place(raw["path"], line, column)


# --- the catalogue


def record_of(raw: Json) -> Record:
    """Give a record of the catalogue; numbers of its own fields are texts where they are no whole ones."""
    days, filing = raw["days"], raw.get("filing")
    first, last = day_of(days["first"]), day_of(days["last"])
    found = Record(
        key=raw["key"],
        line=raw["line"],
        kind=raw["kind"],
        title=raw["title"],
        days=Days(first, last, tuple(map(day_of, days.get("sessions", ())))),
        id=raw["id"],
        joined=raw.get("joined"),
        attendance=raw.get("attendance"),
        hours=raw.get("hours"),
        large_event=raw.get("large_event"),
        reported_on=optional_day(raw.get("reported_on")),
        note=raw.get("note"),
        filing=None
        if filing is None
        else Filing(filing["number"], optional_day(filing["day"]), filing["box"]),
        evidence=tuple(map(_attachment, raw["attachments"])),
        fields=_fields(raw["fields"]),
        extra=raw["extra"],
    )
    lists: dict[str, Any] = {name: tuple(raw[name]) for name in _LISTS if name in raw}
    return found._replace(**lists)


_LISTS = ("place", "organiser", "by", "partners", "responsible", "themes", "audience", "refs", "links")


def _attachment(raw: Json) -> Evidence:
    folder, _, name = raw["path"].rpartition("/")
    where: tuple[str | None, str] = (None, raw["path"]) if raw["link"] else (folder, name)
    return Evidence(
        raw["role"],
        *where,
        size=raw["size"] or 0,
        caption=raw.get("caption"),
        day=optional_day(raw.get("day")),
        number=raw.get("number"),
        fields=_fields(raw.get("fields", {})),
    )


def _fields(raw: Json) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


# --- claims and points


def claims_of(raw: Json) -> ClaimGroup:
    """Give a group of rules within which a record counts once."""
    claimed = {rule: tuple(map(_claimed, items)) for rule, items in raw["claimed"].items()}
    return ClaimGroup(raw["group"], claimed, tuple(map(_claimed, raw["unclaimed"])))


def _claimed(raw: Json) -> tuple[str, date | None]:
    return raw["record"], optional_day(raw["day"])


def score_of(raw: Json) -> Score:
    """Give the points."""
    inside = {each["name"]: each["of"] for each in raw["groups"]}
    return Score(
        *_points(raw),
        groups=tuple(_score_group(each, inside) for each in raw["groups"]),
        marks=tuple(map(_mark, raw["marks"])),
        scaled_from=None if raw["scaled_from"] is None else _number(raw["scaled_from"]),
        vetoes=tuple(raw["vetoes"]),
        open_vetoes=tuple(raw["open_vetoes"]),
        unshown_vetoes=tuple(raw.get("unshown_vetoes", ())),
        lifted_vetoes=tuple(raw.get("lifted_vetoes", ())),
    )


def _points(raw: Json) -> tuple[Fraction, Fraction, Fraction]:
    return _number(raw["sure"]), _number(raw["possible"]), _number(raw["full"])


def _score_group(raw: Json, inside: Mapping[str, str | None]) -> ScoreGroup:
    return ScoreGroup(
        raw["name"],
        raw["point"],
        tuple(map(_score_line, raw["rules"])),
        *_points(raw),
        bonus=raw["bonus"],
        mark=None if raw["mark"] is None else _mark(raw["mark"]),
        depth=_depth(raw["name"], inside),
        of=raw["of"],
    )


def _depth(name: str, inside: Mapping[str, str | None]) -> int:
    """Count the groups around a group.

    Raises:
        ForeignReportError: they stand in a circle.
    """
    around: list[str] = []
    at = inside.get(name)
    while at is not None:
        if at in around:
            raise ForeignReportError("score.groups")
        around.append(at)
        at = inside.get(at)
    return len(around)


def _score_line(raw: Json) -> ScoreLine:
    unnamed = raw["unnamed"]
    return ScoreLine(
        raw["rule"],
        *_points(raw),
        raw["counts"],
        tuple(raw["asks"]),
        None if unnamed is None else (unnamed["field"], unnamed["records"]),
        raw.get("judged", False),
    )


def _mark(raw: Json) -> ScoreMark:
    needs = tuple(map(_need, raw.get("needs", ())))
    return ScoreMark(raw.get("name", ""), _number(raw["points"]), _REACHED[raw["verdict"]], needs)


def _need(raw: Json) -> ScoreNeed:
    points = None if raw["points"] is None else _number(raw["points"])
    return ScoreNeed(raw["sort"], raw["name"], points, _REACHED[raw["verdict"]])
