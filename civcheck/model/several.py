"""Telling a text that was meant as one value and looks like several: 张三 李四, 李四和王五, 赵甲等2人."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

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
_SO_MANY = r"\s*([0-9]{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:余|多)?\s*"
_AND_SO_MANY = re.compile(rf"(?:等|^){_SO_MANY}(?:名|人|位)|等{_SO_MANY}(?:个|家|所|户|支|部门|单位)")
_AND_OTHERS = re.compile(r"等(?:人|同志)?$")
_ONE = frozenset({"1", "一"})
MANY = 1_000
"""So many names nobody writes in one value: 张三等 may be any number."""


class Several(NamedTuple):
    """What a text that looks like several names may be: so many, of which these are written; or ``anybody`` beside."""

    many: int
    pieces: tuple[str, ...] = ()
    anybody: bool = False


_ALONE = Several(1)


def several_in(text: str) -> Several:
    """Say what names a text may be: 张三 李四 are these two, 张三等2人 may be anybody beside 张三."""
    return _several_in(text) if len(text) <= 200 else _ALONE


@lru_cache(maxsize=8_192)
def _several_in(text: str) -> Several:
    text = unicodedata.normalize("NFKC", text).strip()
    if (found := _AND_SO_MANY.search(text)) is not None:
        said = found[1] or found[2]
        many = 1 if said in _ONE else int(said) if said.isdigit() else MANY
        return Several(many, anybody=True) if many > 1 else _ALONE
    if _AND_OTHERS.search(text) is not None and _is_name(_AND_OTHERS.sub("", text)):
        return Several(MANY, anybody=True)
    pieces = pieces_of(text)
    return Several(len(pieces), tuple(pieces)) if len(pieces) > 1 and all(map(_is_name, pieces)) else _ALONE


def as_many_as(text: str) -> int:
    """Say how many names a text may be: 1 where it looks like one."""
    return several_in(text).many


def pieces_of(text: str) -> list[str]:
    """Take a text apart at what people write between several, 、 apart."""
    return [piece for piece in _BETWEEN.split(text[:200]) if piece]


def beyond_one_each(texts: Iterable[str]) -> int:
    """Say how many more than one each these values may be."""
    return sum(as_many_as(text) - 1 for text in texts)


def _is_name(text: str) -> bool:
    known = text[:1] in _SURNAMES or text.startswith(_LONG_SURNAMES)
    return known and _HAN.fullmatch(text) is not None
