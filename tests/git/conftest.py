"""Repositories in the test's own folder, and a user without settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
from .repositories import EMPTY, Repo


@pytest.fixture(autouse=True)
def user_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in EMPTY.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "库")
