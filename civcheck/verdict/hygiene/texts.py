"""Plans, reports and narratives that say nearly the same of different events: within a ledger, over years and units.

Two texts are alike where most of their sentences are the same in the same order. They are found by pairs of sentences
that follow each other (shingles), so that a sentence put in or left out changes little.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from civcheck.model.material import FileFacts
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.sketch import sentences_in
from civcheck.verdict.hygiene.groups import ALL_PAIRS, apart, tied_groups
from civcheck.verdict.hygiene.look import Check, Look, Numbers, OtherLedger, names_for, notice

_DOCUMENTS = frozenset({"docx", "doc", "pdf", "text"})
_SHINGLES = 2
"""Shingles that two texts must have in common to be compared at all."""
_IN_A_ROW = 5
"""Shingles that alike texts have in common at least: a few stock phrases follow each other by chance."""


class Text(NamedTuple):
    """A text: the records it belongs to, its file (the record's own for a narrative), the ledger beside it is from."""

    records: tuple[Record, ...]
    file: str
    sentences: tuple[int, ...]
    is_narrative: bool = False
    ledger: OtherLedger | None = None


def find_alike_documents(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice texts of different events that are nearly the same; a file that several records name is one text."""
    least = math.ceil(numbers["sentences"])
    texts = list(_texts(look.records, look.material, least, None))
    for other in look.others:
        texts += _texts(other.records, other.material, least, other)
    near: dict[int, set[int]] = defaultdict(set)
    beside: dict[int, list[Text]] = defaultdict(list)
    for one, other_ in sorted(_candidates(texts)):
        if _may_be_told(texts[one], texts[other_]) and _are_alike(texts[one], texts[other_], numbers):
            if texts[other_].ledger is None:
                near[one].add(other_)
                near[other_].add(one)
            else:
                beside[one].append(texts[other_])
    yield from _within(texts, near)
    yield from _across(texts, beside)


def _within(texts: Sequence[Text], near: Mapping[int, set[int]]) -> Iterator[Notice]:
    for first, group in tied_groups(near, sorted(near)):
        members = [texts[each] for each in sorted(group)]
        params = {"count": len(members), "one": texts[first].file, "other": members[1].file}
        yield notice("alike-document", _records(members), params, _files(members))


def _across(texts: Sequence[Text], beside: Mapping[int, list[Text]]) -> Iterator[Notice]:
    for index, found in beside.items():
        own, other = texts[index], found[0]
        assert other.ledger is not None  # noqa: S101 - that is what is beside
        params = {
            "one": own.file, "unit": other.ledger.unit, "ledger": other.ledger.name, "other": other.file,
            "count": len(found),
        }  # fmt: skip
        yield notice("alike-document", own.records, params, _files([own]), says="alike-document-beside")


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
            yield Text(tuple(namers), path, sentences_in(facts.sketch), False, ledger)


def _candidates(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Give pairs, the earlier first, that have several shingles in common; never two of ledgers beside."""
    holders: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for shingle in set(pairwise(text.sentences)):
            holders[shingle].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for each in holders.values():
        shared.update(combinations(each, 2) if len(each) <= ALL_PAIRS else pairwise(each))
    return (pair for pair, count in shared.items() if count >= _SHINGLES and texts[pair[0]].ledger is None)


def _may_be_told(one: Text, other: Text) -> bool:
    """Tell whether two texts are of different events, and not told by another check."""
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
