"""What ``civcheck compare`` prints: for a person, as JSON, or as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from civcheck.model.comparison import Change, Comparison, RuleChange, Side
from civcheck.model.outcome import Outcome
from civcheck.model.report import Score
from civcheck.model.texts import sanitize, some
from civcheck.report import sentences
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.plainmark import escape
from civcheck.report.words import Words

Json = dict[str, Any]
TOLD = (
    Change.NEW,
    Change.WORSE,
    Change.INCOMPARABLE,
    Change.CURED,
    Change.BETTER,
    Change.EXCUSED,
    Change.OTHER,
)
"""What is told rule by rule, the worst first; what is unchanged is only counted, but for gaps that stay."""
COLORS = {
    Change.NEW: "31",
    Change.WORSE: "31",
    Change.CURED: "32",
    Change.BETTER: "32",
    Change.INCOMPARABLE: "35",
}


def render_comparison(found: Comparison, options: Options) -> bytes:
    """Say what became of every gap, for reading at ``options.width`` cells."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    for line in head(found, words):
        page.text(line)
    page.counted((text, "") for text in counts(found, words))
    for line in score(found, words):
        page.text(line, 1)
    for note in found.notes:
        page.text(words.sentence(words.say(note)), 1)
    for change in TOLD:
        listed = found.of(change)
        if not listed:
            continue
        title = words("compare.section", change=words(f"change.{change.value}"), count=str(len(listed)))
        page.section(title, f"1;{COLORS.get(change, '36')}")
        if shared := _shared_reason(listed):
            page.text(words.sentence(words.say(shared.why)) if shared.why else "", 1)
            page.text(words.joined("numbers", (each.rule for each in listed)), 1)
            continue
        for each in listed:
            page.text(words.of(f"{each.rule} {sanitize(each.title)}", said(each, words)), 1)
    still = [each for each in found.of(Change.UNCHANGED) if each.after is Outcome.GAP]
    if still:
        page.section(words("compare.still", count=str(len(still))), "2")
        page.text(words.joined("numbers", (each.rule for each in still)), 1)
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _shared_reason(listed: list[RuleChange]) -> RuleChange | None:
    """Give the one reason why nothing could be compared, to be said once."""
    first = listed[0]
    return first if first.why is not None and all(each.why == first.why for each in listed) else None


def head(found: Comparison, words: Words) -> list[str]:
    """Say which two reports these are."""
    return [
        words(
            "compare.side",
            side=words(f"compare.{name}"),
            unit=each.unit,
            year=str(each.year),
            day=each.as_of,
            pack=f"{each.pack} {each.pack_version}",
        )
        for name, each in (("old", found.old), ("new", found.new))
    ]


def score(found: Comparison, words: Words) -> list[str]:
    """Say the points before and after, where they have changed."""
    if found.scores is None:
        return []
    old, new = (
        words("score.none") if each is None else sentences.whole(each, words) for each in found.scores
    )
    return [words("compare.score", old=old, new=new)]


def counts(found: Comparison, words: Words) -> list[str]:
    """Count the rules of every sort, zeros too."""
    sorts = (*TOLD, Change.UNCHANGED)
    return [f"{words(f'change.{change.value}')} {len(found.of(change))}" for change in sorts]


def said(each: RuleChange, words: Words) -> str:
    """Say what became of one rule."""
    if each.why is not None:
        return words.say(each.why)
    assert each.before is not None and each.after is not None  # noqa: S101 - else it is incomparable
    parts = []
    if each.before is not each.after:
        parts.append(words("impact.turn", before=words.outcome(each.before), after=words.outcome(each.after)))
    if each.came:
        parts.append(words("compare.came", names=some(words.named(each.came))))
    if each.went:
        parts.append(words("compare.went", names=some(words.named(each.went))))
    if each.now is not None and each.after is not Outcome.SATISFIED:
        parts.append(words.say(each.now))
    return words.stopped(words.joined("clauses", parts))


def render_comparison_markdown(found: Comparison, options: Options) -> bytes:
    """Say the same for a merge request or a wiki: a table of counts, then a list a sort."""
    words = Words(options.lang)
    sorts = (*TOLD, Change.UNCHANGED)
    rows = [f"# {escape(words('compare.title', unit=found.new.unit))}", ""]
    rows += [f"* {escape(line)}" for line in head(found, words)]
    rows += [f"* {escape(line)}" for line in score(found, words)]
    rows += [f"* {escape(words.sentence(words.say(note)))}" for note in found.notes]
    rows += ["", _cells(words(f"change.{change.value}") for change in sorts), "|" + " ---: |" * len(sorts)]
    rows.append(_cells(str(len(found.of(change))) for change in sorts))
    for change in TOLD:
        listed = found.of(change)
        if not listed:
            continue
        title = words("compare.section", change=words(f"change.{change.value}"), count=str(len(listed)))
        rows += ["", f"## {escape(title)}", ""]
        if (shared := _shared_reason(listed)) is not None and shared.why is not None:
            rows += [
                escape(words.sentence(words.say(shared.why))),
                "",
                escape(words.joined("numbers", (each.rule for each in listed))),
            ]
            continue
        named = ((escape(f"{each.rule} {each.title}"), escape(said(each, words))) for each in listed)
        rows += [f"* {words.of(f'**{name}**', text)}" for name, text in named]
    still = [each.rule for each in found.of(Change.UNCHANGED) if each.after is Outcome.GAP]
    if still:
        rows += ["", f"## {escape(words('compare.still', count=str(len(still))))}", ""]
        rows.append(escape(words.joined("numbers", still)))
    return ("\n".join(rows) + "\n").encode("utf-8", "replace")


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(map(escape, texts))} |"


def render_comparison_json(found: Comparison, options: Options) -> bytes:
    """Give everything, for machines."""
    words = Words(options.lang)
    raw = {
        "schema_version": "1.0",
        "old": _side(found.old),
        "new": _side(found.new),
        "incomplete": found.incomplete,
        "notes": [words.say(note) for note in found.notes],
        "score": None
        if found.scores is None
        else {name: _score(each) for name, each in zip(("old", "new"), found.scores, strict=True)},
        "counters": {change.value: len(found.of(change)) for change in Change},
        "changes": [_change(each, words) for each in found.changes],
    }
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _score(score: Score | None) -> Json | None:
    if score is None:
        return None
    return {
        **{name: sentences.points(getattr(score, name)) for name in ("sure", "possible", "full")},
        "marks": [{"name": mark.name, "reached": mark.reached} for mark in score.marks],
        "vetoes": list(score.vetoes),
        "open_vetoes": list(score.open_vetoes),
        "unshown_vetoes": list(score.unshown_vetoes),
        "lifted_vetoes": list(score.lifted_vetoes),
    }


def _side(side: Side) -> Json:
    return {
        **{name: sanitize(value) for name, value in side._asdict().items() if isinstance(value, str)},
        "year": side.year,
        "as_of": side.as_of.isoformat(),
    }


def _change(each: RuleChange, words: Words) -> Json:
    return {
        "rule": each.rule,
        "point": each.point,
        "title": sanitize(each.title),
        "obligation": each.obligation.code,
        "change": each.change.value,
        "before": None if each.before is None else each.before.value,
        "after": None if each.after is None else each.after.value,
        "came": [sanitize(name, 1_000) for name in each.came],
        "went": [sanitize(name, 1_000) for name in each.went],
        "why": None if each.why is None else words.say(each.why),
        "now": None if each.now is None else words.say(each.now),
    }
