"""Checking what a rule asks of the records that it selects: fields that these never have, and selecting nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.expectation.branches import Branch
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.members import FromRecords
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.expectation.step import Step
from civcheck.language.lint.conditions import texts_named
from civcheck.language.measure import Measure
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.vocabulary import Vocabulary
from civcheck.language.walking import Path
from civcheck.model.parts import Mistake, Part
from civcheck.model.terms import BASE_FIELDS
from civcheck.model.texts import some

_FIELDS = ("filled", "field", "distinct", "from_", "to", "sum", "mean", "min", "max", "latest", "by")
"""The keys under which parts name fields of the records that the rule selects."""


class ScopeLinter:
    """Checks the constructs of one rule, each with the kinds of record that it speaks of."""

    def __init__(self, known: Vocabulary) -> None:
        self.known, self.terms = known, known.terms

    def mistakes(self, rule: Rule) -> Iterator[Mistake]:
        """List what a rule asks of records that never have it, and constructs that count without selecting."""
        if rule.is_heading:
            return
        if rule.select is not None:
            yield from self.condition(("select",), rule.select, self._all())
        yield from self._constructs(("expect",), rule.expect, rule.select)
        for index, notice in enumerate(rule.notices):
            kinds = self._kinds(rule.select)
            yield from self.condition(("notices", index, "where"), notice.where, kinds)

    def _all(self) -> frozenset[str]:
        return frozenset(self.terms.kinds)

    def _kinds(self, select: Select | None) -> frozenset[str]:
        """List the kinds that a selection may take: all of them where it names one that is none."""
        return self._all() if select is None or self._misspelt(select) else select.kinds(self.terms)

    def _misspelt(self, condition: Condition) -> bool:
        tests = [each.tests["类型"] for each in condition.nested() if "类型" in each.tests]
        return not {name for test in tests for name in texts_named(test)} <= self.terms.kinds_under.keys()

    def _constructs(self, path: Path, expect: Iterable[Any], select: Select | None) -> Iterator[Mistake]:
        for each in expect:
            here = (*path, each.form)
            for index, branch in enumerate(getattr(each, "branches", ())):
                yield from self._branch((*here, index), branch, select)
            if getattr(each, "branches", ()):
                continue
            if select is None and _counts_records(each):
                yield here, "select-missing", {"value": each.form}
            yield from self._part(here, each, self._kinds(select))

    def _branch(self, path: Path, branch: Branch, select: Select | None) -> Iterator[Mistake]:
        if branch.select is not None:
            yield from self.condition((*path, "select"), branch.select, self._all())
        yield from self._constructs(path, branch.expect, branch.select or select)

    def _part(self, path: Path, part: Part, kinds: frozenset[str]) -> Iterator[Mistake]:
        """Check one part of a construct and every part inside it that speaks of the same records."""
        if isinstance(part, Link):
            yield from self._chain(path, part)
            return
        if isinstance(part, RoleDemand):  # it speaks of material, and compares it with fields of the record
            if part.where is not None:
                yield from self._compared((*path, "where"), part.where, kinds)
            return
        for name in part.names():
            key: Path = (*path, part.key_of(name))
            value = getattr(part, name)
            if name in _FIELDS:
                yield from self._fields(key, value, kinds)
            for index, inner in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(inner, Part) and part.speaks_of(name) is None:
                    yield from self._inner((*key, index) if isinstance(value, tuple) else key, inner, kinds)

    def _compared(self, path: Path, where: Condition, kinds: frozenset[str]) -> Iterator[Mistake]:
        """Check the fields of the record that a condition on its material names."""
        for each in where.nested():
            for key, test in each.tests.items():
                names = tuple(ref.field for _, ref in test.wanted if isinstance(ref, Ref) and ref.field)
                yield from self._fields((*path, key), names, kinds)

    def _inner(self, path: Path, part: Part, kinds: frozenset[str]) -> Iterator[Mistake]:
        match part:
            case Select():
                yield from self.condition(path, part, self._all())
            case Condition():
                yield from self.condition(path, part, kinds)
            case FromRecords():
                yield from self._part(path, part, self._kinds(part.of))
            case _:
                yield from self._part(path, part, kinds)

    def _chain(self, path: Path, link: Link) -> Iterator[Mistake]:
        """Check which records each step of a link leads to; what ties them the link itself looks at."""
        steps: list[tuple[Path, Step]] = [(path, link)]
        steps += [((*path, index), step) for index, step in enumerate(link.then, start=1)]
        for here, step in steps:
            yield from self.condition((*here, "to"), step.to, self._all())

    def condition(self, path: Path, condition: Condition, kinds: frozenset[str]) -> Iterator[Mistake]:
        """Check a condition on records of some kinds; what selects no kind at all is told elsewhere."""
        kinds &= condition.kinds(self.terms)
        if not kinds or self._misspelt(condition):
            return
        for key in condition.tests:
            yield from self._fields((*path, key), key, kinds)
        for name, inside in (("all", condition.all_), ("any", condition.any_)):
            for index, each in enumerate(inside):
                yield from self.condition((*path, name, index), each, kinds)
        if condition.not_ is not None:
            yield from self.condition((*path, "not"), condition.not_, kinds)

    def _fields(self, path: Path, names: Any, kinds: frozenset[str]) -> Iterator[Mistake]:
        for name in names if isinstance(names, tuple) else (names,):
            if not isinstance(name, str) or name in BASE_FIELDS or name not in self.known.record_fields:
                continue  # a name that no kind has is told elsewhere
            if kinds and not any(name in self.terms.fields_of(kind) for kind in kinds):
                having = [kind for kind in self.terms.kinds if name in self.terms.fields_of(kind)]
                shown = {"value": name, "kinds": some(sorted(kinds, key=list(self.terms.kinds).index))}
                yield path, "field-of-no-kind", {**shown, "names": some(having)}


def _names_kind(condition: Any) -> bool:
    """Tell whether a condition itself says which kinds it means."""
    return isinstance(condition, Condition) and any("类型" in each.tests for each in condition.nested())


def _counts_records(construct: Any) -> bool:
    """Tell whether a construct looks at records of which nothing says what they are."""
    match construct.form:
        case "ledger" | "review":
            return False
        case "ratio":
            return any(_takes_records(each) for each in (construct.part, construct.whole))
        case "total" | "compare":
            return _takes_records(construct.measure)
        case "cover":
            return not _members_say(construct)
    return True


def _takes_records(measure: Measure) -> bool:
    inner = (*measure.add, *((measure.less,) if measure.less is not None else ()))
    if inner and measure.where is None:
        own = () if measure.add else (measure.changed(less=None),)
        return any(map(_takes_records, (*own, *inner)))
    named = measure.where or (measure.count if measure.count != "all" else None)
    return measure.of_records and not _names_kind(named)


def _members_say(cover: Cover) -> bool:
    members = cover.members
    return isinstance(members, tuple) and all(_names_kind(each.where) for each in members)
