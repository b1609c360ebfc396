"""The report (缺口报告): what an audit found, in no format and no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from civcheck.messages import Message
from civcheck.model.comparison import BaselineUse
from civcheck.model.ledger import LooseFile, Skipped, UnreadRecord
from civcheck.model.outcome import Basis, Obligation, Outcome
from civcheck.model.plan import Plan
from civcheck.model.problem import NOTHING, Place, Problem
from civcheck.model.record import Record

SCHEMA_VERSION = "1.1"


class NearMiss(NamedTuple):
    """A record that would count but for one thing, and that thing."""

    record: str
    place: Place
    title: str
    lacks: Message


class Shortfall(NamedTuple):
    """A record that does not show something it must show, by when."""

    record: str
    place: Place
    title: str
    lacks: tuple[Message, ...]
    due: date | None = None


class JudgementUse(NamedTuple):
    """A judgement that decided a rule: what it said, who, why, until when, and whose word it is."""

    verdict: str
    by: str
    reason: str
    until: date
    place: Place
    superior: bool = False
    bound: bool = False
    basis: str | None = None


class Finding(NamedTuple):
    """One rule and its outcome for this ledger.

    ``have`` of ``need``: k of n where the rule counts; ``lacking``: how much a gap is short of, as an exact fraction;
    ``nameless``: where several must hold, how much of each is neither in ``missing`` nor of a record;
    ``missing`` names members of a set; ``shown_by`` and ``planned`` are keys of the catalogue; ``days_left`` counts
    from the as-of date to the last day, at least 1. ``documents`` tells for each quote which pack below has it, empty
    for the pack's own; none where it is one pack. ``forbids``: it is about what must not be, so nothing of the sort is
    to be added. ``underlying`` is the outcome before a judgement. ``window`` is there
    where the rule has days of its own.
    """

    rule: str
    point: int
    title: str
    quotes: tuple[str, ...]
    outcome: Outcome
    obligation: Obligation
    basis: Mapping[str, Basis]
    summary: Message
    decided_by: tuple[Message, ...] = ()
    have: str | None = None
    need: str | None = None
    lacking: str | None = None
    missing: tuple[str, ...] = ()
    where: Place | None = None
    shown_by: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    shortfall_count: int = 0
    near_misses: tuple[NearMiss, ...] = ()
    near_miss_count: int = 0
    window: tuple[date, date] | None = None
    due: date | None = None
    days_left: int | None = None
    behind_pace: bool = False
    remedy: str = ""
    advice: tuple[str, ...] = ()
    duty: str | None = None
    asks: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    judgement: JudgementUse | None = None
    underlying: Outcome | None = None
    fingerprint: str | None = None
    documents: tuple[str, ...] = ()
    forbids: bool = False
    nameless: tuple[str, ...] = ()

    @property
    def asked_days(self) -> tuple[date, date] | None:
        """Give the days in which what is lacking must lie; none where nothing is asked to be there."""
        return None if self.forbids else self.window

    @property
    def inferred(self) -> tuple[str, ...]:
        """Name the parts that decided the outcome and do not come from the document's own words."""
        return tuple(part for part, basis in self.basis.items() if basis is not Basis.ORIGINAL)


class Thumbnail(NamedTuple):
    """A small JPEG of a photo, and the file it is of as places name it."""

    file: str
    jpeg: bytes


class Answered(NamedTuple):
    """What a person answered to a notice, where it is written, and whether outside the ledger (a superior's word)."""

    reason: str
    by: str
    day: date
    place: Place
    superior: bool = False


class Notice(NamedTuple):
    """Something seen in one or two places that a person may want to look at (疑点提示); it never accuses.

    Of files that a person may answer for ``digests`` are their SHA-256 and ``uses`` the number of places; ``answer`` is
    what was answered. An answered notice stays a notice. ``thumbnails``: photos that it is about, where asked for.
    """

    code: str
    text: Message
    places: tuple[Place, ...] = ()
    rule: str | None = None
    digests: tuple[str, ...] = ()
    uses: int = 0
    answer: Answered | None = None
    thumbnails: tuple[Thumbnail, ...] = ()


