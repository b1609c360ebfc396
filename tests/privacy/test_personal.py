"""What is found in a text: numbers however they are written, told by their check digits and the words near them."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from civcheck.model.checkdigits import has_id_check_digit, has_luhn_digit, is_credit_code, is_region
from civcheck.model.digits import fold, may_hold
from civcheck.model.material import Personal
from civcheck.model.personal import find_personal, is_minor, personal_in

from .numbers import DISGUISES, INNOCENT, a_bad_id, a_card, a_credit_code, a_mobile, an_id, is_id, regions

ID = "11010519491231002X"
SHOWN = "11*************02X"


def found(text: str) -> list[tuple[str, bool]]:
    return [(each.sort, each.is_weak) for each in find_personal(text)]


STRONG_MOBILE = [("mobile", False)]
STRONG_ID, WEAK_ID = [("id-number", False)], [("id-number", True)]
MOBILE, WEAK_MOBILE = [("mobile", False)], [("mobile", True)]
CARD, WEAK_CARD = [("bank-card", False)], [("bank-card", True)]
PLACE, WEAK_PLACE = [("gps", False)], [("gps", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ID, STRONG_ID, id="an ID number by itself"),
        pytest.param(f"档号 {ID}", STRONG_ID, id="a valid ID number, whatever it is called"),
        pytest.param("110105194912310021", [], id="a wrong check digit"),
        pytest.param(
            "身份证号码：110105194912310021", STRONG_ID, id="a wrong check digit of what is called an ID"
        ),
        pytest.param("公民身份号码110105194912310021", STRONG_ID, id="the official name"),
        pytest.param("11010519490231002X", [], id="no such day"),
        pytest.param("990105194912310026", [], id="no such province"),
        pytest.param(f"20170315{ID}", WEAK_ID, id="digits touch it"),
        pytest.param(f"身份证20170315{ID}", STRONG_ID, id="digits touch it, and a word says what it is"),
        pytest.param(f"身份证：{ID}、{ID}", STRONG_ID * 2, id="two of them"),
        pytest.param("身份证130503670401001", STRONG_ID, id="an old one with a word"),
        pytest.param("130503670401001", [], id="an old one without a word"),
        pytest.param("13812345678", WEAK_MOBILE, id="a mobile without a word"),
        pytest.param("手机号码：13812345678", MOBILE, id="a mobile with a word"),
        pytest.param("13812345678（手机）", MOBILE, id="the word behind it"),
        pytest.param("+86 138 1234 5678", MOBILE, id="a mobile with the country"),
        pytest.param("手机 0086-13812345678", MOBILE, id="the country in digits"),
        pytest.param("手机8613812345678", MOBILE, id="the country without a sign"),
        pytest.param("编号：13812345678", [], id="a number of another sort"),
        pytest.param("注册号13812345678", [], id="any word that ends in 号"),
        pytest.param("3月5号 13812345678", WEAK_MOBILE, id="a day is no such word"),
        pytest.param("编号: A2\n备注: 13812345678", WEAK_MOBILE, id="a word of the line above"),
        pytest.param("编号 A2，共 13812345678", WEAK_MOBILE, id="a word with a value of its own"),
        pytest.param("| 姓名 | 手机 |\n|---|---|\n| 张某 | 13812345678 |", MOBILE, id="a table"),
        pytest.param("身份证号\n130503670401001", STRONG_ID, id="a word alone on the line above"),
        pytest.param("联系电话见附件，编号13812345678", [], id="the nearest word counts"),
        pytest.param("电话：13812345678、13987654321", MOBILE * 2, id="a list"),
        pytest.param("编号：13812345678、13987654321", [], id="a list of another sort"),
        pytest.param(
            "电话：13812345678" + "了" * 61 + "13987654321", MOBILE + WEAK_MOBILE, id="not of the list"
        ),
        pytest.param("12812345678 电话", [], id="no mobile begins with 12"),
        pytest.param("电话138123456789", [], id="twelve digits"),
        pytest.param("电话1381234567", [], id="ten digits"),
        pytest.param("卡号 6222021234567890128", CARD, id="a card with a word"),
        pytest.param("6222021234567890128", WEAK_CARD, id="a card without a word"),
        pytest.param("6222021234567890129", [], id="a wrong Luhn digit"),
        pytest.param("订单 6222021234567890128", [], id="an order"),
        pytest.param("账号 6222 0212 3456 7890 128", CARD, id="groups of four"),
        pytest.param("银行卡：4111 1111 1111 1111", CARD, id="sixteen digits"),
        pytest.param("坐标：30.5928,114.3055", PLACE, id="coordinates with a word"),
        pytest.param("114.3055, 30.5928", WEAK_PLACE, id="coordinates without a word"),
        pytest.param("北纬30°35′34″，东经114°18′20″", PLACE, id="degrees, minutes, seconds"),
        pytest.param("30°35′34″N 114°18′20″E", PLACE, id="degrees by their sign"),
        pytest.param("latitude: 30.59280\nlongitude: 114.30550", PLACE, id="English words on two lines"),
        pytest.param("坐标：30.59,114.30", [], id="a kilometre is no place"),
        pytest.param("坐标：60.5928,114.3055", [], id="not in China"),
        pytest.param("增长30.5928%", [], id="one number alone"),
        pytest.param("30度的天气，35分钟，114人", [], id="degrees of another sort"),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, bool]]) -> None:
    assert found(text) == expected


def test_what_is_told_of_an_id_number() -> None:
    [each] = find_personal(f"身份证 {ID}", "第2页")
    assert each == Personal("id-number", SHOWN, "第2页", False, date(1949, 12, 31))


def test_a_place_in_the_text_is_that_of_the_number() -> None:
    text = f"甲\n乙 {ID} 丙"
    [each] = personal_in(text)
    assert text[each.start : each.end] == ID


@pytest.mark.parametrize(
    ("day", "minor"),
    [
        pytest.param(date(2017, 3, 14), True, id="the day before"),
        pytest.param(date(2017, 3, 15), False, id="the eighteenth birthday"),
        pytest.param(date(1998, 1, 1), True, id="not born yet"),
    ],
)
def test_who_is_under_eighteen(day: date, minor: bool) -> None:
    assert is_minor(date(1999, 3, 15), day) == minor


def test_one_born_on_29_february_is_of_age_on_1_march() -> None:
    assert is_minor(date(2000, 2, 29), date(2018, 2, 28))
    assert not is_minor(date(2000, 2, 29), date(2018, 3, 1))


@pytest.mark.parametrize("name", INNOCENT)
def test_nothing_strong_is_found_in_what_is_innocent(name: str) -> None:
    rng = Random(name)
    texts = [INNOCENT[name](rng) for _ in range(200)]
    assert [text for text in texts if any(not each.is_weak for each in find_personal(text))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手 机 号 码：13812345678", STRONG_MOBILE),
        ("电 话 13812345678", STRONG_MOBILE),
        ("身 份 证 号：420106900307123", STRONG_ID),
        ("13812345678：手机", STRONG_MOBILE),
        ("contact:\n  - 13812345678", STRONG_MOBILE),
        ("帐 号 码：6222023202001234565", [("bank-card", False)]),
    ],
)
def test_words_are_read_that_are_spaced_out_as_heads_of_tables_are(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["电话会议：15912345678", "手机报第 13812345678 期"])
def test_what_has_a_telephone_in_its_name_alone_is_no_number_of_somebody_for_sure(text: str) -> None:
    assert found(text) == [("mobile", True)]


@pytest.mark.parametrize("name", DISGUISES)
def test_an_id_number_is_found_in_every_disguise(name: str) -> None:
    rng = Random(name)
    for number in (an_id(rng) for _ in range(50)):
        told = find_personal(DISGUISES[name](number))
        assert [(each.sort, each.shown[:2], each.shown[-3:], each.is_weak) for each in told] == [
            ("id-number", number[:2], number[-3:], False)
        ]


def test_mixed_writings_of_one_number_are_one_number() -> None:
    assert found(f"１１０１０５{ID[6:14]}００２Ｘ") == STRONG_ID
    assert found("110105一九四九一二三一002X") == STRONG_ID


@pytest.mark.parametrize(
    ("text", "looked_into"),
    [
        pytest.param("2017-03-15/2017-03-16、2017-04-01", False, id="days"),
        pytest.param("IMG_20170315_093012.jpg", False, id="a day and a time"),
        pytest.param("20170315_130603201412261808", True, id="a day and an ID number"),
        pytest.param("20170315 13812345678", True, id="a day and a mobile"),
        pytest.param("共1234567890件", False, id="ten digits"),
        pytest.param("共12345678901件", True, id="eleven digits"),
    ],
)
def test_what_is_looked_into(text: str, looked_into: bool) -> None:
    assert may_hold(text, text.encode()) == looked_into


def test_a_number_of_a_text_in_many_lines_is_found() -> None:
    assert found("正文。\n" * 1_000 + f"电话 {a_mobile(Random(1))}") == MOBILE


# --- laws

LAW = settings(max_examples=200, deadline=None)
RANDOM = st.integers(0, 2**32).map(Random)


@LAW
@given(RANDOM)
def test_check_digits_are_those_of_stdnum(rng: Random) -> None:
    good, bad, card, code = an_id(rng), a_bad_id(rng), a_card(rng), a_credit_code(rng)
    assert has_id_check_digit(good) and is_region(good[:6]) and is_id(good)
    assert not has_id_check_digit(bad) and not is_id(bad)
    digits = f"{rng.randint(10**15, 10**19)}"
    assert has_luhn_digit(card) and has_luhn_digit(digits) == luhn.is_valid(digits)
    assert is_credit_code(code) and is_credit_code(good) == uscc.is_valid(good)


def test_every_region_of_stdnum_is_one() -> None:
    assert [code for code in regions() if not is_region(code)] == []


@pytest.mark.parametrize("code", ["000000", "100101", "420000", "114201", "425401", "729999", "990101"])
def test_what_is_no_region(code: str) -> None:
    assert not is_region(code)


def test_people_from_outside_the_mainland_have_regions_of_their_own() -> None:
    assert [code for code in ("810000", "820000", "830000", "840000") if is_region(code)] == [
        "810000",
        "820000",
        "830000",
    ]


@pytest.mark.parametrize("code", ["", "91420100", "I1420000011043217X", "114200000110432170"])
def test_what_is_no_credit_code(code: str) -> None:
    assert not is_credit_code(code)


def test_every_digit_that_unicode_knows_is_read() -> None:
    digits = {
        chr(code): str(digit)
        for code in range(0x10000)
        if (digit := unicodedata.digit(chr(code), None)) is not None and unicodedata.name(chr(code), "")
    }
    assert {sign for sign, digit in digits.items() if fold(sign) != digit} <= _LEFT_OUT


_LEFT_OUT = frozenset("\u1369\u136a\u136b\u136c\u136d\u136e\u136f\u1370\u1371\u19da")
"""Ethiopic digits, which have no 0, and a second 1 of Tai Lue."""


@LAW
@given(st.text())
def test_a_folded_text_is_as_long_as_it_was(text: str) -> None:
    for each in (text, f"&#49;{text}&nbsp;&x;"):
        assert len(fold(each)) == len(each)


@LAW
@given(RANDOM, st.sampled_from(sorted(DISGUISES)), st.text(max_size=30), st.text(max_size=30))
def test_no_text_around_a_number_hides_it(rng: Random, name: str, before: str, behind: str) -> None:
    text = f"{before}，{DISGUISES[name](an_id(rng))}，{behind}"
    assert may_hold(text, text.encode("utf-8", "surrogatepass"))
    assert any(each.sort == "id-number" for each in find_personal(text))
