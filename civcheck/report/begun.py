"""What ``init`` and ``new`` are about to write, for reading: the files, their text, what lies there, how to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.report import FolderGuess
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

_FOUND_SHOWN = 60
_ROW = 1_000


class Shown(NamedTuple):
    """What there is to show: paths of new and of renewed files, texts by path, those that stay, what else to say."""

    head: Message
    new: Sequence[str]
    renewed: Sequence[str] = ()
    kept: Sequence[str] = ()
    texts: Mapping[str, str] = {}
    generated: frozenset[str] = frozenset()
    undeclared: Sequence[str] = ()
    told: Sequence[Message] = ()


def render_begun(shown: Shown, options: Options) -> bytes:
    """Show the text of the files a person has to read, and then list all that is to be written."""
    page = Page(Words(options.lang), options.width, options.color)
    page.text(page.words.say(shown.head), code="1")
    for path, text in shown.texts.items():
        page.section(page.words("begin.section.record", path=sanitize(path, _ROW)))
        page.rows += [f"  {sanitize(row, _ROW)}" for row in text.splitlines()]
    page.section(page.words("begin.section.files"))
    for path in shown.new:
        code = "begin.file.generated" if path in shown.generated else "begin.file.new"
        page.text(page.words(code, path=sanitize(path, _ROW)), 1)
    for code, paths in (("renewed", shown.renewed), ("kept", shown.kept)):
        for path in paths:
            page.text(page.words(f"begin.file.{code}", path=sanitize(path, _ROW)), 1)
    for said in shown.told:
        page.listed(" -", page.words.say(said), 3)
    if shown.undeclared:
        page.section(page.words("begin.section.undeclared", count=str(len(shown.undeclared))))
        page.text(page.words("begin.undeclared", names=tuple(shown.undeclared)), 1)
    return _bytes(page)


def render_found(
    found: Sequence[FolderGuess], titles: Mapping[int, str], head: Message, ledger: str, options: Options
) -> bytes:
    """List what lies in a folder without records, with the command that begins a record of each."""
    page = Page(Words(options.lang), options.width, options.color)
    page.section(page.words.say(head))
    for guess in found[:_FOUND_SHOWN]:
        page.guess(guess, titles.get(guess.point or -1, ""), f"{guess.command} {ledger}")
    if rest := found[_FOUND_SHOWN:]:
        page.text(page.words.say(_more(rest, titles)), 1)
    return _bytes(page)


def _more(rest: Sequence[FolderGuess], titles: Mapping[int, str]) -> Message:
    """Say how many more there are, and of which points they seem to be."""
    counts = sorted(Counter(guess.point or 0 for guess in rest).items(), key=lambda each: each[0] or 1_000)
    said = [
        msg("begin.found.of-point", point=str(point), title=titles.get(point, ""), count=str(count))
        if point
        else msg("begin.found.of-none", count=str(count))
        for point, count in counts
    ]
    return msg("begin.found.more", count=str(len(rest)), points=tuple(said))


def render_ahead(commands: Iterable[tuple[str, str]], options: Options, *told: Message) -> bytes:
    """Say how to go on: message ids, each with its command."""
    page = Page(Words(options.lang), options.width, options.color)
    page.section(page.words.say(msg("begin.section.ahead")))
    for said in told:
        page.listed(" -", page.words.say(said), 3)
    for id, command in commands:
        page.commanded(id, command, 1)
    return _bytes(page)


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")
