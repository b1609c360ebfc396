"""Values that are told apart and may be one and the same: 东村 and 东村村委会, 张三 and 张三（教授）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from civcheck.language.condition import Failure
from civcheck.language.condition.fieldtest import meant_open
from civcheck.language.condition.unlisted import TEXTS
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.select import Near
from civcheck.model.alike import Alike, is_more_than
from civcheck.model.record import Record
from civcheck.model.several import several_in
from civcheck.model.texts import number_form

Key = tuple[Any, ...]
"""The values of the fields by which things are told apart, in the form in which they are compared."""

_NO_NAMES = ("标题", "编号", "日期")
"""Of these what is written otherwise is another: titles grow by words, numbers are given out one by one."""

_ORDINAL = re.compile(r"[(\[]?第?(?:[0-9]+|[一二三四五六七八九十]+|[上中下])[期次讲场届季辑集批]?[)\]]?")


class SameOnes:
    """Tells which different values of some fields may be meant for one another."""

    def __init__(self, fields: Sequence[str], grounds: Grounds) -> None:
        terms = grounds.terms
        self._fields, self._getters = fields, [grounds.getter(name) for name in fields]
        self._named = [name not in _NO_NAMES and terms.field_type(name) in TEXTS for name in fields]
        self._listed = [{number_form(each) for each in terms.listed_forms(name)} for name in fields]

    def pairs(self, keys: Iterable[Key]) -> dict[Key, set[Key]]:
        """Give those keys that may be another one, each with these."""
        known = set(keys)
        if len(known) < 2 or not any(self._named):
            return {}
        alike = [
            Alike((key[at] for key in known), number_form) if named else None
            for at, named in enumerate(self._named)
        ]
        found: dict[Key, set[Key]] = {}
        for key in known:
            sides = [self._meant(each, at, alike[at]) for at, each in enumerate(key)]
            if others := {other for other in product(*sides) if other != key and other in known}:
                found[key] = others
        return found

    def _meant(self, value: Any, at: int, alike: Alike | None) -> list[Any]:
        if alike is None:
            return [value]
        listed = self._listed[at]
        others = (each for each in alike.to(value) if not (value in listed and each in listed))
        return [value, *(each for each in others if not _are_others(value, each))]

    def surely(self, keys: Iterable[Key]) -> Fraction:
        """Count those that are different for certain: no two of them may be one."""
        known = set(keys)
        pairs = self.pairs(known)
        chosen, out = set[Key](), set[Key]()
        for key in sorted(pairs, key=lambda each: (len(pairs[each]), repr(each))):
            if key not in out:
                chosen.add(key)
                out |= pairs[key]
        return Fraction(len(known) - len(pairs) + len(chosen))

    def near(self, records: Iterable[Record]) -> list[Near]:
        """Name the records that have such a value, each with the one which it may be meant for."""
        shown = [(record, key) for record in records for key in self.keys(record)]
        pairs, found = self.pairs(key for _, key in shown), dict[str, Near]()
        for record, key in shown:
            for other in sorted(pairs.get(key, ()), key=repr)[:1]:
                found.setdefault(record.key, Near(record, self._said(record, key, other)))
        return list(found.values())

    def keys(self, record: Record) -> list[Key]:
        """List the combinations of values that a record has."""
        sides = [
            (record.days.first,) if name == "日期" else tuple(map(number_form, texts_of(get(record))))
            for name, get in zip(self._fields, self._getters, strict=True)
        ]
        return list(product(*sides))

    def _said(self, record: Record, key: Key, other: Key) -> Failure:
        at = next(place for place, both in enumerate(zip(key, other, strict=True)) if both[0] != both[1])
        texts = texts_of(self._getters[at](record))
        written = next((text for text in texts if number_form(text) == key[at]), key[at])
        return Failure(meant_open(self._fields[at], written, other[at]))


def _are_others(one: str, other: str) -> bool:
    """Tell whether two names are different for all that one has of the other.

    They differ by a number alone, as parts of a series do (讲堂, 讲堂（二）); or one names somebody else, and more
    (张三等2人, 李四).
    """
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and _ORDINAL.fullmatch(long, len(short)) is not None:
        return True
    beside = any("等" in each and several_in(each).anybody for each in (one, other))
    return beside and not is_more_than(long, short)
