"""A ledger that is exported, changed in the table and imported again: just that changes, and nothing is lost."""

from __future__ import annotations

import difflib
import re
import tempfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civcheck.app.exporting import export_of
from civcheck.app.importing import Wanted, plan_import, prepare, write_plan
from civcheck.model.rawvalue import is_missing
from civcheck.model.table.cells import tidy
from civcheck.model.table.exported import Speller, cells_of, heading_of, settled
from civcheck.model.table.sheet import Cell, Sort
from civcheck.model.yamltext import document
from civcheck.reading.unitfile import open_unit
from civcheck.reading.valueedit import Target, edited
from civcheck.reading.written import read_written
from civcheck.report.ledgerbook import render_ledger_book
from civcheck.report.words import Words
from tests.ledgers import hubei, write_ledger
from tests.report.ledgers import SAMPLE
from tests.tables.books import a_book, a_sheet, read_here

SPELLER = Speller(hubei().terms)


def written(root):
    return read_written(str(root), hubei(), open_unit(str(root)))


def exported(root, by_kind=False):
    return render_ledger_book(export_of(written(root), hubei(), by_kind, "台账"), Words("zh"))


def planned(root, raw):
    book = read_here(raw) if isinstance(raw, bytes) else raw
    return plan_import(book, written(root), Wanted())


def imported(root, raw):
    """Import, and give the plan."""
    ledger = written(root)
    plan = plan_import(read_here(raw) if isinstance(raw, bytes) else raw, ledger, Wanted())
    prepared = prepare(plan, ledger)
    assert plan.problems == []
    write_plan(prepared, ledger)
    return plan


# --- the law

SIGNS = "甲乙“”《》、，；：:#-=+@'\"\\{}[]|>%&*!1０ａ\n\t （"
LINE = st.text(st.sampled_from(SIGNS.replace("\n", "")), min_size=1, max_size=10)
TEXT = st.text(st.sampled_from(SIGNS), min_size=1, max_size=14) | st.text(min_size=1, max_size=6).map(
    lambda text: text.encode("utf-8", "replace").decode()
)
DAYS = st.sampled_from(
    ["2017-03-05", "2017年3月5日", "3月5日", "2017-03-05/2017-03-07", ["2017-03-05", "2017.3.9"]]
) | st.just({"起": "2017-03-05", "止": "2017-03-06"})
VALUE = TEXT | st.lists(LINE, min_size=1, max_size=3)
ANY = st.recursive(
    TEXT, lambda each: st.lists(each, max_size=2) | st.dictionaries(LINE, each, max_size=2), max_leaves=4
)
RECORD = st.fixed_dictionaries(
    {
        "类型": st.sampled_from(["志愿服务", "道德法治讲堂", "制度文件"]),
        "标题": LINE.map(lambda text: f"题{text}"),
        "日期": DAYS,
    },
    optional={
        "编号": LINE,
        "参加人数": st.sampled_from(["46", "46人", "近400人", "全体", "1,200"]),
        "hours": st.sampled_from(["90分钟", "2", "2.5小时"]),
        "地点": VALUE,
        "对象": VALUE,
        "形式": VALUE,
        "归档": st.fixed_dictionaries({"档号": LINE}, optional={"日期": st.just("2017-05-01"), "盒号": LINE}),
        "附件": st.dictionaries(
            st.sampled_from(["方案", "图片", "报道", "画册"]),
            st.sampled_from(["方案.docx", ["a.jpg", "b.jpg"], "无此.pdf"])
            | st.just({"文件": "方案.docx", "日期": "2017-03-01"})
            | st.just([{"文件": "方案.docx", "说明": "一、二"}, "b.jpg"]),
            min_size=1,
        ),
        "其他": st.dictionaries(LINE, ANY, min_size=1, max_size=2) | TEXT,
        "备注": TEXT,
        "没有这个键": ANY,
    },
)
FORM = st.sampled_from(["plain", "commented", "markdown", "list"])
LAW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def in_form(record, form):
    """Write a record as people do: alone, with comments, above a narrative, in a list."""
    text = document(record)
    match form:
        case "commented":
            return "# 头\n" + text.replace("\n日期", "\n\n# 中\n日期", 1) + "# 尾\n"
        case "markdown":
            return f"---\n{text}---\n\n正文一段，照原样留着。\n"
        case "list":
            first, *rest = text.rstrip("\n").split("\n")
            return "\n".join([f"- {first}", *(f"  {line}" if line else "" for line in rest)]) + "\n"
        case _:
            return text


