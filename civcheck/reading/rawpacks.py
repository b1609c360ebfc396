"""Reading packs as they are written, with those they are built on: to patch them, and to show where values stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from civcheck.reading.packfiles import POINT_FILE, PackReading
from civcheck.reading.packlayers import (
    RawPack,
    RawPoint,
    Stack,
    Written,
    merged_head,
    merged_rule,
    merged_terms,
)
from civcheck.reading.packsource import Root, read_pack_files
from civcheck.reading.parsed import Parsed


class OwnPoint(NamedTuple):
    """A point file of a pack as parsed: its rules and patches."""

    number: int
    title: str
    file: str
    entries: list[Any]


class OwnFiles(NamedTuple):
    """The files of one pack as parsed; None where one is not there or broken."""

    head: dict[str, Any] | None
    terms: dict[str, Any] | None
    points: tuple[OwnPoint, ...]


def raw_pack(root: Root) -> RawPack:
    """Read a pack that is known to be good as it is written, with those below it.

    Raises:
        UsageError: one of them is not there any more.
        OSError: a file cannot be read.
    """
    from civcheck.reading.rulepack import base_of

    contents = read_pack_files(root)
    reading = PackReading()
    points = []
    for file in contents:
        named = POINT_FILE.fullmatch(file)
        if named is not None:
            value = reading.parse(file, contents[file])
            points.append(OwnPoint(int(named[1]), named[2], file, value if isinstance(value, list) else []))
    own = OwnFiles(
        _mapping(reading, contents, "pack.yaml"), _mapping(reading, contents, "terms.yaml"), tuple(points)
    )
    base = base_of(root, contents)
    return combined(own, reading.parsed, raw_pack(base[1]) if base is not None else None)


def _mapping(reading: PackReading, contents: Mapping[str, bytes], file: str) -> dict[str, Any] | None:
    value = reading.parse(file, contents[file]) if file in contents else None
    return value if isinstance(value, dict) else None


def combined(own: OwnFiles, parsed: Mapping[str, Parsed], below: RawPack | None) -> RawPack:
    """Lay the files of a pack upon the pack that it is built on; a patch of no rule is left out."""
    pack_id = str((own.head or {}).get("id", ""))

    def written(file: str, value: Any, *path: str | int) -> Written:
        return Written(pack_id, file, parsed.get(file, Parsed({})), path, value)

    head, terms = written("pack.yaml", own.head or {}), written("terms.yaml", own.terms or {})
    if below is None:
        found = RawPack(pack_id, Stack(head.value, (head,)), Stack(terms.value, (terms,)))
    else:
        found = RawPack(
            pack_id,
            below.head.patched(head, merged_head(below.head.value, head.value)),
            below.terms.patched(terms, merged_terms(below.terms.value, terms.value)),
            {number: replace(each, rules=dict(each.rules)) for number, each in below.points.items()},
        )
    for point in own.points:
        here = found.points.setdefault(point.number, RawPoint(point.number, point.title, point.file))
        here.file = point.file
        for index, entry in enumerate(point.entries):
            if isinstance(entry, dict) and "patch" in entry:
                known = found.rule(str(entry["patch"]))
                if known is not None:
                    its, rule_id, stack = known
                    patch = written(point.file, entry, index)
                    its.rules[rule_id] = stack.patched(patch, merged_rule(stack.value, entry))
            elif isinstance(entry, dict) and "id" in entry:
                one = written(point.file, entry, index)
                here.rules[str(entry["id"])] = Stack(entry, (one,))
    return found
