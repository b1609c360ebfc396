"""Reports for the tests of formats: of ledgers on disk, and as small and as large as they get."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from functools import cache

from civcheck.app.audit import audit
from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from civcheck.report import Format, Options, renderer
from tests.report import ledgers

AS_OF = date(2018, 6, 30)
NAMES = ("sample", "good", "early", "incomplete", "broken", "hostile", "none", "many")
"""``early`` has what is pending, ``none`` no finding at all, ``many`` 3,000."""


def a_report(name: str, folder) -> Report:
    """Audit the ledger of that name."""
    match name:
        case "sample":
            return _sample()
        case "early":
            return audit(ledgers.good(folder), as_of=date(2017, 12, 1))
        case "none":
            return with_findings(_sample(), ())._replace(problems=(), notices=())
        case "many":
            return many(audit(ledgers.hostile(folder), as_of=AS_OF))
        case _:
            return audit(getattr(ledgers, name)(folder), as_of=AS_OF)


@cache
def _sample() -> Report:
    return audit(ledgers.SAMPLE, as_of=AS_OF)


def many(report: Report, count: int = 3_000) -> Report:
    """Give a report its findings again and again, each time as other rules."""
    own = report.findings
    findings = [own[n % len(own)]._replace(rule=f"{own[n % len(own)].rule}x{n}") for n in range(count)]
    return with_findings(report, tuple(findings))


def with_findings(report: Report, findings) -> Report:
    """Give a report other findings, counted anew."""
    counted = Counter(each.outcome for each in findings)
    return report._replace(findings=findings, counters={each: counted[each] for each in Outcome})


_RENDERED: dict[tuple[str, int, str], tuple[Report, bytes]] = {}
"""What was rendered, with its report, so that no other one can have its id."""


def rendered(fmt: str, report: Report, **options) -> bytes:
    """Render a report, once: the large ones are asked for by many tests."""
    key = (fmt, id(report), str(options))
    if key not in _RENDERED:
        _RENDERED[key] = (report, renderer(Format(fmt))(report, Options(ledger="台账", **options)))
    return _RENDERED[key][1]


def in_words(fmt: str, report: Report) -> str:
    """Give what a report says in any format, of an office file all its parts."""
    raw = renderer(fmt)(report, Options())
    if fmt in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "".join(archive.read(each).decode("utf-8", "replace") for each in archive.namelist())
    return raw.decode()
