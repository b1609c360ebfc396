"""``civcheck rules diff`` and ``civcheck rules impact``: what another version of a pack changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import options_for_stdout, read_day, today, write_bytes, write_text
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize

_FORMATS = ("terminal", "json")
Format = Annotated[str, typer.Option("--format", metavar="格式", help="terminal json")]


def diff(
    old: Annotated[str, typer.Argument(metavar="旧规则包", help="名称或文件夹", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="新规则包", help="名称或文件夹", show_default=False)],
    fmt: Format = "terminal",
    lang: Lang = None,
) -> int:
    """比较两个规则包：哪些规则增、减、改名、改动，更严还是更宽。

    退出码：0 相同；1 不同；2 用法或规则包有误。
    """
    from civcheck.language.compare import diff_packs
    from civcheck.reading.rulepack import read_pack
    from civcheck.report.packdiff import render_diff, render_diff_json

    check_format(fmt)
    options = options_for_stdout(settled({"lang": lang})["lang"], "")
    found = diff_packs(read_pack(old), read_pack(new))
    if fmt == "json":
        write_bytes(render_diff_json(found), sys.stdout)
    else:
        write_text(render_diff(found, options), sys.stdout)
    return CLEAN if found.is_empty else GAPS


def impact(
    new: Annotated[str, typer.Argument(metavar="新规则包", help="名称或文件夹", show_default=False)],
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="台账或报告…", help="台账文件夹、json 报告，或装着报告的文件夹", show_default=False
        ),
    ],
    old: Annotated[
        str | None, typer.Option("--old", metavar="规则包", help="旧规则包；默认台账指定的、报告所依据的")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="台账的基准日，默认今天；报告用它自己的")
    ] = None,
    fmt: Format = "terminal",
    lang: Lang = None,
) -> int:
    """换成新规则包，哪些单位的哪些结论会变，为什么；看不出的照实说。

    退出码：0 没有单位变化；1 有单位变化；2 用法有误；3 有的没能比较。
    """
    from civcheck.app.impact import impact as run_impact
    from civcheck.report.impact import render_impact, render_impact_json

    check_format(fmt)
    settings = settled({"lang": lang, "as-of": as_of})
    options = options_for_stdout(settings["lang"], "")
    found = run_impact(new, results, old=old, as_of=read_day(settings["as-of"]), today=today())
    if fmt == "json":
        write_bytes(render_impact_json(found, options), sys.stdout)
    else:
        write_text(render_impact(found, options), sys.stdout)
    if not found.is_complete:
        return INCOMPLETE
    return GAPS if found.flipping else CLEAN


def check_format(name: str) -> None:
    """Refuse a format that these commands do not have.

    Raises:
        UsageError: it is none of them.
    """
    if name not in _FORMATS:
        raise UsageError(msg("error.format", value=sanitize(name), names=_FORMATS))
