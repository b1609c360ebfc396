"""The files that records name: what counts, what does not, and where the way to them may lead."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from civcheck.model.ledger import Ledger
from civcheck.model.outcome import Outcome
from civcheck.reading.evidence import ENDINGS
from civcheck.reading.ledger import read_ledger
from civcheck.reading.unitfile import open_unit
from tests.builders import a_record, outcome_of
from tests.ledgers import (
    RECORD,
    hubei,
    noted,
    only_record,
    read,
    read_files,
    read_record,
    sentence,
    told,
    write_ledger,
)

HOME = "02/讲堂"


def evidence_of(root: Path, value: str, files: dict[str, str | bytes], role: str = "图片") -> Ledger:
    """Read a record in 02/讲堂 whose one role is ``value``, beside files of the whole ledger."""
    return read_files(root, {f"{HOME}/a.yaml": f"{RECORD}附件:\n  {role}: {value}\n", **files})


def found(ledger: Ledger) -> list[str]:
    """List the files that the one record shows."""
    return [each.path for each in only_record(ledger).evidence]


def docx(body: str, entries: int = 0) -> bytes:
    """Make a docx whose body is ``body``."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"x{number}", "")
        archive.writestr("word/document.xml", body)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("1.jpg", f"{HOME}/1.jpg"),
        ("图片/1.jpg", f"{HOME}/图片/1.jpg"),
        ("图片\\1.jpg", f"{HOME}/图片/1.jpg"),
        ("./1.jpg", f"{HOME}/1.jpg"),
        ("图片/./../1.jpg", f"{HOME}/1.jpg"),
        ("../公共/1.jpg", "02/公共/1.jpg"),
        ("../../1.jpg", "1.jpg"),
        ('"1.jpg"', f"{HOME}/1.jpg"),
        ("{文件: 1.jpg}", f"{HOME}/1.jpg"),
        ("{file: 1.jpg}", f"{HOME}/1.jpg"),
    ],
)
def test_a_file_is_named_from_the_record_s_own_folder(tmp_path: Path, value: str, path: str) -> None:
    ledger = evidence_of(tmp_path, value, {path: "x"})
    assert (found(ledger), told(ledger), ledger.unreferenced) == ([path], [], ())


@pytest.mark.parametrize(
    "value", ["1.jpg、2.jpg", "1.jpg，2.jpg", "[1.jpg, 2.jpg]", "{文件: [1.jpg, 2.jpg]}"]
)
def test_a_role_may_name_several_files(tmp_path: Path, value: str) -> None:
    assert found(evidence_of(tmp_path, value, {f"{HOME}/1.jpg": "x", f"{HOME}/2.jpg": "y"})) == [
        f"{HOME}/1.jpg",
        f"{HOME}/2.jpg",
    ]


def test_a_name_may_hold_the_signs_that_part_names(tmp_path: Path) -> None:
    assert found(evidence_of(tmp_path, "甲、乙；丙.jpg", {f"{HOME}/甲、乙；丙.jpg": "x"})) == [
        f"{HOME}/甲、乙；丙.jpg"
    ]


def test_a_file_may_carry_caption_day_and_number(tmp_path: Path) -> None:
    value = "{文件: 1.jpg, 说明: 开场, 日期: 3月6日, 文号: 司〔2017〕1号}"
    ledger = evidence_of(tmp_path, value, {f"{HOME}/1.jpg": "x"})
    (shown,) = only_record(ledger).evidence
    assert (shown.caption, shown.day, shown.number) == ("开场", date(2017, 3, 6), "司〔2017〕1号")
    assert noted(ledger) == ["year-added"]