class Ask(NamedTuple):
    """A fact that is not declared, the rules that wait for it, and the line to paste.

    ``how`` says where the line belongs when something in unit.yaml is in its way; else it may stand anywhere.
    """

    fact: str
    question: Message
    line: str
    rules: tuple[str, ...]
    how: Message | None = None


class Setting(NamedTuple):
    """A param as used: its value, unit, basis, and who set it."""

    value: str
    unit: str
    basis: Basis
    set_by: str


class EarlierLedger(NamedTuple):
    """A ledger of an earlier year that was given too: for rules over several years."""

    year: int
    folder: str
    digest: str


class BesideLedger(NamedTuple):
    """A ledger of another unit whose photos and texts were compared, and which was not audited.

    ``name`` stands before its paths in notices; ``unit`` is its own word. ``records`` and ``files`` (attachments that
    were opened) were compared; ``unread`` counts what may be a record and could not be read.
    """

    name: str
    unit: str
    year: int
    digest: str
    records: int
    files: int
    unread: int = 0


class HygieneSet(NamedTuple):
    """A number of a hygiene check that was set: which one, to what, and by whom."""

    check: str
    number: str
    value: str
    unit: str
    set_by: str


class Hygiene(NamedTuple):
    """How the hygiene checks went: applied or not, which were switched off, which numbers were set."""

    applied: bool = True
    off: tuple[str, ...] = ()
    numbers: tuple[HygieneSet, ...] = ()


class InGit(NamedTuple):
    """What was asked of git: the commit the ledger was looked at in; the day asked for with --known-at, and its own.

    ``first_seen``: whether days on which files first appeared were used. ``commit`` is empty before the first one.
    """

    commit: str
    known_at: date | None = None
    day: date | None = None
    first_seen: bool = False


class Provenance(NamedTuple):
    """What the report rests on; no run time, so that equal input gives equal bytes.

    ``layers`` are the packs that the pack is made of, the lowest first: id, version, digest; none where it is one.
    ``opened`` says how many attachments were looked into, None where none was to be.
    """

    civcheck: str
    pack: str
    pack_version: str
    pack_title: str
    pack_digest: str
    source_digest: str
    ledger_digest: str
    as_of: date
    year: int
    only: tuple[str, ...] = ()
    params: Mapping[str, Setting] = NOTHING
    judgements: str = "applied"
    rules: int = 0
    earlier: tuple[EarlierLedger, ...] = ()
    layers: tuple[tuple[str, str, str], ...] = ()
    hygiene: Hygiene = Hygiene()
    opened: int | None = None
    git: InGit | None = None
    beside: tuple[BesideLedger, ...] = ()


class UnitFacts(NamedTuple):
    """The unit as the report shows it."""

    name: str
    type: str
    year: int
    honour: str | None
    functions: tuple[str, ...] | None
    organisations: tuple[str, ...] | None
    facts: Mapping[str, Any]
    stated: Mapping[str, bool]
    file: str = "unit.yaml"


class NextChange(NamedTuple):
    """The next day on which an outcome changes if nothing is added: rule → (now, then)."""

    day: date
    changes: Mapping[str, tuple[Outcome, Outcome]]


class FallsDue(NamedTuple):
    """A rule that becomes a gap on a later day if nothing is added: that day, and what will be lacking then.

    It can still be shown on that day.
    """

    day: date
    finding: Finding


class ClaimGroup(NamedTuple):
    """A group of rules within which a record counts once: rule → what it claims, and what no rule needs.

    What is claimed is a record by its key, and the day where it is one session of it.
    """

    name: str
    claimed: Mapping[str, tuple[tuple[str, date | None], ...]]
    unclaimed: tuple[tuple[str, date | None], ...] = ()


class ScoreLine(NamedTuple):
    """What a rule earns: points that are sure, points that are possible, and its full mark.

    ``counts`` is False for a rule that drops out because it does not concern the unit; ``asks`` are facts that are not
    declared and that its points depend on; ``unnamed`` is a field by which things are told apart, and how many records
    leave it blank and so earn nothing; ``judged`` says that it rests on a judgement.
    """

    rule: str
    sure: Fraction
    possible: Fraction
    full: Fraction
    counts: bool = True
    asks: tuple[str, ...] = ()
    unnamed: tuple[str, int] | None = None
    judged: bool = False


