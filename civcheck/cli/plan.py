"""``civcheck plan``: the shortest list of things to do that closes what is short."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.auditing import same_audit
from civcheck.cli.console import (
    check_format,
    check_target,
    options_for_stdout,
    read_day,
    today,
    write_bytes,
    write_file,
    write_text,
)
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import AsOf, Lang, Rules
from civcheck.cli.progress import end_progress, progress
from civcheck.cli.settings import settled
from civcheck.model.shell import shell_word

_FORMATS = ("terminal", "markdown", "json")


def plan(
    ledgers: Annotated[
        list[Path],
        typer.Argument(metavar="台账...", help="台账文件夹；可以连同往年的", show_default=False),
    ],
    rules: Rules = None,
    as_of: AsOf = None,
    fmt: Annotated[
        str, typer.Option("--format", metavar="格式", help="terminal、markdown 或 json")
    ] = "terminal",
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="文件", help="另写一个工作簿，其中的整改清单一行是一件要办的事"),
    ] = None,
    lang: Lang = None,
) -> int:
    """列出最少要办哪些事就能补齐缺口：还来得及的、只能补材料的、今年补不了的分开。

    退出码：0 没有要办的；1 有；2 用法有误；3 没有，但台账没有核查完整。
    """
    from civcheck.app.audit import audit
    from civcheck.report.plan import render_plan, render_plan_json, render_plan_markdown

    check_format(fmt, _FORMATS)
    if xlsx is not None:
        check_target(xlsx, ledgers[0])
    settings = settled({"rules": rules, "as-of": as_of, "lang": lang}, ledgers)
    pack = settings["rules"]
    report = audit(
        *ledgers,
        rules=pack,
        as_of=read_day(settings["as-of"]),
        today=today(),
        progress=progress(),
        planned=True,
    )
    end_progress()
    again = same_audit(
        ledgers, "" if pack is None else shell_word(str(pack)), report.provenance.as_of, settings["evidence"]
    )
    options = options_for_stdout(settings["lang"], again)
    if xlsx is not None:
        from civcheck.report.xlsx import render_xlsx

        write_file(xlsx, render_xlsx(report, options))
    if fmt == "terminal":
        write_text(render_plan(report, options), sys.stdout)
    else:
        write_bytes(
            (render_plan_json if fmt == "json" else render_plan_markdown)(report, options), sys.stdout
        )
    if report.plan is not None and report.plan.short:
        return GAPS
    return CLEAN if report.complete else INCOMPLETE
