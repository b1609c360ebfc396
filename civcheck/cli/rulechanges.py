"""``civcheck rules diff`` and ``civcheck rules impact``: what another version of a pack changes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from civcheck.cli.console import options_for_stdout, write_bytes, write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize

_FORMATS = ("terminal", "json")
Format = Annotated[str, typer.Option("--format", metavar="格式", help="terminal json")]


def diff(
    old: Annotated[str, typer.Argument(metavar="旧规则包", help="名称或文件夹", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="新规则包", help="名称或文件夹", show_default=False)],
    fmt: Format = "terminal",
) -> int:
    """比较两个规则包：哪些规则增、减、改名、改动，更严还是更宽。

    退出码：0 相同；1 不同；2 用法或规则包有误。
    """
    from civcheck.language.compare import diff_packs
    from civcheck.reading.rulepack import read_pack
    from civcheck.report.packdiff import render_diff, render_diff_json

    check_format(fmt)
    found = diff_packs(read_pack(old), read_pack(new))
    if fmt == "json":
        write_bytes(render_diff_json(found), sys.stdout)
    else:
        write_text(render_diff(found, options_for_stdout("zh", "")), sys.stdout)
    return CLEAN if found.is_empty else GAPS


def check_format(name: str) -> None:
    """Refuse a format that these commands do not have.

    Raises:
        UsageError: it is none of them.
    """
    if name not in _FORMATS:
        raise UsageError(msg("error.format", value=sanitize(name), names=_FORMATS))
