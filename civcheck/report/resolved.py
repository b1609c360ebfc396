"""Showing a flattened pack: YAML that reads as a pack does, each value with a comment on where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from civcheck.model.texts import HIDDEN, mask, sanitize

if TYPE_CHECKING:
    from civcheck.app.resolve import ResolvedSection, ResolvedValue

_UNSEEN = re.compile(f"[\t\n\r\ufffe\uffff]|{HIDDEN.pattern}")
_RISKY = tuple("-?:,[]{}#&*!|>'\"%@` ")


def render_resolved(sections: Sequence[ResolvedSection]) -> bytes:
    """Render every file of the flattened pack as a YAML document."""
    rows: list[str] = []
    file = ""
    for section in sections:
        if section.name != file:
            file = section.name
            rows += ["---", f"# {sanitize(file)}"]
        rows += _rows(section.values, 1 if section.rule is not None else 0)
    return ("\n".join(rows) + "\n").encode()


def _rows(values: Sequence[ResolvedValue], level: int) -> list[str]:
    """Write values as block mappings down to where one place owns them."""
    rows: list[str] = []
    above: tuple[Any, ...] = ()
    for each in values:
        *keys, last = each.path
        for depth, key in enumerate(keys):
            if above[: depth + 1] != tuple(keys[: depth + 1]):
                rows.append(f"{'  ' * (depth + level)}{_scalar(str(key))}:")
        above = tuple(keys)
        indent = "  " * (len(keys) + level)
        rows.append(f"{indent}{_scalar(str(last))}: {_flow(each.value)}  # {sanitize(each.place)}")
    if level and rows:
        rows[0] = f"- {rows[0][2:]}"
    return rows


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_scalar(str(key))}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(str(value))


def _scalar(text: str) -> str:
    """Write a text so that it reads back as it is: plain where that does, else in quotation marks.

    What cannot be seen stands as an escape, a line break too. Personal numbers are masked, as everywhere.
    """
    import json

    text = mask(text)
    risky = not text or text.startswith(_RISKY) or text != text.strip() or text == "<<" or any(
        sign in text for sign in (": ", " #", ",", "[", "]", "{", "}")
    ) or text.endswith(":") or _UNSEEN.search(text)  # fmt: skip
    return _UNSEEN.sub(_numbered, json.dumps(text, ensure_ascii=False)) if risky else text


def _numbered(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
