"""Changing single values in a file: nothing else in it moves, comments and order least of all."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civcheck.reading.parsed import parse_yaml
from civcheck.reading.valueedit import NotEditable, Target, edited

FILE = """\
# 头
类型: 志愿服务   # 类
标题: "甲: 乙"  # 题
日期: {起: 2017-03-05, 止: 2017-03-07}
主题:   # 主题
  - a  # 一
  # 中间
  - b
地点:
  - x
备注: |  # 注
  一行

  二行

附件:
  方案: {文件: f.docx, 日期: 2017-02-24}
  图片: 图片/
归档:
# 尾
---
- 类型: 甲
  标题: >-
    折
    行
  时长:
- {类型: 乙, 标题: 丙}
"""
FIRST, LISTED, BRACED = Target(2), Target(22, 0), Target(26, 1)


def change(target, path, value, text=FILE, is_markdown=False):
    """Give what was taken out and what was put in, line by line."""
    after = edited(text, is_markdown, {target: {path: value}})
    rows = difflib.unified_diff(text.split("\n"), after.split("\n"), n=0, lineterm="")
    return [f"{row[0]} {row[1:]}" for row in rows if row[0] in "-+" and row[:3] not in ("---", "+++")]


@pytest.mark.parametrize(
    ("target", "path", "value", "expected"),
    [
        pytest.param(
            FIRST,
            ("标题",),
            "丙",
            ['- 标题: "甲: 乙"  # 题', "+ 标题: 丙  # 题"],
            id="a text, its comment stays",
        ),
        pytest.param(FIRST, ("类型",), "", ["- 类型: 志愿服务   # 类", "+ 类型:   # 类"], id="nothing"),
        pytest.param(
            FIRST,
            ("日期",),
            "2017-03-09",
            ["- 日期: {起: 2017-03-05, 止: 2017-03-07}", "+ 日期: 2017-03-09"],
            id="in place of a mapping",
        ),
        pytest.param(
            FIRST,
            ("附件", "方案"),
            "新.docx",
            ["-   方案: {文件: f.docx, 日期: 2017-02-24}", "+   方案: 新.docx"],
            id="below a key",
        ),
        pytest.param(FIRST, ("附件", "报道"), "r.pdf", ["+   报道: r.pdf"], id="one more below a key"),
        pytest.param(
            FIRST, ("归档", "档号"), "J-1", ["- 归档:", "+ 归档: {档号: J-1}"], id="below an empty key"
        ),
        pytest.param(
            FIRST, ("其他", "经费"), "5", ["+ 其他:", "+   经费: 5"], id="below a key that is not there"
        ),
        pytest.param(FIRST, ("参加人数",), "46", ["+ 参加人数: 46"], id="a new key behind the last"),
        pytest.param(
            LISTED,
            ("标题",),
            "平",
            ["-   标题: >-", "-     折", "-     行", "+   标题: 平"],
            id="a folded text",
        ),
        pytest.param(LISTED, ("时长",), "2", ["-   时长:", "+   时长: 2"], id="where nothing stood"),
        pytest.param(
            BRACED,
            ("标题",),
            "a, b",
            ["- - {类型: 乙, 标题: 丙}", '+ - {类型: 乙, 标题: "a, b"}'],
            id="inside braces",
        ),
        pytest.param(
            BRACED,
            ("地点",),
            ["x", "y"],
            ["- - {类型: 乙, 标题: 丙}", "+ - {类型: 乙, 标题: 丙, 地点: [x, y]}"],
            id="one more inside braces",
        ),
    ],
)
def test_one_value_changes_and_nothing_else(target, path, value, expected):
    assert change(target, path, value) == expected


def test_comments_inside_of_a_list_that_is_replaced_stay():
    after = edited(FILE, False, {FIRST: {("主题",): ["c"]}})
    assert "主题: [c]  # 主题\n# 一\n# 中间\n地点:" in after


def test_a_text_of_several_lines_keeps_the_comment_of_its_head():
    after = edited(FILE, False, {FIRST: {("备注",): "三\n四"}})
    assert "备注: |-  # 注\n  三\n  四\n\n附件:" in after


def test_several_records_of_a_file_change_at_once():
    after = edited(
        FILE, False, {FIRST: {("参加人数",): "1"}, BRACED: {("标题",): "丁"}, LISTED: {("时长",): "3"}}
    )
    assert after.count("\n") == FILE.count("\n") + 1
    assert all(each in after for each in ("参加人数: 1", "标题: 丁}", "时长: 3"))


@pytest.mark.parametrize(
    ("text", "is_markdown", "line", "after"),
    [
        ("---\n类型: a\n标题: b\n---\n正文\n---\n", True, 2, "---\n类型: a\n标题: c\n---\n正文\n---\n"),
        ("--- {类型: a, 标题: b}\n---\n类型: q\n", False, 1, "--- {类型: a, 标题: c}\n---\n类型: q\n"),
        ("类型: a\n标题: b", False, 1, "类型: a\n标题: c"),
        ("\n# x\n\n类型: a\n标题: b\n...\n", False, 4, "\n# x\n\n类型: a\n标题: c\n...\n"),
        ("类型: a\n标题: b\n---\nx: [\n", False, 1, "类型: a\n标题: c\n---\nx: [\n"),
    ],
)
def test_the_value_is_found_in_every_sort_of_file(text, is_markdown, line, after):
    assert edited(text, is_markdown, {Target(line): {("标题",): "c"}}) == after


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        pytest.param("类型: a\n附件: 方案.docx\n", ("附件", "方案"), "x", id="below a text"),
        pytest.param("类型: a\n备注: |+\n  x\n\n", ("标题",), "b", id="behind blank lines that count"),
        pytest.param("类型: a\n标题: [b\n", ("标题",), "c", id="broken"),
        pytest.param("类型: a\n标题: b\u2028c\n", ("标题",), "c", id="a line break of its own sort"),
        pytest.param("{类型: a, 标题: b,}\n", ("地点",), "c", id="a comma at the end"),
    ],
)
def test_what_cannot_be_changed_alone_is_left(text, path, value):
    with pytest.raises(NotEditable):
        edited(text, False, {Target(1): {path: value}})


def test_a_key_that_is_not_there_and_stays_empty_changes_nothing():
    assert edited(FILE, False, {FIRST: {("地址",): ""}}) == FILE


TEXT = st.text(st.sampled_from(list("甲乙1 :#-,[]{}\n\"'\\|>&*!%@。、")), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(["类型", "标题", "日期", "主题", "地点", "备注", "参加人数"]),
    TEXT | st.lists(TEXT, max_size=3),
)
def test_any_value_is_read_back_and_the_rest_is_what_it_was(key, value):
    try:
        after = edited(FILE, False, {FIRST: {(key,): value}})
    except NotEditable:
        return
    first, rest = after.split("\n---\n")
    expected = {**parse_yaml(FILE.split("\n---\n")[0]).value, key: value}
    if value == "" and key == "参加人数":
        expected.pop(key)
    assert parse_yaml(first).value == expected
    assert rest == FILE.split("\n---\n")[1]
    assert all(f"# {each}" in after for each in ("头", "类", "题", "主题", "一", "中间", "注", "尾"))
