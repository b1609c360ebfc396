"""What is asked of a tied record: a condition that may name fields of the one that the tie sets out from."""

from __future__ import annotations

from collections.abc import Mapping

from civcheck.language.condition.condition import Condition
from civcheck.language.condition.fieldtest import EACH_DAY, OF_SELECTED, Test, Truth
from civcheck.language.grounds import DAYS, Grounds
from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg
from civcheck.model.record import Record


class Bound:
    """A condition on the other record that may name fields of the one that the tie sets out from."""

    def __init__(self, where: Condition, grounds: Grounds) -> None:
        self._names = dict.fromkeys(_fields_in(where))
        self._getters = {name: grounds.written(name) for name in self._names}
        self._where, self._grounds, self._days = renamed(where), grounds, grounds.values(DAYS)
        self._meets = self._where.compile(grounds, None)
        self._may_meet = self._where.compile(grounds, None, misspelt="any")

    def __call__(self, record: Record, other: Record) -> bool:
        """Tell whether the other record certainly meets it; a blank on either side does not."""
        return self._meets(self._merged(record, other)) is True

    def truth(self, record: Record, other: Record) -> Truth:
        """Tell whether the other record meets it; None where a blank, or any unlisted value, leaves it open."""
        return self._may_meet(self._merged(record, other))

    def failures(self, record: Record, other: Record) -> tuple[Message, ...]:
        """Say what keeps the other record from meeting it."""
        if self(record, other):
            return ()
        blank = [name for name, get in self._getters.items() if get(record) is None]
        if blank:
            return tuple(msg("lacks.own-blank", field=name) for name in blank)
        found = self._where.failures(self._merged(record, other), self._grounds)
        return tuple(each.lacks for each in found) or (self._where.words(self._grounds.terms),)

    def _merged(self, record: Record, other: Record) -> Record:
        if not self._getters:
            return other
        own = {f"{OF_SELECTED}{name}": get(record) for name, get in self._getters.items()}
        if DAYS in self._names:
            own[EACH_DAY] = self._days(record)
        return other._replace(fields={**other.fields, **own})


class Anything:
    """No condition at all."""

    def __call__(self, _record: Record, _other: Record) -> bool:
        """Tell that any record meets it."""
        return True

    def truth(self, _record: Record, _other: Record) -> Truth:
        """Tell that any record meets it."""
        return True

    def failures(self, _record: Record, _other: Record) -> tuple[Message, ...]:
        """Say that nothing is in the way."""
        return ()


def bound(where: Condition | None, grounds: Grounds) -> Bound | Anything:
    """Make what holds another record against a condition, or lets any pass where there is none."""
    return Anything() if where is None else Bound(where, grounds)


def _fields_in(where: Condition) -> list[str]:
    operands = (
        operand for each in where.nested() for test in each.tests.values() for _, operand in test.wanted
    )
    return [operand.field for operand in operands if isinstance(operand, Ref) and operand.field is not None]


def renamed(where: Condition) -> Condition:
    """Let references to fields name those that a merged record has of the one the tie sets out from."""
    changed: dict[str, object] = {"tests": {key: _of_own(test) for key, test in where.tests.items()}}
    changed |= {
        name: tuple(map(renamed, getattr(where, name))) for name in ("all_", "any_") if getattr(where, name)
    }
    if where.not_ is not None:
        changed["not_"] = renamed(where.not_)
    return where.changed(**changed)


def _of_own(test: Test) -> Test:
    own: Mapping[str, Ref] = {
        name: operand.changed(field=f"{OF_SELECTED}{operand.field}")
        for name, operand in test.wanted
        if isinstance(operand, Ref) and operand.field is not None
    }
    return test.changed(**own) if own else test
