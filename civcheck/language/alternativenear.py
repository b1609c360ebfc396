"""Near misses of alternatives: what a record lacks of any of them is said as one thing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from civcheck.language.condition import Failure
from civcheck.language.select import Near
from civcheck.messages import Message, msg


def near_any(found: Iterable[Near]) -> list[Near]:
    """Name each record once, with what it lacks of every alternative that it nearly meets."""
    lacking: dict[str, list[Near]] = {}
    for near in found:
        lacking.setdefault(near.record.key, []).append(near)
    return [each[0]._replace(failure=_failure_of(each)) for each in lacking.values()]


def _failure_of(several: list[Near]) -> Failure:
    lacks: list[Message] = []
    for near in several:
        if near.failure.lacks not in lacks:
            lacks.append(near.failure.lacks)
    return several[0].failure._replace(lacks=reduce(_either, lacks))


def _either(one: Message, other: Message) -> Message:
    """Say two lacks as alternatives; what is wanted of the same value of the same field is said in one go."""
    if one.id == other.id == "lacks.value" and _but_wanted(one) == _but_wanted(other):
        want = msg("words.or", one=one.params["want"], other=other.params["want"])
        return Message(one.id, {**one.params, "want": want})
    return msg("lacks.either", one=one, other=other)


def _but_wanted(lack: Message) -> dict[str, object]:
    return {name: value for name, value in lack.params.items() if name != "want"}
