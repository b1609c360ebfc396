"""Explaining a rule: its sentence, our reading, what counts, what is asked, an example, what a ledger shows for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from civcheck.app.audit import audit
from civcheck.app.packcases import example_of, examples_of
from civcheck.app.years import by_year
from civcheck.errors import UsageError
from civcheck.language.condition import Condition, bare, either
from civcheck.language.expectation.branches import Branch
from civcheck.language.expectation.count import Count
from civcheck.language.expectation.cover import Cover
from civcheck.language.expectation.per_value import period_in
from civcheck.language.expectation.whole_ledger import WholeLedger
from civcheck.language.forbidding import forbidden_by
from civcheck.language.pack import RulePack
from civcheck.language.period import Every
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.saying import Glossary
from civcheck.language.select import Select
from civcheck.language.window import WindowDays
from civcheck.messages import Message, msg
from civcheck.model.record import Record
from civcheck.model.report import Finding, Report
from civcheck.model.terms import Terms
from civcheck.model.texts import near, sanitize
from civcheck.reading.packsource import Root, find_pack
from civcheck.reading.packtests import Expected
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import pack_pin


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say about one rule, with what a ledger shows where one was given."""

    pack: RulePack
    rule: Rule
    scope: Message
    counts: Message | None
    material: tuple[str, ...]
    asks: Message | None
    window: Message | None
    worth: Message | None
    params: tuple[str, ...]
    of_declared_set: bool
    joint: tuple[str, ...]
    together_with: tuple[str, ...]
    example: Expected | None
    report: Report | None = None
    finding: Finding | None = None
    shown: tuple[Record, ...] = ()


def explain(
    rule_id: str,
    *ledgers: str | Path,
    rules: str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    evidence: bool = False,
) -> list[Explanation]:
    """Explain a rule, or every rule of a span (2.8: 2.8a and 2.8b); ``evidence``: with attachments opened.

    Raises:
        UsageError: there is no such rule or pack.
    """
    own = by_year([str(each) for each in ledgers])[-1] if ledgers else None
    if rules is None and own is not None:
        pin = pack_pin(own.unit)
        rules = pin.id if pin is not None else None
    name = rules or "hubei-2017"
    pack = read_pack(name, ledger=own.root if own is not None else None)
    ids = pack.span_of(rule_id)
    if not ids:
        meant = near(rule_id, pack.by_id)
        raise UsageError(msg("error.no-rule", rule=sanitize(rule_id), meant=meant or ""))
    report = None
    if ledgers:
        report = audit(*ledgers, as_of=as_of, today=today, rules=name, only=ids, evidence=evidence)
    return [_explained(pack, pack.by_id[each], find_pack(name), report) for each in ids]


def _explained(pack: RulePack, rule: Rule, root: Root, report: Report | None) -> Explanation:
    finding = (
        next((each for each in report.findings if each.rule == rule.id), None) if report is not None else None
    )
    keys = set(finding.shown_by) if finding is not None else set()
    shown = tuple(record for record in report.catalogue if record.key in keys) if report is not None else ()
    return replace(
        explained(pack, rule, example_of(root, rule.id)), report=report, finding=finding, shown=shown
    )


def explain_pack(name: str) -> tuple[RulePack, list[Explanation]]:
    """Explain every rule of a pack, headings included, in the order of the document."""
    pack, root = read_pack(name), find_pack(name)
    examples = examples_of(root)
    return pack, [explained(pack, rule, examples.get(rule.id)) for rule in pack.rules]


def explained(pack: RulePack, rule: Rule, example: Expected | None) -> Explanation:
    """Say about a rule what can be said without a ledger."""
    known = Glossary.of(pack)
    inside = rule.inside
    group = pack.claiming.get(rule.claim, ()) if rule.claim is not None else ()
    types = pack.terms.unit_types.items()
    return Explanation(
        pack,
        rule,
        _scope_words(rule),
        _count_words(rule, known),
        _needing_material(rule, pack.terms),
        known.asked(rule.expect) if rule.expect else None,
        _window_words(rule, known),
        rule.score.words(known, forbidden_by(rule.expect)) if rule.score is not None else None,
        tuple(
            dict.fromkeys(each.param for each in inside if isinstance(each, Ref) and each.param is not None)
        ),
        any(isinstance(each, Cover | Count) and each.needs_on_empty for each in inside),
        tuple(name for name, each in types if each.superior_answers) if rule.may_be_joint else (),
        tuple(each.id for each in group if each.id != rule.id),
        example,
    )


def _scope_words(rule: Rule) -> Message:
    if isinstance(rule.applies_to, Condition):
        return bare(rule.applies_to.words(of_unit=True))
    return msg("explain.everyone")


def _count_words(rule: Rule, known: Glossary) -> Message | None:
    """Say which records a rule looks at: its own selection, or those of its branches."""
    words = [known.select(each) for each in _selections(rule)]
    return bare(either(words)) if words else None


def _selections(rule: Rule) -> list[Select]:
    """List the selection of a rule; where its branches have their own, those instead."""
    branches = [each for each in rule.inside if isinstance(each, Branch)]
    own = [each.select for each in branches if each.select is not None]
    if own and (rule.select is None or len(own) == len(branches)):
        return own
    return [rule.select, *own] if rule.select is not None else own


def _needing_material(rule: Rule, terms: Terms) -> tuple[str, ...]:
    """List the kinds a rule names whose records count only with material."""
    if not any(getattr(each, "counts_by_material", False) for each in rule.inside):
        return ()
    named = {kind for each in _selections(rule) for kind in each.kinds(terms)}
    return tuple(kind for kind in terms.kinds if kind in named and terms.shown_by_material(kind))


def _named_window(rule: Rule) -> WindowDays | None:
    """Give the named spans that are the window of a rule without one: it asks for something in each of them."""
    periods = [period_in(getattr(each, "per", None)) for each in rule.expect]
    names = {each.period if isinstance(each, Every) else None for each in periods}
    name = names.pop() if len(names) == 1 else None
    return None if name is None else WindowDays(period=name)


def _window_words(rule: Rule, known: Glossary) -> Message | None:
    """Say on which days a record counts; None where the whole ledger is looked at, or the branches say it."""
    whole = all(isinstance(each, WholeLedger) for each in rule.expect)
    if rule.is_heading or whole:
        return None
    if rule.over is not None:
        first = date(known.period.first.year - rule.over.years + 1, 1, 1)
        known = known._replace(period=known.period.changed(first=first))
    said = known.window(rule.window or _named_window(rule), rule.dated_by)
    if rule.in_force is None:
        return said
    first = known.period.first if rule.in_force.first is None else known.day(rule.in_force.first)
    last = known.period.last if rule.in_force.last is None else known.day(rule.in_force.last)
    return msg("explain.in-force", window=said, first=first, last=last)