@pytest.mark.parametrize("value", ["图片", "图片/", "图片\\", "./图片/"])
def test_a_folder_stands_for_the_files_directly_in_it_that_fit(tmp_path: Path, value: str) -> None:
    names = ("2.JPG", "1.jpg", "a.docx", "Thumbs.db", "空.png", "【待填】.jpg", "深/3.jpg", "._1.jpg")
    files: dict[str, str | bytes] = {f"{HOME}/图片/{name}": "" if name == "空.png" else "x" for name in names}
    ledger = evidence_of(tmp_path, value, files)
    assert found(ledger) == [f"{HOME}/图片/1.jpg", f"{HOME}/图片/2.JPG"]
    others = ("a.docx", "【待填】.jpg", "深/3.jpg", "空.png")
    assert sorted(ledger.unreferenced) == sorted(f"{HOME}/图片/{name}" for name in others)


@pytest.mark.parametrize("first", ["图片: 图片/", "图片: 图片"])
def test_a_folder_that_is_named_vouches_for_no_file_in_it(tmp_path: Path, first: str) -> None:
    files = {
        "图片/1.jpg": "x",
        "图片/空.jpg": "",
        "图片/方案.txt": "【待填】",
        "图片/报道.md": "标题【待填】",
    }
    one = RECORD + f"附件:\n  {first}\n  截图: 图片/空.jpg\n  方案: 图片/方案.txt\n  报道: 图片/报道.md\n"
    ledger = read_record(tmp_path, one, files)
    assert found(ledger) == ["图片/1.jpg"]
    assert [each.split(" ")[1] for each in told(ledger)] == ["empty-file", "scaffold", "scaffold"]


def test_a_file_that_is_named_again_is_looked_into_again(tmp_path: Path) -> None:
    one = RECORD + "附件:\n  方案: 方案.txt\n"
    ledger = read_files(tmp_path, {"a.yaml": one, "b.yaml": one, "方案.txt": "【待填】"})
    assert [each.split(" ")[1] for each in told(ledger)] == ["scaffold", "scaffold"]
    assert [each.evidence for each in ledger.records] == [(), ()]


def test_a_folder_that_is_named_hides_no_record_in_it(tmp_path: Path) -> None:
    slip = RECORD.replace("类型", "类形")
    ledger = read_files(tmp_path, {"a.yaml": RECORD + "附件:\n  图片: .\n", "1.jpg": "x", "b.yaml": slip})
    assert told(ledger) == ["b.yaml:1:1 kind-misspelt"]


@pytest.mark.parametrize("path", ["/方案.docx", "con/方案.docx", "./con/方案.docx"])
def test_a_record_at_the_root_names_no_absolute_path_and_no_device(tmp_path: Path, path: str) -> None:
    ledger = read_record(
        tmp_path, RECORD + f"附件:\n  方案: {path}\n", {"方案.docx": "x", "con/方案.docx": "x"}
    )
    assert [each.split(" ")[1] for each in told(ledger)] in (["path-not-relative"], ["path-device"])
    assert only_record(ledger).evidence == ()


def test_a_day_of_a_file_that_is_none_is_left_out(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "附件: {图片: {文件: 1.jpg, 日期: 无}}\n", {"1.jpg": "x"})
    assert (found(ledger), told(ledger)) == (["1.jpg"], [])


def test_the_record_s_own_folder_may_be_named(tmp_path: Path) -> None:
    assert found(evidence_of(tmp_path, ".", {f"{HOME}/1.jpg": "x"})) == [f"{HOME}/1.jpg"]


@pytest.mark.parametrize("value", ["https://example.org/a", "HTTP://example.org/a?b=1;c=2"])
def test_a_link_counts_only_where_the_role_may_be_shown_by_one(tmp_path: Path, value: str) -> None:
    (shown,) = only_record(evidence_of(tmp_path / "may", value, {}, "报道")).evidence
    assert (shown.is_link, shown.path, shown.size) == (True, value, 0)
    assert told(evidence_of(tmp_path / "not", value, {})) == [f"{HOME}/a.yaml:5:3 link-not-allowed"]


