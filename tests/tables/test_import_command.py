"""``civcheck import``: what people keep in tables becomes records, whole or not at all."""

from __future__ import annotations

import io
import os
import re
from datetime import date, time

import openpyxl
import pytest

from civcheck.cli import importing
from civcheck.reading.written import Source
from tests.ledgers import read, told, write_ledger
from tests.tables.books import save

HEAD = ["序号", "活动时间", "活动名称", "参加人数", "主题", "备注"]
ROWS = [
    [1, date(2017, 3, 5), "清扫街道", "约20人", "关爱社会", None],
    [2, "2017年3月12日", "植树", 15, "关爱自然", "与团委一起"],
    [3, "5月19日", "助残日走访", "４６", "关爱他人", None],
]


@pytest.fixture
def table(tmp_path):
    rows = [["某所志愿服务台账"], HEAD, *ROWS, ["合计", None, None, 81], ["填表人：甲"]]
    return save(tmp_path / "台账.xlsx", {"志愿服务": rows}, merged=["A1:F1"])


def files(ledger):
    return {
        path.relative_to(ledger).as_posix(): path.read_text("utf-8")
        for path in sorted(ledger.rglob("*"))
        if path.is_file() and path.name != "unit.yaml"
    }


def bare(text):
    return re.sub(r"(?m)^# 导入：.*\n", "", text)


def test_a_table_becomes_records_one_file_a_kind_and_month(civcheck, table, ledger):
    run = civcheck("import", table, "--to", ledger)
    assert (run.code, run.err) == (0, "")
    written = files(ledger)
    assert list(written) == ["志愿服务/2017-03.yaml", "志愿服务/2017-05.yaml"]
    assert bare(written["志愿服务/2017-03.yaml"]) == (
        "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n参加人数: 约20人\n主题: 关爱社会\n---\n"
        "类型: 志愿服务\n标题: 植树\n日期: 2017-03-12\n参加人数: 15\n主题: 关爱自然\n备注: 与团委一起\n"
    )
    assert "参加人数: 46\n" in written["志愿服务/2017-05.yaml"]
    found = read(ledger)
    assert (len(found.records), told(found)) == (3, [])


def test_what_is_printed_says_every_column_and_every_row_that_is_none(civcheck, table, ledger):
    out = civcheck("import", table, "--to", ledger, "--dry-run").out
    for said in (
        "表头在第 2 行",
        "记录 3 行",
        "B   活动时间  日期",
        "合计、小计，不是记录：第 6 行",
        "第 7 行",
        "约数",
    ):
        assert said in out
    assert max(len(line) for line in out.split("\n")) <= 80


def test_dry_run_writes_nothing(civcheck, table, ledger):
    run = civcheck("import", table, "--to", ledger, "--dry-run")
    assert (run.code, files(ledger)) == (0, {})
    assert "没有写任何文件" in run.err


def test_importing_twice_adds_nothing(civcheck, table, ledger):
    civcheck("import", table, "--to", ledger)
    before = files(ledger)
    run = civcheck("import", table, "--to", ledger)
    assert (run.code, files(ledger)) == (0, before)
    assert "没有变 3 行" in run.out


def test_a_record_that_was_changed_by_hand_is_not_imported_again(civcheck, table, ledger):
    civcheck("import", table, "--to", ledger)
    file = ledger / "志愿服务" / "2017-03.yaml"
    file.write_text(file.read_text("utf-8").replace("标题: 植树", "标题: 义务植树\n地点: 东山"), "utf-8")
    before = files(ledger)
    assert (civcheck("import", table, "--to", ledger).code, files(ledger)) == (0, before)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        pytest.param("D", 16, "参加人数：台账“15” · 表里“16”", id="a value"),
        pytest.param("C", "种树", "这一行导入过", id="the title"),
        pytest.param("B", "3月13日", "这一行导入过", id="the day"),
    ],
)
def test_a_row_that_has_changed_is_shown_and_not_written(civcheck, table, ledger, column, value, said):
    civcheck("import", table, "--to", ledger)
    before = files(ledger)
    book = openpyxl.load_workbook(table)
    book.active[f"{column}4"] = value
    book.save(table)
    run = civcheck("import", table, "--to", ledger)
    assert (run.code, files(ledger)) == (1, before)
    assert said in run.out


