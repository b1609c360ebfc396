"""Opening a file of tables: what it is by its bytes, whoever reads it, and what to do where nobody can."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.table.sheet import Book, Sheet
from civcheck.model.texts import sanitize
from civcheck.reading import limits
from civcheck.reading.files import read_head
from civcheck.reading.material import alarm
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.sorts import see
from civcheck.reading.tables.csvtext import sheets_of_csv
from civcheck.reading.tables.htmltable import sheets_of_html
from civcheck.reading.tables.wire import sheet_from

_ROOT = str(Path(__file__).parents[3])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from civcheck.reading.tables.child import main; main()"
)
_LOCK = "~$"
_TEXT_ENDINGS = frozenset({"csv", "txt", "tsv"})
_TABLE_ENDINGS = frozenset({"xls", "xlsx", "xlsm", "et"})
"""What systems call a csv, so that it opens in Excel."""
_MEMORY_SIGNALS = frozenset({-6, -9, -11})
"""What ends a child that asks for more memory than it may have: abort, kill, and a fault."""


def open_book(path: Path) -> Book:
    """Read a file of tables.

    Raises:
        UsageError: it cannot be read; the message says why and what to do.
    """
    shown = sanitize(path.name)
    if path.name.startswith(_LOCK):
        raise UsageError(msg("error.table-lock", path=shown, name=sanitize(path.name.removeprefix(_LOCK))))
    raw = _bytes_of(path, shown)
    seen = see(raw, path.name)
    try:
        if seen.flaw:
            raise FlawedError(seen.flaw)
        sort, sheets, encoding = _read(raw, seen.sort, path)
    except FlawedError as flawed:
        raise UsageError(msg(f"error.table-{_told(flawed.flaw, seen.sort)}", path=shown)) from None
    is_open = path.with_name(_LOCK + path.name).exists()
    return Book(path.name, sort, tuple(sheets), encoding, is_open)


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        if not path.is_file():
            raise UsageError(msg("error.table-missing", path=shown))
        size = path.stat().st_size
        if size > limits.ATTACHMENT_PARSED:
            raise UsageError(msg("error.table-too-large", path=shown))
        raw = read_head(str(path.resolve()), limits.ATTACHMENT_PARSED + 1, size)
    except OSError:
        raw = None
    if raw is None:
        raise UsageError(msg("error.table-unreadable", path=shown))
    if not raw:
        raise UsageError(msg("error.table-empty", path=shown))
    if len(raw) > limits.ATTACHMENT_PARSED:
        raise UsageError(msg("error.table-too-large", path=shown))
    return raw


def _read(raw: bytes, sort: str, path: Path) -> tuple[str, list[Sheet], str]:
    match sort:
        case "xlsx" | "xls":
            return sort, _in_child(raw, sort), ""
        case "html":
            sheets, encoding = sheets_of_html(raw)
            return sort, sheets, encoding
        case "text" | "" if _is_csv(sort, path.suffix.lower().lstrip(".")):
            sheet, encoding = sheets_of_csv(raw, path.stem)
            return "csv", [sheet], encoding
        case _:
            raise FlawedError("other-sort")


def _is_csv(sort: str, ending: str) -> bool:
    return ending in _TEXT_ENDINGS or (sort == "text" and ending in _TABLE_ENDINGS)


_CURES = frozenset(
    {
        "encrypted",
        "broken",
        "too-large",
        "too-slow",
        "not-text",
        "quotes",
        "no-table",
        "other-sort",
        "no-reader",
    }
)


def _told(flaw: str, sort: str) -> str:
    return flaw if flaw in _CURES else "broken"


def _in_child(raw: bytes, sort: str) -> list[Sheet]:
    """Let a child process read a workbook.

    Raises:
        FlawedError: it cannot be read.
    """
    utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
    wait = (6 if alarm.HAS_TIMER else 2) * limits.TABLE_SECONDS
    try:
        run = subprocess.run(  # noqa: S603 - this very Python, with a program that stands above
            [sys.executable, "-P", *utf8, "-c", _PROGRAM, _ROOT, sort],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FlawedError("too-slow") from None
    except OSError:
        raise FlawedError("no-reader") from None
    if run.returncode:
        raise FlawedError(_why_ended(run.returncode))
    return _sheets(run.stdout)


def _why_ended(code: int) -> str:
    if alarm.HAS_TIMER:
        import signal

        if code == -signal.SIGPROF:
            return "too-slow"
    return "too-large" if code in _MEMORY_SIGNALS else "broken"


def _sheets(raw: bytes) -> list[Sheet]:
    try:
        answer: dict[str, Any] = json.loads(raw)
        if "flaw" in answer:
            raise FlawedError(str(answer["flaw"]))
        return [sheet_from(each) for each in answer["sheets"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise FlawedError("broken") from None
