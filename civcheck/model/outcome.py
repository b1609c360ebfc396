"""The seven outcomes, force and basis: the words every report uses."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Outcome(StrEnum):
    """What an audit says of one rule; seven, and only seven."""

    SATISFIED = "satisfied"
    GAP = "gap"
    PENDING = "pending"
    NEEDS_REVIEW = "needs-review"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"


_ALL_OF = (Outcome.GAP, Outcome.UNDETERMINED, Outcome.PENDING, Outcome.NEEDS_REVIEW, Outcome.SATISFIED)
_ANY_OF = (Outcome.SATISFIED, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING, Outcome.GAP)


def combine_all(outcomes: Iterable[Outcome]) -> Outcome:
    """Combine members that must all hold; those not applicable drop out, none left is not applicable."""
    return _first(_ALL_OF, outcomes)


def combine_any(outcomes: Iterable[Outcome]) -> Outcome:
    """Combine alternatives; those not applicable drop out, none left is not applicable."""
    return _first(_ANY_OF, outcomes)


def _first(order: tuple[Outcome, ...], outcomes: Iterable[Outcome]) -> Outcome:
    present = set(outcomes)
    return next((each for each in order if each in present), Outcome.NOT_APPLICABLE)


class Obligation(IntEnum):
    """How strongly the document asks (约束力), weakest first."""

    ENCOURAGED = 1
    EXPECTED = 2
    MANDATORY = 3

    @property
    def code(self) -> str:
        """Give the English code of reports."""
        return self.name.lower()

    @property
    def word(self) -> str:
        """Give the word packs use."""
        return {1: "倡导", 2: "应办", 3: "强制"}[self]

    @classmethod
    def of(cls, word: str) -> Obligation | None:
        """Find the force a word or code names."""
        return next((each for each in cls if word in (each.word, each.code)), None)


class Basis(StrEnum):
    """Where a part of a rule comes from (规则依据)."""

    ORIGINAL = "original"
    INFERRED = "inferred"
    SUPERIOR = "superior"

    @property
    def word(self) -> str:
        """Give the word packs use."""
        return {"original": "原文", "inferred": "推断", "superior": "上级标准"}[self.value]

    @classmethod
    def of(cls, word: str) -> Basis | None:
        """Find the basis a word or code names."""
        return next((each for each in cls if word in (each.word, each.value)), None)


PARTS = ("scope", "window", "number", "evidence")
"""The parts of a rule that carry a choice."""
