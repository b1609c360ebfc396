"""Pointers of Git LFS: a file whose content is not here is told as that, counts as nothing, and hides no record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from civcheck import audit
from civcheck.app.material import FileOpener
from civcheck.app.privacy import privacy
from civcheck.errors import LedgerError
from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.reading.pointers import BYTES, is_pointer, may_be_pointer
from civcheck.reading.unitfile import open_unit
from tests.ledgers import RECORD, noted, read_files, told, write_ledger

VERSION = b"version https://git-lfs.github.com/spec/v1\n"


def pointer(size: int = 12345, extension: bytes = b"") -> bytes:
    return VERSION + extension + b"oid sha256:" + b"4d7a" * 16 + b"\nsize " + str(size).encode() + b"\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(pointer(), True, id="as Git LFS writes it"),
        pytest.param(pointer().replace(b"\n", b"\r\n"), True, id="with line ends of Windows"),
        pytest.param(
            pointer(extension=b"ext-0-foo sha256:" + b"0" * 64 + b"\n"), True, id="with an extension"
        ),
        pytest.param(pointer(10**20), False, id="of a size that nothing has"),
        pytest.param(VERSION, False, id="the first line alone"),
        pytest.param(pointer() + "还有一句".encode(), False, id="with words behind it"),
        pytest.param(b"# " + pointer(), False, id="in a text about it"),
        pytest.param(pointer().replace(b"v1", b"v2"), False, id="of another version"),
        pytest.param(pointer() + b"\n" * (BYTES - len(pointer()) - 1), True, id="one byte below the limit"),
        pytest.param(pointer() + b"\n" * (BYTES - len(pointer())), False, id="at the limit"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_a_pointer_is_known_by_its_whole_text(raw: bytes, expected: bool) -> None:
    assert is_pointer(raw) is expected


@pytest.mark.parametrize("size", [0, 9, 99_999_999, 10**19])
def test_what_git_lfs_writes_is_looked_into_and_hardly_anything_else(size: int) -> None:
    assert may_be_pointer(len(pointer(size)))
    assert not may_be_pointer(0) and not may_be_pointer(1_000)


def of_lecture(role: str, name: str) -> str:
    return f"{RECORD}附件:\n  {role}: {name}\n"


OPENED = [
    pytest.param(None, id="unopened"),
    pytest.param(FileOpener(cached=False), id="opened"),
]


@pytest.mark.parametrize("opener", OPENED)
@pytest.mark.parametrize(("role", "name"), [("图片", "1.jpg"), ("方案", "方案.docx"), ("方案", "方案.txt")])
def test_a_pointer_is_told_as_not_fetched_and_is_no_material(
    tmp_path: Path, opener: Callable[..., object] | None, role: str, name: str
) -> None:
    files = {"a.yaml": of_lecture(role, name), name: pointer()}
    report = audit(
        write_ledger(tmp_path, files), evidence=opener is not None, open_files=opener, only=["2.8"]
    )
    (problem,) = (each for each in report.problems if each.code == "file-not-fetched")
    assert say(problem.what) == f"{role}：“{name}”未取回，这里只有 LFS 指针"
    assert "git lfs pull" in say(problem.cure)
    assert report.catalogue[0].evidence == ()
    assert all(each.outcome is not Outcome.SATISFIED for each in report.findings)


def test_in_a_folder_the_others_count(tmp_path: Path) -> None:
    files = {"a.yaml": of_lecture("图片", "图片/"), "图片/1.jpg": pointer(), "图片/2.jpg": b"x"}
    ledger = read_files(tmp_path, files)
    assert noted(ledger) == ["folder-file-not-fetched"]
    assert [each.name for each in ledger.records[0].evidence] == ["2.jpg"]


@pytest.mark.parametrize("name", ["b.yaml", "b.yml", "b.md"])
def test_a_pointer_in_the_place_of_a_record_leaves_the_audit_incomplete(tmp_path: Path, name: str) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD, name: pointer()})
    assert told(ledger) == [f"{name} not-fetched"]
    assert [each.key for each in ledger.unread] == [name]


def test_a_register_that_is_not_fetched_is_told(tmp_path: Path) -> None:
    report = audit(write_ledger(tmp_path, {"a.yaml": RECORD, "judgements.yaml": pointer()}))
    assert [(each.place.file, each.code) for each in report.problems] == [("judgements.yaml", "not-fetched")]
    assert report.incomplete


def test_a_unit_that_is_not_fetched_stops_the_audit_and_says_why(tmp_path: Path) -> None:
    write_ledger(tmp_path, {}, pointer())
    with pytest.raises(LedgerError) as stopped:
        open_unit(str(tmp_path))
    assert [each.code for each in stopped.value.problems] == ["not-fetched"]


def test_privacy_says_that_it_was_not_looked_at(tmp_path: Path) -> None:
    files = {"a.yaml": of_lecture("图片", "1.jpg"), "1.jpg": pointer(), "b.yaml": pointer()}
    found = privacy(write_ledger(tmp_path, files), open_files=FileOpener(cached=False))
    assert found.not_looked_at == ("1.jpg", "b.yaml")
