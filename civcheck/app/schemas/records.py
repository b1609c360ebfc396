"""The JSON Schema of record files, for editors: made from the keys that a pack gives its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from civcheck.app.schemas import patterns
from civcheck.app.schemas.material import evidence_schemas, filing_schema
from civcheck.app.schemas.values import (
    DRAFT,
    HOURS,
    LAST_DAY,
    OF_TYPE,
    PEOPLE,
    Schema,
    asked_of,
    days,
    each_offered,
    hidden,
    key,
    measured,
    needed,
    needed_text,
    not_both,
    same_as,
    snippet,
    typed,
)
from civcheck.language.pack import RulePack
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import BASE_FIELDS, FieldTerm, Terms

ABOUT = {
    "类型": "这是什么：词表里的一种类型（必填）",
    "标题": "一句话说清是哪件事（必填）",
    "日期": "哪一天：2017-03-15；一段：2017-03-05/2017-03-07；几场：写成一列（必填）",
    "编号": "本台账内唯一的编号",
    "本单位参加": "上级单位主办、本单位参加的，写“是”",
    "地点": "在哪里",
    "主办": "主办单位或组织",
    "承办": "承办单位或组织",
    "联办单位": "一起办的单位",
    "负责人": "谁负责",
    "参加人数": "多少人，例如 46 或 46人",
    "时长": "几小时，例如 2 或 90分钟",
    "主题": "还为了什么：词表里的主题，可以几个",
    "对象": "面向谁：词表里的对象，可以几个",
    "大型活动": "是不是大型活动（不写按“否”）",
    "报送日期": "信息报送出去的那一天",
    "归档": "档号、日期、盒号",
    "附件": "材料：角色 → 文件",
    "关联": "有关的其他记录的编号",
    "链接": "网页地址；单凭链接不能证明",
    "其他": "单位自己要留的内容，规则不看",
    "备注": "要说明的话",
}
"""What each key of a record is for, as editors and new records say it."""
_APART = {
    "类型": "类型",
    "标题": "标题",
    "日期": "日期",
    "参加人数": "人数",
    "时长": "时长",
    "归档": "归档",
    "附件": "附件",
    "编号": "文字",
}
"""The definitions of keys of every record that are more than a value of their type."""
_RECORD = "#/$defs/记录"


def record_schema(pack: RulePack) -> Schema:
    """Give the schema of a record file: one record or a list of them, as civcheck takes them.

    It holds what an editor needs to complete and to explain keys and values in Chinese. Values that a pack lists for
    a field are offered and not required: civcheck takes others too.
    """
    terms = pack.terms
    shared = dict(OF_TYPE.values())
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:record:{pack.id}:{pack.head.version}",
        "title": f"{pack.head.title}：台账记录",
        "if": {"type": "array"},
        "then": {"items": {"$ref": _RECORD}},
        "else": {"$ref": _RECORD},
        "$defs": {
            "记录": _record(terms),
            "类型": _kind(terms),
            "标题": needed_text("“标题”要写一句话，说清是哪件事"),
            "人数": PEOPLE,
            "时长": HOURS,
            "期限": LAST_DAY,
            **shared,
            **days(pack.head.period.last.year + 1),
            **filing_schema(),
            **evidence_schemas(terms, _field),
        },
    }


def _record(terms: Terms) -> Schema:
    own = _names_of(each for kind in terms.kinds for each in terms.fields_of(kind).values())
    roles = [name for each, role in terms.roles.items() for name in (each, role.alias) if name]
    keys = [*RECORD_KEYS, *(alias for alias, _ in RECORD_KEYS.values())]
    known = dict.fromkeys((*keys, *own, *roles))
    outside = [each for each in roles if each not in keys and each not in own]
    body = {"类型": "$1", "标题": "$2", "日期": "$3", "附件": _first_roles(terms, 4)}
    return {
        "title": "台账记录",
        "properties": _keys_of_all(terms),
        "defaultSnippets": [snippet("一条记录", "类型、标题、日期和附件", body)],
        "allOf": [
            typed(("object",), "这里写一条记录：类型、标题、日期……"),
            {
                "propertyNames": {
                    "pattern": f"^{patterns.one_of(known)}$",
                    "patternErrorMessage": "记录里没有这个键：看看是不是写错了；单位自己要留的内容写在“其他”下面",
                }
            },
            _no_names(outside, "这是材料的角色，要缩进写在“附件”下面"),
            *(
                needed(f"缺“{name}”：每条记录都要写", name, RECORD_KEYS[name][0])
                for name in ("类型", "标题", "日期")
            ),
            *(not_both(name, alias) for name, (alias, _) in RECORD_KEYS.items()),
            {"if": _HAS_KIND, "then": {"allOf": list(_by_kind(terms, own))}},
        ],
    }


_HAS_KIND: Schema = {
    "type": "object",
    "anyOf": [{"required": ["类型"]}, {"required": ["kind"]}],
    "properties": asked_of(("类型", "kind"), {"type": "string"}),
}


def _keys_of_all(terms: Terms) -> dict[str, Schema]:
    """Give the keys that every record has, and their aliases."""
    found: dict[str, Schema] = {}
    for name, (alias, _) in RECORD_KEYS.items():
        term = terms.fields.get(name, FieldTerm())
        about = ABOUT[name]
        if name == "类型":
            found[name] = {**key(about, {"$ref": "#/$defs/类型"}), **_kinds_offered(terms)}
        elif name == "其他":
            found[name] = key(about)
        else:
            shape = _APART.get(name) or OF_TYPE[BASE_FIELDS[name][1] if name in BASE_FIELDS else "列表"][0]
            offered = ("是", "否") if shape == "是否" else term.values
            more = _snippets(name, terms) | (each_offered(offered) if shape == "列表" else {})
            found[name] = key(about, {"$ref": f"#/$defs/{shape}"}, offered=offered, **more)
        found[alias] = same_as(f"{_RECORD}/properties/{name}")
    return found


def _snippets(name: str, terms: Terms) -> Schema:
    """Give what an editor puts in for a key whose value is a mapping."""
    if name == "附件":
        return {"defaultSnippets": [snippet("材料", "角色: 文件", _first_roles(terms, 1))]}
    if name == "归档":
        body = {"档号": "$1", "日期": "$2", "盒号": "$3"}
        return {"defaultSnippets": [snippet("档号、日期、盒号", "归在哪里", body)]}
    return {}


def _first_roles(terms: Terms, first: int) -> Mapping[str, str]:
    return {name: f"${number}" for number, name in enumerate([*terms.roles][:3], start=first)}


def _kind(terms: Terms) -> Schema:
    names = [*terms.kinds, *(each.alias for each in terms.kinds.values() if each.alias)]
    return hidden(
        typed(
            ("string",),
            "“类型”要写词表里的一种；把光标放在“类型”上，能看到全部类型",
            pattern=patterns.word_pattern(names, needed=True),
        ),
        {"pattern": patterns.NOT_MARKED, "patternErrorMessage": "“类型”还是【待填】：换成词表里的一种"},
    )


def _kinds_offered(terms: Terms) -> Schema:
    about = [each.about for each in terms.kinds.values()]
    return {"anyOf": [{"enum": list(terms.kinds), "enumDescriptions": about}, {}]}


# --- fields of kinds


def _by_kind(terms: Terms, own: Iterable[str]) -> Iterable[Schema]:
    """Say which keys the records of each kind have beside those of every record; kinds with the same keys together."""
    alike: dict[str, tuple[list[str], dict[str, Schema]]] = {}
    for name, kind in terms.kinds.items():
        keys = _keys_of_kind(name, terms)
        names, _ = alike.setdefault(repr(keys), ([], keys))
        names += [name, *([kind.alias] if kind.alias else [])]
    for names, keys in alike.values():
        of_kind = asked_of(("类型", "kind"), {"pattern": f"^{patterns.one_of(names)}$"})
        others = [each for each in own if each not in keys]
        then: Schema = {"properties": keys, **_no_names(others, "这一类型的记录没有这一项")}
        fields = terms.fields_of(names[0])
        if pairs := [not_both(name, each.alias) for name, each in fields.items() if each.alias]:
            then["allOf"] = pairs
        yield {"if": {"properties": of_kind}, "then": then}


def _keys_of_kind(kind: str, terms: Terms) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for name, term in terms.fields_of(kind).items():
        found[name] = _field(term, name, until=name == terms.expiry_field(kind))
        if term.alias:
            found[term.alias] = {**found[name], "doNotSuggest": True}
    return found


def _field(term: FieldTerm, name: str, until: bool = False) -> Schema:
    """Give the schema of a field of a kind or a role."""
    kind = term.type or "列表"
    shape: Schema = {"$ref": f"#/$defs/{'期限' if until and kind == '日期' else OF_TYPE[kind][0]}"}
    if term.unit is not None and kind in ("整数", "小数"):
        shape = measured(term.unit, kind == "整数")
    offered = ("是", "否") if kind == "是否" else term.values
    more = each_offered(offered) if kind == "列表" else {}
    return key(term.about or f"{name}（{kind}）", shape, offered=offered, **more)


def _no_names(names: Iterable[str], message: str) -> Schema:
    found = list(names)
    if not found:
        return {}
    return {"propertyNames": {"pattern": f"^(?!{patterns.one_of(found)}$)", "patternErrorMessage": message}}


def _names_of(fields: Iterable[FieldTerm]) -> list[str]:
    return list(dict.fromkeys(name for each in fields for name in (each.name, each.alias) if name))
