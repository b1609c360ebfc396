"""What stops a run: every other trouble is a problem, a value that is reported and not raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civcheck.messages import Message
    from civcheck.model.problem import Problem


class CivcheckError(Exception):
    """A stop with a message for the user; exit code 2."""

    def __init__(self, message: Message, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message.id)
        self.message = message
        self.problems = tuple(problems)


class UsageError(CivcheckError):
    """The command line, the settings or an output target is wrong."""


class LedgerError(CivcheckError):
    """There is no ledger to audit: no unit.yaml, or one without a valid year or type."""


class RulePackError(CivcheckError):
    """A rule pack is wrong; every mistake found in it is among ``problems``."""
