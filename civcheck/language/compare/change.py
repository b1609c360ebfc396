"""One change between two packs, and what it does to what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Lean(StrEnum):
    """What a change does: it asks for more, for less, it changes words only, or that cannot be told (看不出).

    Several changes together may also be mixed: some ask for more and some for less.
    """

    STRICTER = "stricter"
    LOOSER = "looser"
    WORDS = "words"
    UNKNOWN = "unknown"
    MIXED = "mixed"

    @property
    def swapped(self) -> Lean:
        """Give what the same change does when the two packs change places."""
        return {Lean.STRICTER: Lean.LOOSER, Lean.LOOSER: Lean.STRICTER}.get(self, self)

    @classmethod
    def of(cls, sign: int | None) -> Lean:
        """Say a sign: more than 0 asks for more, less than 0 for less; None and 0 cannot be told."""
        return cls.UNKNOWN if not sign else cls.STRICTER if sign > 0 else cls.LOOSER


def together(leans: Iterable[Lean]) -> Lean:
    """Say what several changes do together: words do not count beside others; with one not told nothing is told."""
    telling = set(leans) - {Lean.WORDS}
    if len(telling) < 2:
        return telling.pop() if telling else Lean.WORDS
    return Lean.UNKNOWN if Lean.UNKNOWN in telling else Lean.MIXED


class Change(NamedTuple):
    """One key that changed: the path of keys to it, the old and the new text (None: not there), what that does.

    Of lists of names, ``added`` and ``removed`` are those that only one of them has.
    """

    path: tuple[str, ...]
    old: str | None
    new: str | None
    lean: Lean
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the rule (or of the entry) that changed or holds what changed."""
        return self.path[0] if self.path else ""
