"""Opening the attachments of a ledger, with what is known of those that have not changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from civcheck.model.material import FileFacts
from civcheck.reading.ledger import OpenFiles

Progress = Callable[[int, int], None]
"""Told how many files are open, and of how many that have to be."""


def file_opener(progress: Progress | None = None, cached: bool = True, jobs: int = 0) -> OpenFiles:
    """Make the function that looks into the files of a ledger.

    Args:
        progress: Told how far it is.
        cached: Take what is known of unchanged files from the cache outside the ledger, and keep what is found there.
        jobs: How many child processes at most; 0 is one a core.
    """

    def opened(root: str, files: Mapping[str, str]) -> Mapping[str, FileFacts]:
        from civcheck.reading.material.cache import FactsCache, facts_file
        from civcheck.reading.material.examining import examine
        from civcheck.reading.material.workers import open_all

        with FactsCache(facts_file() if cached else None) as cache:
            return examine(
                root, files, cache, lambda left: open_all(left, jobs, _counting(progress, len(left)))
            )

    return opened


def _counting(progress: Progress | None, of: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(done, of)
