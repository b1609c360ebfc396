"""Judging a rule by what a stored report holds: what is not in it stops the judging and is named, never guessed.

Records, unit and params are stand-ins that give what the report has and raise ``NotStored`` for anything else. A rule
that comes to an outcome has looked at nothing else, so the ledger would have given it the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

from civcheck.language.compare.deciding import Shift
from civcheck.language.observation import Observation
from civcheck.language.pack import RulePack
from civcheck.language.recordindex import RecordIndex
from civcheck.language.rule import Rule
from civcheck.messages import msg
from civcheck.model.ledger import UnreadRecord
from civcheck.model.record import RECORD_KEYS, Record
from civcheck.model.stored import StoredMaterial, StoredRecord, StoredReport
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.unit import Unit
from civcheck.verdict.claims import observe_rule
from civcheck.verdict.notstored import NotStored, exact, typed
from civcheck.verdict.observe import Case
from civcheck.verdict.unitofreport import ParamsOfReport, UnitOfReport

_LABELS = {attribute: key for key, (attribute, _) in BASE_FIELDS.items() if key != "正文字数"}
_LABELS |= {attribute: key for key, (_, attribute) in RECORD_KEYS.items() if attribute not in _LABELS}
_LABELS["filed_on"] = "归档"
_OF_MATERIAL = {"day": "日期", "number": "文号", "caption": "说明"}


def judge_stored(rule: Rule, case: Case, as_of: date) -> Observation:
    """Judge a rule by a stored report.

    Raises:
        NotStored: it looks at something the report does not hold.
    """
    return observe_rule(rule, case, case.grounds(as_of))


def case_of(report: StoredReport, pack: RulePack, shift: Shift) -> Case:
    """Make what the rules of a pack are held against; ``shift`` is from the pack of the report to this one."""
    flawed = {each.file for each in report.problems if not each.is_note}
    records = [_Record(each, pack.terms, shift, each.file in flawed) for each in report.records]
    unread = [UnreadRecord(key, line, kind) for key, line, kind in report.unread]
    index = _Index(records, pack.terms, unread, rereads(report, shift))
    return Case(
        pack, cast(Unit, UnitOfReport(report, pack.terms, shift)), index, ParamsOfReport(report, pack)
    )


def rereads(report: StoredReport, shift: Shift) -> bool:
    """Tell whether it is not known which records there are under the new terms: some may be others, or readable now."""
    return shift.rereads({record.kind for record in report.records}, bool(report.unread))


class _Index(RecordIndex):
    """The records of a catalogue; asking for any is asking whether they are still the same."""

    def __init__(
        self, records: list[_Record], terms: Terms, unread: Iterable[UnreadRecord], lost: bool
    ) -> None:
        self.records = cast("list[Record]", sorted(records, key=lambda each: (each.days.first, each.key)))
        self.by_kind = {}
        for record in self.records:
            self.by_kind.setdefault(record.kind, []).append(record)
        self.unread = tuple(unread)
        self.terms = terms
        # whether a value of them was left out is not stored; who asks for their flaws is told so
        self.flawed = [record for record in self.records if cast(_Record, record).may_be_flawed]
        self._by_id, self._with_named, self._of, self._odd = None, None, {}, {}
        self._lost = lost

    def _known(self) -> None:
        if self._lost:
            raise NotStored(msg("not-stored.records"))

    def of(self, kinds: Iterable[str]) -> list[Record]:
        """List the records of these kinds."""
        self._known()
        return super().of(kinds)

    def all(self) -> list[Record]:
        """List every record."""
        self._known()
        return super().all()

    def unread_of(self, kinds: Iterable[str]) -> int:
        """Count the unread records that could be of these kinds."""
        self._known()
        return super().unread_of(kinds)


class _Record:
    """A record of a catalogue; attributes that are not here are not stored."""

    def __init__(self, stored: StoredRecord, terms: Terms, shift: Shift, may_be_flawed: bool) -> None:
        self.key, self.line, self.kind, self.days = stored.key, stored.line, stored.kind, stored.days
        self.file = stored.file
        self.may_be_flawed = may_be_flawed
        self._stored, self._shift = stored, shift
        self.fields = _Fields(stored, terms, shift)

    @property
    def first(self) -> date:
        return self.days.first

    @property
    def last(self) -> date:
        return self.days.last

    @property
    def title(self) -> str:
        return exact(self._stored.title, "标题")

    @property
    def id(self) -> str | None:
        return None if self._stored.id is None else exact(self._stored.id, "编号")

    @property
    def flaws(self) -> tuple[str, ...]:
        """Name what was left out of it: known only where its file has no problem."""
        if self.may_be_flawed:
            raise NotStored(msg("not-stored.flaws", file=self.file))
        return ()

    @property
    def evidence(self) -> tuple[Any, ...]:
        material, roles = self._stored.material, self._shift.roles
        if roles and (self.may_be_flawed or any(each.role in roles for each in material)):
            raise NotStored(msg("not-stored.roles", roles=tuple(sorted(roles))))
        return tuple(map(_Evidence, material))

    def __getitem__(self, at: int) -> Any:
        """Give what stands at a place of a record's row."""
        return getattr(self, Record._fields[at])

    def __getattr__(self, name: str) -> Any:
        """Name what is not stored."""
        raise NotStored(msg("not-stored.field", field=_LABELS.get(name, name)))


class _Evidence:
    """A piece of material of a catalogue."""

    def __init__(self, stored: StoredMaterial) -> None:
        self.role, self.is_link, self.size = stored.role, stored.is_link, stored.size
        self._path = stored.path

    @property
    def path(self) -> str:
        return exact(self._path, "附件")

    @property
    def folder(self) -> str | None:
        return None if self.is_link else self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path if self.is_link else self.path.rpartition("/")[2]

    def __getattr__(self, name: str) -> Any:
        """Name what is not stored."""
        if name == "fields":
            raise NotStored(msg("not-stored.material-fields"))
        raise NotStored(msg("not-stored.material", field=_OF_MATERIAL.get(name, name)))


class _Fields(Mapping[str, Any]):
    """The fields of a record's kind, typed again by the terms of the pack."""

    def __init__(self, stored: StoredRecord, terms: Terms, shift: Shift) -> None:
        self._stored, self._terms, self._shift = stored, terms, shift

    def __getitem__(self, name: str) -> Any:
        shift, kind = self._shift, self._stored.kind
        if name in shift.fields_of(kind) or (shift.differ("aliases") and name in shift.fields):
            raise NotStored(msg("not-stored.terms", field=name))
        term = self._terms.fields_of(kind).get(name) if kind in self._terms.kinds else None
        return typed(self._stored.fields[name], (term.type if term is not None else None) or "列表", name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored.fields)

    def __len__(self) -> int:
        return len(self._stored.fields)
