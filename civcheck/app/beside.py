"""Ledgers of other units that are held beside the audited one: compared with it, never audited themselves.

Which they are is said by whoever runs civcheck, never by a ledger. A folder that cannot be compared stops the audit:
what was asked for and not done must not look as if nothing had been found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

from civcheck.app.thumbnails import Photos
from civcheck.errors import LedgerError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg
from civcheck.model.ledger import Ledger
from civcheck.model.report import BesideLedger
from civcheck.model.texts import normal, sanitize
from civcheck.model.unit import Unit
from civcheck.reading.ledger import OpenFiles, read_ledger
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile, open_unit
from civcheck.verdict.hygiene.look import OtherLedger

_Identity = tuple[int, int]


class Beside(NamedTuple):
    """A ledger of another unit: as the checks look at it, as the report tells of it, and its photos to be shown."""

    look: OtherLedger
    told: BesideLedger
    photos: Photos


class _Named(NamedTuple):
    """A folder as it was named, and what the system knows it and each folder above it by, its own first."""

    path: str
    above: tuple[_Identity, ...]


def check_beside(others: Sequence[str | Path], audited: Sequence[str | Path]) -> None:
    """Refuse folders that cannot be compared, before anything is read.

    Raises:
        UsageError: one is no folder, or cannot be listed; it is an audited one, lies in one or has one in it; or so
            do two of them.
    """
    seen: list[tuple[_Named, str]] = []
    for path in map(str, audited if others else ()):
        if above := _known_by(path):  # of what is no folder the audit tells
            seen.append((_Named(path, above), "own"))
    for path in map(str, others):
        other = _named(path)
        for before, sort in seen:
            if (how := _how_related(other, before)) is not None:
                paths = {"path": sanitize(path), "other": sanitize(before.path)}
                raise UsageError(msg(f"error.against-{sort}-{how}", **paths))
        seen.append((other, "other"))


def _how_related(one: _Named, other: _Named) -> str | None:
    if one.above[0] == other.above[0]:
        return "same"
    return "inside" if other.above[0] in one.above else "around" if one.above[0] in other.above else None


def _named(path: str) -> _Named:
    try:
        known = Path(path).is_dir()
    except (OSError, ValueError):
        known = False
    if not known:
        raise UsageError(msg("error.against-no-folder", path=sanitize(path)))
    if not (above := _known_by(path)):
        raise UsageError(msg("error.against-unreadable", path=sanitize(path)))
    return _Named(path, above)


def _known_by(path: str) -> tuple[_Identity, ...]:
    """Give what the system knows a folder and those above it by, whatever they are called; empty if unreadable."""
    try:
        with os.scandir(path):
            resolved = Path(path).resolve()
        states = [each.stat() for each in (resolved, *resolved.parents)]
    except (OSError, RuntimeError, ValueError):
        return ()
    return tuple((state.st_dev, state.st_ino) for state in states)


class _Opened(NamedTuple):
    root: str
    file: UnitFile
    unit: Unit


def read_beside(
    others: Sequence[str | Path],
    pack: RulePack,
    own: Ledger,
    taken: Sequence[str] = (),
    sketches: bool = False,
    open_files: OpenFiles | None = None,
) -> list[Beside]:
    """Read ledgers of other units by the audited one's pack; their own settings may leave files out, nothing else.

    Args:
        others: Their folders, which ``check_beside`` has looked at.
        pack: The pack that ``own`` is audited by.
        own: The audited ledger.
        taken: Names that ledgers of earlier years have before their paths.
        sketches: As of ``read_ledger``.
        open_files: As of ``read_ledger``.

    Raises:
        UsageError: one is of the audited unit.
        LedgerError: one has no usable unit.yaml.
    """
    opened = [_open(str(each), pack, own) for each in others]
    names = {*own.folders, *taken}
    found = []
    for root, file, unit in opened:
        with _saying_which(root):
            read = read_ledger(root, pack, file, False, None, sketches, open_files)
        name = _free_name(Path(root).resolve().name, unit.year, names)
        names.add(name)
        unread = len(read.unread) + sum(each.may_hide_record for each in read.skipped)
        told = BesideLedger(
            name, unit.name, unit.year, read.digest, len(read.records), len(read.material), unread
        )
        photos = Photos(root, f"{name}/", read.records, read.material, read.spelled)
        found.append(Beside(OtherLedger(name, unit.name, read.records, read.material), told, photos))
    return found


def _open(root: str, pack: RulePack, own: Ledger) -> _Opened:
    """Read who it is; of the audited unit's other years rules may have to be told, which is another thing."""
    with _saying_which(root):
        file = open_unit(root)
        unit = read_unit(file, pack.terms)
    if normal(unit.name) == normal(own.unit.name):
        code = "year" if unit.year != own.unit.year else "unit"
        shown = {"path": sanitize(root), "unit": sanitize(unit.name), "year": str(unit.year)}
        raise UsageError(msg(f"error.against-own-{code}", **shown))
    return _Opened(root, file, unit)


@contextmanager
def _saying_which(root: str) -> Iterator[None]:
    """Name the ledger in what stops the audit, and say that it was to be compared."""
    shown = sanitize(root.rstrip("/\\") or root)
    try:
        yield
    except LedgerError as error:
        problems = [
            each._replace(place=each.place._replace(file=f"{shown}/{each.place.file}"))
            for each in error.problems
        ]
        raise LedgerError(_unusable(shown, error.message), problems) from None
    except OSError:
        raise UsageError(msg("error.against-unreadable", path=shown)) from None


def _unusable(shown: str, why: Message) -> Message:
    return msg("error.against-unusable", path=shown, why=why)


def _free_name(folder: str, year: int, taken: set[str]) -> str:
    """Give the name before a ledger's paths: that of its folder, or one like it that nothing else has."""
    names = (folder, f"{folder}-{year}")
    free = next((each for each in names if each not in taken), None)
    return free or next(name for at in count(2) if (name := f"{folder}-{at}") not in taken)
