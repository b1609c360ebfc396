"""What files are by their bytes, and whether their names say so."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.messages import LANGUAGES, say
from civcheck.model.filesorts import Fit, ending_for, fits, sort_words
from civcheck.reading.material.sorts import see, sort_of
from civcheck.reading.material.zipnames import zip_names

from . import samples
from .samples import HEADS, docx_of, docx_parts, odt_of, ofd_of, ole_of, pdf_of, pptx_of, xlsx_of, zip_of

TEXT = "三月五日，志愿者清扫街道，发放资料。"
PAGE = "<!DOCTYPE html>\n<html><body>报道</body></html>"
MAIL = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"


def saved(paper: object) -> bytes:
    made = io.BytesIO()
    paper.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "sort"),
    [
        *(pytest.param(raw, sort, id=sort) for sort, raw in HEADS.items()),
        pytest.param(b"MM\0*\0\0\0\x08", "tiff", id="tiff of the other byte order"),
        pytest.param(docx_of("甲"), "docx", id="docx"),
        pytest.param(zip_of(dict(reversed(docx_parts("甲").items()))), "docx", id="docx in another order"),
        pytest.param(saved(docx.Document()), "docx", id="docx of python-docx"),
        pytest.param(saved(openpyxl.Workbook()), "xlsx", id="xlsx of openpyxl"),
        pytest.param(xlsx_of(""), "xlsx", id="xlsx"),
        pytest.param(pptx_of("甲"), "pptx", id="pptx"),
        pytest.param(odt_of("甲"), "odt", id="odt"),
        pytest.param(
            odt_of("甲").replace(b"opendocument.text", b"opendocument.xxxx"), "zip", id="another opendocument"
        ),
        pytest.param(ofd_of(1), "ofd", id="ofd"),
        pytest.param(zip_of({"a.jpg": b"1"}), "zip", id="zip"),
        pytest.param(zip_of({"[Content_Types].xml": "", "a/b": ""}), "zip", id="zip that is no paper"),
        pytest.param(zip_of({"word/document.xml": ""}), "zip", id="zip with a folder called word"),
        pytest.param(docx_of("甲")[:-30], "docx", id="docx without its end"),
        pytest.param(docx_of(TEXT)[:400], "docx", id="docx cut off"),
        pytest.param(ole_of(samples.WORD), "doc", id="doc"),
        pytest.param(ole_of(samples.SHEET), "xls", id="xls"),
        pytest.param(ole_of({"PowerPoint Document": bytes(4096)}), "ppt", id="ppt"),
        pytest.param(ole_of({"Book": bytes(4096)}), "xls", id="xls of Excel 95"),
        pytest.param(ole_of({"Contents": bytes(4096)}), "ole", id="another container"),
        pytest.param(pdf_of("a"), "pdf", id="pdf"),
        pytest.param(b"\n\n" + pdf_of("a"), "pdf", id="pdf behind empty lines"),
        pytest.param(TEXT.encode(), "text", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "text", id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("gb18030"), "text", id="GB18030"),
        pytest.param(TEXT.encode("utf-16"), "text", id="UTF-16 with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), "text", id="UTF-16 without"),
        pytest.param((TEXT + "\n").encode("gb18030") * 60_000, "text", id="a long text"),
        pytest.param(TEXT.encode() * 60_000, "text", id="a long text in one line"),
        pytest.param(PAGE.encode(), "html", id="html"),
        pytest.param(PAGE.encode("gb18030"), "html", id="html in GB18030"),
        pytest.param(b"<table><tr><td>1</td></tr></table>", "html", id="a table exported by a web site"),
        pytest.param(b"<?xml version='1.0'?><Workbook/>", "xml", id="xml"),
        pytest.param(MAIL.encode(), "mht", id="mht"),
        pytest.param(b"From: someone", "text", id="a text that begins as a mail does"),
        pytest.param(b"1 < 2 <html>", "text", id="a text that speaks of html"),
        pytest.param(b"BM is how this text begins", "text", id="a text that begins as a bmp does"),
        pytest.param(b"\0\1\2\3", "", id="bytes"),
        pytest.param(bytes(4096), "", id="noughts"),
        pytest.param(b"  \n", "", id="blanks"),
        pytest.param(b"a\x07b", "", id="control signs"),
        pytest.param(b"", "", id="nothing"),
    ],
)  # fmt: skip
def test_the_sort_is_that_of_the_bytes(raw: bytes, sort: str) -> None:
    assert sort_of(raw) == sort
    assert see(raw, "某.bin").sort == sort


@pytest.mark.parametrize(
    ("raw", "name", "seen"),
    [
        pytest.param(ole_of({"EncryptedPackage": b"x"}), "名单.xlsx", ("xlsx", "encrypted"), id="xlsx"),
        pytest.param(ole_of({"EncryptedPackage": b"x"}), "名单.doc", ("docx", "encrypted"), id="named .doc"),
        pytest.param(ole_of({"EncryptedPackage": b"x"}), "名单", ("ole", "encrypted"), id="without an ending"),
        pytest.param(ole_of(samples.LOCKED_WORD), "a.doc", ("doc", "encrypted"), id="doc"),
        pytest.param(ole_of(samples.LOCKED_SHEET), "a.xls", ("xls", "encrypted"), id="xls"),
        pytest.param(b"b\x14#e\2\0 E-SafeNet LOCK" + bytes(600), "a.docx", ("docx", "encrypted"), id="E-SafeNet"),
        pytest.param(b"%TSD-Header-###%" + bytes(600), "a.jpg", ("jpeg", "encrypted"), id="TSD"),
        pytest.param(ole_of(samples.WORD), "a.doc", ("doc", ""), id="doc that opens"),
        pytest.param(ole_of(samples.SHEET), "a.xls", ("xls", ""), id="xls that opens"),
        pytest.param(ole_of(samples.WORD)[:-1], "a.doc", ("doc", "broken"), id="doc without its last byte"),
        pytest.param(ole_of(samples.WORD)[:2000], "a.doc", ("doc", "broken"), id="doc cut off"),
        pytest.param(ole_of(samples.WORD, {4: 0xFFFFFFFE}), "a.doc", ("doc", "broken"), id="a chain too short"),
        pytest.param(ole_of(samples.WORD, {4: 3}), "a.doc", ("doc", ""), id="a chain in a circle, long enough"),
        pytest.param(ole_of(samples.WORD, {1: 1}), "a.doc", ("doc", ""), id="a directory in a circle"),
        pytest.param(ole_of(samples.WORD, {4: 900_000}), "a.doc", ("doc", "broken"), id="a chain that leads out"),
        pytest.param(samples.OLE, "a.doc", ("ole", "broken"), id="a mark alone"),
        pytest.param(samples.OLE + bytes(1000), "a.doc", ("ole", "broken"), id="a mark and noughts"),
        pytest.param(ole_of({"WordDocument": b"small"}), "a.doc", ("doc", ""), id="a small stream"),
    ],
)  # fmt: skip
def test_flaws_that_are_seen_without_opening(raw: bytes, name: str, seen: tuple[str, str]) -> None:
    assert see(raw, name) == seen


def test_a_container_whose_table_is_listed_elsewhere_is_followed() -> None:
    raw = bytearray(ole_of(samples.WORD))
    after = (len(raw) >> 9) - 1
    raw[68:76] = after.to_bytes(4, "little") + (1).to_bytes(4, "little")
    raw += (0xFFFFFFFF).to_bytes(4, "little") * 127 + (0xFFFFFFFE).to_bytes(4, "little")
    assert see(bytes(raw), "a.doc") == ("doc", "")


AS_NAMED, FAMILY, OTHER = Fit.AS_NAMED, Fit.SAME_FAMILY, Fit.OTHER


@pytest.mark.parametrize(
    ("name", "sort", "fit"),
    [
        ("a.jpg", "jpeg", AS_NAMED),
        ("a.JPEG", "jpeg", AS_NAMED),
        ("a.jpg", "png", FAMILY),
        ("a.png", "heic", FAMILY),
        ("a.jpg", "docx", OTHER),
        ("a.jpg", "html", OTHER),
        ("a.jpg", "pdf", OTHER),
        ("a.jpg", "mp4", OTHER),
        ("a.jpg", "zip", OTHER),
        ("a.doc", "doc", AS_NAMED),
        ("a.doc", "rtf", FAMILY),
        ("a.doc", "html", FAMILY),
        ("a.doc", "mht", FAMILY),
        ("a.doc", "docx", FAMILY),
        ("a.doc", "text", FAMILY),
        ("a.doc", "jpeg", OTHER),
        ("a.doc", "xls", OTHER),
        ("a.wps", "doc", AS_NAMED),
        ("a.wps", "docx", FAMILY),
        ("a.et", "xls", AS_NAMED),
        ("a.docx", "doc", FAMILY),
        ("a.docx", "text", OTHER),
        ("a.docx", "xlsx", OTHER),
        ("a.docx", "pdf", OTHER),
        ("a.docx", "zip", OTHER),
        ("a.xls", "text", FAMILY),
        ("a.xls", "html", FAMILY),
        ("a.xlsx", "xls", FAMILY),
        ("a.xlsx", "text", OTHER),
        ("a.pptx", "ppt", FAMILY),
        ("a.pptx", "docx", OTHER),
        ("a.pdf", "pdf", AS_NAMED),
        ("a.pdf", "text", OTHER),
        ("a.pdf", "docx", OTHER),
        ("a.pdf", "jpeg", OTHER),
        ("a.ofd", "pdf", OTHER),
        ("a.txt", "text", AS_NAMED),
        ("a.txt", "html", FAMILY),
        ("a.txt", "docx", OTHER),
        ("a.html", "text", AS_NAMED),
        ("a.md", "html", AS_NAMED),
        ("a.jpg", "", AS_NAMED),
        ("a.bin", "docx", AS_NAMED),
        ("jpg", "docx", AS_NAMED),
        ("", "docx", AS_NAMED),
    ],
)
def test_whether_a_name_says_what_the_file_is(name: str, sort: str, fit: Fit) -> None:
    assert fits(name, sort) is fit


@given(st.binary(max_size=3_000), st.text(max_size=20))
def test_any_bytes_are_of_some_sort(raw: bytes, name: str) -> None:
    for head in (b"", *HEADS.values(), samples.OLE, b"PK\x03\x04", b"PK\x05\x06", b"<?xml", b"%PDF-"):
        assert say(sort_words(see(head + raw, name).sort))


@given(st.binary(max_size=400), st.integers(0, 400))
def test_any_changed_zip_has_names(noise: bytes, at: int) -> None:
    raw = docx_of("甲")
    for changed in (raw[:at] + noise + raw[at + len(noise) :], raw[:-at] + noise):
        assert len(zip_names(changed)) <= 2_000


@given(st.binary(max_size=200), st.integers(8, 3_000))
def test_any_changed_container_is_of_some_sort(noise: bytes, at: int) -> None:
    raw = ole_of(samples.WORD)
    assert sort_of(raw[:at] + noise + raw[at + len(noise) :]) in ("doc", "ole")


def test_of_very_many_names_only_so_many_are_given() -> None:
    raw = zip_of({str(number): b"" for number in range(2_005)})
    assert len(zip_names(raw)) == 2_000
    assert len(zip_names(raw[:-5_000])) == 2_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sort_has_a_name(lang: str) -> None:
    sorts = [
        *HEADS,
        "docx",
        "xlsx",
        "pptx",
        "doc",
        "xls",
        "ppt",
        "ole",
        "odt",
        "ods",
        "odp",
        "ofd",
        "html",
        "xml",
    ]
    names = {say(sort_words(sort), lang) for sort in [*sorts, "mht", "text", "zip", "pdf", ""]}
    assert len(names) == len(sorts) + 5


@pytest.mark.parametrize(
    "sort", ["jpeg", "png", "tiff", "webp", "docx", "xls", "ppt", "odt", "html", "text", "pdf"]
)
def test_a_file_named_as_is_advised_fits(sort: str) -> None:
    assert fits(f"a.{ending_for(sort)}", sort) is Fit.AS_NAMED


def test_a_name_that_no_role_takes_is_not_advised() -> None:
    assert [ending_for(sort) for sort in ("heic", "mht", "")] == ["", "", ""]


RC4 = bytes.fromhex("010001000100")
PROTECTED = "01fd4e05dc6e0e72fcc4b72175686883ded643a3b989170bc6e163b5debaf714"
"""What Excel writes for its own password beside a salt of 0 to 15, and below for another, both by msoffcrypto-tool."""
LOCKED = "05349840e613dbe9a8061f947d46a841659f5f9e94a0be39590e9a17299181c6"


def an_xls(file_pass: bytes, before: bytes = b"") -> bytes:
    begin = b"\x09\x08\x10\0" + bytes(16)
    record = b"\x2f\0" + len(file_pass).to_bytes(2, "little") + file_pass
    return ole_of({"Workbook": (begin + before + record).ljust(4096, b"\0")})


@pytest.mark.parametrize("before", [b"", b"\x86\0\0\0"], ids=["", "write-protected"])
@pytest.mark.parametrize(
    ("file_pass", "flaw"),
    [
        pytest.param(RC4 + bytes(range(16)) + bytes.fromhex(PROTECTED), "", id="protected"),
        pytest.param(RC4 + bytes(range(16)) + bytes.fromhex(LOCKED), "encrypted", id="locked"),
        pytest.param(RC4 + bytes(9), "encrypted", id="cut off"),
        pytest.param(bytes.fromhex("0000123456789abc"), "encrypted", id="of Excel 95"),
        pytest.param(bytes.fromhex("010002000200") + bytes(90), "encrypted", id="of another algorithm"),
    ],
)  # fmt: skip
def test_an_xls_whose_structure_is_protected_opens_without_a_password(
    file_pass: bytes, flaw: str, before: bytes
) -> None:
    assert see(an_xls(file_pass, before), "a.xls") == ("xls", flaw)
