"""Resolving a pack: everything it says, its own and what it is built on, each value with the layer it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from civcheck.reading.packlayers import INHERITED, Loc, Stack
from civcheck.reading.packsource import find_pack
from civcheck.reading.rawpacks import raw_pack
from civcheck.reading.rulepack import read_pack

OWN_HEAD = ("id", "version", "title", "issuer", "index_number", "document_number", "issued", "requires", "source",
            "extends", "declared", "metadata")  # fmt: skip


class ResolvedValue(NamedTuple):
    """A value that comes from one place: keys to it, itself, the layer and place where it stands."""

    path: Loc
    value: Any
    layer: str
    place: str


class ResolvedSection(NamedTuple):
    """A part of the flattened pack: a file or a rule, with its values in order."""

    name: str
    rule: str | None
    values: tuple[ResolvedValue, ...]


def resolve_pack(name: str) -> list[ResolvedSection]:
    """Flatten a pack.

    Raises:
        UsageError: there is no such pack.
        RulePackError: it has mistakes.
    """
    read_pack(name)  # what is wrong with it is told first
    raw = raw_pack(find_pack(name))
    head = {key: raw.head.value[key] for key in (*OWN_HEAD, *INHERITED) if key in raw.head.value}
    found = [
        ResolvedSection("pack.yaml", None, tuple(_values(raw.head._replace(value=head)))),
        ResolvedSection("terms.yaml", None, tuple(_values(raw.terms))),
    ]
    for number in sorted(raw.points):
        point = raw.points[number]
        for rule_id, stack in point.rules.items():
            name = f"{point.number:02}-{point.title}.yaml"
            found.append(ResolvedSection(name, rule_id, tuple(_values(stack))))
    return found


def _values(stack: Stack, path: Loc = (), node: Any = None) -> Iterator[ResolvedValue]:
    """List the values at and below a path: as one where all of it comes from one layer, else key by key."""
    node = stack.value if not path else node
    owners = _owners(stack, path, node)
    if isinstance(node, dict) and node and (len(owners) > 1 or not path):
        for key, each in node.items():
            yield from _values(stack, (*path, key), each)
        return
    owner = stack.owner(path)
    yield ResolvedValue(path, node, owner.pack, str(owner.place(path)))


def _owners(stack: Stack, path: Loc, node: Any) -> set[str]:
    if not isinstance(node, dict) or not node:
        return {stack.owner(path).pack}
    return {pack for key, each in node.items() for pack in _owners(stack, (*path, key), each)}
