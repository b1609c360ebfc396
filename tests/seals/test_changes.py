"""What has become of files, as laws on small trees, in the model and on disk."""

from __future__ import annotations

import os
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.app.sealing import verify_ledger
from civcheck.model.seal import (
    Changes,
    Entry,
    Moved,
    Seal,
    changes_since,
    from_percent,
    is_name,
    percent,
    sealed_name,
)
from civcheck.reading.sealedtree import digested, look
from civcheck.reading.sealfile import read_seal
from civcheck.report.sealfile import render_seal
from tests.builders import day
from tests.ledgers import UNIT

A, B, C = (sign * 64 for sign in "abc")


def entries(**contents: str) -> list[Entry]:
    return [Entry(name.replace("__", "/"), content) for name, content in contents.items()]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param({"a": A}, {"a": A}, Changes(same=1), id="nothing"),
        pytest.param({}, {"a": A}, Changes(added=(Entry("a", A),)), id="added"),
        pytest.param({"a": A}, {}, Changes(removed=(Entry("a", A),)), id="removed"),
        pytest.param({"a": A}, {"a": B}, Changes(changed=(("a", A, B),)), id="changed"),
        pytest.param({"a": A}, {"b": A}, Changes(moved=(Moved("a", "b"),)), id="moved"),
        pytest.param(
            {"a": A}, {"a": B, "b": A}, Changes(added=(Entry("b", A),), changed=(("a", A, B),)),
            id="copied away and written over: the copy is new, the file is changed",
        ),
        pytest.param(
            {"a": A, "b": B}, {"a": B, "b": A}, Changes(changed=(("a", A, B), ("b", B, A))), id="swapped"
        ),
        pytest.param(
            {"x__1": A, "x__2": A}, {"y__2": A, "y__1": A},
            Changes(moved=(Moved("x/1", "y/1"), Moved("x/2", "y/2"))),
            id="of a folder that was moved each file goes to the one of its own name",
        ),
        pytest.param(
            {"a": A, "b": A}, {"c": A}, Changes(removed=(Entry("b", A),), moved=(Moved("a", "c"),)),
            id="one to one: of two only one can have been moved to a place",
        ),
        pytest.param(
            {"a": A}, {"b": A, "c": A}, Changes(added=(Entry("c", A),), moved=(Moved("a", "b"),)),
            id="one to one: to one place alone",
        ),
        pytest.param({"a": A}, {"a": "!link"}, Changes(changed=(("a", A, "!link"),)), id="a link in its place"),
        pytest.param(
            {"a": "!link"}, {"b": "!link"},
            Changes(added=(Entry("b", "!link"),), removed=(Entry("a", "!link"),)),
            id="what was not looked into cannot be known to be the same",
        ),
    ],
)  # fmt: skip
def test_what_became_of_files_is_told(before, now, expected):
    assert changes_since(entries(**before), entries(**now)) == expected


def test_of_files_whose_names_are_masked_alike_what_is_the_same_is_taken_out_first():
    before = [Entry("138****1234.jpg", A), Entry("138****1234.jpg", B)]
    now = [Entry("138****1234.jpg", B), Entry("138****1234.jpg", C)]
    assert changes_since(before, now) == Changes(changed=(("138****1234.jpg", A, C),), same=1)


def test_a_hundred_thousand_files_alike_are_paired_in_bounded_time():
    before = [Entry(f"old/{number}", A) for number in range(100_000)]
    now = [Entry(f"new/{number}", A) for number in range(100_000)]
    assert len(changes_since(before, now).moved) == 100_000


TREES = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from((A, B, C)), max_size=6)


@given(TREES, TREES)
def test_every_file_is_told_of_once_and_none_in_vain(before, now):
    found = changes_since(entries(**before), entries(**now))
    old = [
        *(each.name for each in (*found.changed, *found.removed)),
        *(each.before for each in found.moved),
    ]
    new = [*(each.name for each in (*found.changed, *found.added)), *(each.now for each in found.moved)]
    kept = {name for name in before if now.get(name) == before[name]}
    assert sorted(old) == sorted(set(before) - kept) and sorted(new) == sorted(set(now) - kept)
    assert found.same == len(kept)
    assert all(before[each.before] == now[each.now] for each in found.moved)
    assert all(before[each.name] == each.before != each.now == now[each.name] for each in found.changed)


# --- on disk

DAY = day("2017-12-31")
_PLAIN = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=8)
_ODD = st.sampled_from(
    (
        "换\n行", " 空格 ", "100%", "%41", "e\u0301té", "\u202e反", "a\\b", "-x", "C:x", "'\"", "\x1b[31m",
        "13812345678", "11010519491231002X", "\udc80\udcff", "半\udce5",
    )
)  # fmt: skip
NAMES = (_PLAIN | _ODD).filter(lambda name: name not in (".", "..", ".git") and len(os.fsencode(name)) < 200)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.binary(max_size=3), max_size=6)


