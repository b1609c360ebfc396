"""Names for files and folders that every system takes, made of what people write."""

from __future__ import annotations

import re
import unicodedata

from civcheck.model.texts import HIDDEN, MARKER

DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in range(10))]
)
"""Names that Windows keeps for itself, with any ending."""
LONGEST, LONGEST_BYTES = 60, 180
_REFUSED = re.compile(r'[\\/:*?"<>|#\s\x00-\x1f]+')
_EDGES = " .-_~$"


def file_name(text: str, otherwise: str = "") -> str:
    """Make one step of a path of a text: no sign that a system refuses, no longer than any takes; NFC.

    What is left of nothing is ``otherwise``.
    """
    text = unicodedata.normalize("NFC", HIDDEN.sub("", text.replace(MARKER, "")))
    text = _REFUSED.sub("-", text).strip(_EDGES)[:LONGEST]
    while len(text.encode("utf-8", "replace")) > LONGEST_BYTES:
        text = text[:-1]
    text = text.strip(_EDGES)
    if text.partition(".")[0].strip().lower() in DEVICES or text.upper().startswith("README"):
        text = f"名-{text}"
    return text or otherwise
