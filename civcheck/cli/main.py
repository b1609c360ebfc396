"""The app: its commands, and how every run ends."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Annotated

import typer

from civcheck.cli import audit, explain, rules, schema
from civcheck.cli.chinese import Command, Group, usage_message
from civcheck.cli.console import tell, tell_error
from civcheck.cli.exits import INTERNAL, INTERRUPTED, USAGE
from civcheck.errors import CivcheckError
from civcheck.messages import msg
from civcheck.model.texts import mask
from civcheck.version import __version__

app = typer.Typer(
    cls=Group,
    name="civcheck",
    help="核查精神文明创建台账：台账里缺什么、哪句话要求的、怎么补。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("audit", cls=Command)(audit.audit)
app.command("explain", cls=Command)(explain.explain)
app.add_typer(rules.app, name="rules")
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


def run(arguments: list[str]) -> None:
    """Run the app and end the process with the right exit code; a bug is exit 4 with a short message."""
    debug = "--debug" in arguments
    try:
        code = app(arguments, prog_name="civcheck", standalone_mode=False)
        if code == INTERRUPTED:  # typer turns Ctrl-C into this code, and says nothing
            raise KeyboardInterrupt
        _end(code if isinstance(code, int) else 0)
    except CivcheckError as error:
        tell_error(error)
        _end(USAGE)
    except BrokenPipeError:
        # nobody reads any more; the report was not delivered
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _end(USAGE)
    except (KeyboardInterrupt, typer.Abort):
        tell(msg("error.interrupted"))
        _end(INTERRUPTED)
    except Exception as error:
        _end(_usage(error) if hasattr(error, "format_message") else _bug(error, debug))


def _end(code: int) -> None:
    sys.stdout.flush()
    sys.exit(code)


def _usage(error: Exception) -> int:
    """Say a wrong command line in Chinese; bare ``civcheck`` shows the help and is no error message."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())  # type: ignore[attr-defined]
        return USAGE
    tell(usage_message(error))
    return USAGE


def _bug(error: Exception, debug: bool) -> int:
    if debug:
        sys.stderr.write(mask("".join(traceback.format_exception(error))))
    tell(msg("error.internal", what=type(error).__name__))
    return INTERNAL
