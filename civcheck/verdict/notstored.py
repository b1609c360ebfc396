"""What a stored report does not hold, and its values typed again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.quantity import parse_number
from civcheck.messages import Message, Percent, msg
from civcheck.model.days import in_far_range
from civcheck.model.numbers import about
from civcheck.model.parts import day_text


class NotStored(Exception):  # noqa: N818 - control flow, not an error of the user's
    """A rule asked for something that the report does not hold; ``what`` says what that is."""

    def __init__(self, what: Message) -> None:
        super().__init__(what.id)
        self.what = what


def _is_exact(text: str) -> bool:
    """Tell whether a text is what the ledger says: not masked, not cut, nothing in it made visible."""
    return not ("*" in text or "\ufffd" in text or (text.endswith("…") and len(text) >= 1_000))


def exact(text: str, label: str) -> str:
    """Give a text as the ledger has it.

    Raises:
        NotStored: the report has it masked, cut or made visible.
    """
    if not _is_exact(text):
        raise NotStored(msg("not-stored.changed", field=label))
    return text


def typed(value: Any, kind: str, name: str) -> Any:
    """Read a value of a report as what its field is declared to be.

    Raises:
        NotStored: it is something else, or its text is not that of the ledger.
    """
    match kind, value:
        case ("文本", str()):
            return exact(value, name)
        case ("列表", list()) if all(isinstance(each, str) for each in value):
            return tuple(exact(each, name) for each in value)
        case ("是否", bool()):
            return value
        case ("日期", str()) if isinstance(day := day_text(value), date) and in_far_range(day):
            return day
        case ("整数" | "小数" | "百分数", int() | str()) if not isinstance(value, bool):
            return _number(value, name)
    raise NotStored(msg("not-stored.value", field=name))


def _number(value: int | str, name: str) -> int | Fraction:
    if isinstance(value, int):
        return value
    bare = value.strip("约近余")
    try:
        parsed = parse_number(bare)
    except ValueError:
        raise NotStored(msg("not-stored.value", field=name)) from None
    if bare != value:
        return about(parsed, 1 if value.endswith("余") else -1 if value.startswith("近") else 0)
    return int(parsed) if parsed.denominator == 1 and not isinstance(parsed, Percent) else parsed
