"""What a value of each declared type may look like in YAML, as JSON Schema."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
NUMBER: Schema = {"type": ["integer", "number", "string"]}
YES_NO: Schema = {"enum": ["是", "否", True, False, "有", "无", "对", "√", "×"]}
DAY = TEXT
DAYS: Schema = {
    "anyOf": [
        TEXT,
        {"type": "array", "items": TEXT, "minItems": 1},
        {
            "type": "object",
            "properties": {"起": DAY, "止": DAY, "start": DAY, "end": DAY},
            "additionalProperties": False,
        },
    ]
}
OF_TYPE: dict[str, Schema] = {
    "文本": TEXT,
    "列表": TEXTS,
    "整数": NUMBER,
    "小数": NUMBER,
    "百分数": NUMBER,
    "是否": YES_NO,
    "日期": DAY,
}
"""By the type that a pack declares for a field or fact."""
