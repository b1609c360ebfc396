"""``markdown``: for merge requests and wikis; and the short form for a step summary of GitHub Actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Problem, Weight
from civcheck.model.report import Finding, Notice, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, noticing, sentences
from civcheck.report.asking import to_paste
from civcheck.report.commands import guess_command, guess_said
from civcheck.report.options import Options
from civcheck.report.plainmark import code_block, escape
from civcheck.report.pointing import OPEN
from civcheck.report.words import Words, head_lines

SUMMARY_BYTES = 900_000
"""GitHub refuses a step summary of more than 1 MiB."""
_GUESSES_SHOWN = 60
_ROW_BYTES = 200
"""What is kept free for the line that says how many more there are."""


def render_markdown(report: Report, options: Options) -> bytes:
    """Render the whole report; every text from a ledger or pack stays plain text."""
    page = _Page(report, options)
    page.head()
    page.unread()
    page.asks()
    page.folders()
    for outcome in OPEN:
        page.findings(outcome)
    page.quiet()
    page.claims()
    page.score()
    page.problems()
    page.notices()
    page.foot()
    return page.raw()


def render_summary(report: Report, options: Options) -> bytes:
    """Render head, counters, points, a table of gaps and what counts once, as much as a step summary holds."""
    page = _Page(report, options)
    page.head()
    page.within(SUMMARY_BYTES, page.score)
    page.table(SUMMARY_BYTES)
    page.within(SUMMARY_BYTES, page.claims)
    page.foot()
    return page.raw()


class _Page:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options, self.words = report, options, Words(options.lang)
        self.titles = {point.number: point.title for point in report.points}
        self.rows: list[str] = []

    def raw(self) -> bytes:
        return ("\n".join(self.rows) + "\n").encode("utf-8", "replace")

    def of(self, outcome: Outcome) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.outcome is outcome]

    # --- pieces

    def heading(self, depth: int, text: str) -> None:
        self.rows += ([""] if self.rows else []) + [f"{'#' * depth} {escape(self.words.begun(text))}", ""]

    def paragraph(self, text: str) -> None:
        self.rows += [escape(text), ""]

    def listed(self, text: str, label: str = "") -> None:
        self.rows.append(f"* {self.words.of(_bold(label), escape(text))}" if label else f"* {escape(text)}")

    def cells(self, cells: Iterable[str]) -> None:
        self.rows.append(f"| {' | '.join(map(escape, cells))} |")

    # --- the top

    def head(self) -> None:
        """Say of whom, by when and by which pack, the counters, and what makes the audit incomplete."""
        report, words = self.report, self.words
        self.heading(1, words("markdown.title", unit=report.unit.name))
        for line in head_lines(report, words):
            self.paragraph(line)
        self.cells(map(words.outcome, report.counters))
        self.rows.append("|" + " ---: |" * len(report.counters))
        self.cells(map(str, report.counters.values()))
        if report.baseline is not None:
            self.rows.append("")
            self.paragraph(sentences.baseline(report.baseline, words))
        if not report.complete:
            self.heading(2, words.say(closing.not_complete(report)))
            for told in closing.incomplete(report):
                self.listed(words.say(told))

    def unread(self) -> None:
        """Tell in full what was not read, below what makes the audit incomplete."""
        for problem in self.report.problems:
            if problem.weight is Weight.UNREAD:
                self.problem(problem)

    def asks(self) -> None:
        """Ask for the facts that are not declared, with the lines to paste."""
        words = self.words
        if not self.report.asks:
            return
        self.heading(2, words("section.asks", count=str(len(self.report.asks))))
        for ask in self.report.asks:
            self.listed(words("asks.question", question=ask.question, rules=ask.rules))
        self.rows += ["", escape(words("asks.how")), ""]
        block: list[str] = []
        for _, lines, how in to_paste(self.report):
            if how is not None:
                self.rows += [*(code_block(block) if block else ()), "", escape(words.say(how)), ""]
                block = []
            block += lines
        self.rows += code_block(block)

    def folders(self) -> None:
        """Tell to which point what lies in a ledger without records seems to belong, and how to go on."""
        if not self.report.guesses:
            return
        self.heading(2, self.words("section.folders"))
        for guess in self.report.guesses[:_GUESSES_SHOWN]:
            said = guess_said(guess, self.titles.get(guess.point or -1, ""))
            command = guess_command(guess, self.report, self.options)
            self.listed(self.words("folders.go-on", said=said, command=command))
        if (more := len(self.report.guesses) - _GUESSES_SHOWN) > 0:
            self.rows += ["", escape(self.words("more", count=str(more)))]

    # --- findings

    def findings(self, outcome: Outcome) -> None:
        """Give the findings of an outcome in full, by point."""
        words, findings = self.words, self.begun(outcome)
        if findings and outcome is Outcome.GAP:
            self.rows.append(escape(words("gaps.over")))
        point = None
        for finding in findings:
            if finding.point != point:
                point = finding.point
                self.heading(3, words("point.title", point=str(point), title=self.titles.get(point, "")))
            force = words(f"obligation.{Obligation(finding.obligation).code}")
            self.rows += [
                *([""] if self.rows[-1] else []),
                f"{_bold(_named(finding))}{words('said.of-force', said=force)}{self.known(finding)}",
                "",
            ]
            for label, text in sentences.labelled(finding, words):
                self.listed(text, label)

    def known(self, finding: Finding) -> str:
        said = sentences.known(finding, self.report.baseline, self.words)
        return self.words("said.of-force", said=escape(said)) if said else ""

    def quiet(self) -> None:
        """Name what asks nothing of anyone: what persons decided, what does not concern the unit, what is shown."""
        words = self.words
        decided = [finding for finding in self.report.findings if finding.judgement is not None]
        if decided:
            self.heading(2, words("section.judged", count=str(len(decided))))
        for finding in decided:
            if finding.judgement is not None:
                self.listed(sentences.judgement(finding, finding.judgement, words), _named(finding))
        for finding in self.begun(Outcome.NOT_APPLICABLE):
            self.listed(words.say(finding.summary), _named(finding))
        shown = self.begun(Outcome.SATISFIED)
        for point in dict.fromkeys(finding.point for finding in shown):
            rules = words.joined("numbers", (finding.rule for finding in shown if finding.point == point))
            self.listed(rules, words("point.title", point=str(point), title=self.titles.get(point, "")))

    def begun(self, outcome: Outcome) -> list[Finding]:
        """Begin the section of an outcome, where there are findings of it."""
        findings, words = self.of(outcome), self.words
        if findings:
            title = words("section.outcome", outcome=words.outcome(outcome), count=str(len(findings)))
            self.heading(2, title)
        return findings

    def table(self, limit: int) -> None:
        """Give a row a gap, as long as they stay below ``limit`` bytes with what is there.

        What the baseline knows comes last, else the strongest first.
        """
        words, use = self.words, self.report.baseline
        gaps = sorted(
            self.begun(Outcome.GAP), key=lambda gap: (sentences.is_known(gap, use), -gap.obligation)
        )
        if not gaps:
            return
        self.cells(words(f"column.{name}") for name in ("rule", "force", "lacks", "cure"))
        self.rows.append("|" + " --- |" * 4)
        size = self.size()
        for number, gap in enumerate(gaps):
            force = words(f"obligation.{Obligation(gap.obligation).code}")
            known = sentences.known(gap, use, words)
            named = _named(gap) + (words("said.in-brackets", said=known) if known else "")
            self.cells((named, force, sentences.lacks(gap, words), sentences.cure(gap, words)))
            size += len(self.rows[-1].encode()) + 1
            if size > limit:
                self.rows[-1:] = ["", escape(words("markdown.more", count=str(len(gaps) - number)))]
                return

    def size(self) -> int:
        """Give the bytes that there are with the foot, and with a line that says how many more there are."""
        foot = sum(len(row.encode()) for row in closing.foot(self.report, self.words)) * 4
        return len(self.raw()) + foot + _ROW_BYTES

    def within(self, limit: int, add: Callable[[], None]) -> None:
        """Add a section, but nothing of one that does not fit."""
        count = len(self.rows)
        add()
        if self.size() > limit:
            del self.rows[count:]

    # --- what counts once, and points

    def claims(self) -> None:
        """Say for every group of rules in which a record counts once who uses which."""
        words = self.words
        if self.report.claims:
            self.heading(2, words("section.claims"))
        for group in self.report.claims:
            self.rows += [*([""] if self.rows[-1] else []), _bold(sanitize(group.name)), ""]
            for rule, items in group.claimed.items():
                self.listed(sentences.claimed(items, words), rule)
            if group.unclaimed:
                self.listed(sentences.claimed(group.unclaimed, words), words("claims.unclaimed"))

    def score(self) -> None:
        """Say the whole with marks and vetoes, every group, and each rule that does not have its full mark."""
        score, words = self.report.score, self.words
        if score is None:
            return
        titles = {finding.rule: finding.title for finding in self.report.findings}
        self.heading(2, words("section.score"))
        self.paragraph(sentences.total(score, words))
        for group in score.groups:
            self.listed(sentences.score_group(group, words))
            for line in filter(sentences.asks_for_more, group.lines):
                self.rows.append(f"  * {escape(sentences.score_line(line, titles[line.rule], words))}")
        self.rows += ["", escape(words("score.view"))]

    # --- what was seen besides

    def problems(self) -> None:
        """Tell in full what costs a value, and in one line what only was read in another way."""
        words, problems = self.words, self.report.problems
        costly = [each for each in problems if each.weight is Weight.VALUE]
        notes = [each for each in problems if each.weight is Weight.NOTE]
        if costly:
            self.heading(2, words("section.problems", count=str(len(costly))))
        for problem in costly:
            self.problem(problem)
        if notes:
            self.heading(2, words("section.notes", count=str(len(notes))))
        for note in notes:
            self.listed(words.joined("apart", (sentences.shown(note.place), words.say(note.what))))

    def problem(self, problem: Problem) -> None:
        words = self.words
        what = words("problem.line", weight=words(f"weight.{problem.weight.value}"), what=problem.what)
        said = [words.of(sentences.shown(problem.place), what), words.say(problem.why)]
        first, *lines = words.lines(problem.cure)
        self.listed(words.joined("apart", map(words.sentence, [*said, first])))
        if lines:  # what is to be pasted stays whole
            self.rows += ["", *(f"  {row}" for row in code_block(lines)), ""]

    def notices(self) -> None:
        notices = self.report.notices
        if notices:
            self.heading(2, self.words("section.notices", count=str(len(notices))))
        for notice in notices:
            self.listed(self.notice(notice))
            if line := noticing.answer_to_write(notice):  # what is to be pasted stays whole
                self.rows += [f"  {self.words.begun(self.words('answer.write'))}", ""]
                self.rows += [*(f"  {row}" for row in code_block([line])), ""]

    def notice(self, notice: Notice) -> str:
        words = self.words
        places = words.joined("list", map(sentences.shown, notice.places))
        said = noticing.noticed(notice, words)
        return said + words("said.in-brackets", said=places) if places else said

    def foot(self) -> None:
        self.heading(2, self.words("section.foot"))
        for row in closing.foot(self.report, self.words):
            self.listed(row)


def _named(finding: Finding) -> str:
    return f"{finding.rule} {sanitize(finding.title)}"


def _bold(text: str) -> str:
    """Set a text in bold; a blank beside the asterisks would undo that."""
    return f"**{escape(text.strip())}**"
