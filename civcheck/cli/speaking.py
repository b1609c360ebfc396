"""In which language a run speaks: the option wherever it stands, else CIVCHECK_LANG, else Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from itertools import pairwise

from civcheck.errors import UsageError
from civcheck.messages import LANGUAGES, msg
from civcheck.model.texts import sanitize

OPTION, VARIABLE = "--lang", "CIVCHECK_LANG"
_spoken = ContextVar("spoken", default=LANGUAGES[0])


def language_asked(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Find the language before a command line is understood, so that what is wrong with it is said in it.

    A language that there is not is told later, in Chinese.
    """
    asked = environment.get(VARIABLE, "")
    for word, following in pairwise((*arguments, "")):
        if word == OPTION:
            asked = following
        elif word.startswith(f"{OPTION}="):
            asked = word.partition("=")[2]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def speak(lang: str) -> None:
    """Say errors in this language from now on; one that there is not changes nothing."""
    if lang in LANGUAGES:
        _spoken.set(lang)


def spoken() -> str:
    """Give the language in which errors are said."""
    return _spoken.get()


def chosen(lang: str | None, environment: Mapping[str, str]) -> str:
    """Give the language of a command: that of its option, else of the environment.

    Raises:
        UsageError: there is no such language.
    """
    asked = lang or environment.get(VARIABLE) or LANGUAGES[0]
    if asked not in LANGUAGES:
        raise UsageError(msg("error.lang", value=sanitize(asked), names=LANGUAGES))
    return asked
