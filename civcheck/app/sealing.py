"""Sealing a ledger, and verifying that its files are as they were when it was sealed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from civcheck.errors import LedgerError, UsageError
from civcheck.messages import msg
from civcheck.model.outcome import Obligation
from civcheck.model.seal import (
    CHANGING,
    UNREADABLE,
    Entry,
    Seal,
    Verified,
    changes_since,
    is_writable,
    sealed_name,
)
from civcheck.model.texts import normal, sanitize, some
from civcheck.reading import limits
from civcheck.reading.hashing import check_sm3
from civcheck.reading.sealedtree import SIGNATURES, Snapshot, digested, is_repository, look
from civcheck.reading.sealfile import ReadSeal, read_seal
from civcheck.reading.unit import year_of
from civcheck.reading.unitfile import open_unit
from civcheck.report.sealfile import summary_of

ENDING = ".seal.json"
"""What a seal is called: the ledger's folder, and this."""
Progress = Callable[[int], None]


def default_seal(ledger: Path) -> Path:
    """Give the place of a ledger's seal where none is named: beside its folder, under the folder's name.

    Raises:
        UsageError: the folder has nothing beside it.
    """
    folder = ledger.resolve()
    if not folder.name:
        raise UsageError(msg("error.seal-nowhere"))
    return folder.parent / (folder.name + ENDING)


def place_inside(ledger: Path, file: Path) -> str:
    """Give the place of a file in a ledger as NFC with ``/``; empty where it does not lie in it."""
    try:
        return unicodedata.normalize("NFC", file.resolve().relative_to(ledger.resolve()).as_posix())
    except ValueError:
        return ""


def seal_ledger(
    ledger: Path,
    own: str = "",
    as_of: date | None = None,
    today: date | None = None,
    sealed_on: date | None = None,
    with_sm3: bool = False,
    threshold: Obligation = Obligation.EXPECTED,
    progress: Progress | None = None,
    hashing: Progress | None = None,
    **options: Any,
) -> Seal:
    """Audit a ledger and hash its files; nothing is written.

    Args:
        ledger: The folder that holds unit.yaml.
        own: Where the seal itself will lie in the ledger, if it will: it is no file of it then, nor is its signature.
        as_of: The day it is judged at, as ``audit`` takes it.
        today: The day on the caller's clock, as ``audit`` takes it.
        sealed_on: The day to write into the seal: the caller's clock, and nobody vouches for it.
        with_sm3: Take SM3 beside SHA-256.
        threshold: From which force on a rule counts for whether the audit is complete.
        progress: Called with the number of record files read.
        hashing: Called with the number of files hashed.
        options: What else ``audit`` is told: rules, own_judgements, judgements.

    Raises:
        UsageError: a file changed meanwhile, there is too much to seal, or this Python has no SM3.
        CivcheckError: the ledger cannot be audited.
    """
    from civcheck.app.audit import audit

    if with_sm3:
        check_sm3()
    if not ledger.is_dir():
        raise UsageError(msg("error.no-folder", path=sanitize(str(ledger))))
    if sealed_name(own) != own or not is_writable(own):
        raise UsageError(msg("error.seal-name", path=sanitize(own)))
    before = look(str(ledger), (own,))
    report = audit(ledger, as_of=as_of, today=today, hygiene=False, progress=progress, **options)
    files = digested(before, with_sm3, hashing)
    _check_still(before, look(str(ledger), (own,)), files)
    unread = {each for each in files if not each.is_sealed}
    left_out = tuple(sorted((*before.left_out, *unread)))
    if len(left_out) > limits.SEAL_LEFT_OUT:
        raise UsageError(
            msg("error.seal-left-out", count=str(len(left_out)), limit=str(limits.SEAL_LEFT_OUT))
        )
    from_ = report.provenance
    return Seal(
        sanitize(report.unit.name),
        report.unit.year,
        from_.as_of,
        sealed_on,
        tuple(each for each in files if each.is_sealed),
        left_out,
        with_sm3,
        own,
        sum(
            each.stamp.size
            for each in before.files
            if Entry(sealed_name(each.path), UNREADABLE) not in unread
        ),
        from_.civcheck,
        summary_of(report._replace(threshold=threshold)),
    )


def _check_still(before: Snapshot, after: Snapshot, files: tuple[Entry, ...]) -> None:
    """Make sure that what was audited is what was hashed: nothing changed from the first to the last.

    Raises:
        UsageError: something did.
    """
    changed = {each.name for each in files if each.content == CHANGING}
    changed |= {sealed_name(each.path) for each in set(before.files) ^ set(after.files)}
    changed |= {each.name for each in set(before.left_out) ^ set(after.left_out)}
    if changed:
        names = some([sanitize(name) for name in sorted(changed)])
        raise UsageError(msg("error.seal-changing", names=names))


# --- verifying


def ledger_of(seal: Path) -> Path:
    """Find the ledger of a seal by the seal's own name: the folder beside it.

    Raises:
        UsageError: there is none.
    """
    name = seal.name.removesuffix(ENDING)
    folder = seal.parent / name
    if name == seal.name or not name or not folder.is_dir():
        raise UsageError(msg("error.seal-of-which", path=sanitize(str(seal))))
    return folder


def verify_ledger(seal: Path, ledger: Path, hashing: Progress | None = None) -> Verified:
    """Hold a ledger against its seal.

    Raises:
        UsageError: it is no seal, or one of another unit or year, or this Python lacks a digest that it has.
    """
    read = read_seal(seal)
    if not ledger.is_dir():
        raise UsageError(msg("error.no-folder", path=sanitize(str(ledger))))
    _check_unit(read.seal, ledger)
    return _held_against(read, ledger, place_inside(ledger, seal), hashing)


def _check_unit(seal: Seal, ledger: Path) -> None:
    """Make sure that it is the ledger of the unit and year; what cannot be read of it, the files tell."""
    try:
        unit = open_unit(str(ledger))
        year, name = year_of(unit), unit.given.get("name", ("", None))[1]
    except LedgerError:
        return
    if not isinstance(name, str):
        return
    for its, own in ((seal.unit, sanitize(name)), (str(seal.year), str(year))):
        if normal(its) != normal(own):
            raise UsageError(msg("error.seal-other", its=its, own=own, file=unit.file))


def _held_against(read: ReadSeal, ledger: Path, place: str, hashing: Progress | None) -> Verified:
    seal = read.seal
    if seal.with_sm3:
        check_sm3()
    snapshot = look(str(ledger), (place,))
    files = digested(snapshot, seal.with_sm3, hashing)
    now = (*(each for each in files if not _is_own(each, read)), *snapshot.left_out)
    sealed = (*seal.files, *seal.left_out)
    changes = changes_since(*([each for each in side if not is_repository(each)] for side in (sealed, now)))
    aside = tuple(sorted({each for each in now if not each.is_sealed} & set(sealed)))
    return Verified(seal, read.digest, changes, aside)


def _is_own(entry: Entry, read: ReadSeal) -> bool:
    """Tell whether a file is the seal where it says that it lies, by its bytes too, or its signature."""
    own = read.seal.own
    if not own or not entry.name.startswith(own):
        return False
    return entry.name in {own + ending for ending in SIGNATURES} or (
        entry.name == own and entry.content.partition("+")[0] == read.digest
    )
