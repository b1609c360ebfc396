"""What may yet come of what points are counted by: periods and members that are still open, records still to come."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.doubts import Tally
from civcheck.language.expectation.members import FromRecords
from civcheck.language.expectation.per_value import value_in
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.score import BestOf
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.worth import ALL, ZERO, Prospect, Worth
from civcheck.model.outcome import Outcome
from civcheck.model.parts import day_text

_BY_RECORD = frozenset({"each", "lag", "link"})
"""Constructs that look at records one by one: what is asked for grows with every record that comes."""
_OF_GOOD = _BY_RECORD | {"cover", "any_of", "all_of"}
"""Constructs that find records, members or branches that are as they should be."""
_A_LITTLE = Fraction(1, 10**9)
"""What is lacking of a share that all but reaches what is asked for."""


def prospect(rule: Rule, seen: Observation, grounds: Grounds, still_open: bool) -> Prospect:
    """Say the most that may come of what was seen, if records are added on the days that are still open.

    Where nobody can tell without trying, it is more than may come, never less.
    """
    construct, tally = rule.expect[0], seen.tallied
    met = seen.outcome in (Outcome.SATISFIED, Outcome.PENDING)
    open_ = still_open or seen.outcome is Outcome.PENDING
    if open_ or grounds.index.unread:
        tally = tally._replace(
            unproven=False
        )  # what proves it may still come, or be among what nobody has read
    if len(rule.expect) > 1:
        return Prospect(tally, open_, sinking=open_, met=met)
    if construct.form == "cover" and tally.could is None:
        could = _members_to_come(construct, tally, grounds, rule.dated_by == "日期") if open_ else ()
        tally = tally._replace(could=could)
    if tally.could is not None and tally.found is not None:
        told_apart = rule.score is not None and isinstance(rule.score.best, BestOf)
        grows = open_ and (told_apart or _more_are_named(construct))
        more = Fraction(len(tally.could))
        best = _added(tally, more)
        below = ALL if grows and best.asked is not None and (best.found or ZERO) < best.asked else None
        return Prospect(best, grows, open_ and _may_break(construct), share_below=below, met=met)
    if rule.claim is not None:  # a group gives it what it asks for, and no more
        whole = tally.asked is not None and seen.outcome is Outcome.PENDING
        return Prospect(tally._replace(found=tally.asked) if whole else tally, met=met)
    if construct.form in _BY_RECORD and tally.found is not None:
        return _by_record(construct, seen, tally, grounds, still_open)
    if construct.form == "ratio":
        return _of_share(construct, tally, open_, met)
    return Prospect(tally, open_, sinking=open_ and not _only_grows(construct), met=met)


def only_helped(construct: Any, worth: Worth) -> bool:
    """Tell whether what is found is good, so that points can but grow with records that nobody has read."""
    good = construct.form in _OF_GOOD or (construct.form in ("count", "spread") and not _may_break(construct))
    return good and not worth.may_sink


def settled(construct: Any, seen: Observation) -> bool:
    """Tell whether no record at all could mend a gap, or lessen what is lacking."""
    if construct.form in ("any_of", "all_of"):
        return False
    return seen.exceeded or (construct.form in _BY_RECORD and seen.final)


def _added(tally: Tally, more: Fraction) -> Tally:
    found = None if tally.found is None else tally.found + more
    return tally._replace(found=found, lacking=max(tally.lacking - more, ZERO))


def _members_to_come(cover: Any, tally: Tally, grounds: Grounds, by_day: bool) -> tuple[str, ...]:
    """Name the members that are not shown yet; while the window is open any of them may be.

    One that asks for an earlier day than those to come may not, where records count ``by_day``.
    """
    try:
        wanted, _ = cover.wanted(grounds)
    except (Undetermined, NotConcerned):
        return ()
    missing = (each for each in wanted if each.name not in tally.met)
    return tuple(each.name for each in missing if not (by_day and _is_over(each.where, grounds)))


def _is_over(where: Condition | None, grounds: Grounds) -> bool:
    """Tell whether a condition asks for a day before those that are still to come."""
    test = where.tests.get("日期") if where is not None else None
    if test is None or test.before is None:
        return False
    if isinstance(test.before, Ref) and (test.before.field is not None or test.before.as_of is not None):
        return False  # it moves with the record, or with the day
    try:
        bound = day_text(test.before) if isinstance(test.before, str) else grounds.day(test.before)
    except (Undetermined, NotConcerned):
        return False
    return isinstance(bound, date) and bound <= grounds.as_of + timedelta(days=1)


def _more_are_named(construct: Any) -> bool:
    """Tell whether records to come may add members, or periods that are asked of, to those that are known."""
    if construct.form == "cover":
        others = construct.open and construct.need != "all" and not construct.cross
        sides = (construct.members, *(side.members for side in construct.cross))
        return others or any(isinstance(each, FromRecords) for each in sides)
    value = value_in(getattr(construct, "per", None))
    named = value is not None and (value.members is None or isinstance(value.members, FromRecords))
    return named or getattr(construct, "where", None) is not None


def _may_break(construct: Any) -> bool:
    """Tell whether a period or member that is met may yet cease to be."""
    return any(getattr(construct, name, None) is not None for name in ("at_most", "less_than", "exactly"))


def _by_record(
    construct: Any, seen: Observation, tally: Tally, grounds: Grounds, still_open: bool
) -> Prospect:
    """Say what may come of records that are looked at one by one: of those that wait, and of new ones."""
    so_many = tally.more is not None
    waiting = tally.more if tally.more is not None else _waiting(seen, tally)
    best = _added(tally, waiting)
    if tally.awaited is not None:
        best = best._replace(lacking=max(tally.lacking - tally.awaited, ZERO))
    met = seen.outcome in (Outcome.SATISFIED, Outcome.PENDING)
    endless = still_open and not _too_late(construct, grounds)
    missed = not so_many and best.found is not None and best.asked is not None and best.found < best.asked
    return Prospect(best, endless, share_below=ALL if missed else None, met=met)


def _waiting(seen: Observation, tally: Tally) -> Fraction:
    """Count the records that do not show it all and still may; where one is missed, only the missed ones are named."""
    if tally.found is None or tally.asked is None:
        return ZERO
    missed = {each.record.key for each in seen.shorts if not each.waiting}
    return max(tally.asked - tally.found - len(missed), ZERO)


def _too_late(construct: Any, grounds: Grounds) -> bool:
    """Tell whether a record that comes now is later than the day by which it had to show everything."""
    due = getattr(construct, "due", None)
    if due is None or due.by is None or not due.is_fixed:
        return False
    try:
        return grounds.clock.reached(grounds.day(due.by))
    except (Undetermined, NotConcerned):
        return False


def _of_share(ratio: Any, tally: Tally, open_: bool, met: bool) -> Prospect:
    """Say what may come of a share: what is short of all of the records stays short of it, however many come."""
    of_all = ratio.part.count is not None and ratio.whole.count == "all" and ratio.whole.times is None
    of_all = of_all and ratio.part.times is None and not (ratio.part.distinct or ratio.whole.distinct)
    most = ALL if of_all else None
    if not (open_ and of_all and tally.found is not None and tally.found < 1):
        return Prospect(tally, open_, sinking=open_, found_most=most, met=met)
    out_of_reach = tally.asked is not None and tally.asked >= 1
    best = tally._replace(lacking=_A_LITTLE) if out_of_reach else tally
    share = None if not tally.asked else 1 / tally.asked
    met = met and not (out_of_reach and tally.lacking)
    return Prospect(best, True, True, most, found_below=ALL, share_below=share, met=met)


def _only_grows(construct: Any) -> bool:
    """Tell whether what is found can only grow: records are counted, or a sum of theirs."""
    if construct.form == "compare":
        return False
    measure = getattr(construct, "measure", None)
    return measure is None or bool(measure.only_grows)
