"""Loading a json report of an earlier audit: a foreign file, of which nothing is believed yet but its version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.report import SCHEMA_VERSION
from civcheck.model.shell import shell_word
from civcheck.model.stored import is_readable_version
from civcheck.model.texts import sanitize

REPORT_BYTES = 64 * 1024 * 1024
"""Some 80,000 records; of a larger ledger the ledger itself can be looked at."""


class ForeignReportError(ValueError):
    """Names the place where a file is not what a json report of civcheck is."""


def load_report(path: Path) -> tuple[str, dict[str, Any]]:
    """Load a stored report; give its path as it is shown, and what it holds.

    Raises:
        UsageError: it cannot be read, is no json report of civcheck, or one of a newer schema.
    """
    shown = sanitize(str(path), 1_000)
    raw = _load(path, shown)
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(version, str) or "provenance" not in raw:
        refuse(shown, "schema_version")
    if not is_readable_version(version):
        own = SCHEMA_VERSION
        raise UsageError(msg("error.report-version", path=shown, version=sanitize(version, 20), own=own))
    return shown, raw


def _load(path: Path, shown: str) -> Any:
    try:
        if not path.is_file():  # a pipe would never end
            raise UsageError(msg("error.report-unreadable", path=shown))
        with path.open("rb") as stream:
            raw = stream.read(REPORT_BYTES + 1)
    except OSError:
        raise UsageError(msg("error.report-unreadable", path=shown)) from None
    if len(raw) > REPORT_BYTES:
        raise UsageError(msg("error.report-large", path=shown, limit=str(REPORT_BYTES // 1024 // 1024)))
    try:
        return json.loads(raw, parse_constant=_no_number, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):  # also what int() says of 5,000 digits
        raise UsageError(msg("error.report-json", path=shown, word=shell_word(f"json={shown}"))) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: readers would differ about what it says."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def refuse(shown: str, where: str) -> NoReturn:
    """Say where a file is not what a json report of civcheck is.

    Raises:
        UsageError: always.
    """
    word = shell_word(f"json={shown}")
    raise UsageError(msg("error.report-foreign", path=shown, where=sanitize(where, 100), word=word))


def where_of(error: ValidationError) -> str:
    """Name the first place that is not as it should be."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return ".".join(map(str, first["loc"]))
