"""The photos of a folder, in the ledger or outside of it, by which the day of a record is proposed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from civcheck.app.beginning.adopting import HEIC
from civcheck.app.beginning.asked import Asked, Opened
from civcheck.app.beginning.taking import place_of
from civcheck.errors import UsageError
from civcheck.messages import Message, msg
from civcheck.model.texts import sanitize
from civcheck.reading.audited import sort_of
from civcheck.reading.evidence import PICTURES

_SHOWN = 1_000


class Photos(NamedTuple):
    """Photos of which the day is taken: those inside the ledger are named, others stay where they are."""

    inside: tuple[str, ...] = ()
    outside: Mapping[str, str] = {}
    root: str = ""
    told: tuple[Message, ...] = ()


def photos_of(asked: Asked, opened: Opened) -> Photos:
    """Find the photos of the folder that is asked for, none where none is.

    Raises:
        UsageError: there is no such folder, or no photo in it.
    """
    if asked.photos is None:
        return Photos()
    shown = sanitize(str(asked.photos), _SHOWN)
    try:
        return _found(asked.photos, shown, opened)
    except OSError:  # it may not be looked into, or is a name longer than any can be
        raise UsageError(msg("error.no-folder", path=shown)) from None


def _found(folder: Path, shown: str, opened: Opened) -> Photos:
    if not folder.is_dir():
        raise UsageError(msg("error.no-folder", path=shown))
    root, photos = os.path.realpath(opened.root), os.path.realpath(folder)
    if photos == root or photos.startswith(root + os.sep):
        place = place_of(str(folder.absolute()), opened)
        listed = tuple(opened.tree.folders.get(place, ()))
        names = [name for name in listed if _is_picture(name)]
        inside = tuple(f"{place}/{name}" if place else name for name in names)
        found: Mapping[str, str] = {path: opened.tree.real(path) for path in inside}
    else:
        with os.scandir(photos) as entries:
            listed = tuple(sorted(each.name for each in entries if each.is_file(follow_symlinks=False)))
        inside, found = (), {name: f"{photos}/{name}" for name in listed if _is_picture(name)}
    if not found:
        unread = any(name.lower().endswith(HEIC) for name in listed)
        raise UsageError(msg("error.begin-heic" if unread else "error.begin-no-photos", path=shown))
    told = () if inside else (msg("begin.new.photos-outside", count=str(len(found)), path=shown),)
    return Photos(inside, found, root if inside else photos, told)


def _is_picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in PICTURES and sort_of(name).reason is None
