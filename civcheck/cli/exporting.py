"""``civcheck export``: the records of a ledger as a workbook that can be changed and imported again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import check_target, options_for_stdout, tell, write_file, write_text
from civcheck.cli.exits import CLEAN, INCOMPLETE
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize


def export(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账文件夹", show_default=False)],
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="文件", help="写到哪里", show_default=False)
    ] = None,
    by_kind: Annotated[bool, typer.Option("--by-kind", help="一个类型一张工作表，列出它的每个字段")] = False,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹，由它定类型和字段")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="那个文件已经有了，也盖掉")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会导出什么，不写")] = False,
    lang: Lang = None,
) -> int:
    """把台账导出成表格：改好以后用 civcheck import 导回来，只写改过的格子。

    每一格都是文本，不会变成公式、日期或数；个人号码遮盖。

    退出码：0 都导出了；2 没有导出；3 导出了，但有记录读不出。
    """
    from civcheck.app.exporting import export_of
    from civcheck.app.tables import open_ledger
    from civcheck.report.ledgerbook import render_export, render_ledger_book
    from civcheck.report.words import Words

    if xlsx is None:
        raise UsageError(msg("error.export-xlsx"))
    check_target(xlsx, ledger)
    if xlsx.exists() and not force:
        raise UsageError(msg("error.export-exists", path=sanitize(str(xlsx), 1_000)))
    settings = settled({"rules": rules, "lang": lang}, (ledger,))
    words = Words(settings["lang"])
    written, pack = open_ledger(ledger, settings["rules"])
    export_ = export_of(written, pack, by_kind, words("export.sheet"))
    raw = render_ledger_book(export_, words)
    if not dry_run:
        write_file(xlsx, raw)
    options = options_for_stdout(settings["lang"], str(ledger))
    write_text(render_export(export_, str(xlsx), options), sys.stdout)
    if dry_run:
        tell(msg("import.dry"), settings["lang"])
    return INCOMPLETE if export_.broken else CLEAN
