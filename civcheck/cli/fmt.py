"""``civcheck fmt``: bring record files into form, the diff first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civcheck.cli.asking import agreed, is_attended
from civcheck.cli.console import options_for_stdout, tell, today, write_text
from civcheck.cli.exits import CLEAN, GAPS, INCOMPLETE
from civcheck.cli.options import Lang, Rules
from civcheck.cli.settings import settled
from civcheck.errors import CivcheckError, UsageError
from civcheck.messages import Message, msg
from civcheck.model.texts import sanitize
from civcheck.report.words import Words

if TYPE_CHECKING:
    from civcheck.app.formatting import Formatting
    from civcheck.report.options import Options


def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[文件或文件夹]...",
            help="台账，或者里面的文件、文件夹；默认当前文件夹",
            show_default=False,
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="只检查，列出要改的文件；给自动检查用")] = False,
    write: Annotated[bool, typer.Option("--write", "--yes", "-y", help="不问，直接写入")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会改什么，不写")] = False,
    names: Annotated[bool, typer.Option("--names", help="连文件名的写法（NFC）一起改")] = False,
    rules: Rules = None,
    lang: Lang = None,
) -> int:
    """整理记录文件的写法：键名、键的顺序、日期、行末空白、编码、行尾；先显示改动，再问写不写。

    只动写法，不动内容：写之前把台账照改后的样子再读一遍，每条记录的意思不变才写。注释、空行、引号都留着。
    退出码：0 没有要改的，或者写好了，或者 --dry-run；1 有要改的，没有写；2 用法有误；3 有文件读不出来，没有动它。
    """
    from civcheck.app.formatting import ledger_of, plan_formatting

    if check + write + dry_run > 1:
        raise UsageError(msg("error.fmt-modes"))
    by_ledger: dict[Path, list[Path]] = {}
    for path in paths or [Path()]:
        by_ledger.setdefault(ledger_of(path), []).append(path)
    settings = settled({"rules": rules, "lang": lang}, list(by_ledger))
    options = options_for_stdout(settings["lang"], "")
    codes = []
    for root, asked in by_ledger.items():
        found = plan_formatting(
            root, asked, today(), rules=settings["rules"], judgements=settings["judgements"]
        )
        codes.append(_ended(found, options, check=check, write=write, dry_run=dry_run, names=names))
    return max(codes)


def _ended(
    found: Formatting, options: Options, *, check: bool, write: bool, dry_run: bool, names: bool
) -> int:
    """Show what was found, write it where that is wanted, and give the exit code."""
    from civcheck.report.formatting import render_changes, render_rest

    write_text(render_changes(found, options, diff=not check), sys.stdout)
    write_text(render_rest(found, options), sys.stdout)
    count = len(found.files)
    is_open = count > 0 or (names and bool(found.renames))
    if is_open and not write and not check and not dry_run and is_attended():
        write = agreed(msg("fmt.ask", count=str(count + (len(found.renames) if names else 0))))
        if not write:
            _say(msg("fmt.declined"), options)
    if is_open and write:
        _write(found, options, names)
    elif count:
        _say(msg("fmt.planned", count=str(count), looked=str(found.looked_at)), options)
        if not check and not dry_run and not is_attended():
            _say(msg("fmt.how"), options)
    else:
        _say(msg("fmt.clean", count=str(found.looked_at)), options)
    if found.problems:
        return INCOMPLETE
    return GAPS if is_open and not write and not dry_run else CLEAN


def _write(found: Formatting, options: Options, names: bool) -> None:
    """Write every file, then rename.

    Raises:
        UsageError: one cannot be written; it is told which were.
    """
    from civcheck.app.formatting import rename
    from civcheck.app.storing import Change, store

    for done, file in enumerate(found.files):
        try:
            store(str(found.root), {found.real(file.path): Change(file.raw, file.new)})
        except CivcheckError:
            tell(msg("fmt.failed", count=str(done), path=sanitize(file.path, 1_000)))
            raise
    _say(msg("fmt.written", count=str(len(found.files)), looked=str(found.looked_at)), options)
    if found.files:
        _say(msg("fmt.proof"), options)
    if names and found.renames:
        renamed = [each for each in found.renames if rename(found.root, each)]
        _say(msg("fmt.renamed", count=str(len(renamed))), options)
        for each in found.renames:
            if each not in renamed:
                _say(msg("fmt.rename.taken", path=sanitize(each.path, 1_000)), options)


def _say(message: Message, options: Options) -> None:
    from civcheck.report.page import Page

    page = Page(Words(options.lang), options.width, options.color)
    page.text(page.words.say(message))
    write_text(("\n".join(page.rows) + "\n").encode("utf-8", "replace"), sys.stdout)
