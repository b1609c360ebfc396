"""``civcheck binder`` as a clerk uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.binder.ledgers import (
    FILES,
    ID,
    MOBILE,
    NUMBERS,
    OTHER,
    OWN,
    PERSONAL,
    SEAL,
    assert_sealed,
    copied,
    files_of,
    texts_of,
)
from tests.ledgers import write_ledger
from tests.report.ledgers import SAMPLE

posix_only = pytest.mark.skipif(os.name == "nt", reason="links and pipes")
AS_OF = ("--as-of", "2018-06-30")
WRITTEN = 3
"""The small ledger declares nothing of its unit, so that rules are undetermined; the binder is written all the same."""


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_binder_is_in_the_order_of_the_document(civcheck, ledger, tmp_path):
    before = snapshot(ledger)
    run = civcheck("binder", ledger, "--to", tmp_path / "材料", *AS_OF)
    assert run.code == WRITTEN and run.err == ""
    assert sorted(copied(tmp_path / "材料")) == [
        "02-道德法治讲堂/01-2017-03-15 第一讲/名单.txt",
        "02-道德法治讲堂/01-2017-03-15 第一讲/报道.txt",
        "02-道德法治讲堂/01-2017-03-15 第一讲/方案.txt",
        "02-道德法治讲堂/01-2017-03-15 第一讲/记录.yaml",
        "12-志愿服务/01-2017-03-05 清扫街道/三月.yaml",
        "12-志愿服务/02-2017-03-12 植树/植树.txt",
    ]
    assert sorted(files_of(tmp_path / "材料" / OWN)) == [
        "核查报告.html", "目录.docx", "目录.xlsx", "缺项清单.docx", "自查报告.docx",
    ]  # fmt: skip
    assert_sealed(tmp_path / "材料")
    assert snapshot(ledger) == before
    assert civcheck("verify", tmp_path / "材料" / SEAL, tmp_path / "材料").code == 0


def test_a_changed_binder_is_told_by_its_seal(civcheck, ledger, tmp_path):
    civcheck("binder", ledger, "--to", tmp_path / "材料", *AS_OF)
    (tmp_path / "材料/12-志愿服务/02-2017-03-12 植树/植树.txt").write_text("别的")
    assert civcheck("verify", tmp_path / "材料" / SEAL, tmp_path / "材料").code == 1


@pytest.mark.heavy
def test_the_sample_ledger_makes_the_same_binder_as_folder_and_as_zip_whatever_the_hash_seed(
    civcheck, tmp_path
):
    assert civcheck("binder", SAMPLE, "--to", tmp_path / "材料", *AS_OF).code == 0
    for name, seed in (("一.zip", "1"), ("二.ZIP", "2")):
        command = [
            sys.executable,
            "-m",
            "civcheck",
            "binder",
            str(SAMPLE),
            "--to",
            str(tmp_path / name),
            *AS_OF,
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert (tmp_path / "一.zip").read_bytes() == (tmp_path / "二.ZIP").read_bytes()
    assert files_of(tmp_path / "一.zip") == files_of(tmp_path / "材料")


def test_a_zip_file_opens_everywhere(civcheck, ledger, tmp_path):
    civcheck("binder", ledger, "--to", tmp_path / "材料.zip", *AS_OF)
    with zipfile.ZipFile(tmp_path / "材料.zip") as archive:
        assert archive.testzip() is None
        for each in archive.infolist():
            assert each.flag_bits & 0x800 or each.filename.isascii()
            assert each.date_time == (1980, 1, 1, 0, 0, 0) and each.create_system == 3
    if unzip := shutil.which("unzip"):
        assert (
            subprocess.run([unzip, "-tq", tmp_path / "材料.zip"], capture_output=True, check=False).returncode
            == 0
        )


def test_personal_data_stops_it_with_a_masked_list(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", PERSONAL)
    run = civcheck("binder", root, "--to", tmp_path / "材料", *AS_OF)
    assert run.code == 1 and not (tmp_path / "材料").exists()
    assert "138****5678" in run.out and "--redact" in run.out and "名单.txt" in run.out
    assert not any(number in run.out + run.err for number in NUMBERS)


def test_redacting_masks_records_and_names_and_takes_attachments_out(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", PERSONAL)
    before = snapshot(root)
    run = civcheck("binder", root, "--to", tmp_path / "材料", "--redact", *AS_OF)
    assert run.code == WRITTEN and "02-讲堂/名单.txt：已抽出" in run.out
    found = files_of(tmp_path / "材料")
    assert "12-志愿服务/02-2017-03-12 植树/植树-手机139＊＊＊＊4321.txt" in found
    assert not any(path.endswith("名单.txt") for path in found)
    assert not any(number in path + texts_of(raw) for path, raw in found.items() for number in NUMBERS)
    assert "已抽出：含手机号 139****4321" in texts_of(found[f"{OWN}/目录.xlsx"])
    assert_sealed(tmp_path / "材料")
    assert snapshot(root) == before


def test_redacting_masks_what_only_looks_like_a_number_too(civcheck, tmp_path):
    linked = str(FILES["02-讲堂/记录.yaml"]).replace(
        "../共用/报道.txt", f"https://www.example.cn/{MOBILE}.html"
    )
    root = write_ledger(tmp_path / "某局", FILES | {"02-讲堂/记录.yaml": linked})
    run = civcheck("binder", root, "--to", tmp_path / "材料", "--redact", *AS_OF)
    assert run.code == WRITTEN and "个人号码：1 个记录文件" in run.out.replace("\n", "")
    assert not any(MOBILE in texts_of(raw) for raw in files_of(tmp_path / "材料").values())


def test_allowed_personal_data_goes_in_as_it_is_but_for_the_binders_own_papers(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", PERSONAL)
    run = civcheck("binder", root, "--to", tmp_path / "材料", "--allow-personal-data", *AS_OF)
    found = files_of(tmp_path / "材料")
    assert run.code == WRITTEN and f"12-志愿服务/02-2017-03-12 植树/植树-手机{OTHER}.txt" in found
    assert PERSONAL["02-讲堂/名单.txt"].encode() in found.values()
    assert not any(number in run.out for number in NUMBERS)
    for path, raw in found.items():
        if path.startswith(OWN) or path == SEAL:
            assert not any(number in texts_of(raw) for number in NUMBERS), path


def test_personal_data_in_files_that_are_not_taken_in_stops_nothing(civcheck, tmp_path):
    root = write_ledger(tmp_path / "某局", FILES | {"没有人写到.txt": f"手机{MOBILE}"})
    assert civcheck("binder", root, "--to", tmp_path / "材料", *AS_OF).code == WRITTEN


def test_a_record_file_of_another_encoding_keeps_it_when_it_is_masked(civcheck, tmp_path):
    text = str(PERSONAL["02-讲堂/记录.yaml"])
    root = write_ledger(
        tmp_path / "某局", FILES | {"02-讲堂/记录.yaml": text.replace("\n", "\r\n").encode("gb18030")}
    )
    civcheck("binder", root, "--to", tmp_path / "材料", "--redact", *AS_OF)
    (masked,) = [
        raw
        for path, raw in copied(tmp_path / "材料").items()
        if path.endswith("讲 联系电话138＊＊＊＊5678/记录.yaml")
    ]
    assert masked.decode("gb18030") == text.replace("\n", "\r\n").replace(MOBILE, "138****5678").replace(
        ID, f"42*************{ID[-3:]}"
    )


def test_sensitive_records_are_said_to_need_a_reader(civcheck, tmp_path):
    record = "类型: 社区矫正对象教育\n标题: 集中教育\n日期: 2017-03-15\n"
    kinds = ("社区矫正教育帮扶", "未成年人法律援助", "帮扶慰问")
    root = write_ledger(
        tmp_path / "某局", {f"{kind}.yaml": record.replace("社区矫正对象教育", kind) for kind in kinds}
    )
    run = civcheck("binder", root, "--to", tmp_path / "材料", "--dry-run", *AS_OF)
    assert "涉及受特别保护的人（" in run.out and "由人逐条看" in run.out


def test_what_was_named_and_is_not_there_is_listed_and_nothing_stands_in_its_place(civcheck, tmp_path):
    record = "类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n附件: {方案: 没有的.docx, 报道: 空.txt}\n"
    root = write_ledger(tmp_path / "某局", {"甲/记录.yaml": record, "甲/空.txt": b"", "坏.yaml": "类型: [\n"})
    run = civcheck("binder", root, "--to", tmp_path / "材料", *AS_OF)
    assert run.code == 3 and "台账没有核查完整" in run.out
    assert list(copied(tmp_path / "材料")) == ["12-志愿服务/01-2017-03-05 清扫/记录.yaml"]
    said = texts_of(files_of(tmp_path / "材料")[f"{OWN}/目录.xlsx"])
    assert "没有文件“没有的.docx”" in said and "空.txt" in said and "坏.yaml" in said


def test_the_records_of_each_rule_are_found_in_the_binder(civcheck, ledger, tmp_path):
    civcheck("binder", ledger, "--to", tmp_path / "材料", *AS_OF)
    book = CalamineWorkbook.from_path(str(tmp_path / "材料" / OWN / "目录.xlsx"))
    rows = book.get_sheet_by_name("条款对照").to_python()
    found = {(row[1], row[5]): row[7] for row in rows[2:]}
    assert found["2.7", "第一讲"] == "02-道德法治讲堂/01-2017-03-15 第一讲"
    assert all((tmp_path / "材料" / place).is_dir() for place in found.values())


def test_the_missing_list_says_what_the_audit_says(civcheck, ledger, tmp_path):
    civcheck("binder", ledger, "--to", tmp_path / "材料", *AS_OF)
    said = texts_of((tmp_path / "材料" / OWN / "缺项清单.docx").read_bytes())
    assert "道德法治讲堂全年不少于 4 次".replace(" ", "") in said.replace(" ", "")
    assert "期限已过" in said and "不用别的东西代替" in said


def test_a_dry_run_writes_nothing(civcheck, ledger, tmp_path):
    run = civcheck("binder", ledger, "--to", tmp_path / "材料", "--dry-run", *AS_OF)
    assert run.code == WRITTEN and "没有写" in run.err and "3 条记录，6 个文件" in run.out
    assert [each.name for each in tmp_path.iterdir()] == ["某局"]


def test_without_a_seal_there_is_none(civcheck, ledger, tmp_path):
    civcheck("binder", ledger, "--to", tmp_path / "材料", "--no-seal", *AS_OF)
    assert SEAL not in files_of(tmp_path / "材料")


def test_it_speaks_english_too(civcheck, ledger, tmp_path):
    run = civcheck("binder", ledger, "--to", tmp_path / "binder", "--lang", "en", *AS_OF)
    assert (
        "3 records, 6 files" in run.out
        and (tmp_path / "binder/00-contents and reports/missing.docx").is_file()
    )


def test_every_line_fits_80_columns(civcheck, ledger, tmp_path):
    from civcheck.report.layout import width_of

    run = civcheck("binder", ledger, "--to", "材料", "--dry-run", *AS_OF)
    assert max(map(width_of, run.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("target", "said"),
    [
        pytest.param("某局/材料", "不能写在台账里", id="in the ledger"),
        pytest.param("某局", "不能写在台账里", id="the ledger itself"),
        pytest.param(".", "不能写在台账里", id="around the ledger"),
        pytest.param("没有/材料", "没有可以放它的文件夹", id="nowhere"),
        pytest.param("满", "不是空的", id="a folder with something in it"),
        pytest.param("满/旧", "已经有了", id="a file"),
        pytest.param("满/旧.zip", "已经有了", id="a zip file"),
        pytest.param("夹.zip", "已经有了", id="a folder that is called like a zip file"),
        pytest.param("链", "是链接", id="a link", marks=posix_only),
        pytest.param("断", "是链接", id="a link that leads nowhere", marks=posix_only),
        pytest.param("链某局/材料", "不能写在台账里", id="in the ledger by a link", marks=posix_only),
    ],
)
def test_it_writes_only_where_nothing_is(civcheck, ledger, tmp_path, target, said):
    (tmp_path / "满").mkdir()
    (tmp_path / "夹.zip").mkdir()
    for name in ("旧", "旧.zip"):
        (tmp_path / "满" / name).write_bytes(b"old")
    if os.name != "nt":
        (tmp_path / "空").mkdir()
        (tmp_path / "链").symlink_to("空")
        (tmp_path / "断").symlink_to("没有")
        (tmp_path / "链某局").symlink_to("某局")
    before = sorted(tmp_path.rglob("*"))
    run = civcheck("binder", ledger, "--to", tmp_path / target, *AS_OF)
    assert run.code == 2 and said in run.err
    assert sorted(tmp_path.rglob("*")) == before and (tmp_path / "满/旧").read_bytes() == b"old"


def test_an_empty_folder_is_filled(civcheck, ledger, tmp_path):
    (tmp_path / "材料").mkdir()
    assert civcheck("binder", ledger, "--to", tmp_path / "材料", *AS_OF).code == WRITTEN
    assert (tmp_path / "材料" / SEAL).is_file()


def test_redacting_and_allowing_at_once_is_refused(civcheck, ledger, tmp_path):
    run = civcheck("binder", ledger, "--to", tmp_path / "材料", "--redact", "--allow-personal-data")
    assert run.code == 2 and "只能用一个" in run.err


def test_what_nobody_could_look_into_is_named_and_what_lies_ahead_is_marked(civcheck, tmp_path):
    record = "类型: 志愿服务\n标题: 清扫\n日期: 2017-09-05\n附件: {方案: 方案.doc}\n"
    old_doc = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000
    root = write_ledger(
        tmp_path / "某局", {"甲/记录.yaml": record, "甲/方案.doc": old_doc, "甲/名单.zip": b"PK"}
    )
    run = civcheck("binder", root, "--to", tmp_path / "材料", "--as-of", "2017-06-30")
    said = texts_of(files_of(tmp_path / "材料")[f"{OWN}/目录.xlsx"])
    assert "基准日以后的安排" in said and "甲/方案.doc" in said
    assert "没有记录写到它，或者写到了而没能采用" in said  # which of the two 录入问题 says
    assert run.code == WRITTEN


def test_a_sensitive_record_is_marked_in_the_contents(civcheck, tmp_path):
    record = "类型: 未成年人法律援助\n标题: 援助\n日期: 2017-09-05\n"
    root = write_ledger(tmp_path / "某局", {"甲/记录.yaml": record})
    civcheck("binder", root, "--to", tmp_path / "材料", *AS_OF)
    found = files_of(tmp_path / "材料")
    for name in ("目录.xlsx", "目录.docx"):
        assert "涉及受特别保护的人" in texts_of(found[f"{OWN}/{name}"])
