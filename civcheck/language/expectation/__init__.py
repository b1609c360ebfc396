"""The constructs of ``expect``: one file each, and this closed union of them all."""

from __future__ import annotations

from civcheck.language.expectation.absence import Absence
from civcheck.language.expectation.branches import AllOf, AnyOf, Branch, gather, observe_branch
from civcheck.language.expectation.compare import Compare
from civcheck.language.expectation.count import Count, Spread
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.interval import Spacing
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.review import Review
from civcheck.language.expectation.total import Total
from civcheck.language.expectation.whole_ledger import WholeLedger

CONSTRUCT_PARTS = (
    Count
    | Spread
    | Cover
    | Each
    | Lag
    | Spacing
    | Ratio
    | Total
    | Compare
    | Link
    | Absence
    | WholeLedger
    | Review
    | AnyOf
    | AllOf
)
"""Every construct; a new one is one file and one line here."""

__all__ = ["CONSTRUCT_PARTS", "AllOf", "AnyOf", "Branch", "gather", "observe_branch"]
