"""Until when a record must show what is asked of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from civcheck.language.days import adder
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import DayInYear, Ref
from civcheck.language.recorddays import days_for, written_day
from civcheck.messages import Message, msg
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import DayOrRef, Quantity


_LONGEST_MONTH = 31


class Due(Part):
    """Until when: so many days or months after the record's last day (or after a day it names), or a day; inclusive.

    ``on_day`` is a day of the month that ``months`` leads to (1: the next one, 0: the same): its last day where it is
    shorter. A day or a number may stand in a field of the record; where that is blank the due day is not known. A day
    of every year is, in a rule over several years, that of the year in which the record begins.
    """

    days: Quantity | None = None
    months: Quantity | None = None
    on_day: int | None = None
    unit: Literal["天", "工作日"] = "天"
    from_: str | None = None
    by: DayOrRef | None = None

    def _check(self) -> None:
        if sum(each is not None for each in (self.days, self.months, self.by)) != 1:
            raise mistake("one-of", names=("days", "months", "by"))
        if self.by is not None and self.from_ is not None:
            raise mistake("one-of", names=("by", "from"))
        if self.on_day is not None and (self.months is None or not 1 <= self.on_day <= _LONGEST_MONTH):
            raise mistake("due-on-day")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that hold no day or no number."""
        if self.from_ is not None:
            yield from known.day_fields((*path, "from"), self.from_)
        if isinstance(self.by, Ref) and not tuple(self.by.mistakes(known, path)):
            if self.by.field is not None:
                yield from known.day_fields((*path, "by"), self.by.field)
            elif known.type_of(self.by) != "日期":
                yield (*path, "by"), "rule-day", {"value": self.by.param or self.by.fact or ""}
        yield from known.numbers(path, {"days": self.days, "months": self.months})

    @property
    def is_fixed(self) -> bool:
        """Tell whether it is the same day for every record."""
        return self.by is not None and not (isinstance(self.by, Ref) and self.by.field is not None)

    def day_for(self, grounds: Grounds) -> Callable[[Record], date | str]:
        """Make the function that gives the due day of one record, or the field that leaves it open."""
        if self.by is not None:
            return self._written_day(self.by, grounds)
        count_for = days_for(self.days if self.months is None else self.months, grounds)
        add, field = adder(self._unit), None if self.from_ in (None, "日期") else self.from_

        def day(record: Record) -> date | str:
            start = record.days.last if field is None else written_day(record, field)
            if start is None:
                return field or ""
            count = count_for(record)
            return count if isinstance(count, str) else self._in_month(add(start, count))

        return day

    @staticmethod
    def _written_day(by: DayOrRef, grounds: Grounds) -> Callable[[Record], date | str]:
        if isinstance(by, DayInYear) and grounds.spans_years:  # of a record of another year it is that year's
            return lambda record: by.counted_from(record.days.first.year)
        if not isinstance(by, Ref) or by.field is None:
            return lambda _record: grounds.day(by)
        field, later = by.field, timedelta(days=by.days)

        def day(record: Record) -> date | str:
            written = grounds.refer(by, record)
            return written + later if isinstance(written, date) else field

        return day

    def _in_month(self, due: date) -> date:
        if self.on_day is None:
            return due
        return due.replace(day=min(self.on_day, monthrange(due.year, due.month)[1]))

    @property
    def _unit(self) -> str:
        return self.unit if self.months is None else "月"

    def words(self, known: Glossary) -> Message:
        """Say until when."""
        if self.by is not None:
            return msg("asks.due.by", day=known.day(self.by))
        days = known.days(self.days if self.months is None else self.months, self._unit)
        if self.on_day is not None:
            code = "asks.due.on-day" if self.from_ is None else "asks.due.on-day-from"
            return msg(code, months=days, day=str(self.on_day), start=self.from_ or "")
        if self.from_ is None:
            return msg("asks.due.days", days=days)
        return msg("asks.due.from", days=days, start=self.from_)


def due_day_of(due: Due | None, grounds: Grounds) -> Callable[[Record], date | str]:
    """Make the function that gives the due day of one record: without ``due`` its own last day."""
    if due is None:
        return lambda record: record.days.last
    return due.day_for(grounds)
