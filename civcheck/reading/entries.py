"""From a parsed mapping to a record: keys to fields, texts to values, names to listed spellings, files to evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from civcheck.model import values
from civcheck.model.problem import Weight
from civcheck.model.record import NO_FIELDS, RECORD_KEYS, Evidence, FieldValue, Filing, Record
from civcheck.model.terms import FieldTerm, Terms
from civcheck.model.texts import near, normal
from civcheck.model.values import READERS, Context, is_missing
from civcheck.reading.evidence import Resolver, read_role

REQUIRED = {"kind": "类型", "title": "标题", "days": "日期"}
_DAYS_KEYS = {"起": "start", "start": "start", "止": "end", "end": "end"}
_FILING_KEYS = {
    "档号": "number", "archive_number": "number", "日期": "day", "date": "day", "盒号": "box", "box": "box",
}  # fmt: skip
_ARCHIVE_NUMBER = re.compile(r" *[A-Za-z][\w·.〔〕()（）/-]*[0-9][\w·.〔〕()（）/-]* *")
_NOTHING = frozenset({"attendance", "hours", "days", "reported_on"})
_LISTED = {
    "organiser": "主办",
    "by": "承办",
    "partners": "联办单位",
    "themes": "主题",
    "audience": "对象",
    "place": "地点",
    "responsible": "负责人",
}
_VALIDATE = Record.__pydantic_validator__.validate_python  # type: ignore[attr-defined]
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Trouble:
    """A problem inside a record, before its place in the file is known."""

    code: str
    weight: Weight
    path: Path
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """What became of one mapping: a record, or None, and its troubles."""

    record: Record | None
    troubles: list[Trouble]
    kind: str | None = None


class EntryReader:
    """Reads the records of one ledger by the terms of its pack."""

    def __init__(
        self, terms: Terms, year: int, unit_name: str, resolver: Resolver, keep_body: bool = False
    ) -> None:
        self.terms = terms
        self.year = year
        self.unit_form = normal(unit_name)
        self.resolver = resolver
        self.keep_body = keep_body
        self.keys = {key: name for key, (_, name) in RECORD_KEYS.items()}
        self.keys |= dict(RECORD_KEYS.values())
        self.labels = {name: key for key, (_, name) in RECORD_KEYS.items()}
        self.kind_forms = {normal(name): name for name in terms.kinds}
        self.kind_forms |= {normal(kind.alias): name for name, kind in terms.kinds.items() if kind.alias}
        self.role_names = dict.fromkeys(terms.roles) | {
            role.alias: name for name, role in terms.roles.items() if role.alias
        }
        self._listed: dict[
            tuple[str, str, tuple[str, ...]], tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
        ] = {}
        self._own: dict[str, dict[str, str]] = {}
        self._meant: dict[tuple[str | None, str], str] = {}

    def read(self, raw: Mapping[str, Any], key: str, line: int, narrative: str = "") -> Entry:
        """Read one mapping; troubles are collected and never stop the rest of it."""
        troubles: list[Trouble] = []
        kind = self._kind(raw, troubles)
        flaws: list[str] = []
        given, own, roles = self._sorted_keys(raw, kind, troubles, flaws)
        context = Context(self.year)
        if kind is not None:
            given["kind"] = kind
        evidence = self._evidence(*roles, key, narrative, context, troubles, flaws)
        fields = self._fields(own, kind, context, troubles, flaws) if kind is not None else NO_FIELDS
        if "filing" in given:
            filing = self._filing(given.pop("filing"), context, troubles, flaws)
            if filing is not None:
                given["filing"] = filing
        if type(given.get("days")) is dict:
            named = {_DAYS_KEYS.get(name, name): value for name, value in given["days"].items()}
            given["days"] = named if len(named) == len(given["days"]) else given["days"]
        given |= {"key": key, "line": line, "evidence": evidence, "fields": fields}
        if self.keep_body and narrative:
            given["body"] = narrative.strip()
        record = self._validated(given, context, troubles, flaws)
        for code, params in context.notes:
            troubles.append(Trouble(code, Weight.NOTE, (), params))
        return Entry(record, troubles, kind)

    # --- keys

    def _kind(self, raw: Mapping[str, Any], troubles: list[Trouble]) -> str | None:
        written = raw.get("类型", raw.get("kind"))
        if "类型" in raw and "kind" in raw:
            return None
        if not isinstance(written, str) or is_missing(written):
            troubles.append(Trouble("kind-missing", Weight.UNREAD, ("类型",)))
            return None
        found = self.kind_forms.get(written) or self.kind_forms.get(normal(written))
        if found is None:
            meant = near(written, self.terms.kinds)
            troubles.append(
                Trouble("kind-unknown", Weight.UNREAD, ("类型",), {"value": written, "meant": meant or ""})
            )
        return found

    def _sorted_keys(
        self, raw: Mapping[str, Any], kind: str | None, troubles: list[Trouble], flaws: list[str]
    ) -> tuple[dict[str, Any], dict[str, tuple[str, Any]], tuple[str, dict[str, Any]]]:
        """Sort what is written into the record's own keys, the kind's fields, and roles; the rest is told."""
        given: dict[str, Any] = {}
        own: dict[str, tuple[str, Any]] = {}
        roles: tuple[str, dict[str, Any]] = ("", {})
        seen: set[str] = set()
        known, own_names = self.keys, self._own_names(kind)
        for key, value in raw.items():
            name = known.get(key)
            if name is None:
                self._own_key(key, value, kind, own_names, own, troubles)
                continue
            if name in seen:
                weight = Weight.UNREAD if name in REQUIRED else Weight.VALUE
                troubles.append(Trouble("duplicate-key", weight, (key,), {"key": key}))
                flaws.append(self.labels[name])
            seen.add(name)
            if name == "evidence":
                roles = key, self._roles(key, value, troubles)
            elif name == "extra" or (
                name != "kind" and not is_missing(value) and not (value == "无" and name in _NOTHING)
            ):
                given[name] = value
        if flaws:
            # a key and its alias at once: which of the two is meant nobody can say
            for name, label in self.labels.items():
                if label in flaws:
                    given.pop(name, None)
            roles = ("", {}) if self.labels["evidence"] in flaws else roles
        return given, own, roles

    def _own_names(self, kind: str | None) -> dict[str, str]:
        if kind is None:
            return {}
        names = self._own.get(kind)
        if names is None:
            fields = self.terms.fields_of(kind)
            names = self._own[kind] = {name: name for name in fields} | {
                term.alias: name for name, term in fields.items() if term.alias
            }
        return names

    def _own_key(
        self, key: str, value: Any, kind: str | None, names: dict[str, str],
        own: dict[str, tuple[str, Any]], troubles: list[Trouble],
    ) -> None:  # fmt: skip
        name = names.get(key)
        if name is not None:
            if name in own:
                troubles.append(Trouble("duplicate-key", Weight.VALUE, (key,), {"key": key}))
            elif not is_missing(value):
                own[name] = (key, value)
        elif kind is None and key in self.terms.own_field_names:
            return
        elif key in self.role_names:
            troubles.append(Trouble("role-outside", Weight.VALUE, (key,), {"role": key}))
        elif key in self.terms.own_field_names:
            owners = tuple(name for name in self.terms.kinds if key in self.terms.fields_of(name))[:4]
            troubles.append(
                Trouble(
                    "field-of-other-kind", Weight.VALUE, (key,), {"key": key, "kind": kind, "kinds": owners}
                )
            )
        else:
            if key[0] in "\u3000\xa0":
                troubles.append(Trouble("wide-blank", Weight.VALUE, (key,)))
                return
            meant = self._key_meant(key, kind, names)
            troubles.append(
                Trouble("unknown-key", Weight.VALUE, (key,), {"key": key, "meant": meant, "names": ""})
            )

    def _key_meant(self, key: str, kind: str | None, names: Mapping[str, str]) -> str:
        """Name the key that was probably meant; remembered, for a key that is made up is in every record."""
        meant = self._meant.get((kind, key))
        if meant is None:
            meant = near(key, [*self.keys, *names, *self.role_names]) or ""
            if len(key) <= 60 and len(self._meant) < 1_000:
                self._meant[(kind, key)] = meant
        return meant

    def _roles(self, key: str, value: Any, troubles: list[Trouble]) -> dict[str, Any]:
        if is_missing(value) or value == "无":
            return {}
        if not isinstance(value, dict):
            troubles.append(Trouble("evidence-not-mapping", Weight.VALUE, (key,)))
            return {}
        return value

    # --- evidence

    def _evidence(
        self, label: str, roles: dict[str, Any], key: str, narrative: str, context: Context,
        troubles: list[Trouble], flaws: list[str],
    ) -> tuple[Evidence, ...]:  # fmt: skip
        if not roles:
            return ()
        file = key.rpartition("#")[0] or key
        folder = file.rpartition("/")[0]
        found: list[Evidence] = []
        seen: set[str] = set()
        for written, raw in roles.items():
            name = self.role_names.get(written) or (written if written in self.role_names else None)
            if name is None:
                meant = near(written, self.terms.roles) or ""
                troubles.append(
                    Trouble(
                        "unknown-role",
                        Weight.VALUE,
                        (label, written),
                        {"role": written, "meant": meant, "names": tuple(self.terms.roles)},
                    )
                )
                continue
            if name in seen:
                troubles.append(Trouble("duplicate-key", Weight.VALUE, (label, written), {"key": written}))
                continue
            seen.add(name)
            evidence, problems = read_role(
                raw,
                name,
                self.terms.roles[name],
                folder,
                key,
                self.resolver,
                context,
                narrative,
            )
            found += evidence
            if problems:
                flaws.append(name)
                troubles += [
                    Trouble(each.code, Weight.VALUE, (label, written, *each.path), each.params)
                    for each in problems
                ]
        return tuple(found)

    def _filing(self, raw: Any, context: Context, troubles: list[Trouble], flaws: list[str]) -> Filing | None:
        """Read 归档: a mapping, or 是 / an archive number alone; 否 and 无 are no filing."""
        if isinstance(raw, str) and raw in (*values.NO, *values.YES):
            return Filing() if raw in values.YES else None
        if isinstance(raw, str) and len(raw) <= 100 and _ARCHIVE_NUMBER.fullmatch(raw):
            return Filing(number=raw.strip())
        if not isinstance(raw, dict):
            # a day alone, 待归档, 已归档: nobody can say which day that was
            troubles.append(Trouble("filing-not-mapping", Weight.VALUE, ("归档",)))
            flaws.append("归档")
            return None
        given: dict[str, Any] = {}
        for key, value in raw.items():
            name = _FILING_KEYS.get(key)
            if name is None:
                troubles.append(
                    Trouble(
                        "unknown-key",
                        Weight.VALUE,
                        ("归档", key),
                        {
                            "key": key,
                            "meant": near(key, ("档号", "日期", "盒号")) or "",
                            "names": "档号、日期、盒号",
                        },
                    )
                )
            elif name in given:
                troubles.append(Trouble("duplicate-key", Weight.VALUE, ("归档", key), {"key": key}))
                flaws.append("归档")
                return None
            elif not is_missing(value) and value != "无":
                try:
                    given[name] = (
                        values.read_day(value, context) if name == "day" else values.read_text(value)
                    )
                except PydanticCustomError as error:
                    troubles.append(
                        Trouble(
                            error.type,
                            Weight.VALUE,
                            ("归档", key),
                            dict(error.context or {}) | {"field": f"归档·{key}"},
                        )
                    )
                    flaws.append("归档")
                    if name == "day":
                        return None
        return Filing(**given) if given else None

    # --- fields of the kind

    def _fields(
        self,
        own: dict[str, tuple[str, Any]],
        kind: str,
        context: Context,
        troubles: list[Trouble],
        flaws: list[str],
    ) -> Mapping[str, FieldValue]:
        terms = self.terms.fields_of(kind)
        found: dict[str, FieldValue] = {}
        for name, (key, raw) in own.items():
            term = terms[name]
            kind_of = term.type or "列表"
            if raw == "无" and kind_of in ("整数", "小数", "日期"):
                continue
            try:
                value = READERS[kind_of](raw, context)
            except PydanticCustomError as error:
                troubles.append(
                    Trouble(error.type, Weight.VALUE, (key,), dict(error.context or {}) | {"field": name})
                )
                flaws.append(name)
                continue
            if term.values and isinstance(value, str | tuple):
                value = self._spelled(value, name, term, troubles)
            found[name] = value
        for name, default in self.terms.defaults_of(kind).items():
            if name not in found and name not in flaws:
                found[name] = (default,) if (terms[name].type or "列表") == "列表" else default
        return found or NO_FIELDS

    def _spelled(
        self, value: str | tuple[str, ...], name: str, term: FieldTerm, troubles: list[Trouble]
    ) -> Any:
        texts = (value,) if isinstance(value, str) else value
        spelled, unlisted = self._listed_form(texts, name, term)
        for text, meant in unlisted:
            troubles.append(
                Trouble(
                    "unlisted-value", Weight.NOTE, (name,), {"field": name, "value": text, "meant": meant}
                )
            )
        return spelled[0] if isinstance(value, str) and spelled else spelled

    def _listed_form(
        self, texts: tuple[str, ...], name: str, term: FieldTerm
    ) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Give the listed spelling of values, and those not listed with a near name; remembered by value."""
        memory = (name, term.values[0] if term.values else "", texts)
        known = self._listed.get(memory)
        if known is None:
            spelled: list[str] = []
            unlisted: list[tuple[str, str]] = []
            for text in texts:
                listed = self._one_listed(text, term)
                spelled.append(listed or text)
                if listed is None and not term.drop_unit_name and not term.open:
                    # looking for near names takes its time; who needs more than twenty has other troubles
                    meant = near(text, term.values) if len(unlisted) < 20 else None
                    unlisted.append((text, meant or ""))
            known = self._listed[memory] = (tuple(dict.fromkeys(spelled)), tuple(unlisted))
        return known

    def _one_listed(self, text: str, term: FieldTerm) -> str | None:
        form = normal(text)
        listed = term.spellings.get(form)
        if listed is None and form in self.terms.alias_forms:
            listed = term.spellings.get(normal(self.terms.alias_forms[form]))
        if listed is None and term.drop_unit_name and form.startswith(self.unit_form):
            rest = form[len(self.unit_form) :]
            listed = term.spellings.get(rest)
            if listed is None and rest in self.terms.alias_forms:
                listed = term.spellings.get(normal(self.terms.alias_forms[rest]))
        return listed

    # --- validation

    def _validated(
        self, given: dict[str, Any], context: Context, troubles: list[Trouble], flaws: list[str]
    ) -> Record | None:
        """Validate; a value that is wrong is left out and the rest is used, unless the record cannot do without."""
        noted = len(context.notes)
        for _ in range(2):
            if flaws:
                given["flaws"] = tuple(flaws)
            try:
                record: Record = _VALIDATE(given, context=context)
                return self._with_spelling(record, troubles)
            except ValidationError as error:
                if not self._left_out(error, given, troubles, flaws):
                    return None
                del context.notes[noted:]
        return None

    def _left_out(
        self, error: ValidationError, given: dict[str, Any], troubles: list[Trouble], flaws: list[str]
    ) -> bool:
        usable = True
        for each in error.errors(include_url=False):
            name = str(each["loc"][0])
            label = self.labels.get(name, name)
            if each["type"] == "missing":
                if name != "kind" and label not in flaws:
                    troubles.append(
                        Trouble("required-missing", Weight.UNREAD, (), {"field": REQUIRED.get(name, name)})
                    )
                usable = False
                continue
            weight = Weight.UNREAD if name in REQUIRED else Weight.VALUE
            troubles.append(
                Trouble(str(each["type"]), weight, (label,), {**(each.get("ctx") or {}), "field": label})
            )
            usable = usable and weight is Weight.VALUE
            given.pop(name, None)
            flaws.append(label)
        return usable

    def _with_spelling(self, record: Record, troubles: list[Trouble]) -> Record:
        """Put the listed spelling into the fields every record has; the record is new and ours alone until now."""
        for attribute, label in _LISTED.items():
            texts = getattr(record, attribute)
            term = self.terms.fields.get(label)
            if texts and term is not None and term.values:
                spelled = self._spelled(texts, label, term, troubles)
                if spelled != texts:
                    object.__setattr__(record, attribute, spelled)
        return record