def ledger_of(root, records):
    files = {"方案.docx": b"x", "a.jpg": b"x", "b.jpg": b"y"}
    for number, (record, form) in enumerate(records):
        files[f"{number}.{'md' if form == 'markdown' else 'yaml'}"] = in_form(record, form)
    return write_ledger(Path(root) / "某局", files)


def snapshot(root):
    return {path: path.read_bytes() for path in sorted(Path(root).rglob("*")) if path.is_file()}


@LAW
@given(st.lists(st.tuples(RECORD, FORM), min_size=1, max_size=4), st.booleans())
def test_what_is_not_changed_in_the_table_changes_nothing(records, by_kind):
    with tempfile.TemporaryDirectory() as folder:
        root = ledger_of(folder, records)
        plan = planned(root, exported(root, by_kind))
        assert (plan.new, plan.changed, plan.conflicts, plan.problems, plan.gone) == ([], [], [], [], [])
        assert plan.same == len(records)


NEW = st.sampled_from(["新值", "新，值", "二\n行", "{a: b}", "[x", "# 注", "a: b", "=1+1", "", "46"])


@LAW
@given(st.lists(st.tuples(RECORD, FORM), min_size=1, max_size=3), st.data())
def test_a_changed_cell_changes_just_that_value(records, data):
    with tempfile.TemporaryDirectory() as folder:
        root = ledger_of(folder, records)
        before, files = written(root), snapshot(root)
        book = read_here(exported(root))
        sheet = book.sheets[0]
        headings = {cell.value: at for at, cell in sheet.rows[1].items()}
        row = data.draw(st.sampled_from(sorted(sheet.rows)[1:]))
        path = data.draw(
            st.sampled_from([("地点",), ("备注",), ("标题",), ("编号",), ("其他", "新"), ("没有这个键",)])
        )
        text = data.draw(NEW)
        at = headings.get(heading_of(path), max(headings.values()) + 1)
        cells = {**sheet.rows[row], at: Cell(Sort.TEXT, text)}
        heads = {**sheet.rows[1], at: Cell(Sort.TEXT, heading_of(path))}
        if not text:
            cells.pop(at)
        changed_sheet = sheet._replace(rows={**sheet.rows, 1: heads, row: cells})
        ledger = written(root)
        plan = plan_import(book._replace(sheets=(changed_sheet, *book.sheets[1:])), ledger, Wanted())
        write_plan(prepare(plan, ledger), ledger)
        after = written(root)
        assert (plan.new, plan.conflicts, plan.gone) == ([], [], [])
        if not plan.changed:
            assert snapshot(root) == files, "a value that is refused leaves every byte"
            return
        (change,) = plan.changed
        assert [each.path for each in change.differences] == [path]
        for old, new in zip(before.records, after.records, strict=True):
            cells_before, cells_after = cells_of(old.raw, SPELLER), cells_of(new.raw, SPELLER)
            if old.key != change.key:
                assert old.raw == new.raw
                continue
            cells_before.pop(path, None)
            shown = cells_after.pop(path, "")
            assert cells_before == cells_after
            assert shown.replace("、", "，").replace("\n", "，") == text.replace("、", "，").replace(
                "\n", "，"
            )
        for name, raw in files.items():
            now = name.read_bytes()
            if name.name != change.file:
                assert now == raw
            assert [
                line
                for line in raw.decode().split("\n")
                if line.lstrip().startswith(("# 头", "# 中", "# 尾", "正文"))
            ] == [
                line
                for line in now.decode().split("\n")
                if line.lstrip().startswith(("# 头", "# 中", "# 尾", "正文"))
            ]


COLUMNS = ("标题", "日期", "编号", "地点", "参加人数", "对象", "场所类别", "档号", "经费", "方案", "备注")


