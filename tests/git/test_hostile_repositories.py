"""A repository of a stranger: nothing that its settings name is started (G1, G2)."""

from __future__ import annotations

import stat
from contextlib import suppress
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from civcheck.reading.githistory import first_seen
from civcheck.reading.knownat import tree_at

from .repositories import Repo

HOOKS = (
    "post-checkout", "post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction",
    "post-merge", "pre-auto-gc", "post-rewrite",
)  # fmt: skip


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "started"


@pytest.fixture
def hostile(repo: Repo, tmp_path: Path, marker: Path) -> Repo:
    """Make a repository whose every setting that can name a program names one that leaves a mark."""
    repo.commit("2017-03-01", {
        "台账/a.md": "一\n" * 30, "台账/.gitattributes": "* diff=evil filter=evil merge=evil text=auto\n",
    })  # fmt: skip
    (repo.folder / "台账" / "a.md").rename(repo.folder / "台账" / "b.md")
    repo.commit("2017-04-01", {"台账/b.md": "一\n" * 31})
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{marker}'\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    settings = {
        "core.fsmonitor": script, "core.pager": script, "core.editor": script, "core.sshCommand": script,
        "core.askPass": script, "core.gitProxy": script, "core.hooksPath": tmp_path / "hooks",
        "core.alternateRefsCommand": script, "diff.external": script, "diff.evil.textconv": script,
        "diff.evil.command": script, "filter.evil.clean": script, "filter.evil.smudge": script,
        "filter.evil.process": script, "filter.evil.required": "true", "merge.evil.driver": script,
        "alias.log": f"!{script}", "alias.rev-parse": f"!{script}", "alias.ls-tree": f"!{script}",
        "alias.cat-file": f"!{script}", "gpg.program": script, "gpg.ssh.program": script,
        "log.showSignature": "true", "pager.log": script, "pager.ls-tree": script, "credential.helper": script,
        "uploadpack.packObjectsHook": script, "remote.origin.url": f"ext::{script} x", "protocol.allow": "always",
        "protocol.ext.allow": "always", "remote.origin.uploadpack": script, "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none", "extensions.partialClone": "origin",
        "log.mailmap": "true", "diff.renames": "false", "diff.orderFile": script, "core.quotePath": "true",
        "log.date": "format:x", "format.pretty": "raw", "log.follow": "true", "core.abbrev": "4",
    }  # fmt: skip
    hooks = tmp_path / "hooks"
    for folder in (hooks, repo.folder / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).write_bytes(script.read_bytes())
            (folder / name).chmod(0o755)
    config = repo.folder / ".git" / "config"
    rows = [config.read_text()]
    for name, value in settings.items():
        section, _, key = name.rpartition(".")
        first, _, second = section.partition(".")
        rows.append(f'[{first} "{second}"]\n' if second else f"[{first}]\n")
        rows.append(f'\t{key} = "{value}"\n')
    config.write_text("".join(rows).replace("repositoryformatversion = 0", "repositoryformatversion = 1"))
    return repo


def test_its_settings_do_start_something_for_whoever_runs_git_in_it(hostile: Repo, marker: Path) -> None:
    with suppress(CalledProcessError):
        hostile.git("status")
    assert marker.exists()


def test_reading_its_history_starts_nothing_of_it(hostile: Repo, marker: Path) -> None:
    assert first_seen(hostile.folder / "台账") == {
        ".gitattributes": date(2017, 3, 1), "b.md": date(2017, 3, 1),
    }  # fmt: skip
    assert not marker.exists()


def test_laying_out_a_day_of_it_starts_nothing_of_it(hostile: Repo, marker: Path) -> None:
    with tree_at(hostile.folder / "台账", date(2017, 3, 31)) as standing:
        assert (standing.root / "a.md").read_text() == "一\n" * 30
    assert not marker.exists()


def test_an_object_that_it_says_is_elsewhere_is_not_fetched(hostile: Repo, marker: Path) -> None:
    name = "".join(hostile.folder.joinpath(".git/refs/heads/main").read_text().split())
    (hostile.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(Exception, match=r"error\.git-failed"):
        first_seen(hostile.folder / "台账")
    assert not marker.exists()


def test_a_ledger_that_looks_like_a_bare_repository_is_not_taken_for_one(
    repo: Repo, marker: Path, tmp_path: Path
) -> None:
    repo.commit("2017-03-01", {"台账/a.md": "一"})
    ledger = repo.folder / "台账"
    for name in ("objects", "refs"):
        (ledger / name).mkdir()
    (ledger / "HEAD").write_text("ref: refs/heads/main\n")
    (ledger / "config").write_text(f"[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = touch {marker}\n")
    with pytest.raises(Exception, match=r"error\.git-bare"):
        first_seen(ledger)
    assert not marker.exists()
