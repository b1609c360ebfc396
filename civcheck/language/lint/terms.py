"""Checking the vocabulary of a pack: every name that it uses must be one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from civcheck.language.lint.complaint import Complaint
from civcheck.language.vocabulary import unknown
from civcheck.language.walking import Path
from civcheck.messages import Message, msg
from civcheck.model.parts import day_text
from civcheck.model.terms import BASE_FIELDS, OwnField, Terms
from civcheck.model.texts import near, normal


def lint_terms(terms: Terms) -> Iterator[Complaint]:
    """List every mistake in the vocabulary."""
    yield from _lint_unit_types(terms)
    yield from _lint_days(terms)
    yield from _lint_base_fields(terms)
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


def _lint_aliases(terms: Terms) -> Iterator[Complaint]:
    fields = [
        *terms.fields.values(),
        *(each for kind in terms.kinds for each in terms.fields_of(kind).values()),
    ]
    listed = {normal(value) for each in fields for value in each.values}
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
