"""Laying a binder out: the ledger is audited, looked through for personal data, and every file gets its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.app.audit import Prepared, audit, folder_of, prepare
from civcheck.app.material import FileOpener
from civcheck.app.privacy import found_in
from civcheck.errors import UsageError
from civcheck.messages import msg, say
from civcheck.model.binder import Binder, arranged
from civcheck.model.ledger import Spotted
from civcheck.model.privacy import Holder, Privacy, counted
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.reading.copying import UnreadableError, opened
from civcheck.reading.hashing import Stamp
from civcheck.reading.ledger import OpenFiles
from civcheck.reading.personal import FILE_NAME, FOLDER_NAME, masked_copy
from civcheck.reading.sealedtree import look

_IN_NAMES = (FILE_NAME, FOLDER_NAME)


class Personal(NamedTuple):
    """What is done about personal data: ``refuse`` it, ``redact`` it or ``allow`` it, exactly one."""

    redact: bool = False
    allow: bool = False


class Laid(NamedTuple):
    """A binder that could be written.

    ``personal`` is what stands in files that are to be in it. By path in the ledger: ``digests`` of the files that were
    looked into, ``stamps`` of all files before the audit, ``spelled`` for paths that are another on disk.
    """

    root: Path
    report: Report
    binder: Binder
    personal: Privacy
    digests: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    spelled: Mapping[str, str]
    lang: str


def lay_out(
    ledger: Path,
    personal: Personal,
    lang: str = "zh",
    as_of: date | None = None,
    today: date | None = None,
    open_files: OpenFiles | None = None,
    progress: Callable[[int], None] | None = None,
    **options: Any,
) -> Laid:
    """Lay out the binder of a ledger; nothing is written.

    Args:
        ledger: The folder that holds unit.yaml.
        personal: What is done about personal data.
        lang: The language of the binder's own names.
        as_of: The day it is judged at, as ``audit`` takes it.
        today: The day on the caller's clock, as ``audit`` takes it.
        open_files: How attachments are opened; by default with the cache and without progress.
        progress: Called with the number of record files read, now and then.
        options: What else ``audit`` is told: rules, own_judgements, judgements.

    Raises:
        UsageError: the ledger was changed while it was read.
        CivcheckError: the ledger cannot be audited.
    """
    stamps = {each.path: each.stamp for each in look(folder_of(str(ledger))).files}
    opener = open_files or FileOpener()
    told = {"as_of": as_of, "today": today, "open_files": opener, "progress": progress, **options}
    ready = prepare(ledger, evidence=True, **told)
    report = audit(ledger, evidence=True, **told)
    if report.provenance.ledger_digest != ready.ledger.digest:
        raise UsageError(msg("error.binder-changing", path=sanitize(str(ledger))))
    terms = ready.pack.terms
    found = _in_binder(found_in(ready.ledger, terms, ready.day), report)
    records = {record.file for record in report.catalogue}
    in_content = {each.file: _content(each) for each in found.holders if _content(each)}
    taken_out = {
        path: msg("binder.why.personal", found=counted(spotted))
        for path, spotted in in_content.items()
        if personal.redact and path not in records
    }
    binder = arranged(
        report,
        terms.protected_by,
        taken_out,
        _to_mask(ready, records) if personal.redact else (),
        hides_numbers=not personal.allow,
        other=say(msg("binder.folder.other"), lang),
    )
    root, spelled = Path(ready.root), ready.ledger.spelled
    inside = {each.source for each in binder.pieces}
    unseen = tuple(path for path in found.not_looked_at if path in inside)
    pieces = tuple(
        each._replace(size=stamps[each.source].size if each.source in stamps else 0) for each in binder.pieces
    )
    binder = binder._replace(pieces=pieces, unseen=unseen, is_redacted=personal.redact)
    digests = {path: facts.sha256 for path, facts in ready.ledger.material.items() if facts.sha256}
    return Laid(root, report, binder, found, digests, stamps, spelled, lang)


def _to_mask(ready: Prepared, paths: Iterable[str]) -> Iterator[str]:
    """Name the record files of which something would be hidden, whatever is found in them: reports hide it too."""
    root, spelled = Path(ready.root), ready.ledger.spelled
    for path in paths:
        with suppress(UnreadableError), opened(root, path, spelled.get(path, path)) as source:
            raw = b"".join(source.pieces())
            if masked_copy(raw) != raw:
                yield path


def _in_binder(found: Privacy, report: Report) -> Privacy:
    """Keep what stands in records and in files that they name, and in the names of folders on the way to these."""
    files = {record.file for record in report.catalogue}
    files |= {each.path for record in report.catalogue for each in record.evidence if not each.is_link}
    folders = {path[:at] for path in files for at, sign in enumerate(path) if sign == "/"}
    return found._replace(holders=tuple(each for each in found.holders if each.file in files | folders))


def _content(holder: Holder) -> list[Spotted]:
    """Give what stands in a file itself, and not in its name."""
    return [each for each in holder.found if each.place.line or each.personal.where not in _IN_NAMES]
