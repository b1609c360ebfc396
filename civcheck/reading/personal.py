"""Taking note of what is personal while record files are read: where it stands, masked; the text itself is not kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from civcheck.model.ledger import Spotted
from civcheck.model.personal import may_hold, personal_in
from civcheck.model.problem import Place
from civcheck.reading import limits
from civcheck.reading.text import decode

FILE_NAME, FOLDER_NAME = "文件名", "文件夹名"
"""What ``Personal.where`` says of what stands in a name."""


def in_text(path: str, text: str, raw: bytes | None = None) -> Iterator[Spotted]:
    """List what is personal in a text of a record file, with the line; ``raw`` is the same as UTF-8."""
    if not may_hold(text, text.encode("utf-8", "surrogatepass") if raw is None else raw):
        return
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


def in_names(folders: Mapping[str, Iterable[str]]) -> Iterator[Spotted]:
    """List what is personal in the names of folders and files, each told once."""
    for folder, names in folders.items():
        listed = "\0".join((folder, *names))
        if not may_hold(listed, listed.encode("utf-8", "surrogatepass")):
            continue
        for found in personal_in(folder.rpartition("/")[2], FOLDER_NAME):
            yield Spotted(Place(folder), found.personal)
        for name in names:
            for found in personal_in(name, FILE_NAME):
                yield Spotted(Place(f"{folder}/{name}" if folder else name), found.personal)
