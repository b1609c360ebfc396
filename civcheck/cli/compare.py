"""``civcheck compare``: what became of every gap between two stored reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import check_format, options_for_stdout, write_bytes, write_text
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.model.comparison import Change, Comparison

_FORMATS = ("terminal", "json", "markdown")


def compare(
    old: Annotated[Path, typer.Argument(metavar="旧.json", help="以前的 json 报告", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="新.json", help="现在的 json 报告", show_default=False)],
    fmt: Annotated[
        str, typer.Option("--format", metavar="格式", help="terminal、json 或 markdown")
    ] = "terminal",
    lang: Lang = None,
) -> int:
    """比较同一单位的两份 json 报告：新增、加重、补上、没变的缺口；不能比较的说明原因。

    退出码：0 没有新增和加重；1 有；2 用法有误；3 有规则不能比较，或新报告没有核查完整。
    """
    from civcheck.app.comparing import compare as compare_stored
    from civcheck.report.comparison import (
        render_comparison,
        render_comparison_json,
        render_comparison_markdown,
    )

    check_format(fmt, _FORMATS)
    options = options_for_stdout(settled({"lang": lang})["lang"], "")
    found = compare_stored(old, new)
    match fmt:
        case "json":
            write_bytes(render_comparison_json(found, options), sys.stdout)
        case "markdown":
            write_text(render_comparison_markdown(found, options), sys.stdout)
        case _:
            write_text(render_comparison(found, options), sys.stdout)
    return _code(found)


def _code(found: Comparison) -> int:
    """Give the exit code: what could not be compared is never taken for unchanged."""
    if found.incomplete or not found.changes or found.of(Change.INCOMPARABLE):
        return INCOMPLETE
    return GAPS if found.of(Change.NEW) or found.of(Change.WORSE) else CLEAN
