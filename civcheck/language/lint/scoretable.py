"""Checking the table of points: groups in groups, caps that cap nothing, marks that nobody can reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.amount import Lookup, anybody, figures
from civcheck.language.lint.complaint import Complaint
from civcheck.language.pack import PackHead
from civcheck.language.quantity import Ref
from civcheck.language.score import Points
from civcheck.language.scoretable import Group, Level, ScoreTable
from civcheck.language.vocabulary import unknown
from civcheck.language.walking import Path
from civcheck.language.worth import NO_POINTS, Span
from civcheck.messages import msg, number

HEAD = "pack.yaml"


def lint_groups(table: ScoreTable, known: Collection[str]) -> list[Complaint]:
    """Tell of groups that are part of one that nobody knows, or of themselves, and of a bonus inside another group."""
    found = []
    for name, group in table.groups.items():
        path = ("score", "groups", name)
        if group.of is None:
            continue
        if group.of not in known:
            others = [each for each in known if each != name]
            found.append(Complaint(HEAD, *unknown((*path, "of"), msg("sort.group"), group.of, others)))
        elif (circle := _circle(name, table.groups)) is not None:
            found.append(Complaint(HEAD, (*path, "of"), "score-group-circle", {"names": " → ".join(circle)}))
        elif group.bonus:
            found.append(
                Complaint(HEAD, (*path, "bonus"), "score-group-bonus", {"value": name, "of": group.of})
            )
    return found


def _circle(name: str, groups: Mapping[str, Group]) -> list[str] | None:
    """List the groups from one back to itself; of a circle the first that is written tells."""
    found = [name]
    while (group := groups.get(found[-1])) is not None and group.of is not None:
        found.append(group.of)
        if group.of == name:
            return found if name == min(found, key=list(groups).index) else None
        if group.of in found[:-1]:
            return None
    return None


# --- marks


def lint_marks(head: PackHead, table: ScoreTable) -> Iterator[Complaint]:
    """Tell of marks below one point: a share was meant."""
    for path, mark in _marks(table):
        for value in _values(mark, head):
            if 0 < value < 1 < table.full:
                yield Complaint(HEAD, ("score", *path), "score-mark", {"value": number(value)})
                break


def _marks(table: ScoreTable) -> Iterator[tuple[Path, Any]]:
    yield ("threshold",), table.threshold
    for name, level in table.levels.items():
        if isinstance(level, Level):
            yield ("levels", name, "total"), level.total
            yield from ((("levels", name, "groups", group), mark) for group, mark in level.groups.items())
        else:
            yield ("levels", name), level
    for name, group in table.groups.items():
        yield ("groups", name, "threshold"), group.threshold


def _values(mark: Any, head: PackHead) -> list[Fraction]:
    """List the numbers that a mark may be; none where it hangs on something else."""
    if isinstance(mark, Ref) and mark.times is None and mark.plus is None:
        values = [param.value for name, param in head.params.items() if name == mark.param]
        return [each for each in values if isinstance(each, Fraction)]
    return list(figures(mark))


# --- sums


class _Sum(NamedTuple):
    """What a group may come to: the least of all, and its full mark for the unit that has the least and the most."""

    least: Fraction
    full: Span


def lint_sums(head: PackHead, table: ScoreTable, worths: Iterable[tuple[str, Points]]) -> Iterator[Complaint]:
    """Tell of groups without rules, caps that cap nothing, marks out of reach, and a full mark that is not the sum."""
    look = anybody({name: param.value for name, param in head.params.items()})
    rules: dict[str, list[_Sum]] = {}
    for name, points in worths:
        low, high = points.between(look)
        rules.setdefault(name, []).append(_Sum(low.least, Span(low.full, high.full)))
    sums: dict[str, _Sum] = {}
    names = dict.fromkeys((*rules, *table.groups))
    found = [
        each for name in names if _outermost(name, table) for each in _add(name, table, rules, look, sums)
    ]
    yield from found
    used = [name for name in names if name in sums]
    for name in table.groups:
        if name not in sums:
            yield Complaint(HEAD, *unknown(("score", "groups", name), msg("sort.group"), name, used))
    yield from _level_groups(table, sums)
    least, most = NO_POINTS
    for name in used:
        if _outermost(name, table) and not table.groups.get(name, Group()).bonus:
            least, most = least + sums[name].full.sure, most + sums[name].full.possible
    if not least <= table.full <= most:
        ends = {"first": number(least), "last": number(most)}
        shown = number(most) if least == most else msg("said.to", **ends)
        params = {"value": number(table.full), "sum": shown}
        yield Complaint(HEAD, ("score", "full"), "score-sum", params)


def _outermost(name: str, table: ScoreTable) -> bool:
    return name not in table.groups or table.groups[name].of is None


def _add(
    name: str, table: ScoreTable, rules: Mapping[str, list[_Sum]], look: Lookup, sums: dict[str, _Sum]
) -> list[Complaint]:
    """Add up a group and its parts into ``sums``; one without rules is left out."""
    parts = [part for part, group in table.groups.items() if group.of == name]
    found = [each for part in parts for each in _add(part, table, rules, look, sums)]
    own = [*rules.get(name, ()), *(sums[part] for part in parts if part in sums)]
    if not own:
        return found
    group = table.groups.get(name) or Group()
    base = NO_POINTS if group.base is None else look(group.base)
    least = sum((each.least for each in own), base.sure)
    full = sum((each.full for each in own), base)
    found += _caps(name, group, least, full, look)
    most, floor = (None if each is None else look(each) for each in (group.at_most, group.at_least))
    sums[name] = _Sum(least if floor is None else max(least, floor.sure), full.within(None, most))
    if name in table.groups:
        found += _out_of_reach(("groups", name, "threshold"), group.threshold, sums[name])
    return found


def _caps(name: str, group: Group, least: Fraction, full: Span, look: Lookup) -> Iterator[Complaint]:
    """Tell of a group that is but a name, and of ends that nothing comes to."""
    path = ("score", "groups", name)
    if group.of is not None and not group.given().intersection(("base", "at_most", "at_least", "threshold")):
        yield Complaint(HEAD, path, "score-group-idle", {"value": name, "of": group.of})
    if group.at_most is not None and (cap := look(group.at_most).sure) > full.possible:
        params = {"value": number(cap), "sum": number(full.possible)}
        yield Complaint(HEAD, (*path, "at_most"), "score-cap-idle", params)
    if group.at_least is not None and (floor := look(group.at_least).possible) < least:
        params = {"value": number(floor), "sum": number(least)}
        yield Complaint(HEAD, (*path, "at_least"), "score-floor-idle", params)


def _level_groups(table: ScoreTable, sums: Mapping[str, _Sum]) -> Iterator[Complaint]:
    for name, level in table.levels.items():
        for group, mark in level.groups.items() if isinstance(level, Level) else ():
            path = ("levels", name, "groups", group)
            if group in sums:
                yield from _out_of_reach(path, mark, sums[group])
            else:
                yield Complaint(HEAD, *unknown(("score", *path), msg("sort.group"), group, sums))


def _out_of_reach(path: Path, mark: Any, known: _Sum) -> Iterator[Complaint]:
    """Tell of a mark of a group that is more than all of its points."""
    if isinstance(mark, Fraction) and mark > known.full.possible:
        params = {"value": number(mark), "sum": number(known.full.possible)}
        yield Complaint(HEAD, ("score", *path), "score-mark-high", params)
