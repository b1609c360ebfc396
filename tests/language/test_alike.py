"""Names that may be meant for one another: one has the other in it and is more, and is no other word or number."""

from __future__ import annotations

import pytest

from civcheck.model.alike import Alike, is_more_than


@pytest.mark.parametrize(
    ("text", "name", "more"),
    [
        ("张三同志", "张三", True),
        ("党组成员张三", "张三", True),
        ("张三(局长)", "张三", True),
        ("张三", "张三", False),
        ("张三", "张三同志", False),
        ("K1(新)", "K1", True),
        ("K1-旧", "K1", True),
        ("K12", "K1", False),
        ("K1-2", "K1", False),
        ("2023-10", "2023-1", False),
        ("二十一号楼", "一号楼", False),
        ("第二十期", "第二", False),
        ("不合格", "合格", False),
        ("未参加", "参加", False),
        ("基本合格", "合格", True),
        ("不合格，复检合格", "合格", True),
    ],
)
def test_a_text_is_more_than_a_name_where_it_ends_as_a_word_in_it(text: str, name: str, more: bool) -> None:
    assert is_more_than(text, name) is more


def test_either_may_have_the_other_in_it_and_a_name_of_its_own_means_nobody_else() -> None:
    names = Alike(["张三", "李四(局长)", "张三丰", "王"])
    assert names.to("张三同志") == ("张三",)
    assert names.to("李四") == ("李四(局长)",)
    assert names.to("王五") == ()
    assert [names.may_mean(text) for text in ("张三同志", "张三丰", "赵六")] == [True, False, False]


def test_among_many_names_the_same_are_found_as_among_few() -> None:
    names = [f"{place}{number}号" for place in ("东村", "西村", "北") for number in range(1, 40)]
    texts = ["东村1号", "东村1号院", "1号", "村3号", "北", "西村12号和东村13号", "南村", "号"]
    many, few = Alike(names), [Alike([name]) for name in names]
    for text in texts:
        assert many.to(text) == tuple(sorted(name for each in few for name in each.to(text)))
    assert many.to("西村12号和东村13号") == ("东村13号", "西村12号")
