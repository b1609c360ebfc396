"""``civcheck config``: every setting as an audit here would take it, and where it comes from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import options_for_stdout, write_text
from civcheck.cli.options import Lang
from civcheck.cli.settings import settle
from civcheck.cli.speaking import chosen
from civcheck.messages import Message, msg
from civcheck.model.texts import sanitize, some
from civcheck.reading.settings import read_settings
from civcheck.report.page import Page
from civcheck.report.words import Words


def config(
    ledgers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[台账...]", help="连同台账自己的 civcheck.toml 一起看", show_default=False),
    ] = None,
    trust_ledger_config: Annotated[
        bool, typer.Option("--trust-ledger-config", help="采用台账 civcheck.toml 里放宽核查的设置")
    ] = False,
    lang: Lang = None,
) -> int:
    """显示每项设置现在的值，从哪里来：命令行、环境变量、设置文件、台账、默认。"""
    from civcheck.app.audit import folder_of

    for ledger in ledgers or ():
        folder_of(str(ledger))
    given = {} if lang is None else {"lang": lang}
    found = settle(given, ledgers or (), Path.cwd(), os.environ, trust_ledger_config)
    options = options_for_stdout(chosen(found["lang"], os.environ), "")
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.text(
        words("settings.no-file") if found.path is None else words("settings.found", path=str(found.path))
    )
    for name, held in found.held.items():
        page.listed(
            f" {name}", words("settings.row", value=_shown(held.value, words), source=held.source), 17
        )
    for message in (*found.refused, *_of_ledgers(ledgers or ())):
        page.text(sanitize(words.say(message)), 1)
    write_text(("\n".join(page.rows) + "\n").encode("utf-8", "replace"), sys.stdout)
    return 0


def _of_ledgers(ledgers: Sequence[Path]) -> Iterator[Message]:
    """Say what ledgers leave out, and what is wrong in their own files; params and checks are for the audit to take."""
    for ledger in ledgers:
        said, problems = read_settings(str(ledger))
        name = sanitize(str(ledger))
        if said.exclude:
            yield msg("settings.excluded", ledger=name, patterns=some(said.exclude))
        for problem in problems:
            place = msg("said.beside", name=name, said=str(problem.place))
            yield msg("said.of", name=place, said=problem.what)


def _shown(value: object, words: Words) -> str:
    if value is None or value == ():
        return words("settings.none")
    if isinstance(value, bool):
        return "true" if value else "false"
    return words.listed(map(str, value)) if isinstance(value, tuple) else str(value)
