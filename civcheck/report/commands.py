"""Commands to go on with, as a report prints them: of the same ledger, pack and day, fit to be pasted."""

from __future__ import annotations

import re

from civcheck.messages import Message, msg
from civcheck.model.report import FolderGuess, Report
from civcheck.report.options import Options


def explain_command(rule: str, options: Options) -> str:
    """Give the command that explains a rule by the same audit."""
    return f"civcheck explain {rule} {options.ledger}"


_OF_AUDITS = re.compile(
    r"(?: --as-of \d{4}-\d\d-\d\d)?(?: --evidence)?(?: --against (?:'[^\n]*'|\"[^\n]*\"|\S+))*$"
)
"""What only an audit is asked, at the end of what names it."""


def guess_command(guess: FolderGuess, report: Report, options: Options) -> str:
    """Give the command that begins a record of what lies in a folder, or shows what belongs there."""
    if guess.command.startswith("civcheck rules"):
        return f"{guess.command} {options.pack or report.provenance.pack}"
    if guess.command.startswith("civcheck new"):
        return f"{guess.command} {_OF_AUDITS.sub('', options.ledger)}"
    return f"{guess.command} {options.ledger}"


def guess_said(guess: FolderGuess) -> str:
    """Name the message that says where a folder seems to belong, and how sure that is."""
    if guess.point is None:
        return "folders.unknown"
    return "folders.guess" if guess.sure else "folders.unsure"


def guess_files(guess: FolderGuess) -> Message:
    """Say how many files there are, and of which year where it is another."""
    if guess.year is None:
        return msg("folders.files", files=str(guess.files))
    return msg("folders.files-year", files=str(guess.files), year=str(guess.year))
