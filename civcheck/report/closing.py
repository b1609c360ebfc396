"""What every report ends with: when something changes next, what was inferred, and what civcheck cannot see."""

from __future__ import annotations

from civcheck.messages import Message, msg
from civcheck.model.outcome import Obligation
from civcheck.model.problem import Weight
from civcheck.model.report import Report
from civcheck.report.words import Words

CHANGES_SHOWN = 6
BESIDE_SHOWN = 20


def foot(report: Report, words: Words) -> list[str]:
    """Give the closing paragraphs."""
    rows = [next_change(report, words)]
    inferred = tuple(
        f"{name} {words.measured(setting.value, setting.unit)}"
        for name, setting in report.provenance.params.items()
        if setting.basis.value != "original"
    )
    if inferred:
        rows.append(words("foot.params", params=inferred))
    if report.shared:
        rows.append(words("foot.shared", count=str(len(report.shared))))
    hygiene = report.provenance.hygiene
    if not hygiene.applied:
        rows.append(words("foot.no-hygiene"))
    elif hygiene.off:
        rows.append(words("foot.hygiene-off", names=hygiene.off))
    rows += beside(report, words)
    if (git := report.provenance.git) is not None:
        rows.append(words("foot.git" if git.known_at is None else "foot.known-at"))
    return [*rows, limits(report, words)]


def beside(report: Report, words: Words) -> list[str]:
    """Say which ledgers of other units were compared, and how much of each; nothing where there is none."""
    ledgers = report.provenance.beside
    named = [
        words(
            "foot.beside-unread" if each.unread else "foot.beside-one",
            **{name: str(value) for name, value in each._asdict().items()},
        )
        for each in ledgers[:BESIDE_SHOWN]
    ]
    if not named:
        return []
    said = words("foot.beside", count=len(ledgers), ledgers=words.joined("clauses", named))
    more = len(ledgers) - BESIDE_SHOWN
    return [said + (words("lacks.more", count=str(more)) if more > 0 else "")]


def limits(report: Report, words: Words) -> str:
    """Say what civcheck cannot see, and whether it has looked into attachments."""
    opened = report.provenance.opened
    return words("foot.limits") if opened is None else words("foot.limits-opened", count=str(opened))


def next_change(report: Report, words: Words) -> str:
    """Say on which day an outcome changes if nothing is added, and which."""
    change = report.next_change
    if change is None:
        return words("next.none")
    named = tuple(
        words("next.rule", rule=rule, now=words.outcome(now), then=words.outcome(then))
        for rule, (now, then) in list(change.changes.items())[:CHANGES_SHOWN]
    )
    more = len(change.changes) - CHANGES_SHOWN
    said = words("next.day", day=change.day, changes=named)
    return said + (words("lacks.more", count=str(more)) if more > 0 else "")


def not_complete(report: Report) -> Message:
    """Say that the audit is not complete, or that it is but for rules that could not be judged."""
    if report.incomplete:
        return msg("section.incomplete")
    return msg("section.undecided", count=str(len(report.undecided)), force=_threshold(report))


def _threshold(report: Report) -> Message:
    """Name the force from which an open rule makes the audit incomplete: the counters have weaker ones too."""
    return msg(f"obligation.{Obligation(report.threshold).code}")


def _not_read_beside(report: Report) -> int:
    """Count what was not read beside records: entries of judgements.yaml, settings."""
    records = {key for unread in report.unread for key in (unread.key, unread.key.rpartition("#")[0])}
    return sum(each.weight is Weight.UNREAD and each.place.file not in records for each in report.problems)


def incomplete(report: Report) -> list[Message]:
    """Say what makes the audit incomplete, nothing where it is complete."""
    undecided = (
        [msg("incomplete.undecided", rules=report.undecided, force=_threshold(report))]
        if report.undecided
        else []
    )
    if not report.incomplete:
        return undecided
    told = [] if report.catalogue or report.unread else [msg("incomplete.no-records")]
    if report.unread:
        told.append(msg("incomplete.unread", count=str(len(report.unread))))
    told += [
        msg("incomplete.hidden", path=each.path, reason=each.reason)
        for each in report.skipped
        if each.may_hide_record
    ]
    if lost := _not_read_beside(report):
        told.append(msg("incomplete.problems-too" if told else "incomplete.problems", count=str(lost)))
    years = tuple(str(each.year) for each in report.provenance.earlier) if not told else ()
    return [*(told or [msg("incomplete.no-records-then", years=years)]), *undecided]
