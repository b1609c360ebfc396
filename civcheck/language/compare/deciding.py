"""Whether a rule must come to the same outcome under two packs, since nothing that decides it differs; or what does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from civcheck.language.compare.leaning import WORDS, used_signs
from civcheck.language.compare.packs import pairs_of
from civcheck.language.compare.plain import plain
from civcheck.language.condition import Condition
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.walking import parts_in
from civcheck.messages import Message, msg
from civcheck.model.parts import Part
from civcheck.model.terms import BASE_FIELDS, Terms

NOT_DECIDING = WORDS | {"id", "aliases", "obligation", "change"}
"""Fields of a rule on which its outcome does not depend, outside groups in which records count once."""


class Shift:
    """What differs between two packs in how ledgers are read and judged, the rules themselves apart."""

    def __init__(self, old: RulePack, new: RulePack) -> None:
        self.old, self.new = old, new
        self.terms = (old.terms, new.terms)
        self._fields_of: dict[str, frozenset[str]] = {}
        self._differ: dict[str, bool] = {}

    @cached_property
    def pairs(self) -> Mapping[str, Rule | None]:
        """Id of a rule of the new pack → the same rule of the old one."""
        return {other.id: one for one, other in pairs_of(self.old, self.new) if other is not None}

    # --- terms

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the old pack that are gone, or stand elsewhere, or count by something else."""
        return frozenset(
            kind
            for kind in self.old.terms.kinds
            if _standing(kind, self.old.terms) != _standing(kind, self.new.terms)
        )

    def rereads(self, kinds: Iterable[str], has_unread: bool) -> bool:
        """Tell whether some record may be another under the new terms, or none: it must be read again to know.

        Args:
            kinds: The kinds of the records that there are.
            has_unread: Whether there are records that could not be read, which may be readable now.
        """
        before, after = ({name: each.alias for name, each in terms.kinds.items()} for terms in self.terms)
        moved = any(kind not in after or before.get(kind) != after[kind] for kind in kinds)
        return moved or (has_unread and (before != after or bool(self.kinds or self.fields or self.roles)))

    def fields_of(self, kind: str) -> frozenset[str]:
        """List the fields of a kind whose values are read otherwise, or unless written are others."""
        if kind not in self._fields_of:
            before, after = (_fields(kind, terms) for terms in self.terms)
            changed = (name for name in before | after if before.get(name) != after.get(name))
            self._fields_of[kind] = frozenset(changed)
        return self._fields_of[kind]

    @cached_property
    def fields(self) -> frozenset[str]:
        """List the fields whose values are read otherwise in some kind; where aliases differ, all that list values."""
        found = {name for kind in self.old.terms.kinds for name in self.fields_of(kind)}
        shared = [{name: _said(each) for name, each in terms.fields.items()} for terms in self.terms]
        found |= {name for name in BASE_FIELDS if shared[0].get(name) != shared[1].get(name)}
        if self.differ("aliases"):
            found |= {name for terms in self.terms for name, each in terms.fields.items() if each.values}
            found |= {
                each.name
                for terms in self.terms
                for kind in terms.kinds.values()
                for each in kind.fields
                if each.values
            }
        return frozenset(found)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that take other material than before."""
        return self._named("roles")

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts of units that are read otherwise."""
        found = set(self._named("facts"))
        for key, name in (("职能", "functions"), ("组织", "organisations"), ("文明单位级别", "honours")):
            if self.differ(name) or (key != "文明单位级别" and self.differ("aliases")):
                found.add(key)
        return frozenset(found)

    @cached_property
    def dated(self) -> frozenset[str]:
        """The moving days and periods that changed."""
        return self._named("days") | self._named("periods")

    @cached_property
    def params(self) -> frozenset[str]:
        """The params that have another value, or that a ledger may set otherwise."""
        before, after = (
            {name: _said(each) for name, each in pack.head.params.items()} for pack in (self.old, self.new)
        )
        return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))

    def unit_type(self, name: str) -> bool:
        """Tell whether a type of unit, or one above it, says something else now."""
        one, other = (
            [(step, _said(terms.unit_types[step])) for step in terms.lineage(name)] for terms in self.terms
        )
        return one != other

    def differ(self, name: str) -> bool:
        """Tell whether a part of the terms differs."""
        if name not in self._differ:
            one, other = (plain(getattr(terms, name)) for terms in self.terms)
            self._differ[name] = one != other
        return self._differ[name]

    def _named(self, part: str) -> frozenset[str]:
        before, after = (
            {name: _said(each) for name, each in getattr(terms, part).items()} for terms in self.terms
        )
        return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))

    # --- rules

    def touches(self, rule: Rule, unit_type: str, rereads: bool = False) -> list[Message]:
        """Say what could make a rule of the new pack come to something else for a unit; nothing: it cannot.

        Args:
            rule: A rule of the new pack.
            unit_type: The unit's type.
            rereads: Whether records of the ledger may be others under the new terms.
        """
        found = self._alone(rule)
        if rule.claim is not None and rule.id in self.pairs and self._shares_otherwise(rule, rule.claim):
            found.append(msg("touched.claim", group=rule.claim))
        return found + self._by_all(unit_type, rereads)

    def _alone(self, rule: Rule) -> list[Message]:
        """Say what touches a rule by itself, the rules it shares records with apart."""
        before = self.pairs.get(rule.id)
        if before is None:
            return [msg("touched.new")]
        keys = changed_keys(before, rule)
        found = [msg("touched.keys", keys=keys)] if keys else []
        names = frozenset(_texts(before)) | frozenset(_texts(rule))
        params = sorted(self.params & (used_signs(before).keys() | used_signs(rule).keys()))
        named = (
            ("touched.params", params),
            ("touched.fields", sorted(self.fields & names)),
            ("touched.facts", sorted(self.facts & names)),
            ("touched.days", sorted(self.dated & names)),
        )
        found += [msg(code, names=tuple(those)) for code, those in named if those]
        return found + self._by_records(before, rule, names)

    def _by_records(self, before: Rule, rule: Rule, names: frozenset[str]) -> list[Message]:
        kinds = _kinds(before, self.old.terms) | _kinds(rule, self.new.terms)
        found = [msg("touched.kinds", names=tuple(those))] if (those := sorted(self.kinds & kinds)) else []
        by_material = any(
            kind in terms.kinds and terms.shown_by_material(kind) for terms in self.terms for kind in kinds
        )
        if self.roles and (by_material or self.roles & names):
            found.append(msg("touched.roles", names=tuple(sorted(self.roles))))
        return found

    def _by_all(self, unit_type: str, rereads: bool) -> list[Message]:
        """Say what touches every rule."""
        found = [msg("touched.rereads")] if rereads else []
        periods = [plain(pack.head.period) for pack in (self.old, self.new)]
        if periods[0] != periods[1]:
            found.append(msg("touched.period"))
        if self.unit_type(unit_type):
            found.append(msg("touched.unit-type", type=unit_type))
        return found

    def _shares_otherwise(self, rule: Rule, group: str) -> bool:
        """Tell whether the rules that share records with a rule ask for others now, or in another order or force."""
        before, after = (
            [_decides(each, NOT_DECIDING - {"obligation"}) for each in pack.claiming.get(group, ())]
            for pack in (self.old, self.new)
        )
        others = (each for each in self.new.claiming[group] if each.id != rule.id)
        return before != after or any(self._alone(each) for each in others)


