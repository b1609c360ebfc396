"""Whoever is killed while a ledger or record is begun loses nothing, and can run the same again."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from civcheck.app.beginning import write
from civcheck.app.beginning.asked import Asked, open_for_new
from civcheck.app.beginning.laying import begun_unit, lay_out, look_at
from civcheck.app.beginning.recording import begin
from civcheck.app.material import FileOpener
from tests.begin.ledgers import begin as begin_ledger
from tests.begin.ledgers import photo, texts_of
from tests.shares import one_in

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
_WRITING = ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "open")


def killed_at(step: int, action) -> bool:
    """Run an action in a child that is killed before its ``step``-th touch of the disk; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = step

        def hook(event, _arguments):
            nonlocal left
            if event in _WRITING:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            action()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def whole(folder: Path) -> dict[str, bytes]:
    """Give the files of a folder but those that a killed run leaves beside their places."""
    return {path: raw for path, raw in texts_of(folder).items() if not path.endswith(".part")}


def laid(folder: Path):
    ground = look_at(folder, None)
    unit = None if ground.unit_file is not None else begun_unit(ground, "某局", "县区司法局", None)
    return lay_out(ground, unit, {"结对村": "无"}).planned


@pytest.mark.heavy
def test_a_killed_init_leaves_whole_files_and_the_next_run_ends_it(tmp_path):
    write(laid(tmp_path / "whole"))
    wanted = whole(tmp_path / "whole")
    for step in range(10_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        (folder / "旧.docx").write_bytes(b"old")
        planned = laid(folder)
        was_killed = killed_at(step, lambda planned=planned: write(planned))
        found = whole(folder)
        assert found.pop("旧.docx") == b"old"
        assert found.items() <= wanted.items(), step
        write(laid(folder))
        assert {path: raw for path, raw in whole(folder).items() if path != "旧.docx"} == wanted, step
        shutil.rmtree(folder)
        if not was_killed:
            assert found == wanted and step > 60
            return
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("adopts", one_in(2, [False, True]))
def test_a_killed_new_leaves_whole_files_and_the_next_run_ends_it(civcheck, tmp_path, adopts):
    ledger = begin_ledger(civcheck, tmp_path / "台账")
    photo(ledger / "学雷锋" / "3月5日" / "1.jpg")
    asked = Asked(title="扫街", adopt=("学雷锋/3月5日",) if adopts else ())
    before = whole(ledger)

    def planned(root):
        return begin("志愿服务", asked, open_for_new(root, None), FileOpener()).planned

    for step in range(1_000):
        folder = tmp_path / str(step)
        shutil.copytree(ledger, folder)
        (folder / ".civcheck" / "record.schema.json").write_text("{}")
        ready = planned(folder)
        was_killed = killed_at(step, lambda ready=ready: write(ready))
        found = whole(folder)
        assert before.keys() <= found.keys()
        assert all(found[path] == raw for path, raw in before.items() if not path.startswith(".civcheck"))
        assert found[".civcheck/record.schema.json"] in (b"{}", before[".civcheck/record.schema.json"])
        new = found.keys() - before.keys()
        if not new:
            write(planned(folder))
        (record,) = whole(folder).keys() - before.keys()
        assert whole(folder)[record] == ready.changes[record].after, step
        shutil.rmtree(folder)
        if not was_killed:
            assert new and step > 5
            return
    raise AssertionError("it never came to its end")


def test_a_file_that_came_meanwhile_is_not_written_over(civcheck, tmp_path):
    from civcheck.errors import UsageError

    ledger = begin_ledger(civcheck, tmp_path / "台账")
    begun = begin("志愿服务", Asked(title="扫街"), open_for_new(ledger, None), FileOpener())
    record = ledger / begun.record
    record.parent.mkdir(parents=True)
    record.write_text("别人写的")
    with pytest.raises(UsageError):
        write(begun.planned)
    assert record.read_text() == "别人写的" and not list(ledger.rglob("*.part"))
