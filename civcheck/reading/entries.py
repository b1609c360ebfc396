"""From a parsed mapping to a record: keys to fields, texts to values, names to listed spellings, files to evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from civcheck.model.problem import Weight
from civcheck.model.rawvalue import BadValue, Context, Note, is_missing
from civcheck.model.record import NO_FIELDS, Evidence, FieldValue, Record
from civcheck.model.sketch import sketch_of
from civcheck.model.terms import FieldTerm, Terms
from civcheck.model.texts import MARKER, near, normal
from civcheck.reading.entry import Entry
from civcheck.reading.evidence import Resolver
from civcheck.reading.filing import read_filing
from civcheck.reading.keys import (
    ATTRIBUTES,
    LABELS,
    NOT_SAID,
    REQUIRED,
    KindKeys,
    Known,
    Slot,
    memory_form,
    record_slots,
)
from civcheck.reading.roles import read_role

_ROLE_COLON = re.compile(r"\s*([^\s:：]{1,20})\s*([:：])")
_BLANK_ROW = [Record._field_defaults.get(name) for name in Record._fields]
_KEY, _LINE, _FIELDS, _BODY, _SKETCH, _FLAWS = (
    ATTRIBUTES[name] for name in ("key", "line", "fields", "body", "sketch", "flaws")
)
_TITLE, _NAMING = (
    ATTRIBUTES["title"],
    tuple(ATTRIBUTES[name] for name in ("place", "organiser", "responsible")),
)
"""What a narrative repeats of its record and is left out of its sketch."""
_MOST_MEANT = 20
_MATERIAL = frozenset({"材料", "资料", "附件材料", "佐证材料", "轨迹资料", "证明材料"})
"""What people call 附件."""


class EntryReader:
    """Reads the records of one ledger by the terms of its pack."""

    def __init__(
        self,
        terms: Terms,
        year: int,
        unit_name: str,
        resolver: Resolver,
        keep_body: bool = False,
        sketches: bool = False,
    ) -> None:
        self.terms = terms
        self.year = year
        self.unit_form = normal(unit_name)
        self.resolver = resolver
        self.keep_body = keep_body
        self.sketches = sketches
        self.unit_name = unit_name
        self.keys = record_slots(terms)
        self.kind_forms = {normal(name): name for name in terms.kinds}
        self.kind_forms |= {normal(kind.alias): name for name, kind in terms.kinds.items() if kind.alias}
        self.role_names = {name: name for name in terms.roles} | {
            role.alias: name for name, role in terms.roles.items() if role.alias
        }
        self._keys_of: dict[str | None, KindKeys] = {}
        self._meant: dict[tuple[str | None, str], str] = {}

    def read(
        self, raw: Mapping[str, Any], key: str, line: int, narrative: str = "", folder: str | None = None
    ) -> Entry:
        """Read one mapping; troubles are collected and never stop the rest of it.

        ``folder`` is that of the record's file; it follows from ``key`` where it is not given.
        """
        entry = Entry(key, _folder_of(key) if folder is None else folder, narrative)
        kind = entry.kind = self._kind(raw, entry)
        keys = self._keys_of.get(kind) or self._make_keys(kind)
        if not keys.aliases.isdisjoint(raw):
            raw = _without_twice(raw, keys, entry)
        row = self._row(raw, keys, entry)
        row[_KEY], row[_LINE] = key, line
        if narrative and self.keep_body:
            row[_BODY] = narrative.strip()
        if narrative and self.sketches:
            row[_SKETCH] = self._sketch(narrative, row)
        if entry.flaws:
            row[_FLAWS] = tuple(entry.flaws)
        if _has_required(row, raw, entry):
            entry.record = Record._make(row)
        return entry

    def _row(self, raw: Mapping[str, Any], keys: KindKeys, entry: Entry) -> list[Any]:
        """Read every value into its place of the record's row; fields of the kind are gathered in one of them."""
        row = _BLANK_ROW.copy()
        fields: dict[str, FieldValue] = {}
        slots = keys.slots
        for written, value in raw.items():
            slot = slots.get(written)
            if slot is None:
                self._unknown_key(written, entry.kind, slots, entry)
                continue
            form = value if type(value) is str else memory_form(value)
            known = slot.known.get(form) if form is not None else None
            if known is None:
                known = self._read_value(slot, written, value, entry)
            if known[1]:
                entry.note(known[1], (written,))
            if known[0] is NOT_SAID:
                continue
            if slot.at >= 0:
                row[slot.at] = known[0]
            else:
                fields[slot.name] = known[0]
        for name, default in keys.defaults.items():
            if name not in entry.flaws:
                fields.setdefault(name, default)
        row[_FIELDS] = fields or NO_FIELDS
        return row

    def _sketch(self, narrative: str, row: list[Any]) -> bytes:
        named = (name for at in _NAMING for name in row[at])
        return sketch_of(narrative, (row[_TITLE] or "", *named, self.unit_name))

    # --- keys

    def _kind(self, raw: Mapping[str, Any], entry: Entry) -> str | None:
        written = raw.get("类型")
        if written is None:
            written = raw.get("kind")
        elif "kind" in raw:
            return None
        if type(written) is str and written in self._keys_of:
            return written
        if not isinstance(written, str) or is_missing(written):
            code = "kind-missing" if is_missing(written) else "kind-not-text"
            code = "required-scaffold" if isinstance(written, str) and MARKER in written else code
            entry.trouble(code, ("类型",), Weight.UNREAD, field="类型")
            return None
        found = self.kind_forms.get(normal(written))
        if found is None:
            meant = near(written, self.terms.kinds)
            entry.trouble("kind-unknown", ("类型",), Weight.UNREAD, value=written, meant=meant or "")
        return found

    def _make_keys(self, kind: str | None) -> KindKeys:
        made = self._keys_of[kind] = KindKeys(kind, self.terms, self.keys)
        return made

    def _unknown_key(self, key: str, kind: str | None, slots: Mapping[str, Slot], entry: Entry) -> None:
        """Say what a key is that no record of this kind has: a role, a field of another kind, or a slip."""
        of_other_kind = key in self.terms.own_field_names
        if kind is None and of_other_kind:
            return
        if key in self.role_names:
            entry.trouble("role-outside", (key,), role=key)
        elif of_other_kind:
            owners = tuple(name for name in self.terms.kinds if key in self.terms.fields_of(name))[:4]
            entry.trouble("field-of-other-kind", (key,), key=key, kind=kind, kinds=owners)
        elif key[0] in "\u3000\xa0":
            entry.trouble("wide-blank", (key,))
        elif "：" in key and (written := key.partition("：")[0].strip()) in slots:
            entry.trouble("full-width-colon", (key,), key=written)
        else:
            entry.trouble("unknown-key", (key,), key=key, meant=self._key_meant(key, kind, slots), names="")

    def _key_meant(self, key: str, kind: str | None, slots: Mapping[str, Slot]) -> str:
        """Name the key that was probably meant; remembered, for a key that is made up is in every record."""
        meant = self._meant.get((kind, key))
        if meant is None:
            meant = "附件" if key in _MATERIAL else near(key, [*slots, *self.role_names]) or ""
            if len(key) <= 60 and len(self._meant) < 1_000:
                self._meant[(kind, key)] = meant
        return meant

    # --- values

    def _read_value(self, slot: Slot, key: str, raw: Any, entry: Entry) -> Known:
        """Read a value that was not met before; what is wrong with it is told, and it is left out."""
        try:
            if slot.read is None:
                return self._read_apart(slot, key, raw, entry), ()
            value, notes = slot.value(raw, self.year)
            if slot.term is not None and isinstance(value, str | tuple):
                value, more = self._spelled(value, slot.key, slot.term)
                notes += more
        except BadValue as bad:
            needed = slot.at >= 0 and slot.name in REQUIRED
            weight = Weight.UNREAD if needed else Weight.VALUE
            entry.trouble(bad.code, (key,), weight, **{**bad.params, "field": slot.key})
            entry.flaws.append(slot.key)
            return NOT_SAID, ()
        return slot.remember(raw, (value, notes))

    def _read_apart(self, slot: Slot, key: str, raw: Any, entry: Entry) -> Any:
        """Read what is more than a value: the kind, the filing, the material, and what no rule looks at."""
        match slot.name:
            case "kind":
                return entry.kind
            case "extra":
                return raw
            case "evidence":
                return self._evidence(key, raw, entry)
            case _:
                return (
                    NOT_SAID if is_missing(raw) else read_filing(raw, entry, self.keys["报送日期"], self.year)
                )

    def _spelled(
        self, value: str | tuple[str, ...], name: str, term: FieldTerm
    ) -> tuple[FieldValue, tuple[Note, ...]]:
        """Give the listed spelling of a value, and a note on each text that is not listed."""
        texts = (value,) if isinstance(value, str) else value
        spelled: list[str] = []
        notes: list[Note] = []
        for text in texts:
            listed = self._listed(text, term)
            spelled.append(listed or text)
            if listed is None and not term.drop_unit_name and not term.open:
                # looking for near names takes its time; who needs more than twenty has other troubles
                meant = near(text, term.values) if len(notes) < _MOST_MEANT else None
                notes.append(("unlisted-value", {"field": name, "value": text, "meant": meant or ""}))
        return (spelled[0] if isinstance(value, str) else tuple(dict.fromkeys(spelled))), tuple(notes)

    def _listed(self, text: str, term: FieldTerm) -> str | None:
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

    # --- material and filing

    def _evidence(self, key: str, roles: Any, entry: Entry) -> tuple[Evidence, ...]:
        if is_missing(roles) or roles == "无":
            return ()
        if not isinstance(roles, dict):
            self._no_roles(key, roles, entry)
            return ()
        look_up = self.resolver.look_up
        found: list[Evidence] = []
        seen: set[str] = set()
        for written, raw in roles.items():
            name = self.role_names.get(written)
            if name is None:
                meant = near(written, self.terms.roles) or ""
                names = tuple(self.terms.roles)
                entry.trouble("unknown-role", (key, written), role=written, meant=meant, names=names)
                entry.flaws.append("附件")  # whose role it has nobody knows
                continue
            if name in seen:
                entry.trouble("duplicate-key", (key, written), key=written)
                continue
            seen.add(name)
            role = self.terms.roles[name]
            if type(raw) is str and (file := look_up(raw, entry.folder, name, role.files)) is not None:
                found.append(file)
                continue
            context = Context(self.year)
            evidence, problems = read_role(
                raw, name, role, entry.folder, entry.key, self.resolver, context, entry.narrative
            )
            found += evidence
            if context.notes:
                entry.note(tuple(context.notes), (key, written))
            if problems:
                entry.flaws.append(name)
                for each in problems:
                    entry.trouble(each.code, (key, written, *each.path), **each.params)
        return tuple(found)

    def _no_roles(self, key: str, raw: Any, entry: Entry) -> None:
        """Say what is wrong with material without roles; “方案：方案.docx” is one text for its colon."""
        entry.flaws.append("附件")
        found = _ROLE_COLON.match(raw) if isinstance(raw, str) else None
        if found is not None and found[1] in self.role_names:
            code = "full-width-colon" if found[2] == "：" else "no-blank-after-colon"
            entry.trouble(code, (key, "="), key=found[1])
        else:
            entry.trouble("evidence-not-mapping", (key,))


