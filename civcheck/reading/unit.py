"""Reading a unit: who it is and what it declares; what is mistaken stays undeclared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civcheck.messages import msg
from civcheck.model.days import read_day
from civcheck.model.numbers import read_people, read_whole
from civcheck.model.problem import Weight
from civcheck.model.rawvalue import BadValue, Context, brief, is_missing
from civcheck.model.record import FieldValue
from civcheck.model.several import as_many_as
from civcheck.model.terms import Terms
from civcheck.model.texts import near, normal
from civcheck.model.unit import Honour, Unit
from civcheck.model.values import Reader, Wholes, read_text, read_texts, reader_of
from civcheck.reading.unitfile import UNIT_KEYS, UnitFile, key_lines, pack_pin

_HONOUR_KEYS = {
    "级别": "level",
    "level": "level",
    "授予日期": "granted",
    "granted": "granted",
    "届满日期": "expires",
    "expires": "expires",
}


class _UnitReader:
    """Reads the values of one unit.yaml by the terms of a pack."""

    def __init__(self, file: UnitFile, terms: Terms) -> None:
        self.file, self.terms = file, terms
        self.year = 0
        self.doubtful: set[str] = set()

    def value(self, name: str, read: Reader) -> Any:
        """Read one value; a wrong one is a problem and counts as undeclared."""
        if name not in self.file.given:
            return None
        key, raw = self.file.given[name]
        return self._read(read, raw, (key,), key)

    def _read(self, read: Reader, raw: Any, path: tuple[str | int, ...], name: str) -> Any:
        """Read a value; its notes are told, and a wrong one is a problem and None."""
        context = Context(self.year)
        try:
            value = read(raw, context)
        except BadValue as error:
            self.file.problem(error.code, path, **{"field": name, **error.params})
            return None
        for code, params in context.notes:
            self.file.problem(code, path, Weight.NOTE, **params)
        return value

    def type(self) -> str:
        key, raw = required(self.file, "type")
        wanted = normal(raw) if isinstance(raw, str) else ""
        declarable = [name for name, each in self.terms.unit_types.items() if each.declarable]
        found = next((name for name in declarable if normal(name) == wanted), None)
        if found is None:
            parent = next((n for n in self.terms.unit_types if normal(n) == wanted), None)
            names = [n for n in declarable if parent in self.terms.lineage(n)] if parent else declarable
            raise self.file.stop(
                "unit-type",
                (key,),
                value=str(raw),
                meant=near(str(raw), declarable) or "",
                names=tuple(names),
            )
        return found

    def names(self, name: str, listed: tuple[str, ...]) -> tuple[str, ...] | None:
        wholes = self.terms.wholes_of(listed)
        texts = self.value(name, lambda raw, _: _declared_list(raw, wholes))
        if texts is None:
            return None
        key = self.file.given[name][0]
        found = []
        for text in texts:
            spelled = self._listed(text, listed)
            if spelled is None:
                self.doubtful.add(key)
                self.file.problem(
                    "unknown-name",
                    (key,),
                    field=key,
                    value=text,
                    meant=near(text, listed) or "",
                    names=listed,
                )
            found.append(spelled or text)
        return tuple(dict.fromkeys(found))

    def _listed(self, text: str, listed: tuple[str, ...]) -> str | None:
        """Give the listed spelling of a name; the unit's own name before it says nothing more."""
        forms = {normal(each): each for each in listed}
        form = normal(text)
        own = normal(str(self.file.given["name"][1])) if "name" in self.file.given else ""
        for each in (form, form.removeprefix(own)):
            if each in forms:
                return forms[each]
            alias = normal(self.terms.alias_forms.get(each, ""))
            if alias in forms:
                return forms[alias]
        return None

    def honours(self) -> tuple[Honour, ...] | None:
        if "honour" not in self.file.given:
            return None
        key, raw = self.file.given["honour"]
        entries = raw if isinstance(raw, list) else [raw]
        found = []
        for index, entry in enumerate(entries):
            honour = self._honour(entry, (key, index) if isinstance(raw, list) else (key,))
            if honour is None:
                return None
            found.append(honour)
        return tuple(found)

    def _honour(self, entry: Any, path: tuple[str | int, ...]) -> Honour | None:
        given = {"级别": entry} if isinstance(entry, str) else entry
        if not isinstance(given, dict):
            self.file.problem("honour-value", path, names=tuple(self.terms.honours))
            return None
        values: dict[str, Any] = {}
        for key, raw in given.items():
            name = _HONOUR_KEYS.get(key)
            if name is None:
                self.file.problem(
                    "unknown-key",
                    (*path, key),
                    key=key,
                    meant=near(key, _HONOUR_KEYS) or "",
                    names=("级别", "授予日期", "届满日期"),
                )
            elif not is_missing(raw):
                values[name] = raw
        level = next(
            (
                each
                for each in self.terms.honours
                if normal(each) == normal(str(values.get("level", "")).removesuffix("文明单位"))
            ),
            None,
        )
        if level is None:
            self.file.problem("honour-value", path, names=tuple(self.terms.honours))
            return None
        days = {}
        for name, label in (("granted", "授予日期"), ("expires", "届满日期")):
            if name in values:
                days[name] = self._read(read_day, values[name], path, label)
        if None in days.values():
            return None
        if len(days) == 2 and days["expires"] < days["granted"]:
            self.file.problem(
                "span-backwards", path, value=msg("asks.window", first=days["granted"], last=days["expires"])
            )
            return None
        return Honour(level, **days)

    def facts(self) -> Mapping[str, FieldValue]:
        if "facts" not in self.file.given:
            return {}
        key, raw = self.file.given["facts"]
        if not isinstance(raw, dict):
            self.file.problem("facts-not-mapping", (key,))
            return {}
        known = {name: name for name in self.terms.facts} | {
            each.alias: name for name, each in self.terms.facts.items() if each.alias
        }
        found: dict[str, FieldValue] = {}
        for written, value in raw.items():
            name = known.get(written)
            if name is None:
                self.file.problem(
                    "unknown-fact",
                    (key, written),
                    key=written,
                    meant=near(written, known) or "",
                    names=tuple(self.terms.facts),
                )
            elif name in found:
                self.file.problem("duplicate-key", (key, written), key=written)
                del found[name]
            elif not is_missing(value) or value == []:
                self._fact(name, value, (key, written), found)
        return found

    def _fact(self, name: str, raw: Any, path: tuple[str, str], found: dict[str, FieldValue]) -> None:
        fact = self.terms.facts[name]
        kind = fact.type
        if raw == "无" and kind not in ("是否", "列表"):
            return
        wholes = self.terms.all_wholes if kind == "列表" else None
        read = reader_of(kind, fact.unit)
        if kind == "列表":
            read = lambda raw, _: _declared_list(raw, wholes)  # noqa: E731
        value = self._read(read, raw, path, name)
        if value is not None and fact.values:
            value = self._of_listed(value, fact.values, path, name)
        if value is not None:
            found[name] = value

    def _of_listed(
        self, value: FieldValue, listed: tuple[str, ...], path: tuple[str, str], name: str
    ) -> FieldValue | None:
        """Spell a fact as the pack lists it; what it does not list is a problem, and nobody knows what was meant."""
        texts = value if isinstance(value, tuple) else (str(value),)
        spelled = [self._listed(each, listed) for each in texts]
        for text, known in zip(texts, spelled, strict=True):
            if known is None:
                meant = near(text, listed) or ""
                self.file.problem("fact-unlisted", path, field=name, value=text, meant=meant, names=listed)
        known_texts = tuple(dict.fromkeys(each for each in spelled if each is not None))
        if None in spelled:
            return None
        return known_texts if isinstance(value, tuple) else known_texts[0]

    def duties(self) -> Mapping[str, str]:
        if "duties" not in self.file.given:
            return {}
        key, raw = self.file.given["duties"]
        if not isinstance(raw, dict):
            self.file.problem("facts-not-mapping", (key,))
            return {}
        return {
            name: str(value)
            for name, value in raw.items()
            if isinstance(value, str) and not is_missing(value)
        }


