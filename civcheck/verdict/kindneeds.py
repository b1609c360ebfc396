"""What the rules of a pack ask of a kind of record: fields, material, and the point where it is at home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.walking import parts_in
from civcheck.model.parts import Part
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import Terms

_BESIDE = frozenset({"near", "notices", "applies_to", "inferred_for", "score", "in_force"})
"""What a rule says beside its demand: of the unit, of points, of records that are none of its."""
_NAMING = frozenset(
    ("field", "sum", "mean", "min", "max", "latest", "distinct", "filled", "from_", "to", "dated_by", "own")
) | {"others", "product", "by"}
"""The keys of constructs that name fields of records."""
_WRITTEN_APART = frozenset({"类型", "标题", "日期", "附件", "正文", "备注", "其他"})


class Need(NamedTuple):
    """A field, or material in any of some roles, and the rules that look at it.

    ``must``: these rules demand it of every such record; those that only look are left out then. ``asks``: what they
    ask of material beyond that some is there.
    """

    names: tuple[str, ...]
    rules: tuple[str, ...]
    must: bool
    asks: tuple[RoleDemand, ...] = ()


class KindNeeds(NamedTuple):
    """What the rules ask of one kind, in the order of the rules, what they demand first."""

    fields: tuple[Need, ...]
    roles: tuple[Need, ...]


def needs_of(kind: str, rules: Iterable[Rule], terms: Terms) -> KindNeeds:
    """Collect what rules ask of records of a kind; of a rule that selects any record only what it demands."""
    found = _Found(kind, terms)
    for rule in rules:
        found.rule = rule.id
        found.walk(rule, frozenset(terms.kinds), False)
    return KindNeeds(found.listed(found.fields), found.listed(found.roles))


class _Found:
    """What was found so far: names → (rules, whether one of them demands it)."""

    def __init__(self, kind: str, terms: Terms) -> None:
        self.kind, self.terms, self.rule = kind, terms, ""
        self.is_narrow = False
        self.fields: dict[tuple[str, ...], dict[str, bool]] = {}
        self.roles: dict[tuple[str, ...], dict[str, bool]] = {}
        self.asks: dict[tuple[str, ...], tuple[RoleDemand, ...]] = {}

    def listed(self, found: Mapping[tuple[str, ...], Mapping[str, bool]]) -> tuple[Need, ...]:
        needs = []
        for names, rules in found.items():
            demanding = tuple(rule for rule, must in rules.items() if must)
            needs.append(Need(names, demanding or tuple(rules), bool(demanding), self.asks.get(names, ())))
        return tuple(sorted(needs, key=lambda need: not need.must))

    def walk(self, part: Part, kinds: frozenset[str], must: bool) -> None:
        """Go through a part whose records are of ``kinds``; ``must``: all of them have to meet what stands here."""
        own = getattr(part, "select", None)
        if isinstance(own, Select):
            kinds = own.kinds(self.terms)
            self.is_narrow = _is_narrow(own)
        if isinstance(part, Select):
            kinds, must = part.kinds(self.terms), False
        if self.kind in kinds:
            self._take(part, (must or _demands(part)) and not self.is_narrow)
        if isinstance(part, RoleDemand):
            return  # its conditions speak of single files
        for name in part.names():
            if name in _BESIDE or part.speaks_of(name) is not None:
                continue
            inner = must or (_demands(part) and name == "where")
            for each in parts_in(getattr(part, name)):
                self.walk(each, kinds, inner)

    def _take(self, part: Part, must: bool) -> None:
        if isinstance(part, RoleDemand):
            self._role(part.any_of, not self.is_narrow)
            if not self.is_narrow and (list(part.limits()) or part.words()):
                self.asks[part.any_of] = (*self.asks.get(part.any_of, ()), part)
        elif isinstance(part, Condition):
            for key in part.tests:
                self._field(key, must)
            for role in getattr(part, "with_", ()):
                self._role((role,), False)
        else:
            for name in _NAMING.intersection(part.names()):
                for key in _texts_in(getattr(part, name)):
                    self._field(key, must and name in ("filled", "from_", "to"))

    def _field(self, key: str, must: bool) -> None:
        key = key.partition(".")[0]
        known = key in RECORD_KEYS or key in self.terms.fields_of(self.kind)
        if known and key not in _WRITTEN_APART:
            told = self.fields.setdefault((key,), {})
            told[self.rule] = told.get(self.rule, False) or must

    def _role(self, names: tuple[str, ...], must: bool) -> None:
        if all(name in self.terms.roles for name in names):
            told = self.roles.setdefault(names, {})
            told[self.rule] = told.get(self.rule, False) or must


def _is_narrow(select: Select) -> bool:
    """Tell whether a selection takes only some records of its kinds: what it demands holds for those alone."""
    return any(key != "类型" for key in select.tests) or bool(select.all_ or select.any_)


def _demands(part: Part) -> bool:
    """Tell whether a construct demands something of every record that it selects."""
    return isinstance(part, Lag) or (isinstance(part, Each) and part.quantifier == "each")


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts_in(each)


def selections(part: Part) -> Iterator[Select]:
    """List what a rule selects anywhere in its demand."""
    if isinstance(part, Select):
        yield part
        return
    for name in part.names():
        if name not in _BESIDE and part.speaks_of(name) is None:
            for each in parts_in(getattr(part, name)):
                yield from selections(each)


@lru_cache(maxsize=4)
def points_of_kinds(pack: RulePack) -> Mapping[str, Mapping[int, Fraction]]:
    """Weigh the points at which rules name each kind: a rule that names few kinds beside it counts more."""
    found: dict[str, dict[int, Fraction]] = {}
    for point in pack.points:
        for rule in point.rules:
            for select in selections(rule):
                kinds = select.kinds(pack.terms)
                for kind in kinds if len(kinds) < len(pack.terms.kinds) else ():
                    weights = found.setdefault(kind, {})
                    weights[point.number] = weights.get(point.number, Fraction(0)) + Fraction(
                        1, len(kinds) ** 2
                    )
    return found


@lru_cache(maxsize=4)
def homes(pack: RulePack) -> Mapping[str, int]:
    """Give the point of each kind: the one whose rules name it most."""
    found = points_of_kinds(pack)
    return {kind: min(weights, key=lambda point: (-weights[point], point)) for kind, weights in found.items()}


def kinds_at(pack: RulePack, point: int) -> tuple[str, ...]:
    """List the kinds that are at home at a point, in the order of the pack."""
    at = homes(pack)
    return tuple(kind for kind in pack.terms.kinds if at.get(kind) == point)
