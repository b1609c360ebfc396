"""Reading one file once and saying all that it shows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import NamedTuple

from civcheck.model.filesorts import KNOWN_BY_BYTES, ending_of, sort_named
from civcheck.model.material import PICTURE_SORTS, FileFacts, Personal
from civcheck.model.personal import find_personal
from civcheck.model.sketch import document_sketch, unwrapped
from civcheck.reading import limits
from civcheck.reading.files import read_head
from civcheck.reading.material import alarm
from civcheck.reading.material.document import DOCUMENT_SORTS, document_facts
from civcheck.reading.material.opened import DocumentOpened, Piece
from civcheck.reading.material.sorts import see
from civcheck.reading.pointers import is_pointer

_HEAD = 64 * 1024
_CHUNK = 1024 * 1024
_MOST_PERSONAL = 100
_CONTAINERS, _CONTAINED = ("zip", "ole"), frozenset(["docx", "xlsx", "pptx", "odt", "ofd"])
"""What papers are kept in; the names of its parts may stand at its end alone, or be encrypted."""


class LookFor(NamedTuple):
    """What to look for in a file, beside what it is.

    ``inside``: whether it opens, its text, pages, days and picture; ``personal``: numbers of people in its text;
    ``thumbnail``: a small picture of a picture, in the place of what else is inside.
    """

    inside: bool = True
    personal: bool = True
    thumbnail: bool = False


EVERYTHING = LookFor()


def facts_of(real: str, name: str, size: int, look_for: LookFor = EVERYTHING) -> FileFacts:
    """Read a file of ``size`` bytes and say what it shows; never raises on what it is or holds.

    At most ``limits.ATTACHMENT_HASHED`` bytes are read and ``limits.ATTACHMENT_PARSED`` looked into. Pictures and pdf
    are opened by libraries that a file may crash, so this belongs into a child process (``workers.open_all``).
    Two files of the same bytes show the same, but for what only a name says: ``broken``, where the bytes are nothing
    known, is said of a name that promises something known.
    """
    facts = FileFacts(size)
    if size > limits.ATTACHMENT_PARSED:
        return _of_large_file(real, name, facts)
    raw = read_head(real, limits.ATTACHMENT_PARSED + 1, size)
    if raw is None:
        return facts._replace(flaw="unreadable")
    facts = facts._replace(sha256=hashlib.sha256(raw).hexdigest())
    if not raw:
        return facts._replace(flaw="empty")
    if len(raw) > limits.ATTACHMENT_PARSED:  # it has grown
        return facts._replace(sha256="", sort=_sort_of_beginning(raw[:_HEAD], name), flaw="too-large")
    return _of_bytes(raw, name, facts, look_for)


def _of_large_file(real: str, name: str, facts: FileFacts) -> FileFacts:
    """Say of a file that is too large to be looked into what its first bytes tell, and its digest."""
    digest = hashlib.sha256()
    read = 0
    head = b""
    try:
        with open(real, "rb", buffering=0, opener=_regular) as file:
            while (piece := file.read(_CHUNK)) and read <= limits.ATTACHMENT_HASHED:
                head = head or piece[:_HEAD]
                if facts.size > limits.ATTACHMENT_HASHED:
                    break
                digest.update(piece)
                read += len(piece)
    except OSError:
        return facts._replace(flaw="unreadable")
    known = 0 < read <= limits.ATTACHMENT_HASHED
    return facts._replace(
        sha256=digest.hexdigest() if known else "", sort=_sort_of_beginning(head, name), flaw="too-large"
    )


def _sort_of_beginning(head: bytes, name: str) -> str:
    """Tell what a file is by its beginning; of a container that may be what its name says nothing more is known."""
    sort = see(head, name).sort
    return "" if sort in _CONTAINERS and sort_named(name) in _CONTAINED else sort


def _regular(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _of_bytes(raw: bytes, name: str, facts: FileFacts, look_for: LookFor) -> FileFacts:
    if is_pointer(raw):
        return facts._replace(flaw="not-fetched")
    seen = see(raw, name)
    flaw = seen.flaw
    if not seen.sort and not flaw and ending_of(name) in KNOWN_BY_BYTES:
        flaw = "broken"
    facts = facts._replace(sort=seen.sort, flaw=flaw)
    if flaw or not look_for.inside:
        return facts
    if look_for.thumbnail:
        return _with_thumbnail(raw, facts)
    if seen.sort in PICTURE_SORTS:
        return _of_picture(raw, facts)
    return _of_document(raw, name, facts, look_for) if seen.sort in DOCUMENT_SORTS else facts


def _of_picture(raw: bytes, facts: FileFacts) -> FileFacts:
    """Take over what a look at the picture gives."""
    from civcheck.reading.material.picture import picture_facts

    seen = picture_facts(raw, facts.sort)
    return facts._replace(
        flaw=seen.flaw, picture=seen.picture, made=seen.made, personal=seen.personal, software=seen.software
    )


def _with_thumbnail(raw: bytes, facts: FileFacts) -> FileFacts:
    from civcheck.reading.material.picture import thumbnail

    return facts._replace(thumbnail=thumbnail(raw) or b"")


def _of_document(raw: bytes, name: str, facts: FileFacts, look_for: LookFor) -> FileFacts:
    if facts.sort == "pdf":
        alarm.allow(limits.PDF_SECONDS)
    opened = document_facts(raw, name, facts.sort)
    alarm.allow(limits.ATTACHMENT_SECONDS)
    facts = facts._replace(flaw=opened.flaw, pages=opened.pages, made=opened.made)
    if opened.pieces is None:
        return facts
    text = opened.text
    return facts._replace(
        characters=sum(map(len, text.split())),
        sketch=document_sketch(unwrapped(text) if facts.sort == "pdf" else text),
        personal=tuple(islice(_personal(opened), _MOST_PERSONAL)) if look_for.personal else (),
    )


def _personal(opened: DocumentOpened) -> Iterator[Personal]:
    """Find what is personal in a document: pieces of one place are one text, cells stand with their heads."""
    for where, pieces in groupby((*(opened.pieces or ()), *opened.beside), key=lambda piece: piece.where):
        yield from find_personal("\n".join(_with_heads(pieces)), where)


def _with_heads(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        yield f"{piece.near}：{piece.text}" if piece.near else piece.text
