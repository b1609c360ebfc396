"""Comparing two rule packs: what was written in each, what changed, and whether that asks for more or for less."""

from civcheck.language.compare.change import Change, Lean
from civcheck.language.compare.packs import Entry, PackDiff, RuleDiff, diff_packs, pairs_of

__all__ = ["Change", "Entry", "Lean", "PackDiff", "RuleDiff", "diff_packs", "pairs_of"]
