"""``due --ics``: what falls due as a calendar file (iCalendar, RFC 5545): one all-day event a rule."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta

from civcheck.model.outcome import Obligation
from civcheck.model.report import FallsDue, Report
from civcheck.model.texts import normal, sanitize
from civcheck.report import sentences
from civcheck.report.options import Options
from civcheck.report.words import Words
from civcheck.version import __version__

_REMIND = timedelta(days=3)
"""So long before the day a calendar reminds of it."""
_PRIORITY = {Obligation.MANDATORY: 1, Obligation.EXPECTED: 5, Obligation.ENCOURAGED: 9}
"""RFC 5545, 3.8.1.9: 1 is the highest, 5 in the middle, 9 the lowest."""


def render_calendar(report: Report, options: Options) -> bytes:
    """Write the events; the same rule of the same unit and year keeps its UID, so that a calendar moves its event."""
    from icalendar import Calendar

    words = Words(options.lang)
    calendar = Calendar()
    calendar.add("prodid", f"-//civcheck//civcheck {__version__}//{options.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = words("due.calendar", unit=sanitize(report.unit.name), year=str(report.unit.year))
    calendar.add("x-wr-calname", name)
    for each in report.falling_due:
        calendar.add_component(_event(each, report, words))
    return bytes(calendar.to_ical())


def _event(falls: FallsDue, report: Report, words: Words):  # type: ignore[no-untyped-def] # heavy import below
    from icalendar import Alarm, Event

    finding, event = falls.finding, Event()
    title = f"{finding.rule} {sanitize(finding.title)}"
    event.add("uid", _uid(report, finding.rule))
    event.add("dtstamp", datetime.combine(report.provenance.as_of, time(), UTC))
    event.add("dtstart", falls.day)
    event.add("dtend", falls.day + timedelta(days=1))
    event.add("summary", words("due.event", title=title))
    paragraphs = [
        words.of(words("label.lacks"), sentences.lacks(finding, words)),
        words.of(words("label.basis"), sentences.grounds(finding, words)),
        words.of(words("label.cure"), words.remedy(finding)),
    ]
    if finding.duty:
        paragraphs.append(words("cure.duty", duty=finding.duty))
    event.add("description", "\n".join(paragraphs))
    event.add("categories", [words("point.short", point=str(finding.point))])
    event.add("priority", _PRIORITY[Obligation(finding.obligation)])
    event.add("transp", "TRANSPARENT")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", words("due.event", title=title))
    reminder.add("trigger", -_REMIND)
    event.add_component(reminder)
    return event


def _uid(report: Report, rule: str) -> str:
    whole = "\0".join((normal(report.unit.name), str(report.unit.year), report.provenance.pack, rule))
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:32]}@civcheck"
