"""Applying judgements: what a person decided, within what it may answer; the rule is always judged underneath."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from civcheck.language.grounds import Clock, Grounds
from civcheck.language.measure import Measure
from civcheck.language.observation import Observation
from civcheck.language.pack import Param
from civcheck.language.quantity import Ref, parse_number
from civcheck.language.rule import Rule
from civcheck.messages import Message, msg
from civcheck.model.outcome import Outcome
from civcheck.model.parts import day_text
from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.model.report import JudgementUse, Notice
from civcheck.model.texts import normal
from civcheck.model.unit import EXCUSES, Judgement
from civcheck.verdict.claims import observe_rule
from civcheck.verdict.fingerprint import fingerprint
from civcheck.verdict.observe import Case, selected

_PERSON = (Outcome.NEEDS_REVIEW, Outcome.UNDETERMINED)
_EXCUSE = (Outcome.GAP, Outcome.PENDING, Outcome.NEEDS_REVIEW, Outcome.UNDETERMINED)
MAY_ANSWER: Mapping[str, tuple[Outcome, ...]] = {
    "met": _PERSON,
    "not-met": _PERSON,
    "not-applicable": _EXCUSE,
    "waived": _EXCUSE,
    "substituted": _EXCUSE,
}
_NOTHING_LEFT = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
_DECIDES = {"met": Outcome.SATISFIED, "not-met": Outcome.GAP}


@dataclass(slots=True)
class Judged:
    """One rule after judgements: the observation underneath, the outcome, who decided, what was said of it."""

    rule: Rule
    seen: Observation
    outcome: Outcome
    use: JudgementUse | None = None
    underlying: Outcome | None = None
    notices: list[Notice] = field(default_factory=list)
    clock: Clock | None = None
    grounds: Grounds | None = None


def judge(rule: Rule, case: Case, judgements: Iterable[Judgement], as_of: date) -> Judged:
    """Judge one rule at a day: observe it, then apply the judgements about it.

    What changes the grounds (a param, a record left out) comes before what decides the outcome, the unit's own
    word before its superior's; of several that decide the last one stands.
    """
    grounds = case.grounds(as_of)
    seen = observe_rule(rule, case, grounds)
    judged = Judged(rule, seen, seen.outcome, clock=grounds.clock, grounds=grounds)
    about = (judgement for judgement in judgements if rule.id in judgement.rules)
    for judgement in sorted(about, key=lambda each: (each.superior, not _changes_grounds(each))):
        _apply(judgement, judged, grounds, case)
    return judged


def _changes_grounds(judgement: Judgement) -> bool:
    return judgement.verdict == "adjusted" or judgement.target is not None


def _apply(judgement: Judgement, judged: Judged, first: Grounds, case: Case) -> None:
    """Apply one judgement; ``first`` are the grounds of the rule before any judgement."""
    clock, rule = first.clock, judged.rule
    if judgement.day is not None and not clock.reached(judgement.day):
        return _refuse(judged, judgement, "notice.judgement-later", day=judgement.day)
    if clock.reached(judgement.until + timedelta(days=1)):
        return _refuse(judged, judgement, "notice.judgement-expired", day=judgement.until)
    if judgement.fingerprint is not None and judgement.fingerprint != fingerprint(selected(rule, first)):
        return _refuse(judged, judgement, "notice.judgement-fingerprint")
    if judgement.verdict == "adjusted":
        return _adjust(judgement, judged, case)
    if judgement.target is not None:
        return _leave_out(judgement, judged, case)
    return _decide(judgement, judged)


def _decide(judgement: Judgement, judged: Judged) -> None:
    outcome = judged.seen.outcome
    if outcome in _NOTHING_LEFT:
        return _nothing_left(judged, judgement)
    if outcome not in MAY_ANSWER[judgement.verdict]:
        return _refuse(judged, judgement, "notice.judgement-may-not", outcome=msg(f"outcome.{outcome.value}"))
    if judged.use is not None and judged.use.verdict != "adjusted":
        _refuse(judged, judgement, "notice.judgement-again", until=judgement.until)
    judged.underlying = judged.underlying or outcome
    judged.outcome = _DECIDES.get(judgement.verdict, Outcome.WAIVED)
    judged.use = _use(judgement)
    return None


def _adjust(judgement: Judgement, judged: Judged, case: Case) -> None:
    assert judged.grounds is not None  # noqa: S101 - judge() sets it
    params, asked = dict(judged.grounds.params), params_of(judged.rule)
    for name, raw in judgement.params.items():
        declared = case.pack.head.params.get(name) if name in asked else None
        value = param_value(raw, declared)
        if declared is None or declared.change != "may-change" or value is None:
            return _refuse(judged, judgement, "notice.judgement-param", name=name)
        params[name] = value
    return _reevaluated(judgement, judged, case, replace(judged.grounds, params=params))


def params_of(rule: Rule) -> frozenset[str]:
    """List the params that a rule refers to."""
    return frozenset(
        each.param for each in rule.inside if isinstance(each, Ref | Measure) and each.param is not None
    )


def _leave_out(judgement: Judgement, judged: Judged, case: Case) -> None:
    assert judged.grounds is not None  # noqa: S101 - judge() sets it
    if judgement.verdict not in EXCUSES or not all(map(_goes_by_record, judged.rule.expect)):
        return _refuse(judged, judgement, "notice.judgement-target-refused")
    keys = _meant(judgement.target or "", case)
    if len(keys) != 1:
        code = "notice.judgement-target-several" if keys else "notice.judgement-target"
        return _refuse(judged, judgement, code, target=judgement.target or "")
    looked_at = {record.key for record in selected(judged.rule, judged.grounds)}
    looked_at |= {short.record.key for short in judged.seen.shorts}
    if judged.seen.outcome in _NOTHING_LEFT or keys.isdisjoint(looked_at):
        return _nothing_left(judged, judgement)
    left_out = judged.grounds.left_out | keys
    return _reevaluated(judgement, judged, case, replace(judged.grounds, left_out=left_out))


def _goes_by_record(expectation: Any) -> bool:
    """Tell whether a construct looks at records one by one, so that one can be taken out."""
    branches = getattr(expectation, "branches", ())
    if branches:
        return all(_goes_by_record(each) for branch in branches for each in branch.expect)
    return getattr(expectation, "goes_by_record", False)


def _meant(target: str, case: Case) -> frozenset[str]:
    """Find the records that a 对象 names: by 编号 or key, else by their file, else by their folder."""
    wanted = normal(target.strip("/"))
    for names in (_id_and_key, lambda record: (record.file,), lambda record: (record.folder,)):
        found = frozenset(
            record.key for record in case.index.all() if wanted and wanted in map(normal, names(record))
        )
        if found:
            return found
    return frozenset()


def _id_and_key(record: Record) -> tuple[str, ...]:
    return record.id or "", str(record.key)


def _reevaluated(judgement: Judgement, judged: Judged, case: Case, grounds: Grounds) -> None:
    judged.underlying = judged.underlying or judged.seen.outcome
    judged.seen, judged.grounds, judged.use = (
        observe_rule(judged.rule, case, grounds),
        grounds,
        _use(judgement),
    )
    judged.outcome = judged.seen.outcome
    # where nothing else is short, a rule is excused by the records taken out, and not met
    excused = judged.outcome in _NOTHING_LEFT or not selected(judged.rule, grounds)
    if grounds.left_out and excused:
        judged.outcome = Outcome.WAIVED


def _use(judgement: Judgement) -> JudgementUse:
    return JudgementUse(
        judgement.verdict, judgement.by, judgement.reason, judgement.until,
        Place(judgement.file, judgement.line, 1), judgement.superior,
        judgement.fingerprint is not None, judgement.basis,
    )  # fmt: skip


def _nothing_left(judged: Judged, judgement: Judgement) -> None:
    outcome = msg(f"outcome.{judged.seen.outcome.value}")
    return _refuse(judged, judgement, "notice.judgement-nothing", outcome=outcome)


def _refuse(judged: Judged, judgement: Judgement, code: str, **params: Any) -> None:
    text: Message = msg(code, rule=judged.rule.id, **params)
    judged.notices.append(
        Notice(
            code.removeprefix("notice."), text, (Place(judgement.file, judgement.line, 1),), judged.rule.id
        )
    )


def param_value(raw: str, declared: Param | None) -> Fraction | date | None:
    """Read a param's new value as what the pack declares it to be; None when it is not."""
    if declared is None:
        return None
    if isinstance(declared.value, date):
        day = day_text(raw)
        return day if isinstance(day, date) else None
    try:
        value = parse_number(raw)
    except ValueError:
        return None
    counted = declared.unit in _COUNTED and declared.value.denominator == 1
    return None if (value < 0 <= declared.value) or (counted and value.denominator > 1) else value


_COUNTED = frozenset(
    {"天", "工作日", "日", "周", "月", "年", "次", "场", "条", "个", "张", "份", "人", "篇", "期"}
)
"""Units of which there is no half."""
