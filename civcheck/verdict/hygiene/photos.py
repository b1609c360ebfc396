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
from civcheck.verdict.hygiene.others import Tie, is_of_own_unit, of_other, tie

_NAMED = 4
"""Uses that the text of a notice names at most."""


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


def find_reused_photos(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice pictures that records use which have nothing to do with each other, all uses of one picture together.

    Nothing is said of files of one record, of a file that several records name, of records that are tied to each other,
    and of what two units hold together.
    """
    uses = list(_uses(None, look.records, look.material))
    for other in look.others:
        uses += _uses(other, other.records, other.material)
    for same in _one_picture(uses):
        own = [use for use in same.uses if use.ledger is None and _any_apart(use, same.uses, look)]
        theirs = [use for use in same.uses if use.ledger is not None and _any_apart(use, own, look)]
        if own:
            yield _notice([*own, *theirs], same, look)


def _any_apart(use: _Use, others: Iterable[_Use], look: Look) -> bool:
    return any(_are_apart(use, other, look) for other in others)


def _notice(told: list[_Use], same: _Same, look: Look) -> Notice:
    """Name the uses of one picture, of each side at least one."""
    digests = tuple(dict.fromkeys(use.facts.sha256 for use in told))
    hows = (["same-bytes"] if len(digests) < len(told) else []) + sorted(same.likeness)
    how = tuple(msg(f"said.{each}") for each in hows if each == "same-bytes" or len(digests) > 1)
    own = [use for use in told if use.ledger is None]
    theirs = told[len(own) :]
    named = own[: max(_NAMED - len(theirs), _NAMED // 2)]
    named += theirs[: _NAMED - len(named)]
    said = tuple(_said(use, own, look) for use in named)
    text = msg("notice.reused-photo", count=len(told), how=how, uses=said)
    places = dict.fromkeys(place for use in (*named, *told) for place in use.places())
    return Notice("reused-photo", text, tuple(places)[:PLACES], digests=digests, uses=len(told))


def _said(use: _Use, own: Iterable[_Use], look: Look) -> Message:
    """Say which record uses which file; of another unit's, which side names the other where one alone does."""
    if use.ledger is None:
        return msg("said.picture-of", title=use.records[0].title, file=use.path)
    mine = [record for each in own for record in each.records]
    tied = tie(look, mine, use.ledger, use.records)
    return of_other(look, use.ledger, use.path, use.records[0].title, tied)


def _uses(
    ledger: OtherLedger | None,
    records: Iterable[Record],
    material: Mapping[str, FileFacts],
) -> Iterator[_Use]:
    """List the pictures of a ledger, each file once, in the order of the records."""
    if not material:
        return
    namers: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for path in dict.fromkeys(piece.path for piece in record.evidence if not piece.is_link):
            namers[path].append(record)
    for path, named_by in namers.items():
        facts = material.get(path)
        if facts is not None and facts.picture is not None and facts.sha256:
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
    beside = one.ledger or other.ledger
    mine, theirs = (other, one) if one.ledger is not None else (one, other)
    if beside is None or mine.ledger is not None:  # what two other ledgers have in common is theirs
        return False
    if is_of_own_unit(look, beside):
        return not any(_are_copies(*both) for both in product(mine.records, theirs.records))
    return tie(look, mine.records, beside, theirs.records) is not Tie.BOTH


def _belong_together(one: Record, other: Record) -> bool:
    """Tell whether two records are one, or one of them is tied to the other (关联)."""
    return one.key == other.key or _is_tied(one, other) or _is_tied(other, one)


def _is_tied(one: Record, other: Record) -> bool:
    return bool(other.id) and number_form(other.id or "") in map(number_form, one.refs)


def _are_copies(one: Record, other: Record) -> bool:
    """Tell whether two records of one unit's ledgers are one that stands in both: that is told elsewhere."""
    return (one.kind, one.days, normal(one.title)) == (other.kind, other.days, normal(other.title))


CHECKS = (Check("reused-photo", find_reused_photos, opens=True),)
