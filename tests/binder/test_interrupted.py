"""A binder is whole or absent, whatever ends its making; the ledger stays as it was."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date

import pytest

from civcheck.app.audit import audit
from civcheck.app.binding import laying, placing, writing
from civcheck.app.binding.laying import Personal, lay_out
from civcheck.app.binding.placing import placed
from civcheck.app.binding.writing import write_binder
from civcheck.errors import UsageError
from civcheck.messages import say
from civcheck.reading.copying import opened
from civcheck.reading.personal import masked_copy
from tests.binder.ledgers import SEAL, assert_sealed, copied, files_of
from tests.ledgers import RECORD, write_ledger
from tests.shares import one_in

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals, links and pipes")
SLOWLY = """
import sys, time
if __name__ == "__main__":
    from civcheck.app.binding import writing
    real = writing._copy
    def slow(*given):
        print("copying", flush=True)
        time.sleep(0.2)
        return real(*given)
    writing._copy = slow
    from civcheck.cli.main import run
    run(["binder", sys.argv[1], "--to", sys.argv[2], "--as-of", "2018-06-30"])
"""
TARGETS = pytest.mark.parametrize("name", ["材料", "材料.zip"])


def laid(ledger):
    return lay_out(ledger, Personal(), as_of=date(2018, 6, 30))


def left(ledger) -> list[str]:
    return sorted(each.name for each in ledger.parent.iterdir())


@pytest.mark.heavy
@posix_only
@TARGETS
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("after", [0.0, 0.5])
def test_killed_while_it_copies_it_leaves_no_half_binder(ledger, name, sent, after):
    before, target = files_of(ledger), ledger.with_name(name)
    command = [sys.executable, "-c", SLOWLY, str(ledger), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        while run.stdout.readline() != b"copying\n":
            assert run.poll() is None
        time.sleep(after)
        run.send_signal(sent)
        run.stdout.read()
    assert not target.exists() and files_of(ledger) == before
    if sent is signal.SIGINT:
        assert run.returncode == 130 and left(ledger) == ["某局"]
    write_binder(laid(ledger), target)
    assert_sealed(target)


@posix_only
@TARGETS
def test_a_full_disk_leaves_nothing(ledger, name):
    (ledger / "02-讲堂/方案.txt").write_bytes(b"x" * 300_000)
    limited = (
        "import resource, sys; from civcheck.cli.main import run; import signal;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "run(['binder', sys.argv[1], '--to', sys.argv[2], '--as-of', '2018-06-30'])"
    )
    command = [sys.executable, "-c", limited, str(ledger), str(ledger.with_name(name))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "磁盘满了" in run.stderr and left(ledger) == ["某局"]


@TARGETS
def test_a_disk_without_room_is_seen_before_anything_is_written(ledger, name, monkeypatch):
    found = laid(ledger)
    monkeypatch.setattr(placing.shutil, "disk_usage", lambda _: placing.shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(UsageError) as told:
        write_binder(found, ledger.with_name(name))
    assert "磁盘满了" in say(told.value.message) and left(ledger) == ["某局"]


@TARGETS
@pytest.mark.parametrize("change", ["longer", "same size"])
def test_a_file_that_was_changed_since_it_was_looked_into_stops_it(ledger, name, change):
    found = laid(ledger)
    file = ledger / "02-讲堂/方案.txt"
    file.write_text("第二讲的方案" if change == "same size" else "第一讲的方案，改过")
    with pytest.raises(UsageError) as told:
        write_binder(found, ledger.with_name(name))
    assert "02-讲堂/方案.txt" in say(told.value.message) and left(ledger) == ["某局"]


@TARGETS
def test_what_came_to_lie_there_meanwhile_is_not_written_over(ledger, name):
    target = ledger.with_name(name)
    with pytest.raises(UsageError), placed(target, 0) as place:
        place.add("a.txt", 1, (b"a",), None)
        if target.suffix:
            target.write_bytes(b"theirs")
        else:
            target.mkdir()
            (target / "theirs").write_bytes(b"theirs")
    assert left(ledger) == sorted(["某局", name])
    assert (target if target.suffix else target / "theirs").read_bytes() == b"theirs"


@posix_only
@TARGETS
@pytest.mark.parametrize("becomes", one_in(2, ["a link", "a pipe", "behind a link", "nothing"]))
def test_what_cannot_be_read_any_more_is_listed_and_never_followed(ledger, name, becomes, tmp_path):
    found = laid(ledger)
    file = ledger / "共用/报道.txt"
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "报道.txt").write_text("两件事的报道")
    file.unlink()
    if becomes == "a link":
        file.symlink_to(outside / "报道.txt")
    elif becomes == "a pipe":
        os.mkfifo(file)
    elif becomes == "behind a link":
        file.parent.rmdir()
        file.parent.symlink_to(outside)
    binder = write_binder(found, ledger.with_name(name))
    assert [each.source for each in binder.left_out] == ["共用/报道.txt"]
    assert not any(path.endswith("报道.txt") for path in copied(ledger.with_name(name)))
    assert_sealed(ledger.with_name(name))


@posix_only
def test_hostile_names_and_links_in_a_folder_of_material_hold(tmp_path):
    record = "类型: 志愿服务\n标题: '清扫\u202e街道'\n日期: 2017-03-05\n附件: {方案: 材料/}\n"
    names = [
        "a\nb.txt",
        "con.txt",
        "末尾. .txt",
        "e\u0301.txt",
        "A.TXT",
        "a.txt",
        "问?号*.txt",
        "长" * 80 + ".txt",
    ]
    root = write_ledger(
        tmp_path / "某局", {"甲/记录.yaml": record} | {f"甲/材料/{each}": f"{each!r}" for each in names}
    )
    (root / "甲/材料/链.txt").symlink_to("/etc/passwd")
    os.mkfifo(root / "甲/材料/管.txt")
    binder = write_binder(laid(root), tmp_path / "材料.zip")
    found = copied(tmp_path / "材料.zip")
    steps = {step for path in found for step in path.split("/")}
    assert all(step.isprintable() and not set(step) & set('<>:"\\|?*') for step in steps)
    assert sorted(found.values()) == sorted([record.encode(), *(f"{each!r}".encode() for each in names)])
    assert len({path.casefold() for path in found}) == len(binder.pieces) == 9


@pytest.mark.heavy
def test_there_may_be_more_files_than_a_zip_without_zip64_can_have(tmp_path):
    with placed(tmp_path / "大.zip", 0) as place:
        for number in range(66_000):
            place.add(f"{number}.txt", 1, (b"a",), None)
    with zipfile.ZipFile(tmp_path / "大.zip") as archive:
        assert len(archive.namelist()) == 66_000 and archive.read("65999.txt") == b"a"


def test_a_member_of_more_than_four_gibibytes_is_written_as_zip64(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(zipfile, "ZIP64_LIMIT", 100)
        with placed(tmp_path / "大.zip", 0) as place:
            place.add("甲/大.txt", 300, (b"a" * 150, b"b" * 150), None)
            place.add("甲/后.txt", 1, (b"c",), None)
    with zipfile.ZipFile(tmp_path / "大.zip") as archive:
        assert archive.read("甲/大.txt") == b"a" * 150 + b"b" * 150
        assert {archive.getinfo(each).extract_version for each in archive.namelist()} == {45}
    if unzip := shutil.which("unzip"):
        run = subprocess.run([unzip, "-tq", tmp_path / "大.zip"], capture_output=True, text=True, check=False)
        assert run.returncode == 0 and "mismatching" not in run.stdout + run.stderr


def test_the_seal_is_the_last_that_is_written(ledger):
    write_binder(laid(ledger), ledger.with_name("材料.zip"))
    assert list(files_of(ledger.with_name("材料.zip")))[-1] == SEAL


@TARGETS
@pytest.mark.parametrize("redact", [True, False])
def test_a_record_that_was_changed_since_it_was_audited_stops_it(ledger, name, redact):
    found = lay_out(ledger, Personal(redact=redact), as_of=date(2018, 6, 30))
    with (ledger / "02-讲堂/记录.yaml").open("a", encoding="utf-8") as file:
        file.write("备注: 手机13812345678\n")
    with pytest.raises(UsageError) as told:
        write_binder(found, ledger.with_name(name))
    assert "02-讲堂/记录.yaml" in say(told.value.message) and left(ledger) == ["某局"]


def test_a_ledger_that_is_changed_while_it_is_audited_is_not_bound(ledger, monkeypatch):
    def meanwhile(*given, **told):
        (ledger / "新.yaml").write_text(RECORD)
        return audit(*given, **told)

    monkeypatch.setattr(laying, "audit", meanwhile)
    with pytest.raises(UsageError):
        laid(ledger)


@pytest.mark.parametrize("change", ["longer", "shorter"])
def test_a_file_that_changes_while_it_is_copied_is_told(ledger, change):
    file = ledger / "02-讲堂/方案.txt"
    with opened(ledger, "02-讲堂/方案.txt", "02-讲堂/方案.txt") as source:
        file.write_bytes(b"x" * (source.stamp.size + 5) if change == "longer" else b"x")
        with pytest.raises(UsageError):
            list(source.pieces())


@pytest.mark.parametrize("is_there", [True, False])
def test_a_disk_that_knows_no_links_takes_a_zip_file_all_the_same(tmp_path, monkeypatch, is_there):
    def no_links(*_):
        raise OSError(errno.EPERM, "")

    monkeypatch.setattr(placing.os, "link", no_links)
    target = tmp_path / "材料.zip"
    try:
        with placed(target, 0) as place:
            place.add("a.txt", 1, (b"a",), None)
            if is_there:
                target.write_bytes(b"theirs")
    except UsageError:
        assert is_there
    assert (target.read_bytes() == b"theirs") == is_there and [each.name for each in tmp_path.iterdir()] == [
        target.name
    ]


@posix_only
def test_a_link_that_came_to_lie_there_is_not_followed(tmp_path):
    (tmp_path / "别处").mkdir()
    with pytest.raises(UsageError), placed(tmp_path / "材料", 0) as place:
        place.add("a.txt", 1, (b"a",), None)
        (tmp_path / "材料").symlink_to("别处")
    assert not list((tmp_path / "别处").iterdir()) and (tmp_path / "材料").is_symlink()


def test_a_record_whose_numbers_cannot_be_masked_is_left_out(ledger, monkeypatch):
    assert masked_copy(b"\xff\xfe\xfd 13812345678") is None
    (ledger / "02-讲堂/记录.yaml").write_text(
        "类型: 志愿服务\n标题: 手机13812345678\n日期: 2017-03-05\n", "utf-8"
    )
    found = lay_out(ledger, Personal(redact=True), as_of=date(2018, 6, 30))
    monkeypatch.setattr(writing, "masked_copy", lambda _: masked_copy(b"\xff\xfe\xfd"))
    binder = write_binder(found, ledger.with_name("材料"))
    assert [each.source for each in binder.left_out] == ["02-讲堂/记录.yaml"]
