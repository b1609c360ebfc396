"""Taking note of what is personal while record files are read: where it stands, masked; the text itself is not kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, islice

from civcheck.model.ledger import Spotted
from civcheck.model.personal import masked, personal_in, places_of_numbers
from civcheck.model.problem import Place
from civcheck.reading import limits
from civcheck.reading.filetext import file_text
from civcheck.reading.text import decode

FILE_NAME, FOLDER_NAME = "文件名", "文件夹名"
"""What ``Personal.where`` says of what stands in a name."""
_AT_ONCE = 1_000
"""Names that are looked at together."""
_BETWEEN = "名"
"""A sign between them that ends every number."""


def in_text(path: str, text: str) -> Iterator[Spotted]:
    """List what is personal in a text of a record file, with the line."""
    line, done = 1, 0
    for found in personal_in(text)[: limits.PERSONAL]:
        line += text.count("\n", done, found.start)
        done = found.start
        yield Spotted(Place(path, line, 1), found.personal)


def in_bytes(path: str, raw: bytes) -> Iterator[Spotted]:
    """List what is personal in a file that holds no records or could not be read as such."""
    text = decode(raw, _has_chinese).text
    if text is None:
        text = raw.decode("gb18030", "replace")
    return in_text(path, text)


def _has_chinese(text: str) -> bool:
    """Tell whether a text of unknown encoding was decoded rightly: the commonest signs of Chinese are in it."""
    return any(sign in text for sign in "的一是在人有年号身证电话")


def masked_copy(raw: bytes) -> bytes | None:
    """Give the bytes of a record file with what may be personal hidden, else as they are; None where that fails."""
    file = file_text(raw, _has_chinese)
    if file is None:
        return None
    text = masked(file.text)
    return None if personal_in(text) else file.bytes_of(text)


def in_names(folders: Mapping[str, Iterable[str]]) -> Iterator[Spotted]:
    """List what is personal in the names of folders and files, each told once."""
    names = {folder.rpartition("/")[2] for folder in folders}.union(*folders.values())
    found = {name: personal_in(name) for name in _with_numbers(names)}
    if not any(found.values()):
        return
    for folder, listed in folders.items():
        for each in found.get(folder.rpartition("/")[2], ()):
            yield Spotted(Place(folder), each.personal._replace(where=FOLDER_NAME))
        for name in listed:
            for each in found.get(name, ()):
                path = f"{folder}/{name}" if folder else name
                yield Spotted(Place(path), each.personal._replace(where=FILE_NAME))


def _with_numbers(names: Iterable[str]) -> Iterator[str]:
    """Give the names that may have a number in them, looked at many at a time: most names are many times there."""
    left = iter(names)
    while some := list(islice(left, _AT_ONCE)):
        starts = list(accumulate((len(name) + len(_BETWEEN) for name in some), initial=0))
        for name in {bisect_right(starts, at) - 1 for at in places_of_numbers(_BETWEEN.join(some))}:
            yield some[name]
