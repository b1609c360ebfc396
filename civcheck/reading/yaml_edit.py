"""Editing YAML as text: every part's place in it, and edits that leave all else as it stands.

Only what an edit names changes: comments, blank lines, quotation marks, indents and line ends around it stay, byte by
byte. Texts have LF line ends; ``reading/filetext.py`` keeps those of the file.

    top = spots_of(text)
    edits = [rewritten_plainly(top.entry("标题")[1], "新标题")]
    text = edited(text, edits)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

import yaml

from civcheck.reading.parsed import parse_yaml
from civcheck.reading.strict_yaml import LONE_DASH

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Spot(NamedTuple):
    """A part of a YAML text: a text, a list or a mapping, from ``start`` to ``end`` (offsets, ``end`` exclusive).

    ``style`` of a text is the sign that it begins with (``'``, ``"``, ``|``, ``>``), empty where it is plain; of a list
    or mapping in brackets it is ``flow``. What stands in rows ends with its last text; the lines that follow a text
    written with ``|`` or ``>`` and hold nothing but blanks are part of it.
    """

    sort: Literal["text", "list", "mapping"]
    start: int
    end: int
    style: str = ""
    value: str = ""
    items: tuple[Spot, ...] = ()
    entries: tuple[tuple[Spot, Spot], ...] = ()

    def entry(self, key: str) -> tuple[Spot, Spot]:
        """Give key and value of an entry.

        Raises:
            KeyError: there is no such key.
        """
        for name, value in self.entries:
            if name.value == key:
                return name, value
        raise KeyError(key)

    def texts(self) -> Iterator[Spot]:
        """Go through all texts in it, keys too."""
        if self.sort == "text":
            yield self
        for each in self.items:
            yield from each.texts()
        for key, value in self.entries:
            yield from key.texts()
            yield from value.texts()

    @property
    def is_literal(self) -> bool:
        """Tell whether it is written with ``|`` or ``>``: its lines are what they are, blanks too."""
        return self.style in ("|", ">")


class Edit(NamedTuple):
    """What stands from ``start`` to ``end`` is to be ``text``."""

    start: int
    end: int
    text: str


def spots_of(text: str, first_line: int = 1) -> Spot:
    """Find the parts of one YAML document; an empty one is an empty text.

    Raises:
        YamlMistake: civcheck does not read it; line and column count from ``first_line``.
    """
    parse_yaml(text, first_line)  # depth and size have limits there, and what has two meanings is refused
    # a dash alone is read as “/”, which is as long
    node = yaml.compose(LONE_DASH.sub(r"\1/", text), Loader=_Loader)
    return Spot("text", len(text), len(text)) if node is None else _spot(node)


def _spot(node: Any) -> Spot:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return Spot("text", start, end, node.style or "", node.value)
    flow = "flow" if node.flow_style else ""
    if isinstance(node, yaml.SequenceNode):
        items = tuple(map(_spot, node.value))
        return Spot("list", start, end if flow or not items else items[-1].end, flow, items=items)
    entries = tuple((_spot(key), _spot(value)) for key, value in node.value)
    last = end if flow or not entries else max(entries[-1][0].end, entries[-1][1].end)
    return Spot("mapping", start, last, flow, entries=entries)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Make edits, none of which overlap."""
    parts, at = [], 0
    for start, end, new in sorted(edits):
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))


def rewritten_plainly(spot: Spot, value: str) -> Edit:
    """Put another text in the place of one, as it is: for days and names, which mean the same without marks."""
    mark = spot.style if spot.style in ("'", '"') else ""
    return Edit(spot.start, spot.end, f"{mark}{value}{mark}")
