"""Long enumerations in shares: one runs with every run of the tests, all the others with the heavy ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def shares(count: int) -> list[Any]:
    """Give the numbers of so many shares, for ``parametrize``: a test takes ``everything[share::count]``."""
    return [0, *(pytest.param(share, marks=pytest.mark.heavy) for share in range(1, count))]


def one_in(count: int, cases: Iterable[Any]) -> list[Any]:
    """Give cases for ``parametrize``, of which one in so many is not heavy."""
    return [case if number % count == 0 else _heavy(case) for number, case in enumerate(cases)]


def _heavy(case: Any) -> Any:
    values, id_ = (
        (case.values, case.id) if hasattr(case, "values") and hasattr(case, "id") else ((case,), None)
    )
    return pytest.param(*values, id=id_, marks=pytest.mark.heavy)
