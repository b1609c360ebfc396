"""Telling a text that was meant as one value and looks like several: 张三 李四, 李四和王五, 赵甲等2人."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂焦向柳邢骆岳齐梅辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍覃霍翁甘闫肖付代"
)
_LONG_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "端木",
)
_BETWEEN = re.compile(r"[\s/|&+]+|[和与及跟]")
_HAN = re.compile("[\u3400-\u9fff]{2,4}")
_AND_SO_MANY = re.compile(
    r"(?:等|^)\s*([0-9]{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:余|多)?\s*(?:名|人|位)"
)
_AND_OTHERS = re.compile(r"等(?:人|同志)?$")
_ONE = frozenset({"1", "一"})
MANY = 1_000
"""So many names nobody writes in one value: 张三等 may be any number."""


def as_many_as(text: str) -> int:
    """Say how many names a text may be: 1 where it looks like one."""
    if len(text) > 200:
        return 1
    text = unicodedata.normalize("NFKC", text).strip()
    if (found := _AND_SO_MANY.search(text)) is not None:
        return 1 if found[1] in _ONE else int(found[1]) if found[1].isdigit() else MANY
    if _AND_OTHERS.search(text) is not None and _is_name(_AND_OTHERS.sub("", text)):
        return MANY
    pieces = pieces_of(text)
    return len(pieces) if len(pieces) > 1 and all(map(_is_name, pieces)) else 1


def pieces_of(text: str) -> list[str]:
    """Take a text apart at what people write between several, 、 apart."""
    return [piece for piece in _BETWEEN.split(text[:200]) if piece]


def beyond_one_each(texts: Iterable[str]) -> int:
    """Say how many more than one each these values may be."""
    return sum(as_many_as(text) - 1 for text in texts)


def _is_name(text: str) -> bool:
    known = text[:1] in _SURNAMES or text.startswith(_LONG_SURNAMES)
    return known and _HAN.fullmatch(text) is not None
