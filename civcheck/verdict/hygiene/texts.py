"""Plans, reports and narratives that say nearly the same of different events: within a ledger, over years and units.

Two texts are alike where most of their sentences are the same in the same order. They are found by pairs of sentences
that follow each other (shingles), so that a sentence put in or left out changes little.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.material import FileFacts
from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.sketch import sentences_in
from civcheck.verdict.hygiene.groups import ALL_PAIRS, apart, tied_groups
from civcheck.verdict.hygiene.look import (
    PLACES,
    Check,
    Look,
    Numbers,
    OtherLedger,
    names_for,
    notice,
    place_of,
)
from civcheck.verdict.hygiene.others import Tie, is_of_own_unit, of_other, tie

_DOCUMENTS = frozenset({"docx", "doc", "pdf", "text"})
_SHINGLES = 2
"""Shingles that two texts must have in common to be compared at all."""
_IN_A_ROW = 5
"""Shingles that alike texts have in common at least: a few stock phrases follow each other by chance."""
_BESIDE = 60
"""Texts of ledgers beside with a shingle in common that one text is compared with."""
_NAMED = 4
"""Texts of ledgers beside that a notice names at most."""


class Text(NamedTuple):
    """A text: the records it belongs to, its file (the record's own for a narrative), the ledger beside it is from.

    ``digest`` is the SHA-256 of its file, empty for a narrative.
    """

    records: tuple[Record, ...]
    file: str
    sentences: tuple[int, ...]
    is_narrative: bool = False
    ledger: OtherLedger | None = None
    digest: str = ""


def find_alike_documents(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice texts of different events that are nearly the same; a file that several records name is one text."""
    least = math.ceil(numbers["sentences"])
    texts = list(_texts(look.records, look.material, least, None))
    for other in look.others:
        texts += _texts(other.records, other.material, least, other)
    near: dict[int, set[int]] = defaultdict(set)
    beside: dict[int, list[Text]] = defaultdict(list)
    for one, other_ in sorted(_candidates(texts)):
        if _may_be_told(texts[one], texts[other_], look) and _are_alike(texts[one], texts[other_], numbers):
            if texts[other_].ledger is None:
                near[one].add(other_)
                near[other_].add(one)
            else:
                beside[one].append(texts[other_])
    yield from _within(texts, near)
    yield from _across(texts, beside, look)


def _within(texts: Sequence[Text], near: Mapping[int, set[int]]) -> Iterator[Notice]:
    for first, group in tied_groups(near, sorted(near)):
        members = [texts[each] for each in sorted(group)]
        params = {"count": len(members), "one": texts[first].file, "other": members[1].file}
        yield _of_files(notice("alike-document", _records(members), params, _files(members)), members)


def _across(texts: Sequence[Text], beside: Mapping[int, list[Text]], look: Look) -> Iterator[Notice]:
    """Give a notice for each text of the ledger that others have too, with the places of both."""
    for index, found in beside.items():
        own = texts[index]
        said = tuple(_said(own, each, look) for each in found[:_NAMED])
        places = [*map(place_of, own.records), *map(Place, _files([own]))]
        places += [place for each in found for place in _places_beside(each)]
        text = msg("notice.alike-document-beside", one=own.file, count=len(found), others=said)
        yield _of_files(Notice("alike-document", text, tuple(dict.fromkeys(places))[:PLACES]), [own, *found])


def _of_files(notice: Notice, texts: Sequence[Text]) -> Notice:
    """Name the files by their digests, so that a person may answer for them; of a narrative nobody can."""
    digests = tuple(dict.fromkeys(text.digest for text in texts))
    return notice._replace(digests=digests if all(digests) else (), uses=len(texts))


def _said(own: Text, other: Text, look: Look) -> Message:
    assert other.ledger is not None  # noqa: S101 - that is what is beside
    tied = tie(look, own.records, other.ledger, other.records)
    return of_other(look, other.ledger, other.file, other.records[0].title, tied)


def _places_beside(text: Text) -> Iterator[Place]:
    assert text.ledger is not None  # noqa: S101 - that is what is beside
    before = f"{text.ledger.name}/"
    yield Place(before + text.records[0].file, text.records[0].line, 1)
    yield from (Place(before + file) for file in _files([text]))


def _records(texts: Iterable[Text]) -> list[Record]:
    return [record for text in texts for record in text.records]


def _files(texts: Iterable[Text]) -> list[str]:
    return [text.file for text in texts if not text.is_narrative]


def _texts(
    records: Iterable[Record], material: Mapping[str, FileFacts], least: int, ledger: OtherLedger | None
) -> Iterator[Text]:
    """List the narratives and documents of records that have so many sentences."""
    roles = names_for("alike-document", "roles")
    named: dict[str, list[Record]] = {}
    for record in records:
        if len(record.sketch) >= 2 * least:
            yield Text((record,), record.file, sentences_in(record.sketch), True, ledger)
        for piece in record.evidence:
            if piece.role in roles and not piece.is_link and record not in named.setdefault(piece.path, []):
                named[piece.path].append(record)
    for path, namers in named.items():
        facts = material.get(path)
        if facts is not None and facts.sort in _DOCUMENTS and len(facts.sketch) >= 2 * least:
            yield Text(tuple(namers), path, sentences_in(facts.sketch), False, ledger, facts.sha256)


def _candidates(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Give pairs, the earlier first, that have several shingles in common; never two of ledgers beside.

    The texts of the ledger itself come first. Of a shingle that many have not every two are compared, but each of the
    ledger's with some of those beside.
    """
    mine: dict[tuple[int, int], list[int]] = defaultdict(list)
    theirs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        holders = mine if text.ledger is None else theirs
        for shingle in set(pairwise(text.sentences)):
            holders[shingle].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for shingle, each in mine.items():
        shared.update(combinations(each, 2) if len(each) <= ALL_PAIRS else pairwise(each))
        shared.update(product(each, theirs.get(shingle, ())[:_BESIDE]))
    return (pair for pair, count in shared.items() if count >= _SHINGLES)


def _may_be_told(one: Text, other: Text, look: Look) -> bool:
    """Tell whether two texts are of different events, and not told by another check.

    Two units write one event twice only where both say that they held it together; a day alone says nothing.
    """
    if other.ledger is not None and not is_of_own_unit(look, other.ledger):
        return tie(look, one.records, other.ledger, other.records) is not Tie.BOTH
    if one.is_narrative and other.is_narrative and other.ledger is None:
        return False
    return all(
        apart(mine, theirs) and (other.ledger is not None or mine.file != theirs.file)
        for mine in one.records
        for theirs in other.records
    )


def _are_alike(one: Text, other: Text, numbers: Numbers) -> bool:
    """Tell whether so many sentences of the longer text stand in the other in the same order, most of them in a row."""
    mine, theirs = one.sentences, other.sentences
    most = max(len(mine), len(theirs))
    if most - in_order(mine, theirs) > most * numbers["different"]:
        return False
    rows = sum((Counter(pairwise(mine)) & Counter(pairwise(theirs))).values())
    return rows >= _IN_A_ROW and rows >= (most - 1) * (1 - 2 * numbers["different"])


def in_order(one: Sequence[int], other: Sequence[int]) -> int:
    """Count the most sentences that two texts have in common in the same order (longest common subsequence).

    A number's bits stand for the sentences of the first (Hyyrö 2004), so that a step costs one addition.
    """
    places: dict[int, int] = defaultdict(int)
    for place, sentence in enumerate(one):
        places[sentence] |= 1 << place
    every = (1 << len(one)) - 1
    row = every
    for sentence in other:
        met = row & places.get(sentence, 0)
        row = ((row + met) | (row - met)) & every
    return len(one) - row.bit_count()


CHECKS = (Check("alike-document", find_alike_documents),)
