"""The guides (说明.txt) that civcheck lays into the folders of a new ledger: never material, never left over."""

from __future__ import annotations

from civcheck.messages import msg
from civcheck.model.ledger import Skipped
from civcheck.model.texts import MARKER
from civcheck.reading.files import read_head
from civcheck.reading.walk import Tree

GUIDE = "说明.txt"
GUIDE_HEAD = f"{MARKER}本文件是 civcheck 写的说明，不是材料"
"""How a guide begins: the marker keeps it from being evidence, whoever names it."""


def guides_in(tree: Tree) -> frozenset[str]:
    """Find the guides of a ledger and list them as not audited; a 说明.txt that somebody else wrote is none."""
    found = set()
    head = GUIDE_HEAD.encode()
    for folder, listed in tree.folders.items():
        if GUIDE in listed:
            path = f"{folder}/{GUIDE}" if folder else GUIDE
            if read_head(tree.real(path), len(head), tree.size(folder, GUIDE) or 0) == head:
                found.add(path)
                tree.skipped.append(Skipped(path, msg("skipped.guide")))
    return frozenset(found)
