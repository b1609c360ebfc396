"""One test on a record's field: a function that tells whether it is met, and what to say when it is not."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from civcheck.language.condition.comparing import Check, Operand, compile_check, may_be_more, number_in
from civcheck.language.condition.fieldtest import Failure, Test, Truth, left_open, meant_open, words_of
from civcheck.language.condition.unlisted import NAMING, TEXTS, Misspelt, doubt_of
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds, declared
from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg
from civcheck.model.alike import Alike
from civcheck.model.record import Record
from civcheck.model.several import pieces_of
from civcheck.model.terms import Terms
from civcheck.model.texts import near, normal


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
    unsure = doubt_of(key, test, grounds, misspelt == "any") if doubts else None

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
    candidates, guess = _candidates(key, listed, record, grounds)
    unlisted = (text for text in written if not _is_listed(text, key, grounds))
    if meant := next((found for text in unlisted if (found := guess(text))), None):
        return near_value(key, written, meant, candidates)
    return Failure(msg("lacks.value", field=key, value=written, want=_wanted(key, test, grounds)))


def _candidates(
    key: str, operand: Operand | None, record: Record, grounds: Grounds
) -> tuple[tuple[str, ...], Callable[[str], str | None]]:
    """List what a test names, and make the function that finds the one that a text is probably meant for.

    Of names that the pack does not write, one that is spelled nearly like another may well be another.
    """
    if operand is None or isinstance(operand, str | tuple):
        written = texts_of(operand)
        return written, lambda text: near(text, written)
    if grounds.terms.field_type(key) not in TEXTS:
        return (), lambda _: None
    known = _named(operand, record, grounds)
    return known, _meant_by(known)


def _named(operand: Operand, record: Record, grounds: Grounds) -> tuple[str, ...]:
    if isinstance(operand, str | tuple):
        return texts_of(operand)
    return texts_of(grounds.refer(operand, record) if isinstance(operand, Ref) else operand.of(grounds))


def _meant_by(names: Iterable[str]) -> Callable[[str], str | None]:
    """Make the function that finds the name that a text has in it, or is part of."""
    spelled = {normal(name): name for name in names}
    alike = Alike(spelled)
    return lambda text: next((spelled[form] for form in alike.to(text)), None)


def left_open_by(key: str, test: Test, record: Record, grounds: Grounds) -> Failure | None:
    """Say what a record writes that leaves it open whether it meets a test; None where nothing does."""
    if key == "类型" or compile_test(key, test, grounds, None, "any")(record) is not None:
        return None
    value = grounds.getter(key)(record)
    if value is None:
        return left_open(explain(key, test, record, grounds))
    if (whole := test.share_of) is not None and number_in(value) == 0:
        return Failure(msg("lacks.of-nothing", field=key, whole=whole))
    unlisted = [text for text in texts_of(value) if not _is_listed(text, key, grounds)]
    names = [
        name for code, operand in test.wanted if code in NAMING for name in _named(operand, record, grounds)
    ]
    guess = _meant_by(names)
    for text in unlisted:
        if meant := guess(text):
            return Failure(meant_open(key, text, meant))
    return Failure(
        msg("lacks.value-open", field=key, value=tuple(unlisted), want=_wanted(key, test, grounds))
    )


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