def test_a_new_row_goes_behind_what_stands_there(civcheck, table, ledger):
    civcheck("import", table, "--to", ledger)
    before = files(ledger)["志愿服务/2017-03.yaml"]
    book = openpyxl.load_workbook(table)
    book.active.insert_rows(3)
    for at, value in enumerate([0, "3月1日", "开学第一课", 3], 1):
        book.active.cell(3, at, value)
    book.save(table)
    assert civcheck("import", table, "--to", ledger).code == 0
    after = files(ledger)["志愿服务/2017-03.yaml"]
    assert after.startswith(before + "---\n# 导入：")
    assert "标题: 开学第一课" in after.removeprefix(before)
    assert len(read(ledger).records) == 4


def test_a_record_that_the_ledger_has_already_is_not_written(civcheck, table, ledger):
    (ledger / "a.yaml").write_text(
        "类型: 志愿服务\n标题: 植树\n日期: 2017/3/12\n参加人数: 15人\n主题: 关爱自然\n备注: 与团委一起\n地点: 东山\n",
        "utf-8",
    )
    (ledger / "b.yaml").write_text("类型: 志愿服务\n标题: “清扫街道”\n日期: 2017-03-05\n参加人数: 30\n")
    run = civcheck("import", table, "--to", ledger)
    assert run.code == 1
    assert "没有变 1 行 · 不一致 1 行" in run.out
    assert "“清扫街道”台账里已经有（b.yaml）" in run.out
    assert [name for name in files(ledger) if "/" in name] == ["志愿服务/2017-05.yaml"]


def test_a_record_is_known_by_its_number_whatever_else_has_changed(civcheck, tmp_path, ledger):
    (ledger / "a.yaml").write_text(
        "类型: 志愿服务\n标题: 旧题\n日期: 2017-03-05\n编号: 志〔2017〕1号\n", "utf-8"
    )
    rows = [["标题", "日期", "编号"], ["新题", "3月5日", "志[2017]1号"]]
    run = civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger)
    assert run.code == 1
    assert "标题：台账“旧题” · 表里“新题”" in run.out


def test_two_records_of_one_day_and_title_with_numbers_of_their_own_are_two(civcheck, tmp_path, ledger):
    (ledger / "a.yaml").write_text("类型: 志愿服务\n标题: 甲\n日期: 2017-03-05\n编号: A1\n", "utf-8")
    rows = [["标题", "日期", "编号"], ["甲", "3月5日", "A2"]]
    assert civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger).code == 0
    assert len(read(ledger).records) == 2


def test_what_only_the_ledger_says_is_no_difference(civcheck, tmp_path, ledger):
    write_ledger(
        ledger,
        {
            "a.yaml": "类型: 志愿服务\n标题: 甲\n日期: 2017-03-05\n归档: {档号: J-1}\n其他: {经费: 5}\n"
            "附件: {方案: [x.docx, y.docx]}\n",
            "x.docx": b"x",
            "y.docx": b"y",
        },
    )
    heads = ["标题", "日期", "档号", "其他：经费", "方案"]
    same = save(tmp_path / "a.xlsx", {"志愿服务": [heads, ["甲", "3月5日", "J-1", "5", "x.docx"]]})
    other = save(tmp_path / "b.xlsx", {"志愿服务": [heads, ["甲", "3月5日", "J-2", "6", "x.docx"]]})
    assert "没有变 1 行" in civcheck("import", same, "--to", ledger).out
    run = civcheck("import", other, "--to", ledger)
    assert ("归档：档号：台账“J-1” · 表里“J-2”" in run.out, "其他：经费：台账“5” · 表里“6”" in run.out) == (
        True,
        True,
    )


# --- what cannot be read


@pytest.fixture
def flawed(tmp_path):
    rows = [
        HEAD,
        [1, "3月5日", "清扫", "全体", None, None],
        [2, "3月", "植树", 15, None, None],
        [3, "3月7日", "走访", 4, None, "#REF!"],
        [4, "3月8日", "好的", 4, None, None],
    ]
    return save(tmp_path / "坏.xlsx", {"志愿服务": rows})


