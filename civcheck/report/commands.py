"""Commands to go on with, as a report prints them: of the same ledger, pack and day, fit to be pasted."""

from __future__ import annotations

from civcheck.model.report import FolderGuess, Report
from civcheck.report.options import Options


def explain_command(rule: str, options: Options) -> str:
    """Give the command that explains a rule by the same audit."""
    return f"civcheck explain {rule} {options.ledger}"


def guess_command(guess: FolderGuess, report: Report, options: Options) -> str:
    """Give the command that shows what belongs into a folder: a rule of its point, or all rules."""
    if guess.point is None:
        return f"{guess.command} {options.pack or report.provenance.pack}"
    return f"{guess.command} {options.ledger}"
