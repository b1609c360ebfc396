"""A folder that is no ledger yet: what lies in it, and how to begin."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from civcheck.cli.console import options_for_stdout, write_text
from civcheck.cli.progress import end_progress
from civcheck.cli.speaking import spoken
from civcheck.errors import CivcheckError, LedgerError
from civcheck.messages import msg
from civcheck.model.shell import shell_word


@contextmanager
def first_day(ledgers: Sequence[Path], rules: Any) -> Iterator[None]:
    """Where a folder has no unit.yaml yet, also list what lies there and how to begin, on standard error.

    ``rules`` is the pack that was chosen, None where none was.
    """
    try:
        yield
    except LedgerError as error:
        if error.message.id in ("error.no-unit", "error.no-unit-near") and len(ledgers) == 1:
            with suppress(CivcheckError, OSError):
                _show_first_day(ledgers[0], rules)
        raise


def _show_first_day(folder: Path, rules: Any) -> None:
    from civcheck.app.beginning.laying import look_at, what_lies_there
    from civcheck.reading.walk import walk
    from civcheck.report.begun import render_ahead, render_found

    end_progress()
    options = options_for_stdout(spoken(), "")
    rules = None if rules is None else str(rules)
    pack = look_at(folder, rules).pack
    ledger = shell_word(str(folder)) + (f" --rules {shell_word(rules)}" if rules is not None else "")
    found = what_lies_there(walk(str(folder)), pack, pack.head.period.first.year)
    if found:
        titles = {point.number: point.title for point in pack.points}
        head = msg("begin.new.found", pack=pack.id)
        write_text(render_found(found, titles, head, ledger, options), sys.stderr)
    write_text(render_ahead([("begin.new.init", f"civcheck init {ledger}")], options), sys.stderr)
