"""Telling of records whose numbers meet a demand and cannot be right: 30 of 24 came, 950 % are content."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.condition.comparing import is_number
from civcheck.language.expectation.total import Total
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation
from civcheck.language.quantity import Ref, parse_number
from civcheck.language.rule import Rule
from civcheck.messages import Message, msg, number, percent
from civcheck.model.record import Record
from civcheck.model.terms import Terms

_HALF = Fraction(1, 2)
"""What is to be so much at the least is a share of a whole; a growth of 10 % may well be 150 %."""

_NAMED = 3


class _Asked(NamedTuple):
    """A field of which so much is asked that it is a share: of another field, or of all, as a percentage is."""

    field: str
    whole: str | None


def notes_beyond(rule: Rule, seen: Observation, grounds: Grounds) -> Iterator[Message]:
    """Say of the records that were seen which have more than all."""
    for asked in _asked(rule, grounds.terms):
        get, get_whole = grounds.getter(asked.field), grounds.getter(asked.whole or asked.field)
        those = [
            each
            for each in seen.shown
            if _is_beyond(get(each), 1 if asked.whole is None else get_whole(each))
        ]
        if those:
            said = tuple(_said(each, get(each), get_whole(each), asked.whole) for each in those[:_NAMED])
            count = number(len(those))
            if asked.whole is None:
                yield msg("note.beyond-all", field=asked.field, count=count, records=said)
            else:
                yield msg(
                    "note.beyond-field", field=asked.field, whole=asked.whole, count=count, records=said
                )


def _is_beyond(part: Any, whole: Any) -> bool:
    return is_number(part) and is_number(whole) and 0 < whole < part


def _said(record: Record, part: Any, whole: Any, name: str | None) -> Message:
    title = record.title or ""
    if name is None:
        return msg("said.beyond-all", title=title, part=percent(Fraction(part)))
    return msg("said.beyond", title=title, part=number(Fraction(part)), whole=number(Fraction(whole)))


def _asked(rule: Rule, terms: Terms) -> tuple[_Asked, ...]:
    return tuple(dict.fromkeys(each for part in rule.inside for each in _in_part(part, terms)))


def _in_part(part: Any, terms: Terms) -> Iterator[_Asked]:
    if isinstance(part, Total):
        measure, least = part.measure, part.at_least if part.more_than is None else part.more_than
        for name in (measure.latest, measure.mean, measure.min, measure.max):
            if name is not None and terms.field_type(name) == "百分数" and _is_of_all(least):
                yield _Asked(name, None)
    for key, test in part.tests.items() if isinstance(part, Condition) else ():
        asked = test.at_least if test.more_than is None else test.more_than
        if (whole := test.share_of) is not None and isinstance(test.at_least, Ref):
            share = test.at_least.times
            if isinstance(share, Fraction) and share < 1 and terms.unit_of(key) == terms.unit_of(whole):
                yield _Asked(key, whole)
        elif asked is not None and terms.field_type(key) == "百分数" and _is_of_all(asked):
            yield _Asked(key, None)


def _is_of_all(least: Any) -> bool:
    """Tell whether what is asked for at the least is half of all, or more, and no more than all."""
    if isinstance(least, str):
        try:
            least = parse_number(least)
        except ValueError:
            return False
    return isinstance(least, Fraction) and _HALF <= least <= 1
