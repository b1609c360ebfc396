"""What Chinese output must not hold: sentences of some library's English."""

import re

_RUN = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ]+){2,}[A-Za-z]{2,}\b")

_COMMAND = re.compile(r"civcheck(?: [a-z-]+)+")


def latin_sentences(text: str) -> list[str]:
    """List runs of three or more English words."""
    return _RUN.findall(_COMMAND.sub("", text))
