"""What is asked of one field: the tests of a condition, and how they are said in words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg, number, quoted, times
from civcheck.model.parts import Part, mistake
from civcheck.model.several import several_in
from civcheck.model.texts import some

if TYPE_CHECKING:
    from civcheck.language.written import DayOperand, NumberOperand, Operand, Values
    from civcheck.model.written import YesNo

OF_SELECTED = "所选记录的"
"""Stands before the name of a field of the record that a tie sets out from."""

EACH_DAY = f"{OF_SELECTED}日期.每天"
"""Every day of that record, where each of several is compared."""

Truth = bool | None
"""Three-valued: None is not known."""


_LISTS = ("in_", "has_any", "has_all", "has_none", "within", "text_has")
BOUNDS = ("at_least", "at_most", "exactly", "more_than", "less_than")


class Test(Part):
    """What is asked of one field; everything given must hold."""

    __test__ = False

    is_: Operand | None = None
    in_: Values | None = None
    has_any: Values | None = None
    has_all: Values | None = None
    has_none: Values | None = None
    within: Values | None = None
    filled: YesNo | None = None
    blank: YesNo | None = None
    at_least: NumberOperand | None = None
    at_most: NumberOperand | None = None
    exactly: NumberOperand | None = None
    more_than: NumberOperand | None = None
    less_than: NumberOperand | None = None
    before: DayOperand | None = None
    after: DayOperand | None = None
    text_has: Values | None = None

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"is": raw}
        if isinstance(raw, list):
            return {"in": raw}
        if isinstance(raw, dict) and not Ref.NAMES.isdisjoint(raw) and set(raw) <= Ref.KEYS:
            return {"is": raw}
        if isinstance(raw, dict) and not raw:
            raise mistake("empty-condition")
        return raw

    def _check(self) -> None:
        if any(operand == () for _, operand in self.wanted):
            raise mistake("empty-condition")

    @cached_property
    def wanted(self) -> tuple[tuple[str, Any], ...]:
        """The value tests that are given, as (operator, operand)."""
        named = ((name, getattr(self, name)) for name in ("is_", *_LISTS, *BOUNDS, "before", "after"))
        return tuple((name, operand) for name, operand in named if operand is not None)

    @property
    def bounded(self) -> bool:
        """Tell whether it holds a number against a bound."""
        return any(getattr(self, name) is not None for name in BOUNDS)

    @property
    def share_of(self) -> str | None:
        """Name the field of whose number at least a share is asked for."""
        asked = self.at_least
        return asked.field if isinstance(asked, Ref) and asked.times and asked.plus is None else None


class Failure(NamedTuple):
    """One test a record fails, and how to say so; ``weight`` 1 can be mended, more is another sort."""

    lacks: Message
    weight: int = 1


_OPEN = {f"lacks.{name}" for name in ("blank", "ahead", "flawed", "near-value", "value")}


def left_open(failure: Failure) -> Failure:
    """Say what a record lacks as what leaves open whether it is meant: nobody asks for that."""
    return failure._replace(lacks=_left_open(failure.lacks))


def _left_open(lacks: Message) -> Message:
    if lacks.id == "lacks.either":
        return msg(lacks.id, one=_left_open(lacks.params["one"]), other=_left_open(lacks.params["other"]))
    return Message(f"{lacks.id}-open", lacks.params) if lacks.id in _OPEN else lacks


def meant_open(field: str, text: str, want: str) -> Message:
    """Say that a text may be meant for what is asked for: by its name, or because one of the two may be anybody."""
    if several_in(text).anybody:
        return msg("lacks.unnamed-open", field=field, value=text, want=want)
    if several_in(want).anybody:
        return msg("lacks.unnamed-asked-open", field=field, value=text, want=want)
    return msg("lacks.near-value-open", field=field, value=(text,), want=want)


Declares = Callable[[str], Any]
"""What gives the value that the unit declares under a name; None where it declares nothing."""


_ITSELF = {"before": 1, "after": -1}
"""By so many days from the day that is named that day itself meets a test, too."""


def words_of(
    key: str,
    test: Test,
    sorts: Collection[str] = (),
    of_unit: bool = False,
    declares: Declares | None = None,
    of_list: bool = False,
) -> Message:
    """Say a test in words; ``sorts`` are names under 类型 that nobody writes there, for they stand for many kinds.

    ``of_list``: the field has a list, of which a bound counts the values.

    ``of_unit``: it is about what the unit declares, where 无 says that there is nothing. ``declares`` gives what the
    unit declares, so that what a fact stands for is said too.
    """
    parts = []
    for name, operand in test.wanted:
        named = (operand,) if isinstance(operand, str) else operand
        of_sort = key == "类型" and not isinstance(named, Ref) and all(each in sorts for each in named)
        code = "words.of-sort" if of_sort and name in ("is_", "in_") else f"words.{name.strip('_')}"
        if of_list and name in BOUNDS:
            code = f"words.{name}-of-list"
        if name == "is_" and operand in ("是", "否"):
            code = "words.yes-no"
        if name == "is_" and isinstance(operand, Ref) and operand.field is not None and not operand.days:
            code = "words.same"
        if isinstance(operand, Ref) and operand.as_of is None and operand.days == _ITSELF.get(name):
            code, operand = f"words.{name}-or-on", operand.changed(days=0)
        if isinstance(operand, Ref) and code != "words.same" and name in ("is_", *_LISTS):
            parts.append(msg(f"{code}-ref", field=key, value=_named_words(operand, declares)))
            continue
        parts.append(msg(code, field=key, value=operand_words(operand, name in ("is_", *_LISTS))))
    if test.filled is True or test.blank is False:
        parts.append(msg("words.unit-filled" if of_unit else "words.filled", field=key))
    if test.blank is True or test.filled is False:
        parts.append(msg("words.unit-blank" if of_unit else "words.blank", field=key))
    return reduce(lambda one, other: msg("words.all", one=one, other=other), parts)


def _named_words(operand: Ref, declares: Declares | None) -> Message:
    """Say where the texts stand that a test names: in the unit's file, in the record, or in the pack."""
    if operand.fact is None:
        return operand_words(operand, False) if operand.days else msg("words.ref", name=_name_of(operand))
    value = declares(operand.fact) if declares is not None else None
    if value is None or isinstance(value, bool):
        return msg("words.of-fact", name=operand.fact)
    said = some(value) if isinstance(value, tuple) else value
    return msg("words.of-fact-said", name=operand.fact, said=said or "无")


def _name_of(ref: Ref) -> Message | str:
    if ref.field is not None and ref.field.startswith(OF_SELECTED):
        return msg("words.of-selected", name=ref.field.removeprefix(OF_SELECTED))
    return ref.param or ref.fact or ref.field or ""


def operand_words(operand: Any, in_quotes: bool) -> Any:
    """Say what a test names; ``in_quotes`` where the message puts it in quotation marks."""
    if isinstance(operand, str | tuple):
        return quoted(operand) if in_quotes and isinstance(operand, tuple) else operand
    if not isinstance(operand, Ref):  # it depends on the unit, or on the year
        return operand.words()
    if operand.as_of is not None:
        return msg("words.ref-as-of", days=operand.as_of)
    name = _name_of(operand)
    if in_quotes:
        return name
    if not operand.days:
        said = msg("words.ref", name=name)
        if operand.times is not None:
            said = msg("words.ref-times", what=said, times=times(operand.times))
        return said if operand.plus is None else msg("words.ref-plus", what=said, plus=number(operand.plus))
    code = "words.ref-before" if operand.days < 0 else "words.ref-after"
    return msg(code, name=name, days=str(abs(operand.days)))
