"""Opening files of tables: what people send, and what could do harm; every file is read or refused with a cure."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date, time, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest

from civcheck.errors import UsageError
from civcheck.messages import say
from civcheck.model.table.sheet import Block, Sort
from civcheck.reading import limits
from civcheck.reading.tables.child import answer_to
from civcheck.reading.tables.opening import open_book
from tests.reading.material.samples import ole_of
from tests.tables.books import bytes_of, read_here, save

ROWS = [["标题", "日期"], ["清扫", "2017-03-05"]]


def refused(path) -> str:
    with pytest.raises(UsageError) as stopped:
        open_book(path)
    said = say(stopped.value.message)
    assert "改法" in said or "没有这个文件" in said or "空的" in said
    return stopped.value.message.id.removeprefix("error.table-")


def values(sheet):
    return {number: {at: cell.value for at, cell in row.items()} for number, row in sheet.rows.items()}


def test_a_workbook_is_read_by_a_child(tmp_path):
    book = open_book(save(tmp_path / "台账.xlsx", {"三月": ROWS, "空": []}))
    assert [each.name for each in book.sheets] == ["三月", "空"]
    assert values(book.sheets[0]) == {1: {0: "标题", 1: "日期"}, 2: {0: "清扫", 1: "2017-03-05"}}


def a_workbook():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "甲"
    page["B2"], page["C2"], page["D2"] = date(2017, 3, 15), time(2, 30), timedelta(hours=26)
    page["B3"], page["C3"] = 0.85, 42809
    page["B3"].number_format, page["C3"].number_format = "0.0%", '[$-804]yyyy"年"m"月"d"日";@'
    page["B4"], page["C4"], page["D4"] = "#REF!", "=A1", True
    page["B6"] = "并"
    page.merge_cells("B6:C7")
    page.row_dimensions[6].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_chartsheet("图")
    return book


def test_everything_that_a_cell_may_be_is_told():
    sheet, hidden = read_here(bytes_of(a_workbook())).sheets
    found = {
        (row, at): (cell.sort, cell.value) for row, cells in sheet.rows.items() for at, cell in cells.items()
    }
    assert found == {
        (2, 1): (Sort.DAY, date(2017, 3, 15)),
        (2, 2): (Sort.TIME, time(2, 30)),
        (2, 3): (Sort.SPAN, timedelta(hours=26)),
        (3, 1): (Sort.PERCENT, 0.85),
        (3, 2): (Sort.DAY, date(2017, 3, 15)),
        (4, 1): (Sort.ERROR, "#REF!"),
        (4, 2): (Sort.UNRECKONED, "="),
        (4, 3): (Sort.YES_NO, True),
        (6, 1): (Sort.TEXT, "并"),
    }
    assert (sheet.merged, sheet.hidden_rows) == ((Block(6, 1, 7, 2),), {6})
    assert (hidden.name, hidden.is_hidden, sheet.is_hidden) == ("藏", True, False)


def test_days_that_count_from_1904_are_told():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2017, 3, 15)
    (sheet,) = read_here(bytes_of(book)).sheets
    assert sheet.epoch_1904
    assert values(sheet) == {1: {0: date(2017, 3, 15)}}


# --- csv

CSV = '日期,标题,备注\r\n2017-03-05,清扫,"一\r\n二，""三"""\r\n'


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", ""), ("utf-8-sig", ""), ("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")],
)
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(tmp_path, encoding, told, sign):
    file = tmp_path / "台账.csv"
    file.write_bytes(CSV.replace(",", sign).encode(encoding))
    book = open_book(file)
    assert (book.sort, book.encoding, book.sheets[0].name) == ("csv", told, "台账")
    assert values(book.sheets[0])[2] == {0: "2017-03-05", 1: "清扫", 2: '一\n二，"三"'}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("sep=;\na;b\n", {1: {0: "a", 1: "b"}}, id="a separator that is named"),
        pytest.param('="001",b\n', {1: {0: "001", 1: "b"}}, id="a number that is kept as text"),
        pytest.param("a,b\n\n,\nc,d\n", {1: {0: "a", 1: "b"}, 4: {0: "c", 1: "d"}}, id="blank rows"),
        pytest.param("标题\n甲、乙，丙\n", {1: {0: "标题"}, 2: {0: "甲、乙，丙"}}, id="one column"),
    ],
)
def test_csv_as_programs_write_it(tmp_path, text, rows):
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    assert values(open_book(file).sheets[0]) == rows


# --- web pages

PAGE = """<html><head><meta charset="gb2312"></head><body><table><tr><th colspan=2>台账</th></tr>
<tr><td>标题<td>日期</tr><tr><td rowspan=2>清&nbsp;扫<br>街道</td><td>2017-03-05</td></tr>
<tr><td>2017-03-06<table><tr><td>内</td></tr></table></td></tr></table><table></table></body></html>"""


