"""Ledgers of other units held beside the audited one: compared with it, never audited, never changing an outcome."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from civcheck import audit
from civcheck.app.material import FileOpener
from civcheck.errors import CivcheckError, LedgerError, UsageError
from civcheck.messages import LANGUAGES, say
from civcheck.model.report import Notice, Report
from civcheck.report import Format, Options, renderer
from civcheck.report.words import Words, first_line
from tests.reading.material.samples import docx_of

from .test_evidence import photo, smaller

OWN, OTHER = "江城市司法局", "江城市公证处"
IDENTITY = "42010619900307123X"
PLAN = "".join(
    f"{each}，做到事前有安排、事后有回访。"
    for each in (
        "老党员讲述了邻里采光纠纷的调解经过", "志愿者清点了河道边的垃圾堆放点", "青年干警逐条解读了预防电信诈骗的口诀",
        "女职工比较了婚丧嫁娶的支出标准", "退休同事回顾了家风家训的来历", "人民调解员公示了山林权属的旧档案",
        "结对家庭约定了广场舞的音量", "出租车司机演示了交通劝导的手势", "返乡大学生修订了乡规民约的条文",
    )
)  # fmt: skip


def ledger(
    folder: Path, name: str = OTHER, year: int = 2017, unit: str | bytes = "", **files: bytes | str
) -> Path:
    """Write a ledger with one record a picture or plan: ``a=b"…"`` is a.jpg of a.yaml, of the first of a month."""
    folder.mkdir(parents=True)
    usual = f"单位名称: {name}\n单位类型: 县区司法局\n年度: {year}\n职能: []\n组织: []\n"
    raw = unit or usual
    (folder / "unit.yaml").write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    for number, (key, content) in enumerate(files.items(), 1):
        role = "图片: {}.jpg" if isinstance(content, bytes) else "方案: {}.docx"
        record = f"类型: 道德法治讲堂\n标题: 第{number}讲\n日期: {year}-0{number}-01\n附件:\n  {role.format(key)}\n"
        (folder / f"{key}.yaml").write_text(record, "utf-8")
        suffix = "jpg" if isinstance(content, bytes) else "docx"
        (folder / f"{key}.{suffix}").write_bytes(content if isinstance(content, bytes) else docx_of(content))
    return folder


def held(folder: Path, *others: Path, **named: object) -> Report:
    opener = FileOpener(cached=False)
    return audit(folder, only=["2.8"], open_files=opener, against=others, **named)


def noticed(report: Report, code: str = "reused-photo") -> list[Notice]:
    return [each for each in report.notices if each.code == code]


ONE, TWO = photo(1), photo(2)


def test_a_photo_of_another_unit_is_told_with_both_places_and_its_name(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", x=smaller(ONE), y=TWO)
    [notice] = noticed(held(own, other))
    assert [each.file for each in notice.places] == ["a.yaml", "a.jpg", "b/x.yaml", "b/x.jpg"]
    assert "江城市公证处的台账“b”里《第1讲》的“x.jpg”" in say(notice.text)


def test_a_plan_of_another_unit_is_told_though_it_is_of_the_same_day(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=PLAN), ledger(tmp_path / "b", x=PLAN)
    [notice] = noticed(held(own, other), "alike-document")
    assert [each.file for each in notice.places] == ["a.yaml", "a.docx", "b/x.yaml", "b/x.docx"]
    assert "江城市公证处的台账“b”里《第1讲》的“x.docx”" in say(notice.text)


def test_nothing_but_notices_and_what_was_compared_changes(tmp_path: Path) -> None:
    own = ledger(tmp_path / "a", OWN, a=ONE)
    other = ledger(tmp_path / "b", x=ONE, y=ONE, z=PLAN)
    (other / "broken.yaml").write_text("类型: 道德法治讲堂\n标题: [\n", "utf-8")
    (other / "judgements.yaml").write_text("- 规则: 2.8\n", "utf-8")
    alone, beside = held(own, evidence=True), held(own, other)
    assert noticed(alone) == [] and len(noticed(beside)) == 1
    same = {"notices": (), "provenance": alone.provenance}
    assert beside._replace(**same) == alone._replace(**same)
    assert beside.provenance._replace(beside=()) == alone.provenance
    [told] = beside.provenance.beside
    assert (told.name, told.unit, told.year, told.records, told.files, told.unread) == (
        "b",
        OTHER,
        2017,
        3,
        3,
        1,
    )


def test_what_two_other_units_have_in_common_is_not_told(tmp_path: Path) -> None:
    own = ledger(tmp_path / "a", OWN, a=ONE)
    others = [ledger(tmp_path / name, f"江城市{name}处", x=TWO, y=PLAN) for name in ("甲", "乙")]
    assert held(own, *others).notices == held(own, evidence=True).notices


def test_an_earlier_year_and_another_unit_are_told_of_in_one_notice(tmp_path: Path) -> None:
    own, before = ledger(tmp_path / "2017", OWN, a=ONE), ledger(tmp_path / "2016", OWN, 2016, b=ONE)
    other = ledger(tmp_path / "x" / "2016", x=ONE)
    opener = FileOpener(cached=False)
    report = audit(before, own, only=["2.8"], evidence=True, open_files=opener, against=[other])
    [notice] = noticed(report)
    files = ["a.jpg", "2016/b.jpg", "2016-2017/x.jpg"]
    assert [each.file for each in notice.places][1::2] == files


def test_names_of_ledgers_are_told_apart_from_folders_and_from_each_other(tmp_path: Path) -> None:
    own = ledger(tmp_path / "a", OWN, a=ONE)
    (own / "b").mkdir()
    others = [ledger(tmp_path / str(number) / "b", x=ONE) for number in range(4)]
    report = held(own, *others)
    assert [each.name for each in report.provenance.beside] == ["b-2017", "b-2", "b-3", "b-4"]
    [notice] = noticed(report)
    assert {each.file.partition("/")[0] for each in notice.places[2:]} == {"b-2017", "b-2", "b-3", "b-4"}


def test_a_ledger_in_gb18030_is_compared_like_any_other(tmp_path: Path) -> None:
    unit = f"单位名称: {OTHER}\n单位类型: 县区司法局\n年度: 2017\n".encode("gb18030")
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", unit=unit, x=ONE)
    record = (other / "x.yaml").read_text("utf-8").encode("gb18030")
    (other / "x.yaml").write_bytes(record)
    [notice] = noticed(held(own, other))
    assert OTHER in say(notice.text)


# --- what cannot be compared


@pytest.mark.parametrize(
    ("others", "code"),
    [
        pytest.param(lambda own, other: [other / "nowhere"], "no-folder", id="no folder"),
        pytest.param(lambda own, other: [other / "unit.yaml"], "no-folder", id="a file"),
        pytest.param(lambda own, other: [Path("x" * 5_000)], "no-folder", id="a name longer than any can be"),
        pytest.param(lambda own, other: [own], "own-same", id="the audited one"),
        pytest.param(lambda own, other: [own / ".." / own.name], "own-same", id="the audited one by another way"),
        pytest.param(lambda own, other: [own.parent / "link"], "own-same", id="the audited one by a link"),
        pytest.param(lambda own, other: [own / "inner"], "own-inside", id="in the audited one"),
        pytest.param(lambda own, other: [own.parent], "own-around", id="around the audited one"),
        pytest.param(lambda own, other: [other, other], "other-same", id="given twice"),
        pytest.param(lambda own, other: [other, other / "inner"], "other-inside", id="in another"),
        pytest.param(lambda own, other: [other / "inner", other], "other-around", id="around another"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_compared_is_told_why(
    tmp_path: Path, others: Callable[[Path, Path], list[Path]], code: str
) -> None:
    own, other = ledger(tmp_path / "x" / "a", OWN), ledger(tmp_path / "y" / "b")
    (own.parent / "link").symlink_to(own)
    for each in (own, other):
        (each / "inner").mkdir()
    with pytest.raises(UsageError) as stopped:
        held(own, *others(own, other))
    assert stopped.value.message.id == f"error.against-{code}"
    assert all(say(stopped.value.message, lang) for lang in LANGUAGES)


def test_a_folder_that_is_no_ledger_is_told_with_its_path(tmp_path: Path) -> None:
    own = ledger(tmp_path / "a", OWN)
    (tmp_path / "照片").mkdir()
    with pytest.raises(LedgerError) as stopped:
        held(own, tmp_path / "照片")
    said = say(stopped.value.message)
    assert said.startswith(f"要对照的台账“{tmp_path / '照片'}”用不了：") and "没有 unit.yaml" in said


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("单位名称: [\n", id="no YAML"),
        pytest.param(
            f"单位名称: {OTHER}\n单位类型: 没有这一类\n年度: 2017\n",
            id="of a type that the pack does not know",
        ),
        pytest.param(f"单位名称: {OTHER}\n单位类型: 县区司法局\n", id="without a year"),
        pytest.param("单位类型: 县区司法局\n年度: 2017\n", id="without a name"),
        pytest.param(b"\xff\xfe\xff", id="no text"),
        pytest.param("a: &a [*a]\n", id="with an anchor"),
        pytest.param("[" * 50_000, id="deep"),
    ],
)
def test_a_unit_that_cannot_be_read_is_told_with_the_file(tmp_path: Path, unit: str | bytes) -> None:
    own, other = ledger(tmp_path / "a", OWN), ledger(tmp_path / "b", unit=unit)
    with pytest.raises(LedgerError) as stopped:
        held(own, other)
    assert stopped.value.message.id == "error.against-unusable"
    assert {each.place.file for each in stopped.value.problems} == {f"{other}/unit.yaml"}


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        pytest.param(OWN, 2016, "error.against-own-year", id="another year"),
        pytest.param(OWN, 2017, "error.against-own-unit", id="the same year"),
        pytest.param(f"“{OWN}”", 2016, "error.against-own-year", id="in quotation marks"),
    ],
)
def test_the_same_unit_is_told_how_to_be_given(tmp_path: Path, name: str, year: int, code: str) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", name, year, x=ONE)
    with pytest.raises(UsageError) as stopped:
        held(own, other)
    assert stopped.value.message.id == code
    assert str(other) in say(stopped.value.message)


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything sees no difference"
)
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN), ledger(tmp_path / "b")
    other.chmod(0)
    try:
        with pytest.raises(CivcheckError) as stopped:
            held(own, other)
    finally:
        other.chmod(0o700)
    assert stopped.value.message.id == "error.against-unreadable"


def test_without_notices_there_is_nothing_to_compare_for(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN), ledger(tmp_path / "b")
    with pytest.raises(UsageError) as stopped:
        held(own, other, hygiene=False)
    assert stopped.value.message.id == "error.against-no-hygiene"


# --- hostile ledgers


def test_links_out_of_another_ledger_are_not_followed(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", x=TWO)
    (other / "x.jpg").unlink()
    (other / "x.jpg").symlink_to(own / "a.jpg")
    (other / "more").symlink_to(own)
    report = held(own, other)
    assert noticed(report) == []
    assert report.provenance.beside[0].unread == 1  # a linked folder may hold records


def test_a_file_beyond_the_limit_is_compared_by_its_bytes_alone(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", x=ONE)
    with (other / "x.jpg").open("ab") as file:
        file.truncate(65 * 1024 * 1024)
    assert noticed(held(own, other)) == []


def test_personal_numbers_in_names_are_masked_in_every_format(tmp_path: Path) -> None:
    own = ledger(tmp_path / "a", OWN, a=ONE)
    other = ledger(tmp_path / f"张{IDENTITY}", f"王13812345678处{IDENTITY}", x=ONE)
    (other / "x.yaml").rename(other / f"{IDENTITY}.yaml")
    report = held(own, other)
    assert IDENTITY in noticed(report)[0].places[2].file
    for lang in LANGUAGES:
        for kind in Format:
            raw = renderer(kind)(report, Options(lang))
            assert IDENTITY.encode() not in raw and b"13812345678" not in raw


def test_every_language_says_what_was_compared(tmp_path: Path) -> None:
    own, other = ledger(tmp_path / "a", OWN, a=ONE), ledger(tmp_path / "b", x=ONE)
    report = held(own, other)
    assert "与江城市公证处的台账对照了照片和材料" in first_line(report, Words("zh"))
    assert "compared with the ledgers of 江城市公证处" in first_line(report, Words("en"))
    for kind, said in (
        (Format.TERMINAL, "江城市公证处 2017 年“b”（记录"), (Format.MARKDOWN, "江城市公证处 2017 年“b”（记录"),
        (Format.HTML, "江城市公证处 2017 年“b”（记录"), (Format.OSCAL, "与江城市公证处的台账对照了照片和材料"),
    ):  # fmt: skip
        assert said in renderer(kind)(report, Options("zh", 120)).decode().replace("\n ", "")
