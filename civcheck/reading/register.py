"""Editing judgements.yaml: an entry is added or put in the place of one, everything else stays byte by byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import normal, sanitize
from civcheck.model.yamltext import for_all_readers
from civcheck.reading import limits
from civcheck.reading.documents import Region, regions_of
from civcheck.reading.files import read_head
from civcheck.reading.filetext import FileText, file_text
from civcheck.reading.judgements import JUDGEMENT_FILES, KEYS, Spans
from civcheck.reading.mistakes import diagnose
from civcheck.reading.parsed import YamlMistake
from civcheck.reading.yaml_edit import Spot, spots_of
from civcheck.reading.yaml_order import Rows

HEAD = "# 人工认定与豁免：结论由人负责，写明理由、认定人和有效期\n"
_QUOTED = ("规则", "指纹")
_END = re.compile(r"\.\.\.[ \t]*(?:#.*)?")
SEEN_SIGN = "·"
_SEEN = re.compile(rf"[ \t]*# {SEEN_SIGN} (.+) ([0-9a-f]{{8}}) ([0-9a-f]{{8}})[ \t]*")


class Entry(NamedTuple):
    """An entry as it stands in a register: the lines it takes (from 0, ``end`` exclusive) and what it is about.

    ``seen`` is what was looked at when it was made: a record's key → signs of its content and of its material.
    """

    file: str
    start: int
    end: int
    rules: tuple[str, ...]
    target: str
    dash: int | None
    alone: bool
    seen: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Register:
    """A file of judgements at the root of a ledger; ``text`` is None where there is none yet."""

    name: str
    raw: bytes | None
    file: FileText
    entries: tuple[Entry, ...]
    dashes: tuple[int, int] | None

    def added(self, entry: Mapping[str, Any], seen: Sequence[str]) -> tuple[str, int]:
        """Give the text with one more entry at its end, and the line it begins on (from 1)."""
        text = self.file.text or HEAD
        lines = text.split("\n")
        at = _end_of_content(lines)
        indent, step = self.dashes or (0, 2)
        rows = _as_item([*_entry_rows(dict(entry), quoted=_QUOTED), *seen], indent, step)
        before = [] if self.dashes or (not self.entries and _is_empty(text)) else ["---"]
        if self.dashes and self._are_apart(lines):
            before = [""]
        lines[at:at] = [*before, *rows]
        return _ended(lines), at + len(before) + 1

    def replaced(
        self, old: Entry, entry: Mapping[str, Any], seen: Sequence[str], said: str
    ) -> tuple[str, int]:
        """Give the text with an entry in the place of another one, which stays as a comment below ``said``."""
        lines = self.file.text.split("\n")
        rows = [*_entry_rows(dict(entry), quoted=_QUOTED), *seen]
        indent = 0
        if old.dash is not None and self.dashes is not None:
            indent = self.dashes[0]
            rows = _as_item(rows, indent, self.dashes[1])
        blank = " " * indent
        kept = [
            f"{blank}# {row[min(indent, len(row) - len(row.lstrip(' '))) :]}"
            for row in lines[old.start : old.end]
        ]
        lines[old.start : old.end] = [f"{blank}# {said}", *kept, *rows]
        return _ended(lines), old.start + len(kept) + 2

    def _are_apart(self, lines: list[str]) -> bool:
        """Tell whether entries have a blank line between them."""
        return len(self.entries) > 1 and not lines[self.entries[-1].start - 1].strip()


def _entry_rows(entry: dict[str, Any], indent: int = 0, quoted: Sequence[str] = ()) -> list[str]:
    """Write a mapping as rows, one key each, ``indent`` blanks before them.

    Values are texts, days, lists of texts, or mappings of these; texts under the keys ``quoted`` get ``"``. Empty ones
    are left out.
    """
    rows: list[str] = []
    for key, value in entry.items():
        if value in ("", None, [], {}):
            continue
        name, mark = for_all_readers(key), key in quoted
        if isinstance(value, dict):
            rows += [" " * indent + f"{name}:", *_entry_rows(value, indent + 2)]
        elif isinstance(value, date):
            rows.append(" " * indent + f"{name}: {value.isoformat()}")
        elif isinstance(value, str):
            rows.append(" " * indent + f"{name}: {for_all_readers(value, quoted=mark)}")
        else:
            listed = ", ".join(for_all_readers(each, in_flow=True, quoted=mark) for each in value)
            rows.append(" " * indent + f"{name}: [{listed}]")
    return rows


def _as_item(rows: Sequence[str], indent: int, step: int) -> list[str]:
    """Make rows an item of a list: the dash at column ``indent``, the keys ``step`` further in."""
    before = " " * indent + "-" + " " * (step - 1)
    return [before + rows[0], *(" " * (indent + step) + row for row in rows[1:])]


def _is_empty(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _end_of_content(lines: list[str]) -> int:
    """Give the line before which an entry is to be added: behind everything, but before blank lines and ``...``."""
    at = len(lines)
    while at and (not lines[at - 1].strip() or _END.fullmatch(lines[at - 1])):
        at -= 1
    return at


def _ended(lines: list[str]) -> str:
    text = "\n".join(lines)
    return text if text.endswith("\n") else text + "\n"


def open_registers(root: str, spans: Spans) -> list[Register]:
    """Open the files of judgements of a ledger; an empty list where it has none.

    Raises:
        UsageError: one cannot be read as YAML; it says where.
    """
    found = []
    for name in JUDGEMENT_FILES:
        place = Path(root) / name
        if place.is_symlink():
            raise UsageError(msg("error.store-link", path=name))
        if not place.is_file():
            continue
        raw = read_head(str(place), limits.RECORD_BYTES + 1, place.stat().st_size)
        file = file_text(raw, lambda text: "规则" in text or "rule" in text) if raw is not None else None
        if raw is None or file is None or len(raw) > limits.RECORD_BYTES:
            raise UsageError(msg("error.judge-register", place=name))
        found.append(_register(name, raw, file, spans))
    return found


def new_register() -> Register:
    """Give the register of a ledger that has none."""
    return Register(JUDGEMENT_FILES[0], None, FileText("", "utf-8", b"", ()), (), None)


def _register(name: str, raw: bytes, file: FileText, spans: Spans) -> Register:
    entries: list[Entry] = []
    dashes: tuple[int, int] | None = None
    for region in regions_of(file.text, is_markdown=False):
        if isinstance(region, str):
            continue
        try:
            top = spots_of(region.text, region.line)
        except YamlMistake as mistake:
            code, line, column, params = diagnose(
                mistake, region.text, region.line, lambda word: word in KEYS
            )
            said = msg(f"problem.{code}", **params)
            place = f"{name}:{line}:{column}"
            raise UsageError(msg("error.judge-broken", place=place, said=said)) from None
        rows = Rows(region.text)
        is_list = top.sort == "list" and top.style != "flow" and bool(top.items)
        dashes = _dashes(rows, top) if is_list else None if top.entries or top.items else dashes
        entries += _entries(name, region, rows, top, spans, is_list)
    return Register(name, raw, file, tuple(entries), dashes)


def _dashes(rows: Rows, top: Spot) -> tuple[int, int]:
    """Give the column of a list's dashes, and how far behind them the keys stand."""
    indent = rows.column_of(top.start)
    last = top.items[-1]
    step = rows.column_of(last.start) - indent
    return indent, step if step >= 2 else 2


