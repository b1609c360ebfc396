"""The papers of a binder: 目录 as workbook and on paper, 缺项清单 and the two reports, each with fixed bytes."""

from __future__ import annotations

from collections.abc import Iterator

from civcheck.messages import msg, say
from civcheck.model.binder import Binder
from civcheck.model.filenames import safe_name
from civcheck.model.privacy import Privacy
from civcheck.model.report import Report
from civcheck.report.binder.contents import contents_sheets
from civcheck.report.binder.onpaper import contents_paper, missing_paper
from civcheck.report.docx import render_docx
from civcheck.report.html import render_html
from civcheck.report.office.saying import OfficeWords
from civcheck.report.office.workbook import workbook
from civcheck.report.options import Options
from civcheck.report.words import first_line


def own_papers(report: Report, binder: Binder, personal: Privacy, lang: str) -> Iterator[tuple[str, bytes]]:
    """Give each paper by its name."""
    options, words = Options(lang), OfficeWords(lang, report)
    sheets = contents_sheets(report, binder, personal, words)
    yield (
        _named("contents-xlsx", lang),
        workbook(sheets, first_line(report, words), report.provenance.as_of, words),
    )
    yield _named("contents-docx", lang), contents_paper(report, binder, personal, lang)
    yield _named("missing", lang), missing_paper(report, binder, lang)
    yield _named("report-docx", lang), render_docx(report, options)
    yield _named("report-html", lang), render_html(report, options)


def _named(name: str, lang: str) -> str:
    return safe_name(say(msg(f"binder.file.{name}"), lang))
