"""Selecting records: which of the ledger's records a rule looks at, and which nearly would be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from civcheck.language.bar import Bar
from civcheck.language.condition import Condition, Failure, Truth
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.quantity import Limits
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, msg
from civcheck.model.alike import is_more_than
from civcheck.model.record import Evidence, Record
from civcheck.model.texts import normal, some

if TYPE_CHECKING:
    from civcheck.model.written import Texts


class Select(Condition):
    """A condition on records; ``with`` asks for material in roles, ``pick`` takes one of what is left."""

    with_: Texts = ()
    pick: Literal["latest", "earliest"] | None = None

    @classmethod
    def _own_keys(cls) -> frozenset[str]:
        return frozenset({"all", "any", "not", "with", "pick"})


Check = Callable[[Record], Truth]


def _any_record(_record: Record) -> Truth:
    return True


class Near(NamedTuple):
    """A record that misses by one thing."""

    record: Record
    failure: Failure


@dataclass(slots=True)
class Selection:
    """The records a rule looks at, in order of their days.

    ``records`` exist by the as-of date, ``planned`` are dated later; ``unsure`` could be selected, a blank
    field leaves it open; of those ``tied`` on one day nobody knows which is the latest (or earliest). Of the ``unread``
    so many are ``flawed``: they are known but for a value that was not taken.
    """

    window: Resolved
    records: list[Record] = field(default_factory=list)
    planned: list[Record] = field(default_factory=list)
    unsure: list[Record] = field(default_factory=list)
    unread: int = 0
    flawed: int = 0
    tied: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scope:
    """What one branch of a rule speaks of: which records, when, and how they count."""

    grounds: Grounds
    select: Select | None
    window: Resolved
    dated_by: str = "日期"
    on_empty: str | None = None
    may_be_joint: bool = False

    def closed(self) -> bool:
        """Tell whether the window's last day is over."""
        return self.window.closed(self.grounds.clock)

    def is_given(self, days: Iterable[Interval] | None = None) -> bool:
        """Tell whether the ledgers were given in which records of these days stand, by default of the window."""
        missing = self.grounds.index.missing
        if self.dated_by == "报送日期":  # a report may come years later
            return not missing
        stretches = self.window.intervals if days is None else days
        return not any(each.first.year <= year <= each.last.year for each in stretches for year in missing)

    def what(self) -> Message:
        """Say which records the branch selects."""
        if self.select is None:
            return msg("words.any-record")
        return self.select.words(self.grounds.terms)

    def kinds(self) -> frozenset[str]:
        """List the kinds that the branch selects."""
        terms = self.grounds.terms
        return self.select.kinds(terms) if self.select is not None else frozenset(terms.kinds)

    def selection(
        self,
        material: bool = True,
        unsure: Literal["no", "beside", "instead"] = "no",
    ) -> Selection:
        """Select records; ``material`` leaves out those that name no file where their kind needs one.

        ``unsure`` also lists the records that a blank field leaves open, or a value that may be meant for what is
        asked for: ``beside`` those that are selected as they stand, or ``instead`` of them, so that only what is
        certain is selected.
        """
        kinds, clock = self.kinds(), self.grounds.clock
        flawed, hidden = self._left_open(kinds, material)
        index = self.grounds.index
        unread = index.unread_of(kinds) + flawed + len(hidden)
        if unread == len(index.missing) and self.is_given():
            unread = 0  # of the ledgers that were not given no record lies in the window
        found = Selection(self.window, unread=unread, flawed=flawed)
        certain, judge = self._conditions(unsure)
        admitted, shown = self._admission(), self._showing(material)
        in_window = self.window.membership(self.dated_by, clock)
        for record in index.of(kinds):
            met = judge(record)
            if met is False or not (admitted is None or admitted(record)):
                continue
            if not clock.reached(record.days.first):
                if certain(record) and self.window.has(record, "日期", clock):
                    found.planned.append(record)
            elif in_window(record) and (shown is None or shown(record)):
                (found.records if met else found.unsure).append(record)
        if unsure != "no":
            found.unsure += hidden
        return self._picked(found)

    def _left_open(self, kinds: frozenset[str], material: bool) -> tuple[int, list[Record]]:
        """Find the records that a value which was not taken, or may be misspelt, leaves open: as good as unread.

        So many meet the conditions or not, nobody knows; and of these here a bar beside the conditions is not known.
        """
        index, reached, select = self.grounds.index, self.grounds.clock.reached, self.select
        asked, odd = set[str](), list[Record]()
        maybe: Check = _any_record
        if select is not None and not select.asks_of_kind_alone:
            asked = {key for each in select.nested() for key in each.tests}
            maybe = select.compile(self.grounds, None)
            odd = [each for each in index.odd(kinds, asked) if reached(each.days.first)]
        blurred, hidden = set[str](), list[Record]()
        flawed = {record.key for record in index.flawed}
        others = self._maybe_of_superior(kinds)
        for record in [*index.flawed, *(each for each in others if each.key not in flawed)]:
            if record.kind not in kinds or not reached(record.days.first) or (met := maybe(record)) is False:
                continue
            bars = list(self._bars(record, material))
            if bars and all(bar.lifted_by(record) for bar in bars):
                hidden.append(record)
            elif not bars and met is None and not asked.isdisjoint(record.flaws):
                blurred.add(record.key)
        if odd and select is not None:
            misspelt = select.compile(self.grounds, misspelt="near")
            doubtful = (each for each in odd if misspelt(each) is None)
            blurred |= {each.key for each in doubtful if not any(self._bars(each, material))}
        return len(blurred), hidden

    def selection_for(self, limits: Limits) -> Selection:
        """Select what is held against limits: doubtful records matter where more of them could break it."""
        unsure: Literal["no", "beside", "instead"] = "beside" if limits.capped else "no"
        return self.selection(material=limits.floored, unsure="instead" if limits.only_capped else unsure)

    def blank_fields(self, records: Iterable[Record]) -> tuple[str, ...]:
        """Name the fields that ``select`` asks about and that any of these records leaves blank."""
        if self.select is None:
            return ()
        asked = {key: None for each in self.select.nested() for key in each.tests if key != "类型"}
        found = list(records)
        return tuple(
            name
            for name in asked
            if any(
                self.grounds.has_field(each, name) and self.grounds.getter(name)(each) is None
                for each in found
            )
        )

    def _conditions(self, unsure: Literal["no", "beside", "instead"]) -> tuple[Check, Check]:
        """Make two tests of a record of the selected kinds: whether it is selected as it stands, and what it is here.

        The second gives True for a record that is selected, None for one that is left open, and False.
        """
        if self.select is None or self.select.asks_of_kind_alone:
            return _any_record, _any_record
        certain = self.select.compile(self.grounds, of_kinds=True)
        if unsure == "no":
            return certain, lambda record: certain(record) is True
        doubting = self.select.compile(self.grounds, None, of_kinds=True, misspelt="any")
        if unsure == "instead":
            return certain, doubting

        def beside(record: Record) -> Truth:
            truth = doubting(record)
            return True if truth is None and certain(record) else truth

        return certain, beside

    def may_drop_out(self, records: Iterable[Record]) -> list[Record]:
        """List those selected records that would not be if what they leave blank were there: ``not: {类别: 甲}``."""
        if self.select is None or self.select.asks_of_kind_alone:
            return []
        maybe = self.select.compile(self.grounds, None, of_kinds=True, misspelt="any")
        return [record for record in records if maybe(record) is None]

    def _picked(self, found: Selection) -> Selection:
        if self.select is not None and self.select.pick and found.records:
            found.tied = self._ends(found.records, self.select.pick, clock=self.grounds.clock)
            found.records = found.tied[:1]
        return found

    @staticmethod
    def _ends(records: list[Record], pick: Literal["latest", "earliest"], clock: Clock) -> list[Record]:
        ends = [last_come(record, clock) for record in records]
        day = (max if pick == "latest" else min)(ends)
        return [record for record, end in zip(records, ends, strict=True) if end == day]

    def _admission(self) -> Check | None:
        """Make the test of whose record it is, whether it still stands, and whether a person took it out."""
        left_out = self.grounds.left_out
        tests: list[Check] = []
        if left_out:
            tests.append(lambda record: record.key not in left_out)
        if self.window.standing:
            tests.append(lambda record: not self._expired(record))
        if self._superior_answers():
            tests.append(lambda record: self._own_or_joint(record) is True)
        return _every(tests)

    def _showing(self, material: bool) -> Check | None:
        """Make the test of what a record shows: the roles of ``with``, and any material where it needs some."""
        grounds = self.grounds
        tests: list[Check] = [
            partial(shows_role, roles=(role,), grounds=grounds)
            for role in (self.select.with_ if self.select else ())
        ]
        if material and any(grounds.terms.shown_by_material(kind) for kind in self.kinds()):
            tests.append(lambda record: not self._lacks_material(record))
        return _every(tests)

    def _lacks_material(self, record: Record) -> bool:
        if not self.grounds.terms.shown_by_material(str(record.kind)):
            return False
        return not existing_evidence(record, self.grounds)

    def _expired(self, record: Record) -> bool:
        name = self.grounds.terms.expiry_field(str(record.kind))
        if name in record.flaws:
            return True
        until = record.fields.get(name) if name else None
        # it must still stand on the last day looked at: the as-of date, or the year's end
        if not isinstance(until, date) or until >= self.window.last:
            return False
        return self.grounds.clock.reached(date.fromordinal(until.toordinal() + 1))

    def _maybe_of_superior(self, kinds: frozenset[str]) -> list[Record]:
        if not self._superior_answers():
            return []
        return [record for record in self.grounds.index.of(kinds) if self._own_or_joint(record) is None]

    def _superior_answers(self) -> bool:
        unit, terms = self.grounds.unit, self.grounds.terms
        return unit.superior is not None and any(
            terms.unit_types[name].superior_answers for name in terms.lineage(unit.type)
        )

    def _own_or_joint(self, record: Record) -> Truth:
        """Tell whether a record is the unit's own, or its superior's that it may show as a joint answer.

        None where an organiser may be meant for the superior: 江城县司法局普法科, 县司法局.
        """
        superior, own = normal(self.grounds.unit.superior or ""), normal(self.grounds.unit.name)
        organisers = {normal(each) for each in record.organiser}
        if any(each == own or is_more_than(each, own) for each in organisers - {superior}):
            return True
        if self.may_be_joint and record.joined is True:
            return True
        if superior in organisers:
            return False
        alike = any(is_more_than(each, superior) or is_more_than(superior, each) for each in organisers)
        return None if alike else True

    # --- near misses

    def near_misses(self, counted: Iterable[str], material: bool = True) -> list[Near]:
        """List records of the selected kinds that would count but for one thing, nearest days first."""
        known = set(counted)
        found: list[Near] = []
        for record in self.grounds.index.of(self.kinds()):
            if record.key in known or record.days.first > self.grounds.as_of:
                continue
            failures = self.failures(record, material)
            if len(failures) == 1 and failures[0].weight == 1:
                found.append(Near(record, failures[0]))
        return found

    def failures(self, record: Record, material: bool = True) -> list[Failure]:
        """List everything that keeps an existing record from counting here."""
        grounds = self.grounds
        found = list(self.select.failures(record, grounds)) if self.select is not None else []
        return found + [bar.told(record) for bar in self._bars(record, material)]

    def _bars(self, record: Record, material: bool) -> Iterator[Bar]:
        """List what keeps an existing record out beside the conditions."""
        grounds, by_report = self.grounds, self.dated_by == "报送日期"
        if record.key in grounds.left_out:
            yield Bar(msg("lacks.left-out"), weight=2)
        for role in self.select.with_ if self.select is not None else ():
            if not shows_role(record, (role,), grounds):
                yield Bar(msg("lacks.role", role=role), (role, "附件"))
        if not self.window.has(record, self.dated_by, grounds.clock):
            want = msg("words.in-days", days=some(self.window.words)) if by_report else None
            yield Bar(self._window_words(record), (self.dated_by,) if by_report else (), want=want)
        if material and self._lacks_material(record):
            yield Bar(msg("lacks.material"), (*grounds.terms.roles, "附件"))
        if self.window.standing and self._expired(record):
            until = grounds.terms.expiry_field(str(record.kind))
            yield Bar(msg("lacks.expired"), (until,) if until else (), want=msg("words.not-expired"))
        if self._superior_answers() and (own := self._own_or_joint(record)) is not True:
            if own is None:
                named = {"value": record.organiser, "want": grounds.unit.superior or ""}
                yield Bar(msg("lacks.own-open", **named), open="主办")
            elif self.may_be_joint:
                yield Bar(msg("lacks.joint"), ("本单位参加",), want=msg("words.joined"))
            else:
                yield Bar(msg("lacks.own"))

    def _window_words(self, record: Record) -> Message:
        """Say which of the record's days is not in the window: the one that counts here."""
        days = some(self.window.words)
        if self.dated_by != "报送日期":
            return msg("lacks.window", days=days)
        return msg("lacks.not-reported" if record.reported_on is None else "lacks.window-reported", days=days)

    def narrowed(self, select: Select | None) -> Scope:
        """Give the same scope with another selection."""
        return replace(self, select=select)


