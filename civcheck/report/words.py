"""Saying what a report says: messages of one language, foreign text made fit to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from civcheck.messages import Message, msg, say
from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Provenance, Report, Shortfall
from civcheck.model.texts import mask, sanitize

_ABSENT = frozenset(
    f"lacks.{name}" for name in ("role", "any-role", "role-number", "filled", "members", "link")
)
"""What names a thing that is not there; every other lack is a sentence of its own."""


class Words:
    """Says messages in one language; every text that comes out is sanitized and masked."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, id: str, /, **params: Any) -> str:
        """Say a message by id."""
        return self.say(msg(id, **params))

    def say(self, message: Message, limit: int = 1_000) -> str:
        """Say a message."""
        return sanitize(say(Message(message.id, _short(message.params)), self.lang), limit)

    def lines(self, message: Message) -> list[str]:
        """Say a message that may have several lines (a cure with lines to paste)."""
        return [sanitize(line) for line in say(message, self.lang).split("\n")]

    def listed(self, texts: Iterable[str]) -> str:
        """Say several texts as a list."""
        return self("plain", text=tuple(texts))

    def lacks(self, short: Shortfall) -> str:
        """Say what a record lacks: first what is not seen (materials, fields, members), then what is wrong."""
        absent = tuple(each for each in short.lacks if each.id in _ABSENT)
        wrong = tuple(each for each in short.lacks if each.id not in _ABSENT)
        named = (self("lacks.absent", lacks=absent),) if absent else ()
        return "；".join((*named, *map(self.say, wrong)))

    def basis(self, finding: Finding) -> str:
        """Say where the parts that decided come from: 原文, or each inferred part by name."""
        if not finding.basis:
            return self("basis.inferred")
        bases = set(finding.basis.values())
        if len(bases) == 1:
            return self(f"basis.{bases.pop().value}")
        return "，".join(
            f"{self(f'part.{part}')}：{self(f'basis.{basis.value}')}" for part, basis in finding.basis.items()
        )

    def outcome(self, outcome: Outcome) -> str:
        """Say an outcome."""
        return self(f"outcome.{outcome.value}")


def _short(params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _cut(value) for name, value in params.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= 300 else mask(value)[:299] + "…"
    if isinstance(value, tuple | list) and len(value) > 48:
        return (*value[:48], f"……（共 {len(value)} 项）")
    return value


def first_line(report: Report, words: Words) -> str:
    """Say what every report begins with: as-of date, unit, how many rules persons decided, what was asked for."""
    provenance: Provenance = report.provenance
    parts = [
        words("head.as-of", day=provenance.as_of),
        sanitize(report.unit.name),
        words("head.year", year=str(report.unit.year)),
        words("head.judged" if report.judged else "head.not-judged", count=str(report.judged)),
    ]
    if provenance.earlier:
        parts.append(words("head.earlier", years=tuple(str(each.year) for each in provenance.earlier)))
    if provenance.only:
        parts.append(words("head.only", what=provenance.only))
    return " · ".join(parts)
