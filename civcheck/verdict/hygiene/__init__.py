"""Checks that hold for any ledger (台账体检): they notice what does not fit together, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civcheck.model.report import Notice
from civcheck.verdict.hygiene import (
    alike,
    beyond,
    dates,
    files,
    made,
    numbering,
    people,
    personal,
    photos,
    silence,
    split,
    texts,
)
from civcheck.verdict.hygiene.answers import ANSWERABLE, Answering
from civcheck.verdict.hygiene.look import Check, Look, Numbers, bounded

CHECKS: tuple[Check, ...] = (
    *dates.CHECKS,
    *beyond.CHECKS,
    *split.CHECKS,
    *numbering.CHECKS,
    *people.CHECKS,
    *silence.CHECKS,
    *alike.CHECKS,
    *files.CHECKS,
    *made.CHECKS,
    *texts.CHECKS,
    *photos.CHECKS,
    *personal.CHECKS,
)
"""Every check; what else is to be said of it stands in rules/ledger-hygiene/checks.yaml under its id."""


def look_over(look: Look, tuning: Mapping[str, Numbers]) -> Iterator[Notice]:
    """Give the notices of every check that is on; ``tuning`` has their numbers by id, and none that is off."""
    answering = Answering(look)
    for check in CHECKS:
        if (numbers := tuning.get(check.id)) is not None:
            yield from bounded(check.id, map(answering.answered, check.find(look, numbers)))
    if look.material and tuning.keys() >= ANSWERABLE:  # else nobody knows what there is to answer
        yield from answering.without_effect()
