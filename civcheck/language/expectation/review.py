"""``review``: only a person can judge; the question and what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.observation import Observation, nothing_selected
from civcheck.language.select import Scope
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary


class Review(Part):
    """Ask a person a question about the selected records."""

    counts_by_material: ClassVar[bool] = True
    form: Literal["review"] = "review"
    question: str
    look_at: str = ""

    needs_on_empty: ClassVar[bool] = False

    def words(self, known: Glossary) -> Message:
        """Say what a person is asked."""
        if not self.look_at:
            return msg("asks.review", question=self.question)
        return msg("asks.review.look-at", question=self.question, look_at=self.look_at)

    def observe(self, scope: Scope) -> Observation:
        """Wait for a person when there is something to look at, else as ``on_empty`` says."""
        chosen = scope.selection()
        if not chosen.records:
            return nothing_selected(scope, chosen)
        return Observation(
            Outcome.NEEDS_REVIEW,
            msg(
                "seen.review", question=self.question, look_at=self.look_at, count=number(len(chosen.records))
            ),
            shown=chosen.records,
            planned=chosen.planned,
            parts=frozenset({"evidence"}),
            window=scope.window,
        )
