"""Real git repositories for tests, their commits on days that the test names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

EMPTY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
NOON = "T12:00:00+0800"


class Repo:
    """A repository in a folder; files are written and committed on a day (or at a second with its zone)."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *words: str, day: str = "2017-01-01", author: str | None = None) -> str:
        when = day if "T" in day else day + NOON
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **EMPTY,
            "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": author or when,
            "GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.cn",
            "GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@example.cn",
        }  # fmt: skip
        ran = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *words],
            cwd=self.folder, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        return ran.stdout.decode()

    def put(self, files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, day: str, files: dict[str, str | bytes] | None = None, author: str | None = None) -> str:
        self.put(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "提交", day=day, author=author)
        return self.git("rev-parse", "HEAD").strip()
