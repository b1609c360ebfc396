"""How values are written as YAML: as plain as the format allows, quoted where a reader could take them for more.

Every text that is written is read back as the same text; a law in the tests holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_STEP = "  "
_PLAIN = re.compile(r"(?:[^\W_]|[（《〔“‘【_]|\.{1,2}/)[^\n]*")
_NOT_PLAIN = re.compile(r": |:$| #|^(?:---|\.\.\.)")
_FLOW_SIGNS = re.compile(r"[,?\[\]{}:#\"'&*]")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_TAKEN_FOR_MORE = re.compile(
    r"[-+.\d][\w.:+-]*|\d{4}-\d\d?-\d\d?[Tt ].*|y|n|yes|no|on|off|true|false|null", re.IGNORECASE
)
"""What other readers of YAML take for a number, a day, a yes or nothing; civcheck takes every value for a text."""
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile(_UNSEEN.pattern[:-1] + '"\\\\\n]')


def scalar(text: str, in_flow: bool = False) -> str:
    """Write a text on one line: plain, or in double quotes."""
    if _is_plain(text) and not (in_flow and _FLOW_SIGNS.search(text)):
        return text
    return _in_quotes(text)


def for_all_readers(text: str, in_flow: bool = False, quoted: bool = False) -> str:
    """Write a text so that every reader of YAML takes it for a text; ``quoted`` ones in double quotes in any case."""
    if quoted or _TAKEN_FOR_MORE.fullmatch(text):
        return _in_quotes(text)
    return scalar(text, in_flow)


def _in_quotes(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text[-1] not in " \u3000"
        and _NOT_PLAIN.search(text) is None
        and _UNSEEN.search(text) is None
    )


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    return _SHORT.get(sign) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def flow(value: Any) -> str:
    """Write a text, list or mapping on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{scalar(key, True)}: {flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case _:
            return scalar(str(value), in_flow=True)


def lines_of(mapping: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """Write a mapping as lines, a key a line."""
    for key, value in mapping.items():
        yield from pair(key, value, indent)


def pair(key: str, value: Any, indent: int) -> Iterator[str]:
    """Write one key with its value as lines; ``indent`` counts blanks before the key."""
    head = f"{' ' * indent}{scalar(key)}:"
    match value:
        case dict() if value:
            yield head
            yield from lines_of(value, indent + len(_STEP))
        case str() if is_literal(value):
            yield f"{head} |-"
            yield from literal(value, indent + len(_STEP))
        case str():
            yield f"{head} {scalar(value)}"
        case _:
            yield f"{head} {flow(value)}"


def literal(text: str, indent: int) -> Iterator[str]:
    """Write the lines of a literal text, blank ones without blanks."""
    return (f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))


def is_literal(text: str) -> bool:
    """Tell whether a text of several lines can stand as it is below its key."""
    return (
        "\n" in text
        and text[0] not in " \n\u3000"
        and text[-1] != "\n"
        and _UNSEEN.search(text) is None
        and not any(line.isspace() for line in text.split("\n"))
    )


def document(mapping: Mapping[str, Any]) -> str:
    """Write a record as the text of one YAML document, its last line ended."""
    return "\n".join(lines_of(mapping)) + "\n"
