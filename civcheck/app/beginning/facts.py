"""The facts of a unit: which are asked of its type, how an answer is read, and unit.yaml made of what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from civcheck.app.beginning.comments import comment
from civcheck.app.beginning.planned import SCHEMAS, schema_line
from civcheck.errors import LedgerError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg, plain
from civcheck.model.problem import Weight
from civcheck.model.texts import MARKER, near, normal, sanitize
from civcheck.model.unit import Unit
from civcheck.model.yamltext import pair
from civcheck.reading.parsed import Parsed, parse_yaml
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile, sort_keys
from civcheck.verdict.concern import FACTS_OF_ALL, facts_asked

UNIT_FILE = "unit.yaml"
_FACTS, _DUTIES = "其他事实", "分工"
_LISTS = frozenset({"职能", "组织"})


class Question(NamedTuple):
    """What a unit is asked: the key it is answered by, the question, the answers there are (none: any text)."""

    key: str
    asks: Message
    answers: tuple[str, ...] = ()
    is_list: bool = False


def unit_types(pack: RulePack) -> tuple[str, ...]:
    """List the types that a unit may declare."""
    return tuple(name for name, each in pack.terms.unit_types.items() if each.declarable)


def type_named(text: str, pack: RulePack) -> str:
    """Give the type of unit that is meant.

    Raises:
        UsageError: it is none.
    """
    names = unit_types(pack)
    same = [name for name in names if normal(name) == normal(text)]
    if same:
        return same[0]
    raise UsageError(
        msg("error.begin-type", value=sanitize(text), meant=near(text, names) or "", names=names)
    )


def year_of(given: int | None, pack: RulePack) -> int:
    """Give the year of a ledger: that of the pack where it has but one.

    Raises:
        UsageError: the pack is not of that year, or has several and none was given.
    """
    first, last = pack.head.period.first.year, pack.head.period.last.year
    if given is None and first == last:
        return first
    if given is None or not first <= given <= last:
        shown = str(first) if first == last else f"{first}–{last}"
        raise UsageError(msg("error.begin-year", year=str(given or ""), pack=pack.id, pack_year=shown))
    return given


def questions(unit: Unit, pack: RulePack, also: Iterable[str] = ()) -> tuple[Question, ...]:
    """List what the pack asks of such a unit, and facts that are told ``also``, in the order of unit.yaml."""
    asked = {*facts_asked(unit, pack), *also}
    return tuple(_question(fact, unit, pack) for fact in (*FACTS_OF_ALL, *pack.terms.facts) if fact in asked)


def _question(fact: str, unit: Unit, pack: RulePack) -> Question:
    terms = pack.terms
    match fact:
        case "文明单位级别":
            return Question(fact, msg("begin.ask.honour", year=str(unit.year)), terms.honours)
        case "职能":
            stated = terms.stated_functions(unit.type)
            open_ = tuple(name for name in terms.functions if stated.get(name) is not False)
            return Question(fact, msg("begin.ask.functions"), open_, True)
        case "组织":
            return Question(fact, msg("begin.ask.organisations"), terms.organisations, True)
        case "在职人数":
            return Question(fact, msg("begin.ask.staff"))
    declared = terms.facts[fact]
    answers = ("是", "否") if declared.type == "是否" else declared.values
    return Question(fact, plain(declared.ask), answers, declared.type == "列表")


def with_answers(unit: Unit, given: Mapping[str, Any], pack: RulePack) -> tuple[str, Unit]:
    """Write unit.yaml of what was answered, and give it with the unit that it says.

    ``given``: key → text as it was answered; what is not in it, or empty, stays undeclared.

    Raises:
        UsageError: an answer is none.
    """
    text = _text(unit, {key: value for key, value in given.items() if str(value).strip()}, pack)
    file = UnitFile(UNIT_FILE, {}, Parsed(""), [], text.split("\n"))
    file.parsed = parse_yaml(text)
    try:
        sort_keys(file)
        read = read_unit(file, pack.terms)
    except LedgerError as error:
        raise UsageError(error.message, error.problems) from None
    mistakes = [each for each in file.problems if each.weight is not Weight.NOTE]
    if mistakes:
        raise UsageError(msg("error.begin-answers"), mistakes)
    return text, read


def _text(unit: Unit, given: Mapping[str, Any], pack: RulePack) -> str:
    rows = [
        schema_line(UNIT_FILE, SCHEMAS[1]).rstrip(),
        *comment(msg("begin.unit.head")),
        *pair("单位名称", unit.name, 0),
        *comment(msg("begin.unit.type", names=unit_types(pack))),
        f"单位类型: {unit.type}",
        f"年度: {unit.year}",
        *_rule_rows(given.get("规则"), pack),
    ]
    asked = questions(unit, pack, given)
    for each in asked:
        if each.key in FACTS_OF_ALL:
            rows += ["", *_comments(each), *_answered(each, given, "")]
    facts = [each for each in asked if each.key not in FACTS_OF_ALL]
    if facts:
        rows += ["", *comment(msg("begin.unit.facts")), f"{_FACTS}:"]
        for each in facts:
            rows += [f"  {row}" for row in _comments(each)] + _answered(each, given, "  ")
    if pack.terms.unit_types[unit.type].superior_answers:
        superior = given.get("上级单位")
        rows += ["", *comment(msg("begin.unit.superior"))]
        rows += pair("上级单位", superior, 0) if superior else ["上级单位:"]
    rows += ["", *comment(msg("begin.unit.duties", point=str(pack.points[0].number))), f"{_DUTIES}:"]
    return "\n".join(rows) + "\n"


def _rule_rows(name: str | None, pack: RulePack) -> list[str]:
    return [] if name is None else [*comment(msg("begin.unit.rules")), f"规则: {pack.id}"]


def _comments(question: Question) -> list[str]:
    rows = comment(question.asks)
    if question.is_list:
        rows += comment(msg("begin.unit.list", names=question.answers or msg("begin.unit.any")))
    elif question.answers:
        rows += comment(msg("begin.unit.one", names=question.answers))
    return rows


def _answered(question: Question, given: Mapping[str, Any], indent: str) -> list[str]:
    value = given.get(question.key)
    if value is None:
        return [f"{indent}{question.key}:"]
    if question.is_list and isinstance(value, str) and value.strip() in ("无", "没有"):
        value = "无"
    return list(pair(question.key, str(value).strip(), len(indent)))


def plain_unit(name: str, type_: str, year: int) -> Unit:
    """Give a unit of which nothing more is known.

    Raises:
        UsageError: the name is empty, or still has 【待填】 in it.
    """
    name = " ".join(name.split())
    if not name or MARKER in name:
        raise UsageError(msg("error.begin-name"))
    return Unit(name=name, type=type_, year=year)


def undeclared(unit: Unit, pack: RulePack) -> tuple[str, ...]:
    """Name the facts that the pack asks of a unit and that it does not declare."""
    known = {
        "文明单位级别": unit.honours,
        "职能": unit.functions,
        "组织": unit.organisations,
        "在职人数": unit.staff,
        **unit.facts,
    }
    return tuple(fact for fact in facts_asked(unit, pack) if known.get(fact) is None)
