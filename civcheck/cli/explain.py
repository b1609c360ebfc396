"""``civcheck explain``: one rule in full, and what a ledger shows for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import options_for_stdout, read_day, today, write_text
from civcheck.cli.options import AsOf, Evidence, Lang, Rules
from civcheck.cli.settings import settled


def explain(
    rule: Annotated[str, typer.Argument(metavar="规则", help="规则编号，例如 2.7", show_default=False)],
    ledgers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[台账]...", help="台账文件夹；可以连同往年的", show_default=False),
    ] = None,
    rules: Rules = None,
    as_of: AsOf = None,
    evidence: Evidence = False,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="台账", help="和 audit 一样写；只关系到疑点提示，讲规则用不到"),
    ] = None,
    lang: Lang = None,
) -> int:
    """讲清一条规则：原句、怎样理解、什么算数、一条样例；给了台账就说哪些记录算、哪些差一点。"""
    from civcheck.app.beside import check_beside
    from civcheck.app.explain import explain as run_explain
    from civcheck.report.explanation import render_explanation

    given = {"rules": rules, "as-of": as_of, "evidence": evidence or None, "lang": lang}
    settings = settled(given, ledgers or ())
    check_beside(against or (), ledgers or ())
    options = options_for_stdout(settings["lang"], "")
    found = run_explain(
        rule,
        *(ledgers or ()),
        rules=settings["rules"],
        as_of=read_day(settings["as-of"]),
        today=today(),
        evidence=settings["evidence"],
    )
    write_text(b"\n".join(render_explanation(each, options) for each in found), sys.stdout)
    return 0
