"""Reading a ledger: the walk, the unit, every record file, and what was left over."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg
from civcheck.model.ledger import Ledger, Skipped, UnreadRecord
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.record import RECORD_KEYS, Record
from civcheck.model.texts import normal
from civcheck.model.unit import Judgement
from civcheck.reading import limits
from civcheck.reading.documents import Document, split_markdown, split_yaml
from civcheck.reading.entries import Entry, EntryReader, Trouble
from civcheck.reading.evidence import Resolver, read_head
from civcheck.reading.judgements import JUDGEMENT_FILES, read_judgements
from civcheck.reading.mistakes import Diagnosis, diagnose, keys_in_text
from civcheck.reading.parsed import Parsed, YamlMistake
from civcheck.reading.plain_yaml import NotPlain, parse_plain
from civcheck.reading.settings import SETTINGS_FILE, read_settings
from civcheck.reading.text import decode
from civcheck.reading.unit import UNIT_FILES, UnitFile, read_unit
from civcheck.reading.walk import (
    RECORD_ENDINGS,
    Tree,
    is_dropping,
    walk,
    why_not_audited,
    why_not_audited_by_name,
)

_FRONT_BYTES = (b"---", b"-\0-", b"\0-\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""What a Markdown file with front matter begins with, in any encoding; others are attachments and not looked into."""
_KIND_LINE = re.compile(r"^[ \t]*(?:- +)*(?:类型|kind)[ \t]*[:：][ \t]*[\"'“]?([^\s\"'”#]*)", re.MULTILINE)
_HIDING_LINE = re.compile(r"^[ \t]*(?:-[ \t]+)*[\"']?(?:类型|kind)", re.MULTILINE)
Progress = Callable[[int], None]


