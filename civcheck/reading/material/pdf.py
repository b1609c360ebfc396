"""pdf by pdfium: how many pages, their text, and its days; only ever called in a child process, which it may crash."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from civcheck.reading import limits
from civcheck.reading.material.flawed import BROKEN_FILE, FlawedError
from civcheck.reading.material.opened import Collected, DocumentOpened, made

_PAGES_READ = 200
_PASSWORD = 4
"""pdfium's number (FPDF_ERR_PASSWORD) for a file that wants one."""
_DAYS = (("CreationDate", "pdf-created"), ("ModDate", "pdf-modified"))


def open_pdf(raw: bytes, clock: Callable[[], float] = time.process_time) -> DocumentOpened:
    """Give pages, text and days of a pdf; one of scanned pages has no text, which is not a flaw.

    ``clock`` gives seconds of processor time, so that a busy machine changes nothing.

    Raises:
        FlawedError: ``broken``, ``encrypted`` (it wants a password), ``too-large``, or ``too-slow``: more than
            ``limits.PDF_SECONDS``.
    """
    if len(raw) > limits.PDF_BYTES:
        raise FlawedError("too-large")
    from pypdfium2 import PdfDocument

    end = clock() + limits.PDF_SECONDS
    try:
        document = PdfDocument(raw)
    except BROKEN_FILE as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        raise FlawedError("encrypted" if is_locked else "broken") from None
    try:
        return _opened(document, lambda: clock() > end)
    except BROKEN_FILE:
        raise FlawedError("broken") from None
    finally:
        document.close()


def _opened(document: Any, is_over: Callable[[], bool]) -> DocumentOpened:
    pages = len(document)
    if not pages:
        raise FlawedError("broken")
    found = Collected()
    there = 0
    for number in range(min(pages, _PAGES_READ)):
        if is_over():
            raise FlawedError("too-slow")
        if found.is_full:
            break
        text = _text_of(document, number)
        if text is None and number == 0:  # a file without its first page shows nothing
            raise FlawedError("broken")
        there += text is not None
        found.add(f"第{number + 1}页", text or "")
    days = tuple(
        each for key, source in _DAYS for each in made(source, document.get_metadata_value(key) or "")
    )
    # a file says itself how many pages it has: where the last one is not there, those that are count
    pages = pages if _opens(document, pages - 1) else there
    return DocumentOpened(pages=pages, pieces=tuple(found.pieces), made=days)


def _text_of(document: Any, number: int) -> str | None:
    """Give the text of a page; None where it does not open."""
    try:
        page = document[number]
        words = page.get_textpage()
        text: str = words.get_text_range(0, min(words.count_chars(), limits.TEXT_CHARACTERS))
    except BROKEN_FILE:
        return None
    words.close()
    page.close()
    return text.replace("\r\n", "\n")


def _opens(document: Any, number: int) -> bool:
    try:
        document[number].close()
    except BROKEN_FILE:
        return False
    return True
