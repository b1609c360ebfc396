"""What lint has to say: a mistake in a pack, at a path of one of its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from civcheck.language.walking import Path
from civcheck.model.problem import NOTHING


class Complaint(NamedTuple):
    """One mistake in a pack: the file it is in, the path inside it, a problem code, params."""

    file: str
    path: Path
    code: str
    params: Mapping[str, Any] = NOTHING
