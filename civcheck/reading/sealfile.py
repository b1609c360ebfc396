"""Reading a seal's file: a foreign file, read line by line, of which nothing is believed that is not as it should be.

It is JSON, laid out as ``report/sealfile.py`` writes it: so it is read in bounded memory however much is in it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, NamedTuple, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.seal import (
    NO_DIGEST,
    PREDICATE,
    STATEMENT,
    VERSION,
    Entry,
    Seal,
    from_percent,
    is_masked,
    is_name,
    is_writable,
)
from civcheck.model.texts import sanitize
from civcheck.reading import limits

Text = Annotated[str, Field(max_length=2_000)]
_DIGEST = r"^[0-9a-f]{64}$"


def _day(raw: Any) -> Any:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


class _Model(BaseModel):
    """A part of a seal."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Digest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    sha256: Annotated[str, Field(pattern=_DIGEST)]
    sm3: Annotated[str, Field(pattern=_DIGEST)] | None = None


class _Marks(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    percent: Literal[True]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    digest: _Digest
    annotations: _Marks | None = None


class _LeftOut(_Model):
    name: str
    percent: Literal[True] | None = None
    reason: Annotated[str, Field(pattern=r"^[a-z-]{1,40}$")]


class _Unit(_Model):
    name: Text


class _Files(_Model):
    count: Annotated[int, Field(ge=0)]
    bytes: Annotated[int, Field(ge=0)]
    digests: list[Literal["sha256", "sm3"]]


Day = Annotated[date, BeforeValidator(_day)]


class _Predicate(_Model):
    civcheck: Text
    unit: _Unit
    year: Annotated[int, Field(ge=1949, le=2199)]
    as_of: Day
    sealed_on: Day | None = None
    files: _Files
    left_out: Annotated[list[_LeftOut], Field(max_length=limits.SEAL_LEFT_OUT)]
    seal: str = ""


class ReadSeal(NamedTuple):
    """A seal as read, and the SHA-256 of the bytes it was read from."""

    seal: Seal
    digest: str


def read_seal(path: Path) -> ReadSeal:
    """Read a seal.

    Raises:
        UsageError: it cannot be read, is no seal of civcheck, or one that another version wrote.
    """
    shown = sanitize(str(path), 1_000)
    try:
        if not path.is_file():  # a pipe would never end
            raise UsageError(msg("error.seal-unreadable", path=shown))
        with path.open("rb") as stream:
            return _SealReader(stream, shown).read()
    except OSError:
        raise UsageError(msg("error.seal-unreadable", path=shown)) from None


class _SealReader:
    """Reads one seal, line by line."""

    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self.stream, self.shown = stream, shown
        self.digest = hashlib.sha256()
        self.line = 0

    def read(self) -> ReadSeal:
        head = self._head()
        files = self._files(head)
        return ReadSeal(
            Seal(
                head.unit.name,
                head.year,
                head.as_of,
                head.sealed_on,
                tuple(files),
                tuple(
                    Entry(self._name(each.name, each.percent), NO_DIGEST + each.reason)
                    for each in head.left_out
                ),
                "sm3" in head.files.digests,
                head.seal,
                head.files.bytes,
                head.civcheck,
            ),
            self.digest.hexdigest(),
        )

    def _head(self) -> _Predicate:
        """Read what stands before the files."""
        rows: list[bytes] = []
        left = limits.SEAL_HEAD_BYTES
        while (row := self._row(left)) != b'"subject":[':
            rows.append(row)
            left -= len(row) + 1
        found = self._json(b"\n".join((*rows, b'"subject":[]}')))
        kind = found.get("predicateType") if isinstance(found, dict) else None
        if not isinstance(kind, str) or found.get("_type") != STATEMENT or not kind.startswith(PREDICATE):
            self._refuse()
        if kind != PREDICATE + VERSION:
            its = sanitize(kind.removeprefix(PREDICATE), 20)
            raise UsageError(msg("error.seal-version", path=self.shown, version=its, own=VERSION))
        try:
            head = _Predicate.model_validate(found.get("predicate"))
        except ValidationError:
            self._refuse()
        if head.files.count > limits.ENTRIES or (
            head.seal and not (is_name(head.seal) and is_writable(head.seal))
        ):
            self._refuse()
        return head

    def _files(self, head: _Predicate) -> list[Entry]:
        """Read the files, one a line."""
        files: list[Entry] = []
        with_sm3 = "sm3" in head.files.digests
        while (row := self._row(limits.SEAL_LINE_BYTES)) != b"]}":
            if len(files) == head.files.count:
                self._refuse()
            files.append(self._file(row.removesuffix(b","), with_sm3))
            if len(files) > 1 and not _in_order(*files[-2:]):
                self._refuse()
        if len(files) != head.files.count or self.stream.read(1):
            self._refuse()
        return files

    def _file(self, row: bytes, with_sm3: bool) -> Entry:
        try:
            found = _File.model_validate(self._json(row))
        except ValidationError:
            self._refuse()
        digest = found.digest
        if (digest.sm3 is not None) != with_sm3:
            self._refuse()
        content = digest.sha256 if digest.sm3 is None else f"{digest.sha256}+{digest.sm3}"
        return Entry(self._name(found.name, found.annotations), content)

    def _name(self, written: str, percent: object) -> str:
        try:
            name = from_percent(written) if percent else written
        except ValueError:
            self._refuse()
        if not is_writable(written) or not is_name(name.removesuffix("/") if name != "./" else "root"):
            self._refuse()
        return name

    def _row(self, limit: int) -> bytes:
        """Read a line of at most so many bytes."""
        raw = self.stream.readline(max(limit, 0) + 1)
        self.digest.update(raw)
        self.line += 1
        if not raw.endswith(b"\n"):  # too long, or the end of a file that was cut off
            self._refuse()
        return raw.removesuffix(b"\n").removesuffix(b"\r")

    def _json(self, raw: bytes) -> Any:
        try:
            return json.loads(raw.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_each_once)
        except (ValueError, RecursionError):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise UsageError(msg("error.seal-foreign", path=self.shown, line=str(self.line))) from None


def _in_order(one: Entry, other: Entry) -> bool:
    """Tell whether two files may follow each other: in order of name, each once but where its name is masked."""
    return one < other if one.name != other.name else is_masked(one.name) and one <= other


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: readers would differ about what it says."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
