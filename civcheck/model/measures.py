"""Units of numbers: those that people write behind one, and which convert into which."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from fractions import Fraction

_COUNTED = (
    "人次 人 名 位 个 件 场次 场 次 份 篇 张 册 本 户 家 支 期 条 岁 项 例 起 分 台 套 辆 盒 幅 面 处 所 间 "
    "座 栋 株 棵 桌 批 类 种 则 部 首 枚 届 组 班 轮 遍 工作日 个工作日 %"
)
_FAMILIES: tuple[Mapping[str, Fraction], ...] = (
    {"分钟": Fraction(1), "min": Fraction(1), "小时": Fraction(60), "个小时": Fraction(60), "h": Fraction(60)},
    {"学时": Fraction(1), "课时": Fraction(1)},
    {"天": Fraction(1), "日": Fraction(1), "周": Fraction(7)},
    {"个月": Fraction(1), "年": Fraction(12), "年度": Fraction(12)},
    {"元": Fraction(1), "千元": Fraction(1_000), "万元": Fraction(10_000), "亿元": Fraction(10**8)},
    {
        "毫克": Fraction(1, 1_000), "克": Fraction(1), "g": Fraction(1), "斤": Fraction(500),
        "公斤": Fraction(1_000), "千克": Fraction(1_000), "kg": Fraction(1_000), "吨": Fraction(10**6),
    },
    {
        "厘米": Fraction(1, 100), "米": Fraction(1), "m": Fraction(1), "公里": Fraction(1_000),
        "千米": Fraction(1_000), "km": Fraction(1_000),
    },
    {"立方米": Fraction(1), "m3": Fraction(1), "方": Fraction(1)},
    {"千瓦时": Fraction(1), "kWh": Fraction(1), "兆瓦时": Fraction(1_000)},
    {
        "千克标准煤": Fraction(1, 1_000), "公斤标准煤": Fraction(1, 1_000), "kgce": Fraction(1, 1_000),
        "吨标准煤": Fraction(1), "tce": Fraction(1),
    },
    {"辆": Fraction(1), "台": Fraction(1)},
    {"平方米": Fraction(1), "m2": Fraction(1), "亩": Fraction(2_000, 3), "公顷": Fraction(10_000)},
    {"毫升": Fraction(1, 1_000), "ml": Fraction(1, 1_000), "升": Fraction(1), "L": Fraction(1)},
    {"°C": Fraction(1), "摄氏度": Fraction(1), "度": Fraction(1)},
    {"人": Fraction(1), "名": Fraction(1), "位": Fraction(1)},
    {"工作日": Fraction(1), "个工作日": Fraction(1)},
)  # fmt: skip
"""Units that convert into each other, each by how many of the first one it is. A day is no 24 hours of training."""
UNITS = tuple(dict.fromkeys([*_COUNTED.split(), *(unit for family in _FAMILIES for unit in family)]))
"""Every unit that may stand behind a number."""


def factor(written: str, wanted: str) -> Fraction | None:
    """Give how many of the unit that is wanted one of the written unit is; None where they do not convert.

    万 before any unit is ten thousand of it: 120000千瓦时 are 12万千瓦时.
    """
    written, wanted = (unicodedata.normalize("NFKC", unit) for unit in (written, wanted))  # ℃ is °C
    if written == wanted:
        return Fraction(1)
    if len(wanted) > 1 and wanted[0] == "万" and wanted not in UNITS:
        one = factor(written, wanted[1:])
        return None if one is None else one / 10_000
    for family in _FAMILIES:
        if written in family and wanted in family:
            return family[written] / family[wanted]
    return None
