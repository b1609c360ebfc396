"""To which point, and to which kind, files and folders seem to belong: by their names alone, and only ever a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.pack import Point, RulePack
from civcheck.model.namedays import words_of_name, year_in
from civcheck.model.parts import Part
from civcheck.model.texts import near, normal
from civcheck.verdict.kindneeds import homes, points_of_kinds

_NUMBER = re.compile(
    r"\d{1,3}(?!\d)(?!.*[月季])(?!\s*[.．]\s*\d)(?!\s*[号日天周年届次期场个名人项份条时分A-Za-z])"
)
"""The number that a name is ordered by: not that of a day, a paper, or of so many things."""
_EMPTY = re.compile("新建文件夹|文件夹|未命名|(?:活动)?(?:照片|图片|资料|材料)|台账|汇总")
"""What names say of anything."""
_SHORTEST_VALUE = 3
_LEAST = 2
"""So many characters of a kind's name say that it is meant, where no other point has them."""
_NEAR = 0.7


class Belonging(NamedTuple):
    """What a name says: the point and the kind it seems to belong to, and the year; ``sure``: it says them in full."""

    point: int | None = None
    kind: str | None = None
    sure: bool = False
    year: int | None = None


NOWHERE = Belonging()


@lru_cache(maxsize=4)
def belongings_of(pack: RulePack) -> Belongings:
    """Give what tells where things belong, made once for a pack."""
    return Belongings(pack)


class Belongings:
    """Tells what belongs where in the ledgers of one pack."""

    def __init__(self, pack: RulePack) -> None:
        self._pack = pack
        self._roles = frozenset(pack.terms.roles)
        self._homes = homes(pack)
        self._undecided = frozenset(
            kind
            for kind, weights in points_of_kinds(pack).items()
            if 2 * sorted(weights.values())[-2:][0] > max(weights.values()) and len(weights) > 1
        )
        self._titles = {normal(point.title): point for point in pack.points}
        self._kinds = dict(_kind_names(pack))
        self._values = _values(pack)
        self._parts = _parts_of_names(pack, self._homes)

    def of_path(self, path: str, inside: Iterable[str] = ()) -> Belonging:
        """Tell where a file or folder belongs by the steps of its path, the outermost first: it is how people file.

        What says it in full counts more than what only may, and what may say a kind more than what may say a point;
        where no step says anything, ``inside`` are names of files in it, most of which have to say the same.
        """
        steps = [self.of_name(step) for step in path.split("/") if step]
        year = next((each.year for each in reversed(steps) if each.year is not None), None)
        said = [each for each in steps if each.point is not None]
        best = max(said, key=lambda each: (each.sure, each.kind is not None), default=None)
        if best is None:
            best = self._of_most([self.of_file(name) for name in inside])
        if best.kind is None:
            best = best._replace(kind=next((s.kind for s in steps if s.kind and s.point == best.point), None))
        return best._replace(year=year)

    def of_file(self, name: str) -> Belonging:
        """Tell where a file of this name belongs: a number alone is that of a picture or of a paper."""
        return self.of_name(name, numbered=False)

    def of_name(self, name: str, numbered: bool = True) -> Belonging:
        """Tell where something of this name belongs; ``numbered``: its number alone may be that of a point."""
        year, words = year_in(name), normal(words_of_name(_stem(name)))
        words = _EMPTY.sub("", words)
        found = self._of_words(words) if len(words) >= _LEAST else NOWHERE
        if not found.sure and (point := self._by_number(name)) is not None:
            agrees = found.point in (None, point)
            title = normal(self._pack_point(point).title)
            if words and agrees and near(words, [title], _NEAR) is not None:
                found = Belonging(point, found.kind, True)
            elif found is NOWHERE and numbered:
                found = Belonging(point)
        return found._replace(year=year)

    def _pack_point(self, number: int) -> Point:
        return next(point for point in self._pack.points if point.number == number)

    def _by_number(self, name: str) -> int | None:
        """Give the point whose number a name begins with; a month's or quarter's is no point's."""
        number = _NUMBER.match(name)
        known = {point.number for point in self._pack.points}
        return int(number[0]) if number is not None and int(number[0]) in known else None

    def _of_words(self, words: str) -> Belonging:
        kind = max((each for each in self._kinds if each in words), key=len, default="")
        title = max((each for each in self._titles if each in words), key=len, default="")
        if kind and len(kind) >= len(title):
            name = self._kinds[kind]
            sure = name in self._homes and name not in self._undecided
            # 名册 is a kind and a sort of material: a name that goes on with it may be any list of names
            return Belonging(self._homes.get(name), name, sure and (words == kind or name not in self._roles))
        if title:
            return Belonging(self._titles[title].number, None, True)
        return self._may_be(words)

    def _may_be(self, words: str) -> Belonging:
        """Tell what may be meant: a value that one point alone asks for, a part of a name, a name that is near."""
        values = [each for each in self._values if each in words]
        if values:
            return Belonging(self._values[max(values, key=len)])
        found = [each for each in self._parts if each in words]
        if found:
            longest = max(map(len, found))
            said = {self._parts[each] for each in found if len(each) == longest}
            points = {point for point, _ in said}
            kinds = {kind for _, kind in said}
            if len(points) == 1:
                return Belonging(points.pop(), kinds.pop() if len(kinds) == 1 else None)
        if len(words) > _LEAST and (meant := near(words, self._kinds, _NEAR)) is not None:
            name = self._kinds[meant]
            return Belonging(self._homes.get(name), name)
        inside = [point for title, point in self._titles.items() if words in title]
        return Belonging(inside[0].number) if len(inside) == 1 else NOWHERE

    def _of_most(self, found: list[Belonging]) -> Belonging:
        """Give what more than half of those say that say anything."""
        said = [each for each in found if each.point is not None]
        for each in said:
            same = [other for other in said if other.point == each.point]
            if 2 * len(same) > len(said):
                kinds = {other.kind for other in same if other.kind is not None}
                return Belonging(each.point, kinds.pop() if len(kinds) == 1 else None)
        return NOWHERE


