"""Conditions: one closed grammar for ``select``, ``where`` and ``applies_to``."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from civcheck.language.grounds import Grounds, Undetermined, declared, texts_of
from civcheck.language.quantity import Ref, parse_number
from civcheck.messages import Message, msg
from civcheck.model.record import Record
from civcheck.model.terms import Strict, Terms, YesNo, day_text, yes_no
from civcheck.model.texts import near, normal

Truth = bool | None
"""Three-valued: None is not known."""


def _listed(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


def _kind_of_value(raw: Any) -> str:
    return "ref" if isinstance(raw, dict | Ref) else "value"


Operand = Annotated[Annotated[Ref, Tag("ref")] | Annotated[str, Tag("value")], Discriminator(_kind_of_value)]
Values = Annotated[
    Annotated[Ref, Tag("ref")] | Annotated[tuple[str, ...], BeforeValidator(_listed), Tag("value")],
    Discriminator(_kind_of_value),
]

_LISTS = ("in_", "has_any", "has_all", "has_none", "within", "text_has")
_BOUNDS = ("at_least", "at_most", "exactly", "more_than", "less_than")


class Test(Strict):
    """What is asked of one field; everything given must hold."""

    __test__ = False

    is_: Operand | None = Field(default=None, alias="is")
    in_: Values | None = Field(default=None, alias="in")
    has_any: Values | None = None
    has_all: Values | None = None
    has_none: Values | None = None
    within: Values | None = None
    filled: YesNo | None = None
    blank: YesNo | None = None
    at_least: Operand | None = None
    at_most: Operand | None = None
    exactly: Operand | None = None
    more_than: Operand | None = None
    less_than: Operand | None = None
    before: Operand | None = None
    after: Operand | None = None
    text_has: Values | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"is": raw}
        if isinstance(raw, list):
            return {"in": raw}
        if isinstance(raw, dict) and raw and set(raw) <= {"param", "fact", "field", "as_of", "days"}:
            return {"is": raw}
        if isinstance(raw, dict) and not raw:
            raise PydanticCustomError("empty-condition", "empty")
        return raw

    def wanted(self) -> Iterator[tuple[str, Ref | str | tuple[str, ...]]]:
        """List the value tests that are given, as (operator, operand)."""
        for name in ("is_", *_LISTS, *_BOUNDS, "before", "after"):
            operand = getattr(self, name)
            if operand is not None:
                yield name, operand


class Failure(NamedTuple):
    """One test a record fails, and how to say so; ``weight`` 1 can be mended, more is another sort."""

    lacks: Message
    weight: int = 1


class Condition(Strict):
    """A mapping of fields to tests, with ``all``, ``any`` and ``not``; every entry must hold."""

    all_: tuple["Condition", ...] = Field(default=(), alias="all")
    any_: tuple["Condition", ...] = Field(default=(), alias="any")
    not_: "Condition | None" = Field(default=None, alias="not")
    tests: Mapping[str, Test] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or "tests" in raw:
            return raw
        named = cls._own_keys()
        kept = {key: value for key, value in raw.items() if key in named}
        return {**kept, "tests": {key: value for key, value in raw.items() if key not in named}}

    @classmethod
    def _own_keys(cls) -> frozenset[str]:
        return frozenset({"all", "any", "not"})

    # --- records

    def compile(self, grounds: Grounds, blank: Truth = False) -> Callable[[Record], Truth]:
        """Make the function that tells whether a record meets this.

        A blank field does not meet a test. ``blank=None`` makes the answer three-valued instead: None where a
        field that the record's kind has is blank and could decide it.
        """
        parts = [_compile_test(key, test, grounds, blank) for key, test in self.tests.items()]
        parts += [each.compile(grounds, blank) for each in self.all_]
        if self.any_:
            parts.append(_either([each.compile(grounds, blank) for each in self.any_]))
        if self.not_ is not None:
            parts.append(_opposite(self.not_.compile(grounds, blank)))
        return parts[0] if len(parts) == 1 else _both(parts)

    def kinds(self, terms: Terms) -> frozenset[str]:
        """List the kinds a record must be one of to meet this."""
        found = frozenset(terms.kinds)
        if (test := self.tests.get("类型")) is not None:
            found &= _kinds_meeting(test, terms)
        for each in self.all_:
            found &= each.kinds(terms)
        if self.any_:
            found &= frozenset().union(*(each.kinds(terms) for each in self.any_))
        return found

    def failures(self, record: Record, grounds: Grounds) -> list[Failure]:
        """List what keeps a record from meeting this; of alternatives the one that lacks least."""
        found = [
            failure
            for key, test in self.tests.items()
            if not _compile_test(key, test, grounds, False)(record)
            for failure in (_explain(key, test, record, grounds),)
        ]
        for each in self.all_:
            found += each.failures(record, grounds)
        if self.any_:
            branches = [each.failures(record, grounds) for each in self.any_]
            found += min(branches, key=_cost)
        if self.not_ is not None and self.not_.compile(grounds)(record):
            found.append(Failure(msg("lacks.excluded", what=self.not_.words()), weight=2))
        return found

    # --- units

    def about_unit(self, grounds: Grounds) -> "UnitTruth":
        """Tell whether this holds of the unit, with the facts that decided it and those not declared."""
        parts = [_test_unit(key, test, grounds) for key, test in self.tests.items()]
        parts += [each.about_unit(grounds) for each in self.all_]
        if self.any_:
            parts.append(UnitTruth.either([each.about_unit(grounds) for each in self.any_]))
        if self.not_ is not None:
            parts.append(self.not_.about_unit(grounds).opposite())
        return UnitTruth.both(parts)

    # --- words

    def words(self) -> Message:
        """Say the condition in words."""
        parts: list[Message] = [_test_words(key, test) for key, test in self.tests.items()]
        parts += [each.words() for each in self.all_]
        if self.any_:
            parts.append(msg("words.any", parts=tuple(each.words() for each in self.any_)))
        if self.not_ is not None:
            parts.append(msg("words.not", part=self.not_.words()))
        return parts[0] if len(parts) == 1 else msg("words.all", parts=tuple(parts))

    def nested(self) -> Iterator["Condition"]:
        """List this condition and every one inside it."""
        yield self
        for each in (*self.all_, *self.any_, *((self.not_,) if self.not_ else ())):
            yield from each.nested()


Scope = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Literal["全部单位"], Tag("everyone")],
    Discriminator(lambda raw: "everyone" if isinstance(raw, str) else "condition"),
]
"""``applies_to``: 全部单位, or a condition on the unit."""


def _cost(failures: Iterable[Failure]) -> int:
    return sum(each.weight for each in failures)


# --- combining truths of records


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


# --- one test on a record


def _compile_test(key: str, test: Test, grounds: Grounds, blank: Truth) -> Callable[[Record], Truth]:
    if key == "类型":
        return _kind_test(test, grounds)
    get = grounds.getter(key)
    checks = [_compile_check(name, operand, key, grounds, blank) for name, operand in test.wanted()]
    must_be_filled = test.filled is True or test.blank is False
    must_be_blank = test.blank is True or test.filled is False

    def meets(record: Record) -> Truth:
        value = get(record)
        if value is None:
            if must_be_blank or not checks:  # whether it is blank is what is asked, and known
                return must_be_blank and not checks and not must_be_filled
            return blank if blank is False or grounds.has_field(record, key) else False
        if must_be_blank:
            return False
        return _all_hold(check(value, record) for check in checks)

    return meets


def _all_hold(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        result = truth if truth is None else result
    return result


def _kind_test(test: Test, grounds: Grounds) -> Callable[[Record], Truth]:
    wanted = _kinds_meeting(test, grounds.terms)
    return lambda record: record.kind in wanted


def _kinds_meeting(test: Test, terms: Terms) -> frozenset[str]:
    """List the kinds that meet a test on 类型; every record has exactly one."""
    found = frozenset() if test.blank is True or test.filled is False else frozenset(terms.kinds)
    for name, operand in test.wanted():
        names = () if isinstance(operand, Ref) else texts_of(operand)
        under = [terms.kinds_under.get(each, frozenset()) for each in names]
        match name:
            case "has_none":
                found -= frozenset().union(*under)
            case "has_all":
                found &= frozenset(terms.kinds).intersection(*under)
            case _:
                found &= frozenset().union(*under)
    return found


Check = Callable[[Any, Record], Truth]


def _compile_check(
    name: str, operand: Ref | str | tuple[str, ...], key: str, grounds: Grounds, blank: Truth
) -> Check:
    """Make one check; where it compares with a field of the record that is blank, the answer is ``blank``."""
    if name in ("before", "after"):
        return _day_check(name, operand, grounds, blank)
    if name in _BOUNDS:
        return _number_check(name, operand, grounds, blank)
    if name == "text_has":
        parts = _operand_forms(operand, grounds)
        return lambda value, _: any(part in normal(text) for text in texts_of(value) for part in parts)
    if isinstance(operand, Ref) and operand.field is not None:
        other = grounds.getter(operand.field)

        def compare(value: Any, record: Record) -> Truth:
            known = other(record)
            return blank if known is None else _compare_forms(name, _forms(value), _forms(known))

        return compare
    kind = grounds.terms.field_type(key)
    if kind in ("是否", "整数", "小数"):
        known = grounds.refer(operand) if isinstance(operand, Ref) else operand
        wanted_values = {_scalar(each, kind) for each in (known if isinstance(known, tuple) else (known,))}
        return lambda value, _: (value in wanted_values) == (name != "has_none")
    wanted = _operand_forms(operand, grounds)
    return lambda value, _: _compare_forms(name, _forms(value), wanted)


def _scalar(value: Any, kind: str) -> Any:
    """Give the one value that a test on 是否 or on a number names."""
    if not isinstance(value, str):
        return value
    return yes_no(value) if kind == "是否" else parse_number(value)


def _operand_forms(operand: Ref | str | tuple[str, ...], grounds: Grounds) -> frozenset[str]:
    if isinstance(operand, Ref):
        return _forms(grounds.refer(operand))
    return frozenset(normal(text) for text in texts_of(operand))


def _forms(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset((normal(value),))
    return frozenset(normal(text) for text in texts_of(value))


def _compare_forms(name: str, values: frozenset[str], wanted: frozenset[str]) -> bool:
    match name:
        case "is_" | "in_" | "has_any":
            return not values.isdisjoint(wanted)
        case "has_all":
            return wanted <= values
        case "has_none":
            return values.isdisjoint(wanted)
        case _:
            return values <= wanted


def _day_check(name: str, operand: Ref | str | tuple[str, ...], grounds: Grounds, blank: Truth) -> Check:
    if isinstance(operand, Ref) and operand.field is not None:
        other, days = grounds.getter(operand.field), timedelta(days=operand.days)

        def compare(value: Any, record: Record) -> Truth:
            known = other(record)
            return blank if known is None else _lies(name, value, known + days)

        return compare
    if isinstance(operand, Ref) and operand.as_of is not None:
        return lambda value, _: _lies_by_clock(name, value, operand, grounds)
    bound = grounds.day(operand) if isinstance(operand, Ref) else day_text(operand)
    return lambda value, _: _lies(name, value, bound)


def _lies(name: str, day: Any, bound: Any) -> bool:
    if not isinstance(day, date) or not isinstance(bound, date):
        return False
    return day < bound if name == "before" else day > bound


def _lies_by_clock(name: str, day: Any, ref: Ref, grounds: Grounds) -> bool:
    """Compare a day with the as-of date through the clock, which then knows when the answer turns."""
    if not isinstance(day, date):
        return False
    same = day - timedelta(days=(ref.as_of or 0) + ref.days)
    if name == "before":
        return grounds.clock.reached(same + timedelta(days=1))
    return not grounds.clock.reached(same)


def _number_check(name: str, operand: Ref | str | tuple[str, ...], grounds: Grounds, blank: Truth) -> Check:
    if isinstance(operand, Ref) and operand.field is not None:
        other = grounds.getter(operand.field)

        def compare(value: Any, record: Record) -> Truth:
            known = other(record)
            if known is None:
                return blank
            return _is_number(value) and _is_number(known) and _holds(name, Fraction(value), Fraction(known))

        return compare
    bound = grounds.quantity(operand) if isinstance(operand, Ref) else parse_number(operand)
    return lambda value, _: _is_number(value) and _holds(name, Fraction(value), bound)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _holds(name: str, value: Fraction, bound: Fraction) -> bool:
    return {
        "at_least": value >= bound,
        "at_most": value <= bound,
        "exactly": value == bound,
        "more_than": value > bound,
        "less_than": value < bound,
    }[name]


def _explain(key: str, test: Test, record: Record, grounds: Grounds) -> Failure:
    """Say how a record fails a test, and what value would meet it."""
    if key == "类型":
        return Failure(msg("lacks.kind", kind=str(record.kind), want=_test_words(key, test)), weight=50)
    value = grounds.getter(key)(record)
    if value is None:
        weight = 1 if grounds.has_field(record, key) else 50
        code = "lacks.flawed" if key in record.flaws else "lacks.blank"
        return Failure(msg(code, field=key, want=_test_words(key, test)), weight=weight)
    written = texts_of(value)
    listed = next((operand for name, operand in test.wanted() if name in ("is_", "in_", "has_any")), None)
    candidates = texts_of(listed) if listed is not None and not isinstance(listed, Ref) else ()
    meant = next(
        (
            found
            for text in written
            if not _is_listed(text, key, grounds) and (found := near(text, candidates))
        ),
        None,
    )
    if meant:
        return Failure(msg("lacks.near-value", field=key, value=written, want=meant))
    return Failure(msg("lacks.value", field=key, value=written, want=_test_words(key, test)))


def _is_listed(text: str, key: str, grounds: Grounds) -> bool:
    term = grounds.terms.fields.get(key)
    return term is not None and normal(text) in term.spellings


# --- one test on the unit


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


def _test_unit(key: str, test: Test, grounds: Grounds) -> UnitTruth:
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
        _compare_forms(name, values, frozenset(normal(text) for text in texts_of(operand)))
        for name, operand in test.wanted()
        if not isinstance(operand, Ref)
    )


def _test_honour(test: Test, grounds: Grounds) -> UnitTruth:
    rung = grounds.unit.highest_honour(grounds.terms, grounds.as_of)
    for day in grounds.unit.honour_days():
        grounds.clock.reached(day)
    if rung is None:
        return UnitTruth(None, asks=("文明单位级别",))
    ladder = grounds.terms.honours
    because = (msg("fact.honour", level=ladder[rung]),)
    for name, operand in test.wanted():
        names = () if isinstance(operand, Ref) else texts_of(operand)
        rungs = [ladder.index(each) for each in names if each in ladder]
        if not _rung_meets(name, rung, rungs):
            return UnitTruth(False, because)
    if test.filled is not None or test.blank is not None:
        return UnitTruth((rung > 0) == (test.filled is True or test.blank is False), because)
    return UnitTruth(True, because)


def _rung_meets(name: str, rung: int, rungs: list[int]) -> bool:
    if name in _BOUNDS:
        return _holds(name, Fraction(rung), Fraction(rungs[0]))
    return _compare_forms(name, frozenset((str(rung),)), frozenset(map(str, rungs)))


def _test_stated(test: Test, grounds: Grounds) -> UnitTruth:
    """Judge 职能 that is not declared by what follows from the unit's type, value by value."""
    stated = grounds.terms.stated_functions(grounds.unit.type)
    because: list[Message] = []
    truth: Truth = True
    for name, operand in test.wanted():
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
    because = (msg("fact.list" if isinstance(value, tuple) else "fact.value", fact=key, value=value),)
    if isinstance(value, tuple) and not value:
        because = (msg("fact.empty", fact=key),)
    if test.filled is not None or test.blank is not None:
        present = value != ()
        return UnitTruth(present == (test.filled is True or test.blank is False), because)
    try:
        return UnitTruth(
            all(_fact_check(name, operand, value, grounds) for name, operand in test.wanted()), because
        )
    except Undetermined as unknown:
        return UnitTruth(None, asks=unknown.asks)


