"""What ``civcheck judge`` prints: a rule before a person, what waits for one, a sample to look at."""

from __future__ import annotations

import json
from typing import Any

from civcheck.messages import quoted
from civcheck.model.outcome import Obligation
from civcheck.model.record import Record
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.sentences import judgement as judgement_said
from civcheck.report.words import Words, first_line

Json = dict[str, Any]
_RECORDS, _FILES = 50, 20
_PATH = 1_000


def render_question(asked: Any, options: Options) -> bytes:
    """Show an ``app.judging.Question``: the sentence, what is asked, the records with their files, what was decided."""
    page = _page(options)
    words, rule, finding = page.words, asked.rule, asked.finding
    page.text(f"{rule.id} {rule.title}", 0, "1")
    page.labelled(words("explain.sentence"), words("said.quoted", text=quoted(rule.quote)))
    page.labelled(words("explain.force"), words(f"obligation.{Obligation(rule.obligation).code}"))
    if rule.reading:
        page.labelled(words("explain.reading"), sanitize(rule.reading, _PATH))
    for each in asked.asked:
        page.labelled(words("judge.question"), sanitize(each.question))
        if each.look_at:
            page.labelled(words("judge.look-at"), sanitize(each.look_at))
    page.labelled(
        words("judge.now"),
        words(
            "judge.outcome",
            day=asked.day,
            outcome=words.outcome(asked.outcome),
            said=words.sentence(words.say(finding.summary)),
        ),
    )
    for short in finding.shortfalls[:_FILES]:
        page.listed("   ·", words("judge.short", title=short.title, lacks=words.lacks(short)), 5)
    page.section(words("judge.evidence", count=str(len(asked.looked_at))))
    for record in asked.looked_at[:_RECORDS]:
        _record(page, record)
    page.more(len(asked.looked_at) - _RECORDS)
    if not asked.looked_at:
        page.text(words("judge.no-evidence"), 1)
    _earlier(page, asked)
    page.rows.append("")
    page.text(words("judge.may", names=tuple(words(f"verdict.{code}") for code in asked.may)))
    return _bytes(page)


def _earlier(page: Page, asked: Any) -> None:
    """Show the judgements that there are: the one that decides, and where others stand."""
    use = asked.finding.judgement
    if use is not None or asked.own:
        page.section(page.words("judge.earlier"))
    if use is not None:
        page.text(judgement_said(asked.finding, use, page.words), 1)
    for each in asked.own:
        place = (each.file, each.start + 1)
        if use is None or place != (use.place.file, use.place.line):
            page.text(page.words("judge.idle", place=f"{place[0]}:{place[1]}"), 1)


def _record(page: Page, record: Record) -> None:
    words = page.words
    page.listed(
        " ·",
        words(
            "explain.record",
            days=_days(record, words),
            title=sanitize(record.title),
            key=sanitize(record.key, _PATH),
        ),
        3,
    )
    for each in record.evidence[:_FILES]:
        link = words("explain.link") if each.is_link else ""
        page.listed("     ", f"{sanitize(each.role)} {sanitize(each.path, _PATH)}{link}", 7)
    page.more(len(record.evidence) - _FILES)


def _days(record: Record, words: Words) -> str:
    first, last = record.days.first, record.days.last
    return first.isoformat() if first == last else words("said.days", first=first, last=last)


def render_accepted(proposal: Any, options: Options, is_written: bool) -> bytes:
    """Say what was written, and what the next audit makes of it."""
    page = _page(options)
    words, finding = page.words, proposal.finding
    place = f"{proposal.name}:{proposal.line}"
    page.text(words("judge.written" if is_written else "judge.planned", place=place))
    page.text(
        words(
            "judge.becomes",
            rule=finding.rule,
            outcome=words.outcome(finding.outcome),
            underlying=words.outcome(finding.underlying or finding.outcome),
        )
    )
    return _bytes(page)


# --- what waits


def render_waiting(found: Any, options: Options) -> bytes:
    """Show an ``app.standing.Waiting``."""
    page = _page(options)
    words = page.words
    page.text(first_line(found.report, words))
    states = [each.state for each in found.entries]
    counts = [(words("judge.waits", count=str(len(found.rules))), "33" if found.rules else "")]
    for state in ("expiring", "expired", "stale", "unused", "later", "in-force"):
        if state in ("later",) and state not in states:
            continue
        number = states.count(state) + (states.count("unbound") if state == "in-force" else 0)
        counts.append(
            (words(f"judge.count.{state}", count=str(number), days=str(found.within)), _color(state, number))
        )
    page.counted(counts)
    if found.rules:
        page.section(words("judge.waits", count=str(len(found.rules))))
        for finding in found.rules:
            page.text(f"{finding.rule} {sanitize(finding.title)}", 1)
            page.text(words.say(finding.summary), 3)
        page.rows.append("")
        pack = f" --rules {options.pack}" if options.pack else ""
        page.commanded("judge.how", f"civcheck judge {found.rules[0].rule} {options.ledger}{pack}", 1)
    shown = None
    for each in found.entries:
        if each.state != shown:
            number = states.count(each.state)
            page.section(words(f"judge.count.{each.state}", count=str(number), days=str(found.within)))
            shown = each.state
        _standing(page, each)
    if found.broken:
        page.section(words("judge.broken", count=str(len(found.broken))), "31")
        for problem in found.broken[:_RECORDS]:
            page.problem(problem)
        page.more(len(found.broken) - _RECORDS)
    if not found.is_open:
        page.rows.append("")
        page.text(words("judge.nothing-waits"))
    return _bytes(page)


