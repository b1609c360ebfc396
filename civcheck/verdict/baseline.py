"""The baseline (基线): gaps that are known do not fail, new ones do, and the list only gets shorter."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest

from civcheck.model.comparison import Baseline, BaselineUse, GapItems
from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from civcheck.verdict.comparing import alike, gaps_of, items_beyond, items_gone

Items = dict[str, tuple[str, ...]]


def baseline_of(report: Report) -> Baseline:
    """Take every gap of a report as known."""
    from_ = report.provenance
    return Baseline(
        report.unit.name,
        from_.year,
        from_.pack,
        from_.pack_version,
        from_.pack_digest,
        gaps_of(report),
        from_.as_of,
    )


def hold_against(report: Report, baseline: Baseline) -> Report:
    """Say in a report what of its gaps is known, what is new, and what of the known is cured.

    A rule that was not asked for, or whose outcome is open now, leaves what is known of it as it is; of an earlier day
    than the baseline's nothing is cured, nor where not everything was read.
    """
    now, outcomes = gaps_of(report), _outcomes(report)
    known: Items = {}
    new: Items = {}
    cured: Items = {}
    for rule, items in now.items():
        before = baseline.known.get(rule)
        came = items.names if before is None else items_beyond(before, items)
        new |= _named(rule, came)
        known |= _named(rule, (items.names - came) | _shared(before, items))
    shows_cures = not (report.incomplete or baseline.is_later_than(report.provenance.as_of))
    for rule, before in baseline.known.items() if shows_cures else ():
        if rule in now:
            cured |= _named(rule, items_gone(before, now[rule]))
        elif outcomes.get(rule) is Outcome.SATISFIED:
            cured |= _named(rule, before.names)
    return report._replace(baseline=BaselineUse(known, new, cured))


def _shared(before: GapItems | None, now: GapItems) -> frozenset[str]:
    """Name what was known and is still there: where three are lacking instead of two, two of them are known."""
    both = _less(before, now) if before is not None and alike(before, now) else None
    return frozenset() if both is None else both.names


def _outcomes(report: Report) -> dict[str, Outcome]:
    return {each.rule: each.outcome for each in report.findings}


def _named(rule: str, items: frozenset[str]) -> Items:
    return {rule: tuple(sorted(items))} if items else {}


def ratcheted(baseline: Baseline, report: Report) -> Baseline:
    """Take what is cured or no more asked for out of a baseline, and put nothing in.

    What was not read may be what is known: then nothing is taken out.
    """
    if report.incomplete:
        return baseline
    now, outcomes = gaps_of(report), _outcomes(report)
    known: dict[str, GapItems] = {}
    for rule, items in baseline.known.items():
        if rule not in now:
            if outcomes.get(rule) not in _CLOSED:
                known[rule] = items
        elif (less := _less(items, now[rule])) is not None:
            known[rule] = less
    return baseline._replace(known=known, as_of=report.provenance.as_of)


_CLOSED = (Outcome.SATISFIED, Outcome.WAIVED, Outcome.NOT_APPLICABLE)


def _less(known: GapItems, now: GapItems) -> GapItems | None:
    """Give what both have: the common members, or the smaller number; where it cannot be told, what was known."""
    if not alike(known, now):
        return known
    both = known.members & now.members
    beside = tuple(map(min, zip_longest(known.nameless, now.nameless, fillvalue=Fraction(0))))
    lacking = len(both) + sum(beside, Fraction(0))
    return GapItems(lacking, both, beside=beside if known.beside and any(beside) else ()) if lacking else None
