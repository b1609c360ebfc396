"""``civcheck new``: begin a record, empty or around files that are there already."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civcheck.cli.asking import agreed, ask, is_attended
from civcheck.cli.beginning import choose, complete_kind, complete_role, say, shown_of, written
from civcheck.cli.console import options_for_stdout, read_day, write_text
from civcheck.cli.options import Lang
from civcheck.cli.progress import opening_bar
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.days import read_day as read_written_day
from civcheck.model.rawvalue import BadValue, Context
from civcheck.model.shell import shell_word
from civcheck.model.texts import sanitize, some

if TYPE_CHECKING:
    from civcheck.app.beginning.asked import Asked, Opened
    from civcheck.report.options import Options


def new(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[类型]",
            help="哪一种记录，例如 道德法治讲堂",
            autocompletion=complete_kind,
            show_default=False,
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Argument(metavar="[台账]", help="台账文件夹；默认当前文件夹", show_default=False),
    ] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="日期", help="哪一天：2017-03-15")] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="标题", help="一句话说清是哪件事", show_default=False)
    ] = None,
    point: Annotated[
        int | None, typer.Option("--point", metavar="要点", help="放在哪个要点的文件夹里；默认看类型")
    ] = None,
    adopt: Annotated[
        list[str] | None,
        typer.Option(
            "--adopt", metavar="文件夹", help="已有的材料：台账里的一个文件夹，或者几个文件；不移动"
        ),
    ] = None,
    photos: Annotated[
        Path | None,
        typer.Option("--from-photos", metavar="文件夹", help="按里面照片的拍摄日期定日期；不移动"),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="角色",
            help="再列这个材料角色；角色=文件 指明文件",
            autocompletion=complete_role,
        ),
    ] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不问，直接写入；类型照最像的写")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    lang: Lang = None,
) -> int:
    """新建一条记录：列出这一类要写的内容和材料，每样注明是什么、是不是必须；要填的地方是【待填】。

    填好以前不算数。用 --adopt 给已有的材料建记录：按文件名猜角色，按文件夹名、文件名、照片和文档猜日期，不移动文件。

    退出码：0 写好了，或者 --dry-run；1 没有写；2 用法有误，或者写不成。
    """
    from civcheck.app.beginning.asked import Asked, open_for_new
    from civcheck.app.beginning.recording import begin
    from civcheck.app.material import FileOpener

    kind, ledger = _told_apart(kind, ledger)
    settings = settled({"rules": rules, "lang": lang}, (ledger,))
    options = options_for_stdout(settings["lang"], "")
    opened = open_for_new(ledger, settings["rules"])
    read = None if day is None else _day(day, opened.unit.year)
    asked = Asked(kind or "", title or "", read, point, tuple(adopt or ()), photos, tuple(roles or ()))
    name = _kind(asked, opened, options, yes=yes)
    if not yes and not dry_run and is_attended() and not adopt:
        asked = _filled(asked, opened, options)
    with opening_bar() as bar:
        begun = begin(name, asked, opened, FileOpener(bar))
    unit = begun.unit
    head = msg("begin.head", path=sanitize(str(ledger), 1_000), unit=sanitize(unit.name), year=str(unit.year))
    write_text(shown_of(begun.planned, head, options), sys.stdout)
    code, is_there = written(begun.planned, options, yes=yes, dry_run=dry_run)
    if is_there:
        from civcheck.report.begun import render_ahead

        again = shell_word(str(ledger)) + (f" --rules {shell_word(rules)}" if rules is not None else "")
        told = msg("begin.next.record", path=sanitize(str(Path(str(ledger)) / begun.record), 1_000))
        commands = [("begin.next.audit", f"civcheck audit {again}")]
        write_text(render_ahead(commands, options, told), sys.stdout)
    return code


def _told_apart(kind: str | None, ledger: Path | None) -> tuple[str | None, Path]:
    """Tell a kind from a ledger where only one word was given: a folder with a unit.yaml is no kind."""
    if kind is not None and ledger is None and _is_ledger(kind):
        return None, Path(kind)
    return kind, ledger or Path()


def _is_ledger(text: str) -> bool:
    try:
        return any((Path(text) / name).is_file() for name in ("unit.yaml", "单位.yaml"))
    except OSError:  # a name longer than any can be
        return False


def _kind(asked: Asked, opened: Opened, options: Options, *, yes: bool) -> str:
    """Give the kind by what was typed; what is only near is asked about, what is missing is chosen from a list.

    Raises:
        UsageError: it is none, or nobody is there to ask.
    """
    from civcheck.app.beginning.recording import kind_named, kinds_to_choose

    if not asked.kind:
        names = kinds_to_choose(asked, opened)
        if yes or not is_attended():
            raise UsageError(msg("error.begin-kind-missing", names=some(names, 60)))
        return choose(msg("begin.ask.kind"), names, options)
    name, is_sure = kind_named(asked.kind, opened.pack)
    if is_sure:
        return name
    value = sanitize(asked.kind)
    if yes:
        say(msg("begin.new.kind-near", value=value, meant=name), options)
        return name
    if is_attended() and agreed(msg("begin.ask.near", value=value, meant=name)):
        return name
    raise UsageError(msg("error.begin-kind-near", value=value, meant=name))


def _day(text: str, year: int) -> date | None:
    """Read a day as records are read, 3月15日 in the ledger's year, or as other commands take it.

    Raises:
        UsageError: it is none.
    """
    try:
        return read_written_day(text, Context(year))
    except BadValue:
        return read_day(text)


def _filled(asked: Asked, opened: Opened, options: Options) -> Asked:
    """Ask for the day and the title where they were not given; nobody has to know them."""
    while asked.day is None and asked.photos is None:
        answer = ask(msg("begin.ask.day", year=str(opened.unit.year)))
        if not answer:
            break
        try:
            asked = asked._replace(day=_day(answer, opened.unit.year))
        except UsageError:
            say(msg("begin.ask.again", value=sanitize(answer), meant=""), options)
    return asked if asked.title else asked._replace(title=ask(msg("begin.ask.title")))
