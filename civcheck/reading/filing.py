"""Reading 归档: in which file, on which day and in which box the paper was filed."""

from __future__ import annotations

import re
from typing import Any

from civcheck.model.rawvalue import BadValue, is_missing
from civcheck.model.record import Filing
from civcheck.model.texts import near
from civcheck.model.values import NO, YES, read_text
from civcheck.reading.entry import Entry
from civcheck.reading.keys import Slot

FILING_KEYS = {
    "档号": "number", "archive_number": "number", "日期": "day", "date": "day", "盒号": "box", "box": "box",
}  # fmt: skip
_ARCHIVE_NUMBER = re.compile(r" *[A-Za-z][\w·.〔〕()（）/-]*[0-9][\w·.〔〕()（）/-]* *")


def read_filing(raw: Any, entry: Entry, days: Slot, year: int) -> Filing | None:
    """Read 归档: a mapping, or 是 / an archive number alone; 否 and 无 are no filing.

    ``days`` reads and remembers days; what is wrong is told to ``entry``.
    """
    if isinstance(raw, str) and raw in (*NO, *YES):
        return Filing() if raw in YES else None
    if isinstance(raw, str) and len(raw) <= 100 and _ARCHIVE_NUMBER.fullmatch(raw):
        return Filing(number=raw.strip())
    if not isinstance(raw, dict):
        # a day alone, 待归档, 已归档: nobody can say which day that was
        entry.trouble("filing-not-mapping", ("归档",))
        entry.flaws.append("归档")
        return None
    parts: dict[str, Any] = {}
    for key, value in raw.items():
        name = FILING_KEYS.get(key)
        if name is None:
            meant = near(key, ("档号", "日期", "盒号")) or ""
            entry.trouble("unknown-key", ("归档", key), key=key, meant=meant, names=("档号", "日期", "盒号"))
        elif name in parts:
            entry.trouble("duplicate-key", ("归档", key), key=key)
            entry.flaws.append("归档")
            return None
        elif not is_missing(value) and value != "无":
            try:
                parts[name] = _part(name, value, entry, days, year)
            except BadValue as bad:
                entry.trouble(bad.code, ("归档", key), **{**bad.params, "field": f"归档·{key}"})
                entry.flaws.append("归档")
                if name == "day":
                    return None
    return Filing(parts.get("number"), parts.get("day"), parts.get("box")) if parts else None


def _part(name: str, raw: Any, entry: Entry, days: Slot, year: int) -> Any:
    if name != "day":
        return read_text(raw)
    known = days.known.get(raw) if type(raw) is str else None
    day, notes = known or days.remember(raw, days.value(raw, year))
    entry.note(notes, ("归档",))
    return day
