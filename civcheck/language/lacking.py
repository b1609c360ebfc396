"""Saying what records lack: what is not seen is named, what is wrong is a sentence of its own."""

from __future__ import annotations

from collections.abc import Sequence

from civcheck.messages import Message, joined, msg

_ABSENT = frozenset(
    f"lacks.{name}" for name in ("role", "any-role", "role-number", "role-none", "filled", "members", "link")
)
"""What names a thing that is not there; every other lack is a sentence of its own."""


def is_absent(lack: Message) -> bool:
    """Tell whether a lack names a thing that is not seen."""
    return lack.id in _ABSENT


def lacking(code: str, lacks: Sequence[Message], **params: Message | str) -> Message:
    """Say of records that they do not show this; by the message ``code-wrong`` where not all of it is not seen."""
    if all(map(is_absent, lacks)):
        return msg(code, lacks=tuple(lacks), **params)
    return msg(f"{code}-wrong", lacks=told(lacks), **params)


def told(lacks: Sequence[Message], how: str = "clauses") -> Message:
    """Say first what is not seen, and then what is wrong."""
    absent = tuple(filter(is_absent, lacks))
    named = (msg("lacks.absent", lacks=absent),) if absent else ()
    return joined(how, (*named, *(each for each in lacks if not is_absent(each))))
