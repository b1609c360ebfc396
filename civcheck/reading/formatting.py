"""The form of a record file: keys by their names and in order, days as 2017-03-05, no blanks at line ends, UTF-8, LF.

What a record says is not touched. A file of which civcheck cannot read every document stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from civcheck.model.dayform import adds_a_year, day_in_form, days_in_form
from civcheck.model.problem import Place, Problem, Weight
from civcheck.reading import limits
from civcheck.reading.documents import Region, regions_of
from civcheck.reading.filetext import FileText, file_text
from civcheck.reading.mistakes import IsKey, diagnose
from civcheck.reading.parsed import YamlMistake
from civcheck.reading.recordshapes import Shape, Shapes
from civcheck.reading.yaml_edit import Edit, Spot, edited, rewritten_plainly, spots_of
from civcheck.reading.yaml_order import Rows, reordered

KINDS = ("类型", "kind")


class Keep(NamedTuple):
    """What of a file's form is somebody else's to say: git may have it checked out so again."""

    encoding: bool = False
    ends: bool = False


class YearlessDay(NamedTuple):
    """A day that does not name its year, and where it stands: it is for a person to add."""

    place: Place
    value: str


class Formatted(NamedTuple):
    """A record file before and after; ``changes`` counts what was done, by sort of change."""

    path: str
    raw: bytes
    new: bytes
    before: str
    after: str
    encoding: str
    changes: Mapping[str, int]
    yearless: tuple[YearlessDay, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Tell whether there is anything to write."""
        return self.raw != self.new


class Formatter:
    """Brings record files into form by the terms of one pack, for a ledger of one year."""

    def __init__(self, shapes: Shapes, year: int, is_key: IsKey) -> None:
        self.shapes, self.year, self.is_key = shapes, year, is_key

    def format(self, path: str, raw: bytes, keep: Keep = Keep()) -> Formatted | Problem | None:  # noqa: B008
        """Bring a file into form; a problem where it cannot be read, None where it holds no record."""
        if len(raw) > limits.RECORD_BYTES:
            return Problem("file-too-large", Weight.UNREAD, Place(path), {"limit": limits.RECORD_BYTES})
        file = file_text(raw, _has_key)
        if file is None:
            return Problem("not-text", Weight.UNREAD, Place(path))
        done = _Work(self, path)
        regions = regions_of(file.text, path.lower().endswith(".md"))
        try:
            parts = [
                each if isinstance(each, str) else done.region(each, is_last=at == len(regions))
                for at, each in enumerate(regions, start=1)
            ]
        except YamlMistake as mistake:
            return self._told(path, mistake, regions)
        if not done.records:
            return None
        text = "".join(parts)
        if isinstance(regions[-1], str) and not text.endswith("\n"):  # a narrative, or dashes
            text += "\n"
            done.changes["end"] = 1
        form = _form(file, keep, done.changes)
        return Formatted(
            path, raw, form.bytes_of(text), file.text, text, file.encoding, done.changes, tuple(done.yearless)
        )

    def _told(self, path: str, mistake: YamlMistake, regions: list[str | Region]) -> Problem | None:
        broken = next(
            each
            for each in reversed(regions)
            if isinstance(each, Region) and (each.line <= mistake.line or each.line == 1)
        )
        code, line, column, params = diagnose(mistake, broken.text, broken.line, self.is_key)
        return Problem(code, Weight.UNREAD, Place(path, line, column), params)


def _form(file: FileText, keep: Keep, changes: Counter[str]) -> FileText:
    """Give the form that a file is to have: UTF-8 without mark, LF; what is kept stays."""
    if not keep.encoding and file.codec != "utf-8":
        changes["encoding"] += 1
    if not keep.encoding and file.mark:
        changes["mark"] += 1
    if not keep.ends and (others := sum(end != "\n" for end in file.ends)):
        changes["ends"] += others
    codec, mark = (file.codec, file.mark) if keep.encoding else ("utf-8", b"")
    return FileText(file.text, codec, mark, file.ends if keep.ends else ())