def _declared_list(raw: object, wholes: Wholes | None) -> tuple[str, ...]:
    """Read a list that is complete once it is there: 无 or [] says none, and nothing else does."""
    if raw in ("无", ["无"], []):
        return ()
    texts = read_texts(raw, wholes)
    if not texts:
        raise BadValue("not-a-list-of-texts")
    if (several := next((each for each in texts if as_many_as(each) > 1), None)) is not None:
        raise BadValue("several-in-one", value=brief(several))
    return texts


def required(file: UnitFile, name: str) -> tuple[str, Any]:
    """Give the key and the raw value of what every unit.yaml must have.

    Raises:
        LedgerError: it is missing.
    """
    key = next(key for key, alias in UNIT_KEYS.items() if alias == name)
    if name not in file.given:
        written = next((each for each in (key, name) if each in file.parsed.value), None)
        if written is not None:  # the line is there: a second one would be told as a repetition
            raise file.stop("unit-key-blank", (written,), key=written)
        raise file.stop("unit-key-missing", (), key=key)
    return file.given[name]


def year_of(file: UnitFile) -> int:
    """Read 年度.

    Raises:
        LedgerError: it is missing or wrong.
    """
    key, raw = required(file, "year")
    try:
        year = read_whole(
            raw if not isinstance(raw, str) else raw.removesuffix("年").removesuffix("年度"), Context(0)
        )
    except BadValue:
        raise file.stop("unit-year", (key,), value=str(raw)) from None
    if not 1949 <= year <= 2199:
        raise file.stop("unit-year", (key,), value=str(raw))
    return int(year)


def read_unit(file: UnitFile, terms: Terms) -> Unit:
    """Read the unit; problems go to ``file.problems``.

    Raises:
        LedgerError: 年度, 单位类型 or 单位名称 is missing or wrong.
    """
    facts = {*terms.facts, *(each.alias for each in terms.facts.values() if each.alias)}
    file.problems = [
        each._replace(code="fact-outside")
        if each.code == "unknown-key" and each.params["key"] in facts
        else each
        for each in file.problems
    ]
    reader = _UnitReader(file, terms)
    reader.year = year_of(file)
    key, name = required(file, "name")
    if not isinstance(name, str):
        raise file.stop("not-a-text", (key,), field=key)
    return Unit(
        name=name.strip(),
        type=reader.type(),
        year=reader.year,
        honours=reader.honours(),
        functions=reader.names("functions", terms.functions),
        organisations=reader.names("organisations", terms.organisations),
        staff=reader.value("staff", read_people),
        facts=reader.facts(),
        duties=reader.duties(),
        superior=reader.value("superior", lambda raw, _: read_text(raw)),
        pack=pack_pin(file),
        doubtful=frozenset(reader.doubtful),
        file=file.file,
        lines=key_lines(file),
    )
