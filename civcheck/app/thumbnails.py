"""Small pictures of the photos that notices are about, for whoever reads the report without the ledger at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from civcheck.model.material import FileFacts
from civcheck.model.record import Record
from civcheck.model.report import Notice, Report, Thumbnail
from civcheck.model.terms import Terms
from civcheck.reading.limits import THUMBNAILS

_CHECKS = frozenset({"reused-photo", "photo-other-day", "edited-picture"})
"""Checks whose notices are about what a photo shows."""
_A_NOTICE = 4
"""Photos of one notice at most: what it says names as many uses."""


class Photos(NamedTuple):
    """A ledger whose photos may be shown.

    ``root`` is its folder, ``before`` what stands before its paths in the report (empty, or ``2016/``); ``spelled``
    gives the path by which a file is opened where that differs.
    """

    root: str
    before: str
    records: Sequence[Record]
    material: Mapping[str, FileFacts]
    spelled: Mapping[str, str]


class _Photo(NamedTuple):
    """A file to make a small picture of, as it was when the audit looked at it."""

    real: str
    size: int
    sha256: str


def with_thumbnails(report: Report, ledgers: Sequence[Photos], terms: Terms) -> Report:
    """Give a report whose notices show the photos that they are about, ``THUMBNAILS`` of them at most.

    Photos of records of sensitive kinds (``sensitive`` in terms.yaml) stay out, and so does a file that is another by
    now. They are opened as attachments are: in child processes.
    """
    from civcheck.reading.material.opening import LookFor
    from civcheck.reading.material.workers import ToOpen, open_all

    known = {name: photo for ledger in ledgers for name, photo in _photos(ledger, terms)}
    wanted: dict[str, _Photo] = {}
    for notice in report.notices:
        names = _names(notice, known)
        if len(wanted.keys() | set(names)) <= THUMBNAILS:
            wanted |= {name: known[name] for name in names}
    files = [ToOpen(name, photo.real, photo.size) for name, photo in wanted.items()]
    opened = open_all(files, look_for=LookFor(personal=False, thumbnail=True))
    small = {
        name: Thumbnail(name, facts.thumbnail)
        for name, facts in opened
        if facts.thumbnail and facts.sha256 == wanted[name].sha256
    }
    return report._replace(
        notices=tuple(
            notice._replace(thumbnails=tuple(small[name] for name in _names(notice, known) if name in small))
            for notice in report.notices
        )
    )


def _photos(ledger: Photos, terms: Terms) -> Iterator[tuple[str, _Photo]]:
    """Give the photos that may be shown, by the path that the report has them under."""
    sensitive = {
        piece.path
        for record in ledger.records
        if terms.protected_by(record.kind)
        for piece in record.evidence
    }
    for path, facts in ledger.material.items():
        if facts.picture is not None and path not in sensitive:
            real = f"{ledger.root}/{ledger.spelled.get(path, path)}"
            yield ledger.before + path, _Photo(real, facts.size, facts.sha256)


def _names(notice: Notice, known: Mapping[str, _Photo]) -> list[str]:
    """Name the photos of a notice, in the order of its places."""
    if notice.code not in _CHECKS:
        return []
    named = dict.fromkeys(place.file for place in notice.places if not place.line)
    return [name for name in named if name in known][:_A_NOTICE]
