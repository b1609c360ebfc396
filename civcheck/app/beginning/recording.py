"""Beginning a record: where it is to lie, what is known of it, and the files that are there already."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from civcheck.app.audit import DEFAULT_PACK, folder_of
from civcheck.app.beginning.adopting import Proposed, Roles, day_of, photo_day, roles_of, title_of
from civcheck.app.beginning.laying import folder_for
from civcheck.app.beginning.planned import Planned, schema_changes, schema_line
from civcheck.app.beginning.skeleton import Draft, record_text
from civcheck.app.material import FileOpener
from civcheck.app.storing import Change
from civcheck.errors import UsageError
from civcheck.language.pack import Point, RulePack
from civcheck.messages import Message, msg
from civcheck.model.filenames import file_name
from civcheck.model.texts import MARKER, near, normal, sanitize, some
from civcheck.model.unit import Unit
from civcheck.reading import limits
from civcheck.reading.audited import closed_folders, sort_of, why_skipped
from civcheck.reading.evidence import PICTURES
from civcheck.reading.guide import GUIDE, guides_in
from civcheck.reading.rulepack import read_pack
from civcheck.reading.settings import SETTINGS_FILE, UNIT_FILES, LedgerSettings, read_settings
from civcheck.reading.text import decode
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import open_unit, pack_pin
from civcheck.reading.walk import Tree, walk
from civcheck.verdict.belonging import Belonging, Belongings
from civcheck.verdict.concern import concerning
from civcheck.verdict.firstday import home_of
from civcheck.verdict.kindneeds import homes, kinds_at, selections

RECORD = "记录.yaml"
_OF_RECORD = re.compile(r"^[ \t]*(?:-[ \t]+)*[\"']?(?:类型|kind)", re.MULTILINE)
_SHOWN = 1_000
_MOST_ADOPTED = 500
_MOST_TOLD = 8
_FEW_KINDS = 3


class Asked(NamedTuple):
    """What is asked for: ``kind`` as it was typed, ``roles`` as ``角色`` or ``角色=文件``, paths as they were typed."""

    kind: str = ""
    title: str = ""
    day: date | None = None
    point: int | None = None
    adopt: tuple[str, ...] = ()
    photos: Path | None = None
    roles: tuple[str, ...] = ()


class Opened(NamedTuple):
    """A ledger in which a record is to be begun."""

    root: str
    unit: Unit
    pack: RulePack
    tree: Tree
    settings: LedgerSettings


class Begun(NamedTuple):
    """What is to be written, and the path of the record in it."""

    planned: Planned
    record: str
    kind: str
    unit: Unit


def open_for_new(folder: Path, rules: str | None) -> Opened:
    """Look at a ledger in which a record is to be begun.

    Raises:
        UsageError: there is no such folder or pack.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    root = folder_of(str(folder))
    unit_file = open_unit(root)
    pin = pack_pin(unit_file)
    pack = read_pack(rules or (pin.id if pin is not None else DEFAULT_PACK), ledger=root)
    unit = read_unit(unit_file, pack.terms)
    return Opened(root, unit, pack, walk(root), read_settings(root)[0])


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
    said = Belongings(pack).of_name(text).kind if meant is None else known[normal(meant)]
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
    taken = _Taken.of(asked, opened)
    belongings = Belongings(opened.pack)
    return belongings.of_path(taken.home or taken.files[0], (each.rpartition("/")[2] for each in taken.files))


class _Taken(NamedTuple):
    """Files to be adopted; ``home`` is the folder that they are all of, empty where they are named one by one."""

    home: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, asked: Asked, opened: Opened) -> _Taken:
        """Find the files that are named, and those of the folder that is.

        Raises:
            UsageError: one is not in the ledger, not audited, or a record already; or there are none.
        """
        if not asked.adopt:
            return cls("", ())
        places = [_inside(each, opened) for each in asked.adopt]
        tree = opened.tree
        folders = [each for each in places if each in tree.folders]
        if folders and (len(places) > 1 or not folders[0]):
            raise UsageError(msg("error.begin-adopt-one"))
        if not folders:
            for each in places:
                _check_file(each, opened)
            return cls("", tuple(dict.fromkeys(places)))
        home = folders[0]
        roles = frozenset(map(normal, opened.pack.terms.roles))
        guides = guides_in(tree)
        files = [
            path
            for folder in tree.folders
            if folder == home or folder.startswith(f"{home}/")
            for name in tree.folders[folder]
            if (path := f"{folder}/{name}") not in guides
            and why_skipped(name, folder, opened.settings) is None
            and home_of(path, roles, home) == home
        ]
        for each in files:
            _check_file(each, opened)
        if not files:
            raise UsageError(msg("error.begin-adopt-empty", path=sanitize(home, _SHOWN)))
        if len(files) > _MOST_ADOPTED:
            raise UsageError(msg("error.begin-adopt-many", count=str(len(files)), most=str(_MOST_ADOPTED)))
        return cls(home, tuple(files))


