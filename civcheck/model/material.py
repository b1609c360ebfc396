"""What attachments show once they are opened: facts of a file, and neither its text nor any whole personal number.

They are kept in a cache outside the ledger, so nothing may stand in them that must not leave it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

PICTURE_SORTS = ("jpeg", "png", "bmp", "gif", "tiff", "webp")
"""What is looked at as a picture."""


class Made(NamedTuple):
    """A day on which a file says it was made or changed, and where that stands.

    ``source``: ``exif``, ``docx-created``, ``docx-modified``, ``xlsx-created``, ``xlsx-modified``, ``pdf-created`` or
    ``pdf-modified``.
    """

    source: str
    day: date


class Personal(NamedTuple):
    """Something personal that stands in a text or file.

    ``sort``: ``id-number``, ``minor`` (the ID number of one under 18 on the day it is looked at), ``mobile``,
    ``bank-card`` or ``gps``. ``shown`` is masked (420***********12X, 138****1234), ``where`` says where in the file it
    stands (``文本``, ``第2页``, ``Sheet1!B3``, ``EXIF``); ``is_weak``: it looks like one, and no word near it says that
    it is. ``born`` is the day of birth in an ID number.
    """

    sort: str
    shown: str
    where: str = ""
    is_weak: bool = False
    born: date | None = None


class Picture(NamedTuple):
    """What a picture looks like: its sides in pixels as shown (turned as its EXIF says), and its look.

    ``looks`` are greys by which pictures are compared (``civcheck/model/looks.py``); empty where it has no look to
    go by, as a blank page.
    """

    width: int
    height: int
    looks: bytes = b""


class FileFacts(NamedTuple):
    """What one file shows.

    ``sort`` is what its bytes are (``jpeg``, ``png``, …, ``docx``, ``xlsx``, ``pdf``, ``doc``, ``zip``, ``text`` …;
    empty where nobody knows), ``sha256`` is empty where it was too large to be read. ``flaw`` names why it cannot be
    used as what it is: ``empty``, ``broken`` (it does not open), ``encrypted``, ``stub`` (a scaffold), ``not-fetched``
    (a pointer of Git LFS stands in its place), or why nobody looked into it: ``too-large``, ``too-slow``,
    ``unreadable``, ``unopened`` (no program could be started to do it).
    ``pages`` and ``characters`` (without blanks) are None where there is no text to count; ``sketch`` are checksums
    of its sentences (``model/sketch.py``). ``software`` is a program known to edit pictures that the file names.
    ``thumbnail`` is a small JPEG of a picture, only where one was asked for: no cache ever holds one.
    """

    size: int
    sha256: str = ""
    sort: str = ""
    flaw: str = ""
    pages: int | None = None
    characters: int | None = None
    sketch: bytes = b""
    personal: tuple[Personal, ...] = ()
    made: tuple[Made, ...] = ()
    software: str = ""
    picture: Picture | None = None
    thumbnail: bytes = b""
