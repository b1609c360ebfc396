"""``civcheck due``: what falls due in the days to come, and whose it is."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.auditing import same_audit
from civcheck.cli.console import (
    check_format,
    check_target,
    options_for_stdout,
    read_day,
    read_span,
    today,
    write_bytes,
    write_file,
    write_text,
)
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import AsOf, Evidence, Lang, Rules
from civcheck.cli.progress import end_progress, progress
from civcheck.cli.settings import settled
from civcheck.model.shell import shell_word

_FORMATS = ("terminal", "json")


def due(
    ledgers: Annotated[
        list[Path],
        typer.Argument(metavar="台账...", help="台账文件夹；可以连同往年的", show_default=False),
    ],
    within: Annotated[
        str, typer.Option("--within", metavar="时间", help="往后看多少天：30d（30天）、4w（4周）")
    ] = "30d",
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="文件", help="另写一个日历文件，可以导入手机和电脑的日历")
    ] = None,
    rules: Rules = None,
    as_of: AsOf = None,
    evidence: Evidence = False,
    fmt: Annotated[str, typer.Option("--format", metavar="格式", help="terminal 或 json")] = "terminal",
    lang: Lang = None,
) -> int:
    """看往后一段时间里什么到期、哪些进度滞后，按分工分开。

    退出码：0 没有要到期的，也没有进度滞后的；1 有；2 用法有误；3 没有，但台账没有核查完整。
    """
    from civcheck.app.audit import audit
    from civcheck.report.due import behind, render_due, render_due_json

    check_format(fmt, _FORMATS)
    days = read_span(within)
    if ics is not None:
        check_target(ics, ledgers[0])
    settings = settled({"rules": rules, "as-of": as_of, "evidence": evidence or None, "lang": lang}, ledgers)
    pack = settings["rules"]
    report = audit(
        *ledgers,
        rules=pack,
        as_of=read_day(settings["as-of"]),
        today=today(),
        progress=progress(),
        evidence=settings["evidence"],
        within=days,
    )
    end_progress()
    day = report.provenance.as_of
    again = same_audit(ledgers, "" if pack is None else shell_word(str(pack)), day, settings["evidence"])
    options = options_for_stdout(settings["lang"], again)
    if ics is not None:
        from civcheck.report.calendarfile import render_calendar

        write_file(ics, render_calendar(report, options))
    last = day + timedelta(days=days)
    if fmt == "json":
        write_bytes(render_due_json(report, last, options), sys.stdout)
    else:
        write_text(render_due(report, last, options), sys.stdout)
    if report.falling_due or behind(report):
        return GAPS
    return CLEAN if report.complete else INCOMPLETE