@pytest.mark.parametrize("ending", ["xls", "xlsx", "html"])
def test_a_web_page_that_is_called_a_workbook_is_read(tmp_path, ending):
    file = tmp_path / f"导出.{ending}"
    file.write_bytes(PAGE.encode("gb18030"))
    book = open_book(file)
    assert (book.sort, book.encoding, [each.name for each in book.sheets]) == ("html", "GB18030", ["表1"])
    assert values(book.sheets[0]) == {
        1: {0: "台账"},
        2: {0: "标题", 1: "日期"},
        3: {0: "清\xa0扫\n街道", 1: "2017-03-05"},
        4: {1: "2017-03-06内"},
    }
    assert book.sheets[0].merged == (Block(1, 0, 1, 1), Block(3, 0, 4, 0))


# --- what is refused


def test_the_lock_of_a_table_that_is_open_says_which_file_to_take(tmp_path):
    lock = tmp_path / "~$台账.xlsx"
    lock.write_bytes(b"\x05user")
    assert refused(lock) == "lock"


def test_a_table_that_is_open_is_read_and_said_to_be_open(tmp_path):
    file = save(tmp_path / "台账.xlsx", {"表": ROWS})
    (tmp_path / "~$台账.xlsx").write_bytes(b"\x05user")
    assert open_book(file).is_open_elsewhere


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        pytest.param("空.xlsx", b"", "empty", id="empty"),
        pytest.param("a.docx", b"hello", "other-sort", id="a text with another name"),
        pytest.param("a.xlsx", b"PK\x03\x04 and then nothing", "other-sort", id="a zip that is cut off"),
        pytest.param("a.pdf", b"%PDF-1.4", "other-sort", id="a pdf"),
        pytest.param("a.csv", b"\x00\x01\x02\xff" * 10, "not-text", id="bytes"),
        pytest.param("a.csv", '标题,日期\n"清扫,3月5日\n'.encode(), "quotes", id="a quotation mark alone"),
        pytest.param("a.xls", b"<html><body><p>1</p></body></html>", "no-table", id="a page without a table"),
        pytest.param("a.xlsx", ole_of({"EncryptedPackage": b"x"}), "encrypted", id="with a password"),
        pytest.param(
            "a.xlsx", b"E-SafeNet" + bytes(range(256)) * 3, "encrypted", id="held by an encrypting program"
        ),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, raw, why):
    file = tmp_path / name
    file.write_bytes(raw)
    assert refused(file) == why


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.et"])
def test_a_csv_is_read_whatever_table_its_name_says(tmp_path, name):
    (tmp_path / name).write_bytes("标题\t日期\n清扫\t2017-03-05\n".encode("gb18030"))
    book = open_book(tmp_path / name)
    assert (book.sort, book.encoding) == ("csv", "GB18030")
    assert values(book.sheets[0])[2] == {0: "清扫", 1: "2017-03-05"}


def test_a_file_over_the_limit_of_size_is_refused(tmp_path, monkeypatch):
    file = save(tmp_path / "a.xlsx", {"表": ROWS})
    monkeypatch.setattr(limits, "ATTACHMENT_PARSED", 100)
    assert refused(file) == "too-large"


def test_a_page_over_the_limit_of_size_and_one_of_too_many_cells_are_refused(tmp_path, monkeypatch):
    file = tmp_path / "a.xls"
    file.write_bytes(PAGE.encode())
    monkeypatch.setattr(limits, "TABLE_CELLS", 2)
    assert refused(file) == "too-large"
    monkeypatch.setattr(limits, "TABLE_HTML_BYTES", 10)
    assert refused(file) == "too-large"
    csv = tmp_path / "a.csv"
    csv.write_text("a,b\nc,d\n", "utf-8")
    assert refused(csv) == "too-large"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert refused(tmp_path / "x.xlsx") == "missing"
    assert refused(tmp_path) == "missing"


def rezipped(change) -> bytes:
    """Make a workbook and change the XML of its one sheet."""
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    source = zipfile.ZipFile(io.BytesIO(bytes_of(book)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            raw = source.read(name)
            target.writestr(name, change(raw) if name == "xl/worksheets/sheet1.xml" else raw)
    return out.getvalue()


def rows(text: str):
    return lambda raw: raw.split(b"<sheetData>")[0] + f"<sheetData>{text}</sheetData></worksheet>".encode()


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FORMED = "".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(1, 1_048_577))
WIDE = "".join(f'<c t="inlineStr"><is><t>h{at}</t></is></c>' for at in range(16_384))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 9 + b'">]><worksheet/>'


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        pytest.param(rows(FAR), "too-large", id="two cells far apart"),
        pytest.param(
            rows(FAR.replace("<c", "<x:c").replace("</c", "</x:c")), "too-large", id="with a prefix"
        ),
        pytest.param(lambda raw: ENTITIES, "broken", id="entities"),
        pytest.param(lambda raw: raw[:-40], "broken", id="cut off"),
        pytest.param(rows('<row r="1"><c r="1A"><v>1</v></c></row>'), "broken", id="a place that is none"),
        pytest.param(lambda raw: b" " * (limits.TABLE_PART_BYTES + 1), "too-large", id="a bomb"),
    ],
)
def test_a_workbook_that_means_harm_is_refused_before_it_is_laid_out(change, flaw):
    assert answer_to(rezipped(change), "xlsx") == {"flaw": flaw}


