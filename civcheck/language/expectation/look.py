"""What a step of ``link`` finds from one record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from civcheck.language.expectation.tiedsum import Weighed
from civcheck.language.expectation.within import Frame
from civcheck.language.quantity import Limits
from civcheck.messages import Message, measured_number, msg
from civcheck.model.record import Record


class Look(NamedTuple):
    """What one step finds from one record: the records it is tied to, or what is missing and what is near.

    ``sure`` tells that no ledger of another year that was not given could hold what is missing; ``open`` that nobody
    can tell whether it holds, for a blank, a name, a session or an unread record hides it; ``beside`` names those that
    may be tied, and what they leave open; ``short_of`` are all the values of a list that each need a tie and lack it.
    """

    found: list[Record]
    step: Message
    due: date | None = None
    missing: str = ""
    values: tuple[str, ...] = ()
    field: str = ""
    near: Message | None = None
    sure: bool = True
    open: bool = False
    have: Fraction = Fraction(0)
    limits: Message | str = ""
    beside: tuple[tuple[Record, Message], ...] = ()
    short_of: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """Tell whether there is more than there may be, which nothing mends."""
        return self.missing == "link-over"

    def lacks(self, due: date, over: bool) -> tuple[Message, ...]:
        """Say what is missing until when; once it is over, what is near stands for it."""
        near = (self.near,) if self.near is not None else ()
        if near and ((over and self.missing == "link") or self.broken):
            return near
        params = {
            "step": self.step,
            "due": due,
            "field": self.field,
            "values": self.values,
            "limits": self.limits,
        }
        code = "link-sum-of" if self.missing == "link-sum" and self.values else self.missing
        return (msg(f"lacks.{code}", have=measured_number(self.have), **params), *near)


class Asked(NamedTuple):
    """What is asked for from one record: the days, how many, and how much together."""

    frame: Frame | None
    limits: Limits
    sums: Limits | None

    @property
    def due(self) -> date | None:
        """The last day on which the other record can still begin, or end; None where there is none."""
        return None if self.frame is None else self.frame.due

    def takes(self, other: Record) -> bool:
        """Tell whether another record keeps to the days."""
        return self.frame is None or self.frame.holds(other)


class Blank(NamedTuple):
    """A field of the record that leaves open what is asked for; ``hides`` names the message that says what."""

    hides: str
    field: str


class Tied(NamedTuple):
    """The records tied to one: all, those surely tied that keep to what is asked, and those that do so as a whole."""

    every: list[Record]
    kept: list[Weighed]
    whole: list[Weighed]
