"""The examples of a rule as a clerk would write them: records as YAML, a key a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from civcheck.report.words import Words

_FIRST = ("类型", "标题", "日期")


def records_as_yaml(records: tuple[Mapping[str, Any], ...], words: Words) -> list[str]:
    """Write the records of a case, each a document of its own; a title that the case does not care for is begun."""
    rows: list[str] = []
    for number, record in enumerate(records, start=1):
        raw = {"标题": words("explain.title-here", number=str(number)), **record}
        first = {key: raw[key] for key in _FIRST if key in raw}
        rows += ["---", *as_yaml({**first, **{key: value for key, value in raw.items() if key not in first}})]
    return rows


def as_yaml(value: Mapping[str, Any], indent: int = 0) -> list[str]:
    """Write a mapping as a clerk would: a key a line, lists in brackets, materials below 附件."""
    rows: list[str] = []
    for key, each in value.items():
        if isinstance(each, dict):
            rows += [" " * indent + f"{key}:", *as_yaml(each, indent + 2)]
        elif isinstance(each, list) and any(isinstance(inner, dict) for inner in each):
            rows.append(" " * indent + f"{key}:")
            for inner in each:
                first, *more = as_yaml(inner) if isinstance(inner, dict) else [_scalar(inner)]
                rows += [" " * indent + f"  - {first}", *(" " * indent + f"    {line}" for line in more)]
        elif isinstance(each, list):
            rows.append(" " * indent + f"{key}: [{', '.join(map(_scalar, each))}]")
        else:
            rows.append(" " * indent + f"{key}: {_scalar(each)}")
    return rows


def _scalar(value: Any) -> str:
    text = str(value)
    risky = (
        not text
        or text[0] in "-?:,[]{}#&*!|>'\"%@`"
        or any(sign in text for sign in (": ", " #", ", ", "[", "]", "{", "}"))
    )
    return json.dumps(text, ensure_ascii=False) if risky or text != text.strip() else text