def _fact_check(name: str, operand: Ref | str | tuple[str, ...], value: Any, grounds: Grounds) -> bool:
    if isinstance(value, bool):
        return (value in {yes_no(text) for text in texts_of(operand)}) == (name != "has_none")
    if name in _BOUNDS:
        bound = grounds.quantity(operand) if isinstance(operand, Ref) else parse_number(operand)
        size = len(value) if isinstance(value, tuple) else value
        return _is_number(size) and _holds(name, Fraction(size), bound)
    if name in ("before", "after"):
        if isinstance(operand, Ref) and operand.as_of is not None:
            return _lies_by_clock(name, value, operand, grounds)
        return _lies(name, value, grounds.day(operand) if isinstance(operand, Ref) else day_text(operand))
    return _compare_forms(name, _forms(value), _operand_forms(operand, grounds))


# --- words


def _test_words(key: str, test: Test) -> Message:
    parts = [
        msg(f"words.{name.strip('_')}", field=key, value=_operand_words(operand))
        for name, operand in test.wanted()
    ]
    if test.filled is True or test.blank is False:
        parts.append(msg("words.filled", field=key))
    if test.blank is True or test.filled is False:
        parts.append(msg("words.blank", field=key))
    return parts[0] if len(parts) == 1 else msg("words.all", parts=tuple(parts))


def _operand_words(operand: Ref | str | tuple[str, ...]) -> Any:
    if not isinstance(operand, Ref):
        return operand
    if operand.as_of is not None:
        return msg("words.ref-as-of", days=operand.as_of)
    return msg("words.ref", name=operand.param or operand.fact or operand.field or "")
