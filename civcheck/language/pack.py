"""A rule pack: the document, its terms, its rules point by point, and what in it asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from civcheck.language.hygiene import Tuned
from civcheck.language.rule import Change, Rule
from civcheck.language.scoretable import ScoreTable
from civcheck.model.outcome import Basis
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING
from civcheck.model.terms import Span, Terms

if TYPE_CHECKING:
    from civcheck.language.written import BasisWord, ParamValue
    from civcheck.model.written import Day, pattern


class Param(Part):
    """A named number or day, its basis, and who may change it."""

    value: ParamValue
    unit: str = ""
    basis: BasisWord = Basis.INFERRED
    change: Change = "locked"
    tighter: Literal["lower", "higher"] | None = None
    why: str = ""

    def allows(self, other: Fraction | date) -> bool:
        """Tell whether a ledger may use another value: freely, or only a tighter one."""
        if type(other) is not type(self.value) and isinstance(other, date) != isinstance(self.value, date):
            return False
        if self.change == "may-change" or other == self.value:
            return True
        if self.change == "locked":
            return False
        lower = other < self.value  # type: ignore[operator]
        return lower == (self.tighter == "lower")


class Source(Part):
    """The document's text: its file in the pack and the digest it must have."""

    file: str
    sha256: Annotated[str, pattern("^[0-9a-f]{64}$")]


class Declared(Part):
    """A sentence or part of one that asks for nothing that can be checked (宣示), and why."""

    id: str
    quote: str
    line: int | None = None
    because: str


class Lines(Part):
    """Lines of the source that are the page and not the document (元数据)."""

    first: int
    last: int
    because: str

    _keys: ClassVar[Mapping[str, str]] = {"first": "from", "last": "to"}


def is_pinned(want: str, have: str) -> bool:
    """Tell whether a version is the one that is pinned: by whole numbers, so 1.0 is 1.0 and 1.0.3, never 1.05."""
    return have == want or have.startswith(f"{want}.")


class Extends(Part):
    """The pack that this one is built on, by id or path; version and digest where it pins them."""

    pack: str
    version: str | None = None
    digest: str | None = None

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"pack": raw} if isinstance(raw, str) else raw


class Layer(Part):
    """One of the packs of which a pack is made, the lowest first: id, version, title, digest."""

    id: str
    version: str
    title: str
    digest: str


class PackHead(Part):
    """pack.yaml: which document this is."""

    id: Annotated[str, pattern(r"^[a-z0-9][a-z0-9-]*$")]
    version: str
    title: str
    issuer: str = ""
    index_number: str | None = None
    document_number: str | None = None
    issued: Day | None = None
    period: Span
    closes: Day
    requires: str = ""
    source: Source
    params: Mapping[str, Param] = NOTHING
    declared: tuple[Declared, ...] = ()
    metadata: tuple[Lines, ...] = ()
    score: ScoreTable | None = None
    extends: Extends | None = None
    hygiene: Mapping[str, Tuned] = NOTHING


class Point(Part):
    """A point (要点) of the document: number, title, rules, and the file they stand in."""

    number: int
    title: str
    file: str
    rules: tuple[Rule, ...]


class RulePack(Part):
    """Everything civcheck knows of one document.

    ``layers`` are the packs it is built on and itself, none where it is built on nothing; ``quoted_from`` tells for
    every quote of a lower layer which that is, ``own`` are the rules that it adds or patches itself.
    ``reads_body``: some rule looks into narratives, so they are kept; ``counts_material``: some rule asks for a number
    of files, so the same bytes under two names are told apart from two files; ``opens_material``: some rule asks how
    long the text of a file is, so files are opened.
    """

    head: PackHead
    terms: Terms
    points: tuple[Point, ...]
    digest: str
    layers: tuple[Layer, ...] = ()
    quoted_from: Mapping[str, str] = NOTHING
    own: tuple[str, ...] = ()
    reads_body: bool = False
    counts_material: bool = False
    opens_material: bool = False

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.head.id

    def all_layers(self) -> tuple[Layer, ...]:
        """List the packs of which this one is made, the lowest first, itself last."""
        own = Layer(id=self.id, version=self.head.version, title=self.head.title, digest=self.digest)
        return self.layers or (own,)

    def quotes_by_layer(self) -> Mapping[str, str]:
        """Tell for every quote the id of the pack whose document it stands in."""
        return {quote: self.quoted_from.get(quote, self.id) for rule in self.rules for quote in rule.quote}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule in the order of the document, headings included."""
        return tuple(rule for point in self.points for rule in point.rules)

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Rules by id and former ids."""
        known = {alias: rule for rule in self.rules for alias in rule.aliases}
        return {**known, **{rule.id: rule for rule in self.rules}}

    @cached_property
    def point_of(self) -> Mapping[str, Point]:
        """Rule id → its point."""
        return {rule.id: point for point in self.points for rule in point.rules}

    def span_of(self, rule_id: str) -> tuple[str, ...]:
        """List the rules a name stands for: the rule itself, or all rules of a span (2.8: 2.8a and 2.8b)."""
        if rule_id in self.by_id:
            return (self.by_id[rule_id].id,)
        return tuple(rule.id for rule in self.rules if rule.id.rstrip("abcdefghij") == rule_id)

    @cached_property
    def claiming(self) -> Mapping[str, tuple[Rule, ...]]:
        """Group → its rules, in the order of the document: within it a record counts once."""
        groups: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            if rule.claim is not None:
                groups[rule.claim] = (*groups.get(rule.claim, ()), rule)
        return groups

    def judged(self) -> Iterator[Rule]:
        """List the rules that have a finding of their own."""
        return (rule for rule in self.rules if not rule.is_heading)
