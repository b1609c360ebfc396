"""What a person may answer: a verdict, a reason, a name, a day; what no audit would take is refused one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.days import in_far_range
from civcheck.model.problem import NOTHING
from civcheck.model.rawvalue import is_missing
from civcheck.model.texts import HIDDEN, MARKER, near, normal, sanitize
from civcheck.reading.judgements import VERDICTS

WORDS = {code: word for word, code in VERDICTS.items()}
"""What a verdict is written as: code → word."""


class Answer(NamedTuple):
    """What a person decides; ``verdict`` is a code."""

    verdict: str
    reason: str
    by: str
    until: date
    day: date
    target: str = ""
    basis: str = ""
    params: Mapping[str, str] = NOTHING


def verdict_of(text: str, may: Sequence[str]) -> str:
    """Read a verdict by its word, its code, or its number among those that may be given (from 1).

    Raises:
        UsageError: it is none that the next audit would take.
    """
    word = normal(text)
    code = VERDICTS.get(word) or (word if word in VERDICTS.values() else "")
    if not code and word.isascii() and word.isdecimal() and 0 < int(word[:3]) <= len(may):
        code = may[int(word[:3]) - 1]
    names = tuple(WORDS[each] for each in may)
    if not code:
        meant = near(text, VERDICTS) or ""
        raise UsageError(msg("error.judge-verdict", value=sanitize(text, 60), meant=meant, names=names))
    if code not in may:
        raise UsageError(msg("error.judge-may-not", value=WORDS[code], names=names))
    return code


def said_by(text: str, what: str) -> str:
    """Take a reason or a name.

    Raises:
        UsageError: it says nothing, has characters that cannot be seen, or still the marker of a scaffold.
    """
    said = text.strip()
    if HIDDEN.search(said.replace("\n", " ")):
        raise UsageError(msg("error.judge-hidden", key=what))
    if MARKER in said:
        raise UsageError(msg("error.judge-scaffold", key=what))
    if is_missing(said) or said == "无":
        raise UsageError(msg("error.judge-empty", key=what))
    return said


def until_of(day: date, as_of: date) -> date:
    """Take the day until which a judgement holds.

    Raises:
        UsageError: it is over already, or beyond what civcheck reckons with.
    """
    if day < as_of:
        raise UsageError(msg("error.judge-over", day=day, as_of=as_of))
    if not in_far_range(day):
        raise UsageError(msg("error.judge-far", day=day))
    return day