def _inside(text: str, opened: Opened) -> str:
    """Find a file or folder by its path in the ledger, else by that from where civcheck was started.

    Raises:
        UsageError: it is not in the ledger, is a link or lies behind one, or is not audited.
    """
    tree, shown = opened.tree, sanitize(text, _SHOWN)
    root = os.path.realpath(opened.root)
    for base in (root, str(Path.cwd())):
        path = os.path.normpath(f"{base}{os.sep}{text}" if not Path(text).is_absolute() else text)
        for own in (root, str(Path(opened.root).absolute())):
            if path == own or path.startswith(own + os.sep):
                place = _composed(path[len(own) :].strip(os.sep).replace(os.sep, "/"))
                if any(place == link or place.startswith(f"{link}/") for link in tree.links):
                    raise UsageError(msg("error.store-link", path=shown))
                if place in tree.folders or tree.size(*_split(place)) is not None:
                    _check_audited(place, opened, shown)
                    return place
    raise UsageError(msg("error.begin-adopt-missing", path=shown))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _check_audited(place: str, opened: Opened, shown: str) -> None:
    folder, name = (place, "") if place in opened.tree.folders else _split(place)
    closed = closed_folders(opened.tree, opened.settings)
    reason = closed.get(folder) or (why_skipped(name, folder, opened.settings) if name else None)
    if reason is not None:
        raise UsageError(msg("error.begin-adopt-closed", path=shown, reason=reason))


def _check_file(path: str, opened: Opened) -> None:
    """Refuse what belongs to the ledger itself, and records that are there."""
    folder, name = _split(path)
    if not folder and name in (*UNIT_FILES, SETTINGS_FILE):
        raise UsageError(msg("error.begin-adopt-own", path=sanitize(path, _SHOWN)))
    if not sort_of(name).may_hold_records:
        return
    raw = opened.tree.record_bytes(folder, name) or b""
    text = decode(raw[: limits.RECORD_BYTES], lambda text: "类型" in text or "kind" in text).text
    if name == RECORD or (text is not None and _OF_RECORD.search(text)):
        raise UsageError(msg("error.begin-has-record", path=sanitize(path, _SHOWN)))


def begin(kind: str, asked: Asked, opened: Opened, opener: FileOpener) -> Begun:
    """Work out a record of a kind: its folder, its skeleton, its files.

    Raises:
        UsageError: there is no such point, role or file, or a record stands where it would.
    """
    pack, tree = opened.pack, opened.tree
    taken = _Taken.of(asked, opened)
    photos = _photos(asked, opened)
    extra, told_roles = _told_roles(asked, opened, taken)
    paths = tuple(dict.fromkeys((*taken.files, *told_roles, *photos.inside)))
    proposed = _day(asked, opened, taken, photos, opener)
    title = " ".join(
        (asked.title or title_of(taken.home, taken.files, pack.terms)).replace(MARKER, " ").split()
    )
    day = None if proposed.day is None else proposed.day.isoformat()
    home = taken.home or _new_folder(kind, title, day, asked, opened)
    _check_free(home, opened, adopting=bool(taken.home))
    pictures = {path: "图片" for path in photos.inside if "图片" in pack.terms.roles}
    roles = roles_of(paths, tree, pack.terms, pictures | told_roles)
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
    told = (*photos.told, *_unconcerned(kind, opened), *((msg("begin.new.no-move"),) if paths else ()))
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


# --- the day


class _Photos(NamedTuple):
    """Photos of which the day is taken: those inside the ledger are named, others stay where they are."""

    inside: tuple[str, ...] = ()
    outside: Mapping[str, str] = {}
    root: str = ""
    told: tuple[Message, ...] = ()