def write_tree(root: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Write what can be written; give what was: of two names that are one as NFC only the first."""
    written: dict[str, bytes] = {}
    parts: dict[str, str] = {}
    for path, content in files.items():
        above = ["/".join(path.split("/")[: count + 1]) for count in range(path.count("/") + 1)]
        if any(parts.setdefault(unicodedata.normalize("NFC", each), each) != each for each in above):
            continue
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                stream.write(content)
        except OSError:  # a file where a folder would have to be
            continue
        written[path] = content
    return written


def seal_of(root: Path, name: str = "江城市司法局") -> bytes:
    """Seal a tree without an audit."""
    snapshot = look(str(root))
    files = digested(snapshot, with_sm3=False)
    return render_seal(Seal(name, 2017, DAY, None, files, snapshot.left_out, civcheck="0"))


posix_only = pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")


@posix_only
@settings(max_examples=60, deadline=None)
@given(FILES)
def test_an_unchanged_tree_is_clean_whatever_its_names(files):
    with tempfile.TemporaryDirectory() as folder:
        root, seal = Path(folder, "台账"), Path(folder, "台账.seal.json")
        root.mkdir()
        (root / "unit.yaml").write_text(UNIT, "utf-8")
        written = write_tree(root, files)
        seal.write_bytes(seal_of(root))
        found = verify_ledger(seal, root)
        assert found.changes == Changes(same=len(written) + (0 if "unit.yaml" in written else 1))


@posix_only
@settings(max_examples=60, deadline=None)
@given(FILES.filter(bool), st.data())
def test_verify_says_exactly_what_was_done_to_a_tree(files, data):
    with tempfile.TemporaryDirectory() as folder:
        root, seal = Path(folder, "台账"), Path(folder, "台账.seal.json")
        root.mkdir()
        written = write_tree(root, {f"x{path}": os.urandom(8) for path in files})
        seal.write_bytes(seal_of(root))
        path = data.draw(st.sampled_from(sorted(written)))
        target, name = root / path, sealed_name(path)
        match data.draw(st.sampled_from(("add", "remove", "change", "move"))):
            case "add":
                (root / "新.txt").write_bytes(b"new")
                found = verify_ledger(seal, root).changes
                assert [each.name for each in found.added] == ["新.txt"] and found.total == 1
            case "remove":
                target.unlink()
                found = verify_ledger(seal, root).changes
                assert [each.name for each in found.removed] == [name] and found.total == 1
            case "change":
                target.write_bytes(written[path] + b"!")
                found = verify_ledger(seal, root).changes
                assert [each.name for each in found.changed] == [name] and found.total == 1
            case "move":
                target.rename(root / "移走")
                found = verify_ledger(seal, root).changes
                assert found.moved == (Moved(name, "移走"),) and found.total == 1


@posix_only
def test_a_name_spelled_in_another_way_is_the_same_file(tmp_path):
    composed, apart = (unicodedata.normalize(form, "été.txt") for form in ("NFC", "NFD"))
    roots = [write_root(tmp_path / each, {name: b"x"}) for each, name in (("1", composed), ("2", apart))]
    seal = tmp_path / "1.seal.json"
    seal.write_bytes(seal_of(roots[0]))
    assert verify_ledger(seal, roots[1]).changes.total == 0
    assert seal_of(roots[0]) == seal_of(roots[1])


def write_root(root: Path, files: dict[str, bytes]) -> Path:
    root.mkdir()
    write_tree(root, {"unit.yaml": UNIT.encode(), **files})
    return root


@given(st.text(st.characters(categories=("L", "Cs", "Cc", "P")), min_size=1))
def test_a_name_that_is_no_text_is_read_back_as_it_was(name):
    assert from_percent(percent(name)) == name
    assert percent(name).isascii()


@pytest.mark.parametrize(
    "name", ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a/.", "a\0b", "e\u0301"], ids=repr
)
def test_what_no_ledger_can_have_is_no_name(name):
    assert not is_name(name)
    assert is_name("a/..b/c...")


@posix_only
def test_personal_numbers_in_names_are_masked_and_stand_nowhere_in_the_seal(tmp_path):
    root = write_root(tmp_path / "台账", {"13812345678.jpg": b"1", "13899995678.jpg": b"2"})
    seal = tmp_path / "a.seal.json"
    seal.write_bytes(raw := seal_of(root))
    assert b"13812345678" not in raw and b"13899995678" not in raw
    names = [each.name for each in read_seal(seal).seal.files]
    assert names == ["138****5678.jpg", "138****5678.jpg", "unit.yaml"]
    assert verify_ledger(seal, root).changes.total == 0
    (root / "13812345678.jpg").write_bytes(b"3")
    assert [each.name for each in verify_ledger(seal, root).changes.changed] == ["138****5678.jpg"]
