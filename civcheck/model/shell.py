"""Words of a command that is shown to be pasted into a shell."""

from __future__ import annotations

import os
import re

COMMAND_CHARACTERS = 8_000
"""A command is not cut before that."""
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
"""Letters of any language too: 台账 needs no quotation marks."""
_PLAIN_ON_WINDOWS = re.compile(r"[\w@+:./\\-]+")


def shell_word(text: str, windows: bool | None = None) -> str:
    """Write a text so that a shell takes it for one word and runs nothing of it.

    A path that begins like an option gets ``./`` before it. On Windows double quotes are all that its shells share.
    """
    windows = os.name == "nt" if windows is None else windows
    word = f"./{text}" if text.startswith("-") else text
    if (_PLAIN_ON_WINDOWS if windows else _PLAIN).fullmatch(word):
        return word
    return f'"{word}"' if windows else "'" + word.replace("'", "'\"'\"'") + "'"
