"""From pydantic's errors to problems of a rule pack: none of its own words get through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civcheck.language.expectation.branches import constructs
from civcheck.messages import catalogue
from civcheck.model.texts import near, sanitize
from civcheck.reading.packkeys import keys_at

Loc = tuple[str | int, ...]


def last_key(path: Loc) -> str:
    """Name the key that a path ends at or lies below."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def told_once(errors: Iterable[Any]) -> list[Any]:
    """Leave out what only follows from another mistake.

    That is an outer list that is short because an inner part is wrong, and a key that is missing because it is
    misspelt.
    """
    # days before numbers: of a value that could be either, it is said that it is no day
    errors = sorted(errors, key=lambda each: str(each["type"]).startswith("int"))
    inner = [each["loc"] for each in errors if each["type"] != "too_short"]
    extra = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]

    def follows(error: Any) -> bool:
        loc: Loc = error["loc"]
        if error["type"] == "too_short":
            return any(other[: len(loc)] == loc for other in inner)
        return error["type"] == "missing" and any(
            other[:-1] == loc[:-1] and near(str(other[-1]), [str(loc[-1])]) for other in extra
        )

    return [each for each in errors if not follows(each)]


_PLAIN = {
    "bool_parsing": "rule-yes-no",
    "bool_type": "rule-yes-no",
    "date_from_datetime_parsing": "rule-day",
    "date_type": "rule-day",
    "date_parsing": "rule-day",
    "int_parsing": "rule-number",
    "int_type": "rule-number",
    "int_from_float": "rule-number",
    "string_type": "rule-text",
    "model_type": "rule-mapping",
    "model_attributes_type": "rule-mapping",
    "dict_type": "rule-mapping",
    "mapping_type": "rule-mapping",
    "tuple_type": "rule-list",
    "too_short": "rule-empty",
}
_PATTERNED = frozenset({"id", "sha256", "every"})


def pydantic_problem(error: Any, kind: type[Any], key: str) -> tuple[str, dict[str, Any]]:
    """Turn one of pydantic's errors into a problem of ours; none of its own words get through."""
    raw, last = error.get("input", ""), str(error["loc"][-1]) if error["loc"] else ""
    shown = sanitize(str(raw), 60) if isinstance(raw, str | int | float) else ""
    key = key or shown  # an item of a list has no key
    match error["type"]:
        case "missing":
            return "rule-key-missing", {"key": last}
        case "extra_forbidden":
            names = keys_at(kind, error["loc"][:-1])
            params = {"key": sanitize(last), "meant": near(last, names) or "", "names": "、".join(names)}
            return "rule-key-unknown", params
        case "literal_error":
            expected = (
                str(error["ctx"]["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")
            )
            return "rule-word", {"value": shown, "names": expected}
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return "rule-number", {"value": shown}
        case "string_pattern_mismatch" if key in _PATTERNED:
            return f"rule-pattern-{key}", {"value": shown}
        case "tuple_type" if key == "expect":
            wanted = "、".join(constructs())
            return ("rule-mapping" if raw else "empty-expect"), {"key": key, "value": shown, "names": wanted}
        case str() as code if code in _PLAIN:
            return _PLAIN[code], {"value": shown, "key": key, "names": _wanted_keys(code, key, error, kind)}
        case str() as code if f"problem.{code}" in catalogue("zh"):
            context = (error.get("ctx") or {}).items()
            said = {name: sanitize(str(value)) for name, value in context}
            return code, {"value": shown, "key": key, **said}
        case _:
            return "rule-value", {"value": shown, "key": key}


def _wanted_keys(code: str, key: str, error: Any, kind: type[Any]) -> str:
    """Name the keys that are wanted where something else than a mapping stands."""
    if key == "expect":
        return "、".join(constructs())
    if code in ("dict_type", "mapping_type"):
        return "名称由规则包自己定"
    return "、".join(keys_at(kind, error["loc"]))
