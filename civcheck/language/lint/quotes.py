"""What to say of a quote that is not in the document once: the sentence that is nearest, or the lines it is on."""

from __future__ import annotations

import difflib
import re
from typing import Any

from civcheck.messages import Message, msg
from civcheck.model.texts import normal, sanitize

_SENTENCE = re.compile(r"[^。！？；;\n]+")
_LIKE = 0.5
"""Below it a sentence is another one."""


def misquoted(quote: str, source: str) -> dict[str, Any]:
    """Give the params of the problem: how often the quote is there, and where it is or where something like it is."""
    count = source.count(quote) if quote else 0
    found: dict[str, Any] = {"value": sanitize(quote, 120), "count": str(count)}
    hint = _lines(quote, source) if count else _nearest(quote, source)
    return found | ({"hint": hint} if hint is not None else {})


def _lines(quote: str, source: str) -> Message:
    starts = (found.start() for found in re.finditer(re.escape(quote), source))
    lines = tuple(dict.fromkeys(str(source.count("\n", 0, start) + 1) for start in starts))
    return msg("quote.lines", lines=lines[:8])


def _nearest(quote: str, source: str) -> Message | None:
    """Find the sentence that was probably meant: one that holds most of the quote, or is most like it."""
    wanted, best, place = normal(quote)[:200], _LIKE, (0, "")
    for found in _SENTENCE.finditer(source):
        sentence = found.group().strip()
        matcher = difflib.SequenceMatcher(None, wanted, normal(sentence)[:400], autojunk=False)
        # so much of the quote is there in its order; a long sentence around it is no fault
        like = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1) / max(
            len(wanted), 1
        )
        if like > best:
            best, place = like, (source.count("\n", 0, found.start()) + 1, sentence)
    return msg("quote.nearest", line=str(place[0]), text=sanitize(place[1], 120)) if place[0] else None
