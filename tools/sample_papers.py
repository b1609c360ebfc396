"""Make the bytes of small office papers (docx, xlsx, pdf) that are the same on every run."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import docx
import xlsxwriter
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

UNIT = "江城市云梦泽区司法局"
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
UNUSED_PARTS = ("stylesWithEffects", "customXml", "thumbnail", "theme", "numbering", "webSettings")
PDF_FONT = "STSong-Light"
PDF_COMMENT = re.compile(rb" ReportLab [Gg]enerated PDF document[^\r\n]*")
PDF_LINE, PDF_CHARACTERS = 26, 30


@dataclass(frozen=True)
class Paper:
    """Hold what a paper says: title, a line under it, paragraphs, and the day it bears."""

    title: str
    under: str
    paragraphs: Sequence[str]
    day: date

    @property
    def stamp(self) -> datetime:
        """Give the time that is written into the file's properties."""
        return datetime.combine(self.day, time(10))


def docx_bytes(paper: Paper) -> bytes:
    """Set the paper as a docx without the parts of the template that it does not use."""
    document = docx.Document()
    drop_unused(document)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    centred(document, paper.title, 22)
    if paper.under:
        centred(document, paper.under, 16)
    for text in paper.paragraphs:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    known = document.core_properties
    known.author = known.last_modified_by = UNIT
    known.title, known.comments, known.keywords = paper.title, "", ""
    known.created = known.modified = paper.stamp
    packed = io.BytesIO()
    document.save(packed)
    return with_fixed_times(packed.getvalue())


def centred(document: Document, text: str, points: int) -> None:
    """Add a centred line in the given size."""
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(text).font.size = Pt(points)


def drop_unused(document: Document) -> None:
    """Cut the template's styles and parts that the paper does not use: they are nine tenths of its size."""
    root = document.styles.element
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            root.remove(style.element)
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNUSED_PARTS:
                del relations[key]


def xlsx_bytes(paper: Paper, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Set a table under the paper's title; whole numbers become numbers."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"title": paper.title, "author": UNIT, "created": paper.stamp})
    sheet = book.add_worksheet(paper.title[:31])
    bold = book.add_format({"bold": True, "border": 1, "align": "center"})
    boxed = book.add_format({"border": 1})
    sheet.merge_range(0, 0, 0, len(head) - 1, f"{paper.under}（{paper.title}）", bold)
    sheet.write_row(1, 0, head, bold)
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, 0, [int(cell) if cell.isdecimal() else cell for cell in row], boxed)
    for column, cells in enumerate(zip(head, *rows, strict=True)):
        sheet.set_column(column, column, 3 + 2 * max(len(cell) for cell in cells))
    sheet.freeze_panes(2, 0)
    book.close()
    return with_fixed_times(packed.getvalue())


def pdf_bytes(paper: Paper) -> bytes:
    """Set the paper as a pdf; its font is named and not embedded, so that the file stays small."""
    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    canvas.setAuthor(UNIT)
    canvas.setTitle(paper.title)
    canvas.setCreator(UNIT)
    canvas.setProducer(UNIT)
    wide, y = A4[0], A4[1] - 40 * mm
    canvas.setFont(PDF_FONT, 20)
    canvas.drawCentredString(wide / 2, y, paper.title)
    canvas.setFont(PDF_FONT, 14)
    for text in (paper.under, *paper.paragraphs):
        for line in wrapped(text):
            if y < 2 * PDF_LINE + 15 * mm:
                canvas.showPage()
                canvas.setFont(PDF_FONT, 14)
                y = A4[1] - 25 * mm
            y -= PDF_LINE
            canvas.drawString(28 * mm, y, line)
    canvas.save()
    dated = packed.getvalue().replace(b"D:20000101000000", f"D:{paper.stamp:%Y%m%d%H%M%S}".encode())
    # Its comments are blanked in place, so every offset of the file stays true.
    return PDF_COMMENT.sub(lambda found: b" " * len(found[0]), dated)


def wrapped(text: str) -> list[str]:
    """Cut an indented paragraph into lines of equal length that never begin with a closing mark."""
    rest, lines = f"　　{text}" if text else "", []
    while rest:
        cut = PDF_CHARACTERS
        while rest[cut : cut + 1] in set("，。；：、）》”"):
            cut += 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return lines


def with_fixed_times(packed: bytes) -> bytes:
    """Pack a zip again, with one fixed time on every part."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(again, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            after.writestr(part, before.read(name), compresslevel=9)
    return again.getvalue()
