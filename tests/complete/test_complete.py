"""Complete ledgers are complete, nothing in them is surplus, and what is taken away is exactly what is missed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.cli.exits import CLEAN, FailOn, exit_code
from civcheck.model.ledger import UnreadRecord
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Weight
from civcheck.verdict.judging import Judged
from civcheck.verdict.observe import Case, scopes
from civcheck.verdict.run import run_audit

from ..shares import shares
from . import oracle
from .atoms import ALL, CHOICES, ONE_KIND, OWN_RULE, Atom
from .builder import Draft, Raw, write
from .ledgers import UNITS
from .pieces import Piece, alterations, pieces_of, without
from .rig import AS_OF, Rig, outcomes_of, pack

CLAUSES = json.loads((Path(__file__).parents[1] / "pack" / "clauses.json").read_text("utf-8"))
TYPES = [unit.type for unit in UNITS]
SATISFIED, GAP = "satisfied", "gap"
Rigs = Callable[[str], Rig]
USUAL = ("市州司法局", "司法所", "监狱")
"""Whose ledgers every run goes through; those of the others are gone through by the heavy ones."""
every_type = pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=() if each in USUAL else pytest.mark.heavy) for each in TYPES]
)

WINDOWS = {
    "3.4a": ("网上祭英烈", "日期", "2017-03-25", "2017-04-10"),
    "3.4b": ("向国旗敬礼", "日期", "2017-09-20", "2017-10-11"),
    "5.5": ("家庭文明", "日期", "2017-10-01", "2018-01-31"),
    "6.1c": ("工作部署", "日期", "2016-12-01", "2017-12-31"),
    "6.1d": ("年度", "日期", "2017-11-01", "2018-01-31"),
    "6.4a": ("向国旗敬礼", "报送日期", "2017-09-29", "2017-10-10"),
    "1.2": ("道德模范活动", "日期", "2017-01-01", "2017-12-31"),
}
"""Rule → a word of the record that answers it, which of its days, and the first and last day that count."""
STANDING = {
    "6.0": "领导小组",
    "7.4": "人员任命",
    "8.0": "诚信建设",
    "10.0": "结对共建协议",
    "12.15b": "法律救助志愿服务",
}
SHARE_OR_ALL = {
    "道德法治讲堂": {"2.2", "2.3", "2.8a", "2.8b", "6.3", "6.4a", "6.4b"},
    "志愿服务": {"6.3", "6.4a", "6.4b"},
    "名册": {"4.6"},
    "工作总结": set(),
    None: {"2.2", "2.3", "2.8a", "2.8b", "4.6", "6.3", "6.4a", "6.4b"},
}
"""An unread record of a kind → the rules that can no longer say “all” or “most”."""
NONE_LARGE = {"6.4a", "6.4b"}
"""Where there is no large event they do not apply; what cannot be read could be one."""


# --- complete


def test_every_declarable_unit_type_has_a_complete_ledger() -> None:
    declarable = {name for name, unit_type in pack().terms.unit_types.items() if unit_type.declarable}
    assert set(TYPES) == declarable and len(TYPES) == len(declarable)


@every_type
def test_a_complete_ledger_audits_clean(rig: Rigs, kind: str) -> None:
    report = audit(rig(kind).root, as_of=AS_OF)
    assert set(outcomes_of(report).values()) == {SATISFIED, "not-applicable"}
    assert exit_code(report, FailOn.parse("倡导,pending,needs-review")) == CLEAN
    assert [each for each in report.problems if each.weight is not Weight.NOTE] == []
    assert [each for each in report.problems if each.code == "unlisted-value"] == []
    assert not (report.incomplete or report.unread or report.skipped or report.asks)
    assert not (report.unreferenced or report.shared), "every file is named once"
    assert report.next_change is None


@every_type
def test_every_record_answers_the_rules_it_says(rig: Rigs, kind: str) -> None:
    ledger = rig(kind)
    findings = ledger.report(ledger.draft).findings
    concerned = {finding.rule for finding in findings if finding.outcome is Outcome.SATISFIED}
    shown = {path: {each.rule for each in findings if path in each.shown_by} for path in ledger.draft.records}
    for path, answers in ledger.draft.answers.items():
        assert shown[path] - {"6.3"} == set(answers) & concerned, path


def test_every_rule_is_satisfied_in_some_complete_ledger(rig: Rigs) -> None:
    met = {rule for kind in TYPES for rule in rig(kind).before if rig(kind).satisfies(rule)}
    assert met == {rule.id for rule in pack().judged()}


@every_type
def test_the_same_data_gives_the_same_bytes(rig: Rigs, kind: str, tmp_path: Path) -> None:
    def content(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    assert content(write(rig(kind).draft, tmp_path / "again")) == content(rig(kind).root)


@every_type
@pytest.mark.parametrize(
    "day", ["2016-12-31", *(f"2017-{month:02}-15" for month in range(1, 13)), "2017-12-31", "2018-01-31"]
)
def test_a_complete_ledger_never_has_a_gap_on_the_way(rig: Rigs, kind: str, day: str) -> None:
    ledger = rig(kind)
    report = run_audit(ledger.ledger, pack(), date.fromisoformat(day))
    assert [rule for rule, outcome in outcomes_of(report).items() if outcome in (GAP, "undetermined")] == []


# --- nothing surplus, nothing else


@every_type
@pytest.mark.parametrize("share", shares(3))
def test_taking_a_piece_away_changes_exactly_what_it_should(rig: Rigs, kind: str, share: int) -> None:
    ledger = rig(kind)
    before = ledger.before
    assert before == oracle.outcomes(ledger.draft)
    selecting = rules_by_kind(ledger)
    for piece in list(pieces_of(ledger.draft))[share::3]:
        rest = without(ledger.draft, piece)
        after = ledger.outcomes(rest)
        changed = {rule: outcome for rule, outcome in after.items() if outcome != before[rule]}
        assert after == oracle.outcomes(rest), str(piece)
        assert changed or not piece.is_evidence, f"surplus: {piece}"
        if piece.sort == "事实":
            assert set(changed.values()) == {"undetermined"}, str(piece)
        elif piece.sort == "事实值":
            assert GAP not in changed.values(), str(piece)
        else:
            assert set(changed) <= selecting[ledger.draft.records[piece.path]["类型"]], str(piece)


@every_type
@pytest.mark.parametrize("share", shares(3))
def test_calling_it_otherwise_changes_exactly_what_it_should(rig: Rigs, kind: str, share: int) -> None:
    ledger, terms = rig(kind), pack().terms
    fields = {name: frozenset(terms.fields_of(name)) for name in terms.kinds}
    for what, altered in list(alterations(ledger.draft, fields))[share::3]:
        assert ledger.outcomes(altered) == oracle.outcomes(altered), what


def rules_by_kind(ledger: Rig) -> dict[str, set[str]]:
    """Give for every kind of record the rules that look at it."""
    case = Case(pack(), ledger.ledger.unit, None, ledger.params)  # type: ignore[arg-type]
    found: dict[str, set[str]] = {kind: set() for kind in pack().terms.kinds}
    for rule in pack().judged():
        for scope in scopes(rule, case.grounds(AS_OF)):
            for kind in scope.kinds():
                found[kind].add(rule.id)
    return found


@every_type
def test_a_rule_falls_when_all_that_shows_it_is_taken_away(rig: Rigs, kind: str) -> None:
    """No rule is left that nothing changes: 4.0, 12.0 or 12.9 may rest on several records of which one is enough."""
    ledger = rig(kind)
    for finding in ledger.report(ledger.draft).findings:
        if finding.outcome is Outcome.SATISFIED and finding.rule != "6.2":
            rest = without(ledger.draft, *(Piece("记录", path) for path in finding.shown_by))
            expected = "not-applicable" if finding.rule in ("6.4a", "6.4b") else GAP
            assert ledger.outcome(rest, finding.rule) == expected, finding.rule
            one = without(ledger.draft, *(Piece("记录", path) for path in finding.shown_by[1:]))
            assert ledger.outcome(one, finding.rule) == oracle.outcomes(one)[finding.rule], finding.rule


@every_type
def test_a_number_used_twice_changes_6_2_alone(rig: Rigs, kind: str) -> None:
    ledger = rig(kind)
    first, second, *_ = ledger.draft.records
    raw = ledger.draft.records[second] | {"编号": ledger.draft.records[first]["编号"]}
    twice = replace(ledger.draft, records=ledger.draft.records | {second: raw})
    assert changes(ledger, twice) == {"6.2": GAP}
    assert ledger.outcomes(twice) == oracle.outcomes(twice)


@every_type
@pytest.mark.parametrize("unread", SHARE_OR_ALL, ids=lambda kind: kind or "illegible")
def test_an_unread_record_is_a_gap_of_6_2_and_leaves_no_all_standing(
    rig: Rigs, kind: str, unread: str | None
) -> None:
    ledger = rig(kind)
    before = ledger.before
    report = run_audit(replace(ledger.ledger, unread=(UnreadRecord("坏.yaml", 1, unread),)), pack(), AS_OF)
    doubtful = {rule for rule in SHARE_OR_ALL[unread] if before[rule] == SATISFIED or rule in NONE_LARGE}
    changed = {rule: outcome for rule, outcome in outcomes_of(report).items() if outcome != before[rule]}
    assert changed == {"6.2": GAP, **dict.fromkeys(doubtful, "undetermined")}
    assert report.incomplete


# --- windows


@pytest.mark.parametrize("rule", WINDOWS)
def test_the_first_and_last_day_of_a_window_count_and_those_beside_do_not(rig: Rigs, rule: str) -> None:
    word, name, first, last = WINDOWS[rule]
    cases = [(first, SATISFIED), (last, SATISFIED), (_shifted(last, 1), GAP)]
    if name == "日期":
        cases.append((_shifted(first, -1), GAP))
    for ledger in concerned(rig, rule):
        for day, expected in cases:
            assert ledger.outcome(dated(ledger.draft, word, name, day), rule) == expected, day


@pytest.mark.parametrize("rule", STANDING)
def test_a_standing_paper_counts_from_any_year_before(rig: Rigs, rule: str) -> None:
    for ledger in concerned(rig, rule):
        for day, expected in (("2003-05-06", SATISFIED), ("2017-12-31", SATISFIED), ("2018-01-01", GAP)):
            assert ledger.outcome(dated(ledger.draft, STANDING[rule], "日期", day), rule) == expected, day


def concerned(rig: Rigs, rule: str) -> list[Rig]:
    """List the ledgers that satisfy a rule; there is one for every rule."""
    found = [rig(kind) for kind in TYPES if rig(kind).satisfies(rule)]
    assert found
    return found


def _shifted(day: str, days: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + days).isoformat()


def dated(ledger: Draft, word: str, name: str, day: str) -> Draft:
    """Give the ledger with another day in the record that has this word as a value."""
    path = next(path for path, raw in ledger.records.items() if word in map(str, raw.values()))
    return replace(ledger, records=ledger.records | {path: ledger.records[path] | {name: day}})


BESIDE = [
    ("2.7", "身边人讲自己事", {"日期": "2017-09-13"}, GAP),  # two lectures on one day count once
    ("2.8b", "职业道德", {"归档": {"日期": "2018-07-01"}}, GAP),
    ("3.9", "我的中国梦", {"主办": "团支部", "承办": None}, SATISFIED),
    ("3.9", "我的中国梦", {"主办": None, "承办": "团委"}, SATISFIED),
    ("3.9", "巾帼建功活动", {"主办": "省妇委会"}, GAP),
    ("3.9", "巾帼建功活动", {"主办": None, "承办": "妇委会"}, SATISFIED),
    ("3.10", "青少年维权岗创建", {"级别": "国家级"}, SATISFIED),
    ("3.10", "青少年维权岗创建", {"级别": "市级"}, GAP),
    ("3.10", "青年文明号创建", {"级别": "省级"}, SATISFIED),
    ("3.10", "青年文明号创建", {"级别": "县级"}, GAP),
    ("4.6", "网络文明传播志愿者", {"已关注人数": "11"}, GAP),
    ("6.1a", "领导小组会议", {"归档": {"日期": "2018-07-01"}}, GAP),
    ("6.3", "慈善一日捐", {"附件": {"方案": {"文件": "方案.docx", "日期": "2017-09-20"}}}, SATISFIED),
    ("6.3", "慈善一日捐", {"附件": {"方案": {"文件": "方案.docx", "日期": "2017-09-21"}}}, GAP),
]
"""Rule, a word of a record, what is written there instead (附件: in that role), and what becomes of the rule."""


@pytest.mark.parametrize(("rule", "word", "written", "expected"), BESIDE)
def test_a_value_at_or_just_beside_what_is_asked(
    rig: Rigs, rule: str, word: str, written: Raw, expected: str
) -> None:
    seen = 0
    for ledger in concerned(rig, rule):
        for path, raw in ledger.draft.records.items():
            if word in map(str, raw.values()):
                seen += 1
                changed = {**raw, **written, "附件": raw["附件"] | written.get("附件", {})}
                kept = {key: value for key, value in changed.items() if value is not None}
                altered = replace(ledger.draft, records=ledger.draft.records | {path: kept})
                assert ledger.outcome(altered, rule) == expected
    assert seen


# --- the atoms of the document


def test_every_atom_of_the_document_is_in_the_tables() -> None:
    due = {clause["id"]: clause["atoms"] for clause in CLAUSES if clause["need"] == "all"}
    assert {span: list(atoms) for span, atoms in ALL.items()} == due
    free = {clause["id"]: clause["atoms"] for clause in CLAUSES if clause["need"] in ("any", "most")}
    for span, choice in CHOICES.items():
        assert list(choice.values) == [atom.removesuffix("文明家庭") for atom in free.pop(span)]
    assert set(free) == set(ONE_KIND)


@pytest.mark.parametrize(
    "atom",
    [pytest.param(atom, id=f"{span}-{name}") for span, atoms in ALL.items() for name, atom in atoms.items()],
)
def test_an_atom_that_is_gone_is_a_gap_that_names_it(rig: Rigs, atom: Atom) -> None:
    seen = 0
    for kind in TYPES:
        ledger = rig(kind)
        gone = atom.pieces(ledger.draft)
        if not gone or not ledger.satisfies(atom.rule):
            continue
        seen += 1
        judged = ledger.judged(without(ledger.draft, *gone), atom.rule)
        assert judged.outcome is Outcome.GAP, kind
        if atom.named != OWN_RULE:
            assert atom.named in (*judged.seen.missing, *lacks(judged)), kind
    assert seen, "no complete ledger shows it"


def lacks(judged: Judged) -> set[str]:
    """List every role or field that a record lacks."""
    return {
        str(value)
        for short in judged.seen.shorts
        for lack in short.lacks
        for param in lack.params.values()
        for value in (param if isinstance(param, tuple) else (param,))
    }


@pytest.mark.parametrize("span", CHOICES)
def test_any_one_way_is_enough_and_none_is_a_gap(rig: Rigs, span: str) -> None:
    choice = CHOICES[span]
    for ledger in concerned(rig, choice.rule):
        for value in choice.values:
            one_way = chosen(ledger.draft, choice.kind, choice.field, value)
            assert ledger.outcome(one_way, choice.rule) == SATISFIED, value
        assert ledger.outcome(chosen(ledger.draft, choice.kind, choice.field, None), choice.rule) == GAP


def chosen(ledger: Draft, kind: str, name: str, value: str | None) -> Draft:
    """Give the ledger with one value wherever records of a kind have the field, or without the field."""
    records = {}
    for path, raw in ledger.records.items():
        changed = {**raw, name: value} if raw["类型"] == kind and name in raw else raw
        records[path] = (
            {key: each for key, each in changed.items() if each is not None} if changed is not raw else raw
        )
    return replace(ledger, records=records)


@pytest.mark.parametrize("span", ONE_KIND)
def test_sharing_and_forwarding_are_one_kind_of_record(rig: Rigs, span: str) -> None:
    rule, of_kind = ONE_KIND[span]
    for ledger in concerned(rig, rule):
        gone = Atom(rule, OWN_RULE, (of_kind,)).pieces(ledger.draft)
        assert ledger.outcome(without(ledger.draft, *gone), rule) == GAP


# --- in memory as on disk


@every_type
def test_what_is_judged_in_memory_is_what_an_audit_of_the_folder_finds(
    rig: Rigs, kind: str, tmp_path: Path
) -> None:
    ledger = rig(kind)
    sample = list(pieces_of(ledger.draft))[TYPES.index(kind) :: 37]
    for number, piece in enumerate(sample):
        rest = without(ledger.draft, piece)
        on_disk = outcomes_of(audit(write(rest, tmp_path / str(number)), as_of=AS_OF))
        assert ledger.outcomes(rest) == on_disk, str(piece)
        assert outcomes_of(ledger.report(rest)) == on_disk, str(piece)


@every_type
def test_a_record_that_cannot_be_read_makes_the_folder_incomplete(
    rig: Rigs, kind: str, tmp_path: Path
) -> None:
    ledger = rig(kind)
    path = next(path for path, raw in ledger.draft.records.items() if raw["类型"] == "志愿服务宣传")
    root = write(ledger.draft, tmp_path / "台账")
    broken = (root / path).read_text("utf-8").replace("2017-03-06", "2017-02-30")
    (root / path).write_text(broken, "utf-8")
    report = audit(root, as_of=AS_OF)
    lost = {rule for rule, outcome in outcomes_of(report).items() if outcome == GAP}
    assert lost == {"6.2", "12.2", "12.3"}
    assert exit_code(report, FailOn()) == 3


def changes(ledger: Rig, draft: Draft) -> dict[str, str]:
    """Give the outcomes that differ from the complete ledger's."""
    before = ledger.before
    return {rule: outcome for rule, outcome in ledger.outcomes(draft).items() if outcome != before[rule]}
