"""Checking one rule of a pack against its vocabulary: names, types of values, what would select nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from civcheck.language.condition import Condition, Test
from civcheck.language.expectation.count import Count
from civcheck.language.expectation.cover import Cover, FromRecords, Side
from civcheck.language.expectation.demand import RoleDemand
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.whole_ledger import WholeLedger
from civcheck.language.lint.complaint import Told, unknown
from civcheck.language.measure import Measure
from civcheck.language.pack import PackHead
from civcheck.language.quantity import Comparison, Ref, parse_number
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.walking import Path, parts
from civcheck.language.window import Every, WindowDays
from civcheck.model.parts import Part, day_text, yes_no
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import normal

UNIT_FIELDS = ("单位类型", "文明单位级别", "职能", "组织", "在职人数")


class RuleLinter:
    """Checks one rule by the terms of its pack; ``ids`` are those of the other rules."""

    def __init__(self, rule: Rule, head: PackHead, terms: Terms, ids: list[str]) -> None:
        self.rule, self.head, self.terms, self.ids = rule, head, terms, ids
        self.fields = (*BASE_FIELDS, *sorted(terms.own_field_names))
        self.unit_fields = (*UNIT_FIELDS, *terms.facts)

    def complaints(self) -> Iterator[Told]:
        """List every mistake in the rule."""
        if self.ids:
            yield from self._names(("answered_by",), "规则", self.rule.answered_by, self.ids)
        for path, model, of_unit in parts(self.rule):
            yield from self._part(path, model, of_unit)
        yield from self._on_empty(("expect",), self.rule, self.rule.on_empty)

    def _on_empty(self, path: Path, branch: Any, inherited: str | None) -> Iterator[Told]:
        for each in branch.expect:
            on_empty = branch.on_empty or inherited
            form = getattr(each, "form", "")
            needs = type(each).needs_on_empty or (isinstance(each, Cover) and each.from_fact)
            needs = needs or (form == "total" and each.measure.mean is not None)
            if isinstance(each, Each) and each.quantifier != "each":
                needs = False
            if needs and on_empty is None:
                yield (*path, form), "on-empty-missing", {"value": form}
            for index, inner in enumerate(getattr(each, "branches", ())):
                yield from self._on_empty((*path, form, index), inner, on_empty)

    def _part(self, path: Path, model: Part, of_unit: bool) -> Iterator[Told]:
        if isinstance(model, Condition):
            yield from self._condition(path, model, of_unit)
        for kind, check in _CHECKS:
            if isinstance(model, kind):
                yield from check(self, path, model)

    def _names(self, path: Path, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Told]:
        known = tuple(known)
        for name in names:
            if name not in known:
                yield unknown(path, what, name, known)

    def _fields(self, path: Path, names: Iterable[str]) -> Iterator[Told]:
        return self._names(path, "字段", names, self.fields)

    def _ref(self, path: Path, ref: Ref) -> Iterator[Told]:
        if ref.param is not None:
            yield from self._names((*path, "param"), "参数", (ref.param,), self.head.params)
        if ref.fact is not None:
            yield from self._names((*path, "fact"), "事实", (ref.fact,), self.unit_fields)
        if ref.field is not None:
            yield from self._fields((*path, "field"), (ref.field,))

    def _members(self, path: Path, cover: Cover | Side) -> Iterator[Told]:
        yield from self._fields((*path, "field"), cover.field)
        members = cover.members
        for index, member in enumerate(members if isinstance(members, tuple) else ()):
            if member.where is None:
                yield from self._listed((*path, "members", index), cover.field, (member.name,))

    def _lag(self, path: Path, lag: Lag) -> Iterator[Told]:
        yield from self._fields((*path, "from"), (lag.from_,))
        yield from self._fields((*path, "to"), (lag.to,))

    def _link(self, path: Path, link: Link) -> Iterator[Told]:
        return self._fields((*path, "by"), [name for name in link.by if name != "关联"])

    def _every(self, path: Path, every: Every) -> Iterator[Told]:
        if every.period is not None:
            yield from self._names((*path, "period"), "时段", (every.period,), self.terms.periods)

    def _measure(self, path: Path, measure: Measure) -> Iterator[Told]:
        for key in ("sum", "mean", "latest", "field"):
            name = getattr(measure, key)
            if name is None:
                continue
            yield from self._fields((*path, key), (name,))
            if name in self.fields and self.terms.field_type(name) not in ("整数", "小数"):
                yield (*path, key), "field-not-number", {"value": name}
            if key == "field" and not self._picks():
                yield (*path, key), "field-needs-pick", {"value": name}
        if measure.fact is not None:
            yield from self._names((*path, "fact"), "事实", (measure.fact,), self.unit_fields)
        if measure.param is not None:
            yield from self._names((*path, "param"), "参数", (measure.param,), self.head.params)

    def _picks(self) -> bool:
        return any(
            isinstance(placed.part, Select) and placed.part.pick is not None for placed in parts(self.rule)
        )

    def _window(self, path: Path, window: WindowDays) -> Iterator[Told]:
        for key in ("day", "week"):
            name = getattr(window, key)
            if name is not None:
                yield from self._names((*path, key), "日子", (name,), self.terms.days)
        if window.period is not None:
            yield from self._names((*path, "period"), "时段", (window.period,), self.terms.periods)
        first, last = window.first, window.last
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield path, "span-backwards", {"value": f"{first}/{last}"}
        if isinstance(first, int) and isinstance(last, int) and last < first:
            yield path, "span-backwards", {"value": f"{first}/{last}"}

    # --- conditions

    def _condition(self, path: Path, condition: Condition, of_unit: bool) -> Iterator[Told]:
        if isinstance(condition, Select):
            yield from self._names((*path, "with"), "材料角色", condition.with_, self.terms.roles)
        known = self.unit_fields if of_unit else self.fields
        for key, test in condition.tests.items():
            if key not in known:
                yield unknown((*path, key), "单位的事实" if of_unit else "字段", key, known)
            elif of_unit:
                yield from self._unit_values((*path, key), key, test)
            elif key == "类型":
                names = (*self.terms.kinds, *self.terms.sorts)
                yield from self._names((*path, key), "类型", _texts(test), names)
                yield from self._only((*path, key), key, test, _OF_KIND)
            else:
                yield from self._listed((*path, key), (key,), _texts(test))
                yield from self._typed((*path, key), key, test, self.terms.field_type(key))
        if not of_unit:
            yield from self._kinds(path, condition)

    def _kinds(self, path: Path, condition: Condition) -> Iterator[Told]:
        """Tell of a condition that no kind of record can meet, once, where the contradiction stands."""
        tests = [each.tests["类型"] for each in condition.nested() if "类型" in each.tests]
        named = [name for test in tests for name in _texts(test)]
        under = self.terms.kinds_under
        if condition.kinds(self.terms) or not all(under.get(name) for name in named):
            return
        if any(not each.kinds(self.terms) for each in (*condition.all_, *condition.any_)):
            return
        step: Path = ("类型",) if "类型" in condition.tests else ("all",)
        yield (*path, *step), "select-nothing", {"names": "、".join(dict.fromkeys(named))}

    def _only(self, path: Path, key: str, test: Test, allowed: frozenset[str]) -> Iterator[Told]:
        for name in test.given() - allowed:
            shown = (name.strip("_"), "、".join(sorted(each.strip("_") for each in allowed)))
            yield path, "test-unfit", {"key": shown[0], "value": key, "names": shown[1]}

    def _unit_values(self, path: Path, key: str, test: Test) -> Iterator[Told]:
        known: dict[str, Iterable[str]] = {
            "单位类型": self.terms.unit_types,
            "文明单位级别": self.terms.honours,
            "职能": self.terms.functions,
            "组织": self.terms.organisations,
        }
        if key in known:
            bounds = _bounds(test) if key == "文明单位级别" else ()
            names = (*_texts(test), *(each for each in bounds if isinstance(each, str)))
            yield from self._names(path, key, names, known[key])
        match key:
            case "单位类型":
                yield from self._only(path, key, test, _OF_KIND | {"has_any", "has_none"})
            case "文明单位级别":
                yield from self._only(path, key, test, _OF_KIND | _BOUNDS | {"filled", "blank"})
                if any(isinstance(each, Ref) for _, each in test.wanted):
                    yield path, "rule-text", {"key": key}
            case "职能" | "组织":
                yield from self._typed(path, key, test, "列表", _COUNTED)
            case "在职人数":
                yield from self._typed(path, key, test, "整数")
            case _ if key in self.terms.facts:
                yield from self._typed(path, key, test, self.terms.facts[key].type, _COUNTED)

    def _listed(self, path: Path, fields: Iterable[str], names: Iterable[str]) -> Iterator[Told]:
        listed: set[str] = set()
        for field in fields:
            terms = [self.terms.fields[field]] if field in self.terms.fields else []
            terms += [own[field] for kind in self.terms.kinds if field in (own := self.terms.fields_of(kind))]
            if any(term.open for term in terms) or not any(term.values for term in terms):
                return
            listed |= {value for term in terms for value in term.values}
        forms = {normal(value) for value in listed}
        for name in names:
            if normal(name) not in forms:
                yield unknown(path, f"“{'、'.join(fields)}”的值", name, sorted(listed))

    def _typed(
        self, path: Path, key: str, test: Test, kind: str, numbers: tuple[str, ...] = ("整数", "小数")
    ) -> Iterator[Told]:
        """Hold what a test compares with against the type of the field."""
        bounds, days = _bounds(test), [each for each in (test.before, test.after) if each is not None]
        if bounds and kind not in numbers:
            yield path, "field-not-number", {"value": key}
        elif kind in numbers:
            texts = (*bounds, *(_operands(test) if kind != "列表" else ()))
            yield from (_told(path, "rule-number", each) for each in texts if not self._is_number(each))
        if days and kind != "日期":
            yield path, "field-not-day", {"value": key}
        elif kind == "日期":
            texts = (*days, *_operands(test))
            yield from (_told(path, "rule-day", each) for each in texts if not self._is_day(each))
        if kind == "是否":
            texts = _texts(test)
            yield from (
                _told(path, "rule-yes-no", each) for each in texts if not isinstance(yes_no(each), bool)
            )
        if isinstance(test.text_has, Ref) and test.text_has.field is not None:
            yield (*path, "text_has"), "rule-list", {"key": "text_has"}

    def _is_number(self, value: str | Ref) -> bool:
        if isinstance(value, Ref):
            return self._type_of(value) in ("整数", "小数")
        try:
            return parse_number(value) is not None
        except PydanticCustomError:
            return False

    def _is_day(self, value: str | Ref) -> bool:
        if isinstance(value, Ref):
            return self._type_of(value) == "日期"
        return isinstance(day_text(value), date)

    def _type_of(self, ref: Ref) -> str:
        """Give the type of what a reference names; a name that is not known is told elsewhere and fits anything."""
        if ref.param is not None and ref.param in self.head.params:
            return "日期" if isinstance(self.head.params[ref.param].value, date) else "小数"
        if ref.fact is not None:
            fact = self.terms.facts.get(ref.fact)
            return fact.type if fact is not None else "整数" if ref.fact == "在职人数" else "列表"
        if ref.field is not None:
            return self.terms.field_type(ref.field)
        return "日期"


_COUNTED = ("整数", "小数", "列表")
"""The types of facts that numbers are held against; of a list it is the length."""
_BOUNDS = frozenset(Comparison.COMPARISONS)
_OF_KIND = frozenset({"is_", "in_"})
"""The tests that mean something for the kind of a record."""


def _bounds(test: Test) -> tuple[str | Ref, ...]:
    found = (test.at_least, test.at_most, test.exactly, test.more_than, test.less_than)
    return tuple(each for each in found if each is not None)


def _told(path: Path, code: str, value: str | Ref) -> Told:
    shown = value if isinstance(value, str) else value.param or value.fact or value.field or "as_of"
    return path, code, {"value": shown}


def _operands(test: Test) -> tuple[str | Ref, ...]:
    found: list[str | Ref] = []
    for operand in (test.is_, test.in_, test.has_any, test.has_all, test.has_none, test.within):
        if isinstance(operand, tuple):
            found += operand
        elif operand is not None:
            found.append(operand)
    return tuple(found)


def _texts(test: Test) -> tuple[str, ...]:
    return tuple(each for each in _operands(test) if isinstance(each, str))


_CHECKS: tuple[tuple[type[Part], Callable[[RuleLinter, Path, Any], Iterator[Told]]], ...] = (
    (Ref, RuleLinter._ref),
    (Count, lambda linter, path, count: linter._fields((*path, "distinct"), count.distinct)),
    (Cover, RuleLinter._members),
    (Side, RuleLinter._members),
    (FromRecords, lambda linter, path, members: linter._fields((*path, "field"), (members.field,))),
    (Each, lambda linter, path, each: linter._fields((*path, "filled"), each.filled)),
    (
        RoleDemand,
        lambda linter, path, demand: linter._names(path, "材料角色", demand.any_of, linter.terms.roles),
    ),
    (Lag, RuleLinter._lag),
    (Measure, RuleLinter._measure),
    (Link, RuleLinter._link),
    (WholeLedger, lambda linter, path, ledger: linter._fields((*path, "unique"), ledger.unique)),
    (WindowDays, RuleLinter._window),
    (Every, RuleLinter._every),
)
"""What is checked in each part of a rule."""
