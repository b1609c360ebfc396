"""What becomes of one mapping while it is read: a record or none, and what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from civcheck.model.problem import Weight
from civcheck.model.rawvalue import Note
from civcheck.model.record import Record

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Trouble:
    """A problem inside a record, before its place in the file is known."""

    code: str
    weight: Weight
    path: Path
    params: dict[str, Any] = field(default_factory=dict)


class Entry:
    """One mapping and what becomes of it: a record, or None, and its troubles.

    ``flaws`` names the fields and roles whose value was left out because of a problem.
    """

    __slots__ = ("flaws", "folder", "key", "kind", "narrative", "record", "troubles")

    def __init__(self, key: str, folder: str, narrative: str) -> None:
        self.key = key
        self.folder = folder
        self.narrative = narrative
        self.kind: str | None = None
        self.record: Record | None = None
        self.troubles: list[Trouble] = []
        self.flaws: list[str] = []

    def trouble(self, code: str, path: Path, weight: Weight = Weight.VALUE, **params: Any) -> None:
        """Note a problem at a path inside the mapping."""
        self.troubles.append(Trouble(code, weight, path, params))

    def note(self, notes: tuple[Note, ...], path: Path) -> None:
        """Take over what reading the value at ``path`` left to say."""
        self.troubles += [Trouble(code, Weight.NOTE, path, params) for code, params in notes]
