"""What ``init`` and ``new`` share: showing what would be written, asking, writing; names that a shell completes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from civcheck.cli.asking import agreed, ask, is_attended
from civcheck.cli.console import write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.errors import CivcheckError
from civcheck.messages import Message, msg
from civcheck.model.texts import near, normal, sanitize
from civcheck.report.words import Words

if TYPE_CHECKING:
    from civcheck.app.beginning import Planned
    from civcheck.language.pack import RulePack
    from civcheck.report.options import Options


def shown_of(planned: Planned, head: Message, options: Options, undeclared: Sequence[str] = ()) -> bytes:
    """Lay out what is to be written."""
    from civcheck.app.beginning.planned import SCHEMAS
    from civcheck.report.begun import Shown, render_begun

    texts = {path: planned.changes[path].after.decode("utf-8", "replace") for path in planned.shown}
    return render_begun(
        Shown(
            head,
            [path for path in planned.changes if path not in planned.renewed],
            sorted(planned.renewed),
            planned.kept,
            texts,
            frozenset(path for path in planned.changes if path.rpartition("/")[2] in SCHEMAS),
            undeclared,
            planned.told,
        ),
        options,
    )


def written(planned: Planned, options: Options, *, yes: bool, dry_run: bool) -> tuple[int, bool]:
    """Write what was shown, where that is wanted; give the exit code, and whether it is there now.

    Raises:
        UsageError: it cannot be written.
    """
    from civcheck.app.beginning import write

    count = str(len(planned.changes))
    if not planned.changes:
        say(msg("begin.nothing"), options)
        return CLEAN, True
    if dry_run:
        say(msg("begin.dry"), options)
        return CLEAN, False
    if not yes and not is_attended():
        say(msg("begin.how"), options)
        return GAPS, False
    if not yes and not agreed(msg("begin.ask.write", count=count)):
        say(msg("begin.declined"), options)
        return GAPS, False
    write(planned)
    say(msg("begin.done", count=count), options)
    return CLEAN, True


def say(message: Message, options: Options, indent: int = 0) -> None:
    """Print a paragraph."""
    from civcheck.report.page import Page

    page = Page(Words(options.lang), options.width, options.color)
    page.text(page.words.say(message), indent)
    write_text(("\n".join(page.rows) + "\n").encode("utf-8", "replace"), sys.stdout)


def choose(question: Message, names: Sequence[str], options: Options) -> str:
    """Ask for one of several names, by itself, by its number, or nearly; asked again where it is none.

    Raises:
        UsageError: nothing more comes.
    """
    for number, name in enumerate(names, 1):
        say(msg("begin.choice", number=str(number), name=name), options, 2)
    while True:
        answer = ask(question)
        typed = normal(answer)  # full-width digits too
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(names):
            return names[int(typed) - 1]
        same = [name for name in names if normal(name) == typed]
        if answer and same:
            return same[0]
        meant = near(answer, names) if answer else None
        say(msg("begin.ask.again", value=sanitize(answer), meant=meant or ""), options)


# --- completing in a shell


def complete_kind(ctx: typer.Context, incomplete: str) -> list[str]:
    """Give the kinds that begin with what is typed."""
    pack = _pack_of(ctx)
    return [] if pack is None else _completed(incomplete, tuple(pack.terms.kinds))


def complete_role(ctx: typer.Context, incomplete: str) -> list[str]:
    """Give the roles of material likewise."""
    pack = _pack_of(ctx)
    return [] if pack is None else _completed(incomplete, tuple(pack.terms.roles))


def complete_type(ctx: typer.Context, incomplete: str) -> list[str]:
    """Give the types of units likewise."""
    from civcheck.app.beginning.facts import unit_types

    pack = _pack_of(ctx)
    return [] if pack is None else _completed(incomplete, unit_types(pack))


def _completed(incomplete: str, names: Sequence[str]) -> list[str]:
    return [each for each in names if each.startswith(incomplete)]


def _pack_of(ctx: typer.Context) -> RulePack | None:
    """Give the pack that a command line is about; whatever is wrong with it, completing says nothing."""
    from civcheck.app.audit import DEFAULT_PACK
    from civcheck.reading.rulepack import read_pack
    from civcheck.reading.unitfile import open_unit, pack_pin

    try:
        name = ctx.params.get("rules")
        ledger = ctx.params.get("ledger") or Path()
        if name is None and any((Path(ledger) / each).is_file() for each in ("unit.yaml", "单位.yaml")):
            pin = pack_pin(open_unit(str(ledger)))
            name = pin.id if pin is not None else None
        return read_pack(str(name or DEFAULT_PACK))
    except (CivcheckError, OSError):
        return None
