"""What ``civcheck rules impact`` prints: for a person, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from civcheck.language.compare import Lean
from civcheck.language.compare.impact import Effect, Impact, RuleImpact, UnitImpact
from civcheck.messages import Message
from civcheck.model.outcome import Outcome
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.packdiff import change_json, cut, pack_json, show_changes
from civcheck.report.page import Page
from civcheck.report.words import Words

Json = dict[str, Any]
_INDENT = 9


def render_impact(impact: Impact, options: Options) -> bytes:
    """Say what flips: over all units, rule by rule, then unit by unit."""
    words = Words(options.lang)
    page, new = Page(words, options.width, options.color), impact.new
    page.text(
        words("diff.new-pack", pack=new.id, version=new.version, title=new.title, digest=new.digest[:16])
    )
    for line in _summary(impact, words):
        page.text(line)
    if len(impact.results) > 1:
        _by_rule(impact, page)
    for each in impact.results:
        _result(each, page)
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _summary(impact: Impact, words: Words) -> list[str]:
    """Count units and rules; a result that could not be compared is counted by itself."""
    rules = {rule.name for each in impact.results for rule in each.flips}
    unsure = {rule.name for each in impact.results for rule in each.unknown}
    stopped = sum(each.stop is not None for each in impact.results)
    lines = [
        words(
            "impact.summary",
            units=str(len(impact.units)),
            results=str(len(impact.compared)),
            flipping=str(len(impact.flipping)),
            rules=str(len(rules)),
        )
    ]
    if unsure:
        lines.append(words("impact.summary.unknown", units=str(len(impact.unsure)), rules=str(len(unsure))))
    if stopped:
        lines.append(words("impact.summary.stopped", results=str(stopped)))
    counted = Counter((each.unit, each.year) for each in impact.compared)
    twice = [name for (name, _), count in counted.items() if count > 1]
    if twice:
        lines.append(words("impact.summary.twice", names=tuple(twice)))
    return lines


def turn(rule: RuleImpact, words: Words) -> str:
    """Say what becomes of an outcome: 达标 → 缺口."""
    before, after = (
        words.outcome(each) if each is not None else words("impact.none")
        for each in (rule.before, rule.after)
    )
    return words("impact.turn", before=before, after=after)


def _by_rule(impact: Impact, page: Page) -> None:
    flips = [rule for each in impact.results for rule in each.flips]
    if not flips:
        return
    page.section(page.words("impact.section.rules"))
    for name in dict.fromkeys(rule.name for rule in flips):
        its = [rule for rule in flips if rule.name == name]
        turns = Counter(turn(rule, page.words) for rule in its)
        said = tuple(page.words("impact.times", turn=each, count=str(count)) for each, count in turns.items())
        page.listed(
            f" {sanitize(name)}", page.words("said.of", name=sanitize(its[0].title), said=said), _INDENT
        )


def _result(each: UnitImpact, page: Page) -> None:
    words = page.words
    if each.stop is not None:
        page.section(words("impact.section.stopped", source=each.source))
        for line in words.lines(each.stop):
            page.text(line, 1)
        return
    sort = words("impact.ledger" if each.is_ledger else "impact.report")
    page.section(words("impact.section.unit", unit=each.unit, year=str(each.year), day=each.as_of or ""))
    page.text(words("impact.source", sort=sort, source=each.source), 1)
    if each.old is not None:
        page.text(
            words(
                "impact.from-pack", pack=each.old.id, version=each.old.version, digest=each.old.digest[:16]
            ),
            1,
        )
    for note in each.notes:
        page.text(words.sentence(words.say(note)), 1)
    same = sum(rule.effect is Effect.SAME for rule in each.rules)
    page.text(
        words("impact.counts", flips=str(len(each.flips)), same=str(same), unknown=str(len(each.unknown))), 1
    )
    for rule in each.flips:
        _flip(rule, page)
    _quiet(each, page)
    _unknown(each, page)


def _flip(rule: RuleImpact, page: Page) -> None:
    words = page.words
    renamed = None not in (rule.old, rule.new) and rule.old != rule.new
    said = [sanitize(rule.title), turn(rule, words)]
    said += [words("diff.state.renamed", old=rule.old or "")] if renamed else []
    page.rows.append("")
    page.listed(f" {sanitize(rule.name)}", words.joined("titles", said), _INDENT)
    if rule.effect is Effect.FLIPPED:
        reasons = words.joined("clauses", map(words.say, rule.because))
        why = words("impact.because", because=reasons) if reasons else words("impact.rule-same")
        page.text(why, 3)
    else:
        page.text(words(f"impact.is-{rule.effect.value}"), 3)
    show_changes((each for each in rule.changes if each.lean is not Lean.WORDS), page, 5)
    if rule.said is not None and rule.after is not None:
        page.text(words("impact.said", said=words.sentence(words.say(rule.said))), 3)


def _quiet(each: UnitImpact, page: Page) -> None:
    """Name the rules that come or go and ask nothing of the unit."""
    for effect in (Effect.NEW, Effect.GONE):
        named = [rule for rule in each.rules if rule.effect is effect and not rule.flips]
        if named:
            words = page.words
            shown = tuple(
                words("said.beside", name=sanitize(rule.name), said=words.outcome(_known(rule)))
                for rule in named
            )
            page.rows.append("")
            page.text(
                words("said.of", name=words(f"impact.quiet-{effect.value}"), said=words.listed(shown)), 1
            )


def _known(rule: RuleImpact) -> Outcome:
    outcome = rule.after if rule.after is not None else rule.before
    assert outcome is not None  # noqa: S101 - a rule that came or went has one
    return outcome


def _unknown(each: UnitImpact, page: Page) -> None:
    """Name the rules of which nothing can be said, those with the same reason together."""
    words = page.words
    reasons: dict[str, list[str]] = {}
    for rule in each.unknown:
        said = words.joined("clauses", map(words.say, rule.because))
        reasons.setdefault(said, []).append(sanitize(rule.name))
    if reasons:
        page.rows.append("")
        page.text(words("impact.unknown"), 1)
    for why, rules in reasons.items():
        # every one of them: nothing may look as if it were unchanged
        page.text(words.of(" ".join(rules), why), 3)


# --- JSON


def render_impact_json(impact: Impact, options: Options) -> bytes:
    """Render the same for machines; codes in English, texts in the report's language."""
    words = Words(options.lang)
    rules = {rule.name for each in impact.results for rule in each.flips}
    found: Json = {
        "new": pack_json(impact.new),
        "summary": {
            "units": len(impact.units),
            "results": len(impact.results),
            "units_flipping": len(impact.flipping),
            "units_unsure": len(impact.unsure),
            "rules_flipping": sorted(rules),
            "stopped": sum(each.stop is not None for each in impact.results),
            "complete": impact.is_complete,
        },
        "results": [_result_json(each, words) for each in impact.results],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _result_json(each: UnitImpact, words: Words) -> Json:
    return {
        "source": cut(each.source),
        "sort": "ledger" if each.is_ledger else "report",
        "unit": cut(each.unit),
        "year": each.year or None,
        "as_of": each.as_of.isoformat() if each.as_of is not None else None,
        "old": pack_json(each.old) if each.old is not None else None,
        "stop": _said(each.stop, words) if each.stop is not None else None,
        "notes": [_said(note, words) for note in each.notes],
        "counts": {effect.value: sum(rule.effect is effect for rule in each.rules) for effect in Effect},
        "flips": [rule.name for rule in each.flips],
        "rules": [_rule_json(rule, words) for rule in each.rules],
    }


def _rule_json(rule: RuleImpact, words: Words) -> Json:
    return {
        "old": rule.old,
        "new": rule.new,
        "title": cut(rule.title),
        "effect": rule.effect.value,
        "before": rule.before.value if rule.before is not None else None,
        "after": rule.after.value if rule.after is not None else None,
        "flips": rule.flips,
        "because": [_said(each, words) for each in rule.because],
        "changes": [change_json(each) for each in rule.changes],
        "summary": _said(rule.said, words) if rule.said is not None else None,
    }


def _said(message: Message, words: Words) -> Json:
    return {"code": message.id, "text": words.say(message)}
