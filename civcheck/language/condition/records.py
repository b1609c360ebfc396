"""One test on a record's field: a function that tells whether it is met, and what to say when it is not."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, Literal

from civcheck.language.condition.comparing import Check, compile_check, may_be_more
from civcheck.language.condition.fieldtest import Failure, Test, Truth, words_of
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds, declared
from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg
from civcheck.model.record import Record
from civcheck.model.several import pieces_of
from civcheck.model.terms import FieldTerm, Terms
from civcheck.model.texts import near, normal

Misspelt = Literal["no", "near", "any"]
"""Which values the pack does not list leave it open what a test comes to: none, near ones, or any.

``any`` goes where more records could break a rule; there it is open, too, of what has a name in it that is asked for.
"""


def compile_test(
    key: str, test: Test, grounds: Grounds, blank: Truth, misspelt: Misspelt = "no"
) -> Callable[[Record], Truth]:
    """Make the function that tells whether a record meets a test on one of its fields.

    ``blank`` is the answer where the field is blank and could decide it. Of a value that was written and not taken
    nobody knows whether it meets a test, or that it is blank: the answer is None. With ``misspelt`` it is None too
    where a value that the pack does not list may be meant for one that is asked for: a near one, or any.
    """
    if key == "类型":
        return _kind_test(test, grounds)
    get = grounds.getter(key)
    check = _value_check(key, test, grounds, blank)
    must_be_filled = test.filled is True or test.blank is False
    must_be_blank = test.blank is True or test.filled is False
    asks_more = bool(test.wanted)
    doubts = misspelt != "no" or blank is None
    unsure = _unlisted(key, test, grounds, misspelt == "any") if doubts else None

    def meets(record: Record) -> Truth:
        value = get(record)
        if value is None:
            # something was written, and nobody knows what; a file has no such thing
            if key in getattr(record, "flaws", ()):
                return None
            if must_be_filled or must_be_blank or not asks_more:  # whether it is blank is asked, and known
                return must_be_blank and not asks_more and not must_be_filled
            return blank if blank is False or grounds.has_field(record, key) else False
        if must_be_blank:
            return False
        met = check(value, record)
        return None if unsure is not None and unsure(value, met, record) else met

    return meets


def _unlisted(
    key: str, test: Test, grounds: Grounds, whatever: bool
) -> Callable[[Any, Truth, Record], bool] | None:
    """Make the function that tells whether a value the pack does not list leaves open what a test comes to.

    高级 may be meant for 高: it does not meet a test on 高, and it is not known not to; neither is 三级, ``whatever``
    it is. Where the list is open, or there is none, only what has the name in it (鱼翅羹, where 鱼翅 is asked for) is
    not known. None where nothing could be left open.
    """
    positive = any(name in ("is_", "in_", "has_any", "has_all", "within") for name, _ in test.wanted)
    negative = any(name == "has_none" for name, _ in test.wanted)
    if any(not isinstance(operand, str | tuple) for _, operand in test.wanted):
        return None
    wanted = [text for _, operand in test.wanted for text in texts_of(operand)]
    names, terms = {form for text in wanted if len(form := normal(text)) > 1}, grounds.terms
    listing = key in terms.fields or key in terms.own_field_names
    if not listing or not (positive or negative):
        return None

    def unsure(value: Any, met: Truth, record: Record) -> bool:
        if met is None or not (negative if met else positive):
            return False
        term = terms.fields_of(record.kind).get(key) or terms.fields.get(key)
        if term is None or term.open or not term.values:
            return whatever and not met and _names_more_than(value, names, term)
        return any(
            normal(text) not in term.spellings and (whatever or near(text, wanted, cutoff=0.5))
            for text in texts_of(value)
        )

    return unsure


def _names_more_than(value: Any, names: Collection[str], term: FieldTerm | None) -> bool:
    """Tell whether one of the texts of a value has a name in it and is more: 鱼翅羹, not a name of its own."""
    if not isinstance(value, str | tuple):
        return False
    own = term.spellings if term is not None else ()
    forms = (form for text in texts_of(value) if (form := normal(text)) not in own)
    return any(name in form and name != form for form in forms for name in names)


def _value_check(key: str, test: Test, grounds: Grounds, blank: Truth) -> Check:
    """Make the function that checks a value; lists that repeat from record to record are compared once."""
    checks = [compile_check(name, operand, key, grounds, blank) for name, operand in test.wanted]
    compares_records = any(isinstance(operand, Ref) and operand.field for _, operand in test.wanted)
    known: dict[tuple[str, ...], Truth] = {}

    def check(value: Any, record: Record) -> Truth:
        if type(value) is not tuple or compares_records:
            return _all_hold(check(value, record) for check in checks)
        try:
            return known[value]
        except KeyError:
            answer = known[value] = _all_hold(check(value, record) for check in checks)
            return answer

    return check


def _all_hold(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        result = truth if truth is None else result
    return result


def _kind_test(test: Test, grounds: Grounds) -> Callable[[Record], Truth]:
    wanted = kinds_meeting(test, grounds.terms)
    return lambda record: record.kind in wanted


def kinds_meeting(test: Test, terms: Terms) -> frozenset[str]:
    """List the kinds that meet a test on 类型; every record has exactly one."""
    found = frozenset() if test.blank is True or test.filled is False else frozenset(terms.kinds)
    for name, operand in test.wanted:
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


def explain(key: str, test: Test, record: Record, grounds: Grounds) -> Failure:
    """Say how a record fails a test, and what value would meet it."""
    if key == "类型":
        return Failure(
            msg("lacks.kind", kind=str(record.kind), want=words_of(key, test, grounds.terms.sorts)), weight=50
        )
    value = grounds.getter(key)(record)
    if value is None:
        weight = 1 if grounds.has_field(record, key) else 50
        code, days = "lacks.flawed" if key in record.flaws else "lacks.blank", {}
        if isinstance(written := record.fields.get(key), date):
            code, days = "lacks.ahead", {"day": written, "until": grounds.as_of}
        return Failure(msg(code, field=key, want=_wanted(key, test, grounds), **days), weight=weight)
    several = test.bounded and may_be_more(value, grounds.terms.listed_forms(key)) > 0
    if several and compile_test(key, test, grounds, False)(record) is None:
        return Failure(
            msg("lacks.several", field=key, value=texts_of(value), want=_wanted(key, test, grounds))
        )
    written = texts_of(value)
    listed = next((operand for name, operand in test.wanted if name in ("is_", "in_", "has_any")), None)
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
        return near_value(key, written, meant, candidates)
    return Failure(msg("lacks.value", field=key, value=written, want=_wanted(key, test, grounds)))


def _wanted(key: str, test: Test, grounds: Grounds) -> Message:
    """Say what a test asks for, with what the unit declares."""
    of_list = grounds.terms.is_list(key)
    return words_of(key, test, declares=lambda name: declared(grounds.unit, name), of_list=of_list)


def near_value(key: str, written: tuple[str, ...], meant: str, names: Iterable[str]) -> Failure:
    """Say that a value is nearly one that counts; or that it is several of these with no 、 between them."""
    forms = {normal(each) for each in names}
    pieces = {normal(part) for text in written for part in pieces_of(text) if part != text}
    if not pieces.isdisjoint(forms):
        return Failure(msg("lacks.blank-between", field=key, value=written))
    return Failure(msg("lacks.near-value", field=key, value=written, want=meant))


def _is_listed(text: str, key: str, grounds: Grounds) -> bool:
    term = grounds.terms.fields.get(key)
    return term is not None and normal(text) in term.spellings