def test_nothing_is_written_where_a_cell_cannot_be_read(civcheck, flawed, ledger):
    run = civcheck("import", flawed, "--to", ledger)
    assert (run.code, files(ledger)) == (1, {})
    assert [cell for cell in ("志愿服务!D2", "志愿服务!B3", "志愿服务!F4") if cell not in run.out] == []
    assert "--partial" in run.err
    assert "将写入" not in run.out


def test_partial_writes_what_can_be_read_and_loses_nothing(civcheck, flawed, ledger):
    run = civcheck("import", flawed, "--to", ledger, "--partial")
    assert run.code == 1
    text = files(ledger)["志愿服务/2017-03.yaml"]
    assert [line for line in text.split("\n") if line.startswith(("标题", "备注"))] == [
        "标题: 清扫",
        "备注: 参加人数：全体",
        "标题: 走访",
        '备注: "备注：#REF!"' if '"备注' in text else "备注: 备注：#REF!",
        "标题: 好的",
    ]
    assert told(read(ledger)) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["标题", "日期", "编号"], ["甲", "3月5日", "A1"], ["乙", "3月6日", "A1"]],
            "编号“A1”在表里写了两次",
        ),
        ([["标题", "日期"], ["甲", None], ["乙", "3月6日"]], "没有写“日期”"),
        ([["标题", "日期", "类型"], ["甲", "3月5日", "志愿活动"]], "没有“志愿活动”这种类型"),
        ([["标题", "日期", "地点"], ["甲", "3月5日", 123456789012345678]], "Excel 只保留了前 15 位"),
        ([["标题", "日期"], ["甲", "2017年3月5日（星期三）"]], "里的星期和日期对不上"),
    ],
)
def test_what_is_wrong_is_said(civcheck, tmp_path, ledger, rows, said):
    run = civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger)
    assert (run.code, files(ledger)) == (1, {})
    assert said in run.out


def test_the_same_row_twice_is_written_once(civcheck, tmp_path, ledger):
    rows = [["标题", "日期"], ["甲", "3月5日"], ["甲", "3月5日"]]
    run = civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger)
    assert (run.code, len(read(ledger).records)) == (0, 1)
    assert "完全一样，没有写：志愿服务!3" in run.out


# --- columns and kinds


def test_columns_that_are_only_near_have_to_be_confirmed(civcheck, tmp_path, ledger):
    file = save(tmp_path / "a.xlsx", {"信息报送": [["信息标题", "发布日期"], ["甲", "20170306"]]})
    run = civcheck("import", file, "--to", ledger)
    assert (run.code, files(ledger)) == (1, {})
    options = re.findall(r"--map (\S+)", run.out)
    assert options == ["信息标题=标题", "发布日期=日期"]
    again = civcheck("import", file, "--to", ledger, *(word for each in options for word in ("--map", each)))
    assert (again.code, list(files(ledger))) == (0, ["信息报送/2017-03.yaml"])


def test_yes_takes_near_columns(civcheck, tmp_path, ledger):
    file = save(tmp_path / "a.xlsx", {"信息报送": [["信息标题", "发布日期"], ["甲", "20170306"]]})
    assert civcheck("import", file, "--to", ledger, "--yes").code == 0


def test_columns_may_be_named_by_their_letters_and_left_out(civcheck, tmp_path, ledger):
    file = save(tmp_path / "a.xlsx", {"志愿服务": [["甲", "乙", "标题", "丙"], ["题", "3月5日", "不", "x"]]})
    options = (
        "--map",
        "A=标题",
        "--map",
        "B=日期",
        "--map",
        "C=-",
        "--map",
        "丙=其他.丙",
        "--header-row",
        "1",
    )
    assert civcheck("import", file, "--to", ledger, *options).code == 0
    assert bare(files(ledger)["志愿服务/2017-03.yaml"]) == (
        "类型: 志愿服务\n标题: 题\n日期: 2017-03-05\n其他:\n  丙: x\n"
    )


