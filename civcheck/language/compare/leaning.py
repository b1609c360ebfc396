"""What a change of one key does: it asks for more, for less, or that cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.compare.change import Lean
from civcheck.language.compare.narrowing import Sign, by_condition, by_number, by_window
from civcheck.language.condition import Condition
from civcheck.language.condition.fieldtest import Test
from civcheck.messages import Percent
from civcheck.model.parts import Part

WORDS = frozenset(
    {
        "title",
        "quote",
        "basis",
        "reading",
        "inferred_for",
        "remedy",
        "advice",
        "near",
        "notices",
        "note",
        "aliases",
        "score",
    }
    | {"about", "ask", "because", "why"}
)
"""Fields that say something and decide no outcome."""
DEMANDS: Mapping[str, int] = {"at_least": 1, "more_than": 1, "at_most": -1, "less_than": -1}
"""Comparisons of what is asked: whether a higher number asks for more (1) or for less (-1)."""
_NEED = ("any", "all")


Owners = tuple[Part, Part]
"""The old and the new part that a field stands in."""


class Ways(NamedTuple):
    """What more records do to a rule or a branch of it: 1 they can only help, -1 only hurt, None not known.

    ``ladder`` are the rungs of honours, where both packs have the same.
    """

    more: Sign = None
    ladder: tuple[str, ...] = ()


def more_records(body: Any, on_empty: str | None) -> Sign:
    """Tell what more records do to the constructs of a rule or branch."""
    signs = {_of_construct(each, on_empty) for each in body.expect}
    return signs.pop() if len(signs) == 1 else None


def _of_construct(construct: Any, on_empty: str | None) -> Sign:
    """Tell it of one construct; of those that are not named here nothing is told."""
    match getattr(construct, "form", None):
        case "count" | "spread" if construct.claimable and getattr(construct.per, "field", None) is None:
            return 1 if on_empty in (None, "gap") else None
        case "cover" if on_empty in (None, "gap"):
            return 1
        case "none" if not construct.needs:
            return -1
        case "each" | "lag" if construct.quantifier != "each":
            return None  # more records may show what is lacking
        case "each" if any(role.scope == "rule" for role in construct.roles):
            return None  # together, more records may show what is lacking
        case "each" | "lag" | "link":  # nothing selected may be a gap: then more could help as well
            return -1 if on_empty in ("satisfied", "not-applicable") else None
    return None


def lean_of(owners: Owners, name: str, old: Any, new: Any, ways: Ways) -> Lean | None:
    """Say what the change of one field of two parts does; None where what lies inside it tells more."""
    owner = owners[0]
    if name in WORDS or (name == "change" and type(owner).__name__ == "Rule"):
        return Lean.WORDS
    if isinstance(owner, Condition | Test):
        return Lean.UNKNOWN
    found = _of_rule(owners, name, old, new, ways)
    if found is not _ELSEWHERE:
        return Lean.of(found)
    match name:
        case "need":
            return _by_need(old, new)
        case "due" if old is None or new is None:  # without a day it is due at once
            return Lean.of((new is None) - (old is None))
        case "by" if type(owner).__name__ == "Due":
            return Lean.of(_turned(by_number(old, new)))
        case "each" if type(owner).__name__ == "AnyOf":
            # one way for all records asks for more than one for each
            return Lean.of(int(old) - int(new))
        case "within" if any(map(_is_capped_tie, owners)):  # further away more are found
            return Lean.UNKNOWN
    return _of_number(owner, name, old, new)


_ELSEWHERE = 9
"""No sign: the key is none of those that rules and branches have."""


def _of_rule(owners: Owners, name: str, old: Any, new: Any, ways: Ways) -> Sign:
    """Tell what the change of a key of a rule or a branch does."""
    match name:
        case "obligation":
            return by_number(old, new)
        case "applies_to":
            return _turned(by_condition(old, new, ways.ladder))
        case "select":
            return _by_records(by_condition(old, new), ways.more)
        case "window":
            return _by_records(by_window(old, new) if _cuts_nothing(owners) else None, ways.more)
        case "on_empty":
            return _by_emptiness(old, new, owners)
        case "claim":
            return int(old is None) - int(new is None)
        case "may_be_joint" if ways.more == 1:
            return int(old) - int(new)
    return _ELSEWHERE


def _of_number(owner: Part, name: str, old: Any, new: Any) -> Lean | None:
    sign = sign_of(owner, name)
    if not sign:
        return None
    if old is None or new is None:
        # a role or tie without numbers is asked for once; at most so many is none of more or less
        loose = sign < 0 and type(owner).__name__ in ("RoleDemand", *_TIES)
        return Lean.UNKNOWN if loose else Lean.of((old is None) - (new is None))
    if isinstance(old, Percent) != isinstance(new, Percent) and type(owner).__name__ == "AtLeastRecords":
        return Lean.UNKNOWN  # so many, and such a share of them
    found = by_number(old, new)
    if found is None and isinstance(old, Part) and isinstance(new, Part):
        return (
            None
            if type(old).__name__ == type(new).__name__ and type(old).__name__ == "Measure"
            else Lean.UNKNOWN
        )
    return Lean.of(None if found is None else found * sign)


def sign_of(owner: Part, name: str) -> int:
    """Tell whether a higher number in a field asks for more (1) or less (-1); 0 where that cannot be told."""
    if isinstance(owner, Condition | Test):
        return 0
    if name in ("days", "months") and type(owner).__name__ in ("Due", "Within"):
        return -1
    return DEMANDS.get(name, 0)


_TIES = ("Step", "Link")


def _is_capped_tie(part: Any) -> bool:
    return type(part).__name__ in _TIES and bool(part.capped or part.pick)


def _turned(sign: Sign) -> Sign:
    return None if sign is None else -sign


def _by_records(sign: Sign, more: Sign) -> Sign:
    """Turn “fewer records” into “asks for more” or “for less” by what more records do."""
    return None if sign is None or more is None else sign * more


def _cuts_nothing(owners: Owners) -> bool:
    """Tell whether no construct cuts the window into periods, which another window would have others of."""
    constructs = [each for owner in owners for each in getattr(owner, "expect", ())]
    return all(getattr(each, "per", None) is None for each in constructs)


def _by_emptiness(old: str | None, new: str | None, owners: Owners) -> Sign:
    """Tell which asks for more: a gap more than an excuse; what a rule does not say, its number of records says."""
    counts = all(hasattr(each, "obligation") and more_records(each, None) == 1 for each in owners)
    hardness = {"gap": 1, "satisfied": 0, "not-applicable": 0, None: 1 if counts else None}
    one, other = hardness.get(old), hardness.get(new)
    return None if one is None or other is None else other - one


def _by_need(old: Any, new: Any) -> Lean | None:
    if isinstance(old, str) and isinstance(new, str):
        return Lean.of(_NEED.index(new) - _NEED.index(old))
    if isinstance(old, str) or isinstance(new, str):
        word, sign = (new, 1) if isinstance(new, str) else (old, -1)
        return Lean.of(sign if word == "all" else -sign)
    return None


def lean_of_list(owners: Owners, name: str, added: bool, removed: bool) -> Lean:
    """Say what it does that a list has more or fewer entries: demands of ``each``, members that must all be there."""
    demands = all(
        (type(each).__name__, name) in _ALL_ASKED
        and getattr(each, "need", "all") == "all"
        and getattr(each, "at_most", None)
        is None  # of what has all of it so many at the most: then fewer count
        for each in owners
    )
    return Lean.of(int(added) - int(removed)) if demands else Lean.UNKNOWN


_ALL_ASKED = frozenset(
    {("Each", "roles"), ("Each", "filled"), ("Cover", "members"), ("RoleDemand", "filled")}
)


def used_signs(part: Any) -> dict[str, set[int]]:
    """List the params a part of a rule uses, and whether a higher value asks for more, for less, or cannot be told."""
    found: dict[str, set[int]] = {}
    _collect_signs(part, 0, found)
    return found


def _collect_signs(value: Any, sign: int, found: dict[str, set[int]], told: bool = True) -> None:
    """Collect them; inside what turns signs round, such as the days of a tie that must not be, nothing is told."""
    if isinstance(value, Part):
        param = getattr(value, "param", None)
        if isinstance(param, str):
            times = getattr(value, "times", None)
            turns = not told or (isinstance(times, Fraction) and times <= 0)
            found.setdefault(param, set()).add(0 if turns else sign)
        for name in value.names():
            known = told and not (name == "within" and _is_capped_tie(value))
            _collect_signs(getattr(value, name), sign_of(value, name), found, known)
    elif isinstance(value, tuple):
        for each in value:
            _collect_signs(each, sign, found, told)
    elif isinstance(value, Mapping):
        for each in value.values():
            _collect_signs(each, 0, found, told)


def lean_of_param(old: Any, new: Any, signs: set[int]) -> Lean:
    """Say what another value of a param does: by what its pack says of it, else by how rules use it."""
    sign = by_number(old.value, new.value)
    if sign is None:
        return Lean.UNKNOWN
    if old.tighter == new.tighter and old.tighter is not None:
        return Lean.of(sign if old.tighter == "higher" else -sign)
    use = next(iter(signs)) if len(signs) == 1 else 0
    return Lean.of(sign * use)
