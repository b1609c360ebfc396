"""A rule: one atomic demand of the document with its sentence, force, basis, and what must be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from civcheck.language import choice  # noqa: F401 - a compiled pack may have it anywhere
from civcheck.language.condition import Condition
from civcheck.language.expectation.branches import DatedBy, OnEmpty
from civcheck.language.over import Over
from civcheck.language.score import Points
from civcheck.language.select import Select
from civcheck.language.walking import parts_inside
from civcheck.language.window import not_day
from civcheck.messages import msg
from civcheck.model.outcome import PARTS, Basis
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.problem import NOTHING

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Applies, BasisWord, DayOrRef, Expectations, ObligationWord, Window
    from civcheck.model.written import NOT_EMPTY, Texts, YesNo, pattern


Change = Literal["locked", "may-tighten", "may-change"]
"""What others may do to a value: nothing, ask for more, or anything."""


class InForce(Part):
    """From when to when a rule is in force, inclusive; before it the rule does not apply."""

    first: DayOrRef | None = None
    last: DayOrRef | None = None

    _keys: ClassVar[Mapping[str, str]] = {"first": "from", "last": "to"}

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a param or fact that is no day."""
        for key, bound in (("from", self.first), ("to", self.last)):
            yield from not_day((*path, key), bound, known)


class TakenFor(Part):
    """Records of another sort that people take for what a rule asks, and why they are not."""

    select: Select
    because: str


class SaidOf(Part):
    """Something to say about selected records; it decides nothing."""

    where: Condition
    says: str


class Rule(Part):
    """One rule of a pack, by its permanent id.

    ``claim`` names a group of rules within which a record counts once; ``score`` says what the rule is worth;
    ``change`` says what a pack that is built on this one may do to it;
    ``over`` lets records come from the ledgers of several years.
    """

    id: Annotated[str, pattern(r"^[0-9A-Za-z][0-9A-Za-z._-]*$")]
    aliases: Texts = ()
    title: str
    quote: Annotated[Texts, NOT_EMPTY]
    obligation: ObligationWord
    basis: Mapping[Literal["scope", "window", "number", "evidence"], BasisWord] = NOTHING
    reading: str = ""
    applies_to: Applies = "全部单位"
    inferred_for: Condition | None = None
    select: Select | None = None
    window: Window | None = None
    dated_by: DatedBy = "日期"
    expect: Expectations = ()
    on_empty: OnEmpty | None = None
    may_be_joint: YesNo = False
    claim: str | None = None
    score: Points | None = None
    in_force: InForce | None = None
    over: Over | None = None
    answered_by: Texts = ()
    remedy: str = ""
    advice: Texts = ()
    near: tuple[TakenFor, ...] = ()
    notices: tuple[SaidOf, ...] = ()
    note: str = ""
    change: Change = "may-tighten"

    _about: ClassVar[Mapping[str, str]] = {"applies_to": "unit", "inferred_for": "unit"}

    def _check(self) -> None:
        if self.answered_by and (self.expect or self.select is not None):
            raise mistake("heading-with-expect")
        if not self.answered_by and not self.expect:
            raise mistake("rule-without-expect")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a claim by a rule that does not ask for so many records, and of points that nothing can earn."""
        if self.claim is not None and not self.can_claim:
            yield (*path, "claim"), "claim-of-what", {"value": self.claim}
        if self.score is not None:
            yield from self._score_mistakes(self.score, known, (*path, "score"))

    def _score_mistakes(self, score: Points, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        if self.answered_by:
            yield path, "score-of-heading", {}
        elif score.counts and not score.veto and len(self.expect) > 1:
            yield path, "score-of-several", {}
        elif score.members:
            names = [name for each in self.expect for name in getattr(each, "member_names", None) or ()]
            if names:
                yield from known.names((*path, "members"), msg("sort.member"), score.members, names)
            elif all(getattr(each, "member_names", None) is None for each in self.expect):
                yield (*path, "members"), "score-no-members", {}

    @property
    def can_claim(self) -> bool:
        """Tell whether it asks for so many records and nothing else, so that a group may count each once."""
        return [getattr(each, "claimable", False) for each in self.expect] == [True]

    @cached_property
    def inside(self) -> tuple[Part, ...]:
        """Give itself and every part inside it, in the order of the YAML."""
        return tuple(parts_inside(self))

    @cached_property
    def selects_beside(self) -> tuple[Select, ...]:
        """Give what it rests on beside the records it selects: those tied to them, and those that name members."""
        return tuple(each for each in parts_inside(self, but="select") if isinstance(each, Select))

    @property
    def is_heading(self) -> bool:
        """Tell whether other rules answer this sentence: it has no finding of its own."""
        return bool(self.answered_by)

    def basis_of(self, part: str) -> Basis:
        """Give where a part of the rule comes from; what the pack does not say is inferred."""
        return self.basis.get(part, Basis.INFERRED)  # type: ignore[call-overload, no-any-return]


ALL_PARTS = PARTS