def existing_evidence(record: Record, grounds: Grounds, by: date | None = None) -> bool:
    """Tell whether a record shows any material that exists by the as-of date (or by an earlier day)."""
    return any(_exists(each, record, grounds, by) for each in record.evidence)


def _exists(each: Evidence, record: Record, grounds: Grounds, by: date | None) -> bool:
    """Tell whether a piece is there by a day; without one of its own it is from its record's first day on."""
    if each.day is None:
        return by is None or record.days.first <= by
    return grounds.clock.reached(each.day) and (by is None or each.day <= by)


def role_count(record: Record, roles: Collection[str], grounds: Grounds, by: date | None = None) -> int:
    """Count the different files and links a record shows in these roles by the as-of date, or an earlier day."""
    if not record.evidence:
        return 0
    found = [
        (each.folder, each.name)
        for each in record.evidence
        if each.role in roles and _exists(each, record, grounds, by)
    ]
    return len(found) if len(found) < 2 else len(set(found))


def shows_role(record: Record, roles: Collection[str], grounds: Grounds, by: date | None = None) -> bool:
    """Tell whether a record shows anything in these roles by the as-of date, or an earlier day."""
    return any(each.role in roles and _exists(each, record, grounds, by) for each in record.evidence)


def _every(tests: list[Check]) -> Check | None:
    """Make one test of several; None where there is nothing to test."""
    match tests:
        case []:
            return None
        case [only]:
            return only
        case _:
            return lambda record: all(test(record) for test in tests)


def last_come(record: Record, clock: Clock) -> date:
    """Give the last day of a record; of its sessions the last one that has come."""
    come = [day for day in record.days.sessions if clock.reached(day)]
    return come[-1] if come else record.days.last


def days_come(record: Record, scope: Scope) -> list[date]:
    """List the days of a selected record that lie in the window, unless another day counts there, and have come."""
    inside = scope.window.contains if scope.dated_by == "日期" else lambda _: True
    return [day for day in record.days.listed() if inside(day) and scope.grounds.clock.reached(day)]


def sessions(record: Record, scope: Scope) -> list[date]:
    """List the days on which a selected record counts once each.

    These are its sessions in the window that have come; of a record without sessions its first day; where
    报送日期 is the day that counts, that day alone.
    """
    if scope.dated_by == "报送日期":
        return [record.reported_on] if record.reported_on is not None else []
    if not record.days.sessions:
        return [record.days.first]
    window, clock = scope.window, scope.grounds.clock
    return [day for day in record.days.sessions if window.contains(day) and clock.reached(day)]
