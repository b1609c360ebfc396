"""What the names of files say that they are, and how far a file is what its name says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from civcheck.messages import Message
from civcheck.model.material import PICTURE_SORTS


class Fit(Enum):
    """Whether a name says what a file is."""

    AS_NAMED = "as named"
    SAME_FAMILY = "another format, but still a picture or a text as the name says"
    OTHER = "another thing altogether"


_PICTURES = frozenset([*PICTURE_SORTS, "heic", "avif"])
_WRITING = frozenset(["doc", "docx", "odt", "rtf", "html", "mht", "xml"])
_SHEETS = frozenset(["xls", "xlsx", "ods", "html", "mht", "xml"])
_SLIDES = frozenset(["ppt", "pptx", "odp"])
_PLAIN = frozenset(["text", "html", "xml", "mht", "rtf"])
RECORDINGS = frozenset(["mp4", "mov", "avi", "mkv", "wmv", "mp3", "wav", "m4a", "aac", "amr"])
"""Endings of films and sounds."""
_AS_NAMED: Mapping[str, tuple[str, ...]] = {
    "jpg": ("jpeg",),
    "jpeg": ("jpeg",),
    "tif": ("tiff",),
    **{sort: (sort,) for sort in ("png", "bmp", "gif", "tiff", "webp", "heic", "pdf", "ofd", "rtf", "odt")},
    **{sort: (sort,) for sort in ("docx", "xlsx", "pptx")},
    "doc": ("doc", "ole"),
    "wps": ("doc", "ole"),
    "xls": ("xls", "ole"),
    "et": ("xls", "ole"),
    "ppt": ("ppt", "ole"),
    "txt": ("text",),
    "csv": ("text",),
    "md": ("text", "html", "xml"),
    "html": ("html", "text", "xml"),
    "htm": ("html", "text", "xml"),
    **dict.fromkeys(RECORDINGS, ("mp4",)),
}
"""Ending → the sorts that it says as they stand; any text is the text of a page.

Of films and sounds only one sort is known by its bytes; what is known to be something else is none of them.
"""
ENDINGS = frozenset(_AS_NAMED)
"""Endings that say what a file is."""
_FAMILY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp", "heic"), _PICTURES),
    **dict.fromkeys(("doc", "wps", "rtf"), _WRITING | {"text"}),
    **dict.fromkeys(("docx", "odt"), _WRITING),
    **dict.fromkeys(("xls", "et"), _SHEETS | {"text"}),
    "xlsx": _SHEETS,
    **dict.fromkeys(("ppt", "pptx"), _SLIDES),
    **dict.fromkeys(("txt", "csv", "md", "html", "htm"), _PLAIN),
}
"""Ending → the sorts by which a file is still what people take it for: a picture, a paper, a table.

What old Office opens with a warning (a page or a text named .doc or .xls, as web sites export them) is one of them.
"""
_ZIPPED = {
    **dict.fromkeys(("doc", "docx", "wps"), "docx"),
    **dict.fromkeys(("xls", "xlsx", "et"), "xlsx"),
    **dict.fromkeys(("ppt", "pptx"), "pptx"),
}
KNOWN_BY_BYTES = ENDINGS - RECORDINGS - {"txt", "csv", "md", "html", "htm"}
"""Endings of sorts that are always known by their bytes; a text may be in an encoding that nobody knows."""


def ending_of(name: str) -> str:
    """Give the ending of a name in small letters, without the dot; empty where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def fits(name: str, sort: str) -> Fit:
    """Tell whether the ending of a name says what the file is; a sort or an ending that nobody knows fits."""
    ending = ending_of(name)
    said = _AS_NAMED.get(ending)
    if said is None or not sort or sort in said:
        return Fit.AS_NAMED
    return Fit.SAME_FAMILY if sort in _FAMILY.get(ending, ()) else Fit.OTHER


def sort_named(name: str) -> str:
    """Give the sort that a name says, that of new Office for a container that hides it; empty where it says none."""
    ending = ending_of(name)
    return _ZIPPED.get(ending) or _AS_NAMED.get(ending, ("",))[0]


def sort_words(sort: str) -> Message:
    """Say what a sort is called."""
    return Message(f"filesort.{sort or 'unknown'}")


_WRITTEN: Mapping[str, str] = {"jpeg": "jpg", "tiff": "tif", "text": "txt"}
_NO_MATERIAL = frozenset(["heic", "avif", "mht", "xml", "ole", "ods", "odp", ""])


def ending_for(sort: str) -> str:
    """Give the ending to write for a sort; empty for one whose files no role takes under a name of its own."""
    return "" if sort in _NO_MATERIAL else _WRITTEN.get(sort, sort)
