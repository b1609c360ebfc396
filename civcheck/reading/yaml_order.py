"""Putting the keys of YAML mappings into another order, each with its comments and whatever hangs below it.

A comment goes with the key below it; with the key above where it is set in further than the keys, or stands right below
that key with a blank line behind it. What stands above the first key stays at the top; what follows the last one
stays at the end, unless it is set in further.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.yaml_edit import Edit, Spot, edited


class Rows:
    """The lines of a text, and on which of them a place stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)][: len(self.lines)]

    def line_of(self, at: int) -> int:
        """Give the line of a place, from 0."""
        return bisect_right(self.starts, at) - 1

    def column_of(self, at: int) -> int:
        """Give the column of a place, from 0."""
        return at - self.starts[self.line_of(at)]

    def span(self, *spots: Spot) -> tuple[int, int]:
        """Give the lines of parts: the first, and the one after the last."""
        end = max(each.end for each in spots)
        if end > spots[0].start and self.text[end - 1] == "\n":
            end -= 1
        return self.line_of(spots[0].start), self.line_of(end) + 1


class _Block(NamedTuple):
    """One key of a mapping as rows: the comments before it, its own, and comments that go with it."""

    lead: list[str]
    body: list[str]
    tail: list[str]


def reordered(text: str, wanted: Iterable[tuple[Spot, Sequence[int]]]) -> tuple[str, int]:
    """Put the entries of mappings into an order, each given as the numbers of its entries.

    Gives the text, and how many mappings were changed: those where it is not safe stay as they are. The result is
    read again; should it not mean the same, nothing is changed at all.
    """
    rows = Rows(text)
    edits = [edit for spot, order in wanted if (edit := _edit(rows, spot, order)) is not None]
    new = edited(text, edits)
    return (new, len(edits)) if edits and _means_the_same(text, new) else (text, 0)


def _edit(rows: Rows, mapping: Spot, order: Sequence[int]) -> Edit | None:
    if list(order) == list(range(len(mapping.entries))) or mapping.style == "flow":
        return None
    spans = [rows.span(key, value) for key, value in mapping.entries]
    if not _stands_in_rows(rows, mapping, spans):
        return None
    column = rows.column_of(mapping.entries[0][0].start)
    before = rows.lines[spans[0][0]][:column]
    blocks = _blocks(rows.lines, spans, column)
    last = spans[-1][1] - 1
    for row in takewhile(lambda row: _is_comment_within(row, column), rows.lines[last + 1 :]):
        blocks[-1].tail.append(row)
        last += 1
    new = _joined([blocks[at] for at in order], before)
    return Edit(rows.starts[spans[0][0]], rows.starts[last] + len(rows.lines[last]), "\n".join(new))


def _stands_in_rows(rows: Rows, mapping: Spot, spans: list[tuple[int, int]]) -> bool:
    """Tell whether every key begins a row of its own, all in one column, the first perhaps behind a dash.

    A literal text that the file ends with, without a line end, cannot be moved: it would get one.
    """
    column = rows.column_of(mapping.entries[0][0].start)
    heads = [rows.lines[first][:column] for first, _ in spans]
    values = [value for _, value in mapping.entries]
    return (
        all(rows.column_of(key.start) == column for key, _ in mapping.entries)
        and all(not head.strip(" ") for head in heads[1:])
        and heads[0].strip(" ") in ("", "-")
        and all(one[1] <= other[0] for one, other in pairwise(spans))
        and not (spans[-1][1] == len(rows.lines) and any(each.is_literal for each in values[-1].texts()))
    )


def _blocks(lines: list[str], spans: list[tuple[int, int]], column: int) -> list[_Block]:
    blocks: list[_Block] = []
    for at, (first, end) in enumerate(spans):
        body = lines[first:end]
        body[0] = " " * column + body[0][column:]
        lead: list[str] = []
        if at:
            tail, lead = _parted(lines[spans[at - 1][1] : first], column)
            blocks[-1].tail.extend(tail)
        blocks.append(_Block([_set_in(row, column) for row in lead], body, []))
    return blocks


def _is_comment_within(row: str, column: int) -> bool:
    return row.lstrip(" ").startswith("#") and _indent(row) > column


def _parted(gap: list[str], column: int) -> tuple[list[str], list[str]]:
    """Part the rows between two keys: what goes with the one above, and what goes with the one below."""
    deeper = next((at for at, row in enumerate(gap) if _indent(row) <= column or not row.strip()), len(gap))
    blank = next((at for at, row in enumerate(gap) if not row.strip()), deeper)
    at = max(deeper, blank)
    return gap[:at], gap[at:]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _set_in(row: str, column: int) -> str:
    """Keep a comment from standing further in than the keys: behind a literal text it would become part of it."""
    indent = _indent(row)
    return row[indent - column :] if indent > column and row.strip() else row


def _joined(blocks: list[_Block], before: str) -> list[str]:
    """Put blocks together; what stands before the first key of all (the dash of a list) is given to the new first."""
    first = blocks[0]
    dash = len(before) - len(before.lstrip(" ")) if before.strip() else len(before)
    rows = [_set_in(row, dash) for row in first.lead]
    rows += [before + first.body[0][len(before) :], *first.body[1:], *first.tail]
    for block in blocks[1:]:
        rows += [*block.lead, *block.body, *block.tail]
    return rows


def _means_the_same(text: str, new: str) -> bool:
    try:
        return bool(parse_yaml(text).value == parse_yaml(new).value)
    except YamlMistake:
        return False
