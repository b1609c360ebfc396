"""The shape of the json report: what ``report/json.py`` writes, its published schema, and what is read again.

A message stands with its code and its params, so that a stored report can be said again, in another language too. A
param is a text, a whole number, ``{"number": "1/2"}``, ``{"day": "2017-03-15"}``, a message, or a list of these.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12


class PlaceJson(TypedDict):
    """A place in the ledger; a path that ends in / is the folder where something belongs."""

    path: str
    line: int | None
    column: int | None


class MessageJson(TypedDict):
    """A message: its code, and what it speaks of."""

    code: str
    params: NotRequired[dict[str, Any]]


class SaidJson(MessageJson):
    """A message with its text in the report's language."""

    text: str


class ShortfallJson(TypedDict):
    """A record that lacks something."""

    record: str
    place: PlaceJson
    title: str
    lacks: list[SaidJson]
    due: str | None


class NearMissJson(TypedDict):
    """A record that would count but for one thing."""

    record: str
    place: PlaceJson
    title: str
    lacks: SaidJson


class JudgementJson(TypedDict):
    """The judgement that decided a rule."""

    verdict: str
    by: str
    reason: str
    until: str
    place: PlaceJson
    superior: bool
    bound: bool
    basis: str | None


class FindingJson(TypedDict):
    """One rule and its outcome."""

    rule: str
    point: int
    title: str
    quotes: list[str]
    documents: list[str]
    outcome: str
    obligation: str
    basis: dict[str, str]
    summary: SaidJson
    have: str | None
    need: str | None
    lacking: NotRequired[str | None]
    nameless: NotRequired[list[str]]
    missing: list[str]
    where: PlaceJson | None
    shown_by: list[str]
    planned: list[str]
    shortfalls: list[ShortfallJson]
    shortfall_count: int
    near_misses: list[NearMissJson]
    near_miss_count: int
    window: list[str] | None
    due: str | None
    days_left: int | None
    behind_pace: bool
    remedy: str
    forbids: NotRequired[bool]
    advice: list[str]
    duty: str | None
    asks: list[str]
    notes: list[SaidJson]
    judgement: JudgementJson | None
    underlying: str | None
    fingerprint: str | None


class ProblemJson(TypedDict):
    """An input problem: what, where, why, and the cure."""

    code: str
    weight: Literal["unread", "value", "note"]
    place: PlaceJson
    text: str
    why: str
    cure: str
    params: NotRequired[dict[str, Any]]


class ThumbnailJson(TypedDict):
    """A small JPEG of a photo, in base64, and the file it is of."""

    file: str
    jpeg: str


class AnswerJson(TypedDict):
    """What a person answered to a notice; ``superior``: in a register outside the ledger."""

    reason: str
    by: str
    day: str
    place: PlaceJson
    superior: bool


class NoticeJson(TypedDict):
    """Something a person may want to look at; ``thumbnails`` only where they were asked for."""

    code: str
    text: str
    places: list[PlaceJson]
    rule: str | None
    said: NotRequired[MessageJson]
    thumbnails: NotRequired[list[ThumbnailJson]]
    digests: NotRequired[list[str]]
    uses: NotRequired[int]
    answer: NotRequired[AnswerJson]


class AttachmentJson(TypedDict):
    """One piece of material; ``sha256`` only when digests were asked for."""

    role: str
    path: str
    link: bool
    size: int | None
    sha256: NotRequired[str]
    caption: NotRequired[str]
    day: NotRequired[str]
    number: NotRequired[str]
    fields: NotRequired[dict[str, Any]]


class DaysJson(TypedDict):
    """When a record was; sessions only where it names several days."""

    first: str
    last: str
    sessions: NotRequired[list[str]]


class FilingJson(TypedDict):
    """归档: archive number, day, box."""

    number: str | None
    day: str | None
    box: str | None


class RecordJson(TypedDict):
    """One record of the catalogue; what it does not say is not there."""

    key: str
    id: str | None
    kind: str
    title: str
    days: DaysJson
    file: str
    line: int
    fields: dict[str, Any]
    attachments: list[AttachmentJson]
    extra: Any
    joined: NotRequired[bool]
    place: NotRequired[list[str]]
    organiser: NotRequired[list[str]]
    by: NotRequired[list[str]]
    partners: NotRequired[list[str]]
    responsible: NotRequired[list[str]]
    attendance: NotRequired[int | str]
    hours: NotRequired[int | str]
    themes: NotRequired[list[str]]
    audience: NotRequired[list[str]]
    large_event: NotRequired[bool]
    reported_on: NotRequired[str]
    refs: NotRequired[list[str]]
    links: NotRequired[list[str]]
    note: NotRequired[str]
    filing: NotRequired[FilingJson]


class LayerJson(TypedDict):
    """One of the packs that a pack is made of."""

    id: str
    version: str
    digest: str


class PackJson(TypedDict):
    """Which rule pack; ``layers`` are those that it is made of, the lowest first, none where it is one."""

    id: str
    version: str
    title: str
    digest: str
    layers: list[LayerJson]


class ParamJson(TypedDict):
    """A param as used."""

    value: str
    unit: str
    basis: str
    set_by: str


class EarlierJson(TypedDict):
    """A ledger of an earlier year that was given too."""

    year: int
    folder: str
    digest: str


class BesideJson(TypedDict):
    """A ledger of another unit that was compared with, and not audited: what of it was read, and what was not."""

    name: str
    unit: str
    year: int
    digest: str
    records: int
    files: int
    unread: int


class HygieneSetJson(TypedDict):
    """A number of a hygiene check that was set by the pack or the ledger."""

    check: str
    number: str
    value: str
    unit: str
    set_by: str


