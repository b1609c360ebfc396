"""Saying what office papers say: records with their days, values of the unit, Chinese days without blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.messages import Message, number
from civcheck.model.numbers import is_about
from civcheck.model.record import Record
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report.words import Words, asked

NAMED = 500
"""So many records are named in one cell; more would not fit."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 forbids."""
_CJK = "[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”]"
_KEPT = "civcheck[^，。；：）”]*|《[^》]*》|“[^”]*”"
_BLANK = rf"(?<={_CJK}) (?=[0-9A-Za-z≥≤]|{_CJK})|(?<=[0-9A-Za-z%]) (?={_CJK})"
_LOOSE = re.compile(f"{_KEPT}|{_BLANK}")
"""A blank beside Chinese; commands, titles and quoted texts are taken whole, to stay as they are."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def xml_text(text: str) -> str:
    """Replace what may not stand in XML."""
    return _NO_XML.sub("\ufffd", text)


def clean(text: str | None) -> str:
    """Make a foreign text fit to be shown."""
    return sanitize(text or "", 1_000)


class OfficeWords(Words):
    """Words that also say records and values; days as 2017-03-15."""

    def __init__(self, lang: str, report: Report) -> None:
        super().__init__(lang)
        self._records = {clean(record.key): record for record in report.catalogue}
        self._titled: dict[str, str] = {}

    def day(self, day: date) -> str:
        """Say a day."""
        return day.isoformat()

    def days(self, record: Record) -> str:
        """Say when a record was: a day, a span, or the first of its sessions and how many."""
        days = record.days
        if days.sessions:
            return self("office.sessions", first=self.day(days.first), count=str(len(days.sessions)))
        if days.first == days.last:
            return self.day(days.first)
        return self("office.span", first=self.day(days.first), last=self.day(days.last))

    def titled(self, key: str, title: str | None = None) -> str:
        """Name a record by title and day; one that the catalogue does not have by its title, or its file."""
        shown = clean(key)
        record = self._records.get(shown)
        if record is None:
            return self("office.untitled", title=clean(title or key))
        if shown not in self._titled:  # many files and rules name the same record
            self._titled[shown] = self("office.titled", title=clean(record.title), days=self.days(record))
        return self._titled[shown]

    def records(self, keys: Iterable[str], most: int) -> str:
        """Name the first records, and how many there are."""
        named = list(keys)
        shown = self.joined("list", (self.titled(key) for key in named[:most]))
        return shown if len(named) <= most else self("office.among", shown=shown, count=str(len(named)))

    def run(self, parts: Iterable[str]) -> str:
        """Put sentences one behind the other, and leave out what is empty."""
        return self.joined("sentences", filter(None, parts))

    def value(self, value: Any) -> str:
        """Say a value that the unit declares; None is nothing declared, an empty list is 无."""
        match value:
            case None:
                return self("office.undeclared")
            case bool():
                return self("office.yes" if value else "office.no")
            case int() | Fraction():
                shown = number(value)
                return self("said.about-number", number=shown) if is_about(value) else shown
            case date():
                return self.day(value)
            case tuple() | list():
                return self.listed([self.value(each) for each in value]) if value else self("office.none")
            case _:
                return clean(str(value))

    def force(self, finding: Finding) -> str:
        """Say the force of a finding."""
        return self(f"obligation.{finding.obligation.code}")


class PaperWords(OfficeWords):
    """Words as an official paper has them: 2017年3月5日, and no blanks between Chinese and digits."""

    def say(self, message: Message, limit: int = 1_000) -> str:
        """Say a message."""
        said = super().say(
            Message(message.id, {name: self._dated(v) for name, v in message.params.items()}), limit
        )
        return said if self.lang != "zh" else _LOOSE.sub(_kept, said)

    def day(self, day: date) -> str:
        """Say a day in Arabic digits without padding."""
        if self.lang != "zh":
            return day.isoformat()
        return f"{day.year}年{day.month}月{day.day}日"

    def _dated(self, value: Any) -> Any:
        match value:
            case date():
                return self.day(value)
            case str() if _ISO_DAY.fullmatch(value):
                return _day_of(value, self)
            case Message():
                return Message(value.id, {name: self._dated(each) for name, each in value.params.items()})
            case tuple() | list():
                return tuple(map(self._dated, value))
            case _:
                return value


def _day_of(text: str, words: OfficeWords) -> str:
    """Say a day that a message holds as text; what only looks like one stays as it is."""
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0] != " " else ""


def counted(values: Iterable[str]) -> list[tuple[str, int]]:
    """Count equal values, the most frequent first, then in the order in which they came."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda each: -each[1])


def duty(finding: Finding, words: Words) -> str:
    """Say who answers for a finding, 待定 where the unit names nobody."""
    return clean(finding.duty) or words("office.nobody")


def point_titles(report: Report) -> Mapping[int, str]:
    """Give the titles of the points by their numbers."""
    return {point.number: clean(point.title) for point in report.points}


def rests_on(report: Report, words: OfficeWords) -> list[tuple[str, str]]:
    """List what the report rests on: label and value."""
    from_ = report.provenance
    rows = [
        ("document", clean(from_.pack_title)),
        ("pack", f"{from_.pack} {from_.pack_version}"),
        ("layers", words.joined("list", (f"{name} {version}" for name, version, _ in from_.layers[:-1]))),
        ("pack-digest", from_.pack_digest),
        ("source-digest", from_.source_digest),
        ("ledger-digest", from_.ledger_digest),
        ("as-of", words.day(from_.as_of)),
        ("rules", str(from_.rules)),
        ("only", words.joined("list", (asked(each, words) for each in from_.only))),
        ("earlier", words.joined("list", (str(each.year) for each in from_.earlier))),
        ("beside", words.joined("list", (f"{each.unit} {each.year}" for each in from_.beside))),
        ("civcheck", from_.civcheck),
    ]
    return [(words(f"office.rests.{name}"), clean(value)) for name, value in rows if value]
