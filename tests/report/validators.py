"""Where tools/install_validators.sh put the validators of others."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(os.environ.get("CIVCHECK_VALIDATORS") or Path(__file__).parents[2] / ".validators")


def validator(path: str) -> Path:
    """Give a file of a validator; without it a test is skipped, but in CI it fails."""
    found = FOLDER / path
    if not found.exists():
        _tell(f"{path} is not installed: run tools/install_validators.sh")
    return found


def library(name: str) -> ModuleType:
    """Give a library that only heavy tests need; without it as above."""
    try:
        return import_module(name)
    except ImportError:
        _tell(f"{name} is not installed: pip install '.[dev]'")
        raise


def _tell(reason: str) -> None:
    tell = pytest.fail if os.environ.get("CI") else pytest.skip
    tell(reason)
