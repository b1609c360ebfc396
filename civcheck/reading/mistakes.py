"""Honest mistakes: from what libyaml says to one sentence that tells a clerk what to type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from civcheck.reading.parsed import YamlMistake

Diagnosis = tuple[str, int, int, dict[str, Any]]
IsKey = Callable[[str], bool]

_FULL_COLON = re.compile(r"^([ \t]*(?:- +)?)([^\s：:#\"'\[\]{}]{1,20})[ ]*(：)")
_NO_BLANK = re.compile(r"^([ \t]*(?:- +)?)([^\s：:#\"'\[\]{}/]{1,20}):(?=[^\s/])")
_FULL_QUOTE = re.compile(r": +([“”])")
_QUOTED = re.compile(r"^[ \t]*(?:- +)?[^\s:]{1,20}: +([\"'])(.*)$")
_BRACKETED = re.compile(r"^[ \t]*(?:- +)?[^\s:]{1,20}: +([{\[｛［])")
_RISKY_START = re.compile(r"^[ \t]*(?:- +)?[^\s:]{1,20}: +([*!&@%`|>\[{\"',]|[-?](?= ))")


def diagnose(mistake: YamlMistake, text: str, first_line: int, is_key: IsKey) -> Diagnosis:
    """Find the likeliest honest mistake behind a broken document; else pass libyaml's own finding on.

    Returns the problem's code, line, column (from 1, of the physical file) and params.
    """
    if mistake.code != "yaml":
        return mistake.code, mistake.line, mistake.column, mistake.params
    lines = text.split("\n")
    last = min(mistake.line - first_line + 1, len(lines) - 1)
    # the culprit stands on the line that libyaml names, or on one of those just above it
    above = range(last, -1, -1)
    for finder, among in (
        (_directive, above),
        (_tab, above),
        (_wide_blank, above),
        (_wide_after_colon, above),
        (_full_colon, above),
        (_no_blank, above),
        (_open_quote, sorted({last, min(mistake.params["begun"] - first_line, last)})),
        (_full_in_brackets, range(last, max(last - 3, -1), -1)),
        (_risky, sorted({max(last - 1, 0), last, min(mistake.params["begun"] - first_line, last)})),
    ):
        for index in among:
            if (found := finder(lines[index], is_key)) is not None:
                code, column, params = found
                return code, first_line + index, column, params
    return "yaml", mistake.line, mistake.column, {}


def keys_in_text(text: str, first_line: int, is_key: IsKey) -> Diagnosis | None:
    """Find the first key that a whole document of “键：值” lines hides: to YAML it is one long text."""
    for index, line in enumerate(text.split("\n")):
        if (found := _full_colon(line, is_key) or _no_blank(line, is_key)) is not None:
            code, column, params = found
            return code, first_line + index, column, params
    return None


Found = tuple[str, int, dict[str, Any]] | None


def _directive(line: str, _: IsKey) -> Found:
    return ("yaml-directive", 1, {}) if line.startswith("%") else None


def _tab(line: str, _: IsKey) -> Found:
    indent = line[: len(line) - len(line.lstrip(" \t\u3000\xa0"))]
    if "\t" in indent and line.strip():
        return "tab-indent", indent.index("\t") + 1, {}
    return None


def _wide_blank(line: str, _: IsKey) -> Found:
    found = re.match(r"^[ ]*([\u3000\xa0]+)\S", line)
    return ("wide-blank", found.start(1) + 1, {}) if found else None


def _wide_after_colon(line: str, _: IsKey) -> Found:
    found = re.match(r"^[ \t]*(?:- +)?([^\s：:#\"'\[\]{}]{1,20}):[\u3000\xa0]", line)
    return ("wide-blank-after-colon", found.end(), {"key": found[1]}) if found else None


def _open_quote(line: str, _: IsKey) -> Found:
    """Find a value that begins with a quotation mark which does not close it, or closes it too early."""
    found = _QUOTED.match(line)
    if found is None:
        return None
    sign, rest, column = found[1], found[2].rstrip(), found.start(1) + 1
    if sign == '"' and "\\" in rest:
        return "backslash-in-quotes", column + rest.index("\\") + 1, {}
    closing = rest.find(sign)
    if closing < 0:
        return "quote-open", column, {"sign": sign}
    behind = rest[closing + 1 :].strip()
    if behind and not behind.startswith("#"):
        return "text-behind-quote", column + closing + 1, {"sign": sign, "other": "'" if sign == '"' else '"'}
    return None


def _full_in_brackets(line: str, _: IsKey) -> Found:
    """Find full-width punctuation in a value in brackets: YAML knows only the half-width signs there."""
    found = _BRACKETED.match(line)
    if found is None:
        return None
    sign = re.search("[，：｛｝［］]", line[found.start(1) :])
    if sign is None:
        return None
    half = {"，": ", ", "：": ": ", "｛": "{", "｝": "}", "［": "[", "］": "]"}[sign[0]]
    return "full-width-in-brackets", found.start(1) + sign.start() + 1, {"sign": sign[0], "half": half}


def _full_colon(line: str, is_key: IsKey) -> Found:
    found = _FULL_COLON.match(line)
    if found and is_key(found[2]):
        return "full-width-colon", found.start(3) + 1, {"key": found[2]}
    return None


def _no_blank(line: str, is_key: IsKey) -> Found:
    found = _NO_BLANK.match(line)
    if found and is_key(found[2]):
        return "no-blank-after-colon", found.end() + 1, {"key": found[2]}
    return None


def _risky(line: str, _: IsKey) -> Found:
    if (found := _FULL_QUOTE.search(line)) and line.rstrip().endswith(("“", "”")):
        return "full-width-quote", found.start(1) + 1, {}
    if found := _RISKY_START.match(line):
        return "risky-start", found.start(1) + 1, {"sign": found[1]}
    before, _sign, rest = line.partition(": ")
    if ": " in rest:
        return "second-colon", len(before) + 2 + rest.index(": ") + 1, {}
    return None
