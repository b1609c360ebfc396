"""An audit of ledgers in which nothing has changed prints what it printed before.

What is printed depends on the ledgers' files, where they lie, the settings, the day, the terminal, and civcheck itself
with its packs and libraries. All of it is in the key, the files by what the file system says of them
(``reading/treestate.py``). Where anything is not certain, a file changed a moment ago, a pack of another package, a
report that is written to a file, an attachment that took too long, nothing is remembered. Small ledgers are not
worth it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from civcheck.cli.delivering import repository_of
from civcheck.cli.settings import Settings
from civcheck.reading.filestate import TRUSTED_AFTER, now
from civcheck.reading.libraries import AUDITING, own_states, state_of
from civcheck.reading.outputcache import Output, keep, outputs_file, recall
from civcheck.reading.treestate import tree_state
from civcheck.report.options import Options

FILES = 1_000
"""Ledgers of fewer files are audited anew: that takes hardly longer."""


class Memory:
    """What was printed for one key, and what is to be kept for it; without a key nothing is."""

    def __init__(self, key: str | None) -> None:
        self._key = key

    def recall(self) -> Output | None:
        """Give what was printed before, if all is as it was."""
        return None if self._key is None else recall(outputs_file(), self._key)

    def keep(self, output: Output, packs: Sequence[str]) -> None:
        """Keep what was printed; with a pack that does not come with civcheck it is not."""
        from civcheck.reading.packsource import installed_packs

        if self._key is not None and installed_packs().keys() >= set(packs):
            keep(outputs_file(), self._key, output)


NO_MEMORY = Memory(None)
"""Remembers nothing."""


def memory_of(
    ledgers: Sequence[Path],
    settings: Settings,
    asked: Sequence[object],
    options: Options,
    today: date,
) -> Memory:
    """Take the state of everything that an audit depends on.

    Args:
        ledgers: The ledgers' folders.
        settings: Every setting.
        asked: What else the command line says.
        options: How it is printed.
        today: The day on the clock.
    """
    rules, beside = settings["rules"], (settings["judgements"], settings["baseline"])
    if (
        settings["no-cache"]
        or settings["output"]
        or any(each is not None for each in beside)
        or _is_path(rules)
    ):
        return Memory(None)
    states = [tree_state(str(each)) for each in ledgers]
    if any(each is None for each in states) or sum(each.files for each in states if each) < FILES:
        return Memory(None)
    states += own_states()
    settled = now() - TRUSTED_AFTER
    if any(each is None or each.newest > settled for each in states):
        return Memory(None)
    values = sorted((name, str(held.value)) for name, held in settings.held.items())
    lie = [(str(each.resolve()), str(repository_of(each))) for each in ledgers]
    said = (state_of(AUDITING), values, asked, options, today, lie)
    whole = repr((said, [each.digest for each in states if each is not None]))
    return Memory(hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest())


def _is_path(rules: object) -> bool:
    return rules is not None and any(sign in str(rules) for sign in "/\\.")
