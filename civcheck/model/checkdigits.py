"""Check digits and places of issue of Chinese numbers: resident IDs (GB 11643), bank cards, credit codes (GB 32100)."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_SIGNS = "10X98765432"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71))
)  # fmt: skip
_OF_RESIDENTS_FROM_OUTSIDE = frozenset({"810000", "820000", "830000"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


def is_region(code: str) -> bool:
    """Tell whether six digits can be the county that issued an ID number (GB/T 2260, those of the past too).

    Not a list of counties, which change: the province is one, municipalities have districts and counties only, and
    prefectures elsewhere are numbered to 53, with 90 for counties that the province itself leads.
    """
    if code in _OF_RESIDENTS_FROM_OUTSIDE:
        return True
    province, prefecture, county = code[:2], code[2:4], code[4:]
    if province not in _PROVINCES or (county == "00" and prefecture == "00"):
        return False
    if province in _MUNICIPALITIES:
        return "01" <= prefecture <= "03"
    return "01" <= prefecture <= "53" or prefecture in ("90", "00")


def day_of_birth(digits: str) -> date | None:
    """Give the day that eight digits are, from 1900 on; None where they are none."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if 1900 <= day.year < 2100 else None


def has_id_check_digit(number: str) -> bool:
    """Tell whether the last of 18 signs is what ISO 7064 MOD 11-2 asks for."""
    total = sum(weight * int(sign) for weight, sign in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_SIGNS[total % 11] == number[17]


def has_luhn_digit(number: str) -> bool:
    """Tell whether the last digit is what the Luhn formula asks for."""
    doubled = (int(sign) * 2 for sign in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)) % 10 == 0


def is_credit_code(code: str) -> bool:
    """Tell whether 18 signs are a 统一社会信用代码 by their check sign."""
    if len(code) != 18 or any(sign not in _CODE_SIGNS for sign in code):
        return False
    total = sum(pow(3, at, 31) * _CODE_SIGNS.index(sign) for at, sign in enumerate(code[:17]))
    return _CODE_SIGNS[-total % 31] == code[17]
