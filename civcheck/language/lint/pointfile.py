"""The rules of one point as they stand in their file."""

from __future__ import annotations

from typing import NamedTuple

from civcheck.language.rule import Rule


class PointFile(NamedTuple):
    """A point's rules with the path each stands at in its file.

    ``ids`` are also those of rules that are not well formed; ``whole`` tells that there are none of these.
    ``patched`` are the rules of the pack below that it changes; ``inherited`` rules are those that it leaves as they
    are: good by themselves, and told of nowhere.
    """

    file: str
    number: int
    title: str
    rules: tuple[tuple[int, Rule], ...]
    ids: tuple[str, ...] = ()
    whole: bool = True
    inherited: bool = False
    patched: frozenset[str] = frozenset()
