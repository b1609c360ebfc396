"""Asking somebody at a terminal: a question, an answer on the same line."""

from __future__ import annotations

import sys

from civcheck.cli.console import write_text
from civcheck.cli.speaking import spoken
from civcheck.errors import UsageError
from civcheck.messages import Message, msg, say

_YES = frozenset({"y", "yes", "是", "对", "好"})


def is_attended() -> bool:
    """Tell whether somebody can be asked: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: Message) -> str:
    """Ask, and give the answer without the blanks around it.

    Raises:
        UsageError: nothing more comes.
    """
    write_text(f"{say(question, spoken())} ".encode("utf-8", "replace"), sys.stdout)
    try:
        return input().strip()
    except (EOFError, UnicodeDecodeError):
        raise UsageError(msg("error.keep-no-answer")) from None


def agreed(question: Message) -> bool:
    """Ask for a yes; anything else is none."""
    return ask(question).lower() in _YES
