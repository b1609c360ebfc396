"""What the tests of seals share: the command line of the other tests, and a small ledger."""

from __future__ import annotations

import pytest

from tests.cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
from tests.ledgers import RECORD, write_ledger

FILES = {
    "02-讲堂/记录.yaml": RECORD,
    "02-讲堂/方案.docx": b"plan",
    "02-讲堂/图片/IMG 1.jpg": b"one",
    "02-讲堂/图片/IMG 2.jpg": b"two",
    "空.txt": b"",
}


@pytest.fixture
def ledger(tmp_path):
    return write_ledger(tmp_path / "某局", FILES)


@pytest.fixture
def sealed(civcheck, ledger):  # noqa: F811
    """Give the seal of the small ledger."""
    assert civcheck("seal", ledger).code == 0
    return ledger.with_name("某局.seal.json")
