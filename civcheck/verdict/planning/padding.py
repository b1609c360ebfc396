"""Padding: what rules demand of every record of its sort, so that a record that is added breaks none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.condition.fieldtest import BOUNDS, Truth
from civcheck.language.days import adder
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.roledemand import Demand, RoleDemand, demands_of
from civcheck.language.grounds import Grounds
from civcheck.language.recorddays import days_of, written_day
from civcheck.language.rule import Rule
from civcheck.language.select import Scope
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.model.plan import Material
from civcheck.model.record import Evidence, Record
from civcheck.model.terms import BASE_FIELDS
from civcheck.verdict.observe import scope_of
from civcheck.verdict.planning.draft import FILE, MADE, has_field, with_values
from civcheck.verdict.planning.meeting import ANY_TEXT, anything, ways
from civcheck.verdict.planning.seeds import leaves


class Added(NamedTuple):
    """A record with what was added to it: the values of fields, and material.

    ``choices`` are the values of a field of which any one would have done.
    """

    record: Record
    values: dict[str, Any]
    material: tuple[Material, ...]
    choices: dict[str, tuple[str, ...]]


class _Asking(NamedTuple):
    rule: str
    selects: Callable[[Record], Truth]
    kinds: frozenset[str]
    construct: Any
    demands: tuple[Demand, ...]
    roles: tuple[RoleDemand, ...]


class Padding:
    """What the rules of one audit demand of records that are there."""

    def __init__(self, rules: Iterable[Rule], grounds: Grounds) -> None:
        self._grounds = grounds
        self._asking = [each for rule in rules for each in self._of_rule(rule)]

    def _of_rule(self, rule: Rule) -> Iterator[_Asking]:
        try:
            scope = scope_of(rule, self._grounds)
            if not isinstance(scope, Scope):
                return
            for own, construct in leaves(rule, scope):
                if isinstance(construct, Each | Lag | Ratio):
                    yield self._asks(rule, own, construct)
        except (Undetermined, NotConcerned):
            return

    def _asks(self, rule: Rule, scope: Scope, construct: Any) -> _Asking:
        selects = (lambda _: True) if scope.select is None else scope.select.compile(scope.grounds)
        roles = construct.roles if isinstance(construct, Each) else ()
        demands = tuple(demands_of(roles, scope.grounds))
        return _Asking(rule.id, selects, scope.kinds(), construct, demands, roles)

    def added(
        self, record: Record, only: frozenset[str] | None = None, always: frozenset[str] = frozenset()
    ) -> Added:
        """Give a record with everything that these rules (None: all) demand of it and that it does not show yet.

        A field that has another value already stays as it is. Of demands of so many records only those of ``always``
        are heeded, for the others are met without.
        """
        values: dict[str, Any] = {}
        material: list[Material] = []
        choices: dict[str, tuple[str, ...]] = {}
        for each in self._asking:
            if record.kind not in each.kinds or (only is not None and each.rule not in only):
                continue
            some = getattr(each.construct, "quantifier", "each") != "each"
            if (some and each.rule not in always) or each.selects(record) is not True:
                continue
            for some_ways in self._lacking(record, each):
                record, values = with_values(record, some_ways[0]), values | some_ways[0]
                choices |= _choice(some_ways)
            for demand in each.demands:
                if self._lacks(record, demand):
                    record = self._with_material(record, demand, each)
                    material.append(_material(demand))
        if not record.evidence and self._grounds.terms.shown_by_material(record.kind):
            record = record._replace(evidence=(Evidence("", MADE, f"{FILE}{record.key}", 1),))
            material.append(Material(()))
        return Added(record, values, each_once(material), choices)

    def _lacks(self, record: Record, demand: Demand) -> bool:
        """Tell whether a record lacks material; where that hangs on files that could not be counted, nobody knows."""
        try:
            return any(True for _ in demand.lacks_of(record, self._grounds, date.max))
        except Undetermined:
            return False

    def _lacking(self, record: Record, asking: _Asking) -> Iterator[list[dict[str, Any]]]:
        construct = asking.construct
        if isinstance(construct, Lag):
            yield from self._lag(record, construct)
            return
        if isinstance(construct, Ratio):
            where = construct.part.count
            yield from self._meeting(record, where) if not isinstance(where, str | None) else ()
            return
        yield from self._meeting(record, construct.where)
        for name in construct.filled:
            if self._grounds.getter(name)(record) is None and has_field(
                record.kind, name, self._grounds.terms
            ):
                value = record.days.last if name in _OWN_DAYS else anything(record.kind, name, self._grounds)
                yield [{name: value}]

    def _meeting(self, record: Record, where: Any) -> Iterator[list[dict[str, Any]]]:
        """Give the values with which a record meets a condition, where none of its own is in the way."""
        if where is None or where.compile(self._grounds)(record):
            return
        free = [
            way
            for way in ways(where, record.kind, self._grounds)
            if all(self._is_free(record, key, value) for key, value in way.items())
        ]
        if free:
            yield free

    def _is_free(self, record: Record, key: str, value: Any) -> bool:
        if key in BASE_FIELDS and BASE_FIELDS[key][0] in ("first", "days"):
            return False
        known = self._grounds.getter(key)(record)
        return known is None or known is False or isinstance(value, tuple) or key == "正文字数"

    def _lag(self, record: Record, lag: Lag) -> Iterator[list[dict[str, Any]]]:
        bound = next(
            (each for each in (lag.at_most, lag.less_than, lag.at_least, lag.more_than) if each is not None),
            None,
        )
        if bound is None:
            return
        count = days_of(bound, record, self._grounds)
        back = isinstance(count, int) and count < 0
        start = (
            written_day(record, lag.from_)
            if lag.from_ != "日期"
            else record.days.first
            if back
            else record.days.last
        )
        if start is None or isinstance(count, str):
            return
        count += -1 if lag.at_most is None and lag.less_than is not None else 0
        count += 1 if lag.at_most is None and lag.less_than is None and lag.at_least is None else 0
        known = record.reported_on if lag.to == "报送日期" else record.fields.get(lag.to)
        if known is None or record.key.startswith(MADE):
            yield [{lag.to: adder(lag.unit)(start, count)}]

    def _with_material(self, record: Record, demand: Demand, asking: _Asking) -> Record:
        """Add so many pieces as a demand asks for, each with everything that any demand of its role asks to be said."""
        role = demand.roles[0]
        fields = _said_of(each for each in asking.roles if role in each.any_of)
        need = int(demand.limits.need or 1)
        made = [
            self._said(Evidence(role, MADE, f"{FILE}{record.key}-{role}{at}", 1), fields)
            for at in range(need)
        ]
        there = [
            self._said(each, fields) if demand.every and each.role in demand.roles else each
            for each in record.evidence
        ]
        return record._replace(evidence=(*there, *(made if not demand.every or not there else ())))

    def _said(self, piece: Evidence, fields: Mapping[str, Any]) -> Evidence:
        """Say of a piece of material what is asked for and not said of it yet."""
        term = self._grounds.terms.roles.get(piece.role)
        own = term.own_types if term is not None else {}
        more = {name: value for name, value in fields.items() if name in own and name not in piece.fields}
        return piece._replace(
            caption=piece.caption or fields.get("说明"),
            number=piece.number or fields.get("文号"),
            fields={**piece.fields, **more},
            characters=piece.characters or _whole(fields.get("字数"), 0),
            pages=piece.pages or _whole(fields.get("页数"), 1),
        )


def _material(demand: Demand) -> Material:
    return Material(demand.roles, "" if demand.plain else demand.limits.words(), demand.asked)


def each_once(material: Iterable[Material]) -> tuple[Material, ...]:
    """Leave out what is asked for twice, and what something that asks for more says too."""
    found: list[Material] = []
    for each in sorted(material, key=lambda one: not (one.limits or one.says)):
        known = any(
            each == other or (each.roles == other.roles and each == Material(each.roles)) for other in found
        )
        if not known:
            found.append(each)
    return tuple(found)


def _said_of(demands: Iterable[RoleDemand]) -> dict[str, Any]:
    """Give what demands ask to be said of each piece."""
    found: dict[str, Any] = {}
    for each in demands:
        tests = each.where.tests if each.where is not None else {}
        found |= {key: _text_of(test) for key, test in tests.items()}
        found |= {name: found.get(name, ANY_TEXT) for name in each.filled}
    return found


def _choice(some: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Give the values of the one field in which several ways to meet a condition differ."""
    keys = {key for way in some for key in way}
    texts = [each[0] if isinstance(each, tuple) else each for way in some for each in way.values()]
    single = len(keys) == 1 and len(some) > 1 and all(isinstance(text, str) for text in texts)
    return {keys.pop(): tuple(dict.fromkeys(texts))} if single else {}


_LENGTH = 100
"""So many characters of a text are taken for what a person writes."""
_OWN_DAYS = ("归档", "报送日期")


def _text_of(test: Any) -> Any:
    """Give what a piece of material may say to be as it is asked; a number that depends on the unit is guessed at."""
    for name, operand in test.wanted:
        if name in BOUNDS:
            return int(operand) if isinstance(operand, int | Fraction) else _LENGTH
        if isinstance(operand, str | tuple) and operand:
            return operand if isinstance(operand, str) else operand[0]
    return ANY_TEXT


def _whole(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
