"""Opening the attachments of a ledger, with what is known of those that have not changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from civcheck.model.material import FileFacts

Progress = Callable[[int, int], None]
"""Told how many files are open, from 0 on, and of how many that have to be."""


class FileOpener:
    """Opens the files of ledgers; afterwards ``is_certain`` tells whether all of them would show the same again."""

    def __init__(self, progress: Progress | None = None, cached: bool = True, jobs: int = 0) -> None:
        """Open as is said here.

        Args:
            progress: Told how far it is.
            cached: Take what is known of unchanged files from the cache outside the ledger, and keep what is found.
            jobs: How many child processes at most; 0 is one a core.
        """
        self._progress, self._cached, self._jobs = progress, cached, jobs
        self.is_certain = True

    def __call__(self, root: str, files: Mapping[str, str]) -> Mapping[str, FileFacts]:
        """Give what every file shows: path in the ledger → path to open it by."""
        from civcheck.reading.libraries import OPENING, code_state, state_of
        from civcheck.reading.material.cache import FactsCache, facts_file
        from civcheck.reading.material.examining import PASSING, examine
        from civcheck.reading.material.workers import ToOpen, open_all

        def opened(left: list[ToOpen]) -> Iterator[tuple[str, FileFacts]]:
            if self._progress is not None:
                self._progress(0, len(left))
            return open_all(left, self._jobs, self._counting(len(left)))

        opened_with = f"{state_of(OPENING)} {code_state()}"
        with FactsCache(facts_file() if self._cached else None, opened_with) as cache:
            found = examine(root, files, cache, opened)
        self.is_certain = self.is_certain and PASSING.isdisjoint(each.flaw for each in found.values())
        return found

    def _counting(self, of: int) -> Callable[[int], None] | None:
        progress = self._progress
        return None if progress is None else lambda done: progress(done, of)
