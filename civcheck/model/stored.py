"""A stored report as read again: outcomes, the catalogue and the unit, and nothing that the report does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from civcheck.model.days import Days
from civcheck.model.outcome import Outcome
from civcheck.model.report import SCHEMA_VERSION


class StoredFinding(NamedTuple):
    """The outcome of one rule, and whether a person decided it."""

    rule: str
    title: str
    outcome: Outcome
    summary: str
    is_judged: bool = False


class StoredMaterial(NamedTuple):
    """A piece of material as the catalogue has it: its own day, number and caption are not there."""

    role: str
    path: str
    is_link: bool
    size: int


class StoredRecord(NamedTuple):
    """A record as the catalogue has it."""

    key: str
    id: str | None
    kind: str
    title: str
    days: Days
    file: str
    line: int
    fields: Mapping[str, Any]
    material: tuple[StoredMaterial, ...]


class StoredProblem(NamedTuple):
    """An input problem: its code, whether it is only a note, and the file."""

    code: str
    is_note: bool
    file: str


class StoredUnit(NamedTuple):
    """What the report holds of the unit."""

    name: str
    type: str
    year: int
    honour: str | None
    functions: tuple[str, ...] | None
    organisations: tuple[str, ...] | None
    facts: Mapping[str, Any]


class StoredReport(NamedTuple):
    """A json report of an earlier audit.

    ``only`` says what was asked for where it was not everything; ``notices`` are (code, rule); ``unread`` are
    (key, line, kind) of records that could not be read; ``params`` are the values used, and who set them.
    """

    file: str
    civcheck: str
    pack: str
    pack_version: str
    pack_digest: str
    as_of: date
    only: tuple[str, ...]
    has_judgements: bool
    params: Mapping[str, tuple[str, str]]
    unit: StoredUnit
    findings: Mapping[str, StoredFinding]
    problems: tuple[StoredProblem, ...]
    notices: tuple[tuple[str, str | None], ...]
    records: tuple[StoredRecord, ...]
    unread: tuple[tuple[str, int, str | None], ...]


def is_readable_version(version: str) -> bool:
    """Tell whether a report of that schema says what this civcheck knows: one of its own version, or an older minor."""
    own, _, minor = SCHEMA_VERSION.partition(".")
    other, _, its = version.partition(".")
    return other == own and its.isdecimal() and its.isascii() and len(its) < 5 and int(its) <= int(minor)
