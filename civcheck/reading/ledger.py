"""Reading a ledger: the walk, the unit, every record file, and what was left over."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from civcheck.errors import LedgerError
from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg
from civcheck.model.ledger import Ledger, Skipped
from civcheck.model.material import FileFacts
from civcheck.model.problem import NOTHING, Place, Problem, Weight
from civcheck.model.record import Record
from civcheck.model.unit import Judgement
from civcheck.reading import limits
from civcheck.reading.audited import closed_folders, sort_of, why_skipped
from civcheck.reading.entries import EntryReader
from civcheck.reading.evidence import Resolver
from civcheck.reading.guide import guides_in
from civcheck.reading.judgements import JUDGEMENT_FILES, Register, read_judgements
from civcheck.reading.keyplaces import LinesOfFiles
from civcheck.reading.loose import loose_files
from civcheck.reading.numbering import wrong_numbers
from civcheck.reading.personal import in_bytes, in_names
from civcheck.reading.recordfiles import RecordFiles
from civcheck.reading.settings import SETTINGS_FILE, UNIT_FILES, LedgerSettings, read_settings
from civcheck.reading.text import decode
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile
from civcheck.reading.walk import RECORD_ENDINGS, Tree, walk

_HIDING_LINE = re.compile(r"^[ \t]*(?:-[ \t]+)*[\"']?(?:类型|kind)", re.MULTILINE)
_REGISTER = re.compile(r"(?i)(?:judge?ments?|人工认定|认定登记?|认定)\.(?:ya?ml)")
_SPECIAL = frozenset((*UNIT_FILES, *JUDGEMENT_FILES))
Progress = Callable[[int], None]
OpenFiles = Callable[[str, Mapping[str, str]], Mapping[str, FileFacts]]
"""Looks into files of a ledger's folder: path in it → path to open it by; gives what each shows."""


def read_ledger(
    root: str,
    pack: RulePack,
    unit_file: UnitFile,
    own_judgements: bool = True,
    progress: Progress | None = None,
    sketches: bool = False,
    open_files: OpenFiles | None = None,
    instead: Mapping[str, bytes] = NOTHING,
) -> Ledger:
    """Read everything below ``root`` by the terms of ``pack``; problems of all files are collected.

    ``sketches``: take checksums of narratives, so that they can be compared; ``open_files``: look into attachments,
    before records name them, so that what is not what it claims to be is told where it is named; ``instead``: take
    record files and judgements, by path, to have these bytes: what a command is about to write.

    Raises:
        LedgerError: unit.yaml cannot be used.
    """
    settings, problems = read_settings(root)
    try:
        unit = read_unit(unit_file, pack.terms)
    except LedgerError as error:  # types and facts are those of a pack: say of which
        said = msg("error.unit-for", file=unit_file.file, pack=pack.id)
        raise LedgerError(said, error.problems) from None
    tree = walk(root)
    if instead:
        tree.take_for(instead)
    closed = closed_folders(tree, settings)
    material = open_files(tree.root, _attachable(tree, closed, settings)) if open_files is not None else {}
    resolver = Resolver(tree, pack.counts_material, material)
    entries = EntryReader(pack.terms, unit.year, unit.name, resolver, pack.reads_body, sketches)
    files = RecordFiles(tree, entries)
    digest = read_files(files, closed, settings, progress)
    register = _judgements(tree, pack, unit.year, resolver) if own_judgements else Register([], [], [])
    judgements = register.judgements
    settle(files)
    no_material = guides_in(tree) | {each.basis for each in judgements}
    unnamed = (each for each in _unnamed(files, closed, settings) if each not in no_material)
    return Ledger(
        name=Path(root).resolve().name,
        unit=unit,
        records=tuple(files.records),
        unread=tuple(files.unread),
        problems=tuple(
            sorted([*unit_file.problems, *problems, *files.problems, *register.problems], key=_order)
        ),
        skipped=tuple(sorted(tree.skipped, key=lambda each: each.path)),
        loose=tuple(loose_files(unnamed, files.records, pack.terms, resolver)),
        shared=_shared(files.records, tree),
        judgements=tuple(judgements),
        answers=tuple(register.answers),
        params=settings.params,
        param_lines=settings.lines,
        hygiene=settings.hygiene,
        folders=tuple(folder for folder in tree.folders if folder and "/" not in folder),
        digest=digest,
        file_count=tree.count(),
        material=material,
        spelled=tree.spelled,
        personal=tuple(sorted((*files.personal, *in_names(tree.folders)), key=lambda each: each.place)),
    )


