"""What ``civcheck fmt`` prints: what would change, as a diff, and what is left for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import unified_diff
from typing import Any

from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

_ADDED, _GONE = "32", "31"
_LISTED = 100
_ROW = 2_000


def render_changes(found: Any, options: Options, diff: bool = True) -> bytes:
    """Say which files of a ``Formatting`` change and how; ``diff``: show the lines too."""
    page = _page(options)
    for file in found.files:
        page.text(
            page.words("fmt.file", path=sanitize(file.path, 1_000), what=tuple(_done(file, page.words)))
        )
        if diff:
            page.rows += [page.paint(row, _color(row)) for row in _diff(file.before, file.after)]
    return _bytes(page)


def render_rest(found: Any, options: Options) -> bytes:
    """Say what is left for a person: files that cannot be read or may not be changed, days without a year, names."""
    page = _page(options)
    words = page.words
    _section(page, "fmt.unread", found.problems, page.problem)
    _section(
        page,
        "fmt.left",
        found.left,
        lambda each: page.text(
            words(f"fmt.left.{each.why}", path=sanitize(each.path, 1_000), rules=each.rules), 1
        ),
    )
    _section(
        page,
        "fmt.yearless",
        found.yearless,
        lambda each: page.text(
            words("fmt.yearless.at", place=str(each.place), value=sanitize(each.value)), 1
        ),
    )
    _section(
        page,
        "fmt.renames",
        found.renames,
        lambda each: page.text(
            words("fmt.rename", path=sanitize(each.path, 1_000), name=sanitize(each.name)), 1
        ),
    )
    if found.renames:
        page.text(words("fmt.rename.how"), 1)
    if found.seals or found.kept:
        page.rows.append("")
    if found.seals:
        page.text(words("fmt.seals", names=found.seals))
    if found.kept:
        page.text(words("fmt.kept", count=str(len(found.kept))))
    return _bytes(page)


def _page(options: Options) -> Page:
    return Page(Words(options.lang), options.width, options.color)


def _done(file: Any, words: Words) -> Iterator[str]:
    for name in ("encoding", "mark", "ends", "keys", "days", "order", "blanks", "end"):
        if count := file.changes.get(name):
            yield words(f"fmt.{name}", count=str(count), encoding=file.encoding)


def _diff(before: str, after: str) -> Iterator[str]:
    rows = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    for row in list(rows)[2:]:
        yield "  " + (row[0] + sanitize(_seen(row[1:]), _ROW) if row[:1] in "+-" else sanitize(row, _ROW))


def _seen(line: str) -> str:
    """Let blanks at the end of a line be seen."""
    bare = line.rstrip(" \t")
    return bare + "·" * (len(line) - len(bare))


def _color(row: str) -> str:
    return {"+": _ADDED, "-": _GONE}.get(row[2:3], "")


def _section(page: Page, id: str, entries: tuple[Any, ...], show: Callable[[Any], None]) -> None:
    if not entries:
        return
    page.section(page.words(id, count=str(len(entries))))
    for each in entries[:_LISTED]:
        show(each)
    page.more(len(entries) - _LISTED)


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace") if page.rows else b""
