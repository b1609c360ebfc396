"""What is asked of single pieces of material: captions, document numbers, a role's own fields, numbers over all."""

from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, outcome_of

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING

EACH = "{select: {类型: 讲堂}, expect: {each: {roles: [%s]}}, on_empty: gap}"
CAPTIONED = "{role: 图片, at_least: 2, filled: [说明]}"
ALL_CAPTIONED = "{role: 图片, filled: [说明], every: true}"
IN_PRESS = "{role: 报道, where: {媒体: [湖北日报, 法治日报]}}"
FRONT_PAGE = "{role: 报道, where: {版面: {at_most: 4}, 媒体: {filled: true}}}"
NUMBERED = "{role: 方案, filled: [文号]}"
BY_THE_RESPONSIBLE = "{role: 报道, where: {媒体: {in: {field: 负责人}}}}"
BY_ANOTHER = "{role: 报道, where: {媒体: {has_none: {field: 负责人}}}}"
ON_THAT_DAY = "{role: 图片, where: {日期: {after: {field: 日期, days: -1}}}}"
SMALL_PAGE = "{role: 报道, where: {版面: {at_most: {field: 参加人数}}}}"
SIGNED = "{role: 方案, where: {说明: {text_has: [盖章]}}}"


@pytest.mark.parametrize(
    ("demand", "role", "said", "fields", "outcome"),
    [
        pytest.param(
            BY_THE_RESPONSIBLE, "报道", {"媒体": "丙"}, {"负责人": "乙、丙"}, SATISFIED, id="one of those"
        ),
        pytest.param(
            BY_THE_RESPONSIBLE, "报道", {"媒体": "丁"}, {"负责人": "乙、丙"}, GAP, id="none of those"
        ),
        pytest.param(BY_THE_RESPONSIBLE, "报道", {"媒体": "丙"}, {}, GAP, id="the record names nobody"),
        pytest.param(BY_ANOTHER, "报道", {"媒体": "丁"}, {"负责人": "丙"}, SATISFIED, id="another one"),
        pytest.param(BY_ANOTHER, "报道", {"媒体": "丙"}, {"负责人": "丙"}, GAP, id="the same one"),
        pytest.param(ON_THAT_DAY, "图片", {"日期": "2017-03-01"}, {}, SATISFIED, id="on the record's day"),
        pytest.param(ON_THAT_DAY, "图片", {"日期": "2017-02-28"}, {}, GAP, id="the day before"),
        pytest.param(
            SMALL_PAGE, "报道", {"版面": "4"}, {"参加人数": "4"}, SATISFIED, id="a number of the record"
        ),
        pytest.param(SMALL_PAGE, "报道", {"版面": "5"}, {"参加人数": "4"}, GAP, id="one more than it"),
    ],
)
@pytest.mark.parametrize("scope", ["record", "rule"])
def test_a_piece_is_compared_with_the_record_that_shows_it(
    demand: str, role: str, said: dict[str, str], fields: dict[str, str], outcome: Outcome, scope: str
) -> None:
    rule = EACH % f"{demand[:-1]}, at_least: 1, scope: {scope}}}"
    record = a_record("讲堂", "2017-03-01", 附件={role: {"文件": "a.jpg", **said}}, **fields)
    assert outcome_of(rule, [record], "2017-12-31") is outcome


def test_one_piece_of_two_records_is_as_good_as_in_the_better_of_them() -> None:
    rule = EACH % f"{BY_THE_RESPONSIBLE[:-1]}, scope: rule}}"
    piece = {"报道": {"文件": "a.pdf", "媒体": "丙"}}
    for names in (("丙", "丁"), ("丁", "丙")):
        held = [
            a_record("讲堂", f"2017-03-0{at}", 负责人=name, 附件=piece) for at, name in enumerate(names, 1)
        ]
        assert outcome_of(rule, held, "2017-12-31") is SATISFIED


def pictures(*captions: str | None) -> list[Any]:
    return [
        f"{at}.jpg" if caption is None else {"文件": f"{at}.jpg", "说明": caption}
        for at, caption in enumerate(captions)
    ]