WRONG = [
    ("没有.jpg", "file-not-found"),
    ("没有/1.jpg", "file-not-found"),
    ("IMG.JPG", "file-other-case"),
    ("ｉｍｇ.jpg", "file-other-case"),
    ("空.jpg", "empty-file"),
    ("方案.docx", "wrong-ending"),
    ("无后缀", "wrong-ending"),
    ("坏.jpg.tmp", "dropping"),
    ("Thumbs.db", "dropping"),
    ("~$方案.docx", "dropping"),
    ("甲 (冲突副本).jpg", "dropping"),
    ("【待填】.jpg", None),
    ("空文件夹", "folder-empty"),
    ("../../../外.jpg", "path-leaves"),
    ("图片/../../../../../etc/passwd", "path-leaves"),
    ("/etc/passwd", "path-not-relative"),
    ("\\\\server\\share\\1.jpg", "path-not-relative"),
    ("C:\\1.jpg", "path-not-relative"),
    ("C:1.jpg", "path-not-relative"),
    ("~/1.jpg", "path-not-relative"),
    ("file:///etc/passwd", "path-not-relative"),
    ('"a\\tb.jpg"', "path-not-relative"),
    ('"a\\0b.jpg"', "path-not-relative"),
    ('"\\u202egpj.exe"', "path-not-relative"),
    ("CON", "path-device"),
    ("图片/nul.jpg", "path-device"),
    ("长" * 1001, "path-too-long"),
    ("本文", "no-narrative"),
    ("[[1.jpg]]", "role-value"),
    ("{说明: 开场}", "role-without-file"),
    ("{文件: img.jpg, 説明: 开场}", "unknown-key"),
    ("{文件: img.jpg, file: img.jpg}", "duplicate-key"),
    ("{文件: img.jpg, 日期: 2017-02-30}", "impossible-day"),
    ("{文件: [img.jpg, {甲: 乙}]}", "not-a-text"),
    ("{文件: img.jpg, 说明: {甲: 乙}}", "not-a-text"),
]
PRESENT = {
    "img.jpg": "x", "空.jpg": "", "方案.docx": "x", "无后缀": "x", "坏.jpg.tmp": "x", "Thumbs.db": "x",
    "~$方案.docx": "x", "甲 (冲突副本).jpg": "x", "【待填】.jpg": "x", "空文件夹/a.docx": "x",
}  # fmt: skip


@pytest.mark.parametrize(("value", "code"), WRONG)
def test_what_cannot_be_material_is_told_and_its_role_is_flawed(
    tmp_path: Path, value: str, code: str | None
) -> None:
    files: dict[str, str | bytes] = {f"{HOME}/{name}": content for name, content in PRESENT.items()}
    ledger = evidence_of(tmp_path, f"[img.jpg, {value}]" if code else value, files)
    record = only_record(ledger)
    if code is None:
        assert (told(ledger), record.evidence) == ([], ())
        return
    assert told(ledger) == [f"{HOME}/a.yaml:5:17 {code}"]
    assert (found(ledger), record.flaws) == ([f"{HOME}/img.jpg"], ("图片",))


@pytest.mark.parametrize(
    "value", ["", "/", "-", "—", "无", "【待填】", "[]", "[无, /]", "[{文件: 【待填】, 说明: 开场}]"]
)
def test_a_role_that_says_nothing_is_no_role(tmp_path: Path, value: str) -> None:
    ledger = evidence_of(tmp_path, value, {})
    assert (told(ledger), found(ledger), only_record(ledger).flaws) == ([], [], ())


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("IMG_1.jpg", "img_1.jpg"),
        ("图片/IMG_1.jpg", "图片/img_1.jpg"),
        ("圖片/../图片/IMG_1.JPG", "图片/img_1.jpg"),
        ("../公共/IMG_1.jpg", "../公共/img_1.jpg"),
        ("图片/img_1.jpeg", "图片/img_1.jpg"),
        ("img_11.jpg", "img_1.jpg"),
    ],
)
def test_the_name_that_was_meant_is_given_as_it_is_to_be_typed(
    tmp_path: Path, value: str, meant: str
) -> None:
    places = (f"{HOME}/img_1.jpg", f"{HOME}/图片/img_1.jpg", "02/公共/img_1.jpg")
    (problem,) = evidence_of(tmp_path, value, dict.fromkeys(places, "x")).problems
    assert problem.params["meant"] == meant


