"""Laying out a ledger: unit.yaml, a folder a point that concerns the unit, in each a guide of what belongs there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.app.audit import check_year
from civcheck.app.beginning.facts import UNIT_FILE, plain_unit, type_named, undeclared, with_answers, year_of
from civcheck.app.beginning.planned import Planned, schema_changes
from civcheck.app.beginning.taking import folders_above, is_record, named_files
from civcheck.app.explain import Explanation, explained
from civcheck.app.storing import Change
from civcheck.errors import LedgerError, UsageError
from civcheck.language.pack import Point, RulePack
from civcheck.messages import Message, msg, quoted, say
from civcheck.model.filenames import file_name
from civcheck.model.outcome import Obligation
from civcheck.model.problem import Weight
from civcheck.model.report import FolderGuess
from civcheck.model.texts import sanitize
from civcheck.model.unit import Unit
from civcheck.reading.audited import closed_folders, why_skipped
from civcheck.reading.guide import GUIDE, GUIDE_HEAD, guides_in
from civcheck.reading.judgements import JUDGEMENT_FILES
from civcheck.reading.packsource import brought_packs, installed_packs
from civcheck.reading.rulepack import read_pack
from civcheck.reading.settings import SETTINGS_FILE, UNIT_FILES, read_settings
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile, misnamed_unit, open_unit, pack_pin
from civcheck.reading.walk import Tree, walk
from civcheck.report.layout import wrap
from civcheck.verdict.belonging import belongings_of
from civcheck.verdict.concern import concerning, points_concerning
from civcheck.verdict.firstday import guesses_of

_DEFAULT_PACK = "hubei-2017"
_WIDTH = 76


class Layout(NamedTuple):
    """What is to be written, the unit it is for, the pack, what the unit does not declare, what lies there already."""

    planned: Planned
    unit: Unit
    pack: RulePack
    undeclared: tuple[str, ...]
    found: tuple[FolderGuess, ...]


class Ground(NamedTuple):
    """A folder that is to be a ledger: its unit.yaml where it has one, the pack; ``is_new``: it is not there yet."""

    root: str
    unit_file: UnitFile | None
    pack: RulePack
    names_pack: str | None
    is_new: bool


def look_at(folder: Path, rules: str | None) -> Ground:
    """Look at a folder that is to be a ledger.

    Raises:
        UsageError: it cannot be one: a file, a folder without a folder above it, a folder of another ledger.
        LedgerError: its unit.yaml cannot be used, or is there by another name.
        RulePackError: the pack has mistakes.
    """
    shown = sanitize(str(folder), 1_000)
    try:
        is_there, is_folder = folder.exists() or folder.is_symlink(), folder.is_dir()
        above = folder.resolve().parents
    except OSError:  # a name longer than any can be
        raise UsageError(msg("error.begin-folder", path=shown)) from None
    if (is_there and not is_folder) or (not is_there and not folder.absolute().parent.is_dir()):
        raise UsageError(msg("error.begin-folder", path=shown))
    if any((each / name).is_file() for each in above for name in UNIT_FILES):
        raise UsageError(msg("error.begin-inside", path=shown))
    has_unit = is_folder and any((folder / name).is_file() for name in UNIT_FILES)
    if is_folder and not has_unit and (meant := misnamed_unit(folder)) is not None:
        raise LedgerError(msg("error.no-unit-near", path=shown, name=sanitize(meant)))
    unit_file = open_unit(str(folder)) if has_unit else None
    pin = pack_pin(unit_file) if unit_file is not None else None
    name = rules or (pin.id if pin is not None else _DEFAULT_PACK)
    pack = read_pack(name, ledger=str(folder) if is_folder else None)
    known = installed_packs().keys() | brought_packs().keys()
    named = pack.id if pack.id in known and pack.id != _DEFAULT_PACK and rules is not None else None
    return Ground(str(folder), unit_file, pack, named, not is_there)


def begun_unit(ground: Ground, name: str, type_: str, year: int | None) -> Unit:
    """Give the unit of a new ledger with nothing but what it cannot do without.

    Raises:
        UsageError: there is no such type, or the pack is not of that year.
    """
    return plain_unit(name, type_named(type_, ground.pack), year_of(year, ground.pack))


def lay_out(ground: Ground, unit: Unit | None, given: Mapping[str, Any]) -> Layout:
    """Work out what is to be written; ``unit`` and the answers ``given`` count where there is no unit.yaml yet.

    Raises:
        UsageError: an answer is none, or something is in the way.
        LedgerError: unit.yaml cannot be used.
    """
    pack, root = ground.pack, ground.root
    tree = Tree(root, {"": {}}) if ground.is_new else walk(root)
    changes: dict[str, Change] = {}
    kept: list[str] = []
    told: list[Message] = []
    if ground.unit_file is not None:
        unit = read_unit(ground.unit_file, pack.terms)
        check_year(unit.year, pack)
        kept.append(ground.unit_file.file)
        mistakes = [each for each in ground.unit_file.problems if each.weight is not Weight.NOTE]
        if mistakes:
            told.append(msg("begin.init.unit-mistakes", file=ground.unit_file.file, count=str(len(mistakes))))
    elif unit is not None:
        more = {"规则": ground.names_pack} if ground.names_pack else {}
        text, unit = with_answers(unit, {**given, **more}, pack)
        if UNIT_FILE in tree.folders[""] or UNIT_FILE in tree.links:
            raise UsageError(msg("error.begin-in-the-way", path=UNIT_FILE))
        changes[UNIT_FILE] = Change(None, text.encode())
    if unit is None:
        raise UsageError(msg("error.begin-name"))
    rules = {rule.id for rule in concerning(unit, pack)}
    for point, folder in _folders(unit, pack, tree):
        path = f"{folder}/{GUIDE}"
        if folder in tree.links or folder in tree.folders[""]:
            told.append(msg("begin.init.link", path=sanitize(folder, 1_000)))
        elif GUIDE in tree.folders.get(folder, ()):
            kept.append(path)
        else:
            changes[_spelled(tree, path)] = Change(None, guide(point, rules, pack).encode())
    changes |= schema_changes(root, pack)
    planned = Planned(
        root,
        changes,
        tuple(each for each in changes if each == UNIT_FILE),
        tuple(kept),
        tuple(told),
        ground.is_new,
    )
    named = named_files(root, pack, ground.unit_file) if ground.unit_file is not None else {}
    found = what_lies_there(tree, pack, unit.year, named)
    return Layout(planned, unit, pack, undeclared(unit, pack), found)


def what_lies_there(
    tree: Tree, pack: RulePack, year: int, named: Container[str] = ()
) -> tuple[FolderGuess, ...]:
    """List what lies in a folder without a record, by the point that it seems to belong to.

    What lies beside a record or below it is taken to be that record's, and so are the files that are ``named``.
    """
    settings, _ = read_settings(tree.root)
    closed = closed_folders(tree, settings)
    guides = guides_in(tree)
    paths = [
        path
        for folder, listed in tree.folders.items()
        if folder not in closed
        for name in listed
        if why_skipped(name, folder, settings) is None
        and (path := f"{folder}/{name}" if folder else name) not in guides
        and (folder or name not in (*UNIT_FILES, *JUDGEMENT_FILES, SETTINGS_FILE))
    ]
    records = {path for path in paths if is_record(path, tree)}
    begun = {path.rpartition("/")[0] for path in records if "/" in path}
    ours = (path for path in paths if path not in records and path not in named)
    paths = [path for path in ours if begun.isdisjoint(folders_above(path))]
    tops = [folder for folder in tree.folders if folder and "/" not in folder and folder not in closed]
    held = {path.partition("/")[0] for path in paths}
    return guesses_of([top for top in tops if top in held], paths, pack, year)


def _spelled(tree: Tree, path: str) -> str:
    """Give a path as its folder is spelled on disk, where that is not as it is compared."""
    folder, _, name = path.rpartition("/")
    for listed in tree.folders.get(folder, ()):
        if (spelled := tree.spelled.get(f"{folder}/{listed}")) is not None:
            return f"{spelled.rpartition('/')[0]}/{name}"
    return path


def _folders(unit: Unit, pack: RulePack, tree: Tree) -> Iterator[tuple[Point, str]]:
    """Give each point's folder: one that is there and named after it, else a new one by number and title."""
    belongings = belongings_of(pack)
    there: dict[int, str] = {}
    names = [folder for folder in tree.folders if folder and "/" not in folder]
    for folder in (*names, *(link for link in tree.links if "/" not in link)):
        said = belongings.of_name(folder)
        if said.point is not None and said.sure and said.year in (None, unit.year):
            there.setdefault(said.point, folder)
    for point in points_concerning(unit, pack):
        yield point, there.get(point.number) or folder_for(point)


