"""The JSON Schema of unit.yaml, for editors, by the terms of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civcheck.app.schemas import patterns
from civcheck.app.schemas.values import (
    DAY_OR_NOTHING,
    DRAFT,
    OF_TYPE,
    PEOPLE,
    TEXT,
    TEXTS,
    Schema,
    closed,
    each_offered,
    hidden,
    key,
    measured,
    needed,
    needed_text,
    not_both,
    refused_if,
    same_as,
    typed,
)
from civcheck.language.pack import RulePack
from civcheck.model.days import FIRST_DAY
from civcheck.model.terms import Fact, Terms
from civcheck.model.values import holds_separator
from civcheck.reading.unitfile import UNIT_KEYS

_LEVEL_KEYS = {
    "级别": ("level", "哪一级", "级别"),
    "授予日期": ("granted", "哪一天授予", "某日"),
    "届满日期": ("expires", "到哪一天为止（含）", "某日"),
}
_PIN_KEYS = {
    "包": ("id", "规则包的名称", "文字"),
    "版本": ("version", "规则包的版本", "文字"),
    "摘要": ("digest", "规则包的摘要", "文字"),
}


def unit_schema(pack: RulePack) -> Schema:
    """Give the schema of unit.yaml."""
    terms = pack.terms
    keys = _keys(pack)
    aliases = {alias: same_as(f"#/properties/{name}") for name, alias in UNIT_KEYS.items()}
    known = "、".join(UNIT_KEYS)
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:unit:{pack.id}:{pack.head.version}",
        "title": "单位档案",
        **closed(keys | aliases, f"单位档案没有这个键。可以写：{known}"),
        "allOf": [
            typed(("object",), "这里写单位档案：单位名称、单位类型、年度……"),
            *(
                needed(f"缺“{name}”：单位档案一定要写", name, UNIT_KEYS[name])
                for name in ("单位名称", "单位类型", "年度")
            ),
            *(not_both(name, alias) for name, alias in UNIT_KEYS.items()),
        ],
        "$defs": {
            **dict(OF_TYPE.values()),
            "某日": DAY_OR_NOTHING,
            "级别": _word(
                [*terms.honours, *(f"{each}文明单位" for each in terms.honours)], "级别", terms.honours
            ),
            "级别·一次": _honour(),
            "规则": _pin(),
            "事实": _facts(terms),
        },
    }


def _keys(pack: RulePack) -> dict[str, Schema]:
    terms, period = pack.terms, pack.head.period
    types = [name for name, each in terms.unit_types.items() if each.declarable]
    years = [str(year) for year in range(period.first.year, period.last.year + 1)]
    year = f"“年度”写这个规则包的年度：{'、'.join(years)}；往年的台账写那一年"
    other_facts: Schema = {"defaultSnippets": [_first_fact(terms)]} if terms.facts else {}
    return {
        "单位名称": key("单位全称（必填）", needed_text("“单位名称”要写单位全称")),
        "单位类型": key("哪一类单位（必填）", _word(types, "单位类型", types, must=True), offered=types),
        "年度": key(
            "哪一年的台账（必填）",
            _year(period.last.year, year),
            examples=[int(each) for each in years],
        ),
        "文明单位级别": key(
            "现有的级别；几次授予的，每次一项，写级别、授予日期、届满日期",
            hidden(_honours()),
            offered=terms.honours,
        ),
        "职能": _names("职能", terms.functions, terms),
        "组织": _names("组织", terms.organisations, terms),
        "在职人数": key("在职多少人，例如 46", PEOPLE),
        "其他事实": key("规则包要问的事实，逐项写", {"$ref": "#/$defs/事实"}, **other_facts),
        "分工": key(
            "要点或规则 → 科室或人，例如 2: 政治部",
            hidden(typed(("object", "null"), "“分工”下面写“要点或规则: 科室或人”")),
        ),
        "上级单位": key("上级单位全称", TEXT),
        "规则": key(
            "规则包的名称，不写按 hubei-2017；或写包、版本、摘要",
            {"$ref": "#/$defs/规则"},
            examples=[pack.id],
        ),
    }


def _year(last: int, message: str) -> Schema:
    """Take a year up to the last of the pack: ledgers of earlier years are judged beside the one of its year."""
    outside: Schema = {"anyOf": [{"exclusiveMaximum": FIRST_DAY.year}, {"exclusiveMinimum": last}]}
    number = refused_if({"type": "number", **outside}, message)
    return hidden(typed(("string", "integer"), message, pattern=patterns.year_pattern(last)), number)


def _word(words: Iterable[str], name: str, names: Iterable[str], must: bool = False) -> Schema:
    message = f"“{name}”写其中一个：{'、'.join(names)}"
    types = ("string",) if must else ("string", "null")
    return hidden(typed(types, message, pattern=patterns.word_pattern(words, must)))


def _names(name: str, listed: Sequence[str], terms: Terms) -> Schema:
    """Give the schema of a list whose names are all known; the unit's own name may stand before one."""
    about = f"全部列出；没有写“无”：{'、'.join(listed)}"
    words = [*listed, *(other for other, value in terms.aliases.items() if value in listed), "无"]
    message = f"“{name}”只能写：{'、'.join(listed)}；没有写“无”"
    values = [TEXTS]
    if not any(map(holds_separator, words)):
        each = {"pattern": patterns.names_pattern(words), "patternErrorMessage": message}
        values.append({**each, "items": each})
    return key(about, *values, offered=[*listed, "无"], **each_offered(listed))


