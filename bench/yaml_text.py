"""Write a record as YAML in the mixed hand of several clerks: flow and block, quoted and plain."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
Entries: TypeAlias = "Mapping[str, Value]"

# What a plain scalar may not hold, in block or flow; everything else is left as a clerk would type it.
RISKY = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|: |:$|^[-?:] |^\s|\s$")

# The lists that clerks write as one text with 、 between.
JOINED = frozenset({"主题", "对象", "联办单位"})


def scalar(text: str, rng: Random) -> str:
    """Write one text, quoted where YAML asks for it and now and then where it does not."""
    if RISKY.search(text):
        return "'" + text.replace("'", "''") + "'"
    chance = rng.random()
    if chance < 0.03:
        return f'"{text}"'
    return f"'{text}'" if chance < 0.05 else text


def flow(value: Value, rng: Random) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return scalar(value, rng)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner, rng)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(flow(inner, rng) for inner in value) + "]"


def block(entries: Entries, rng: Random, indent: str = "") -> list[str]:
    """Write a mapping as lines; a text with line breaks becomes a block scalar."""
    lines: list[str] = []
    for key, value in entries.items():
        if isinstance(value, str):
            lines += _text(key, value, rng, indent)
        elif isinstance(value, Mapping):
            lines += _mapping(key, value, rng, indent)
        else:
            lines += _list(key, value, rng, indent)
    return lines


def _text(key: str, text: str, rng: Random, indent: str) -> list[str]:
    """Write one key with a text."""
    if "\n" not in text:
        return [f"{indent}{key}: {scalar(text, rng)}"]
    return [f"{indent}{key}: |", *(f"{indent}  {line}" for line in text.splitlines())]


def _mapping(key: str, value: Entries, rng: Random, indent: str) -> list[str]:
    """Write one key with a mapping, short flat ones now and then on one line."""
    flat = len(value) <= 3 and all(isinstance(inner, str) for inner in value.values())
    if flat and rng.random() < 0.25:
        return [f"{indent}{key}: {flow(value, rng)}"]
    return [f"{indent}{key}:", *block(value, rng, indent + "  ")]


def _list(key: str, value: Sequence[Value], rng: Random, indent: str) -> list[str]:
    """Write one key with a list: one text with 、 between, flow, or block."""
    texts = [inner for inner in value if isinstance(inner, str)]
    chance = rng.random()
    if key in JOINED and chance < 0.1:
        return [f"{indent}{key}: {'、'.join(texts)}"]
    if chance < 0.35:
        return [f"{indent}{key}: {flow(value, rng)}"]
    return [f"{indent}{key}:", *(line for inner in value for line in _item(inner, rng, indent + "  "))]


def _item(value: Value, rng: Random, indent: str) -> list[str]:
    """Write one item of a block list."""
    lines = block(value, rng) if isinstance(value, Mapping) else [flow(value, rng)]
    return as_item(lines, indent)


def as_item(lines: list[str], indent: str = "") -> list[str]:
    """Turn the lines of a value into an item of a block list."""
    first, *rest = lines
    return [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]


def commented(lines: list[str], remarks: Sequence[str], rng: Random) -> list[str]:
    """Add a comment to some records: a line of its own, or one behind the head count."""
    chance = rng.random()
    if chance > 0.06:
        return lines
    remark = rng.choice(remarks)
    if chance > 0.015:
        return [part for line in lines for part in ([f"# {remark}", line] if line == "附件:" else [line])]
    return [f"{line}  # {remark}" if line.startswith("参加人数:") else line for line in lines]
