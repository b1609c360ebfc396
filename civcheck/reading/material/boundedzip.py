"""Reading the parts of a zip that may mean harm: in memory, counted as they are inflated, nothing unpacked to disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from civcheck.reading import limits
from civcheck.reading.material.flawed import BROKEN_FILE, FlawedError

_PIECE = 64 * 1024
_BEFORE_MEMBER = 30


class _Opened(io.BytesIO):
    """A zip's bytes, of which no more is read at once than a directory may have.

    The directory says its size itself, and a hundred thousand members would be made before they could be counted.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > limits.ZIP_DIRECTORY_BYTES:
            raise FlawedError("too-large")
        return super().read(size)


class BoundedZip:
    """The parts of a zip by name.

    Raises:
        FlawedError: ``broken`` (no directory, a name twice, members that overlap or lie outside), ``encrypted``, or
            ``too-large`` (too many members, or more inflated bytes than a part or all of them may have).
    """

    def __init__(
        self, raw: bytes, of_part: int = limits.ZIP_PART_BYTES, of_all: int = limits.ZIP_ALL_BYTES
    ) -> None:
        try:
            self._zip = ZipFile(_Opened(raw))
        except BROKEN_FILE:
            raise FlawedError("broken") from None
        members = self._zip.infolist()
        if len(members) > limits.ZIP_ENTRIES:
            raise FlawedError("too-large")
        self._members = {each.filename: each for each in members}
        if len(self._members) < len(members) or _overlap(members, self._zip.start_dir):
            raise FlawedError("broken")
        self._of_part, self._left = of_part, of_all

    @property
    def names(self) -> list[str]:
        """List the names in the order of the directory."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def pieces(self, name: str) -> Iterator[bytes]:
        """Inflate one part piece by piece; what it announces about its size is not believed.

        Raises:
            FlawedError: as above; ``broken`` too where it is not there, or its checksum (CRC) is another.
        """
        member = self._members.get(name)
        if member is None:
            raise FlawedError("broken")
        if member.flag_bits & 1:
            raise FlawedError("encrypted")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise FlawedError("broken")
        left = self._of_part
        try:
            with self._zip.open(member) as part:
                while piece := part.read(_PIECE):
                    left -= len(piece)
                    self._left -= len(piece)
                    if left < 0 or self._left < 0:
                        raise FlawedError("too-large")
                    yield piece
        except BROKEN_FILE:
            raise FlawedError("broken") from None

    def read(self, name: str) -> bytes:
        """Inflate one part; raises as ``pieces``."""
        return b"".join(self.pieces(name))


def _overlap(members: list[ZipInfo], directory: int) -> bool:
    """Tell whether two members lie over each other, or one over the directory: so bombs are made of few bytes."""
    starts = sorted((each.header_offset, each.compress_size) for each in members)
    ends = [start for start, _ in starts[1:]] + [directory]
    return any(start + _BEFORE_MEMBER + size > end for (start, size), end in zip(starts, ends, strict=False))
