"""Why a file that lies in the ledger is no evidence: codes of problems, told as those of ``evidence.py``."""

from __future__ import annotations

from typing import Any

from civcheck.model.filesorts import Fit, ending_of, fits, sort_words
from civcheck.model.material import FileFacts
from civcheck.reading.walk import is_dropping

_FLAWS = {
    "empty": "empty-file",
    "unreadable": "file-unreadable",
    "encrypted": "file-encrypted",
    "stub": "scaffold",
    "not-fetched": "file-not-fetched",
}
OTHER_SORT = "file-other-sort"
_BROKEN = "file-broken"


def why_unusable(name: str, facts: FileFacts) -> str | None:
    """Give the code of the problem that a file has as evidence; None for one that can be used, or was not looked into.

    A file over a limit is there, and nobody looked into it: that is a notice (``not-looked-into``) and no problem.
    ``name`` is the file's own, without folders.
    """
    if is_dropping(name):
        return "dropping"
    if facts.flaw in _FLAWS:
        return _FLAWS[facts.flaw]
    if fits(name, facts.sort) is Fit.OTHER:
        return OTHER_SORT
    return _BROKEN if facts.flaw == "broken" else None


def params_of(name: str, facts: FileFacts) -> dict[str, Any]:
    """Give what the messages of these problems speak of, beside the role."""
    return {"value": name, "sort": sort_words(facts.sort), "ending": ending_of(name)}
