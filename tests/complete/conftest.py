"""The nine complete ledgers, each written and read once in a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .ledgers import UNITS
from .rig import Rig


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rig]:
    """Give the rig of a unit type; made when first asked for."""
    known: dict[str, Rig] = {}
    units = {unit.type: unit for unit in UNITS}

    def give(kind: str) -> Rig:
        if kind not in known:
            known[kind] = Rig(units[kind], tmp_path_factory.mktemp("ledger"))
        return known[kind]

    return give
