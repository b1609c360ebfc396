"""What may stand under 附件 and 归档 of a record, as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable

from civcheck.app.schemas import patterns
from civcheck.app.schemas.values import (
    SCALARS,
    Schema,
    closed,
    hidden,
    key,
    needed,
    not_both,
    or_empty,
    same_as,
    snippet,
    typed,
)
from civcheck.model.terms import FieldTerm, Role, Terms
from civcheck.model.values import NO, YES

FieldSchema = Callable[[FieldTerm, str], Schema]
_ITEM = {
    "文件": ("file", "文件名、文件夹或网址，可以几个", "列表"),
    "说明": ("caption", "这个文件是什么", "文字"),
    "日期": ("date", "这份材料自己的日期", "日子"),
    "文号": ("number", "发文字号；没有的不写", "文字"),
}
_FILING = {
    "档号": ("archive_number", "归档后的档号", "文字"),
    "日期": ("date", "归档的日期；不写按记录的最后一天", "日子"),
    "盒号": ("box", "在哪一盒", "文字"),
}
_WHOLE = "#/$defs/{}/properties/{}"


def filing_schema() -> dict[str, Schema]:
    """Give the definition of 归档: 是, an archive number, or a mapping."""
    words = "|".join(map(patterns.literal, sorted(YES | NO)))
    number = r"[ ]*[A-Za-z][\w·.〔〕()（）/-]*[0-9][\w·.〔〕()（）/-]*[ ]*"
    message = "“归档”写“是”、档号，或分开写档号、日期、盒号"
    pattern = rf"^(?:(?:{words}|{number})$|{patterns.NOTHING})"
    pairs = [not_both(name, alias) for name, (alias, _, _) in _FILING.items()]
    own = closed(_keys("归档", _FILING), "“归档”下面只有档号、日期、盒号", allOf=pairs)
    whole = or_empty(typed(("string", "boolean", "null", "object"), message, pattern=pattern))
    return {"归档": {**own, **whole}}


def evidence_schemas(terms: Terms, of_field: FieldSchema) -> dict[str, Schema]:
    """Give the definitions of 附件 and of the values of roles."""
    roles: dict[str, Schema] = {}
    found: dict[str, Schema] = {}
    for name, role in terms.roles.items():
        shape = f"材料·{name}" if role.fields else "材料"
        if shape not in found:
            found |= _role_schemas(shape, role, of_field)
        roles[name] = key(_about(role), {"$ref": f"#/$defs/{shape}"})
        if role.alias:
            roles[role.alias] = same_as(_WHOLE.format("附件", name))
    names = "、".join(terms.roles)
    missing = typed(
        ("object", "string", "null"),
        "“附件”下面写“角色: 文件”",
        pattern=rf"^(?:无$|{patterns.NOTHING})",
    )
    pairs = [not_both(name, role.alias) for name, role in terms.roles.items() if role.alias]
    own = closed(roles, f"没有这个材料角色。可以用：{names}", **({"allOf": pairs} if pairs else {}))
    return {**found, "附件": {**own, **or_empty(missing)}}


def _role_schemas(shape: str, role: Role, of_field: FieldSchema) -> dict[str, Schema]:
    """Give the definitions of what may be said in one role: a file or several, or mappings that say more of a file."""
    keys = _keys(f"{shape}·一份", _ITEM)
    for each in role.fields:
        keys[each.name] = of_field(each.changed(type=role.own_types[each.name]), each.name)
    names = "、".join(name for name in keys if name not in {alias for alias, _, _ in _ITEM.values()})
    pairs = [not_both(name, alias) for name, (alias, _, _) in _ITEM.items() if name not in role.own_types]
    one = closed(keys, f"一份材料可以写：{names}", allOf=[needed("这一份要写“文件”", "文件", "file"), *pairs])
    message = "写文件名、文件夹或网址；要说明的写成“文件: …”“说明: …”"
    item: Schema = {**one, **hidden(typed((*SCALARS, "object"), message))}
    return {
        f"{shape}·一份": item,
        shape: {
            "if": {"type": "object"},
            "then": {"$ref": f"#/$defs/{shape}·一份"},
            "else": typed((*SCALARS, "array"), message, items={"$ref": f"#/$defs/{shape}·一份"}),
            "defaultSnippets": [
                snippet(
                    "文件、说明、日期", "一份材料，连同说明和日期", {"文件": "$1", "说明": "$2", "日期": "$3"}
                ),
                snippet("几个文件", "每个文件一行", ["$1", "$2"]),
            ],
        },
    }


def _keys(shape: str, table: dict[str, tuple[str, str, str]]) -> dict[str, Schema]:
    keys = {name: key(about, {"$ref": f"#/$defs/{of}"}) for name, (_, about, of) in table.items()}
    return keys | {alias: same_as(_WHOLE.format(shape, name)) for name, (alias, _, _) in table.items()}


def _about(role: Role) -> str:
    link = "；可以只用链接" if role.link else ""
    return f"{role.about}（{'任何文档' if role.files == '任意' else role.files}{link}）"
