"""A paper on A4 as GB/T 9704-2012 has it: paragraphs and tables, page, page numbers, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Footer
from docx.shared import Mm

from civcheck.report.office.saying import xml_text
from civcheck.report.office.styles import styles_xml

_TOP, _RIGHT, _BOTTOM, _LEFT = Mm(37), Mm(26), Mm(35), Mm(28)
_FOOTER = Mm(22)
"""From the edge of the page to the foot of its number, which begins 7 mm below the text."""
_PITCH = 580
"""225 mm in 22 lines."""
_KEPT = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FOOTER)
_KEPT_OF_PACKAGE = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
KEEP = "<w:keepNext/>"
"""Keeps a paragraph on the page of the next one."""
_MARGINS = (("top", 28), ("left", 45), ("bottom", 28), ("right", 45))
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Column(NamedTuple):
    """A column of a table: its heading, its width in millimetres, whether its cells are centred."""

    title: str
    width: int
    is_centred: bool = False


class Paper:
    """A paper that grows downwards: every text is escaped here, and only here."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._parts: list[str] = []

    def text(self, text: str, style: str = "BodyText", lead: str = "", extra: str = "") -> None:
        """Add a paragraph, with a bold lead before its text; ``extra`` are more properties of the paragraph."""
        self.labelled([(lead, text)], style, extra)

    def labelled(self, pairs: Sequence[tuple[str, str]], style: str = "BodyText", extra: str = "") -> None:
        """Add a paragraph of several texts, each behind its bold lead."""
        blank = "" if self.lang == "zh" else " "
        leads = [
            (blank if place else "") + lead + blank if lead else "" for place, (lead, _) in enumerate(pairs)
        ]
        texts = [text for _, text in pairs]
        runs = "".join(
            self._run(lead, "<w:b/><w:bCs/>") + self._run(text)
            for lead, text in zip(leads, texts, strict=True)
        )
        self._parts.append(f"<w:p><w:pPr><w:pStyle w:val='{style}'/>{extra}</w:pPr>{runs}</w:p>")

    def heading(self, level: int, text: str, new_page: bool = False) -> None:
        """Add a heading, on a new page where asked for."""
        self.text(text, f"Heading{level}", extra="<w:pageBreakBefore/>" if new_page else "")

    def title(self, lines: Sequence[str]) -> None:
        """Add the title, a line each."""
        runs = "<w:r><w:br/></w:r>".join(map(self._run, lines))
        self._parts.append(f"<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr>{runs}</w:p>")

    def signature(self, lines: Sequence[tuple[str, int]]) -> None:
        """Add the lines of the signature, each so many characters from the right; they stay together on a page."""
        for number, (text, indent) in enumerate(lines):
            keep = KEEP if number < len(lines) - 1 else ""
            place = f"<w:ind w:rightChars='{indent * 100}' w:right='{indent * 320}'/>"
            self.text(text, "SignatureBlock", extra=f"{keep}{place}")

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str, with_next: bool = False
    ) -> None:
        """Add a table: the heading is repeated on every page, a row is not torn.

        ``with_next`` keeps the last row on the page of what follows.
        """
        widths = [Mm(column.width).twips for column in columns]
        styles = ["TableNumber" if column.is_centred else "TableText" for column in columns]
        grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
        edges = "".join(f"<w:{edge} w:val='single' w:sz='4' w:space='0' w:color='auto'/>" for edge in _EDGES)
        margins = "".join(f"<w:{edge} w:w='{width}' w:type='dxa'/>" for edge, width in _MARGINS)
        head = self._row(
            widths, ["TableHead"] * len(columns), [column.title for column in columns], "<w:tblHeader/>"
        )
        keeps = [""] * (len(rows) - 1) + [KEEP if with_next else ""]
        body = "".join(
            self._row(widths, styles, row, keep=keep) for row, keep in zip(rows, keeps, strict=True)
        )
        self._parts.append(
            f"<w:tbl><w:tblPr><w:tblW w:w='{sum(widths)}' w:type='dxa'/><w:tblBorders>{edges}</w:tblBorders>"
            f"<w:tblLayout w:type='fixed'/><w:tblCellMar>{margins}</w:tblCellMar>"
            "<w:tblLook w:val='0020' w:firstRow='1' w:noVBand='1'/>"
            f"<w:tblCaption w:val={quoteattr(xml_text(caption))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
        )
        # keeps what follows at a distance, and tables apart
        self.text("", "TableText", extra=KEEP if with_next else "")

    def _row(
        self,
        widths: Sequence[int],
        styles: Sequence[str],
        texts: Sequence[str],
        props: str = "",
        keep: str = "",
    ) -> str:
        cells = "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/><w:vAlign w:val='center'/></w:tcPr>"
            f"<w:p><w:pPr><w:pStyle w:val='{style}'/>{keep}</w:pPr>{self._run(text)}</w:p></w:tc>"
            for width, style, text in zip(widths, styles, texts, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{props}</w:trPr>{cells}</w:tr>"

    def _run(self, text: str, props: str = "") -> str:
        hint = "<w:rFonts w:hint='eastAsia'/>" if self.lang == "zh" else ""
        lines = escape(xml_text(text)).split("\n")
        shown = "<w:br/>".join(f"<w:t xml:space='preserve'>{line}</w:t>" for line in lines)
        return f"<w:r><w:rPr>{hint}{props}</w:rPr>{shown}</w:r>" if text else ""

    def to_bytes(self, title: str, day: date) -> bytes:
        """Give the file; its times are ``day``, never those of the clock."""
        document = Document()
        _keep_only(document)
        styles = document.styles.element
        styles[:] = styles_xml(self.lang)
        _settings(document)
        _page(document)
        body = document.element.body
        for part in list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(self._parts)}</w:body>")):
            body.insert(len(body) - 1, part)  # before the section's properties
        _properties(document, title, day, self.lang)
        raw = io.BytesIO()
        document.save(raw)
        return zipped(raw.getvalue())


