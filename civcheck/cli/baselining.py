"""``--baseline`` and ``--update-baseline``: the known gaps of a unit, in a file that only gets shorter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from civcheck.cli.console import check_target, tell, write_file
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize

if TYPE_CHECKING:
    from civcheck.model.comparison import Baseline
    from civcheck.model.report import Report


def check_baseline(path: Path | None, update: bool, ledgers: Sequence[Path]) -> None:
    """Refuse what cannot be done with a baseline before anything is audited.

    Raises:
        UsageError: there is no file, or it would be written where nothing may be.
    """
    if path is None:
        if update:
            raise UsageError(msg("error.baseline-missing"))
        return
    if update:
        for ledger in ledgers:
            check_target(path, ledger)
    elif not path.is_file():
        raise UsageError(msg("error.no-baseline", path=sanitize(str(path))))


def apply_baseline(report: Report, path: Path | None, update: bool) -> tuple[Report, Baseline | None]:
    """Hold a report against its baseline; give also the baseline as it is, if it is to be written.

    Raises:
        UsageError: it is no baseline, or one of something else, or it is to be updated as of an earlier day.
    """
    if path is None:
        return report, None
    from civcheck.verdict.baseline import baseline_of, hold_against

    if not path.is_file():  # the first time: what there is, is known
        first = baseline_of(report)
        return hold_against(report, first), first
    report, known = _held(report, path, update)
    return report, known if update else None


def _held(report: Report, path: Path, update: bool) -> tuple[Report, Baseline]:
    from civcheck.app.comparing import with_baseline

    report, known = with_baseline(report, path)
    day = report.provenance.as_of
    if update and known.is_later_than(day):
        raise UsageError(msg("error.baseline-earlier", path=sanitize(str(path)), its=known.as_of, own=day))
    return report, known


def write_baseline(path: Path, report: Report, known: Baseline) -> None:
    """Write what is left of a baseline and say how much that is.

    The file is read again: while the reports were written another run may have taken more out of it.

    Raises:
        UsageError: it cannot be written, or has become one of something else.
    """
    from civcheck.reading.baselinefile import baseline_bytes
    from civcheck.verdict.baseline import ratcheted

    if path.is_file():
        known = _held(report, path, update=True)[1]
        if report.incomplete:
            tell(msg("baseline.kept", path=sanitize(str(path))))
            return
    renewed = ratcheted(known, report)
    write_file(path, baseline_bytes(renewed))
    count = sum(len(items.names) for items in renewed.known.values())
    tell(msg("baseline.written", path=sanitize(str(path)), count=str(count)))
