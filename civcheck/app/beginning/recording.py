"""Beginning a record: where it is to lie, what is known of it, and the files that are there already."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from civcheck.app.beginning.adopting import Proposed, Roles, day_of, photo_day, roles_of, title_of
from civcheck.app.beginning.asked import Asked, Opened
from civcheck.app.beginning.laying import folder_for
from civcheck.app.beginning.photos import Photos, photos_of
from civcheck.app.beginning.planned import Planned, schema_changes, schema_line
from civcheck.app.beginning.skeleton import Draft, record_text
from civcheck.app.beginning.taking import (
    RECORD,
    Taken,
    check_number,
    composed,
    named_files,
    roles_told,
    split,
)
from civcheck.app.material import FileOpener
from civcheck.app.storing import Change
from civcheck.errors import UsageError
from civcheck.language.pack import Point, RulePack
from civcheck.messages import Message, msg
from civcheck.model.filenames import file_name
from civcheck.model.texts import MARKER, near, normal, sanitize, some
from civcheck.model.unit import Unit
from civcheck.reading.audited import closed_folders, sort_of
from civcheck.reading.guide import GUIDE
from civcheck.reading.walk import Tree
from civcheck.verdict.belonging import Belonging, belongings_of
from civcheck.verdict.concern import concerning
from civcheck.verdict.kindneeds import homes, kinds_at, selections

_SHOWN = 1_000
_MOST_TOLD = 8
_FEW_KINDS = 3


class Begun(NamedTuple):
    """What is to be written, and the path of the record in it."""

    planned: Planned
    record: str
    kind: str
    unit: Unit


def kind_named(text: str, pack: RulePack) -> tuple[str, bool]:
    """Find the kind that is meant by its name, alias, or what the pack says people call it; whether that is sure.

    Raises:
        UsageError: nothing is near.
    """
    kinds = pack.terms.kinds
    known = {normal(name): name for name in kinds}
    known |= {normal(kind.alias): name for name, kind in kinds.items() if kind.alias}
    known |= {normal(other): value for other, value in pack.terms.aliases.items() if value in kinds}
    if (found := known.get(normal(text))) is not None:
        return found, True
    meant = near(text, known, 0.5)
    said = belongings_of(pack).of_name(text).kind if meant is None else known[normal(meant)]
    if said is None:
        raise UsageError(msg("error.begin-kind", value=sanitize(text), names=some(tuple(kinds), 60)))
    return said, False


def kinds_to_choose(asked: Asked, opened: Opened) -> tuple[str, ...]:
    """List the kinds to choose among: those of the point that is asked for or that the files seem to belong to."""
    point = asked.point
    if point is None and asked.adopt:
        point = belonging_of(asked, opened).point
    known = {each.number for each in opened.pack.points}
    if point is not None and point not in known:
        raise UsageError(msg("error.no-point", point=str(point), names=tuple(map(str, sorted(known)))))
    of_point = () if point is None else kinds_at(opened.pack, point)
    return of_point or tuple(opened.pack.terms.kinds)


def belonging_of(asked: Asked, opened: Opened) -> Belonging:
    """Tell where the files that are to be adopted seem to belong."""
    taken = Taken.of(asked, opened)
    belongings = belongings_of(opened.pack)
    folder = taken.home or split(taken.files[0])[0]
    return belongings.of_path(folder, (split(each)[1] for each in taken.files))


def begin(kind: str, asked: Asked, opened: Opened, opener: FileOpener) -> Begun:
    """Work out a record of a kind: its folder, its skeleton, its files.

    Raises:
        UsageError: there is no such point, role or file, or a record stands where it would.
    """
    pack, tree = opened.pack, opened.tree
    taken = Taken.of(asked, opened)
    photos = photos_of(asked, opened)
    extra, told_roles = roles_told(asked, opened, taken)
    paths = tuple(dict.fromkeys((*taken.files, *told_roles, *photos.inside)))
    check_number(paths)
    proposed = _day(asked, opened, taken, photos, opener)
    title = " ".join(
        (asked.title or title_of(taken.home, taken.files, pack.terms)).replace(MARKER, " ").split()
    )
    day = None if proposed.day is None else proposed.day.isoformat()
    home = taken.home or _new_folder(kind, title, day, asked, opened)
    _check_free(home, opened, adopting=bool(taken.home))
    pictures = {path: "图片" for path in photos.inside if "图片" in pack.terms.roles}
    roles = roles_of(paths, home, tree, pack.terms, pictures | told_roles)
    draft = Draft(
        kind,
        title,
        day or "",
        proposed.because,
        {role: tuple(_shown_from(home, each, tree)) for role, each in roles.by_role.items()},
        tuple(extra),
        tuple(posixpath.relpath(each, home) for each in roles.unplaced),
        tuple(_aside(roles, home)),
    )
    rules = concerning(opened.unit, pack)
    path = _spelled(f"{home}/{RECORD}", opened)
    text = schema_line(path) + record_text(draft, pack, rules)
    changes = {**schema_changes(opened.root, pack), path: Change(None, text.encode())}
    told = (
        *photos.told,
        *_unconcerned(kind, opened),
        *_left_below(taken, paths),
        *_named_elsewhere(paths, opened),
        *((msg("begin.new.no-move"),) if paths else ()),
    )
    return Begun(Planned(opened.root, changes, (path,), (), told), path, kind, opened.unit)


def _unconcerned(kind: str, opened: Opened) -> Iterator[Message]:
    """Say that no rule that names a kind, alone or with few others, concerns such a unit."""
    terms, pack = opened.pack.terms, opened.pack
    asking = {
        rule.id: min(map(len, naming))
        for rule in pack.rules
        if (naming := [kinds for each in selections(rule) if kind in (kinds := each.kinds(terms))])
    }
    fewest = min(asking.values(), default=0)
    asked = {rule for rule, count in asking.items() if count <= max(fewest, _FEW_KINDS)}
    if asked.isdisjoint(rule.id for rule in concerning(opened.unit, pack)):
        yield msg("begin.new.unasked", kind=kind, type=opened.unit.type)


def _left_below(taken: Taken, paths: Iterable[str]) -> Iterator[Message]:
    """Name the folders in an adopted one whose files were not taken: they seem to be of something else."""
    named = set(paths)
    folders = dict.fromkeys(split(path)[0] for path in taken.left if path not in named)
    if folders:
        yield msg("begin.new.left-below", folders=some(_shown(folders), _MOST_TOLD))


def _named_elsewhere(paths: Sequence[str], opened: Opened) -> Iterator[Message]:
    """Name the files that another record names already, and the records: it may be of the same event."""
    if not paths:
        return
    named = named_files(opened.root, opened.pack, opened.unit_file)
    found = {path: named[path] for path in paths if path in named}
    if found:
        records = sorted(set(found.values()))
        files, where = some(_shown(found), _MOST_TOLD), some(_shown(records), _MOST_TOLD)
        yield msg("begin.new.named-elsewhere", files=files, records=where)


def _shown(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sanitize(each, 200) for each in paths)


# --- the day


def _day(asked: Asked, opened: Opened, taken: Taken, photos: Photos, opener: FileOpener) -> Proposed:
    year = opened.unit.year
    if asked.day is not None:
        other = (msg("begin.day.given-other-year", year=str(year)),) if asked.day.year != year else ()
        return Proposed(asked.day, other)
    if asked.photos is not None:
        return photo_day(photos.outside, photos.root, year, opener)
    if taken.files:
        return day_of(taken.home, taken.files, opened.tree, year, opener)
    return Proposed(None, ())


# --- the place


def _new_folder(kind: str, title: str, day: str | None, asked: Asked, opened: Opened) -> str:
    """Name the new folder of a record: day and title, below that of its point."""
    name = file_name(f"{day or '日期待定'}-{file_name(title, file_name(kind, '记录'))}")
    return f"{_home_of_kind(kind, asked, opened)}/{name}"


def _home_of_kind(kind: str, asked: Asked, opened: Opened) -> str:
    """Give the folder of the point that a kind is at home at: one that is there, else a new one."""
    pack = opened.pack
    number = asked.point if asked.point is not None else homes(pack).get(kind)
    known = {point.number: point for point in pack.points}
    if number is None:
        return file_name(kind, "记录")
    if number not in known:
        raise UsageError(msg("error.no-point", point=str(number), names=tuple(map(str, known))))
    return _folder_of(known[number], opened)


def _folder_of(point: Point, opened: Opened) -> str:
    belongings = belongings_of(opened.pack)
    tops = [folder for folder in opened.tree.folders if folder and "/" not in folder]
    closed = closed_folders(opened.tree, opened.settings)
    for folder in tops:
        said = belongings.of_name(folder)
        fits = said.point == point.number and said.sure and said.year in (None, opened.unit.year)
        if fits and folder not in closed:
            return folder
    return folder_for(point)


def _check_free(home: str, opened: Opened, adopting: bool) -> None:
    """Refuse a folder that has a record, one that is not audited, and a new one that has anything in it already.

    Raises:
        UsageError: so it is.
    """
    there = opened.tree.folders.get(home, {})
    path = f"{home}/{RECORD}"
    if opened.settings.excluded(path):
        raise UsageError(msg("error.begin-excluded", path=sanitize(home, _SHOWN)))
    if RECORD in there or path in opened.tree.links:
        raise UsageError(msg("error.begin-has-record", path=sanitize(path, _SHOWN)))
    files = [name for name in there if name != GUIDE and sort_of(name).reason is None]
    if files and not adopting:
        raise UsageError(msg("error.begin-folder-taken", path=sanitize(home, _SHOWN)))


def _spelled(path: str, opened: Opened) -> str:
    """Give a path as its folders are spelled on disk: names are compared as NFC, a folder may be there otherwise."""
    place, steps = Path(opened.root), []
    for step in path.split("/"):
        if not (place / step).exists() and place.is_dir():
            same = (each.name for each in place.iterdir() if composed(each.name) == step)
            step = next(same, step)
        steps.append(step)
        place /= step
    return "/".join(steps)


def _shown_from(home: str, paths: Sequence[str], tree: Tree) -> Iterator[str]:
    """Name files from a record's folder; a folder below it whose files all are there by its own name."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        by_folder.setdefault(split(path)[0], []).append(path)
    for folder, files in by_folder.items():
        if len(files) > 1 and folder.startswith(f"{home}/") and len(files) == len(tree.folders[folder]):
            yield posixpath.relpath(folder, home) + "/"
        else:
            yield from (posixpath.relpath(each, home) for each in files)


def _aside(roles: Roles, home: str) -> Iterator[Message]:
    for why, paths in roles.left_out.items():
        names = tuple(sanitize(posixpath.relpath(each, home), 200) for each in paths)
        yield msg(f"begin.left-out.{why}", files=some(names, _MOST_TOLD))
