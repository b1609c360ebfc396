"""Numbers and days as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from civcheck.model.numbers import is_about
from civcheck.model.texts import sanitize
from tests.ledgers import RECORD, noted, only_record, read_files, read_record, sentence, told, unread_codes


def d(text: str) -> date:
    """Abbreviate a day of 2017."""
    return date.fromisoformat(f"2017-{text}")


@pytest.mark.parametrize(
    ("written", "number", "about"),
    [
        ("46", 46, None),
        ("0", 0, None),
        ("046", 46, None),
        ("46人", 46, None),
        ("￥100,000", 100_000, None),
        ("约¥3万", 30_000, "about"),
        ("人民币500元", 500, None),
        ("46 人次", 46, None),
        ("1,200人", 1200, None),
        ("４６名", 46, None),
        ("三十人", 30, "about"),
        ("十", 10, "about"),
        ("一百零五人", 105, None),
        ("一百二十人", 120, "about"),
        ("两千", 2000, "about"),
        ("1.2万人", 12_000, None),
        ("三万五千", 35_000, "about"),
        ("共46人", 46, None),
        ("30余名", 30, "about-more"),
        ("近400人", 400, "about-less"),
        ("约40", 40, "about"),
        ("百余人次", 100, "about-more"),
        ("三十多人", 30, "about-more"),
        ("50人左右", 50, "about"),
        ("200人以上", 200, "about"),
        ("十几人", 10, "about-more"),
    ],
)
def test_a_head_count_is_read_with_its_unit_and_as_an_estimate(
    tmp_path: Path, written: str, number: int, about: str | None
) -> None:
    ledger = read_record(tmp_path, RECORD + f"参加人数: {written}\n")
    found = only_record(ledger).attendance
    assert (found, is_about(found), noted(ledger)) == (number, bool(about), [about] if about else [])
    assert told(ledger) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("全体干警", "not-a-number"),
        ("若干", "not-a-number"),
        ("-5", "not-a-number"),
        ("30至50人", "not-a-number"),
        ("3,5", "not-a-number"),
        ("一二人", "not-a-number"),
        ("三百五", "not-a-number"),
        ("2小时", "not-a-number"),
        ("100%", "not-a-number"),
        ("1e3", "not-a-number"),
        ("9" * 5_000, "not-a-number"),
        ("[46, 47]", "not-a-number"),
        ("{男: 20}", "not-a-number"),
        ("46.5人", "not-whole"),
    ],
)
def test_what_is_no_whole_number_is_left_out_and_told(tmp_path: Path, written: str, code: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"参加人数: {written}\n")
    assert told(ledger) == [f"a.yaml:4:1 {code}"]
    assert (only_record(ledger).attendance, only_record(ledger).flaws) == (None, ("参加人数",))
    assert noted(ledger) == []


def test_a_word_for_a_number_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, RECORD + "参加人数: 全体干警\n").problems[0]) == snapshot("""\
a.yaml:4:1: “全体干警”不是数
  原因：读不出数来，这个值没有采用
  改法：写数字，例如 46\
