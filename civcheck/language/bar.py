"""What keeps a record out of a selection beside the conditions, and whether that is known."""

from __future__ import annotations

from typing import NamedTuple

from civcheck.language.condition import Failure
from civcheck.messages import Message, msg
from civcheck.model.record import Record


class Bar(NamedTuple):
    """What keeps a record out beside the conditions.

    ``fields`` are those that would have let it in; one of them with a value that was not taken leaves it open, and
    ``want`` says what the value would have to be. ``open`` names one whose value leaves it open as it stands.
    """

    lacks: Message
    fields: tuple[str, ...] = ()
    weight: int = 1
    want: Message | None = None
    open: str | None = None

    def lifted_by(self, record: Record) -> str | None:
        """Name the field for whose value nobody knows whether the record is kept out."""
        if self.open is not None or not self.fields:
            return self.open
        flaws = record.flaws
        return next((name for name in self.fields if name in flaws), None)

    def told(self, record: Record) -> Failure:
        """Say what the record lacks, or which value was not taken."""
        name = self.lifted_by(record)
        if name is None or self.open is not None:
            return Failure(self.lacks, self.weight)
        if self.want is None:
            return Failure(msg("lacks.role-flawed", role=name))
        return Failure(msg("lacks.flawed", field=name, want=self.want))
