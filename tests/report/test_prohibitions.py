"""What a report says of a rule that forbids something: never that it should be there."""

from __future__ import annotations

import pytest

from civcheck.messages import msg
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place
from civcheck.model.report import Shortfall
from tests.report.reports import a_report, in_words, with_findings

REMEDY = "已经收取的照实登记"


def a_finding(**changes):
    gap = next(each for each in a_report("sample", None).findings if each.outcome is Outcome.GAP)
    short = Shortfall(
        "a.yaml", Place("a.yaml", 1, 1), "收费", (msg("lacks.blank-open", field="名义", want="乙"),)
    )
    return gap._replace(
        outcome=Outcome.UNDETERMINED,
        remedy=REMEDY,
        shortfalls=(short,),
        shortfall_count=1,
        forbids=True,
        **changes,
    )


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html", "csv", "docx", "xlsx"])
def test_a_blank_that_leaves_a_prohibition_open_is_to_be_filled_in(fmt: str) -> None:
    for forbids in (True, False):
        report = with_findings(a_report("sample", None), (a_finding()._replace(forbids=forbids),))
        said = in_words(fmt, report)
        assert (REMEDY in said) is not forbids
        assert ("把所列记录没写明的照实写明" in said) is forbids


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html", "csv", "docx", "xlsx"])
def test_no_day_is_over_where_what_must_not_be_is_there(fmt: str) -> None:
    for forbids in (True, False):
        gap = a_finding()._replace(outcome=Outcome.GAP, forbids=forbids)
        said = in_words(fmt, with_findings(a_report("sample", None), (gap,)))
        assert ("与期限无关" in said) is forbids
        assert ("期限已过" in said.replace("期限已过的：", "")) is not forbids
