"""Reading a rule pack's YAML: with places, models, then lint; every mistake of every file in one go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import civcheck.language.written  # noqa: F401 - what the annotations of parts name
from civcheck.language.condition import Condition
from civcheck.language.expectation.branches import constructs
from civcheck.language.expectation.demand import RoleDemand
from civcheck.language.lint import PointFile, lint
from civcheck.language.pack import PackHead, Point, RulePack
from civcheck.language.rule import Rule
from civcheck.language.walking import parts
from civcheck.messages import catalogue
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.terms import Terms
from civcheck.model.texts import near, sanitize
from civcheck.reading import limits
from civcheck.reading.mistakes import diagnose
from civcheck.reading.packkeys import keys_at, known_keys
from civcheck.reading.parsed import Parsed, YamlMistake
from civcheck.reading.strict_yaml import parse_strict

_POINT_FILE = re.compile(r"(\d{1,3})-(.+)\.yaml")
Loc = tuple[str | int, ...]


@dataclass(slots=True)
class PackReading:
    """The files of one pack as parsed, and what is wrong with them."""

    root: Path
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
            if (*known, step) in places:
                known = (*known, step)
        return known

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
            for each in _told_once(error.errors(include_url=False)):
                path = self.known(file, (*at, *each["loc"]))
                code, params = _pydantic_problem(each, kind, _last_key(path))
                # a value that may be a day or a number, and is neither, is one mistake
                if code not in ("rule-day", "rule-number") or (path, params["value"]) not in told:
                    self.problem(file, path, code, **params)
                told.add((path, params.get("value", "")))
            return None


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


def _last_key(path: Loc) -> str:
    """Name the key that a path ends at or lies below."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _told_once(errors: Iterable[Any]) -> list[Any]:
    """Leave out what only follows from another mistake.

    That is an outer list that is short because an inner part is wrong, and a key that is missing because it is
    misspelt.
    """
    # days before numbers: of a value that could be either, it is said that it is no day
    errors = sorted(errors, key=lambda each: str(each["type"]).startswith("int"))
    inner = [each["loc"] for each in errors if each["type"] != "too_short"]
    extra = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]

    def follows(error: Any) -> bool:
        loc: Loc = error["loc"]
        if error["type"] == "too_short":
            return any(other[: len(loc)] == loc for other in inner)
        return error["type"] == "missing" and any(
            other[:-1] == loc[:-1] and near(str(other[-1]), [str(loc[-1])]) for other in extra
        )

    return [each for each in errors if not follows(each)]


def parse_pack(
    root: Path, contents: Mapping[str, bytes], digest: str
) -> tuple[RulePack | None, list[Problem]]:
    """Parse and lint a pack; gives None where no pack could be made, and every problem found."""
    reading = PackReading(root)
    head = _one_file(reading, contents, "pack.yaml", PackHead)
    terms = _one_file(reading, contents, "terms.yaml", Terms)
    points: list[dict[str, Any]] = []
    point_files: list[Any] = []
    for file in contents:
        if file.endswith(".yaml") and file not in ("pack.yaml", "terms.yaml"):
            _point(reading, file, contents[file], points, point_files)
    if head is not None:
        source = _source(reading, head, contents)
        if terms is not None and source is not None:
            unread = len(point_files) + 2 < sum(name.endswith(".yaml") for name in contents)
            for complaint in lint(head, terms, point_files, source, unread):
                reading.problem(complaint.file, complaint.path, complaint.code, **complaint.params)
    problems = sorted(reading.problems, key=lambda each: (each.place, each.code))
    if problems or head is None or terms is None:
        return None, problems
    points.sort(key=lambda point: int(point["number"]))
    made = tuple(Point(**point) for point in points)
    return RulePack(
        head=head, terms=terms, points=made, digest=digest, reads_body=_reads_body(made),
        counts_material=_counts_material(made),
    ), problems  # fmt: skip


def _counts_material(points: Iterable[Point]) -> bool:
    rules = (rule for point in points for rule in point.rules)
    return any(
        isinstance(placed.part, RoleDemand) and any(placed.part.limits())
        for rule in rules
        for placed in parts(rule)
    )


def _reads_body(points: Iterable[Point]) -> bool:
    rules = (rule for point in points for rule in point.rules)
    return any(
        isinstance(placed.part, Condition) and not {"正文", "正文字数"}.isdisjoint(placed.part.tests)
        for rule in rules
        for placed in parts(rule)
    )


def _one_file(reading: PackReading, contents: Mapping[str, bytes], file: str, kind: type[Part]) -> Any:
    if file not in contents:
        reading.problem(file, (), "pack-file-missing", name=file)
        return None
    value = reading.parse(file, contents[file])
    if value is None:
        return None
    if not isinstance(value, dict):
        keys = "、".join(kind.key_of(name) for name in kind.names())
        reading.problem(file, (), "pack-not-mapping", name=file, names=keys)
        return None
    return reading.model(kind, value, file)


