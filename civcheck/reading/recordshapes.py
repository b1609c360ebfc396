"""The form of records: the name and order of their keys, and which values are days; from the terms of a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from civcheck.model.problem import NOTHING
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import Role, Terms
from civcheck.model.texts import normal
from civcheck.reading.filing import FILING_KEYS
from civcheck.reading.keys import KindKeys, record_slots
from civcheck.reading.roles import ITEM_KEYS

Sort = Literal["day", "days"]
_OWN_FIELDS = ""
"""Where the fields of a kind stand in the order; among each other they stay as the clerk wrote them."""
_OWN_FIELDS_BEHIND = "对象"
"""The key of every record behind which the fields of its kind stand, as in the table of the format."""


class Shape(NamedTuple):
    """The form of a mapping.

    ``names`` gives the name of every key that is known, aliases too; ``order`` the names in order, empty where the
    order is the clerk's own; ``days`` says which values are days; ``below`` has the form of mappings that hang below.
    """

    names: Mapping[str, str]
    order: tuple[str, ...] = ()
    days: Mapping[str, Sort] = NOTHING
    below: Mapping[str, Shape] = NOTHING

    def in_order(self, keys: Sequence[str]) -> list[int]:
        """Give the numbers of keys in order; one that is not known stays behind the known one that it followed."""
        if not self.order:
            return list(range(len(keys)))
        ranks, last = [], len(self.order)
        for key in keys:
            name = self.names.get(key)
            if name is not None:
                last = self.order.index(name if name in self.order else _OWN_FIELDS)
            ranks.append(last)
        return sorted(range(len(keys)), key=lambda at: ranks[at])


_DAY_SPAN = Shape({"起": "起", "start": "起", "止": "止", "end": "止"}, days={"起": "day", "止": "day"})


def _named(table: Mapping[str, str]) -> dict[str, str]:
    """Give the Chinese name of each key of a table of key → what it stands for: the first that stands for the same."""
    first: dict[str, str] = {}
    for key, meant in table.items():
        first.setdefault(meant, key)
    return {key: first[meant] for key, meant in table.items()}


_FILING = Shape(_named(FILING_KEYS), days={"日期": "day"})


class Shapes:
    """The forms of the records of a ledger, by kind."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._keys = record_slots(terms)
        self._kinds = {normal(name): name for name in terms.kinds}
        self._kinds |= {normal(kind.alias): name for name, kind in terms.kinds.items() if kind.alias}
        roles = {name: name for name in terms.roles}
        roles |= {role.alias: name for name, role in terms.roles.items() if role.alias}
        self._evidence = Shape(roles, below={name: _file_shape(role) for name, role in terms.roles.items()})
        self._of: dict[str | None, Shape] = {}

    def of(self, kind: str) -> Shape:
        """Give the form of records of a kind as it is written; of one that is not known, what holds for all."""
        known = self._kinds.get(normal(kind))
        if known not in self._of:
            self._of[known] = self._shape(known)
        return self._of[known]

    def is_key(self, word: str) -> bool:
        """Tell whether a word is a key of every record, or a role."""
        return word in self._keys or word in self._evidence.names

    def _shape(self, kind: str | None) -> Shape:
        slots = KindKeys(kind, self.terms, self._keys).slots
        names = {written: slot.key for written, slot in slots.items()}
        order = list(RECORD_KEYS)
        at = order.index(_OWN_FIELDS_BEHIND) + 1
        days: dict[str, Sort] = {
            slot.key: "day" for slot in slots.values() if slot.type == "日期" and slot.read
        }
        days["日期"] = "days"
        below = {"日期": _DAY_SPAN, "归档": _FILING, "附件": self._evidence}
        return Shape(names, (*order[:at], _OWN_FIELDS, *order[at:]), days, below)


def _file_shape(role: Role) -> Shape:
    """Give the form of what is said of a file; a field that the role has under one of our names is its own."""
    own = role.own_types
    names = _named(ITEM_KEYS) | {name: name for name in own}
    days: dict[str, Sort] = {name: "day" for name, type_ in own.items() if type_ == "日期"}
    return Shape(names, days={"日期": "day", **days})
