"""Pydantic models of records, one a kind, built from the keys that a pack gives its records."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, PlainValidator, create_model

from civcheck.model.terms import Terms
from civcheck.reading.keys import NOT_SAID, KindKeys, Slot, record_slots

_REQUIRED = ("kind", "title", "days")


def record_model(kind: str, terms: Terms, year: int) -> type[BaseModel]:
    """Build the model of one kind's records: every key is read by what reads it in an audit.

    Attributes are those of ``Record`` and the names of the kind's fields, aliases are the keys. A value that says
    nothing is ``NOT_SAID``; 归档, 附件 and 其他 are left as they are written.
    """
    written: dict[Slot, list[str]] = {}
    for key, slot in KindKeys(kind, terms, record_slots(terms)).slots.items():
        written.setdefault(slot, []).append(key)
    fields: dict[str, Any] = {
        slot.name: _model_field(slot, AliasChoices(*keys), year) for slot, keys in written.items()
    }
    config = ConfigDict(extra="forbid", title=kind)
    return create_model("RecordOfKind", __config__=config, __doc__=terms.kinds[kind].about, **fields)


def _model_field(slot: Slot, keys: AliasChoices, year: int) -> Any:
    read = PlainValidator(lambda raw: slot.value(raw, year)[0] if slot.read is not None else raw)
    annotation = Annotated[Any, read]
    if slot.at >= 0 and slot.name in _REQUIRED:
        return annotation, Field(validation_alias=keys)
    return annotation, Field(default_factory=lambda: NOT_SAID, validation_alias=keys)
