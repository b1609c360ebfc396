"""What ``civcheck audit`` does once its options are known: audit, write the reports, choose the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from civcheck.cli.baselining import apply_baseline, check_baseline, write_baseline
from civcheck.cli.console import end_progress, progress, read_day, today
from civcheck.cli.delivering import Delivery
from civcheck.cli.exits import FailOn, exit_code


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
    baseline: Path | None = None,
    update_baseline: bool = False,
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

    delivery = Delivery.of(fmt, output, lang, ledgers)
    threshold = FailOn.parse(fail_on)
    check_baseline(baseline, update_baseline, ledgers)
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
    report, renewed = apply_baseline(report, baseline, update_baseline)
    named, hint = " ".join(map(str, ledgers)), f" --rules {rules}" if rules is not None else ""
    delivery.deliver(report, named + hint)
    if baseline is not None and renewed is not None:
        write_baseline(baseline, renewed)
    return exit_code(report, threshold, exit_zero)
