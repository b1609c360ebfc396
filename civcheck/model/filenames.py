"""Names of files that every system takes: readable as they were, and nothing in them that Windows or a zip refuses."""

from __future__ import annotations

import itertools
import re
import unicodedata

from civcheck.model.texts import HIDDEN, MARKER, mask

PATH = 200
"""UTF-16 units of a path below its folder: Windows takes 260 with the drive and all folders before it."""
_NAME_BYTES = 220
"""Bytes of one name as UTF-8: Linux takes 255, and hiding digits may add some."""
_ENDING = 12
"""An ending longer than that is none that has to be kept when a name is cut."""
_SPARE = 10
"""Units that are left for a number behind a name that another file has."""
_REFUSED = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in '<>:"/\\|?*'}
"""What Windows refuses, and the full-width sign that is read the same."""
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE
)
LONGEST, LONGEST_BYTES = 60, 180
"""Signs and bytes of a name that is made of a title."""
_REFUSED_OR_BLANK = re.compile(r'[\\/:*?"<>|#\s\x00-\x1f]+')
_EDGES = " .-_~$"


def file_name(text: str, otherwise: str = "") -> str:
    """Make one step of a path of a text: no sign that a system refuses, no longer than any takes; NFC.

    What is left of nothing is ``otherwise``.
    """
    text = unicodedata.normalize("NFC", HIDDEN.sub("", text.replace(MARKER, "")))
    text = _REFUSED_OR_BLANK.sub("-", text).strip(_EDGES)[:LONGEST]
    while len(text.encode("utf-8", "replace")) > LONGEST_BYTES:
        text = text[:-1]
    text = text.strip(_EDGES)
    if _DEVICE.match(text) or text.upper().startswith("README"):
        text = f"名-{text}"
    return text or otherwise


def safe_name(name: str) -> str:
    """Give a name that Windows, macOS, Linux and zip files take: as NFC, no device, no dot or blank at its ends."""
    shown = HIDDEN.sub("_", unicodedata.normalize("NFC", re.sub(r"[\t\n\r]", "_", name)))
    shown = "".join(sign if sign.isprintable() else "_" for sign in shown).translate(_REFUSED)
    shown = cut(shown.strip().rstrip(". "), PATH)
    if not shown:
        return "_"
    return f"_{shown}" if _DEVICE.match(shown) else shown


def units(text: str) -> int:
    """Count UTF-16 units, as Windows does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(name: str, most: int, spare: int = 0) -> str:
    """Cut a name to so many UTF-16 units, and to what one name may have less ``spare`` bytes; its ending stays."""
    room = _NAME_BYTES - spare
    if units(name) <= most and len(name.encode("utf-8", "replace")) <= room:
        return name
    stem, ending = _parted(name)
    stem = stem[:most]
    while stem and (units(f"{stem}…{ending}") > most or len(f"{stem}…{ending}".encode()) > room):
        stem = stem[:-1]
    return f"{stem.rstrip()}…{ending}"


def _parted(name: str) -> tuple[str, str]:
    """Give what stands before a name's ending, and the ending with its dot; empty where it has none."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len(ending) <= _ENDING else (name, "")


class Shelf:
    """Paths that are given out once each, whatever the case of letters; ``is_masked``: numbers in them are hidden."""

    def __init__(self, is_masked: bool) -> None:
        self._is_masked = is_masked
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def name(self, text: str) -> str:
        """Give a safe name, with numbers hidden where they are to be."""
        return safe_name(mask(text) if self._is_masked else text)

    def folder(self, above: str, text: str) -> str:
        """Give the folder of that name in another one: the same one for what only differs in case."""
        before, wanted = f"{above}/" if above else "", self.name(text)
        for count in itertools.count(1):
            path = self._hidden(before + _numbered(wanted, count, PATH))
            if _key(path) not in self._files:
                break
        return self._folders.setdefault(_key(path), path)

    def file(self, above: str, way: str, name: str) -> str:
        """Give a path that nobody has for a file in a folder, below ``way`` where the path does not get too long.

        Args:
            above: A folder that was given out.
            way: Folders between, with ``/``; may be empty.
            name: The file's own name.
        """
        inside = above
        for step in filter(None, way.split("/")):
            inside = self.folder(inside, step)
        wanted = self.name(name)
        if units(f"{inside}/{wanted}") > PATH - _SPARE:
            inside = above
        room = PATH - units(inside) - 1
        same = _key(f"{inside}/{cut(wanted, room)}")
        for count in itertools.count(self._counts.get(same, 0) + 1):
            path = self._hidden(f"{inside}/{_numbered(wanted, count, room)}")
            key = _key(path)
            if key not in self._files and key not in self._folders:
                break
        self._counts[same] = count
        self._files.add(key)
        return path

    def _hidden(self, path: str) -> str:
        """Hide what only reads as a number across two names."""
        if not self._is_masked or (hidden := mask(path)) == path:
            return path
        return hidden.translate({ord("*"): _REFUSED[ord("*")]})


def _key(path: str) -> str:
    """Give the form by which Windows and macOS tell paths apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _numbered(name: str, count: int, room: int) -> str:
    if count == 1:
        return cut(name, room)
    mark, (_, ending) = f" ({count})", _parted(name)
    short = cut(name, room - len(mark), len(mark))
    return f"{short.removesuffix(ending)}{mark}{ending}"
