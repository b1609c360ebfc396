"""``json``: the canonical report for machines; its schema is published by ``civcheck schema --report``."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.messages import Message, number
from civcheck.model.comparison import BaselineUse
from civcheck.model.numbers import is_about, number_text
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.record import Evidence, Filing, Record
from civcheck.model.report import (
    SCHEMA_VERSION,
    Answered,
    BesideLedger,
    ClaimGroup,
    Finding,
    InGit,
    NearMiss,
    Notice,
    Report,
    Score,
    ScoreGroup,
    ScoreLine,
    ScoreMark,
    Shortfall,
)
from civcheck.model.texts import sanitize
from civcheck.report.jsonmessages import message_json, params_json
from civcheck.report.options import Options
from civcheck.report.words import Words

Json = dict[str, Any]


def render_json(report: Report, options: Options) -> bytes:
    """Render the whole report; keys in a fixed order, UTF-8, codes in English, texts in the report's language."""
    return (json.dumps(to_json(report, Words(options.lang)), ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "replace"
    )


def to_json(report: Report, words: Words) -> Json:
    """Turn a report into plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "provenance": _provenance(report, words),
        "unit": _unit(report),
        "counters": {outcome.value: report.counters[outcome] for outcome in Outcome},
        "complete": report.complete,
        "everything_read": not report.incomplete,
        "threshold": Obligation(report.threshold).code,
        "judged": report.judged,
        "findings": [finding_json(finding, words) for finding in report.findings],
        "problems": [_problem(problem, words) for problem in report.problems],
        "notices": [_notice(notice, words) for notice in report.notices],
        "catalogue": [_record(record, report.digests) for record in report.catalogue],
        "asks": [
            {
                "fact": ask.fact,
                "question": words.say(ask.question),
                "line": ask.line,
                "rules": list(ask.rules),
                "said": message_json(ask.question),
                "how": None if ask.how is None else _said(ask.how, words),
            }
            for ask in report.asks
        ],
        "unread": [
            {"record": _text(each.key), "line": each.line, "kind": each.kind} for each in report.unread
        ],
        "skipped": [
            {
                "path": _text(each.path),
                "reason": words.say(each.reason),
                "may_hide_record": each.may_hide_record,
                "said": message_json(each.reason),
            }
            for each in report.skipped
        ],
        "unreferenced": [
            {
                "path": _text(each.path),
                "record": _opt(each.record),
                "line": _opt(each.line),
                "role": each.role,
            }
            for each in report.unreferenced
        ],
        "shared": {_text(path): [_text(key) for key in keys] for path, keys in report.shared.items()},
        "claims": [_claims(group) for group in report.claims],
        "score": None if report.score is None else _score(report.score),
        "next_change": _next_change(report),
        "baseline": None if report.baseline is None else _baseline(report.baseline),
        "points": [{"number": point.number, "title": point.title} for point in report.points],
        "folders": [
            {
                "folder": _text(each.folder),
                "point": each.point,
                "files": each.files,
                "command": each.command,
                "kind": each.kind,
                "sure": each.sure,
                "year": each.year,
            }
            for each in report.guesses
        ],
    }


def _text(text: str) -> str:
    return sanitize(text, 1_000)


def _opt(text: str | None) -> str | None:
    return None if text is None else _text(text)


def _provenance(report: Report, words: Words) -> Json:
    from_ = report.provenance
    return {
        "civcheck": from_.civcheck,
        "pack": {
            "id": from_.pack,
            "version": from_.pack_version,
            "title": from_.pack_title,
            "digest": from_.pack_digest,
            "layers": [
                {"id": pack, "version": version, "digest": digest} for pack, version, digest in from_.layers
            ],
        },
        "source_digest": from_.source_digest,
        "ledger_digest": from_.ledger_digest,
        "as_of": from_.as_of.isoformat(),
        "year": from_.year,
        "earlier": [
            {"year": each.year, "folder": _text(each.folder), "digest": each.digest} for each in from_.earlier
        ],
        "only": list(from_.only),
        "rules": from_.rules,
        "language": words.lang,
        "params": {
            name: {"value": each.value, "unit": each.unit, "basis": each.basis.value, "set_by": each.set_by}
            for name, each in from_.params.items()
        },
        "judgements": from_.judgements,
        "hygiene": {
            "applied": from_.hygiene.applied,
            "off": list(from_.hygiene.off),
            "numbers": [each._asdict() for each in from_.hygiene.numbers],
        },
        "opened": from_.opened,
        **({} if from_.git is None else {"git": _in_git(from_.git)}),
        **({"beside": [_beside(each) for each in from_.beside]} if from_.beside else {}),
    }


def _beside(ledger: BesideLedger) -> Json:
    return {**ledger._asdict(), "name": _text(ledger.name), "unit": _text(ledger.unit)}


def _in_git(git: InGit) -> Json:
    return {
        "commit": git.commit,
        "known_at": None if git.known_at is None else git.known_at.isoformat(),
        "day": None if git.day is None else git.day.isoformat(),
        "first_seen": git.first_seen,
    }


def _unit(report: Report) -> Json:
    unit = report.unit
    return {
        "name": _text(unit.name),
        "type": unit.type,
        "year": unit.year,
        "honour": unit.honour,
        "functions": None if unit.functions is None else [_text(each) for each in unit.functions],
        "organisations": None if unit.organisations is None else [_text(each) for each in unit.organisations],
        "facts": {name: _value(value) for name, value in unit.facts.items()},
        "stated_functions": dict(unit.stated),
        "file": _text(unit.file),
    }


def finding_json(finding: Finding, words: Words) -> Json:
    """Turn a finding into plain values."""
    use = finding.judgement
    return {
        "rule": finding.rule,
        "point": finding.point,
        "title": finding.title,
        "quotes": list(finding.quotes),
        "documents": list(finding.documents),
        "outcome": finding.outcome.value,
        "obligation": Obligation(finding.obligation).code,
        "basis": {part: basis.value for part, basis in finding.basis.items()},
        "summary": _said(finding.summary, words),
        "have": finding.have,
        "need": finding.need,
        "lacking": finding.lacking,
        **({"nameless": list(finding.nameless)} if finding.nameless else {}),
        "missing": [_text(name) for name in finding.missing],
        "where": _place(finding.where) if finding.where is not None else None,
        "shown_by": [_text(key) for key in finding.shown_by],
        "planned": [_text(key) for key in finding.planned],
        "shortfalls": [_shortfall(short, words) for short in finding.shortfalls],
        "shortfall_count": finding.shortfall_count,
        "near_misses": [_near_miss(near, words) for near in finding.near_misses],
        "near_miss_count": finding.near_miss_count,
        "window": [day.isoformat() for day in finding.window] if finding.window is not None else None,
        "due": _day(finding.due),
        "days_left": finding.days_left,
        "behind_pace": finding.behind_pace,
        "remedy": finding.remedy,
        "forbids": finding.forbids,
        "advice": list(finding.advice),
        "duty": _opt(finding.duty),
        "asks": list(finding.asks),
        "notes": [_said(note, words) for note in finding.notes],
        "judgement": None
        if use is None
        else {
            "verdict": use.verdict,
            "by": _text(use.by),
            "reason": _text(use.reason),
            "until": use.until.isoformat(),
            "place": _place(use.place),
            "superior": use.superior,
            "bound": use.bound,
            "basis": _opt(use.basis),
        },
        "underlying": finding.underlying.value if finding.underlying is not None else None,
        "fingerprint": finding.fingerprint,
    }


def _said(message: Message, words: Words) -> Json:
    return {"text": words.say(message), **message_json(message)}


def _place(place: Place) -> Json:
    return {"path": _text(place.file), "line": place.line or None, "column": place.column or None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _shortfall(short: Shortfall, words: Words) -> Json:
    return {
        "record": _text(short.record),
        "place": _place(short.place),
        "title": _text(short.title),
        "lacks": [_said(lack, words) for lack in short.lacks],
        "due": _day(short.due),
    }


def _near_miss(near: NearMiss, words: Words) -> Json:
    return {
        "record": _text(near.record),
        "place": _place(near.place),
        "title": _text(near.title),
        "lacks": _said(near.lacks, words),
    }


def _problem(problem: Problem, words: Words) -> Json:
    return {
        "code": problem.code,
        "weight": problem.weight.value,
        "place": _place(problem.place),
        "text": words.say(problem.what),
        "why": words.say(problem.why),
        "cure": "\n".join(words.lines(problem.cure)),
        "params": params_json(problem.params),
    }


def _notice(notice: Notice, words: Words) -> Json:
    small = [{"file": _text(each.file), "jpeg": b64encode(each.jpeg).decode()} for each in notice.thumbnails]
    return {
        "code": notice.code,
        "text": words.say(notice.text),
        "places": [_place(place) for place in notice.places],
        "rule": notice.rule,
        "said": message_json(notice.text),
        **({"thumbnails": small} if small else {}),
        **({"digests": list(notice.digests), "uses": notice.uses} if notice.digests else {}),
        **({} if notice.answer is None else {"answer": _answer(notice.answer)}),
    }


def _answer(answer: Answered) -> Json:
    return {
        "reason": _text(answer.reason),
        "by": _text(answer.by),
        "day": answer.day.isoformat(),
        "place": _place(answer.place),
        "superior": answer.superior,
    }


def _record(record: Record, digests: Mapping[str, str]) -> Json:
    days: Json = {"first": record.days.first.isoformat(), "last": record.days.last.isoformat()}
    if record.days.sessions:
        days["sessions"] = [day.isoformat() for day in record.days.sessions]
    return {
        "key": _text(record.key),
        "id": _opt(record.id),
        "kind": record.kind,
        "title": _text(record.title or ""),
        "days": days,
        "file": _text(record.file),
        "line": record.line,
        "fields": {name: _value(value) for name, value in sorted(record.fields.items())},
        "attachments": [
            {
                "role": each.role,
                "path": _text(each.path),
                "link": each.is_link,
                "size": None if each.is_link else each.size,
                **({"sha256": digests[each.path]} if each.path in digests else {}),
                **_written(each, ("caption", "day", "number", "fields")),
            }
            for each in record.evidence
        ],
        "extra": _value(record.extra),
        **_written(record, _ALSO_WRITTEN),
        **({} if record.filing is None else {"filing": _filing(record.filing)}),
    }


_ALSO_WRITTEN = (
    "joined", "place", "organiser", "by", "partners", "responsible", "attendance", "hours",
    "themes", "audience", "large_event", "reported_on", "refs", "links", "note",
)  # fmt: skip


def _written(of: Record | Evidence, names: tuple[str, ...]) -> Json:
    """Give what is written of a record or its material, each under its name; what is blank is not there."""
    values = {name: getattr(of, name) for name in names}
    return {name: _value(value) for name, value in values.items() if value or value in (0, False)}


def _filing(filing: Filing) -> Json:
    return {"number": _opt(filing.number), "day": _day(filing.day), "box": _opt(filing.box)}


def _claims(group: ClaimGroup) -> Json:
    return {
        "group": group.name,
        "claimed": {rule: [_claimed(each) for each in items] for rule, items in group.claimed.items()},
        "unclaimed": [_claimed(each) for each in group.unclaimed],
    }


def _score(score: Score) -> Json:
    return {
        **_points(score),
        "scaled_from": None if score.scaled_from is None else _rounded(score.scaled_from),
        "marks": [_mark(mark) for mark in score.marks],
        "vetoes": list(score.vetoes),
        "open_vetoes": list(score.open_vetoes),
        "unshown_vetoes": list(score.unshown_vetoes),
        "lifted_vetoes": list(score.lifted_vetoes),
        "groups": [
            {
                "name": group.name,
                "point": group.point,
                **_points(group),
                "bonus": group.bonus,
                "of": group.of,
                "mark": None if group.mark is None else _group_mark(group.mark),
                "rules": [_score_line(line) for line in group.lines],
            }
            for group in score.groups
        ],
    }


def _points(of: Score | ScoreGroup | ScoreLine) -> Json:
    return {"sure": _rounded(of.sure), "possible": _rounded(of.possible), "full": _rounded(of.full)}


def _rounded(points: Fraction) -> str:
    """Write points as a decimal of four places at the most."""
    return number(round(points, 4))


def _score_line(line: ScoreLine) -> Json:
    unnamed = None if line.unnamed is None else {"field": line.unnamed[0], "records": line.unnamed[1]}
    return {
        "rule": line.rule,
        **_points(line),
        "counts": line.counts,
        "asks": list(line.asks),
        "unnamed": unnamed,
        "judged": line.judged,
    }


def _group_mark(mark: ScoreMark) -> Json:
    return {"points": _rounded(mark.points), "verdict": _REACHED[mark.reached]}


def _mark(mark: ScoreMark) -> Json:
    needs = [
        {
            "sort": need.sort,
            "name": need.name,
            "points": None if need.points is None else _rounded(need.points),
            "verdict": _REACHED[need.reached],
        }
        for need in mark.needs
    ]
    return {"name": mark.name, **_group_mark(mark), "needs": needs}


_REACHED = {True: "reached", False: "not-reached", None: "open"}


def _claimed(item: tuple[str, date | None]) -> Json:
    record, day = item
    return {"record": _text(record), "day": _day(day)}


def _value(value: Any) -> Any:
    match value:
        case None | bool():
            return value
        case int() | Fraction():
            whole = isinstance(value, int) and not is_about(value)
            return int(value) if whole else number_text(value)
        case date():
            return value.isoformat()
        case str():
            return _text(value)
        case tuple() | list():
            return [_value(each) for each in value]
        case Mapping():
            return {_text(str(name)): _value(each) for name, each in value.items()}
        case _:
            return _text(str(value))


def _baseline(use: BaselineUse) -> Json:
    return {
        sort: {rule: [_text(name) for name in names] for rule, names in items.items()}
        for sort, items in use._asdict().items()
    }


def _next_change(report: Report) -> Json | None:
    change = report.next_change
    if change is None:
        return None
    return {
        "day": change.day.isoformat(),
        "changes": [
            {"rule": rule, "now": now.value, "then": then.value}
            for rule, (now, then) in change.changes.items()
        ],
    }
