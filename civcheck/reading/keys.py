"""The keys of a record by its kind: what each stands for, how its value is read, and what was read before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civcheck.model.days import read_days
from civcheck.model.numbers import read_hours, read_people
from civcheck.model.rawvalue import BadValue, Context, Note, is_missing
from civcheck.model.record import RECORD_KEYS, FieldValue, Record
from civcheck.model.terms import BASE_FIELDS, NUMBERS, FieldTerm, Terms
from civcheck.model.texts import MARKER
from civcheck.model.values import Reader, Wholes, reader_of

ATTRIBUTES = {name: at for at, name in enumerate(Record._fields)}
"""Where each attribute of a record stands in its row."""
LABELS = {name: key for key, (_, name) in RECORD_KEYS.items()}
"""The key that each attribute of a record is written by."""
REQUIRED = ("title", "days")
"""What no record can do without, its kind apart."""

NOT_SAID: Any = object()
"""What a value that says nothing is read as."""
_READ_APART = frozenset({"kind", "filing", "evidence", "extra"})
_READERS: Mapping[str, Reader] = {
    "days": read_days,
    "hours": read_hours,
    "attendance": read_people,
}
_VOID_BY_WU = frozenset({*NUMBERS, "日期"})
"""Types of values that 无 says nothing of; to texts, lists and 是否 it is an answer."""
_FOR_GOOD = frozenset({"长期", "长期有效", "永久", "永久有效", "无限期", "无期限", "无固定期限"})
"""What stands instead of the day until which something is valid where there is none; 无 does too."""
# what differs from record to record is not worth remembering
_NEVER_REPEATED = frozenset({"title", "id", "refs", "links", "note"})
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 2_000, 60

Known = tuple[Any, tuple[Note, ...]]
"""What a value was read as, and the notes that reading it left."""


class Slot:
    """One key of records: the attribute of Record that it fills, or the field of a kind.

    ``type`` is the declared one; ``at`` is where an attribute stands in the record's row, a field has no such place
    (-1). ``read`` is None for what is more than a value. ``known`` remembers short values: they repeat from record
    to record. ``until``: it says until when the record is valid.
    """

    __slots__ = (
        "_is_text",
        "_repeats",
        "_until",
        "_void",
        "about",
        "at",
        "key",
        "known",
        "name",
        "read",
        "term",
        "type",
    )

    def __init__(
        self,
        key: str,
        name: str,
        kind: str,
        term: FieldTerm | None,
        at: int = -1,
        wholes: Wholes | None = None,
        until: bool = False,
    ) -> None:
        self.key = key
        self.name = name
        self.type = kind
        self.at = at
        own = at < 0
        apart = name in _READ_APART and not own
        self.read = (
            None
            if apart
            else _READERS.get(name)
            or reader_of(kind, term.unit if term is not None and own else None, wholes)
        )
        self.term = term if term is not None and term.values else None
        self.about = term.about if term is not None else ""
        self.known: dict[Form, Known] = {}
        void = {"无"} if kind in _VOID_BY_WU or name == "id" else set[str]()
        self._until = until and kind == "日期"
        self._void = frozenset(void | _FOR_GOOD if self._until else void)
        self._repeats = own or name not in _NEVER_REPEATED
        self._is_text = kind == "文本" and self.term is None and self.read is not None

    def value(self, raw: Any, year: int) -> Known:
        """Read a value as its type.

        Raises:
            BadValue: it is none of that type.
        """
        if self._is_text and type(raw) is str and len(raw) > 4 and MARKER not in raw and not raw.isspace():
            return raw.strip(), ()
        if self.read is None or is_missing(raw) or (type(raw) is str and raw in self._void):
            return NOT_SAID, ()
        context = Context(year)
        try:
            return self.read(raw, context), tuple(context.notes)
        except BadValue as bad:
            code = "not-a-last-day" if self._until and bad.code == "not-a-day" else bad.code
            raise BadValue(code, **bad.params) from None

    def remember(self, raw: Any, known: Known) -> Known:
        """Keep what a short text or list was read as."""
        if self._repeats and len(self.known) < _MOST_REMEMBERED:
            form = memory_form(raw)
            if (
                form is not None
                and (len(form) if type(form) is str else sum(map(len, form))) <= _LONGEST_REMEMBERED
            ):
                self.known[form] = known
        return known


Form = str | tuple[str, ...]


def memory_form(raw: Any) -> Form | None:
    """Give the form in which a text or a list of texts is remembered; None for anything else."""
    if type(raw) is str:
        return raw
    if type(raw) is list and all(type(each) is str for each in raw):
        return tuple(raw)
    return None


def record_slots(terms: Terms) -> dict[str, Slot]:
    """Give the keys that every record has, aliases too."""
    slots: dict[str, Slot] = {}
    for key, (alias, name) in RECORD_KEYS.items():
        kind = BASE_FIELDS[key][1] if key in BASE_FIELDS else "列表"
        term = terms.fields.get(key)
        wholes = terms.wholes_of(term.values) if term is not None else None
        slots[key] = slots[alias] = Slot(key, name, kind, term, ATTRIBUTES[name], wholes)
    return slots


class KindKeys:
    """What the keys of the records of one kind stand for, and the values its fields have unless written."""

    def __init__(self, kind: str | None, terms: Terms, of_every_record: Mapping[str, Slot]) -> None:
        self.slots: dict[str, Slot] = dict(of_every_record)
        self.defaults: dict[str, FieldValue] = {}
        if kind is not None:
            self._add_fields(kind, terms)
        self.aliases = frozenset(key for key, slot in self.slots.items() if key != slot.key)

    def _add_fields(self, kind: str, terms: Terms) -> None:
        types: dict[str, str] = {}
        for name, term in terms.fields_of(kind).items():
            types[name] = term.type or "列表"
            wholes = terms.wholes_of(term.values)
            slot = self.slots[name] = Slot(
                name, name, types[name], term, wholes=wholes, until=name == terms.expiry_field(kind)
            )
            if term.alias:
                self.slots[term.alias] = slot
        for name, default in terms.defaults_of(kind).items():
            self.defaults[name] = (default,) if types[name] == "列表" else default
