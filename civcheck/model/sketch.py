"""The sketch of a narrative: a checksum for each of its sentences, without what changes from one day to the next.

It is taken while a record is read, so that texts can be compared and need not be kept. Two bytes a sentence are enough:
texts are alike only where many of them are. It works on bytes, which is four times as fast as on text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from zlib import crc32

MOST_SENTENCES = 32
_LONGEST = 20_000
_NOT_COMPARED = b"0123456789 \t\r*#>|_-()[].:/\"'"
"""Digits, blanks and the signs of Markdown; all ASCII, so that no character of Chinese is cut."""
_STOP = "。".encode()
_STOPS = tuple(sign.encode() for sign in ("！", "？", "；", "\n"))
_COMMA = "，".encode()
_FEW = 6
"""A text of fewer sentences is taken clause by clause."""


def sketch_of(text: str, names: Iterable[str]) -> bytes:
    """Give the sketch of a narrative; digits, blanks and ``names`` (place, title, people) do not count.

    Of a long text the last checksum is that of all the rest.
    """
    raw = text[:_LONGEST].encode("utf-8", "replace").translate(None, _NOT_COMPARED)
    for name in names:
        if len(bare := name.encode("utf-8", "replace").translate(None, _NOT_COMPARED)) > 3:
            raw = raw.replace(bare, b"")
    for sign in _STOPS:
        raw = raw.replace(sign, _STOP)
    sentences = [each for each in raw.split(_STOP) if len(each) > 3]
    if len(sentences) < _FEW:
        sentences = [each for each in raw.replace(_COMMA, _STOP).split(_STOP) if len(each) > 3]
    if len(sentences) > MOST_SENTENCES:
        sentences[MOST_SENTENCES - 1 :] = [_STOP.join(sentences[MOST_SENTENCES - 1 :])]
    return array("H", [crc32(each) & 0xFFFF for each in sentences]).tobytes()


def sentences_in(sketch: bytes) -> tuple[int, ...]:
    """Give the checksums of a sketch, one a sentence."""
    return tuple(array("H", sketch))


# --- documents, of which nobody knows the names when they are opened

_SHORTEST = 8
"""Characters of a sentence that says something: shorter ones are headings, cells of tables and names."""
_QUOTED = re.compile('“[^”“]{0,60}”|《[^》《]{0,60}》|"[^"]{0,60}"|（[^（）]{0,60}）|\\([^()]{0,60}\\)')
_NUMBERS = re.compile(
    "[0-9０-９]+|[〇零一二两三四五六七八九十百千万]+(?=[年月日号时点分届次期名人个份场条余级周天项册户元])"
)
_CLAUSE = re.compile("[，、：,:\\s]+")
_ENDS = re.compile("[。！？；\\n!?;]+")
_SAYS_WHO = re.compile(
    "[局厅院所委办科处队室站馆校园村镇乡街区县市省]|社区|中心|公司|广场|小学|中学|大学|学院|支部|总支|党委|党组"
    "|同志|书记|主任|主席|老师|律师|教授|民警|干事|主持|主讲|带队|负责人|联系人|致辞|讲话|授课"
)
"""Signs of a clause that may name a unit, a place or a person: where they stand in two texts, so do other names."""
_NOT_SAID = re.compile("[^\u4e00-\u9fffA-Za-z]+")


_WRAPPED = re.compile(r"(?<=[^\n]{20})(?<![。！？；!?;])\n(?=\S)")


def unwrapped(text: str) -> str:
    """Join the lines of a text that is laid out in them, as that of a pdf is: else sentences would end with each.

    A line that is short, or ends with a sentence, stays one.
    """
    return _WRAPPED.sub("", text)


def document_sketch(text: str) -> bytes:
    """Give the sketch of a document whose names nobody knows; a clause that may name somebody does not count.

    Numbers, what stands in quotes and brackets, and short sentences (headings, cells of a table) do not count either.
    Of a long text the last checksum is that of all the rest.
    """
    kept: list[bytes] = []
    for sentence in _ENDS.split(_QUOTED.sub("", text[:_LONGEST])):
        clauses = (each for each in _CLAUSE.split(sentence) if _SAYS_WHO.search(each) is None)
        # joined as a narrative has them, so that one can be held against a document
        bare = "，".join(filter(None, (_NOT_SAID.sub("", _NUMBERS.sub("", each)) for each in clauses)))
        if len(bare) >= _SHORTEST:
            kept.append(bare.encode())
    if len(kept) > MOST_SENTENCES:
        kept[MOST_SENTENCES - 1 :] = [_STOP.join(kept[MOST_SENTENCES - 1 :])]
    return array("H", [crc32(each) & 0xFFFF for each in kept]).tobytes()