def test_a_million_rows_that_have_a_form_and_hold_nothing_are_nothing():
    (sheet,) = read_here(rezipped(rows(FORMED + '<row r="1"><c r="A1"><v>7</v></c></row>'))).sheets
    assert values(sheet) == {1: {0: 7.0}}


def test_as_many_columns_as_a_sheet_has_are_read():
    (sheet,) = read_here(rezipped(rows(f'<row r="1">{WIDE}</row>'))).sheets
    assert len(sheet.rows[1]) == 16_384


def test_more_cells_than_a_table_has_are_too_many(monkeypatch):
    monkeypatch.setattr(limits, "TABLE_CELLS", 5)
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])
    book.create_sheet("乙").append([1, 2, 3])
    assert answer_to(bytes_of(book), "xlsx") == {"flaw": "too-large"}


def test_a_bomb_is_refused_by_the_child_too(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(rezipped(rows(FAR)))
    assert refused(file) == "too-large"


# --- xls, as LibreOffice writes it

DATA = Path(__file__).parent / "data"


def test_an_xls_is_read_with_its_errors_percentages_and_hidden_rows():
    book = open_book(DATA / "everything.xls")
    sheet, hidden = book.sheets
    found = {
        (row, at): (cell.sort, cell.value) for row, cells in sheet.rows.items() for at, cell in cells.items()
    }
    assert book.sort == "xls"
    assert found[(1, 0)] == (Sort.DAY, date(2017, 3, 15))
    assert found[(1, 3)] == (Sort.PERCENT, 0.85)
    assert found[(1, 4)] == (Sort.TIME, time(2, 30))
    assert (found[(1, 6)], found[(1, 7)]) == ((Sort.ERROR, "#DIV/0!"), (Sort.ERROR, "#REF!"))
    assert (sheet.hidden_rows, sheet.merged, hidden.is_hidden) == ({3}, (Block(3, 0, 4, 2),), True)


def test_an_xls_that_is_cut_off_is_refused(tmp_path):
    file = tmp_path / "a.xls"
    file.write_bytes((DATA / "meetings.xls").read_bytes()[:4000])
    assert refused(file) == "broken"


@pytest.mark.parametrize("at", [512, 1_024, 2_560, 4_096])
def test_an_xls_with_a_sector_blanked_ends_no_more_than_the_child(tmp_path, at):
    raw = (DATA / "meetings.xls").read_bytes()
    file = tmp_path / "a.xls"
    file.write_bytes(raw[:at] + bytes(512) + raw[at + 512 :])
    try:
        assert open_book(file).sort == "xls"
    except UsageError as stopped:
        assert stopped.message.id in ("error.table-broken", "error.table-too-large")


@pytest.mark.parametrize("seed", range(12))
def test_an_xlsx_with_bytes_changed_is_read_or_refused(seed):
    random = Random(seed)
    raw = bytearray(bytes_of(a_workbook()))
    for _ in range(5):
        raw[random.randrange(len(raw))] = random.randrange(256)
    assert set(answer_to(bytes(raw), "xlsx")) in ({"sheets"}, {"flaw"})


# --- what a child may come to


@pytest.mark.parametrize(
    ("code", "out", "why"),
    [
        pytest.param(-6, b"", "too-large", id="it asked for more memory than it may have"),
        pytest.param(-27, b"", "too-slow", id="it took too long"),
        pytest.param(1, b"", "broken", id="it failed"),
        pytest.param(0, b"not json", "broken", id="it says nothing that is known"),
        pytest.param(0, b'{"sheets": [{"name": 1}]}', "broken", id="it says half of it"),
        pytest.param(0, b'{"flaw": "encrypted"}', "encrypted", id="it says what is wrong"),
        pytest.param(0, b'{"flaw": "odd"}', "broken", id="it says something odd"),
    ],
)
def test_a_child_that_ends_is_a_flaw_of_the_file(tmp_path, monkeypatch, code, out, why):
    file = save(tmp_path / "a.xlsx", {"表": ROWS})
    ended = subprocess.CompletedProcess([], code, out, b"")
    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_more: ended)
    assert refused(file) == why


@pytest.mark.parametrize(
    ("error", "why"), [(subprocess.TimeoutExpired([], 1), "too-slow"), (OSError(), "no-reader")]
)
def test_a_child_that_does_not_answer_or_start_is_told(tmp_path, monkeypatch, error, why):
    def run(*_arguments, **_more):
        raise error

    file = save(tmp_path / "a.xlsx", {"表": ROWS})
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(UsageError) as stopped:
        open_book(file)
    assert stopped.value.message.id == f"error.table-{why}"
