"""Names by which records are known again in a later report, whatever is written before them in their file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from civcheck.model.record import Record
from civcheck.model.texts import sanitize


def lasting_names(catalogue: Iterable[Record]) -> dict[str, str]:
    """Name records by key: alone in a file by that, else by their 编号 or their title and first day in it.

    What no two have in common is only their order: of records that say the same the second has its number with it.
    """
    names: dict[str, str] = {}
    given: Counter[str] = Counter()
    for record in catalogue:
        name = record.key if record.key == record.file else f"{record.file}{_own_name(record)}"
        given[name] += 1
        names[record.key] = name if given[name] == 1 else f"{name} ({given[name]})"
    return names


def _own_name(record: Record) -> str:
    if record.id is not None:
        return f"#{sanitize(record.id, 100)}"
    return f"#{sanitize(record.title, 100)} {record.first.isoformat()}"
