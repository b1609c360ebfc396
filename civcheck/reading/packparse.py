"""Making a rule pack of its YAML: models, then lint; every mistake of every file in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.lint import PointFile, lint
from civcheck.language.pack import Layer, PackHead, Point, RulePack
from civcheck.language.rule import Rule
from civcheck.language.walking import parts
from civcheck.model.parts import Part
from civcheck.model.problem import Problem
from civcheck.model.terms import Terms
from civcheck.reading.packextends import check_layers, patched_entry
from civcheck.reading.packfiles import POINT_FILE, PackReading
from civcheck.reading.packlayers import RawPack
from civcheck.reading.packparams import values_of_none
from civcheck.reading.packsalvage import names_in_spite
from civcheck.reading.packsource import Root
from civcheck.reading.rawpacks import OwnFiles, OwnPoint, combined, raw_pack


def parse_pack(
    contents: Mapping[str, bytes], digest: str, below: RulePack | None = None, below_root: Root | None = None
) -> tuple[RulePack | None, list[Problem]]:
    """Parse and lint a pack; gives None where no pack could be made, and every problem found.

    Args:
        contents: The bytes of its files by name.
        digest: Its digest.
        below: The pack that it is built on.
        below_root: Where that one is.
    """
    reading = PackReading()
    own = _own_files(reading, contents)
    raw_below = raw_pack(below_root) if below_root is not None else None
    raw = combined(own, reading.parsed, raw_below)
    head_value = raw.head.value
    if strange := values_of_none(reading, (own.head or {}).get("params"), below):
        known = {name: each for name, each in head_value["params"].items() if name not in strange}
        head_value = {**head_value, "params": known}
    head = _model(reading, own.head, "pack.yaml", PackHead, head_value)
    terms = _model(reading, own.terms, "terms.yaml", Terms, raw.terms.value, needed=below is None)
    made = [_point(reading, each, raw, below) for each in own.points]
    source = _source(reading, head, contents) if head is not None else None
    written = own.head or {}
    if below is None and "extends" in written and (head is not None or not written["extends"]):
        # without its base a pack says less than it means
        reading.problem("pack.yaml", ("extends",), "extends-nothing")
    if head is not None and terms is not None and source is not None:
        unread = len(made) + 2 < sum(name.endswith(".yaml") for name in contents)
        inherited = _inherited(below, made)
        quoted_from = below.quotes_by_layer() if below is not None else {}
        for complaint in lint(head, terms, (*inherited, *made), source, unread, quoted_from):
            reading.problem(complaint.file, complaint.path, complaint.code, **complaint.params)
    else:
        names = names_in_spite(
            own.head and raw.head.value,
            (own.terms or below) and raw.terms.value,
            (*_inherited(below, made), *made),
        )
        for complaint in names:
            reading.problem(complaint.file, complaint.path, complaint.code, **complaint.params)
    pack = None
    if head is not None and terms is not None and not reading.problems:
        pack = _pack(head, terms, made, digest, below)
        if below is not None and raw_below is not None:
            check_layers(reading, own, (raw_below, raw), below, pack)
    problems = sorted(reading.problems, key=lambda each: (each.place, each.code))
    return (None if problems else pack), problems


def _own_files(reading: PackReading, contents: Mapping[str, bytes]) -> OwnFiles:
    """Parse every file; terms.yaml may be left out where there is a pack below."""
    extends = False
    head = _mapping(reading, contents, "pack.yaml", PackHead)
    if head is not None:
        extends = "extends" in head
    terms = _mapping(reading, contents, "terms.yaml", Terms, needed=not extends)
    points: list[OwnPoint] = []
    for file in contents:
        if file.endswith(".yaml") and file not in ("pack.yaml", "terms.yaml"):
            point = _own_point(reading, file, contents[file], points)
            if point is not None:
                points.append(point)
    return OwnFiles(head, terms, tuple(points))


def _mapping(
    reading: PackReading, contents: Mapping[str, bytes], file: str, kind: type[Part], needed: bool = True
) -> dict[str, Any] | None:
    if file not in contents:
        if needed:
            reading.problem(file, (), "pack-file-missing", name=file)
        return None
    value = reading.parse(file, contents[file])
    if value is None:
        return None
    if not isinstance(value, dict):
        keys = tuple(kind.key_of(name) for name in kind.names())
        reading.problem(file, (), "pack-not-mapping", name=file, names=keys)
        return None
    return value


def _model(
    reading: PackReading, own: Any, file: str, kind: type[Part], value: Any, needed: bool = True
) -> Any:
    return None if own is None and needed else reading.model(kind, value, file)


def _own_point(reading: PackReading, file: str, raw: bytes, points: Iterable[OwnPoint]) -> OwnPoint | None:
    named = POINT_FILE.fullmatch(file)
    if named is None:
        reading.problem(file, (), "point-file-name", name=file)
        return None
    if any(point.number == int(named[1]) for point in points):
        reading.problem(file, (), "point-twice", value=named[1])
    value = reading.parse(file, raw)
    if value is None:
        return None
    if value == "" and raw.lstrip().startswith(b"#"):  # comments alone: nothing is encoded yet
        value = []
    if not isinstance(value, list):
        reading.problem(file, (), "point-not-list", name=file)
        return None
    return OwnPoint(int(named[1]), named[2], file, value)


def _point(reading: PackReading, point: OwnPoint, raw: RawPack, below: RulePack | None) -> PointFile:
    """Make the rules of a point file, patched ones with what they are patched upon."""
    rules = []
    patched = set()
    for index, entry in enumerate(point.entries):
        value = entry
        if isinstance(entry, dict) and "patch" in entry:
            value = patched_entry(reading, point.file, index, entry, raw, below)
            if value is None:
                continue
        rule = reading.model(Rule, value, point.file, (index,))
        if rule is not None:
            rules.append((index, rule))
        if rule is not None and value is not entry:
            patched.add(rule.id)
    ids = tuple(str(each["id"]) for each in point.entries if isinstance(each, dict) and "id" in each)
    whole = len(rules) == len(point.entries)
    return PointFile(
        point.file, point.number, point.title, tuple(rules), ids, whole, patched=frozenset(patched)
    )


def _inherited(below: RulePack | None, made: Iterable[PointFile]) -> list[PointFile]:
    """Give the rules of the pack below that this one leaves as they are."""
    if below is None:
        return []
    patched = frozenset().union(*(point.patched for point in made))
    return [
        PointFile(
            point.file, point.number, point.title,
            tuple((-1, rule) for rule in point.rules if rule.id not in patched),
            tuple(rule.id for rule in point.rules), inherited=True,
        )
        for point in below.points
    ]  # fmt: skip


def _pack(
    head: PackHead, terms: Terms, made: Iterable[PointFile], digest: str, below: RulePack | None
) -> RulePack:
    """Put a pack together: what it patches stands where it stood, what it adds comes last in its point."""
    new = {rule.id: rule for file in made for _, rule in file.rules}
    points: dict[int, Point] = {}
    for point in below.points if below is not None else ():
        points[point.number] = point.changed(rules=tuple(new.get(rule.id, rule) for rule in point.rules))
    known = below.by_id if below is not None else {}
    for file in made:
        here = points.get(file.number) or Point(
            number=file.number, title=file.title, file=file.file, rules=()
        )
        added = tuple(rule for _, rule in file.rules if rule.id not in known)
        points[file.number] = here.changed(rules=(*here.rules, *added), file=file.file)
    ordered = tuple(points[number] for number in sorted(points))
    layer = Layer(id=head.id, version=head.version, title=head.title, digest=digest)
    return RulePack(
        head=head, terms=terms, points=ordered, digest=digest,
        layers=(*below.all_layers(), layer) if below is not None else (),
        quoted_from=below.quotes_by_layer() if below is not None else {},
        own=tuple(new) if below is not None else (),
        reads_body=_reads_body(ordered), counts_material=_counts_material(ordered),
        opens_material=_opens_material(ordered),
    )  # fmt: skip


def _counts_material(points: Iterable[Point]) -> bool:
    rules = (rule for point in points for rule in point.rules)
    return any(
        isinstance(placed.part, RoleDemand) and any(placed.part.limits())
        for rule in rules
        for placed in parts(rule)
    )


def _opens_material(points: Iterable[Point]) -> bool:
    rules = (rule for point in points for rule in point.rules)
    return any(
        isinstance(placed.part, RoleDemand) and placed.part.looks_inside
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
