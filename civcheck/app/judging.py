"""Recording what a person decides of a rule, in judgements.yaml: only what the next audit will take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.app.answers import WORDS, Answer
from civcheck.app.audit import Prepared, prepare
from civcheck.errors import UsageError
from civcheck.language.expectation.review import Review
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.messages import msg
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Weight
from civcheck.model.record import Record
from civcheck.model.report import Finding, Report
from civcheck.model.texts import MARKER, near, normal, sanitize
from civcheck.model.unit import EXCUSES
from civcheck.reading.judgements import JUDGEMENT_FILES
from civcheck.reading.register import Entry, Register, new_register, open_registers, seen_rows
from civcheck.verdict.fingerprint import fingerprint, signs
from civcheck.verdict.judging import MAY_ANSWER, params_of
from civcheck.verdict.observe import selected
from civcheck.verdict.run import case_of, run_audit

_MOST_SEEN = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A rule as it stands before the person who is to judge it.

    ``may`` are the verdicts that an audit would take (code); ``looked_at`` the records that a judgement is bound to, by
    ``fingerprint``; ``own`` and ``others`` are entries that speak of the rule already, in the ledger's own register
    and in a superior's; ``params`` those that a judgement may set.
    """

    root: Path
    pack: RulePack
    rule: Rule
    report: Report
    finding: Finding
    outcome: Outcome
    may: tuple[str, ...]
    looked_at: tuple[Record, ...]
    fingerprint: str
    registers: tuple[Register, ...]
    own: tuple[Entry, ...]
    params: tuple[str, ...] = ()
    ledgers: tuple[str | Path, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Review, ...]:
        """Give the questions that the rule puts to a person."""
        return tuple(each for each in self.rule.inside if isinstance(each, Review))

    @property
    def day(self) -> date:
        """Give the as-of date."""
        return self.report.provenance.as_of


class Proposal(NamedTuple):
    """A register with an answer in it: its file before and after, the line of the entry, what an audit makes of it."""

    name: str
    raw: bytes | None
    new: bytes
    before: str
    after: str
    line: int
    finding: Finding


def question(rule: str, *ledgers: str | Path, **options: Any) -> Question:
    """Put a rule of a ledger before a person.

    Args:
        rule: The rule's id, or that of a span of one rule.
        ledgers: The ledger, and perhaps those of other years.
        options: What ``audit`` is told: as_of, today, rules, judgements, evidence, open_files.

    Raises:
        UsageError: there is no such rule, or it is not for a person to judge.
        CivcheckError: the ledger cannot be audited.
    """
    ready = prepare(*ledgers, **options)
    wanted = _one_rule(rule, ready.pack)
    report = _audited(ready, wanted)
    finding = next(each for each in report.findings if each.rule == wanted.id)
    outcome = finding.underlying or finding.outcome
    params = tuple(
        name for name in sorted(params_of(wanted)) if ready.pack.head.params[name].change == "may-change"
    )
    may = tuple(code for code, answers in MAY_ANSWER.items() if outcome in answers)
    may += ("adjusted",) if params else ()
    if not may:
        said = msg(f"outcome.{outcome.value}")
        raise UsageError(msg("error.judge-nothing", rule=wanted.id, outcome=said))
    case = case_of(ready.ledger, ready.pack, ready.judgements, ready.before)
    looked_at = tuple(selected(wanted, case.grounds(ready.day)))
    registers = tuple(open_registers(ready.root, ready.pack.span_of))
    own = tuple(each for register in registers for each in register.entries if wanted.id in each.rules)
    return Question(
        Path(ready.root), ready.pack, wanted, report, finding, outcome, may, looked_at, fingerprint(looked_at),
        registers, own, params, ledgers, options,
    )  # fmt: skip


def _audited(ready: Prepared, rule: Rule) -> Report:
    return run_audit(
        ready.ledger, ready.pack, ready.day, [rule], ready.judgements, (), ready.before, hygiene=False
    )


def _one_rule(name: str, pack: RulePack) -> Rule:
    """Find the one rule that a name stands for.

    Raises:
        UsageError: there is none, there are several, or it is a heading.
    """
    found = pack.span_of(name)
    if not found:
        raise UsageError(msg("error.no-rule", rule=sanitize(name), meant=near(name, pack.by_id) or ""))
    if len(found) > 1:
        raise UsageError(msg("error.judge-several", rule=sanitize(name), names=found))
    rule = pack.by_id[found[0]]
    if rule.is_heading:
        raise UsageError(msg("error.judge-heading", rule=rule.id, names=rule.answered_by))
    return rule


