"""``civcheck import``: a table that people keep becomes records of a ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civcheck.cli.console import options_for_stdout, tell, write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.cli.speaking import spoken
from civcheck.messages import msg, say
from civcheck.model.texts import sanitize

if TYPE_CHECKING:
    from civcheck.app.importing import Wanted
    from civcheck.model.table.plan import ImportPlan
    from civcheck.model.table.sheet import Book
    from civcheck.reading.written import WrittenLedger


def import_table(
    table: Annotated[
        Path,
        typer.Argument(metavar="表格文件", help="xlsx、xls、csv，或存成 .xls 的网页", show_default=False),
    ],
    to: Annotated[Path, typer.Option("--to", metavar="台账", help="写进哪个台账文件夹", show_default=False)],
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="类型", help="每一行是什么类型；表里另有叫法的写 叫法=类型"),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="列=字段", help="这一列是什么：活动主题=标题、C=日期、序号=-"),
    ] = None,
    sheets: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="工作表", help="只读这张工作表；默认有表头的都读"),
    ] = None,
    header_row: Annotated[
        str,
        typer.Option("--header-row", metavar="行号", help="表头在第几行，几行的写 3-4", show_default=False),
    ] = "",
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="文件夹",
            help="写进台账里的这个文件夹；默认台账最外层，一类一个文件夹",
            show_default=False,
        ),
    ] = "",
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹，由它定类型和字段")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="有读不出的，也写读得出的；读不出的原样写进备注")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不问，照打印的写；拿不准的列照猜的写")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    lang: Lang = None,
) -> int:
    """把表格里的台账写成记录：认出表头和列，换算日期和数，一类一月一个文件；已有的记录不盖掉。

    从 civcheck export 导出的表格，只写改过的格子。写之前打印每一列记到哪里、读不出的格子在哪里。

    退出码：0 都写了，或者没有要写的；1 有没写的；2 用法有误，或者表格打不开。
    """
    from civcheck.app.importing import Wanted
    from civcheck.app.tables import open_for_import

    settings = settled({"rules": rules, "lang": lang}, (to,))
    book, ledger = open_for_import(table, to, settings["rules"])
    wanted = Wanted(kinds or (), columns or (), sheets or (), header_row, into, partial)
    run = _Run(book, ledger, str(to), settings["lang"])
    plan = run.planned(wanted)
    if not dry_run and not yes and _may_ask():
        answered = _ask_columns(plan)
        if answered:
            wanted = wanted._replace(columns=(*wanted.columns, *answered))
            plan = run.planned(wanted)
    return run.finish(plan, dry_run=dry_run, yes=yes)


def _may_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


class _Run:
    """One import: planning, printing, writing."""

    def __init__(self, book: Book, ledger: WrittenLedger, folder: str, lang: str) -> None:
        self._book, self._ledger = book, ledger
        self._folder, self._options = folder, options_for_stdout(lang, folder)

    def planned(self, wanted: Wanted) -> ImportPlan:
        """Work out what would be written, and print it."""
        from civcheck.app.importing import plan_import, prepare
        from civcheck.report.imported import Facts, render_import

        plan = plan_import(self._book, self._ledger, wanted)
        self._prepared = prepare(plan, self._ledger)
        name = Path(self._folder).resolve().name
        unit = self._ledger.unit
        self._facts = Facts(
            name,
            unit.name,
            unit.year,
            self._book.encoding,
            self._book.is_open_elsewhere,
            self._prepared.added,
            self._prepared.edited,
        )
        write_text(render_import(plan, self._facts, self._options), sys.stdout)
        return plan

    def finish(self, plan: ImportPlan, dry_run: bool, yes: bool) -> int:
        """Write, unless something is in the way; give the exit code."""
        from civcheck.app.importing import write_plan
        from civcheck.report.imported import render_written

        left = bool(plan.problems or plan.conflicts or not plan.is_readable)
        if (why := _in_the_way(plan, yes)) is not None:
            tell(msg("import.dry") if dry_run else msg(f"import.stopped.{why}"), self._options.lang)
            return GAPS
        if plan.is_empty or dry_run:
            tell(msg("import.nothing-to-do" if plan.is_empty else "import.dry"), self._options.lang)
            return GAPS if left else CLEAN
        if not yes and _may_ask() and not _agreed():
            tell(msg("import.stopped.declined"), self._options.lang)
            return GAPS
        write_plan(self._prepared, self._ledger)
        write_text(render_written(self._facts, self._options), sys.stdout)
        return GAPS if left else CLEAN


def _in_the_way(plan: ImportPlan, yes: bool) -> str | None:
    """Name what keeps an import from being written; None where nothing does."""
    from civcheck.report.imported import unsure_columns

    if any(each.lacking for each in plan.tables):
        return "lacking"
    if plan.problems and not plan.is_partial:
        return "problems"
    if not yes and any(True for _ in unsure_columns(plan)):
        return "unsure"
    return None


def _ask_columns(plan: ImportPlan) -> list[str]:
    """Ask of each column that is only near to something what it is; give the answers as ``--map`` takes them."""
    from civcheck.report.imported import unsure_columns

    answers: list[str] = []
    for _, column in unsure_columns(plan):
        guess = say(msg("import.surety.near", target=column.match.target), spoken())
        heading = sanitize(column.heading)
        answer = _asked(say(msg("import.ask.column", heading=heading, guess=guess), spoken()))
        target = answer or column.match.target
        answers.append(f"{column.heading.rpartition('/')[2]}={target}")
    return answers


def _agreed() -> bool:
    return _asked(say(msg("import.ask.write"), spoken())).lower() in ("y", "yes", "是", "好")


def _asked(question: str) -> str:
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
