"""How the parts of a rule pack are written in YAML: the words in their annotations, and the models made of them."""

from __future__ import annotations

import typing
import warnings
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator
from pydantic.fields import FieldInfo

from civcheck.model.parts import PARTS, Part, day_text, listed, mistake, yes_no

YesNo = Annotated[bool, BeforeValidator(yes_no)]


def written_day(raw: Any) -> date:
    """Take a day as packs write it; anything else, a number too, is none."""
    day = day_text(raw)
    if not isinstance(day, date):
        raise mistake("rule-day", value=raw if isinstance(raw, str) else "")
    if not EARLIEST <= day.year <= LATEST:
        raise mistake("day-far", value=day.isoformat(), first=str(EARLIEST), last=str(LATEST))
    return day


EARLIEST, LATEST = 1900, 2200
"""No document tells of days before or after these years."""
Day = Annotated[date, BeforeValidator(written_day)]
Texts = Annotated[tuple[str, ...], BeforeValidator(listed)]
"""A list of texts; one may stand alone."""


def pattern(text: str) -> FieldInfo:
    """Ask for texts of a form."""
    return Field(pattern=text)  # type: ignore[no-any-return]


NOT_EMPTY = Field(min_length=1)

WORDS: dict[str, Any] = {
    "Annotated": Annotated, "Any": Any, "ClassVar": ClassVar, "Fraction": Fraction, "Literal": Literal,
    "Mapping": Mapping, "date": date,
    "Day": Day, "NOT_EMPTY": NOT_EMPTY, "Texts": Texts, "YesNo": YesNo, "pattern": pattern,
}  # fmt: skip
"""What annotations of parts may name, beside the parts themselves; the rule language adds its own."""


class PartModel(BaseModel):
    """A part as pydantic reads it: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, raw: Any) -> Any:
        return cls._written(raw)  # type: ignore[attr-defined]

    @model_validator(mode="after")
    def _checked(self) -> PartModel:
        self._check()  # type: ignore[attr-defined]
        return self


_ANNOTATIONS: dict[str, Mapping[str, Any]] = {}
_MODELS: dict[str, type[BaseModel]] = {}


def annotations_of(part: type[Part]) -> Mapping[str, Any]:
    """Give the annotations of a part's fields with every word in them known."""
    known = _ANNOTATIONS.get(part.__name__)
    if known is None:
        hints = typing.get_type_hints(part, localns={**PARTS, **WORDS}, include_extras=True)
        known = _ANNOTATIONS[part.__name__] = {name: hints[name] for name in part.names()}
    return known


def model_of(part: type[Part]) -> type[BaseModel]:
    """Give the model of a part: what it reads is a part of that sort."""
    known = _MODELS.get(part.__name__)
    if known is None:
        known = _MODELS[part.__name__] = _make_model(part)
    return known


def _make_model(part: type[Part]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (Annotated[annotation, Field(alias=part.key_of(name))], getattr(part, name, ...))
        for name, annotation in annotations_of(part).items()
    }
    bases: Any = (PartModel, part)
    with warnings.catch_warnings():
        # a default stands in the part: it is meant to be covered by the field
        warnings.filterwarnings("ignore", message="Field name .* shadows an attribute")
        return create_model(
            part.__name__, __base__=bases, __module__=part.__module__, __doc__=part.__doc__, **fields
        )
