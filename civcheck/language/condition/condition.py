"""Conditions: one closed grammar for ``select``, ``where`` and ``applies_to``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from civcheck.language.condition.fieldtest import Failure, Test, Truth, words_of
from civcheck.language.condition.records import compile_test, explain, kinds_meeting, left_open_by
from civcheck.language.condition.units import UnitTruth, unit_truth
from civcheck.language.condition.unlisted import Misspelt
from civcheck.language.grounds import Grounds
from civcheck.messages import Message, msg
from civcheck.model.parts import Part, mistake
from civcheck.model.problem import NOTHING
from civcheck.model.record import Record
from civcheck.model.terms import Terms


class Condition(Part):
    """A mapping of fields to tests, with ``all``, ``any`` and ``not``; every entry must hold."""

    all_: tuple[Condition, ...] = ()
    any_: tuple[Condition, ...] = ()
    not_: Condition | None = None
    tests: Mapping[str, Test] = NOTHING

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or "tests" in raw:
            return raw
        named = cls._own_keys()
        kept = {key: value for key, value in raw.items() if key in named}
        return {**kept, "tests": {key: value for key, value in raw.items() if key not in named}}

    def _check(self) -> None:
        if not any(getattr(self, name) for name in self.names()):
            raise mistake("empty-condition")

    @classmethod
    def _own_keys(cls) -> frozenset[str]:
        return frozenset({"all", "any", "not"})

    # --- records

    def compile(
        self, grounds: Grounds, blank: Truth = False, of_kinds: bool = False, misspelt: Misspelt = "no"
    ) -> Callable[[Record], Truth]:
        """Make the function that tells whether a record meets this.

        A blank field does not meet a test; of a value that was not taken the answer is None. ``blank=None`` makes the
        answer three-valued instead: None where a field that the record's kind has is blank and could decide it, or has
        a value that may be misspelt; with ``misspelt`` for that alone, or for any value outside a closed list.
        ``of_kinds`` says that every record asked about is one of ``kinds``.
        """
        parts = [
            compile_test(key, test, grounds, blank, misspelt)
            for key, test in self.tests.items()
            if not (of_kinds and key == "类型")
        ]
        parts += [each.compile(grounds, blank, of_kinds, misspelt) for each in self.all_]
        if self.any_:
            parts.append(_either([each.compile(grounds, blank, misspelt=misspelt) for each in self.any_]))
        if self.not_ is not None:
            parts.append(_opposite(self.not_.compile(grounds, blank, misspelt=misspelt)))
        return parts[0] if len(parts) == 1 else _both(parts)

    @property
    def asks_of_kind_alone(self) -> bool:
        """Tell whether nothing is asked of a record but its kind."""
        return not (self.all_ or self.any_ or self.not_) and set(self.tests) <= {"类型"}

    def kinds(self, terms: Terms) -> frozenset[str]:
        """List the kinds a record must be one of to meet this."""
        known: tuple[Terms, frozenset[str]] | None = self.__dict__.get("_kinds_of")
        if known is None or known[0] is not terms:
            known = self.__dict__["_kinds_of"] = (terms, self._find_kinds(terms))
        return known[1]

    def _find_kinds(self, terms: Terms) -> frozenset[str]:
        found = frozenset(terms.kinds)
        if (test := self.tests.get("类型")) is not None:
            found &= kinds_meeting(test, terms)
        for each in self.all_:
            found &= each.kinds(terms)
        if self.any_:
            found &= frozenset().union(*(each.kinds(terms) for each in self.any_))
        return found

    def failures(self, record: Record, grounds: Grounds, sure: bool = False) -> list[Failure]:
        """List what keeps a record from meeting this; of alternatives those that lack least.

        ``sure``: what must not be is to be known not to be, so that a blank field does not show it.
        """
        found = [
            failure
            for key, test in self.tests.items()
            if not compile_test(key, test, grounds, False)(record)
            for failure in (explain(key, test, record, grounds),)
        ]
        for each in self.all_:
            found += each.failures(record, grounds, sure)
        if self.any_:
            found += _least([each.failures(record, grounds, sure) for each in self.any_])
        if self.not_ is None:
            return found
        truth = self.not_.compile(grounds)(record)
        if truth:
            found.append(Failure(msg("lacks.excluded", what=self.not_.words(grounds.terms)), weight=2))
        elif truth is None or (sure and self.not_.compile(grounds, None)(record) is None):
            found.append(Failure(msg("lacks.not-ruled-out", what=self.not_.words(grounds.terms))))
        return found

    def leaving_open(self, grounds: Grounds) -> Callable[[Record], Failure | None]:
        """Make the function that says what leaves it open whether a record meets this, where it does as it stands.

        That is a value that may be meant for what must not be, or 0 of 0 where a share is asked for; None where there
        is none.
        """
        if not any(each.not_ is not None or each._may_be_open for each in self.nested()):
            return lambda _: None
        meets = self.compile(grounds, None, misspelt="any")
        tests = [(key, test) for each in self.nested() for key, test in each.tests.items()]

        def find(record: Record) -> Failure | None:
            if meets(record) is not None:
                return None
            found = (left_open_by(key, test, record, grounds) for key, test in tests)
            return next((each for each in found if each is not None), None)

        return find

    @property
    def _may_be_open(self) -> bool:
        """Tell whether a record that meets this may leave it open: something must not be, or must be a share."""
        return any(test.has_none is not None or test.share_of is not None for test in self.tests.values())

    # --- units

    def about_unit(self, grounds: Grounds) -> UnitTruth:
        """Tell whether this holds of the unit, with the facts that decided it and those not declared."""
        parts = [unit_truth(key, test, grounds) for key, test in self.tests.items()]
        parts += [each.about_unit(grounds) for each in self.all_]
        if self.any_:
            parts.append(UnitTruth.either([each.about_unit(grounds) for each in self.any_]))
        if self.not_ is not None:
            parts.append(self.not_.about_unit(grounds).opposite())
        return UnitTruth.both(parts)

    # --- words

    def words(self, terms: Terms | None = None, of_unit: bool = False) -> Message:
        """Say the condition in words; ``of_unit`` where it is about what the unit declares."""
        sorts = terms.sorts if terms is not None else ()
        parts: list[Message] = [
            words_of(
                key, test, sorts, of_unit, of_list=not of_unit and terms is not None and terms.is_list(key)
            )
            for key, test in self.tests.items()
        ]
        parts += [each.words(terms, of_unit) for each in self.all_]
        if self.any_:
            parts.append(either([each.words(terms, of_unit) for each in self.any_]))
        if self.not_ is not None:
            parts.append(msg("words.not", part=bare(self.not_.words(terms, of_unit))))
        return together(parts)

    def nested(self) -> Iterator[Condition]:
        """List this condition and every one inside it."""
        yield self
        for each in (*self.all_, *self.any_, *((self.not_,) if self.not_ else ())):
            yield from each.nested()


def together(words: list[Message]) -> Message:
    """Say what must all hold."""
    if not words:
        return msg("words.any-record")
    return reduce(lambda one, other: msg("words.all", one=one, other=other), words)


def either(words: list[Message]) -> Message:
    """Say alternatives."""
    return msg("words.any", part=reduce(lambda one, other: msg("words.or", one=one, other=other), words))


def bare(words: Message) -> Message:
    """Take the brackets off alternatives that stand alone."""
    part = words.params["part"] if words.id == "words.any" else words
    return part if isinstance(part, Message) else words


def _least(branches: list[list[Failure]]) -> list[Failure]:
    """Give what the alternative lacks that lacks least; where several lack as little, one failure names them all."""
    cost = min(map(_cost, branches))
    lacks: list[Message] = []
    for each in branches:
        said = reduce(_and, (failure.lacks for failure in each)) if each and _cost(each) == cost else None
        if said is not None and said not in lacks:
            lacks.append(said)
    if len(lacks) < 2:
        return min(branches, key=_cost)
    return [Failure(reduce(lambda one, other: msg("lacks.either", one=one, other=other), lacks), cost)]


def _and(one: Message, other: Message) -> Message:
    return msg("words.all", one=one, other=other)


def _cost(failures: Iterable[Failure]) -> int:
    return sum(each.weight for each in failures)


def _both(parts: list[Callable[[Record], Truth]]) -> Callable[[Record], Truth]:
    def meets(record: Record) -> Truth:
        result: Truth = True
        for part in parts:
            truth = part(record)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return meets


def _either(parts: list[Callable[[Record], Truth]]) -> Callable[[Record], Truth]:
    def meets(record: Record) -> Truth:
        result: Truth = False
        for part in parts:
            truth = part(record)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    return meets


def _opposite(part: Callable[[Record], Truth]) -> Callable[[Record], Truth]:
    def meets(record: Record) -> Truth:
        truth = part(record)
        return None if truth is None else not truth

    return meets
