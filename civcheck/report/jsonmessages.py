"""Messages as they stand in the json report: their code and params, so that they can be said again from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.messages import Message, Percent
from civcheck.model.texts import sanitize

Json = dict[str, Any]


def message_json(message: Message) -> Json:
    """Turn a message into its code and, where there are any, its params."""
    params = params_json(message.params)
    return {"code": message.id, "params": params} if params else {"code": message.id}


def params_json(params: Mapping[str, Any]) -> Json:
    """Turn params into plain values; foreign text in them is fit to be shown, line by line."""
    return {name: _param(value) for name, value in params.items()}


def _param(value: Any) -> Any:
    match value:
        case Message():
            return message_json(value)
        case str():
            return "\n".join(sanitize(line, 1_000) for line in value.split("\n"))
        case None | bool():
            return value
        case int():
            return int(value)
        case Percent():
            return {"number": f"{Fraction(value) * 100}%"}
        case float() | Fraction():
            return {"number": str(Fraction(value))}
        case date():
            return {"day": value.isoformat()}
        case Sequence():
            return [_param(each) for each in value]
        case _:
            return sanitize(str(value), 1_000)
