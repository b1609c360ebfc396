"""Ledgers that stand inside a rule pack's tests: no disk, the files that records name are taken to be there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.material import COUNTED_INSIDE
from civcheck.language.pack import RulePack
from civcheck.model.ledger import Ledger, Spotted, UnreadRecord
from civcheck.model.material import FileFacts
from civcheck.model.personal import personal_in
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.record import Record
from civcheck.model.texts import MARKER
from civcheck.reading.entries import EntryReader
from civcheck.reading.evidence import Resolver
from civcheck.reading.numbering import wrong_numbers
from civcheck.reading.parsed import Parsed
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile, sort_keys
from civcheck.reading.walk import Tree

FILE = "记录.yaml"


class _NamedFiles(Resolver):
    """A resolver over files that are only named: none of them holds the scaffold marker in its text."""

    def _flaw_inside(self, folder: str, name: str) -> str:
        return "scaffold" if MARKER in name else ""


def inline_ledger(
    unit: Mapping[str, Any],
    records: Iterable[Mapping[str, Any]],
    pack: RulePack,
    absent: Iterable[str] = (),
    apart: bool = False,
) -> Ledger:
    """Make a ledger of a unit and raw records as they stand in YAML; problems are collected as always.

    All records stand in one file, or each in one of its own where they are to be ``apart``.

    Raises:
        LedgerError: the unit cannot be used.
    """
    counts: dict[str, FileFacts] = {}
    raws = [_without_counts(record, counts) for record in records]
    missing = {_plain_path(each) for each in absent}
    named = {name for raw in raws for name in _files(raw.get("附件", raw.get("evidence")))}
    tree = Tree("", folders={"": dict.fromkeys([FILE], 1)})
    for path in named - missing:
        folder, _, name = path.rpartition("/")
        tree.folders.setdefault(folder, {})[name] = 1
    file = UnitFile("unit.yaml", {}, Parsed(dict(unit)))
    sort_keys(file)
    who = read_unit(file, pack.terms)
    reader = EntryReader(
        pack.terms, who.year, who.name, _NamedFiles(tree, material=counts), pack.reads_body, sketches=True
    )
    read = list[tuple[int, Record]]()
    unread, problems = list[UnreadRecord](), list(file.problems)
    personal: list[Spotted] = []
    for number, raw in enumerate(raws, start=1):
        key = f"{number:03d}-{FILE}" if apart else f"{FILE}#{number}"
        place = Place(key.partition("#")[0], number, 1)
        personal += [Spotted(place, each.personal) for each in personal_in("\n".join(_texts(raw)))]
        narrative = str(raw.pop("正文", ""))
        raw.setdefault("标题", f"第 {number} 条")
        entry = reader.read(raw, key, number, narrative)
        if entry.record is None:
            unread.append(UnreadRecord(key, number, entry.kind))
        else:
            read.append((number, entry.record))
        problems += [
            Problem(each.code, each.weight, Place(FILE, number, 1), each.params) for each in entry.troubles
        ]
    numbers = {record.key: number for number, record in read}
    found = tuple(record for _, record in read)
    problems += [
        Problem(each.code, Weight.VALUE, Place(FILE, numbers[each.record.key], 1), each.params)
        for each in wrong_numbers(found)
    ]
    return Ledger(who.name, who, found, tuple(unread), tuple(problems), personal=tuple(personal))


def wrong_values(ledger: Ledger) -> list[Problem]:
    """List the problems of an inline ledger that are mistakes of whoever wrote it."""
    return [problem for problem in ledger.problems if problem.weight is not Weight.NOTE]


def _without_counts(record: Mapping[str, Any], counts: dict[str, FileFacts]) -> dict[str, Any]:
    """Take out how long files are said to be: {文件: 总结.docx, 字数: 1200}; no ledger says that, files do."""
    found = dict(record)
    for key in ("附件", "evidence"):
        if key in found:
            found[key] = _counted(found[key], counts)
    return found


def _counted(evidence: Any, counts: dict[str, FileFacts]) -> Any:
    if isinstance(evidence, list):
        return [_counted(each, counts) for each in evidence]
    if not isinstance(evidence, dict):
        return evidence
    said = {name: evidence[name] for name in COUNTED_INSIDE if isinstance(evidence.get(name), int)}
    for path in _files(evidence) if said else ():
        counts[path] = FileFacts(1, characters=said.get("字数"), pages=said.get("页数"))
    return {key: _counted(value, counts) for key, value in evidence.items() if key not in said}


def _texts(value: Any, key: str = "") -> Iterator[str]:
    """Write a raw value as lines, each with its key."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, str(name))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, key)
    else:
        yield f"{key}: {value}"


def _files(evidence: Any) -> Iterable[str]:
    if isinstance(evidence, str):
        if "://" not in evidence and evidence != "本文" and evidence.strip("/"):
            yield _plain_path(evidence.strip("/") + ("/1.jpg" if evidence.endswith("/") else ""))
    elif isinstance(evidence, list):
        for each in evidence:
            yield from _files(each)
    elif isinstance(evidence, dict):
        file = evidence.get("文件", evidence.get("file"))
        for each in [file] if file is not None else evidence.values():
            yield from _files(each)


def _plain_path(path: str) -> str:
    """Give the path by which a ledger knows a file: ./a.jpg is a.jpg."""
    plain = posixpath.normpath(path.replace("\\", "/"))
    return path if plain.startswith("..") else plain
