"""Saying what a report says: messages of one language, foreign text made fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from civcheck.language.lacking import is_absent
from civcheck.messages import Message, joined, msg, say
from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Provenance, Report, Shortfall
from civcheck.model.texts import mask, sanitize, some

_UNITS = {
    "天": "unit.days",
    "日": "unit.days",
    "工作日": "unit.working-days",
    "月": "unit.months",
    "年": "unit.years",
}
_SETTERS = {"规则包": "set-by.pack", "台账 civcheck.toml": "set-by.ledger"}

_BEGINS_LOWER = re.compile("(?!civcheck )[a-z]+(?:[ ,:-]|$)")
_STOPS = "。！？；.!?：:"
_ASKED = {"要点": "asked.point", "规则": "asked.rule"}
"""What a report says of the part that was audited: 要点 2, 规则 2.7."""


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

    def joined(self, how: str, texts: Iterable[str]) -> str:
        """Put texts together as the language does: ``clauses`` by ；, ``sentences`` one after the other."""
        return say(joined(how, texts), self.lang)

    def of(self, name: str, said: str) -> str:
        """Say something of something: 名称：说的话; both are texts already, and stay as long as they are."""
        return say(msg("said.of", name=name, said=said), self.lang)

    def begun(self, text: str) -> str:
        """Begin what stands alone with a capital letter, where it begins with a word of English."""
        return text[:1].upper() + text[1:] if _BEGINS_LOWER.match(text) else text

    def sentence(self, text: str) -> str:
        """Make a sentence of what was said in this language: a full stop at its end, in English a capital letter."""
        return self.stopped(self.begun(text))

    def stopped(self, text: str) -> str:
        """End what was said in this language with a full stop where it has none."""
        return text if not text or text[-1] in _STOPS else text + self("said.stop")

    def lines(self, message: Message) -> list[str]:
        """Say a message that may have several lines (a cure with lines to paste)."""
        return [sanitize(line) for line in say(message, self.lang).split("\n")]

    def listed(self, texts: Iterable[str]) -> str:
        """Say several texts as a list."""
        return self("plain", text=tuple(texts))

    def lacks(self, short: Shortfall) -> str:
        """Say what a record lacks: first what is not seen (materials, fields, members), then what is wrong."""
        absent = tuple(filter(is_absent, short.lacks))
        wrong = tuple(each for each in short.lacks if not is_absent(each))
        named = (self("lacks.absent", lacks=absent),) if absent else ()
        return self.joined("clauses", (*named, *map(self.say, wrong)))

    def remedy(self, finding: Finding) -> str:
        """Say what closes a finding; where a blank leaves open what must not be, that is to be filled in."""
        if finding.forbids and finding.outcome is Outcome.UNDETERMINED and finding.shortfalls:
            return self("cure.open")
        return self.sentence(sanitize(finding.remedy, 1_000)) or self("cure.default")

    def basis(self, finding: Finding) -> str:
        """Say where the parts that decided come from: 原文, or each inferred part by name."""
        if not finding.basis:
            return self("basis.inferred")
        bases = set(finding.basis.values())
        if len(bases) == 1:
            return self(f"basis.{bases.pop().value}")
        return self.joined(
            "parts",
            (
                self("said.of", name=self(f"part.{part}"), said=self(f"basis.{basis.value}"))
                for part, basis in finding.basis.items()
            ),
        )

    def measured(self, value: str, unit: str) -> str:
        """Write a number with its unit, which stands in Chinese in a pack."""
        if not unit:
            return value
        return self(_UNITS.get(unit, "unit.any"), value=value, unit=unit)

    def set_by(self, name: str) -> str:
        """Say who set a number: the rule pack, the settings of the ledger, or whoever is named."""
        return self(_SETTERS[name]) if name in _SETTERS else name

    def named(self, names: Iterable[str]) -> tuple[str, ...]:
        """Name what a gap consists of: a record or a period, and what of it, with the colon of the language."""
        parted = (name.rpartition("：") for name in names)  # titles have colons too
        return tuple(self.of(of, what) if colon else what for of, colon, what in parted)

    def outcome(self, outcome: Outcome) -> str:
        """Say an outcome."""
        return self(f"outcome.{outcome.value}")


def _short(params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _cut(value) for name, value in params.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= 300 else mask(value)[:299] + "…"
    if isinstance(value, tuple | list) and len(value) > 48:
        return msg("list.cut-of", names=tuple(value[:48]), count=str(len(value)))
    return value


def head_lines(report: Report, words: Words) -> list[str]:
    """Say of whom, as of when and by which pack, and the packs below it."""
    from_: Provenance = report.provenance
    pack = {"title": from_.pack_title, "pack": from_.pack, "version": from_.pack_version}
    lines = [first_line(report, words), words("head.pack", **pack, rules=str(from_.rules))]
    return [*lines, below] if (below := layers(from_, words)) else lines


def layers(provenance: Provenance, words: Words) -> str:
    """Say which packs the audited one stands on; nothing where it stands alone."""
    below = [f"{name} {version}" for name, version, _ in provenance.layers[:-1]]
    return words("head.layers", below=below) if below else ""


def counted(report: Report, words: Words) -> str:
    """Give all seven counters in a line."""
    return " · ".join(f"{words.outcome(outcome)} {count}" for outcome, count in report.counters.items())


def only(provenance: Provenance, words: Words) -> str:
    """Say what was asked for where that was not everything."""
    return words("head.only", what=tuple(asked(each, words) for each in provenance.only))


def first_line(report: Report, words: Words) -> str:
    """Say what every report begins with: as-of date, unit, how many rules persons decided, what was asked for."""
    provenance: Provenance = report.provenance
    parts = [
        words("head.as-of", day=provenance.as_of),
        sanitize(report.unit.name),
        words("head.year", year=str(report.unit.year)),
        words("head.judged" if report.judged else "head.not-judged", count=str(report.judged)),
    ]
    if provenance.git is not None and provenance.git.known_at is not None:
        shown = {"day": provenance.git.known_at, "commit": provenance.git.commit[:7]}
        parts.append(words("head.known-at", **shown))
    if provenance.earlier:
        parts.append(words("head.earlier", years=tuple(str(each.year) for each in provenance.earlier)))
    if provenance.beside:
        parts.append(words("head.beside", units=units_beside(provenance)))
    if provenance.only:
        parts.append(only(provenance, words))
    return " · ".join(parts)


def units_beside(provenance: Provenance) -> Message | tuple[str, ...]:
    """Name the first few units whose ledgers were compared with, each once."""
    return some(tuple(dict.fromkeys(each.unit for each in provenance.beside)), 3)


def asked(name: str, words: Words) -> str:
    """Say which part of a pack was audited alone."""
    sort, _, number = name.partition(" ")
    return words(_ASKED[sort], number=number) if sort in _ASKED and number else sanitize(name)
