"""Input problems (录入问题): what in a file could not be taken as it stands, where, why, and the cure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from civcheck.messages import Message


class Place(NamedTuple):
    """A place in a file: path relative to the ledger or pack with ``/``; line and column count from 1.

    Line 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class InLedger(str):
    """A path from the ledger's root that a problem speaks of, beside the place where it is."""

    __slots__ = ()

    def below(self, folder: str) -> InLedger:
        """Give the same path where the ledger is one of several, below ``folder``."""
        return InLedger(f"{folder}/{self}")


NOTHING: Mapping[Any, Any] = {}
"""An empty mapping that nobody writes into: the default where there is nothing to say."""


class Weight(StrEnum):
    """How much a problem costs (ledger-format: three weights)."""

    UNREAD = "unread"
    VALUE = "value"
    NOTE = "note"


class Problem(NamedTuple):
    """One thing that is wrong with one place of a file.

    ``code`` names three texts of the catalogue: ``problem.CODE`` (what), ``problem.CODE.why`` and
    ``problem.CODE.cure``; ``params`` fill all three.
    """

    code: str
    weight: Weight
    place: Place
    params: Mapping[str, Any] = NOTHING

    @property
    def what(self) -> Message:
        """Say what is wrong."""
        return Message(f"problem.{self.code}", self.params)

    @property
    def why(self) -> Message:
        """Say why it matters."""
        return Message(f"problem.{self.code}.why", self.params)

    @property
    def cure(self) -> Message:
        """Say what to type instead."""
        return Message(f"problem.{self.code}.cure", self.params)
