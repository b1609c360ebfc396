"""The JSON Schemas that civcheck publishes: of records and unit.yaml for editors, of the json report for machines."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

from civcheck.language.pack import RulePack
from civcheck.model.record import (
    DAY_SCHEMA,
    DAYS_SCHEMA,
    NUMBER_SCHEMA,
    RECORD_KEYS,
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    YES_NO_SCHEMA,
    Record,
)
from civcheck.model.terms import FieldTerm, Role, Terms

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_OF_TYPE: dict[str, Schema] = {
    "文本": TEXT_SCHEMA,
    "列表": TEXTS_SCHEMA,
    "整数": NUMBER_SCHEMA,
    "小数": NUMBER_SCHEMA,
    "是否": YES_NO_SCHEMA,
    "日期": DAY_SCHEMA,
}
_ABOUT = {
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


def record_schema(pack: RulePack) -> Schema:
    """Give the schema of a record file: the keys every record has, and what each kind of the pack adds to them."""
    terms = pack.terms
    one = {
        "type": "object",
        "title": "台账记录",
        "required": ["类型", "标题", "日期"],
        "properties": {**_base_properties(terms), **_all_fields(terms)},
        "allOf": [_of_kind(kind, terms) for kind in terms.kinds],
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:record:{pack.id}:{pack.head.version}",
        "title": f"{pack.head.title}：台账记录",
        "$defs": {"record": one, "evidence": _evidence(terms)},
        "anyOf": [{"$ref": "#/$defs/record"}, {"type": "array", "items": {"$ref": "#/$defs/record"}}],
    }


def _base_properties(terms: Terms) -> Schema:
    from pydantic import TypeAdapter

    model = TypeAdapter(Record).json_schema(mode="validation")["properties"]
    found: Schema = {}
    for key, (alias, name) in RECORD_KEYS.items():
        schema = {k: v for k, v in model[name].items() if k not in ("default", "title")} or {}
        found[key] = found[alias] = {**schema, "title": key, "description": _ABOUT[key]}
    for key in ("类型", "kind"):
        found[key] = {"enum": list(terms.kinds), "title": "类型", "description": _ABOUT["类型"]}
    for key in ("附件", "evidence"):
        found[key] = {"$ref": "#/$defs/evidence", "description": _ABOUT["附件"]}
    for key in ("归档", "filing"):
        found[key] = {
            "anyOf": [
                TEXT_SCHEMA,
                {
                    "type": "object",
                    "properties": {"档号": TEXT_SCHEMA, "日期": DAY_SCHEMA, "盒号": TEXT_SCHEMA},
                },
            ],
            "description": _ABOUT["归档"],
        }
    for key in ("其他", "extra"):
        found[key] = {"type": "object", "description": _ABOUT["其他"]}
    for key in ("日期", "date"):
        found[key] = {**DAYS_SCHEMA, "title": "日期", "description": _ABOUT["日期"]}
    for key in ("主题", "对象", "主办", "承办"):
        if key in terms.fields:
            found[key] = _field(terms.fields[key], "列表", _ABOUT[key])
    return found


def _all_fields(terms: Terms) -> Schema:
    found: Schema = {}
    for kind in terms.kinds:
        for name, term in terms.fields_of(kind).items():
            found.setdefault(name, {"description": term.about} if term.about else {})
    return found


def _of_kind(kind: str, terms: Terms) -> Schema:
    own = {
        name: _field(term, term.type or "列表", term.about) for name, term in terms.fields_of(kind).items()
    }
    allowed = [*RECORD_KEYS, *(alias for alias, _ in RECORD_KEYS.values()), *own]
    then: Schema = {"properties": own, "propertyNames": {"enum": allowed}}
    if terms.kinds[kind].about:
        then["description"] = terms.kinds[kind].about
    return {"if": {"properties": {"类型": {"const": kind}}, "required": ["类型"]}, "then": then}


def _field(term: FieldTerm, kind: str, about: str) -> Schema:
    schema: Schema = dict(_OF_TYPE[kind])
    if term.values:
        values = list(term.values)
        schema = {
            "anyOf": [
                {"enum": values},
                {"type": "array", "items": {"anyOf": [{"enum": values}, TEXT_SCHEMA]}},
                TEXT_SCHEMA,
            ]
        }
        if kind == "文本":
            schema = {"anyOf": [{"enum": values}, TEXT_SCHEMA]}
    return {**schema, **({"description": about} if about else {})}


def _evidence(terms: Terms) -> Schema:
    item: Schema = {
        "anyOf": [
            TEXT_SCHEMA,
            {
                "type": "object",
                "properties": {
                    "文件": TEXTS_SCHEMA,
                    "说明": TEXT_SCHEMA,
                    "日期": DAY_SCHEMA,
                    "文号": TEXT_SCHEMA,
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


def unit_schema(pack: RulePack) -> Schema:
    """Give the schema of unit.yaml."""
    terms = pack.terms
    facts = {name: {**_OF_TYPE[fact.type], "description": fact.ask} for name, fact in terms.facts.items()}
    listed = {"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}
    honour: Schema = {
        "type": "object",
        "properties": {"级别": {"enum": list(terms.honours)}, "授予日期": DAY_SCHEMA, "届满日期": DAY_SCHEMA},
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:unit:{pack.id}:{pack.head.version}",
        "title": "单位档案",
        "type": "object",
        "required": ["单位名称", "单位类型", "年度"],
        "properties": {
            "单位名称": {**TEXT_SCHEMA, "description": "单位全称（必填）"},
            "单位类型": {
                "enum": [name for name, each in terms.unit_types.items() if each.declarable],
                "description": "必填",
            },
            "年度": {**NUMBER_SCHEMA, "description": "哪一年的台账（必填）"},
            "文明单位级别": {"anyOf": [{"enum": list(terms.honours)}, {"type": "array", "items": honour}]},
            "职能": {**listed, "description": f"全部列出；没有写“无”：{'、'.join(terms.functions)}"},
            "组织": {**listed, "description": f"全部列出；没有写“无”：{'、'.join(terms.organisations)}"},
            "在职人数": NUMBER_SCHEMA,
            "其他事实": {"type": "object", "properties": facts, "additionalProperties": False},
            "分工": {"type": "object", "description": "要点或规则 → 科室或人"},
            "上级单位": TEXT_SCHEMA,
            "规则": {"anyOf": [TEXT_SCHEMA, {"type": "object"}], "description": "规则包的名称"},
        },
    }


# --- the json report


class PlaceJson(TypedDict):
    """A place in the ledger; a path that ends in / is the folder where something belongs."""

    path: str
    line: int | None
    column: int | None


class SaidJson(TypedDict):
    """A message: its code and its text in the report's language."""

    code: str
    text: str


