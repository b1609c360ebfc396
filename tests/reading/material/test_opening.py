"""What one file shows when it is read once, and why it is no evidence."""

from __future__ import annotations

import hashlib
import io
import os
from array import array
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from civcheck.messages import LANGUAGES, say
from civcheck.model.material import FileFacts, Made, Personal, Picture
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.sketch import document_sketch, unwrapped
from civcheck.model.texts import MARKER
from civcheck.reading import limits
from civcheck.reading.material import alarm, document, opening
from civcheck.reading.material.factsjson import facts_json, facts_of_json
from civcheck.reading.material.opened import DocumentOpened
from civcheck.reading.material.opening import LookFor, facts_of
from civcheck.reading.material.usable import params_of, why_unusable

from . import samples
from .samples import HEADS, docx_of, docx_parts, ole_of, pdf_of, xlsx_of, zip_of

LINES = ("志愿者到老旧小区清扫楼道和绿地。", "发放文明用语的资料 300 份。", "大家约定以后每月都来看一看。")


def facts(folder: Path, name: str, raw: bytes, look_for: LookFor = LookFor()) -> FileFacts:  # noqa: B008
    path = folder / name
    path.write_bytes(raw)
    return facts_of(str(path), name, len(raw), look_for)


def test_a_document_shows_digest_sort_characters_and_sketch(tmp_path: Path) -> None:
    raw = docx_of(*LINES, created="2017-03-05T08:00:00Z")
    found = facts(tmp_path, "a.docx", raw)
    assert (found.sha256, found.size) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert (found.sort, found.flaw, found.pages) == ("docx", "", None)
    assert found.characters == len("".join(LINES).replace(" ", ""))
    assert found.sketch == document_sketch("\n".join(LINES))
    assert len(array("H", found.sketch)) == 2
    assert [each.day.isoformat() for each in found.made] == ["2017-03-05"]


def test_of_what_is_only_hashed_nothing_is_opened(tmp_path: Path) -> None:
    raw = docx_of(*LINES)
    found = facts(tmp_path, "a.docx", raw, LookFor(inside=False))
    assert found == FileFacts(len(raw), hashlib.sha256(raw).hexdigest(), "docx")


def test_a_scanned_pdf_has_no_characters_and_a_doc_none_that_are_known(tmp_path: Path) -> None:
    assert facts(tmp_path, "a.pdf", pdf_of("", "")).characters == 0
    assert facts(tmp_path, "a.pdf", pdf_of("", "")).pages == 2
    assert facts(tmp_path, "a.doc", ole_of(samples.WORD)).characters is None


@pytest.mark.parametrize(
    ("name", "raw", "flaw"),
    [
        pytest.param("a.jpg", b"", "empty", id="empty"),
        pytest.param("a.docx", docx_of("甲")[:-9], "broken", id="broken"),
        pytest.param("a.docx", docx_of(MARKER), "stub", id="stub"),
        pytest.param("a.doc", ole_of(samples.LOCKED_WORD), "encrypted", id="encrypted"),
        pytest.param("a.jpg", bytes(5_000), "broken", id="noughts named as a picture"),
        pytest.param("a.pdf", b"\1\2\3", "broken", id="bytes named as a pdf"),
        pytest.param("a.txt", b"\1\2\3", "", id="bytes named as a text, in an encoding nobody knows"),
        pytest.param("a.bin", b"\1\2\3", "", id="bytes of no name that is known"),
        pytest.param("a.zip", b"PK\x05\x06" + bytes(18), "", id="a zip, which is not opened"),
    ],
)
def test_flaws(name: str, raw: bytes, flaw: str, tmp_path: Path) -> None:
    assert facts(tmp_path, name, raw).flaw == flaw


def sparse(path: Path, head: bytes, size: int) -> int:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return size


