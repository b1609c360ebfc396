"""Names of files that every system takes: readable as they were, and nothing in them that Windows or a zip refuses."""

from __future__ import annotations

import re
import unicodedata

from civcheck.model.texts import HIDDEN, mask

PATH = 200
"""UTF-16 units of a path below its folder: Windows takes 260 with the drive and all folders before it."""
_NAME_BYTES = 240
"""Bytes of one name as UTF-8: Linux takes 255."""
_ENDING = 12
"""An ending longer than that is none that has to be kept when a name is cut."""
_SPARE = 10
"""Units that are left for a number behind a name that another file has."""
_REFUSED = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in '<>:"/\\|?*'}
"""What Windows refuses, and the full-width sign that is read the same."""
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE
)


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


def cut(name: str, most: int) -> str:
    """Cut a name to so many UTF-16 units, and to what one name may have; its ending stays."""
    if units(name) <= most and len(name.encode("utf-8", "replace")) <= _NAME_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _ENDING:
        stem, dot, ending = name, "", ""
    while stem and (
        units(f"{stem}…{dot}{ending}") > most or len(f"{stem}…{dot}{ending}".encode()) > _NAME_BYTES
    ):
        stem = stem[:-1]
    return f"{stem.rstrip()}…{dot}{ending}"


class Shelf:
    """Paths that are given out once each, whatever the case of letters; ``is_masked``: numbers in them are hidden."""

    def __init__(self, is_masked: bool) -> None:
        self._is_masked = is_masked
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}

    def name(self, text: str) -> str:
        """Give a safe name, with numbers hidden where they are to be."""
        return safe_name(mask(text) if self._is_masked else text)

    def folder(self, above: str, text: str) -> str:
        """Give the folder of that name in another one: the same one for what only differs in case."""
        path = self._hidden(f"{above}/{self.name(text)}" if above else self.name(text))
        key = _key(path)
        if key in self._files:
            return self.folder(above, f"{text} (2)")
        return self._folders.setdefault(key, path)

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
        count = 1
        while True:
            path = self._hidden(f"{inside}/{_numbered(wanted, count, room)}")
            if _key(path) not in self._files and _key(path) not in self._folders:
                self._files.add(_key(path))
                return path
            count += 1

    def _hidden(self, path: str) -> str:
        """Hide what only reads as a number across two names."""
        if not self._is_masked or (hidden := mask(path)) == path:
            return path
        return "/".join(map(safe_name, hidden.split("/")))


def _key(path: str) -> str:
    """Give the form by which Windows and macOS tell paths apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _numbered(name: str, count: int, room: int) -> str:
    if count == 1:
        return cut(name, room)
    mark = f" ({count})"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _ENDING:
        stem, dot, ending = name, "", ""
    short = cut(f"{stem}{dot}{ending}", room - len(mark))
    tail = f"{dot}{ending}"
    return f"{short.removesuffix(tail)}{mark}{tail}"