def test_kinds_may_be_called_otherwise(civcheck, tmp_path, ledger):
    file = save(
        tmp_path / "a.xlsx",
        {"表": [["类型", "标题", "日期"], ["讲堂", "甲", "3月5日"], ["志愿", "乙", "3月6日"]]},
    )
    assert (
        civcheck(
            "import", file, "--to", ledger, "--kind", "讲堂=道德法治讲堂", "--kind", "志愿=志愿服务"
        ).code
        == 0
    )
    assert list(files(ledger)) == ["志愿服务/2017-03.yaml", "道德法治讲堂/2017-03.yaml"]


def test_a_table_without_a_kind_asks_for_it(civcheck, tmp_path, ledger):
    file = save(tmp_path / "a.xlsx", {"表": [["标题", "日期"], ["甲", "3月5日"]]})
    run = civcheck("import", file, "--to", ledger)
    assert (run.code, files(ledger)) == (1, {})
    assert "例如 --kind 志愿服务" in run.out
    assert civcheck("import", file, "--to", ledger, "--kind", "志愿服务").code == 0


def test_a_column_of_kinds_is_known_whatever_it_is_called(civcheck, tmp_path, ledger):
    rows = [["会议名称", "时间", "类别"], ["甲", "3月5日", "领导小组会议"], ["乙", "3月6日", "专题研究"]]
    assert civcheck("import", save(tmp_path / "a.xlsx", {"表": rows}), "--to", ledger).code == 0
    assert list(files(ledger)) == ["专题研究/2017-03.yaml", "领导小组会议/2017-03.yaml"]


def test_all_sheets_with_a_heading_are_read_and_the_others_named(civcheck, tmp_path, ledger):
    book = openpyxl.load_workbook(
        save(
            tmp_path / "a.xlsx",
            {
                "志愿服务": [["标题", "日期"], ["甲", "3月5日"]],
                "02-全民阅读": [["标题", "日期"], ["乙", "3月6日"]],
                "通讯录": [["姓名", "电话"], ["甲", "1"]],
                "旧": [["标题", "日期"], ["丙", "3月6日"]],
                "空": [],
            },
        )
    )
    book["旧"].sheet_state = "hidden"
    book["志愿服务"].row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    run = civcheck("import", tmp_path / "a.xlsx", "--to", ledger)
    assert (run.code, list(files(ledger))) == (0, ["全民阅读/2017-03.yaml", "志愿服务/2017-03.yaml"])
    for said in ("“通讯录”：没有找到表头", "“旧”：隐藏的", "“空”：空的", "隐藏的行也读了：第 2 行"):
        assert said in run.out
    again = civcheck("import", tmp_path / "a.xlsx", "--to", ledger, "--sheet", "旧", "--kind", "志愿服务")
    assert "标题: 丙" in files(ledger)["志愿服务/2017-03.yaml"], again.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "志愿"), "规则包里没有这个类型：“志愿”。是不是“志愿服务”？"),
        (("--map", "标题"), "--map 要写成 列=字段"),
        (("--map", "标题=题目名"), "没有这个字段"),
        (("--map", "题=标题"), "表里没有这一列：“题”"),
        (("--sheet", "三月"), "没有这张工作表"),
        (("--header-row", "0"), "--header-row 要写行号"),
        (("--header-row", "1-5"), "--header-row 要写行号"),
        (("--into", "../外"), "--into 要写台账里的文件夹"),
        (("--into", "_旧"), "--into 要写台账里的文件夹"),
    ],
)
def test_what_is_asked_for_wrongly_is_said(civcheck, table, ledger, options, said):
    run = civcheck("import", table, "--to", ledger, *options)
    assert (run.code, files(ledger)) == (2, {})
    assert said in run.err


def test_a_row_that_is_no_heading_leaves_the_columns_open(civcheck, table, ledger):
    run = civcheck("import", table, "--to", ledger, "--header-row", "3")
    assert (run.code, files(ledger)) == (1, {})
    assert "第 3 行的表头里没有一列是：标题、日期" in run.out


