"""``civcheck watch``: audits a ledger again whenever a file in it changes, and prints what has changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.console import options_for_stdout, read_day, tell, today, write_text
from civcheck.cli.exits import CLEAN
from civcheck.cli.options import AsOf, Evidence, Lang, Rules
from civcheck.cli.settings import Settings, settled
from civcheck.errors import CivcheckError
from civcheck.messages import msg
from civcheck.model.report import Report
from civcheck.report.options import Options

_SETTLED = 400
"""Milliseconds without another change after which the ledger is audited again: programs save in several steps."""
_POLLED = 1_000
"""Milliseconds between two looks at the files, where the system does not tell of changes."""
_TURN = 300
"""Milliseconds after which it is seen that nothing has changed."""
_LEFT_ALONE = (".git", ".svn", "__pycache__")
_PASSING = ("~$", ".~", ".civcheck-")
_PASSING_ENDS = (".tmp", ".part", ".swp", "~")


def watch(
    ledgers: Annotated[
        list[Path],
        typer.Argument(metavar="台账...", help="台账文件夹；可以连同往年的", show_default=False),
    ],
    rules: Rules = None,
    as_of: AsOf = None,
    evidence: Evidence = False,
    poll: Annotated[
        bool, typer.Option("--poll", help="每秒看一遍文件（网络共享盘收不到变动通知时用）")
    ] = False,
    lang: Lang = None,
) -> int:
    """台账里的文件一变就重新核查，只说变了什么；按 Ctrl-C 结束。不写任何文件。"""
    given = {"rules": rules, "as-of": as_of, "evidence": evidence or None, "lang": lang}
    settings = settled(given, ledgers)
    try:
        _keep_watching(ledgers, settings, poll)
    except KeyboardInterrupt:  # the way in which it ends
        tell(msg("watch.end"))
    return CLEAN


def _keep_watching(ledgers: Sequence[Path], settings: Settings, poll: bool) -> None:
    """Audit, and audit again after each change, until it is interrupted."""
    from civcheck.app.audit import audit, folder_of
    from civcheck.report.turn import render_start

    def audited() -> Report:
        return audit(
            *ledgers,
            rules=settings["rules"],
            as_of=read_day(settings["as-of"]),
            today=today(),
            evidence=settings["evidence"],
        )

    for each in ledgers:
        folder_of(str(each))
    options = options_for_stdout(settings["lang"], "")
    before: Report | None = None
    for has_changed in _turns(ledgers, poll):
        if before is None:  # what changes from here on is noticed
            before = audited()
            write_text(render_start(before, options), sys.stdout)
        elif has_changed:
            before = _told_again(before, audited, options)


def _turns(ledgers: Sequence[Path], poll: bool) -> Iterator[bool]:
    """Tell again and again whether anything has changed; a folder that was put back (a sync, git) is watched anew."""
    from watchfiles import Change
    from watchfiles import watch as changes

    roots = {str(path) for each in ledgers for path in (each.absolute(), each.resolve())}
    is_anew = False
    while True:
        is_gone = False
        try:
            for changed in changes(
                *ledgers,
                watch_filter=lambda _, path: _matters(Path(path)),
                step=_SETTLED,
                raise_interrupt=True,
                force_polling=poll or None,
                poll_delay_ms=_POLLED,
                rust_timeout=_TURN,
                yield_on_timeout=True,
            ):
                yield bool(changed) or is_anew
                is_gone = is_gone or any(what is Change.deleted and path in roots for what, path in changed)
                is_anew = is_gone and all(each.is_dir() for each in ledgers)
                if is_anew:
                    break
        except FileNotFoundError:  # it was taken away again before it could be watched
            yield False
            time.sleep(_TURN / 1_000)
            is_anew = True


def _told_again(before: Report, audited: Callable[[], Report], options: Options) -> Report:
    """Audit again and print what has changed; what cannot be audited is told, and held against the next time."""
    from civcheck.report.turn import render_turn
    from civcheck.verdict.comparing import compare_reports

    try:
        after = audited()
    except CivcheckError as error:
        tell(error.message)
        return before
    at = f"{datetime.now():%H:%M:%S}"
    write_text(render_turn(before, after, compare_reports(before, after), at, options), sys.stdout)
    return after


def _matters(path: Path) -> bool:
    """Tell whether a change of a file may change an outcome: not what programs write while they save."""
    passing = path.name.startswith(_PASSING) or path.name.endswith(_PASSING_ENDS)
    return not passing and not any(part in _LEFT_ALONE for part in path.parts)
