"""The git repository a ledger lies in, read with nothing of its own being run: no setting, hook, filter or program.

git finds the repository (and refuses one that is somebody else's). Everything after that is asked of an empty stand-in
whose objects are those of the repository, so that git reads no settings, attributes or replacements but our own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.china import CHINA
from civcheck.model.texts import sanitize
from civcheck.reading import limits

_KEPT = ("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_OF_USER = re.compile(r"GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)")
"""Where a user may say that a folder is safe; all other variables could lead git to another repository."""
_CAREFUL = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_SETTINGS = (
    "core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.pager=cat", "core.quotePath=off",
    "core.commitGraph=false", "diff.external=", "log.showSignature=false", "safe.bareRepository=explicit",
)  # fmt: skip
_NAME = re.compile(rb"[0-9a-f]{64}|[0-9a-f]{40}")
_PIECE = 1 << 16
_REASON = 2_000


class Entry(NamedTuple):
    """What stands in the tree of a commit: its path from the ledger's folder as git spells it, and its object."""

    path: bytes
    mode: bytes
    name: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as it is read: the commit HEAD names (empty where there is none yet), and where the ledger lies.

    ``prefix`` ends with ``/`` or is empty; ``cut`` are the commits at which the history of a shallow clone ends.
    """

    program: str
    stand_in: str
    objects: str
    head: str
    prefix: bytes
    cut: frozenset[bytes]

    def parts(self, *arguments: str) -> Iterator[bytes]:
        """Give what git writes, taken apart at every NUL.

        Raises:
            UsageError: git fails, takes too long or writes too much.
        """
        left, kept = limits.HISTORY_BYTES, b""
        with self.running(arguments) as (_, stream):
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise UsageError(msg("error.git-large"))
                *whole, kept = (kept + piece).split(b"\0")
                yield from whole
        if kept:
            yield kept

    def entries(self, commit: str, sized: bool = False) -> Iterator[Entry]:
        """List what a commit has below the ledger's folder, folders themselves left out; sizes only where asked for.

        Raises:
            UsageError: git fails, or there are more entries than a ledger may have.
        """
        where = ["--", os.fsdecode(self.prefix)] if self.prefix else []
        sizes = ["-l"] if sized else []
        listed = self.parts("ls-tree", "-r", "-z", *sizes, "--full-tree", commit, *where)
        for count, row in enumerate(listed):
            if count >= limits.ENTRIES:
                raise UsageError(msg("error.git-large"))
            facts, _, path = row.partition(b"\t")
            mode, _, name, *size = facts.split()
            if path.startswith(self.prefix):
                bytes_ = int(size[0]) if size and size[0].isdigit() else 0
                yield Entry(path[len(self.prefix) :], mode, name, bytes_)

    @contextmanager
    def running(self, arguments: Sequence[str]) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Run git over the stand-in; give its standard input and output.

        Raises:
            UsageError: it fails or takes too long.
        """
        environment = _environment({
            "GIT_DIR": self.stand_in, "GIT_OBJECT_DIRECTORY": self.objects, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1", "HOME": self.stand_in,
            "XDG_CONFIG_HOME": self.stand_in,
        }, own=False)  # fmt: skip
        here = Path(self.stand_in)
        with _started(self.program, arguments, here, environment, here) as streams:
            yield streams


@contextmanager
def open_repository(root: Path) -> Iterator[Repository]:
    """Find the repository in whose work tree a ledger lies.

    Raises:
        UsageError: there is no git or no such repository, or it is somebody else's.
    """
    folder = root.resolve()
    program = _program(folder)
    with temporary_folder(folder) as stand_in:
        inside, prefix, objects, shallow = _found(program, folder, stand_in)
        if inside != b"true":
            raise UsageError(msg("error.git-bare", path=sanitize(str(root))))
        with suppress(UsageError):  # there is no commit yet
            head = b""
            head = _output(program, ["rev-parse", "--verify", "-q", "HEAD"], folder, stand_in).strip()
        cut = _make_stand_in(stand_in, head, folder / os.fsdecode(shallow))
        yield Repository(
            program, str(stand_in), str((folder / os.fsdecode(objects)).resolve()),
            head.decode() if _NAME.fullmatch(head) else "", prefix, cut,
        )  # fmt: skip