class ShortfallJson(TypedDict):
    """A record that lacks something."""

    record: str
    place: PlaceJson
    title: str
    lacks: list[SaidJson]
    due: str | None


class NearMissJson(TypedDict):
    """A record that would count but for one thing."""

    record: str
    place: PlaceJson
    title: str
    lacks: SaidJson


class JudgementJson(TypedDict):
    """The judgement that decided a rule."""

    verdict: str
    by: str
    reason: str
    until: str
    place: PlaceJson
    superior: bool
    bound: bool
    basis: str | None


class FindingJson(TypedDict):
    """One rule and its outcome."""

    rule: str
    point: int
    title: str
    quotes: list[str]
    outcome: str
    obligation: str
    basis: dict[str, str]
    summary: SaidJson
    have: str | None
    need: str | None
    missing: list[str]
    where: PlaceJson | None
    shown_by: list[str]
    planned: list[str]
    shortfalls: list[ShortfallJson]
    shortfall_count: int
    near_misses: list[NearMissJson]
    near_miss_count: int
    window: list[str] | None
    due: str | None
    days_left: int | None
    behind_pace: bool
    remedy: str
    advice: list[str]
    duty: str | None
    asks: list[str]
    notes: list[SaidJson]
    judgement: JudgementJson | None
    underlying: str | None
    fingerprint: str | None


