"""Links on the way to a file of a ledger: nothing is read or written through them."""

from __future__ import annotations

from pathlib import Path


def is_behind_link(root: Path, path: str) -> bool:
    """Tell whether a file of a ledger, or a folder on the way to it, is a link; the ledger's own folder may be one."""
    place = root
    for step in path.split("/"):
        place = place / step
        if place.is_symlink():
            return True
    return False
