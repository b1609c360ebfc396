"""``terminal``: the report a clerk reads: what to do first, then every gap in three lines, then the rest."""

from __future__ import annotations

from collections.abc import Iterable

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize, to_sentence
from civcheck.report.layout import hang, width_of, wrap
from civcheck.report.options import Options
from civcheck.report.words import Words, first_line

NEAR_SHOWN = 3
SHORT_SHOWN = 5
NOTES_SHOWN = 8
LOOSE_SHOWN = 10
_LABEL = 11
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
    page = _Page(report, options)
    page.head()
    page.incomplete()
    page.asks()
    page.first_steps()
    page.folders()
    page.open_findings(Outcome.GAP)
    for outcome in (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING):
        page.open_findings(outcome)
    page.waived()
    page.quiet(Outcome.NOT_APPLICABLE)
    page.quiet(Outcome.SATISFIED)
    page.problems()
    page.notices()
    page.files()
    page.foot()
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


class _Page:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options = report, options
        self.words = Words(options.lang)
        self.width = max(40, options.width)
        self.rows: list[str] = []
        self.titles = {point.number: point.title for point in report.points}

    # --- pieces

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.options.color and text else text

    def text(self, text: str, indent: int = 0) -> None:
        self.rows += [" " * indent + line for line in wrap(text, self.width - indent)]

    def labelled(self, label: str, text: str) -> None:
        lines = hang(f"   {label}", text, self.width, _LABEL)
        if self.options.color:
            lines[0] = lines[0].replace(label, self.paint(label, "1"), 1)
        self.rows += lines

    def section(self, title: str, code: str = "1") -> None:
        bar = "─" * max(0, self.width - width_of(title) - 4)
        self.rows += ["", self.paint(f"── {title} {bar}", code)]

    def of(self, outcome: Outcome) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.outcome is outcome]

    def place(self, place: Place) -> str:
        return sanitize(str(place), 1_000)

    # --- the top

    def head(self) -> None:
        report, words = self.report, self.words
        from_ = report.provenance
        for line in wrap(first_line(report, words), self.width):
            self.rows.append(self.paint(line, "1"))
        self.text(
            words(
                "head.pack",
                title=from_.pack_title,
                pack=from_.pack,
                version=from_.pack_version,
                rules=str(from_.rules),
            )
        )
        self.counters()

    def counters(self) -> None:
        """Print all seven counters, on as many lines as they need."""
        line: list[str] = []
        used = 0
        for outcome, count in self.report.counters.items():
            text = f"{self.words.outcome(outcome)} {count}"
            if line and used + 3 + width_of(text) > self.width:
                self.rows.append(" · ".join(line))
                line, used = [], 0
            used += width_of(text) + (3 if line else 0)
            line.append(self.paint(text, _COLORS[outcome] if count else "2"))
        self.rows.append(" · ".join(line))

    def incomplete(self) -> None:
        report, words = self.report, self.words
        if not report.incomplete:
            return
        self.section(words("section.incomplete"), "1;31")
        if not report.catalogue:
            self.text(words("incomplete.no-records"))
        if report.unread:
            self.text(words("incomplete.unread", count=str(len(report.unread))))
        for each in report.skipped:
            if each.may_hide_record:
                self.text(words("incomplete.hidden", path=sanitize(each.path, 1_000), reason=each.reason))
        for problem in report.problems:
            if problem.weight is Weight.UNREAD:
                self.problem(problem)

    def asks(self) -> None:
        words = self.words
        if not self.report.asks:
            return
        self.section(words("section.asks", count=str(len(self.report.asks))), "1;35")
        self.text(words("asks.how"))
        above = ""
        # what stands below a key comes last, together, so that the key is pasted once
        for ask in sorted(self.report.asks, key=lambda ask: "\n" in ask.line):
            head, _, below = ask.line.partition("\n")
            if not below or head != above:
                self.rows.append("    " + head)
            self.rows += ["    " + line for line in below.split("\n") if below]
            above = head
            self.text(words("asks.question", question=ask.question, rules=ask.rules), 6)

    def first_steps(self) -> None:
        gaps, words = self.of(Outcome.GAP), self.words
        if not gaps:
            if not self.report.incomplete and not self.of(Outcome.UNDETERMINED):
                self.section(words("section.no-gaps"), "1;32")
            return
        self.section(words("section.first"), "1;31")
        for obligation in sorted(Obligation, reverse=True):
            rules = [gap.rule for gap in gaps if gap.obligation is obligation]
            if rules:
                name = words(f"obligation.{obligation.code}")
                self.text(words("first.force", force=name, count=str(len(rules)), rules=tuple(rules)), 2)
        worst = max(gaps, key=lambda gap: gap.obligation)
        self.text(words("first.hint", ledger=self.options.ledger, rule=worst.rule), 2)

    def folders(self) -> None:
        words = self.words
        if not self.report.guesses:
            return
        self.section(words("section.folders"))
        for guess in self.report.guesses:
            title = self.titles.get(guess.point or -1, "")
            code = "folders.guess" if guess.point is not None else "folders.unknown"
            said = words(
                code,
                folder=guess.folder,
                point=str(guess.point),
                title=title,
                files=str(guess.files),
                command=guess.command,
            )
            self.text(said, 2)

    # --- findings

    def open_findings(self, outcome: Outcome) -> None:
        findings = self.of(outcome)
        if not findings:
            return
        self.section(
            self.words("section.outcome", outcome=self.words.outcome(outcome), count=str(len(findings))),
            f"1;{_COLORS[outcome]}",
        )
        if outcome is Outcome.GAP:
            self.text(self.words("gaps.over"), 1)
        point = 0
        for finding in findings:
            if finding.point != point:
                point = finding.point
                self.rows += [
                    "",
                    self.paint(
                        self.words("point.title", point=str(point), title=self.titles.get(point, "")), "1;4"
                    ),
                ]
            self.finding(finding)

    def finding(self, finding: Finding) -> None:
        words = self.words
        force = words(f"obligation.{Obligation(finding.obligation).code}")
        title = f" {finding.rule} {finding.title}［{force}］"
        lines = wrap(title, self.width)
        self.rows += [self.paint(line, _COLORS[finding.outcome]) for line in lines]
        self.labelled(words("label.lacks"), self.lacks(finding))
        self.labelled(
            words("label.basis"),
            words(
                "basis.line",
                point=str(finding.point),
                quote=finding.quotes,
                force=force,
                basis=words.basis(finding),
            ),
        )
        self.labelled(words("label.cure"), self.cure(finding))
        if finding.near_misses:
            self.labelled(words("label.near"), self.near(finding))

    def lacks(self, finding: Finding) -> str:
        words = self.words
        parts = [to_sentence(words.say(finding.summary))]
        shown = finding.shortfalls[:SHORT_SHOWN]
        if shown:
            named = "；".join(
                words(
                    "near.record", title=short.title, place=self.place(short.place), lacks=words.lacks(short)
                )
                for short in shown
            )
            more = finding.shortfall_count - len(shown)
            parts.append(named + (words("lacks.more", count=str(more)) if more > 0 else "") + "。")
        elif finding.where is not None:
            parts.append(words("lacks.where", place=self.place(finding.where)))
        if finding.window is not None:
            parts.append(words("gap.window", first=finding.window[0], last=finding.window[1]))
        parts += [to_sentence(words.say(note)) for note in finding.notes]
        if finding.planned:
            parts.append(words("lacks.planned", count=str(len(finding.planned))))
        if finding.behind_pace:
            parts.append(words("lacks.behind"))
        if finding.judgement is not None:
            parts.append(words("judgement.line", **self._judgement(finding)))
        return "".join(parts)

    def cure(self, finding: Finding) -> str:
        words = self.words
        parts = [to_sentence(finding.remedy)]
        if finding.outcome is Outcome.PENDING and finding.due is not None:
            parts.append(words("cure.due", day=finding.due, days=str(finding.days_left)))
        elif finding.outcome is Outcome.GAP:
            parts.append(words("cure.over"))
        if finding.asks:
            parts.append(words("cure.asks", facts=finding.asks))
        if finding.duty:
            parts.append(words("cure.duty", duty=finding.duty))
        return "".join(part for part in parts if part)

    def near(self, finding: Finding) -> str:
        words = self.words
        named = [
            words("near.record", title=near.title, place=self.place(near.place), lacks=near.lacks)
            for near in finding.near_misses[:NEAR_SHOWN]
        ]
        more = finding.near_miss_count - len(named)
        return "；".join(named) + (words("lacks.more", count=str(more)) if more > 0 else "") + "。"

    def _judgement(self, finding: Finding) -> dict[str, str]:
        use, words = finding.judgement, self.words
        assert use is not None  # noqa: S101 - the callers looked
        underlying = finding.underlying or finding.outcome
        return {
            "who": words("judgement.superior" if use.superior else "judgement.own"),
            "verdict": words(f"verdict.{use.verdict}"),
            "by": use.by,
            "reason": use.reason.rstrip("。；"),
            "until": use.until.isoformat(),
            "underlying": words.outcome(underlying),
            "place": self.place(use.place),
        }

    def waived(self) -> None:
        findings = [each for each in self.report.findings if each.outcome is Outcome.WAIVED]
        decided = [
            each
            for each in self.report.findings
            if each.judgement is not None and each.outcome is not Outcome.WAIVED
        ]
        if not findings and not decided:
            return
        self.section(self.words("section.judged", count=str(len(findings) + len(decided))), "1;36")
        for finding in (*findings, *decided):
            self.text(f"{finding.rule} {finding.title}", 1)
            self.text(self.words("judgement.line", **self._judgement(finding)), 3)

    def quiet(self, outcome: Outcome) -> None:
        findings, words = self.of(outcome), self.words
        if not findings:
            return
        self.section(
            words("section.outcome", outcome=words.outcome(outcome), count=str(len(findings))),
            _COLORS[outcome],
        )
        if outcome is Outcome.NOT_APPLICABLE:
            for finding in findings:
                self.text(f"{finding.rule} {finding.title}：{words.say(finding.summary)}", 1)
            return
        for point, title in self.titles.items():
            rules = [finding.rule for finding in findings if finding.point == point]
            if rules:
                self.rows += hang(f" {point:>2} {title}", " ".join(rules), self.width, 19)
        self.text(words("satisfied.hint", ledger=self.options.ledger, rule=findings[0].rule), 1)

    # --- what was seen besides

    def problem(self, problem: Problem) -> None:
        words = self.words
        self.text(words("problem.line", weight=words(f"weight.{problem.weight.value}"), what=problem.what), 1)
        self.text(f"--> {self.place(problem.place)}", 3)
        self.labelled(words("label.why"), words.say(problem.why))
        first, *more = words.lines(problem.cure)
        self.labelled(words("label.fix"), first)
        self.rows += [" " * _LABEL + line for line in more]

    def problems(self) -> None:
        words = self.words
        values = [each for each in self.report.problems if each.weight is Weight.VALUE]
        notes = [each for each in self.report.problems if each.weight is Weight.NOTE]
        if values:
            self.section(words("section.problems", count=str(len(values))), "1;33")
            for problem in values:
                self.problem(problem)
        if notes:
            self.section(words("section.notes", count=str(len(notes))), "2")
            for problem in notes[:NOTES_SHOWN]:
                self.text(f"{self.place(problem.place)} {words.say(problem.what)}", 1)
            self.more(len(notes) - NOTES_SHOWN)

    def more(self, count: int) -> None:
        if count > 0:
            self.text(self.words("more", count=str(count)), 1)

    def notices(self) -> None:
        notices, words = self.report.notices, self.words
        if not notices:
            return
        self.section(words("section.notices", count=str(len(notices))), "1;33")
        for notice in notices[:30]:
            rule = f"{notice.rule} " if notice.rule and "rule" not in notice.text.params else ""
            self.text(f"{rule}{to_sentence(words.say(notice.text))}{self._places(notice.places)}", 1)
        self.more(len(notices) - 30)

    def _places(self, places: Iterable[Place]) -> str:
        places = tuple(places)
        shown = "、".join(self.place(place) for place in places[:3])
        return f"（{shown}{' …' if len(places) > 3 else ''}）" if places else ""

    def files(self) -> None:
        report, words = self.report, self.words
        if report.unreferenced and report.catalogue:
            self.section(words("section.loose", count=str(len(report.unreferenced))), "2")
            for loose in report.unreferenced[:LOOSE_SHOWN]:
                paste = words("loose.paste", record=loose.record, line=loose.line) if loose.line else ""
                self.text(sanitize(loose.path, 1_000) + paste, 1)
            self.more(len(report.unreferenced) - LOOSE_SHOWN)
        if report.skipped:
            self.section(words("section.skipped", count=str(len(report.skipped))), "2")
            for each in report.skipped[:LOOSE_SHOWN]:
                self.text(f"{sanitize(each.path, 1_000)}：{words.say(each.reason)}", 1)
            self.more(len(report.skipped) - LOOSE_SHOWN)

    def foot(self) -> None:
        report, words = self.report, self.words
        self.section(words("section.foot"), "2")
        change = report.next_change
        if change is None:
            self.text(words("next.none"), 1)
        else:
            named = tuple(
                words("next.rule", rule=rule, now=words.outcome(now), then=words.outcome(then))
                for rule, (now, then) in list(change.changes.items())[:6]
            )
            more = len(change.changes) - 6
            said = words("next.day", day=change.day, changes=named)
            self.text(said + (words("lacks.more", count=str(more)) if more > 0 else ""), 1)
        inferred = tuple(
            f"{name} {setting.value}{setting.unit}"
            for name, setting in report.provenance.params.items()
            if setting.basis.value != "original"
        )
        if inferred:
            self.text(words("foot.params", params=inferred), 1)
        if report.shared:
            self.text(words("foot.shared", count=str(len(report.shared))), 1)
        self.text(words("foot.limits"), 1)
