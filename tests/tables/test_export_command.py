"""``civcheck export``: a workbook that people can work with, and that nothing in it can harm."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from tests.ledgers import write_ledger

RECORD = """\
类型: 志愿服务
标题: "=HYPERLINK(\\"http://x\\")"
日期: 2017-03-05
编号: "010"
地点: "+86"
主题: [关爱他人, 关爱社会]
附件:
  图片: [a.jpg, b.jpg]
其他:
  电话13812345678: "-1+1"
备注: "@SUM(1)"
"""


@pytest.fixture
def ledger(tmp_path):
    return write_ledger(tmp_path / "某局", {"a.yaml": RECORD, "a.jpg": b"x", "b.jpg": b"y"})


@pytest.fixture
def exported(civcheck, ledger, tmp_path):
    target = tmp_path / "某局.xlsx"
    run = civcheck("export", ledger, "--xlsx", target)
    assert run.code == 0
    return target


def test_every_cell_is_a_text_and_none_a_formula(exported):
    book = openpyxl.load_workbook(exported)
    page = book["台账"]
    cells = {page.cell(1, at).value: page.cell(2, at) for at in range(1, page.max_column + 1)}
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in page.iter_rows() for cell in row} == {"@"}
    assert (cells["标题"].value, cells["编号"].value) == ('=HYPERLINK("http://x")', "010")
    assert all(cells[name].quotePrefix for name in ("标题", "地点", "备注"))
    assert (cells["主题"].value, cells["附件：图片"].value) == ("关爱他人、关爱社会", "a.jpg\nb.jpg")
    raw = b"".join(zipfile.ZipFile(exported).read(name) for name in zipfile.ZipFile(exported).namelist())
    assert b"<f>" not in raw
    assert b"13812345678" not in raw, "a name of a key is masked too"


def test_the_table_is_easy_to_work_with(exported):
    book = openpyxl.load_workbook(exported)
    page = book["台账"]
    assert book.sheetnames == ["台账", "说明", "civcheck"]
    assert book["civcheck"].sheet_state == "hidden"
    assert [page.column_dimensions["A"].hidden, page.column_dimensions["C"].hidden] == [True, False]
    assert page.freeze_panes == "E2"
    assert page.auto_filter.ref.startswith("C1:")
    assert page.cell(1, 1).value == "civcheck:记录"
    assert (
        any(rule.sqref for rule in page.data_validations.dataValidation) or page.data_validations.count == 0
    )
    assert "civcheck import" in "".join(str(row[0].value or "") for row in book["说明"].iter_rows())


def test_a_sheet_a_kind_has_every_field_of_it(civcheck, ledger, tmp_path):
    assert civcheck("export", ledger, "--xlsx", tmp_path / "k.xlsx", "--by-kind").code == 0
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    page = book["志愿服务"]
    headings = [cell.value for cell in page[1]]
    assert {"场所类别", "志愿服务队", "人时"} <= set(headings)
    assert page.cell(1, headings.index("场所类别") + 1).comment.text.startswith("到了哪几类地方")


def test_an_empty_ledger_gives_a_table_to_fill_in(civcheck, tmp_path):
    root = write_ledger(tmp_path / "空", {})
    target = tmp_path / "空.xlsx"
    assert civcheck("export", root, "--xlsx", target).code == 0
    book = openpyxl.load_workbook(target)
    page = book["台账"]
    for heading, value in (("类型", "志愿服务"), ("标题", "甲"), ("日期", "3月5日")):
        page.cell(2, [cell.value for cell in page[1]].index(heading) + 1).value = value
    book.save(target)
    assert civcheck("import", target, "--to", root).code == 0
    assert (root / "志愿服务/2017-03.yaml").exists()


def test_a_workbook_that_is_there_is_not_written_over(civcheck, ledger, exported):
    before = exported.read_bytes()
    exported.write_bytes(b"mine")
    run = civcheck("export", ledger, "--xlsx", exported)
    assert (run.code, exported.read_bytes()) == (2, b"mine")
    assert civcheck("export", ledger, "--xlsx", exported, "--force").code == 0
    assert exported.read_bytes() == before


def test_dry_run_writes_nothing(civcheck, ledger, tmp_path):
    run = civcheck("export", ledger, "--xlsx", tmp_path / "x.xlsx", "--dry-run")
    assert (run.code, (tmp_path / "x.xlsx").exists()) == (0, False)


@pytest.mark.parametrize("target", ["某局/x.xlsx", "没有/x.xlsx"])
def test_nothing_is_written_into_the_ledger_or_nowhere(civcheck, ledger, tmp_path, target):
    assert civcheck("export", ledger, "--xlsx", tmp_path / target).code == 2


def test_where_to_has_to_be_said(civcheck, ledger):
    run = civcheck("export", ledger)
    assert (run.code, "--xlsx" in run.err) == (2, True)


def test_records_that_cannot_be_read_are_named(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", {"a.yaml": RECORD, "坏.yaml": "类型: 志愿服务\n标题: [\n"})
    run = civcheck("export", root, "--xlsx", tmp_path / "x.xlsx")
    assert run.code == 3
    assert "坏.yaml" in run.out
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "x.xlsx").read_bytes()))
    assert any("坏.yaml" in str(row[0].value) for row in book["说明"].iter_rows())


def test_a_record_without_a_title_can_be_mended_in_the_table(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", {"a.yaml": "类型: 志愿服务\n日期: 2017-03-05\n编号: A\n"})
    target = tmp_path / "x.xlsx"
    civcheck("export", root, "--xlsx", target)
    book = openpyxl.load_workbook(target)
    page = book["台账"]
    page.cell(2, [cell.value for cell in page[1]].index("标题") + 1).value = "甲"
    book.save(target)
    assert civcheck("import", target, "--to", root).code == 0
    assert "标题: 甲" in (root / "a.yaml").read_text("utf-8")


def test_in_english_the_headings_stay_and_the_help_is_english(civcheck, ledger, tmp_path):
    run = civcheck("export", ledger, "--xlsx", tmp_path / "x.xlsx", "--lang", "en")
    assert "1 record exported" in run.out
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["ledger", "how to use it", "civcheck"]
    assert book["ledger"].cell(1, 4).value == "标题"