class ScoreGroup(NamedTuple):
    """Points that are added up and capped together; ``point`` is there where the group is a point of the document.

    A group that is part of another one names it (``of``) and stands so many steps below the whole (``depth``).
    """

    name: str
    point: int | None
    lines: tuple[ScoreLine, ...]
    sure: Fraction
    possible: Fraction
    full: Fraction
    bonus: bool = False
    mark: ScoreMark | None = None
    depth: int = 0
    of: str | None = None


class ScoreNeed(NamedTuple):
    """One thing that a mark asks for: so many points of the whole or of a group, or that a veto is met.

    An ``unshown-veto`` stands because nothing was shown that should be there, not because something was found.
    """

    sort: Literal["total", "group", "veto", "unshown-veto"]
    name: str
    points: Fraction | None
    reached: bool | None


class ScoreMark(NamedTuple):
    """A mark to reach, by name, and whether it is: True, False, or None while that is open.

    ``needs`` has everything that it asks for; of the mark of a group that is but its points.
    """

    name: str
    points: Fraction
    reached: bool | None
    needs: tuple[ScoreNeed, ...] = ()


class Score(NamedTuple):
    """The points of a ledger: a view beside the outcomes, which decides none of them.

    ``scaled_from`` is the full mark of the rules that concern the unit, where others drop out and points are scaled;
    ``vetoes`` are the rules of 一票否决 for every mark of which something was found, ``unshown_vetoes`` those of which
    nothing was shown, ``open_vetoes`` those of which it is not known; ``lifted_vetoes`` are met by a judgement alone.
    """

    sure: Fraction
    possible: Fraction
    full: Fraction
    groups: tuple[ScoreGroup, ...]
    marks: tuple[ScoreMark, ...]
    scaled_from: Fraction | None = None
    vetoes: tuple[str, ...] = ()
    open_vetoes: tuple[str, ...] = ()
    unshown_vetoes: tuple[str, ...] = ()
    lifted_vetoes: tuple[str, ...] = ()


class PointTitle(NamedTuple):
    """A point (要点) and its title."""

    number: int
    title: str


class FolderGuess(NamedTuple):
    """A folder of a ledger without records, or loose files, and the point it seems to belong to.

    ``sure``: its name says so in full; ``year`` is the one it names, where that is not the ledger's.
    """

    folder: str
    point: int | None
    files: int
    command: str
    kind: str | None = None
    sure: bool = True
    year: int | None = None


class Report(NamedTuple):
    """What an audit found: the one thing every format is made from.

    ``incomplete``: something that may be a record was not read, or there is no record; ``threshold`` is the force from
    which on a rule counts for the exit code; ``falling_due`` is in the order of days, empty where nobody asked;
    ``plan`` is there where somebody did.
    """

    provenance: Provenance
    unit: UnitFacts
    counters: Mapping[Outcome, int]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]
    catalogue: tuple[Record, ...]
    points: tuple[PointTitle, ...]
    asks: tuple[Ask, ...] = ()
    unread: tuple[UnreadRecord, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unreferenced: tuple[LooseFile, ...] = ()
    shared: Mapping[str, tuple[str, ...]] = NOTHING
    next_change: NextChange | None = None
    guesses: tuple[FolderGuess, ...] = ()
    claims: tuple[ClaimGroup, ...] = ()
    score: Score | None = None
    judged: int = 0
    incomplete: bool = False
    digests: Mapping[str, str] = NOTHING
    baseline: BaselineUse | None = None
    threshold: Obligation = Obligation.EXPECTED
    falling_due: tuple[FallsDue, ...] = ()
    plan: Plan | None = None

    @property
    def undecided(self) -> tuple[str, ...]:
        """Name the rules of the threshold's force and above that could not be judged."""
        return tuple(
            finding.rule
            for finding in self.findings
            if finding.outcome is Outcome.UNDETERMINED and finding.obligation >= self.threshold
        )

    @property
    def complete(self) -> bool:
        """Tell whether everything was read and every rule that counts has an outcome: else the exit code is 3."""
        return not self.incomplete and not self.undecided
