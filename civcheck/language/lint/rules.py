"""Checking one rule of a pack against its vocabulary: every part says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.lint.conditions import ConditionLinter
from civcheck.language.lint.figures import lint_figures
from civcheck.language.lint.idle import lint_idle
from civcheck.language.lint.limits import lint_limits
from civcheck.language.lint.scopes import ScopeLinter
from civcheck.language.lint.score import lint_worth
from civcheck.language.measure import Measure
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.vocabulary import Vocabulary
from civcheck.language.walking import Path, parts
from civcheck.messages import msg
from civcheck.model.parts import Mistake


def lint_rule(rule: Rule, known: Vocabulary, ids: Iterable[str]) -> Iterator[Mistake]:
    """List every mistake in a rule; ``ids`` are those of the other rules, none where they are not known."""
    if ids:
        yield from known.names(("answered_by",), msg("sort.rule"), rule.answered_by, ids)
    if rule.id in rule.answered_by:
        yield ("answered_by",), "answered-by-itself", {"value": rule.id}
    conditions = ConditionLinter(known)
    for path, part, about in parts(rule):
        if isinstance(part, Condition) and about != "material":
            yield from conditions.mistakes(path, part, about == "unit")
        yield from part.mistakes(known, path)
    yield from lint_limits(rule, known)
    yield from lint_worth(rule)
    yield from lint_idle(rule)
    yield from lint_figures(rule, known)
    yield from ScopeLinter(known).mistakes(rule)
    yield from _unpicked(rule)
    yield from _on_empty(("expect",), rule, rule.on_empty, known)
    yield from _ties(("expect",), rule, rule.select, known)


def _unpicked(rule: Rule) -> Iterator[Mistake]:
    """Tell of the field of one record where nothing says which record that is."""
    placed = tuple(parts(rule))
    if any(isinstance(each.part, Select) and each.part.pick is not None for each in placed):
        return
    for path, part, _ in placed:
        if isinstance(part, Measure) and part.field is not None:
            yield (*path, "field"), "field-needs-pick", {"value": part.field}


def _on_empty(path: Path, branch: Any, inherited: str | None, known: Vocabulary) -> Iterator[Mistake]:
    for each in branch.expect:
        on_empty = branch.on_empty or inherited
        if (each.needs_on_empty or _names_share(each, known)) and on_empty is None:
            yield (*path, each.form), "on-empty-missing", {"value": each.form}
        # of branches that are held against each record it is asked once, of all of them
        branches = () if getattr(each, "each", False) else getattr(each, "branches", ())
        for index, inner in enumerate(branches):
            yield from _on_empty((*path, each.form, index), inner, on_empty, known)


def _names_share(construct: Any, known: Vocabulary) -> bool:
    """Tell whether a param, or a fact, that stands for so many records is a percentage."""
    some = getattr(construct, "quantifier", None)
    ref = some.at_least if isinstance(some, AtLeastRecords) else None
    return isinstance(ref, Ref) and not tuple(ref.mistakes(known, ())) and known.type_of(ref) == "百分数"


def _ties(path: Path, branch: Any, inherited: Select | None, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of ties by fields that the records on one side do not have; a branch may select records of its own."""
    select = branch.select if branch.select is not None else inherited
    for each in branch.expect:
        if isinstance(each, Link):
            yield from each.lacking_fields(select, known, (*path, each.form))
        for index, inner in enumerate(getattr(each, "branches", ())):
            yield from _ties((*path, each.form, index), inner, select, known)
