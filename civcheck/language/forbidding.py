"""What a construct forbids: anything at all, or more than so much."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from civcheck.language.quantity import Comparison

Forbids = Literal["", "any", "more"]
"""Whether a rule asks for something, forbids it altogether, or forbids more than so much of it."""


_NOTHING = {"at_most": Fraction(0), "exactly": Fraction(0), "less_than": Fraction(1)}
"""The numbers that leave nothing."""


def forbids_all(limits: Comparison) -> bool:
    """Tell whether a number is asked to be nothing."""
    given = dict(limits.limits())
    if len(given) != 1:
        return False
    name, value = given.popitem()
    return value == _NOTHING.get(name)


def forbidden_by(constructs: Iterable[Any]) -> Forbids:
    """Say what several constructs forbid together."""
    found = set(map(_forbidden, constructs))
    if not found or "" in found:
        return ""
    return "any" if found == {"any"} else "more"


def _forbidden(construct: Any) -> Forbids:
    if construct.form == "none":
        return "any"
    limits: Comparison | None = construct if isinstance(construct, Comparison) else None
    if limits is None:
        return ""
    if construct.form in ("count", "spread") and forbids_all(limits):
        return "any"
    given = {name for name, _ in limits.limits()}
    return "more" if given and given <= {"at_most", "less_than"} else ""
