"""Which files of a ledger are audited, told by their names alone; why the others are not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.reading.settings import LedgerSettings
from civcheck.reading.walk import RECORD_ENDINGS, Tree, is_dropping

_MISNAMED = re.compile(r"(?i)^(.+?)(?:[.．。](md|ya?ml)\.txt|[．。](md|ya?ml)|\.(markdown|mdown|mkd))$")
_COPY = re.compile(
    r"(?i)^(?:(?:副本|复件|copy of)[ _-]*(?P<behind>.+)"
    r"|(?P<before>.+?)(?:[ _-]+(?:副本|copy)(?: ?[(（]\d{1,3}[)）])?| ?[(（]\d{1,3}[)）]))$"
)


class NameSort(NamedTuple):
    """What a file's name says: why it is not audited, whether it may hold records, what it was meant or copied from."""

    reason: Message | None
    may_hold_records: bool
    meant: str | None = None
    copy_of: str | None = None


@lru_cache(maxsize=4096)
def sort_of(name: str) -> NameSort:
    """Tell what a file is by its name; names repeat from folder to folder."""
    reason = _skipped_by_name(name) or (msg("skipped.dropping") if is_dropping(name) else None)
    if reason is not None:
        return NameSort(reason, False)
    if name.lower().endswith(RECORD_ENDINGS):
        stem, _, ending = name.rpartition(".")
        original = copied_from(stem)
        return NameSort(None, True, copy_of=f"{original}.{ending}" if original else None)
    misnamed = _MISNAMED.match(name)
    meant = None
    if misnamed is not None:
        ending = (misnamed[2] or misnamed[3] or "md").lower()
        meant = f"{misnamed[1]}.{ending}"
    return NameSort(None, False, meant)


def copied_from(name: str) -> str | None:
    """Give the name that “X - 副本”, “X (1)” or “副本X” was copied from; None where a name is none of these."""
    found = _COPY.match(name)
    return (found["behind"] or found["before"]).strip() if found is not None else None


def closed_folders(tree: Tree, settings: LedgerSettings) -> dict[str, Message]:
    """Give the folders that are not audited, by their own name or that of one above, with the reason."""
    closed: dict[str, Message] = {}
    for folder in tree.folders:
        above, _, name = folder.rpartition("/")
        reason = closed.get(above) or (_skipped_by_name(name) if folder else None)
        if reason is None and folder and settings.excluded(folder):
            reason = msg("skipped.excluded")
        original = copied_from(name)
        if (
            reason is None
            and original is not None
            and _same_files(folder, f"{above}/{original}" if above else original, tree)
        ):
            reason = msg("skipped.copy", original=original)
        if reason is not None:
            closed[folder] = reason
    return closed


def _skipped_by_name(name: str) -> Message | None:
    if name[0] in "._":
        return msg("skipped.hidden", name=name)
    return msg("skipped.readme") if name.startswith("README") else None


def why_skipped(name: str, folder: str, settings: LedgerSettings) -> Message | None:
    """Say why a file is not audited, by its name or by the ledger's settings; None when it is."""
    reason = sort_of(name).reason
    if (
        settings.exclude
        and settings.excluded(f"{folder}/{name}" if folder else name)
        and (reason is None or is_dropping(name))
    ):
        return msg("skipped.excluded")
    return reason


def _same_files(folder: str, original: str, tree: Tree) -> bool:
    """Tell whether a folder holds the same files as the one its name says it was copied from: names, sizes, records."""
    files = tree.folders[folder]
    if not files or files != tree.folders.get(original):
        return False
    return all(
        tree.record_bytes(folder, name) == tree.record_bytes(original, name)
        for name in files
        if sort_of(name).may_hold_records
    )
