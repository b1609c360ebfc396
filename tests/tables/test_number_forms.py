"""What the form of a cell says of its number: a month that was typed is no first day."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from civcheck.model.table.sheet import Cell, Sort
from civcheck.reading.tables.biff import look_beyond_xls
from civcheck.reading.tables.numberforms import BUILT_IN, Form, form_of
from tests.reading.material.samples import ole_of
from tests.tables.books import bytes_of, read_here


@pytest.mark.parametrize(
    "code", ['yyyy"年"m"月"', "mmm-yy", "[$-804]yyyy\\年m\\月;@", 'm"月"', 'yyyy"年"', '"起;"yyyy-mm']
)
def test_a_form_without_a_day_shows_a_month(code):
    assert form_of(code) is Form.MONTH


@pytest.mark.parametrize(
    "code", ["General", "@", "0.00", '0"月"', "yyyy-mm-dd", "h:mm", "[h]:mm", "[mm]:ss", 'd"日"', "aaaa", ""]
)
def test_any_other_form_shows_none(code):
    assert form_of(code) is None


def cell(value, form):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = form
    return read_here(bytes_of(book)).sheets[0].rows[1][0]


def test_a_cell_that_shows_a_month_is_a_month():
    assert cell(date(2017, 3, 1), 'yyyy"年"m"月"') == Cell(Sort.TEXT, "2017年3月")


@pytest.mark.parametrize("typed", [datetime(2017, 3, 2), datetime(2017, 3, 1, 9)])
def test_a_day_that_somebody_has_typed_stays_one_however_it_is_shown(typed):
    assert datetime.fromisoformat(str(cell(typed, 'yyyy"年"m"月"').value)) == typed


def test_a_form_of_the_chinese_excel_that_shows_a_time_shows_no_month():
    assert BUILT_IN[57] is Form.MONTH and 55 not in BUILT_IN


def stream(*records):
    return b"".join(
        sort.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body for sort, body in records
    )


def test_an_xls_tells_its_forms_too():
    code = 'yyyy"年"m"月"'
    begin, end = (0x809, bytes(16)), (0x0A, b"")
    form = 0x41E, b"\xa4\0" + bytes([len(code), 0, 1]) + code.encode("utf-16-le")
    style, number = (0xE0, b"\0\0\xa4\0" + bytes(16)), (0x203, b"\2\0\1\0\0\0" + bytes(8))

    def book(start):
        return stream(begin, (0x85, bytes([start, 0, 0, 0, 0, 0, 1, 0]) + b"A"), form, style, end)

    raw = book(len(book(0))) + stream(begin, number, end)
    found, _ = look_beyond_xls(ole_of({"Workbook": raw.ljust(4_096, b"\0")}))
    assert found["A"].forms == {(3, 1): Form.MONTH}


def test_a_month_that_was_typed_is_no_day_of_a_record(civcheck, ledger, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "志愿服务"
    page.append(["标题", "日期"])
    page.append(["清扫", date(2017, 3, 1)])
    page["B2"].number_format = 'yyyy"年"m"月"'
    book.save(tmp_path / "表.xlsx")
    run = civcheck("import", tmp_path / "表.xlsx", "--to", ledger)
    assert run.code == 1
    assert "B2：“2017年3月”只有月份" in run.out
