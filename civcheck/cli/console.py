"""What commands share: reading words of the command line, writing to the terminal and to files."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from civcheck.cli.progress import end_progress
from civcheck.cli.speaking import spoken
from civcheck.errors import CivcheckError, UsageError
from civcheck.messages import Message, msg, say
from civcheck.model.china import CHINA
from civcheck.model.shell import COMMAND_CHARACTERS
from civcheck.model.texts import sanitize
from civcheck.report.options import Options

_SPAN = re.compile(r"(\d{1,4})\s*(d|天|日|w|周|)")
_MOST = 800
"""Days: whoever asks for more asks for everything."""


def today() -> date:
    """Give the day it is in China (UTC+8)."""
    return datetime.now(UTC).astimezone(CHINA).date()


def read_day(text: str | None) -> date | None:
    """Read a day of the command line.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(msg("error.day", value=sanitize(text))) from None


def read_span(text: str) -> int:
    """Read a length of time of the command line, in days: 30d, 30, 4w.

    Raises:
        UsageError: it is none, or less than a day.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    days = int(found[1]) * (7 if found[2] in ("w", "周") else 1) if found else 0
    if days < 1:
        raise UsageError(msg("error.length-of-time", value=sanitize(text)))
    return min(days, _MOST)


def check_format(name: str, known: Sequence[str]) -> None:
    """Hold the name of a format against those that a command knows.

    Raises:
        UsageError: it is none of them.
    """
    if name not in known:
        raise UsageError(msg("error.format", value=sanitize(name), names=tuple(known)))


def wants_color(stream: TextIO) -> bool:
    """Tell whether to colour: FORCE_COLOR, then NO_COLOR, then whether it is a terminal."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def options_for_stdout(lang: str, ledger: str) -> Options:
    """Give the options for a report on standard output; 80 cells where it is no terminal, 120 at the most."""
    width = 80
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        import shutil

        width = shutil.get_terminal_size((80, 24)).columns
    return Options(
        lang, max(60, min(width, 120)), wants_color(sys.stdout), sanitize(ledger, COMMAND_CHARACTERS)
    )


def write_text(raw: bytes, stream: TextIO) -> None:
    """Write UTF-8 text in the stream's own encoding; what it cannot say becomes ``?``."""
    encoding = stream.encoding or "utf-8"
    if encoding.lower().replace("-", "") != "utf8":
        raw = raw.decode("utf-8").encode(encoding, "replace")
    write_bytes(raw, stream)


def write_bytes(raw: bytes, stream: TextIO) -> None:
    """Write bytes as they are.

    Raises:
        UsageError: the stream takes no more.
    """
    try:
        stream.flush()
        stream.buffer.write(raw)
        stream.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(msg("error.stdout", reason=_reason(error))) from None


def tell(message: Message, lang: str | None = None) -> None:
    """Say something on standard error, in the language of the run."""
    _tell(say(message, lang or spoken()))


def _tell(text: str) -> None:
    end_progress()
    write_text((sanitize_lines(text) + "\n").encode("utf-8", "replace"), sys.stderr)


def sanitize_lines(text: str) -> str:
    """Make foreign text fit to be shown, line by line."""
    return "\n".join(sanitize(line, 2_000) for line in text.split("\n"))


def tell_error(error: CivcheckError, lang: str | None = None) -> None:
    """Say what stopped a run, and every problem that did, in the language of the run."""
    lang = lang or spoken()

    def labelled(label: str, text: Message) -> str:
        return say(msg("said.of", name=msg(label), said=text), lang)

    rows = [labelled("error.label", _in_line(error.message))]
    for problem in error.problems:
        rows.append(f"{problem.place}: {say(_in_line(problem.what), lang)}")
        rows.append(f"   {labelled('label.why', _in_line(problem.why))}")
        rows.append(f"   {labelled('label.fix', problem.cure)}")
    _tell("\n".join(rows))


def _in_line(message: Message) -> Message:
    """Keep foreign texts of a message on one line, so that none of them begins a line of its own."""
    return Message(message.id, {name: _as_line(value) for name, value in message.params.items()})


def _as_line(value: Any) -> Any:
    if isinstance(value, str):
        return sanitize(value, 2_000)
    if isinstance(value, tuple | list):
        return tuple(map(_as_line, value))
    return _in_line(value) if isinstance(value, Message) else value


def check_target(path: Path, ledger: Path | None) -> None:
    """Refuse to write a report through a link or into the ledger.

    Raises:
        UsageError: the target is one of these, or its folder does not exist.
    """
    shown = sanitize(str(path))
    if path.is_symlink():
        raise UsageError(msg("error.output-link", path=shown))
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UsageError(msg("error.output-special", path=shown))
    if not path.parent.is_dir() or path.is_dir():
        raise UsageError(msg("error.output-failed", path=shown, reason=msg("error.no-parent")))
    if ledger is not None and path.resolve().is_relative_to(ledger.resolve()):
        raise UsageError(msg("error.output-inside", path=shown))


_REASONS = {
    errno.ENOSPC: "error.disk-full",
    errno.EDQUOT: "error.disk-full",
    errno.EACCES: "error.disk-closed",
    errno.EPERM: "error.disk-closed",
    errno.EROFS: "error.disk-closed",
    errno.ENAMETOOLONG: "error.disk-name",
}


def _reason(error: OSError) -> Message:
    if error.errno is None:  # Python's own: nothing can be written there
        return msg("error.disk-shut")
    return msg(_REASONS.get(error.errno, "error.disk"), number=str(error.errno))


def write_file(path: Path, raw: bytes) -> None:
    """Write a file beside its place and rename it: complete or absent; one that was there keeps its mode.

    Raises:
        UsageError: it cannot be written; nothing is left behind.
    """
    import tempfile

    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".civcheck-", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        Path(temporary).chmod(_mode_for(path))
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(
                msg("error.output-failed", path=sanitize(str(path)), reason=_reason(error))
            ) from None
        raise


def _mode_for(path: Path) -> int:
    """Give the mode of a file that is there, or that of a new one."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
