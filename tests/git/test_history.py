"""The day on which a file first appeared: by path, by renames, by its bytes; what a history cannot say is left out."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from civcheck.errors import UsageError
from civcheck.reading import limits
from civcheck.reading.githistory import first_seen, read_history
from civcheck.reading.repository import day_of

from .repositories import Repo

LONG = "".join(f"第{number}句说的是另外一件事，\n" for number in range(40))
MARCH, APRIL, MAY = "2017-03-15", "2017-04-20", "2017-05-05"


def day(text: str) -> date:
    return date.fromisoformat(text)


def refused(root: Path, **options: date) -> str:
    with pytest.raises(UsageError) as stopped:
        read_history(root, **options)
    return stopped.value.message.id


def test_a_file_is_of_the_day_its_path_was_added(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.commit(APRIL, {"a.md": "一，改过", "图片/b.jpg": "二"})
    assert first_seen(repo.folder) == {"a.md": day(MARCH), "图片/b.jpg": day(APRIL)}


def test_a_renamed_file_is_of_the_day_of_its_first_name_also_when_it_was_changed_a_little(repo: Repo) -> None:
    repo.commit(MARCH, {"旧.md": LONG})
    (repo.folder / "旧.md").unlink()
    repo.commit(APRIL, {"新/记录.md": LONG + "又加一句。"})
    assert first_seen(repo.folder) == {"新/记录.md": day(MARCH)}


def test_renames_are_followed_through_names_that_the_ledger_never_had(repo: Repo) -> None:
    repo.commit(MARCH, {"台账2016/a.md": LONG})
    for before, after, when in (("台账2016", "存档/台账", APRIL), ("存档/台账", "台账", MAY)):
        (repo.folder / after).parent.mkdir(exist_ok=True)
        (repo.folder / before).rename(repo.folder / after)
        repo.commit(when, {f"{after}/a.md": LONG + when})
    assert first_seen(repo.folder / "台账") == {"a.md": day(MARCH)}


def test_the_same_bytes_count_from_where_they_first_stood(repo: Repo) -> None:
    repo.commit(MARCH, {"收件/x.jpg": "图", "台账/占位.jpg": "空"})
    repo.commit(APRIL, {"台账/占位.jpg": "图二"})
    repo.commit(MAY, {"台账/a.jpg": "图", "台账/b.jpg": "图二", "台账/c.jpg": "图三"})
    assert first_seen(repo.folder / "台账") == {
        "a.jpg": day(MARCH), "b.jpg": day(APRIL), "c.jpg": day(MAY), "占位.jpg": day(MARCH),
    }  # fmt: skip


def test_the_committers_day_counts_and_not_the_authors(repo: Repo) -> None:
    repo.commit(MAY, {"a.md": "一"}, author="2016-01-01T00:00:00+0800")
    assert first_seen(repo.folder) == {"a.md": day(MAY)}


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param("2017-05-05T23:59:59+0800", "2017-05-05", id="the last second in China"),
        pytest.param("2017-05-05T16:00:00+0000", "2017-05-06", id="the next second, told in another zone"),
    ],
)
def test_days_are_those_of_china(repo: Repo, second: str, expected: str) -> None:
    repo.commit(second, {"a.md": "一"})
    assert first_seen(repo.folder) == {"a.md": day(expected)}


def test_what_is_not_committed_has_no_day(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.put({"b.md": "二", "c.md": "三"})
    repo.git("add", "c.md")
    assert first_seen(repo.folder) == {"a.md": day(MARCH)}


def test_a_repository_without_a_commit_has_no_days(repo: Repo) -> None:
    assert read_history(repo.folder) == ("", {}, 0, 0)


def test_a_merge_has_the_days_of_both_sides_and_of_what_it_adds_itself(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.git("checkout", "-q", "-b", "旁")
    repo.commit(APRIL, {"b.md": "二"})
    repo.git("checkout", "-q", "main")
    repo.commit(MAY, {"c.md": "三"})
    repo.git("merge", "-q", "--no-commit", "旁", day="2017-06-01")
    repo.commit("2017-06-01", {"d.md": "四"})
    assert first_seen(repo.folder) == {
        "a.md": day(MARCH), "b.md": day(APRIL), "c.md": day(MAY), "d.md": day("2017-06-01"),
    }  # fmt: skip


def test_another_branch_is_not_the_ledgers_history(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.git("checkout", "-q", "-b", "旁")
    repo.commit(APRIL, {"b.md": "二"})
    repo.git("checkout", "-q", "main")
    repo.commit(MAY, {"b.md": "二"})
    assert first_seen(repo.folder)["b.md"] == day(MAY)


def test_of_a_history_that_is_cut_off_nothing_is_said_of_what_may_be_older(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.commit(APRIL, {"b.md": "二"})
    repo.commit(MAY, {"c.md": "三"})
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.folder}", str(tmp_path / "浅"))
    history = read_history(tmp_path / "浅")
    assert (history.days, history.cut) == ({"c.md": day(MAY)}, 2)


@pytest.mark.parametrize(
    ("today", "days", "ahead"),
    [
        pytest.param(MAY, {"a.md": MARCH, "b.md": MAY}, 0, id="on the day itself"),
        pytest.param("2017-05-04", {"a.md": MARCH}, 1, id="a day that has not come"),
    ],
)
def test_a_day_that_has_not_come_is_not_believed(
    repo: Repo, today: str, days: dict[str, str], ahead: int
) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    repo.commit(MAY, {"b.md": "二"})
    history = read_history(repo.folder, day(today))
    assert (history.days, history.ahead) == ({path: day(text) for path, text in days.items()}, ahead)


def test_names_are_compared_composed(repo: Repo) -> None:
    name = "é公告.md"
    repo.commit(MARCH, {unicodedata.normalize("NFD", name): "一"})
    assert first_seen(repo.folder) == {unicodedata.normalize("NFC", name): day(MARCH)}


def test_names_may_hold_anything_but_a_slash(repo: Repo) -> None:
    names = ['引"号.md', "换\n行.md", ":100644 x", " 空 格 .md", "-n.md"]
    repo.commit(MARCH, dict.fromkeys(names, "一"))
    assert set(first_seen(repo.folder)) == set(names)


def test_the_history_up_to_a_commit_ends_there(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    early = repo.commit(APRIL, {"b.md": "二"})
    repo.commit(MAY, {"c.md": "三"})
    assert set(read_history(repo.folder, commit=early).days) == {"a.md", "b.md"}


def test_replaced_and_grafted_commits_do_not_change_a_day(repo: Repo) -> None:
    commit = repo.commit(MAY, {"a.md": "一"})
    earlier = repo.git("commit-tree", "-m", "早", "HEAD^{tree}", day="2016-01-01").strip()
    repo.git("replace", commit, earlier)
    (repo.folder / ".git" / "info" / "grafts").write_text(f"{commit} {earlier}\n")
    assert first_seen(repo.folder) == {"a.md": day(MAY)}


def test_a_submodule_has_a_history_of_its_own(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "台账库")
    inner.commit(MARCH, {"a.md": "一"})
    repo.git("submodule", "add", "-q", str(inner.folder), "台账", day=MAY)
    repo.commit(MAY)
    assert first_seen(repo.folder / "台账") == {"a.md": day(MARCH)}
    assert first_seen(repo.folder) == {".gitmodules": day(MAY)}


def test_a_work_tree_beside_has_the_history_of_its_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit(MARCH, {"台账/a.md": "一"})
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "旁"))
    assert first_seen(tmp_path / "旁" / "台账") == {"a.md": day(MARCH)}


def test_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "库", "--object-format=sha256")
    repo.commit(MARCH, {"a.md": "一"})
    assert first_seen(repo.folder) == {"a.md": day(MARCH)}


def test_contents_that_a_partial_clone_lacks_are_not_asked_for(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit(MARCH, {"旧.md": LONG})
    (repo.folder / "旧.md").unlink()
    repo.commit(APRIL, {"新.md": LONG + "改"})
    half = tmp_path / "半"
    repo.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repo.folder}", str(half))
    assert first_seen(half) == {"新.md": day(APRIL)}


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    assert refused(tmp_path) == "error.git-none"


def test_a_bare_repository_is_no_ledger(tmp_path: Path) -> None:
    assert refused(Repo(tmp_path / "裸", "--bare").folder) == "error.git-bare"


def test_the_folder_of_git_itself_is_no_ledger(repo: Repo) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    assert refused(repo.folder / ".git") == "error.git-bare"


def test_without_git_it_says_so(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(repo.folder) == "error.git-missing"


def test_a_git_in_the_ledger_is_not_started(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = repo.folder / "git"
    fake.write_text(f"#!/bin/sh\ntouch '{repo.folder}/started'\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(repo.folder))
    assert refused(repo.folder) == "error.git-missing"
    assert not (repo.folder / "started").exists()


def test_a_git_that_takes_too_long_is_stopped(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:/usr/bin:/bin")
    monkeypatch.setattr(limits, "GIT_SECONDS", 0.2)
    assert refused(repo.folder) == "error.git-slow"


@pytest.mark.parametrize("limit", ["HISTORY_ENTRIES", "HISTORY_BYTES", "ENTRIES"])
def test_a_history_beyond_a_limit_is_refused(repo: Repo, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    repo.commit(MARCH, {"a.md": "一", "b.md": "二"})
    monkeypatch.setattr(limits, limit, 1)
    assert refused(repo.folder) == "error.git-large"


def test_a_broken_history_is_told_in_gits_own_words(repo: Repo) -> None:
    commit = repo.commit(MARCH, {"a.md": "一"})
    (repo.folder / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    assert refused(repo.folder) == "error.git-failed"


def test_the_environment_does_not_lead_to_another_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "别的")
    other.commit(MARCH, {"x.md": "一"})
    repo.commit(MAY, {"a.md": "一"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    assert first_seen(repo.folder) == {"a.md": day(MAY)}


def test_somebody_elses_repository_is_told_with_the_cure(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(MARCH, {"a.md": "一"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr("civcheck.reading.repository._KEPT", ("GIT_TEST_ASSUME_DIFFERENT_OWNER",))
    assert refused(repo.folder) == "error.git-owner"


@pytest.mark.parametrize("second", [b"", b"x", b"99999999999999999", b"-99999999999999"])
def test_a_second_that_no_calendar_has_is_no_day(second: bytes) -> None:
    assert day_of(second) is None


def test_a_folder_with_a_line_feed_in_its_name_is_refused(repo: Repo) -> None:
    repo.commit(MARCH, {"台\n账/a.md": "一"})
    assert refused(repo.folder / "台\n账") == "error.git-none"


def test_a_git_that_is_no_program_is_told(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "bin" / "git"
    empty.parent.mkdir()
    empty.write_bytes(b"\0")
    empty.chmod(0o755)
    monkeypatch.setenv("PATH", str(empty.parent))
    assert refused(repo.folder) == "error.git-missing"
