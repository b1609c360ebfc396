"""What record files mean, read without a disk: records, what is unread, and problems that cost something."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

from civcheck.language.pack import RulePack
from civcheck.model.problem import Problem, Weight
from civcheck.model.record import Record
from civcheck.reading.entries import EntryReader
from civcheck.reading.evidence import Resolver
from civcheck.reading.formatting import Formatted, Formatter, Keep
from civcheck.reading.recordfiles import RecordFiles
from civcheck.reading.recordshapes import Shapes
from civcheck.reading.walk import Tree
from tests.ledgers import hubei

FILES = {
    "a.pdf": 3, "b.pdf": 3, "方案.pdf": 3, "报道.pdf": 3, "图片/1.jpg": 3, "图片/2.jpg": 3, "IMG 1.jpg": 3,
}  # fmt: skip


class Meaning(NamedTuple):
    """What a file means: its records without lines and with their bodies, unread ones, problems that are no notes."""

    records: tuple[Record, ...]
    unread: tuple[tuple[str, str | None], ...]
    problems: Counter[str]


def meaning(path: str, raw: bytes, pack: RulePack | None = None) -> Meaning:
    """Read one record file of a ledger of 2017."""
    folders: dict[str, dict[str, int]] = {"": {path: len(raw)}, "图片": {}}
    for name, size in FILES.items():
        folder, _, file = name.rpartition("/")
        folders[folder][file] = size
    tree = Tree("nowhere", folders)
    entries = EntryReader((pack or hubei()).terms, 2017, "江城市司法局", Resolver(tree), keep_body=True)
    files = RecordFiles(tree, entries)
    files.read("", path, raw)
    return Meaning(
        tuple(without_sizes(each, path) for each in files.records),
        tuple((each.key, each.kind) for each in files.unread),
        Counter(each.code for each in files.problems if each.weight is not Weight.NOTE),
    )


def without_sizes(record: Record, path: str) -> Record:
    """Leave out where a record stands, the size of its own file, and the order of what is wrong with it."""
    evidence = tuple(each._replace(size=0) if each.path == path else each for each in record.evidence)
    return record._replace(line=0, evidence=evidence, flaws=tuple(sorted(record.flaws)))


@cache
def formatter(pack: str = "hubei-2017") -> Formatter:
    """Give the formatter of a ledger of 2017."""
    from civcheck.reading.rulepack import read_pack

    shapes = Shapes(read_pack(pack, cache=False).terms)
    return Formatter(shapes, 2017, shapes.is_key)


def formatted(raw: bytes | str, path: str = "a.yaml", keep: Keep = Keep()) -> Formatted:  # noqa: B008
    """Bring a record file into form."""
    done = formatter().format(path, raw if isinstance(raw, bytes) else raw.encode(), keep)
    assert isinstance(done, Formatted), done
    return done


def problem_of(raw: bytes | str, path: str = "a.yaml") -> Problem:
    """Give why a file cannot be read."""
    done = formatter().format(path, raw if isinstance(raw, bytes) else raw.encode())
    assert isinstance(done, Problem), done
    return done
