"""Editing YAML as text: what an edit names changes, and nothing else."""

from __future__ import annotations

import pytest

from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.yaml_edit import edited, rewritten_plainly, spots_of
from civcheck.reading.yaml_order import reordered

TEXT = '# 头\n标题:   "甲: 乙"   # 尾\n附件: {图片: [a.jpg,b.jpg]}\n备注: |\n  一  \n\n\n编号: -\n'


def order(text: str, *numbers: int) -> str:
    return reordered(text, [(spots_of(text), numbers)])[0]


def test_a_text_is_replaced_in_its_quotation_marks() -> None:
    top = spots_of(TEXT)
    assert edited(TEXT, [rewritten_plainly(top.entry("标题")[1], "丙 # 丁")]) == TEXT.replace(
        "甲: 乙", "丙 # 丁"
    )


def test_edits_are_made_at_once_in_any_order() -> None:
    top = spots_of(TEXT)
    files = top.entry("附件")[1].entry("图片")[1].items
    new = edited(TEXT, [rewritten_plainly(files[1], "丁.jpg"), rewritten_plainly(files[0], "丙.jpg")])
    assert new == TEXT.replace("a.jpg,b.jpg", "丙.jpg,丁.jpg")


def test_places_of_what_is_there() -> None:
    top = spots_of(TEXT)
    key, value = top.entry("备注")
    assert (TEXT[key.start : key.end], TEXT[value.start : value.end]) == ("备注", "|\n  一  \n\n\n")
    assert value.is_literal
    assert TEXT[top.entry("编号")[1].start :] == "-\n"
    assert [each.value for each in top.texts()][:3] == ["标题", "甲: 乙", "附件"]
    with pytest.raises(KeyError):
        top.entry("无")


def test_what_civcheck_does_not_read_is_not_edited() -> None:
    with pytest.raises(YamlMistake) as told:
        spots_of("a: &x b\n", 7)
    assert told.value.line == 7


def test_an_empty_document_is_an_empty_text() -> None:
    assert spots_of("# 只有注释\n").value == ""


# --- order


def test_a_comment_goes_with_the_key_below_it() -> None:
    text = "# 头\n乙: 1   # 甲\n# 说甲\n甲:\n  # 里面\n  x: 1\n  # 还在里面\n\n# 说丙\n丙: |\n  a \n# 末\n"
    assert order(text, 2, 1, 0) == (
        "# 头\n\n# 说丙\n丙: |\n  a \n# 说甲\n甲:\n  # 里面\n  x: 1\n  # 还在里面\n乙: 1   # 甲\n# 末\n"
    )


def test_a_comment_set_in_below_the_last_key_goes_with_that_key() -> None:
    text = "b:\n  x: 1\n  # of x\na:\n  y: 2\n  # of y\n# at the end\n"
    assert order(text, 1, 0) == "a:\n  y: 2\n  # of y\nb:\n  x: 1\n  # of x\n# at the end\n"


def test_a_comment_right_below_a_key_with_a_blank_line_behind_it_goes_with_that_key() -> None:
    assert order("甲: 1\n# 补的\n\n乙: 2\n丙: 3\n", 1, 0, 2) == "\n乙: 2\n甲: 1\n# 补的\n丙: 3\n"


def test_the_dash_stays_where_the_item_begins() -> None:
    text = "- a: 1\n-   乙: 1\n        # 深\n    # 说甲\n    甲: 2\n- c: 3\n"
    top = spots_of(text)
    assert reordered(text, [(top.items[1], (1, 0))]) == (
        "- a: 1\n# 说甲\n-   甲: 2\n    乙: 1\n        # 深\n- c: 3\n", 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{乙: 1, 甲: 2}\n", id="in brackets"),
        pytest.param("? 乙\n: 1\n? 甲\n: 2\n", id="keys with a question mark"),
        pytest.param("- - 乙: 1\n    甲: 2\n", id="behind two dashes"),
        pytest.param("乙: 1\n甲: |\n  a", id="a literal text that the file ends with"),
        pytest.param("甲: |+\n  a\n\n乙: 1\n", id="a literal text that would get more lines"),
    ],
)
def test_what_cannot_be_moved_safely_stays(text: str) -> None:
    top = spots_of(text)
    while top.sort == "list":
        top = top.items[0]
    new, moved = reordered(text, [(top, (1, 0))])
    assert (new, moved) == (text, 0) or parse_yaml(new).value == parse_yaml(text).value
    if "+" not in text:
        assert (new, moved) == (text, 0)
