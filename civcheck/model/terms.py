"""The vocabulary of a rule pack: unit types, facts, kinds, fields, roles, listed values, moving days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING
from civcheck.model.texts import normal
from civcheck.model.values import Reader, Wholes, holds_separator, reader_of

if TYPE_CHECKING:
    from civcheck.model.written import Day, YesNo, pattern


FieldKind = Literal["文本", "列表", "整数", "小数", "百分数", "是否", "日期"]
NUMBERS: frozenset[FieldKind] = frozenset({"整数", "小数", "百分数"})
"""The types that are numbers."""
COUNTED = NUMBERS | {"列表"}
"""The types that stand for a number; of a list it is the length."""


class UnitType(Part):
    """A type of unit; ``states`` are functions that follow from it (是/否)."""

    is_a: str | None = None
    declarable: YesNo = True
    states: Mapping[str, YesNo] = NOTHING
    superior_answers: YesNo = False
    about: str = ""


class Fact(Part):
    """A fact a unit declares, with the question to ask for it and the only answers there are, where they are listed."""

    type: FieldKind
    ask: str
    values: tuple[str, ...] = ()
    unit: str | None = None
    alias: str | None = None


class FieldTerm(Part):
    """A field of records: its type, the values listed for it, and what it means.

    ``open`` lists take any other value without a note (names of people and units). ``unit`` is what a number counts.
    ``ahead`` is a day that is set in advance (整改期限): it is there as it is written, while any other day is not
    there before it has come.
    """

    name: str = ""
    type: FieldKind | None = None
    values: tuple[str, ...] = ()
    drop_unit_name: YesNo = False
    open: YesNo = False
    unit: str | None = None
    ahead: YesNo = False
    alias: str | None = None
    about: str = ""

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The listed spelling by compared form."""
        return {normal(value): value for value in self.values}


class OwnField(FieldTerm):
    """A field as a kind lists it: by its name alone where the terms say the rest."""

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"name": raw} if isinstance(raw, str) else raw


class Sort(Part):
    """A group of kinds; ``shown_by`` says when a record of it counts."""

    shown_by: Literal["record", "material"] = "material"
    about: str = ""


class Kind(Part):
    """A kind of record; ``sensitive`` names the law that protects those it is about, where they need it most."""

    sort: str | None = None
    is_a: str | None = None
    sensitive: str = ""
    fields: tuple[OwnField, ...] = ()
    defaults: Mapping[str, str] = NOTHING
    expires: str | None = None
    alias: str | None = None
    about: str = ""


class Role(Part):
    """A role of evidence: which files may play it, whether a link alone may, and what may be said of each file."""

    fields: tuple[OwnField, ...] = ()
    files: Literal["图片", "截图", "音像", "任意"] = "任意"
    link: YesNo = False
    alias: str | None = None
    about: str = ""

    @cached_property
    def own_types(self) -> Mapping[str, FieldKind]:
        """What a record may say of a file beside 说明, 日期 and 文号: field → type."""
        return {each.name: each.type or "文本" for each in self.fields}

    @cached_property
    def own_readers(self) -> Mapping[str, Reader]:
        """Give the reader of each of these fields."""
        return {
            each.name: reader_of(self.own_types[each.name], each.unit, Wholes.among(each.values))
            for each in self.fields
        }


class Span(Part):
    """Two days, inclusive."""

    first: Day
    last: Day

    _keys: ClassVar[Mapping[str, str]] = {"first": "from", "last": "to"}


class MovingDay(Part):
    """A day that windows hang on: the same each year, or one date a year."""

    every: Annotated[str, pattern(r"^\d{2}-\d{2}$")] | None = None
    years: Mapping[int, Day] = NOTHING

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "every" not in raw and "years" not in raw:
            return {"years": raw}
        return raw

    def in_year(self, year: int) -> date | None:
        """Give the day in that year, or None when the table lacks it."""
        if self.every is not None:
            return date.fromisoformat(f"{year}-{self.every}")
        return self.years.get(year)


BASE_FIELDS: Mapping[str, tuple[str, FieldKind]] = {
    "类型": ("kind", "文本"),
    "标题": ("title", "文本"),
    "日期": ("first", "日期"),
    "编号": ("id", "文本"),
    "本单位参加": ("joined", "是否"),
    "地点": ("place", "列表"),
    "主办": ("organiser", "列表"),
    "承办": ("by", "列表"),
    "联办单位": ("partners", "列表"),
    "负责人": ("responsible", "列表"),
    "参加人数": ("attendance", "整数"),
    "时长": ("hours", "小数"),
    "主题": ("themes", "列表"),
    "对象": ("audience", "列表"),
    "大型活动": ("large_event", "是否"),
    "报送日期": ("reported_on", "日期"),
    "归档": ("filing", "日期"),
    "链接": ("links", "列表"),
    "备注": ("note", "文本"),
    "正文": ("body", "文本"),
    "正文字数": ("body", "整数"),
    "日期.首日": ("days", "日期"),
    "日期.末日": ("days", "日期"),
    "日期.天数": ("days", "整数"),
    "日期.工作日数": ("days", "整数"),
    "日期.最长连续天数": ("days", "整数"),
    "日期.最短连续天数": ("days", "整数"),
    "日期.星期": ("days", "列表"),
    "归档.档号": ("filing", "文本"),
    "归档.盒号": ("filing", "文本"),
}
"""The fields every record has that conditions may read: key → (attribute of Record, type)."""

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
"""The days of the week from Monday on: what 日期.星期 says of every day of a record, each once."""