@pytest.mark.parametrize(
    ("size", "flaw", "is_hashed"),
    [
        pytest.param(limits.ATTACHMENT_PARSED, "", True, id="looked into"),
        pytest.param(limits.ATTACHMENT_PARSED + 1, "too-large", True, id="one byte more"),
        pytest.param(limits.ATTACHMENT_HASHED, "too-large", True, id="hashed"),
        pytest.param(limits.ATTACHMENT_HASHED + 1, "too-large", False, id="one byte more than is hashed"),
    ],
)
def test_a_large_file_is_known_by_its_beginning(
    size: int, flaw: str, is_hashed: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.mp4"
    sparse(path, HEADS["mp4"], size)
    found = facts_of(str(path), path.name, size)
    assert (found.sort, found.flaw, bool(found.sha256)) == ("mp4", flaw, is_hashed)
    if is_hashed:
        assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("size", [10, limits.ATTACHMENT_PARSED + 1])
def test_what_is_not_there_or_is_a_link_is_unreadable(size: int, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(HEADS["jpeg"])
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a.jpg")
    for name in ("none.jpg", "link.jpg", "."):
        assert facts_of(str(tmp_path / name), name, size) == FileFacts(size, flaw="unreadable")


def test_a_file_that_has_grown_since_the_walk_is_read_to_its_end_or_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(HEADS["mp4"] + bytes(100))
    assert facts_of(str(path), path.name, 5).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    sparse(path, HEADS["mp4"], limits.ATTACHMENT_PARSED + 9)
    assert facts_of(str(path), path.name, 5) == FileFacts(5, sort="mp4", flaw="too-large")
    sparse(path, HEADS["mp4"], limits.ATTACHMENT_HASHED + 9)
    assert facts_of(str(path), path.name, limits.ATTACHMENT_HASHED).sha256 == ""


class Look(NamedTuple):
    """What a look at a picture may give: some of the fields of facts, and some that are none."""

    picture: Picture
    made: tuple[Made, ...]
    flaw: str = ""
    turned: bool = False


def test_of_a_picture_all_is_taken_over_that_a_look_gives(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2017:03:05 09:30:00"
    raw = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).save(raw, "JPEG", exif=exif)
    found = facts(tmp_path, "a.png", raw.getvalue())
    assert (found.sort, found.flaw, found.made) == ("jpeg", "", (Made("exif", date(2017, 3, 5)),))
    assert found.picture is not None and (found.picture.width, found.picture.height) == (64, 48)


def test_what_is_personal_is_looked_for_place_by_place(tmp_path: Path) -> None:
    raw = pdf_of("tel 13812345678", "mobile 13987654321")
    found = facts(tmp_path, "a.pdf", raw)
    assert [(each.sort, each.shown, each.where) for each in found.personal] == [
        ("mobile", "138****5678", "第1页"),
        ("mobile", "139****4321", "第2页"),
    ]
    assert facts(tmp_path, "a.pdf", raw, LookFor(personal=False)).personal == ()
    assert [each.where for each in facts(tmp_path, "a.docx", docx_of("电话 13812345678")).personal] == [
        "文本"
    ]


def test_what_a_paper_says_beside_its_text_is_looked_at_for_numbers_alone(tmp_path: Path) -> None:
    parts = docx_parts("正文") | {
        "docProps/core.xml": "<p><creator>电话 13812345678</creator><created>2017-03-05T08:00:00Z</created></p>",
        "word/comments.xml": "<c><p><r><t>手机1398765</t></r><r><rPr><b/></rPr><t>4321</t></r></p></c>",
    }
    found = facts(tmp_path, "a.docx", zip_of(parts))
    assert [(each.shown, each.where) for each in found.personal] == [
        ("138****5678", "文件属性"),
        ("139****4321", "批注"),
    ]
    assert found.characters == len("正文") and [each.day.isoformat() for each in found.made] == ["2017-03-05"]
    broken = facts(tmp_path, "b.docx", zip_of(parts | {"word/comments.xml": "<c>"}))
    assert not broken.flaw and [each.where for each in broken.personal] == ["文件属性"]


@pytest.mark.parametrize(
    ("tag", "value", "shown"),
    [
        pytest.param(0x010E, "电话 13812345678", ["138****5678"], id="a description"),
        pytest.param(
            0x9C9C, "手机13812345678".encode("utf-16-le"), ["138****5678"], id="a comment of Windows"
        ),
        pytest.param(0x010E, "13812345678", ["138****5678"], id="a number without a word"),
    ],
)
def test_remarks_in_a_picture_are_looked_at(
    tag: int, value: object, shown: list[str], tmp_path: Path
) -> None:
    exif, raw = Image.Exif(), io.BytesIO()
    exif[tag] = value
    Image.linear_gradient("L").save(raw, "JPEG", exif=exif)
    found = facts(tmp_path, "a.jpg", raw.getvalue()).personal
    assert [(each.shown, each.where) for each in found] == [(each, "图片属性") for each in shown]


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        (b"ASCII\0\0\0tel 13812345678", ["138****5678"]),
        (b"UNICODE\0" + "电话13812345678".encode("utf-16-le"), ["138****5678"]),
        (b'{"filter":13812345678}', []),
    ],
)
def test_what_programs_write_into_a_picture_is_no_number_of_anybody_without_a_word(
    comment: bytes, shown: list[str], tmp_path: Path
) -> None:
    exif, raw = Image.Exif(), io.BytesIO()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    Image.linear_gradient("L").save(raw, "JPEG", exif=exif)
    assert [each.shown for each in facts(tmp_path, "a.jpg", raw.getvalue()).personal] == shown


