"""Bringing the record files of a ledger into form: what would change, and the proof that records mean the same."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.app.audit import Prepared, prepare
from civcheck.app.sealing import ENDING, default_seal
from civcheck.errors import CivcheckError, UsageError
from civcheck.messages import msg
from civcheck.model.ledger import Ledger
from civcheck.model.problem import Problem, Weight
from civcheck.model.record import Record
from civcheck.model.texts import sanitize
from civcheck.reading import limits
from civcheck.reading.audited import closed_folders, sort_of, why_skipped
from civcheck.reading.formatting import Formatted, Formatter
from civcheck.reading.gitattributes import GitAttributes
from civcheck.reading.recordshapes import Shapes
from civcheck.reading.sealfile import read_seal
from civcheck.reading.settings import UNIT_FILES, read_settings
from civcheck.reading.walk import Tree, walk
from civcheck.verdict.fingerprint import fingerprint
from civcheck.verdict.observe import Case, selected
from civcheck.verdict.run import case_of

_COPY = "skipped.copy"


class LeftAlone(NamedTuple):
    """A file that stays as it is although it is not in form: ``bound`` to a judgement of rules, or its ``meaning``."""

    path: str
    why: str
    rules: tuple[str, ...] = ()


class Rename(NamedTuple):
    """A file or folder whose name is not in normal form: its path as it is spelled, and the name it should have."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Formatting:
    """What bringing a ledger into form would change; nothing is written yet.

    ``files`` are those that change; ``problems`` say which cannot be read; ``seals`` name seals that these files are
    in; ``kept`` are files whose form git has its own say in; ``looked_at`` counts the record files.
    """

    root: Path
    files: tuple[Formatted, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: tuple[LeftAlone, ...] = ()
    yearless: tuple[Any, ...] = ()
    renames: tuple[Rename, ...] = ()
    seals: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    looked_at: int = 0
    spelled: Mapping[str, str] | None = None

    def real(self, path: str) -> str:
        """Give the path of a file as it is spelled on disk."""
        return (self.spelled or {}).get(path, path)


def ledger_of(path: Path) -> Path:
    """Find the ledger that a file or folder lies in: the nearest folder upwards with a unit.yaml.

    Raises:
        UsageError: it does not exist, or lies in none.
    """
    try:
        place = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        there = place.exists()
    except OSError:
        there = False
    if not there:
        raise UsageError(msg("error.keep-no-path", path=sanitize(str(path))))
    for folder in (place, *place.parents) if place.is_dir() else place.parents:
        if any((folder / name).is_file() for name in UNIT_FILES):
            return folder
    raise UsageError(msg("error.keep-no-ledger", path=sanitize(str(path))))


def plan_formatting(
    root: Path, paths: Sequence[Path] = (), today: date | None = None, **options: Any
) -> Formatting:
    """Work out what bringing a ledger's record files into form changes.

    Args:
        root: The ledger.
        paths: Files and folders in it to look at; none is all of it.
        today: The day on the caller's clock, to look at judgements.
        options: What else ``audit`` is told: rules, judgements.

    Raises:
        UsageError: a path is no file or folder of the ledger.
        CivcheckError: the ledger cannot be read.
    """
    ready = _prepared(root, today, options)
    tree = walk(str(root))
    wanted = _inside(root, paths, tree)
    formatter = _formatter(ready)
    attributes = GitAttributes(tree)
    files: list[Formatted] = []
    problems: list[Problem] = []
    kept: list[str] = []
    looked_at = 0
    for path in _candidates(tree):
        if not _is_wanted(path, wanted):
            continue
        keep = attributes.keep(path)
        folder, _, name = path.rpartition("/")
        raw = tree.record_bytes(folder, name)
        done = formatter.format(path, raw, keep) if raw is not None else None
        looked_at += done is not None
        if isinstance(done, Problem):
            problems.append(done)
        elif done is not None:
            files.append(done)
            if any(keep):
                kept.append(path)
    changed, left = _proven(ready, [each for each in files if each.is_changed], today, options)
    return Formatting(
        root,
        tuple(changed),
        tuple(problems),
        tuple(left),
        tuple(day for each in files for day in each.yearless),
        tuple(_renames(root, wanted)),
        tuple(_seals(root, {each.path for each in changed})),
        tuple(kept),
        looked_at,
        tree.spelled,
    )


def _prepared(root: Path, today: date | None, options: Mapping[str, Any], **more: Any) -> Prepared:
    # what attachments hold changes nothing here, so none is opened
    return prepare(root, today=today, open_files=lambda _, __: {}, **options, **more)


def _formatter(ready: Prepared) -> Formatter:
    shapes = Shapes(ready.pack.terms)
    terms = ready.pack.terms
    return Formatter(
        shapes, ready.ledger.unit.year, lambda word: shapes.is_key(word) or word in terms.own_field_names
    )


def _inside(root: Path, paths: Sequence[Path], tree: Tree) -> set[str] | None:
    """Give paths as they are in the ledger; None for all of it.

    Raises:
        UsageError: one is no file or folder that the walk has listed: a link, or outside.
    """
    found: set[str] = set()
    base = os.path.abspath(root)  # noqa: PTH100 - resolve() would follow links
    for each in paths:
        below = Path(os.path.relpath(os.path.abspath(each), base)).as_posix()  # noqa: PTH100
        name = unicodedata.normalize("NFC", below)
        if name == ".":
            return None
        folder, _, file = name.rpartition("/")
        if name not in tree.folders and tree.size(folder, file) is None:
            raise UsageError(msg("error.keep-no-file", path=sanitize(str(each))))
        found.add(name)
    return found or None


def _is_wanted(path: str, wanted: set[str] | None) -> bool:
    """Tell whether a file, or a folder that it lies in, was asked for."""
    while wanted is not None and path not in wanted:
        if not path:
            return False
        path = path.rpartition("/")[0]
    return True


def _candidates(tree: Tree) -> Iterator[str]:
    """List the files that may hold records, in order of path, copies too: they are told by having the same bytes."""
    settings, _ = read_settings(tree.root)
    closed = {folder: why for folder, why in closed_folders(tree, settings).items() if why.id != _COPY}
    for folder, listed in tree.folders.items():
        if folder in closed:
            continue
        for name in listed:
            path = f"{folder}/{name}" if folder else name
            special = not folder and not _may_be_record(name)
            if not special and sort_of(name).may_hold_records and why_skipped(name, folder, settings) is None:
                yield path


def _may_be_record(name: str) -> bool:
    from civcheck.reading.judgements import JUDGEMENT_FILES

    return name not in (*UNIT_FILES, *JUDGEMENT_FILES)


# --- the proof


def _proven(
    before: Prepared, files: list[Formatted], today: date | None, options: Mapping[str, Any]
) -> tuple[list[Formatted], list[LeftAlone]]:
    """Keep the files that can be changed without changing what anything means, by reading the ledger as it would be."""
    left: list[LeftAlone] = []
    for _ in range(3):
        if not files:
            break
        instead = {each.path: each.new for each in files}
        after = _prepared(Path(before.root), today, options, instead=instead)
        guilty = {
            path: LeftAlone(path, "meaning") for path in _differing(before.ledger, after.ledger, instead)
        }
        guilty |= _bound(before, after, instead)
        if not guilty:
            return files, left
        named = [guilty[each.path] for each in files if each.path in guilty]
        # where no file can be named, none is changed
        left += named or [LeftAlone(each.path, "meaning") for each in files]
        files = [each for each in files if named and each.path not in guilty]
    left += [LeftAlone(each.path, "meaning") for each in files]
    return [], left


def _differing(before: Ledger, after: Ledger, changed: Mapping[str, bytes]) -> set[str]:
    """Name the files of which anything reads otherwise: records, what was not read, problems that cost something."""
    told: set[str] = set()
    for has_record, other in ((before, after), (after, before)):
        known = {each.key: _meaning(each, changed) for each in other.records}
        told |= {each.file for each in has_record.records if known.get(each.key) != _meaning(each, changed)}
    for one, two in (
        (_unread(before), _unread(after)),
        (_problems(before), _problems(after)),
        (_skipped(before), _skipped(after)),
    ):
        told |= {path for path, *_ in (one - two) | (two - one)}
    return told


def _meaning(record: Record, changed: Mapping[str, bytes]) -> Record:
    evidence = tuple(each._replace(size=0) if each.path in changed else each for each in record.evidence)
    return record._replace(line=0, evidence=evidence, flaws=tuple(sorted(record.flaws)))


def _unread(ledger: Ledger) -> Counter[tuple[str, ...]]:
    return Counter((each.key.partition("#")[0], each.key, str(each.kind)) for each in ledger.unread)


def _problems(ledger: Ledger) -> Counter[tuple[str, ...]]:
    return Counter(
        (each.place.file, each.code, each.weight.value)
        for each in ledger.problems
        if each.weight is not Weight.NOTE
    )


def _skipped(ledger: Ledger) -> Counter[tuple[str, ...]]:
    return Counter((each.path, each.reason.id, str(each.may_hide_record)) for each in ledger.skipped)


def _bound(before: Prepared, after: Prepared, changed: Mapping[str, bytes]) -> dict[str, LeftAlone]:
    """Name the files whose size a judgement rests on by its fingerprint: those that a record names as material."""
    cases = _case(before), _case(after)
    found: dict[str, LeftAlone] = {}
    for judgement in before.judgements:
        if judgement.fingerprint is None:
            continue
        for day in {before.day, before.pack.head.closes, judgement.day or before.day}:
            for rule in judgement.rules:
                was, is_now = (selected(before.pack.by_id[rule], case.grounds(day)) for case in cases)
                if fingerprint(was) != judgement.fingerprint or fingerprint(is_now) == judgement.fingerprint:
                    continue
                for each in (each for record in was for each in record.evidence if each.path in changed):
                    rules = found[each.path].rules if each.path in found else ()
                    found[each.path] = LeftAlone(each.path, "bound", tuple(dict.fromkeys((*rules, rule))))
    return found


def _case(ready: Prepared) -> Case:
    return case_of(ready.ledger, ready.pack, ready.judgements, ready.before)


# --- beside the records


def _renames(root: Path, wanted: set[str] | None) -> Iterator[Rename]:
    """List files and folders whose names are not in normal form (NFC), the deepest first."""
    seen = 0
    for above, folders, names in os.walk(root, topdown=False, followlinks=False):
        seen += len(folders) + len(names)
        if seen > limits.ENTRIES:
            return
        below = Path(above).relative_to(root).as_posix()
        if ".git" in below.split("/"):
            continue
        for name in sorted((*folders, *names)):
            path = name if below == "." else f"{below}/{name}"
            within = _composed(path)
            if _composed(name) != name and _is_wanted(within, wanted):
                yield Rename(path, _composed(name))


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def rename(root: Path, wanted: Rename) -> bool:
    """Give a file or folder its name in normal form; False where another one has it already.

    Raises:
        UsageError: it cannot be renamed.
    """
    place = root / wanted.path
    target = place.with_name(wanted.name)
    try:
        if target.exists() and not target.samefile(place):
            return False
        place.rename(target)
    except OSError:
        reason = msg("error.disk-closed")
        raise UsageError(msg("error.output-failed", path=sanitize(wanted.path), reason=reason)) from None
    return True


def _seals(root: Path, changed: set[str]) -> Iterator[str]:
    """Name the seals beside a ledger, or in its own folder, that files which change are in."""
    if not changed:
        return
    beside = default_seal(root) if root.resolve().name else None
    inside = sorted(root.glob(f"*{ENDING}"))
    for place in filter(None, (beside, *inside)):
        if not place.is_file():
            continue
        try:
            names = {each.name for each in read_seal(place).seal.files}
        except CivcheckError:
            continue
        if names & changed:
            yield sanitize(place.name)