class Terms(Part):
    """Everything a pack calls by name."""

    unit_types: Mapping[str, UnitType]
    functions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = NOTHING
    sorts: Mapping[str, Sort] = NOTHING
    kinds: Mapping[str, Kind]
    fields: Mapping[str, FieldTerm] = NOTHING
    roles: Mapping[str, Role] = NOTHING
    days: Mapping[str, MovingDay] = NOTHING
    periods: Mapping[str, tuple[Span, ...]] = NOTHING
    aliases: Mapping[str, str] = NOTHING

    # --- unit types

    def lineage(self, unit_type: str) -> tuple[str, ...]:
        """List a unit type and its parents, nearest first."""
        return _lineage(unit_type, {name: each.is_a for name, each in self.unit_types.items()})

    def stated_functions(self, unit_type: str) -> Mapping[str, bool]:
        """Collect the functions that follow from a unit's type; the nearest statement wins."""
        stated: dict[str, bool] = {}
        for name in reversed(self.lineage(unit_type)):
            stated.update(self.unit_types[name].states)
        return stated

    # --- kinds

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        above = {name: each.is_a for name, each in self.kinds.items()}
        return {name: _lineage(name, above) for name in self.kinds}

    def sort_of(self, kind: str) -> str | None:
        """Give the sort of a kind, its own or its parent's."""
        return next((self.kinds[name].sort for name in self._parents[kind] if self.kinds[name].sort), None)

    def protected_by(self, kind: str | None) -> str:
        """Name the law that protects those whom records of a kind, or of one above it, are about; else empty."""
        lineage = self._parents.get(kind or "", ())
        return next((self.kinds[each].sensitive for each in lineage if self.kinds[each].sensitive), "")

    @cached_property
    def kinds_under(self) -> Mapping[str, frozenset[str]]:
        """Name → the kinds a rule selects by it: a kind with its special cases, or a sort with its kinds."""
        under: dict[str, set[str]] = {name: set() for name in (*self.kinds, *self.sorts)}
        for name, lineage in self._parents.items():
            for parent in lineage:
                under[parent].add(name)
            if (sort := self.sort_of(name)) in under:
                under[str(sort)].add(name)
        return {name: frozenset(kinds) for name, kinds in under.items()}

    def shown_by_material(self, kind: str) -> bool:
        """Tell whether a record of that kind counts only when it names a file or an allowed link."""
        sort = self.sort_of(kind)
        return sort is None or sort not in self.sorts or self.sorts[sort].shown_by == "material"

    @cached_property
    def _kind_fields(self) -> dict[str, Mapping[str, FieldTerm]]:
        return {}

    def fields_of(self, kind: str) -> Mapping[str, FieldTerm]:
        """Give the fields of a kind with their types and values, those of its parents included."""
        known = self._kind_fields.get(kind)
        if known is None:
            known = self._kind_fields[kind] = dict(self._collect_fields(kind))
        return known

    def _collect_fields(self, kind: str) -> Iterable[tuple[str, FieldTerm]]:
        for name in reversed(self._parents[kind]):
            for own in self.kinds[name].fields:
                shared = self.fields.get(own.name, FieldTerm())
                yield (
                    own.name,
                    FieldTerm(
                        name=own.name,
                        type=own.type or shared.type or "列表",
                        values=own.values or shared.values,
                        drop_unit_name=own.drop_unit_name or shared.drop_unit_name,
                        open=own.open or shared.open,
                        unit=own.unit or shared.unit,
                        ahead=own.ahead or shared.ahead,
                        alias=own.alias or shared.alias,
                        about=own.about or shared.about,
                    ),
                )

    def defaults_of(self, kind: str) -> Mapping[str, str]:
        """Give the values a kind's fields have unless written."""
        return {
            key: value
            for name in reversed(self._parents[kind])
            for key, value in self.kinds[name].defaults.items()
        }

    def expiry_field(self, kind: str) -> str | None:
        """Name the field that says until when a standing record of this kind holds."""
        return next(
            (self.kinds[name].expires for name in self._parents[kind] if self.kinds[name].expires), None
        )

    @cached_property
    def alias_forms(self) -> Mapping[str, str]:
        """Another spelling's compared form → the listed value."""
        return {normal(other): value for other, value in self.aliases.items()}

    @cached_property
    def day_fields(self) -> Mapping[str, frozenset[str]]:
        """Give the fields of kinds that hold days, each with the kinds in which that day is set in advance."""
        days = {name for name, each in self.fields.items() if each.type == "日期"}
        days |= {each.name for kind in self.kinds.values() for each in kind.fields if each.type == "日期"}
        found: dict[str, frozenset[str]] = {}
        for kind, lineage in self._parents.items():  # most kinds have no day of their own
            own = {each.name for name in lineage for each in self.kinds[name].fields} & days
            for name, term in self.fields_of(kind).items() if own else ():
                if term.type == "日期":
                    ahead = term.ahead or name == self.expiry_field(kind)
                    found[name] = found.get(name, frozenset()) | ({kind} if ahead else frozenset())
        return found

    @cached_property
    def material_days(self) -> Mapping[str, frozenset[str]]:
        """Give the fields of material that hold days, each with the roles in which that day is set in advance."""
        found: dict[str, frozenset[str]] = {}
        for name, role in self.roles.items():
            for each in role.fields:
                if each.type == "日期":
                    found[each.name] = found.get(each.name, frozenset()) | (
                        {name} if each.ahead else frozenset()
                    )
        return found

    def says_when(self, name: str, kind: str) -> bool:
        """Tell whether a field of a kind says when something was done: a day that is not set in advance."""
        return name in self.day_fields and kind not in self.day_fields[name]

    def wholes_of(self, values: Iterable[str]) -> Wholes | None:
        """Give those of listed values, and of their aliases, that are not to be taken apart at a 、."""
        listed = tuple(values)
        if not listed:
            return None
        forms = {normal(value) for value in listed} if self._parted_aliases else ()
        aliases = [other for other, value in self._parted_aliases if normal(value) in forms]
        return Wholes.among((*listed, *aliases))

    @cached_property
    def _parted_aliases(self) -> tuple[tuple[str, str], ...]:
        return tuple(each for each in self.aliases.items() if holds_separator(each[0]))

    @cached_property
    def all_wholes(self) -> Wholes | None:
        """Give every listed value that is not to be taken apart: what a unit declares may name any of them."""
        fields = [*self.fields.values(), *(each for kind in self.kinds.values() for each in kind.fields)]
        fields += [each for role in self.roles.values() for each in role.fields]
        listed = [value for each in fields for value in each.values]
        listed += [value for fact in self.facts.values() for value in fact.values]
        return Wholes.among((*listed, *self.functions, *self.organisations, *self.aliases))

    @cached_property
    def own_field_names(self) -> frozenset[str]:
        """Every field that some kind has."""
        return frozenset(each.name for kind in self.kinds.values() for each in kind.fields)

    def listed(self, name: str) -> frozenset[str]:
        """Give every value that is listed for a field, under any kind; of 类型 the kinds themselves."""
        if name == "类型":
            return frozenset(self.kinds)
        own = [each.values for kind in self.kinds.values() for each in kind.fields if each.name == name]
        return frozenset().union(*own, self.fields[name].values if name in self.fields else ())

    def is_list(self, name: str) -> bool:
        """Tell whether a field of records has several values."""
        return (name in BASE_FIELDS or name in self.own_field_names) and self.field_type(name) == "列表"

    def field_type(self, name: str) -> FieldKind:
        """Give the type of a field of records by its key."""
        if name in BASE_FIELDS:
            return BASE_FIELDS[name][1]
        if (shared := self.fields.get(name)) is not None and shared.type:
            return shared.type
        own = (each.type for kind in self.kinds.values() for each in kind.fields if each.name == name)
        return next((each for each in own if each), "列表")

    def listed_forms(self, name: str) -> frozenset[str]:
        """Give the compared forms of the values that are listed for a field of records by its key."""
        own = (each for kind in self.kinds.values() for each in kind.fields if each.name == name)
        shared = self.fields.get(name)
        return frozenset(form for each in (*own, *([shared] if shared else ())) for form in each.spellings)

    def unit_of(self, name: str) -> str | None:
        """Give the unit of a field of records by its key; None where none is said."""
        if (shared := self.fields.get(name)) is not None and shared.unit:
            return shared.unit
        return next(
            (each.unit for kind in self.kinds.values() for each in kind.fields if each.name == name), None
        )


def _lineage(name: str, above: Mapping[str, str | None]) -> tuple[str, ...]:
    found: list[str] = []
    step: str | None = name
    while step is not None and step in above and step not in found:
        found.append(step)
        step = above[step]
    return tuple(found)
