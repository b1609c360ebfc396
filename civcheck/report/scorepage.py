"""How a pack's points are added up, in words: the full mark, groups and their caps, the marks to reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civcheck.language.pack import RulePack
from civcheck.language.saying import Glossary
from civcheck.language.scoretable import Group, Level, ScoreTable
from civcheck.messages import number, quoted
from civcheck.report.words import Words


def score_rows(pack: RulePack, words: Words) -> Iterator[str]:
    """Lay out what a pack says of adding up points; nothing where it gives none."""
    table = pack.head.score
    if table is None:
        return
    said = _Said(pack, words)
    yield f"\n## {words('page.score')}\n"
    for line in (*said.whole(table), *said.marks(table), *said.vetoes(), *said.groups(table)):
        yield f"* {line.replace('<', '&lt;')}"


class _Said:
    def __init__(self, pack: RulePack, words: Words) -> None:
        self.pack, self.words, self.known = pack, words, Glossary.of(pack)

    def whole(self, table: ScoreTable) -> Iterator[str]:
        said = self.words("page.score.full", points=number(table.full))
        if table.at_most is not None:
            said += self.words("page.score.at-most", points=number(table.at_most))
        yield said
        yield self.words(f"page.score.counted-{table.not_applicable}")

    def marks(self, table: ScoreTable) -> Iterator[str]:
        for name, level in table.marks.items():
            yield self.words(
                "page.score.mark", name=name or self.words("score.mark"), asked=self._asked(level)
            )

    def _asked(self, level: Level) -> str:
        asked = [self.words("page.score.total", points=self.amount(level.total))]
        asked += [
            self.words("page.score.of-group", name=self.name(group), points=self.amount(mark))
            for group, mark in level.groups.items()
        ]
        return self.words.joined("parts", asked)

    def vetoes(self) -> Iterator[str]:
        rules = tuple(
            rule.id for rule in self.pack.judged() if rule.score is not None and rule.score.veto is True
        )
        if rules:
            yield self.words("page.score.vetoes", rules=rules)
        for rule in self.pack.judged():
            levels = rule.score.veto if rule.score is not None else False
            if isinstance(levels, tuple):
                yield self.words("page.score.vetoes-of", rules=(rule.id,), levels=quoted(levels))

    def groups(self, table: ScoreTable) -> Iterator[str]:
        for name, group in table.groups.items():
            yield self.words(
                "page.score.group", name=self.name(name), said=self.words.joined("clauses", self._of(group))
            )

    def _of(self, group: Group) -> Iterator[str]:
        if group.bonus:
            yield self.words("page.score.bonus")
        if group.of is not None:
            yield self.words("page.score.part-of", name=self.name(group.of))
        ends = {
            "base": group.base,
            "most": group.at_most,
            "least": group.at_least,
            "threshold": group.threshold,
        }
        for name, value in ends.items():
            if value is not None:
                yield self.words(f"page.score.{name}", points=self.amount(value))

    def name(self, group: str) -> str:
        """Name a group; a point by its number and title."""
        titles = {str(point.number): point.title for point in self.pack.points}
        return f"{group} {titles[group]}" if group in titles else group

    def amount(self, value: Any) -> str:
        return self.words.say(self.known.quantity(value))