@pytest.mark.parametrize("name", ["~$方案.docx", "._方案.docx"])
def test_what_an_office_program_left_behind_is_never_what_was_meant(tmp_path: Path, name: str) -> None:
    (problem,) = evidence_of(tmp_path, "方案.docx", {f"{HOME}/{name}": "x"}).problems
    assert (problem.code, problem.params["meant"]) == ("file-not-found", "")


def test_a_folder_in_another_case_is_found_for_the_hint(tmp_path: Path) -> None:
    (problem,) = evidence_of(tmp_path, "pics/1.jpg", {f"{HOME}/Pics/1.jpg": "x"}).problems
    assert (problem.code, problem.params["meant"]) == ("file-other-case", "Pics/1.jpg")


def test_a_name_in_another_case_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(evidence_of(tmp_path, "IMG.JPG", {f"{HOME}/img.jpg": "x"}).problems[0]) == snapshot("""\
02/讲堂/a.yaml:5:3: 图片：文件“IMG.JPG”的写法与实际不同
  原因：大小写或全半角不一致
  改法：改成“img.jpg”\
""")


def test_an_empty_photo_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(evidence_of(tmp_path, "img.jpg", {f"{HOME}/img.jpg": ""}).problems[0]) == snapshot("""\
02/讲堂/a.yaml:5:3: 图片：“img.jpg”是空文件（0 字节）
  原因：空文件不能作材料
  改法：换成真正的文件\
""")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("spelled", ["NFC", "NFD"])
def test_names_are_compared_after_nfc_in_every_part_of_a_path(
    tmp_path: Path, form: str, spelled: str
) -> None:
    name, path = "café/Å.txt", f"{HOME}/café/Å.txt"
    files: dict[str, str | bytes] = {unicodedata.normalize(spelled, path): "x"}
    ledger = evidence_of(tmp_path, unicodedata.normalize(form, name), files, "总结")
    assert (told(ledger), found(ledger)) == ([], [unicodedata.normalize("NFC", path)])


def test_a_record_in_a_folder_of_another_normal_form_is_read(tmp_path: Path) -> None:
    folder = unicodedata.normalize("NFD", "é/è")
    ledger = read_files(
        tmp_path, {f"{folder}/a.yaml": RECORD + "附件:\n  总结: b.txt\n", f"{folder}/b.txt": "【待填】"}
    )
    assert [record.key for record in ledger.records] == ["é/è/a.yaml"]
    assert told(ledger) == ["é/è/a.yaml:5:3 scaffold"]


@pytest.mark.parametrize(
    ("name", "content", "stub"),
    [
        pytest.param("总结.txt", "总结【待填】", True, id="utf-8"),
        pytest.param("总结.txt", "总结【待填】".encode("gb18030"), True, id="gb18030"),
        pytest.param("总结.txt", "总结【待填】".encode("utf-16"), True, id="utf-16"),
        pytest.param("总结.txt", "甲" * 5_000 + "【待填】", False, id="beyond the first 4 KiB"),
        pytest.param("总结【待填】.pdf", "x", True, id="in the name"),
        pytest.param("总结.pdf", "【待填】", False, id="in the bytes of a pdf"),
        pytest.param(
            "总结.docx", docx("<w:t>总结【待</w:t><w:t>填】</w:t>"), True, id="across runs of a docx"
        ),
        pytest.param("总结.docx", docx("<w:t>总结</w:t>"), False, id="a docx without"),
        pytest.param("总结.docx", docx("【待填】", entries=2_000), False, id="a docx of too many parts"),
        pytest.param("总结.docx", "不是 zip【待填】", False, id="a docx that is none"),
    ],
)
def test_a_file_that_still_holds_the_marker_is_no_material(
    tmp_path: Path, name: str, content: str | bytes, stub: bool
) -> None:
    ledger = evidence_of(tmp_path, f"[{name}]", {f"{HOME}/{name}": content}, "总结")
    if "【待填】" in name:
        assert (told(ledger), found(ledger)) == ([], [])
    else:
        assert told(ledger) == ([f"{HOME}/a.yaml:5:8 scaffold"] if stub else [])
        assert bool(found(ledger)) is not stub


