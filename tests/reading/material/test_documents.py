"""What documents show once they are opened: text by places, pages, days, and the flaws of those that do not open."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from civcheck.model.material import Made
from civcheck.model.texts import MARKER
from civcheck.reading import limits
from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.document import document_facts
from civcheck.reading.material.opened import Collected, DocumentOpened, Piece, made
from civcheck.reading.material.pdf import open_pdf
from civcheck.reading.material.plain import text_of_page, text_of_rtf
from civcheck.reading.material.sheets import shown_number

from .samples import (
    W,
    body_of,
    docx_of,
    docx_parts,
    odt_of,
    ofd_of,
    paragraphs,
    pdf_of,
    pptx_of,
    relations,
    xlsx_of,
    xlsx_parts,
    zip_of,
)


def opened(raw: bytes, sort: str) -> DocumentOpened:
    return document_facts(raw, f"某.{sort}", sort)


def texts(raw: bytes, sort: str) -> list[tuple[str, str]]:
    return [(piece.where, piece.text) for piece in opened(raw, sort).pieces or ()]


# --- docx


def test_a_docx_shows_body_tables_boxes_headers_and_notes() -> None:
    box = "<w:p><w:r><w:t>框里</w:t></w:r></w:p>"
    inside = (
        paragraphs(["会议", "纪要"])
        + f"<w:tbl><w:tr><w:tc>{paragraphs(['甲'])}</w:tc><w:tc>{paragraphs(['乙'])}</w:tc></w:tr></w:tbl>"
        + f"<mc:AlternateContent xmlns:mc='m'><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        + "</mc:AlternateContent>"
        + "<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:delText>删去的</w:delText>"
        + "<w:instrText>PAGE</w:instrText><w:t>三</w:t></w:r></w:p>"
    )
    parts = docx_parts()
    parts["word/document.xml"] = body_of(inside)
    parts["word/header2.xml"] = f"<w:hdr {W}>{paragraphs(['抬头'])}</w:hdr>"
    parts["word/footer1.xml"] = f"<w:ftr {W}>{paragraphs(['页码'])}</w:ftr>"
    parts["word/footnotes.xml"] = f"<w:footnotes {W}>{paragraphs(['注'])}</w:footnotes>"
    parts["word/endnotes.xml"] = f"<w:endnotes {W}>{paragraphs(['尾'])}</w:endnotes>"
    body = [("文本", each) for each in ("会议", "纪要", "甲", "乙", "框里", "一 二 三")]
    assert texts(zip_of(parts), "docx") == [
        *body,
        ("页眉", "抬头"),
        ("页脚", "页码"),
        ("脚注", "注"),
        ("尾注", "尾"),
    ]
    assert opened(zip_of(parts), "docx").text.startswith("会议\n纪要\n甲")


def test_a_docx_of_python_docx_shows_its_text_and_no_day_of_its_template() -> None:
    paper = docx.Document()
    paper.add_paragraph("三月五日清扫街道")
    saved = io.BytesIO()
    paper.save(saved)
    assert texts(saved.getvalue(), "docx") == [("文本", "三月五日清扫街道")]
    assert opened(saved.getvalue(), "docx").made == ()


def test_the_body_lies_where_the_package_says() -> None:
    parts = docx_parts()
    parts["word/document2.xml"] = body_of(paragraphs(["在别处"]))
    del parts["word/document.xml"]
    parts["_rels/.rels"] = relations({"officeDocument": "word/document2.xml"})
    assert texts(zip_of(parts), "docx") == [("文本", "在别处")]
    parts["_rels/.rels"] = relations({"officeDocument": "word/nowhere.xml"})
    assert opened(zip_of(parts), "docx").flaw == "broken"


def test_a_relation_that_leads_outside_is_not_followed() -> None:
    parts = docx_parts("甲")
    outside = f'<Relationship Id="a" Type="{"x/officeDocument"}" Target="http://example.org/" TargetMode="External"/>'
    parts["_rels/.rels"] = f"<Relationships>{outside}</Relationships>"
    assert texts(zip_of(parts), "docx") == [("文本", "甲")]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        pytest.param("word/document.xml", None, id="no body"),
        pytest.param("word/document.xml", "", id="an empty body"),
        pytest.param("word/document.xml", "<w:document", id="a body cut off"),
        pytest.param("word/document.xml", "<html/>", id="a body that is something else"),
        pytest.param("word/document.xml", f"<!DOCTYPE d><w:document {W}/>", id="a document type"),
        pytest.param(
            "word/document.xml", b"<?xml version='1.0' encoding='x-none'?><a/>", id="no such encoding"
        ),
        pytest.param("_rels/.rels", "<Relationships", id="relations cut off"),
    ],
)
def test_a_docx_that_does_not_open_is_broken(part: str, content: str | None) -> None:
    parts = docx_parts("甲")
    del parts[part]
    if content is not None:
        parts[part] = content
    assert opened(zip_of(parts), "docx") == DocumentOpened("broken")


@pytest.mark.parametrize("sort", ["docx", "xlsx", "pptx", "odt", "ofd"])
def test_a_zip_without_the_parts_of_its_sort_is_broken(sort: str) -> None:
    assert opened(zip_of({"[Content_Types].xml": "<Types/>"}), sort).flaw == "broken"
    assert opened(b"PK\x03\x04 and then nothing", sort).flaw == "broken"


def test_days_are_those_of_the_properties_as_written() -> None:
    raw = docx_of("甲", created="2017-03-05T20:30:00Z", modified="2017-03-20T08:00:00+08:00")
    days = (Made("docx-created", date(2017, 3, 5)), Made("docx-modified", date(2017, 3, 20)))
    assert opened(raw, "docx").made == days
    assert opened(docx_of("甲", created="<x>"), "docx").made == ()
    assert opened(docx_of("甲", modified="2017-03-20T08:00:00Z"), "docx").made == days[1:]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-03-05T08:00:00Z", date(2017, 3, 5)),
        ("D:20170305101500+08'00'", date(2017, 3, 5)),
        ("20170305", date(2017, 3, 5)),
        ("1990-01-01", date(1990, 1, 1)),
        ("1989-12-31", None),
        ("1601-01-01T00:00:00Z", None),
        ("2017-02-30", None),
        ("2017-03", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_a_day_is_read_or_left_out(written: str, day: date | None) -> None:
    assert made("pdf-created", written) == ((Made("pdf-created", day),) if day else ())


# --- xlsx


def test_cells_stand_with_their_places_and_heads() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>电话</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>x</f><v>张三</v></c><c r="B2"><v>13812345678</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>9</v></c><c r="B3"><v>1.3812345679E10</v></c><c r="C3"/></row>'
    )
    assert opened(xlsx_of(rows, ["姓名"], "名单"), "xlsx").pieces == (
        Piece("名单!A1", "姓名"),
        Piece("名单!B1", "电话"),
        Piece("名单!A2", "张三"),
        Piece("名单!B2", "13812345678", "电话 张三"),
        Piece("名单!B3", "13812345679", "电话"),
    )


def test_a_workbook_of_openpyxl_shows_what_was_typed() -> None:
    book = openpyxl.Workbook()
    book.active.append(["单位", "人数", 3.5, True, None])
    book.create_sheet("第二张").append(["甲"])
    saved = io.BytesIO()
    book.save(saved)
    found = opened(saved.getvalue(), "xlsx")
    assert [piece.text for piece in found.pieces or ()] == ["单位", "人数", "3.5", "1", "甲"]
    assert [piece.where for piece in found.pieces or ()][-1] == "第二张!A1"
    assert [each.source for each in found.made] == ["xlsx-created", "xlsx-modified"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12", "12"),
        ("1.5", "1.5"),
        ("1.3812345678E10", "13812345678"),
        ("2.0", "2"),
        ("1e3", "1000"),
        pytest.param("4.2010619900101E+17", "420106199001010000", id="an ID number as Excel cuts it"),
        ("1E19", "1E19"),
        ("1E999", "1E999"),
        ("1.E", "1.E"),
        ("一E二", "一E二"),
        ("-2.0", "-2.0"),
    ],
)
def test_numbers_are_shown_whole_where_they_are(value: str, shown: str) -> None:
    assert shown_number(value) == shown


def test_how_shared_texts_are_read_aloud_is_no_text() -> None:
    parts = xlsx_parts('<row><c r="A1" t="s"><v>0</v></c><c t="s"><v>-1</v></c></row>')
    parts["xl/sharedStrings.xml"] = "<sst><si><r><t>学</t></r><r><t>习</t></r><rPh><t>xx</t></rPh></si></sst>"
    assert texts(zip_of(parts), "xlsx") == [("Sheet1!A1", "学习")]


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_without_its_parts_is_broken(part: str) -> None:
    parts = xlsx_parts("")
    del parts[part]
    assert opened(zip_of(parts), "xlsx").flaw == "broken"


def test_a_chart_sheet_has_no_cells() -> None:
    parts = xlsx_parts("")
    parts["xl/chartsheets/sheet1.xml"] = "<chartsheet/>"
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("worksheet1", "chartsheet1")
    parts["xl/_rels/workbook.xml.rels"] = relations({"chartsheet1": "chartsheets/sheet1.xml"})
    assert opened(zip_of(parts), "xlsx").pieces == ()


# --- the others


def test_slides_are_pages_in_the_order_of_their_numbers() -> None:
    raw = pptx_of(*(f"第{number}张" for number in range(1, 12)))
    assert opened(raw, "pptx").pages == 11
    assert texts(raw, "pptx")[9] == ("第10页", "第10张")


def test_an_odt_shows_its_paragraphs_or_that_it_is_encrypted() -> None:
    assert texts(odt_of("甲", "乙"), "odt") == [("文本", "甲"), ("文本", "乙")]
    assert opened(odt_of("甲", manifest="<m:encryption-data/>"), "odt").flaw == "encrypted"


def test_the_pages_of_an_ofd_are_counted_and_not_read() -> None:
    assert opened(ofd_of(3), "ofd") == DocumentOpened(pages=3)
    assert opened(zip_of({"OFD.xml": "<OFD/>"}), "ofd").flaw == "broken"


@pytest.mark.parametrize("sort", ["doc", "xls", "ppt", "ole", "zip", "mp4", ""])
def test_what_is_not_opened_shows_nothing_and_has_no_flaw(sort: str) -> None:
    assert document_facts(b"anything", "a", sort) == DocumentOpened()


def test_a_pdf_shows_pages_text_and_days() -> None:
    raw = pdf_of("Hello", "World", about="/CreationDate(D:20170305101500+08'00')/ModDate(D:20170306)")
    found = opened(raw, "pdf")
    assert (found.flaw, found.pages) == ("", 2)
    assert found.pieces == (Piece("第1页", "Hello"), Piece("第2页", "World"))
    assert found.made == (Made("pdf-created", date(2017, 3, 5)), Made("pdf-modified", date(2017, 3, 6)))


def test_a_scanned_pdf_has_no_text_and_no_flaw() -> None:
    assert opened(pdf_of("", ""), "pdf") == DocumentOpened(pages=2, pieces=())


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.4", b"%PDF-1.4\ntrash", pdf_of()], ids=["a head", "trash", "no pages"]
)
def test_a_pdf_that_does_not_open_is_broken(raw: bytes) -> None:
    assert opened(raw, "pdf").flaw == "broken"


def test_a_pdf_that_wants_a_password_is_encrypted() -> None:
    lock = "/Filter/Standard/V 1/R 2/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">/P -4"
    raw = pdf_of("a").replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<01><01>]/Encrypt<<" + lock.encode() + b">>")
    assert opened(raw, "pdf").flaw == "encrypted"


def test_a_pdf_over_a_limit_is_not_read_on() -> None:
    assert opened(b"%PDF-" + bytes(limits.PDF_BYTES), "pdf").flaw == "too-large"
    ticks = iter([0.0, limits.PDF_SECONDS, limits.PDF_SECONDS + 0.01])
    with pytest.raises(Exception, match="too-slow"):
        open_pdf(pdf_of("a", "b"), lambda: next(ticks))


def test_a_pdf_without_its_last_pages_is_read_as_far_as_it_goes() -> None:
    found = opened(pdf_of("Hello", kids="4 0 R 99 0 R", count=2), "pdf")
    assert (found.flaw, found.pieces) == ("", (Piece("第1页", "Hello"),))


# --- texts


@pytest.mark.parametrize(
    ("raw", "sort", "text"),
    [
        pytest.param("一\n二".encode("gb18030"), "text", "一\n二", id="GB18030"),
        pytest.param("一二".encode("utf-16"), "text", "一二", id="UTF-16"),
        pytest.param("<p>一<b>二</b></p><p>三</p>".encode(), "html", "一二\n三", id="html"),
        pytest.param("<a><w:t>一</w:t></a>".encode(), "xml", "一", id="xml"),
        pytest.param(rb"{\rtf1 \'d2\'bb}", "rtf", "一", id="rtf"),
    ],
)
def test_a_text_is_read_without_the_signs_of_its_format(raw: bytes, sort: str, text: str) -> None:
    assert opened(raw, sort).text == text


def test_a_text_in_no_known_encoding_is_broken_and_a_mail_is_not_read() -> None:
    assert opened(b"\0\1\2\xff", "text").flaw == "broken"
    assert opened(b"MIME-Version: 1.0", "mht") == DocumentOpened()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>1</p>2", "\n1\n2"),
        ("1<!-- 2 <p> -->3", "13"),
        ("1<script>2<3</script>4", "1\n4"),
        ("1<STYLE>2</STYLE>3", "1\n3"),
        ("1<style>2", "1\n"),
        ("1<!-- 2", "1"),
        ("1 <2", "1 \n"),
        ("&lt;1&amp;2&#20013;", "<1&2中"),
        ("13<span>8</span>1", "1381"),
    ],
)
def test_pages_without_their_tags(page: str, text: str) -> None:
    assert text_of_page(page) == text


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1{\fonttbl{\f0 SimSun;}}\pard hi\par there}", "hi\nthere"),
        (r"{\rtf1\u20013?\u-10179?x}", "中x"),
        (r"{\rtf1\u20013\'3fx}", "中x"),
        (r"{\rtf1{\*\generator WPS}a\~b\{c\}\\}", "a b{c}\\"),
        (r"{\rtf1{\pict ffd8}{\info{\title t}}a}}}", "a"),
        (r"{\rtf1{\fonttbl\'d2\'bb\u20013?}a}", "a"),
        ("{\\rtf1 a\\\nb}", "ab"),
    ],
)
def test_rtf_without_its_control_words(rtf: str, text: str) -> None:
    assert text_of_rtf(rtf) == text


def test_no_number_is_torn_between_two_pieces() -> None:
    line = "电话 13812345678 " * 300
    pieces = opened(f"{line}\n{line}\n短".encode(), "text").pieces or ()
    assert [piece.text for piece in pieces] == [line.strip(), line.strip(), "短"]


def test_of_a_long_text_only_so_much_is_taken() -> None:
    raw = ("甲" * 999 + "\n").encode() * 3_000
    assert sum(len(piece.text) for piece in opened(raw, "text").pieces or ()) == limits.TEXT_CHARACTERS
    assert len(opened(docx_of(*["甲" * 999] * 300), "docx").text.replace("\n", "")) == limits.TEXT_CHARACTERS
    assert len(opened(odt_of(*["甲" * 999] * 300), "odt").text.replace("\n", "")) == limits.TEXT_CHARACTERS
    assert opened("甲".encode() * 2_000_000, "text").flaw == ""


def test_blank_pieces_are_none() -> None:
    found = Collected()
    found.add("文本", "  \n")
    assert found.pieces == []


# --- scaffolds


@pytest.mark.parametrize(
    ("raw", "sort", "flaw"),
    [
        pytest.param(docx_of(MARKER), "docx", "stub", id="docx"),
        pytest.param(
            zip_of({**docx_parts("甲"), "word/header1.xml": f"<h>{MARKER}</h>"}), "docx", "", id="header"
        ),
        pytest.param(xlsx_of(f'<row><c t="str"><v>{MARKER}</v></c></row>'), "xlsx", "stub", id="xlsx"),
        pytest.param(pptx_of(MARKER), "pptx", "stub", id="pptx"),
        pytest.param(f"标题：{MARKER}".encode("gb18030"), "text", "stub", id="text"),
        pytest.param(("甲" * 1_400 + MARKER).encode(), "text", "", id="far down in a text"),
        pytest.param(docx_of("待填"), "docx", "", id="without its brackets"),
    ],
)
def test_a_scaffold_is_a_stub(raw: bytes, sort: str, flaw: str) -> None:
    assert opened(raw, sort).flaw == flaw


def test_the_name_may_say_so_too() -> None:
    assert document_facts(docx_of("甲"), f"{MARKER}方案.docx", "docx").flaw == "stub"


def test_the_sample_ledger_opens() -> None:
    for path in sorted(Path("sample_ledger").rglob("*.docx")):
        assert document_facts(path.read_bytes(), path.name, "docx").flaw == ""


def test_the_parts_of_a_zip_are_listed_in_its_order() -> None:
    assert BoundedZip(zip_of({"b": "1", "a": "2"})).names == ["b", "a"]


def test_a_head_of_several_lines_names_the_numbers_below_it() -> None:
    cells = (
        '<row><c r="A1" t="inlineStr"><is><t>手机\n号码</t></is></c></row>'
        '<row><c r="A2" t="inlineStr"><is><t>13812345678</t></is></c></row>'
    )
    opened = document_facts(xlsx_of(cells), "a.xlsx", "xlsx")
    assert [piece.near for piece in opened.pieces or ()] == ["", "手机号码"]


def test_no_lines_without_text_part_the_cells_of_a_page() -> None:
    page = "<html><table><tr><td> 手机 </td>\n\n<td><p>\n\n</p></td></tr>\n<tr>\n<td>13812345678</td>"
    assert [piece.text for piece in document_facts(page.encode(), "a.html", "html").pieces or ()] == [
        "手机 \n13812345678"
    ]


def test_sheets_are_read_wherever_a_program_puts_them() -> None:
    parts = xlsx_parts('<row><c r="A1"><v>12</v></c></row>')
    parts["xl/甲.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/_rels/workbook.xml.rels"] = relations({"worksheet1": "甲.xml"})
    assert texts(zip_of(parts), "xlsx") == [("Sheet1!A1", "12")]