def _entries(
    name: str, region: Region, rows: Rows, top: Spot, spans: Spans, is_list: bool
) -> Iterator[Entry]:
    items = top.items if top.sort == "list" else (top,)
    for at, spot in enumerate(items):
        if spot.sort != "mapping" or not spot.entries:
            continue
        start, end = rows.span(spot)
        head = rows.lines[start][: rows.column_of(spot.start)]
        alone = not head.strip(" -") and (is_list or top.sort == "mapping")
        until = rows.line_of(items[at + 1].start) if at + 1 < len(items) else len(rows.lines)
        known = {key.value: value for key, value in spot.entries}
        rules = _texts(known.get("规则") or known.get("rule"))
        target = known.get("对象") or known.get("target")
        end, seen = _with_seen(rows.lines, end, until)
        yield Entry(
            name,
            start + region.line - 1,
            end + region.line - 1,
            tuple(rule for each in rules for rule in spans(each)),
            normal(target.value) if target is not None else "",
            rows.column_of(spot.start) if is_list else None,
            alone,
            seen,
        )


def _with_seen(lines: list[str], end: int, until: int) -> tuple[int, dict[str, tuple[str, str]]]:
    """Find the comments right below an entry that say what was looked at: they belong to it."""
    seen: dict[str, tuple[str, str]] = {}
    at = end
    while at < until and lines[at].lstrip().startswith("#"):
        if found := _SEEN.fullmatch(lines[at]):
            seen[found[1]] = (found[2], found[3])
        elif seen or not lines[at].rstrip().endswith(("：", ":")):
            break
        at += 1
    return (at, seen) if seen else (end, {})


def _texts(spot: Spot | None) -> list[str]:
    if spot is None:
        return []
    if spot.sort == "list":
        return [each.value for each in spot.items if each.sort == "text"]
    return [part.strip() for part in re.split("[、，,；;\n]", spot.value) if part.strip()]


def seen_rows(signs: Mapping[str, tuple[str, str]], said: str, more: str) -> list[str]:
    """Write what was looked at as comments: a record a line, its key, the signs of its content and its material."""
    if not signs:
        return []
    rows = [
        f"# {SEEN_SIGN} {sanitize(key, 1_000)} {content} {material}"
        for key, (content, material) in signs.items()
    ]
    return [f"# {said}", *rows, *([f"# {more}"] if more else [])]
