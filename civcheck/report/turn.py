"""What ``civcheck watch`` prints of a ledger that was audited again: what has changed since the audit before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from civcheck.model.comparison import Comparison
from civcheck.model.problem import Problem, Weight
from civcheck.model.report import Notice, Report
from civcheck.model.texts import sanitize
from civcheck.report.comparison import COLORS, TOLD, said
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.sentences import shown
from civcheck.report.words import Words, counted, first_line

_SHOWN = 20
"""Changes of one sort that are told at once."""


def render_start(report: Report, options: Options) -> bytes:
    """Say how things stand when the watching begins."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.text(first_line(report, words), code="1")
    page.text(counted(report, words))
    page.text(words("watch.begin"))
    return _bytes(page)


def render_turn(before: Report, after: Report, found: Comparison, at: str, options: Options) -> bytes:
    """Say what has changed: rules, then problems and notices that came or went; ``at`` is the time of day."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    changed = [(change, each) for change in TOLD for each in found.of(change)]
    came = _added(_troubles(before), _troubles(after))
    went = _added(_troubles(after), _troubles(before))
    if not (changed or came or went):
        page.text(words("watch.same", at=at))
        return _bytes(page)
    page.text(words("watch.again", at=at, counters=counted(after, words)), code="1")
    for change, each in changed[:_SHOWN]:
        head = words("watch.rule", change=words(f"change.{change.value}"), rule=each.rule, title=each.title)
        page.text(words.of(head, said(each, words)), 1, COLORS.get(change, ""))
    page.more(len(changed) - _SHOWN)
    for id, those in (("watch.came", came), ("watch.went", went)):
        for trouble in those[:_SHOWN]:
            page.text(words(id, said=_said(trouble, words)), 1)
        page.more(len(those) - _SHOWN)
    return _bytes(page)


def _troubles(report: Report) -> list[Problem | Notice]:
    """List what is told of beside rules; notes are none: they cost nothing."""
    return [*(each for each in report.problems if each.weight is not Weight.NOTE), *report.notices]


def _added(old: Sequence[Problem | Notice], new: Sequence[Problem | Notice]) -> list[Problem | Notice]:
    """List what the second list has more than the first, whatever line it stands at."""
    left = Counter(map(_sameness, old))
    found = []
    for each in new:
        left[_sameness(each)] -= 1
        if left[_sameness(each)] < 0:
            found.append(each)
    return found


def _sameness(trouble: Problem | Notice) -> tuple[str, ...]:
    if isinstance(trouble, Problem):
        return trouble.code, trouble.place.file, str(trouble.params)
    return trouble.code, str(trouble.text), *(place.file for place in trouble.places)


def _said(trouble: Problem | Notice, words: Words) -> str:
    if isinstance(trouble, Problem):
        return words.of(shown(trouble.place), words.say(trouble.what))
    return sanitize(words.say(trouble.text), 1_000)


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")