def _stem(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending.isascii() and ending.isalnum() and len(ending) <= 5 else name


def _kind_names(pack: RulePack) -> Iterator[tuple[str, str]]:
    """List the kinds by their compared names, aliases, and by what the pack says people call them."""
    kinds = pack.terms.kinds
    for name, kind in kinds.items():
        yield normal(name), name
        if kind.alias:
            yield normal(kind.alias), name
    for other, value in pack.terms.aliases.items():
        if value in kinds:
            yield normal(other), value


def _values(pack: RulePack) -> Mapping[str, int]:
    """Give the listed values that the rules of one point alone ask for, by their compared form."""
    listed = {normal(value) for term in pack.terms.fields.values() for value in term.values}
    listed |= {
        normal(value) for kind in pack.terms.kinds.values() for own in kind.fields for value in own.values
    }
    found: dict[str, set[int]] = {}
    for point in pack.points:
        for rule in point.rules:
            for value in chain.from_iterable(map(_texts_of, rule.inside)):
                if len(value) >= _SHORTEST_VALUE and normal(value) in listed:
                    found.setdefault(normal(value), set()).add(point.number)
    return {value: next(iter(points)) for value, points in found.items() if len(points) == 1}


def _texts_of(part: Part) -> Iterator[str]:
    """List the texts that a part of a rule holds: values it asks for, members it lists."""
    values = [getattr(part, name) for name in part.names()]
    if isinstance(part, Condition):
        values += [operand for test in part.tests.values() for _, operand in test.wanted]
    for value in values:
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield text


def _parts_of_names(pack: RulePack, at: Mapping[str, int]) -> Mapping[str, tuple[int, str | None]]:
    """Give the parts of the names of kinds and points that stand at one point alone; with the kind, where it is one."""
    found: dict[str, set[tuple[int, str | None]]] = {}
    names = [(normal(kind), point, kind) for kind, point in at.items()]
    titles = [(normal(point.title), point.number, None) for point in pack.points]
    for name, point, kind in (*names, *titles):
        for first in range(len(name)):
            for last in range(first + _LEAST, len(name) + 1):
                found.setdefault(name[first:last], set()).add((point, kind))
    told: dict[str, tuple[int, str | None]] = {}
    for part, said in found.items():
        points = {point for point, _ in said}
        kinds = {kind for _, kind in said if kind is not None}
        if len(points) == 1 and part not in pack.terms.roles:  # 文件、名册 say what it is, and not of what
            told[part] = points.pop(), kinds.pop() if len(kinds) == 1 else None
    return told
