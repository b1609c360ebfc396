"""What stands below the findings: what persons decide, input problems, notices, files, claims, points, the foot."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.problem import NOTHING, Problem, Weight
from civcheck.model.report import Notice, Report, ScoreGroup
from civcheck.model.texts import sanitize
from civcheck.report import closing, noticing, sentences
from civcheck.report.asking import to_paste
from civcheck.report.commands import guess_command, guess_said
from civcheck.report.html_parts.marks import Mark, mark
from civcheck.report.options import Options
from civcheck.report.words import Words

SHOWN = 100
"""So many problems, notices or files of one sort are listed; the json report has all."""


class Photo(NamedTuple):
    """A small picture as the page holds it, and the file it is of."""

    source: str
    file: str


class Answer(NamedTuple):
    """The line of judgements.yaml that answers a notice, and what is said of it."""

    said: str
    line: str


class Listed(NamedTuple):
    """Lines, how many more there are, and by number of the line the photos that it is about and its answer."""

    title: str
    lines: tuple[str, ...]
    more: int = 0
    photos: Mapping[int, tuple[Photo, ...]] = NOTHING
    answers: Mapping[int, Answer] = NOTHING


class Told(NamedTuple):
    """An input problem: what, where, why, and the cure, which may have lines to paste."""

    weight: str
    what: str
    place: str
    why: str
    cure: str
    paste: tuple[str, ...]


class Judged(NamedTuple):
    """A judgement that decided a rule."""

    rule: str
    title: str
    mark: Mark
    underlying: Mark
    verdict: str
    whose: str
    by: str
    until: str
    reason: str
    place: str


class Question(NamedTuple):
    """A fact that is not declared: the lines to paste into unit.yaml, and where they belong if it matters."""

    question: str
    lines: str
    rules: tuple[str, ...]
    how: str


class ScoreRow(NamedTuple):
    """A group of points: what is said, a bar in hundredths of its full mark, and the rules that lack some."""

    said: str
    sure: float
    possible: float
    lines: tuple[str, ...]


class ScoreView(NamedTuple):
    """The points of a ledger."""

    said: str
    rows: tuple[ScoreRow, ...]


def incomplete(report: Report, words: Words) -> tuple[str, ...]:
    """Say why the audit is not complete."""
    return tuple(map(words.say, closing.incomplete(report)[:SHOWN]))


def told(report: Report, weight: Weight, words: Words) -> tuple[Told, ...]:
    """Tell the first problems of one weight."""
    of_weight = [problem for problem in report.problems if problem.weight is weight]
    return tuple(_told(problem, words) for problem in of_weight[:SHOWN])


def _told(problem: Problem, words: Words) -> Told:
    cure, *paste = words.lines(problem.cure)
    return Told(
        words(f"weight.{problem.weight.value}"),
        words.say(problem.what),
        sentences.shown(problem.place),
        words.say(problem.why),
        cure,
        tuple(paste),
    )


def judgements(report: Report, words: Words) -> tuple[Judged, ...]:
    """Tell every judgement that decided a rule, and what the outcome would be without it."""
    return tuple(
        Judged(
            finding.rule,
            sanitize(finding.title),
            mark(finding.outcome, words),
            mark(finding.underlying or finding.outcome, words),
            words(f"verdict.{use.verdict}"),
            words("judgement.superior" if use.superior else "judgement.own"),
            sanitize(use.by),
            use.until.isoformat(),
            sanitize(use.reason, 1_000),
            sentences.shown(use.place),
        )
        for finding in report.findings
        if (use := finding.judgement) is not None
    )


def questions(report: Report, words: Words) -> tuple[Question, ...]:
    """Give the lines to paste into unit.yaml; what stands below one key is given once, together."""
    return tuple(
        Question(
            words.say(each.ask.question),
            "\n".join(map(sanitize, each.lines)),
            each.ask.rules,
            "" if each.how is None else words.say(each.how),
        )
        for each in to_paste(report)
    )


def lists(report: Report, words: Words) -> Iterator[Listed]:
    """List notes, notices, files that no record names, files that were not audited, and claims."""
    yield from _notes(report, words)
    if report.notices:
        said = [
            noticing.noticed(each, words) + _places(each.places, words) for each in report.notices[:SHOWN]
        ]
        listed = _listed(words("section.notices", count=str(len(report.notices))), said, len(report.notices))
        shown = report.notices[:SHOWN]
        yield listed._replace(photos=_photos(shown), answers=_answers(shown, words))
    if report.unreferenced and report.catalogue:
        said = [
            sanitize(loose.path, 1_000)
            + (words("loose.paste", record=loose.record, line=loose.line) if loose.line else "")
            for loose in report.unreferenced[:SHOWN]
        ]
        count = len(report.unreferenced)
        yield _listed(words("section.loose", count=str(count)), said, count)
    if report.skipped:
        said = [
            words("html.skipped", path=sanitize(each.path, 1_000), reason=each.reason)
            for each in report.skipped[:SHOWN]
        ]
        count = len(report.skipped)
        yield _listed(words("section.skipped", count=str(count)), said, count)
    yield from _claims(report, words)


def _notes(report: Report, words: Words) -> Iterator[Listed]:
    notes = [problem for problem in report.problems if problem.weight is Weight.NOTE]
    if notes:
        said = [f"{sentences.shown(each.place)} {words.say(each.what)}" for each in notes[:SHOWN]]
        yield _listed(words("section.notes", count=str(len(notes))), said, len(notes))


def _listed(title: str, lines: Sequence[str], count: int) -> Listed:
    return Listed(title, tuple(lines), count - len(lines))


def _answers(notices: Sequence[Notice], words: Words) -> dict[int, Answer]:
    """Give the lines that answer notices by their number."""
    told = words.begun(words("answer.write"))
    lines = enumerate(map(noticing.answer_to_write, notices))
    return {number: Answer(told, line) for number, line in lines if line}


def _photos(notices: Sequence[Notice]) -> dict[int, tuple[Photo, ...]]:
    """Give the small pictures of notices by their number."""
    return {
        number: tuple(
            Photo(f"data:image/jpeg;base64,{b64encode(each.jpeg).decode()}", sanitize(each.file, 1_000))
            for each in notice.thumbnails
        )
        for number, notice in enumerate(notices)
        if notice.thumbnails
    }


def _places(places: Sequence[object], words: Words) -> str:
    named = words.joined("list", (sanitize(str(place), 1_000) for place in places[:3]))
    more = " …" if len(places) > 3 else ""
    return words("said.in-brackets", said=named + more) if named else ""


def _claims(report: Report, words: Words) -> Iterator[Listed]:
    """Say for every group of rules in which a record counts once who uses which."""
    for group in report.claims:
        lines = [
            words("html.claimed", rule=rule, records=_claimed(records, words))
            for rule, records in group.claimed.items()
        ]
        if group.unclaimed:
            unused = _claimed(group.unclaimed, words)
            lines.append(words("html.claimed", rule=words("claims.unclaimed"), records=unused))
        yield Listed(words("html.claims", group=group.name), tuple(lines))


def _claimed(records: tuple[tuple[str, date | None], ...], words: Words) -> str:
    named = [
        sanitize(key, 1_000) + (words("said.in-brackets", said=day) if day is not None else "")
        for key, day in records[:SHOWN]
    ]
    more = len(records) - len(named)
    said = words.joined("list", named) or words("claims.nothing")
    return said + (words("lacks.more", count=str(more)) if more > 0 else "")


def score(report: Report, words: Words) -> ScoreView | None:
    """Say the points: every group with a bar, and the rules that do not have their full mark."""
    if report.score is None:
        return None
    titles = {finding.rule: finding.title for finding in report.findings}
    return ScoreView(
        sentences.total(report.score, words),
        tuple(_score_row(group, titles, words) for group in report.score.groups),
    )


def _score_row(group: ScoreGroup, titles: dict[str, str], words: Words) -> ScoreRow:
    lines = tuple(
        sentences.score_line(line, titles[line.rule], words)
        for line in group.lines
        if not line.sure == line.possible == line.full
    )
    return ScoreRow(
        sentences.score_group(group, words),
        _share(group.sure, group.full),
        _share(group.possible, group.full),
        lines,
    )


def _share(points: Fraction, full: Fraction) -> float:
    return round(float(min(max(points / full, Fraction(0)), Fraction(1)) * 100), 2) if full > 0 else 0.0


def folders(report: Report, options: Options, words: Words) -> tuple[str, ...]:
    """Say to which point the folders of a ledger without records seem to belong."""
    titles = {point.number: point.title for point in report.points}
    more = len(report.guesses) - SHOWN
    shown = (
        words(
            "folders.go-on",
            said=guess_said(guess, titles.get(guess.point or -1, "")),
            command=guess_command(guess, report, options),
        )
        for guess in report.guesses[:SHOWN]
    )
    return (*shown, *((words("more", count=str(more)),) if more > 0 else ()))


# --- the foot


class Foot(NamedTuple):
    """What the report rests on and what it does not prove."""

    next_change: str
    changes: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    digests: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    limits: str


def foot(report: Report, words: Words) -> Foot:
    """Say when outcomes change next, which numbers are inferred, and what everything rests on."""
    from_ = report.provenance
    hygiene = from_.hygiene
    said: list[str] = []
    if report.shared:
        said.append(words("foot.shared", count=str(len(report.shared))))
    if not hygiene.applied:
        said.append(words("foot.no-hygiene"))
    elif hygiene.off:
        said.append(words("foot.hygiene-off", names=hygiene.off))
    said += closing.beside(report, words)
    change = report.next_change
    changes = tuple(change.changes.items()) if change is not None else ()
    turns = tuple(
        words("next.rule", rule=rule, now=words.outcome(now), then=words.outcome(then))
        for rule, (now, then) in changes[:SHOWN]
    )
    more = len(changes) - len(turns)
    return Foot(
        words("next.none") if change is None else words("html.next", day=change.day),
        (*turns, *((words("lacks.more", count=str(more)),) if more else ())),
        tuple(
            (sanitize(name), sanitize(words.measured(setting.value, setting.unit)))
            for name, setting in from_.params.items()
            if setting.basis.value != "original"
        ),
        tuple(_digests(report, words)),
        tuple(said),
        closing.limits(report, words),
    )


def _digests(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    from_ = report.provenance
    yield words("html.program"), f"civcheck {from_.civcheck}"
    yield words("html.digest-ledger"), from_.ledger_digest
    yield words("html.digest-pack", pack=f"{from_.pack} {from_.pack_version}"), from_.pack_digest
    for name, version, digest in from_.layers[:-1]:
        yield words("html.digest-pack", pack=f"{name} {version}"), digest
    yield words("html.digest-source"), from_.source_digest
    for each in from_.earlier:
        yield words("html.digest-earlier", year=str(each.year)), each.digest
    for other in from_.beside:
        yield words("html.digest-beside", unit=other.unit, year=str(other.year)), other.digest


def waiting(report: Report, words: Words) -> tuple[tuple[str, str, str], ...]:
    """List what only a person can decide: rule, title, and what to look at."""
    return tuple(
        (finding.rule, sanitize(finding.title), words.say(finding.summary))
        for finding in report.findings
        if finding.outcome is Outcome.NEEDS_REVIEW
    )