@contextmanager
def temporary_folder(ledger: Path) -> Iterator[Path]:
    """Make a folder that is gone afterwards, outside of the ledger.

    Raises:
        UsageError: the folder for temporary files lies in the ledger, or takes none.
    """
    try:
        if Path(tempfile.gettempdir()).resolve().is_relative_to(ledger.resolve()):
            raise UsageError(msg("error.temporary"))
        made = tempfile.TemporaryDirectory(prefix="civcheck-", ignore_cleanup_errors=True)
    except OSError:
        raise UsageError(msg("error.temporary")) from None
    with made as folder:
        yield Path(folder).resolve()


def day_of(seconds: bytes) -> date | None:
    """Give the day in China of a second of Unix time; None where no calendar has it."""
    try:
        return datetime.fromtimestamp(int(seconds), CHINA).date()
    except (ValueError, OverflowError, OSError):
        return None


def _program(folder: Path) -> str:
    """Find git, but never in the ledger: a search path may have a relative folder in it."""
    found = shutil.which("git")
    if found is None or Path(found).resolve().is_relative_to(folder) or not Path(found).is_absolute():
        raise UsageError(msg("error.git-missing"))
    return found


def _found(program: str, folder: Path, scratch: Path) -> list[bytes]:
    """Ask whether a folder lies in a work tree, where in it, and where its objects and the ends of its history are."""
    asked = ["--is-inside-work-tree", "--show-prefix", "--git-path", "objects", "--git-path", "shallow"]
    said = _output(program, ["rev-parse", *asked], folder, scratch).split(b"\n")
    if len(said) != 5:  # a line each, and what follows the last: a folder's name has a line feed in it
        raise UsageError(msg("error.git-none", path=sanitize(str(folder))))
    return said[:4]


def _output(program: str, arguments: Sequence[str], folder: Path, scratch: Path) -> bytes:
    with _started(program, arguments, folder, _environment({}, own=True), scratch) as (_, stream):
        return stream.read(_PIECE)


def _environment(more: Mapping[str, str], own: bool) -> dict[str, str]:
    """Give the environment for git: ours without what could lead it elsewhere; ``own``: with the user's settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("GIT_") or name in _KEPT or (own and _OF_USER.fullmatch(name))
    }
    return {**kept, **_CAREFUL, **more}


@contextmanager
def _started(
    program: str, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], scratch: Path
) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    with tempfile.TemporaryFile(dir=scratch) as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - a list of our own words, and no shell
                [program, "--no-pager", *settings, *arguments], cwd=folder, env=environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            )  # fmt: skip
        except OSError:
            raise UsageError(msg("error.git-missing")) from None
        assert process.stdin is not None  # noqa: S101 - both were asked for
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()
        clock = threading.Timer(limits.GIT_SECONDS, _stop, (process, late))
        clock.daemon = True
        clock.start()
        try:
            yield process.stdin, process.stdout
            with suppress(OSError):
                process.stdin.close()
            code = process.wait() if not process.stdout.read(1) else -1
        finally:
            clock.cancel()
            _end(process)
        if late.is_set():
            raise UsageError(msg("error.git-slow", seconds=str(limits.GIT_SECONDS)))
        if code:
            said.seek(0)
            raise _refusal(said.read(_REASON).decode("utf-8", "replace"), folder)


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()


_REASONS = {
    "dubious ownership": "error.git-owner",
    "unsafe repository": "error.git-owner",
    "not a git repository": "error.git-none",
    "cannot use bare repository": "error.git-bare",
}


def _refusal(said: str, folder: Path) -> UsageError:
    """Say why git gave up, in our words where they are known."""
    for sign, message in _REASONS.items():
        if sign in said:
            return UsageError(msg(message, path=sanitize(str(folder))))
    lines: Iterable[str] = said.strip().splitlines() or ("",)
    return UsageError(msg("error.git-failed", reason=sanitize(next(iter(lines)))))


def _make_stand_in(folder: Path, head: bytes, shallow: Path) -> frozenset[bytes]:
    """Make an empty repository for the objects of another; give the commits at which their history is cut off."""
    (folder / "refs").mkdir()
    (folder / "HEAD").write_bytes(b"ref: refs/heads/none\n")
    wide = len(head) == 64
    settings = f"[core]\n\trepositoryformatversion = {int(wide)}\n\tbare = true\n"
    (folder / "config").write_text(settings + ("[extensions]\n\tobjectFormat = sha256\n" if wide else ""))
    try:
        with shallow.open("rb") as stream:
            cut = frozenset(_NAME.findall(stream.read(1 << 20)))
    except OSError:
        return frozenset()
    (folder / "shallow").write_bytes(b"".join(each + b"\n" for each in sorted(cut)))
    return cut
