"""The fast YAML reader: the plain block YAML that clerks write, as text; anything else it leaves to the strict one.

It accepts only what it knows to mean the same to every YAML parser: block mappings and lists of plain, simply quoted
or literal (``|``) scalars, and flow lists and mappings of plain or simply quoted scalars on one line. A law in the
tests holds it to the answer of PyYAML's BaseLoader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from civcheck.reading import limits

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_KEY = re.compile(r"\w[\w·./（）()-]{0,100}|\"\w[\w.]{0,30}\"|'\w[\w.]{0,30}'")
_MOST_KEYS = 5_000
_FIRST_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
_TO_LOOK_INTO = _FIRST_NOT_PLAIN | {" "}
_FLOW_SCALAR = re.compile(
    r" *(?:\"([^\"\\\n]*)\"|'([^'\n]*)'"
    r"|((?:https?:(?=//))?[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#\"'\n]*)) *(?=[,\]}])"
)
_FLOW_KEY = re.compile(r" *(\w[\w·]{0,60}): +(?=[^ ])")


class NotPlain(Exception):  # noqa: N818 - says "ask the strict reader", nothing is wrong
    """The text has something this reader does not take."""


Cut = tuple[int, int, str, str]
"""A value that a `` #`` behind it cuts: line and column (from 1) where it begins, its text, what is cut off."""


class Plain(NamedTuple):
    """A document as the fast reader takes it; ``item_lines`` are those on which items of a top-level list begin."""

    value: Any
    item_lines: Sequence[int] = ()
    cut: Sequence[Cut] = ()


def parse_plain(text: str, first_line: int = 1) -> Plain:
    """Parse a document to dict, list and str.

    Raises:
        NotPlain: the text has anything beyond the plain subset; it may still be good YAML.
    """
    if _UNSAFE.search(text) is not None:
        raise NotPlain
    if not text.endswith("\n"):
        if "|\n" in text:
            raise NotPlain
        text += "\n"
    reader = _Reader(text.split("\n"), first_line)
    indent = reader.to_content()
    if indent < 0:
        return Plain("")
    if indent > 0:
        raise NotPlain
    value = reader.sequence(0) if reader.lines[reader.at][0] == "-" else reader.mapping(0)
    if reader.to_content() >= 0 or not _within_limits(value, text):
        raise NotPlain
    return Plain(value, reader.item_lines, reader.cut)


_names: dict[str, str] = {}
"""Keys that were looked at and found plain, as written → as meant: a ledger has few, and each very often."""


def _plain_key(written: str) -> str | None:
    name = _names.get(written)
    if name is None and _KEY.fullmatch(written) is not None:
        name = written.strip("\"'")
        if len(_names) < _MOST_KEYS:
            _names[written] = name
    return name


class _Reader:
    """Reads lines from ``at`` on; a ``- `` that was read is blanked out, what stands behind it keeps its column."""

    __slots__ = ("at", "cut", "depth", "first_line", "item_lines", "lines")

    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.at = 0
        self.depth = 0
        self.item_lines: list[int] = []
        self.cut: list[Cut] = []

    def to_content(self) -> int:
        """Go to the next line that is neither blank nor a comment; give its indent, -1 at the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            body = line.lstrip(" ")
            if body and body[0] != "#":
                return len(line) - len(body)
            self.at += 1
        return -1

    def mapping(self, indent: int) -> dict[str, Any]:
        """Read a block mapping whose keys stand at column ``indent``."""
        self._deeper()
        lines, found = self.lines, {}
        at, end = self.at, len(lines)
        while at < end:
            line = lines[at]
            body = line.lstrip(" ")
            if not body or body[0] == "#":
                at += 1
                continue
            if len(line) - len(body) != indent:
                if len(line) - len(body) > indent:
                    raise NotPlain
                break
            written, colon, value = body.partition(": ")
            name = _names.get(written) if colon else None
            if name is None:
                if body[0] == "-":
                    break
                name = self._key(written, colon)
            if name in found:
                raise NotPlain
            at += 1
            if not value or value[0] in _TO_LOOK_INTO or ":" in value or "#" in value or value[-1] == " ":
                self.at = at
                found[name] = self._special(value.strip(" "), indent)
                at = self.at
            else:
                found[name] = value
        self.at = at
        self.depth -= 1
        if len(found) > limits.KEYS:
            raise NotPlain
        return found

    def _key(self, written: str, colon: str) -> str:
        """Take what stands before a colon, or a whole line that ends with one, for a key."""
        name = _plain_key(written if colon else written[:-1])
        if name is None or not (colon or written[-1] == ":"):
            raise NotPlain
        return name

    def _special(self, value: str, indent: int) -> Any:
        """Read the value of a key at column ``indent`` that is no plain text on the key's own line."""
        if not value:
            return self._nested(indent)
        if value == "|":
            literal, self.at = _literal(self.lines, self.at, indent)
            return literal
        return self._scalar(value)

    def _scalar(self, value: str) -> Any:
        """Read a scalar, a flow list or mapping at the end of the line before ``at``; a comment may follow a text."""
        text, blank, comment = value.partition(" #")
        if not blank or value[0] in _FIRST_NOT_PLAIN:
            return _scalar(value)
        text = _scalar(text)
        line = self.lines[self.at - 1]
        column = len(line.rstrip(" ")) - len(value) + 1
        self.cut.append((self.first_line + self.at - 1, column, text, comment.lstrip(" ")))
        return text

    def _nested(self, indent: int) -> Any:
        """Read what hangs below a key without a value; a list may stand at the key's own indent."""
        here = self.to_content()
        if here < indent:
            return ""
        if self.lines[self.at][here] == "-":
            return self.sequence(here)
        return self.mapping(here) if here > indent else ""

    def sequence(self, indent: int) -> list[Any]:
        """Read a block list whose dashes stand at column ``indent``."""
        self._deeper()
        items: list[Any] = []
        top = self.depth == 1
        while (here := self.to_content()) == indent and self.lines[self.at][here] == "-":
            body = self.lines[self.at][here:]
            if body[1:2] != " ":
                raise NotPlain
            if top:
                self.item_lines.append(self.first_line + self.at)
            items.append(self._item(body, here))
        if here > indent or len(items) > limits.ITEMS:
            raise NotPlain
        self.depth -= 1
        return items

    def _item(self, body: str, indent: int) -> Any:
        """Read a list's item from its dash on."""
        rest = body[1:].lstrip(" ")
        if not rest or rest[0] == "#":
            raise NotPlain
        column = indent + len(body) - len(rest)
        if rest[0] == "-" and rest[1:2] == " ":
            self.lines[self.at] = " " * column + rest
            return self.sequence(column)
        written, colon, _ = rest.partition(": ")
        if (colon or rest[-1] == ":") and _plain_key(written if colon else rest[:-1]) is not None:
            self.lines[self.at] = " " * column + rest
            return self.mapping(column)
        self.at += 1
        return self._scalar(rest.rstrip(" "))

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.NESTING - 2:
            raise NotPlain


