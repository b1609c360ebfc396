"""The app: its commands, and how every run ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NoReturn

import typer

from civcheck.cli import (
    audit,
    binder,
    compare,
    config,
    due,
    explain,
    exporting,
    fmt,
    importing,
    init,
    judge,
    new,
    plan,
    privacy,
    report,
    rules,
    schema,
    seal,
    verify,
    watch,
)
from civcheck.cli.chinese import Command, Group, usage_message
from civcheck.cli.console import tell
from civcheck.cli.ending import end_with
from civcheck.cli.exits import INTERRUPTED, USAGE
from civcheck.cli.speaking import language_asked, speak
from civcheck.version import __version__

DEBUG = "--debug"
"""Every command takes it, wherever it stands: a bug may be in any."""

app = typer.Typer(
    cls=Group,
    name="civcheck",
    help="核查精神文明创建台账：台账里缺什么、哪句话要求的、怎么补。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("init", cls=Command)(init.init)
app.command("new", cls=Command)(new.new)
app.command("audit", cls=Command)(audit.audit)
app.command("due", cls=Command)(due.due)
app.command("plan", cls=Command)(plan.plan)
app.command("explain", cls=Command)(explain.explain)
app.command("report", cls=Command)(report.report)
app.command("compare", cls=Command)(compare.compare)
app.command("seal", cls=Command)(seal.seal)
app.command("verify", cls=Command)(verify.verify)
app.command("binder", cls=Command)(binder.binder)
app.command("judge", cls=Command)(judge.judge)
app.command("fmt", cls=Command)(fmt.fmt)
app.command("privacy", cls=Command)(privacy.privacy)
app.command("watch", cls=Command)(watch.watch)
app.command("import", cls=Command)(importing.import_table)
app.command("export", cls=Command)(exporting.export)
app.add_typer(rules.app, name="rules")
app.command("config", cls=Command)(config.config)
app.command("schema", cls=Command)(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"civcheck {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="显示版本", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that every command shares."""


def run(arguments: list[str]) -> NoReturn:
    """Run the app and end the process with the right exit code."""
    plain = [each for each in arguments if each != DEBUG]
    speak(language_asked(plain, os.environ))
    end_with(lambda: _answer(plain), debug=DEBUG in arguments)


@cache
def _command() -> Callable[..., Any]:
    """Build the command line of all commands, once: it is most of what a short command takes."""
    return typer.main.get_command(app)


def _answer(arguments: list[str]) -> int:
    try:
        code = _command()(arguments, prog_name="civcheck", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _usage(error)
    if code == INTERRUPTED:  # typer turns Ctrl-C into this code, and says nothing
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _usage(error: Exception) -> int:
    """Say a wrong command line; bare ``civcheck`` shows the help and is no error message."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())  # type: ignore[attr-defined]
    else:
        tell(usage_message(error))
    return USAGE
