"""Writing several files of a ledger: whole files or none, whenever it ends, and never over somebody else's work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from civcheck.app.storing import Change, store
from civcheck.errors import UsageError
from tests.ledgers import write_ledger
from tests.shares import one_in
from tests.tables.books import save


def files(root):
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in Path(root).rglob("*")
        if path.is_file()
    }
    return {name: raw for name, raw in found.items() if name != "unit.yaml"}


@pytest.fixture
def root(tmp_path):
    return write_ledger(tmp_path / "某局", {"a.yaml": b"old"}, unit="x")


def test_files_are_written_with_their_folders(root):
    (root / "a.yaml").chmod(0o640)
    store(str(root), {"a.yaml": Change(b"old", b"new"), "b/c/d.yaml": Change(None, b"d")})
    assert files(root) == {"a.yaml": b"new", "b/c/d.yaml": b"d"}
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"a.yaml": Change(b"other", b"new")}, "error.store-changed", id="it has changed"),
        pytest.param({"a.yaml": Change(None, b"new")}, "error.store-changed", id="it has come"),
        pytest.param({"b.yaml": Change(b"old", b"new")}, "error.store-changed", id="it has gone"),
        pytest.param({"link/b.yaml": Change(None, b"new")}, "error.store-link", id="through a link"),
        pytest.param({"a.yaml/b.yaml": Change(None, b"new")}, "error.store", id="where a file is"),
    ],
)
def test_nothing_is_written_where_one_file_is_not_as_it_was(root, changes, why, tmp_path):
    (tmp_path / "外").mkdir()
    (root / "link").symlink_to(tmp_path / "外")
    before = files(root)
    with pytest.raises(UsageError) as stopped:
        store(str(root), {"c/first.yaml": Change(None, b"first"), **changes})
    assert stopped.value.message.id == why
    assert files(root) == before
    assert not (root / "c").exists(), "no empty folder is left"
    assert list((tmp_path / "外").iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "link"])
@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_whatever_stops_it_leaves_whole_files_and_nothing_beside(root, monkeypatch, step, error):
    calls = []

    def stop(*_arguments, **_more):
        calls.append(step)
        if len(calls) == 2 or step in ("replace",):
            raise error
        return real(*_arguments, **_more)

    owner = Path if step in ("chmod", "replace") else os
    real = getattr(owner, step)
    monkeypatch.setattr(owner, step, stop)
    changes = {"a.yaml": Change(b"old", b"new"), "b.yaml": Change(None, b"b"), "c.yaml": Change(None, b"c")}
    stopped = isinstance(error, OSError) and step == "link"  # a disk without links is no reason to stop
    if stopped:
        store(str(root), changes)
    else:
        with pytest.raises((UsageError, KeyboardInterrupt)):
            store(str(root), changes)
    monkeypatch.undo()
    whole = {"a.yaml": {b"old", b"new"}, "b.yaml": {b"b"}, "c.yaml": {b"c"}}
    assert all(raw in whole[name] for name, raw in files(root).items())


KILLED = """
import os, signal, sys
from civcheck.app import storing
put, left = storing._put, int(sys.argv[3])
def stopping(*arguments):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    put(*arguments)
storing._put = stopping
from civcheck.cli.main import run
run(["import", sys.argv[1], "--to", sys.argv[2], "--yes"])
"""


@pytest.mark.parametrize("after", one_in(3, [1, 0, 2]))
def test_an_import_that_is_killed_can_be_run_again_and_nothing_is_lost_or_twice(civcheck, tmp_path, after):
    root = write_ledger(tmp_path / "某局", {})
    rows = [["标题", "日期"], ["甲", "1月5日"], ["乙", "2月5日"], ["丙", "3月5日"], ["丁", "3月6日"]]
    table = save(tmp_path / "台账.xlsx", {"志愿服务": rows})
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, table, root, str(after)], capture_output=True, timeout=120, check=False
    )
    assert killed.returncode == -9
    there = [name for name in files(root) if name.endswith(".yaml")]
    assert len(there) == after, "a file is whole or not there"
    assert civcheck("import", table, "--to", root).code == 0
    text = b"".join(raw for name, raw in files(root).items() if name.endswith(".yaml")).decode()
    assert [text.count(f"标题: {title}\n") for title in "甲乙丙丁"] == [1, 1, 1, 1]
    assert civcheck("audit", root).code in (0, 1, 3)