@LAW
@given(
    st.lists(
        st.tuples(
            LINE, st.dates(date(2017, 1, 1), date(2017, 12, 31)), *[st.none() | TEXT] * (len(COLUMNS) - 2)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_stands_in_a_table_is_read_back_as_it_was_planned_and_none_of_it_is_lost(rows):
    with tempfile.TemporaryDirectory() as folder:
        root = write_ledger(Path(folder) / "某局", {})
        book = a_book(a_sheet([COLUMNS, *([f"题{title}", *more] for title, *more in rows)], name="志愿服务"))
        ledger = written(root)
        plan = plan_import(book, ledger, Wanted(partial=True))
        write_plan(prepare(plan, ledger), ledger)
        after = written(root)
        assert after.broken == []
        key = str  # the order of files is not that of the table
        assert sorted((dict(each.raw) for each in after.records), key=key) == sorted(
            (dict(each.raw) for each in plan.new), key=key
        )
        kept = {each.place.row: "\n".join(texts_in(each.raw)) for each in plan.new}
        for number, row in enumerate(rows, 2):
            for text in row[2:] if number in kept else ():
                for word in (text or "").split():
                    assert is_missing(tidy(text)) or word in kept[number] or _is_form(text)
        again = written(root)
        plan = plan_import(book, again, Wanted(partial=True))
        assert plan.new == []
        assert {each.place.row for each in plan.conflicts}.isdisjoint(kept)


def texts_in(value):
    """List every text in a raw value."""
    if isinstance(value, str):
        yield value
    for each in (value.values() if isinstance(value, dict) else value) if not isinstance(value, str) else ():
        yield from texts_in(each)


def _is_form(text):
    """Tell whether lines of a list, separators of files or full-width digits may be written another way."""
    return re.search("[\n0-9０-９、，,；;]", text) is not None or text.strip() == "无"


# --- the sample ledger, as a clerk would change it


@pytest.fixture
def sample(tmp_path):
    import shutil

    return Path(shutil.copytree(SAMPLE, tmp_path / "样例"))


class Clerk:
    """A person with the exported workbook open."""

    def __init__(self, raw):
        import io

        self.book = openpyxl.load_workbook(io.BytesIO(raw))
        self.page = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.page[1]}

    def row(self, number):
        at = self.columns["编号"]
        return next(row for row in range(2, self.page.max_row + 1) if self.page.cell(row, at).value == number)

    def write(self, row, heading, value):
        self.page.cell(row, self.columns[heading]).value = value

    def copy(self, row):
        new = self.page.max_row + 1
        for at in range(1, self.page.max_column + 1):
            self.page.cell(new, at).value = self.page.cell(row, at).value
        return new

    def saved(self):
        from tests.tables.books import bytes_of

        return bytes_of(self.book)


@pytest.fixture
def clerk(sample):
    return Clerk(exported(sample))


def changes(sample):
    """List the lines that differ from the sample ledger, by file."""
    found = {}
    for path in sorted(Path(sample).rglob("*")):
        original = Path(SAMPLE) / path.relative_to(sample)
        if path.is_file() and path.suffix in (".yaml", ".md"):
            old = original.read_text("utf-8").split("\n") if original.exists() else []
            rows = difflib.unified_diff(old, path.read_text("utf-8").split("\n"), n=0, lineterm="")
            lines = [row for row in rows if row[0] in "+-" and row[:3] not in ("+++", "---")]
            if lines:
                found[path.relative_to(sample).as_posix()] = lines
    return found


def test_the_sample_ledger_comes_back_as_it_went(sample):
    for by_kind in (False, True):
        plan = planned(sample, exported(sample, by_kind))
        assert (plan.is_empty, plan.same, plan.conflicts) == (True, 58, [])


def test_every_cell_of_the_sample_ledger_can_be_changed_where_it_stands():
    count = 0
    for record in written(SAMPLE).records:
        text, is_markdown = (Path(SAMPLE) / record.file).read_text("utf-8"), record.file.endswith(".md")
        for path in cells_of(record.raw, SPELLER):
            place = SPELLER.as_written(path, record.raw)
            after = edited(text, is_markdown, {Target(record.line, record.item): {place: "新值, [x]: y"}})
            assert after != text
            count += 1
    assert count > 650


def test_changed_cells_change_their_lines(sample, clerk):
    lecture = clerk.row("YMZ17-0201")
    clerk.write(lecture, "参加人数", 47)
    clerk.write(lecture, "地点", None)
    clerk.write(clerk.row("YMZ17-0102"), "附件：方案", "{文件: 方案.docx, 日期: 2017-05-03}")
    clerk.write(clerk.row("YMZ17-0103"), "日期", datetime(2017, 8, 23))
    plan = imported(sample, clerk.saved())
    assert (len(plan.changed), plan.same, plan.new) == (3, 55, [])
    assert changes(sample) == {
        "01-道德模范/2017-05-学习宣传月/记录.md": [
            "-  方案: {文件: 方案.docx, 日期: 2017-05-02}",
            "+  方案: {文件: 方案.docx, 日期: 2017-05-03}",
        ],
        "01-道德模范/荆楚楷模推荐/推荐.yaml": ["-日期: 2017年8月22日", "+日期: 2017-08-23"],
        "02-道德法治讲堂/2017-03-15-孝老爱亲/记录.md": [
            "-地点: 局机关三楼会议室",
            "+地点:",
            "-参加人数: 38人",
            "+参加人数: 47",
        ],
    }
    assert planned(sample, clerk.saved()).is_empty, "once more changes nothing"


def test_new_rows_and_copies_become_new_records_and_missing_rows_stay(sample, clerk):
    copy = clerk.copy(clerk.row("YMZ17-0204"))
    clerk.write(copy, "编号", "YMZ17-0205")
    clerk.write(copy, "日期", "2017-12-20")
    new = clerk.page.max_row + 1
    for heading, value in (
        ("类型", "志愿服务"),
        ("标题", "新活动"),
        ("日期", date(2017, 12, 5)),
        ("参加人数", 12),
    ):
        clerk.write(new, heading, value)
    clerk.page.delete_rows(clerk.row("YMZ17-0302"))
    plan = imported(sample, clerk.saved())
    assert plan.gone == ["03-思想道德建设/2017-05-04-我的中国梦/记录.md"]
    assert (Path(sample) / plan.gone[0]).exists()
    found = changes(sample)
    assert list(found) == ["志愿服务/2017-12.yaml", "道德法治讲堂/2017-12.yaml"]
    assert "+  图片: ../02-道德法治讲堂/2018-01-12-好家风/图片/" in found["道德法治讲堂/2017-12.yaml"]
    assert planned(sample, clerk.saved()).is_empty, "once more adds nothing"


def test_what_changed_in_the_ledger_meanwhile_is_shown_and_not_overwritten(sample, clerk):
    file = Path(sample) / "02-道德法治讲堂/2017-03-15-孝老爱亲/记录.md"
    file.write_text(file.read_text("utf-8").replace("局机关三楼会议室", "二楼"), "utf-8")
    before = file.read_bytes()
    clerk.write(clerk.row("YMZ17-0201"), "参加人数", "48人")
    plan = planned(sample, clerk.saved())
    (conflict,) = plan.conflicts
    assert (conflict.why, {heading_of(each.path) for each in conflict.differences}) == (
        "changed-since",
        {"地点", "参加人数"},
    )
    assert (plan.is_empty, file.read_bytes()) == (True, before)


def test_a_record_that_was_moved_is_found_by_what_stands_in_it(sample, clerk):
    (Path(sample) / "02-道德法治讲堂/2017-03-15-孝老爱亲").rename(Path(sample) / "02-道德法治讲堂/新名")
    clerk.write(clerk.row("YMZ17-0201"), "负责人", "新人")
    plan = imported(sample, clerk.saved())
    assert [each.file for each in plan.changed] == ["02-道德法治讲堂/新名/记录.md"]


def test_a_record_that_is_gone_is_not_made_anew(sample, clerk):
    (Path(sample) / "02-道德法治讲堂/2017-03-15-孝老爱亲/记录.md").unlink()
    plan = planned(sample, clerk.saved())
    assert ([each.why for each in plan.conflicts], plan.is_empty) == (["gone-from-ledger"], True)


def test_a_value_that_the_ledger_could_not_read_is_refused(sample, clerk):
    clerk.write(clerk.row("YMZ17-0201"), "参加人数", "全体")
    clerk.write(clerk.row("YMZ17-0202"), "标题", None)
    clerk.write(clerk.row("YMZ17-0102"), "附件：方案", "{文件: 方案.docx")
    clerk.write(clerk.row("YMZ17-0103"), "日期", "=TODAY()")
    plan = planned(sample, clerk.saved())
    assert sorted(each.what.id for each in plan.problems) == [
        "import.cell.not-yaml",
        "import.cell.unreckoned",
        "import.row.lacking",
        "problem.not-a-number",
    ]
    assert plan.is_empty


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        pytest.param("电话13812345678", "电话138****5678", id="a number of a person"),
        pytest.param("长" * 40_000, None, id="more than a cell holds"),
        pytest.param("铃\x07响", "铃\ufffd响", id="a sign that XML has not"),
    ],
)
def test_a_cell_that_does_not_show_all_cannot_be_changed_and_loses_nothing(tmp_path, note, shown):
    root = write_ledger(
        tmp_path / "某局",
        {
            "a.yaml": document(
                {"类型": "志愿服务", "标题": "甲", "日期": "2017-03-05", "编号": "A", "备注": note}
            )
        },
    )
    raw = exported(root)
    clerk = Clerk(raw)
    there = clerk.page.cell(2, clerk.columns["备注"]).value
    assert there == (shown or settled(note))
    assert planned(root, raw).is_empty
    clerk.write(2, "备注", f"改{there[1:]}")
    plan = planned(root, clerk.saved())
    assert [each.what.id for each in plan.problems] == ["import.cell.not-whole"]
    clerk = Clerk(raw)
    clerk.write(2, "标题", "乙")
    assert [each.path for change in imported(root, clerk.saved()).changed for each in change.differences] == [
        ("标题",)
    ]
    assert written(root).records[0].raw["备注"] == note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_keeps_its_encoding_and_its_line_ends(tmp_path, encoding, end):
    text = "类型: 志愿服务  # 类\n标题: 甲\n日期: 2017-03-05\n编号: A\n备注: 好\n".replace("\n", end)
    root = write_ledger(tmp_path / "某局", {"a.yaml": text.encode(encoding)})
    clerk = Clerk(exported(root))
    clerk.write(2, "标题", "乙")
    clerk.write(2, "地点", "一\n二")
    imported(root, clerk.saved())
    lines = [
        "类型: 志愿服务  # 类",
        "标题: 乙",
        "日期: 2017-03-05",
        "编号: A",
        "备注: 好",
        "地点: |-",
        "  一",
        "  二",
        "",
    ]
    assert (root / "a.yaml").read_bytes() == end.join(lines).encode(encoding)


