"""Edits of the good pack, one line each, and reading what they make of it: no disk."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from civcheck.language.pack import RulePack
from civcheck.reading.packparse import parse_pack
from civcheck.reading.rulepack import pack_digest
from tests.packs.good import good_files


class Edit(NamedTuple):
    """A text of one file that is replaced by another; ``rules`` are those that change by it."""

    file: str
    old: str
    new: str
    rules: tuple[str, ...] = ()


FIRST, SECOND = "01-讲堂.yaml", "02-其他.yaml"
EDITS = (
    Edit(FIRST, "count: {at_least: 4,", "count: {at_least: 5,", ("1.1",)),
    Edit(FIRST, "obligation: 强制", "obligation: 倡导", ("1.1",)),
    Edit(FIRST, "主题: [爱国, 敬业]}", "主题: [爱国]}", ("1.1",)),
    Edit(FIRST, "to: 2017-11-30", "to: 2017-12-15", ("1.1",)),
    Edit(FIRST, "applies_to: {职能: [律师], 文明单位级别: {at_least: 县级}}", "applies_to: {职能: [律师]}", ("1.1",)),
    Edit(FIRST, "role: 图片, at_least: 3", "role: 图片, at_least: 2", ("1.2a",)),
    Edit(FIRST, "[方案, {role: 图片", "[{role: 图片", ("1.2a",)),
    Edit(FIRST, "due: {days: {param: 材料期限}}", "due: {days: 20}", ("1.2a",)),
    Edit(FIRST, "more_than: 1/2", "more_than: 1/3", ("1.4",)),
    Edit(FIRST, "pick: latest", "pick: earliest", ("1.6",)),
    Edit(FIRST, "within: {days: 7", "within: {days: 10", ("1.7",)),
    Edit(SECOND, "none: {}", "none: {needs: {类型: 公示}}", ("2.1",)),
    Edit(SECOND, "need: {at_least: 1}", "need: all", ("2.5",)),
    Edit(SECOND, "members: [红榜, 黑榜]", "members: [红榜]", ("2.7",)),
    Edit(SECOND, "per: 季度, at_least: 1", "per: 月, at_least: 1", ("2.8",)),
    Edit(SECOND, '- id: "2.9"\n', '- id: "2.10"\n  aliases: ["2.9"]\n', ("2.9", "2.10")),
    Edit("pack.yaml", "value: 15", "value: 10", ("1.2a", "1.3")),
    Edit("terms.yaml", "爱国, 敬业]", "爱国, 敬业, 友善]"),
    Edit("terms.yaml", "图片: {files: 图片}", "图片: {files: 截图}"),
    Edit("terms.yaml", "2017-01-28", "2017-01-29"),
)  # fmt: skip


def edited_files(edits: Iterable[Edit]) -> dict[str, str]:
    """Make the edits in the good pack; each must hit exactly one place."""
    files = good_files()
    for each in edits:
        assert files[each.file].count(each.old) == 1, each
        files[each.file] = files[each.file].replace(each.old, each.new)
    return files


@cache
def pack_with(*edits: Edit) -> RulePack:
    """Read the good pack with these edits made."""
    contents = {name: text.encode() for name, text in edited_files(edits).items() if "/" not in name}
    pack, problems = parse_pack(contents, pack_digest(contents))
    assert pack is not None and not problems, problems
    return pack
