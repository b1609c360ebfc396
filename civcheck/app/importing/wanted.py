"""What the command line asks of an import, read against the vocabulary of the pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.problem import NOTHING
from civcheck.model.table.head import MOST_ROWS
from civcheck.model.table.headings import Names
from civcheck.model.terms import Terms
from civcheck.model.texts import near, normal, sanitize


class Wanted(NamedTuple):
    """What is asked of an import; every text as it was typed.

    ``kinds``: 类型, or 表里的写法=类型; ``columns``: 列=字段, the column by its heading or its letter;
    ``header_row``: 5, or 5-6 of a heading of several rows; ``into``: a folder of the ledger; ``partial``: write what
    can be read.
    """

    kinds: Sequence[str] = ()
    columns: Sequence[str] = ()
    sheets: Sequence[str] = ()
    header_row: str = ""
    into: str = ""
    partial: bool = False


class Told(NamedTuple):
    """The same, understood: the kind of all rows, kinds by what a table calls them, targets by heading."""

    kind: str = ""
    kinds: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING
    header: tuple[int, int] | None = None


def understood(wanted: Wanted, terms: Terms) -> Told:
    """Understand what is asked for.

    Raises:
        UsageError: a kind or a target is none, or something is not written as it should be.
    """
    kind, kinds = _kinds(wanted.kinds, terms)
    return Told(kind, kinds, _columns(wanted.columns, terms), _rows(wanted.header_row))


def _kinds(asked: Sequence[str], terms: Terms) -> tuple[str, dict[str, str]]:
    known = {normal(name): name for name in terms.kinds}
    known |= {normal(each.alias): name for name, each in terms.kinds.items() if each.alias}
    of_all, called = "", {}
    for text in asked:
        written, sign, name = text.replace("＝", "=").rpartition("=")
        found = known.get(normal(name))
        if found is None:
            meant = near(name, terms.kinds) or ""
            raise UsageError(msg("error.import-kind", value=sanitize(name), meant=meant))
        if sign:
            called[normal(written)] = found
        else:
            of_all = found
    return of_all, called


def _columns(asked: Sequence[str], terms: Terms) -> dict[str, str]:
    names = Names(terms, terms.kinds)
    told: dict[str, str] = {}
    for text in asked:
        column, sign, target = text.replace("＝", "=").rpartition("=")
        if not sign or not column.strip():
            raise UsageError(msg("error.import-map", value=sanitize(text)))
        found = names.target_named(target)
        if found is None:
            meant = near(target, names.targets) or ""
            raise UsageError(msg("error.import-field", value=sanitize(target), meant=meant))
        told[column.strip()] = found
    return told


def _rows(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    try:
        rows = int(first), int(last or first)
    except ValueError:
        rows = 0, 0
    if not 0 < rows[0] <= rows[1] < rows[0] + MOST_ROWS:
        raise UsageError(msg("error.import-header", value=sanitize(text)))
    return rows
