"""Photos that notices are about stand in the report as small pictures, where that is asked for."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from civcheck import audit
from civcheck.app import thumbnails
from civcheck.app.material import FileOpener
from civcheck.errors import UsageError
from civcheck.model.report import Report
from civcheck.reading.limits import THUMBNAIL_BYTES
from civcheck.reading.reportfile import read_report
from civcheck.report import Format, Options, renderer
from tests.app.test_evidence import photo, smaller, with_pictures

LECTURE = "类型: 道德法治讲堂"
CHILDREN = "类型: 普法进校园"


def shown(*folders: Path, small: bool = True) -> Report:
    return audit(*folders, evidence=True, thumbnails=small, open_files=FileOpener(cached=False))


def files(report: Report) -> list[list[str]]:
    """List the photos of every notice that has some."""
    return [[each.file for each in notice.thumbnails] for notice in report.notices if notice.thumbnails]


def twice(root: Path, **more: bytes) -> Path:
    one = photo(1)
    return with_pictures(root, 2017, a=one, b=smaller(one), **more)


def test_both_photos_stand_side_by_side_small_and_upright(tmp_path: Path) -> None:
    report = shown(twice(tmp_path, c=photo(2)))
    assert files(report) == [["a.jpg", "b.jpg"]]
    for each in next(notice.thumbnails for notice in report.notices if notice.thumbnails):
        assert Image.open(io.BytesIO(each.jpeg)).size == (240, 180)


def test_without_being_asked_there_are_none(tmp_path: Path) -> None:
    report = shown(twice(tmp_path), small=False)
    assert files(report) == [] and b"thumbnails" not in renderer(Format.JSON)(report, Options())


def test_photos_of_an_earlier_year_are_found_in_their_own_ledger(tmp_path: Path) -> None:
    one = photo(1)
    old, new = with_pictures(tmp_path, 2016, a=one), with_pictures(tmp_path, 2017, a=smaller(one))
    assert files(shown(old, new)) == [["a.jpg", "2016/a.jpg"]]


def test_photos_whose_name_is_spelled_in_another_normal_form_are_found(tmp_path: Path) -> None:
    folder = twice(tmp_path)
    (folder / "b.jpg").rename(folder / "e\u0301.jpg")
    (folder / "b.yaml").write_text((folder / "b.yaml").read_text("utf-8").replace("b.jpg", "é.jpg"), "utf-8")
    assert files(shown(folder)) == [["a.jpg", "é.jpg"]]


def test_photos_of_those_whom_a_law_protects_most_stay_out(tmp_path: Path) -> None:
    folder = twice(tmp_path)
    record = folder / "b.yaml"
    record.write_text(record.read_text("utf-8").replace(LECTURE, CHILDREN), "utf-8")
    report = shown(folder)
    assert any(each.code == "reused-photo" for each in report.notices) and files(report) == [["a.jpg"]]


def test_a_file_that_is_another_by_now_stays_out(tmp_path: Path) -> None:
    folder = twice(tmp_path)
    report = shown(folder, small=False)
    read = read_of(report, folder)
    (folder / "b.jpg").write_bytes(photo(7))
    assert files(thumbnails.with_thumbnails(report, [read.photos], read.terms)) == [["a.jpg"]]


@dataclass
class Read:
    """What an audit read, for one more step after it."""

    photos: thumbnails.Photos
    terms: object


def read_of(report: Report, folder: Path) -> Read:
    from civcheck.reading.ledger import read_ledger
    from civcheck.reading.rulepack import read_pack
    from civcheck.reading.unitfile import open_unit

    pack = read_pack(report.provenance.pack)
    ledger = read_ledger(str(folder), pack, open_unit(str(folder)), open_files=FileOpener(cached=False))
    photos = thumbnails.Photos(str(folder), "", ledger.records, ledger.material, ledger.spelled)
    return Read(photos, pack.terms)


def test_no_more_than_a_report_can_hold_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "THUMBNAILS", 3)
    one, two = photo(1), photo(2)
    folder = with_pictures(tmp_path, 2017, a=one, b=smaller(one), c=two, d=smaller(two))
    assert files(shown(folder)) == [["a.jpg", "b.jpg"]]


# --- in reports


def test_the_page_holds_them_and_so_does_one_made_later_from_json(tmp_path: Path) -> None:
    report = shown(twice(tmp_path))
    page = renderer(Format.HTML)(report, Options())
    assert page.count(b'<img src="data:image/jpeg;base64,') == 2
    path = tmp_path / "results.json"
    path.write_bytes(renderer(Format.JSON)(report, Options()))
    assert renderer(Format.HTML)(read_report(path)[0], Options()) == page


@pytest.mark.parametrize(
    "jpeg",
    [
        pytest.param("not base64!", id="no base64"),
        pytest.param(base64.b64encode(b"<svg onload=alert(1)>").decode(), id="no jpeg"),
        pytest.param(base64.b64encode(b"\xff\xd8\xff" + b"x" * THUMBNAIL_BYTES).decode(), id="too large"),
        pytest.param('" onerror="alert(1)', id="markup"),
        pytest.param("照片", id="no ascii"),
    ],
)
def test_a_stored_report_with_anything_else_in_their_place_is_refused(tmp_path: Path, jpeg: str) -> None:
    raw = json.loads(renderer(Format.JSON)(shown(twice(tmp_path)), Options()))
    notice = next(each for each in raw["notices"] if "thumbnails" in each)
    notice["thumbnails"][0]["jpeg"] = jpeg
    path = tmp_path / "results.json"
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(UsageError):
        read_report(path)


def test_the_names_of_their_files_are_masked_like_any_other(tmp_path: Path) -> None:
    folder = twice(tmp_path)
    (folder / "b.jpg").rename(folder / "13812345678.jpg")
    (folder / "b.yaml").write_text(
        (folder / "b.yaml").read_text("utf-8").replace("b.jpg", "13812345678.jpg"), "utf-8"
    )
    report = shown(folder)
    assert files(report) == [["a.jpg", "13812345678.jpg"]]
    for fmt in (Format.HTML, Format.JSON):
        raw = renderer(fmt)(report, Options()).decode()
        assert "138****5678.jpg" in raw and "13812345678" not in raw