def _honours() -> Schema:
    item: Schema = {
        "if": {"type": "object"},
        "then": {"$ref": "#/$defs/级别·一次"},
        "else": {"$ref": "#/$defs/级别"},
    }
    return {"if": {"type": "array"}, "then": {"items": item}, "else": {"$ref": "#/$defs/级别"}}


def _honour() -> Schema:
    keys = _table("级别·一次", _LEVEL_KEYS)
    pairs = [not_both(name, alias) for name, (alias, _, _) in _LEVEL_KEYS.items()]
    return closed(
        keys, "一次授予写：级别、授予日期、届满日期", allOf=[needed("缺“级别”", "级别", "level"), *pairs]
    )


def _pin() -> Schema:
    keys = _table("规则", _PIN_KEYS)
    more = typed(("string", "object", "null"), "“规则”写规则包的名称，或写包、版本、摘要")
    return {**closed(keys, "这里只写：包、版本、摘要"), **hidden(more)}


def _table(shape: str, table: dict[str, tuple[str, str, str]]) -> dict[str, Schema]:
    keys = {name: key(about, {"$ref": f"#/$defs/{of}"}) for name, (_, about, of) in table.items()}
    return keys | {
        alias: same_as(f"#/$defs/{shape}/properties/{name}") for name, (alias, _, _) in table.items()
    }


# --- facts


def _facts(terms: Terms) -> Schema:
    facts: dict[str, Schema] = {}
    for name, fact in terms.facts.items():
        facts[name] = _fact(name, fact)
        if fact.alias:
            facts[fact.alias] = same_as(f"#/$defs/事实/properties/{name}")
    known = "、".join(terms.facts)
    pairs = [not_both(name, fact.alias) for name, fact in terms.facts.items() if fact.alias]
    own = closed(facts, f"规则包没有问这件事。可以写：{known}", **({"allOf": pairs} if pairs else {}))
    return {**own, **hidden(typed(("object", "null"), "“其他事实”下面逐项写，例如“有下级单位: 是”"))}


def _fact(name: str, fact: Fact) -> Schema:
    """Say what may be written for a fact: of a text whose answers are listed one of these."""
    if fact.values and fact.type == "文本":
        return key(fact.ask, _word(fact.values, name, fact.values), offered=fact.values)
    if fact.unit is not None and fact.type in ("整数", "小数"):
        return key(fact.ask, measured(fact.unit, fact.type == "整数"))
    offered = ("是", "否") if fact.type == "是否" else fact.values
    more = each_offered(offered) if fact.type == "列表" else {}
    return key(fact.ask, {"$ref": f"#/$defs/{OF_TYPE[fact.type][0]}"}, offered=offered, **more)


def _first_fact(terms: Terms) -> Schema:
    first = next(iter(terms.facts))
    return {"label": "逐项写", "description": "规则包要问的事实", "body": {first: "$1"}}
