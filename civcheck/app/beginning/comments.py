"""Comments of the files that are begun for a clerk: in Chinese, as all that stands in a ledger."""

from __future__ import annotations

from collections.abc import Iterable

from civcheck.messages import Message, say
from civcheck.model.texts import sanitize
from civcheck.report.layout import wrap

_WIDTH = 74
_LONGEST = 2_000


def comment(said: Message | str, indent: int = 0) -> list[str]:
    """Write something as rows of a comment."""
    text = sanitize(say(said, "zh") if isinstance(said, Message) else said, _LONGEST)
    before = " " * indent + "# "
    return [f"{before}{row}".rstrip() for row in wrap(text, _WIDTH - indent)]


def comments(said: Iterable[Message | str], indent: int = 0) -> list[str]:
    """Write several things below one another."""
    return [row for each in said for row in comment(each, indent)]
