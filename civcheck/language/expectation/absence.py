"""``none``: the ledger shows no such record."""

from __future__ import annotations

from typing import ClassVar, Literal

from civcheck.language.observation import Observation, Short, doubt_unread
from civcheck.language.select import Scope
from civcheck.messages import msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part


class Absence(Part):
    """Ask that no record is selected; one whose blank field leaves it open makes the rule undetermined."""

    form: Literal["none"] = "none"

    needs_on_empty: ClassVar[bool] = False

    def observe(self, scope: Scope) -> Observation:
        """Judge the absence; until the window closes it holds 截至基准日."""
        chosen = scope.selection(material=False, unsure="instead")
        what = scope.what()
        if chosen.records:
            return Observation(
                Outcome.GAP,
                msg("seen.absence.found", count=number(len(chosen.records)), what=what),
                shorts=[Short(record, (msg("lacks.should-not-be"),)) for record in chosen.records],
                parts=frozenset({"evidence"}),
                window=scope.window,
            )
        if chosen.unsure:
            return Observation(
                Outcome.UNDETERMINED,
                msg("seen.absence.unsure", count=number(len(chosen.unsure)), what=what),
                shorts=[
                    Short(record, tuple(each.lacks for each in scope.failures(record, False)))
                    for record in chosen.unsure
                ],
                parts=frozenset({"evidence"}),
                window=scope.window,
            )
        seen = Observation(
            Outcome.SATISFIED,
            msg("seen.absence.none", what=what),
            parts=frozenset({"evidence"}),
            window=scope.window,
        )
        return doubt_unread(seen, chosen.unread)
