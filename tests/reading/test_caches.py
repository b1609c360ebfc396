"""What caches rest on: the state of a tree, and a file that may be anything."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from civcheck.reading import limits, outputcache
from civcheck.reading.cachebase import open_base
from civcheck.reading.libraries import state_of
from civcheck.reading.outputcache import Output, keep, recall
from civcheck.reading.treestate import tree_state

TABLE = "CREATE TABLE IF NOT EXISTS names (name TEXT)"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "树"
    for name in ("甲/一.txt", "甲/乙/二.txt", "三.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    return root


def test_the_same_files_are_the_same_state_and_are_counted(tree: Path) -> None:
    state = tree_state(str(tree))
    assert state == tree_state(str(tree)) and state is not None and state.files == 3


def test_a_folder_that_is_not_entered_is_no_part_of_it(tree: Path) -> None:
    before = tree_state(str(tree), not_entered=("乙",))
    (tree / "甲/乙/二.txt").write_text("另外的", "utf-8")
    assert tree_state(str(tree), not_entered=("乙",)) == before != tree_state(str(tree))


def test_a_tree_that_is_none_or_has_too_much_in_it_has_no_state(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tree_state(str(tree / "没有")) is None
    assert tree_state(str(tree / "三.txt")) is None
    monkeypatch.setattr(limits, "ENTRIES", 4)
    assert tree_state(str(tree)) is None


def test_a_cache_keeps_what_is_in_it_unless_it_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "names.sqlite"
    for count in range(2):
        base = open_base(file, TABLE)
        assert base is not None
        with base:
            assert base.execute("SELECT count(*) FROM names").fetchone() == (count,)
            base.execute("INSERT INTO names VALUES ('甲')")
        base.close()
    file.write_bytes(b"x" * 5_000)
    base = open_base(file, TABLE)
    assert base is not None and base.execute("SELECT count(*) FROM names").fetchone() == (0,)
    base.close()


def test_a_cache_that_cannot_be_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "folder").mkdir()
    assert open_base(tmp_path / "file" / "names.sqlite", TABLE) is None
    assert open_base(tmp_path / "folder", TABLE) is None


def test_an_output_that_is_too_large_or_has_no_place_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "outputs.sqlite"
    monkeypatch.setattr(outputcache, "MOST_BYTES", 3)
    keep(file, "long", Output(0, b"1234"))
    keep(file, "short", Output(1, b"123"))
    assert recall(file, "long") is None and recall(file, "short") == Output(1, b"123")
    keep(tmp_path, "short", Output(1, b"123"))
    with sqlite3.connect(file) as base:
        base.execute("DROP TABLE outputs")
        base.execute("CREATE TABLE outputs (other)")
    keep(file, "short", Output(1, b"123"))
    assert recall(file, "short") is None


def test_a_library_in_an_archive_has_no_state_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("made_up_in_zip.py", "")
    monkeypatch.syspath_prepend(str(tmp_path / "made.zip"))
    assert state_of(["made_up_in_zip"]).endswith("made_up_in_zip.py ")