def test_what_a_png_or_a_jpeg_says_outside_exif_is_looked_at(tmp_path: Path) -> None:
    said, png, jpeg = PngInfo(), io.BytesIO(), io.BytesIO()
    said.add_itxt("Comment", "手机13812345678")
    Image.linear_gradient("L").save(png, "PNG", pnginfo=said)
    Image.linear_gradient("L").save(jpeg, "JPEG", comment="手机13812345678".encode())
    for name, raw in (("a.png", png), ("a.jpg", jpeg)):
        assert [each.shown for each in facts(tmp_path, name, raw.getvalue()).personal] == ["138****5678"]


@pytest.mark.parametrize(
    ("error", "flaw"), [(MemoryError, "too-large"), (KeyError, "broken"), (RuntimeError, "broken")]
)
def test_whatever_a_library_raises_is_a_flaw(
    error: type[BaseException], flaw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> DocumentOpened:
        raise error

    monkeypatch.setitem(document._ZIPPED, "docx", fail)  # type: ignore[misc]
    assert document.document_facts(docx_of("甲"), "a.docx", "docx") == DocumentOpened(flaw)


def test_a_document_over_the_limit_is_not_opened() -> None:
    assert document.document_facts(bytes(limits.ATTACHMENT_PARSED + 1), "a.txt", "text").flaw == "too-large"


def test_cells_are_looked_at_with_their_heads() -> None:
    rows = '<row><c r="A1" t="str"><v>电话</v></c></row><row><c r="A2"><v>13812345678</v></c></row>'
    opened = opening.document_facts(xlsx_of(rows), "a.xlsx", "xlsx")
    assert list(opening._with_heads(opened.pieces or ())) == ["电话", "电话：13812345678"]


def test_an_alarm_outside_a_child_does_nothing() -> None:
    alarm.allow(0.001)
    sum(range(200_000))


@pytest.mark.parametrize(
    ("name", "facts", "code"),
    [
        pytest.param("a.jpg", FileFacts(9, sort="jpeg"), None, id="a picture"),
        pytest.param("a.jpg", FileFacts(9, sort="png"), None, id="a picture of another format"),
        pytest.param("a.doc", FileFacts(9, sort="html"), None, id="a page named .doc"),
        pytest.param("a.jpg", FileFacts(9), None, id="nobody knows"),
        pytest.param("a.pdf", FileFacts(9, sort="pdf", flaw="too-large"), None, id="too large"),
        pytest.param("a.pdf", FileFacts(9, sort="pdf", flaw="too-slow"), None, id="too slow"),
        pytest.param("a.pdf", FileFacts(9, flaw="unopened"), None, id="not opened"),
        pytest.param("~$a.docx", FileFacts(9, sort="docx"), "dropping", id="a dropping"),
        pytest.param("a.jpg", FileFacts(0, flaw="empty"), "empty-file", id="empty"),
        pytest.param("a.jpg", FileFacts(9, flaw="unreadable"), "file-unreadable", id="unreadable"),
        pytest.param("a.docx", FileFacts(9, sort="docx", flaw="stub"), "scaffold", id="a scaffold"),
        pytest.param("a.docx", FileFacts(9, sort="docx", flaw="encrypted"), "file-encrypted", id="encrypted"),
        pytest.param("a.docx", FileFacts(9, sort="docx", flaw="broken"), "file-broken", id="broken"),
        pytest.param("a.jpg", FileFacts(9, flaw="not-fetched"), "file-not-fetched", id="a pointer"),
        pytest.param("a.jpg", FileFacts(9, sort="docx"), "file-other-sort", id="a docx named .jpg"),
        pytest.param("a.jpg", FileFacts(9, sort="docx", flaw="broken"), "file-other-sort", id="a broken one too"),
        pytest.param("a.pdf", FileFacts(99, sort="mp4", flaw="too-large"), "file-other-sort", id="a large film"),
    ],
)  # fmt: skip
def test_why_a_file_is_no_evidence(name: str, facts: FileFacts, code: str | None) -> None:
    assert why_unusable(name, facts) == code


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("before", ["", "folder-"])
@pytest.mark.parametrize("flaw", ["empty", "unreadable", "stub", "encrypted", "broken", "not-fetched", ""])
def test_each_reason_is_told_with_a_cure(flaw: str, before: str, lang: str) -> None:
    facts = FileFacts(9, sort="docx", flaw=flaw)
    code = why_unusable("图.jpg" if not flaw else "图.docx", facts)
    params = {"role": "图片", **(params_of("图.jpg", facts) if not before else {"value": "图.jpg"})}
    problem = Problem(f"{before}{code}", Weight.VALUE, Place("a.yaml", 1, 1), params)
    for said in (problem.what, problem.why, problem.cure):
        assert say(said, lang)
    assert "图.jpg" in say(problem.what, lang)


def test_what_another_thing_is_stands_in_the_problem() -> None:
    facts = FileFacts(9, sort="docx")
    params = {"role": "图片", **params_of("图.jpg", facts)}
    problem = Problem("file-other-sort", Weight.VALUE, Place("a.yaml", 1, 1), params)
    assert say(problem.what) == "图片：“图.jpg”不是“.jpg”文件，内容是Word 文档（docx）"


def test_every_file_of_the_sample_ledger_is_usable() -> None:
    paths = [path for path in Path("sample_ledger").rglob("*") if path.is_file()]
    assert len(paths) > 100
    for path in paths:
        found = facts_of(str(path), path.name, path.stat().st_size)
        assert (found.flaw, why_unusable(path.name, found)) == ("", None), path


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲")
    path.chmod(0)
    assert facts_of(str(path), path.name, 3).flaw == "unreadable"


def test_facts_come_back_from_their_line_as_they_were() -> None:
    people = (
        Personal("id-number", "42*************11X", "第1页", True, date(1990, 1, 2)),
        Personal("gps", "", "EXIF"),
    )
    made = (Made("exif", date(2017, 3, 5)),)
    full = FileFacts(
        9, "ab", "jpeg", "", 2, 30, b"\0\xff", people, made, "美图秀秀", Picture(4, 3, bytes(range(256)))
    )
    assert facts_of_json(facts_json(full)) == full


def test_a_pdf_says_what_the_paper_says_that_it_was_made_of() -> None:
    sentences = (
        "全体干警按时到场并做好记录，各部门落实工作责任，确保活动取得实效",
        "提前做好会场布置和设备调试，安排专人签到和摄影，认真准备学习材料，做到人手一份",
        "活动期间注意安全，不得无故缺席，结束以后三天以内上报总结和照片，由专人汇总留存备查",
    )
    paper = "。".join(sentences) + "。"
    for width in (23, 28, 34):
        lines = "\n".join(paper[at : at + width] for at in range(0, len(paper), width))
        assert document_sketch(lines) != document_sketch(paper)
        assert document_sketch(unwrapped(lines)) == document_sketch(paper)
    assert (
        unwrapped("一、目的\n二、时间。\n" + "字" * 30 + "。\n三")
        == "一、目的\n二、时间。\n" + "字" * 30 + "。\n三"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("size", [9, limits.ATTACHMENT_PARSED + 1])
def test_a_file_that_has_become_a_pipe_is_not_waited_for(tmp_path: Path, size: int) -> None:
    os.mkfifo(tmp_path / "a.docx")
    found = facts_of(str(tmp_path / "a.docx"), "a.docx", size)
    assert found.flaw == ("unreadable" if size == 9 else "too-large")
    assert why_unusable("a.docx", found) == ("file-unreadable" if size == 9 else None)
