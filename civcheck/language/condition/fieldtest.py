"""What is asked of one field: the tests of a condition, and how they are said in words."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg
from civcheck.model.parts import Part, mistake

if TYPE_CHECKING:
    from civcheck.language.written import Operand, Values
    from civcheck.model.written import YesNo

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
    at_least: Operand | None = None
    at_most: Operand | None = None
    exactly: Operand | None = None
    more_than: Operand | None = None
    less_than: Operand | None = None
    before: Operand | None = None
    after: Operand | None = None
    text_has: Values | None = None

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"is": raw}
        if isinstance(raw, list):
            return {"in": raw}
        if isinstance(raw, dict) and raw and set(raw) <= {"param", "fact", "field", "as_of", "days"}:
            return {"is": raw}
        if isinstance(raw, dict) and not raw:
            raise mistake("empty-condition")
        return raw

    def _check(self) -> None:
        if any(operand == () for _, operand in self.wanted):
            raise mistake("empty-condition")

    @cached_property
    def wanted(self) -> tuple[tuple[str, Ref | str | tuple[str, ...]], ...]:
        """The value tests that are given, as (operator, operand)."""
        named = ((name, getattr(self, name)) for name in ("is_", *_LISTS, *BOUNDS, "before", "after"))
        return tuple((name, operand) for name, operand in named if operand is not None)


class Failure(NamedTuple):
    """One test a record fails, and how to say so; ``weight`` 1 can be mended, more is another sort."""

    lacks: Message
    weight: int = 1


def words_of(key: str, test: Test, sorts: Collection[str] = (), of_unit: bool = False) -> Message:
    """Say a test in words; ``sorts`` are names under 类型 that nobody writes there, for they stand for many kinds.

    ``of_unit``: it is about what the unit declares, where 无 says that there is nothing.
    """
    parts = []
    for name, operand in test.wanted:
        named = (operand,) if isinstance(operand, str) else operand
        of_sort = key == "类型" and not isinstance(named, Ref) and all(each in sorts for each in named)
        code = "words.of-sort" if of_sort and name in ("is_", "in_") else f"words.{name.strip('_')}"
        if name == "is_" and operand in ("是", "否"):
            code = "words.yes-no"
        parts.append(msg(code, field=key, value=_operand_words(operand, name in ("is_", *_LISTS))))
    if test.filled is True or test.blank is False:
        parts.append(msg("words.unit-filled" if of_unit else "words.filled", field=key))
    if test.blank is True or test.filled is False:
        parts.append(msg("words.unit-blank" if of_unit else "words.blank", field=key))
    return reduce(lambda one, other: msg("words.all", one=one, other=other), parts)


def _operand_words(operand: Ref | str | tuple[str, ...], quoted: bool) -> Any:
    """Say what a test names; ``quoted`` where the message puts it in quotation marks."""
    if not isinstance(operand, Ref):
        return "”“".join(operand) if quoted and isinstance(operand, tuple) else operand
    if operand.as_of is not None:
        return msg("words.ref-as-of", days=operand.as_of)
    name = operand.param or operand.fact or operand.field or ""
    if quoted:
        return name
    if not operand.days:
        return msg("words.ref", name=name)
    code = "words.ref-before" if operand.days < 0 else "words.ref-after"
    return msg(code, name=name, days=str(abs(operand.days)))
