"""Exit codes: what a run says to the shell (verdicts: precedence 4 > 2 > 3 > 1 > 0)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.texts import sanitize

if TYPE_CHECKING:
    from civcheck.model.report import Notice, Report

CLEAN, GAPS, USAGE, INCOMPLETE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130
_ALSO = {"pending": Outcome.PENDING, "needs-review": Outcome.NEEDS_REVIEW}


@dataclass(frozen=True, slots=True)
class FailOn:
    """From which force on an open gap fails, and what else does."""

    force: Obligation = Obligation.EXPECTED
    outcomes: frozenset[Outcome] = frozenset({Outcome.GAP})
    notices: bool = False

    @classmethod
    def parse(cls, text: str) -> FailOn:
        """Read ``应办,pending``: one force, and optionally pending, needs-review, notice.

        Raises:
            UsageError: a word is none of these.
        """
        force, outcomes, notices = Obligation.EXPECTED, {Outcome.GAP}, False
        for index, word in enumerate(part.strip() for part in text.replace("，", ",").split(",")):
            named = Obligation.of(word)
            if named is not None and index == 0:
                force = named
            elif word in _ALSO:
                outcomes.add(_ALSO[word])
            elif word == "notice":
                notices = True
            else:
                raise UsageError(msg("error.fail-on", value=sanitize(word)))
        return cls(force, frozenset(outcomes), notices)

    def __str__(self) -> str:
        also = [word for word, outcome in _ALSO.items() if outcome in self.outcomes]
        return ",".join([self.force.word, *also, *(["notice"] if self.notices else [])])

    def with_all_of(self, other: FailOn) -> FailOn:
        """Give what fails wherever one of the two does."""
        outcomes = self.outcomes | other.outcomes
        return FailOn(min(self.force, other.force), outcomes, self.notices or other.notices)


def exit_code(report: Report, fail_on: FailOn, exit_zero: bool = False) -> int:
    """Give the code for a delivered report."""
    counting = [finding for finding in report.findings if finding.obligation >= fail_on.force]
    if not report._replace(threshold=fail_on.force).complete:
        return INCOMPLETE
    known = _known_gaps(report)
    failed = any(
        finding.outcome in fail_on.outcomes and finding.rule not in known for finding in counting
    ) or (fail_on.notices and any(map(_counts, report.notices)))
    return GAPS if failed and not exit_zero else CLEAN


def _counts(notice: Notice) -> bool:
    """Tell whether a notice counts: what the unit itself answered does, what a superior accepted does not."""
    return notice.answer is None or not notice.answer.superior


def _known_gaps(report: Report) -> frozenset[str]:
    """Name the gaps of which a baseline knows everything."""
    if report.baseline is None:
        return frozenset()
    gaps = {finding.rule for finding in report.findings if finding.outcome is Outcome.GAP}
    return frozenset(filter(report.baseline.covers, gaps))
