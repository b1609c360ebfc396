"""One picture at two places: what is noticed, what is common use, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image

from civcheck.messages import say
from civcheck.model.material import FileFacts, Picture
from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.model.report import Answered, Notice
from civcheck.model.unit import Answer
from civcheck.reading.inline import inline_ledger
from civcheck.verdict.hygiene import look_over
from civcheck.verdict.hygiene.look import PLACES, SAID, Look, OtherLedger

from ..material.pictures import a_form, a_scene, seen
from .ledgers import UNIT, an_activity, small_pack

OTHER_UNIT = "江城市公证处"


def a_record(day: str, title: str, *files: str, **fields: Any) -> Any:
    return an_activity(day, title, 附件={"图片": list(files)}, **fields)


@cache
def picture_of(name: str) -> Picture:
    """Name pictures by letters: the same one, but for what stands behind it."""
    if name == "blank":
        return Picture(620, 880)
    scene = a_form(ord(name[0])) if name[0] == "f" else a_scene(ord(name[0]))
    if name.endswith("/mirrored"):
        scene = scene.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if name.endswith("/turned"):
        scene = scene.transpose(Image.Transpose.ROTATE_90)
    return seen(scene)


def facts(name: str) -> FileFacts:
    """Open a file: its bytes are the same where its name is."""
    return FileFacts(
        1_000, sha256(name.encode()).hexdigest(), "jpeg", picture=picture_of(name.partition("+")[0])
    )


def records_of(records: list[Any], unit: Mapping[str, str] = UNIT) -> tuple[Record, ...]:
    return inline_ledger(unit, records, small_pack(), apart=True).records


def noticed(
    records: list[Any],
    pictures: Mapping[str, str],
    *others: OtherLedger,
    answers: Sequence[Answer] = (),
    checks: Mapping[str, Mapping[str, Fraction]] | None = None,
) -> list[Notice]:
    ledger = inline_ledger(UNIT, records, small_pack(), apart=True)
    look = Look(
        ledger.records, ledger.unit, small_pack().terms, date(2017, 12, 31),
        material={path: facts(name) for path, name in pictures.items()}, others=others, answers=answers,
    )  # fmt: skip
    return list(look_over(look, checks or {"reused-photo": {}}))


MARCH = a_record("2017-03-05", "学雷锋", "1.jpg", 编号="A1")
SEPTEMBER = a_record("2017-09-28", "重阳慰问", "2.jpg", 编号="A2")


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        pytest.param("a", "a", "文件完全相同", id="the same bytes"),
        pytest.param("a", "a+sent", "重新保存、缩放或裁剪过", id="sent again"),
        pytest.param("a", "a/mirrored", "翻转过", id="mirrored"),
        pytest.param("a", "a/turned", "旋转过", id="turned"),
        pytest.param("blank", "blank", "文件完全相同", id="without a look, by bytes"),
    ],
)
def test_a_picture_at_two_places_is_noticed_with_both(one: str, other: str, how: str) -> None:
    [notice] = noticed([MARCH, SEPTEMBER], {"1.jpg": one, "2.jpg": other})
    assert say(notice.text) == f"2 处用了同一张图片（{how}）：《学雷锋》的“1.jpg”、《重阳慰问》的“2.jpg”"
    assert [each.file for each in notice.places] == ["001-记录.yaml", "1.jpg", "002-记录.yaml", "2.jpg"]
    assert [each.line > 0 for each in notice.places] == [True, False, True, False]
    assert say(notice.text, "en").startswith("the same picture is used in 2 places (")


@pytest.mark.parametrize(
    ("records", "pictures"),
    [
        pytest.param([MARCH, SEPTEMBER], {}, id="nothing was opened"),
        pytest.param([MARCH, SEPTEMBER], {"1.jpg": "a"}, id="one was opened"),
        pytest.param([MARCH, SEPTEMBER], {"1.jpg": "a", "2.jpg": "b"}, id="two pictures"),
        pytest.param([MARCH, SEPTEMBER], {"1.jpg": "blank", "2.jpg": "blank+"}, id="two blank pages"),
        pytest.param([MARCH, SEPTEMBER], {"1.jpg": "a", "9.jpg": "a"}, id="no record names it"),
        pytest.param(
            [a_record("2017-03-05", "学雷锋", "1.jpg", "2.jpg")], {"1.jpg": "a", "2.jpg": "a"}, id="one record",
        ),
        pytest.param(
            [MARCH, a_record("2017-09-28", "重阳慰问", "1.jpg")], {"1.jpg": "a"}, id="one file that two records name",
        ),
        pytest.param(
            [MARCH, a_record("2017-09-28", "重阳慰问", "2.jpg", 关联=["A1"])], {"1.jpg": "a", "2.jpg": "a"},
            id="the later one is tied to the earlier",
        ),
        pytest.param(
            [a_record("2017-03-05", "学雷锋", "1.jpg", 关联=["A2"]), SEPTEMBER], {"1.jpg": "a", "2.jpg": "a+"},
            id="the earlier one is tied to the later",
        ),
        pytest.param(
            [MARCH, a_record("2017-09-28", "重阳慰问", "2.jpg", "1.jpg")], {"1.jpg": "a", "2.jpg": "a"},
            id="the second names both files",
        ),
    ],
)  # fmt: skip
def test_nothing_is_said(records: list[Any], pictures: dict[str, str]) -> None:
    assert noticed(records, pictures) == []


def test_what_is_no_picture_is_left_alone() -> None:
    ledger = inline_ledger(UNIT, [MARCH, SEPTEMBER], small_pack(), apart=True)
    same = FileFacts(10, "0" * 64, "docx")
    unread = FileFacts(10, "", "jpeg", picture=picture_of("blank"))
    for each in (same, unread):
        material = {"1.jpg": each, "2.jpg": each}
        look = Look(ledger.records, ledger.unit, small_pack().terms, date(2017, 12, 31), material=material)
        assert list(look_over(look, {"reused-photo": {}})) == []


def test_many_files_of_one_picture_give_one_notice_with_all_places() -> None:
    records = [a_record(f"2017-0{n}-05", f"第{n}次", f"{n}.jpg") for n in range(1, 7)]
    names = {"1.jpg": "a", "2.jpg": "a", "3.jpg": "b", "4.jpg": "a+", "5.jpg": "a/mirrored", "6.jpg": "c"}
    [notice] = noticed(records, names)
    said = say(notice.text)
    assert said.startswith("4 处用了同一张图片（文件完全相同、")
    assert "翻转过" in said
    assert [each.file for each in notice.places[1::2]] == ["1.jpg", "2.jpg", "4.jpg", "5.jpg"]


def test_a_notice_names_so_many_places_and_so_many_titles() -> None:
    records = [
        a_record(f"2017-{n // 28 + 1:02d}-{n % 28 + 1:02d}", f"第{n}次", f"{n}.jpg") for n in range(60)
    ]
    [notice] = noticed(records, {f"{n}.jpg": "a" for n in range(60)})
    assert len(notice.places) == PLACES
    assert say(notice.text).startswith("60 处")
    assert say(notice.text).count("《") == 4


def test_frames_of_one_record_stand_in_the_notice_of_another_record() -> None:
    burst = a_record("2017-03-05", "学雷锋", "1.jpg", "3.jpg")
    [notice] = noticed([burst, SEPTEMBER], {"1.jpg": "a", "3.jpg": "a+", "2.jpg": "a"})
    assert {each.file for each in notice.places} == {
        "001-记录.yaml",
        "002-记录.yaml",
        "1.jpg",
        "2.jpg",
        "3.jpg",
    }


def an_answer(*names: str, uses: int = 2, **fields: Any) -> Answer:
    digests = tuple(facts(name).sha256 for name in names)
    return Answer(digests, uses, "同一场地", "张三", date(2017, 12, 20), line=7, **fields)


def test_an_answered_pair_is_told_with_the_answer() -> None:
    [notice] = noticed([MARCH, SEPTEMBER], {"1.jpg": "a", "2.jpg": "a+"}, answers=[an_answer("a", "a+")])
    assert notice.answer == Answered("同一场地", "张三", date(2017, 12, 20), Place("judgements.yaml", 7, 1))
    assert notice.digests == (facts("a").sha256, facts("a+").sha256) and notice.uses == 2


@pytest.mark.parametrize(
    ("answer", "is_answered"),
    [
        pytest.param(an_answer("a", "a+"), True, id="both files"),
        pytest.param(an_answer("a", "a+", uses=3), True, id="more places than there are"),
        pytest.param(an_answer("a", "a+", "c"), True, id="and another file"),
        pytest.param(an_answer("a"), False, id="one of the files"),
        pytest.param(an_answer("a", "c"), False, id="one file that was replaced"),
        pytest.param(an_answer("a", "a+", uses=1), False, id="fewer places than there are"),
        pytest.param(an_answer("a", "a+", until=date(2017, 12, 31)), True, id="on its last day"),
        pytest.param(an_answer("a", "a+", until=date(2017, 12, 30)), False, id="the day after"),
        pytest.param(an_answer("a", "a+")._replace(day=date(2017, 12, 31)), True, id="of the as-of date"),
        pytest.param(an_answer("a", "a+")._replace(day=date(2018, 1, 1)), False, id="of the day after that"),
        pytest.param(an_answer("a", "a+")._replace(digests=(facts("a").sha256[:16], facts("a+").sha256[:16])), True,
                     id="by the first signs"),
    ],
)  # fmt: skip
def test_an_answer_covers_all_files_and_places_or_has_no_effect(answer: Answer, is_answered: bool) -> None:
    [notice] = noticed([MARCH, SEPTEMBER], {"1.jpg": "a", "2.jpg": "a+"}, answers=[answer])
    assert (notice.answer is not None) is is_answered


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(an_answer("c"), "没有对上任何疑点提示", id="of a file that is not there"),
        pytest.param(an_answer("a", "a+", uses=1), "写的是 1 处", id="of fewer places"),
        pytest.param(an_answer("a", "a+", until=date(2017, 12, 30)), "已于 2017-12-30 到期", id="ended"),
        pytest.param(
            an_answer("a", "a+")._replace(day=date(2018, 1, 1)), "2018-01-01 晚于基准日", id="later"
        ),
        pytest.param(an_answer("a", "a+"), "", id="in force"),
    ],
)
def test_an_answer_without_effect_is_told_where_it_stands(answer: Answer, said: str) -> None:
    pictures = {"1.jpg": "a", "2.jpg": "a+"}
    checks = {"reused-photo": {}, "alike-document": {"sentences": Fraction(8), "different": Fraction(3, 10)}}
    found = noticed([MARCH, SEPTEMBER], pictures, answers=[answer], checks=checks)
    told = [(say(each.text), str(each.places[0])) for each in found if each.code == "answer-unused"]
    assert [place for _, place in told] == (["judgements.yaml:7:1"] if said else [])
    assert all(said in text for text, _ in told)
    alone = noticed([MARCH, SEPTEMBER], pictures, answers=[answer])
    assert [each.code for each in alone] == ["reused-photo"]  # where a check is off nobody knows


def test_a_third_place_is_not_answered_by_what_was_said_of_two() -> None:
    records = [MARCH, SEPTEMBER, a_record("2017-05-05", "第三次", "3.jpg")]
    names = {"1.jpg": "a", "2.jpg": "a+", "3.jpg": "a"}
    [notice] = noticed(records, names, answers=[an_answer("a", "a+")])
    assert notice.answer is None and notice.uses == 3


def test_a_superior_s_word_goes_before_the_unit_s() -> None:
    answers = [an_answer("a", "a+"), an_answer("a", "a+", superior=True)]
    [notice] = noticed([MARCH, SEPTEMBER], {"1.jpg": "a", "2.jpg": "a+"}, answers=answers)
    assert notice.answer is not None and notice.answer.superior


def test_of_many_notices_those_that_were_answered_are_counted_and_not_told() -> None:
    pairs = [(a_record(f"2017-{n % 12 + 1:02d}-{n // 12 + 1:02d}", f"{n}", f"{n}.jpg")) for n in range(104)]
    pictures = {f"{n}.jpg": f"blank+{n // 2}" for n in range(104)}
    material = {
        path: facts("blank")._replace(sha256=sha256(name.encode()).hexdigest())
        for path, name in pictures.items()
    }
    answer = an_answer()._replace(digests=tuple(sha256(f"blank+{n}".encode()).hexdigest() for n in (0, 1)))
    ledger = inline_ledger(UNIT, pairs, small_pack(), apart=True)
    look = Look(
        ledger.records, ledger.unit, small_pack().terms, date(2017, 12, 31), material=material, answers=[answer],
    )  # fmt: skip
    told = list(look_over(look, {"reused-photo": {}}))
    assert len(told) == SAID + 1 and all(each.answer is None for each in told)


def test_sheets_of_one_form_are_not_one_picture() -> None:
    assert noticed([MARCH, SEPTEMBER], {"1.jpg": "f", "2.jpg": "f+"})
    ledger = inline_ledger(UNIT, [MARCH, SEPTEMBER], small_pack(), apart=True)
    material = {
        f"{n}.jpg": FileFacts(9, str(n) * 64, "jpeg", picture=seen(a_form(n))) for n in (1, 2)
    }  # fmt: skip
    look = Look(ledger.records, ledger.unit, small_pack().terms, date(2017, 12, 31), material=material)
    assert list(look_over(look, {"reused-photo": {}})) == []


# --- other ledgers


def another(record: Any, picture: str = "a+", unit: str = OTHER_UNIT, name: str = "公证处") -> OtherLedger:
    records = records_of([record], {**UNIT, "单位名称": unit})
    return OtherLedger(name, unit, records, {"1.jpg": facts(picture)})


def test_a_picture_of_another_ledger_is_noticed_with_both_places() -> None:
    other = another(a_record("2017-05-04", "青年节", "1.jpg"))
    [notice] = noticed([SEPTEMBER], {"2.jpg": "a"}, other)
    assert say(notice.text) == (
        "2 处用了同一张图片（重新保存、缩放或裁剪过）：《重阳慰问》的“2.jpg”、"
        "江城市公证处的台账“公证处”里《青年节》的“1.jpg”"
    )
    assert [str(each) for each in notice.places] == [
        "001-记录.yaml:1:1", "2.jpg", "公证处/001-记录.yaml:1:1", "公证处/1.jpg",
    ]  # fmt: skip


OURS = {"联办单位": [UNIT["单位名称"]]}
THEIRS = {"联办单位": [OTHER_UNIT]}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        pytest.param(THEIRS, OURS, id="each names the other"),
        pytest.param({"主办": [OTHER_UNIT]}, OURS, id="they organise it"),
        pytest.param({"联办单位": ["市公证处"]}, OURS, id="by a part of the name"),
    ],
)
def test_what_two_units_hold_together_is_not_told(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    other = another(a_record("2017-09-28", "慰问", "1.jpg", **theirs))
    assert noticed([a_record("2017-09-28", "重阳慰问", "2.jpg", **mine)], {"2.jpg": "a"}, other) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "side"),
    [
        pytest.param(THEIRS, {}, "（本台账写了与其联办，对方没有写）", id="mine names theirs"),
        pytest.param({}, OURS, "（对方写了与本单位联办，本台账没有写）", id="theirs names mine"),
        pytest.param(
            THEIRS, {"联办单位": ["江城市法院"]}, "（本台账写了与其联办，对方没有写）", id="theirs names a third",
        ),
        pytest.param({}, {}, "", id="nobody names anybody"),
    ],
)  # fmt: skip
def test_what_one_side_alone_says_is_told_with_that(
    mine: dict[str, Any], theirs: dict[str, Any], side: str
) -> None:
    other = another(a_record("2017-09-28", "慰问", "1.jpg", **theirs))
    [notice] = noticed([a_record("2017-09-28", "重阳慰问", "2.jpg", **mine)], {"2.jpg": "a"}, other)
    assert say(notice.text).endswith(f"江城市公证处的台账“公证处”里《慰问》的“1.jpg”{side}")
    assert say(notice.text, "en").endswith("both held it, this ledger does not)") is (side[1:2] == "对")


def test_of_many_uses_those_of_another_unit_are_named_too() -> None:
    records = [a_record(f"2017-0{n}-05", f"第{n}次", f"{n}.jpg") for n in range(1, 9)]
    other = another(a_record("2017-09-28", "慰问", "1.jpg"), "a")
    [notice] = noticed(records, {f"{n}.jpg": "a" for n in range(1, 9)}, other)
    assert say(notice.text).startswith("9 处用了同一张图片")
    assert "江城市公证处的台账“公证处”里《慰问》的“1.jpg”" in say(notice.text)
    assert "公证处/1.jpg" in [each.file for each in notice.places]


def test_of_a_file_that_two_records_name_one_may_be_held_together() -> None:
    other = another(a_record("2017-09-28", "慰问", "1.jpg", **OURS), "a")
    mine = [a_record("2017-09-28", "重阳慰问", "2.jpg", **THEIRS), a_record("2017-03-05", "学雷锋", "3.jpg")]
    [notice] = noticed(mine, {"2.jpg": "a", "3.jpg": "a"}, other)
    assert say(notice.text).startswith("3 处用了同一张图片")
    assert "（对方写了与本单位联办，本台账没有写）" not in say(notice.text)


def test_ledgers_of_units_of_one_name_are_told_apart() -> None:
    others = [another(a_record("2017-05-04", "青年节", "1.jpg"), "a", name=name) for name in ("甲", "乙")]
    [notice] = noticed([SEPTEMBER], {"2.jpg": "a"}, *others)
    for name in ("甲", "乙"):
        assert f"江城市公证处的台账“{name}”里《青年节》的“1.jpg”" in say(notice.text)
        assert f"{name}/1.jpg" in [each.file for each in notice.places]


def test_a_third_unit_makes_nothing_common() -> None:
    other = another(a_record("2017-09-28", "慰问", "1.jpg", 联办单位=["江城市法院"]))
    mine = a_record("2017-09-28", "重阳慰问", "2.jpg", 联办单位=["处"])
    assert len(noticed([mine], {"2.jpg": "a"}, other)) == 1


def test_a_record_copied_into_the_ledger_of_another_year_is_told_elsewhere() -> None:
    before = UNIT["单位名称"]
    copied = another(a_record("2017-09-28", "重阳 慰问", "1.jpg"), "a", before, "2016")
    assert noticed([SEPTEMBER], {"2.jpg": "a"}, copied) == []
    used = another(a_record("2016-09-28", "重阳慰问", "1.jpg"), "a", before, "2016")
    assert len(noticed([SEPTEMBER], {"2.jpg": "a"}, used)) == 1


def test_what_other_ledgers_have_in_common_is_theirs() -> None:
    others = [another(a_record("2017-05-04", "青年节", "1.jpg"), "b", f"某{n}处", f"{n}") for n in "甲乙"]
    assert noticed([SEPTEMBER], {"2.jpg": "a"}, *others) == []
