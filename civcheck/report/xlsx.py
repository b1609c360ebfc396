"""``xlsx``: a workbook to work on: 整改清单, 核查结果, 台账目录, 材料清单, and what it all rests on."""

from __future__ import annotations

from civcheck.model.report import Report
from civcheck.report.office.catalogue import catalogue_sheet, material_sheet
from civcheck.report.office.results import notes_sheet, results_sheet, to_do_sheet
from civcheck.report.office.saying import OfficeWords
from civcheck.report.office.workbook import workbook
from civcheck.report.options import Options
from civcheck.report.words import first_line


def render_xlsx(report: Report, options: Options) -> bytes:
    """Render every sheet below the first line that every report has; each is printed on A4 landscape."""
    words = OfficeWords(options.lang, report)
    sheets = [
        make(report, words)
        for make in (to_do_sheet, results_sheet, catalogue_sheet, material_sheet, notes_sheet)
    ]
    return workbook(sheets, first_line(report, words), report.provenance.as_of, words)
