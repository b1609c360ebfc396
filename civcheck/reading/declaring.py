"""Where in unit.yaml a fact that is asked for is to be written, when what stands there already is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civcheck.messages import msg
from civcheck.model.rawvalue import is_missing
from civcheck.model.report import Ask
from civcheck.model.terms import Terms
from civcheck.reading.unitfile import UNIT_KEYS, UnitFile

_FACTS = "其他事实"


def where_to_write(ask: Ask, file: UnitFile, terms: Terms) -> Ask:
    """Say where the lines to paste belong: nowhere in particular as long as their key is not in the file yet.

    A file that stands in braces as a whole takes nothing outside them.
    """
    below = ask.line.partition("\n")[2]
    key = _written(_FACTS if below else ask.fact, UNIT_KEYS, file.parsed.value)
    if key is None:
        return _in_braces(ask, file) if _begins_with_brace(file, ()) else ask
    found = _of_facts(ask, file, key, below.strip(), terms) if below else None
    return found or _instead(ask, file, key, f"{key}:{ask.line.partition(':')[2]}")


def _of_facts(ask: Ask, file: UnitFile, key: str, line: str, terms: Terms) -> Ask | None:
    """Say where below the facts that are there it belongs; None where they are no mapping."""
    facts = file.parsed.value[key]
    place = file.parsed.place((key,))
    if not isinstance(facts, dict):
        return _below(ask, place[0], key, line, 2) if is_missing(facts) and not facts else None
    alias = terms.facts[ask.fact].alias if ask.fact in terms.facts else None
    known = {ask.fact: alias or ask.fact}
    if (written := _written(ask.fact, known, facts)) is not None:
        row, column = file.parsed.place((key, written))
        return ask._replace(
            line=f"{' ' * (column - 1)}{line}" if row > place[0] else line,
            how=msg("asks.instead", line=str(row), key=written),
        )
    if _begins_with_brace(file, (key, "=")):
        return ask._replace(line=line, how=msg("asks.braces", line=str(place[0]), key=key))
    return _below(ask, place[0], key, line, file.parsed.place((key, next(iter(facts))))[1] - 1)


def _begins_with_brace(file: UnitFile, path: tuple[str, ...]) -> bool:
    row, column = file.parsed.place(path)
    return file.rows[row - 1].startswith("{", column - 1)


def _in_braces(ask: Ask, file: UnitFile) -> Ask:
    head, _, below = ask.line.partition("\n")
    line = f"{head} {{{below.strip()}}}" if below else head
    return ask._replace(line=line, how=msg("asks.all-braces", line=str(file.parsed.place(())[0]), key=_FACTS))


def _below(ask: Ask, row: int, key: str, line: str, indent: int) -> Ask:
    return ask._replace(line=f"{' ' * indent}{line}", how=msg("asks.below", line=str(row), key=key))


def _instead(ask: Ask, file: UnitFile, key: str, line: str) -> Ask:
    row, _ = file.parsed.place((key,))
    return ask._replace(line=line, how=msg("asks.instead", line=str(row), key=key))


def _written(name: str, aliases: Mapping[str, str], there: Mapping[str, Any]) -> str | None:
    """Give the key under which a name stands in a mapping, by itself or its alias."""
    return next((each for each in (name, aliases.get(name, name)) if each in there), None)
