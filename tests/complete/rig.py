"""Judges changed ledgers without reading them anew: one ledger on disk, changed records read in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from civcheck.language.pack import RulePack
from civcheck.language.recordindex import RecordIndex
from civcheck.model.ledger import Ledger
from civcheck.model.record import Record
from civcheck.model.report import Report
from civcheck.model.unit import Unit
from civcheck.reading.entries import EntryReader
from civcheck.reading.evidence import Resolver
from civcheck.reading.ledger import read_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import open_unit
from civcheck.reading.walk import walk
from civcheck.verdict.judging import Judged, judge
from civcheck.verdict.observe import Case
from civcheck.verdict.run import run_audit

from .builder import Draft, Raw, write
from .ledgers import Facts, complete

AS_OF = date(2018, 6, 30)
"""The day on which the last deadline of the pack has closed."""


@lru_cache(maxsize=1)
def pack() -> RulePack:
    """Read the pack once."""
    return read_pack("hubei-2017")


class Rig:
    """A complete ledger on disk and in memory, and what becomes of it when something is changed."""

    def __init__(self, unit: Facts, folder: Path) -> None:
        self.draft = complete(unit)
        self.folder = folder
        self.root = write(self.draft, folder / "台账")
        self.ledger: Ledger = read_ledger(str(self.root), pack(), open_unit(str(self.root)))
        self.records: dict[str, Record] = {record.file: record for record in self.ledger.records}
        self.params = {name: param.value for name, param in pack().head.params.items()}
        resolver = Resolver(walk(str(self.root)))
        self.reader = EntryReader(pack().terms, self.ledger.unit.year, self.ledger.unit.name, resolver)

    def changed(self, draft: Draft) -> Ledger:
        """Give the ledger as changed; what is unchanged is not read again."""
        records = tuple(
            self.records[path] if raw is self.draft.records.get(path) else self._read(path, raw)
            for path, raw in draft.records.items()
        )
        unit = self.ledger.unit if draft.unit is self.draft.unit else self._unit(draft.unit)
        return replace(self.ledger, records=records, unit=unit)

    def _read(self, path: str, raw: Raw) -> Record:
        record = self.reader.read(raw, path, 1).record
        assert record is not None
        return record

    def _unit(self, raw: Raw) -> Unit:
        home = self.folder / "单位"
        home.mkdir(exist_ok=True)
        (home / "unit.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
        return read_unit(open_unit(str(home)), pack().terms)

    def case(self, draft: Draft) -> Case:
        """Give what rules are held against."""
        ledger = self.changed(draft)
        return Case(
            pack(), ledger.unit, RecordIndex(ledger.records, pack().terms, ledger.unread), self.params
        )

    def judged(self, draft: Draft, rule: str) -> Judged:
        """Judge one rule on a changed ledger."""
        return judge(pack().by_id[rule], self.case(draft), (), AS_OF)

    def outcome(self, draft: Draft, rule: str) -> str:
        """Give the outcome of one rule."""
        return self.judged(draft, rule).outcome.value

    def outcomes(self, draft: Draft) -> dict[str, str]:
        """Give the outcome of every rule, without the rest of a report: thousands of ledgers are judged so."""
        case = self.case(draft)
        return {rule.id: judge(rule, case, (), AS_OF).outcome.value for rule in pack().judged()}

    @cached_property
    def before(self) -> dict[str, str]:
        """Give the outcome of every rule on the complete ledger."""
        return self.outcomes(self.draft)

    def satisfies(self, rule: str) -> bool:
        """Tell whether the complete ledger satisfies a rule: else it does not concern the unit."""
        return self.before[rule] == "satisfied"

    def report(self, draft: Draft) -> Report:
        """Run the whole audit on a changed ledger."""
        return run_audit(self.changed(draft), pack(), AS_OF)


def outcomes_of(report: Report) -> dict[str, str]:
    """Give the outcome of every rule of a report."""
    return {finding.rule: finding.outcome.value for finding in report.findings}
