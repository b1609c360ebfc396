"""What docs/import.md shows is what civcheck prints and writes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.ledgers import write_ledger
from tests.tables.books import save

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")
BLOCKS = re.findall(r"```(?:text|yaml)\n(.*?)```", PAGE, re.DOTALL)
ROWS = [
    ["江城市司法局精神文明创建活动登记表"],
    ["序号", "活动类型", "活动情况", None, "参加情况", None, "照片", "经费"],
    [None, None, "时间", "名称", "人数", "对象"],
    [1, "道德法治讲堂", date(2017, 3, 15), "孝老爱亲专题讲堂", "46人", "机关干部", "材料/讲堂/", 500],
    [2, None, "2017.4.20（星期四）", "身边好人讲堂", "50余人", "机关干部、青年干警", "3张"],
    [3, "全民阅读", "4月23日", "世界读书日读书会", "全体干警", "机关干部"],
    ["合计", None, None, None, 96],
]
MERGED = ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3", "B4:B5")


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_ledger(tmp_path / "某局", {"材料/讲堂/1.jpg": b"x"})
    return save(tmp_path / "登记表.xlsx", {"上半年": ROWS}, MERGED)


def change(path, place, value):
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    columns = {cell.value: cell.coordinate.rstrip("1") for cell in page[1]}
    page[f"{columns[place]}2" if place in columns else place] = value
    book.save(path)


def test_the_example_prints_and_writes_what_the_page_shows(civcheck, table):
    first, second, record, third = (block.strip() for block in BLOCKS)
    run = civcheck("import", "登记表.xlsx", "--to", "某局")
    assert (run.out + run.err).strip() == first
    change(table, "E6", "32人")
    assert civcheck("import", "登记表.xlsx", "--to", "某局").out.strip().endswith(second)
    assert Path("某局/道德法治讲堂/2017-03.yaml").read_text("utf-8").strip() == record
    assert (
        civcheck("import", "登记表.xlsx", "--to", "某局")
        .out.strip()
        .endswith("没有变 3 行 · 不一致 0 行 · 读不出 0 处")
    )
    civcheck("export", "某局", "--xlsx", "某局.xlsx")
    change("某局.xlsx", "负责人", "张科")
    assert civcheck("import", "某局.xlsx", "--to", "某局").out.strip() == third
