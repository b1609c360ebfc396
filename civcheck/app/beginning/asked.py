"""What is asked for when a record is begun, and the ledger in which it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from civcheck.app.audit import opened_folder
from civcheck.language.pack import RulePack
from civcheck.model.unit import Unit
from civcheck.reading.settings import LedgerSettings, read_settings
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile
from civcheck.reading.walk import Tree, walk


class Asked(NamedTuple):
    """What is asked for: ``kind`` as it was typed, ``roles`` as ``角色`` or ``角色=文件``, paths as they were typed."""

    kind: str = ""
    title: str = ""
    day: date | None = None
    point: int | None = None
    adopt: tuple[str, ...] = ()
    photos: Path | None = None
    roles: tuple[str, ...] = ()


class Opened(NamedTuple):
    """A ledger in which a record is to be begun."""

    root: str
    unit_file: UnitFile
    unit: Unit
    pack: RulePack
    tree: Tree
    settings: LedgerSettings


def open_for_new(folder: Path, rules: str | None) -> Opened:
    """Look at a ledger in which a record is to be begun.

    Raises:
        UsageError: there is no such folder or pack.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    root, unit_file, pack = opened_folder(folder, rules)
    unit = read_unit(unit_file, pack.terms)
    return Opened(root, unit_file, unit, pack, walk(root), read_settings(root)[0])
