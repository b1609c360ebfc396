"""The constructs of ``expect``: one file each, and this closed union of them all."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator

from civcheck.language.expectation import branches
from civcheck.language.expectation.absence import Absence
from civcheck.language.expectation.branches import AllOf, AnyOf, Branch, gather, observe_branch
from civcheck.language.expectation.count import Count, Spread
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.each import Each
from civcheck.language.expectation.lag import Lag
from civcheck.language.expectation.link import Link
from civcheck.language.expectation.measured import Compare, Ratio, Total
from civcheck.language.expectation.review import Review
from civcheck.language.expectation.whole_ledger import WholeLedger

Expectation = Annotated[
    Count
    | Spread
    | Cover
    | Each
    | Lag
    | Ratio
    | Total
    | Compare
    | Link
    | Absence
    | WholeLedger
    | Review
    | AnyOf
    | AllOf,
    Discriminator("form"),
]
"""Every construct; a new one is one file and one line here."""

# branches hold constructs and constructs hold branches: the name is resolved when the models are first built
branches.Expectation = Expectation  # type: ignore[attr-defined]

__all__ = ["AllOf", "AnyOf", "Branch", "Expectation", "gather", "observe_branch"]