def test_a_folder_may_be_named_for_what_is_written(civcheck, table, ledger):
    assert civcheck("import", table, "--to", ledger, "--into", "12-志愿/台账").code == 0
    assert next(iter(files(ledger))) == "12-志愿/台账/志愿服务/2017-03.yaml"


# --- files


def test_files_are_material_only_where_the_ledger_has_them(civcheck, tmp_path, ledger):
    write_ledger(
        ledger,
        {
            "材料/方案.docx": b"x",
            "材料/图片/1.jpg": b"x",
            "材料/图片/2.jpg": b"y",
            "志愿服务/签到.docx": b"z",
        },
    )
    rows = [
        ["标题", "日期", "方案", "照片", "签到表", "报道", "总结"],
        [
            "甲",
            "3月5日",
            "材料\\方案.docx",
            "材料/图片/1.jpg\n材料/图片/2.jpg",
            "签到.docx",
            "https://a.cn/1",
            "有",
        ],
        ["乙", "3月6日", "材料/没有.docx", "材料/图片/", "√", None, "../../etc/passwd"],
    ]
    run = civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger)
    assert run.code == 0
    assert bare(
        files(ledger)["志愿服务/2017-03.yaml"] if False else (ledger / "志愿服务/2017-03.yaml").read_text()
    ) == (
        "类型: 志愿服务\n标题: 甲\n日期: 2017-03-05\n附件:\n  方案: ../材料/方案.docx\n"
        "  图片: [../材料/图片/1.jpg, ../材料/图片/2.jpg]\n  签到: 签到.docx\n  报道: https://a.cn/1\n"
        "备注: 总结：有\n---\n"
        "类型: 志愿服务\n标题: 乙\n日期: 2017-03-06\n附件:\n  图片: ../材料/图片/\n"
        "备注: 方案：材料/没有.docx；签到表：√；总结：../../etc/passwd\n"
    )
    assert told(read(ledger)) == []


# --- where it goes


@pytest.mark.parametrize(
    "there",
    [
        pytest.param("类型: 志愿服务\r\n标题: 旧\r\n日期: 2017-03-01\r\n".encode(), id="CRLF"),
        pytest.param("类型: 志愿服务\n标题: 旧\n日期: 2017-03-01\n".encode("gb18030"), id="GB18030"),
        pytest.param("类型: 志愿服务\n标题: 旧\n日期: 2017-03-01".encode(), id="no end of line"),
    ],
)
def test_a_file_that_cannot_be_added_to_stays_and_another_is_made(civcheck, table, ledger, there):
    (ledger / "志愿服务").mkdir()
    (ledger / "志愿服务/2017-03.yaml").write_bytes(there)
    assert civcheck("import", table, "--to", ledger).code == 0
    assert (ledger / "志愿服务/2017-03.yaml").read_bytes() == there
    assert (ledger / "志愿服务/2017-03-2.yaml").exists()
    assert len(read(ledger).records) == 4


def test_nothing_is_written_through_a_link(civcheck, table, ledger, tmp_path):
    (tmp_path / "外").mkdir()
    (ledger / "志愿服务").symlink_to(tmp_path / "外")
    run = civcheck("import", table, "--to", ledger)
    assert (run.code, list((tmp_path / "外").iterdir())) == (2, [])


def test_a_large_table_goes_into_several_files(civcheck, tmp_path, ledger):
    rows = [["标题", "日期", "备注"]] + [[f"活动{at}", "3月5日", "长" * 20_000] for at in range(20)]
    assert civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger).code == 0
    assert list(files(ledger)) == ["志愿服务/2017-03-2.yaml", "志愿服务/2017-03.yaml"]
    assert len(read(ledger).records) == 20


def test_a_table_with_an_odd_name_is_known_again(civcheck, tmp_path, ledger):
    file = save(
        tmp_path / "台账 · 一\u202e  13812345678.xlsx", {"表·1": [["标题", "日期"], ["甲", "3月5日"]]}
    )
    assert civcheck("import", file, "--to", ledger, "--kind", "志愿服务").code == 0
    assert (len(read(ledger).records), told(read(ledger))) == (1, [])
    assert "没有变 1 行" in civcheck("import", file, "--to", ledger, "--kind", "志愿服务").out
    save(file, {"表·1": [["标题", "日期"], ["乙", "3月5日"]]})
    assert "这一行导入过" in civcheck("import", file, "--to", ledger, "--kind", "志愿服务").out


