"""One test on the unit: whether it holds, what decided it, and which facts are not declared."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from civcheck.language.condition.comparing import (
    compare_forms,
    forms_of,
    holds,
    is_number,
    lies,
    lies_by_clock,
    operand_forms,
)
from civcheck.language.condition.fieldtest import BOUNDS, Test, Truth
from civcheck.language.fieldvalues import count_of, texts_of
from civcheck.language.grounds import Grounds, declared
from civcheck.language.quantity import Ref, parse_number
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg
from civcheck.model.numbers import is_about, lean_of, leaning, number_text
from civcheck.model.parts import day_text, yes_no
from civcheck.model.texts import normal


@dataclass(frozen=True, slots=True)
class UnitTruth:
    """Whether a condition holds of the unit, what decided it, and the facts that are not declared."""

    truth: Truth
    because: tuple[Message, ...] = ()
    asks: tuple[str, ...] = ()

    @classmethod
    def both(cls, parts: list["UnitTruth"]) -> "UnitTruth":
        """Combine conditions that must all hold."""
        for wanted in (False, None):
            deciding = [each for each in parts if each.truth is wanted]
            if deciding:
                return cls._joined(wanted, deciding[:1] if wanted is False else deciding)
        return cls._joined(True, parts)

    @classmethod
    def either(cls, parts: list["UnitTruth"]) -> "UnitTruth":
        """Combine alternatives."""
        for wanted in (True, None):
            deciding = [each for each in parts if each.truth is wanted]
            if deciding:
                return cls._joined(wanted, deciding[:1] if wanted else deciding)
        return cls._joined(False, parts)

    @classmethod
    def _joined(cls, truth: Truth, parts: list["UnitTruth"]) -> "UnitTruth":
        because = dict.fromkeys(_hashed(reason) for each in parts for reason in each.because)
        asks = dict.fromkeys(ask for each in parts for ask in each.asks)
        return cls(truth, tuple(reason.message for reason in because), tuple(asks) if truth is None else ())

    def opposite(self) -> "UnitTruth":
        """Turn it round."""
        return UnitTruth(None if self.truth is None else not self.truth, self.because, self.asks)


@dataclass(frozen=True, slots=True, eq=False)
class _hashed:  # noqa: N801 - a key for messages, which hold mappings
    message: Message

    def __hash__(self) -> int:
        return hash(self.message.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _hashed) and self.message == other.message


def unit_truth(key: str, test: Test, grounds: Grounds) -> UnitTruth:
    """Tell whether the unit meets a test on one of its facts."""
    match key:
        case "单位类型":
            lineage = frozenset(normal(name) for name in grounds.terms.lineage(grounds.unit.type))
            return UnitTruth(_every_check(test, lineage), (msg("fact.type", type=grounds.unit.type),))
        case "文明单位级别":
            return _test_honour(test, grounds)
        case "职能" if grounds.unit.functions is None:
            return _test_stated(test, grounds)
        case _:
            return _test_fact(key, test, grounds)


def _every_check(test: Test, values: frozenset[str]) -> bool:
    return all(
        compare_forms(name, values, frozenset(normal(text) for text in texts_of(operand)))
        for name, operand in test.wanted
        if not isinstance(operand, Ref)
    )


def _test_honour(test: Test, grounds: Grounds) -> UnitTruth:
    try:
        rung = grounds.honour()
    except Undetermined as unknown:
        return UnitTruth(None, asks=unknown.asks)
    ladder = grounds.terms.honours
    because = (msg("fact.honour", level=ladder[rung]),)
    for name, operand in test.wanted:
        names = () if isinstance(operand, Ref) else texts_of(operand)
        rungs = [ladder.index(each) for each in names if each in ladder]
        if not _rung_meets(name, rung, rungs):
            return UnitTruth(False, because)
    if test.filled is not None or test.blank is not None:
        return UnitTruth((rung > 0) == (test.filled is True or test.blank is False), because)
    return UnitTruth(True, because)


def _rung_meets(name: str, rung: int, rungs: list[int]) -> bool:
    if name in BOUNDS:
        return holds(name, Fraction(rung), Fraction(rungs[0]))
    return compare_forms(name, frozenset((str(rung),)), frozenset(map(str, rungs)))


def _test_stated(test: Test, grounds: Grounds) -> UnitTruth:
    """Judge 职能 that is not declared by what follows from the unit's type, value by value."""
    stated = grounds.terms.stated_functions(grounds.unit.type)
    because: list[Message] = []
    truth: Truth = True
    for name, operand in test.wanted:
        wanted = () if isinstance(operand, Ref) else texts_of(operand)
        known: list[Truth] = [stated.get(each) for each in wanted]
        because += [
            msg("fact.stated", function=each, has=stated[each], type=grounds.unit.type)
            for each in wanted
            if each in stated
        ]
        met = _stated_truth(name, known)
        if met is False:
            return UnitTruth(False, tuple(because))
        truth = None if met is None else truth
    if truth is None or test.filled is not None or test.blank is not None:
        return UnitTruth(None, asks=("职能",))
    return UnitTruth(True, tuple(because))


