"""Several ledgers of one unit: the latest year is audited, the others serve rules over several years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from civcheck.errors import LedgerError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.ledger import Ledger
from civcheck.model.texts import normal, number_form, sanitize
from civcheck.reading.ledger import OpenFiles, read_ledger
from civcheck.reading.unit import year_of
from civcheck.reading.unitfile import UnitFile, open_unit
from civcheck.verdict.hygiene.look import OtherLedger


class OfYear(NamedTuple):
    """A ledger folder with its year."""

    year: int
    root: str
    unit: UnitFile


class Before(NamedTuple):
    """A ledger of an earlier year: its folder, as rules look at it (paths below its name), and beside that at hand."""

    root: str
    ledger: Ledger
    beside: OtherLedger


@contextmanager
def saying_which(root: str) -> Iterator[None]:
    """Name the ledger in what stops the audit: of several, nobody sees which ``unit.yaml`` is meant; of one all do.

    Raises:
        LedgerError: there is no usable unit.yaml in it.
    """
    try:
        yield
    except LedgerError as error:
        if not root:
            raise
        folder = sanitize(root.rstrip("/\\"))
        problems = [
            each._replace(place=each.place._replace(file=f"{folder}/{each.place.file}"))
            for each in error.problems
        ]
        params = error.message.params
        named = {"file": f"{folder}/{params['file']}"} if "file" in params else {}
        raise LedgerError(msg(error.message.id, **{**params, **named}), problems) from None


def by_year(roots: Sequence[str]) -> list[OfYear]:
    """Order the ledgers of one unit by year, the one that is audited last.

    Raises:
        UsageError: two are of the same year.
        LedgerError: there is no usable unit.yaml.
    """
    if len(roots) == 1:  # its year is told by whoever reads it
        return [OfYear(0, roots[0], open_unit(roots[0]))]
    found = []
    for root in roots:
        with saying_which(root):
            unit = open_unit(root)
            found.append(OfYear(year_of(unit), root, unit))
    found.sort(key=lambda each: each.year)
    for one, other in pairwise(found):
        if one.year == other.year:
            both = (sanitize(one.root), sanitize(other.root))
            raise UsageError(msg("error.same-year", year=str(one.year), paths=both))
    return found


def read_earlier(
    ledgers: Sequence[OfYear],
    pack: RulePack,
    own: Ledger,
    sketches: bool = False,
    open_files: OpenFiles | None = None,
) -> list[Before]:
    """Read ledgers of earlier years by the same pack, each below the name of its folder.

    ``sketches`` and ``open_files`` are those of ``read_ledger``.

    Raises:
        UsageError: one is of another unit.
    """
    taken = set(own.folders)  # a folder of the ledger itself may have the same name
    found = []
    for each in ledgers:
        with saying_which(each.root):
            read = read_ledger(each.root, pack, each.unit, False, None, sketches, open_files)
        if normal(read.unit.name) != normal(own.unit.name):
            names = (sanitize(read.unit.name), sanitize(own.unit.name))
            raise UsageError(msg("error.other-unit", names=names, path=sanitize(each.root)))
        folder, year = Path(each.root).resolve().name, str(each.year)
        free = (name for name in (folder, year, f"{folder}-{year}") if name and name not in taken)
        name = next(free, f"{year}-{folder}")
        taken.add(name)
        beside = OtherLedger(name, read.unit.name, read.records, read.material)
        found.append(Before(each.root, replace(read.below(name), name=name), beside))
    return found


def with_others(ledger: Ledger, others: Sequence[Ledger]) -> Ledger:
    """Give a ledger without its complaints of references to numbers that another year's ledger has."""
    numbers = {number_form(record.id) for each in others for record in each.records if record.id}
    kept = (
        each
        for each in ledger.problems
        if each.code != "ref-nowhere" or number_form(str(each.params["value"])) not in numbers
    )
    return replace(ledger, problems=tuple(kept))
