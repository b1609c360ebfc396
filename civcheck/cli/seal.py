"""``civcheck seal``: write the digests of a ledger's files beside the ledger."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import (
    check_target,
    options_for_stdout,
    read_day,
    tell,
    today,
    write_file,
    write_text,
)
from civcheck.cli.exits import CLEAN, INCOMPLETE, FailOn
from civcheck.cli.options import Lang, Rules
from civcheck.cli.progress import end_progress, progress
from civcheck.cli.settings import settled
from civcheck.cli.speaking import spoken
from civcheck.errors import UsageError
from civcheck.messages import msg, say
from civcheck.model.seal import LOST
from civcheck.model.texts import sanitize


def seal(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账文件夹", show_default=False)],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="文件", help="写到哪里，默认台账旁边的 文件夹名.seal.json")
    ] = None,
    with_sm3: Annotated[bool, typer.Option("--sm3", help="除 SHA-256 外再算国密 SM3")] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            "--sign", metavar="私钥", help="用 ssh-keygen 或 minisign 的私钥签名，签名写在封存文件旁边"
        ),
    ] = None,
    rules: Rules = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="基准日；写了就不记封存的日子")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会封存什么，不写也不签")] = False,
    lang: Lang = None,
) -> int:
    """封存台账：核查一遍，把每个文件的摘要记进台账旁边的一个文件，以后用 verify 核对有没有变。

    只说明文件以后变没变，不说明内容真实。
    退出码：0 全部封存；2 没有封存；3 封存了，但有文件读不出；4 程序缺陷。
    """
    from civcheck.app.sealing import default_seal, place_inside, seal_ledger
    from civcheck.report.sealed import render_sealed
    from civcheck.report.sealfile import render_seal

    settings = settled({"rules": rules, "as-of": as_of, "lang": lang}, (ledger,))
    day = read_day(settings["as-of"])
    target = to or default_seal(ledger)
    check_target(target, None)
    found = seal_ledger(
        ledger,
        place_inside(ledger, target),
        as_of=day,
        today=today(),
        sealed_on=None if day is not None else today(),
        with_sm3=with_sm3,
        threshold=FailOn.parse(settings["fail-on"]).force,
        progress=progress(),
        hashing=progress("progress.hashing"),
        rules=settings["rules"],
        own_judgements=not settings["no-judgements"],
        judgements=settings["judgements"],
    )
    end_progress()
    raw = render_seal(found)
    signature = None if dry_run else _write(target, raw, key, ledger)
    options = options_for_stdout(settings["lang"], "")
    digest = hashlib.sha256(raw).hexdigest()
    shown = render_sealed(found, target, digest, signature, options, is_written=not dry_run)
    write_text(shown, sys.stdout)
    if dry_run:
        tell(msg("seal.dry"))
    return INCOMPLETE if any(each.content in LOST for each in found.left_out) else CLEAN


def _write(target: Path, raw: bytes, key: Path | None, ledger: Path) -> Path | None:
    """Write a seal and its signature, the signature first: a seal that is there is whole; give the signature's place.

    Raises:
        UsageError: another seal, or a signature, lies there; or it cannot be signed or written.
    """
    from civcheck.app.signing import sign
    from civcheck.reading.sealedtree import SIGNATURES

    has_same = _holds(target, raw)
    if (target.exists() or target.is_symlink()) and not has_same:
        raise UsageError(msg("error.seal-exists", path=sanitize(str(target), 1_000)))
    for ending in SIGNATURES:
        beside = target.with_name(target.name + ending)
        if (beside.exists() or beside.is_symlink()) and (key is not None or not has_same):
            raise UsageError(msg("error.seal-exists", path=sanitize(str(beside), 1_000)))
    place = None
    if key is not None:
        signed = sign(raw, key, ledger, _password)
        place = target.with_name(target.name + signed.ending)
        write_file(place, signed.raw)
    try:
        if not has_same:
            write_file(target, raw)
    except BaseException:
        if place is not None:  # a signature of nothing would be in the way of the next one
            place.unlink(missing_ok=True)
        raise
    return place


def _holds(path: Path, raw: bytes) -> bool:
    """Tell whether a file has just these bytes."""
    if not path.is_file() or path.stat().st_size != len(raw):
        return False
    with path.open("rb") as stream:
        return stream.read(len(raw) + 1) == raw


def _password() -> str:
    """Ask for the password of a key, unseen."""
    from getpass import getpass

    try:
        return getpass(say(msg("seal.password"), spoken()) + " ")
    except EOFError:
        raise UsageError(msg("error.minisign-key")) from None
