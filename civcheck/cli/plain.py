"""The plainest command line, ``civcheck audit 台账`` with options of one word: answered without importing typer.

Typer takes as long to import as an audit of a bureau's ledger; whatever is not as plain as this is left to it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

_OPTIONS = frozenset({"--as-of", "--rules", "--format", "--fail-on", "--lang"})


def plain_audit(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Give the ledger and the settings of a plain audit by name, or None where typer has to look."""
    if len(arguments) < 2 or arguments[0] != "audit" or "_CIVCHECK_COMPLETE" in os.environ:
        return None
    ledger, *rest = arguments[1:]
    names, values = rest[::2], rest[1::2]
    if len(names) != len(values) or len(set(names)) != len(names) or not set(names) <= _OPTIONS:
        return None
    if any(not word or word.startswith("-") for word in (ledger, *values)):
        return None
    return {"ledger": ledger, **{name[2:]: value for name, value in zip(names, values, strict=True)}}
