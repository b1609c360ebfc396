"""The JSON Schema of unit.yaml, by the terms of a pack."""

from __future__ import annotations

from civcheck.app.schemas.shapes import DAY, DRAFT, NUMBER, OF_TYPE, TEXT, Schema
from civcheck.language.pack import RulePack
from civcheck.model.terms import Fact


def unit_schema(pack: RulePack) -> Schema:
    """Give the schema of unit.yaml."""
    terms = pack.terms
    facts = {name: {**_values(fact), "description": fact.ask} for name, fact in terms.facts.items()}
    listed = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    honour: Schema = {
        "type": "object",
        "properties": {"级别": {"enum": list(terms.honours)}, "授予日期": DAY, "届满日期": DAY},
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:civcheck:unit:{pack.id}:{pack.head.version}",
        "title": "单位档案",
        "type": "object",
        "required": ["单位名称", "单位类型", "年度"],
        "properties": {
            "单位名称": {**TEXT, "description": "单位全称（必填）"},
            "单位类型": {
                "enum": [name for name, each in terms.unit_types.items() if each.declarable],
                "description": "必填",
            },
            "年度": {**NUMBER, "description": "哪一年的台账（必填）"},
            "文明单位级别": {"anyOf": [{"enum": list(terms.honours)}, {"type": "array", "items": honour}]},
            "职能": {**listed, "description": f"全部列出；没有写“无”：{'、'.join(terms.functions)}"},
            "组织": {**listed, "description": f"全部列出；没有写“无”：{'、'.join(terms.organisations)}"},
            "在职人数": NUMBER,
            "其他事实": {"type": "object", "properties": facts, "additionalProperties": False},
            "分工": {"type": "object", "description": "要点或规则 → 科室或人"},
            "上级单位": TEXT,
            "规则": {"anyOf": [TEXT, {"type": "object"}], "description": "规则包的名称"},
        },
    }


def _values(fact: Fact) -> Schema:
    """Say what may be written for a fact: of a text whose answers are listed one of these."""
    return {"enum": list(fact.values)} if fact.values and fact.type == "文本" else OF_TYPE[fact.type]
