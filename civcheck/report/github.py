"""``github``: annotations for GitHub Actions, as workflow commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, sentences
from civcheck.report.options import Options
from civcheck.report.pointing import Level, level_of, level_of_problem, path_of, places_of
from civcheck.report.words import Words, counted, first_line

SHOWN = 9
"""GitHub shows ten annotations of a level for each step; one is left for whatever else the step has to say."""
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning"}


class _Annotation(NamedTuple):
    level: Level
    place: Place
    title: str
    text: str
    is_known: bool = False


def render_github(report: Report, options: Options) -> bytes:
    """Render the worst as errors and warnings, then one notice: what there is in all, and how much is not shown.

    Gaps that the baseline knows are notices, behind all that is new.
    """
    words = Words(options.lang)
    told = [*_problems(report, words), *_findings(report, words)]
    rows: list[str] = []
    for level, command in _COMMANDS.items():
        shown = [each for each in told if each.level is level and not each.is_known][:SHOWN]
        rows += [_annotation(command, each, options) for each in shown]
    known = [each for each in told if each.is_known][:SHOWN]
    rows += [_annotation("notice", each, options) for each in known]
    rows.append(_command("notice", {"title": "civcheck"}, _in_all(report, len(told) - len(rows), words)))
    return "".join(f"{row}\n" for row in rows).encode("utf-8", "replace")


def _in_all(report: Report, more: int, words: Words) -> str:
    told = [first_line(report, words), counted(report, words)]
    if report.baseline is not None:
        told.append(sentences.baseline(report.baseline, words))
    if not report.complete:
        told.append(words.say(closing.not_complete(report)))
    if more:
        told.append(words("github.more", count=str(more)))
    return "\n".join(told)


# --- what is told


def _problems(report: Report, words: Words) -> Iterator[_Annotation]:
    """Give what costs a record or value; what was only read in another way asks nothing of anyone."""
    for problem in (each for each in report.problems if each.weight is not Weight.NOTE):
        yield _Annotation(
            level_of_problem(problem), problem.place, words.say(problem.what), _problem(problem, words)
        )


def _problem(problem: Problem, words: Words) -> str:
    return "\n".join((words.say(problem.why), *words.lines(problem.cure)))


def _findings(report: Report, words: Words) -> Iterator[_Annotation]:
    """Give gaps, the strongest first, then what is undetermined, then the rest that is open."""
    open_ = [(level, finding) for finding in report.findings if (level := _level(finding)) is not None]
    for level, finding in sorted(open_, key=lambda each: (-each[0], -each[1].obligation)):
        force = words(f"obligation.{Obligation(finding.obligation).code}")
        known = sentences.known(finding, report.baseline, words)
        state = words.joined("parts", filter(None, (words.outcome(finding.outcome), force, known)))
        title = f"{finding.rule} {sanitize(finding.title)}" + words("said.in-brackets", said=state)
        text = "\n".join(words.of(label, said) for label, said in sentences.labelled(finding, words))
        is_known = sentences.is_known(finding, report.baseline)
        yield _Annotation(level, places_of(finding, report)[0], title, text, is_known)


def _level(finding: Finding) -> Level | None:
    """Give the level: here a doubt is a warning, for it may hide a gap; None where nothing is asked of anyone."""
    match finding.outcome:
        case Outcome.GAP | Outcome.PENDING | Outcome.NEEDS_REVIEW:
            return level_of(finding, finding.outcome)
        case Outcome.UNDETERMINED:
            return Level.WARNING
        case Outcome.SATISFIED | Outcome.NOT_APPLICABLE | Outcome.WAIVED:
            return None


# --- commands


def _annotation(command: str, told: _Annotation, options: Options) -> str:
    place = told.place
    properties = {"file": path_of(place, options), "line": str(max(place.line, 1))}
    if place.line and place.column:
        properties["col"] = str(place.column)
    return _command(command, {**properties, "title": told.title}, told.text)


def _command(name: str, properties: dict[str, str], text: str) -> str:
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{_text(text)}"


def _text(text: str) -> str:
    """Escape what would end a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what would end a property as well."""
    return _text(text).replace(":", "%3A").replace(",", "%2C")