def _folder_of(key: str) -> str:
    return (key.rpartition("#")[0] or key).rpartition("/")[0]


def _without_twice(raw: Mapping[str, Any], keys: KindKeys, entry: Entry) -> Mapping[str, Any]:
    """Leave out what is written by a key and its alias at once: which of the two is meant nobody can say."""
    slots = keys.slots
    known = [slots[key].key for key in raw if key in slots]
    twice = {key for key in known if known.count(key) > 1}
    told: set[str] = set()
    for key in raw:
        if key in slots and (label := slots[key].key) in twice:
            if label in told:
                needed = slots[key].at >= 0 and slots[key].name in (*REQUIRED, "kind")
                entry.trouble("duplicate-key", (key,), Weight.UNREAD if needed else Weight.VALUE, key=key)
                entry.flaws.append(label)
            told.add(label)
    return {key: value for key, value in raw.items() if key not in slots or slots[key].key not in twice}


def _has_required(row: list[Any], raw: Mapping[str, Any], entry: Entry) -> bool:
    """Tell whether kind, title and days are there; a key that is missing is told, a bad value has been."""
    for name in REQUIRED:
        label = LABELS[name]
        if row[ATTRIBUTES[name]] is None and label not in entry.flaws:
            marked = isinstance(raw.get(label), str) and MARKER in raw[label]
            code, path = ("required-scaffold", (label,)) if marked else ("required-missing", ())
            entry.trouble(code, path, Weight.UNREAD, field=label)
    return all(row[ATTRIBUTES[name]] is not None for name in REQUIRED) and entry.kind is not None