def test_mixed_line_ends_stay_where_they_are(tmp_path):
    root = write_ledger(
        tmp_path / "某局", {"a.yaml": "类型: 志愿服务\r\n标题: 甲\n日期: 2017-03-05\r\n编号: A\n".encode()}
    )
    clerk = Clerk(exported(root))
    clerk.write(2, "日期", "2017-03-06")
    imported(root, clerk.saved())
    assert (
        root / "a.yaml"
    ).read_bytes() == "类型: 志愿服务\r\n标题: 甲\n日期: 2017-03-06\r\n编号: A\n".encode()


def test_a_record_that_cannot_be_changed_alone_is_told_and_others_are_written(tmp_path):
    root = write_ledger(
        tmp_path / "某局",
        {
            "a.yaml": "{类型: 志愿服务, 标题: 甲, 日期: 2017-03-05, 编号: A,}\n---\n"
            "类型: 志愿服务\n标题: 乙\n日期: 2017-03-06\n编号: B\n",
        },
    )
    clerk = Clerk(exported(root))
    clerk.write(clerk.row("A"), "地点", "东山")
    clerk.write(clerk.row("B"), "地点", "西山")
    ledger = written(root)
    plan = plan_import(read_here(clerk.saved()), ledger, Wanted(partial=True))
    prepared = prepare(plan, ledger)
    assert [each.what.id for each in plan.problems] == ["import.row.not-editable"]
    write_plan(prepared, ledger)
    assert (root / "a.yaml").read_text("utf-8").endswith("编号: B\n地点: 西山\n")


def test_the_same_ledger_gives_the_same_bytes(sample):
    assert exported(sample) == exported(sample)