def _keep_only(document: DocxDocument) -> None:
    """Drop what python-docx's template brings along: a thumbnail, themes, lists, another program's name."""
    for holder, kept in ((document.part, _KEPT), (document.part.package, _KEPT_OF_PACKAGE)):
        for name in [name for name, rel in holder.rels.items() if rel.reltype not in kept]:
            del holder.rels[name]


def _settings(document: DocxDocument) -> None:
    settings = document.settings.element
    settings[:] = list(
        parse_xml(
            f"<w:settings {nsdecls('w')}><w:zoom w:percent='100'/><w:defaultTabStop w:val='640'/>"
            "<w:evenAndOddHeaders/><w:characterSpacingControl w:val='compressPunctuation'/>"
            "<w:compat><w:compatSetting w:name='compatibilityMode'"
            " w:uri='http://schemas.microsoft.com/office/word' w:val='15'/></w:compat>"
            "<w:themeFontLang w:val='en-US' w:eastAsia='zh-CN'/></w:settings>"
        )
    )


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = _TOP, _RIGHT
    section.bottom_margin, section.left_margin = _BOTTOM, _LEFT
    section.footer_distance, section.header_distance, section.gutter = _FOOTER, Mm(15), 0
    for grid in section._sectPr.findall("{*}docGrid"):
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(f"<w:docGrid {nsdecls('w')} w:type='lines' w:linePitch='{_PITCH}'/>"))
    _number_pages(section.footer, "right")
    _number_pages(section.even_page_footer, "left")


def _number_pages(footer: _Footer, side: str) -> None:
    """Put the number between dashes, one character from the outer side."""
    dash = "<w:r><w:rPr><w:rFonts w:hint='eastAsia'/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    footer.is_linked_to_previous = False
    footer._element[:] = [
        parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='Footer'/>"
            f"<w:ind w:{side}Chars='100' w:{side}='280'/><w:jc w:val='{side}'/></w:pPr>{dash.format('— ')}"
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            "<w:r><w:instrText xml:space='preserve'> PAGE </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>1</w:t></w:r>"
            f"<w:r><w:fldChar w:fldCharType='end'/></w:r>{dash.format(' —')}</w:p>"
        )
    ]


def _properties(document: DocxDocument, title: str, day: date, lang: str) -> None:
    core = document.core_properties
    core.title = xml_text(title)[:255]
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.language = "zh-CN" if lang == "zh" else "en-US"
    core.created = core.modified = datetime(day.year, day.month, day.day)
    core.revision = 1


def zipped(raw: bytes) -> bytes:
    """Zip again with one time and in one order: equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(out, "w") as made:
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, given.read(name))
    return out.getvalue()
