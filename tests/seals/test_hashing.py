"""Hashing files of any size, in bounded memory, and seals of trees that are too much or go away."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from civcheck.app.sealing import verify_ledger
from civcheck.cli import progress
from civcheck.errors import UsageError
from civcheck.model.seal import Seal
from civcheck.reading import hashing, limits, sealedtree
from civcheck.reading.sealedtree import digested, look
from civcheck.reading.sealfile import read_seal
from civcheck.report.sealfile import render_seal
from tests.builders import day


@pytest.mark.parametrize("with_sm3", [False, True])
@pytest.mark.parametrize(
    "size",
    [0, 1, hashing.SMALL - 1, hashing.SMALL, hashing.PIECE - 1, hashing.PIECE, hashing.PIECE + 1, 3 << 20],
)
def test_the_digests_are_those_of_the_whole_file(tmp_path, size, with_sm3):
    raw = os.urandom(size)
    (tmp_path / "a").write_bytes(raw)
    (found,) = hashing.hash_files([(str(tmp_path / "a"), size)], with_sm3)
    expected = [hashlib.new(name, raw).hexdigest() for name in ("sha256", *(["sm3"] if with_sm3 else []))]
    assert found.content == "+".join(expected) and found.stamp is not None and found.stamp.size == size


@pytest.mark.parametrize("size", [10, hashing.SMALL])
def test_a_file_that_is_longer_or_shorter_than_it_said_is_changing(tmp_path, monkeypatch, size):
    (tmp_path / "a").write_bytes(b"x" * size)
    real = hashing._digests

    def after_writing(handle, said, *rest):
        (tmp_path / "a").write_bytes(b"x" * (size + 5))
        return real(handle, said, *rest)

    monkeypatch.setattr(hashing, "_digests", after_writing)
    assert [each.content for each in hashing.hash_files([(str(tmp_path / "a"), size)], False)] == [
        "!changing"
    ]


@pytest.mark.skipif(os.name == "nt", reason="a folder can be opened")
def test_what_cannot_be_read_to_its_end_is_unreadable(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x")

    def broken(*_):
        raise OSError(5, "the disk is broken")

    monkeypatch.setattr(hashing, "_digests", broken)
    assert [each.content for each in hashing.hash_files([(str(tmp_path / "a"), 1)], False)] == ["!unreadable"]
    monkeypatch.undo()
    assert [each.content for each in hashing.hash_files([(str(tmp_path), 1)], False)] == ["!changing"]


def test_many_files_come_in_order_and_are_counted(tmp_path):
    count = hashing.BATCH * 12 + 1
    files = []
    for number in range(count):
        (tmp_path / f"{number:05}").write_bytes(b"%d" % number)
        files.append((str(tmp_path / f"{number:05}"), 5))
    told: list[int] = []
    found = list(hashing.hash_files(files, False, told.append))
    assert [each.content for each in found] == [
        hashlib.sha256(b"%d" % number).hexdigest() for number in range(count)
    ]
    assert told == sorted(told) and told[-1] == count


@pytest.mark.skipif(sys.platform != "linux", reason="a file with holes, memory in KiB")
@pytest.mark.heavy
def test_a_file_of_any_size_is_hashed_in_bounded_memory(tmp_path):
    with (tmp_path / "a").open("wb") as stream:
        stream.truncate(1 << 30)
    code = (
        "import sys; from civcheck.reading.hashing import hash_files\n"
        "print(*(each.content for each in hash_files([(sys.argv[1], 1 << 30)], False)))\n"
        # not ru_maxrss, which a child has from the process that started it
        "print(next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    content, memory = done.stdout.split()
    assert content == "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14"
    assert int(memory) < 256 * 1024, "KiB; a fork begins with the memory of its parent"


# --- trees


def test_a_tree_of_too_many_files_is_refused_and_not_sealed_in_part(civcheck, ledger, sealed, monkeypatch):
    monkeypatch.setattr(limits, "ENTRIES", 3)
    for arguments in (("seal", ledger), ("verify", sealed)):
        done = civcheck(*arguments)
        assert done.code == 2
    with pytest.raises(UsageError) as stopped:
        look(str(ledger))
    assert stopped.value.message.id == "error.seal-entries"


def test_a_file_that_goes_away_behind_the_walk_is_unreadable(ledger, monkeypatch):
    monkeypatch.setattr(sealedtree.os, "lstat", lambda path: (_ for _ in ()).throw(FileNotFoundError(path)))
    found = look(str(ledger))
    assert found.files == () and {each.content for each in found.left_out} == {"!unreadable"}


def test_a_folder_that_cannot_be_listed_is_left_out_and_told(civcheck, ledger, monkeypatch):
    real = os.scandir

    def closed(path):
        if str(path).endswith("图片"):
            raise PermissionError(13, "closed")
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    done = civcheck("seal", ledger)
    assert done.code == 3 and "02-讲堂/图片/：无法读取" in done.out
    seal = ledger.with_name("某局.seal.json")
    assert civcheck("verify", seal).code == 0
    monkeypatch.undo()
    done = civcheck("verify", seal)
    assert done.code == 1 and "新增 2" in done.out and "删除 1" in done.out


def test_folders_too_deep_are_left_out_and_told(civcheck, ledger, monkeypatch):
    monkeypatch.setattr(limits, "FOLDER_DEPTH", 1)
    done = civcheck("seal", ledger)
    assert done.code == 3 and "02-讲堂/图片：文件夹层数太多" in done.out


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes, links")
def test_what_is_left_out_is_read_back_whatever_its_name(ledger):
    for name in ("链\udc80", "换\n行", "100%"):
        (ledger / name).symlink_to("x")
    snapshot = look(str(ledger))
    files = digested(snapshot, with_sm3=False)
    seal = ledger.with_name("a.json")
    seal.write_bytes(
        render_seal(Seal("江城市司法局", 2017, day("2017-12-31"), None, files, snapshot.left_out))
    )
    assert read_seal(seal).seal.left_out == snapshot.left_out and len(snapshot.left_out) == 3
    assert verify_ledger(seal, ledger).changes.total == 0


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_more_links_than_a_seal_can_name_are_refused(civcheck, ledger, monkeypatch):
    monkeypatch.setattr(limits, "SEAL_LEFT_OUT", 1)
    for name in ("a", "b"):
        (ledger / name).symlink_to("x")
    done = civcheck("seal", ledger)
    assert done.code == 2 and "超过了 1 个" in done.err


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_more_than_is_listed_is_counted(civcheck, ledger):
    for number in range(203):
        (ledger / f"{number:03}").symlink_to("x")
    done = civcheck("seal", ledger)
    assert "没有封存的 203 个" in done.out and "另有 3 个，封存文件里都有" in done.out


def test_a_seal_that_cannot_be_read_is_told(civcheck, ledger, sealed, monkeypatch):
    def broken(self, *_):
        raise OSError(5, "the disk is broken")

    monkeypatch.setattr("civcheck.reading.sealfile._SealReader.read", broken)
    assert "读不出来" in civcheck("verify", sealed).err
    monkeypatch.undo()
    done = civcheck("verify", sealed, ledger.parent / "无")
    assert done.code == 2 and "没有这个文件夹" in done.err


def test_hashing_shows_how_far_it_is_where_somebody_watches(civcheck, ledger, monkeypatch, capsys):
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    show = progress.progress("progress.hashing")
    assert show is not None
    show(7)
    assert "已算 7 个文件的摘要" in capsys.readouterr().err
