"""How the points of a pack are added up: groups, one in another, and the marks that they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from civcheck.model.parts import Part, mistake
from civcheck.model.problem import NOTHING

if TYPE_CHECKING:
    from civcheck.language.written import ExactNumber, LevelOrMark, Mark, Quantity
    from civcheck.model.written import YesNo


class Group(Part):
    """Points that are added up and capped together: a point of the document, or a name that rules give under ``of``.

    ``base`` is there before its rules add or take away; ``of`` names the group that it is part of; ``bonus`` is not in
    the full mark; with a ``threshold`` the whole is reached only when the group reaches it too.
    """

    base: Quantity | None = None
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    of: str | None = None
    bonus: YesNo = False
    threshold: Mark | None = None


class Level(Part):
    """A mark that also asks for so many points in some groups: 总分90以上且廉政不低于18分."""

    total: Mark
    groups: Mapping[str, Mark] = NOTHING


class ScoreTable(Part):
    """How the points of a pack are added up.

    ``full`` is what they must come to, bonus apart; ``threshold`` is one mark to reach, ``levels`` several by name;
    ``not_applicable`` says what a rule that does not concern a unit is worth to it: its full points, none, or the
    other points are scaled up.
    """

    full: ExactNumber
    not_applicable: Literal["full", "zero", "scaled"]
    threshold: Mark | None = None
    levels: Mapping[str, LevelOrMark] = NOTHING
    at_most: ExactNumber | None = None
    groups: Mapping[str, Group] = NOTHING

    def _check(self) -> None:
        if self.threshold is not None and self.levels:
            raise mistake("one-of", names=("threshold", "levels"))

    @property
    def marks(self) -> Mapping[str, Level]:
        """Every mark to reach, by name; that of ``threshold`` has none."""
        if self.threshold is not None:
            return {"": Level(total=self.threshold)}
        return {
            name: each if isinstance(each, Level) else Level(total=each) for name, each in self.levels.items()
        }
