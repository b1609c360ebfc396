"""Running the command line inside the test's own process."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from civcheck.cli.main import run


class Run(NamedTuple):
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def civcheck(capsys):
    def call(*arguments: object) -> Run:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run([str(each) for each in arguments])
        said = capsys.readouterr()
        return Run(int(ended.value.code or 0), said.out, said.err)

    return call
