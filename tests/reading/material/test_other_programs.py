"""Good files as other programs write them: none is told as broken, locked, or as something else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from civcheck.reading import limits
from civcheck.reading.material.opening import facts_of
from civcheck.reading.material.usable import why_unusable

from .samples import docx_of, ole_of, pdf_of

TEXT = "三月五日，志愿者清扫街道，发放资料。"
RTF = b"{\\rtf1\\ansi\\ansicpg936 \\'d6\\'d0\\'ce\\'c4\\par}"
WORD_2003 = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="w" xmlns:o="o"><o:DocumentProperties><o:Title>方案</o:Title>'
    "<o:Pages>1</o:Pages></o:DocumentProperties><w:body><w:p><w:t>志愿服务</w:t></w:p><w:pict>"
    '<w:binData w:name="a"/><w:binData w:name="b">QUJD</w:binData></w:pict></w:body></w:wordDocument>'
)
OPEN_XML = (
    '<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t"><office:meta><dc:title>方案</dc:title>'
    "</office:meta><text:p>志愿服务</text:p><office:binary-data>QUJD</office:binary-data></office:document>"
)


def big_tiff() -> bytes:
    made = io.BytesIO()
    Image.new("L", (40, 40)).save(made, "TIFF", big_tiff=True)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "sort", "characters"),
    [
        pytest.param("a.rtf", RTF + b"\r\n\0", "rtf", 2, id="rtf of Windows, with a NUL at its end"),
        pytest.param("a.doc", RTF[:-1] + b"{\\pict\\bin3 \0\1\xff}}", "rtf", 2, id="rtf with a picture as it is"),
        pytest.param("a.rtf", RTF[:-1] + b" caf\xe9.}", "rtf", 7, id="rtf in the writing of Western Europe"),
        pytest.param("a.tif", big_tiff(), "tiff", None, id="big tiff"),
        pytest.param("a.txt", f"E-SafeNet 已解密。{TEXT}".encode(), "text", 31, id="text about document protection"),
        pytest.param("a.txt", b"%TSD-Header-###%" + TEXT.encode(), "text", 34, id="text with its other mark"),
        pytest.param("a.txt", "文件头是 %PDF-1.4 的才是 pdf。".encode(), "text", 19, id="text about pdf"),
        pytest.param("a.pdf", b"\0junk" + pdf_of("a"), "pdf", 1, id="pdf behind something else"),
        pytest.param("a.txt", TEXT.encode() + b"\x1a", "text", 18, id="text of DOS"),
        pytest.param("a.txt", TEXT.encode("gb18030") + b"\x1a", "text", 18, id="text of DOS in GBK"),
        pytest.param("a.txt", "□已到 √ ■ ☑ ★①②→┌─┐".encode("gb18030"), "text", 13, id="form in GBK"),
        pytest.param("a.doc", WORD_2003.encode(), "xml", 4, id="Word 2003 XML"),
        pytest.param("a.doc", OPEN_XML.encode(), "xml", 4, id="flat OpenDocument"),
    ],
)  # fmt: skip
def test_a_good_file_is_read_as_what_it_is(
    tmp_path: Path, name: str, raw: bytes, sort: str, characters: int | None
) -> None:
    (tmp_path / name).write_bytes(raw)
    found = facts_of(str(tmp_path / name), name, len(raw))
    assert (found.sort, found.flaw, found.characters) == (sort, "", characters)
    assert why_unusable(name, found) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_long_text_in_utf_16_is_cut_where_a_line_ends(tmp_path: Path, encoding: str, mark: str) -> None:
    # 上 has the byte of a line feed in it
    raw = (mark + "上街清扫，一上一下。\n" * 60_000).encode(encoding)
    assert len(raw) > 1024 * 1024
    (tmp_path / "a.txt").write_bytes(raw)
    found = facts_of(str(tmp_path / "a.txt"), "a.txt", len(raw))
    assert (found.sort, found.flaw) == ("text", "")
    assert found.characters is not None and found.characters > limits.TEXT_CHARACTERS * 0.9


@pytest.mark.parametrize("sort", ["docx", "ole"])
def test_of_a_large_paper_it_is_not_said_that_it_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(limits, "ATTACHMENT_PARSED", 400)
    monkeypatch.setattr("civcheck.reading.material.opening._HEAD", 200)
    raw = docx_of(TEXT) if sort == "docx" else ole_of({"EncryptedPackage": bytes(4096)})
    (tmp_path / "a.docx").write_bytes(raw.replace(b"_rels/.rels", b"_rels/.rel2"))
    found = facts_of(str(tmp_path / "a.docx"), "a.docx", len(raw))
    assert found.flaw == "too-large"
    assert why_unusable("a.docx", found) is None
    picture = facts_of(str(tmp_path / "a.docx"), "a.jpg", len(raw))
    assert why_unusable("a.jpg", picture) == "file-other-sort"


def test_a_page_named_as_a_film_is_none(tmp_path: Path) -> None:
    raw = b"<!DOCTYPE html><html><body>404</body></html>"
    (tmp_path / "a.mp4").write_bytes(raw)
    assert why_unusable("a.mp4", facts_of(str(tmp_path / "a.mp4"), "a.mp4", len(raw))) == "file-other-sort"


@pytest.mark.parametrize("name", ["a.mp3", "a.avi", "a.amr"])
def test_a_sound_of_a_sort_that_nobody_knows_counts(tmp_path: Path, name: str) -> None:
    raw = b"#!AMR\n\x3c\x08\0\1"
    (tmp_path / name).write_bytes(raw)
    assert why_unusable(name, facts_of(str(tmp_path / name), name, len(raw))) is None


def test_the_pages_of_a_pdf_are_those_that_are_there(tmp_path: Path) -> None:
    raw = pdf_of("a", "b").replace(b"/Count 2", b"/Count 9")
    (tmp_path / "a.pdf").write_bytes(raw)
    found = facts_of(str(tmp_path / "a.pdf"), "a.pdf", len(raw))
    assert (found.flaw, found.pages) == ("", 2)


ENDINGS = {
    "JPEG": "jpg",
    "PNG": "png",
    "BMP": "bmp",
    "GIF": "gif",
    "TIFF": "tif",
    "WEBP": "webp",
    "MPO": "jpg",
}
MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "I;16", "F"]


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("mode", MODES)
def test_a_picture_that_pillow_writes_opens(tmp_path: Path, form: str, mode: str) -> None:
    name = f"a.{ENDINGS[form]}"
    try:
        Image.new(mode, (90, 60)).save(tmp_path / name, form)
    except (OSError, KeyError, ValueError):
        pytest.skip("the format has no such pictures")
    found = facts_of(str(tmp_path / name), name, (tmp_path / name).stat().st_size)
    assert (found.flaw, why_unusable(name, found)) == ("", None)
    assert found.picture is not None and (found.picture.width, found.picture.height) == (90, 60)


def test_workbooks_of_other_programs_open(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机"])
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    lines = openpyxl.Workbook(write_only=True)
    lines.create_sheet().append(["一", 2])
    lines.save(tmp_path / "b.xlsx")
    for name, characters in (("a.xlsx", 4), ("b.xlsx", 2)):
        found = facts_of(str(tmp_path / name), name, (tmp_path / name).stat().st_size)
        assert (found.sort, found.flaw, found.characters) == ("xlsx", "", characters)


@pytest.mark.parametrize(
    "way", ["stored", "last first", "with a comment", "with something behind", "streamed"]
)
def test_a_paper_zipped_in_another_way_opens(tmp_path: Path, way: str) -> None:
    made: io.BytesIO = Streamed() if way == "streamed" else io.BytesIO()
    paper = zipfile.ZipFile(io.BytesIO(docx_of(TEXT)))
    with zipfile.ZipFile(
        made, "w", zipfile.ZIP_STORED if way == "stored" else zipfile.ZIP_DEFLATED
    ) as packed:
        names = paper.namelist()
        for each in reversed(names) if way == "last first" else names:
            packed.writestr(each, paper.read(each))
        packed.comment = b"WPS" if way == "with a comment" else b""
    raw = made.getvalue() + (bytes(200) if way == "with something behind" else b"")
    (tmp_path / "a.docx").write_bytes(raw)
    found = facts_of(str(tmp_path / "a.docx"), "a.docx", len(raw))
    assert (found.sort, found.flaw, found.characters) == ("docx", "", 18)


class Streamed(io.BytesIO):
    """What cannot be gone back in, as a download: sizes of members stand behind them."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation
