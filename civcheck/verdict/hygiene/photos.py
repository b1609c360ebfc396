"""One picture used at two places (一图多用): the same file, or the same picture sent again, mirrored or turned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.looks import Likeness
from civcheck.model.looksindex import LookIndex
from civcheck.model.material import FileFacts
from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.texts import normal, number_form
from civcheck.verdict.hygiene.look import PLACES, Check, Look, Numbers, OtherLedger

_NAMED = 4
"""Uses that the text of a notice names at most."""
_LEAST_NAME = 4
"""Signs that a part of a unit's name has at least to be taken for that unit."""


class _Use(NamedTuple):
    """A picture as one ledger uses it: its file, and the records that name it; ``ledger`` is None for that at hand."""

    ledger: OtherLedger | None
    path: str
    records: tuple[Record, ...]
    facts: FileFacts

    def places(self) -> tuple[Place, Place]:
        """Give the places of its first record and of the file."""
        before = f"{self.ledger.name}/" if self.ledger is not None else ""
        record = self.records[0]
        return Place(before + record.file, record.line, 1), Place(before + self.path)

    def said(self) -> Message:
        """Say which record uses which file."""
        params = {"title": self.records[0].title, "file": self.path}
        if self.ledger is None:
            return msg("said.picture-of", **params)
        return msg("said.picture-of-other", ledger=self.ledger.name, **params)


def find_reused_photos(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice pictures that records use which have nothing to do with each other, all uses of one picture together.

    Nothing is said of files of one record, of a file that several records name, of records that are tied to each other,
    of what two ledgers hold together, and of pictures that were accepted.
    """
    uses = list(_uses(None, look.records, look.material, look.accepted))
    for other in look.others:
        uses += _uses(other, other.records, other.material, look.accepted)
    for same in _one_picture(uses):
        told = [use for use in same.uses if any(_are_apart(use, other, look) for other in same.uses)]
        if any(use.ledger is None for use in told):
            digests = {use.facts.sha256 for use in told}
            hows = (["same-bytes"] if len(digests) < len(told) else []) + sorted(same.likeness)
            how = tuple(msg(f"said.{each}") for each in hows if each == "same-bytes" or len(digests) > 1)
            named = tuple(use.said() for use in told[:_NAMED])
            text = msg("notice.reused-photo", count=len(told), how=how, uses=named)
            places = dict.fromkeys(place for use in told for place in use.places())
            yield Notice("reused-photo", text, tuple(places)[:PLACES])


def _uses(
    ledger: OtherLedger | None,
    records: Iterable[Record],
    material: Mapping[str, FileFacts],
    accepted: frozenset[str],
) -> Iterator[_Use]:
    """List the pictures of a ledger, each file once, in the order of the records."""
    if not material:
        return
    namers: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for path in dict.fromkeys(piece.path for piece in record.evidence if not piece.is_link):
            namers[path].append(record)
    lengths = {len(each) for each in accepted}
    for path, named_by in namers.items():
        facts = material.get(path)
        if facts is None or facts.picture is None or not facts.sha256:
            continue
        if not any(facts.sha256[:length] in accepted for length in lengths):
            yield _Use(ledger, path, tuple(named_by), facts)


class _Same(NamedTuple):
    """All uses of one picture, and how its files are alike beside being the same."""

    uses: list[_Use]
    likeness: set[Likeness]


def _one_picture(uses: Sequence[_Use]) -> Iterator[_Same]:
    """Group uses by picture: by their bytes first, these by their look."""
    by_digest: dict[str, list[_Use]] = defaultdict(list)
    for use in uses:
        by_digest[use.facts.sha256].append(use)
    group_of = {digest: digest for digest in by_digest}
    links: list[tuple[str, Likeness]] = []
    index, numbered = LookIndex(), list[str]()
    # the ledger at hand comes last: what other ledgers have in common is not looked for
    for digest, same in reversed(by_digest.items()):
        picture = same[0].facts.picture
        if picture is None or not picture.looks:
            continue
        if same[0].ledger is None:
            for number, likeness in sorted(index.find(picture)):
                group_of[_root(group_of, numbered[number])] = _root(group_of, digest)
                links.append((digest, likeness))
        index.add(picture)
        numbered.append(digest)
    groups: dict[str, _Same] = {}
    for digest, same in by_digest.items():
        groups.setdefault(_root(group_of, digest), _Same([], set())).uses.extend(same)
    for digest, likeness in links:
        groups[_root(group_of, digest)].likeness.add(likeness)
    return (same for same in groups.values() if len(same.uses) > 1)


def _root(group_of: dict[str, str], digest: str) -> str:
    """Follow a picture to the one that stands for its group, and shorten the way for the next."""
    while group_of[digest] != digest:
        group_of[digest] = group_of[group_of[digest]]
        digest = group_of[digest]
    return digest


def _are_apart(one: _Use, other: _Use, look: Look) -> bool:
    """Tell whether two uses have nothing to do with each other."""
    if one.ledger is other.ledger:
        if one.path == other.path:
            return False
        return not any(_belong_together(*both) for both in product(one.records, other.records))
    units = [look.unit.name if use.ledger is None else use.ledger.unit for use in (one, other)]
    if normal(units[0]) == normal(units[1]):
        return not any(_are_copies(*both) for both in product(one.records, other.records))
    names = zip((one, other), reversed(units), strict=True)
    return not any(_is_named(unit, record) for use, unit in names for record in use.records)


def _belong_together(one: Record, other: Record) -> bool:
    """Tell whether two records are one, or one of them is tied to the other (关联)."""
    return one.key == other.key or _is_tied(one, other) or _is_tied(other, one)


def _is_tied(one: Record, other: Record) -> bool:
    return bool(other.id) and number_form(other.id or "") in map(number_form, one.refs)


def _are_copies(one: Record, other: Record) -> bool:
    """Tell whether two records of one unit's ledgers are one that stands in both: that is told elsewhere."""
    return (one.kind, one.days, normal(one.title)) == (other.kind, other.days, normal(other.title))


def _is_named(unit: str, record: Record) -> bool:
    """Tell whether a record names a unit among those that held it together (联办), be it by a part of its name."""
    name = normal(unit)
    for each in map(normal, (*record.partners, *record.organiser, *record.by)):
        if each == name or (min(len(each), len(name)) >= _LEAST_NAME and (each in name or name in each)):
            return True
    return False


CHECKS = (Check("reused-photo", find_reused_photos, opens=True),)
