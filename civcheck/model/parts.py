"""The parts of a rule pack: light classes that pydantic looks at only when a pack's YAML has to be read.

An audit mostly takes a pack from its compiled form, and pydantic costs more time to import than all of civcheck.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from civcheck.model.problem import NOTHING

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary

Mistake = tuple[tuple[str | int, ...], str, dict[str, Any]]
"""Something wrong in a part: the path of keys to it, a problem code, params."""

PARTS: dict[str, type[Part]] = {}
"""Every sort of part by its name."""


@dataclass_transform(eq_default=False, kw_only_default=True)
class Part:
    """A part of a rule pack: its annotations are its keys, its class attributes their defaults.

    A name that ends in ``_`` is written without it; ``_keys`` has those that are written otherwise, ``_about`` those
    whose conditions speak of something else than records. Nobody changes a part once it is made. ``read`` makes one
    from YAML; calling the class takes values as they are.
    """

    _keys: ClassVar[Mapping[str, str]] = NOTHING
    _about: ClassVar[Mapping[str, str]] = NOTHING
    _names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # the models that pydantic reads a part with are no sorts of their own
        if not hasattr(cls, "model_config"):
            PARTS[cls.__name__] = cls
            own = vars(cls).get("__annotations__", {})
            fields = [name for name, type_ in own.items() if not type_.startswith("ClassVar")]
            cls._names = tuple(dict.fromkeys((*cls._names, *fields)))

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Read a part as it is written in a pack.

        Raises:
            ValidationError: pydantic's, with every mistake in it.
        """
        from civcheck.model.written import model_of

        return model_of(cls).model_validate(raw)  # type: ignore[return-value]

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        from civcheck.model.written import model_of

        return handler.generate_schema(model_of(cls))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name its fields, those of its bases first."""
        return cls._names

    @classmethod
    def speaks_of(cls, name: str) -> str | None:
        """Say what conditions in a field speak of: the unit, or material; None where it is what they speak of here."""
        return cls._about.get(name)

    def given(self) -> frozenset[str]:
        """Name the fields that were written; the others have their defaults."""
        written: set[str] | None = getattr(self, "model_fields_set", None)
        return frozenset(vars(self) if written is None else written).intersection(self.names())

    def changed(self, **values: Any) -> Self:
        """Give the same part with other values."""
        given = {name: getattr(self, name) for name in self.given()}
        return PARTS[type(self).__name__](**{**given, **values})  # type: ignore[return-value]

    @classmethod
    def key_of(cls, name: str) -> str:
        """Give the key that a field is written by."""
        return cls._keys.get(name) or name.removesuffix("_")

    @classmethod
    def _written(cls, raw: Any) -> Any:
        """Turn what is written short into a mapping."""
        return raw

    def mistakes(self, known: Vocabulary, path: tuple[str | int, ...]) -> Iterable[Mistake]:
        """List what is wrong in this part, which stands at ``path``, by the names its pack knows."""
        return ()

    def _check(self) -> None:
        """Raise ``mistake`` where keys that are good one by one are not so together."""


def mistake(code: str, **params: Any) -> Exception:
    """Make the error for something in a pack that is not what it should be: a problem code and params."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(code, code, params or None)


# --- texts of packs as values


def listed(raw: Any) -> Any:
    """Take one text for a list of one."""
    return (raw,) if isinstance(raw, str) else raw


def yes_no(raw: Any) -> Any:
    """Take 是 and 否 (and true, false) for what they say; anything else is left to be refused."""
    words = {"是": True, "否": False, "true": True, "false": False}
    return words.get(raw, raw) if isinstance(raw, str) else raw


def day_text(raw: Any) -> Any:
    """Turn a day as packs write it (2017-03-15) into a date."""
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return raw
    return raw
