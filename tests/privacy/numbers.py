"""Made-up personal numbers, what they are disguised as, and numbers that look like them and are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from random import Random

import stdnum.cn
from stdnum import luhn
from stdnum.cn import ric, uscc


@cache
def regions() -> tuple[str, ...]:
    """Give the counties of GB/T 2260 that python-stdnum knows, each for some years."""
    found: list[str] = []
    province = ""
    for line in (files(stdnum.cn) / "loc.dat").read_text("utf-8").splitlines():
        code = line.strip().partition(" ")[0]
        if code.isdigit() and not line.startswith(" "):
            province = code
        elif code.isdigit() and not code.endswith("00"):
            found.append(province + code)
    assert len(found) > 2_000
    return tuple(found)


def an_id(rng: Random, first: date = date(1940, 1, 1), last: date = date(2016, 12, 31)) -> str:
    """Make a valid ID number of somebody who does not exist, born in a county that there was in that year."""
    while True:
        born = first + timedelta(days=rng.randint(0, (last - first).days))
        body = f"{rng.choice(regions())}{born:%Y%m%d}{rng.randint(0, 999):03d}"
        number = body + ric.calc_check_digit(body + "0")
        if is_id(number):
            return str(number)


def is_id(number: str) -> bool:
    """Ask python-stdnum, which raises KeyError on some numbers that look valid."""
    try:
        return bool(ric.is_valid(number))
    except KeyError:
        return False


def a_bad_id(rng: Random) -> str:
    """Make an ID number whose check digit is wrong."""
    good = an_id(rng)
    return good[:-1] + rng.choice([sign for sign in "0123456789X" if sign != good[-1]])


def a_mobile(rng: Random) -> str:
    return f"1{rng.choice('3456789')}{rng.randint(0, 10**9 - 1):09d}"


def a_card(rng: Random) -> str:
    body = f"62{rng.randint(0, 10**16 - 1):016d}"
    return body + luhn.calc_check_digit(body)


def a_credit_code(rng: Random) -> str:
    body = f"{rng.choice(('11', '12', '51', '52', '91', '92'))}{rng.choice(regions())}{rng.randint(0, 10**9 - 1):09d}"
    return body + uscc.calc_check_digit(body)


def _each(signs: str) -> Callable[[str], str]:
    table = {str(digit): sign for digit, sign in zip(range(10), signs, strict=True)}
    return lambda number: "".join(table.get(sign, sign) for sign in number)


def _groups(number: str, sign: str, *ends: int) -> str:
    cuts = [0, *ends, len(number)]
    return sign.join(number[start:end] for start, end in pairwise(cuts))


_BOLD = "".join(chr(0x1D7CE + digit) for digit in range(10))

DISGUISES: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda number: f"受援人{number}，已受理",
    "label and quotes": lambda number: f"身份证：“{number}”",
    "blanks 6-8-4": lambda number: f"证件 {_groups(number, ' ', 6, 14)}。",
    "hyphens 6-4-2-2-4": lambda number: f"（{_groups(number, '-', 6, 10, 12, 14)}）",
    "groups of four": lambda number: f"号码 {_groups(number, ' ', 4, 8, 12, 16)}",
    "dots": lambda number: _groups(number, ".", 6, 14),
    "underscores": lambda number: f"a_{_groups(number, '_', 6, 14)}_b",
    "tabs": lambda number: _groups(number, "\t", 3, 6, 10, 14),
    "line breaks": lambda number: f"身份证号\n{_groups(number, chr(10), 6, 14)}\n住址",
    "every digit apart": lambda number: " ".join(number),
    "full width": lambda number: _each("０１２３４５６７８９")(number).replace("X", "Ｘ"),
    "lowercase x in brackets": lambda number: f"【{number.lower()}】",
    "× for X": lambda number: f"身份证{number.replace('X', '×')}号",
    "Chinese numerals": lambda number: _each("〇一二三四五六七八九")(number).replace("X", "Х"),
    "zero-width": lambda number: "\u200b".join(number),
    "soft hyphen and joiner": lambda number: _groups(number, "\u00ad\u2060", 2, 6, 10, 14),
    "file name": lambda number: f"附件/20170315_{number}_扫描件002.jpg",
    "mathematical digits": lambda number: _each(_BOLD)(number),
    "circled digits": lambda number: _each("⓪①②③④⑤⑥⑦⑧⑨")(number),
    "Markdown": lambda number: f"**{number[:6]}**`{number[6:14]}`\\_{number[14:]}",
    "HTML entities": lambda number: "".join(f"&#{ord(sign)};" for sign in number),
    "Arabic-Indic digits": lambda number: _each("٠١٢٣٤٥٦٧٨٩")(number),
    "brackets around groups": lambda number: f"[{number[:6]}][{number[6:14]}][{number[14:]}]",
}
"""How an ID number may stand in a text."""


def _serial(rng: Random, digits: int) -> str:
    return f"{rng.randint(10 ** (digits - 1), 10**digits - 1)}"


INNOCENT: Mapping[str, Callable[[Random], str]] = {
    "serial like a mobile": lambda rng: f"设备编号：{a_mobile(rng)}",
    "bare serial like a mobile": lambda rng: f"流水{a_mobile(rng)}已登记",
    "number without a word": lambda rng: f"共发放{a_mobile(rng)}",
    "credit code": lambda rng: f"统一社会信用代码：{a_credit_code(rng)}",
    "bare credit code": lambda rng: f"江城市某协会 {a_credit_code(rng)}",
    "archive number": lambda rng: f"档号：J001-WS·2017-D10-BGS-{rng.randint(1, 9999):04d}",
    "long archive number": lambda rng: (
        f"档号 {rng.randint(100, 999)}-2017-{_serial(rng, 4)}-{_serial(rng, 4)}"
    ),
    "document number": lambda rng: (
        f"云司发〔2017〕{rng.randint(1, 300)}号、云司办〔2016〕{rng.randint(1, 300)}号"
    ),
    "order like a card": lambda rng: f"订单号 {a_card(rng)}",
    "bare order": lambda rng: f"采购 {_serial(rng, 19)}",
    "bad ID": lambda rng: f"材料 {a_bad_id(rng)}",
    "days": lambda rng: f"2017-03-{rng.randint(10, 31)} 至 2017-04-{rng.randint(10, 30)}，每天 09:00-11:30",
    "days without marks": lambda rng: (
        f"201703{rng.randint(10, 31)}201704{rng.randint(10, 30)}{rng.randint(10, 23)}30"
    ),
    "amounts": lambda rng: (
        f"经费 {rng.randint(1, 999)},{rng.randint(100, 999)},{rng.randint(100, 999)}.00 元"
    ),
    "timestamp": lambda rng: f"mmexport{rng.randint(1483200000000, 1514700000000)}.jpg",
    "photo": lambda rng: (
        f"IMG_2017{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}_{rng.randint(0, 235959):06d}.jpg"
    ),
    "ISBN": lambda rng: f"ISBN 978-7-{_serial(rng, 3)}-{_serial(rng, 5)}-{rng.randint(0, 9)}",
    "invoice": lambda rng: f"发票代码 {_serial(rng, 12)} 发票号码 {_serial(rng, 8)}",
    "extension": lambda rng: f"办公电话 027-{_serial(rng, 8)}-{_serial(rng, 4)}",
    "landline": lambda rng: f"监督电话：027{_serial(rng, 8)}",
    "hotline": lambda rng: "拨打12348公共法律服务热线，投诉请拨4008812348",
    "digest": lambda rng: f"校验值 {rng.getrandbits(256):064x}",
    "link": lambda rng: f"http://example.invalid/2017/{_serial(rng, 8)}/t{_serial(rng, 11)}.html",
    "case": lambda rng: f"（2017）鄂0102民初{_serial(rng, 4)}号",
}
"""What stands in records and files, looks like a personal number, and is none."""
