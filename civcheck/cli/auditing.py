"""What ``civcheck audit`` does once its options are known: audit, write the reports, choose the exit code."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcheck.cli.actions import under_actions
from civcheck.cli.baselining import apply_baseline, check_baseline, write_baseline
from civcheck.cli.console import options_for_stdout, read_day, tell, today
from civcheck.cli.delivering import Delivery, base_of, repository_of
from civcheck.cli.exits import FailOn, exit_code
from civcheck.cli.progress import end_progress, opening_bar, progress
from civcheck.cli.remembering import NO_MEMORY, memory_of
from civcheck.cli.settings import settle
from civcheck.cli.speaking import speak
from civcheck.model.shell import shell_word
from civcheck.reading.outputcache import Output

if TYPE_CHECKING:
    from civcheck.model.report import Report


def audit_and_report(
    *ledgers: Path,
    given: Mapping[str, Any],
    point: Sequence[int] = (),
    rule: Sequence[str] = (),
    update_baseline: bool = False,
    trusted: bool = False,
    git: bool = False,
    known_at: str | None = None,
) -> int:
    """Audit a ledger, deliver every report asked for, and give the exit code.

    Of several ledgers of one unit the latest year is audited.

    Args:
        ledgers: The ledgers' folders.
        given: The settings that the command line gave, by name (see ``model/settings.py``).
        point: Judge the rules of these points only.
        rule: Judge these rules only.
        update_baseline: Take what is cured out of the baseline.
        trusted: Take settings of the ledgers that loosen, too.
        git: Ask git on which days their files first appeared.
        known_at: Look at them as they had been committed on this day, which is the as-of date where none is set.

    Raises:
        CivcheckError: nothing could be audited, or a report could not be delivered.
    """
    settings = settle(given, ledgers, Path.cwd(), os.environ, trusted)
    speak(settings["lang"])
    judgements, baseline = _path(settings["judgements"]), _path(settings["baseline"])
    against = settings["against"]
    _check_against(against, ledgers)
    read = [*ledgers, *map(Path, against), *(each for each in (judgements, baseline) if each is not None)]
    delivery = Delivery.of(settings["format"], settings["output"], settings["lang"], read)
    evidence = settings["evidence"] or settings["thumbnails"] or bool(against)
    threshold, rules = FailOn.parse(settings["fail-on"]), settings["rules"]
    check_baseline(baseline, update_baseline, ledgers)
    for message in settings.refused:
        tell(message)
    known, as_of = read_day(known_at), read_day(settings["as-of"])
    memory = NO_MEMORY
    # what git says may change while no file does; a workflow is told more than the report
    if not git and known is None and not under_actions(os.environ):
        asked = (tuple(point), tuple(rule), trusted)
        state_of = [*ledgers, *map(Path, against)]
        memory = memory_of(state_of, settings, asked, options_for_stdout(settings["lang"], ""), today())
    if (before := memory.recall()) is not None:
        delivery.show(before.raw)
        return before.code
    from civcheck.app.audit import audit  # what was printed before is printed without them
    from civcheck.app.history import ledgers_in_time
    from civcheck.app.material import FileOpener
    from civcheck.cli.firstday import first_day

    with first_day(ledgers, rules), opening_bar() as bar, ledgers_in_time(ledgers, known, today()) as in_time:
        opener = FileOpener(bar, cached=not settings["no-cache"])
        report = audit(
            *in_time.roots,
            as_of=as_of or known,
            today=today(),
            rules=rules,
            points=point,
            only=rule,
            own_judgements=not settings["no-judgements"],
            judgements=judgements,
            digests=settings["hash"],
            hygiene=not settings["no-hygiene"],
            trust_hygiene=trusted,
            progress=progress(),
            evidence=evidence,
            thumbnails=settings["thumbnails"],
            open_files=opener,
            first_seen=in_time.first_seen if git else None,
            against=against,
        )
        end_progress()
        report, ordered = in_time.said_in(report), in_time.by_year()
    report = report._replace(threshold=threshold.force)
    report, known_gaps = apply_baseline(report, baseline, update_baseline)
    pack = "" if rules is None else shell_word(str(rules))
    day = None if (as_of or known) is None else report.provenance.as_of
    base, earlier = _bases(report, ordered, list(map(Path, against)))
    # what a file or variable names is held against the next time too
    again = same_audit(ledgers, pack, day, evidence, given.get("against", ()))
    raw = delivery.deliver(report, again, base, pack, earlier)
    if baseline is not None and known_gaps is not None:
        write_baseline(baseline, report, known_gaps)
    code = exit_code(report, threshold, settings["exit-zero"])
    if opener.is_certain:
        memory.keep(Output(code, raw), _packs_of(report))
    return code


def _check_against(against: Sequence[str], ledgers: Sequence[Path]) -> None:
    """Look at the folders where they are, whatever day the ledgers are asked for."""
    if against:
        from civcheck.app.beside import check_beside

        check_beside(against, ledgers)


def _packs_of(report: Report) -> list[str]:
    return [report.provenance.pack, *(name for name, _, _ in report.provenance.layers)]


def same_audit(
    ledgers: Sequence[Path | str],
    pack: str,
    day: date | None,
    evidence: bool = False,
    against: Sequence[str] = (),
) -> str:
    """Give what a command needs to look at the same audit again: ledgers, and pack and day where they were chosen.

    ``evidence``: with attachments opened; ``against``: ledgers of other units to compare with.
    """
    words = [shell_word(str(each)) for each in ledgers]
    words += ["--rules", pack] if pack else []
    words += ["--as-of", day.isoformat()] if day is not None else []
    words += ["--evidence"] if evidence else []
    for each in against:
        words += ["--against", shell_word(each)]
    return " ".join(words)


def _bases(report: Report, ledgers: Sequence[Path], against: Sequence[Path]) -> tuple[str, Mapping[str, str]]:
    """Give the folders, in their repository, of the ledger of the latest year (the last), and of all others by name."""
    *before, own = ledgers
    repository = repository_of(own)
    from_ = report.provenance
    named = [
        *zip((each.folder for each in from_.earlier), before, strict=True),
        *zip((each.name for each in from_.beside), against, strict=True),
    ]
    return base_of(own), {
        name: base_of(root) for name, root in named if repository and repository_of(root) == repository
    }


def _path(value: str | Path | None) -> Path | None:
    return None if value is None else Path(value)
