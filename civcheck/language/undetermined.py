"""What is raised inside the language where no outcome can be reached: something is not known, or nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable

from civcheck.messages import Message


class Undetermined(Exception):  # noqa: N818 - control flow inside the language, not an error of the user's
    """Something needed for a verdict is not known: a fact (``asks``) or a table (``why``)."""

    def __init__(self, why: Message, asks: Iterable[str] = ()) -> None:
        super().__init__(why.id)
        self.why = why
        self.asks = tuple(asks)


class NotConcerned(Exception):  # noqa: N818 - control flow inside the language, not an error of the user's
    """What a rule asks depends on the unit, and it asks nothing of this one."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.id)
        self.why = why
