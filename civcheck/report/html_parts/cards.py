"""Findings as cards, grouped by point: what the page says of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from civcheck.model.comparison import BaselineUse
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.report import Finding, JudgementUse, Report
from civcheck.model.texts import sanitize
from civcheck.report import sentences
from civcheck.report.html_parts.evidence import Catalogue, Named, Sparing
from civcheck.report.html_parts.marks import OPEN, Mark, counted, mark
from civcheck.report.words import Words


class Text(NamedTuple):
    """A text beside a label; with ``number`` other findings share it, and ``is_link`` leads to where it stands."""

    said: str
    number: int | None = None
    is_link: bool = False


class Row(NamedTuple):
    """A label and what stands beside it: one text or several."""

    label: str
    texts: tuple[Text, ...]


class Card(NamedTuple):
    """A finding; ``force`` is 1 to 3, ``rows`` are read in order; what is open says in a row what was seen."""

    rule: str
    title: str
    mark: Mark
    force: int
    force_word: str
    quotes: tuple[tuple[str, str], ...]
    basis: str
    inferred: bool
    seen: str
    rows: tuple[Row, ...]
    evidence: tuple[Named, ...]
    more_evidence: int
    is_open: bool


class PointOfCards(NamedTuple):
    """A point with its findings: those that ask something of somebody first; ``usual`` is left out at gaps."""

    number: int
    title: str
    counts: tuple[tuple[Mark, int], ...]
    open: tuple[Card, ...]
    quiet: tuple[Card, ...]
    usual: tuple[Row, ...] = ()


def points_of_cards(report: Report, catalogue: Catalogue, words: Words) -> tuple[PointOfCards, ...]:
    """Make the cards of every point that has findings."""
    by_point: dict[int, list[Finding]] = {}
    for finding in report.findings:
        by_point.setdefault(finding.point, []).append(finding)
    titles = {point.number: point.title for point in report.points}
    return tuple(
        _point(number, titles.get(number, ""), findings, catalogue, words, report.baseline)
        for number, findings in by_point.items()
    )


def _point(
    number: int,
    title: str,
    findings: list[Finding],
    catalogue: Catalogue,
    words: Words,
    use: BaselineUse | None,
) -> PointOfCards:
    counts = counted(finding.outcome for finding in findings)
    cards = [card(finding, catalogue, words, use) for finding in findings]
    return PointOfCards(
        number,
        sanitize(title),
        tuple((mark(outcome, words), count) for outcome, count in counts.items() if count),
        tuple(each for each in cards if each.is_open),
        tuple(each for each in cards if not each.is_open),
    )


def card(finding: Finding, catalogue: Catalogue, words: Words, use: BaselineUse | None = None) -> Card:
    """Say everything about one finding."""
    force = words(f"obligation.{Obligation(finding.obligation).code}")
    known = sentences.known(finding, use, words)
    return Card(
        finding.rule,
        sanitize(finding.title),
        mark(finding.outcome, words),
        int(finding.obligation),
        f"{force} · {known}" if known else force,
        tuple((sanitize(quote, 2_000), pack) for quote, pack in sentences.sources(finding)),
        words.basis(finding),
        bool(finding.inferred),
        "" if finding.outcome in OPEN else _seen(finding, words),
        tuple(_rows(finding, words, catalogue.sparing)),
        catalogue.named(finding.shown_by),
        max(len(finding.shown_by) - catalogue.sparing.records, 0),
        finding.outcome in OPEN,
    )


def _rows(finding: Finding, words: Words, sparing: Sparing) -> Iterator[Row]:
    if finding.outcome in OPEN:
        yield _row(sentences.label(finding.outcome, words), _seen(finding, words))
        yield from _where(finding, words, sparing.places)
        yield from _cure(finding, words)
        if finding.advice and sparing.advice:
            yield _row(words("explain.advice"), *(sanitize(each, 1_000) for each in finding.advice))
    if finding.near_misses:
        yield _row(words("label.near"), *_near(finding, words, sparing.near))
    if finding.judgement is not None:
        yield _row(words("html.judgement"), _judgement(finding, finding.judgement, words))


def _row(label: str, *said: str) -> Row:
    return Row(label, tuple(map(Text, said)))


def _judgement(finding: Finding, use: JudgementUse, words: Words) -> str:
    """Say the judgement in short; its reason stands with the judgements."""
    return words(
        "html.judgement-short",
        who=words("judgement.superior" if use.superior else "judgement.own"),
        verdict=words(f"verdict.{use.verdict}"),
        until=use.until.isoformat(),
        underlying=words.outcome(finding.underlying or finding.outcome),
    )


def _seen(finding: Finding, words: Words) -> str:
    said = (words.say(finding.summary), *map(words.say, finding.notes))
    return words.joined("sentences", map(words.sentence, said))


def _where(finding: Finding, words: Words, listed: int) -> Iterator[Row]:
    """Say where it is missing, in which days it must lie, what is planned."""
    if finding.shortfalls:
        named = tuple(
            words(
                "near.record", title=short.title, place=sentences.shown(short.place), lacks=words.lacks(short)
            )
            for short in finding.shortfalls[:listed]
        )
        yield _row(words("html.where"), *_and_more(named, finding.shortfall_count, words))
    elif finding.where is not None:
        yield _row(words("html.where"), sentences.shown(finding.where))
    if finding.asked_days is not None:
        yield _row(
            words("html.window"),
            words("html.days", first=finding.asked_days[0], last=finding.asked_days[1]),
        )
    planned = [words("lacks.planned", count=str(len(finding.planned)))] if finding.planned else []
    if finding.behind_pace:
        planned.append(words("lacks.behind"))
    if planned:
        yield _row(words("html.pace"), words.joined("sentences", planned))


def _cure(finding: Finding, words: Words) -> Iterator[Row]:
    """Say how to close it, by when, and who."""
    asked = [words("cure.asks", facts=finding.asks)] if finding.asks else []
    yield _row(words("label.cure"), words.joined("sentences", (words.remedy(finding), *asked)))
    by = due(finding, words)
    if by:
        yield _row(words("html.by"), by)
    if finding.duty:
        yield _row(words("html.who"), sanitize(finding.duty))


def due(finding: Finding, words: Words) -> str:
    """Say until when; empty where nothing runs out."""
    if finding.outcome is Outcome.GAP:
        return sentences.over(finding, words)
    if finding.outcome is Outcome.PENDING and finding.due is not None:
        return words("html.due", day=finding.due, days=str(finding.days_left))
    return ""


def _near(finding: Finding, words: Words, listed: int) -> tuple[str, ...]:
    named = tuple(
        words("near.record", title=each.title, place=sentences.shown(each.place), lacks=each.lacks)
        for each in finding.near_misses[:listed]
    )
    return _and_more(named, finding.near_miss_count, words)


def _and_more(listed: Sequence[str], count: int, words: Words) -> tuple[str, ...]:
    more = count - len(listed)
    return (*listed, *((words("lacks.more", count=str(more)),) if more > 0 else ()))
