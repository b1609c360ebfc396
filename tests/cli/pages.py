"""Pages of docs that are followed step by step: their files are written, their commands run, their outputs compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

BLOCK = re.compile(r"^```(\S+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELIDED = "……"


def commands(block: str) -> Iterator[tuple[list[str], int, list[str]]]:
    """Give each command of a console block with the exit code and the lines of output that are shown."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        code = re.fullmatch(r"\[退出码 (\d+)\]", shown[-1]) if shown else None
        program, *arguments = shlex.split(command)
        assert program == "civcheck"
        yield arguments, int(code[1]) if code else 0, shown[:-1] if code else shown


def pattern(shown: list[str]) -> str:
    """Make what output must match: ``……`` alone on a line stands for any lines, within one for any text."""
    rows = ["(?:.*\n)*?" if row == ELIDED else re.escape(row).replace(ELIDED, ".*") + "\n" for row in shown]
    return "".join(rows)
