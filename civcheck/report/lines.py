"""``lines``: one ``path:line:column: rule: text`` a line, for grep and editors."""

from __future__ import annotations

from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
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
            said = words("said.of", name=outcome, said=words.say(finding.summary))
            rows.append(f"{_place(finding.where)}: {finding.rule}: {said}")
        for short in finding.shortfalls:
            said = words("said.of", name=outcome, said=words.lacks(short))
            rows.append(f"{_place(short.place)}: {finding.rule}: {said}")
    for problem in report.problems:
        rows.append(f"{_place(problem.place)}: {problem.code}: {words.say(problem.what)}")
    return "".join(f"{row}\n" for row in rows).encode()


def _place(place: object) -> str:
    path, line, column = place if isinstance(place, tuple) else ("unit.yaml", 0, 0)
    return f"{sanitize(str(path), 1000)}:{max(int(line), 1)}:{max(int(column), 1)}"
