"""Looking for personal data in a ledger: everything that is found, what is weak too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from civcheck.app.audit import opened_folder
from civcheck.app.material import FileOpener
from civcheck.model.ledger import Ledger
from civcheck.model.privacy import Privacy
from civcheck.model.terms import Terms
from civcheck.reading.ledger import OpenFiles, read_ledger
from civcheck.verdict.personal import holders

_NOT_LOOKED_AT = frozenset(
    {"unreadable", "folder-unreadable", "too-many-entries", "file-too-large", "twin-names", "not-fetched"}
)
"""Problems of files and folders of which something was not looked at."""
_NOT_OPENED = frozenset(
    {"unreadable", "too-large", "too-slow", "unopened", "encrypted", "broken", "not-fetched"}
)
"""Flaws of attachments whose text nobody has seen."""
_NOT_READ = frozenset({"doc", "xls", "ppt", "ole", "ods", "odp", "ofd", "mht", "zip", "rar", "7z"})
"""Sorts of attachments that have text which is not read."""


def privacy(
    ledger: str | Path,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    open_files: OpenFiles | None = None,
    progress: Callable[[int], None] | None = None,
) -> Privacy:
    """Look for personal data in records, names and attachments of a ledger.

    Args:
        ledger: The folder that holds unit.yaml.
        rules: Id or folder of a rule pack, which says what kinds are sensitive; default: what unit.yaml asks for.
        as_of: The day on which those who stand in no record are minors or not; default: ``today``, never later
            than the pack's last day.
        today: The day on the caller's clock.
        open_files: How attachments are opened (``app/material.py``); by default with the cache and without progress.
        progress: Called with the number of record files read, now and then.

    Raises:
        UsageError: there is no such folder or pack.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    root, unit_file, pack = opened_folder(ledger, rules)
    opener = open_files or FileOpener()
    read = read_ledger(root, pack, unit_file, own_judgements=False, progress=progress, open_files=opener)
    day = as_of if as_of is not None else min(today or pack.head.closes, pack.head.closes)
    return found_in(read, pack.terms, day)


def found_in(read: Ledger, terms: Terms, day: date) -> Privacy:
    """Put together what is personal in a ledger whose attachments were opened when it was read."""
    found = holders(read.personal, read.material, read.records, read.unread, terms, day)
    return Privacy(
        read.unit.name, read.unit.year, day, tuple(found), len(read.material), _not_looked_at(read)
    )


def _not_looked_at(ledger: Ledger) -> tuple[str, ...]:
    names = [each.place.file for each in ledger.problems if each.code in _NOT_LOOKED_AT]
    names += [each.path for each in ledger.skipped if each.may_hide_record]
    names += [
        path
        for path, facts in ledger.material.items()
        if facts.flaw in _NOT_OPENED or facts.sort in _NOT_READ
    ]
    return tuple(dict.fromkeys(sorted(names)))
