"""``terminal``: the report a clerk reads: what to do first, then every gap in three lines, then the rest."""

from __future__ import annotations

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Problem, Weight
from civcheck.model.report import Finding, Notice, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, noticing, sentences
from civcheck.report.asking import to_paste
from civcheck.report.commands import explain_command, guess_command
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.sentences import shown
from civcheck.report.words import Words, head_lines

TITLED = 6
"""So many rules of one force are named with their titles at the top; more only by number."""
PROBLEMS_SHOWN = 60
NOTES_SHOWN = 8
LOOSE_SHOWN = 10
NOTICES_SHOWN = 30
GUESSES_SHOWN = 60
_COLORS = {
    Outcome.SATISFIED: "32",
    Outcome.GAP: "31",
    Outcome.PENDING: "33",
    Outcome.NEEDS_REVIEW: "35",
    Outcome.UNDETERMINED: "35",
    Outcome.NOT_APPLICABLE: "2",
    Outcome.WAIVED: "36",
}


def render_terminal(report: Report, options: Options) -> bytes:
    """Render for reading at ``options.width`` cells, with or without colour."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    _Sections(report, options, page, words).add_all()
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


class _Sections:
    """The sections of the report, in the order in which they are read."""

    def __init__(self, report: Report, options: Options, page: Page, words: Words) -> None:
        self.report, self.page, self.words = report, page, words
        self.options = options
        self.rule_titles = {finding.rule: finding.title for finding in report.findings}
        self.titles = {point.number: point.title for point in report.points}

    def add_all(self) -> None:
        self.head()
        self.incomplete()
        self.asks()
        self.first_steps()
        self.folders()
        for outcome in (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING):
            self.findings(outcome)
        self.judged()
        self.not_applicable()
        self.satisfied()
        self.claims()
        self.score()
        self.problems()
        self.notices()
        self.files()
        self.foot()

    def of(self, outcome: Outcome) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.outcome is outcome]

    # --- the top

    def head(self) -> None:
        first, *lines = head_lines(self.report, self.words)
        self.page.text(first, code="1")
        for line in lines:
            self.page.text(line)
        self.counters()

    def counters(self) -> None:
        """Print all seven counters, and what a baseline says of the gaps."""
        counters, words = self.report.counters.items(), self.words
        self.page.counted(
            (f"{words.outcome(outcome)} {count}", _COLORS[outcome] if count else "2")
            for outcome, count in counters
        )
        if (baseline := self.report.baseline) is not None:
            self.page.text(sentences.baseline(baseline, words), code="1")

    def incomplete(self) -> None:
        report, words, page = self.report, self.words, self.page
        if report.complete:
            return
        page.section(words.say(closing.not_complete(report)), "1;31")
        for told in closing.incomplete(report):
            page.text(words.say(told))
        self.told([each for each in report.problems if each.weight is Weight.UNREAD])

    def asks(self) -> None:
        words, page = self.words, self.page
        if not self.report.asks:
            return
        page.section(words("section.asks", count=str(len(self.report.asks))), "1;35")
        page.text(words("asks.how"))
        for ask, lines, how in to_paste(self.report):
            if how is not None:
                page.text(words.say(how))
            page.rows += ["    " + sanitize(line) for line in lines]
            page.text(words("asks.question", question=ask.question, rules=ask.rules), 6)

    def first_steps(self) -> None:
        gaps, words, page = self.of(Outcome.GAP), self.words, self.page
        due = [(finding.due, finding) for finding in self.of(Outcome.PENDING) if finding.due is not None]
        if not gaps and not self.report.incomplete and not self.of(Outcome.UNDETERMINED):
            page.section(words("section.no-gaps"), "1;32")
        elif gaps:
            page.section(words("section.first"), "1;31")
        for obligation in sorted(Obligation, reverse=True):
            named = [gap for gap in gaps if gap.obligation is obligation]
            if named:
                head = words(
                    "first.force", force=words(f"obligation.{obligation.code}"), count=str(len(named))
                )
                page.listed(f" {head}", self.named(named), 12)
        if due and (gaps or not self.report.incomplete):
            day, soonest = min(due, key=lambda each: each[0])
            page.listed(
                f" {words('first.pending', count=str(len(due)))}",
                words(
                    "first.soonest",
                    rule=soonest.rule,
                    title=soonest.title,
                    day=day,
                    days=str(soonest.days_left),
                ),
                12,
            )
        if gaps:
            worst = max(gaps, key=lambda gap: gap.obligation)
            page.commanded("first.hint", explain_command(worst.rule, self.options), 1)

    def named(self, findings: list[Finding]) -> str:
        if len(findings) > TITLED:
            return self.words.joined("numbers", (finding.rule for finding in findings))
        return self.words.joined("titles", (f"{finding.rule} {finding.title}" for finding in findings))

    def folders(self) -> None:
        if self.report.guesses:
            self.page.section(self.words("section.folders"))
        for guess in self.report.guesses[:GUESSES_SHOWN]:
            command = guess_command(guess, self.report, self.options)
            self.page.guess(guess, self.titles.get(guess.point or -1, ""), command)
        self.page.more(len(self.report.guesses) - GUESSES_SHOWN)

    # --- findings

    def findings(self, outcome: Outcome) -> None:
        words, page = self.words, self.page
        findings = self.of(outcome)
        if not findings:
            return
        title = words("section.outcome", outcome=words.outcome(outcome), count=str(len(findings)))
        page.section(title, f"1;{_COLORS[outcome]}")
        if outcome is Outcome.GAP:
            page.text(words("gaps.over"), 1)
        point = 0
        for finding in findings:
            if finding.point != point:
                point = finding.point
                named = words("point.title", point=str(point), title=self.titles.get(point, ""))
                page.rows += ["", page.paint(named, "1;4")]
            self.finding(finding)

    def finding(self, finding: Finding) -> None:
        words, page = self.words, self.page
        force = words(f"obligation.{Obligation(finding.obligation).code}")
        head = (
            f" {finding.rule} {words('said.force-of', title=finding.title, force=force)}{self.known(finding)}"
        )
        page.text(head, code=_COLORS[finding.outcome])
        for label, text in sentences.labelled(finding, words):
            page.labelled(label, text)

    def known(self, finding: Finding) -> str:
        said = sentences.known(finding, self.report.baseline, self.words)
        return self.words("said.force", said=said) if said else ""

    def judged(self) -> None:
        waived = self.of(Outcome.WAIVED)
        others = [each for each in self.report.findings if each.outcome is not Outcome.WAIVED]
        decided = [each for each in (*waived, *others) if each.judgement is not None]
        if decided:
            self.page.section(self.words("section.judged", count=str(len(decided))), "1;36")
        for finding in decided:
            if finding.judgement is not None:
                self.page.text(f"{finding.rule} {finding.title}", 1)
                self.page.text(sentences.judgement(finding, finding.judgement, self.words), 3)

    def quiet(self, outcome: Outcome) -> list[Finding]:
        """Begin the section of an outcome that asks nothing of anyone."""
        findings, words = self.of(outcome), self.words
        if findings:
            title = words("section.outcome", outcome=words.outcome(outcome), count=str(len(findings)))
            self.page.section(title, _COLORS[outcome])
        return findings

    def not_applicable(self) -> None:
        for finding in self.quiet(Outcome.NOT_APPLICABLE):
            said = self.words.say(finding.summary)
            self.page.text(self.words("said.of", name=f"{finding.rule} {finding.title}", said=said), 1)

    def satisfied(self) -> None:
        findings = self.quiet(Outcome.SATISFIED)
        for point, title in self.titles.items():
            rules = [
                finding.rule + (self.words("said.about") if _is_about(finding) else "")
                for finding in findings
                if finding.point == point
            ]
            if rules:
                self.page.listed(f" {point:>2} {title}", " ".join(rules), 19)
        if any(map(_is_about, findings)):
            self.page.text(self.words("satisfied.about"), 1)
        if findings:
            self.page.commanded("satisfied.hint", explain_command(findings[0].rule, self.options), 1)

    def claims(self) -> None:
        """Say for every group of rules in which a record counts once who uses which."""
        words, page = self.words, self.page
        if self.report.claims:
            page.section(words("section.claims"), "2")
        for group in self.report.claims:
            page.text(group.name, 1)
            for rule, items in group.claimed.items():
                page.listed(f"  {rule}", sentences.claimed(items, words), 12)
            if group.unclaimed:
                said = sentences.claimed(group.unclaimed, words)
                page.listed(f"  {words('claims.unclaimed')}", said, 12)

    def score(self) -> None:
        """Say the points of every group and rule that does not have its full mark, and whether marks are reached."""
        score, page, words = self.report.score, self.page, self.words
        if score is None:
            return
        page.section(words("section.score"), "1")
        page.text(sentences.total(score, words), 1)
        for group in score.groups:
            page.text(sentences.score_group(group, words), 1 + 4 * group.depth)
            for line in group.lines:
                if sentences.asks_for_more(line):
                    said = sentences.score_line(line, self.rule_titles[line.rule], words)
                    page.text(said, 5 + 4 * group.depth)
        page.text(words("score.view"), 1)

    # --- what was seen besides

    def told(self, problems: list[Problem]) -> None:
        """Tell problems in full, as many as anyone mends before auditing again."""
        for problem in problems[:PROBLEMS_SHOWN]:
            self.page.problem(problem)
        self.page.more(len(problems) - PROBLEMS_SHOWN)

    def problems(self) -> None:
        words, page = self.words, self.page
        values = [each for each in self.report.problems if each.weight is Weight.VALUE]
        notes = [each for each in self.report.problems if each.weight is Weight.NOTE]
        if values:
            page.section(words("section.problems", count=str(len(values))), "1;33")
            self.told(values)
        if notes:
            page.section(words("section.notes", count=str(len(notes))), "2")
            for problem in notes[:NOTES_SHOWN]:
                page.text(f"{shown(problem.place)} {words.say(problem.what)}", 1)
            page.more(len(notes) - NOTES_SHOWN)

    def notices(self) -> None:
        notices, words = self.report.notices, self.words
        if not notices:
            return
        self.page.section(words("section.notices", count=str(len(notices))), "1;33")
        for notice in notices[:NOTICES_SHOWN]:
            said = noticing.noticed(notice, words)
            self.page.text(f"{said}{_places(notice, words)}", 1)
        self.page.more(len(notices) - NOTICES_SHOWN)
        if lines := list(filter(None, map(noticing.answer_to_write, notices[:NOTICES_SHOWN]))):
            self.page.text(words.begun(words("answer.write")), 1)
            self.page.rows += [f"    {line}" for line in lines]  # whole, to be copied

    def files(self) -> None:
        report, words, page = self.report, self.words, self.page
        if report.unreferenced and report.catalogue:
            page.section(words("section.loose", count=str(len(report.unreferenced))), "2")
            for loose in report.unreferenced[:LOOSE_SHOWN]:
                paste = words("loose.paste", record=loose.record, line=loose.line) if loose.line else ""
                page.text(sanitize(loose.path, 1_000) + paste, 1)
            page.more(len(report.unreferenced) - LOOSE_SHOWN)
        if report.skipped:
            page.section(words("section.skipped", count=str(len(report.skipped))), "2")
            for each in report.skipped[:LOOSE_SHOWN]:
                page.text(words("said.of", name=sanitize(each.path, 1_000), said=words.say(each.reason)), 1)
            page.more(len(report.skipped) - LOOSE_SHOWN)

    def foot(self) -> None:
        report, words, page = self.report, self.words, self.page
        page.section(words("section.foot"), "2")
        for row in closing.foot(report, words):
            page.text(row, 1)


def _is_about(finding: Finding) -> bool:
    return any(note.id == "note.about" for note in finding.notes)


def _places(notice: Notice, words: Words) -> str:
    places = words.listed(shown(place) for place in notice.places[:3])
    more = " …" if len(notice.places) > 3 else ""
    return words("said.in-brackets", said=places + more) if places else ""
