"""The files that a record is made around: those that were named, and those of the folder that was."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sized
from pathlib import Path
from typing import NamedTuple

from civcheck.app.beginning.asked import Asked, Opened
from civcheck.errors import UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.texts import near, normal, sanitize
from civcheck.reading import limits
from civcheck.reading.audited import closed_folders, sort_of, why_skipped
from civcheck.reading.guide import guides_in
from civcheck.reading.ledger import read_ledger
from civcheck.reading.settings import SETTINGS_FILE, UNIT_FILES
from civcheck.reading.text import decode
from civcheck.reading.unitfile import UnitFile
from civcheck.reading.walk import Tree
from civcheck.verdict.firstday import home_of

RECORD = "记录.yaml"
_OF_RECORD = re.compile(r"^[ \t]*(?:-[ \t]+)*[\"']?(?:类型|kind)", re.MULTILINE)
_SHOWN = 1_000
_MOST_ADOPTED = 500
_MOST_COMPARED = 5_000


class Taken(NamedTuple):
    """Files to be adopted; ``home`` is the folder that they are all of, empty where they are named one by one.

    ``left`` are the files below it that seem to be of something else.
    """

    home: str
    files: tuple[str, ...]
    left: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Asked, opened: Opened) -> Taken:
        """Find the files that are named, and those of the folder that is.

        Raises:
            UsageError: one is not in the ledger, not audited, or a record already; or there are none.
        """
        if not asked.adopt:
            return cls("", ())
        places = [place_of(each, opened) for each in asked.adopt]
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
        below = [
            path
            for folder in tree.folders
            if folder == home or folder.startswith(f"{home}/")
            for name in tree.folders[folder]
            if (path := f"{folder}/{name}") not in guides
            and why_skipped(name, folder, opened.settings) is None
        ]
        files = [path for path in below if home_of(path, roles, home) == home]
        own = set(files)
        for each in files:
            _check_file(each, opened)
        if not files:
            raise UsageError(msg("error.begin-adopt-empty", path=sanitize(home, _SHOWN)))
        return cls(home, tuple(files), tuple(path for path in below if path not in own))


def check_number(paths: Sized) -> None:
    """Refuse more files than one record can well name.

    Raises:
        UsageError: there are too many.
    """
    if len(paths) > _MOST_ADOPTED:
        raise UsageError(msg("error.begin-adopt-many", count=str(len(paths)), most=str(_MOST_ADOPTED)))


def is_record(path: str, tree: Tree) -> bool:
    """Tell whether a file is a record, or has the name of one."""
    folder, name = split(path)
    if not sort_of(name).may_hold_records:
        return False
    raw = tree.record_bytes(folder, name) or b""
    text = decode(raw[: limits.RECORD_BYTES], lambda text: "类型" in text or "kind" in text).text
    return name == RECORD or (text is not None and _OF_RECORD.search(text) is not None)


def named_files(root: str, pack: RulePack, unit_file: UnitFile) -> Mapping[str, str]:
    """Give the files that the records of a ledger name, each with the file of the first record that does."""
    found: dict[str, str] = {}
    for record in read_ledger(root, pack, unit_file).records:
        for item in record.evidence:
            if not item.is_link:
                found.setdefault(item.path, record.file)
    return found


def place_of(text: str, opened: Opened) -> str:
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
                place = composed(path[len(own) :].strip(os.sep).replace(os.sep, "/"))
                if any(place == link or place.startswith(f"{link}/") for link in tree.links):
                    raise UsageError(msg("error.store-link", path=shown))
                if place in tree.folders or tree.size(*split(place)) is not None:
                    _check_audited(place, opened, shown)
                    return place
    raise UsageError(msg("error.begin-adopt-missing", path=shown, meant=_near(text, tree)))


def _near(text: str, tree: Tree) -> str:
    """Give the path in a ledger that was probably meant: in other case or width, or nearly so written."""
    paths = [
        path
        for folder, listed in tree.folders.items()
        for path in (folder, *(f"{folder}/{name}" if folder else name for name in listed))
        if path
    ]
    return sanitize(near(text.rstrip("/"), paths[:_MOST_COMPARED], 0.75) or "", _SHOWN)


def composed(text: str) -> str:
    """Give a path as paths of ledgers are compared: NFC."""
    return unicodedata.normalize("NFC", text)


def folders_above(path: str) -> Iterator[str]:
    """Give the folder of a file and every one above it."""
    while path := path.rpartition("/")[0]:
        yield path


def split(path: str) -> tuple[str, str]:
    """Give the folder of a path, empty at the top, and its name."""
    folder, _, name = path.rpartition("/")
    return folder, name


def _check_audited(place: str, opened: Opened, shown: str) -> None:
    folder, name = (place, "") if place in opened.tree.folders else split(place)
    closed = closed_folders(opened.tree, opened.settings)
    reason = closed.get(folder) or (why_skipped(name, folder, opened.settings) if name else None)
    if reason is not None:
        raise UsageError(msg("error.begin-adopt-closed", path=shown, reason=reason))


def _check_file(path: str, opened: Opened) -> None:
    """Refuse what belongs to the ledger itself, and records that are there."""
    folder, name = split(path)
    if not folder and name in (*UNIT_FILES, SETTINGS_FILE):
        raise UsageError(msg("error.begin-adopt-own", path=sanitize(path, _SHOWN)))
    if is_record(path, opened.tree):
        raise UsageError(msg("error.begin-has-record", path=sanitize(path, _SHOWN)))


def roles_told(asked: Asked, opened: Opened, taken: Taken) -> tuple[list[str], dict[str, str]]:
    """Read ``角色`` and ``角色=文件``: roles to set out, and files by path with the role that a person gave them.

    A folder stands for the files that lie directly in it.

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
        for place in _meant_by(file, opened, taken):
            _check_file(place, opened)
            told[place] = role
    return extra, told


def _meant_by(text: str, opened: Opened, taken: Taken) -> list[str]:
    """List the files that a path means, one that begins in the adopted folder first."""
    tree = opened.tree
    inside = composed(f"{taken.home}/{text}".rstrip("/")) if taken.home and text else ""
    known = inside in tree.folders or tree.size(*split(inside)) is not None
    place = inside if inside and known else place_of(text, opened)
    if place not in tree.folders:
        return [place]
    names = [name for name in tree.folders[place] if why_skipped(name, place, opened.settings) is None]
    if not names or not place:
        raise UsageError(msg("error.begin-adopt-empty", path=sanitize(text, _SHOWN)))
    return [f"{place}/{name}" for name in names]
