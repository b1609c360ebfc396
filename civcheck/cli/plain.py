"""The plainest command line, ``civcheck audit 台账`` with options of one word: answered without importing typer.

Typer takes as long to import as an audit of a bureau's ledger; whatever is not as plain as this is left to it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

_OPTIONS = frozenset({"--as-of", "--rules", "--format", "--fail-on", "--lang"})
_FLAGS = frozenset({"--evidence", "--exit-zero", "--hash", "--no-cache", "--no-hygiene", "--no-judgements"})


def plain_audit(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Give the ledger and the settings of a plain audit by name, or None where typer has to look."""
    if len(arguments) < 2 or arguments[0] != "audit" or "_CIVCHECK_COMPLETE" in os.environ:
        return None
    given: dict[str, Any] = {"ledger": arguments[1]}
    left = iter(arguments[2:])
    for word in left:
        name = word.removeprefix("--")
        if word in _FLAGS:
            value: str | bool = True
        elif word in _OPTIONS:
            value = next(left, "")
        else:
            return None
        if name in given:
            return None
        given[name] = value
    is_plain = all(value is True or (value and not value.startswith("-")) for value in given.values())
    return given if is_plain else None
