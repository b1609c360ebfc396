"""``civcheck verify``: whether the files of a ledger are as they were when it was sealed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import check_format, options_for_stdout, write_bytes, write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.cli.options import Lang
from civcheck.cli.progress import end_progress, progress
from civcheck.cli.settings import settled

_FORMATS = ("terminal", "json")


def verify(
    seal: Annotated[
        Path, typer.Argument(metavar="封存文件", help="civcheck seal 写的文件", show_default=False)
    ],
    ledger: Annotated[
        Path | None,
        typer.Argument(metavar="[台账]", help="台账文件夹，默认封存文件旁边的同名文件夹", show_default=False),
    ] = None,
    fmt: Annotated[str, typer.Option("--format", metavar="格式", help="terminal 或 json")] = "terminal",
    signers: Annotated[
        Path | None,
        typer.Option(
            "--signers",
            metavar="文件",
            help="谁的签名算数：ssh-keygen 的 allowed_signers，或 minisign 的公钥",
        ),
    ] = None,
    identity: Annotated[
        str | None, typer.Option("--identity", metavar="名称", help="签名人，照 allowed_signers 里写的")
    ] = None,
    lang: Lang = None,
) -> int:
    """核对台账封存以后有没有变：新增、改动、删除、移动了哪些文件；可以连同签名一起核对。

    退出码：0 没有变；1 有变，或签名不对、没有签名；2 用法有误（不是封存文件、另一个单位的）；4 程序缺陷。
    """
    from civcheck.app.sealing import ledger_of, verify_ledger
    from civcheck.app.signing import check_signature
    from civcheck.report.sealed import render_verified, render_verified_json

    check_format(fmt, _FORMATS)
    options = options_for_stdout(settled({"lang": lang})["lang"], "")
    folder = ledger or ledger_of(seal)
    found = verify_ledger(seal, folder, progress("progress.hashing"))
    end_progress()
    checked = check_signature(seal, found.digest, signers, identity, folder)
    if fmt == "json":
        write_bytes(render_verified_json(found, checked, options), sys.stdout)
    else:
        write_text(render_verified(found, checked, options), sys.stdout)
    return CLEAN if found.changes.total == 0 and checked.state in ("good", "unasked") else GAPS
