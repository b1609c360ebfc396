"""What a ledger is made of: every piece that can be taken away or changed, and the ledger that is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .builder import Draft, Raw

NO_PIECES = ("类型", "标题", "编号", "附件")
"""Keys of a record that are no evidence of their own; 附件 is taken apart role by role."""
UNIT_IDENTITY = ("单位名称", "单位类型", "年度")
DEMANDS = ("职能", "组织", "在册先进典型", "结对村")
"""Lists of facts: a value less is a demand less, and no piece of evidence."""
OUT_OF_EVERY_WINDOW = "2018-03-01"
OTHER_FACTS: Mapping[str, tuple[Any, ...]] = {
    "单位类型": (
        "司法厅",
        "监狱管理局",
        "戒毒管理局",
        "市州司法局",
        "县区司法局",
        "司法所",
        "监狱",
        "戒毒所",
        "学院",
    ),
    "文明单位级别": ("无", "县级", "市级", "省级", "省级最佳", "全国"),
    "职能": (
        *("无", ["律师"], ["公证"], ["法律援助"], ["基层法律服务"], ["司法鉴定"]),
        *(["普法"], ["社区矫正"], ["人民调解"], ["失信惩戒"]),
    ),
    "组织": ("无", ["团委"], ["团支部"], ["妇委会"], ["本禹志愿服务队"]),
    "在册先进典型": ("无", ["道德模范丙"]),
    "结对村": ("无", ["别的村"]),
}
"""What else a unit could declare; every other fact is 是 or 否."""


@dataclass(frozen=True)
class Piece:
    """One thing that can be taken away.

    ``sort`` is 记录, 角色, 字段 (whole), 值 (one of several), 事实 (undeclared), 事实值 (one demand less), or 移出: the
    record stays and its days move out of every window.
    """

    sort: str
    path: str
    name: str = ""
    value: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.sort, self.path, self.name, self.value)))

    @property
    def is_evidence(self) -> bool:
        """Tell whether a minimal ledger cannot do without it."""
        return self.sort not in ("事实值",)


def pieces_of(ledger: Draft) -> Iterator[Piece]:
    """List every piece of a ledger."""
    for path, raw in ledger.records.items():
        yield Piece("记录", path)
        yield Piece("移出", path)
        for role in raw.get("附件", {}):
            yield Piece("角色", path, role)
        for name, value in raw.items():
            if name not in (*NO_PIECES, "日期"):
                yield Piece("字段", path, name)
            if name not in NO_PIECES and isinstance(value, list):
                yield from (Piece("值", path, name, each) for each in value)
    for name, value in _facts(ledger.unit):
        yield Piece("事实", "unit.yaml", name)
        if name in DEMANDS and isinstance(value, list):
            yield from (Piece("事实值", "unit.yaml", name, each) for each in value)


def _facts(unit: Raw) -> Iterator[tuple[str, object]]:
    for name, value in (unit | unit["其他事实"]).items():
        if name not in (*UNIT_IDENTITY, "其他事实"):
            yield name, value


def without(ledger: Draft, *pieces: Piece) -> Draft:
    """Give the ledger without these pieces."""
    for each in pieces:
        ledger = _without(ledger, each)
    return ledger


def _without(ledger: Draft, piece: Piece) -> Draft:
    if piece.path == "unit.yaml":
        return replace(ledger, unit=_unit_without(ledger.unit, piece))
    raw = ledger.records[piece.path]
    rest = {path: each for path, each in ledger.records.items() if path != piece.path}
    match piece.sort:
        case "记录":
            return replace(ledger, records=rest)
        case "移出":
            changed = raw | {"日期": OUT_OF_EVERY_WINDOW}
        case "角色":
            changed = raw | {"附件": _less(raw["附件"], piece.name)}
        case "字段":
            changed = _less(raw, piece.name)
        case _:
            changed = raw | {piece.name: [each for each in raw[piece.name] if each != piece.value]}
    return replace(ledger, records=ledger.records | {piece.path: changed})


def _unit_without(unit: Raw, piece: Piece) -> Raw:
    if piece.name in unit["其他事实"]:
        return unit | {"其他事实": _changed(unit["其他事实"], piece)}
    return _changed(unit, piece)


def _changed(mapping: Raw, piece: Piece) -> Raw:
    if piece.sort == "事实":
        return _less(mapping, piece.name)
    return mapping | {piece.name: [each for each in mapping[piece.name] if each != piece.value] or "无"}


def _less(mapping: Raw, name: str) -> Raw:
    return {key: value for key, value in mapping.items() if key != name}


def alterations(ledger: Draft, fields: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Draft]]:
    """List ledgers in which nothing is missing but something is otherwise, each with what was altered.

    A record is called another kind (two kinds that have the fields it uses, where there are such); a bare record
    of the same kind and day is added; the unit declares something else.

    Args:
        ledger: The ledger to alter.
        fields: The fields that records of each kind have of their own.
    """
    own = frozenset().union(*fields.values())
    for index, (path, raw) in enumerate(ledger.records.items()):
        others = [kind for kind in fields if kind != raw["类型"]]
        kinds = [kind for kind in others if own & raw.keys() <= fields[kind]] or others
        for kind in dict.fromkeys((kinds[index % len(kinds)], kinds[index * 7 % len(kinds)])):
            kept = {key: value for key, value in raw.items() if key not in own - fields[kind]}
            yield f"{path} as {kind}", replace(ledger, records=ledger.records | {path: kept | {"类型": kind}})
    for path, raw in {str(raw["类型"]): (path, raw) for path, raw in ledger.records.items()}.values():
        twin = {key: raw[key] for key in ("类型", "标题", "日期")}
        yield f"{path} twice", replace(ledger, records=ledger.records | {f"{path}.又.yaml": twin})
    yield from _other_units(ledger)


def _other_units(ledger: Draft) -> Iterator[tuple[str, Draft]]:
    facts = ledger.unit["其他事实"]
    for name in (*OTHER_FACTS, *(name for name in facts if name not in OTHER_FACTS)):
        for value in OTHER_FACTS.get(name, ("是", "否")):
            changed = {"其他事实": facts | {name: value}} if name in facts else {name: value}
            yield f"{name}: {value}", replace(ledger, unit=ledger.unit | changed)