def _stated_truth(name: str, known: list[Truth]) -> Truth:
    match name:
        case "has_all":
            return False if False in known else None if None in known else True
        case "has_none":
            return False if True in known else None if None in known else True
        case "within":
            return None
        case _:
            return True if True in known else None if None in known else False


def _test_fact(key: str, test: Test, grounds: Grounds) -> UnitTruth:
    value = declared(grounds.unit, key)
    if value is None:
        return UnitTruth(None, asks=(key,))
    shown = number_text(value) if is_about(value) else value
    because = (msg("fact.list" if isinstance(value, tuple) else "fact.value", fact=key, value=shown),)
    if is_about(value):
        grounds.said.append(msg("note.about"))
    if isinstance(value, tuple) and not value:
        because = (msg("fact.empty", fact=key),)
    counts = any(name in BOUNDS for name, _ in test.wanted)
    if key in grounds.unit.doubtful and isinstance(value, tuple) and not counts:
        return _test_doubtful(key, test, value, because, grounds)
    if test.filled is not None or test.blank is not None:
        present = value != ()
        return UnitTruth(present == (test.filled is True or test.blank is False), because)
    fact = grounds.terms.facts.get(key)
    whole = key == "在职人数" or (fact is not None and fact.type == "整数")
    try:
        return UnitTruth(
            all(_fact_check(name, operand, value, grounds, whole) for name, operand in test.wanted), because
        )
    except Undetermined as unknown:
        return UnitTruth(None, asks=unknown.asks)


def _test_doubtful(
    key: str, test: Test, value: tuple[str, ...], because: tuple[Message, ...], grounds: Grounds
) -> UnitTruth:
    """Judge a list some of whose names are not known: what it names is there, what it does not name may be."""
    has = forms_of(value)
    truth: Truth = True
    for name, operand in test.wanted:
        wanted = operand_forms(operand, grounds)
        met = _stated_truth(name, [True if each in has else None for each in wanted])
        if met is False:
            return UnitTruth(False, because)
        truth = None if met is None else truth
    if test.blank is True or test.filled is False:
        return UnitTruth(False, because)
    return UnitTruth(truth, because, () if truth else (key,))


def _fact_check(
    name: str, operand: Ref | str | tuple[str, ...], value: Any, grounds: Grounds, whole: bool
) -> bool:
    if isinstance(value, bool):
        return (value in {yes_no(text) for text in texts_of(operand)}) == (name != "has_none")
    if name in BOUNDS:
        bound = grounds.quantity(operand) if isinstance(operand, Ref) else parse_number(operand)
        size = count_of(value) if isinstance(value, tuple) else value
        return is_number(size) and holds(name, leaning(size, lean_of(size)), bound, whole)
    if name in ("before", "after"):
        if isinstance(operand, Ref) and operand.as_of is not None:
            return lies_by_clock(name, value, operand, grounds)
        return lies(name, value, grounds.day(operand) if isinstance(operand, Ref) else day_text(operand))
    return compare_forms(name, forms_of(value), operand_forms(operand, grounds))