def _standing(page: Page, each: Any) -> None:
    words, judgement = page.words, each.judgement
    page.text(f"{each.rule} {sanitize(each.title)}", 1)
    page.text(
        words(
            "judge.entry",
            verdict=words(f"verdict.{judgement.verdict}"),
            by=judgement.by,
            reason=judgement.reason.rstrip("。；"),
            until=judgement.until,
            place=f"{judgement.file}:{judgement.line}",
        ),
        3,
    )
    if each.why is not None and each.state not in ("expired",):
        page.text(words.say(each.why), 3)
    if each.state == "stale":
        if each.changes is None:
            page.text(words("judge.changes-unknown"), 3)
        for change in (each.changes or ())[:_RECORDS]:
            page.listed("   ·", words(f"judge.change.{change.what}", record=change.record), 5)
        if each.changes == ():
            page.text(words("judge.changes-elsewhere"), 3)


def _color(state: str, number: int) -> str:
    return "33" if number and state != "in-force" else ""


def render_waiting_json(found: Any, options: Options) -> bytes:
    """Give what waits for machines."""
    words = Words(options.lang)
    raw = {
        "schema_version": "1.0",
        "as_of": found.report.provenance.as_of.isoformat(),
        "within_days": found.within,
        "unit": sanitize(found.report.unit.name),
        "waiting": [
            {"rule": each.rule, "title": sanitize(each.title), "summary": words.say(each.summary)}
            for each in found.rules
        ],
        "entries": [_entry_json(each, words) for each in found.entries],
        "broken": [
            {"place": str(each.place), "code": each.code, "what": words.say(each.what)}
            for each in found.broken
        ],
    }
    return _json(raw)


def _entry_json(each: Any, words: Words) -> Json:
    judgement = each.judgement
    return {
        "rule": each.rule,
        "title": sanitize(each.title),
        "state": each.state,
        "file": judgement.file,
        "line": judgement.line,
        "verdict": judgement.verdict,
        "target": None if judgement.target is None else sanitize(judgement.target),
        "reason": sanitize(judgement.reason, _PATH),
        "by": sanitize(judgement.by),
        "date": None if judgement.day is None else judgement.day.isoformat(),
        "until": judgement.until.isoformat(),
        "bound": judgement.fingerprint is not None,
        "why": None if each.why is None else words.say(each.why),
        "changes": None if each.changes is None else [each._asdict() for each in each.changes],
    }


# --- a sample


def render_sample(drawn: Any, options: Options, again: str) -> bytes:
    """Show an ``app.standing.Sample``: how it was drawn, the command that draws it ``again``, records and files."""
    page = _page(options)
    words = page.words
    page.text(first_line(drawn.report, words))
    page.text(
        words(
            "sample.head",
            count=str(len(drawn.drawn)),
            population=str(drawn.population),
            asked=drawn.asked,
            seed=sanitize(drawn.seed),
        )
    )
    page.text(words("sample.own-seed" if drawn.is_own_seed else "sample.given-seed"))
    page.commanded("sample.again", again, 0)
    page.section(words("sample.records", count=str(len(drawn.drawn))))
    for at, each in enumerate(drawn.drawn, start=1):
        page.text(words("sample.number", number=str(at), rules=each.rules), 0, "1")
        _record(page, each.record)
    return _bytes(page)


def render_sample_json(drawn: Any, options: Options) -> bytes:
    """Give a sample for machines."""
    raw = {
        "schema_version": "1.0",
        "as_of": drawn.report.provenance.as_of.isoformat(),
        "unit": sanitize(drawn.report.unit.name),
        "ledger_digest": drawn.report.provenance.ledger_digest,
        "asked": drawn.asked,
        "seed": sanitize(drawn.seed),
        "population": drawn.population,
        "records": [
            {
                "record": sanitize(each.record.key, _PATH),
                "kind": sanitize(each.record.kind),
                "title": sanitize(each.record.title),
                "first": each.record.first.isoformat(),
                "last": each.record.last.isoformat(),
                "rules": list(each.rules),
                "material": [
                    {"role": sanitize(piece.role), "path": sanitize(piece.path, _PATH), "link": piece.is_link}
                    for piece in each.record.evidence
                ],
            }
            for each in drawn.drawn
        ],
    }
    return _json(raw)


def _page(options: Options) -> Page:
    return Page(Words(options.lang), options.width, options.color)


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _json(raw: Json) -> bytes:
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
