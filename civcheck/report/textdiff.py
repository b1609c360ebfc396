"""Showing what will be written: the lines that go and the lines that come."""

from __future__ import annotations

from difflib import unified_diff

from civcheck.model.texts import sanitize


def text_diff(before: str, after: str, name: str) -> bytes:
    """Render the difference of two texts, nothing where there is none."""
    rows = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=1)
    return "".join(f"{sanitize(row, 2_000)}\n" for row in rows).encode()
