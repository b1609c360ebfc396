"""What is asked of one field: the tests of a condition, and how they are said in words."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg
from civcheck.model.terms import Strict, YesNo

Truth = bool | None
"""Three-valued: None is not known."""


def listed(raw: Any) -> Any:
    """Take one text for a list of one."""
    return (raw,) if isinstance(raw, str) else raw


def _kind_of_value(raw: Any) -> str:
    return "ref" if isinstance(raw, dict | Ref) else "value"


Operand = Annotated[Annotated[Ref, Tag("ref")] | Annotated[str, Tag("value")], Discriminator(_kind_of_value)]
Values = Annotated[
    Annotated[Ref, Tag("ref")] | Annotated[tuple[str, ...], BeforeValidator(listed), Tag("value")],
    Discriminator(_kind_of_value),
]

_LISTS = ("in_", "has_any", "has_all", "has_none", "within", "text_has")
BOUNDS = ("at_least", "at_most", "exactly", "more_than", "less_than")


class Test(Strict):
    """What is asked of one field; everything given must hold."""

    __test__ = False

    is_: Operand | None = Field(default=None, alias="is")
    in_: Values | None = Field(default=None, alias="in")
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

    @model_validator(mode="before")
    @classmethod
    def _short(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"is": raw}
        if isinstance(raw, list):
            return {"in": raw}
        if isinstance(raw, dict) and raw and set(raw) <= {"param", "fact", "field", "as_of", "days"}:
            return {"is": raw}
        if isinstance(raw, dict) and not raw:
            raise PydanticCustomError("empty-condition", "empty")
        return raw

    def wanted(self) -> Iterator[tuple[str, Ref | str | tuple[str, ...]]]:
        """List the value tests that are given, as (operator, operand)."""
        for name in ("is_", *_LISTS, *BOUNDS, "before", "after"):
            operand = getattr(self, name)
            if operand is not None:
                yield name, operand


class Failure(NamedTuple):
    """One test a record fails, and how to say so; ``weight`` 1 can be mended, more is another sort."""

    lacks: Message
    weight: int = 1


def words_of(key: str, test: Test) -> Message:
    """Say a test in words."""
    parts = [
        msg(f"words.{name.strip('_')}", field=key, value=_operand_words(operand))
        for name, operand in test.wanted()
    ]
    if test.filled is True or test.blank is False:
        parts.append(msg("words.filled", field=key))
    if test.blank is True or test.filled is False:
        parts.append(msg("words.blank", field=key))
    return parts[0] if len(parts) == 1 else msg("words.all", parts=tuple(parts))


def _operand_words(operand: Ref | str | tuple[str, ...]) -> Any:
    if not isinstance(operand, Ref):
        return operand
    if operand.as_of is not None:
        return msg("words.ref-as-of", days=operand.as_of)
    return msg("words.ref", name=operand.param or operand.fact or operand.field or "")