def report(**said: Any) -> dict[str, Any]:
    return {"文件": "报道.pdf", **said}


@pytest.mark.parametrize(
    ("demand", "evidence", "outcome"),
    [
        pytest.param(CAPTIONED, {"图片": pictures("会场", "合影")}, SATISFIED, id="two with captions"),
        pytest.param(CAPTIONED, {"图片": pictures("会场", None, None)}, GAP, id="three, one with a caption"),
        pytest.param(
            ALL_CAPTIONED, {"图片": pictures("会场", "合影")}, SATISFIED, id="every one has a caption"
        ),
        pytest.param(ALL_CAPTIONED, {"图片": pictures("会场", None)}, GAP, id="one has none"),
        pytest.param(ALL_CAPTIONED, {}, GAP, id="none there"),
        pytest.param(IN_PRESS, {"报道": report(媒体="湖北日报")}, SATISFIED, id="in one of these papers"),
        pytest.param(IN_PRESS, {"报道": report(媒体="本局网站")}, GAP, id="in another one"),
        pytest.param(IN_PRESS, {"报道": "报道.pdf"}, GAP, id="nobody says where"),
        pytest.param(
            FRONT_PAGE, {"报道": report(媒体="湖北日报", 版面="4")}, SATISFIED, id="a number is a number"
        ),
        pytest.param(FRONT_PAGE, {"报道": report(媒体="湖北日报", 版面="12")}, GAP, id="and compared as one"),
        pytest.param(NUMBERED, {"方案": report(文号="江司发〔2017〕3号")}, SATISFIED, id="a document number"),
        pytest.param(NUMBERED, {"方案": "方案.pdf"}, GAP, id="no document number"),
        pytest.param(
            SIGNED, {"方案": report(说明="正式印发，已盖章")}, SATISFIED, id="a text in the caption"
        ),
        pytest.param(SIGNED, {"方案": report(说明="草稿")}, GAP, id="another text"),
    ],
)
def test_what_is_said_of_a_piece(demand: str, evidence: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(EACH % demand, [a_record("讲堂", "2017-03-01", 附件=evidence)], "2017-12-31") is outcome


LONG = "{role: 方案, where: {字数: {at_least: 800}}}"
ALL_LONG = "{role: 方案, where: {字数: {at_least: 800}}, every: true}"
PAGES = "{role: 方案, where: {页数: {at_most: 3}}, at_least: 2}"
UNDETERMINED = Outcome.UNDETERMINED


def plans(*said: dict[str, Any]) -> dict[str, Any]:
    return {"方案": [{"文件": f"{at}.docx", **each} for at, each in enumerate(said)]}


@pytest.mark.parametrize(
    ("demand", "evidence", "outcome"),
    [
        pytest.param(LONG, plans({"字数": 800}), SATISFIED, id="as long as asked"),
        pytest.param(LONG, plans({"字数": 799}), GAP, id="shorter"),
        pytest.param(LONG, plans({}), UNDETERMINED, id="nobody has counted"),
        pytest.param(LONG, plans({"字数": 799}, {}), UNDETERMINED, id="one too short, one not counted"),
        pytest.param(LONG, plans({"字数": 800}, {}), SATISFIED, id="one is enough, whatever the other is"),
        pytest.param(LONG, {}, GAP, id="none there"),
        pytest.param(ALL_LONG, plans({"字数": 900}, {}), UNDETERMINED, id="every one, one not counted"),
        pytest.param(ALL_LONG, plans({"字数": 900}, {"字数": 10}, {}), GAP, id="every one, one too short"),
        pytest.param(PAGES, plans({"页数": 3}, {"页数": 1}), SATISFIED, id="two with few pages"),
        pytest.param(PAGES, plans({"页数": 3}, {"页数": 4}), GAP, id="one with too many"),
        pytest.param(PAGES, plans({"页数": 4}, {}), GAP, id="one too many, and another would not do"),
    ],
)
def test_how_long_a_text_is_only_a_look_into_the_file_tells(
    demand: str, evidence: dict[str, Any], outcome: Outcome
) -> None:
    assert outcome_of(EACH % demand, [a_record("讲堂", "2017-03-01", 附件=evidence)], "2017-12-31") is outcome


def test_a_piece_with_a_later_day_of_its_own_is_not_there_yet() -> None:
    late = {
        "图片": [{"文件": "1.jpg", "说明": "会场", "日期": "2017-03-20"}, {"文件": "2.jpg", "说明": "合影"}]
    }
    rule = (EACH % CAPTIONED).replace("]}}", "], due: {days: 15}}}")
    assert outcome_of(rule, [a_record("讲堂", "2017-03-01", 附件=late)], "2017-12-31") is GAP
    assert outcome_of(rule, [a_record("讲堂", "2017-03-05", 附件=late)], "2017-12-31") is SATISFIED


def test_what_is_lacking_says_what_was_asked() -> None:
    from civcheck.messages import say

    seen = judge_rule(
        EACH % CAPTIONED, [a_record("讲堂", "2017-03-01", 附件={"图片": "1.jpg"})], "2017-12-31"
    )
    assert [say(lack) for short in seen.shorts for lack in short.lacks] == [
        "写了“说明”的“图片”有 0 份（要求 ≥2）"
    ]
    seen = judge_rule(
        EACH % ALL_CAPTIONED,
        [a_record("讲堂", "2017-03-01", 附件={"图片": pictures("会场", None)})],
        "2017-12-31",
    )
    assert [say(lack) for short in seen.shorts for lack in short.lacks] == ["“图片”中有 1 份不合：写了“说明”"]


# --- over all selected records

AT_MOST_THREE = "{role: 图片, at_most: 3, scope: rule}"
THREE_IN_ALL = "方案, {role: 图片, at_least: 3, scope: rule}"


def shown(*names: str, **more: Any) -> Any:
    return a_record("讲堂", "2017-03-01", 标题=names[0], 附件={"图片": list(names), **more})


@pytest.mark.parametrize(
    ("demand", "records", "open_year", "closed_year"),
    [
        pytest.param(AT_MOST_THREE, [shown("1.jpg", "2.jpg"), shown("3.jpg")], SATISFIED, SATISFIED, id="three"),
        pytest.param(AT_MOST_THREE, [shown("1.jpg", "2.jpg"), shown("3.jpg", "4.jpg")], GAP, GAP, id="four"),
        pytest.param(AT_MOST_THREE, [shown("1.jpg", "2.jpg"), shown("2.jpg", "3.jpg")], SATISFIED, SATISFIED,
                     id="one of them twice"),
        pytest.param(THREE_IN_ALL, [shown("1.jpg", 方案="a.docx"), shown("2.jpg", 方案="b.docx")], PENDING, GAP,
                     id="two of three"),
        pytest.param(THREE_IN_ALL, [shown("1.jpg", 方案="a.docx"), shown("2.jpg", "3.jpg", 方案="b.docx")],
                     SATISFIED, SATISFIED, id="three of three, and each has its plan"),
        pytest.param(THREE_IN_ALL, [shown("1.jpg", 方案="a.docx"), shown("2.jpg", "3.jpg")], GAP, GAP,
                     id="one lacks its plan"),
    ],
)  # fmt: skip
def test_a_number_over_all_records(
    demand: str, records: list[Any], open_year: Outcome, closed_year: Outcome
) -> None:
    assert outcome_of(EACH % demand, records, "2017-12-30") is open_year
    assert outcome_of(EACH % demand, records, "2017-12-31") is closed_year


def test_a_record_that_falls_short_itself_is_not_among_those_that_show_it() -> None:
    records = [shown("1.jpg", 方案="a.docx"), shown("2.jpg", "3.jpg")]
    seen = judge_rule(EACH % THREE_IN_ALL, records, "2017-12-31")
    assert [record.title for record in seen.shown] == ["1.jpg"]
