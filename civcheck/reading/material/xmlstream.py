"""Reading XML that may mean harm: as a stream, without a document type, entities or anything outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from civcheck.reading import limits
from civcheck.reading.material.flawed import FlawedError


class EnoughError(Exception):
    """What was looked for has been found, or as much of it as may be."""


class Watcher:
    """What is told of a document: elements by their local names, and text."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of an element that begins; ``attributes`` have their names as they stand, prefix included."""

    def end(self, name: str) -> None:
        """Take note of an element that ends."""

    def text(self, text: str) -> None:
        """Take note of text, whole between two elements."""


def watch(pieces: Iterable[bytes], watcher: Watcher, root: str) -> None:
    """Tell a watcher of a document whose outermost element must have the local name ``root`` (any, where empty).

    Raises:
        FlawedError: ``broken``: it is not well-formed, has another root, a document type or too deep elements.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    parser.buffer_text = True
    start, end = _handlers(watcher, root)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = watcher.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except EnoughError:
        return
    except (expat.ExpatError, ValueError, LookupError):  # an encoding that Python does not have
        raise FlawedError("broken") from None


def _handlers(
    watcher: Watcher, root: str
) -> tuple[Callable[[str, Mapping[str, str]], None], Callable[[str], None]]:
    depth = 0
    locals_: dict[str, str] = {}
    tell_start, tell_end = watcher.start, watcher.end

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        name = locals_.get(tag)
        if name is None:
            name = tag.rpartition(":")[2]
            if len(locals_) < limits.NODES:
                locals_[tag] = name
        if (depth == 0 and root and name != root) or depth >= limits.XML_DEPTH:
            raise FlawedError("broken")
        depth += 1
        tell_start(name, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        tell_end(locals_.get(tag) or tag.rpartition(":")[2])

    return start, end


def _refuse(*_: object) -> None:
    raise FlawedError("broken")
