"""What a command is about to write into a ledger: new files, the generated schemas, and what is left as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from civcheck.app.schemas import record_schema, unit_schema
from civcheck.app.storing import Change, not_stored, store
from civcheck.errors import UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg
from civcheck.reading.files import read_head
from civcheck.reading.walk import GENERATED

SCHEMAS = ("record.schema.json", "unit.schema.json")
_MOST_BYTES = 16 * 1024 * 1024
_MADE: dict[tuple[str, str], tuple[bytes, ...]] = {}


class Planned(NamedTuple):
    """Files to be written below a folder, by path; ``shown`` are those whose text a person should see before.

    ``kept`` are paths that are there already and stay, ``told`` what there is to say, ``makes_root``: the folder is
    not there yet.
    """

    root: str
    changes: Mapping[str, Change]
    shown: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    told: tuple[Message, ...] = ()
    makes_root: bool = False

    @property
    def renewed(self) -> frozenset[str]:
        """Name the files that are there and are generated anew."""
        return frozenset(path for path, change in self.changes.items() if change.before is not None)


def write(planned: Planned) -> None:
    """Write all files, or none; whoever is killed meanwhile has whole files and can run the same again.

    Raises:
        UsageError: one came to be there meanwhile, lies behind a link, or cannot be written.
    """
    root = Path(planned.root)
    made = planned.makes_root and not root.exists()
    try:
        if made:
            root.mkdir()
    except OSError as error:
        raise not_stored(planned.root, error) from None
    try:
        store(planned.root, planned.changes)
    except UsageError:
        if made and not any(root.iterdir()):
            root.rmdir()
        raise


def schema_line(path: str, name: str = SCHEMAS[0]) -> str:
    """Give the first line of a YAML file of a ledger: where editors find its schema."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{GENERATED}/{name}\n"


def schema_changes(root: str, pack: RulePack) -> dict[str, Change]:
    """Give the schemas for editors where they are not there yet, or are those of something else.

    Raises:
        UsageError: something else stands in their place.
    """
    found: dict[str, Change] = {}
    for name, after in zip(SCHEMAS, _schemas(pack), strict=True):
        path = f"{GENERATED}/{name}"
        before = bytes_of(root, path)
        if before != after:
            found[path] = Change(before, after)
    return found


def _schemas(pack: RulePack) -> tuple[bytes, ...]:
    """Give both schemas as ``civcheck schema`` prints them; of a pack that was read again they are the same."""
    known = _MADE.get((pack.id, pack.digest))
    if known is None:
        made = (record_schema(pack), unit_schema(pack))
        known = tuple((json.dumps(each, ensure_ascii=False, indent=1) + "\n").encode() for each in made)
        _MADE.clear()
        _MADE[pack.id, pack.digest] = known
    return known


def bytes_of(root: str, path: str) -> bytes | None:
    """Read a file that may be written anew; None where there is none.

    Raises:
        UsageError: it is no file, cannot be read, or is behind a link.
    """
    place = Path(root)
    for step in path.split("/"):
        place /= step
        if place.is_symlink():
            raise UsageError(msg("error.store-link", path=path))
    if not place.exists():
        return None
    raw = read_head(str(place), _MOST_BYTES + 1, place.stat().st_size) if place.is_file() else None
    if raw is None or len(raw) > _MOST_BYTES:
        raise UsageError(msg("error.begin-in-the-way", path=path))
    return raw
