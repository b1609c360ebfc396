"""Checking windows and due days against the pack's own days: what can never be, or comes after the pack has closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from civcheck.language.choice import Choice
from civcheck.language.expectation.due import Due
from civcheck.language.pack import PackHead
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.walking import Path, parts
from civcheck.language.window import WindowDays
from civcheck.model.parts import Mistake


def lint_windows(rule: Rule, head: PackHead) -> Iterator[Mistake]:
    """List windows outside the period of the pack, and windows and due days that end after it closes."""
    if head.closes < head.period.last or head.period.last < head.period.first:  # told elsewhere
        return
    for path, part, _ in parts(rule):
        if isinstance(part, WindowDays):
            yield from _window(path, part, head, years=rule.over is not None)
        elif isinstance(part, Due) and part.by is not None:
            yield from _closed((*path, "by"), part.by, head)


def _window(path: Path, window: WindowDays, head: PackHead, years: bool) -> Iterator[Mistake]:
    first, last = _days(window.first, head), _days(window.last, head)
    late = tuple(_closed((*path, "to"), window.last, head))
    yield from late
    if late or window.look_back is not None or years or not first or not last:
        return
    if max(last) < head.period.first or min(first) > head.closes:
        shown = {"value": f"{min(first)}/{max(last)}", "period": f"{head.period.first}/{head.period.last}"}
        yield path, "window-outside", shown


def _closed(path: Path, bound: Any, head: PackHead) -> Iterator[Mistake]:
    days = _days(bound, head)
    if days and max(days) > head.closes:
        yield path, "after-closes", {"value": max(days).isoformat(), "closes": head.closes.isoformat()}


def _days(bound: Any, head: PackHead) -> list[date]:
    """List the days that an end of a window may be; none where it hangs on something else."""
    if isinstance(bound, date):
        return [bound]
    if isinstance(bound, Choice):
        return [each for each in (*bound.values.values(), bound.otherwise) if isinstance(each, date)]
    if isinstance(bound, Ref) and bound.param is not None and bound.param in head.params and not bound.days:
        value = head.params[bound.param].value
        return [value] if isinstance(value, date) else []
    return []
