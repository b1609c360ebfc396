"""Walking two parts side by side: every key that differs, as deep inside as both are built alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from civcheck.language.compare.change import Change, Lean
from civcheck.language.compare.leaning import Owners, Ways, lean_of, lean_of_list, more_records
from civcheck.language.compare.plain import plain, text_of
from civcheck.model.parts import Part

Path = tuple[str, ...]
_NOT_SHOWN = frozenset({"form"})
_GATHERED = frozenset({"tests", "branches", "both", "rules"})


def changes(
    old: Part, new: Part, ways: Ways, path: Path = (), leave_out: frozenset[str] = frozenset()
) -> list[Change]:
    """List what differs in two parts of one sort, in the order of their fields.

    ``ways`` is what more records do here; a branch of a rule finds that out for itself.
    """
    found: list[Change] = []
    for name in dict.fromkeys((*new.names(), *old.names())):
        if name in leave_out or name in _NOT_SHOWN:
            continue
        one, other = getattr(old, name, None), getattr(new, name, None)
        if plain(one) == plain(other):
            continue
        step = path if name in _GATHERED else (*path, new.key_of(name))
        lean = lean_of((old, new), name, one, other, ways)
        if lean is None:
            found += _inside((old, new), name, one, other, ways, step)
        else:
            found.append(Change(step, _shown(one), _shown(other), lean))
    return found


def _shown(value: Any) -> str | None:
    return None if value is None or value == () else text_of(value)


def _inside(owners: Owners, name: str, old: Any, new: Any, ways: Ways, path: Path) -> Iterator[Change]:
    """Look into a field that says nothing of itself, where both packs have the same sort of thing in it."""
    if isinstance(old, Part) and isinstance(new, Part) and type(old).__name__ == type(new).__name__:
        yield from changes(old, new, _ways(old, new, ways), path)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _by_key(owners, name, dict(old), dict(new), ways, path, is_list=False)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _of_lists(owners, name, old, new, ways, path)
    else:
        yield Change(path, _shown(old), _shown(new), Lean.UNKNOWN)


def _ways(old: Any, new: Any, ways: Ways) -> Ways:
    """Find out what more records do to a branch that has constructs of its own."""
    if not (getattr(old, "expect", None) and getattr(new, "expect", None)):
        return ways
    found = {more_records(each, each.on_empty) for each in (old, new)}
    return ways._replace(more=found.pop() if len(found) == 1 else None)


def _of_lists(
    owners: Owners, name: str, old: tuple[Any, ...], new: tuple[Any, ...], ways: Ways, path: Path
) -> Iterator[Change]:
    if all(isinstance(each, str) for each in (*old, *new)):
        added = tuple(each for each in new if each not in old)
        removed = tuple(each for each in old if each not in new)
        lean = Lean.UNKNOWN if added and removed else lean_of_list(owners, name, bool(added), bool(removed))
        yield Change(path, _shown(old), _shown(new), lean, added, removed)
        return
    keys = [[_key(each) for each in side] for side in (old, new)]
    if all(None not in side and len(set(side)) == len(side) for side in keys):
        one = {str(key): each for key, each in zip(keys[0], old, strict=True)}
        other = {str(key): each for key, each in zip(keys[1], new, strict=True)}
        if set(one) == set(other) and list(one) != list(other):
            yield Change(path, text_of(old), text_of(new), Lean.UNKNOWN)
        yield from _by_key(owners, name, one, other, ways, path, is_list=True)
    elif len(old) == len(new):
        for index, (one_, other_) in enumerate(zip(old, new, strict=True), start=1):
            if plain(one_) != plain(other_):
                yield from _inside(owners, name, one_, other_, ways, (*path, str(index)))
    else:
        yield Change(path, text_of(old), text_of(new), Lean.UNKNOWN)


def _key(each: Any) -> str | None:
    """Give what an entry of a list is known by: a construct, an id, a name, the roles it asks for."""
    for name in ("form", "id", "name"):
        if isinstance(found := getattr(each, name, None), str) and found:
            return found
    roles = getattr(each, "any_of", None)
    return "、".join(roles) if isinstance(roles, tuple) and roles else None


def _by_key(
    owners: Owners, name: str, old: dict[str, Any], new: dict[str, Any], ways: Ways, path: Path, is_list: bool
) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        one, other = old.get(key), new.get(key)
        step = (*path, str(key))
        if one is None or other is None:
            yield Change(step, _entry(one), _entry(other), _of_entry(owners, name, one, other, is_list))
        elif plain(one) != plain(other):
            yield from _inside(owners, name, one, other, ways, step)


def _entry(each: Any) -> str | None:
    """Write an entry that only one pack has; a construct without its name, which stands in the path."""
    if each is None:
        return None
    if isinstance(getattr(each, "form", None), str):
        return str(text_of((each,))).removeprefix("{" + f"{each.form}: ").removesuffix("}")
    return text_of(each)


def _of_entry(owners: Owners, name: str, old: Any, new: Any, is_list: bool) -> Lean:
    if name == "expect":  # constructs must all hold
        return Lean.STRICTER if old is None else Lean.LOOSER
    return lean_of_list(owners, name, old is None, new is None) if is_list else Lean.UNKNOWN
