"""Records and their evidence, as they are after reading: typed, compact, frozen."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import ConfigDict, Field, PlainValidator, SkipValidation, ValidationInfo, WithJsonSchema
from pydantic.dataclasses import dataclass

from civcheck.model import values
from civcheck.model.values import Days, Number

NARRATIVE = "本文"
"""The value by which a record names its own narrative as material."""


class Evidence(NamedTuple):
    """One piece of material that a record names.

    ``folder`` and ``name`` are its place in the ledger (``name`` is the URL of a link, whose folder is None);
    ``size`` counts bytes; ``day`` is its own date, None when it has none.
    """

    role: str
    folder: str | None
    name: str
    size: int = 0
    caption: str | None = None
    day: date | None = None
    number: str | None = None

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


def _context(info: ValidationInfo) -> values.Context:
    context: values.Context = info.context  # type: ignore[assignment]
    return context


TEXT_SCHEMA = {"type": "string"}
TEXTS_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
NUMBER_SCHEMA = {"type": ["integer", "number", "string"]}
YES_NO_SCHEMA = {"enum": ["是", "否", True, False, "有", "无", "对", "√", "×"]}
DAY_SCHEMA = {"type": "string"}
DAYS_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {
            "type": "object",
            "properties": {"起": DAY_SCHEMA, "止": DAY_SCHEMA, "start": DAY_SCHEMA, "end": DAY_SCHEMA},
            "additionalProperties": False,
        },
    ]
}

Text = Annotated[str | None, PlainValidator(values.read_text), WithJsonSchema(TEXT_SCHEMA)]
Texts = Annotated[tuple[str, ...], PlainValidator(values.read_texts), WithJsonSchema(TEXTS_SCHEMA)]
YesNo = Annotated[bool | None, PlainValidator(values.read_yes_no), WithJsonSchema(YES_NO_SCHEMA)]
Whole = Annotated[
    int | None,
    PlainValidator(lambda raw, info: values.read_whole(raw, _context(info))),
    WithJsonSchema(NUMBER_SCHEMA),
]
Hours = Annotated[
    Number | None,
    PlainValidator(lambda raw, info: values.read_hours(raw, _context(info))),
    WithJsonSchema(NUMBER_SCHEMA),
]
DayField = Annotated[
    date | None,
    PlainValidator(lambda raw, info: values.read_day(raw, _context(info))),
    WithJsonSchema(DAY_SCHEMA),
]
DaysField = Annotated[
    Days,
    PlainValidator(lambda raw, info: values.read_days(raw, _context(info))),
    WithJsonSchema(DAYS_SCHEMA),
]

FieldValue = str | tuple[str, ...] | Number | bool | date
Kept = Annotated[Any, SkipValidation]
NO_FIELDS: Mapping[str, FieldValue] = {}


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))
class Record:
    """One record of a ledger.

    ``key`` is its name in reports (file, with ``#n`` for the n-th of several in a file); ``line`` is where it
    begins. ``flaws`` names the fields and roles whose value was left out because of a problem.
    """

    key: Kept
    line: Kept
    kind: Text
    title: Text
    days: DaysField
    id: Text = None
    joined: YesNo = None
    place: Texts = ()
    organiser: Texts = ()
    by: Texts = ()
    partners: Texts = ()
    responsible: Texts = ()
    attendance: Whole = None
    hours: Hours = None
    themes: Texts = ()
    audience: Texts = ()
    large_event: YesNo = None
    reported_on: DayField = None
    refs: Texts = ()
    links: Texts = ()
    note: Text = None
    filing: Annotated[Filing | None, SkipValidation] = None
    evidence: Annotated[tuple[Evidence, ...], SkipValidation] = ()
    fields: Annotated[Mapping[str, FieldValue], SkipValidation] = Field(default_factory=lambda: NO_FIELDS)
    extra: Kept = None
    body: Kept = ""
    flaws: Kept = ()

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
        return str(self.key).rpartition("#")[0] or str(self.key)

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


Weightless = Literal["record", "material"]

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
