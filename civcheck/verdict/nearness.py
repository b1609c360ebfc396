"""Which near misses are worth a look: those that one could mend first, of those of another category a few."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from civcheck.language.grounds import Grounds
from civcheck.language.select import Near
from civcheck.messages import Message, say
from civcheck.model.record import Record
from civcheck.model.terms import FieldTerm
from civcheck.model.texts import normal

OTHERS_SHOWN = 5
"""So many records of another category are named; the others are counted."""


def worth_a_look(found: Iterable[Near], grounds: Grounds) -> list[Near]:
    """Leave out all but the nearest of the records that say of themselves that they are of another category.

    What misses by a blank, by a value that nobody lists or by anything else that could be mended comes first, every
    one of it; then those whose value is most like what is asked for, in the order of their days.
    """
    mendable: list[Near] = []
    others: list[Near] = []
    for near in found:
        (others if _is_of_another_category(near, grounds) else mendable).append(near)
    return mendable + sorted(others, key=_unlike)[:OTHERS_SHOWN]


def _is_of_another_category(near: Near, grounds: Grounds) -> bool:
    """Tell whether a record misses by values that are among those listed, and so hardly by a slip."""
    return all(_is_listed(lack, near.record, grounds) for lack in _sides(near.failure.lacks))


def _sides(lack: Message) -> Iterator[Message]:
    """List what a record lacks: one thing, or one of each alternative."""
    if lack.id != "lacks.either":
        yield lack
        return
    yield from _sides(lack.params["one"])
    yield from _sides(lack.params["other"])


def _is_listed(lack: Message, record: Record, grounds: Grounds) -> bool:
    if lack.id != "lacks.value":
        return False
    name, written = str(lack.params["field"]), lack.params["value"]
    term = _term(record, name, grounds)
    if term is not None and term.spellings:
        return all(normal(text) in term.spellings for text in written)
    return grounds.terms.field_type(name) == "是否"


def _term(record: Record, name: str, grounds: Grounds) -> FieldTerm | None:
    return grounds.terms.fields_of(str(record.kind)).get(name) or grounds.terms.fields.get(name)


def _unlike(near: Near) -> float:
    """Measure how unlike a value is what is asked for: 0 the same signs, 1 none of them."""
    return min(map(_unlike_wanted, _sides(near.failure.lacks)))


def _unlike_wanted(lack: Message) -> float:
    params = lack.params
    want = normal(say(params["want"]))
    likes = (
        difflib.SequenceMatcher(None, normal(text), want, autojunk=False).ratio() for text in params["value"]
    )
    return 1 - max(likes, default=0.0)
