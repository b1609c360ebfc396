"""Comparing stored reports, and holding a report against its baseline."""

from __future__ import annotations

from pathlib import Path

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.comparison import Baseline, Comparison
from civcheck.model.report import Report
from civcheck.model.texts import mask, sanitize
from civcheck.reading.baselinefile import read_baseline
from civcheck.reading.reportfile import read_report
from civcheck.verdict.baseline import hold_against
from civcheck.verdict.comparing import compare_reports


def compare(old: str | Path, new: str | Path) -> Comparison:
    """Compare two stored json reports of one unit.

    Raises:
        UsageError: one of them is no report.
    """
    return compare_reports(read_report(Path(old))[0], read_report(Path(new))[0])


def with_baseline(report: Report, path: Path) -> tuple[Report, Baseline]:
    """Hold a report against a baseline's file.

    Raises:
        UsageError: it is no baseline, or one of another unit, year or pack.
    """
    baseline, from_ = read_baseline(path), report.provenance
    pairs = (
        (mask(baseline.unit), mask(report.unit.name)),
        (str(baseline.year), str(from_.year)),
        (f"{baseline.pack} {baseline.pack_version}", f"{from_.pack} {from_.pack_version}"),
        (baseline.pack_digest[:16], from_.pack_digest[:16]),
    )
    for its, own in pairs:
        if its != own:
            path_shown = sanitize(str(path), 1_000)
            raise UsageError(
                msg("error.baseline-other", path=path_shown, its=sanitize(its), own=sanitize(own))
            )
    return hold_against(report, baseline), baseline
