"""Files that no record names (未引用文件); those beside a record are offered with the line to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from civcheck.model.ledger import LooseFile
from civcheck.model.record import Record
from civcheck.model.terms import Terms
from civcheck.reading.evidence import Resolver

_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp")
_MOST_LOOKED_INTO = 2_000


def loose_files(
    paths: Iterable[str], records: Iterable[Record], terms: Terms, resolver: Resolver
) -> Iterator[LooseFile]:
    """Go through files that no record names; one in the folder of one record, or just below it, gets a line to paste.

    Only a file that could play its role gets one: no empty file, no scaffold, none of another sort.
    """
    by_folder: dict[str, list[Record]] = {}
    left = _MOST_LOOKED_INTO
    for path in paths:
        if not by_folder:
            for record in records:
                by_folder.setdefault(record.folder, []).append(record)
        file = _loose(path, by_folder, terms)
        if file.role is not None:
            left -= 1
            if left < 0 or resolver.why_unusable(path, terms.roles[file.role]) is not None:
                file = LooseFile(path, file.record)
        yield file


def _loose(path: str, by_folder: dict[str, list[Record]], terms: Terms) -> LooseFile:
    folder, _, name = path.rpartition("/")
    for home in (folder, folder.rpartition("/")[0]):
        records = by_folder.get(home, [])
        if len(records) == 1:
            role = _role_of(name, folder, terms)
            if role is None or any(each.role == role for each in records[0].evidence):
                return LooseFile(path, records[0].key)
            relative = path[len(home) + 1 :] if home else path
            return LooseFile(path, records[0].key, role, f"{role}: {relative}")
        if not home:
            break
    return LooseFile(path)


def _role_of(name: str, folder: str, terms: Terms) -> str | None:
    """Guess the role a file would play from its name, or its folder's; pictures are 图片."""
    stem = name.rpartition(".")[0] or name
    for role in sorted(terms.roles, key=len, reverse=True):
        if role in stem or folder.rpartition("/")[2] == role:
            return role
    return "图片" if name.lower().endswith(_PICTURES) and "图片" in terms.roles else None