@pytest.mark.parametrize(
    ("narrative", "code"), [("", "no-narrative"), (" \n", "no-narrative"), ("写【待填】", "scaffold")]
)
def test_the_narrative_counts_only_when_it_is_written(tmp_path: Path, narrative: str, code: str) -> None:
    text = f"---\n{RECORD}附件:\n  总结: 本文\n---\n"
    ledger = read_files(tmp_path, {"a.md": text + narrative})
    assert told(ledger) == [f"a.md:6:3 {code}"]
    assert found(ledger) == []


def test_the_same_file_twice_in_one_role_counts_once(tmp_path: Path) -> None:
    ledger = evidence_of(tmp_path, "[1.jpg, ./1.jpg, {文件: 1.jpg}, .]", {f"{HOME}/1.jpg": "x"})
    assert found(ledger) == [f"{HOME}/1.jpg"]
    assert ledger.shared == {}


def test_a_file_of_several_records_is_shared_and_said_so(tmp_path: Path) -> None:
    text = RECORD + "附件:\n  图片: 公共/1.jpg\n  截图: 公共/1.jpg\n"
    files = {"a.yaml": f"{text}---\n{text}", "b.yaml": text, "公共/1.jpg": "x", "公共/2.jpg": "y"}
    ledger = read_files(tmp_path, files)
    assert ledger.shared == {"公共/1.jpg": ("a.yaml#1", "a.yaml#2", "b.yaml")}
    assert ledger.unreferenced == ("公共/2.jpg",)


def test_files_that_no_record_names_are_listed_and_droppings_are_not(tmp_path: Path) -> None:
    names = ("方案.docx", "深/图.jpg", "Thumbs.db", "~$a.docx", ".DS_Store", "_旧.docx", "说明.md", "坏.yaml")
    ledger = read_files(tmp_path, {name: "类型: [" if name == "坏.yaml" else "x" for name in names})
    assert ledger.unreferenced == ("方案.docx", "说明.md", "深/图.jpg")
    assert {each.path for each in ledger.skipped} == {"Thumbs.db", "~$a.docx", ".DS_Store", "_旧.docx"}


@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_link_is_listed_and_never_followed(tmp_path: Path, target: str) -> None:
    outside = tmp_path / "外"
    outside.mkdir()
    (outside / "1.jpg").write_text("x")
    root = write_ledger(tmp_path / "台账", {"a.yaml": RECORD + "附件:\n  图片: [链/1.jpg, 链.jpg, 链]\n"})
    link = root / ("链" if target == "folder" else "链.jpg")
    link.symlink_to(outside if target == "folder" else outside / "1.jpg")
    ledger = read(root)
    codes = [each.code for each in ledger.problems]
    assert codes == (["path-link", "file-not-found", "path-link"] if target == "folder" else
                     ["file-not-found", "path-link", "file-not-found"])  # fmt: skip
    assert only_record(ledger).evidence == ()
    assert len(ledger.skipped) == 1


