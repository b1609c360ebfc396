"""Comments, links, pictures, lines through the text: no record has them, so it is said where they lie."""

from __future__ import annotations

import base64
import io
import struct

import pytest
import xlsxwriter

from civcheck.reading.tables.biff import look_beyond_xls
from tests.reading.material.samples import ole_of
from tests.tables.books import read_here

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def raw():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("志愿服务")
    page.write_row(0, 0, ["标题", "日期", "照片", "链接", "邮箱"])
    page.write_row(1, 0, ["清扫", "2017-03-05"])
    page.write_comment(0, 0, "必填")
    page.write_comment(1, 0, "领导参加")
    page.write_url(1, 2, "external:照片.jpg", string="照片")
    page.write_url(1, 3, "http://www.example.cn/a")
    page.write_url(1, 4, "mailto:a@example.cn")
    page.write(2, 0, "植树", book.add_format({"font_strikeout": True}))
    page.write(2, 1, "2017-03-12", book.add_format({"bold": True}))
    page.insert_image(1, 1, "a.png", {"image_data": io.BytesIO(PICTURE)})
    book.close()
    return out.getvalue()


def test_what_lies_on_cells_is_found_and_a_link_that_says_where_it_leads_is_none(raw):
    assert set(read_here(raw).sheets[0].lying) == {
        ("comment", 1, 0),
        ("comment", 2, 0),
        ("link", 2, 2),
        ("picture", 2, 1),
        ("struck", 3, 0),
    }


def test_what_lies_on_records_is_told(civcheck, ledger, tmp_path, raw):
    (tmp_path / "表.xlsx").write_bytes(raw)
    out = civcheck("import", tmp_path / "表.xlsx", "--to", ledger, "--dry-run").out
    assert "批注没有读（1 处）：A2\n" in out
    assert "链接的地址没有读，读的是格子里的字（1 处）：C2\n" in out
    assert "图片没有读（1 处）：B2\n" in out
    assert "划了删除线，字照样读了" in out and "（1 处）：A3\n" in out


BEGIN, END = struct.pack("<HH16x", 0x809, 16), struct.pack("<HH", 0x0A, 0)


def lying_in_xls(styles: bytes, cells: bytes) -> list[tuple[str, int, int]]:
    """Look at an xls of one sheet."""

    def book(start: int) -> bytes:
        return BEGIN + styles + struct.pack("<HHIBBBBc", 0x85, 9, start, 0, 0, 1, 0, b"A") + END

    raw = book(len(book(0))) + BEGIN + cells + END
    found, _ = look_beyond_xls(ole_of({"Workbook": raw.ljust(4_096, b"\0")}))
    return [each[:3] for each in found["A"].lying]


def test_the_comments_of_an_xls_are_found():
    assert lying_in_xls(b"", struct.pack("<HHHH8x", 0x1C, 12, 4, 1)) == [("comment", 5, 1)]


def test_a_form_that_is_cut_short_hides_nothing_that_stands_behind_it():
    short = struct.pack("<HHHB", 0x41E, 3, 164, 1)
    assert lying_in_xls(short, struct.pack("<HHHH8x", 0x1C, 12, 4, 1)) == [("comment", 5, 1)]


def test_lines_through_the_text_of_an_xls_are_found():
    fonts = b"".join(struct.pack("<HHHH10x", 0x31, 14, 200, 8 if number == 4 else 0) for number in range(6))
    # the fifth font has the number 5: no font has the number 4
    styles = b"".join(struct.pack("<HHHH16x", 0xE0, 20, font, 0) for font in (0, 5, 6))
    texts = b"".join(struct.pack("<HHHHHI", 0xFD, 10, 2, column, column, 0) for column in range(3))
    assert lying_in_xls(fonts + styles, texts) == [("struck", 3, 1)]
