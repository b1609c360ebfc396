"""Drafts: what a record would have to be to count, and records of that sort that exist in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from civcheck.language.window import Interval
from civcheck.model.days import Days
from civcheck.model.record import Filing, Record
from civcheck.model.terms import BASE_FIELDS, Terms

Values = Mapping[str, Any]
"""Field → what it must have: a tuple of texts in a list, else one value."""

MADE = "\0planned"
"""What the keys of records begin with that exist in memory only; no path of a ledger has such a character."""
FILE = "material"
REFS = "关联"


class Draft(NamedTuple):
    """A sort of record that would count: its kind, what its fields must have, and on which days it may lie."""

    kind: str
    values: tuple[tuple[str, Any], ...]
    days: Interval

    def merged(self, other: Draft) -> Draft | None:
        """Give what counts for both; None where no one record can."""
        if self.kind != other.kind:
            return None
        days = Interval(max(self.days.first, other.days.first), min(self.days.last, other.days.last))
        values = both(dict(self.values), dict(other.values))
        if days.first > days.last or values is None:
            return None
        return Draft(self.kind, frozen(values), days)


def both(one: Values, other: Values) -> dict[str, Any] | None:
    """Put two sets of values together: lists have the values of both; None where one field would need two values."""
    found = dict(one)
    for key, value in other.items():
        known = found.get(key)
        if known is None or known == value:
            found[key] = value
        elif isinstance(known, tuple) and isinstance(value, tuple):
            found[key] = tuple(dict.fromkeys((*known, *value)))
        else:
            return None
    return found


def frozen(values: Values) -> tuple[tuple[str, Any], ...]:
    """Give values as what can be compared, in order of the fields."""
    return tuple(sorted(values.items(), key=lambda each: each[0]))


def has_field(kind: str, key: str, terms: Terms) -> bool:
    """Tell whether records of a kind have a field that can be filled in."""
    return key == REFS or key in BASE_FIELDS or key in terms.fields_of(kind)


def as_record(draft: Draft, number: int, terms: Terms) -> Record:
    """Make a record of a draft in memory: on the ``number``-th of its days, counted round, without material."""
    day = day_of(draft.days, number)
    bare = Record(f"{MADE}#{number}", 1, draft.kind, f"{MADE}{number}", Days(day, day), id=f"{MADE}{number}")
    written = dict(draft.values)
    defaults = {key: value for key, value in terms.defaults_of(draft.kind).items() if key not in written}
    filled = bare._replace(
        fields={key: _default(draft.kind, key, value, terms) for key, value in defaults.items()},
    )
    return with_values(filled, written)


def _default(kind: str, key: str, value: str, terms: Terms) -> Any:
    term = terms.fields_of(kind).get(key)
    return (value,) if term is not None and term.type == "列表" else value


def day_of(days: Interval, number: int) -> date:
    """Give the ``number``-th day of some days, counted round."""
    first = max(days.first, days.last - timedelta(days=366))
    return first + timedelta(days=number % ((days.last - first).days + 1))


def with_values(record: Record, values: Values) -> Record:
    """Give a record with values written into its fields; what lists have stays."""
    own = dict(record.fields)
    base: dict[str, Any] = {}
    for key, value in values.items():
        if key == REFS:
            base["refs"] = _joined(record.refs, value)
        elif key not in BASE_FIELDS:
            own[key] = _joined(own.get(key), value)
        elif key.startswith("归档"):
            base["filing"] = _filed(base.get("filing", record.filing), key, value)
        elif key == "正文字数":
            base["body"] = "字" * int(value)
        elif key not in ("类型", "日期") and not key.startswith("日期."):
            name = BASE_FIELDS[key][0]
            base[name] = _joined(base.get(name, getattr(record, name)), value)
    return record._replace(fields=own, **base)


def _joined(known: Any, value: Any) -> Any:
    if isinstance(known, tuple) and isinstance(value, tuple):
        return tuple(dict.fromkeys((*known, *value)))
    return value


def _filed(known: Filing | None, key: str, value: Any) -> Filing:
    filing = known or Filing()
    match key:
        case "归档.档号":
            return filing._replace(number=value)
        case "归档.盒号":
            return filing._replace(box=value)
        case _:
            return filing._replace(day=value if isinstance(value, date) else filing.day)
