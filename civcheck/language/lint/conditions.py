"""Checking the conditions of a rule: names of fields, types of what they are compared with, what selects nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from civcheck.language.choice import DayChoice, NumberChoice
from civcheck.language.condition import Condition, Test
from civcheck.language.lint.percentages import sign_mistakes
from civcheck.language.quantity import Comparison, DayInYear, Ref, parse_number
from civcheck.language.select import Select
from civcheck.language.vocabulary import Vocabulary, unknown
from civcheck.language.walking import Path
from civcheck.messages import msg, plain
from civcheck.model.parts import Mistake, day_text, yes_no
from civcheck.model.terms import COUNTED


class ConditionLinter:
    """Checks conditions by the vocabulary of their pack."""

    def __init__(self, known: Vocabulary) -> None:
        self.known, self.terms = known, known.terms

    def mistakes(self, path: Path, condition: Condition, of_unit: bool) -> Iterator[Mistake]:
        """List every mistake in one condition; those inside it are looked at by themselves."""
        if isinstance(condition, Select):
            yield from self.known.roles((*path, "with"), *condition.with_)
        known = self.known.unit_fields if of_unit else self.known.record_fields
        for key, test in condition.tests.items():
            if key not in known:
                yield unknown((*path, key), msg("sort.unit-fact" if of_unit else "sort.field"), key, known)
            elif of_unit:
                yield from self._unit_values((*path, key), key, test)
            elif key == "类型":
                names = (*self.terms.kinds, *self.terms.sorts)
                yield from self.known.names((*path, key), msg("sort.kind"), texts_named(test), names)
                yield from self._only((*path, key), key, test, _OF_KIND)
            else:
                yield from self.known.listed((*path, key), (key,), texts_named(test))
                yield from self._typed((*path, key), key, test, self.terms.field_type(key))
        if not of_unit:
            yield from self._kinds(path, condition)

    def _kinds(self, path: Path, condition: Condition) -> Iterator[Mistake]:
        """Tell of a condition that no kind of record can meet, once, where the contradiction stands."""
        tests = [each.tests["类型"] for each in condition.nested() if "类型" in each.tests]
        named = [name for test in tests for name in texts_named(test)]
        under = self.terms.kinds_under
        if condition.kinds(self.terms) or not all(under.get(name) for name in named):
            return
        if any(not each.kinds(self.terms) for each in (*condition.all_, *condition.any_)):
            return
        step: Path = ("类型",) if "类型" in condition.tests else ("all",)
        yield (*path, *step), "select-nothing", {"names": tuple(dict.fromkeys(named))}

    def _only(self, path: Path, key: str, test: Test, allowed: frozenset[str]) -> Iterator[Mistake]:
        for name in test.given() - allowed:
            shown = (name.strip("_"), tuple(sorted(each.strip("_") for each in allowed)))
            yield path, "test-unfit", {"key": shown[0], "value": key, "names": shown[1]}

    def _unit_values(self, path: Path, key: str, test: Test) -> Iterator[Mistake]:
        if any(isinstance(operand, NumberChoice | DayChoice) for _, operand in test.wanted):
            yield path, "choice-of-unit", {"value": key}
            return
        known: dict[str, Iterable[str]] = {
            "单位类型": self.terms.unit_types,
            "文明单位级别": self.terms.honours,
            "职能": self.terms.functions,
            "组织": self.terms.organisations,
        }
        if key in known:
            bounds = _bounds(test) if key == "文明单位级别" else ()
            names = (*texts_named(test), *(each for each in bounds if isinstance(each, str)))
            yield from self.known.names(path, plain(key), names, known[key])
        match key:
            case "单位类型":
                yield from self._only(path, key, test, _OF_KIND | {"has_any", "has_none"})
            case "文明单位级别":
                yield from self._only(path, key, test, _OF_KIND | _BOUNDS | {"filled", "blank"})
                if any(isinstance(each, Ref) for _, each in test.wanted):
                    yield path, "rule-text", {"key": key}
            case "职能" | "组织":
                yield from self._typed(path, key, test, "列表", COUNTED)
            case "在职人数":
                yield from self._typed(path, key, test, "整数")
            case _ if key in self.terms.facts:
                yield from self.known.answers(path, key, texts_named(test))
                yield from self._typed(path, key, test, self.terms.facts[key].type, COUNTED)

    def _typed(
        self, path: Path, key: str, test: Test, kind: str, numbers: frozenset[str] = COUNTED
    ) -> Iterator[Mistake]:
        """Hold what a test compares with against the type of the field."""
        bounds, days = _bounds(test), [each for each in (test.before, test.after) if each is not None]
        if bounds and kind not in numbers:
            yield path, "field-not-number", {"value": key}
        elif kind in numbers:
            texts = (*bounds, *(_operands(test) if kind != "列表" else ()))
            yield from (self._told(path, "rule-number", each) for each in texts if not self._is_number(each))
            yield from (said for each in texts for said in sign_mistakes(path, key, kind, each, self.known))
        if days and kind != "日期":
            yield path, "field-not-day", {"value": key}
        elif kind == "日期":
            texts = (*days, *_operands(test))
            yield from (self._told(path, "rule-day", each) for each in texts if not self._is_day(each))
        if kind == "是否":
            texts = texts_named(test)
            yield from (
                self._told(path, "rule-yes-no", each) for each in texts if not isinstance(yes_no(each), bool)
            )
        if isinstance(test.text_has, Ref) and test.text_has.field is not None:
            yield (*path, "text_has"), "rule-list", {"key": "text_has"}

    def _told(self, path: Path, code: str, value: Any) -> Mistake:
        """Tell of a value of another type; the name of a field, fact or param was meant as a reference."""
        named = value.param or value.fact or value.field or "as_of" if isinstance(value, Ref) else str(value)
        known = (
            ("field", self.known.record_fields),
            ("fact", self.terms.facts),
            ("param", self.known.param_names),
        )
        meant = next((f"{{{key}: {named}}}" for key, names in known if named in names), "")
        return path, code, {"value": named, "meant": meant if isinstance(value, str) else ""}

    def _is_number(self, value: Any) -> bool:
        if isinstance(value, Ref):  # of a list it is how many there are
            return self.known.type_of(value) in COUNTED
        if isinstance(value, NumberChoice):
            return True
        try:
            return parse_number(value) is not None
        except PydanticCustomError:
            return False

    def _is_day(self, value: Any) -> bool:
        if isinstance(value, Ref):
            return self.known.type_of(value) == "日期"
        if isinstance(value, DayChoice | DayInYear):
            return True
        return isinstance(day_text(value), date)


_BOUNDS = frozenset(Comparison.COMPARISONS)
_OF_KIND = frozenset({"is_", "in_"})
"""The tests that mean something for the kind of a record."""


def _bounds(test: Test) -> tuple[Any, ...]:
    found = (test.at_least, test.at_most, test.exactly, test.more_than, test.less_than)
    return tuple(each for each in found if each is not None)


def _operands(test: Test) -> tuple[str | Ref, ...]:
    found: list[str | Ref] = []
    for operand in (test.is_, test.in_, test.has_any, test.has_all, test.has_none, test.within):
        if isinstance(operand, tuple):
            found += operand
        elif operand is not None:
            found.append(operand)
    return tuple(found)


def texts_named(test: Test) -> tuple[str, ...]:
    """List the texts that a test names; references are none."""
    return tuple(each for each in _operands(test) if isinstance(each, str))
