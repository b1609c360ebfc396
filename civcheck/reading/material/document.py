"""Opening a document as what its bytes say it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from civcheck.model.texts import MARKER
from civcheck.reading import limits
from civcheck.reading.material.beside import beside_of
from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import BROKEN_FILE, FlawedError
from civcheck.reading.material.office import open_docx, open_odt, open_ofd, open_pptx
from civcheck.reading.material.opened import DocumentOpened
from civcheck.reading.material.sheets import open_xlsx
from civcheck.reading.material.sorts import TEXT_SORTS
from civcheck.reading.scaffold import holds_marker

_ZIPPED: Mapping[str, Callable[[BoundedZip], DocumentOpened]] = {
    "docx": open_docx,
    "xlsx": open_xlsx,
    "pptx": open_pptx,
    "odt": open_odt,
    "ofd": open_ofd,
}
DOCUMENT_SORTS = frozenset([*_ZIPPED, "pdf", *TEXT_SORTS])
"""Sorts of files that are opened as documents; the containers of old Office are not."""


def document_facts(raw: bytes, name: str, sort: str) -> DocumentOpened:
    """Open a document of a sort (``sorts.see``) within the limits; never raises on what a file holds.

    A pdf is opened by a library that a file may crash: call this in a child process (``workers.open_all``).
    ``name`` is only looked at for the scaffold marker.
    """
    if sort not in DOCUMENT_SORTS:
        return DocumentOpened()
    if len(raw) > limits.ATTACHMENT_PARSED:
        return DocumentOpened("too-large")
    try:
        opened = _opened(raw, sort)
    except FlawedError as error:
        return DocumentOpened(error.flaw)
    except MemoryError:
        return DocumentOpened("too-large")
    except BROKEN_FILE:
        return DocumentOpened("broken")
    return opened._replace(flaw="stub") if MARKER in name or _is_stub(raw, sort, opened) else opened


def _opened(raw: bytes, sort: str) -> DocumentOpened:
    if sort in _ZIPPED:
        zipped = BoundedZip(raw)
        return _ZIPPED[sort](zipped)._replace(beside=beside_of(zipped))
    if sort == "pdf":
        from civcheck.reading.material.pdf import open_pdf

        return open_pdf(raw)
    from civcheck.reading.material.plain import open_plain

    return open_plain(raw, sort)


def _is_stub(raw: bytes, sort: str, opened: DocumentOpened) -> bool:
    """Tell whether a document is a scaffold; for texts and docx as reading a ledger tells it."""
    if sort == "docx" or sort in TEXT_SORTS:
        return holds_marker(raw, is_docx=sort == "docx")
    return any(MARKER in piece.text for piece in opened.pieces or ())