class HygieneJson(TypedDict):
    """Whether the hygiene checks were made, which of them the pack switches off, what was tuned."""

    applied: bool
    off: list[str]
    numbers: list[HygieneSetJson]


class InGitJson(TypedDict):
    """What was asked of git: the commit, the day of --known-at and that of the commit, whether days were used."""

    commit: str
    known_at: str | None
    day: str | None
    first_seen: bool


class ProvenanceJson(TypedDict):
    """What the report rests on."""

    civcheck: str
    pack: PackJson
    source_digest: str
    ledger_digest: str
    as_of: str
    year: int
    earlier: list[EarlierJson]
    only: list[str]
    rules: int
    language: str
    params: dict[str, ParamJson]
    judgements: str
    hygiene: HygieneJson
    opened: NotRequired[int | None]
    git: NotRequired[InGitJson]
    beside: NotRequired[list[BesideJson]]


class UnitJson(TypedDict):
    """The unit as audited."""

    name: str
    type: str
    year: int
    honour: str | None
    functions: list[str] | None
    organisations: list[str] | None
    facts: dict[str, Any]
    stated_functions: dict[str, bool]
    file: NotRequired[str]


class AskJson(TypedDict):
    """A fact that is not declared."""

    fact: str
    question: str
    line: str
    rules: list[str]
    said: NotRequired[MessageJson]
    how: NotRequired[SaidJson | None]


class UnreadJson(TypedDict):
    """A record that could not be read."""

    record: str
    line: int
    kind: str | None


class SkippedJson(TypedDict):
    """A file that was not audited."""

    path: str
    reason: str
    may_hide_record: bool
    said: NotRequired[MessageJson]


class LooseJson(TypedDict):
    """A file that no record names."""

    path: str
    record: str | None
    line: str | None
    role: NotRequired[str | None]


class ChangeJson(TypedDict):
    """How one rule changes."""

    rule: str
    now: str
    then: str


class NextChangeJson(TypedDict):
    """The next day on which an outcome changes."""

    day: str
    changes: list[ChangeJson]


class ClaimedJson(TypedDict):
    """A record, or one session of it, that a rule claims."""

    record: str
    day: str | None


class ClaimGroupJson(TypedDict):
    """Who claims what in a group in which a record counts once."""

    group: str
    claimed: dict[str, list[ClaimedJson]]
    unclaimed: list[ClaimedJson]


class NeedJson(TypedDict):
    """One thing that a mark asks for: points of the whole (without a name) or of a group, or a veto that is met."""

    sort: Literal["total", "group", "veto", "unshown-veto"]
    name: str
    points: str | None
    verdict: Literal["reached", "not-reached", "open"]


class GroupMarkJson(TypedDict):
    """The mark of a group."""

    points: str
    verdict: Literal["reached", "not-reached", "open"]


class MarkJson(GroupMarkJson):
    """A mark to reach, with everything that it asks for; the name is empty where there is one alone."""

    name: str
    needs: list[NeedJson]


class UnnamedJson(TypedDict):
    """So many records leave a field blank by which things are told apart, and earn nothing."""

    field: str
    records: int


class ScoreLineJson(TypedDict):
    """What a rule earns; ``counts`` is false where it drops out, ``asks`` are facts that it waits for.

    ``judged`` says that its points rest on a judgement.
    """

    rule: str
    sure: str
    possible: str
    full: str
    counts: bool
    asks: list[str]
    unnamed: UnnamedJson | None
    judged: bool


class ScoreGroupJson(TypedDict):
    """Points that are added up together; ``of`` names the group that this one is part of."""

    name: str
    point: int | None
    sure: str
    possible: str
    full: str
    bonus: bool
    of: str | None
    mark: GroupMarkJson | None
    rules: list[ScoreLineJson]


class ScoreJson(TypedDict):
    """The points of a ledger."""

    sure: str
    possible: str
    full: str
    scaled_from: str | None
    marks: list[MarkJson]
    vetoes: list[str]
    open_vetoes: list[str]
    unshown_vetoes: list[str]
    lifted_vetoes: list[str]
    groups: list[ScoreGroupJson]


class BaselineJson(TypedDict):
    """What a baseline says: items by rule; one without a name is an empty text."""

    known: dict[str, list[str]]
    new: dict[str, list[str]]
    cured: dict[str, list[str]]


class PointJson(TypedDict):
    """A point of the document."""

    number: int
    title: str


class FolderJson(TypedDict):
    """A folder of a ledger without records, or loose files."""

    folder: str
    point: int | None
    files: int
    command: str
    kind: NotRequired[str | None]
    sure: NotRequired[bool]
    year: NotRequired[int | None]


class ReportJson(TypedDict):
    """The json report."""

    schema_version: str
    provenance: ProvenanceJson
    unit: UnitJson
    counters: dict[str, int]
    complete: bool
    everything_read: NotRequired[bool]
    threshold: NotRequired[Literal["mandatory", "expected", "encouraged"]]
    judged: int
    findings: list[FindingJson]
    problems: list[ProblemJson]
    notices: list[NoticeJson]
    catalogue: list[RecordJson]
    asks: list[AskJson]
    unread: list[UnreadJson]
    skipped: list[SkippedJson]
    unreferenced: list[LooseJson]
    shared: dict[str, list[str]]
    claims: list[ClaimGroupJson]
    score: ScoreJson | None
    next_change: NextChangeJson | None
    baseline: NotRequired[BaselineJson | None]
    points: list[PointJson]
    folders: list[FolderJson]
