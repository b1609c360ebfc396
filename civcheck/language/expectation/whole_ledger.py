"""``ledger``: the ledger itself: it can be read, and its numbers are unique."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from civcheck.language.doubts import Tally
from civcheck.language.fieldvalues import texts_of
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, when_empty
from civcheck.language.sameones import SameOnes
from civcheck.language.select import Scope
from civcheck.messages import Message, msg, number
from civcheck.model.ledger import UnreadRecord
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Unique
    from civcheck.model.written import YesNo

_NAMED = 5
"""So many repeated values are named; the records that repeat them are all listed."""


class WholeLedger(Part):
    """Ask that every record can be read and that values of the ``unique`` fields occur once.

    A list inside ``unique`` is a combination. With a ``select`` only the selected records are looked at.
    """

    form: Literal["ledger"] = "ledger"
    readable: YesNo = True
    unique: Unique = ()

    needs_on_empty: ClassVar[bool] = False

    def _check(self) -> None:
        if not self.given() & {"readable", "unique"} or not (self.readable or self.unique):
            raise mistake("one-of", names=("readable", "unique"))

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.fields((*path, "unique"), *(name for fields in self.unique for name in fields))

    def words(self, known: Glossary) -> Message:
        """Say what the ledger itself must be."""
        asked = [msg("asks.ledger.readable")] if self.readable else []
        asked += [msg("asks.ledger.unique", fields=fields) for fields in self.unique]
        return known.both(asked or [msg("asks.ledger.any")])

    def observe(self, scope: Scope) -> Observation:
        """Judge the ledger as it is: an unread record is the finding itself."""
        records, lost = _looked_at(scope)
        unread = lost if self.readable else ()
        missing = len(scope.grounds.index.missing)
        doubted = (len(lost) if self.unique else 0) + (missing if self.unique or self.readable else 0)
        if not records and not unread:
            return _nothing(scope, len(lost) + missing)
        twice = [each for fields in self.unique for each in _repeated(fields, records, scope)]
        if unread or twice:
            shorts = [
                Short(record, (msg("lacks.unique", field=each.field, value=each.value),))
                for each in twice
                for record in each.records
            ]
            gap = Observation(
                Outcome.GAP,
                _gap_words(unread, twice),
                shown=[],
                missing=tuple(each.key for each in unread),
                shorts=shorts,
                parts=frozenset({"evidence"}),
                window=scope.window,
                tally=Tally(lacking=Fraction(len(unread) + len(shorts))),
                final=True,
                exceeded=True,
            )
            return doubt_unread(gap, doubted)
        seen = Observation(
            Outcome.SATISFIED,
            self._good_words(len(records)),
            parts=frozenset({"evidence"}),
            window=scope.window,
        )
        same = [near for fields in self.unique for near in SameOnes(fields, scope.grounds).near(records)]
        if same:
            seen.near = lambda: same
            seen = doubt_blank(seen, len(same), [each.record for each in same])
        return doubt_unread(seen, doubted)

    def _good_words(self, count: int) -> Message:
        said = [msg("seen.ledger.readable", count=number(count))] if self.readable else []
        said += (
            [msg("seen.ledger.unique", fields=tuple(each for fields in self.unique for each in fields))]
            if self.unique
            else []
        )
        return _both(said or [msg("seen.ledger.some", count=number(count))])


class _Twice(NamedTuple):
    """A value (or a combination) that occurs more than once, and where."""

    field: tuple[str, ...]
    value: tuple[str, ...]
    records: list[Record]


def _looked_at(scope: Scope) -> tuple[list[Record], tuple[UnreadRecord, ...]]:
    """List the records that are looked at, whenever they are dated, and the unread ones that could be among them."""
    index, reached = scope.grounds.index, scope.grounds.clock.reached
    if scope.select is None:
        return [record for record in index.all() if reached(record.days.first)], index.unread
    kinds, meets = scope.kinds(), scope.select.compile(scope.grounds)
    records = [record for record in index.of(kinds) if reached(record.days.first) and meets(record)]
    return records, tuple(each for each in index.unread if each.kind is None or each.kind in kinds)


def _nothing(scope: Scope, unread: int) -> Observation:
    if scope.select is not None:
        seen = when_empty(scope, scope.closed())
        if unread and seen.outcome is Outcome.NOT_APPLICABLE:
            seen.outcome = Outcome.SATISFIED  # what could be doubted: that there is nothing
        return doubt_unread(seen, unread)
    return Observation(
        Outcome.GAP if scope.closed() else Outcome.PENDING,
        msg("seen.ledger.empty"),
        due=None if scope.closed() else scope.window.last,
        parts=frozenset({"evidence"}),
        window=scope.window,
    )


def _repeated(fields: tuple[str, ...], records: list[Record], scope: Scope) -> Iterator[_Twice]:
    getters = [scope.grounds.getter(name) for name in fields]
    found: dict[tuple[str, ...], tuple[tuple[str, ...], list[Record]]] = {}
    for record in records:
        for texts in product(*(texts_of(get(record)) for get in getters)):
            _, having = found.setdefault(tuple(map(number_form, texts)), (texts, []))
            if not having or having[-1] is not record:
                having.append(record)
    return (_Twice(fields, texts, having) for texts, having in found.values() if len(having) > 1)


def _gap_words(unread: tuple[UnreadRecord, ...], twice: list[_Twice]) -> Message:
    said = [msg("seen.ledger.unread", count=number(len(unread)))] if unread else []
    said += [
        msg("seen.ledger.twice", field=each.field, value=each.value, count=number(len(each.records)))
        for each in twice[:_NAMED]
    ]
    said += [msg("seen.ledger.more", count=number(len(twice) - _NAMED))] if len(twice) > _NAMED else []
    return _both(said)


def _both(said: list[Message]) -> Message:
    return reduce(lambda one, other: msg("seen.both", one=one, other=other), said)
