"""Personal data in an audit: where it stands, whose it is, told once a record or file and always masked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.app.material import FileOpener
from civcheck.app.privacy import privacy
from civcheck.messages import say
from civcheck.model.ledger import Spotted, UnreadRecord
from civcheck.model.material import FileFacts, Personal
from civcheck.model.privacy import counted
from civcheck.model.problem import Place
from civcheck.reading import limits
from civcheck.report import Format, Options, renderer
from civcheck.verdict.hygiene.look import Look
from civcheck.verdict.hygiene.personal import personal_data
from civcheck.verdict.personal import holders

from ..ledgers import RECORD, hubei, read, write_ledger
from ..reading.material.samples import docx_of

ID = "11010519491231002X"
CHILD = "110105200503070019"
SHOWN = "11*************02X"
AS_OF = date(2017, 12, 31)


def told(root: Path) -> list[tuple[str, list[str]]]:
    """Give what an audit says of personal data, with the places."""
    notices = [each for each in audit(root, as_of=AS_OF).notices if each.code == "personal-data"]
    return [(say(each.text).split("。", 1)[0], [str(place) for place in each.places]) for each in notices]


def spotted(root: Path) -> list[tuple[str, str, str]]:
    return [(str(each.place), each.personal.sort, each.personal.where) for each in read(root).personal]


def test_every_part_of_a_record_file_is_looked_at_and_the_line_is_told(tmp_path: Path) -> None:
    text = f"---\n{RECORD}备注: {ID}\n附件:\n  图片: {{文件: a.jpg, 说明: 身份证{ID}}}\n---\n\n联系电话：13812345678\n"
    write_ledger(tmp_path, {"记录.md": text, "a.jpg": b"x"})
    assert spotted(tmp_path) == [
        ("记录.md:5:1", "id-number", ""), ("记录.md:7:1", "id-number", ""), ("记录.md:10:1", "mobile", ""),
    ]  # fmt: skip
    assert told(tmp_path) == [
        ("《清扫街道》里见到身份证号 2 个（如 11*************02X）、手机号 138****5678",
         ["记录.md:5:1", "记录.md:7:1", "记录.md:10:1"]),
    ]  # fmt: skip


def test_of_several_records_in_a_file_each_has_its_own_notice(tmp_path: Path) -> None:
    rows = "".join(
        f"- 类型: 志愿服务\n  标题: {title}\n  日期: 2017-03-05\n  备注: {ID}\n" for title in "甲乙"
    )
    write_ledger(tmp_path, {"三月.yaml": rows + "- 类型: 志愿服务\n  标题: 丙\n  日期: 2017-03-05\n"})
    assert told(tmp_path) == [
        (f"《甲》里见到身份证号 {SHOWN}", ["三月.yaml:4:1"]),
        (f"《乙》里见到身份证号 {SHOWN}", ["三月.yaml:8:1"]),
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("坏.yaml", f"类型: 志愿服务\n标题: [\n备注: {ID}\n", id="a broken record"),
        pytest.param("坏.yaml", f"类型: 志愿服务\n标题: 一\n备注: {ID}\n", id="a record without a day"),
        pytest.param("文.md", f"# 报道\n\n{ID}\n", id="an article"),
        pytest.param("unit2/unit.yaml", f"\n\n单位名称: {ID}\n", id="a ledger inside"),
        pytest.param("a.yaml", f"\n\n{ID}\n".encode("gb18030"), id="no mapping, GB18030"),
        pytest.param("a.yaml", f"类型: 报道\n\n身份证 {ID}\n".encode("utf-16"), id="UTF-16"),
        pytest.param("a.md", b"---\n\n\xff\xfe" + f"{ID}\n".encode(), id="no text at all"),
        pytest.param("a.md", f"---\n\n{ID}\n" + "长" * limits.RECORD_BYTES, id="too large"),
        pytest.param("judgements.yaml", f"\n\n- 说明: {ID}\n", id="the register of judgements"),
    ],
)
def test_what_is_no_record_is_looked_at_too(tmp_path: Path, path: str, content: str | bytes) -> None:
    write_ledger(tmp_path, {path: content, "好.yaml": RECORD})
    assert (f"{path}:3:1", "id-number", "") in spotted(tmp_path)
    [(text, places)] = told(tmp_path)
    assert text == f"“{path}”里见到身份证号 {SHOWN}"
    assert places == [f"{path}:3:1"]


def test_unit_yaml_is_looked_at(tmp_path: Path) -> None:
    unit = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n# 手机 13812345678\n"
    write_ledger(tmp_path, {"好.yaml": RECORD}, unit)
    assert spotted(tmp_path) == [("unit.yaml:4:1", "mobile", "")]


def test_names_of_files_and_folders_are_looked_at(tmp_path: Path) -> None:
    write_ledger(tmp_path, {f"a{ID}/甲_{ID}.docx": "x", f"a{ID}/b/乙.docx": "x", "好.yaml": RECORD})
    assert spotted(tmp_path) == [
        (f"a{ID}", "id-number", "文件夹名"), (f"a{ID}/甲_{ID}.docx", "id-number", "文件名"),
    ]  # fmt: skip
    assert told(tmp_path) == [
        (f"“a{ID}”（文件夹名）里见到身份证号 {SHOWN}", [f"a{ID}"]),
        (f"“a{ID}/甲_{ID}.docx”（文件名）里见到身份证号 {SHOWN}", [f"a{ID}/甲_{ID}.docx"]),
    ]


@pytest.mark.parametrize("fmt", [each for each in Format if each not in (Format.DOCX, Format.XLSX)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_report_shows_a_number(tmp_path: Path, fmt: Format, lang: str) -> None:
    record = f"{RECORD}备注: 身份证{ID}，手机13812345678\n附件:\n  方案: {ID}.docx\n"
    write_ledger(tmp_path, {"a.yaml": record, f"{ID}.docx": "x"})
    shown = renderer(fmt)(audit(tmp_path, as_of=AS_OF), Options(lang)).decode()
    assert ID not in shown
    assert "13812345678" not in shown


@pytest.mark.parametrize(
    ("day", "sort"),
    [
        pytest.param("2017-03-06", "未满十八周岁者的身份证号", id="the record was made when he was twelve"),
        pytest.param("2023-03-06", "未满十八周岁者的身份证号", id="the day before he is of age"),
        pytest.param("2023-03-07", "身份证号", id="the day he is of age"),
    ],
)
def test_a_minor_is_one_on_the_day_of_the_record(day: str, sort: str) -> None:
    kept = _of_kind("志愿服务", [Personal("id-number", "11***", born=date(2005, 3, 7))], day)
    assert f"里见到{sort} 11***" in kept[0]
    assert ("未成年人保护法" in kept[0]) == ("未满" in sort)


def _of_kind(kind: str, personal: list[Personal], day: str = "2017-03-05") -> list[str]:
    """Say what is noticed of a record of a kind in which these stand."""
    from civcheck.reading.inline import inline_ledger

    unit = {"单位名称": "局", "单位类型": "县区司法局", "年度": day[:4]}
    read = inline_ledger(unit, [{"类型": kind, "标题": "一", "日期": day}], hubei(), apart=True)
    found = [Spotted(Place(read.records[0].file, 2, 1), each) for each in personal]
    look = Look(read.records, read.unit, hubei().terms, AS_OF, personal=found)
    return [say(each.text) for each in personal_data(look, {})]


WEAK = Personal("mobile", "138****5678", is_weak=True)


def test_what_is_weak_is_told_only_of_sensitive_records() -> None:
    assert _of_kind("志愿服务", [WEAK]) == []
    [text] = _of_kind("未成年人法律援助", [WEAK])
    assert text.startswith(
        "《一》里见到疑似手机号 138****5678。依据：个人信息保护法第五十一条、法律援助法第二十一条"
    )


def test_an_attachment_is_told_with_where_in_it_and_belongs_to_the_record_that_names_it(
    tmp_path: Path,
) -> None:
    record = "类型: 未成年人法律援助\n标题: 援助\n日期: 2017-03-05\n附件:\n  文件: a.docx\n"
    ledger = read(write_ledger(tmp_path, {"a.yaml": record, "a.docx": "x", "b.docx": "x"}))
    facts = FileFacts(
        1, personal=(WEAK._replace(where="第2页"), Personal("gps", "30.****, 114.****", "EXIF"))
    )
    material = {"a.docx": facts, "b.docx": FileFacts(1, personal=(WEAK,)), "c.docx": FileFacts(1)}
    look = Look(ledger.records, ledger.unit, hubei().terms, AS_OF, material=material)
    [notice] = personal_data(look, {})
    assert say(notice.text).startswith(
        "“a.docx”（第 2 页、EXIF）里见到经纬度 30.****, 114.****、疑似手机号 138****5678。"
    )
    assert notice.places == (Place("a.docx"),)


def test_coordinates_of_a_photo_are_told_without_a_number_and_without_a_gap_for_one() -> None:
    gps = Spotted(Place("a.jpg"), Personal("gps", "", "EXIF"))
    assert [[say(each, lang) for each in counted([gps])] for lang in ("zh", "en")] == [
        ["经纬度"],
        ["coordinates"],
    ]


def test_an_unread_record_of_a_sensitive_kind_is_sensitive() -> None:
    terms = hubei().terms
    found = [Spotted(Place("a.yaml", 3, 1), WEAK)]
    unread = [UnreadRecord("a.yaml", 1, "未成年人法律援助")]
    [holder] = holders(found, {}, [], unread, terms, AS_OF)
    assert holder.to_tell() and holder.law
    [other] = holders(found, {}, [], [UnreadRecord("a.yaml", 1, None)], terms, AS_OF)
    assert not other.to_tell()


def test_a_special_case_of_a_sensitive_kind_is_sensitive() -> None:
    terms = hubei().terms
    assert terms.protected_by("普法进校园") and not terms.protected_by("普法宣传")
    under = terms.changed(
        kinds={**terms.kinds, "某援助": terms.kinds["志愿服务"].changed(is_a="未成年人法律援助")}
    )
    assert under.protected_by("某援助") == terms.protected_by("未成年人法律援助")
    assert not terms.protected_by(None)


def test_of_one_file_so_many_are_kept(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"a.yaml": RECORD + "备注: |\n" + f"  {ID}\n" * (limits.PERSONAL + 1)})
    assert len(read(tmp_path).personal) == limits.PERSONAL


def test_an_audit_without_hygiene_says_nothing(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"a.yaml": f"{RECORD}备注: {ID}\n"})
    assert not [
        each for each in audit(tmp_path, as_of=AS_OF, hygiene=False).notices if each.code == "personal-data"
    ]


def test_the_ledger_of_an_earlier_year_keeps_its_places(tmp_path: Path) -> None:
    ledger = read(write_ledger(tmp_path, {"a.yaml": f"{RECORD}备注: {ID}\n"}))
    assert [each.place.file for each in ledger.below("2016").personal] == ["2016/a.yaml"]


def test_privacy_counts_what_stands_in_attachments_too(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"a.yaml": f"{RECORD}备注: 13812345678\n"})
    (tmp_path / "b.docx").write_bytes(docx_of(f"联系人身份证号 {ID}"))
    (tmp_path / "c.docx").write_bytes(docx_of("没有"))
    found = privacy(tmp_path, as_of=AS_OF, open_files=FileOpener(cached=False))
    assert (found.total, found.opened, found.not_looked_at) == (2, 2, ())
    assert json.dumps([each.file for each in found.holders]) == '["a.yaml", "b.docx"]'


def test_what_could_not_be_opened_is_not_said_to_be_clean(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"a.yaml": RECORD})
    (tmp_path / "大.pdf").write_bytes(b"%PDF-1.4" + b" " * 17 * 1024 * 1024)
    found = privacy(tmp_path, as_of=AS_OF, open_files=FileOpener(cached=False))
    assert found.total == 0 and found.not_looked_at == ("大.pdf",)
