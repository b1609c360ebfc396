"""What a value of each type may look like in YAML, as JSON Schema for editors: types, patterns, messages in Chinese.

An editor reads YAML by its own types (46 is a number, 2017-03-15 a text, nothing is null), civcheck reads texts; so
most values may be of several types. Three habits of yaml-language-server shape what is here:

* A message of one's own is said where ``type``, ``pattern``, ``enum`` and so on fail by themselves; failing ``anyOf``
  and ``not`` speak the server's language. So what is asked stands side by side, for each type apart.
* It offers ``null``, ``true`` and ``false`` for types that stand openly; behind ``if: {}`` it does not.
* It puts ``键: `` in for a key that has an ``anyOf``, even of one schema that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from civcheck.app.schemas import patterns
from civcheck.model.measures import UNITS
from civcheck.model.numbers import UNITS_COUNTED, UNITS_OF_HOURS, UNITS_OF_PEOPLE

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = ("string", "number", "boolean", "null")
FOR_GOOD = ("长期", "长期有效", "永久", "永久有效", "无限期", "无期限", "无固定期限")


def hidden(*schemas: Schema) -> Schema:
    """Ask for schemas in a way that an editor does not offer their types."""
    return {"if": {}, "then": schemas[0] if len(schemas) == 1 else {"allOf": list(schemas)}}


def or_empty(*schemas: Schema) -> Schema:
    """Ask in the same way, but let a list or mapping of nothing pass: it says nothing."""
    return {"if": _EMPTY, "else": hidden(*schemas)["then"]}


_EMPTY: Schema = {"type": ["array", "object"], "maxItems": 0, "maxProperties": 0}


def typed(types: Iterable[str], message: str, **more: Any) -> Schema:
    """Make a schema of types, with one message for whatever is wrong."""
    return {"type": list(types), "errorMessage": message, **more}


def refused_if(condition: Schema, message: str) -> Schema:
    """Refuse what meets a condition, which nothing that is null may."""
    return {"if": condition, "then": {"type": "null", "errorMessage": message}}


def closed(keys: Mapping[str, Schema], message: str, **more: Any) -> Schema:
    """Take only these keys of a mapping; what is no mapping passes."""
    return {"properties": dict(keys), "additionalProperties": False, "errorMessage": message, **more}


def needed(message: str, *keys: str) -> Schema:
    """Ask for one of some keys: a key and its aliases."""
    first, *others = keys
    missing: Schema = {"required": [first], "errorMessage": message}
    for other in others:
        missing = {"if": {"required": [other]}, "else": missing}
    return missing


def not_both(key: str, alias: str) -> Schema:
    """Refuse a key that is written by its name and by its alias at once."""
    message = f"“{key}”和“{alias}”是同一个键，只留一个"
    return {"if": {"required": [key, alias]}, "then": {"properties": {alias: False}, "errorMessage": message}}


def key(about: str, *values: Schema, offered: Sequence[str] = (), **more: Any) -> Schema:
    """Make the schema of a key: what an editor says of it, the values it offers, what it asks of a value.

    Values that are ``offered`` are not the only ones. ``more`` are other keywords, such as ``defaultSnippets``.
    There is no ``title``: what several keys share would show that of another.
    """
    own: Schema = {"description": about, **_offered(offered)}
    return {**own, **({"allOf": list(values)} if values else {}), **more}


def each_offered(values: Sequence[str]) -> Schema:
    """Offer values for the items of a list."""
    return hidden({"items": _offered(values)}) if values else {}


def _offered(values: Sequence[str]) -> Schema:
    return {"anyOf": [{"enum": list(values)}, {}]} if values else {"anyOf": [{}]}


def same_as(path: str) -> Schema:
    """Make the schema of an alias: that of its key, but an editor does not offer it."""
    return {"doNotSuggest": True, "allOf": [{"$ref": path}]}


def asked_of(names: Iterable[str], what: Schema) -> dict[str, Schema]:
    """Ask the same of a key and its alias in a condition; servers offer what stands in one unless they are told."""
    return {name: {"doNotSuggest": True, **what} for name in names}


def snippet(label: str, about: str, body: Any) -> Schema:
    """Make a text that an editor puts in as a whole."""
    return {"label": label, "description": about, "body": body}


def _number(pattern: str, message: str, *more: Schema, whole: bool = False) -> Schema:
    """Take a number, written as one or as a text; numbers below zero are none."""
    types = ("string", "integer" if whole else "number", "null")
    negative = refused_if({"type": "number", "exclusiveMaximum": 0}, message)
    return or_empty(typed(types, message, pattern=pattern), negative, *more)


def measured(unit: str, whole: bool) -> Schema:
    """Take a number of a field that has a unit."""
    units = dict.fromkeys((*UNITS, unit))
    return _number(patterns.amount_pattern(units), f"写一个数，以{unit}计，例如 46{unit}", whole=whole)


_FEW: Schema = {
    "if": {"type": "array", "minItems": 2},
    "then": typed(["string"], "这里只能写一个，不能写成一列"),
}
_EACH = typed(SCALARS, "这一列的每一项都写文字")
_DAY = "日期写到日，例如 2017-03-15；只写到月的、没有的日子（2月30日）读不出"
_MARKED = "这里还是【待填】：换成实际的内容，这条记录才算"
_SHARE = "写百分数，例如 85% 或 85；0.85 说不清是 85% 还是 0.85%"
_UNCLEAR: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}

TEXT = or_empty(typed((*SCALARS, "array"), "这里写文字，下面不能再分“键: 值”", items=_EACH), _FEW)
TEXTS = or_empty(typed((*SCALARS, "array"), "这里写文字：几个用“、”隔开，或写成一列", items=_EACH))
YES_NO = or_empty(typed(("string", "boolean", "null"), "写“是”或“否”", pattern=patterns.yes_no_pattern()))
DAY = or_empty(typed(("string", "null"), _DAY, pattern=patterns.day_pattern(["无"])))
LAST_DAY = or_empty(
    typed(
        ("string", "null"),
        "写最后一天有效的日子，例如 2018-12-31；长期有效的不写，或写“长期”",
        pattern=patterns.day_pattern(["无", *FOR_GOOD]),
    )
)
PEOPLE = _number(patterns.amount_pattern(UNITS_OF_PEOPLE), "写人数，例如 46、46人、30余人", whole=True)
WHOLE = _number(patterns.amount_pattern(UNITS_COUNTED), "写一个整数，例如 46", whole=True)
NUMBER = _number(patterns.amount_pattern(UNITS), "写一个数，例如 46 或 1.5")
HOURS = _number(
    patterns.amount_pattern(UNITS_OF_HOURS, [patterns.MIXED_HOURS]),
    "写几小时，例如 2、1.5小时、90分钟、1小时30分",
)
PERCENT = _number(patterns.amount_pattern(["%"]), _SHARE, refused_if(_UNCLEAR, _SHARE))
DAY_OR_NOTHING = or_empty(typed(("string", "null"), _DAY, pattern=patterns.day_pattern()))
"""A day of which 无 says nothing readable."""
NEEDED_DAY = hidden(typed(("string",), _DAY, pattern=patterns.needed_day_pattern()))
OF_TYPE: Mapping[str, tuple[str, Schema]] = {
    "文本": ("文字", TEXT),
    "列表": ("列表", TEXTS),
    "整数": ("整数", WHOLE),
    "小数": ("小数", NUMBER),
    "百分数": ("百分数", PERCENT),
    "是否": ("是否", YES_NO),
    "日期": ("日子", DAY),
}
"""By the type that a pack declares: the name of its schema among the definitions, and the schema."""


def needed_text(message: str, types: Sequence[str] = ("string", "number", "boolean", "array")) -> Schema:
    """Take a text that has to be said: not nothing, and no 【待填】."""
    marked: Schema = {"pattern": patterns.NOT_MARKED, "patternErrorMessage": _MARKED}
    return hidden(typed(types, message, pattern=patterns.SAID, items=_EACH, minItems=1), marked, _FEW)


def days(last: int) -> Schema:
    """Take the 日期 of a record, up to the end of the year ``last``: a day, a span, or several."""
    message = (
        "“日期”写到日：2017-03-15；一段：2017-03-05/2017-03-07；几场写成一列。"
        f"只写到月的、没有的日子（2月30日）、{last}年以后的读不出"
    )
    one = hidden(typed(("string",), _DAY, pattern=patterns.days_pattern(last)))
    ends: dict[str, Schema] = {
        "起": key("第一天", one),
        "止": key("最后一天（含）", one),
        "start": same_as("#/$defs/起止/properties/起"),
        "end": same_as("#/$defs/起止/properties/止"),
    }
    span = "一段日期写“起”和“止”两天"
    return {
        "日期": {
            **hidden(
                {
                    "if": {"type": "string", "pattern": "【待填】"},
                    "then": {"pattern": patterns.NOT_MARKED, "patternErrorMessage": _MARKED},
                    "else": typed(
                        ("string", "array", "object"),
                        message,
                        pattern=patterns.days_pattern(last),
                        items=one,
                        minItems=1,
                    ),
                },
                {"if": {"type": "object"}, "then": {"$ref": "#/$defs/起止"}},
            ),
            "defaultSnippets": [
                snippet("一段日期：起、止", "从哪一天到哪一天", {"起": "$1", "止": "$2"}),
                snippet("几场：每天一项", "同一内容分几天各办一场的，每天算一场", ["$1", "$2"]),
            ],
        },
        "起止": closed(
            ends,
            "这里只有“起”和“止”",
            allOf=[
                needed(span, "起", "start"),
                needed(span, "止", "end"),
                not_both("起", "start"),
                not_both("止", "end"),
            ],
        ),
    }
