"""The workbook 目录 of a binder: records by DA/T 22-2015, files, records by rule, what is missing or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from civcheck.model.binder import Binder, Volume, sections
from civcheck.model.outcome import Outcome
from civcheck.model.privacy import Privacy
from civcheck.model.problem import Weight
from civcheck.model.report import Finding, Report
from civcheck.report import closing, sentences
from civcheck.report.office.catalogue import written
from civcheck.report.office.saying import OfficeWords, clean, point_titles
from civcheck.report.office.todo import TO_DO, cure
from civcheck.report.office.workbook import Cell, Heading, Sheet

_CONTENTS = (
    ("number", 6), ("archive", 22), ("document", 16), ("author", 20), ("name", 36), ("day", 10), ("secrecy", 6),
    ("pages", 6), ("copies", 6), ("remark", 24), ("place", 44), ("point", 18), ("kind", 16), ("file", 44),
)  # fmt: skip
_CONTENTS_PRINTED = 11
_FILES = (("number", 6), ("place", 60), ("source", 48), ("roles", 12), ("size", 13), ("records", 40), ("remark", 22),
          ("digest", 70))  # fmt: skip
_FILES_PRINTED = 7
_BY_RULE = (("point", 18), ("rule", 8), ("title", 28), ("outcome", 10), ("quote", 36), ("name", 36), ("day", 10),
            ("place", 44))  # fmt: skip
_MISSING = (("number", 6), ("point", 18), ("rule", 8), ("title", 22), ("outcome", 10), ("force", 8), ("lacks", 40),
            ("quote", 36), ("cure", 36), ("due", 12))  # fmt: skip
_LEFT_OUT = (("number", 6), ("source", 60), ("why", 60), ("records", 44))


class Line(NamedTuple):
    """A line of the catalogue: a record where it stands, or where it is referred to from (``number`` is None then)."""

    number: int | None
    volume: Volume
    copies: int
    remark: str


class Part(NamedTuple):
    """A point with its lines; ``title`` is how it is named."""

    point: int | None
    title: str
    lines: tuple[Line, ...]


def parts(report: Report, binder: Binder, words: OfficeWords) -> list[Part]:
    """Give the catalogue point by point; every record has one number, where it stands."""
    titles, copies = point_titles(report), binder.pieces_of()
    found, number = [], 0
    for point, volumes in sections(binder, report):
        lines = []
        for volume in volumes:
            stands = volume.point == point
            number += stands
            count = len(copies.get(volume.record.key, ())) if stands else 0
            remark = _remark(volume, report, words) if stands else seen_at(volume, words)
            lines.append(Line(number if stands else None, volume, count, remark))
        found.append(Part(point, point_named(point, titles, words), tuple(lines)))
    return found


def point_named(point: int | None, titles: Mapping[int, str], words: OfficeWords) -> str:
    """Name a point."""
    if point is None:
        return words("binder.folder.other")
    return words("point.title", point=str(point), title=titles.get(point, ""))


def _remark(volume: Volume, report: Report, words: OfficeWords) -> str:
    record = volume.record
    said = [clean(record.note)]
    if record.first > report.provenance.as_of:
        said.append(words("binder.ahead"))
    if volume.law:
        said.append(words("binder.sensitive"))
    if volume.also:
        said.append(words("binder.also", points=tuple(map(str, volume.also))))
    return words.joined("clauses", filter(None, said))


def seen_at(volume: Volume, words: OfficeWords) -> str:
    """Say where a record stands that is referred to from another point."""
    return words("binder.see", point=str(volume.point), number=numbered(volume))


def numbered(volume: Volume) -> str:
    """Give the number that the folder of a record begins with."""
    return volume.folder.rpartition("/")[2].partition("-")[0]


def nothing_under(point: int | None, report: Report, words: OfficeWords) -> str:
    """Say of a point without records whether it concerns the unit."""
    outcomes = {each.outcome for each in report.findings if each.point == point}
    return words("binder.empty" if outcomes - {Outcome.NOT_APPLICABLE} else "binder.not-applicable")


def author(volume: Volume, words: OfficeWords) -> str:
    """Name who is responsible for what a record is of, as the ledger says it; empty where it does not."""
    return written(volume.record, "责任者", words) or words.joined(
        "list", map(clean, volume.record.organiser)
    )


def day(volume: Volume) -> str:
    """Give the day as DA/T 22 writes it, in 8 digits."""
    return f"{volume.record.first:%Y%m%d}".rjust(8, "0")


def contents_sheets(report: Report, binder: Binder, personal: Privacy, words: OfficeWords) -> list[Sheet]:
    """Give the sheets of the workbook."""
    return [
        _sheet("contents", _CONTENTS, _contents(report, binder, words), _CONTENTS_PRINTED, words),
        _sheet("files", _FILES, _files(binder, words), _FILES_PRINTED, words),
        _sheet("by-rule", _BY_RULE, _by_rule(report, binder, words), len(_BY_RULE), words),
        _sheet("missing", _MISSING, _missing(report, words), len(_MISSING), words),
        _sheet("left-out", _LEFT_OUT, _left_out(report, binder, words), len(_LEFT_OUT), words),
        Sheet(
            words("xlsx.sheet.notes"),
            (Heading(words("xlsx.column.text"), 120),),
            ((each,) for each in notes(report, binder, personal, words)),
            1,
        ),
    ]


def _sheet(
    name: str,
    columns: tuple[tuple[str, int], ...],
    rows: Iterator[tuple[Cell, ...]],
    printed: int,
    words: OfficeWords,
) -> Sheet:
    headings = tuple(Heading(column(each, words), width) for each, width in columns)
    return Sheet(words(f"binder.sheet.{name}"), headings, rows, printed)


_OWN_COLUMNS = frozenset({"copies", "place", "source", "why", "folder"})


def column(name: str, words: OfficeWords) -> str:
    """Give the heading of a column; most are those of the workbook that an audit gives."""
    return words(f"binder.column.{name}" if name in _OWN_COLUMNS else f"xlsx.column.{name}")


def _contents(report: Report, binder: Binder, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    for part in parts(report, binder, words):
        for line in part.lines:
            volume, record = line.volume, line.volume.record
            papers = dict.fromkeys(clean(each.number) for each in record.evidence if each.number)
            yield (
                line.number,
                clean(record.filing.number) if record.filing is not None else None,
                written(record, "文号", words) or words.joined("list", papers),
                author(volume, words),
                clean(record.title),
                day(volume),
                written(record, "密级", words),
                written(record, "页数", words),
                line.copies if line.number is not None else None,
                line.remark,
                clean(volume.folder),
                part.title,
                clean(record.kind),
                clean(record.key),
            )


def _files(binder: Binder, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    for number, each in enumerate(binder.pieces, start=1):
        said = [
            words("xlsx.shared", count=str(len(each.keys))) if len(each.keys) > 1 else "",
            words("binder.masked") if each.is_masked else "",
            words("binder.unseen") if each.source in binder.unseen else "",
        ]
        yield (
            number,
            clean(each.path),
            clean(each.source),
            words.joined("list", map(clean, each.roles)) or words("binder.record-file"),
            each.size,
            words.records(each.keys, 20),
            words.joined("clauses", filter(None, said)),
            each.sha256 or None,
        )


def _by_rule(report: Report, binder: Binder, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    """Say of each rule by which records it is answered, and where these stand."""
    titles = point_titles(report)
    volumes = {each.record.key: each for each in binder.volumes}
    for finding in report.findings:
        answering = [volumes[key] for key in finding.shown_by if key in volumes]
        for volume in sorted(answering, key=lambda each: (each.record.first, each.record.key)):
            yield (
                point_named(finding.point, titles, words),
                finding.rule,
                clean(finding.title),
                words.outcome(finding.outcome),
                sentences.quotes(finding, words),
                clean(volume.record.title),
                day(volume),
                clean(volume.folder),
            )


def lacking(report: Report) -> list[Finding]:
    """List what is missing or open, in the order of the document: by point, gaps of one before what is open of it."""
    order = {each.number: place for place, each in enumerate(sorted(report.points))}
    found = [each for each in report.findings if each.outcome in TO_DO]
    return sorted(found, key=lambda each: (order.get(each.point, len(order)), TO_DO.index(each.outcome)))


def _missing(report: Report, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    titles = point_titles(report)
    for number, each in enumerate(lacking(report), start=1):
        yield (
            number,
            point_named(each.point, titles, words),
            each.rule,
            clean(each.title),
            words.outcome(each.outcome),
            words.force(each),
            sentences.lacks(each, words),
            sentences.quotes(each, words),
            cure(each, words),
            until(each, words),
        )


def until(finding: Finding, words: OfficeWords) -> str:
    """Say until when it can still be made good."""
    if finding.outcome is Outcome.GAP:
        return sentences.over(finding, words)
    return "" if finding.due is None else words.day(finding.due)


def left_out(report: Report, binder: Binder, words: OfficeWords) -> list[tuple[str, str, str]]:
    """List what is not in the binder: the file, why, and the records that name it; then what a ledger has wrong."""
    rows = [
        (clean(each.source), words.say(each.reason), words.records(each.keys, 20)) for each in binder.left_out
    ]
    rows += [
        (clean(each.key.rpartition("#")[0] or each.key), words("binder.why.unread"), "")
        for each in report.unread
    ]
    rows += [
        (sentences.shown(each.place), words.sentence(words.say(each.what)), "")
        for each in report.problems
        if each.weight is not Weight.NOTE
    ]
    rows += [(clean(path), words("binder.why.loose"), "") for path in binder.loose]
    return rows


def _left_out(report: Report, binder: Binder, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(left_out(report, binder, words), start=1):
        yield number, *row


def notes(report: Report, binder: Binder, personal: Privacy, words: OfficeWords) -> list[str]:
    """Say how the binder is to be read, what was done about personal data, and what nobody has looked at."""
    said = [words("binder.note.order"), words("binder.note.bytes"), words("binder.note.missing")]
    said += [words("binder.note.incomplete", what=told) for told in closing.incomplete(report)]
    said.append(personal_note(binder, personal, words))
    if binder.unseen:
        said.append(words("binder.note.unseen", count=str(len(binder.unseen))))
    sensitive = [each for each in binder.volumes if each.law]
    if sensitive:
        laws = laws_of(sensitive)
        said.append(words("binder.note.sensitive", count=str(len(sensitive)), laws=laws))
    said.append(words("binder.note.pictures"))
    return said


def laws_of(volumes: Iterable[Volume]) -> tuple[str, ...]:
    """Name the articles that protect those whom records are about, once each."""
    return tuple(dict.fromkeys(law for each in volumes for law in each.law.split("、") if law))


def personal_note(binder: Binder, personal: Privacy, words: OfficeWords) -> str:
    """Say what was done about personal data."""
    masked = sum(each.is_masked for each in binder.pieces)
    if not (personal.total or masked):
        return words("binder.note.no-personal")
    taken = sum(each.reason.id == "binder.why.personal" for each in binder.left_out)
    if not binder.is_redacted:
        return words("binder.note.allowed", count=str(personal.total))
    return words("binder.note.redacted", masked=str(masked), taken=str(taken))
