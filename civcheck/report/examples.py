"""The examples of a rule as a clerk would write them: records as YAML, a key a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from civcheck.report.words import Words

_FIRST = ("类型", "标题", "日期")
_NOT_SHOWN = frozenset({"单位名称", "年度", "其他事实"})


def records_as_yaml(records: tuple[Mapping[str, Any], ...], words: Words) -> list[str]:
    """Write the records of a case, each a document of its own; a title that the case does not care for is begun."""
    rows: list[str] = []
    for number, record in enumerate(records, start=1):
        raw = {"标题": words("explain.title-here", number=str(number)), **record}
        first = {key: raw[key] for key in _FIRST if key in raw}
        rows += ["---", *as_yaml({**first, **{key: value for key, value in raw.items() if key not in first}})]
    return rows


def earlier_as_yaml(earlier: Mapping[Any, Any], words: Words) -> Iterator[tuple[str, list[str]]]:
    """Write the ledgers of earlier years that a case has, the latest first: what each is, and its records."""
    for year, then in sorted(earlier.items(), key=lambda each: int(each[0]), reverse=True):
        said = unit_entries(then.unit, words)
        code = "example.earlier" if then.records else "example.earlier-none"
        unit = words("example.unit-then", unit=said) if said else ""
        yield words(code, year=str(year), unit=unit), records_as_yaml(then.records, words)


def unit_entries(unit: Mapping[str, Any], words: Words) -> str:
    """Say what unit.yaml of a case says, its facts too; name and year do not matter."""
    facts = {key: value for key, value in unit.items() if key not in _NOT_SHOWN}
    facts |= unit.get("其他事实") or {}
    said = (
        words("page.unit-entry", key=key, value=tuple(value) if isinstance(value, list) else str(value))
        for key, value in facts.items()
    )
    return words.joined("clauses", said)


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
