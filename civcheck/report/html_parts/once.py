"""What a long report says once: a text that several findings share, and what is the same for a point's gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from civcheck.model.outcome import Outcome
from civcheck.report.html_parts.cards import Card, PointOfCards, Row, Text
from civcheck.report.html_parts.marks import mark
from civcheck.report.words import Words

SHARED_FROM = 20
"""A text of fewer characters is written again: the link to where it stands is hardly shorter."""


def once(points: tuple[PointOfCards, ...], words: Words) -> tuple[PointOfCards, ...]:
    """Say at each point's head what most of its gaps have, and link a text to where it stands first."""
    usual = tuple(_with_usual(point, words) for point in points)
    shared = Shared(usual, words)
    return tuple(
        point._replace(open=shared.linked(point.open), quiet=shared.linked(point.quiet)) for point in usual
    )


def _with_usual(point: PointOfCards, words: Words) -> PointOfCards:
    """Take from the gaps what is the same for most of them: where, until when, who."""
    gap = mark(Outcome.GAP, words)
    gaps = [card for card in point.open if card.mark == gap]
    usual = []
    for label in (words("html.where"), words("html.by"), words("html.who")):
        rows = [row for card in gaps for row in card.rows if row.label == label]
        # a gap without such a row would be read as if it had the usual one
        if len(gaps) > 1 and len(rows) == len(gaps):
            ((row, count),) = Counter(rows).most_common(1)
            if count > 1:
                usual.append(row)
    opened = tuple(_without(card, usual) if card.mark == gap else card for card in point.open)
    return point._replace(usual=tuple(usual), open=opened)


def _without(card: Card, usual: list[Row]) -> Card:
    return card._replace(rows=tuple(row for row in card.rows if row not in usual))


class Shared:
    """Texts that several findings have, each with the rule that says it first; in the order of the page."""

    def __init__(self, points: Iterable[PointOfCards], words: Words) -> None:
        self.words = words
        counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}
        for rule, text in _texts(points):
            counts[text] += 1
            self.first.setdefault(text, rule)
        repeated = (text for text, count in counts.items() if count > 1 and len(text) >= SHARED_FROM)
        self.numbers = {text: number for number, text in enumerate(repeated)}

    def linked(self, cards: tuple[Card, ...]) -> tuple[Card, ...]:
        """Give these cards with links for the texts that stand elsewhere."""
        return tuple(
            card._replace(rows=tuple(self._row(row, card.rule) for row in card.rows)) for card in cards
        )

    def _row(self, row: Row, rule: str) -> Row:
        return row._replace(texts=tuple(self._text(text.said, rule) for text in row.texts))

    def _text(self, said: str, rule: str) -> Text:
        number = self.numbers.get(said)
        if number is None:
            return Text(said)
        first = self.first[said]
        if first == rule:
            return Text(said, number)
        return Text(self.words("html.same-as", rule=first), number, is_link=True)


def _texts(points: Iterable[PointOfCards]) -> Iterator[tuple[str, str]]:
    for point in points:
        for card in (*point.open, *point.quiet):
            for text in dict.fromkeys(text.said for row in card.rows for text in row.texts):
                yield card.rule, text
