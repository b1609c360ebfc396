"""Values that leave open what a test comes to: they may be meant for a name that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from civcheck.language.condition.comparing import Operand, operand_forms
from civcheck.language.condition.fieldtest import Test, Truth
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref
from civcheck.model.alike import Alike
from civcheck.model.record import Record
from civcheck.model.texts import near, normal

Misspelt = Literal["no", "near", "any"]
"""Which values the pack does not list leave it open what a test comes to: none, near ones, or any.

``any`` goes where more records could break a rule; there it is open, too, of what has a name in it that is asked for,
or is part of one.
"""

Names = Callable[[Record], Alike]
"""Gives the names that a record's value is compared with."""

TEXTS = ("文本", "列表")
"""The types of fields that have names."""

NAMING = ("is_", "in_", "has_any", "has_all", "within", "has_none")


def doubt_of(
    key: str, test: Test, grounds: Grounds, whatever: bool
) -> Callable[[Any, Truth, Record], bool] | None:
    """Make the function that tells whether a value the pack does not list leaves open what a test comes to.

    高级 may be meant for 高: it does not meet a test on 高, and it is not known not to; neither is 三级, ``whatever``
    it is. Where the list is open, or there is none, only what has the name in it (鱼翅羹, where 鱼翅 is asked for),
    or is part of it, or may be anybody (张三等2人), is not known. None where nothing could be left open.
    """
    terms = grounds.terms
    asked = [(name, operand) for name, operand in test.wanted if name in NAMING]
    if not asked or terms.field_type(key) not in TEXTS:
        return None
    wanted = _names([operand for name, operand in asked if name != "has_none"], grounds)
    unwanted = _names([operand for name, operand in asked if name == "has_none"], grounds)

    def unsure(value: Any, met: Truth, record: Record) -> bool:
        names = None if met is None else unwanted if met else wanted
        if names is None:
            return False
        term = terms.fields_of(record.kind).get(key) or terms.fields.get(key)
        own = term.spellings if term is not None else {}
        unlisted = (text for text in texts_of(value) if normal(text) not in own)
        if own and term is not None and not term.open:
            return any(whatever or near(normal(text), names(record).names, cutoff=0.5) for text in unlisted)
        return whatever and any(map(names(record).may_mean, unlisted))

    return unsure


def _names(operands: Iterable[Operand], grounds: Grounds) -> Names | None:
    """Make the function that gives what the operands name for a record; None where there are none."""
    written, fields = set[str](), []
    for operand in operands:
        if isinstance(operand, Ref) and operand.field is not None:
            fields.append(grounds.written(operand.field))
        else:
            written |= operand_forms(operand, grounds)
    if not fields:
        known = Alike(written)
        return (lambda _: known) if written else None

    def of_record(record: Record) -> Alike:
        return Alike([*written, *(text for get in fields for text in texts_of(get(record)))])

    return of_record
