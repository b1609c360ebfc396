"""Facts of a file as one line of JSON: between a child process and its parent, and in the cache; never pickled."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import date
from typing import Any

from civcheck.model.material import FileFacts, Made, Personal, Picture


def facts_json(facts: FileFacts) -> str:
    """Write facts, without a line's end; every field by its place, for a cache holds very many of them."""
    picture = facts.picture
    raw = facts._replace(
        picture=picture and picture._replace(looks=b64encode(picture.looks).decode()),  # type: ignore[arg-type]
        sketch=b64encode(facts.sketch).decode(),  # type: ignore[arg-type]
        personal=tuple(each._replace(born=_day(each.born)) for each in facts.personal),  # type: ignore[arg-type]
        made=tuple(each._replace(day=each.day.isoformat()) for each in facts.made),  # type: ignore[arg-type]
        thumbnail=b64encode(facts.thumbnail).decode(),  # type: ignore[arg-type]
    )
    return json.dumps(raw, separators=(",", ":"))


def facts_of_json(text: str | bytes) -> FileFacts:
    """Read facts back.

    Raises:
        ValueError: it is not what ``facts_json`` writes.
    """
    try:
        return _facts(json.loads(text))
    except (TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ValueError(text[:80]) from error


def _facts(raw: Any) -> FileFacts:
    known = dict(zip(FileFacts._fields, raw, strict=True))
    known["sketch"] = b64decode(known["sketch"], validate=True)
    known["thumbnail"] = b64decode(known["thumbnail"], validate=True)
    known["personal"] = tuple(map(_personal, known["personal"]))
    known["made"] = tuple(Made(source, date.fromisoformat(day)) for source, day in known["made"])
    known["picture"] = None if known["picture"] is None else _picture(*known["picture"])
    return FileFacts(**known)


def _personal(raw: Any) -> Personal:
    known = dict(zip(Personal._fields, raw, strict=True))
    known["born"] = None if known["born"] is None else date.fromisoformat(known["born"])
    return Personal(**known)


def _picture(width: int, height: int, looks: str) -> Picture:
    return Picture(width, height, b64decode(looks, validate=True))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
