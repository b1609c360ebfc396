"""Tracing the document: every sentence as covered by rules, declared not checkable (宣示), or uncovered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from civcheck.language.pack import RulePack

_SENTENCE = re.compile(r"[^。！？；;\n]*[。！？；;]?")
_NUMERAL = "[一二三四五六七八九十百零〇]"
_NUMBERING = re.compile(
    # at the beginning of a line or sentence: 一、 1. （三） (3) 第十条 第一章 ①, one after the other too
    rf"(?:^|(?<=[。！？；;：]))(?:[ \t\u3000]*(?:{_NUMERAL}+[、.．]|\d{{1,3}}[.．、)）](?!\d)"
    rf"|[（(](?:{_NUMERAL}+|\d{{1,3}})[）)]"
    rf"|第(?:{_NUMERAL}+|\d{{1,3}})[编章节条款项](?!规定|所|的|[、至和及])|[①-⑳]))+"
    rf"|{_NUMERAL}是(?=[\u4e00-\u9fff])",
    re.MULTILINE,
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


class Coverage(StrEnum):
    """How a sentence is answered."""

    COVERED = "covered"
    DECLARED = "declared"
    METADATA = "metadata"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the document: its line, the rules and declarations it is quoted by, what no quote holds."""

    line: int
    text: str
    coverage: Coverage
    rules: tuple[str, ...]
    declared: tuple[tuple[str, str], ...]
    uncovered: tuple[str, ...]


def trace(pack: RulePack, source: str) -> tuple[Sentence, ...]:
    """Hold every sentence of the document against the quotes of a pack.

    A sentence is covered when every Han character outside 宣示 spans and numbering lies in some quote.
    """
    marks: list[set[str]] = [set() for _ in source]
    for rule in pack.rules:
        for quote in rule.quote:
            _mark(marks, source, quote, f"r:{rule.id}", None)
    reasons = {}
    for declared in pack.head.declared:
        _mark(marks, source, declared.quote, f"d:{declared.id}", declared.line)
        reasons[declared.id] = declared.because
    for found in _NUMBERING.finditer(source):
        for at in range(found.start(), found.end()):
            marks[at].add("n:")
    _mark_metadata(marks, source, pack)
    return tuple(_sentence(start, text, source, marks, reasons) for start, text in _sentences(source))


def _mark(marks: list[set[str]], source: str, quote: str, by: str, line: int | None) -> None:
    start = 0
    if line is not None:
        start = sum(len(each) + 1 for each in source.split("\n")[: line - 1])
    at = source.find(quote, start)
    for position in range(at, at + len(quote)) if at >= 0 else ():
        marks[position].add(by)


def _mark_metadata(marks: list[set[str]], source: str, pack: RulePack) -> None:
    at = 0
    for number, line in enumerate(source.split("\n"), start=1):
        if any(each.first <= number <= each.last for each in pack.head.metadata):
            for position in range(at, at + len(line)):
                marks[position].add("m:")
        at += len(line) + 1


def sentences_of(source: str) -> list[tuple[int, str]]:
    """List the sentences of a document with where each begins: they end at 。！？；; or at a line's end."""
    return list(_sentences(source))


def _sentences(source: str) -> Iterator[tuple[int, str]]:
    for found in _SENTENCE.finditer(source):
        if found.group().strip():
            yield found.start(), found.group()


def _sentence(start: int, text: str, source: str, marks: list[set[str]], reasons: dict[str, str]) -> Sentence:
    here = marks[start : start + len(text)]
    by = list(dict.fromkeys(name for each in here for name in sorted(each)))
    rules = tuple(name[2:] for name in by if name.startswith("r:"))
    declared = tuple((name[2:], reasons[name[2:]]) for name in by if name.startswith("d:"))
    missing = _runs(
        text, [bool(_HAN.match(character)) and not each for character, each in zip(text, here, strict=True)]
    )
    if missing:
        coverage = Coverage.UNCOVERED
    elif rules:
        coverage = Coverage.COVERED
    elif declared:
        coverage = Coverage.DECLARED
    else:
        coverage = Coverage.METADATA
    return Sentence(source.count("\n", 0, start) + 1, text.strip(), coverage, rules, declared, missing)


def _runs(text: str, bare: list[bool]) -> tuple[str, ...]:
    runs, current = [], ""
    for character, is_bare in zip(text, bare, strict=True):
        if is_bare:
            current += character
        elif current:
            runs.append(current)
            current = ""
    return tuple(runs + ([current] if current else []))
