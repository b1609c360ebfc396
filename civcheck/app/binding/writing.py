"""Writing a binder: files of the ledger byte for byte, then its own papers, then its seal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from civcheck.app.binding.laying import Laid
from civcheck.app.binding.placing import Place, placed
from civcheck.errors import UsageError
from civcheck.messages import msg, say
from civcheck.model.binder import Binder, LeftOut, Piece
from civcheck.model.filenames import safe_name
from civcheck.model.outcome import Obligation
from civcheck.model.seal import Entry, Seal, sealed_name
from civcheck.model.texts import sanitize
from civcheck.reading.copying import Source, UnreadableError, opened
from civcheck.reading.personal import masked_copy
from civcheck.report.binder.papers import own_papers
from civcheck.report.sealfile import render_seal, summary_of

_ROOM = 1 << 20
"""Bytes that the papers of a binder may take, beside its files."""


def write_binder(
    laid: Laid,
    target: Path,
    with_seal: bool = True,
    threshold: Obligation = Obligation.EXPECTED,
    progress: Callable[[int], None] | None = None,
) -> Binder:
    """Write a binder and give it as it was written: with the digest of each file, and what could not be read left out.

    Args:
        laid: The binder as it was laid out.
        target: A folder, or a zip file where its name says so.
        with_seal: Put the binder's own seal into it.
        threshold: From which force on a rule counts for whether the audit is complete; the seal says.
        progress: Called with the number of files copied, now and then.

    Raises:
        UsageError: a file was changed meanwhile, or it cannot be written; nothing of it is left then.
    """
    with placed(target, laid.binder.size + _ROOM) as place:
        writer = _Writer(place)
        binder = _copied(laid, writer, progress)
        folder = safe_name(say(msg("binder.folder.own"), laid.lang))
        for name, raw in own_papers(laid.report, binder, laid.personal, laid.lang):
            writer.add(f"{folder}/{name}", len(raw), (raw,))
        if with_seal:
            own = safe_name(say(msg("binder.file.seal"), laid.lang))
            raw = render_seal(_seal(laid, writer, own, threshold))
            place.add(own, len(raw), (raw,), None)
    return binder


class _Writer:
    """Adds files to a binder and remembers their digests."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.entries: list[Entry] = []
        self.size = 0

    def add(self, path: str, size: int, pieces: Iterable[bytes], changed_ns: int | None = None) -> str:
        """Add a file and give its SHA-256."""
        digest = hashlib.sha256()

        def passed() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                self.size += len(piece)
                yield piece

        self._place.add(path, size, passed(), changed_ns)
        self.entries.append(Entry(sealed_name(path), digest.hexdigest()))
        return digest.hexdigest()


def _copied(laid: Laid, writer: _Writer, progress: Callable[[int], None] | None) -> Binder:
    pieces, left_out = [], list(laid.binder.left_out)
    for count, piece in enumerate(laid.binder.pieces, start=1):
        try:
            with opened(laid.root, piece.source, laid.spelled.get(piece.source, piece.source)) as source:
                copied = _copy(piece, source, laid, writer)
        except UnreadableError:
            left_out.append(LeftOut(piece.source, msg("binder.why.unreadable"), piece.keys))
            continue
        if copied is None:
            left_out.append(LeftOut(piece.source, msg("binder.why.unmasked"), piece.keys))
            continue
        pieces.append(copied)
        if progress is not None and count % 50 == 0:
            progress(count)
    return laid.binder._replace(pieces=tuple(pieces), left_out=tuple(left_out))


def _copy(piece: Piece, source: Source, laid: Laid, writer: _Writer) -> Piece | None:
    """Copy a file; None where its numbers are to be hidden and cannot be.

    Raises:
        UsageError: it is not what was looked into.
    """
    size, changed_ns = source.stamp
    if laid.stamps.get(piece.source) != source.stamp:
        raise UsageError(msg("error.binder-changing", path=sanitize(piece.source)))
    if piece.is_masked:
        raw = masked_copy(b"".join(source.pieces()))
        if raw is None:
            return None
        return piece._replace(size=len(raw), sha256=writer.add(piece.path, len(raw), (raw,)))
    sha256 = writer.add(piece.path, size, source.pieces(), changed_ns)
    if laid.digests.get(piece.source, sha256) != sha256:
        raise UsageError(msg("error.binder-changing", path=sanitize(piece.source)))
    return piece._replace(size=size, sha256=sha256)


def _seal(laid: Laid, writer: _Writer, own: str, threshold: Obligation) -> Seal:
    """Make the seal of a binder; it names no day but the as-of date, so that equal input gives equal bytes."""
    report = laid.report
    return Seal(
        sanitize(report.unit.name),
        report.unit.year,
        report.provenance.as_of,
        None,
        tuple(sorted(writer.entries)),
        own=own,
        size=writer.size,
        civcheck=report.provenance.civcheck,
        summary=summary_of(report._replace(threshold=threshold)),
    )
