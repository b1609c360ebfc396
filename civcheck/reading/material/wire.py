"""File facts as plain JSON, between a child process and its parent; what comes back is checked, never unpickled."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import date
from typing import Any

from civcheck.model.material import FileFacts, Made, Personal, Picture


def to_line(facts: FileFacts) -> bytes:
    """Write facts as one line of JSON, its end included."""
    plain = facts._asdict()
    plain["sketch"] = facts.sketch.hex()
    if facts.picture is not None:
        plain["picture"] = [*facts.picture[:2], b64encode(facts.picture.looks).decode()]
    plain["personal"] = [
        [each.sort, each.shown, each.where, each.is_weak, each.born.isoformat() if each.born else None]
        for each in facts.personal
    ]
    plain["made"] = [[each.source, each.day.isoformat()] for each in facts.made]
    return json.dumps(plain).encode() + b"\n"


def from_line(line: bytes) -> FileFacts:
    """Read facts from such a line.

    Raises:
        ValueError: it is not one.
    """
    try:
        plain: dict[str, Any] = json.loads(line)
        picture = plain["picture"]
        return FileFacts(
            **{
                **plain,
                "sketch": bytes.fromhex(plain["sketch"]),
                "personal": tuple(map(_personal, plain["personal"])),
                "made": tuple(Made(str(source), date.fromisoformat(day)) for source, day in plain["made"]),
                "picture": None
                if picture is None
                else Picture(int(picture[0]), int(picture[1]), b64decode(picture[2], validate=True)),
            }
        )
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _personal(plain: list[Any]) -> Personal:
    sort, shown, where, is_weak, born = plain
    return Personal(
        str(sort), str(shown), str(where), bool(is_weak), date.fromisoformat(born) if born else None
    )
