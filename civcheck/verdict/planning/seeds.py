"""Seeds: sorts of records that may bring a rule nearer to being met, read off what the rule selects and asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, product
from math import ceil
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.expectation.absence import Absence
from civcheck.language.expectation.compare import Compare
from civcheck.language.expectation.count import Count
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.members import FromRecords, Member, Wanted, members_of
from civcheck.language.expectation.per_value import PerValue, period_in, value_in
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.total import Total
from civcheck.language.grounds import Grounds
from civcheck.language.measure import Measure
from civcheck.language.period import every_of
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.select import Scope
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.window import Interval, resolve
from civcheck.model.record import Record
from civcheck.verdict.observe import scope_of
from civcheck.verdict.planning.draft import REFS, Draft, frozen, has_field
from civcheck.verdict.planning.meeting import anything, as_written, together, ways

MOST_SEEDS = 600
"""So many sorts of records are tried for one rule."""
_ENOUGH = 1_000_000
"""Stands for a number that is large enough; what is needed the rule says."""
_MORE = 10
"""So many times what a mean must come to is what one more record is taken to show."""
_DIFFERENT = 12
"""So many different names are made where a rule counts different ones."""

Way = dict[str, Any]


def seeds(rule: Rule, grounds: Grounds, today: date) -> list[list[Draft]]:
    """List what may close a rule: all seeds of all its branches, then those of each alternative by itself.

    Days lie after ``today`` wherever there is still time, else in the days that are over.
    """
    scope = scope_of(rule, grounds)
    if not isinstance(scope, Scope):
        return []
    whole = list(dict.fromkeys(islice(_of_branch(rule, scope, today), MOST_SEEDS)))
    alone = [
        list(dict.fromkeys(islice(_of_branch(branch, scope, today), MOST_SEEDS)))
        for each in rule.expect
        for branch in getattr(each, "branches", ())
        if getattr(each, "form", "") == "any_of"
    ]
    return [each for each in (whole, *alone) if each]


def leaves(branch: Any, scope: Scope) -> Iterator[tuple[Scope, Any]]:
    """List every construct of a rule that is no alternative or conjunction itself, with the records it speaks of."""
    if isinstance(branch.applies_to, Condition) and not branch.applies_to.about_unit(scope.grounds).truth:
        return
    try:
        window = resolve(branch.window, scope.grounds) if branch.window is not None else scope.window
    except (Undetermined, NotConcerned):
        return
    own = replace(
        scope, select=branch.select or scope.select, window=window, dated_by=branch.dated_by or scope.dated_by
    )
    for expectation in branch.expect:
        inner = getattr(expectation, "branches", None)
        if inner is None:
            yield own, expectation
        for each in inner or ():
            yield from leaves(each, own)


def _of_branch(branch: Any, scope: Scope, today: date) -> Iterator[Draft]:
    for own, expectation in leaves(branch, scope):
        try:
            yield from _of_construct(expectation, own, today)
        except (Undetermined, NotConcerned):
            continue


def _of_construct(expectation: Any, scope: Scope, today: date) -> Iterator[Draft]:
    if isinstance(expectation, Link):
        yield from _of_link(expectation, scope, today)
    if isinstance(expectation, Absence):  # what shows that there is none
        for each in expectation.needs:
            yield from _of_construct(None, scope.narrowed(each), today)
        return
    spans = [still(days, scope, today) for days in _days(expectation, scope)]
    for kind in sorted(scope.kinds()):
        asked = _asked(expectation, kind, scope)
        for span, way in product(spans, together((ways(scope.select, kind, scope.grounds), asked))):
            if all(has_field(kind, key, scope.grounds.terms) for key in way):
                reported = {"报送日期": span.first} if scope.dated_by == "报送日期" else {}
                yield Draft(kind, frozen(way | reported), span)


def still(days: Interval, scope: Scope, today: date) -> Interval:
    """Give those of some days that are still to come; all of them (within the year) where none is."""
    if days.last > today:
        return Interval(max(days.first, today + timedelta(days=1)), days.last)
    return days if days.first != date.min else Interval(scope.grounds.year[0], days.last)


def _days(expectation: Any, scope: Scope) -> Iterator[Interval]:
    """List the days of each period that is asked for; else those of the window."""
    per = period_in(getattr(expectation, "per", None))
    if per is None:
        yield from scope.window.intervals
        return
    for each in every_of(per, scope.grounds).parts(scope.window, scope.grounds):
        yield each.days


def _asked(expectation: Any, kind: str, scope: Scope) -> list[Way]:
    """List what a construct asks of the fields of one record, in every way that counts."""
    for sort, make in _MAKERS:
        if isinstance(expectation, sort):
            found: list[Way] = make(expectation, kind, scope)
            return found
    return [{}]


def _of_count(count: Count, kind: str, scope: Scope) -> list[Way]:
    grounds = scope.grounds
    fields = [name for name in count.distinct if name != "日期"]
    numbers = range(_DIFFERENT) if fields else range(1)
    different: list[Way] = [
        {
            name: anything(kind, name, grounds, number)
            for name in fields
            if has_field(kind, name, grounds.terms)
        }
        for number in numbers
    ]
    return list(together((different, _of_per(value_in(count.per), kind, grounds))))


def _of_per(value: PerValue | None, kind: str, grounds: Grounds) -> list[Way]:
    if value is None or value.members is None:
        return [{}]
    return _of_members(value.members, value.field, kind, grounds)


def _of_members(
    members: tuple[Member, ...] | Ref | FromRecords, fields: Iterable[str], kind: str, grounds: Grounds
) -> list[Way]:
    wanted, _ = members_of(members, tuple(fields), grounds)
    return [way for each in wanted for way in _of_wanted(each, kind, grounds)]


def _of_wanted(wanted: Wanted, kind: str, grounds: Grounds) -> list[Way]:
    if wanted.where is not None:
        return ways(wanted.where, kind, grounds)
    return [way for name in wanted.fields for way in _naming(kind, name, wanted.name, grounds)]


def _naming(kind: str, field: str, name: str, grounds: Grounds) -> list[Way]:
    if field == "类型":
        return [{}] if kind in grounds.terms.kinds_under.get(name, ()) else []
    known = has_field(kind, field, grounds.terms)
    return [{field: as_written(kind, field, name, grounds.terms)}] if known else []


def _of_cover(cover: Cover, kind: str, scope: Scope) -> list[Way]:
    grounds = scope.grounds
    if cover.cross:
        return list(together([_of_members(side.members, side.field, kind, grounds) for side in cover.cross]))
    if cover.pairs is not None:
        wanted, _ = members_of(cover.pairs.members, cover.pairs.field, grounds)
        first, second = cover.pairs.field[0], cover.pairs.field[-1]
        sides = [(one, other) for one in wanted for other in wanted if one.name < other.name]
        return [
            way
            for one, other in sides
            for way in together(
                (_naming(kind, first, one.name, grounds), _naming(kind, second, other.name, grounds))
            )
        ]
    assert cover.members is not None  # noqa: S101 - one of the three is there
    return _of_members(cover.members, cover.field, kind, grounds)


def _of_each(each: Each, kind: str, scope: Scope) -> list[Way]:
    filled: Way = {name: anything(kind, name, scope.grounds) for name in each.filled}
    sides = [ways(each.where, kind, scope.grounds), [filled]]
    if each.cover is not None:
        members = _of_cover(each.cover, kind, scope)
        every = next(together([[way] for way in members]), None)
        sides.append([every] if every is not None else members)
    return list(together(sides))


def _of_ratio(ratio: Ratio, kind: str, scope: Scope) -> list[Way]:
    if isinstance(ratio.part.count, Condition):
        return ways(ratio.part.count, kind, scope.grounds)
    return [_numbers((*_fields(ratio.whole), *_fields(ratio.part)), kind, 1, scope)]


def _of_total(total: Total, kind: str, scope: Scope) -> list[Way]:
    need = scope.grounds.limits(total).need or Fraction(1)
    staff = scope.grounds.fact("在职人数") if total.per_head else 1
    where = ways(total.measure.where, kind, scope.grounds)
    return list(
        together(
            (
                where,
                [
                    _numbers(
                        _fields(total.measure),
                        kind,
                        ceil(need * staff * (_MORE if total.measure.mean else 1)),
                        scope,
                    )
                ],
            )
        )
    )


def _of_compare(compare: Compare, kind: str, scope: Scope) -> list[Way]:
    return [_numbers(_fields(compare.measure), kind, _ENOUGH, scope)]


def _fields(measure: Measure) -> tuple[str, ...]:
    names = (*measure.sum, measure.mean, measure.min, measure.max, measure.latest, measure.field)
    return tuple(name for name in names if name)


def _numbers(names: Iterable[str], kind: str, value: int, scope: Scope) -> Way:
    """Give the first of these fields a number, and 1 to those that it is multiplied by or divided into."""
    known = [name for name in dict.fromkeys(names) if has_field(kind, name, scope.grounds.terms)]
    return {name: value if at == 0 else 1 for at, name in enumerate(known)}


def _of_link(link: Link, scope: Scope, today: date) -> Iterator[Draft]:
    """List records to tie the selected ones to, and those of the next step to these."""
    grounds, tied = scope.grounds, scope.selection(material=False).records
    for step in (link, *link.then):
        for record in tied:
            frame = None if step.within is None else step.within.frame(record, grounds)
            if isinstance(frame, str):
                continue
            first, last = record.days.last, max(record.days.last, scope.window.last)
            if frame is not None:
                first, last = max(frame.earliest, date(1950, 1, 1)), min(frame.latest, date(2199, 1, 1))
            for kind in sorted(step.to.kinds(grounds.terms)):
                tie = _tie(step, record, kind, grounds)
                for way in together((ways(step.to, kind, grounds), ways(step.where, kind, grounds), tie)):
                    yield Draft(kind, frozen(way), still(Interval(first, last), scope, today))
        tied = grounds.index.of(step.to.kinds(grounds.terms))


def _tie(step: Any, record: Record, kind: str, grounds: Grounds) -> list[Way]:
    if not step.own:
        return [{REFS: tuple(each for each in (record.key, record.id) if each)}]
    pairs = zip(step.own, step.others, strict=True)
    found: Mapping[str, Any] = {
        other: as_written(kind, other, grounds.getter(own)(record), grounds.terms) for own, other in pairs
    }
    return [dict(found)] if all(value is not None for value in found.values()) else []


_MAKERS: tuple[tuple[type, Callable[[Any, str, Scope], list[Way]]], ...] = (
    (Count, _of_count),
    (Cover, _of_cover),
    (Each, _of_each),
    (Ratio, _of_ratio),
    (Total, _of_total),
    (Compare, _of_compare),
)
