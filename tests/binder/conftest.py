"""What the tests of binders share: the command line of the other tests, and a small ledger."""

from __future__ import annotations

import pytest

from tests.binder.ledgers import FILES
from tests.cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
from tests.ledgers import write_ledger


@pytest.fixture
def ledger(tmp_path):
    return write_ledger(tmp_path / "某局", FILES)
