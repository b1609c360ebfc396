"""The four lines of a gap, in any format: 差什么 (with 在哪), 依据, 怎么补 (with 何时前, 谁), 差一点."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from civcheck.messages import Message, joined, msg, number, quoted, say
from civcheck.model.comparison import BaselineUse
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place
from civcheck.model.report import (
    Finding,
    JudgementUse,
    Score,
    ScoreGroup,
    ScoreLine,
    ScoreMark,
    Shortfall,
)
from civcheck.model.texts import sanitize, some
from civcheck.report.words import Words

NEAR_SHOWN = 3
SHORT_SHOWN = 5


def labelled(finding: Finding, words: Words) -> list[tuple[str, str]]:
    """Give the lines of a finding, each behind its label; the fourth only when there are near misses."""
    lines = [
        (label(finding.outcome, words), lacks(finding, words)),
        (words("label.basis"), grounds(finding, words)),
        (words("label.cure"), cure(finding, words)),
    ]
    return [*lines, (words("label.near"), near(finding, words))] if finding.near_misses else lines


_LABELS = {Outcome.UNDETERMINED: "label.open", Outcome.NEEDS_REVIEW: "label.look"}


def label(outcome: Outcome, words: Words) -> str:
    """Name the first line: what is missing, why it is open, or what to look at."""
    return words(_LABELS.get(outcome, "label.lacks"))


def shown(place: Place) -> str:
    """Give a place as it is shown, fit for any reader."""
    return sanitize(str(place), 1_000)


def lacks(finding: Finding, words: Words) -> str:
    """Say what is missing and where it stands or belongs, what is planned, and what a person decided."""
    parts = [words.sentence(words.say(finding.summary))]
    if finding.shortfalls:
        named = words.joined("clauses", _shortfalls(finding.shortfalls[:SHORT_SHOWN], words))
        parts.append(named + _more(finding.shortfall_count - SHORT_SHOWN, words) + words("said.stop"))
    elif finding.where is not None:
        parts.append(words("lacks.where", place=shown(finding.where)))
    if finding.asked_days is not None:
        parts.append(words("gap.window", first=finding.asked_days[0], last=finding.asked_days[1]))
    parts += [words.sentence(words.say(note)) for note in finding.notes]
    if finding.planned:
        parts.append(words("lacks.planned", count=str(len(finding.planned))))
    if finding.behind_pace:
        parts.append(words("lacks.behind"))
    if finding.judgement is not None:
        parts.append(judgement(finding, finding.judgement, words))
    return words.joined("sentences", parts)


def _shortfalls(shortfalls: Sequence[Shortfall], words: Words) -> Iterator[str]:
    """Say what records lack: of those that lack the same, once."""
    alike: dict[str, list[str]] = {}
    for short in shortfalls:
        place = words("near.place", title=short.title, place=shown(short.place))
        alike.setdefault(words.lacks(short), []).append(place)
    return (words.of(words.joined("list", places), lacks) for lacks, places in alike.items())


def of_record(title: str, said: str, words: Words) -> str:
    """Say something of a record by its title; both are texts already."""
    return say(msg("said.of-record", title=title, said=said), words.lang)


def seen(finding: Finding, words: Words) -> str:
    """Say in short what was seen; of what is undetermined also why, for it may look satisfied."""
    said = words.say(finding.summary)
    if finding.outcome is not Outcome.UNDETERMINED or not finding.notes:
        return said
    return words.joined("sentences", map(words.sentence, (said, *map(words.say, finding.notes))))


def grounds(finding: Finding, words: Words) -> str:
    """Say which point and sentence asks for it, with what force, and what of that is inferred."""
    return words(
        "basis.line",
        point=str(finding.point),
        quotes=joined("sentences", tuple(words.say(quoted_of(*each)) for each in sources(finding))),
        force=words(f"obligation.{Obligation(finding.obligation).code}"),
        basis=words.basis(finding),
    )


def quotes(finding: Finding, words: Words) -> str:
    """Give the sentences in quotation marks, in full, each with the pack that it comes from where that is another."""
    each = (quoted_of(sanitize(quote, 1_000), pack) for quote, pack in sources(finding))
    return words.joined("sentences", (say(message, words.lang) for message in each))


def sources(finding: Finding) -> Iterator[tuple[str, str]]:
    """Give the sentences, each with the pack whose document it stands in, where that is not the one audited by."""
    return zip(finding.quotes, finding.documents or ("",) * len(finding.quotes), strict=True)


def quoted_of(quote: str, pack: str) -> Message:
    """Give a sentence in quotation marks, behind it the name of another pack whose document it stands in."""
    return msg("basis.of", quote=quote, pack=pack) if pack else msg("basis.quote", quote=quote)


def cure(finding: Finding, words: Words) -> str:
    """Say how to close the gap, by when, and who."""
    parts = [words.remedy(finding)]
    if finding.outcome is Outcome.PENDING and finding.due is not None:
        parts.append(words("cure.due", day=finding.due, days=str(finding.days_left)))
    elif finding.outcome is Outcome.GAP:
        parts.append(words("cure.by", when=over(finding, words)))
    if finding.asks:
        parts.append(words("cure.asks", facts=finding.asks))
    if finding.duty:
        parts.append(words("cure.duty", duty=finding.duty))
    return words.joined("sentences", parts)


def over(finding: Finding, words: Words) -> str:
    """Say by when a gap can be closed: no more, or that no day matters where what must not be is there."""
    return words("due.never" if finding.forbids else "due.over")


def near(finding: Finding, words: Words) -> str:
    """Name the records that nearly count, and why they do not."""
    named = words.joined(
        "clauses",
        (
            words("near.record", title=each.title, place=shown(each.place), lacks=each.lacks)
            for each in finding.near_misses[:NEAR_SHOWN]
        ),
    )
    return named + _more(finding.near_miss_count - NEAR_SHOWN, words) + words("said.stop")


def judgement(finding: Finding, use: JudgementUse, words: Words) -> str:
    """Say who decided what, why, until when, and what it would be without that."""
    return words(
        "judgement.line",
        who=words("judgement.superior" if use.superior else "judgement.own"),
        verdict=words(f"verdict.{use.verdict}"),
        by=use.by,
        reason=use.reason.rstrip("。；"),
        until=use.until.isoformat(),
        underlying=words.outcome(finding.underlying or finding.outcome),
        place=shown(use.place),
    )


def _more(count: int, words: Words) -> str:
    return words("lacks.more", count=str(count)) if count > 0 else ""


# --- the baseline


def baseline(use: BaselineUse, words: Words) -> str:
    """Say how much is known, new and cured."""
    counted = {name: str(use.count(items)) for name, items in use._asdict().items()}
    return words("baseline.line", **counted)


def known(finding: Finding, use: BaselineUse | None, words: Words) -> str:
    """Say whether a gap is known, new, or new in part; nothing of what is no gap, or without a baseline."""
    if use is None or finding.outcome is not Outcome.GAP:
        return ""
    new = use.new.get(finding.rule)
    if new is None:
        return words("baseline.known")
    if finding.rule not in use.known:
        return words("baseline.new")
    named = tuple(filter(None, new))  # what has no name is said in what is lacking
    return words("baseline.partly", names=some(words.named(named))) if named else words("baseline.more")


def is_known(finding: Finding, use: BaselineUse | None) -> bool:
    """Tell whether a finding is a gap of which a baseline knows everything."""
    return use is not None and finding.outcome is Outcome.GAP and use.covers(finding.rule)


# --- what counts once

CLAIMS_SHOWN = 12


def claimed(items: tuple[tuple[str, date | None], ...], words: Words) -> str:
    """Name the first records that a rule uses, and how many more."""
    named = [
        sanitize(key, 1_000) + (words("said.in-brackets", said=day) if day is not None else "")
        for key, day in items
    ]
    listed = words.listed(named[:CLAIMS_SHOWN]) or words("claims.nothing")
    return listed + _more(len(named) - CLAIMS_SHOWN, words)


# --- points


def total(score: Score, words: Words) -> str:
    """Say the whole, every mark, the vetoes, and what of it rests on judgements, as a sentence."""
    return whole(score, words) + words("said.stop")


def whole(score: Score, words: Words) -> str:
    """Say the whole, every mark, the vetoes, and what of it rests on judgements."""
    parts = [words("score.total", points=_span(score, words), full=points(score.full))]
    if score.scaled_from is not None:
        parts.append(words("score.scaled", points=points(score.scaled_from)))
    parts += [_mark(mark, words) + _because(mark, words) for mark in score.marks]
    lines = [line for group in score.groups for line in group.lines if line.judged]
    named = {
        "vetoes": score.vetoes,
        "unshown-vetoes": score.unshown_vetoes,
        "open-vetoes": score.open_vetoes,
        "lifted-vetoes": score.lifted_vetoes,
        "judged": tuple(line.rule for line in lines if line.counts),
        "judged-dropped": tuple(line.rule for line in lines if not line.counts),
    }
    parts += [words(f"score.{code}", rules=rules) for code, rules in named.items() if rules]
    return words.joined("clauses", parts)


def score_group(group: ScoreGroup, words: Words) -> str:
    """Say the points of one group."""
    name = group.name if group.point is None else f"{group.point} {group.name}"
    code = "score.bonus" if group.bonus else "score.group"
    said = words(code, name=name, points=_span(group, words), full=points(group.full))
    return said if group.mark is None else words.joined("clauses", (said, _mark(group.mark, words)))


def score_line(line: ScoreLine, title: str, words: Words) -> str:
    """Say what one rule earns of its full mark."""
    if not line.counts:
        said = words("score.dropped", rule=line.rule, title=title)
        return said + (words("score.by-judgement") if line.judged else "")
    said = words("score.line", rule=line.rule, title=title, points=_span(line, words), full=points(line.full))
    if line.asks:
        said += words("score.asks", facts=quoted(line.asks))
    if line.unnamed is not None:
        name, count = line.unnamed
        said += words("score.unnamed", field=name, count=str(count))
    return said + (words("score.by-judgement") if line.judged else "")


def asks_for_more(line: ScoreLine) -> bool:
    """Tell whether a rule is worth a line: it does not have its full mark, or leaves something out."""
    return not line.sure == line.possible == line.full or line.unnamed is not None


def points_by_rule(score: Score | None, words: Words) -> dict[str, str]:
    """Give what each rule earns of its full mark, by rule; nothing of one that does not count or earns none."""
    lines = [line for group in score.groups for line in group.lines if line.counts] if score else []
    return {line.rule: words("score.of", points=_span(line, words), full=points(line.full)) for line in lines}


def _span(of: Score | ScoreGroup | ScoreLine, words: Words) -> str:
    if of.sure == of.possible:
        return points(of.sure)
    return words("score.span", sure=points(of.sure), possible=points(of.possible))


def _mark(mark: ScoreMark, words: Words) -> str:
    verdict = {True: "reached", False: "not-reached", None: "open"}[mark.reached]
    name = mark.name if mark.name and not mark.name.isdecimal() else words("score.mark")
    return words(f"score.{verdict}", name=name, points=points(mark.points))


def _because(mark: ScoreMark, words: Words) -> str:
    """Say what keeps a mark from being reached, where it is not the whole alone."""
    lacking = [need for need in mark.needs if need.reached is mark.reached and not mark.reached]
    if all(need.sort == "total" for need in lacking):
        return ""
    sort = "short" if mark.reached is False else "unsure"
    named = tuple(
        words(f"score.{sort}.{need.sort}", name=need.name, points=points(need.points or Fraction(0)))
        for need in lacking
    )
    return words("score.because", needs=named)


def points(value: Fraction) -> str:
    """Write points with two decimals at the most."""
    return number(round(value, 2))
