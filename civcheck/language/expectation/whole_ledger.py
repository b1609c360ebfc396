"""``ledger``: the ledger itself: it can be read, and its numbers are unique."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from civcheck.language.grounds import texts_of
from civcheck.language.observation import Observation, Short, Tally
from civcheck.language.select import Scope
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part
from civcheck.model.record import Record
from civcheck.model.texts import normal

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.model.written import Texts, YesNo


class WholeLedger(Part):
    """Ask that every record can be read and that values of the ``unique`` fields occur once."""

    form: Literal["ledger"] = "ledger"
    readable: YesNo = True
    unique: Texts = ()

    needs_on_empty: ClassVar[bool] = False

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.fields((*path, "unique"), *self.unique)

    def words(self, known: Glossary) -> Message:
        """Say what the ledger itself must be."""
        asked = [msg("asks.ledger.readable")] if self.readable else []
        asked += [msg("asks.ledger.unique", fields=self.unique)] if self.unique else []
        return known.both(asked or [msg("asks.ledger.any")])

    def observe(self, scope: Scope) -> Observation:
        """Judge the ledger as it is: an unread record is the finding itself."""
        grounds = scope.grounds
        records = [record for record in grounds.index.all() if grounds.clock.reached(record.days.first)]
        unread = grounds.index.unread if self.readable else ()
        shorts = [
            Short(record, (msg("lacks.unique", field=name, value=text),))
            for name in self.unique
            for text, again in _repeated(name, records, scope).items()
            for record in again
        ]
        missing = tuple(each.key for each in unread)
        if not records and not unread:
            return Observation(
                Outcome.GAP if scope.closed() else Outcome.PENDING,
                msg("seen.ledger.empty"),
                due=None if scope.closed() else scope.window.last,
                window=scope.window,
            )
        if unread or shorts:
            return Observation(
                Outcome.GAP,
                msg("seen.ledger.gap", unread=number(len(unread)), repeated=number(len(shorts))),
                shown=[],
                missing=missing,
                shorts=shorts,
                parts=frozenset({"evidence"}),
                window=scope.window,
                tally=Tally(lacking=Fraction(len(unread) + len(shorts))),
            )
        return Observation(
            Outcome.SATISFIED,
            msg("seen.ledger.good", count=number(len(records))),
            parts=frozenset({"evidence"}),
            window=scope.window,
        )


def _repeated(name: str, records: list[Record], scope: Scope) -> dict[str, list[Record]]:
    get = scope.grounds.getter(name)
    found: dict[str, list[Record]] = {}
    for record in records:
        for text in texts_of(get(record)):
            found.setdefault(normal(text), []).append(record)
    return {text: again for text, again in found.items() if len(again) > 1}
