"""The rules of one point as they stand in their file."""

from __future__ import annotations

from typing import NamedTuple

from civcheck.language.rule import Rule


class PointFile(NamedTuple):
    """A point's rules with the path each stands at in its file.

    ``ids`` are also those of rules that are not well formed; ``whole`` tells that there are none of these.
    """

    file: str
    rules: tuple[tuple[int, Rule], ...]
    ids: tuple[str, ...] = ()
    whole: bool = True

    @property
    def number(self) -> str:
        """The number of the point, as its file's name begins."""
        return str(int(self.file.partition("-")[0]))
