"""The numbers of records: those that two have, and references to one that none has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from civcheck.model.problem import InLedger
from civcheck.model.record import Record
from civcheck.model.texts import number_form


class WrongNumber(NamedTuple):
    """What is wrong: the code of its problem, the record and its key (with the alias), and what the problem says."""

    code: str
    record: Record
    keys: tuple[str, str]
    params: Mapping[str, Any]


def wrong_numbers(records: Sequence[Record]) -> Iterator[WrongNumber]:
    """Tell of numbers that two records of a ledger have, and of references to a number that none has."""
    first: dict[str, str] = {}
    for record in records:
        if record.id and (other := first.setdefault(number_form(record.id), record.key)) != record.key:
            shown = {"value": record.id, "other": InLedger(other)}
            yield WrongNumber("repeated-id", record, ("编号", "id"), shown)
    for record in records:
        for ref in record.refs:
            if number_form(ref) not in first:
                yield WrongNumber("ref-nowhere", record, ("关联", "refs"), {"value": ref})
