"""Running an audit: every rule judged, counted, and told in one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.pack import RulePack
from civcheck.language.recordindex import Earlier, RecordIndex, YearLedger
from civcheck.language.rule import Rule
from civcheck.messages import Message, msg, number, plain
from civcheck.model.ledger import Ledger
from civcheck.model.material import FileFacts
from civcheck.model.outcome import Outcome
from civcheck.model.plan import Plan
from civcheck.model.problem import NOTHING, Place, Problem, Weight
from civcheck.model.record import Record
from civcheck.model.report import (
    Ask,
    EarlierLedger,
    FallsDue,
    Finding,
    Hygiene,
    PointTitle,
    Provenance,
    Report,
    ScoreLine,
    Setting,
    UnitFacts,
)
from civcheck.model.texts import near
from civcheck.model.unit import Answer, Judgement
from civcheck.verdict.change import next_change
from civcheck.verdict.claims import claim_groups
from civcheck.verdict.due import falling_due
from civcheck.verdict.earning import line_of
from civcheck.verdict.findings import make_finding
from civcheck.verdict.firstday import guess_folders
from civcheck.verdict.folders import folders_of
from civcheck.verdict.hygiene.look import OtherLedger
from civcheck.verdict.hygiene.tuning import Tuning, tune
from civcheck.verdict.judging import Judged, judge, param_value
from civcheck.verdict.notices import collect, in_two_ledgers
from civcheck.verdict.observe import Case
from civcheck.verdict.scoring import add_up
from civcheck.version import __version__

LEDGER_SET, PACK_SET = "台账 civcheck.toml", "规则包"


def run_audit(
    ledger: Ledger,
    pack: RulePack,
    as_of: date,
    only: Sequence[Rule] | None = None,
    judgements: Sequence[Judgement] = (),
    asked: tuple[str, ...] = (),
    earlier: Sequence[Ledger] = (),
    hygiene: bool = True,
    trust_hygiene: bool = False,
    material: Mapping[str, FileFacts] = NOTHING,
    first_seen: Mapping[str, date] = NOTHING,
    others: Sequence[OtherLedger] = (),
    due_by: date | None = None,
    answers: Sequence[Answer] = (),
    planned: bool = False,
) -> Report:
    """Judge a ledger by a pack at the end of ``as_of``; a pure function of its arguments.

    Args:
        ledger: The ledger as read.
        pack: The rules.
        as_of: The only clock; inclusive.
        only: The rules asked for; None is all. Headings have no finding.
        judgements: Applied in this order; a superior's come last.
        asked: What ``only`` was named by, for the first line of the report.
        earlier: Ledgers of earlier years of the same unit, their paths told apart from those of ``ledger``.
        hygiene: Also notice what does not fit together in the ledger, whatever the rules are.
        trust_hygiene: Let the ledger make these checks looser, or switch them off.
        material: What the ledger's files show once opened, by path.
        first_seen: The day on which each of its files first appeared in git, by path.
        others: Ledgers to hold its texts and pictures against.
        due_by: Also say what falls due up to this day, inclusive.
        answers: What persons wrote of files that notices name; a superior's first.
        planned: Also plan what closes all that is short.
    """
    params, settings, problems = _params(ledger, pack)
    judgements = tuple(judgements)
    case = _case(ledger, pack, params, judgements, earlier)
    rules = [rule for rule in (pack.rules if only is None else only) if not rule.is_heading]
    judged = [judge(rule, case, judgements, as_of) for rule in rules]
    folders = folders_of(ledger, pack)
    findings = tuple(make_finding(each, case, folders, ledger.loose, as_of) for each in judged)
    findings = tuple(_place_of_ask(finding, ledger) for finding in findings)
    falling = [
        FallsDue(day, make_finding(later, case, folders, ledger.loose, day))
        for day, later in falling_due(judged, case, judgements, due_by or as_of)
    ]
    tuning = (
        tune(pack.head.hygiene, ledger.hygiene, PACK_SET, LEDGER_SET, trust_hygiene)
        if hygiene
        else Tuning({})
    )
    problems += tuning.problems
    counters = {outcome: sum(each.outcome is outcome for each in findings) for outcome in Outcome}
    every = (*earlier, ledger)
    used = sum(each.use is not None for each in judged)
    return Report(
        provenance=_provenance(ledger, pack, as_of, asked, settings, len(rules), bool(judgements))._replace(
            earlier=tuple(EarlierLedger(each.unit.year, each.name, each.digest) for each in earlier),
            hygiene=Hygiene(hygiene, tuning.off, tuning.settings),
        ),
        unit=_unit_facts(ledger, pack, as_of),
        counters=counters,
        findings=findings,
        problems=(*_all(every, "problems"), *problems, *_idle_duties(ledger, pack)),
        notices=(
            *collect(
                judged,
                case,
                as_of,
                judgements,
                tuning.numbers,
                _has_unread(ledger),
                ledger.personal,
                material,
                first_seen,
                others,
                answers,
            ),
            *in_two_ledgers(every),
        ),
        catalogue=_all(every, "records"),
        points=tuple(PointTitle(point.number, point.title) for point in pack.points),
        asks=_asks(findings, pack, ledger),
        unread=_all(every, "unread"),
        skipped=_all(every, "skipped"),
        unreferenced=_all(every, "loose"),
        shared={path: keys for each in every for path, keys in each.shared.items()},
        next_change=next_change(judged, case, judgements),
        guesses=guess_folders(ledger, pack) if not ledger.records else (),
        claims=claim_groups(case, as_of),
        score=add_up(judged, case, as_of) if only is None else None,
        judged=used,
        falling_due=tuple(sorted(falling, key=lambda each: each.day)),
        incomplete=any(_incomplete(each, problems) for each in every),
        plan=_plan(judged, case, judgements, as_of) if planned else None,
    )


def _plan(judged: Sequence[Judged], case: Case, judgements: tuple[Judgement, ...], as_of: date) -> Plan:
    from civcheck.verdict.planning.planner import plan_of  # an audit has no use for it

    return plan_of(judged, case, judgements, as_of)


def points_of(
    rule: Rule, ledger: Ledger, pack: RulePack, as_of: date, earlier: Sequence[Ledger] = ()
) -> ScoreLine | None:
    """Give what one rule earns of a ledger by itself; None where it is worth nothing or a veto."""
    case = case_of(ledger, pack, (), earlier)
    return line_of(judge(rule, case, (), as_of), case, as_of)


def case_of(
    ledger: Ledger, pack: RulePack, judgements: Sequence[Judgement] = (), earlier: Sequence[Ledger] = ()
) -> Case:
    """Give what the rules of a pack are held against in a ledger, with the params that it sets."""
    return _case(ledger, pack, _params(ledger, pack)[0], judgements, earlier)


def _case(
    ledger: Ledger, pack: RulePack, params: Mapping[str, Fraction | date], judgements: Sequence[Judgement],
    earlier: Sequence[Ledger],
) -> Case:  # fmt: skip
    index = RecordIndex(ledger.records, pack.terms, ledger.unread)
    years = {each.unit.year: YearLedger(each.unit, each.records, each.unread) for each in earlier}
    return Case(pack, ledger.unit, index, params, tuple(judgements), earlier=Earlier(years))


def _all(ledgers: Sequence[Ledger], name: str) -> tuple[Any, ...]:
    """Gather what every ledger has under a name, earlier years first."""
    return tuple(each for ledger in ledgers for each in getattr(ledger, name))


def _incomplete(ledger: Ledger, problems: Sequence[Problem]) -> bool:
    """Tell whether something that could be a record was not read, or there is no record at all."""
    unread = any(problem.weight is Weight.UNREAD for problem in (*ledger.problems, *problems))
    return unread or _has_unread(ledger) or not ledger.records


def _has_unread(ledger: Ledger) -> bool:
    """Tell whether a record, or a file that may hold some, was not read."""
    return bool(ledger.unread) or any(each.may_hide_record for each in ledger.skipped)


def _idle_duties(ledger: Ledger, pack: RulePack) -> list[Problem]:
    """Tell of lines of 分工 that name neither a point nor a rule."""
    known = {str(point.number) for point in pack.points} | set(pack.by_id)
    known |= {rule.id.rstrip("abcdefgh") for rule in pack.rules}
    line, column = ledger.unit.lines.get("分工", (1, 1))
    return [
        Problem("duty-unknown", Weight.NOTE, Place(ledger.unit.file, line, column), {"value": name})
        for name in ledger.unit.duties
        if name not in known
    ]


def _params(
    ledger: Ledger, pack: RulePack
) -> tuple[Mapping[str, Fraction | date], Mapping[str, Setting], list[Problem]]:
    """Take the pack's params, changed where the ledger's settings may change them."""
    values: dict[str, Fraction | date] = {name: param.value for name, param in pack.head.params.items()}
    set_by = dict.fromkeys(values, PACK_SET)
    problems: list[Problem] = []
    for name, raw in ledger.params.items():
        declared = pack.head.params.get(name)
        value = param_value(raw, declared)
        if declared is not None and value is not None and declared.allows(value):
            values[name], set_by[name] = value, LEDGER_SET
            continue
        place = Place("civcheck.toml", ledger.param_lines.get(name, 1), 1)
        params: dict[str, Any] = {"key": name, "value": raw}
        if declared is None:
            params |= {"meant": near(name, values) or "", "names": tuple(values)}
            # it may have been meant to make a rule stricter
            problems.append(Problem("unknown-param", Weight.UNREAD, place, params))
        elif value is None:
            params |= {"now": _shown(declared.value), "unit": declared.unit}
            problems.append(Problem("param-value", Weight.UNREAD, place, params))
        else:
            code = "param-locked" if declared.change == "locked" else "param-looser"
            problems.append(Problem(code, Weight.VALUE, place, params | {"now": _shown(declared.value)}))
    settings = {
        name: Setting(_shown(values[name]), param.unit, param.basis, set_by[name])
        for name, param in pack.head.params.items()
    }
    return values, settings, problems


def _shown(value: Fraction | date) -> str:
    return value.isoformat() if isinstance(value, date) else number(value)


def _provenance(
    ledger: Ledger, pack: RulePack, as_of: date, asked: tuple[str, ...],
    settings: Mapping[str, Setting], rules: int, judgements: bool,
) -> Provenance:  # fmt: skip
    head = pack.head
    return Provenance(
        civcheck=__version__,
        pack=head.id,
        pack_version=head.version,
        pack_title=head.title,
        pack_digest=pack.digest,
        source_digest=head.source.sha256,
        ledger_digest=ledger.digest,
        as_of=as_of,
        year=ledger.unit.year,
        only=asked,
        params=settings,
        judgements="applied" if judgements else "none",
        layers=tuple((each.id, each.version, each.digest) for each in pack.layers),
        rules=rules,
    )


def _unit_facts(ledger: Ledger, pack: RulePack, as_of: date) -> UnitFacts:
    unit = ledger.unit
    rung = unit.highest_honour(pack.terms, as_of)
    return UnitFacts(
        name=unit.name,
        type=unit.type,
        year=unit.year,
        honour=pack.terms.honours[rung] if rung is not None and pack.terms.honours else None,
        functions=unit.functions,
        organisations=unit.organisations,
        facts=dict(unit.facts),
        file=unit.file,
        stated=pack.terms.stated_functions(unit.type) if unit.functions is None else {},
    )


def _place_of_ask(finding: Finding, ledger: Ledger) -> Finding:
    """Point a finding that waits for a fact at the line of unit.yaml where such a fact stands."""
    if not finding.asks:
        return finding
    line, column = ledger.unit.lines.get(finding.asks[0]) or ledger.unit.lines.get("其他事实") or (1, 1)
    return finding._replace(where=Place(ledger.unit.file, line, column))


def _asks(findings: Sequence[Finding], pack: RulePack, ledger: Ledger) -> tuple[Ask, ...]:
    """Name every undeclared fact once, with the rules that wait for it and the lines to paste."""
    waiting: dict[str, list[str]] = {}
    for finding in findings:
        for fact in finding.asks:
            if fact in ledger.unit.doubtful:  # it is declared; what is wrong with it is told as a problem
                continue
            waiting.setdefault(fact, []).append(finding.rule)
    return tuple(Ask(fact, *_question(fact, pack), tuple(rules)) for fact, rules in waiting.items())


def _question(fact: str, pack: RulePack) -> tuple[Message, str]:
    terms = pack.terms
    match fact:
        case "文明单位级别":
            asked = msg("ask.honour", year=str(pack.head.period.first.year))
            return asked, f"文明单位级别: {'|'.join(terms.honours)}"
        case "职能":
            return msg("ask.functions"), f"职能: [{', '.join(terms.functions)}]"
        case "组织":
            return msg("ask.organisations"), f"组织: [{', '.join(terms.organisations)}]"
        case "在职人数":
            return msg("ask.staff"), "在职人数: 【待填】"
    declared = terms.facts.get(fact)
    if declared is None:
        return plain(""), f"{fact}: 【待填】"
    value = {"是否": "是|否", "列表": "[…]"}.get(declared.type, "【待填】")
    if declared.values:
        value = f"[{', '.join(declared.values)}]" if declared.type == "列表" else "|".join(declared.values)
    return plain(declared.ask), f"其他事实:\n  {fact}: {value}"


def records_by_key(report: Report) -> Mapping[str, Record]:
    """Give the catalogue by key."""
    return {record.key: record for record in report.catalogue}
