"""What importing a workbook of 5,000 rows takes, over reading it with python-calamine alone; by turns, in one run."""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook

BAR_SECONDS = 3.0
HEADINGS = (
    "序号", "活动类型", "活动时间", "活动名称", "活动地点", "主办单位", "负责人", "参加人数", "时长（小时）", "主题",
    "经费", "备注",
)  # fmt: skip
KINDS = ("志愿服务", "全民阅读", "普法宣传", "道德法治讲堂")


def workbook(rows: int) -> bytes:
    """Make a workbook as offices have them: a title, a heading, days and texts, a total."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet("台账")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    page.merge_range(0, 0, 0, len(HEADINGS) - 1, "江城市司法局2017年台账")
    page.write_row(1, 0, HEADINGS)
    for at in range(rows):
        serial = 42_736 + at % 365  # days of 2017
        kind = KINDS[at % len(KINDS)]
        page.write_row(at + 2, 0, (at + 1, kind))
        page.write_number(at + 2, 2, serial, day)
        page.write_row(
            at + 2,
            3,
            (
                f"{kind}第{at}场",
                "三楼会议室",
                "江城市司法局",
                f"张{at % 40}",
                10 + at % 90,
                1.5,
                "文明用语",
                at % 700,
                "",
            ),
        )
    page.write_row(rows + 2, 0, ("合计", "", "", "", "", "", "", rows * 50))
    book.close()
    return out.getvalue()


def seconds(action: Callable[[], object]) -> tuple[float, float]:
    """Measure the processor time of what is started, and the time on the wall."""
    start, before = time.perf_counter(), os.times()
    action()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, time.perf_counter() - start


READ = (
    "import sys; from python_calamine import CalamineWorkbook;"
    "print(sum(len(row) for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))"
)


def ledger_in(folder: Path) -> Path:
    """Make an empty ledger."""
    folder.mkdir()
    (folder / "unit.yaml").write_text("单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n", "utf-8")
    return folder


def main() -> int:
    """Print seconds and ratios; 1 where the bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=5_000)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}

    def run(*words: object) -> None:
        command = [sys.executable, *map(str, words)]
        subprocess.run(command, env=here, stdout=subprocess.DEVNULL, check=True)

    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "台账.xlsx"
        table.write_bytes(workbook(given.rows))
        taken: dict[str, list[tuple[float, float]]] = {
            "python -c pass": [],
            "calamine": [],
            "import": [],
            "again": [],
        }
        for turn in range(given.repeat + 1):
            ledger = ledger_in(Path(folder) / f"台账{turn}")
            importing = ("-m", "civcheck", "import", table, "--to", ledger)
            taken["python -c pass"].append(seconds(lambda: run("-c", "pass")))
            taken["calamine"].append(seconds(lambda: run("-c", READ, table)))
            taken["import"].append(seconds(lambda: run(*importing)))  # noqa: B023 - it is run at once
            taken["again"].append(seconds(lambda: run(*importing)))  # noqa: B023
    medians = {
        name: tuple(statistics.median(column) for column in zip(*found[1:], strict=True))
        for name, found in taken.items()
    }
    floor = medians["calamine"][0]
    for name, (used, wall) in medians.items():
        print(f"{name:16} {used:7.3f} s processor   {used / floor:5.1f} x calamine   {wall:7.3f} s wall")
    missed = medians["import"][0] >= BAR_SECONDS
    print(
        f"{given.rows} rows in less than {BAR_SECONDS} s of processor time: {'missed' if missed else 'held'}"
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
