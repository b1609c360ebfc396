"""``explain``: a rule in full, for reading."""

from __future__ import annotations

from typing import Any

from civcheck.messages import Message, quoted
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.texts import sanitize
from civcheck.report.examples import earlier_as_yaml, records_as_yaml
from civcheck.report.layout import hang, wrap
from civcheck.report.options import Options
from civcheck.report.words import Words

_LABEL = 10
_ROWS = 30


def render_explanation(explanation: Any, options: Options) -> bytes:
    """Render what ``app.explain`` found out about one rule."""
    return ("\n".join(_Explained(explanation, options).rows()) + "\n").encode("utf-8", "replace")


class _Explained:
    def __init__(self, explanation: Any, options: Options) -> None:
        self.it, self.options, self.words = explanation, options, Words(options.lang)
        self.lines: list[str] = []

    def rows(self) -> list[str]:
        """Lay out the rule, then its example, then what the ledger shows."""
        rule, words = self.it.rule, self.words
        self.lines = wrap(f"{rule.id} {rule.title}", self.options.width)
        self.add("explain.sentence", words("said.quoted", text=quoted(rule.quote)))
        force = words(f"obligation.{Obligation(rule.obligation).code}")
        basis = words.joined(
            "parts",
            (
                words("said.of", name=words(f"part.{part}"), said=words(f"basis.{basis.value}"))
                for part, basis in rule.basis.items()
            ),
        )
        self.add("explain.force", words("said.beside", name=force, said=basis) if basis else force)
        self.add("explain.scope", words.say(self.it.scope))
        if rule.reading:
            self.add("explain.reading", rule.reading)
        if rule.answered_by:
            self.add("explain.answered-by", words.listed(rule.answered_by))
        if self.it.counts is not None:
            self.add("explain.counts", words.say(self.it.counts))
        if self.it.material:
            self.add("", words("explain.material", kinds=quoted(self.it.material)))
        for name in ("asks", "window", "worth"):
            if (said := getattr(self.it, name)) is not None:
                self.add(f"explain.{name}", words.say(said))
        if rule.remedy:
            self.add("label.cure", rule.remedy)
        for advice in rule.advice:
            self.add("explain.advice", advice)
        if rule.note:
            self.add("explain.note", rule.note)
        self.example()
        self.ledger()
        return self.lines

    def add(self, label: str, text: str) -> None:
        self.lines += hang(f" {self.words(label)}" if label else "", text, self.options.width, _LABEL)

    def example(self) -> None:
        case = self.it.example
        if case is None:
            return
        self.lines += ["", self.words("explain.example", as_of=case.as_of or self.it.pack.head.closes)]
        self.lines += [f"  {line}" for line in records_as_yaml(case.records, self.words)]
        for said, rows in earlier_as_yaml(case.earlier, self.words):
            self.lines += hang("", said, self.options.width, 1)
            self.lines += [f"  {line}" for line in rows]

    def ledger(self) -> None:
        finding, words = self.it.finding, self.words
        if self.it.report is None:
            return
        if finding is None:
            self.lines += ["", words("explain.heading")]
            return
        place = sanitize(self.it.report.unit.name)
        self.lines += [
            "",
            words(
                "explain.ledger",
                unit=place,
                day=self.it.report.provenance.as_of,
                outcome=words.outcome(finding.outcome),
            ),
        ]
        self.add(
            "label.lacks" if finding.outcome is Outcome.GAP else "explain.seen", words.say(finding.summary)
        )
        for note in finding.notes:
            self.add("explain.note", words.say(note))
        self.records()
        self.list(
            "explain.short",
            [(short.title, str(short.place), short.lacks) for short in finding.shortfalls],
            finding.shortfall_count,
        )
        self.list(
            "label.near",
            [(near.title, str(near.place), (near.lacks,)) for near in finding.near_misses],
            finding.near_miss_count,
        )
        if finding.fingerprint:
            self.add("explain.fingerprint", finding.fingerprint)

    def records(self) -> None:
        shown = self.it.shown
        if not shown:
            return
        self.lines.append(self.words("explain.shown", count=str(len(shown))))
        for record in shown[:_ROWS]:
            first, last = record.days.first, record.days.last
            days = first.isoformat() if first == last else self.words("said.days", first=first, last=last)
            said = self.words("explain.record", days=days, title=sanitize(record.title or ""), key=record.key)
            self.lines += hang("   ·", said, self.options.width, 5)
            files = self.words.listed(
                sanitize(f"{each.role} {each.path}", 200)
                + (self.words("explain.link") if each.is_link else "")
                for each in record.evidence[:6]
            )
            if files:
                self.lines += hang("", files, self.options.width, 7)
        self.more(len(shown) - _ROWS)

    def list(self, label: str, entries: list[tuple[str, str, tuple[Message, ...]]], count: int) -> None:
        if not entries:
            return
        self.lines.append(f" {self.words(label)}")
        for title, place, lacks in entries[:_ROWS]:
            said = self.words.listed(self.words.say(lack) for lack in lacks)
            text = self.words("near.record", title=sanitize(title), place=sanitize(place, 1_000), lacks=said)
            self.lines += hang("   ·", text, self.options.width, 5)
        self.more(count - min(len(entries), _ROWS))

    def more(self, count: int) -> None:
        if count > 0:
            self.lines.append(f"     {self.words('more', count=str(count))}")
