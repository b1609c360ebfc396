"""The ledger as it stood on a day: the right commit, the very bytes, nothing outside, everything left out named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from civcheck.errors import UsageError
from civcheck.reading import limits
from civcheck.reading.knownat import Standing, tree_at

from .repositories import Repo

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"


def found(root: Path, day: str = "2017-12-31") -> tuple[dict[str, bytes], Standing]:
    with tree_at(root, date.fromisoformat(day)) as standing:
        files = {
            path.relative_to(standing.root).as_posix(): path.read_bytes()
            for path in standing.root.rglob("*")
            if path.is_file()
        }
    assert not standing.root.exists()
    return files, standing


def refused(root: Path, day: str) -> str:
    with pytest.raises(UsageError) as stopped, tree_at(root, date.fromisoformat(day)):
        pass
    return stopped.value.message.id


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2017-03-15", b"1", id="the end of that day"),
        pytest.param("2017-04-19", b"1", id="the day before the next"),
        pytest.param("2017-04-20", b"2", id="the next"),
        pytest.param("2018-01-01", b"3", id="later than all"),
    ],
)
def test_it_is_the_last_commit_of_that_day_in_china(repo: Repo, day: str, expected: bytes) -> None:
    repo.commit("2017-03-15T23:59:59+0800", {"a.md": "1"})
    repo.commit("2017-04-19T16:00:00+0000", {"a.md": "2"})
    repo.commit("2017-05-01", {"a.md": "3"})
    files, standing = found(repo.folder, day)
    assert files == {"a.md": expected}
    assert standing.day <= date.fromisoformat(day)
    assert not standing.is_out_of_order


def test_a_day_before_the_first_commit_is_refused(repo: Repo) -> None:
    repo.commit("2017-03-15", {"a.md": "1"})
    assert refused(repo.folder, "2017-03-14") == "error.known-at-early"


def test_a_repository_without_a_commit_is_refused(repo: Repo) -> None:
    assert refused(repo.folder, "2017-03-14") == "error.known-at-early"


def test_a_history_that_is_cut_off_is_told_as_that(repo: Repo, tmp_path: Path) -> None:
    repo.commit("2017-03-15", {"a.md": "1"})
    repo.commit("2017-05-01", {"a.md": "2"})
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.folder}", str(tmp_path / "浅"))
    assert refused(tmp_path / "浅", "2017-04-01") == "error.known-at-cut"


def test_a_commit_without_the_ledger_is_refused(repo: Repo) -> None:
    repo.commit("2017-03-15", {"别的/a.md": "1"})
    repo.commit("2017-05-01", {"台账/a.md": "1"})
    assert refused(repo.folder / "台账", "2017-04-01") == "error.known-at-absent"


def test_of_a_merge_the_mainline_counts(repo: Repo) -> None:
    repo.commit("2017-03-01", {"a.md": "1"})
    repo.git("checkout", "-q", "-b", "旁")
    repo.commit("2017-04-01", {"b.md": "2"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "并", "旁", day="2017-06-01")
    assert set(found(repo.folder, "2017-05-01")[0]) == {"a.md"}
    assert set(found(repo.folder, "2017-06-01")[0]) == {"a.md", "b.md"}


def test_days_out_of_order_are_told(repo: Repo) -> None:
    repo.commit("2017-03-01", {"a.md": "1"})
    repo.commit("2017-09-01", {"a.md": "2"})
    repo.commit("2017-05-01", {"a.md": "3"})
    files, standing = found(repo.folder, "2017-06-01")
    assert (files["a.md"], standing.is_out_of_order) == (b"3", True)


def test_only_the_ledgers_folder_is_laid_out_under_its_name(repo: Repo) -> None:
    repo.commit("2017-03-01", {"台账/图片/b.jpg": "图", "台账2/c.md": "3", "a.md": "1"})
    files, standing = found(repo.folder / "台账")
    assert files == {"图片/b.jpg": "图".encode()}
    assert standing.root.name == "台账"


def test_what_is_not_committed_is_not_part_of_it_and_the_ledger_stays_as_it_is(repo: Repo) -> None:
    repo.commit("2017-03-01", {"a.md": "1"})
    repo.put({"a.md": "改", "b.md": "新"})
    before = repo.git("status", "--porcelain")
    assert found(repo.folder)[0] == {"a.md": b"1"}
    assert repo.git("status", "--porcelain") == before


def test_no_attribute_changes_a_byte_or_hides_a_file(repo: Repo) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "$Id$ $Format:%H$\n一\n", "b.md": "二\n", "c.txt": "三\n", ".gitattributes":
        "* text eol=crlf ident export-subst\nb.md export-ignore\n",
    }  # fmt: skip
    repo.put(files)
    (repo.folder / ".git" / "info" / "attributes").write_text("* -text\n")
    repo.commit("2017-03-01")
    assert found(repo.folder)[0] == {name: str(text).encode() for name, text in files.items()}


def test_what_is_no_plain_file_is_left_out_and_named(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "里")
    inner.commit("2017-03-01", {"x.md": "1"})
    repo.git("submodule", "add", "-q", str(inner.folder), "子库")
    (repo.folder / "外面.md").symlink_to("/etc/passwd")
    (repo.folder / "出去").symlink_to("..", target_is_directory=True)
    repo.commit("2017-03-01", {"a.md": "1", "大.jpg": POINTER})
    files, standing = found(repo.folder)
    assert set(files) == {".gitmodules", "a.md", "大.jpg"}
    assert standing[3:7] == (("出去", "外面.md"), ("子库",), ("大.jpg",), ())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("..", id="the folder above"),
        pytest.param(".git", id="a repository inside"),
        pytest.param(".GIT", id="in capitals"),
        pytest.param("a\\..\\b", id="folders of Windows"),
        pytest.param("C:", id="a drive"),
        pytest.param("字" * 90, id="too long a name"),
    ],
)
def test_no_name_in_a_forged_tree_leads_out_of_the_folder(repo: Repo, tmp_path: Path, name: str) -> None:
    repo.put({"x": "恶"})
    blob = repo.git("hash-object", "-w", "x").strip()
    inner = b"100644 evil.md\0" + bytes.fromhex(blob)
    below = _tree(repo, inner, tmp_path)
    forged = _tree(
        repo, b"100644 a.md\0" + bytes.fromhex(blob) + b"40000 " + name.encode() + b"\0" + bytes.fromhex(below),
        tmp_path,
    )  # fmt: skip
    commit = repo.git("commit-tree", "-m", "x", forged).strip()
    repo.git("update-ref", "refs/heads/main", commit)
    files, standing = found(repo.folder)
    assert files == {"a.md": "恶".encode()}
    assert standing.unwritable == (f"{name}/evil.md",)


def _tree(repo: Repo, raw: bytes, tmp_path: Path) -> str:
    file = tmp_path / "raw-tree"
    file.write_bytes(raw)
    return repo.git("hash-object", "-t", "tree", "-w", "--literally", str(file)).strip()


def test_a_file_of_many_pieces_is_whole(repo: Repo) -> None:
    large = bytes(range(256)) * 10_000
    repo.commit("2017-03-01", {"a.jpg": large, "b.md": "1", "空.md": ""})
    assert found(repo.folder)[0] == {"a.jpg": large, "b.md": b"1", "空.md": b""}


def test_a_ledger_that_finds_no_room_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("2017-03-01", {"a.md": "12345"})
    monkeypatch.setattr(limits, "KNOWN_AT_BYTES", 5)
    assert set(found(repo.folder)[0]) == {"a.md"}
    monkeypatch.setattr(limits, "KNOWN_AT_BYTES", 4)
    assert refused(repo.folder, "2017-12-31") == "error.known-at-room"


def test_nothing_temporary_is_laid_into_the_ledger(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("2017-03-01", {"a.md": "1"})
    monkeypatch.setattr("tempfile.tempdir", str(repo.folder))
    assert refused(repo.folder, "2017-12-31") == "error.temporary"
    monkeypatch.setattr("tempfile.tempdir", str(repo.folder / "没有"))
    assert refused(repo.folder, "2017-12-31") == "error.temporary"


def test_a_file_whose_content_is_missing_stops_it(repo: Repo) -> None:
    repo.commit("2017-03-01", {"a.md": "1", "b.md": "2"})
    name = repo.git("rev-parse", "HEAD:b.md").strip()
    (repo.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert refused(repo.folder, "2017-12-31") == "error.git-failed"