def test_names_of_files_and_sheets_do_not_break_the_line_that_says_where_a_record_comes_from():
    source = Source("台账 · 一.xlsx", "表", 5, "0" * 16)
    assert source.comment() == "# 导入：台账 · 一.xlsx · 表 · 第 5 行 · 0000000000000000"


# --- people


def test_personal_numbers_are_masked_in_what_is_printed_and_kept_in_what_is_written(
    civcheck, tmp_path, ledger
):
    rows = [["标题", "日期", "联系电话", "参加人数"], ["甲", "3月5日", "13812345678", "13812345678x"]]
    file = save(tmp_path / "台账13812345678.xlsx", {"志愿服务": rows})
    run = civcheck("import", file, "--to", ledger, "--partial")
    assert "13812345678" not in run.out + run.err
    text = files(ledger)["志愿服务/2017-03.yaml"]
    assert "联系电话：13812345678" in text
    assert "台账138****5678.xlsx" in text


def test_every_language_says_the_same(civcheck, flawed, ledger):
    run = civcheck("import", flawed, "--to", ledger, "--lang", "en")
    assert run.code == 1
    assert "3 cells that cannot be read" in run.out.lower()


# --- a person at the terminal


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def asked(monkeypatch):
    def answer(*lines):
        monkeypatch.setattr(importing, "_may_ask", lambda: True)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


@pytest.mark.parametrize(("answer", "count"), [("y", 2), ("是", 2), ("", 0), ("n", 0)])
def test_a_person_is_asked_before_anything_is_written(civcheck, table, ledger, asked, answer, count):
    asked(answer)
    run = civcheck("import", table, "--to", ledger)
    assert (len(files(ledger)), run.code) == (count, 0 if count else 1)


def test_a_person_is_asked_what_a_near_column_is(civcheck, tmp_path, ledger, asked):
    rows = [["信息标题", "发布日期", "发布平台"], ["甲", "20170306", "荆楚文明网"]]
    asked("", "日期", "-", "y")
    assert civcheck("import", save(tmp_path / "a.xlsx", {"信息报送": rows}), "--to", ledger).code == 0
    assert "平台" not in files(ledger)["信息报送/2017-03.yaml"]


def test_a_column_may_be_told_to_go_into_the_note(civcheck, tmp_path, ledger):
    rows = [["标题", "日期", "发布平台", "备注"], ["甲", "3月6日", "某网", "雨"]]
    file = save(tmp_path / "a.xlsx", {"信息报送": rows})
    assert civcheck("import", file, "--to", ledger, "--map", "发布平台=备注").code == 0
    assert "备注: 雨；发布平台：某网\n" in files(ledger)["信息报送/2017-03.yaml"]


def test_the_time_of_a_workbook_is_a_number_of_hours(civcheck, tmp_path, ledger):
    rows = [["标题", "日期", "时长"], ["甲", "3月5日", time(1, 30)]]
    assert civcheck("import", save(tmp_path / "a.xlsx", {"志愿服务": rows}), "--to", ledger).code == 0
    assert "时长: 1.5\n" in files(ledger)["志愿服务/2017-03.yaml"]


def test_what_is_written_may_be_read_by_others_as_any_file(civcheck, table, ledger):
    civcheck("import", table, "--to", ledger)
    mode = (ledger / "志愿服务/2017-03.yaml").stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    assert mode == 0o666 & ~umask


def test_a_column_that_is_called_as_kinds_often_are_is_offered_for_them(civcheck, ledger, tmp_path):
    rows = [["类别", "日期", "标题"], ["道德讲堂", "2017-03-05", "甲"], ["讲座", "2017-03-06", "乙"]]
    table = save(tmp_path / "表.xlsx", {"Sheet1": rows})
    assert "--map 类别=类型" in civcheck("import", table, "--to", ledger).out
    out = civcheck("import", table, "--to", ledger, "--map", "类别=类型").out
    assert "--kind 道德讲堂=道德法治讲堂" in out
