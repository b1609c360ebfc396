"""Opening the files of a ledger: those that are as they were are known from the cache, the others go to the workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from civcheck.model.material import FileFacts
from civcheck.reading.filestate import State, now
from civcheck.reading.material.cache import FactsCache
from civcheck.reading.material.workers import ToOpen

PASSING = frozenset({"too-slow", "unreadable", "unopened"})
"""Flaws that may be gone the next time."""
Opener = Callable[[list[ToOpen]], Iterable[tuple[str, FileFacts]]]
"""Opens files, and gives the facts of each by its path in the ledger."""


def examine(root: str, files: Mapping[str, str], cache: FactsCache, opener: Opener) -> dict[str, FileFacts]:
    """Give the facts of files, in the order of their paths.

    Args:
        root: The ledger's folder.
        files: Path in the ledger → path to open it by.
        cache: What is known of files that have not changed.
        opener: Opens those of which nothing is known.
    """
    states = {path: state for path, real in files.items() if (state := _state(real)) is not None}
    home = os.path.realpath(root)
    places = {path: f"{home}/{path}" for path in states}
    known = cache.known({places[path]: state for path, state in states.items()})
    found = {path: known[places[path]] for path in states if places[path] in known}
    found |= {path: FileFacts(0, flaw="unreadable") for path in files if path not in states}
    left = [ToOpen(path, files[path], states[path].size) for path in states if path not in found]
    for path, facts in opener(left) if left else ():
        found[path] = facts
        read_at = now()
        if facts.flaw not in PASSING and _state(files[path]) == states[path]:
            cache.add(places[path], states[path], facts, read_at)
    return {path: found[path] for path in files if path in found}


def _state(real: str) -> State | None:
    try:
        return State.of(os.lstat(real))
    except OSError:
        return None