@dataclass(slots=True)
class _Reading:
    """What reading the record files of one ledger gathers."""

    tree: Tree
    entries: EntryReader
    resolver: Resolver
    records: list[Record] = field(default_factory=list)
    unread: list[UnreadRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kindless: list[tuple[str, int]] = field(default_factory=list)
    record_files: set[str] = field(default_factory=set)

    def add_problem(self, code: str, weight: Weight, place: Place, **params: Any) -> None:
        self.problems.append(Problem(code, weight, place, params))

    # --- one file

    def read_file(self, path: str, raw: bytes) -> None:
        """Read a YAML or Markdown file; a ``.md`` without front matter is no record file."""
        is_markdown = path.lower().endswith(".md")
        if is_markdown and not raw[:4096].lstrip().startswith(_FRONT_BYTES):
            return
        if len(raw) > limits.RECORD_BYTES:
            self.add_unread("file-too-large", path, 0, None, limit=limits.RECORD_BYTES)
            return
        if not raw or raw.isspace():
            self.kindless.append((path, 0))
            return
        decoded = decode(raw, self._known)
        if decoded.text is None:
            self.add_unread("not-text", path, 0, None)
            return
        before = len(self.records) + len(self.unread)
        if is_markdown:
            self._read_markdown(path, decoded.text)
        else:
            self._read_documents(path, split_yaml(decoded.text), "")
        if decoded.encoding and len(self.records) + len(self.unread) > before:
            self.add_problem("encoding", Weight.NOTE, Place(path, 1, 1), encoding=decoded.encoding)

    def _known(self, text: str) -> bool:
        return any(
            f"{key}:" in text or f"{key}：" in text
            for key in ("类型", "标题", "日期", "kind", "title", "附件")
        )

    def _read_markdown(self, path: str, text: str) -> None:
        parts = split_markdown(text)
        if parts.front is None:
            return
        if parts.unclosed:
            kind = self._kind_in(parts.front.text)
            if kind is not None or _KIND_LINE.search(parts.front.text):
                self.add_unread("front-matter-open", path, 1, kind)
            return
        self._read_documents(path, [parts.front], parts.narrative)

    def _read_documents(self, path: str, documents: list[Document], narrative: str) -> None:
        parsed = [self._parse(path, document) for document in documents]
        # a document that holds no record keeps its number: what is wrong with it never renames its neighbours
        items = [item for each in parsed for item in (each.items() if each is not None else (None,))]
        if not documents and not path.lower().endswith(".md"):
            self.kindless.append((path, 0))
        if any(items):
            self.record_files.add(path)
        for number, item in enumerate(items, start=1):
            if item is not None:
                self._read_item(item, f"{path}#{number}" if len(items) > 1 else path, narrative)

    def _parse(self, path: str, document: Document) -> _Parsed | None:
        try:
            value, lines = parse_plain(document.text, document.line)
            return self._sorted(_Parsed(path, document, value, lines, None))
        except NotPlain:
            pass
        from civcheck.reading.strict_yaml import parse_written

        try:
            strict = parse_written(document.text, document.line)
        except YamlMistake as mistake:
            code, line, column, params = diagnose(mistake, document.text, document.line, self._is_key)
            self.add_unread(code, path, line, self._kind_in(document.text), column, **params)
            return None
        for line, column, value, cut in strict.cut:
            code = "cut-by-comment" if value else "cut-whole"
            self.add_problem(code, Weight.NOTE, Place(path, line, column), value=value, cut=cut)
        return self._sorted(_Parsed(path, document, strict.value, [], strict))

    def _sorted(self, parsed: _Parsed) -> _Parsed | None:
        """Pass on what holds records; a document without 类型 is remembered, it may be somebody's attachment."""
        value = parsed.value
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(each, dict) and ("类型" in each or "kind" in each) for each in listed):
            return parsed
        if (hidden := self._hidden_key(parsed.document)) is not None:
            code, line, column, params = hidden
            self.add_unread(code, parsed.path, line, self._kind_in(parsed.document.text), column, **params)
        else:
            self.kindless.append((parsed.path, parsed.document.line))
        return None

    def _hidden_key(self, document: Document) -> Diagnosis | None:
        """Find 类型 in a document that YAML takes for one long text: “类型：…” with every colon full-width."""
        if _KIND_LINE.search(document.text) is None:
            return None
        return keys_in_text(document.text, document.line, self._is_key)

    def _is_key(self, word: str) -> bool:
        return (
            word in self.entries.keys
            or word in self.entries.role_names
            or word in self.entries.terms.own_field_names
        )

    # --- one record

    def _read_item(self, item: _Item, key: str, narrative: str) -> None:
        if not isinstance(item.value, dict):
            self.add_unread("item-not-mapping", item.parsed.path, item.line, None)
            return
        if len(self.records) >= limits.RECORDS:
            self.add_unread("too-many-records", item.parsed.path, item.line, None, limit=limits.RECORDS)
            return
        entry = self.entries.read(item.value, key, item.line, narrative)
        for trouble in entry.troubles:
            self._place(trouble, item, entry)
        if entry.record is None:
            self.unread.append(UnreadRecord(key, item.line, entry.kind))
        else:
            self.records.append(entry.record)

    def _place(self, trouble: Trouble, item: _Item, entry: Entry) -> None:
        if trouble.weight is Weight.NOTE or not trouble.path:
            line, column = item.line, 1
        else:
            line, column = item.place(trouble.path)
        place = Place(item.parsed.path, line, column)
        self.problems.append(Problem(trouble.code, trouble.weight, place, trouble.params))

    def _kind_in(self, text: str) -> str | None:
        found = _KIND_LINE.search(text)
        return self.entries.kind_forms.get(normal(found[1])) if found else None

    def add_unread(
        self, code: str, path: str, line: int, kind: str | None, column: int = 1, **params: Any
    ) -> None:
        self.problems.append(Problem(code, Weight.UNREAD, Place(path, line, column if line else 0), params))
        self.unread.append(UnreadRecord(path, line, kind))

    # --- when all files are read

    def settle(self) -> None:
        """Decide what could only be known at the end: files without 类型, references, repeated numbers."""
        for path, line in self.kindless:
            if not self.resolver.is_named(path):
                self.add_unread("no-kind", path, line or 1, None)
        self._settle_numbers()
        for path in self.tree.twins:
            hides = path in self.tree.folders or path.lower().endswith(RECORD_ENDINGS)
            self.add_problem("twin-names", Weight.UNREAD if hides else Weight.VALUE, Place(path))
        for folder in self.tree.unread_folders:
            self.add_unread("folder-unreadable", folder or ".", 0, None)
        if self.tree.truncated:
            self.add_unread("too-many-entries", ".", 0, None, limit=limits.ENTRIES)

    def _settle_numbers(self) -> None:
        known = {normal(record.id) for record in self.records if record.id}
        first: dict[str, str] = {}
        for record in self.records:
            for ref in record.refs:
                if normal(ref) not in known:
                    self.add_problem(
                        "ref-nowhere", Weight.VALUE, Place(record.file, record.line, 1), value=ref
                    )
            if record.id:
                other = first.setdefault(normal(record.id), record.key)
                if other != record.key:
                    self.add_problem(
                        "repeated-id",
                        Weight.VALUE,
                        Place(record.file, record.line, 1),
                        value=record.id,
                        other=other,
                    )


