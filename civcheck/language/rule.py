"""A rule: one atomic demand of the document with its sentence, force, basis, and what must be shown."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from civcheck.language.condition import Condition, listed
from civcheck.language.condition import Scope as Applies
from civcheck.language.expectation import Expectation, gather
from civcheck.language.expectation.branches import DatedBy, OnEmpty
from civcheck.language.quantity import DayOrRef
from civcheck.language.select import Select
from civcheck.language.window import Window
from civcheck.model.outcome import PARTS, Basis, Obligation
from civcheck.model.terms import Strict, YesNo


def _obligation(raw: Any) -> Obligation:
    found = Obligation.of(raw) if isinstance(raw, str) else raw if isinstance(raw, Obligation) else None
    if found is None:
        raise PydanticCustomError("rule-word", "word", {"value": str(raw), "names": "强制、应办、倡导"})
    return found


def _basis(raw: Any) -> Basis:
    found = Basis.of(raw) if isinstance(raw, str) else None
    if found is None:
        raise PydanticCustomError("rule-word", "word", {"value": str(raw), "names": "原文、推断、上级标准"})
    return found


ObligationWord = Annotated[Obligation, PlainValidator(_obligation), PlainSerializer(lambda each: each.word)]
BasisWord = Annotated[Basis, PlainValidator(_basis), PlainSerializer(lambda each: each.value)]
Texts = Annotated[tuple[str, ...], BeforeValidator(listed)]


class InForce(Strict):
    """From when to when a rule is in force, inclusive; before it the rule does not apply."""

    first: DayOrRef | None = Field(default=None, alias="from")
    last: DayOrRef | None = Field(default=None, alias="to")


class TakenFor(Strict):
    """Records of another sort that people take for what a rule asks, and why they are not."""

    select: Select
    because: str


class SaidOf(Strict):
    """Something to say about selected records; it decides nothing."""

    where: Condition
    says: str


class Rule(Strict):
    """One rule of a pack, by its permanent id."""

    id: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")
    aliases: Texts = ()
    title: str
    quote: Texts = Field(min_length=1)
    obligation: ObligationWord
    basis: Mapping[Literal["scope", "window", "number", "evidence"], BasisWord] = {}
    reading: str = ""
    applies_to: Applies = "全部单位"
    select: Select | None = None
    window: Window | None = None
    dated_by: DatedBy = "日期"
    expect: Annotated[tuple[Expectation, ...], BeforeValidator(gather)] = ()
    on_empty: OnEmpty | None = None
    may_be_joint: YesNo = False
    in_force: InForce | None = None
    answered_by: Texts = ()
    remedy: str = ""
    advice: Texts = ()
    near: tuple[TakenFor, ...] = ()
    notices: tuple[SaidOf, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _either(self) -> "Rule":
        if self.answered_by and (self.expect or self.select is not None):
            raise PydanticCustomError("heading-with-expect", "heading")
        if not self.answered_by and not self.expect:
            raise PydanticCustomError("rule-without-expect", "expect")
        return self

    @property
    def is_heading(self) -> bool:
        """Tell whether other rules answer this sentence: it has no finding of its own."""
        return bool(self.answered_by)

    def basis_of(self, part: str) -> Basis:
        """Give where a part of the rule comes from; what the pack does not say is inferred."""
        return self.basis.get(part, Basis.INFERRED)  # type: ignore[call-overload, no-any-return]


ALL_PARTS = PARTS
