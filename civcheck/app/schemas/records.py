"""The JSON Schema of record files: pydantic models, one a kind, built from the keys that a pack gives its records."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, create_model

from civcheck.app.schemas.shapes import DAY, DAYS, DRAFT, OF_TYPE, TEXT, TEXTS, Schema
from civcheck.language.pack import RulePack
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import FieldTerm, Role, Terms
from civcheck.reading.keys import NOT_SAID, KindKeys, Slot, record_slots

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


_FILING: Schema = {
    "anyOf": [TEXT, {"type": "object", "properties": {"档号": TEXT, "日期": DAY, "盒号": TEXT}}]
}
_APART: dict[str, Schema] = {
    "days": DAYS,
    "evidence": {"type": "object"},
    "filing": _FILING,
    "extra": {"type": "object"},
}
"""The attributes of a record that are more than a value of one type."""


def record_model(kind: str, terms: Terms, year: int) -> type[BaseModel]:
    """Build the model of one kind's records: every key is read by what reads it in an audit.

    Attributes are those of ``Record`` and the names of the kind's fields, aliases are the keys. A value that says
    nothing is ``NOT_SAID``; 归档, 附件 and 其他 are left as they are written.
    """
    written: dict[Slot, list[str]] = {}
    for key, slot in KindKeys(kind, terms, record_slots(terms)).slots.items():
        written.setdefault(slot, []).append(key)
    fields: dict[str, Any] = {
        slot.name: _model_field(slot, AliasChoices(*keys), terms, year) for slot, keys in written.items()
    }
    config = ConfigDict(extra="forbid", title=kind)
    return create_model("RecordOfKind", __config__=config, __doc__=terms.kinds[kind].about, **fields)


def _model_field(slot: Slot, keys: AliasChoices, terms: Terms, year: int) -> Any:
    read = PlainValidator(lambda raw: slot.value(raw, year)[0] if slot.read is not None else raw)
    annotation = Annotated[Any, read, WithJsonSchema(_schema_of(slot, terms))]
    if slot.at >= 0 and slot.name in _REQUIRED:
        return annotation, Field(validation_alias=keys)
    return annotation, Field(default_factory=lambda: NOT_SAID, validation_alias=keys)


_REQUIRED = ("kind", "title", "days")


def _schema_of(slot: Slot, terms: Terms) -> Schema:
    if slot.at < 0:
        return _field(slot.type, slot.term, slot.about)
    about = {"title": slot.key, "description": ABOUT[slot.key]}
    if slot.name == "kind":
        return {"enum": list(terms.kinds), **about}
    return {**(_APART.get(slot.name) or _field(slot.type, slot.term)), **about}


def _field(kind: str, term: FieldTerm | None, about: str = "") -> Schema:
    schema: Schema = dict(OF_TYPE[kind])
    if term is not None:
        values: Schema = {"enum": list(term.values)}
        several = {"type": "array", "items": {"anyOf": [values, TEXT]}}
        schema = {"anyOf": [values, TEXT] if kind == "文本" else [values, several, TEXT]}
    return {**schema, **({"description": about} if about else {})}


def record_schema(pack: RulePack) -> Schema:
    """Give the schema of a record file: the keys every record has, and what each kind of the pack adds to them."""
    terms = pack.terms
    properties = {kind: _properties(kind, pack) for kind in terms.kinds}
    # said once for all kinds: a model of pydantic cannot refer to what stands outside it
    every = next(iter(properties.values()))
    every["附件"] = {"$ref": "#/$defs/evidence", "description": ABOUT["附件"]}
    fields = {key: schema for each in properties.values() for key, schema in each.items()}
    one = {
        "type": "object",
        "title": "台账记录",
        "required": ["类型", "标题", "日期"],
        "properties": {
            **{name: every[key] for key, (alias, _) in RECORD_KEYS.items() for name in (key, alias)},
            **{key: _only_about(schema) for key, schema in fields.items() if key not in RECORD_KEYS},
        },
        "allOf": [_of_kind(kind, properties[kind], terms) for kind in terms.kinds],
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:record:{pack.id}:{pack.head.version}",
        "title": f"{pack.head.title}：台账记录",
        "$defs": {"record": one, "evidence": _evidence(terms)},
        "anyOf": [{"$ref": "#/$defs/record"}, {"type": "array", "items": {"$ref": "#/$defs/record"}}],
    }


def _properties(kind: str, pack: RulePack) -> Schema:
    model = record_model(kind, pack.terms, pack.head.period.first.year)
    found: Schema = model.model_json_schema()["properties"]
    return {
        key: {name: value for name, value in each.items() if name != "default"} for key, each in found.items()
    }


def _only_about(schema: Schema) -> Schema:
    """Give what is said of a field: its values are those of its kind, which may differ from another's."""
    return {name: value for name, value in schema.items() if name in ("title", "description")}


def _of_kind(kind: str, properties: Schema, terms: Terms) -> Schema:
    own = {key: schema for key, schema in properties.items() if key not in RECORD_KEYS}
    allowed = [*RECORD_KEYS, *(alias for alias, _ in RECORD_KEYS.values()), *own]
    then: Schema = {"properties": own, "propertyNames": {"enum": allowed}}
    if terms.kinds[kind].about:
        then["description"] = terms.kinds[kind].about
    return {"if": {"properties": {"类型": {"const": kind}}, "required": ["类型"]}, "then": then}


def _evidence(terms: Terms) -> Schema:
    item: Schema = {
        "anyOf": [
            TEXT,
            {
                "type": "object",
                "properties": {
                    "文件": TEXTS,
                    "说明": TEXT,
                    "日期": DAY,
                    "文号": TEXT,
                },
                "additionalProperties": False,
            },
        ]
    }
    value: Schema = {"anyOf": [*item["anyOf"], {"type": "array", "items": item}]}
    roles = {name: {**value, "description": _role_about(role)} for name, role in terms.roles.items()}
    aliases = {role.alias: roles[name] for name, role in terms.roles.items() if role.alias}
    return {
        "type": "object",
        "title": "附件",
        "properties": {**roles, **aliases},
        "additionalProperties": False,
    }


def _role_about(role: Role) -> str:
    link = "；可以只用链接" if role.link else ""
    return f"{role.about}（{'任何文档' if role.files == '任意' else role.files}{link}）"
