"""What lint has to say: a mistake in a pack, at a path of one of its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from civcheck.language.walking import Path
from civcheck.model.texts import near


class Complaint(NamedTuple):
    """One mistake in a pack: the file it is in, the path inside it, a problem code, params."""

    file: str
    path: Path
    code: str
    params: dict[str, Any]


Told = tuple[Path, str, dict[str, Any]]
"""A mistake inside one rule: its path, code and params."""


def unknown(path: Path, what: str, value: str, names: Iterable[str]) -> Told:
    """Complain of a name that is none of those known, with the one that was probably meant."""
    names = tuple(names)
    shown = "、".join(names[:12]) + ("…" if len(names) > 12 else "")
    # of two characters one may be wrong
    meant = near(value, names, cutoff=0.5 if len(value) < 3 else 0.6) or ""
    return path, "rule-name-unknown", {"what": what, "value": value, "meant": meant, "names": shown}
