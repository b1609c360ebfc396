"""``none``: the ledger shows no such record."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.condition import left_open
from civcheck.language.doubts import Instead, Tally, worse
from civcheck.language.observation import Observation, Short, by_window, doubt_points, doubt_unread
from civcheck.language.select import Scope, Select, Selection, sessions
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.written import Selects


class Absence(Part):
    """Ask that no record is selected; one whose blank field leaves it open makes the rule undetermined.

    ``needs`` selects what must be there for the absence to mean something: a register that is kept, an inspection
    that was held.
    """

    goes_by_record: ClassVar[bool] = True
    form: Literal["none"] = "none"
    needs: Selects = ()

    needs_on_empty: ClassVar[bool] = False

    def observe(self, scope: Scope) -> Observation:
        """Judge the absence; until the window closes it holds 截至基准日."""
        chosen = scope.selection(material=False, unsure="instead")
        what = scope.what()
        if chosen.records:
            found, count = _so_many(chosen.records, scope), number(len(chosen.records))
            found = found._replace(unproven=bool(self._not_there(scope)))
            summary = msg("seen.absence.found", count=count, what=what)
            if found.lacking > len(chosen.records):
                said = number(found.lacking)
                summary = msg("seen.absence.found-days", count=count, days=said, what=what)
            seen = Observation(
                Outcome.GAP,
                summary,
                shorts=[Short(record, (msg("lacks.should-not-be"),)) for record in chosen.records],
                tally=found,
                final=True,
                exceeded=True,
                parts=frozenset({"evidence"}),
                window=scope.window,
            )
            return self._doubted(seen, chosen, scope)
        if chosen.unsure:
            seen = Observation(
                Outcome.UNDETERMINED,
                msg("seen.absence.unsure", count=number(len(chosen.unsure)), what=what),
                shorts=[
                    Short(record, tuple(left_open(each).lacks for each in scope.failures(record, False)))
                    for record in chosen.unsure
                ],
                parts=frozenset({"evidence"}),
                window=scope.window,
            )
            seen = self._doubted(seen, chosen, scope)
            seen.doubts = seen.doubts._replace(only=True)
            return seen
        lacking = self._not_there(scope)
        if lacking:
            return self._unproven(scope, what, lacking)
        seen = Observation(
            Outcome.SATISFIED,
            msg("seen.absence.none", what=what),
            parts=frozenset({"evidence"}),
            window=scope.window,
        )
        return doubt_unread(seen, chosen.unread)

    def words(self, known: Glossary) -> Message:
        """Say that there must be none, and what must be there to show it."""
        if not self.needs:
            return msg("asks.absence")
        return msg("asks.absence.needs", needs=tuple(each.words(known.terms) for each in self.needs))

    def _not_there(self, scope: Scope) -> list[Select]:
        """List what must be there for the absence to mean something, and is not."""
        return [each for each in self.needs if not replace(scope, select=each).selection().records]

    def _doubted(self, seen: Observation, chosen: Selection, scope: Scope) -> Observation:
        """Say what it would come to if all that leaves it open should not be there, or none of it, without proof."""
        unproven = bool(self._not_there(scope))
        most = _so_many([*chosen.records, *chosen.unsure], scope)
        instead = [worse(most._replace(unproven=unproven))]
        if not chosen.records and unproven:
            instead.append(Instead(by_window(False, False, scope.closed()), Tally()))
        doubt_points(seen, len(chosen.unsure), chosen.unsure, instead)
        return doubt_unread(seen, chosen.unread, chosen.flawed)

    def _unproven(self, scope: Scope, what: Message, lacking: list[Select]) -> Observation:
        """Judge an absence that nothing proves: what must be there may still come while the window is open."""
        outcome = by_window(False, False, scope.closed())
        needs = tuple(each.words(scope.grounds.terms) for each in lacking)
        return Observation(
            outcome,
            msg("seen.absence.unproven", what=what, needs=needs),
            due=scope.window.last if outcome is Outcome.PENDING else None,
            near=lambda: [near for each in lacking for near in replace(scope, select=each).near_misses(())],
            parts=frozenset({"evidence"}),
            window=scope.window,
        )


def _so_many(records: list[Record], scope: Scope) -> Tally:
    """Count what should not be there, each session of a record once."""
    count = Fraction(sum(max(len(sessions(record, scope)), 1) for record in records))
    return Tally(count, lacking=count)
