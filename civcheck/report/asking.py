"""The lines to paste into unit.yaml: in which order, and where each of them belongs."""

from __future__ import annotations

from typing import NamedTuple

from civcheck.messages import Message
from civcheck.model.report import Ask, Report


class ToPaste(NamedTuple):
    """The lines of a fact that is asked for; ``how`` is there where it is not that of the fact before."""

    ask: Ask
    lines: tuple[str, ...]
    how: Message | None


def to_paste(report: Report) -> list[ToPaste]:
    """List what to paste: what may stand anywhere first, and what stands below one key together, that key once."""
    found: list[ToPaste] = []
    how, above = None, ""
    hows = [None, *(ask.how for ask in report.asks)]
    for ask in sorted(report.asks, key=lambda ask: (hows.index(ask.how), "\n" in ask.line)):
        head, _, below = ask.line.partition("\n")
        new = ask.how != how
        lines = [] if below and head == above and not new else [head]
        lines += below.split("\n") if below else []
        found.append(ToPaste(ask, tuple(lines), ask.how if new else None))
        how, above = ask.how, head
    return found
