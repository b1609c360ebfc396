"""The difference of two packs: rules paired by id and former id, params, 宣示, terms, what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from civcheck.language.compare.change import Change, Lean, together
from civcheck.language.compare.leaning import Ways, lean_of_param, more_records, used_signs
from civcheck.language.compare.plain import plain, text_of
from civcheck.language.compare.walk import changes
from civcheck.language.pack import Param, RulePack
from civcheck.language.rule import Rule
from civcheck.model.parts import Part
from civcheck.model.terms import Terms


class RuleDiff(NamedTuple):
    """A rule of one pack or both: None where a pack lacks it; two ids where it was renamed."""

    old: str | None
    new: str | None
    title: str
    point: int
    changes: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        """The id it has now, or had."""
        return self.new or self.old or ""

    @property
    def is_renamed(self) -> bool:
        """Tell whether it has another id now."""
        return None not in (self.old, self.new) and self.old != self.new

    @property
    def lean(self) -> Lean:
        """What happened to what is asked: a new rule asks for more, one that is gone for less."""
        if self.old is None or self.new is None:
            return Lean.STRICTER if self.old is None else Lean.LOOSER
        return together(each.lean for each in self.changes)


class Entry(NamedTuple):
    """Anything else that has a name: a param, a kind, a point; ``old`` or ``new`` where only one pack has it."""

    name: str
    old: str | None = None
    new: str | None = None
    changes: tuple[Change, ...] = ()


class PackName(NamedTuple):
    """Which pack it is."""

    id: str
    version: str
    title: str
    digest: str


class PackDiff(NamedTuple):
    """Everything that differs between two packs."""

    old: PackName
    new: PackName
    rules: tuple[RuleDiff, ...]
    params: tuple[Entry, ...]
    declared: tuple[Entry, ...]
    terms: Mapping[str, tuple[Entry, ...]]
    points: tuple[Entry, ...]
    head: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs but comments and the way of writing."""
        return not (self.rules or self.params or self.declared or self.terms or self.points or self.head)


_HEAD_APART = frozenset({"params", "declared"})


def diff_packs(old: RulePack, new: RulePack) -> PackDiff:
    """Compare two packs; the other way round it says the same with old and new in each other's place."""
    params = dict(_param_leans(old, new))
    head = changes(old.head, new.head, Ways(), leave_out=_HEAD_APART)
    return PackDiff(
        name_of(old),
        name_of(new),
        rules=tuple(_rule_diffs(old, new)),
        params=tuple(_with_lean(each, params) for each in entries(old.head.params, new.head.params)),
        declared=tuple(entries(*({each.id: each for each in pack.head.declared} for pack in (old, new)))),
        terms={name: found for name, found in _terms(old.terms, new.terms) if found},
        points=tuple(
            entries(*({str(each.number): each.title for each in pack.points} for pack in (old, new)))
        ),
        head=tuple(each._replace(lean=_of_head(each)) for each in head),
    )


def name_of(pack: RulePack) -> PackName:
    """Say which pack it is."""
    return PackName(pack.id, pack.head.version, pack.head.title, pack.digest)


_HEAD_WORDS = frozenset(
    {"id", "version", "title", "issuer", "index_number", "document_number", "issued", "metadata"}
)


def _of_head(change: Change) -> Lean:
    return Lean.WORDS if change.key in _HEAD_WORDS else Lean.UNKNOWN


# --- rules


def pairs_of(old: RulePack, new: RulePack) -> list[tuple[Rule | None, Rule | None]]:
    """Pair the rules of two packs: in the order of the new one, then those that are gone.

    A rule whose id the other pack lacks is the one that names it among its former ids, or the other way round; where
    that could be several, it is none.
    """
    before, after = ({rule.id: rule for rule in pack.rules} for pack in (old, new))
    gone = [rule for rule in old.rules if rule.id not in after]
    come = [rule for rule in new.rules if rule.id not in before]
    could = [
        (one, other) for one in gone for other in come if one.id in other.aliases or other.id in one.aliases
    ]
    ones, others = [one.id for one, _ in could], [other.id for _, other in could]
    renamed = {
        other.id: one for one, other in could if ones.count(one.id) == 1 and others.count(other.id) == 1
    }
    taken = {rule.id for rule in renamed.values()}
    pairs: list[tuple[Rule | None, Rule | None]] = [
        (before.get(rule.id) or renamed.get(rule.id), rule) for rule in new.rules
    ]
    return pairs + [(rule, None) for rule in gone if rule.id not in taken]


