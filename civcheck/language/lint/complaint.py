"""What lint has to say: a mistake in a pack, at a path of one of its files."""

from __future__ import annotations

from typing import Any, NamedTuple

from civcheck.language.walking import Path


class Complaint(NamedTuple):
    """One mistake in a pack: the file it is in, the path inside it, a problem code, params."""

    file: str
    path: Path
    code: str
    params: dict[str, Any]
