"""What ``civcheck plan`` prints: for reading in a terminal, as Markdown, or as JSON."""

from __future__ import annotations

import json
from typing import Any

from civcheck.model.outcome import Outcome
from civcheck.model.plan import Action, Mending
from civcheck.model.report import Report
from civcheck.model.texts import sanitize
from civcheck.report.commands import explain_command
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.plainmark import code_block, escape
from civcheck.report.planlines import Entry, Lines
from civcheck.report.words import Words, first_line


def render_plan(report: Report, options: Options) -> bytes:
    """Say what to do, by what can still be done, at most as wide as the terminal."""
    words = Words(options.lang)
    lines, page = Lines(report, words), Page(words, options.width, options.color)
    page.text(first_line(report, words), code="1")
    for text in lines.opening():
        page.text(text)
    number = 0
    for section in lines.sections():
        page.section(section.title)
        if section.why:
            page.text(section.why, 1)
        for entry in section.entries:
            number += 1
            _add(entry, number, page)
    _add_arranged(lines, page)
    if number:
        page.rows.append("")
        rule = next(
            (each.rule for each in report.findings if each.outcome is Outcome.GAP), report.findings[0].rule
        )
        page.commanded("plan.see", explain_command(rule, options), 0)
        page.text(words("plan.note"))
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _add(entry: Entry, number: int, page: Page) -> None:
    page.listed(f" {number}. ", entry.head, 4)
    for label, text in entry.lines:
        page.labelled(label, text)
    page.rows += [f"           {sanitize(line)}" for line in entry.pasted]


def _add_arranged(lines: Lines, page: Page) -> None:
    if rules := lines.plan.arranged:
        page.section(lines.words("plan.arranged", count=str(len(rules))), "2")
        page.text(lines.words.joined("numbers", rules), 1)


def render_plan_markdown(report: Report, options: Options) -> bytes:
    """Say the same as Markdown: a list of tasks to tick off."""
    words = Words(options.lang)
    lines = Lines(report, words)
    rows = [f"# {escape(first_line(report, words))}", ""]
    rows += [row for text in lines.opening() for row in (escape(text), "")]
    for section in lines.sections():
        rows += [f"## {escape(words.begun(section.title))}", ""]
        rows += [escape(section.why), ""] if section.why else []
        for entry in section.entries:
            rows.append(f"- [ ] **{escape(entry.head)}**")
            rows += [f"  - {escape(words.of(label, text))}" for label, text in entry.lines]
            rows += (
                ["", *(f"  {row}" for row in code_block(map(sanitize, entry.pasted))), ""]
                if entry.pasted
                else []
            )
        rows.append("")
    if lines.plan.arranged:
        rows += [f"## {escape(words('plan.arranged', count=str(len(lines.plan.arranged))))}", ""]
        rows += [escape(words.joined("numbers", lines.plan.arranged)), ""]
    rows.append(escape(words("plan.note")))
    return ("\n".join(rows) + "\n").encode("utf-8", "replace")


def render_plan_json(report: Report, options: Options) -> bytes:
    """Say the same for machines."""
    words = Words(options.lang)
    lines = Lines(report, words)
    plan = lines.plan
    said = {
        "unit": sanitize(report.unit.name),
        "year": report.unit.year,
        "as_of": plan.as_of.isoformat(),
        "until": plan.until.isoformat(),
        "complete": report.complete,
        "short": plan.short,
        "closes": plan.closes,
        "arranged": plan.arranged,
        "shortest": plan.proven,
        "at_least": plan.least,
        "actions": [_action_json(each, lines) for each in plan.actions],
        "materials": [_mending_json(each, lines) for each in plan.mendings],
        "corrections": [
            {"record": sanitize(each.record), "rule": each.rule, "lacks": words.say(each.lacks)}
            for each in plan.corrections
        ],
        "left": [
            {"rule": each.rule, "why": each.why, "records": [sanitize(key) for key in each.records]}
            for each in plan.left
        ],
        "facts": [
            {
                "fact": sanitize(ask.fact),
                "rules": ask.rules,
                "line": list(map(sanitize, ask.line.split("\n"))),
            }
            for ask in report.asks
        ],
        "needs_review": [each.rule for each in report.findings if each.outcome is Outcome.NEEDS_REVIEW],
        "undetermined": [each.rule for each in report.findings if each.outcome is Outcome.UNDETERMINED],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _action_json(action: Action, lines: Lines) -> dict[str, Any]:
    return {
        "kind": action.kind,
        "kinds": action.kinds,
        "times": action.times,
        "first": action.first.isoformat(),
        "last": action.last.isoformat(),
        "over": action.over,
        "values": {key: _plain(value) for key, value in action.values},
        "choices": dict(action.choices),
        "fill": action.filled,
        "material": [each.roles for each in action.material],
        "material_words": [lines.piece(each) for each in action.material],
        "rules": action.rules,
    }


def _plain(value: Any) -> Any:
    return [sanitize(each) for each in value] if isinstance(value, tuple) else value


def _mending_json(mending: Mending, lines: Lines) -> dict[str, Any]:
    return {
        "record": sanitize(mending.record),
        "material": [each.roles for each in mending.material],
        "material_words": [lines.piece(each) for each in mending.material],
        "fill": mending.fields,
        "due": None if mending.due is None else mending.due.isoformat(),
        "over": mending.over,
        "rules": mending.rules,
    }