def _photos(asked: Asked, opened: Opened) -> _Photos:
    if asked.photos is None:
        return _Photos()
    shown = sanitize(str(asked.photos), _SHOWN)
    if not asked.photos.is_dir():
        raise UsageError(msg("error.no-folder", path=shown))
    root, photos = os.path.realpath(opened.root), os.path.realpath(asked.photos)
    if photos == root or photos.startswith(root + os.sep):
        place = _inside(str(asked.photos.absolute()), opened)
        names = [name for name in opened.tree.folders.get(place, ()) if _is_picture(name)]
        inside = tuple(f"{place}/{name}" if place else name for name in names)
        found: Mapping[str, str] = {path: opened.tree.real(path) for path in inside}
    else:
        tree = Tree(photos)
        with os.scandir(photos) as entries:
            names = sorted(
                each.name
                for each in entries
                if each.is_file(follow_symlinks=False) and _is_picture(each.name)
            )
        inside, found = (), {name: f"{tree.root}/{name}" for name in names}
    if not found:
        raise UsageError(msg("error.begin-no-photos", path=shown))
    told = () if inside else (msg("begin.new.photos-outside", count=str(len(found)), path=shown),)
    return _Photos(inside, found, root if inside else photos, told)


def _is_picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in PICTURES and sort_of(name).reason is None


def _day(asked: Asked, opened: Opened, taken: _Taken, photos: _Photos, opener: FileOpener) -> Proposed:
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
    belongings = Belongings(opened.pack)
    tops = [folder for folder in opened.tree.folders if folder and "/" not in folder]
    closed = closed_folders(opened.tree, opened.settings)
    for folder in tops:
        said = belongings.of_name(folder)
        fits = said.point == point.number and said.sure and said.year in (None, opened.unit.year)
        if fits and folder not in closed:
            return folder
    return folder_for(point)


def _check_free(home: str, opened: Opened, adopting: bool) -> None:
    """Refuse a folder that has a record, and a new one that has anything in it already.

    Raises:
        UsageError: so it is.
    """
    there = opened.tree.folders.get(home, {})
    path = f"{home}/{RECORD}"
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
            same = (each.name for each in place.iterdir() if _composed(each.name) == step)
            step = next(same, step)
        steps.append(step)
        place /= step
    return "/".join(steps)


# --- the files


def _told_roles(asked: Asked, opened: Opened, taken: _Taken) -> tuple[list[str], dict[str, str]]:
    """Read ``角色`` and ``角色=文件``: roles to set out, and files by path with the role that a person gave them.

    Raises:
        UsageError: the pack has no such role, or there is no such file.
    """
    extra: list[str] = []
    told: dict[str, str] = {}
    names = {normal(name): name for name in opened.pack.terms.roles}
    names |= {normal(role.alias): name for name, role in opened.pack.terms.roles.items() if role.alias}
    for text in asked.roles:
        written, sign, file = text.replace("＝", "=").partition("=")
        role = names.get(normal(written))
        if role is None:
            roles = tuple(opened.pack.terms.roles)
            raise UsageError(
                msg(
                    "error.begin-role", value=sanitize(written), meant=near(written, roles) or "", names=roles
                )
            )
        if not sign:
            extra.append(role)
            continue
        inside = f"{taken.home}/{file}" if taken.home else file
        place = inside if opened.tree.size(*_split(inside)) is not None else _inside(file, opened)
        if place in opened.tree.folders:
            raise UsageError(msg("error.begin-adopt-missing", path=sanitize(file, _SHOWN)))
        _check_file(place, opened)
        told[place] = role
    return extra, told


def _shown_from(home: str, paths: Sequence[str], tree: Tree) -> Iterator[str]:
    """Name files from a record's folder; a folder below it whose files all are there by its own name."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        by_folder.setdefault(_split(path)[0], []).append(path)
    for folder, files in by_folder.items():
        if len(files) > 1 and folder.startswith(f"{home}/") and len(files) == len(tree.folders[folder]):
            yield posixpath.relpath(folder, home) + "/"
        else:
            yield from (posixpath.relpath(each, home) for each in files)


def _aside(roles: Roles, home: str) -> Iterator[Message]:
    if roles.left_out:
        names = tuple(sanitize(posixpath.relpath(each, home), 200) for each in roles.left_out)
        yield msg("begin.record.left-out", files=some(names, _MOST_TOLD))
