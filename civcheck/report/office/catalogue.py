"""The sheets 台账目录, with the columns of DA/T 22-2015, and 材料清单: every record, every file and link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civcheck.model.record import Evidence, Record
from civcheck.model.report import Report
from civcheck.report.office.saying import NAMED, OfficeWords, clean
from civcheck.report.office.workbook import Cell, Heading, Sheet

_CATALOGUE = (
    ("number", 6), ("archive", 28), ("document", 20), ("author", 24), ("name", 40), ("day", 10), ("secrecy", 7),
    ("pages", 7), ("remark", 18), ("kind", 18), ("id", 14), ("until", 10), ("sessions", 7), ("filed", 12),
    ("box", 7), ("materials", 9), ("file", 50),
)  # fmt: skip
_DA_T_22 = 9
"""The columns of DA/T 22-2015 come first, and are the ones that are printed."""
_MATERIAL = (
    ("number", 6), ("path", 48), ("sort", 14), ("roles", 12), ("size", 13), ("records", 44), ("rules", 24),
    ("remark", 16), ("digest", 70),
)  # fmt: skip
_MATERIAL_PRINTED = 8


def catalogue_sheet(report: Report, words: OfficeWords) -> Sheet:
    """List every record; what the ledger does not say is left blank."""
    headings = tuple(Heading(words(f"xlsx.column.{name}"), width) for name, width in _CATALOGUE)
    rows = (_record(number, each, words) for number, each in enumerate(report.catalogue, start=1))
    return Sheet(words("xlsx.sheet.catalogue"), headings, rows, _DA_T_22)


def _record(number: int, record: Record, words: OfficeWords) -> tuple[Cell, ...]:
    days, filing = record.days, record.filing
    papers = dict.fromkeys(clean(each.number) for each in record.evidence if each.number)
    return (
        number,
        clean(filing.number) if filing is not None else None,
        written(record, "文号", words) or words.joined("list", papers),
        written(record, "责任者", words) or words.joined("list", map(clean, record.organiser)),
        clean(record.title),
        f"{days.first:%Y%m%d}".rjust(8, "0"),
        written(record, "密级", words),
        written(record, "页数", words),
        clean(record.note),
        record.kind,
        clean(record.id),
        f"{days.last:%Y%m%d}".rjust(8, "0") if days.last != days.first else None,
        len(days.sessions) or None,
        words.day(filing.day) if filing is not None and filing.day is not None else None,
        clean(filing.box) if filing is not None else None,
        len(record.evidence),
        clean(record.key),
    )


def written(record: Record, name: str, words: OfficeWords) -> str:
    """Give what a record says under a name, in a field of its kind or in 其他; empty where it does not say."""
    extra = record.extra if isinstance(record.extra, Mapping) else {}
    value = record.fields.get(name, extra.get(name))
    return "" if value is None or isinstance(value, Mapping) else words.value(value)


# --- material


class _Material:
    """A file or link: in which roles, and by which records, it is named."""

    def __init__(self) -> None:
        self.is_link, self.size = False, 0
        self.digest: str | None = None
        self.roles: dict[str, None] = {}
        self.records: dict[str, None] = {}

    def add(self, record: Record, evidence: Evidence, digest: str | None) -> None:
        self.is_link, self.size = evidence.is_link, evidence.size
        self.digest = digest or self.digest
        self.roles[clean(evidence.role)] = None
        self.records[clean(record.key)] = None


def _materials(report: Report) -> dict[str, _Material]:
    found: dict[str, _Material] = {}
    for record in report.catalogue:
        for each in record.evidence:
            one = found.setdefault(clean(each.path), _Material())
            one.add(record, each, report.digests.get(each.path))
    return found


def material_sheet(report: Report, words: OfficeWords) -> Sheet:
    """List every file and link once, files first, then the files that no record names."""
    headings = tuple(Heading(words(f"xlsx.column.{name}"), width) for name, width in _MATERIAL)
    return Sheet(words("xlsx.sheet.material"), headings, _material_rows(report, words), _MATERIAL_PRINTED)


def _material_rows(report: Report, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    rules: dict[str, list[str]] = {}
    for finding in report.findings:
        for key in finding.shown_by:
            rules.setdefault(clean(key), []).append(finding.rule)
    found = _materials(report)
    for number, path in enumerate(sorted(found, key=lambda path: (found[path].is_link, path)), start=1):
        one = found[path]
        served = dict.fromkeys(rule for key in one.records for rule in rules.get(key, ()))
        order = [finding.rule for finding in report.findings if finding.rule in served]
        yield (
            number,
            path,
            words("xlsx.link" if one.is_link else "xlsx.file"),
            words.joined("list", one.roles),
            None if one.is_link else one.size,
            words.records(one.records, NAMED),
            words.joined("list", order),
            words("xlsx.shared", count=str(len(one.records))) if len(one.records) > 1 else None,
            one.digest,
        )
    for number, loose in enumerate(report.unreferenced, start=len(found) + 1):
        yield number, clean(loose.path), words("xlsx.loose"), *[None] * 4, words("xlsx.nobody-names"), None