@dataclass(slots=True)
class _Parsed:
    """A parsed document of a file; ``strict`` is there when places are known already."""

    path: str
    document: Document
    value: Any
    lines: list[int]
    strict: Parsed | None

    def items(self) -> Iterator[_Item]:
        """List the records' raw values with the line each begins on."""
        if not isinstance(self.value, list):
            yield _Item(self, self.value, (), self._first_line())
            return
        for index, value in enumerate(self.value):
            yield _Item(self, value, (index,), self.lines[index] if self.lines else self.place((index,))[0])

    def _first_line(self) -> int:
        if self.strict is not None:
            return self.strict.place(())[0]
        text = self.document.text
        line = self.document.line
        for each in text.split("\n", 64)[:64]:
            if each.strip() and not each.lstrip().startswith("#"):
                return line
            line += 1
        return self.document.line

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Give line and column of a part; parses again with places when it must."""
        if self.strict is None:
            from civcheck.reading.strict_yaml import parse_strict

            try:
                self.strict = parse_strict(self.document.text, self.document.line)
            except YamlMistake:
                return self.document.line, 1
        return self.strict.place(path)


@dataclass(slots=True)
class _Item:
    """One record's raw value inside a document."""

    parsed: _Parsed
    value: Any
    path: tuple[int, ...]
    line: int

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Give line and column of a part of this record; English keys are found under their alias."""
        line, column = self.parsed.place((*self.path, *path))
        if path and (line, column) == self.parsed.place(self.path) and isinstance(path[0], str):
            alias = RECORD_KEYS.get(path[0], ("", ""))[0]
            return self.parsed.place((*self.path, alias, *path[1:]))
        return line, column


def read_ledger(
    root: str,
    pack: RulePack,
    unit_file: UnitFile,
    own_judgements: bool = True,
    progress: Progress | None = None,
) -> Ledger:
    """Read everything below ``root`` by the terms of ``pack``; problems of all files are collected.

    Raises:
        LedgerError: unit.yaml cannot be used.
    """
    settings, problems = read_settings(root)
    unit = read_unit(unit_file, pack.terms)
    tree = walk(root)
    resolver = Resolver(tree)
    entries = EntryReader(pack.terms, unit.year, unit.name, resolver, keep_body=pack.reads_body)
    reading = _Reading(tree, entries, resolver)
    reading.problems += problems
    digest = hashlib.sha256()
    _read_files(reading, settings.excluded, digest, progress)
    judgements, judgement_problems = [], []
    for name in JUDGEMENT_FILES if own_judgements else ():
        if tree.size("", name) is not None:
            found, troubles = read_judgements(
                tree.real(name), name, unit.year, pack.span_of, tuple(pack.by_id)
            )
            flaws = [_unusable_basis(each, resolver) for each in found]
            judgements += [each for each, flaw in zip(found, flaws, strict=True) if flaw is None]
            judgement_problems += [*troubles, *(flaw for flaw in flaws if flaw is not None)]
    reading.settle()
    return Ledger(
        name=Path(root).resolve().name,
        unit=unit,
        records=tuple(reading.records),
        unread=tuple(reading.unread),
        problems=tuple(sorted([*unit_file.problems, *reading.problems, *judgement_problems], key=_order)),
        skipped=tuple(sorted(tree.skipped, key=lambda each: each.path)),
        unreferenced=tuple(_unreferenced(reading, settings.excluded, [each.basis for each in judgements])),
        shared={path: tuple(keys) for path, keys in sorted(resolver.shared.items())},
        judgements=tuple(judgements),
        params=settings.params,
        folders=tuple(sorted(folder for folder in tree.folders if folder and "/" not in folder)),
        digest=digest.hexdigest(),
        file_count=tree.count(),
    )


def _unusable_basis(judgement: Judgement, resolver: Resolver) -> Problem | None:
    """Say why the file a judgement of the ledger rests on cannot be used, or None."""
    if judgement.basis is None or (flaw := resolver.why_unusable(judgement.basis)) is None:
        return None
    place = Place(judgement.file, judgement.line, 1)
    return Problem(flaw.code, Weight.UNREAD, place, {"role": "依据", **flaw.params})


def _order(problem: Problem) -> tuple[Any, ...]:
    return (problem.place, problem.code, str(sorted(problem.params.items(), key=str)))


def _read_files(
    reading: _Reading, excluded: Callable[[str], bool], digest: Any, progress: Progress | None
) -> None:
    """Read every record file in order of path; what is not audited is listed with the reason."""
    tree, done = reading.tree, 0
    for folder in sorted(tree.folders):
        above = why_not_audited(folder, excluded) if folder else None
        files = tree.folders[folder]
        names = sorted(files)
        listing = "\0".join((folder, *(f"{name}\0{files[name]}" for name in names)))
        digest.update(listing.encode("utf-8", "surrogatepass"))
        for name in names:
            path = f"{folder}/{name}" if folder else name
            if above is not None or (reason := why_not_audited_by_name(name, path, excluded)) is not None:
                _skip(path, above or reason, tree)
            elif is_dropping(name):
                _skip(path, msg("skipped.dropping"), tree)
            elif name.lower().endswith(RECORD_ENDINGS):
                digest.update(_read_text_file(reading, folder, name, path))
                done += 1
                if progress is not None and done % 500 == 0:
                    progress(done)


def _skip(path: str, reason: Message | None, tree: Tree) -> None:
    hides = path.lower().endswith(RECORD_ENDINGS) and _hides_record(path, tree)
    tree.skipped.append(Skipped(path, reason or msg("skipped.excluded"), may_hide_record=hides))


def _read_text_file(reading: _Reading, folder: str, name: str, path: str) -> bytes:
    """Read a YAML or Markdown file as what it is; give its bytes."""
    raw = _bytes(path, reading.tree)
    if raw is None:
        reading.add_unread("unreadable", path, 0, None)
    elif not folder and name in _NAMED:
        pass
    elif name in UNIT_FILES:
        reading.add_unread("ledger-inside", path, 1, None)
    else:
        reading.read_file(path, raw)
    return raw or b""


_NAMED = frozenset((*UNIT_FILES, *JUDGEMENT_FILES))


def _unreferenced(
    reading: _Reading, excluded: Callable[[str], bool], bases: list[str | None]
) -> Iterator[str]:
    """List the files that could be evidence and that no record names, nor a judgement as its 依据."""
    kindless = {path for path, _ in reading.kindless} | {each.key for each in reading.unread}
    for folder in sorted(reading.tree.folders):
        named = reading.resolver.named.get(folder, {})
        for name in sorted(reading.tree.folders[folder]):
            if name in named:
                continue
            path = f"{folder}/{name}" if folder else name
            known = path in reading.record_files or path in kindless or path in bases
            special = not folder and name in (*_NAMED, SETTINGS_FILE)
            if (
                not known
                and not special
                and not is_dropping(name)
                and why_not_audited(path, excluded) is None
            ):
                yield path


def _bytes(path: str, tree: Tree) -> bytes | None:
    folder, _, name = path.rpartition("/")
    return read_head(tree.real(path), limits.RECORD_BYTES + 1, tree.size(folder, name) or 0)


def _hides_record(path: str, tree: Tree) -> bool:
    """Tell whether a file that is not audited has a line that begins with 类型 or kind, or cannot be looked into."""
    raw = _bytes(path, tree)
    if raw is None or len(raw) > limits.RECORD_BYTES:
        return True
    text = decode(raw, lambda text: "类型" in text or "kind" in text).text
    return text is not None and _HIDING_LINE.search(text) is not None