def folder_for(point: Point) -> str:
    """Name a new folder for a point."""
    return f"{point.number:02d}-{file_name(point.title, '要点')}"


def guide(point: Point, rules: set[str], pack: RulePack) -> str:
    """Write what belongs into the folder of a point: of each rule that concerns the unit the sentence, what to show."""
    rows = [
        GUIDE_HEAD,
        *wrap(say(msg("begin.guide.head", number=str(point.number), title=point.title)), _WIDTH),
    ]
    for rule in point.rules:
        if rule.id in rules:
            rows += ["", *_of_rule(explained(pack, rule, None))]
    return "\n".join(rows) + "\n"


def _of_rule(said_of: Explanation) -> Iterator[str]:
    rule = said_of.rule
    force = msg(f"obligation.{Obligation(rule.obligation).code}")
    yield from wrap(say(msg("begin.guide.rule", rule=rule.id, title=rule.title, force=force)), _WIDTH)
    said: list[Message] = [msg("begin.guide.quote", text=quoted(rule.quote))]
    said += [msg("begin.guide.reading", text=rule.reading)] if rule.reading else []
    said += [msg("begin.guide.counts", text=said_of.counts)] if said_of.counts is not None else []
    said += [msg("begin.guide.asks", text=said_of.asks)] if said_of.asks is not None else []
    said += [msg("begin.guide.remedy", text=rule.remedy)] if rule.remedy else []
    for each in said:
        rows = wrap(say(each), _WIDTH - 2)
        yield from (f"  {row}" for row in rows)
