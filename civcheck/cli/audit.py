"""``civcheck audit``: test a ledger and print the gap report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import (
    check_target,
    end_progress,
    options_for_stdout,
    progress,
    read_day,
    today,
    write_bytes,
    write_file,
    write_text,
)
from civcheck.cli.exits import FailOn, exit_code
from civcheck.errors import UsageError
from civcheck.messages import LANGUAGES, msg
from civcheck.model.texts import sanitize
from civcheck.report import Format, Options, renderer

_TEXT_FORMATS = (Format.TERMINAL, Format.LINES)


def audit(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账文件夹", show_default=False)],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="日期", help="基准日，默认今天")] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = None,
    point: Annotated[list[int] | None, typer.Option("--point", metavar="要点", help="只核查这个要点")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", metavar="规则", help="只核查这条规则")] = None,
    fmt: Annotated[str, typer.Option("--format", metavar="格式", help="terminal json lines")] = "terminal",
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="格式=路径", help="另写一份到文件")
    ] = None,
    fail_on: Annotated[str, typer.Option("--fail-on", metavar="约束力", help="到哪一级算不通过")] = "应办",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="有缺口也返回 0")] = False,
    no_judgements: Annotated[bool, typer.Option("--no-judgements", help="不采用台账里的人工认定")] = False,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", metavar="文件", help="上级的认定登记")
    ] = None,
    digests: Annotated[bool, typer.Option("--hash", help="计算附件的 SHA-256")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="语言", help="zh 或 en")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示细节")] = False,
) -> int:
    """核查一个台账，打印缺口报告。

    退出码：0 没有缺口；1 有缺口；2 用法或配置有误；3 没有核查完整；4 程序缺陷。
    """
    from civcheck.app.audit import audit as run_audit

    chosen, targets = format_named(fmt), [_target(text, ledger) for text in output or ()]
    if lang not in LANGUAGES:
        raise UsageError(msg("error.lang", value=sanitize(lang), names=LANGUAGES))
    threshold = FailOn.parse(fail_on)
    report = run_audit(
        ledger,
        as_of=read_day(as_of),
        today=today(),
        rules=rules,
        points=point or (),
        only=rule or (),
        own_judgements=not no_judgements,
        judgements=judgements,
        digests=digests,
        progress=progress(),
    )
    end_progress()
    for kind, path in targets:
        write_file(path, renderer(kind)(report, Options(lang, ledger=sanitize(str(ledger)))))
    raw = renderer(chosen)(report, options_for_stdout(lang, str(ledger)))
    (write_text if chosen in _TEXT_FORMATS else write_bytes)(raw, sys.stdout)
    return exit_code(report, threshold, exit_zero)


def format_named(name: str) -> Format:
    """Find a report format by name.

    Raises:
        UsageError: there is no such format.
    """
    try:
        return Format(name)
    except ValueError:
        raise UsageError(msg("error.format", value=sanitize(name), names=tuple(Format))) from None


def _target(text: str, ledger: Path) -> tuple[Format, Path]:
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise UsageError(msg("error.output-form", value=sanitize(text)))
    kind, target = format_named(name), Path(path)
    check_target(target, ledger)
    return kind, target
