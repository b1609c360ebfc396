"""What ``civcheck binder`` prints: what stops it, what it will write, and what it has written."""

from __future__ import annotations

from civcheck.messages import msg
from civcheck.model.binder import Binder, LeftOut, sections
from civcheck.model.outcome import Outcome
from civcheck.model.privacy import Privacy
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.report import closing
from civcheck.report.binder.contents import laws_of, personal_note, point_named
from civcheck.report.office.saying import OfficeWords, point_titles
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.privacy import render_privacy
from civcheck.report.words import Words

_LISTED = 12
_OPEN = (Outcome.PENDING, Outcome.NEEDS_REVIEW, Outcome.UNDETERMINED)
_PATH = 1_000


def render_stopped(personal: Privacy, options: Options) -> bytes:
    """Say what personal data there is, every number masked, and what can be done about it."""
    found = render_privacy(personal._replace(not_looked_at=()), options)
    page = Page(Words(options.lang), options.width, options.color)
    page.rows.append("")
    page.text(page.words("binder.stopped"))
    for way in ("redact", "allow", "mend"):
        page.text(page.words(f"binder.way.{way}"), 1)
    return found + _bytes(page)


def render_planned(
    report: Report, binder: Binder, personal: Privacy, path: str, with_seal: bool, options: Options
) -> bytes:
    """Say what is to be written where: by point, what is left out, and what a person has to look at."""
    words = OfficeWords(options.lang, report)
    page = Page(words, options.width, options.color)
    page.text(
        words(
            "binder.plan", unit=sanitize(report.unit.name), year=str(report.unit.year),
            day=report.provenance.as_of, path=sanitize(path, _PATH),
        )
    )  # fmt: skip
    page.text(
        words(
            "binder.sum",
            records=str(len(binder.volumes)),
            files=str(len(binder.pieces)),
            size=size_of(binder.size),
        ),
        1,
    )
    _points(page, report, binder, words)
    gaps, others = report.counters.get(Outcome.GAP, 0), (report.counters.get(each, 0) for each in _OPEN)
    page.rows.append("")
    page.text(words("binder.missing", gaps=str(gaps), open=str(sum(others))))
    for told in closing.incomplete(report):
        page.text(words("binder.note.incomplete", what=told))
    page.text(personal_note(binder, personal, words))
    _cautions(page, binder, words)
    _left_out(page, binder.left_out, words)
    if binder.loose:
        page.text(words("binder.loose", count=str(len(binder.loose))))
    page.text(words("binder.with-seal" if with_seal else "binder.no-seal"))
    return _bytes(page)


def _points(page: Page, report: Report, binder: Binder, words: OfficeWords) -> None:
    copies, titles = binder.pieces_of(), point_titles(report)
    for point, volumes in sections(binder, report):
        own = [each for each in volumes if each.point == point]
        files = sum(len(copies.get(each.record.key, ())) for each in own)
        referred = len(volumes) - len(own)
        said = (
            words("binder.point", records=str(len(own)), files=str(files))
            if own
            else _nothing(point, report, words)
        )
        if referred:
            said = words("binder.point-also", said=said, count=str(referred))
        page.text(words.of(point_named(point, titles, words), said), 3)


def _nothing(point: int | None, report: Report, words: OfficeWords) -> str:
    outcomes = {each.outcome for each in report.findings if each.point == point}
    return words("binder.point-none" if outcomes - {Outcome.NOT_APPLICABLE} else "binder.point-other")


def _cautions(page: Page, binder: Binder, words: OfficeWords) -> None:
    """Name what a machine cannot see."""
    sensitive = [each for each in binder.volumes if each.law]
    if sensitive:
        laws = laws_of(sensitive)
        page.text(words("binder.note.sensitive", count=str(len(sensitive)), laws=laws))
    if binder.unseen:
        page.text(words("binder.note.unseen", count=str(len(binder.unseen))))
        for each in binder.unseen[:_LISTED]:
            page.text(sanitize(each, _PATH), 3)
        page.more(len(binder.unseen) - _LISTED)
    page.text(words("binder.note.pictures"))


def _left_out(page: Page, left_out: tuple[LeftOut, ...], words: Words) -> None:
    if not left_out:
        return
    page.text(words("binder.left-out", count=str(len(left_out))))
    for each in left_out[:_LISTED]:
        page.text(words.of(sanitize(each.source, _PATH), words.say(each.reason)), 3)
    page.more(len(left_out) - _LISTED)


def render_written(binder: Binder, planned: Binder, path: str, with_seal: bool, options: Options) -> bytes:
    """Say that it was written, and what could not be read after all."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.rows.append("")
    page.text(
        words(
            "binder.written",
            path=sanitize(path, _PATH),
            files=str(len(binder.pieces)),
            size=size_of(binder.size),
        )
    )
    _left_out(page, binder.left_out[len(planned.left_out) :], words)
    page.text(
        words("binder.start-here", folder=msg("binder.folder.own"), file=msg("binder.file.contents-docx"))
    )
    if with_seal:
        page.text(words("binder.verify", seal=msg("binder.file.seal")))
    return _bytes(page)


def size_of(count: int) -> str:
    """Say a number of bytes as people do: 812 B, 1.2 MiB."""
    if count < 1024:
        return f"{count} B"
    size = float(count)
    for unit in ("KiB", "MiB", "GiB"):
        size /= 1024
        if size < 1024 or unit == "GiB":
            break
    return f"{size:.1f} {unit}"


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")
