"""What the rules of a pack may name: fields, kinds, roles, facts, params, days; each part is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.pack import PackHead
from civcheck.language.quantity import Ref
from civcheck.language.walking import Path
from civcheck.messages import Message, Percent, msg
from civcheck.model.parts import Mistake
from civcheck.model.terms import BASE_FIELDS, COUNTED, NUMBERS, WEEKDAYS, FieldTerm, Terms
from civcheck.model.texts import near, normal, some
from civcheck.model.values import holds_separator

_WEEKDAYS = FieldTerm(name="日期.星期", values=WEEKDAYS)

UNIT_FIELDS = ("单位类型", "文明单位级别", "职能", "组织", "在职人数")


def unknown(path: Path, what: Message, value: str, names: Iterable[str]) -> Mistake:
    """Tell of a name that is none of those known, with the one that was probably meant."""
    names = tuple(names)
    # of two characters one may be wrong
    meant = near(value, names, cutoff=0.5 if len(value) < 3 else 0.6) or ""
    return path, "rule-name-unknown", {"what": what, "value": value, "meant": meant, "names": some(names, 12)}


def sort_of(params: Mapping[str, Any]) -> str:
    """Give what an unknown name is of, to be compared: the id of the message, or the word itself (职能)."""
    what = params["what"]
    return str(what.params["text"]) if what.id == "plain" else str(what.id)


class Vocabulary:
    """The names of one pack, and the mistakes in what a part of a rule names; paths are those of its keys."""

    def __init__(self, head: PackHead, terms: Terms) -> None:
        self._params, self.terms = head.params, terms
        self.record_fields = (*BASE_FIELDS, *sorted(terms.own_field_names))
        self.unit_fields = (*UNIT_FIELDS, *terms.facts)

    @property
    def param_names(self) -> tuple[str, ...]:
        """Name the params of pack.yaml."""
        return tuple(self._params)

    def names(
        self, path: Path, what: Message, names: Iterable[str], known: Iterable[str]
    ) -> Iterator[Mistake]:
        """Hold names of any sort against those known."""
        known = tuple(known)
        for name in names:
            if name not in known:
                yield unknown(path, what, name, known)

    def fields(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of fields of records against those that some kind has."""
        return self.names(path, msg("sort.field"), names, self.record_fields)

    def day_fields(self, path: Path, name: str) -> Iterator[Mistake]:
        """Tell of a field that no kind has, or that holds no day."""
        wrong = tuple(self.fields(path, name))
        yield from wrong
        if not wrong and self.terms.field_type(name) != "日期":
            yield path, "field-not-day", {"value": name}

    def numbers(self, path: Path, values: Mapping[str, Any]) -> Iterator[Mistake]:
        """Tell of numbers, by their keys, that are taken from what holds none."""
        for key, value in values.items():
            if not isinstance(value, Ref) or tuple(value.mistakes(self, path)):
                continue
            kind = self.type_of(value)
            if value.field is not None:
                if kind not in NUMBERS:
                    yield (*path, key), "field-not-number", {"value": value.field}
            elif kind not in COUNTED:  # of a list that the unit declares it is the length
                yield (*path, key), "rule-number", {"value": value.param or value.fact or "as_of"}

    def facts(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of facts against what a unit declares."""
        return self.names(path, msg("sort.fact"), names, self.unit_fields)

    def answers(self, path: Path, fact: str, names: Iterable[str]) -> Iterator[Mistake]:
        """Hold values of a fact against those listed for it; where none are listed any value is good."""
        if fact in self.terms.facts and (listed := self.terms.facts[fact].values):
            yield from self.names(path, msg("sort.value-of", fields=(fact,)), names, listed)

    def params(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of params against those of pack.yaml."""
        return self.names(path, msg("sort.param"), names, self._params)

    def roles(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of roles against those of terms.yaml."""
        return self.names(path, msg("sort.role"), names, self.terms.roles)

    def periods(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of periods against those of terms.yaml."""
        return self.names(path, msg("sort.period"), names, self.terms.periods)

    def days(self, path: Path, *names: str) -> Iterator[Mistake]:
        """Hold names of moving days against those of terms.yaml."""
        return self.names(path, msg("sort.day"), names, self.terms.days)

    def listed(self, path: Path, fields: Iterable[str], names: Iterable[str]) -> Iterator[Mistake]:
        """Hold values against those listed for the fields; where one is open or lists nothing, any value is good."""
        listed: set[str] = set()
        for field in fields:
            terms = [self.terms.fields[field]] if field in self.terms.fields else []
            terms += [_WEEKDAYS] if field == "日期.星期" else []
            terms += [own[field] for kind in self.terms.kinds if field in (own := self.terms.fields_of(kind))]
            listed |= {value for term in terms for value in term.values}
            if any(term.open for term in terms) or not any(term.values for term in terms):
                yield from self._parted(path, field, names, listed)
                return
        forms = {normal(value) for value in listed}
        for name in names:
            if normal(name) not in forms:
                yield unknown(path, msg("sort.value-of", fields=tuple(fields)), name, sorted(listed))

    def _parted(
        self, path: Path, field: str, names: Iterable[str], listed: Iterable[str]
    ) -> Iterator[Mistake]:
        """Tell of a value that is taken apart where it is read: it holds a 、 and no list has it."""
        forms = {normal(value) for value in listed}
        for name in names:
            in_list = field in self.record_fields and self.terms.field_type(field) == "列表"
            if in_list and holds_separator(name) and normal(name) not in forms:
                yield path, "value-parted", {"value": name, "field": field}

    def fact_type(self, name: str) -> str:
        """Give the type of what a unit declares under a name."""
        fact = self.terms.facts.get(name)
        if fact is not None:
            return fact.type
        return {"在职人数": "整数", "单位类型": "文本", "文明单位级别": "文本"}.get(name, "列表")

    def param_number(self, ref: Ref) -> Fraction | None:
        """Give the number that a param comes to where it is named; None where that is no param, or a day."""
        param = self._params.get(ref.param or "")
        return ref.scaled(param.value) if param is not None and isinstance(param.value, Fraction) else None

    def type_of(self, ref: Ref) -> str:
        """Give the type of what a reference names; a name that is not known is told elsewhere and fits anything."""
        if ref.param is not None and ref.param in self._params:
            value = self._params[ref.param].value
            return "日期" if isinstance(value, date) else "百分数" if isinstance(value, Percent) else "小数"
        if ref.fact is not None:
            return self.fact_type(ref.fact)
        if ref.field is not None:
            return self.terms.field_type(ref.field)
        return "日期"
