"""The fast YAML reader: the plain block YAML that clerks write, as text; anything else it leaves to the strict one.

It accepts only what it knows to mean the same to every YAML parser: block mappings and lists of plain, simply quoted
or literal (``|``) scalars, and flow lists and mappings of plain or simply quoted scalars on one line. A law in the
tests holds it to the answer of PyYAML's BaseLoader.
"""

from __future__ import annotations

import re
from typing import Any

from civcheck.reading import limits

_SAFE = "[^\\n\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
# possessive, so that a line that does not fit gets no second try: quadratic on a megabyte of blanks
_KEY = r"\w[\w·./（）()-]{0,100}+|\"\w[\w.]{0,30}+\"|'\w[\w.]{0,30}+'"
_LINE = re.compile(rf"^( *+)((?:- ++)*+)(?:({_KEY}):(?: ++|(?=\n)))?+({_SAFE}*+)\n", re.MULTILINE)
_FIRST_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
_FLOW_SCALAR = re.compile(
    r" *(?:\"([^\"\\\n]*)\"|'([^'\n]*)'"
    r"|((?:https?:(?=//))?[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#\"'\n]*)) *(?=[,\]}])"
)
_FLOW_KEY = re.compile(r" *(\w[\w·]{0,60}): +(?=[^ ])")
_Token = tuple[int, str | None, Any, int]


class NotPlain(Exception):  # noqa: N818 - says "ask the strict reader", nothing is wrong
    """The text has something this reader does not take."""


def parse_plain(text: str, first_line: int = 1) -> tuple[Any, list[int]]:
    """Parse a document to dict, list and str; also give the physical line of each item of a top-level list.

    Raises:
        NotPlain: the text has anything beyond the plain subset; it may still be good YAML.
    """
    if not text.endswith("\n"):
        if "|\n" in text:
            raise NotPlain
        text += "\n"
    found = _LINE.findall(text)
    if len(found) != text.count("\n"):
        raise NotPlain
    tokens = _tokens(found, text, first_line)
    if not tokens:
        return "", []
    reader = _Reader(tokens)
    indent, key = tokens[0][0], tokens[0][1]
    if indent != 0:
        raise NotPlain
    value = reader.sequence(0) if key == "-" else reader.mapping(0)
    if reader.at != len(tokens) or not _within_limits(value, text):
        raise NotPlain
    return value, reader.item_lines


def _tokens(found: list[tuple[str, str, str, str]], text: str, first_line: int) -> list[_Token]:
    """Turn lines into (indent, key, value, line); ``- `` is a token of its own with key ``-``.

    The value of a literal scalar is a tuple of its text.
    """
    tokens: list[_Token] = []
    literal_until = 0
    lines: list[str] | None = None
    for at, (blanks, dashes, key, value) in enumerate(found):
        if at < literal_until:
            continue
        line = first_line + at
        if key:
            key = key.strip("\"'")
            indent = len(blanks)
            if dashes:
                indent = _dashes(tokens, indent, dashes, line)
            if value == "|":
                lines = lines or text.split("\n")
                literal, literal_until = _literal(lines, at + 1, indent)
                tokens.append((indent, key, (literal,), line))
                continue
            if " #" in value:
                raise NotPlain
            tokens.append((indent, key, value, line))
        elif dashes:
            if " #" in value or not value or value[0] == "#":
                raise NotPlain
            indent = _dashes(tokens, len(blanks), dashes, line)
            tokens.append((indent, None, value, line))
        elif value and value[0] != "#":
            raise NotPlain
    return tokens


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


def _dashes(tokens: list[_Token], indent: int, dashes: str, line: int) -> int:
    for position, character in enumerate(dashes):
        if character == "-":
            tokens.append((indent + position, "-", "", line))
    return indent + len(dashes)


class _Reader:
    __slots__ = ("at", "depth", "item_lines", "tokens")

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.item_lines: list[int] = []

    def mapping(self, indent: int) -> dict[str, Any]:
        tokens, found = self.tokens, {}
        end = len(tokens)
        self._deeper()
        while self.at < end:
            here, key, value, _ = tokens[self.at]
            if here != indent:
                if here > indent:
                    raise NotPlain
                break
            if key is None or key == "-" or key in found:
                if key == "-":
                    break
                raise NotPlain
            self.at += 1
            if not value:
                found[key] = self._nested(indent)
            elif type(value) is tuple or value[0] in _FIRST_NOT_PLAIN or ":" in value or value[-1] == " ":
                found[key] = _scalar(value)
            else:
                found[key] = value
        self.depth -= 1
        if len(found) > limits.KEYS:
            raise NotPlain
        return found

    def _nested(self, indent: int) -> Any:
        """Read what hangs below a key without a value; a list may stand at the key's own indent."""
        if self.at == len(self.tokens):
            return ""
        here, key, _, _ = self.tokens[self.at]
        if key == "-" and here >= indent:
            return self.sequence(here)
        if here > indent:
            if key is None:
                raise NotPlain
            return self.mapping(here)
        return ""

    def sequence(self, indent: int) -> list[Any]:
        tokens, items = self.tokens, []
        end = len(tokens)
        self._deeper()
        top = self.depth == 1
        while self.at < end:
            here, key, _, line = tokens[self.at]
            if here != indent or key != "-":
                if here > indent:
                    raise NotPlain
                break
            self.at += 1
            inner, key, value, _ = tokens[self.at]
            if top:
                self.item_lines.append(line)
            if key is None:
                self.at += 1
                items.append(_scalar(value))
            elif key == "-":
                items.append(self.sequence(inner))
            else:
                items.append(self.mapping(inner))
        self.depth -= 1
        if len(items) > limits.ITEMS:
            raise NotPlain
        return items

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.NESTING - 2:
            raise NotPlain


def _scalar(value: Any) -> Any:
    if type(value) is tuple:
        return value[0]
    first = value[0]
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
