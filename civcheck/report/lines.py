"""``lines``: one ``path:line:column: rule: text`` a line, for grep and editors."""

from __future__ import annotations

from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.report import sentences
from civcheck.report.options import Options
from civcheck.report.pointing import places_of
from civcheck.report.words import Words

_SHOWN = (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)


def render_lines(report: Report, options: Options) -> bytes:
    """Render gaps (a line for each record that falls short), what is open, and input problems."""
    words = Words(options.lang)
    rows: list[str] = []
    for finding in report.findings:
        if finding.outcome not in _SHOWN:
            continue
        outcome = words.outcome(finding.outcome)
        if not finding.shortfalls:
            (place,) = places_of(finding, report)
            said = words("said.of", name=outcome, said=sentences.seen(finding, words))
            if finding.where is not None and finding.where.file.endswith("/"):
                belongs = words("lacks.where", place=sentences.shown(finding.where))
                said = words.joined("sentences", (words.stopped(said), belongs))
            rows.append(f"{_place(place)}: {finding.rule}: {said}")
        for short in finding.shortfalls:
            said = words("said.of", name=outcome, said=words.lacks(short))
            rows.append(f"{_place(short.place)}: {finding.rule}: {said}")
    for problem in report.problems:
        rows.append(f"{_place(problem.place)}: {problem.code}: {words.say(problem.what)}")
    return "".join(f"{row}\n" for row in rows).encode()


def _place(place: Place) -> str:
    return f"{sanitize(place.file, 1000)}:{max(place.line, 1)}:{max(place.column, 1)}"
