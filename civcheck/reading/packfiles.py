"""The files of one rule pack: parsed with places, validated as models, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

import civcheck.language.written  # noqa: F401 - what the annotations of parts name
from civcheck.model.parts import Part
from civcheck.model.problem import Place, Problem, Weight
from civcheck.reading import limits
from civcheck.reading.mistakes import diagnose
from civcheck.reading.packkeys import known_keys
from civcheck.reading.packmistakes import last_key, pydantic_problem, told_once
from civcheck.reading.parsed import Parsed, YamlMistake
from civcheck.reading.strict_yaml import parse_strict

POINT_FILE = re.compile(r"(\d{1,3})-(.+)\.yaml")
Loc = tuple[str | int, ...]


@dataclass(slots=True)
class PackReading:
    """The files of one pack as parsed, and what is wrong with them."""

    parsed: dict[str, Parsed] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, file: str, path: Loc, code: str, **params: Any) -> None:
        """Note a mistake at a path of a file: at the key or value it names, where that stands there."""
        line, column = self._pointed(file, self.known(file, path), params)
        self.problems.append(Problem(code, Weight.UNREAD, Place(file, line, column), params))

    def known(self, file: str, path: Loc) -> Loc:
        """Give the steps of a path that are in the YAML: tags of unions and gathering fields are left out."""
        places = self.parsed[file].places if file in self.parsed else {}
        known: Loc = ()
        for step in path:
            # branches of which so many are asked for stand below ``of``
            for steps in ((step,), ("of", step)):
                if (*known, *steps) in places:
                    known = (*known, *steps)
                    break
        return known

    def _shaped(self, file: str, path: Loc, code: str, raw: Any) -> Loc:
        """Lead to a list or mapping that stands where none may; a scalar is found by what it says."""
        inside = (*path, "=")
        places = self.parsed[file].places if file in self.parsed else {}
        return inside if code in _SHAPES and isinstance(raw, list | dict) and inside in places else path

    def _pointed(self, file: str, known: Loc, params: Mapping[str, Any]) -> tuple[int, int]:
        if file not in self.parsed:
            return 0, 0
        parsed = self.parsed[file]
        if (key := (*known, params.get("key"))) in parsed.places:
            return parsed.places[key]
        return _leaf(parsed, known, params.get("value")) or parsed.places.get(known, (1, 1))

    def parse(self, file: str, raw: bytes) -> Any:
        """Parse one YAML file; None when it cannot be."""
        if len(raw) > limits.RECORD_BYTES:
            self.problem(file, (), "file-too-large", limit=limits.RECORD_BYTES)
            return None
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.problem(file, (), "not-text")
            return None
        try:
            parsed = self.parsed[file] = parse_strict(text)
            parsed.text = text
        except YamlMistake as mistake:
            self.problems.append(_yaml_problem(mistake, text, file))
            return None
        return parsed.value

    def model(self, kind: type[Part], value: Any, file: str, at: Loc = ()) -> Any:
        """Validate a value as a model; its mistakes become problems with places."""
        try:
            return kind.read(value)
        except ValidationError as error:
            told: set[tuple[Loc, str]] = set()
            for each in told_once(error.errors(include_url=False)):
                path = self.known(file, (*at, *each["loc"]))
                code, params = pydantic_problem(each, kind, last_key(path))
                # a value that may be a day or a number, and is neither, is one mistake
                if code not in ("rule-day", "rule-number") or (path, params["value"]) not in told:
                    self.problem(file, self._shaped(file, path, code, each["input"]), code, **params)
                told.add((path, params.get("value", "")))
            return None


_SHAPES = frozenset({"rule-number", "rule-day"})
"""Problems that name a value; those that name a key are told at the key."""


def _yaml_problem(mistake: YamlMistake, text: str, file: str) -> Problem:
    """Say what broke a file; brackets and quotes are everywhere in packs, so they are no hint."""
    code, line, column, params = diagnose(mistake, text, 1, known_keys().__contains__)
    if code == "yaml" or params.get("sign", "") in tuple("[{'\""):
        code, line, column, params = "pack-yaml", mistake.line, mistake.column, {}
    return Problem(code, Weight.UNREAD, Place(file, line, column), params)


def _leaf(parsed: Parsed, path: Loc, value: Any) -> tuple[int, int] | None:
    """Find where a key or a scalar stands inside the part of a document that a path leads to."""
    if path[-1:] == ("=",) or not isinstance(value, str):
        return None
    node = parsed.value
    for step in path:
        node = node[step]
    return _leaf_below(parsed, path, node, value)


def _leaf_below(parsed: Parsed, path: Loc, node: Any, value: str) -> tuple[int, int] | None:
    if isinstance(node, str):
        return parsed.places.get((*path, "="), parsed.places.get(path)) if node == value else None
    if isinstance(node, dict) and value in node:
        return parsed.places[*path, value]
    below = node.items() if isinstance(node, dict) else enumerate(node)
    found = (_leaf_below(parsed, (*path, step), each, value) for step, each in below)
    return next((place for place in found if place is not None), None)
