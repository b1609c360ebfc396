"""The sample ledger's report in every text format for machines and pages, as it was read and approved."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.report import Options
from civcheck.report.markdown import render_summary
from tests.report.ledgers import SAMPLE
from tests.report.reports import AS_OF, rendered

SNAPSHOTS = Path(__file__).parent / "snapshots"
SOME = ("2.2", "2.7", "2.8b", "3.4b", "8.4", "9.5", "11.1")
"""A gap that counts, one of a record, one in a window, one of members; one shown, one waived, one not applicable."""


@cache
def report(*only: str):
    """Audit the sample ledger; digests change with every edit of a pack and say nothing to a reader."""
    found = audit(SAMPLE, as_of=AS_OF, only=only)
    blank = dict.fromkeys(("pack_digest", "source_digest", "ledger_digest"), "0" * 64)
    return found._replace(provenance=found.provenance._replace(civcheck="0.0.0", **blank))


MADE = {
    "sample.sarif": lambda: rendered("sarif", report(*SOME)),
    "sample.junit.xml": lambda: rendered("junit", report(*SOME)),
    "sample.github.txt": lambda: rendered("github", report()),
    "sample.gitlab.json": lambda: rendered("gitlab", report()),
    "sample.md": lambda: rendered("markdown", report()),
    "sample-summary.md": lambda: render_summary(report(), Options()),
    "sample.csv": lambda: rendered("csv", report(*SOME)),
}


@pytest.mark.parametrize("name", MADE)
def test_the_sample_report_is_as_it_was_read(name):
    approved = (SNAPSHOTS / name).read_bytes().decode()
    assert MADE[name]().decode() == approved, "read the difference critically, then renew the snapshot"