class _Work:
    """What is done to one file, and what was found in it."""

    def __init__(self, by: Formatter, path: str) -> None:
        self.by, self.path = by, path
        self.changes: Counter[str] = Counter()
        self.yearless: list[YearlessDay] = []
        self.records = 0

    def region(self, region: Region, is_last: bool) -> str:
        """Bring one YAML document into form; ``is_last``: the file ends with it.

        Blanks come first: what stands at the end of a literal text depends on what follows it, so that a text that was
        brought into form must have no more of them to lose.

        Raises:
            YamlMistake: it cannot be read.
        """
        text = self._stripped(region.text, spots_of(region.text, region.line))
        spots = spots_of(text, region.line)
        if is_last and not _ends_literal(text, spots):
            text = self._ended(text)
            spots = spots_of(text, region.line)
        shapes = [self.by.shapes.of(_kind(record)) for record in _records(spots)]
        self.records += len(shapes)
        text = self._named(text, spots, shapes, region.line)
        spots = spots_of(text, region.line)
        orders = [
            (record, shape.in_order([key.value for key, _ in record.entries]))
            for record, shape in zip(_records(spots), shapes, strict=True)
        ]
        text, moved = reordered(text, orders)
        if moved:
            self.changes["order"] += moved
        return region.head + text[len(region.head) :]

    def _named(self, text: str, spots: Spot, shapes: list[Shape], first: int) -> str:
        """Give keys their names, and days their form."""
        rows = Rows(text)

        def place(at: int) -> Place:
            return Place(self.path, rows.line_of(at) + first, rows.column_of(at) + 1)

        edits = [
            edit
            for record, shape in zip(_records(spots), shapes, strict=True)
            for edit in self._mapping(record, shape, place)
        ]
        return edited(text, edits)

    def _mapping(self, mapping: Spot, shape: Shape, place: Callable[[int], Place]) -> Iterator[Edit]:
        """Give the edits of a mapping: keys by their names, days in form, and those of what hangs below it."""
        names = [shape.names.get(key.value) for key, _ in mapping.entries]
        for (key, value), name in zip(mapping.entries, names, strict=True):
            if name is None or names.count(name) > 1:  # of both spellings nobody knows which is meant
                continue
            if name != key.value and not key.is_literal:
                self.changes["keys"] += 1
                yield rewritten_plainly(key, name)
            if name in shape.days:
                yield from self._days(value, shape.days[name] == "days", place)
            if name in shape.below:
                for each in value.items if value.sort == "list" else (value,):
                    if each.sort == "mapping":
                        yield from self._mapping(each, shape.below[name], place)
                    elif each.sort == "text":
                        continue

    def _days(self, value: Spot, several: bool, place: Callable[[int], Place]) -> Iterator[Edit]:
        items = value.items if value.sort == "list" and several else (value,)
        for each in items:
            if each.sort != "text" or each.is_literal:
                continue
            spans = several and len(items) == 1
            new = (days_in_form if spans else day_in_form)(each.value, self.by.year)
            if new is None:
                if adds_a_year(each.value, self.by.year, spans):
                    self.yearless.append(YearlessDay(place(each.start), each.value))
            elif new != each.value:
                self.changes["days"] += 1
                yield rewritten_plainly(each, new)

    def _stripped(self, text: str, spots: Spot) -> str:
        """Take blanks off the ends of lines, except where they are part of a text."""
        rows = Rows(text)
        kept: set[int] = set()
        for each in spots.texts():
            first, end = rows.span(each)
            if each.is_literal:
                kept.update(range(first + 1, end))
            else:
                kept.update(range(first, end - 1))
        lines = [line if at in kept else line.rstrip(" \t") for at, line in enumerate(rows.lines)]
        if stripped := sum(one != other for one, other in zip(rows.lines, lines, strict=True)):
            self.changes["blanks"] += stripped
        return "\n".join(lines)

    def _ended(self, text: str) -> str:
        """End a text with one line end."""
        new = text.rstrip("\n") + "\n"
        if new != text:
            self.changes["end"] = 1
        return new


def _ends_literal(text: str, spots: Spot) -> bool:
    """Tell whether a document ends with a text written with ``|`` or ``>``: its line ends are part of it."""
    last = max(spots.texts(), key=lambda each: each.end, default=spots)
    return last.is_literal and not text[last.end :].strip()


def _records(top: Spot) -> list[Spot]:
    """List the mappings of a document that are records: itself, or the items of its list."""
    items = top.items if top.sort == "list" else (top,)
    found = [each for each in items if each.sort == "mapping"]
    return found if any(_kind(each) for each in found) else []


def _kind(record: Spot) -> str:
    return next((value.value for key, value in record.entries if key.value in KINDS), "")


def _has_key(text: Any) -> bool:
    return any(f"{key}:" in text or f"{key}：" in text for key in (*KINDS, "标题", "日期", "title", "附件"))
