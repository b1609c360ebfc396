"""From pydantic's errors to problems of a rule pack: none of its own words get through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civcheck.language.expectation.branches import constructs
from civcheck.language.quantity import Comparison
from civcheck.messages import Message, catalogue, msg
from civcheck.model.texts import near, sanitize
from civcheck.reading.packkeys import ANY_FIELD, keys_at, range_at

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
    shown = as_shown(raw)
    key = key or shown  # an item of a list has no key
    if (special := _special(error, key, shown)) is not None:
        return special
    match error["type"]:
        case "missing":
            return "rule-key-missing", {"key": last}
        case "extra_forbidden":
            names = [name for name in keys_at(kind, error["loc"][:-1]) if name != last]
            params = {"key": sanitize(last), "meant": _meant(last, names), "names": _keys(names)}
            return "rule-key-unknown", params
        case "literal_error":
            expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
            return "rule-word", {
                "value": shown,
                "names": _words_at(key, expected),
                "meant": near(shown, expected) or "",
            }
        case "greater_than_equal" | "less_than_equal":
            return _out_of_range(range_at(kind, error["loc"]), shown)
        case "string_pattern_mismatch" if key in _PATTERNED:
            return f"rule-pattern-{key}", {"value": shown}
        case "tuple_type" if key == "expect":
            wanted = tuple(constructs())
            return ("rule-mapping" if raw else "empty-expect"), {"key": key, "value": shown, "names": wanted}
        case str() as code if code in _PLAIN:
            return _PLAIN[code], {"value": shown, "key": key, "names": _wanted_keys(code, key, error, kind)}
        case str() as code if f"problem.{code}" in catalogue("zh"):
            context = (error.get("ctx") or {}).items()
            said = {name: _fit(value) for name, value in context if _is_said(name, value, raw)}
            return code, {"value": shown, "key": key, **said}
        case _:
            return "rule-value", {"value": shown, "key": key}


def _fit(value: Any) -> Any:
    """Make what a mistake names fit to be shown."""
    if isinstance(value, tuple):
        return tuple(map(_fit, value))
    return value if isinstance(value, Message) else sanitize(str(value))


def _out_of_range(within: tuple[int, int] | None, shown: str) -> tuple[str, dict[str, Any]]:
    if within is None:
        return "rule-number", {"value": shown}
    return "rule-number-range", {"value": shown, "least": str(within[0]), "most": str(within[1])}


def _special(error: Any, key: str, shown: str) -> tuple[str, dict[str, Any]] | None:
    """Say what a reader does not see from the sort of error alone: a key in the wrong place, a choice of keys."""
    raw = error.get("input", "")
    match error["type"]:
        case "union_tag_invalid" | "union_tag_not_found" if isinstance(raw, dict) and "by" in raw:
            return "rule-choice-here", {"key": key}
        case "union_tag_invalid" | "union_tag_not_found" if key == "expect":
            return "rule-mapping", {"key": key, "names": tuple(constructs())}
        case "unknown-construct":
            name, names = str(error["ctx"]["key"]), list(constructs())
            return "unknown-construct", {
                "key": sanitize(name), "meant": _meant(name, names), "names": tuple(names),
            }  # fmt: skip
        case "extra_forbidden" if (code := _MISPLACED.get(_last_two(error["loc"]))) is not None:
            return code, {"key": key}
        case "rule-number" if key in ("plus", "times") and isinstance(raw, dict):
            return "number-beside-ref", {"key": key}
        case "literal_error" if key == "dated_by":
            return "dated-by-other", {"value": shown}
        case "one-of" if error["ctx"]["names"] in _SOME_OF:
            return "some-of", {"value": shown, "names": error["ctx"]["names"]}
    return None


def _last_two(path: Loc) -> tuple[str, str]:
    named = ["", "", *(step for step in path if isinstance(step, str))]
    return named[-2], named[-1]


_MISPLACED = {
    ("look_back", "to"): "look-back-to",
    ("lag", "exactly"): "lag-exactly",
    ("link", "roles"): "link-roles",
    ("measure", "ratio"): "ratio-in-measure",
    ("part", "ratio"): "ratio-in-measure",
    ("whole", "ratio"): "ratio-in-measure",
    **{(limit, "ratio"): "ratio-in-measure" for limit in Comparison.COMPARISONS},
    **{("lag", key): "lag-within" for key in ("within", "days", "months", "direction")},
    **{("ref", key): "months-of-day" for key in ("months", "years", "weeks")},
    **{
        (limit, cap): "cap-of-measure"
        for limit in Comparison.COMPARISONS
        for cap in ("at_least", "at_most", "plus")
    },
}
"""Keys that stand where they cannot, with the key above, and what is said of them."""

_BESIDE: dict[str, Message | str | tuple[str, ...]] = {
    "quantifier": "{at_least: 2}",
    "need": "{at_least: 2}",
    "window": ("{from: 2017-03-01, to: 2017-06-30}", "{day: 清明, from: -10, to: 6}", "{period: …}"),
    "applies_to": msg("sort.condition-of-unit"),
    "count": msg("sort.condition"),
}
"""What may stand beside the words at a key."""

_SOME_OF = frozenset(
    {
        tuple(Comparison.COMPARISONS),
        ("at_most", "at_least"),
        ("at_least", "more_than", "at_most", "less_than"),
        ("days", "at_most", "at_least", "more_than", "less_than"),
        ("where", "roles", "filled", "cover"),
        ("where", "filled"),
        ("readable", "unique"),
        ("values",),
    }
)
"""Keys of which one is needed, and several are welcome; of all others there may be one alone."""

_SYNONYMS = {
    "contains": "text_has", ">=": "at_least", "<=": "at_most", ">": "more_than", "<": "less_than", "=": "is",
    "min": "at_least", "max": "at_most", "weeks": "period", "days": "period", "years": "months", "至少": "at_least",
    "不少于": "at_least", "至多": "at_most", "不超过": "at_most", "equals": "is", "not_in": "has_none",
}  # fmt: skip
"""What people write for a key of another form."""


def _keys(names: Iterable[str]) -> tuple[Message | str, ...]:
    """Name keys, each language with its own words for the name of a field."""
    return tuple(msg("sort.any-field") if each == ANY_FIELD else each for each in names)


def _words_at(key: str, words: Iterable[str]) -> Message | tuple[str, ...]:
    """Name the words that may stand at a key, and what else may."""
    listed = tuple(words)
    return msg("list.or", names=listed, other=_BESIDE[key]) if key in _BESIDE else listed


def _meant(key: str, names: list[str]) -> str:
    """Find the key that was probably meant: of nearly the same form, or of the same sense."""
    if _SYNONYMS.get(key) in names:
        return _SYNONYMS[key]
    found = near(key, [name for name in names if name != key]) or ""
    # half of the letters are alike in unit and count, too: words that begin otherwise must be nearer, and about as long
    as_long = len(found) < 1.5 * len(key)
    close = found[:1] == key[:1] or (as_long and near(key, [found], cutoff=0.75) == found)
    return found if found and close else ""


def _is_said(name: str, value: Any, raw: Any) -> bool:
    """Tell whether a param of a mistake is more than the text that Python has for a list or a mapping."""
    return name != "value" or isinstance(raw, str | int | float) or value != str(raw)


def as_shown(raw: Any) -> str:
    """Show what was written, a list or mapping by how it begins."""
    if isinstance(raw, str | int | float):
        return sanitize(str(raw), 60)
    if isinstance(raw, list):
        return sanitize(
            "[" + ", ".join(as_shown(each) for each in raw[:3]) + (", …" if len(raw) > 3 else "") + "]", 60
        )
    if isinstance(raw, dict):
        keys = ", ".join(f"{key}: …" for key in list(raw)[:3])
        return sanitize("{" + keys + "}", 60)
    return ""


def _wanted_keys(code: str, key: str, error: Any, kind: type[Any]) -> Message | tuple[Message | str, ...]:
    """Name the keys that are wanted where something else than a mapping stands."""
    if key == "expect":
        return tuple(constructs())
    if code in ("dict_type", "mapping_type"):
        return msg("sort.own-names")
    return _keys(keys_at(kind, error["loc"]))