class ProblemJson(TypedDict):
    """An input problem: what, where, why, and the cure."""

    code: str
    weight: str
    place: PlaceJson
    text: str
    why: str
    cure: str


class NoticeJson(TypedDict):
    """Something a person may want to look at."""

    code: str
    text: str
    places: list[PlaceJson]
    rule: str | None


class AttachmentJson(TypedDict):
    """One piece of material; ``sha256`` only when digests were asked for."""

    role: str
    path: str
    link: bool
    size: int | None
    sha256: NotRequired[str]


class DaysJson(TypedDict):
    """When a record was; sessions only where it names several days."""

    first: str
    last: str
    sessions: NotRequired[list[str]]


class RecordJson(TypedDict):
    """One record of the catalogue."""

    key: str
    id: str | None
    kind: str
    title: str
    days: DaysJson
    file: str
    line: int
    fields: dict[str, Any]
    attachments: list[AttachmentJson]
    extra: Any


class PackJson(TypedDict):
    """Which rule pack."""

    id: str
    version: str
    title: str
    digest: str


class ParamJson(TypedDict):
    """A param as used."""

    value: str
    unit: str
    basis: str
    set_by: str


class ProvenanceJson(TypedDict):
    """What the report rests on."""

    civcheck: str
    pack: PackJson
    source_digest: str
    ledger_digest: str
    as_of: str
    year: int
    only: list[str]
    rules: int
    language: str
    params: dict[str, ParamJson]
    judgements: str


class UnitJson(TypedDict):
    """The unit as audited."""

    name: str
    type: str
    year: int
    honour: str | None
    functions: list[str] | None
    organisations: list[str] | None
    facts: dict[str, Any]
    stated_functions: dict[str, bool]


class AskJson(TypedDict):
    """A fact that is not declared."""

    fact: str
    question: str
    line: str
    rules: list[str]


class UnreadJson(TypedDict):
    """A record that could not be read."""

    record: str
    line: int
    kind: str | None


class SkippedJson(TypedDict):
    """A file that was not audited."""

    path: str
    reason: str
    may_hide_record: bool


class LooseJson(TypedDict):
    """A file that no record names."""

    path: str
    record: str | None
    line: str | None


class ChangeJson(TypedDict):
    """How one rule changes."""

    rule: str
    now: str
    then: str


class NextChangeJson(TypedDict):
    """The next day on which an outcome changes."""

    day: str
    changes: list[ChangeJson]


class PointJson(TypedDict):
    """A point of the document."""

    number: int
    title: str


class FolderJson(TypedDict):
    """A folder of a ledger without records."""

    folder: str
    point: int | None
    files: int
    command: str


class ReportJson(TypedDict):
    """The json report."""

    schema_version: str
    provenance: ProvenanceJson
    unit: UnitJson
    counters: dict[str, int]
    complete: bool
    judged: int
    findings: list[FindingJson]
    problems: list[ProblemJson]
    notices: list[NoticeJson]
    catalogue: list[RecordJson]
    asks: list[AskJson]
    unread: list[UnreadJson]
    skipped: list[SkippedJson]
    unreferenced: list[LooseJson]
    shared: dict[str, list[str]]
    next_change: NextChangeJson | None
    points: list[PointJson]
    folders: list[FolderJson]


def report_schema() -> Schema:
    """Give the schema of the json report."""
    from pydantic import ConfigDict, TypeAdapter, with_config

    closed = with_config(ConfigDict(extra="forbid"))(ReportJson)
    schema = TypeAdapter(closed).json_schema()
    return {"$schema": DRAFT, "$id": "urn:civcheck:report:1.0", **schema}
