"""Numbers of records and papers: used twice, missing from a series, or not of the form that GB/T 9704 gives."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.model.texts import all_normal, normal
from civcheck.verdict.hygiene.look import PLACES, Check, Look, Numbers, names_for, notice

# --- the same number twice


def find_repeated_archive_numbers(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice an archive number on records that have no day in common."""
    filed = [record for record in look.records if record.filing is not None and record.filing.number]
    forms = all_normal([record.filing.number for record in filed])  # type: ignore[union-attr,misc]
    first: dict[str, Record] = {}
    holders: dict[str, list[Record]] = {}
    for form, record in zip(forms, filed, strict=True):
        if (other := first.setdefault(form, record)) is not record:
            holders.setdefault(form, [other]).append(record)
    for records in holders.values():
        if _on_several_days(records):
            params = {"number": records[0].filing.number, "count": len(records)}  # type: ignore[union-attr]
            yield notice("repeated-archive-number", records, params)


def _on_several_days(records: list[Record]) -> bool:
    """Tell whether records, in order of their first day, fall into stretches of days with others between them."""
    last = records[0].days.last
    for record in records:
        if record.days.first > last:
            return True
        last = max(last, record.days.last)
    return False


class _Paper(NamedTuple):
    """A dated paper with a number, as it is written, and the record that names it."""

    record: Record
    piece: Evidence


def find_repeated_document_numbers(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice a document number on two papers of different days; a paper without a day says nothing."""
    papers: dict[str, dict[str, _Paper]] = defaultdict(dict)
    for record, piece in look.numbered:
        if piece.number and piece.day is not None and not piece.is_link:
            found = _LIKE.fullmatch(_plain(piece.number))
            if found is not None and found[1]:
                papers[_written(found)].setdefault(piece.path, _Paper(record, piece))
    for first, *others in (list(same.values()) for same in papers.values()):
        other = next((each for each in others if _are_two(first.piece, each.piece)), None)
        if other is not None:
            one, two = first.piece, other.piece
            params = {"number": one.number, "one": one.name, "other": two.name}
            days = {"day": one.day, "other_day": two.day}
            both, files = [first.record, other.record], [one.path, two.path]
            yield notice("repeated-document-number", both, {**params, **days}, files)


def _are_two(one: Evidence, other: Evidence) -> bool:
    """Tell whether two files are two papers: their days differ, and one is no copy of the other."""
    return one.day != other.day and (one.name, one.size) != (other.name, other.size)


# --- numbers missing from a series

_LONGEST = 6
"""Digits of a number in a series at most; more of them are a day, or a number of another sort."""


def find_missing_numbers(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice numbers that are missing between the first and last of a series; what was not read may have them."""
    if look.incomplete:
        return
    for series in _series(look).values():
        ordered = sorted(series)
        extent = ordered[-1] - ordered[0] + 1
        missing = extent - len(ordered)
        if not missing or len(ordered) < numbers["records"] or missing > numbers["missing"] * extent:
            continue
        gaps = [(low, high) for low, high in pairwise(ordered) if high > low + 1]
        beside = [record for gap in gaps[: PLACES // 2] for record in (series[gap[0]], series[gap[1]])]
        named = tuple(_named(series[low].id or "", low + 1, high - 1) for low, high in gaps[: PLACES // 2])
        ends = {"from_": series[ordered[0]].id, "to": series[ordered[-1]].id}
        yield notice("number-gap", beside, {"missing": named, "count": missing, **ends})


def _series(look: Look) -> Mapping[str, dict[int, Record]]:
    """Group records by what stands before the last digits of their number."""
    groups: dict[str, dict[int, Record]] = defaultdict(dict)
    for record in look.records:
        if record.id:
            before, digits = _in_series(normal(record.id))
            if 0 < len(digits) <= _LONGEST:
                groups[before].setdefault(int(digits), record)
    return groups


def _named(pattern: str, first: int, last: int) -> Message | str:
    """Write missing numbers as the others of their series are written: LJ-007, or LJ-007 至 LJ-009."""
    before, digits = _in_series(unicodedata.normalize("NFKC", pattern).strip())
    one, other = (f"{before}{number:0{len(digits)}d}" for number in (first, last))
    return one if first == last else msg("asks.window", first=one, last=other)


def _in_series(number: str) -> tuple[str, str]:
    """Take a number apart: what stands before its last digits, and these."""
    before = number.rstrip("0123456789")
    return before, number[len(before) :]


# --- the form of a document number

_YEAR = "((?:19|20)[0-9]{2})"
_LIKE = re.compile(
    r"([^\W\d_][^〔〕()\[\]【】〖〗{}<>〈〉]*?)?"
    rf"(?:[〔(\[【〖{{<〈]{_YEAR}年?[〕)\]】〗}}>〉]|{_YEAR}年)"
    r"第?0*([1-9][0-9]{0,4})号?"
)
"""A document number however it is written: letters, a year in brackets or with 年, a number."""
_OTHER_SORTS = ("令", "公告", "通告", "决定")
"""Numbers of orders and announcements have forms of their own."""


def find_ill_formed_document_numbers(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice document numbers with a year and a number in them that are not written 代字〔2017〕12号."""
    fields = names_for("document-number-form", "fields")
    written: list[tuple[Record, str, Evidence | None]] = [
        (record, piece.number or "", piece) for record, piece in look.numbered
    ]
    written += [
        (record, value, None)
        for record in look.with_field(fields)
        for name, value in record.fields.items()
        if name in fields and isinstance(value, str)
    ]
    told: set[tuple[str, str]] = set()
    for record, text, piece in written:
        for part in re.split("[、，,；;]", text):
            form = _well_formed(part)
            if form is not None and (record.key, part) not in told:
                told.add((record.key, part))
                files = () if piece is None or piece.is_link else (piece.path,)
                yield notice("document-number-form", [record], {"number": part.strip(), "form": form}, files)


def _well_formed(text: str) -> str | None:
    """Give the form a document number should have; None where it has it, or is a number of another sort."""
    plain = _plain(text)
    found = _LIKE.fullmatch(plain)
    if found is None or (found[1] or "").endswith(_OTHER_SORTS):
        return None
    form = _written(found)
    return form if form != plain else None


def _plain(text: str) -> str:
    """Take the width and blanks out of a number; its brackets stay."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200]))


def _written(found: re.Match[str]) -> str:
    """Write a document number as it should be; its letters are named where they are missing."""
    return f"{found[1] or '代字'}〔{found[2] or found[3]}〕{found[4]}号"


CHECKS = (
    Check("repeated-archive-number", find_repeated_archive_numbers),
    Check("repeated-document-number", find_repeated_document_numbers),
    Check("number-gap", find_missing_numbers),
    Check("document-number-form", find_ill_formed_document_numbers),
)
