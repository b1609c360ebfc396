"""``civcheck privacy``: personal data in a ledger, all that was found, masked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import check_format, options_for_stdout, read_day, today, write_bytes, write_text
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import AsOf, Lang
from civcheck.cli.progress import opening_bar
from civcheck.cli.settings import settled

_FORMATS = ("text", "json")


def privacy(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账文件夹", show_default=False)],
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹，由它定哪些类型敏感")
    ] = None,
    as_of: AsOf = None,
    fmt: Annotated[str, typer.Option("--format", metavar="格式", help="text 或 json")] = "text",
    lang: Lang = None,
) -> int:
    """找出台账里的个人信息：身份证号、手机号、银行卡号、经纬度，连同文件名和附件里的文字；号码一律遮盖。

    退出码：0 没有见到；1 见到了；2 用法有误；3 没有见到，但有文件没有读到。
    """
    from civcheck.app.material import FileOpener
    from civcheck.app.privacy import privacy as look_for
    from civcheck.report.privacy import render_privacy, render_privacy_json

    check_format(fmt, _FORMATS)
    settings = settled({"rules": rules, "as-of": as_of, "lang": lang}, [ledger])
    options = options_for_stdout(settings["lang"], str(ledger))
    with opening_bar() as bar:
        found = look_for(
            ledger,
            rules=settings["rules"],
            as_of=read_day(settings["as-of"]),
            today=today(),
            open_files=FileOpener(bar),
        )
    if fmt == "json":
        write_bytes(render_privacy_json(found, options), sys.stdout)
    else:
        write_text(render_privacy(found, options), sys.stdout)
    if found.holders:
        return GAPS
    return INCOMPLETE if found.not_looked_at else CLEAN