def _order(problem: Problem) -> tuple[Any, ...]:
    return (problem.place, problem.code, str(sorted(problem.params.items(), key=str)))


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


# --- the record files


def _attachable(tree: Tree, closed: dict[str, Message], settings: LedgerSettings) -> dict[str, str]:
    """List what records may name, by path: every audited file that holds no record, with the path to open it by."""
    return {
        _path(folder, name): tree.real(_path(folder, name))
        for folder, listed in tree.folders.items()
        if folder not in closed
        for name in listed
        if not sort_of(name).may_hold_records and why_skipped(name, folder, settings) is None
    }


def read_files(
    files: RecordFiles, closed: dict[str, Message], settings: LedgerSettings, progress: Progress | None
) -> str:
    """Read every record file in order of path; what is not audited is listed with the reason.

    Gives the SHA-256 over the names and sizes of all files and the bytes of those that may hold records.
    """
    tree, done = files.tree, 0
    digest = hashlib.sha256()
    for folder, listed in tree.folders.items():
        listing = "\0".join((folder, *(f"{name}\0{size}" for name, size in listed.items()), "\0"))
        digest.update(listing.encode("utf-8", "surrogatepass"))
    for folder, listed in tree.folders.items():
        above = closed.get(folder)
        for name in listed:
            reason, may_hold_records, meant, copy_of = sort_of(name)
            if above is not None or reason is not None or settings.exclude:
                reason = above or why_skipped(name, folder, settings)
                if reason is not None:
                    _skip(_path(folder, name), reason, tree)
                    continue
            if meant is not None:
                files.misnamed.append((_path(folder, name), meant))
            if copy_of in listed and _is_copy(folder, name, str(copy_of), tree):
                path, original = _path(folder, name), str(copy_of)
                tree.skipped.append(Skipped(path, msg("skipped.copy", original=original)))
            elif may_hold_records:
                digest.update(_read_file(files, folder, name))
                done += 1
                if progress is not None and done % 500 == 0:
                    progress(done)
    return digest.hexdigest()


def _is_copy(folder: str, name: str, original: str, tree: Tree) -> bool:
    """Tell whether a file has the very bytes of the one its name says it was copied from."""
    same_size = tree.size(folder, name) == tree.size(folder, original)
    return same_size and tree.record_bytes(folder, name) == tree.record_bytes(folder, original)


def _read_file(files: RecordFiles, folder: str, name: str) -> bytes:
    """Read a YAML or Markdown file as what it is; give its bytes."""
    path = _path(folder, name)
    raw = files.tree.record_bytes(folder, name)
    if raw is None:
        files.add_unread("unreadable", path, 0, None)
    elif not folder and name in _SPECIAL:
        files.personal += in_bytes(path, raw)
    elif name in UNIT_FILES:
        files.personal += in_bytes(path, raw)
        files.add_unread("ledger-inside", path, 1, None)
    else:
        files.read(folder, path, raw)
    return raw or b""


def _skip(path: str, reason: Message, tree: Tree) -> None:
    hides = path.lower().endswith(RECORD_ENDINGS) and _hides_record(path, tree)
    tree.skipped.append(Skipped(path, reason, may_hide_record=hides))


def _hides_record(path: str, tree: Tree) -> bool:
    """Tell whether a file that is not audited has a line that begins with 类型 or kind, or cannot be looked into."""
    folder, _, name = path.rpartition("/")
    raw = tree.record_bytes(folder, name)
    if raw is None or len(raw) > limits.RECORD_BYTES:
        return True
    text = decode(raw, lambda text: "类型" in text or "kind" in text).text
    return text is not None and _HIDING_LINE.search(text) is not None


