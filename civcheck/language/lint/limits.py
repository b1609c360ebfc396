"""Checking numbers and references: limits that nothing meets, names that are no number and no day, empty sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from civcheck.language.condition import Test
from civcheck.language.expectation.cover import AtLeast, Cover
from civcheck.language.expectation.due import Due
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.members import FromRecords
from civcheck.language.expectation.per_value import PerBoth
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.expectation.step import Step
from civcheck.language.expectation.within import Within
from civcheck.language.lint.percentages import measured_mistakes
from civcheck.language.measure import Measure
from civcheck.language.quantity import Comparison, Ref, parse_number
from civcheck.language.rule import Rule
from civcheck.language.vocabulary import Vocabulary
from civcheck.language.walking import Path, Placed, parts
from civcheck.messages import Percent, number
from civcheck.model.parts import Mistake, Part
from civcheck.model.terms import COUNTED, NUMBERS


def lint_limits(rule: Rule, known: Vocabulary) -> Iterator[Mistake]:
    """List the numbers and references of a rule that can never be what they should."""
    placed = tuple(parts(rule))
    of_records = tuple(
        each.path for each in placed if isinstance(each.part, _OF_ONE_RECORD) and each.about != "unit"
    )
    yield from _stays(placed)
    for path, part, _ in placed:
        if {"at_least", "at_most"} <= set(part.names()) and not isinstance(part, Ref):
            yield from _crossed(path, part, by_days=isinstance(part, Lag | Within) and part.unit == "天")
        if isinstance(part, Ratio | AtLeastRecords):
            yield from _above_all(path, part)
        if isinstance(part, Cover):
            yield from _too_few(path, part)
        if isinstance(getattr(part, "members", None), tuple | Ref):
            yield from _members(path, part, known)
        if isinstance(part, Ref):
            yield from _reference(path, part, known)
            if part.field is not None and not _inside(path, of_records):
                yield (*path, "field"), "field-of-no-record", {"value": part.field}
        yield from measured_mistakes(path, part, known)
        if isinstance(part, Measure):
            yield from _measured(path, part, known)
        if isinstance(part, Comparison | AtLeast | AtLeastRecords):
            yield from _unnumbered(path, part, known)


def _stays(placed: Iterable[Placed]) -> Iterator[Mistake]:
    """Tell of members that come and go where no period asks whether they are there."""
    placed = tuple(placed)
    in_periods = tuple(each.path for each in placed if isinstance(each.part, PerBoth))
    for path, part, _ in placed:
        if isinstance(part, FromRecords) and part.stays and not _inside(path, in_periods):
            yield (*path, "from" if part.from_ is not None else "to"), "stay-without-period", {}


def _inside(path: Path, others: tuple[Path, ...]) -> bool:
    return any(path[: len(each)] == each for each in others)


_OF_ONE_RECORD = (Test, Lag, Due, Within, Step)
"""What looks at one record at a time, so that a field of it can be named."""


def _measured(path: Path, measure: Measure, known: Vocabulary) -> Iterator[Mistake]:
    name = measure.fact
    if name is not None and name in known.unit_fields and known.fact_type(name) not in COUNTED:
        yield (*path, "fact"), "fact-not-number", {"value": name}
    named = measure.param in known.param_names
    if named and known.type_of(Ref(param=measure.param)) == "日期":
        yield (*path, "param"), "rule-number", {"value": measure.param}


def _unnumbered(path: Path, part: Part, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of a day, or of what is no number, where a limit stands; a field is told elsewhere."""
    given = {name: getattr(part, name, None) for name in Comparison.COMPARISONS}
    limits = {name: each for name, each in given.items() if isinstance(each, Ref) and each.field is None}
    yield from known.numbers(path, limits)


def _number(value: Any) -> Fraction | None:
    if isinstance(value, str):
        try:
            return parse_number(value)
        except ValueError:
            return None
    return value if isinstance(value, Fraction) else None


