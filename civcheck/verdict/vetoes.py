"""一票否决: which vetoes stand, which are open, and which a judgement has lifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.report import ScoreNeed
from civcheck.verdict.judging import Judged

_UNKNOWN = (Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)


class Veto(NamedTuple):
    """A rule of 一票否决 that stands, or of which it is not known, for some levels, or for all (none are named).

    It stands because something was ``shown``, or because nothing was that should be. One that was ``lifted`` would be
    here, but a judgement says otherwise.
    """

    rule: str
    levels: tuple[str, ...]
    stands: bool | None
    shown: bool
    lifted: bool = False

    def is_about(self, level: str) -> bool:
        """Tell whether it keeps a level from being reached."""
        return not self.lifted and (not self.levels or level in self.levels)

    @property
    def need(self) -> ScoreNeed:
        """What it asks of a mark."""
        if self.stands is None:
            return ScoreNeed("veto", self.rule, None, None)
        return ScoreNeed("veto" if self.shown else "unshown-veto", self.rule, None, False)


def vetoes_of(judged: Iterable[Judged]) -> Iterator[Veto]:
    """List the vetoes that are not met, and those that a judgement says are."""
    for each in judged:
        points = each.rule.score
        if points is None or not points.veto:
            continue
        levels = points.veto if isinstance(points.veto, tuple) else ()
        by_person = each.outcome is not each.seen.outcome
        if each.outcome is Outcome.GAP or each.outcome in _UNKNOWN:
            stands = True if each.outcome is Outcome.GAP else None
            yield Veto(each.rule.id, levels, stands, by_person or each.seen.exceeded)
        elif each.use is not None:
            yield Veto(each.rule.id, levels, None, shown=True, lifted=True)