""")


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2", 2),
        ("2.5", Fraction(5, 2)),
        ("2小时", 2),
        ("2个小时", 2),
        ("90分钟", Fraction(3, 2)),
        ("1小时30分钟", Fraction(3, 2)),
        ("１小时３０分", Fraction(3, 2)),
        ("约2小时", 2),
    ],
)
def test_a_time_is_read_in_hours(tmp_path: Path, written: str, hours: Fraction) -> None:
    assert only_record(read_record(tmp_path, RECORD + f"时长: {written}\n")).hours == hours


@pytest.mark.parametrize("written", ["3天", "46人", "2课时", "半天", "1.5x"])
def test_what_is_no_time_is_no_hours(tmp_path: Path, written: str) -> None:
    assert told(read_record(tmp_path, RECORD + f"时长: {written}\n")) == ["a.yaml:4:1 not-a-number"]


DAY = d("03-15")


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("2017-03-15", []),
        ("2017-3-15", []),
        ("2017/3/15", []),
        ("2017.3.15", []),
        ("2017年3月15日", []),
        ("2017年3月15号", []),
        ("2017 年 3 月 15 日", []),
        ('"2017-03-15"', []),
        ("[2017-03-15]", []),
        ("2017-03-15、", []),
        ("3月15日", ["year-added"]),
        ("3月15号", ["year-added"]),
        ("3 月 15 日", ["year-added"]),
        ("２０１７-０３-１５", ["full-width-digits"]),
        ("３月１５日", ["full-width-digits", "year-added"]),
    ],
)
def test_a_day_has_many_spellings(tmp_path: Path, written: str, note: list[str]) -> None:
    ledger = read_record(tmp_path, RECORD.replace("2017-03-05", written))
    record = only_record(ledger)
    assert (record.first, record.last, record.days.sessions) == (DAY, DAY, ())
    assert sorted(noted(ledger)) == note


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017-03-05/2017-03-07", "03-05", "03-07"),
        ("2017-03-05 / 2017-03-07", "03-05", "03-07"),
        ("2017-03-05至2017-03-07", "03-05", "03-07"),
        ("2017-03-05 到 2017-03-07", "03-05", "03-07"),
        ("2017-03-05~2017-03-07", "03-05", "03-07"),
        ("2017-03-05～2017-03-07", "03-05", "03-07"),
        ("2017年3月5日——7日", "03-05", "03-07"),
        ("4月3日至6日", "04-03", "04-06"),
        ("11月29-30日", "11-29", "11-30"),
        ("4月3日-6日", "04-03", "04-06"),
        ("2017年11月29日至12月2日", "11-29", "12-02"),
        ("2017-03-05/2017-03-05", "03-05", "03-05"),
        ("{起: 2017-03-05, 止: 3月7日}", "03-05", "03-07"),
        ("{start: 2017-03-05, end: 2017-03-07}", "03-05", "03-07"),
    ],
)
def test_a_span_has_many_spellings(tmp_path: Path, written: str, first: str, last: str) -> None:
    ledger = read_record(tmp_path, RECORD.replace("2017-03-05", written))
    record = only_record(ledger)
    assert (record.first, record.last, record.days.sessions) == (d(first), d(last), ())
    assert told(ledger) == []


@pytest.mark.parametrize(
    "written", ["[2017-03-15, 3月1日, 2017/3/15]", "2017-03-15、3月1日", "3月1日，2017-03-15"]
)
def test_a_list_of_days_is_one_activity_held_several_times(tmp_path: Path, written: str) -> None:
    days = only_record(read_record(tmp_path, RECORD.replace("2017-03-05", written))).days
    assert (days.first, days.last, days.sessions) == (d("03-01"), DAY, (d("03-01"), DAY))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2017-03", "month-only"),
        ("2017年3月", "month-only"),
        ("3月", "month-only"),
        ("2017-02-29", "impossible-day"),
        ("2017-13-01", "impossible-day"),
        ("2月30日", "impossible-day"),
        ("4月25日至31日", "impossible-day"),
        ("近日", "not-a-day"),
        ("待定", "day-open"),
        ("2017", "not-a-day"),
        ("3-15", "not-a-day"),
        ("3.15", "not-a-day"),
        ("2017-03-15 14:30", "not-a-day"),
        ("、、", "not-a-day"),
        ("{起: 2017-03-05}", "not-a-day"),
        ("{起: 2017-03-05, start: 2017-03-06, 止: 2017-03-07}", "not-a-day"),
        ("{起: 2017-03-05, 止: 2017-03-07, 晚: 1}", "not-a-day"),
        ("[[2017-03-05]]", "not-a-day"),
        ("2017-03-07/2017-03-05", "span-backwards"),
        ("12月30日至1月2日", "span-backwards"),
        ("1949-09-30", "day-out-of-range"),
        ("2019-01-01", "day-out-of-range"),
        ("2018-12-31/2019-01-01", "day-out-of-range"),
        ("0001-01-01", "day-out-of-range"),
        ("9999-12-31", "day-out-of-range"),
    ],
)
def test_a_record_without_a_day_that_can_be_is_unread(tmp_path: Path, written: str, code: str) -> None:
    ledger = read_record(tmp_path, RECORD.replace("2017-03-05", written))
    assert told(ledger) == [f"a.yaml:3:1 {code}"]
    assert unread_codes(ledger) == [code]


@pytest.mark.parametrize("written", ["1949-10-01", "2018-12-31"])
def test_the_first_and_the_last_day_that_can_be(tmp_path: Path, written: str) -> None:
    record = only_record(read_record(tmp_path, RECORD.replace("2017-03-05", written)))
    assert record.first.isoformat() == written


def test_a_month_alone_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, RECORD.replace("-05", "")).problems[0]) == snapshot("""\
a.yaml:3:1: “2017-03”只有月份
  原因：需要写到日
  改法：写到日，例如 2017-03-15\