def _crossed(path: Path, part: Any, by_days: bool) -> Iterator[Mistake]:
    """Tell of a lower limit above an upper one; between one day and the next there is none."""
    given = {
        name: value
        for name in Comparison.COMPARISONS
        if (value := _number(getattr(part, name, None))) is not None
    }
    if (most := _number(getattr(part, "days", None))) is not None:  # the short form of at_most
        given["at_most"] = most
    for low in ("at_least", "more_than", "exactly"):
        for high in ("at_most", "less_than", "exactly"):
            if low == high or low not in given or high not in given:
                continue
            strict = low == "more_than" or high == "less_than"
            next_ = by_days and (low, high) == ("more_than", "less_than") and given[high] == given[low] + 1
            if given[low] > given[high] or (strict and given[low] == given[high]) or next_:
                shown = {"low": f"{low}: {number(given[low])}", "high": f"{high}: {number(given[high])}"}
                yield (*path, low), "limits-crossed", {"key": low, **shown}
                return


def _above_all(path: Path, ratio: Ratio | AtLeastRecords) -> Iterator[Mistake]:
    """Tell of a share of all records that is held against more than all of them: a percentage without its sign."""
    if isinstance(ratio, AtLeastRecords):
        if isinstance(ratio.at_least, Percent) and ratio.at_least > 1:
            yield (*path, "at_least"), "share-above-all", {"key": "at_least", "value": number(ratio.at_least)}
        return
    part, whole = ratio.part, ratio.whole
    if part.count is None or whole.count != "all" or part.times or whole.times or part.year or whole.year:
        return
    for name, value in ratio.limits():
        if isinstance(value, Fraction) and (value > 1 or (name == "more_than" and value == 1)):
            yield (*path, name), "share-above-all", {"key": name, "value": number(value)}


def _too_few(path: Path, cover: Cover) -> Iterator[Mistake]:
    if cover.open or not isinstance(cover.need, AtLeast) or not isinstance(cover.need.at_least, Fraction):
        return
    sides = [cover.members] if cover.members is not None else [side.members for side in cover.cross]
    have = 1
    for members in sides:
        if not isinstance(members, tuple) or not members:
            return
        have *= len(members)
    if cover.need.at_least > have:
        shown = {"value": number(cover.need.at_least), "have": str(have)}
        yield (*path, "need"), "need-above-members", shown


def _members(path: Path, part: Any, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of a set without members, and of a fact that is no list."""
    members = part.members
    if members == ():
        yield (*path, "members"), "rule-empty", {"key": "members"}
    if not isinstance(members, Ref):
        return
    if members.fact is None:
        yield (*path, "members"), "members-of-what", {}
    elif members.fact in known.unit_fields and known.fact_type(members.fact) != "列表":
        lists = [name for name in known.unit_fields if known.fact_type(name) == "列表"]
        shown = {"value": members.fact, "names": tuple(lists)}
        yield (*path, "members", "fact"), "fact-not-list", shown


def _reference(path: Path, ref: Ref, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of days added to what is no day, and of what is no number taken times another."""
    name = ref.param or ref.fact or ref.field or "as_of"
    if ref.fact is not None and ref.fact not in known.unit_fields:
        return
    if ref.field is not None and ref.field not in known.record_fields:
        return
    if ref.param is not None and ref.param not in known.param_names:
        return
    kind = known.type_of(ref)
    if ref.days and kind != "日期":
        yield (*path, "days"), "days-of-no-day", {"value": name}
    counted = COUNTED if ref.fact is not None else NUMBERS
    for key in ("times", "round"):
        if getattr(ref, key) is not None and kind not in counted:
            yield (*path, key), "times-of-no-number", {"value": name, "key": key}
            return


def named_params(part: Part) -> Iterator[str]:
    """List the params that a part names, and every part inside it."""
    for _, each, _ in parts(part):
        if isinstance(each, Ref | Measure) and each.param is not None:
            yield each.param
