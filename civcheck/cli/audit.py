"""``civcheck audit``: its options; what is not given comes from the environment, the settings file, or a default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.auditing import audit_and_report
from civcheck.report import Format


def audit(
    ledgers: Annotated[
        list[Path],
        typer.Argument(
            metavar="台账...", help="台账文件夹；可以连同往年的，核查最近一年", show_default=False
        ),
    ],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="日期", help="基准日，默认今天")] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = None,
    point: Annotated[list[int] | None, typer.Option("--point", metavar="要点", help="只核查这个要点")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", metavar="规则", help="只核查这条规则")] = None,
    fmt: Annotated[
        str | None,
        typer.Option("--format", metavar="格式", help="打印哪一种，默认 terminal；还有 " + "、".join(Format)),
    ] = None,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="格式=路径", help="另写一份到文件")
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", metavar="约束力", help="哪一级以上的缺口算不通过：强制、应办（默认）或倡导"
        ),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="有缺口也返回 0")] = False,
    no_judgements: Annotated[bool, typer.Option("--no-judgements", help="不采用台账里的人工认定")] = False,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", metavar="文件", help="上级的认定登记")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="文件", help="基线：已知的缺口不算不通过")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="从基线里去掉已补的；没有基线就新建")
    ] = False,
    no_hygiene: Annotated[bool, typer.Option("--no-hygiene", help="不做台账体检（只少疑点提示）")] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="打开附件核对：文件真伪、照片重复、日期、个人信息")
    ] = False,
    thumbnails: Annotated[
        bool, typer.Option("--thumbnails", help="html 里附上疑点提示所说的照片（小图）；同时打开附件核对")
    ] = False,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="台账", help="别的单位的台账，只对照照片和材料；可以写几次"),
    ] = None,
    digests: Annotated[bool, typer.Option("--hash", help="计算附件的 SHA-256")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="不用上次留下的结果，全部重新核查")] = False,
    git: Annotated[
        bool, typer.Option("--git", help="用 git 看每个文件哪天第一次提交，和活动日期对照")
    ] = False,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="日期", help="按 git 里那一天已经提交的台账核查")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="语言", help="zh（默认）或 en")] = None,
    trust_ledger_config: Annotated[
        bool, typer.Option("--trust-ledger-config", help="采用台账 civcheck.toml 里放宽核查的设置")
    ] = False,
) -> int:
    """核查一个台账，打印缺口报告。

    退出码：0 没有缺口；1 有缺口；2 用法或配置有误；3 没有核查完整；4 程序缺陷。
    """
    given = {
        "as-of": as_of,
        "rules": rules,
        "format": fmt,
        "output": tuple(output) if output else None,
        "fail-on": fail_on,
        "exit-zero": exit_zero or None,
        "no-judgements": no_judgements or None,
        "judgements": judgements,
        "baseline": baseline,
        "no-hygiene": no_hygiene or None,
        "hash": digests or None,
        "evidence": evidence or None,
        "thumbnails": thumbnails or None,
        "against": tuple(map(str, against)) if against else None,
        "no-cache": no_cache or None,
        "lang": lang,
    }
    return audit_and_report(
        *ledgers,
        given={name: value for name, value in given.items() if value is not None},
        point=point or (),
        rule=rule or (),
        update_baseline=update_baseline,
        trusted=trust_ledger_config,
        git=git,
        known_at=known_at,
    )
