"""The unit and the params of a stored report, as far as it holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.compare.deciding import Shift
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.stored import StoredProblem, StoredReport
from civcheck.model.terms import Terms
from civcheck.verdict.judging import param_value
from civcheck.verdict.notstored import NotStored, exact, typed
from civcheck.verdict.run import PACK_SET


class UnitOfReport:
    """The unit of a report; attributes that are not here are not stored."""

    def __init__(self, report: StoredReport, terms: Terms, shift: Shift) -> None:
        stored = report.unit
        self.name, self.type, self.year = stored.name, stored.type, stored.year
        self._stored, self._terms, self._shift = stored, terms, shift
        self._doubtful = any(each.code == "unknown-name" for each in report.problems)
        self.facts = _Facts(report, terms, shift)

    def _known(self, fact: str) -> None:
        if fact in self._shift.facts:
            raise NotStored(msg("not-stored.fact", fact=fact))

    @property
    def functions(self) -> tuple[str, ...] | None:
        """The functions it declares."""
        self._known("职能")
        return (
            None
            if self._stored.functions is None
            else tuple(exact(each, "职能") for each in self._stored.functions)
        )

    @property
    def organisations(self) -> tuple[str, ...] | None:
        """The organisations it declares."""
        self._known("组织")
        listed = self._stored.organisations
        return None if listed is None else tuple(exact(each, "组织") for each in listed)

    @property
    def doubtful(self) -> frozenset[str]:
        """Name the lists with a name nobody knows: the report tells of such names, and not in which list."""
        if self._doubtful:
            raise NotStored(msg("not-stored.doubtful"))
        return frozenset()

    @property
    def superior(self) -> None:
        """Give the superior, which is not stored: none where the type of unit is not answered for by one."""
        lineage = self._terms.lineage(self.type)
        if any(self._terms.unit_types[name].superior_answers for name in lineage):
            raise NotStored(msg("not-stored.unit", field="上级单位"))

    def highest_honour(self, terms: Terms, _as_of: date) -> int | None:
        """Give the highest rung as the report has it, which is of the same day."""
        self._known("文明单位级别")
        level = self._stored.honour
        if level is not None and level not in terms.honours:
            raise NotStored(msg("not-stored.fact", fact="文明单位级别"))
        return None if level is None else terms.honours.index(level)

    def honour_days(self) -> tuple[date, ...]:
        """List no day: they only say when an outcome changes next."""
        return ()

    def __getattr__(self, name: str) -> Any:
        """Name what is not stored."""
        raise NotStored(msg("not-stored.unit", field={"staff": "在职人数"}.get(name, name)))


class _Facts(Mapping[str, Any]):
    """The facts of the unit, typed again."""

    def __init__(self, report: StoredReport, terms: Terms, shift: Shift) -> None:
        self._facts, self._terms, self._shift = report.unit.facts, terms, shift

    def __getitem__(self, name: str) -> Any:
        if name in self._shift.facts:
            raise NotStored(msg("not-stored.fact", fact=name))
        value = self._facts[name]
        return None if value is None else typed(value, self._terms.facts[name].type, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


_SETTINGS = "civcheck.toml"


class ParamsOfReport(Mapping[str, Fraction | date]):
    """The params of the new pack, where the ledger changes none, or changes one as the new pack allows it."""

    def __init__(self, report: StoredReport, pack: RulePack) -> None:
        self._used, self._declared = report.params, pack.head.params
        self._in_doubt = any(_of_settings(each) for each in report.problems)

    def __getitem__(self, name: str) -> Fraction | date:
        declared = self._declared[name]
        value, set_by = self._used.get(name, ("", PACK_SET))
        if set_by == PACK_SET and not self._in_doubt:
            return declared.value
        wanted = None if self._in_doubt else param_value(value, declared)
        if wanted is None or not declared.allows(wanted):
            raise NotStored(msg("not-stored.param", name=name))
        return wanted

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)


def _of_settings(problem: StoredProblem) -> bool:
    """Tell whether a problem is about what the ledger set, which is not in the report where it was not taken."""
    return problem.file == _SETTINGS and not problem.is_note
