"""Checking the vocabulary of a pack: every name that it uses must be one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from civcheck.language.lint.complaint import Complaint
from civcheck.language.vocabulary import UNIT_FIELDS, unknown
from civcheck.language.walking import Path
from civcheck.messages import Message, msg
from civcheck.model.parts import day_text
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import BASE_FIELDS, Fact, FieldTerm, OwnField, Terms
from civcheck.model.texts import near, normal


def lint_terms(terms: Terms) -> Iterator[Complaint]:
    """List every mistake in the vocabulary."""
    yield from _lint_unit_types(terms)
    yield from _lint_days(terms)
    yield from _lint_base_fields(terms)
    yield from _lint_spellings(terms)
    broken = False
    for name, kind in terms.kinds.items():
        if kind.is_a is not None and kind.is_a not in terms.kinds:
            broken = True
            yield _of_terms(("kinds", name, "is_a"), msg("sort.kind"), kind.is_a, terms.kinds)
        if kind.sort is not None and kind.sort not in terms.sorts:
            yield _of_terms(("kinds", name, "sort"), msg("sort.sort"), kind.sort, terms.sorts)
    for key, above in (
        ("kinds", {name: kind.is_a for name, kind in terms.kinds.items()}),
        ("unit_types", {name: kind.is_a for name, kind in terms.unit_types.items()}),
    ):
        for name in above:
            if _goes_round(name, above):
                yield Complaint("terms.yaml", (key, name, "is_a"), "is-a-circle", {"value": name})
                break
    if not broken:
        yield from _lint_kind_fields(terms)
        yield from _lint_marks(terms)
        yield from _lint_aliases(terms)


def _lint_days(terms: Terms) -> Iterator[Complaint]:
    for name, day in terms.days.items():
        # the day must be there in every year, so not 02-29
        if day.every is not None and not isinstance(day_text(f"2017-{day.every}"), date):
            yield Complaint("terms.yaml", ("days", name), "rule-day", {"value": day.every})
        for year, own in day.years.items():
            if abs(own.year - year) > 1:  # a day may lie across the turn of the year
                shown = {"value": own.isoformat(), "year": str(year)}
                yield Complaint("terms.yaml", ("days", name, str(year)), "day-of-other-year", shown)
    for name, spans in terms.periods.items():
        if not spans:
            yield Complaint("terms.yaml", ("periods", name), "rule-empty", {"key": name})
        for index, span in enumerate(spans):
            if span.last < span.first:
                yield Complaint(
                    "terms.yaml",
                    ("periods", name, index),
                    "span-backwards",
                    {"value": f"{span.first}/{span.last}"},
                )


def _of_terms(path: Path, what: Message, value: str, names: Iterable[str]) -> Complaint:
    return Complaint("terms.yaml", *unknown(path, what, value, names))


def _lint_unit_types(terms: Terms) -> Iterator[Complaint]:
    for name, unit_type in terms.unit_types.items():
        if unit_type.is_a is not None and unit_type.is_a not in terms.unit_types:
            yield _of_terms(
                ("unit_types", name, "is_a"), msg("sort.unit-type"), unit_type.is_a, terms.unit_types
            )
        for function in unit_type.states:
            if function not in terms.functions:
                yield _of_terms(
                    ("unit_types", name, "states", function), msg("sort.function"), function, terms.functions
                )


def _lint_kind_fields(terms: Terms) -> Iterator[Complaint]:
    for name, kind in terms.kinds.items():
        own = terms.fields_of(name)
        for key in kind.defaults:
            if key not in own:
                yield _of_terms(("kinds", name, "defaults"), msg("sort.field"), key, own)
        if kind.expires is not None and kind.expires not in own:
            yield _of_terms(("kinds", name, "expires"), msg("sort.field"), kind.expires, own)
        for index, each in enumerate(kind.fields):
            if (meant := _slip_of(each, terms)) is not None:
                shown = {"value": each.name, "meant": meant}
                yield Complaint("terms.yaml", ("kinds", name, "fields", index), "field-undeclared", shown)
            if each.name in BASE_FIELDS:
                yield Complaint(
                    "terms.yaml", ("kinds", name, "fields", index), "field-is-base", {"value": each.name}
                )


def _lint_marks(terms: Terms) -> Iterator[Complaint]:
    """Tell of a unit of no number, of a day set in advance that is none, and of answers listed where none are texts."""
    for path, term, kind in _terms_of_fields(terms):
        if term.unit is not None and kind not in ("整数", "小数"):
            yield Complaint(
                "terms.yaml", (*path, "unit"), "unit-of-no-number", {"value": path[1], "type": kind}
            )
        if getattr(term, "ahead", False) and kind != "日期":
            yield Complaint(
                "terms.yaml", (*path, "ahead"), "ahead-of-no-day", {"value": path[1], "type": kind}
            )
        if isinstance(term, Fact) and term.values and kind not in ("文本", "列表"):
            yield Complaint(
                "terms.yaml", (*path, "values"), "values-of-no-text", {"value": path[1], "type": kind}
            )


def _terms_of_fields(terms: Terms) -> Iterator[tuple[Path, FieldTerm | Fact, str]]:
    """List what is said of fields and facts, where it stands, with the type it has there."""
    for name, field in terms.fields.items():
        yield ("fields", name), field, terms.field_type(name)
    for name, kind in terms.kinds.items():
        for index, own in enumerate(kind.fields):
            yield ("kinds", name, "fields", index), own, terms.fields_of(name)[own.name].type or "列表"
    for name, role in terms.roles.items():
        for index, own in enumerate(role.fields):
            yield ("roles", name, "fields", index), own, role.own_types[own.name]
    for name, fact in terms.facts.items():
        yield ("facts", name), fact, fact.type


def _slip_of(field: OwnField, terms: Terms) -> str | None:
    """Name the declared field that an undeclared one is nearly: alone it may stand, beside that it is a slip."""
    if field.type is not None or field.values or field.name in (*terms.fields, *BASE_FIELDS):
        return None
    return near(field.name, terms.fields)


def _lint_base_fields(terms: Terms) -> Iterator[Complaint]:
    for name, field in terms.fields.items():
        if name in BASE_FIELDS and field.type not in (None, BASE_FIELDS[name][1]):
            shown = {"value": name, "type": BASE_FIELDS[name][1]}
            yield Complaint("terms.yaml", ("fields", name, "type"), "field-base-type", shown)


def _lint_spellings(terms: Terms) -> Iterator[Complaint]:
    """Tell of another spelling that is the name, or a spelling, of something else: it would take its records away."""
    of_records = {key for name, (alias, _) in RECORD_KEYS.items() for key in (name, alias)}
    for group, also in (("kinds", ()), ("roles", ()), ("facts", UNIT_FIELDS), ("fields", of_records)):
        named: Mapping[str, Any] = getattr(terms, group)
        taken = {normal(each): each for each in (*named, *also)}
        for name, each in named.items():
            if each.alias and taken.setdefault(normal(each.alias), name) != name:
                shown = {"value": each.alias, "name": taken[normal(each.alias)]}
                yield Complaint("terms.yaml", (group, name, "alias"), "alias-taken", shown)


def _lint_aliases(terms: Terms) -> Iterator[Complaint]:
    fields = [
        *terms.fields.values(),
        *(each for kind in terms.kinds for each in terms.fields_of(kind).values()),
    ]
    listed = {normal(value) for each in fields for value in each.values}
    listed |= {normal(value) for fact in terms.facts.values() for value in fact.values}
    listed |= {normal(each) for each in (*terms.functions, *terms.organisations)}
    for other, value in terms.aliases.items():
        if normal(value) not in listed:
            yield Complaint("terms.yaml", ("aliases", other), "alias-unlisted", {"value": value})


def _goes_round(name: str, above: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    step: str | None = name
    while step is not None and step not in seen:
        seen.add(step)
        step = above.get(step)
    return step is not None
