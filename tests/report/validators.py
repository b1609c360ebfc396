"""Where tools/install_validators.sh put the validators of others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("CIVCHECK_VALIDATORS") or Path(__file__).parents[2] / ".validators")


def validator(path: str) -> Path:
    """Give a file of a validator; without it a test is skipped, but in CI it fails."""
    found = FOLDER / path
    if not found.exists():
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"{path} is not installed: run tools/install_validators.sh")
    return found
