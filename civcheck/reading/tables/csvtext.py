"""csv as Excel and WPS write it in China: any encoding, comma, tab or semicolon, line breaks inside of cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from civcheck.model.table.sheet import Cell, Row, Sheet, Sort
from civcheck.reading import limits
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.sorts import is_chinese
from civcheck.reading.text import decode

_SEPARATORS = (",", "\t", ";", "|")
_LOOKED_AT = 50
_SAID = re.compile(r"sep=(.)\n")
_KEPT_TEXT = re.compile(r'="([^"]*)"')
"""What programs write so that Excel keeps a number as a text."""


def sheets_of_csv(raw: bytes, name: str) -> tuple[Sheet, str]:
    """Give the one sheet of a csv file, called ``name``, and its encoding where it is not UTF-8.

    Raises:
        FlawedError: ``not-text``; ``quotes``: a quotation mark opens and none closes it; ``too-large``.
    """
    decoded = decode(raw, is_chinese)
    if decoded.text is None or "\0" in decoded.text:
        raise FlawedError("not-text")
    text = decoded.text
    said = _SAID.match(text)
    separator = said[1] if said is not None else _separator(text)
    rows = _rows(text[said.end() :] if said is not None else text, separator)
    return Sheet(name, rows), decoded.encoding or ""


def _separator(text: str) -> str:
    """Tell what parts the cells: what parts most rows into the same number, and into the most."""
    worth: dict[str, tuple[int, int]] = {}
    for sign in _SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for row in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=sign):
                widths[len(row)] += 1
                if widths.total() >= _LOOKED_AT:
                    break
        except csv.Error:
            continue
        several = {width: count for width, count in widths.items() if width > 1}
        worth[sign] = max(((count, width) for width, count in several.items()), default=(0, 0))
    return max(_SEPARATORS, key=lambda sign: worth.get(sign, (0, 0)))


def _rows(text: str, separator: str) -> dict[int, Row]:
    """Give the rows, each with the number that a program shows for it."""
    rows: dict[int, Row] = {}
    left = limits.TABLE_CELLS
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, values in enumerate(reader, 1):
            cells = {at: Cell(Sort.TEXT, _plain(value)) for at, value in enumerate(values) if value.strip()}
            left -= len(cells)
            if left < 0:
                raise FlawedError("too-large")
            if cells:
                rows[number] = cells
    except csv.Error:
        raise FlawedError("quotes") from None
    return rows


def _plain(value: str) -> str:
    kept = _KEPT_TEXT.fullmatch(value.strip())
    return kept[1] if kept is not None else value
