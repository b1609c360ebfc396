"""Reading json reports of earlier audits: foreign files, of which nothing is believed that is not as it should be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civcheck.model.days import Days, in_far_range
from civcheck.model.outcome import Outcome
from civcheck.model.stored import (
    StoredFinding,
    StoredMaterial,
    StoredProblem,
    StoredRecord,
    StoredReport,
    StoredUnit,
)
from civcheck.reading.reportjson import load_report, refuse, where_of

Text = Annotated[str, Field(max_length=2_000)]


class _Model(BaseModel):
    """A part of a report: what is not asked for is left alone."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Day(_Model):
    """The days of a record."""

    first: Annotated[date, Field(strict=False)]
    last: Annotated[date, Field(strict=False)]
    sessions: list[Annotated[date, Field(strict=False)]] = []


class _Attachment(_Model):
    role: Text
    path: Text
    link: bool
    size: int | None


class _Record(_Model):
    key: Text
    id: Text | None
    kind: Text
    title: Text
    days: _Day
    file: Text
    line: int
    fields: dict[str, Any]
    attachments: list[_Attachment]


class _Said(_Model):
    text: str


class _Finding(_Model):
    rule: Text
    title: Text
    outcome: Annotated[Outcome, Field(strict=False)]
    summary: _Said
    judgement: dict[str, Any] | None


class _Place(_Model):
    path: Text


class _Problem(_Model):
    code: Text
    weight: Literal["unread", "value", "note"]
    place: _Place


class _Notice(_Model):
    code: Text
    rule: Text | None


class _Unread(_Model):
    record: Text
    line: int
    kind: Text | None


class _Pack(_Model):
    id: Text
    version: Text
    digest: Text


class _Setting(_Model):
    value: Text
    set_by: Text


class _Provenance(_Model):
    civcheck: Text
    pack: _Pack
    as_of: Annotated[date, Field(strict=False, ge=date(1900, 1, 1), le=date(2300, 1, 1))]
    only: list[Text]
    params: dict[str, _Setting]
    judgements: Literal["applied", "none"]


class _Unit(_Model):
    name: Text
    type: Text
    year: Annotated[int, Field(ge=1949, le=2199)]
    honour: Text | None
    functions: list[Text] | None
    organisations: list[Text] | None
    facts: dict[str, Any]


class _Report(_Model):
    provenance: _Provenance
    unit: _Unit
    findings: list[_Finding]
    problems: list[_Problem]
    notices: list[_Notice]
    catalogue: list[_Record]
    unread: list[_Unread]


def read_stored(path: Path) -> StoredReport:
    """Read one stored report.

    Raises:
        UsageError: it cannot be read, is no json report of civcheck, or one of a newer schema.
    """
    shown, raw = load_report(path)
    try:
        report = _Report.model_validate(raw)
    except ValidationError as error:
        refuse(shown, where_of(error))
    return _stored(report, shown)


def _stored(report: _Report, shown: str) -> StoredReport:
    from_, unit = report.provenance, report.unit
    findings = {each.rule: _finding(each) for each in report.findings}
    keys = {each.key for each in report.catalogue}
    if len(findings) < len(report.findings):
        refuse(shown, "findings")
    if len(keys) < len(report.catalogue) or any(
        each.days.last < each.days.first for each in report.catalogue
    ):
        refuse(shown, "catalogue")
    return StoredReport(
        shown,
        from_.civcheck,
        from_.pack.id,
        from_.pack.version,
        from_.pack.digest,
        from_.as_of,
        tuple(from_.only),
        from_.judgements == "applied",
        {name: (each.value, each.set_by) for name, each in from_.params.items()},
        StoredUnit(
            unit.name,
            unit.type,
            unit.year,
            unit.honour,
            None if unit.functions is None else tuple(unit.functions),
            None if unit.organisations is None else tuple(unit.organisations),
            unit.facts,
        ),
        findings,
        tuple(StoredProblem(each.code, each.weight == "note", each.place.path) for each in report.problems),
        tuple((each.code, each.rule) for each in report.notices),
        tuple(map(_record, report.catalogue)),
        tuple((each.record, each.line, each.kind) for each in report.unread),
    )


def _are_days(days: _Day) -> bool:
    """Tell whether the days of a record are some that a ledger can have."""
    listed = [days.first, *days.sessions, days.last]
    return listed == sorted(listed) and all(map(in_far_range, listed))


def _finding(finding: _Finding) -> StoredFinding:
    return StoredFinding(
        finding.rule, finding.title, finding.outcome, finding.summary.text, finding.judgement is not None
    )


def _record(record: _Record) -> StoredRecord:
    days = record.days
    return StoredRecord(
        record.key,
        record.id,
        record.kind,
        record.title,
        Days(days.first, days.last, tuple(days.sessions)),
        record.file,
        record.line,
        record.fields,
        tuple(StoredMaterial(each.role, each.path, each.link, each.size or 0) for each in record.attachments),
    )
