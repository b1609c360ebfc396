"""Commands to go on with, as a report prints them: of the same ledger, pack and day, fit to be pasted."""

from __future__ import annotations

import re

from civcheck.messages import Message, msg
from civcheck.model.report import FolderGuess, Report
from civcheck.model.texts import sanitize
from civcheck.report.options import Options


def explain_command(rule: str, options: Options) -> str:
    """Give the command that explains a rule by the same audit."""
    return f"civcheck explain {rule} {options.ledger}"


_FOLDER = 1_000
_OF_AUDITS = re.compile(
    r"(?: --as-of \d{4}-\d\d-\d\d)?(?: --evidence)?(?: --against (?:'[^\n]*'|\"[^\n]*\"|\S+))*$"
)
"""What only an audit is asked, at the end of what names it."""


def guess_command(guess: FolderGuess, report: Report, options: Options) -> str:
    """Give the command that begins a record of what lies in a folder, or shows what belongs there."""
    if guess.command.startswith("civcheck rules"):
        return f"{guess.command} {options.pack or report.provenance.pack}"
    return f"{guess.command} {_OF_AUDITS.sub('', options.ledger)}"


def guess_said(guess: FolderGuess, title: str) -> Message:
    """Say how much lies in a folder, where it seems to belong and how sure that is; ``title`` is that of the point."""
    folder = sanitize(guess.folder, _FOLDER)
    if guess.point is None:
        return msg("folders.unknown", folder=folder, files=_files(guess))
    code = "folders.guess" if guess.sure else "folders.unsure"
    return msg(code, folder=folder, files=_files(guess), point=str(guess.point), title=title)


def _files(guess: FolderGuess) -> Message:
    """Say how many files there are, and of which year where it is another."""
    if not guess.files:
        return msg("folders.empty")
    if guess.year is None:
        return msg("folders.files", files=str(guess.files))
    return msg("folders.files-year", files=str(guess.files), year=str(guess.year))