""")


def test_a_day_out_of_range_names_the_last_day_of_its_own_range(tmp_path: Path) -> None:
    text = RECORD.replace("2017-03-05", "2019-01-01") + "报送日期: 3017-03-05\n"
    last = {each.params["last"] for each in read_record(tmp_path, text).problems}
    assert last == {"2018-12-31", "2199-12-31"}


@pytest.mark.parametrize("key", ["报送日期", "归档", "附件"])
def test_no_day_of_a_record_is_beyond_reckoning(tmp_path: Path, key: str) -> None:
    value = {"归档": "{日期: 9999-12-31}", "附件": "{图片: {文件: 1.jpg, 日期: 0001-01-01}}"}.get(
        key, "9999-12-31"
    )
    ledger = read_record(tmp_path, RECORD + f"{key}: {value}\n", {"1.jpg": "x"})
    assert [each.code for each in ledger.problems] == ["day-out-of-range"]
    record = only_record(ledger)
    assert (record.reported_on, record.filing, record.evidence) == (None, None, ())


def test_a_number_of_a_person_never_shows_in_a_message(tmp_path: Path) -> None:
    long = "甲" * 45 + "，电话13812345678，身份证11010519491231002X，再写很多很多字"
    for value in ("13812345678转", "身份证11010519491231002X", long):
        said = sentence(read_record(tmp_path, RECORD + f"参加人数: {value}\n").problems[0])
        shown = sanitize(said)
        assert "1381234" not in shown
        assert "1101051949" not in shown


def test_a_text_with_a_strange_character_is_not_taken_for_a_list(tmp_path: Path) -> None:
    """What a value was read as is remembered by its form; no text has the form of a list."""
    texts = [
        '主题: "\\0关爱自然"',
        "主题: [关爱自然]",
        '主题: ["关爱自然\\0关爱社会"]',
        "主题: [关爱自然, 关爱社会]",
    ]
    ledger = read_files(tmp_path, {f"{at}.yaml": RECORD + each + "\n" for at, each in enumerate(texts)})
    themes = {record.key: record.themes for record in ledger.records}
    assert (themes["1.yaml"], themes["3.yaml"]) == (("关爱自然",), ("关爱自然", "关爱社会"))


@pytest.mark.parametrize("written", ["20¹", "20²人", "①", "20₁"])
def test_the_number_of_a_footnote_is_no_digit_of_a_number(tmp_path: Path, written: str) -> None:
    assert told(read_record(tmp_path, f"{RECORD}参加人数: {written}\n")) == ["a.yaml:4:1 not-a-number"]


def test_a_day_with_a_footnote_is_not_another_day(tmp_path: Path) -> None:
    assert unread_codes(read_record(tmp_path, RECORD.replace("2017-03-05", "2017-3-1⁵"))) == ["not-a-day"]
