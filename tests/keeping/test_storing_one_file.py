"""Replacing a file: whole or as it was, whenever it is interrupted; never through a link."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from civcheck.app.storing import Change, store
from civcheck.errors import UsageError
from tests.ledgers import write_ledger


def test_a_file_keeps_its_mode(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"old")
    (tmp_path / "a.yaml").chmod(0o640)
    store(str(tmp_path), {"a.yaml": Change(b"old", b"new")})
    assert (tmp_path / "a.yaml").read_bytes() == b"new"
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_a_new_file_gets_the_usual_mode(tmp_path):
    umask = os.umask(0o027)
    try:
        store(str(tmp_path), {"a.yaml": Change(None, b"new")})
    finally:
        os.umask(umask)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("now", [b"other", b"", b"old and more"])
def test_what_somebody_changed_meanwhile_is_not_written_over(tmp_path, now):
    (tmp_path / "a.yaml").write_bytes(now)
    with pytest.raises(UsageError):
        store(str(tmp_path), {"a.yaml": Change(b"old", b"new")})
    assert (tmp_path / "a.yaml").read_bytes() == now


def test_a_file_that_has_appeared_is_not_written_over(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"other")
    with pytest.raises(UsageError):
        store(str(tmp_path), {"a.yaml": Change(None, b"new")})


@pytest.mark.parametrize("path", ["link.yaml", "folder/a.yaml"])
def test_nothing_is_written_through_a_link(tmp_path, path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_bytes(b"old")
    root = tmp_path / "ledger"
    root.mkdir()
    (root / "link.yaml").symlink_to(outside / "a.yaml")
    (root / "folder").symlink_to(outside)
    with pytest.raises(UsageError):
        store(str(root), {path: Change(b"old", b"new")})
    assert (outside / "a.yaml").read_bytes() == b"old"
    assert (root / "link.yaml").is_symlink()


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        ("fsync", OSError(errno.ENOSPC, "full")),
        ("fsync", KeyboardInterrupt()),
        ("rename", OSError(errno.EACCES, "no")),
    ],
)
def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch, failing, error):
    (tmp_path / "a.yaml").write_bytes(b"old")

    def fails(*_):
        raise error

    monkeypatch.setattr(
        os if failing == "fsync" else Path, failing if failing == "fsync" else "replace", fails
    )
    with pytest.raises((UsageError, KeyboardInterrupt)):
        store(str(tmp_path), {"a.yaml": Change(b"old", b"new")})
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.yaml": b"old"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_at_any_moment_every_file_is_whole(tmp_path):
    text = "title: 甲\nkind: 志愿服务\ndate: 2017.3.5\n"
    root = write_ledger(tmp_path / "l", {f"{at:03}/记录.yaml": text for at in range(150)})
    for wait in (0.0, 0.03, 0.1):
        run = subprocess.Popen(
            [sys.executable, "-m", "civcheck", "fmt", str(root), "--write"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        first = root / "000" / "记录.yaml"
        while first.read_text() == text and run.poll() is None:
            time.sleep(0.005)
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.wait()
        for each in root.rglob("*.yaml"):
            if each.name != "unit.yaml":
                assert each.read_text() in (text, "类型: 志愿服务\n标题: 甲\n日期: 2017-03-05\n")
        others = [each.name for each in root.rglob("*") if each.is_file() and not each.name.endswith(".yaml")]
        assert all(re.fullmatch(r"\.civcheck-.*\.part", name) for name in others)
        first.write_text(text)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the administrator gives files away"
)
@pytest.mark.parametrize("refused", [False, True])
def test_a_file_keeps_its_owner_where_that_is_allowed(tmp_path, monkeypatch, refused):
    place = tmp_path / "a.yaml"
    place.write_bytes(b"old")
    os.chown(place, 12_345, 12_345)
    if refused:

        def refuses(*_):
            raise OSError(errno.EPERM, "no")

        monkeypatch.setattr(os, "chown", refuses)
    store(str(tmp_path), {"a.yaml": Change(b"old", b"new")})
    assert (place.stat().st_uid == 12_345) is not refused
    assert place.read_bytes() == b"new"