def changed_keys(old: Rule, new: Rule) -> tuple[str, ...]:
    """Name the keys that decide the outcome of a rule and differ."""
    return tuple(
        new.key_of(name)
        for name in new.names()
        if name not in NOT_DECIDING and plain(getattr(old, name, None)) != plain(getattr(new, name, None))
    )


def _decides(rule: Rule, leave_out: frozenset[str]) -> dict[str, Any]:
    return {name: plain(getattr(rule, name)) for name in rule.names() if name not in leave_out}


def _said(part: Part) -> Any:
    """Give what a part of the terms says that decides something."""
    if not isinstance(part, Part):
        return plain(part)
    return {name: plain(getattr(part, name)) for name in part.names() if name not in WORDS}


def _standing(kind: str, terms: Terms) -> Any:
    if kind not in terms.kinds:
        return None
    above = [name for name, under in terms.kinds_under.items() if kind in under]
    return sorted(above), terms.sort_of(kind), terms.shown_by_material(kind), terms.expiry_field(kind)


def _fields(kind: str, terms: Terms) -> dict[str, Any]:
    if kind not in terms.kinds:
        return {}
    defaults = terms.defaults_of(kind)
    return {name: (_said(each), defaults.get(name)) for name, each in terms.fields_of(kind).items()}


# --- what a rule names


def _texts(value: Any) -> Iterator[str]:
    """List every name and value that stands in what decides a rule."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Part):
        for name in value.names():
            if name not in NOT_DECIDING or not isinstance(value, Rule):
                yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)


def _kinds(body: Any, terms: Terms, about: str = "record", selects: bool = False) -> frozenset[str]:
    """List the kinds of records that a rule may look at: those its conditions allow, or all where it has none."""
    selects = selects or getattr(body, "select", None) is not None
    found: frozenset[str] = frozenset()
    plain_constructs = [each for each in getattr(body, "expect", ()) if not hasattr(each, "branches")]
    if plain_constructs and not selects:
        return frozenset(terms.kinds)
    for name in body.names():
        if isinstance(body, Rule) and name in NOT_DECIDING:
            continue
        spoken = body.speaks_of(name) or about
        for each in parts_in(getattr(body, name)):
            if not isinstance(each, Condition):
                found |= _kinds(each, terms, spoken, selects)
            elif spoken == "record":
                found |= each.kinds(terms)
    return found