def _literal(lines: list[str], start: int, above: int) -> tuple[str, int]:
    """Read a literal scalar below a key at column ``above``; give its text and the line after it."""
    first = lines[start] if start < len(lines) else ""
    indent = len(first) - len(first.lstrip(" "))
    if indent <= above or indent == len(first):
        raise NotPlain
    content: list[str] = []
    at = start
    while at < len(lines):
        line = lines[at]
        if line.strip(" "):
            depth = len(line) - len(line.lstrip(" "))
            if depth <= above:
                break
            if depth < indent:
                raise NotPlain
        content.append(line[indent:])
        at += 1
    while content and not content[-1].strip(" "):
        if content.pop():
            raise NotPlain
    return "\n".join(content) + "\n", at


def _scalar(value: str) -> Any:
    """Read a scalar, or a flow list or mapping, that stands on one line."""
    first = value[0]
    if " #" in value:
        raise NotPlain
    if first not in _FIRST_NOT_PLAIN:
        if ": " in value or value[-1] == ":":
            raise NotPlain
        text = value.rstrip(" ")
        if text[-1] == ":":
            raise NotPlain
        return text
    value = value.rstrip(" ")
    last = value[-1]
    if first == last == '"' and len(value) > 1 and "\\" not in value and '"' not in value[1:-1]:
        return value[1:-1]
    if first == last == "'" and len(value) > 1 and "'" not in value[1:-1]:
        return value[1:-1]
    if first in "[{":
        flow, end = _flow(value, 0, 0)
        if end == len(value):
            return flow
    raise NotPlain


def _flow(text: str, at: int, depth: int) -> tuple[Any, int]:
    """Read a flow list or mapping that begins at ``at``; give it and the place after it."""
    if depth > 2:
        raise NotPlain
    closing = "]" if text[at] == "[" else "}"
    listed: list[Any] = []
    mapped: dict[str, Any] = {}
    at += 1
    while True:
        key = None
        if closing == "}":
            named = _FLOW_KEY.match(text, at)
            if named is None or named[1] in mapped:
                raise NotPlain
            key, at = named[1], named.end()
        value, at = _flow_value(text, at, depth)
        if key is None:
            listed.append(value)
        else:
            mapped[key] = value
        sign = text[at : at + 1]
        at += 1
        if sign == closing:
            if len(listed) > limits.ITEMS or len(mapped) > limits.KEYS:
                raise NotPlain
            return (listed if closing == "]" else mapped), at
        if sign != "," or text[at : at + 1] != " ":
            raise NotPlain


def _flow_value(text: str, at: int, depth: int) -> tuple[Any, int]:
    scalar = _FLOW_SCALAR.match(text, at)
    if scalar is not None:
        double, single, plain = scalar.groups()
        if plain is not None:
            return plain.rstrip(" "), scalar.end()
        return (single if double is None else double), scalar.end()
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] in ("[", "{"):
        value, at = _flow(text, at, depth + 1)
        while text[at : at + 1] == " ":
            at += 1
        return value, at
    raise NotPlain


def _within_limits(value: Any, text: str) -> bool:
    """Tell whether every record is small enough; a short document cannot hold one that is not."""
    if len(text) <= limits.NODES:
        return True
    records = value if isinstance(value, list) else [value]
    return all(_nodes(each) < limits.NODES for each in records)


def _nodes(value: Any) -> int:
    if isinstance(value, str):
        return 1 if len(value) <= limits.SCALAR else limits.NODES
    if isinstance(value, list):
        return 1 + sum(map(_nodes, value))
    return 1 + sum(1 + _nodes(each) for each in value.values())
