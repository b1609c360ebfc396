"""What ``civcheck audit`` does once its options are known: audit, write the reports, choose the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from civcheck.cli.console import (
    check_target,
    end_progress,
    options_for_stdout,
    progress,
    read_day,
    today,
    write_bytes,
    write_file,
    write_text,
)
from civcheck.cli.exits import FailOn, exit_code
from civcheck.errors import UsageError
from civcheck.messages import LANGUAGES, msg
from civcheck.model.texts import sanitize
from civcheck.report import Format, Options, renderer

_TEXT_FORMATS = (Format.TERMINAL, Format.LINES)


def audit_and_report(
    *ledgers: Path,
    as_of: str | None = None,
    rules: str | None = None,
    point: Sequence[int] = (),
    rule: Sequence[str] = (),
    fmt: str = "terminal",
    output: Sequence[str] = (),
    fail_on: str = "应办",
    exit_zero: bool = False,
    no_judgements: bool = False,
    judgements: Path | None = None,
    no_hygiene: bool = False,
    digests: bool = False,
    lang: str = "zh",
) -> int:
    """Audit a ledger, deliver every report asked for, and give the exit code; options as the command takes them.

    Of several ledgers of one unit the latest year is audited.

    Raises:
        CivcheckError: nothing could be audited, or a report could not be delivered.
    """
    from civcheck.app.audit import audit

    chosen, targets = format_named(fmt), _targets(output, ledgers)
    if lang not in LANGUAGES:
        raise UsageError(msg("error.lang", value=sanitize(lang), names=LANGUAGES))
    threshold = FailOn.parse(fail_on)
    report = audit(
        *ledgers,
        as_of=read_day(as_of),
        today=today(),
        rules=rules,
        points=point,
        only=rule,
        own_judgements=not no_judgements,
        judgements=judgements,
        digests=digests,
        hygiene=not no_hygiene,
        progress=progress(),
    )
    end_progress()
    named, hint = " ".join(map(str, ledgers)), f" --rules {rules}" if rules is not None else ""
    for kind, path in targets:
        write_file(path, renderer(kind)(report, Options(lang, ledger=sanitize(named + hint))))
    raw = renderer(chosen)(report, options_for_stdout(lang, named + hint))
    (write_text if chosen in _TEXT_FORMATS else write_bytes)(raw, sys.stdout)
    return exit_code(report, threshold, exit_zero)


def format_named(name: str) -> Format:
    """Find a report format by name.

    Raises:
        UsageError: there is no such format.
    """
    try:
        return Format(name)
    except ValueError:
        raise UsageError(msg("error.format", value=sanitize(name), names=tuple(Format))) from None


def _targets(output: Sequence[str], ledgers: Sequence[Path]) -> list[tuple[Format, Path]]:
    targets = [_target(text, ledgers) for text in output]
    named = [path.resolve() for _, path in targets]
    for _, path in targets:
        if named.count(path.resolve()) > 1:
            raise UsageError(msg("error.output-twice", path=sanitize(str(path))))
    return targets


def _target(text: str, ledgers: Sequence[Path]) -> tuple[Format, Path]:
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise UsageError(msg("error.output-form", value=sanitize(text)))
    kind, target = format_named(name), Path(path)
    for ledger in ledgers:
        check_target(target, ledger)
    return kind, target