# --- judgements


def _judgements(tree: Tree, pack: RulePack, year: int, resolver: Resolver) -> Register:
    """Read the ledger's own register; a judgement whose 依据 cannot be used is none."""
    whole = Register([], [], [])
    for name in JUDGEMENT_FILES:
        if tree.size("", name) is None:
            continue
        found = read_judgements(
            tree.real(name), name, year, pack.span_of, tuple(pack.by_id), raw=tree.instead.get(name)
        )
        flaws = [_unusable_basis(each, resolver) for each in found.judgements]
        whole.judgements.extend(
            each for each, flaw in zip(found.judgements, flaws, strict=True) if flaw is None
        )
        whole.answers.extend(found.answers)
        whole.problems.extend([*found.problems, *(flaw for flaw in flaws if flaw is not None)])
    return whole


def _unusable_basis(judgement: Judgement, resolver: Resolver) -> Problem | None:
    """Say why the file a judgement of the ledger rests on cannot be used, or None."""
    if judgement.basis is None or (flaw := resolver.why_unusable(judgement.basis)) is None:
        return None
    place = Place(judgement.file, judgement.line, 1)
    return Problem(flaw.code, Weight.UNREAD, place, {"role": "依据", **flaw.params})


# --- when all files are read


def settle(files: RecordFiles) -> None:
    """Decide what could only be known at the end: files without 类型, references, repeated numbers."""
    tree = files.tree
    for path, line, key in files.kindless:
        if not tree.is_named(path):
            code = "misnamed-register" if _REGISTER.fullmatch(path) else "kind-misspelt" if key else "no-kind"
            files.add_unread(code, path, line or 1, None, value=path, key=key or "")
    for each in files.articles:
        if not tree.is_named(each.file):
            files.add_unread(each.code, each.file, each.line, each.kind)
    for path, meant in files.misnamed:
        if not tree.is_named(path) and _hides_record(path, tree):
            files.add_unread("misnamed-record", path, 1, None, meant=meant)
    _settle_numbers(files)
    for path in tree.twins:
        hides = path in tree.folders or path.lower().endswith(RECORD_ENDINGS)
        files.add_problem("twin-names", Weight.UNREAD if hides else Weight.VALUE, Place(path))
    for folder in tree.unread_folders:
        files.add_unread("folder-unreadable", folder or ".", 0, None)
    files.tell_how_many_more()
    if tree.truncated:
        files.add_unread("too-many-entries", ".", 0, None, limit=limits.ENTRIES)


def _settle_numbers(files: RecordFiles) -> None:
    """Tell of numbers that two records have, and of references to a number that none has."""
    lines = LinesOfFiles(files.tree)
    for each in wrong_numbers(files.records):
        files.add_problem(each.code, Weight.VALUE, lines.place(each.record, *each.keys), **each.params)


def _shared(records: Iterable[Record], tree: Tree) -> dict[str, tuple[str, ...]]:
    """Give the files that several records name, with the keys of those records."""
    if not tree.twice:
        return {}
    namers: dict[str, dict[str, None]] = {}
    for record in records:
        for each in record.evidence:
            if (each.folder, each.name) in tree.twice:
                namers.setdefault(each.path, {})[record.key] = None
    return {path: tuple(keys) for path, keys in sorted(namers.items()) if len(keys) > 1}


def _unnamed(files: RecordFiles, closed: dict[str, Message], settings: LedgerSettings) -> Iterator[str]:
    """List the files that could be evidence and that no record names."""
    known = files.files | {each.file for each in files.kindless} | {each.key for each in files.unread}
    for folder, listed in files.tree.folders.items():
        if folder in closed:
            continue
        for name, size in listed.items():
            special = not folder and (name in _SPECIAL or name == SETTINGS_FILE)
            if (
                size >= 0
                and not special
                and why_skipped(name, folder, settings) is None
                and _path(folder, name) not in known
            ):
                yield _path(folder, name)
