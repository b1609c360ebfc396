"""Explaining a rule: its sentence, our reading, what counts, an example, and what a ledger shows for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from civcheck.app.audit import audit
from civcheck.app.packtests import example_of
from civcheck.app.years import by_year
from civcheck.errors import UsageError
from civcheck.language.condition import Condition, either
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.walking import parts
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
) -> list[Explanation]:
    """Explain a rule, or every rule of a span (2.8: 2.8a and 2.8b).

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
    report = audit(*ledgers, as_of=as_of, today=today, rules=name, only=ids) if ledgers else None
    return [_explained(pack, pack.by_id[each], find_pack(name), report) for each in ids]


def _explained(pack: RulePack, rule: Rule, root: Root, report: Report | None) -> Explanation:
    finding = (
        next((each for each in report.findings if each.rule == rule.id), None) if report is not None else None
    )
    keys = set(finding.shown_by) if finding is not None else set()
    shown = tuple(record for record in report.catalogue if record.key in keys) if report is not None else ()
    return Explanation(
        pack,
        rule,
        _scope_words(rule),
        _count_words(rule, pack.terms),
        example_of(root, rule.id),
        report,
        finding,
        shown,
    )


def _scope_words(rule: Rule) -> Message:
    if isinstance(rule.applies_to, Condition):
        return rule.applies_to.words()
    return msg("explain.everyone")


def _count_words(rule: Rule, terms: Terms) -> Message | None:
    """Say which records a rule looks at: its own selection, or those of its branches."""
    selections = [
        placed.part for placed in parts(rule) if isinstance(placed.part, Select) and placed.path[0] != "near"
    ]
    words = [each.words(terms) for each in selections if isinstance(each, Condition)]
    return either(words) if len(words) > 1 else words[0] if words else None
