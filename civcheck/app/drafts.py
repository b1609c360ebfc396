"""Drafts of rules for a new pack: one for every sentence of a document, each a comment."""

from __future__ import annotations

import json

Sentences = list[tuple[int, str]]

_SENTENCE = """
# 第 {number} 句（第 {line} 行）
# - id: "1.{number}"
#   title: {title}
#   quote: {quote}
#   obligation: 应办
#   select: {{类型: 活动记录}}
#   expect: {{count: {{at_least: 1}}}}
#   remedy: 把办过的登记为“活动记录”，附当时形成的材料
"""

_MANY = "#   # 原文里一样的句子不止一处，quote 要连上下文一起摘，摘到只有一处为止\n"
_MOST_AROUND = 4
"""So many sentences before a sentence, and behind it, may stand in its quote: more would be no quote of it."""


def drafts(text: str, sentences: Sentences) -> list[str]:
    """Write a draft for every sentence.

    One that occurs again is quoted with what stands around it. Where that is not enough either, the draft says so.
    """
    found: list[str] = []
    line, counted = 1, 0
    for index, (start, sentence) in enumerate(sentences):
        line, counted = line + text.count("\n", counted, start), start
        quote = unique_quote(text, sentences, index)
        title, shown = sentence.strip()[:20], sentence.strip().rstrip("。；;") if quote is None else quote
        draft = _SENTENCE.format(number=index + 1, line=line, title=quoted(title), quote=quoted(shown))
        found.append(draft.replace("#   obligation:", f"{_MANY}#   obligation:") if quote is None else draft)
    return found


def unique_quote(text: str, sentences: Sentences, index: int) -> str | None:
    """Quote a sentence so that the quote stands in the text once: with what is before it, then with what is behind.

    None where the nearest sentences are not enough.
    """
    first = last = index
    while True:
        end = sentences[last][0] + len(sentences[last][1])
        quote = text[sentences[first][0] : end].strip().rstrip("。；;")
        if _stands_once(text, quote):
            return quote
        if first > max(index - _MOST_AROUND, 0):
            first -= 1
        elif last < min(index + _MOST_AROUND, len(sentences) - 1):
            last += 1
        else:
            return None


def _stands_once(text: str, quote: str) -> bool:
    """Look no further than to the second place."""
    return text.find(quote, text.find(quote) + 1) < 0


def quoted(text: str) -> str:
    """Write a text as YAML: as it stands, or in quotation marks where a sign in it means something else."""
    risky = (
        "\n" in text
        or text[:1] in "-?:,[]{}#&*!|>'\"%@` "
        or ": " in text
        or " #" in text
        or text.endswith(":")
    )
    return json.dumps(text, ensure_ascii=False) if risky else text
