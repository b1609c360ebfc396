"""A binder (迎检材料): where each record of a ledger and each file stands, in the order of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import NamedTuple

from civcheck.messages import Message
from civcheck.model.filenames import Shelf, cut
from civcheck.model.record import Record
from civcheck.model.report import Report

_POINT_UNITS, _RECORD_UNITS = 24, 46
"""UTF-16 units of the folder of a point, and of a record: enough of a title to know it by."""


class Volume(NamedTuple):
    """A record in a binder: its folder, the point it stands under, and the others that it is referred to from.

    ``point`` is None where no rule takes it; ``number`` is its place among those that stand under the same point.
    ``law`` protects those whom records of its kind are about, empty where there is none.
    """

    folder: str
    record: Record
    point: int | None
    number: int
    also: tuple[int, ...] = ()
    law: str = ""


class Piece(NamedTuple):
    """A file of a binder that comes from the ledger.

    ``path`` is its place in the binder, ``source`` that in the ledger; ``keys`` are the records that name it or stand
    in it, the one whose folder it is in first. ``is_masked``: its copy has its numbers hidden. ``sha256`` is that of
    the bytes in the binder, empty until they are written.
    """

    path: str
    source: str
    keys: tuple[str, ...]
    roles: tuple[str, ...] = ()
    is_masked: bool = False
    size: int = 0
    sha256: str = ""


class LeftOut(NamedTuple):
    """A file that a record names or stands in and that is not in the binder: why, and which records."""

    source: str
    reason: Message
    keys: tuple[str, ...]


class Binder(NamedTuple):
    """A binder as it is to be, or is: records and files in order of place, and what is left out.

    ``unseen`` are files in it whose content nobody could look into; ``loose`` are files that no record
    names; ``is_redacted``: personal data was to be hidden or taken out.
    """

    volumes: tuple[Volume, ...]
    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...] = ()
    unseen: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    is_redacted: bool = False

    @property
    def size(self) -> int:
        """Count the bytes that come from the ledger."""
        return sum(each.size for each in self.pieces)

    def pieces_of(self) -> Mapping[str, list[Piece]]:
        """Give the files by the record in whose folder they are."""
        found: dict[str, list[Piece]] = {}
        for each in self.pieces:
            found.setdefault(each.keys[0], []).append(each)
        return found


class Section(NamedTuple):
    """A point of a binder with the records that stand under it and those that it is referred to, in order of day."""

    point: int | None
    volumes: tuple[Volume, ...]


def sections(binder: Binder, report: Report) -> list[Section]:
    """Give every point of the document in order, and last what no rule takes, if there is any."""
    found: list[Section] = []
    for point in (*(each.number for each in sorted(report.points)), None):
        of_point = [each for each in binder.volumes if point in (each.point, *each.also)]
        of_point.sort(key=lambda each: (each.record.first, each.record.key))
        if of_point or point is not None:
            found.append(Section(point, tuple(of_point)))
    return found


def arranged(
    report: Report,
    law_of: Callable[[str], str],
    left_out: Mapping[str, Message],
    masked: Iterable[str],
    hides_numbers: bool,
    other: str,
) -> Binder:
    """Lay a binder out: each record once, under the point to which it matters most, each file once.

    Args:
        report: What an audit found.
        law_of: Names the law that protects those whom records of a kind are about; empty where there is none.
        left_out: Files that are not to be in it, and why.
        masked: Record files whose copies are to have their numbers hidden.
        hides_numbers: Whether names have what may be a personal number hidden.
        other: The name of the folder for records that no rule takes.
    """
    shelf = Shelf(hides_numbers)
    volumes = _volumes(report, law_of, shelf, other)
    pieces, missing = _pieces(volumes, shelf, left_out, frozenset(masked))
    loose = tuple(each.path for each in report.unreferenced)
    return Binder(tuple(volumes), tuple(pieces), tuple(missing), loose=loose)


def _volumes(report: Report, law_of: Callable[[str], str], shelf: Shelf, other: str) -> list[Volume]:
    titles = {each.number: each.title for each in report.points}
    points = _points(report)
    by_point: dict[int | None, list[Record]] = {}
    for record in sorted(report.catalogue, key=lambda each: (each.first, each.key)):
        answers = points.get(record.key, ())
        by_point.setdefault(answers[0] if answers else None, []).append(record)
    volumes = []
    last = max(titles, default=0) + 1
    for point, number in (*((each, each) for each in sorted(titles)), (None, last)):
        records = by_point.get(point, [])
        title = other if point is None else titles[point]
        above = shelf.folder("", cut(f"{number:02d}-{shelf.name(title)}", _POINT_UNITS)) if records else ""
        wide = max(2, len(str(len(records))))
        for place, record in enumerate(records, start=1):
            day = record.first.isoformat()
            name = cut(f"{place:0{wide}d}-{day} {shelf.name(record.title)}", _RECORD_UNITS)
            also = points.get(record.key, ())[1:]
            volumes.append(Volume(shelf.folder(above, name), record, point, place, also, law_of(record.kind)))
    return volumes


def _points(report: Report) -> dict[str, tuple[int, ...]]:
    """Name the points that a record answers, or else falls short of, first the one where it stands.

    It stands where it matters most: a rule that few records show says more of them than one that most do, such as that
    every activity has a plan.
    """
    known = {each.number for each in report.points}
    answered: dict[str, dict[int, Fraction]] = {}
    near: dict[str, dict[int, Fraction]] = {}
    for finding in report.findings:
        if finding.point not in known:
            continue
        _weigh(answered, finding.point, {*finding.shown_by, *finding.planned})
        short, almost = finding.shortfalls, finding.near_misses
        _weigh(near, finding.point, {each.record for each in short} | {each.record for each in almost})
    found = {}
    for key, weights in (near | answered).items():
        first = min(weights, key=lambda point: (-weights[point], point))
        found[key] = (first, *sorted(weights.keys() - {first}))
    return found


def _weigh(weights: dict[str, dict[int, Fraction]], point: int, keys: Set[str]) -> None:
    for key in keys:
        of_record = weights.setdefault(key, {})
        of_record[point] = of_record.get(point, Fraction(0)) + Fraction(1, len(keys))


def _pieces(
    volumes: Sequence[Volume], shelf: Shelf, left_out: Mapping[str, Message], masked: frozenset[str]
) -> tuple[list[Piece], list[LeftOut]]:
    named: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for volume in volumes:
        for path, role in _named(volume.record):
            keys, roles = named.setdefault(path, ({}, {}))
            keys[volume.record.key] = None
            if role:
                roles[role] = None
    pieces, missing, done = [], [], set()
    for volume in volumes:
        record = volume.record
        for path, _ in _named(record):
            if path in done:
                continue
            done.add(path)
            keys, roles = named[path]
            if path in left_out:
                missing.append(LeftOut(path, left_out[path], tuple(keys)))
                continue
            way, _, name = _below(path, record.folder).rpartition("/")
            place = shelf.file(volume.folder, way, name)
            pieces.append(Piece(place, path, tuple(keys), tuple(roles), path in masked))
    return pieces, missing


def _named(record: Record) -> list[tuple[str, str]]:
    """List the file that a record stands in, without a role, then those that it names."""
    return [(record.file, ""), *((each.path, each.role) for each in record.evidence if not each.is_link)]


def _below(path: str, folder: str) -> str:
    """Give a path from a record's folder on; of a file that lies elsewhere its name alone."""
    if not folder:
        return path
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else path.rpartition("/")[2]
