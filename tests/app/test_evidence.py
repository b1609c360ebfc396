"""With its attachments opened a ledger's material counts only where it is what it claims to be."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from civcheck import audit
from civcheck.app.material import FileOpener
from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from tests.reading.material.samples import docx_of as docx


def png(width: int, height: int) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 160)).save(raw, "PNG")
    return raw.getvalue()


UNIT = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n职能: []\n组织: []\n"
RECORD = (
    "类型: 道德法治讲堂\n标题: 一讲\n日期: 2017-03-01\n附件:\n  方案: 方案.docx\n  图片: [一.png, 二.png]\n"
)
END = "2017-12-31"


def ledger(root: Path, **files: bytes) -> Path:
    folder = root / "台账"
    (folder / "讲堂").mkdir(parents=True)
    (folder / "unit.yaml").write_text(UNIT, "utf-8")
    (folder / "讲堂" / "记录.yaml").write_text(RECORD, "utf-8")
    usual = {"方案.docx": docx("学习方案"), "一.png": png(8, 8), "二.png": png(9, 9)}
    for name, raw in (usual | files).items():
        (folder / "讲堂" / name).write_bytes(raw)
    return folder


def opened(folder: Path, **named: object) -> Report:
    return audit(folder, only=["6.3", "2.8"], evidence=True, open_files=FileOpener(cached=False), **named)


def codes(report: Report) -> list[str]:
    return sorted(problem.code for problem in report.problems)


def test_what_is_what_it_claims_to_be_counts(tmp_path: Path) -> None:
    report = opened(ledger(tmp_path))
    assert codes(report) == [] and report.provenance.opened == 3
    (record,) = report.catalogue
    assert [each.name for each in record.evidence] == ["方案.docx", "一.png", "二.png"]
    assert record.evidence[0].characters == 4


@pytest.mark.parametrize(
    ("file", "raw", "code"),
    [
        pytest.param("方案.docx", b"not a document at all", "file-other-sort", id="a text called docx"),
        pytest.param("方案.docx", docx("学习方案")[:-40], "file-broken", id="half a docx"),
        pytest.param("方案.docx", docx("【待填】"), "scaffold", id="a scaffold"),
        pytest.param("一.png", docx("学习方案"), "file-other-sort", id="a docx called png"),
        pytest.param("一.png", b"", "empty-file", id="nothing at all"),
    ],
)
def test_what_is_not_is_told_where_it_is_named_and_does_not_count(
    tmp_path: Path, file: str, raw: bytes, code: str
) -> None:
    report = opened(ledger(tmp_path, **{file: raw}))
    (problem,) = report.problems
    assert problem.code == code and file in say(problem.what)
    assert problem.place.file == "讲堂/记录.yaml" and problem.place.line in (5, 6)
    (record,) = report.catalogue
    assert file not in [each.name for each in record.evidence]
    if file == "方案.docx":
        assert any(each.outcome is Outcome.GAP for each in report.findings)


def test_without_being_asked_no_attachment_is_opened(tmp_path: Path) -> None:
    report = audit(ledger(tmp_path, **{"方案.docx": b"not a document at all"}))
    assert codes(report) == [] and report.provenance.opened is None


def test_a_pack_that_asks_how_long_a_text_is_has_files_opened(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    text = "方案不少于四个字。\n"
    (pack / "source.txt").write_text(text, "utf-8")
    (pack / "pack.yaml").write_text(
        "id: long\nversion: 1.0.0\ntitle: 方案\nperiod: {from: 2017-01-01, to: 2017-12-31}\ncloses: 2018-03-31\n"
        f"source: {{file: source.txt, sha256: {hashlib.sha256(text.encode()).hexdigest()}}}\n",
        "utf-8",
    )
    (pack / "terms.yaml").write_text(
        "unit_types: {县区司法局: {}}\nkinds: {道德法治讲堂: {}}\nroles: {方案: {}, 图片: {files: 图片}}\n",
        "utf-8",
    )
    (pack / "01-方案.yaml").write_text(
        "- id: '1.1'\n  title: 方案\n  quote: 方案不少于四个字。\n  obligation: 强制\n  remedy: 写全\n"
        "  select: {类型: 道德法治讲堂}\n  on_empty: gap\n"
        "  expect: {each: {roles: [{role: 方案, where: {字数: {at_least: 4}}}]}}\n",
        "utf-8",
    )
    for text, outcome in (("学习方案", Outcome.SATISFIED), ("方案", Outcome.GAP)):
        folder = ledger(tmp_path / text, **{"方案.docx": docx(text)})
        report = audit(folder, rules=str(pack), open_files=FileOpener(cached=False))
        assert [each.outcome for each in report.findings] == [outcome]
        assert report.provenance.opened is None and report.digests == {}


def photo(seed: int) -> bytes:
    """Draw a picture with some structure, another for every seed."""
    pick = random.Random(seed)
    picture = Image.new("RGB", (640, 480), (pick.randrange(256), 120, 160))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, w = pick.randrange(600), pick.randrange(440), pick.randrange(20, 200)
        draw.ellipse((x, y, x + w, y + w // 2), fill=tuple(pick.randrange(256) for _ in range(3)))
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=92)
    return raw.getvalue()


def smaller(raw: bytes) -> bytes:
    """Send a picture on as messengers do."""
    out = io.BytesIO()
    Image.open(io.BytesIO(raw)).resize((320, 240)).save(out, "JPEG", quality=60)
    return out.getvalue()


def with_pictures(root: Path, year: int, **pictures: bytes) -> Path:
    folder = root / str(year)
    folder.mkdir(parents=True)
    (folder / "unit.yaml").write_text(UNIT.replace("2017", str(year)), "utf-8")
    for number, (name, raw) in enumerate(pictures.items(), 1):
        record = (
            f"类型: 道德法治讲堂\n标题: 第{number}讲\n日期: {year}-0{number}-01\n附件:\n  图片: {name}.jpg\n"
        )
        (folder / f"{name}.yaml").write_text(record, "utf-8")
        (folder / f"{name}.jpg").write_bytes(raw)
    return folder


def reused(report: Report) -> list[list[str]]:
    return [
        [each.file for each in notice.places] for notice in report.notices if notice.code == "reused-photo"
    ]


def test_a_picture_that_two_activities_show_is_told_with_both_places(tmp_path: Path) -> None:
    one = photo(1)
    folder = with_pictures(tmp_path, 2017, a=one, b=photo(2), c=smaller(one))
    assert reused(opened(folder)) == [["a.yaml", "a.jpg", "c.yaml", "c.jpg"]]


def test_a_picture_of_an_earlier_year_is_told_too(tmp_path: Path) -> None:
    one = photo(1)
    old, new = with_pictures(tmp_path, 2016, a=one), with_pictures(tmp_path, 2017, b=smaller(one), c=photo(2))
    report = audit(old, new, evidence=True, open_files=FileOpener(cached=False))
    assert reused(report) == [["b.yaml", "b.jpg", "2016/a.yaml", "2016/a.jpg"]]
