"""``civcheck binder``: the folder or zip file that is handed to an inspection."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civcheck.cli.console import options_for_stdout, read_day, tell, today, write_text
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE, FailOn
from civcheck.cli.options import Lang
from civcheck.cli.progress import end_progress, opening_bar, progress
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import msg

if TYPE_CHECKING:
    from civcheck.app.binding.laying import Laid
    from civcheck.model.binder import Binder


def binder(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账文件夹", show_default=False)],
    to: Annotated[
        Path,
        typer.Option("--to", metavar="文件夹|文件.zip", help="写到哪里：新的或空的文件夹，或新的 zip 文件"),
    ],
    redact: Annotated[
        bool, typer.Option("--redact", help="遮盖记录和文件名里的个人号码，含号码的附件抽出并列明")
    ] = False,
    allow: Annotated[
        bool, typer.Option("--allow-personal-data", help="有个人信息也照原样放入，由你担责")
    ] = False,
    no_seal: Annotated[bool, typer.Option("--no-seal", help="不附封存文件")] = False,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="日期", help="基准日，默认今天")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    lang: Lang = None,
) -> int:
    """做迎检材料：按要点和日期编号，复制每条记录和附件，附目录、缺项清单、自查报告和封存文件。

    缺的只列出来，不代填。见到个人信息就停下，除非用 --redact 或 --allow-personal-data。
    退出码：0 写好了；1 有个人信息，没有写；2 没有写；3 写好了，但台账没有核查完整或有文件没能收入；4 程序缺陷。
    """
    from civcheck.app.binding.laying import Personal, lay_out
    from civcheck.app.binding.placing import check_place
    from civcheck.app.material import FileOpener
    from civcheck.report.binder.printed import render_planned, render_stopped

    if redact and allow:
        raise UsageError(msg("error.binder-both"))
    settings = settled({"rules": rules, "as-of": as_of, "lang": lang}, (ledger,))
    check_place(to, ledger)
    with opening_bar() as bar:
        laid = lay_out(
            ledger,
            Personal(redact, allow),
            settings["lang"],
            as_of=read_day(settings["as-of"]),
            today=today(),
            open_files=FileOpener(bar),
            progress=progress(),
            rules=settings["rules"],
            own_judgements=not settings["no-judgements"],
            judgements=settings["judgements"],
        )
    end_progress()
    options = options_for_stdout(settings["lang"], str(ledger))
    if laid.personal.holders and not redact and not allow:
        write_text(render_stopped(laid.personal, options), sys.stdout)
        return GAPS
    planned = render_planned(laid.report, laid.binder, laid.personal, str(to), not no_seal, options)
    write_text(planned, sys.stdout)
    if dry_run:
        tell(msg("binder.dry"))
        return _code(laid, laid.binder)
    return _code(laid, _write(laid, to, not no_seal, settings["fail-on"]))


def _write(laid: Laid, to: Path, with_seal: bool, fail_on: str) -> Binder:
    from civcheck.app.binding.writing import write_binder
    from civcheck.report.binder.printed import render_written

    force = FailOn.parse(fail_on).force
    written = write_binder(laid, to, with_seal, force, progress("progress.copying"))
    end_progress()
    options = options_for_stdout(laid.lang, "")
    write_text(render_written(written, laid.binder, str(to), with_seal, options), sys.stdout)
    return written


def _code(laid: Laid, binder: Binder) -> int:
    """Give the exit code: what was taken out on purpose is no lack, what could not be taken in is one."""
    lost = any(each.reason.id != "binder.why.personal" for each in binder.left_out)
    return INCOMPLETE if lost or not laid.report.complete else CLEAN
