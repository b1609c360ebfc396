"""Outcomes as the page shows them: a letter for style and script, a sign beside the word, an order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.report.words import Words

OPEN = (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)
"""Outcomes that ask something of somebody, in the order in which they are read."""

BAR = (
    Outcome.SATISFIED,
    Outcome.WAIVED,
    Outcome.NOT_APPLICABLE,
    Outcome.PENDING,
    Outcome.NEEDS_REVIEW,
    Outcome.UNDETERMINED,
    Outcome.GAP,
)
"""From left to right in a bar: what is met and what is not each lie along an edge, where lengths compare."""


class Mark(NamedTuple):
    """How an outcome looks; the sign is there so that colour is never all that tells outcomes apart."""

    code: str
    sign: str
    word: str

    @property
    def badge(self) -> str:
        """Give sign and word."""
        return f"{self.sign} {self.word}"


_LOOKS = {
    Outcome.SATISFIED: ("s", "√"),
    Outcome.GAP: ("g", "×"),
    Outcome.PENDING: ("p", "△"),
    Outcome.NEEDS_REVIEW: ("r", "◎"),
    Outcome.UNDETERMINED: ("u", "？"),
    Outcome.NOT_APPLICABLE: ("n", "—"),
    Outcome.WAIVED: ("w", "◇"),
}
"""Signs that GB 2312 has, so that the oldest Chinese fonts show them."""


def mark(outcome: Outcome, words: Words) -> Mark:
    """Give the look of an outcome."""
    code, sign = _LOOKS[outcome]
    return Mark(code, sign, words.outcome(outcome))


def counted(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    """Count outcomes, zeros too, in the order of the seven."""
    counts = dict.fromkeys(Outcome, 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return counts
