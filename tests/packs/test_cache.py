"""The compiled form of a pack: the same pack, outside any ledger, and any doubt means reading anew."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from civcheck.errors import RulePackError
from civcheck.model.parts import PARTS, Part
from civcheck.reading import packcache
from civcheck.reading.packsource import installed_packs
from civcheck.reading.rulepack import read_pack
from tests.packs.good import good_files, write


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write(tmp_path / "demo", good_files())


def data(value):
    """Give everything a part says, defaults included, with the type of each value."""
    if isinstance(value, Part):
        return type(value).__name__, {name: data(getattr(value, name)) for name in value.names()}
    if isinstance(value, tuple):
        return tuple(map(data, value))
    if isinstance(value, Mapping):
        return {key: data(each) for key, each in value.items()}
    return type(value), value


def compiled():
    return sorted(packcache.cache_folder().iterdir())


def test_the_compiled_pack_is_the_pack(pack):
    fresh = read_pack(str(pack))
    (file,) = compiled()
    assert file.name == f"{fresh.digest}.json"
    assert data(read_pack(str(pack))) == data(fresh) == data(read_pack(str(pack), cache=False))


def test_the_compiled_hubei_pack_is_the_pack(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert data(read_pack("hubei-2017")) == data(read_pack("hubei-2017", cache=False))


def test_the_pack_that_is_shipped_compiled_is_that_of_its_yaml():
    """After a change to the YAML: python tools/compile_packs.py."""
    for name, root in installed_packs().items():
        assert (root / packcache.SHIPPED).read_bytes() == packcache.sealed(read_pack(name, cache=False))


def test_a_shipped_pack_needs_no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert read_pack("hubei-2017").id == "hubei-2017"
    assert not (tmp_path / "cache").exists()


def test_a_compiled_pack_of_other_parts_is_read_anew(pack, monkeypatch):
    """A later civcheck whose parts have other fields cannot use what an earlier one wrote."""
    fresh = read_pack(str(pack))
    monkeypatch.setattr(PARTS["Rule"], "_names", (*PARTS["Rule"].names()[:-1], "remark"))
    assert packcache.load_compiled(compiled()[0], fresh.digest) is None


def test_parts_that_are_no_part_of_a_pack_leave_its_compiled_form_good(pack, monkeypatch):
    """The tests of a pack are parts too, and only some commands know them."""
    fresh = read_pack(str(pack))
    foreign = type("Foreign", (Part,), {"__module__": "civcheck.reading.packtests"})
    monkeypatch.setitem(PARTS, "Foreign", foreign)
    assert packcache.load_compiled(compiled()[0], fresh.digest) is not None


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff", b"{" * 5000, b'{"head": {}}'], ids=repr)
def test_a_damaged_compiled_pack_is_read_anew(pack, raw):
    fresh = read_pack(str(pack))
    (file,) = compiled()
    good = file.read_bytes()
    file.write_bytes(raw)
    assert data(read_pack(str(pack))) == data(fresh)
    assert file.read_bytes() == good


def test_a_compiled_pack_of_other_files_is_not_used(pack):
    read_pack(str(pack))
    (other,) = compiled()
    terms = pack / "terms.yaml"
    terms.write_text(terms.read_text("utf-8").replace("一场讲堂", "一讲"), "utf-8")
    fresh = read_pack(str(pack), cache=False)
    (packcache.cache_folder() / f"{fresh.digest}.json").write_bytes(other.read_bytes())
    assert data(read_pack(str(pack))) == data(fresh)


def test_a_broken_pack_is_never_compiled(pack):
    (pack / "03-x.yaml").write_text("- {}")
    with pytest.raises(RulePackError):
        read_pack(str(pack))
    assert not packcache.cache_folder().exists()


def test_a_cache_that_cannot_be_written_is_done_without(pack, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert read_pack(str(pack)).id == "demo"


def test_a_pipe_where_a_compiled_pack_should_be_is_not_waited_for(pack):
    fresh = read_pack(str(pack))
    (file,) = compiled()
    file.unlink()
    os.mkfifo(file)
    assert data(read_pack(str(pack))) == data(fresh)


def test_a_cache_inside_the_ledger_is_neither_trusted_nor_written(pack, tmp_path):
    read_pack(str(pack), ledger=str(tmp_path))
    assert not packcache.cache_folder().exists()
    read_pack(str(pack))
    (file,) = compiled()
    planted = file.read_bytes()
    file.write_bytes(planted + b" ")
    read_pack(str(pack), ledger=str(tmp_path))
    assert file.read_bytes() == planted + b" "


def test_a_full_disk_leaves_nothing_half_written(pack, monkeypatch):
    def full(handle: int, _mode: str) -> None:
        os.close(handle)
        raise OSError(28, "full")

    monkeypatch.setattr("civcheck.reading.packcache.os.fdopen", full)
    assert read_pack(str(pack)).id == "demo"
    assert compiled() == []