def _rule_diffs(old: RulePack, new: RulePack) -> Iterator[RuleDiff]:
    for one, other in pairs_of(old, new):
        rule, pack = (other, new) if other is not None else (one, old)
        assert rule is not None  # noqa: S101 - a pair has a rule
        point = pack.point_of[rule.id].number
        found: tuple[Change, ...] = ()
        if one is not None and other is not None:
            found = rule_changes(one, other, old, new)
        difference = RuleDiff(one.id if one else None, other.id if other else None, rule.title, point, found)
        if None in (one, other) or found or difference.is_renamed:
            yield difference


def rule_changes(one: Rule, other: Rule, old: RulePack, new: RulePack) -> tuple[Change, ...]:
    """List what changed in a rule that both packs have: its keys, the params it uses, the point it stands under."""
    signs = {more_records(each, each.on_empty) for each in (one, other)}
    ladder = old.terms.honours if old.terms.honours == new.terms.honours else ()
    ways = Ways(signs.pop() if len(signs) == 1 else None, ladder)
    found = changes(one, other, ways, leave_out=frozenset({"id"}))
    found += _params_used(one, other, old, new)
    points = [str(pack.point_of[rule.id].number) for rule, pack in ((one, old), (other, new))]
    if points[0] != points[1]:
        found.append(Change(("point",), points[0], points[1], Lean.WORDS))
    return tuple(found)


def _params_used(one: Rule, other: Rule, old: RulePack, new: RulePack) -> list[Change]:
    """List the params that both use and that have another value now."""
    before, after = used_signs(one), used_signs(other)
    found = []
    for name in sorted(before.keys() & after.keys()):
        params = [pack.head.params.get(name) for pack in (old, new)]
        if None not in params and plain(params[0]) != plain(params[1]):
            was, now = params
            assert was is not None and now is not None  # noqa: S101 - just asked
            if plain(was.value) != plain(now.value):
                lean = lean_of_param(was, now, before[name] | after[name])
                found.append(Change(("params", name), _valued(was), _valued(now), lean))
    return found


def _valued(param: Param) -> str:
    return f"{text_of(param.value)}{param.unit}"


# --- everything else


def _param_leans(old: RulePack, new: RulePack) -> Iterator[tuple[str, Lean]]:
    signs: dict[str, set[int]] = {}
    for rule in (*old.rules, *new.rules):
        for name, its in used_signs(rule).items():
            signs.setdefault(name, set()).update(its)
    for name in old.head.params.keys() & new.head.params.keys():
        yield name, lean_of_param(old.head.params[name], new.head.params[name], signs.get(name, set()))


def _with_lean(entry: Entry, leans: Mapping[str, Lean]) -> Entry:
    return entry._replace(
        changes=tuple(
            each._replace(lean=leans[entry.name]) if each.path == ("value",) else each
            for each in entry.changes
        )
    )


def entries(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Entry]:
    """Compare what two packs have under names, in the order of the new one, then what is gone."""
    for name in dict.fromkeys((*new, *old)):
        one, other = old.get(name), new.get(name)
        if plain(one) == plain(other) and (name in old) == (name in new):
            continue
        if name not in old or name not in new:
            yield Entry(str(name), _all_of(one), _all_of(other))
        elif isinstance(one, Part) and isinstance(other, Part):
            yield Entry(str(name), changes=tuple(changes(one, other, Ways())))
        else:
            yield Entry(str(name), changes=(Change((), text_of(one), text_of(other), Lean.UNKNOWN),))


def _all_of(value: Any) -> str | None:
    return None if value is None else (text_of(value) or "")


def _terms(old: Terms, new: Terms) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for name in Terms.names():
        one, other = getattr(old, name), getattr(new, name)
        if isinstance(one, Mapping):
            yield name, tuple(entries(one, other))
        elif plain(one) != plain(other):
            yield name, tuple(_listed(one, other))


def _listed(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Entry]:
    """Compare lists of names; where only their order differs, that is the change."""
    for name in dict.fromkeys((*new, *old)):
        if (name in old) != (name in new):
            yield Entry(name, old=name if name in old else None, new=name if name in new else None)
    if [each for each in old if each in new] != [each for each in new if each in old]:
        yield Entry("", changes=(Change((), text_of(old), text_of(new), Lean.UNKNOWN),))
