"""Text that stays text in Markdown: no markup, no link, no mention, no reference, whatever a ledger says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from civcheck.model.texts import sanitize

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#!$^{}]|\.(?=[A-Za-z])|^[-+=]|(?<=\d)[.)](?=\s|$)")
"""What CommonMark and its dialects take for markup; a dot before a letter makes “记录.md” a web address."""
_REFERENCE = re.compile(
    r"[@#!~%&$](?=[\w\"])"  # people, issues, merge requests, labels, milestones, epics, snippets
    r"|:(?=//)|(?i:www|\bGH|mailto|xmpp)(?=[-.:])"  # web addresses, GH-12
    r"|:(?=(?:\d*[A-Za-z_+-][\w+-]*|100|1234):)"  # “记录.md:100:1” holds an emoji
)
_SPLIT = "&#8203;"
"""A blank of no width, as an entity: sites look for references in rendered text, where escapes are gone."""


def escape(text: str) -> str:
    """Escape a sanitized text so that any Markdown shows it as it stands."""
    parts, start = [], 0
    for sign in _REFERENCE.finditer(text):
        parts += [_escaped(text[start : sign.end()], start == 0), _SPLIT]
        start = sign.end()
    parts.append(_escaped(text[start:], start == 0))
    return "".join(parts)


def _escaped(text: str, is_start: bool) -> str:
    """Put a backslash before markup; a dash or number of a list only counts where the text begins."""
    if is_start:
        text = text.lstrip()
    return _MARKUP.sub(r"\\\g<0>", text)


def code_block(lines: Iterable[str]) -> list[str]:
    """Fence lines that are to be copied as they stand; the fence is longer than any run of its sign in them."""
    shown = [sanitize(line, 1_000) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("~+", line)), default=0)
    fence = "~" * max(3, longest + 1)
    return [fence, *shown, fence]
