"""What is known of files from before: the same facts again, and never those of a file that may have changed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.model.material import FileFacts, Made, Personal, Picture
from civcheck.reading.filestate import TRUSTED_AFTER
from civcheck.reading.material.cache import FactsCache
from civcheck.reading.material.examining import examine
from civcheck.reading.material.factsjson import facts_json, facts_of_json
from civcheck.reading.material.workers import ToOpen, open_all

LONG_AGO = time.time_ns() - 100 * TRUSTED_AFTER
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DAYS = st.dates()
FACTS = st.builds(
    FileFacts,
    st.integers(0, 2**40),
    TEXTS,
    TEXTS,
    TEXTS,
    st.none() | st.integers(0, 999),
    st.none() | st.integers(0, 10**9),
    st.binary(max_size=64),
    st.lists(st.builds(Personal, TEXTS, TEXTS, TEXTS, st.booleans(), st.none() | DAYS), max_size=3).map(
        tuple
    ),
    st.lists(st.builds(Made, TEXTS, DAYS), max_size=3).map(tuple),
    TEXTS,
    st.none() | st.builds(Picture, st.integers(1), st.integers(1), st.binary(max_size=64)),
    st.binary(max_size=64),
)


@given(FACTS)
def test_facts_come_back_as_they_were(facts: FileFacts) -> None:
    assert facts_of_json(facts_json(facts)) == facts


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[1,2,3,4,5,6,7,8,9,10,11]", "null"])
def test_what_is_no_facts_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        facts_of_json(text)


class Opener:
    """Opens files by reading them, and remembers which."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def __call__(self, files: list[ToOpen]) -> Iterator[tuple[str, FileFacts]]:
        for each in files:
            self.opened.append(each.path)
            raw = Path(each.real).read_bytes()
            yield (
                each.path,
                FileFacts(len(raw), f"{hash(raw):x}", "text", made=(Made("exif", date(2017, 3, 5)),)),
            )


