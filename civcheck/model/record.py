"""Records and their evidence, as they are after reading: typed, compact, frozen."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from civcheck.model.days import Days
from civcheck.model.numbers import Number

NARRATIVE = "本文"
"""The value by which a record names its own narrative as material."""


FieldValue = str | tuple[str, ...] | Number | bool | date
NO_FIELDS: Mapping[str, FieldValue] = {}


class Evidence(NamedTuple):
    """One piece of material that a record names.

    ``folder`` and ``name`` are its place in the ledger (``name`` is the URL of a link, whose folder is None);
    ``size`` counts bytes; ``day`` is its own date, None when it has none. ``characters`` (blanks apart) and ``pages``
    are those of its text, None where it was not opened or they cannot be counted.
    """

    role: str
    folder: str | None
    name: str
    size: int = 0
    caption: str | None = None
    day: date | None = None
    number: str | None = None
    fields: Mapping[str, FieldValue] = NO_FIELDS
    characters: int | None = None
    pages: int | None = None

    @property
    def is_link(self) -> bool:
        """Tell whether this is a link and no file: 链接，未核验."""
        return self.folder is None

    @property
    def path(self) -> str:
        """Give the file's path in the ledger, or the URL."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


class Filing(NamedTuple):
    """归档: the archive number, the day it was filed, the box; each None when not written."""

    number: str | None = None
    day: date | None = None
    box: str | None = None


class Record(NamedTuple):
    """One record of a ledger.

    ``key`` is its name in reports (file, with ``#n`` for the n-th of several in a file); ``line`` is where it
    begins. ``fields`` are those of its kind. ``flaws`` names the fields and roles whose value was left out
    because of a problem. ``body`` is the narrative, kept only where a rule reads it; ``sketch`` are checksums of
    its sentences (``model/sketch.py``), taken only where they are compared.
    """

    key: str
    line: int
    kind: str
    title: str
    days: Days
    id: str | None = None
    joined: bool | None = None
    place: tuple[str, ...] = ()
    organiser: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    attendance: int | None = None
    hours: Number | None = None
    themes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    large_event: bool | None = None
    reported_on: date | None = None
    refs: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    note: str | None = None
    filing: Filing | None = None
    evidence: tuple[Evidence, ...] = ()
    fields: Mapping[str, FieldValue] = NO_FIELDS
    extra: Any = None
    body: str = ""
    sketch: bytes = b""
    flaws: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        """The first day; the record exists from the end of it."""
        return self.days.first

    @property
    def last(self) -> date:
        """The last day; lags and material deadlines run from it."""
        return self.days.last

    @property
    def file(self) -> str:
        """The record file's path in the ledger."""
        return self.key.rpartition("#")[0] or self.key

    @property
    def folder(self) -> str:
        """The folder the record file lies in; empty for the ledger's own."""
        return self.file.rpartition("/")[0]

    @property
    def filed_on(self) -> date | None:
        """The day it was filed; 归档 without 日期 counts from the record's last day."""
        return (self.filing.day or self.days.last) if self.filing is not None else None

    def evidence_by(self, day: date) -> tuple[Evidence, ...]:
        """Give the material that exists at the end of ``day``: from its own 日期, else from the record's first day."""
        if self.days.first > day:
            return ()
        return tuple(each for each in self.evidence if each.day is None or each.day <= day)


RECORD_KEYS: Mapping[str, tuple[str, str]] = {
    "类型": ("kind", "kind"),
    "标题": ("title", "title"),
    "日期": ("date", "days"),
    "编号": ("id", "id"),
    "本单位参加": ("joined", "joined"),
    "地点": ("place", "place"),
    "主办": ("organiser", "organiser"),
    "承办": ("by", "by"),
    "联办单位": ("partners", "partners"),
    "负责人": ("responsible", "responsible"),
    "参加人数": ("attendance", "attendance"),
    "时长": ("hours", "hours"),
    "主题": ("themes", "themes"),
    "对象": ("audience", "audience"),
    "大型活动": ("large_event", "large_event"),
    "报送日期": ("reported_on", "reported_on"),
    "归档": ("filing", "filing"),
    "附件": ("evidence", "evidence"),
    "关联": ("refs", "refs"),
    "链接": ("links", "links"),
    "其他": ("extra", "extra"),
    "备注": ("note", "note"),
}
"""What a record may say: key → (alias, attribute of Record)."""
