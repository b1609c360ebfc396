"""The JSON Schema of judgements.yaml, for editors, by the rules of a pack."""

from __future__ import annotations

from civcheck.app.schemas import patterns
from civcheck.app.schemas.values import (
    DAY_OR_NOTHING,
    DRAFT,
    NEEDED_DAY,
    OF_TYPE,
    Schema,
    asked_of,
    closed,
    hidden,
    key,
    needed,
    needed_text,
    not_both,
    same_as,
    snippet,
    typed,
)
from civcheck.language.pack import RulePack
from civcheck.reading.judgements import KEYS, VERDICTS

_ABOUT = {
    "规则": "哪条规则，可以几条，例如 9.5（必填；只认定文件的不写）",
    "结论": "达标、不达标、不适用、豁免、替代、调整（必填）",
    "对象": "只对一条记录的：它的编号或路径",
    "理由": "为什么这样认定（必填）",
    "认定人": "谁认定的（必填）",
    "日期": "哪一天认定的",
    "有效期至": "到哪一天为止（必填；只认定文件的可以不写）",
    "依据": "依据的文件；“替代”一定要写",
    "指纹": "civcheck 打印的指纹：记录变了，认定就不再算",
    "参数": "“调整”用的参数",
    "文件": "所认定的文件的摘要，可以几个",
    "处数": "那些文件一共用在几处",
}
_VERDICT_ABOUT = {
    "达标": "人看过材料，认为做到了",
    "不达标": "人看过材料，认为没有做到",
    "不适用": "这条规则与本单位无关",
    "豁免": "上级同意不做",
    "替代": "做了别的来代替；要写“依据”",
    "调整": "按另外的数要求；要写“参数”",
}
_SHAPES = {"规则": "列表", "日期": "某日", "文件": "列表", "处数": "整数"}
_NEEDED, _OF_FILES = (
    ("规则", "结论", "理由", "认定人", "有效期至"),
    ("文件", "处数", "理由", "认定人", "日期"),
)


def judgements_schema(pack: RulePack) -> Schema:
    """Give the schema of judgements.yaml: a list of entries, or one."""
    one = "#/$defs/认定"
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:judgements:{pack.id}:{pack.head.version}",
        "title": "人工认定",
        "if": {"type": "array"},
        "then": {"items": {"$ref": one}},
        "else": {"$ref": one},
        "$defs": {**dict(OF_TYPE.values()), "某日": DAY_OR_NOTHING, "认定": _entry()},
    }


def _entry() -> Schema:
    keys = {name: _key(name) for name in KEYS}
    aliases = {alias: same_as(f"#/$defs/认定/properties/{name}") for name, alias in KEYS.items()}
    body = {name: f"${number}" for number, name in enumerate(_NEEDED, start=1)}
    of_files = {"anyOf": [{"required": [each]} for name in ("文件", "处数") for each in (name, KEYS[name])]}
    return {
        "title": "一条认定",
        **closed(keys | aliases, f"认定里没有这个键。可以写：{'、'.join(KEYS)}"),
        "defaultSnippets": [snippet("一条认定", "规则、结论、理由、认定人、有效期至", body)],
        "allOf": [
            typed(("object",), "这里写一条认定：规则、结论、理由、认定人、有效期至"),
            {"if": of_files, "then": _all_needed(_OF_FILES), "else": _all_needed(_NEEDED)},
            *(not_both(name, alias) for name, alias in KEYS.items()),
            *(_needs(verdict, name) for verdict, name in (("替代", "依据"), ("调整", "参数"))),
        ],
    }


def _all_needed(names: tuple[str, ...]) -> Schema:
    return {"allOf": [needed(f"缺“{name}”", name, KEYS[name]) for name in names]}


def _needs(verdict: str, name: str) -> Schema:
    either = {"anyOf": [{"required": ["结论"]}, {"required": ["verdict"]}]}
    words = asked_of(("结论", "verdict"), {"pattern": f"^(?:{verdict}|{VERDICTS[verdict]})$"})
    condition = {**either, "properties": words}
    return {"if": condition, "then": needed(f"结论是“{verdict}”的，要写“{name}”", name, KEYS[name])}


def _key(name: str) -> Schema:
    if name == "结论":
        words = patterns.word_pattern([*VERDICTS, *VERDICTS.values()], needed=True)
        value = hidden(typed(("string",), f"“结论”写其中一个：{'、'.join(VERDICTS)}", pattern=words))
        choices = {"enum": list(VERDICTS), "enumDescriptions": [_VERDICT_ABOUT[each] for each in VERDICTS]}
        return {**key(_ABOUT[name], value), "anyOf": [choices, {}]}
    if name == "参数":
        return key(_ABOUT[name], hidden(typed(("object", "null"), "“参数”下面写“参数: 值”")))
    if name == "有效期至":
        return key(_ABOUT[name], NEEDED_DAY)
    if name in ("理由", "认定人"):
        return key(_ABOUT[name], needed_text(f"“{name}”要写明"))
    return key(_ABOUT[name], {"$ref": f"#/$defs/{_SHAPES.get(name, '文字')}"})
