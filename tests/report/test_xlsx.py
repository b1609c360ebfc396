"""The xlsx report: opened again as Excel would, it has the sheets to work on, and nothing in it is run."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from civcheck.app.audit import audit
from civcheck.report import Options
from civcheck.report.office import workbook as books
from civcheck.report.office.saying import OfficeWords
from civcheck.report.office.workbook import Heading, _height
from civcheck.report.xlsx import render_xlsx
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.pages import needs_libreoffice, pages_of, pdf_of, size_of

HOME = Path(__file__).parents[2]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
SHEETS = ["整改清单", "核查结果", "台账目录", "材料清单", "说明"]
DA_T_22 = ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]


@pytest.fixture(scope="module")
def closed():
    return audit(SAMPLE, as_of=date(2018, 6, 30), digests=True)


@pytest.fixture(scope="module")
def book(closed):
    return opened(render_xlsx(closed, Options()))


def opened(raw):
    return load_workbook(io.BytesIO(raw))


def rows(sheet):
    """Give the rows below the headings, each by the names of its columns."""
    names = [cell.value for cell in sheet[2]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]


def rendered(folder, files, as_of=date(2018, 6, 30)):
    return opened(render_xlsx(audit(ledgers.write(folder, files), as_of=as_of), Options()))


def lecture(title, more=""):
    return f"类型: 道德法治讲堂\n标题: {title}\n日期: 2017-03-15\n附件: {{方案: 方案.docx}}\n{more}"


def one_record(folder, text):
    return rendered(folder, {"unit.yaml": ledgers.DECLARED, "甲.yaml": text, "方案.docx": b"x"})


# --- every sheet


def test_a_row_has_a_line_more_where_a_path_may_end_a_line_early():
    headings = (Heading("差什么", 23),)
    heights = [
        _height((text,), headings) for text in ("讲" * 20, "讲" * 17 + "a.yaml", "讲" * 16 + "gbk.yaml")
    ]
    assert heights == [30, 30, 43]


def test_the_sheets_are_there_below_the_first_line_of_every_report(book):
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert (
            sheet["A1"].value
            == "基准日 2018-06-30 · 江城市云梦泽区司法局 · 2017 年度 · 其中 2 条由人工认定决定"
        )


def test_every_sheet_is_frozen_filtered_and_printed_on_a4_landscape_with_its_headings(book):
    for sheet in book:
        assert sheet.freeze_panes == "A3"
        assert sheet.auto_filter.ref.startswith("A2:") and sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert all(cell.alignment.wrap_text for cell in sheet[3])


# --- 整改清单


def test_the_list_has_every_gap_with_who_answers_and_a_state_to_choose(closed, book):
    sheet = book["整改清单"]
    gaps = [each for each in closed.findings if each.outcome.value == "gap"]
    listed = rows(sheet)
    assert [row["规则"] for row in listed] == [each.rule for each in gaps]
    assert [row["责任人"] for row in listed] == [each.duty for each in gaps]
    assert {row["状态"] for row in listed} == {"未整改"}
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"未整改,整改中,已整改,不适用"'
    column = next(cell.column_letter for cell in sheet[2] if cell.value == "状态")
    assert str(choice.sqref) == f"{column}3:{column}{sheet.max_row}"


def test_what_is_pending_has_its_day_and_no_state_yet(tmp_path):
    listed = rows(opened(render_xlsx(audit(SAMPLE, as_of=date(2017, 8, 1)), Options()))["整改清单"])
    (row,) = [row for row in listed if row["规则"] == "2.7"]
    assert (row["结论"], row["期限"], row["剩余天数"], row["状态"]) == ("未到期", "2017-12-31", 152, None)


def test_nobody_is_made_up_where_the_unit_names_nobody(tmp_path):
    book = rendered(tmp_path, {"unit.yaml": ledgers.DECLARED})
    assert {row["责任人"] for row in rows(book["整改清单"])} == {"待定"}


def test_a_choice_is_offered_even_where_nothing_is_to_be_done(tmp_path):
    report = audit(ledgers.good(tmp_path), as_of=date(2018, 6, 30), only=("11.0",))
    sheet = opened(render_xlsx(report, Options()))["整改清单"]
    assert rows(sheet) == [] or all(value is None for row in rows(sheet) for value in row.values())
    assert sheet.data_validations.dataValidation


# --- 核查结果


def test_every_rule_has_a_row_with_its_outcome(closed, book):
    words = OfficeWords("zh", closed)
    listed = rows(book["核查结果"])
    assert [(row["规则"], row["结论"]) for row in listed] == [
        (each.rule, words.outcome(each.outcome)) for each in closed.findings
    ]
    assert all(isinstance(row["规则"], str) for row in listed), "12.10 is no number"


def test_all_records_that_show_a_rule_are_named(closed, book):
    finding = max(closed.findings, key=lambda each: len(each.shown_by))
    (row,) = [row for row in rows(book["核查结果"]) if row["规则"] == finding.rule]
    assert row["记录数"] == len(finding.shown_by) > 20
    assert row["证明的记录"].count("《") == len(finding.shown_by)


# --- 台账目录


def test_the_catalogue_begins_with_the_columns_of_da_t_22_and_prints_those(closed, book):
    sheet = book["台账目录"]
    names = [cell.value for cell in sheet[2]]
    assert names[:9] == DA_T_22 and {"类型", "记录文件"} <= set(names[9:])
    assert sheet.print_area.endswith(f"$I${sheet.max_row}")
    assert [row["记录文件"] for row in rows(sheet)] == [each.key for each in closed.catalogue]


def test_days_have_eight_digits_and_stay_texts(book):
    days = [row["日期"] for row in rows(book["台账目录"])]
    assert days and all(re.fullmatch(r"\d{8}", day) for day in days)


def test_what_the_ledger_does_not_say_is_blank(tmp_path):
    (row,) = rows(one_record(tmp_path, lecture("甲"))["台账目录"])
    assert {name: row[name] for name in DA_T_22} == {
        "序号": 1, "档号": None, "文号": None, "责任者": None, "题名": "甲", "日期": "20170315", "密级": None,
        "页数": None, "备注": None,
    }  # fmt: skip


def test_what_the_ledger_says_stands_in_its_column(tmp_path):
    more = (
        "主办: 江城市某区司法局\n备注: 两份\n归档: {档号: J001-WS·2017-D10-BGS-0012, 日期: 2017-06-20, 盒号: 3}\n"
        "其他: {密级: 内部, 页数: '12', 另外: {甲: 乙}}\n"
    )
    (row,) = rows(one_record(tmp_path, lecture("甲", more))["台账目录"])
    assert {name: row[name] for name in DA_T_22} == {
        "序号": 1, "档号": "J001-WS·2017-D10-BGS-0012", "文号": None, "责任者": "江城市某区司法局", "题名": "甲",
        "日期": "20170315", "密级": "内部", "页数": "12", "备注": "两份",
    }  # fmt: skip
    assert (row["归档日期"], row["盒号"]) == ("2017-06-20", "3")


def test_a_document_number_is_that_of_the_record_or_of_its_papers(book):
    numbers = [row["文号"] for row in rows(book["台账目录"]) if row["文号"]]
    assert "云泽司发〔2018〕2号" in numbers


# --- 材料清单


def test_every_file_and_link_has_a_row_with_size_and_digest(closed, book):
    listed = {row["文件或链接"]: row for row in rows(book["材料清单"])}
    named = [each for record in closed.catalogue for each in record.evidence]
    assert set(listed) == {each.path for each in named} | {each.path for each in closed.unreferenced}
    for each in named:
        row = listed[each.path]
        assert row["种类"] == ("链接，未核验" if each.is_link else "文件")
        assert row["大小（字节）"] == (None if each.is_link else each.size)
        assert row["摘要（SHA-256）"] == closed.digests.get(each.path)


def test_a_file_says_which_records_name_it_and_what_these_show(closed, book):
    path, keys = next((path, keys) for path, keys in closed.shared.items() if len(keys) > 1)
    (row,) = [row for row in rows(book["材料清单"]) if row["文件或链接"] == path]
    assert row["写到它的记录"].count("《") == len(keys)
    assert row["备注"] == f"{len(keys)}条记录共用"
    shown = [each.rule for each in closed.findings if set(keys) & set(each.shown_by)]
    assert row["这些记录证明的规则"] == "、".join(shown)


def test_a_file_that_no_record_names_is_listed_as_such(tmp_path):
    files = {"unit.yaml": ledgers.DECLARED, "甲.yaml": lecture("甲"), "方案.docx": b"x", "散件.docx": b"x"}
    (row,) = [
        each for each in rows(rendered(tmp_path, files)["材料清单"]) if each["文件或链接"] == "散件.docx"
    ]
    assert (row["种类"], row["备注"], row["材料角色"]) == ("未引用文件", "没有记录写到它", None)


# --- 说明


def test_the_notes_have_the_counts_the_grounds_and_the_next_change(closed, book):
    told = [(row["项目"], row["内容"]) for row in rows(book["说明"])]
    assert told[:7] == [
        ("达标", 76), ("缺口", 9), ("未到期", 0), ("待人工认定", 0), ("无法判定", 0), ("不适用", 3), ("已豁免", 2),
    ]  # fmt: skip
    assert ("台账摘要", closed.provenance.ledger_digest) in told
    assert told[-1][0] == "下次变化日" and "2019-01-01" in told[-1][1]


def test_an_incomplete_audit_says_so_first(tmp_path):
    book = opened(render_xlsx(audit(ledgers.incomplete(tmp_path), as_of=date(2018, 6, 30)), Options()))
    assert rows(book["说明"])[0] == {"项目": "核查不完整", "内容": "有 1 条记录没有读入，没有参加核查。"}


# --- untrusted text

RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "https://a.b/c",
    "0012",
    "1E5",
    "_x0041_",
    "＝1+1",
]


@pytest.mark.parametrize("title", RISKY)
def test_a_text_stays_the_text_it_is(tmp_path, title):
    cell = one_record(tmp_path, lecture(f'"{title}"'))["台账目录"]["E3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (title, "s", None)
    # whoever edits the cell and presses Enter must not make a formula of it
    assert cell.quotePrefix == title.startswith(("=", "+", "-", "@", "＝"))


def parts(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.mark.parametrize("as_of", [date(2017, 4, 1), date(2018, 6, 30)], ids=str)
def test_hostile_text_comes_out_as_plain_text(tmp_path, as_of):
    raw = render_xlsx(audit(ledgers.hostile(tmp_path), as_of=as_of, digests=True), Options())
    texts = [
        str(cell)
        for sheet in opened(raw)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    whole = "".join(texts)
    assert "<b>标</b>&amp;138****5678" in whole
    assert not CONTROL.search(whole)
    assert ledgers.MOBILE not in whole and ledgers.RESIDENT not in whole
    for name, text in parts(raw).items():
        assert "<f>" not in text and "<hyperlink" not in text and "TargetMode" not in text, name
        assert "oleObject" not in text and "externalLink" not in text, name


def test_what_xml_forbids_is_replaced(tmp_path):
    book = one_record(tmp_path, lecture('"甲\\uffff乙\\ufffe丙"'))
    assert book["台账目录"]["E3"].value == "甲\ufffd乙\ufffd丙"


# --- the limits of Excel


LONG = st.builds(
    lambda head, sign, count: head + sign * count,
    st.text("a😀", max_size=5),
    st.sampled_from("甲a😀"),
    st.integers(32_760, 32_770) | st.integers(16_378, 16_388),
)


@given(LONG)
def test_a_cell_never_holds_more_than_excel_takes(text):
    shown = books.fitted(text)
    units = len(shown.encode("utf-16-le")) // 2
    assert units <= 32_767
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]) and units >= 32_766)


@pytest.mark.parametrize(("count", "kept"), [(3, 3), (4, 3)], ids=["just as many as fit", "one too many"])
def test_a_sheet_never_has_more_rows_than_excel_takes(monkeypatch, closed, count, kept):
    monkeypatch.setattr(books, "MAX_ROWS", 6)
    sheet = books.Sheet("甲", (books.Heading("乙", 10),), [(f"行{number}",) for number in range(count)], 1)
    raw = books.workbook([sheet], "上", date(2018, 6, 30), OfficeWords("zh", closed))
    values = [row[0] for row in opened(raw)["甲"].iter_rows(min_row=3, values_only=True)]
    assert values[:3] == [f"行{number}" for number in range(kept)]
    assert values[3:] == ["行数到了表格的上限，其余的见 json 报告"] * (count - kept)


def test_a_number_that_would_lose_digits_is_a_text(closed):
    sheet = books.Sheet("甲", (books.Heading("乙", 10),), [(2**53 - 1,), (2**53,), (10**400,)], 1)
    raw = books.workbook([sheet], "上", date(2018, 6, 30), OfficeWords("zh", closed))
    values = [row[0] for row in opened(raw)["甲"].iter_rows(min_row=3, values_only=True)]
    assert values == [2**53 - 1, str(2**53), str(10**400)]


# --- the same bytes


def test_the_same_report_gives_the_same_bytes_at_any_time(closed, monkeypatch):
    first = render_xlsx(closed, Options())
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2031, 1, 2, 3, 4, 5, 3, 2, 0)))
    assert render_xlsx(closed, Options()) == first
    assert opened(first).properties.created.date() == date(2018, 6, 30)
    assert opened(first).properties.modified.date() == date(2018, 6, 30)


def test_the_same_ledger_gives_the_same_bytes_in_another_process_time_zone_and_hash_seed():
    code = (
        "import sys; from datetime import date; from civcheck.app.audit import audit\n"
        "from civcheck.report import Options, renderer, Format\n"
        f"report = audit({str(SAMPLE)!r}, as_of=date(2018, 6, 30))\n"
        "made = [renderer(Format.XLSX)(report, Options()) for _ in range(2)]\n"
        "assert made[0] == made[1]\n"
        "sys.stdout.buffer.write(made[0])\n"
        "assert 'docx' not in sys.modules"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOME)},
        ).stdout
        for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2"))
    ]
    assert made[0] == made[1]


def test_in_english_it_has_the_same_sheets(closed):
    book = opened(render_xlsx(closed, Options("en")))
    assert book.sheetnames == ["To do", "Results", "Catalogue", "Material", "Notes"]
    (choice,) = book["To do"].data_validations.dataValidation
    assert choice.formula1 == '"open,in progress,done,not applicable"'


# --- on pages


@pytest.mark.heavy
@needs_libreoffice
def test_on_pages_it_is_a4_landscape_with_headings_on_every_page(closed, tmp_path):
    pdf = pdf_of(render_xlsx(closed, Options()), "xlsx", tmp_path)
    pages = pages_of(pdf)
    assert 15 <= len(pages) <= 30
    assert size_of(pdf) == pytest.approx((842, 595), abs=1)
    for number, page in enumerate(pages, start=1):
        assert page.startswith("基准日2018-06-30·江城市云梦泽区司法局"), number
        assert page.endswith(f"第{number}页，共{len(pages)}页"), number