def checked(answer: Answer, asked: Question) -> Answer:
    """Make sure that an answer is whole.

    Raises:
        UsageError: something is missing, or does not go with the verdict.
    """
    if answer.day > asked.day:
        raise UsageError(msg("error.judge-later", day=answer.day, as_of=asked.day))
    if answer.verdict == "substituted" and not answer.basis:
        raise UsageError(msg("error.judge-basis"))
    if (answer.verdict == "adjusted") != bool(answer.params):
        raise UsageError(msg("error.judge-params", names=asked.params))
    if answer.target and answer.verdict not in EXCUSES:
        raise UsageError(msg("error.judge-target", names=tuple(WORDS[each] for each in EXCUSES)))
    for value in (answer.target, answer.basis, *answer.params.values()):
        if MARKER in value:
            raise UsageError(msg("error.judge-scaffold", key=sanitize(value)))
    return answer


# --- writing


def proposed(asked: Question, answer: Answer, replace: bool = False) -> Proposal:
    """Put an answer into the register, and audit the ledger as it would be.

    Args:
        asked: The question.
        answer: What was decided.
        replace: Put it in the place of the entry that speaks of the same already; that one stays as a comment.

    Raises:
        UsageError: there is such an entry and ``replace`` is not given, it cannot be replaced, or the next audit would
            not take the answer.
    """
    answer = checked(answer, asked)
    old = [each for each in asked.own if each.target == normal(answer.target)]
    entry = _entry(asked, answer)
    if old and not replace:
        raise UsageError(
            msg("error.judge-there", place=f"{old[-1].file}:{old[-1].start + 1}", rule=asked.rule.id)
        )
    signed = {each.key: signs(each) for each in asked.looked_at[:_MOST_SEEN]}
    left = len(asked.looked_at) - _MOST_SEEN
    seen = seen_rows(signed, "认定时看的记录：", f"……另有 {left} 条" if left > 0 else "")
    if old:
        register = next(each for each in asked.registers if each.name == old[-1].file)
        _check_replaceable(old, asked.rule.id)
        said = f"{answer.day.isoformat()} 由下面的认定替换："
        text, line = register.replaced(old[-1], entry, seen, said)
    else:
        register = asked.registers[0] if asked.registers else new_register()
        text, line = register.added(entry, seen)
    new = register.file.bytes_of(text)
    finding = _accepted(asked, register.name, new, line)
    return Proposal(register.name, register.raw, new, register.file.text, text, line, finding)


def _check_replaceable(old: list[Entry], rule: str) -> None:
    """Make sure that there is one entry, of this rule alone, on lines of its own.

    Raises:
        UsageError: there is not.
    """
    place = f"{old[-1].file}:{old[-1].start + 1}"
    if len(old) > 1:
        raise UsageError(
            msg("error.judge-twice", rule=rule, places=tuple(f"{e.file}:{e.start + 1}" for e in old))
        )
    others = tuple(each for each in old[-1].rules if each != rule)
    if others:
        raise UsageError(msg("error.judge-shared", place=place, names=others))
    if not old[-1].alone:
        raise UsageError(msg("error.judge-inline", place=place))


def _entry(asked: Question, answer: Answer) -> dict[str, Any]:
    """Give an entry as it is written: keys in the order of the format."""
    return {
        "规则": asked.rule.id,
        "结论": WORDS[answer.verdict],
        "对象": answer.target,
        "理由": answer.reason,
        "认定人": answer.by,
        "日期": answer.day,
        "有效期至": answer.until,
        "依据": answer.basis,
        "指纹": asked.fingerprint,
        "参数": dict(answer.params),
    }


def _accepted(asked: Question, name: str, new: bytes, line: int) -> Finding:
    """Audit the ledger as it would be, and give the finding.

    Raises:
        UsageError: the entry would have no effect; it is said why.
    """
    ready = prepare(*asked.ledgers, **asked.options, instead={name: new})
    report = _audited(ready, ready.pack.by_id[asked.rule.id])
    for problem in report.problems:
        if problem.place.file == name and _is_new(problem.code, asked, report):
            raise UsageError(msg("error.judge-refused", said=problem.what))
    for notice in report.notices:
        if notice.rule == asked.rule.id and any(p.file == name and p.line == line for p in notice.places):
            raise UsageError(msg("error.judge-refused", said=notice.text))
    finding = next(each for each in report.findings if each.rule == asked.rule.id)
    use = finding.judgement
    if use is None or (use.place.file, use.place.line) != (name, line):
        raise UsageError(msg("error.judge-overruled"))
    return finding


def _is_new(code: str, asked: Question, report: Report) -> bool:
    """Tell whether there are more problems of a sort in the registers than there were."""
    was, now = (
        Counter(
            each.code
            for each in of.problems
            if each.place.file in JUDGEMENT_FILES and each.weight is not Weight.NOTE
        )
        for of in (asked.report, report)
    )
    return now[code] > was[code]