def _point(
    reading: PackReading, file: str, raw: bytes, points: list[dict[str, Any]], point_files: list[Any]
) -> None:
    named = _POINT_FILE.fullmatch(file)
    if named is None:
        reading.problem(file, (), "point-file-name", name=file)
        return
    if any(point["number"] == int(named[1]) for point in points):
        reading.problem(file, (), "point-twice", value=named[1])
    value = reading.parse(file, raw)
    if value is None:
        return
    if value == "" and raw.lstrip().startswith(b"#"):  # comments alone: nothing is encoded yet
        value = []
    if not isinstance(value, list):
        reading.problem(file, (), "point-not-list", name=file)
        return
    rules = [(index, reading.model(Rule, each, file, (index,))) for index, each in enumerate(value)]
    good = tuple((index, rule) for index, rule in rules if rule is not None)
    named_rules = tuple(str(each["id"]) for each in value if isinstance(each, dict) and "id" in each)
    point_files.append(PointFile(file, good, named_rules, len(good) == len(value)))
    points.append(
        {"number": int(named[1]), "title": named[2], "file": file, "rules": tuple(rule for _, rule in good)}
    )


def _source(reading: PackReading, head: PackHead, contents: Mapping[str, bytes]) -> str | None:
    raw = contents.get(head.source.file)
    if raw is None:
        reading.problem("pack.yaml", ("source", "file", "="), "pack-file-missing", name=head.source.file)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != head.source.sha256:
        name = head.source.file
        reading.problem("pack.yaml", ("source", "sha256", "="), "source-digest", value=digest, name=name)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        reading.problem(head.source.file, (), "not-text")
        return None


# --- from pydantic's errors to problems

_PLAIN = {
    "bool_parsing": "rule-yes-no",
    "bool_type": "rule-yes-no",
    "date_from_datetime_parsing": "rule-day",
    "date_type": "rule-day",
    "date_parsing": "rule-day",
    "int_parsing": "rule-number",
    "int_type": "rule-number",
    "int_from_float": "rule-number",
    "string_type": "rule-text",
    "model_type": "rule-mapping",
    "model_attributes_type": "rule-mapping",
    "dict_type": "rule-mapping",
    "mapping_type": "rule-mapping",
    "tuple_type": "rule-list",
    "too_short": "rule-empty",
}
_PATTERNED = frozenset({"id", "sha256", "every"})


def _pydantic_problem(error: Any, kind: type[Any], key: str) -> tuple[str, dict[str, Any]]:
    """Turn one of pydantic's errors into a problem of ours; none of its own words get through."""
    raw, last = error.get("input", ""), str(error["loc"][-1]) if error["loc"] else ""
    shown = sanitize(str(raw), 60) if isinstance(raw, str | int | float) else ""
    key = key or shown  # an item of a list has no key
    match error["type"]:
        case "missing":
            return "rule-key-missing", {"key": last}
        case "extra_forbidden":
            names = keys_at(kind, error["loc"][:-1])
            params = {"key": sanitize(last), "meant": near(last, names) or "", "names": "、".join(names)}
            return "rule-key-unknown", params
        case "literal_error":
            expected = (
                str(error["ctx"]["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")
            )
            return "rule-word", {"value": shown, "names": expected}
        case "enum":
            return "rule-word", {"value": shown, "names": "、".join(each.value for each in Outcome)}
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return "rule-number", {"value": shown}
        case "string_pattern_mismatch" if key in _PATTERNED:
            return f"rule-pattern-{key}", {"value": shown}
        case "tuple_type" if key == "expect":
            wanted = "、".join(constructs())
            return ("rule-mapping" if raw else "empty-expect"), {"key": key, "value": shown, "names": wanted}
        case str() as code if code in _PLAIN:
            return _PLAIN[code], {"value": shown, "key": key, "names": _wanted_keys(code, key, error, kind)}
        case str() as code if f"problem.{code}" in catalogue("zh"):
            context = (error.get("ctx") or {}).items()
            said = {name: sanitize(str(value)) for name, value in context}
            return code, {"value": shown, "key": key, **said}
        case _:
            return "rule-value", {"value": shown, "key": key}


def _wanted_keys(code: str, key: str, error: Any, kind: type[Any]) -> str:
    """Name the keys that are wanted where something else than a mapping stands."""
    if key == "expect":
        return "、".join(constructs())
    if code in ("dict_type", "mapping_type"):
        return "名称由规则包自己定"
    return "、".join(keys_at(kind, error["loc"]))