class Ledger:
    """A folder with files that were written long ago, and a cache beside it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.cache = folder / "台账", folder / "cache" / "facts.sqlite"
        self.root.mkdir()

    def write(self, name: str, text: str, at: int = LONG_AGO) -> None:
        (self.root / name).write_text(text, "utf-8")
        os.utime(self.root / name, ns=(at, at))

    def examined(self, names: Iterable[str], opener: Opener, opened_with: str = "") -> dict[str, FileFacts]:
        with FactsCache(self.cache, opened_with) as cache:
            return examine(str(self.root), {name: f"{self.root}/{name}" for name in names}, cache, opener)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    made = Ledger(tmp_path)
    made.write("甲.txt", "一")
    made.write("乙.txt", "二")
    # the time at which an inode was changed cannot be set: let the clock be later
    monkeypatch.setattr("civcheck.reading.material.examining.now", lambda: time.time_ns() + 2 * TRUSTED_AFTER)
    return made


def test_what_has_not_changed_is_not_opened_again(ledger: Ledger) -> None:
    first, second = Opener(), Opener()
    found = ledger.examined(["甲.txt", "乙.txt"], first)
    assert ledger.examined(["甲.txt", "乙.txt"], second) == found
    assert first.opened == ["甲.txt", "乙.txt"] and second.opened == []


def test_a_small_picture_is_never_kept(ledger: Ledger) -> None:
    def opener(files: list[ToOpen]) -> Iterator[tuple[str, FileFacts]]:
        return ((path, facts._replace(thumbnail=b"jpeg")) for path, facts in Opener()(files))

    found = ledger.examined(["甲.txt"], opener)["甲.txt"]
    kept = ledger.examined(["甲.txt"], Opener())["甲.txt"]
    assert found.thumbnail == b"jpeg" and kept == found._replace(thumbnail=b"")


def test_a_changed_file_is_opened_again_and_no_other(ledger: Ledger) -> None:
    ledger.examined(["甲.txt", "乙.txt"], Opener())
    ledger.write("乙.txt", "三")
    again = Opener()
    found = ledger.examined(["甲.txt", "乙.txt"], again)
    assert again.opened == ["乙.txt"] and found["乙.txt"].size == 3


def test_a_file_put_back_with_its_old_time_and_size_is_opened_again(ledger: Ledger) -> None:
    ledger.examined(["甲.txt"], Opener())
    old = ledger.root / "甲.txt"
    old.unlink()
    ledger.write("甲.txt", "九")
    again = Opener()
    ledger.examined(["甲.txt"], again)
    assert again.opened == ["甲.txt"]


def test_what_another_library_found_is_looked_for_again(ledger: Ledger) -> None:
    ledger.examined(["甲.txt"], Opener(), opened_with="Pillow 11")
    again, last = Opener(), Opener()
    for opener in (again, last):
        ledger.examined(["甲.txt"], opener, opened_with="Pillow 12")
    assert again.opened == ["甲.txt"] and last.opened == []


def test_what_was_changed_a_moment_ago_is_not_trusted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civcheck.reading.material.examining.now", time.time_ns)
    ledger.write("甲.txt", "一", at=time.time_ns())
    ledger.examined(["甲.txt"], Opener())
    again = Opener()
    ledger.examined(["甲.txt"], again)
    assert again.opened == ["甲.txt"]


def test_a_file_that_changes_while_it_is_read_is_not_kept(ledger: Ledger) -> None:
    class Changing(Opener):
        def __call__(self, files: list[ToOpen]) -> Iterator[tuple[str, FileFacts]]:
            for path, facts in super().__call__(files):
                ledger.write(path, "二二")
                yield path, facts

    ledger.examined(["甲.txt"], Changing())
    again = Opener()
    ledger.examined(["甲.txt"], again)
    assert again.opened == ["甲.txt"]


def test_a_flaw_that_may_pass_is_looked_for_again(ledger: Ledger) -> None:
    def slow(files: list[ToOpen]) -> list[tuple[str, FileFacts]]:
        return [(each.path, FileFacts(each.size, "ab", flaw="too-slow")) for each in files]

    with FactsCache(ledger.cache) as cache:
        examine(str(ledger.root), {"甲.txt": f"{ledger.root}/甲.txt"}, cache, slow)
    again = Opener()
    assert ledger.examined(["甲.txt"], again)["甲.txt"].flaw == "" and again.opened == ["甲.txt"]


def test_the_cache_holds_neither_path_nor_name(ledger: Ledger) -> None:
    ledger.write("420106199003074512.txt", "一")
    ledger.examined(["420106199003074512.txt"], Opener())
    raw = ledger.cache.read_bytes()
    assert b"420106199003074512" not in raw and "台账".encode() not in raw and len(raw) > 4_000


@pytest.mark.parametrize("damage", ["text", "folder", "other table", "other facts", "none at all"])
def test_a_cache_that_is_not_as_it_should_be_is_done_without(ledger: Ledger, damage: str) -> None:
    ledger.examined(["甲.txt"], Opener())
    match damage:
        case "text":
            ledger.cache.write_bytes(b"x" * 5_000)
        case "folder":
            ledger.cache.unlink()
            ledger.cache.mkdir()
        case "other table":
            with sqlite3.connect(ledger.cache) as base:
                base.execute("DROP TABLE seen")
                base.execute("CREATE TABLE seen (other)")
        case "other facts":
            with sqlite3.connect(ledger.cache) as base:
                base.execute("UPDATE facts SET facts = '[]'")
        case _:
            ledger.cache.unlink()
    again = Opener()
    assert ledger.examined(["甲.txt"], again)["甲.txt"].size == 3 and again.opened == ["甲.txt"]
    last = Opener()
    ledger.examined(["甲.txt"], last)
    is_begun_anew = damage in ("text", "other facts", "none at all")
    assert last.opened == ([] if is_begun_anew else ["甲.txt"])


def test_without_a_cache_every_file_is_opened(ledger: Ledger) -> None:
    opener = Opener()
    for _ in range(2):
        with FactsCache(None) as cache:
            examine(str(ledger.root), {"甲.txt": f"{ledger.root}/甲.txt"}, cache, opener)
    assert opener.opened == ["甲.txt", "甲.txt"]


def test_a_file_that_is_gone_cannot_be_read(ledger: Ledger) -> None:
    assert ledger.examined(["没有.txt"], Opener())["没有.txt"].flaw == "unreadable"


def test_the_same_bytes_under_another_ending_have_facts_of_their_own(ledger: Ledger) -> None:
    ledger.write("甲.jpg", "一")
    opener = Opener()
    ledger.examined(["甲.txt", "甲.jpg"], opener)
    with sqlite3.connect(ledger.cache) as base:
        assert base.execute("SELECT count(*) FROM facts").fetchone() == (2,)


def test_a_scaffold_is_told_by_its_name_when_its_twin_is_none(ledger: Ledger) -> None:
    names = ["方案.txt", "方案【待填】.txt", "方案"]
    for name in names:
        ledger.write(name, "三月五日清扫街道。")
    found = ledger.examined(names, open_all)
    assert [each.flaw for each in found.values()] == ["", "stub", ""]
    again = Opener()
    assert ledger.examined(names, again) == found and again.opened == []


def test_nothing_of_a_name_is_kept_but_an_ending_that_is_known(ledger: Ledger) -> None:
    names = ["a.13800001234", "13800001234", "x.b/13800001234", "方案.TXT"]
    (ledger.root / "x.b").mkdir()
    for name in names:
        ledger.write(name, "三月五日清扫街道。")
    ledger.examined(names, Opener())
    with sqlite3.connect(ledger.cache) as base:
        kept = [digest.partition(".")[2] for (digest,) in base.execute("SELECT digest FROM facts")]
    assert sorted(kept) == ["", "txt"]