@pytest.mark.parametrize(
    ("value", "code", "meant"),
    [
        pytest.param("讲堂/方案.docx", "path-from-root", "方案.docx", id="written from the ledger's root"),
        pytest.param(
            "别处/方案.docx", "path-from-root", "../别处/方案.docx", id="of another folder, from the root"
        ),
        pytest.param("“方案.docx”", "path-in-quotes", "方案.docx", id="in full-width quotation marks"),
    ],
)
def test_a_path_that_is_written_otherwise_gets_the_one_to_write(
    tmp_path: Path, value: str, code: str, meant: str
) -> None:
    record = RECORD + f"附件:\n  方案: {value}\n"
    ledger = read_files(tmp_path, {"讲堂/a.yaml": record, "讲堂/方案.docx": b"x", "别处/方案.docx": b"x"})
    assert [(each.code, each.params["meant"]) for each in ledger.problems] == [(code, meant)]
    followed = read_files(
        tmp_path / "乙",
        {"讲堂/a.yaml": record.replace(value, meant), "讲堂/方案.docx": b"x", "别处/方案.docx": b"x"},
    )
    assert told(followed) == []


@pytest.mark.parametrize(
    ("names", "counted"),
    [
        pytest.param("[a.jpg, b.jpg]", ["a.jpg"], id="the same bytes"),
        pytest.param("[a.jpg, c.jpg]", ["a.jpg", "c.jpg"], id="other bytes of the same size"),
        pytest.param("图片/", ["图片/1.jpg", "图片/3.jpg"], id="in a folder"),
        pytest.param("[a.jpg, d.jpg, b.jpg]", ["a.jpg", "d.jpg"], id="another one between them"),
    ],
)
def test_where_files_are_counted_the_same_bytes_count_once(
    tmp_path: Path, names: str, counted: list[str]
) -> None:
    files = {"a.jpg": "same", "b.jpg": "same", "c.jpg": "othe", "d.jpg": "longer"}
    files |= {"图片/1.jpg": "same", "图片/2.jpg": "same", "图片/3.jpg": "more"}
    root = write_ledger(tmp_path, {"a.yaml": RECORD + f"附件:\n  图片: {names}\n", **files})
    counting = read_ledger(str(root), hubei().changed(counts_material=True), open_unit(str(root)))
    assert [each.path for each in only_record(counting).evidence] == counted
    assert [each.code for each in counting.problems] == (["same-bytes"] if "c" not in names else [])
    assert len(only_record(read(root)).evidence) > len(counted) or "c" in names


def test_files_of_a_named_folder_that_cannot_be_material_are_named(tmp_path: Path) -> None:
    record = RECORD + "附件:\n  方案: 方案/\n"
    files = {
        "方案/1.txt": "好",
        "方案/2.txt": b"",
        "方案/3.txt": "【待填】",
        "方案/4.exe": "x",
        "方案/~$5.docx": "x",
    }
    ledger = read_files(tmp_path, {"a.yaml": record, **files})
    assert [each.path for each in only_record(ledger).evidence] == ["方案/1.txt"]
    assert [(each.code, each.params["value"], str(each.place)) for each in ledger.problems] == [
        ("folder-empty-file", "2.txt", "a.yaml:4:1"),
        ("folder-scaffold", "3.txt", "a.yaml:4:1"),
    ]


def test_a_file_that_is_named_twice_in_a_case_is_one_file() -> None:
    record = a_record("讲堂", "2017-03-01", 附件={"图片": ["a.jpg", "./a.jpg"]})
    asked = "{select: {类型: 讲堂}, expect: {each: {roles: [{role: 图片, at_least: 2}]}}, on_empty: gap}"
    assert outcome_of(asked, [record], "2017-12-31") is Outcome.GAP


@pytest.mark.parametrize(
    ("name", "sorts"), [("a.mp4", ["音像"]), ("a.AMR", ["音像"]), ("a.jpg", ["图片", "截图", "任意"])]
)
def test_films_and_sound_are_a_sort_of_files_of_their_own(name: str, sorts: list[str]) -> None:
    ending = name.rpartition(".")[2].lower()
    assert [sort for sort, endings in ENDINGS.items() if ending in endings] == sorts
