"""What a run adds by itself under GitHub Actions: annotations on files, and the summary of the step."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from civcheck.cli.console import write_bytes
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.report import Format, Options, renderer

if TYPE_CHECKING:
    from civcheck.model.report import Report

_SUMMARY = "GITHUB_STEP_SUMMARY"


def under_actions(environment: Mapping[str, str]) -> bool:
    """Tell whether this is a step of a GitHub workflow."""
    return environment.get("GITHUB_ACTIONS") == "true"


def without_commands(raw: bytes) -> bytes:
    """Wrap a report so that the runner takes no line of it for a command, whatever a ledger says.

    The word that ends it must not be known to a ledger, so no two runs have the same.
    """
    word = secrets.token_hex(16).encode()
    return b"::stop-commands::" + word + b"\n" + raw + b"::" + word + b"::\n"


def tell_actions(report: Report, options: Options, annotate: bool) -> None:
    """Annotate files, unless the report is that already, and write the summary of the step.

    Raises:
        UsageError: the summary could not be written.
    """
    if annotate:
        write_bytes(renderer(Format.GITHUB)(report, options), sys.stdout)
    if path := os.environ.get(_SUMMARY):
        from civcheck.report.markdown import render_summary

        try:
            with Path(path).open("ab") as stream:
                stream.write(render_summary(report, options))
        except OSError:
            reason = msg("error.disk-closed")
            raise UsageError(msg("error.output-failed", path=sanitize(path), reason=reason)) from None
