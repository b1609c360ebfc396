"""The compiled form of a pack: the same pack, outside any ledger, and any doubt means reading anew."""

from __future__ import annotations

import os

import pytest

from civcheck.errors import RulePackError
from civcheck.reading import packcache
from civcheck.reading.rulepack import read_pack
from tests.packs.good import good_files, write


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write(tmp_path / "demo", good_files())


def compiled():
    return sorted(packcache.cache_folder().iterdir())


def test_the_compiled_pack_is_the_pack(pack):
    fresh = read_pack(str(pack))
    (file,) = compiled()
    assert file.name == f"{fresh.digest}.json"
    assert read_pack(str(pack)) == fresh == read_pack(str(pack), cache=False)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff", b"{" * 5000, b'{"head": {}}'], ids=repr)
def test_a_damaged_compiled_pack_is_read_anew(pack, raw):
    fresh = read_pack(str(pack))
    (file,) = compiled()
    good = file.read_bytes()
    file.write_bytes(raw)
    assert read_pack(str(pack)) == fresh
    assert file.read_bytes() == good


def test_a_compiled_pack_of_other_files_is_not_used(pack):
    read_pack(str(pack))
    (other,) = compiled()
    terms = pack / "terms.yaml"
    terms.write_text(terms.read_text("utf-8").replace("一场讲堂", "一讲"), "utf-8")
    fresh = read_pack(str(pack), cache=False)
    (packcache.cache_folder() / f"{fresh.digest}.json").write_bytes(other.read_bytes())
    assert read_pack(str(pack)) == fresh


def test_a_broken_pack_is_never_compiled(pack):
    (pack / "03-x.yaml").write_text("- {}")
    with pytest.raises(RulePackError):
        read_pack(str(pack))
    assert not packcache.cache_folder().exists()


def test_a_cache_that_cannot_be_written_is_done_without(pack, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert read_pack(str(pack)).id == "demo"


def test_a_full_disk_leaves_nothing_half_written(pack, monkeypatch):
    def full(handle: int, _mode: str) -> None:
        os.close(handle)
        raise OSError(28, "full")

    monkeypatch.setattr("civcheck.reading.packcache.os.fdopen", full)
    assert read_pack(str(pack)).id == "demo"
    assert compiled() == []
