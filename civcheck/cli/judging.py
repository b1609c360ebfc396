"""Taking an answer from the command line, or from somebody at a terminal, and writing it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from civcheck.cli.asking import agreed, ask, is_attended
from civcheck.cli.console import read_day, tell_error, write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.errors import UsageError
from civcheck.messages import Message, msg
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.words import Words

if TYPE_CHECKING:
    from civcheck.app.answers import Answer
    from civcheck.app.judging import Question

_Taken = TypeVar("_Taken")
_TRIES = 5
_NEEDED = {"verdict": "--verdict", "reason": "--reason", "by": "--by", "until": "--until"}


def recorded(
    rule: str,
    ledgers: Sequence[Path],
    asked: Mapping[str, Any],
    given: Mapping[str, Any],
    options: Options,
    *,
    replace: bool,
    yes: bool,
    dry_run: bool,
) -> int:
    """Show a rule, take the answer, show what would be written, and write it; give the exit code.

    Raises:
        UsageError: there is nothing to judge, the answer is not whole, or the next audit would not take it.
    """
    from civcheck.app.judging import proposed, question
    from civcheck.app.storing import Change, store
    from civcheck.report.judging import render_accepted, render_question
    from civcheck.report.textdiff import text_diff

    found = question(rule, *ledgers, **asked)
    write_text(render_question(found, options), sys.stdout)
    answer = _answer(found, given)
    proposal = proposed(found, answer, replace)
    write_text(b"\n" + text_diff(proposal.before, proposal.after, proposal.name) + b"\n", sys.stdout)
    attended = is_attended() and not yes and not dry_run
    if dry_run or (attended and not agreed(msg("judge.ask.write", file=proposal.name))):
        write_text(render_accepted(proposal, options, is_written=False), sys.stdout)
        said = Words(options.lang)("judge.dry" if dry_run else "judge.declined")
        write_text(f"{said}\n".encode(), sys.stdout)
        return CLEAN if dry_run else GAPS
    store(str(found.root), {proposal.name: Change(proposal.raw, proposal.new)})
    write_text(render_accepted(proposal, options, is_written=True), sys.stdout)
    return CLEAN


def _answer(found: Question, given: Mapping[str, Any]) -> Answer:
    """Take an answer from the options; what is missing is asked for where somebody can be.

    Raises:
        UsageError: something is missing or wrong.
    """
    from civcheck.app.answers import WORDS, Answer, said_by, until_of, verdict_of
    from civcheck.app.judging import checked

    missing = [option for name, option in _NEEDED.items() if given[name] is None]
    if missing and not is_attended():
        raise UsageError(msg("error.judge-missing", names=tuple(missing)))
    words = tuple(f"{at}. {WORDS[code]}" for at, code in enumerate(found.may, start=1))
    verdict = _taken(
        given["verdict"], msg("judge.ask.verdict", names=words), lambda text: verdict_of(text, found.may)
    )
    reason = _taken(given["reason"], msg("judge.ask.reason"), lambda text: said_by(text, "理由"))
    by = _taken(given["by"], msg("judge.ask.by"), lambda text: said_by(text, "认定人"))
    until = _taken(given["until"], msg("judge.ask.until"), lambda text: until_of(_day(text), found.day))
    basis = given["basis"] or ""
    if verdict == "substituted" and not basis and is_attended():
        basis = _taken(None, msg("judge.ask.basis"), lambda text: said_by(text, "依据"))
    params = dict(map(_param, given["param"] or ()))
    if verdict == "adjusted" and not params and is_attended():
        asked = {name: ask(msg("judge.ask.param", name=name)) for name in found.params}
        params = {name: value for name, value in asked.items() if value}
    day = _day(given["date"]) if given["date"] else found.day
    return checked(
        Answer(verdict, reason, by, until, day, (given["target"] or "").strip(), basis.strip(), params), found
    )


def _taken(given: str | None, question: Message, read: Callable[[str], _Taken]) -> _Taken:
    """Read what was given; else ask, and ask again where the answer cannot be taken.

    Raises:
        UsageError: what was given, or the last of several answers, cannot be taken.
    """
    if given is not None:
        return read(given)
    for _ in range(_TRIES - 1):
        try:
            return read(ask(question))
        except UsageError as error:
            if error.message.id == "error.keep-no-answer":
                raise
            tell_error(error)
    return read(ask(question))


def _day(text: str) -> date:
    """Read a day as people write it; it has to name its year.

    Raises:
        UsageError: it is none.
    """
    from civcheck.model.dayform import day_in_form

    form = day_in_form(text, 1)
    day = read_day(text if form is None else form)
    assert day is not None  # noqa: S101 - a text was given
    return day


def _param(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(msg("error.judge-param", value=sanitize(text, 60)))
    return name.strip(), value.strip()
