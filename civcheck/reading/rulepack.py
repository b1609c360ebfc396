"""Rule packs: finding one by id or path, and taking it from its compiled form or from its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from civcheck.errors import RulePackError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading.packcache import SHIPPED, cache_folder, load_compiled, store_compiled
from civcheck.reading.packsource import Root, find_pack, installed_packs, pack_digest, read_pack_files
from civcheck.reading.parsed import YamlMistake
from civcheck.reading.strict_yaml import parse_strict

MOST_LAYERS = 5
"""So many packs one upon the other are enough; more are a circle."""
_EXTENDS = re.compile(rb"^extends:[ ]+([\w./][\w./-]*)[ ]*\r?$", re.MULTILINE)
"""The usual spelling, which needs no parser; every other one is read as YAML."""


def read_pack(name: str, cache: bool = True, ledger: str | None = None) -> RulePack:
    """Read a pack by id or path, from its compiled form when that is of the same files.

    A cache inside ``ledger`` is neither read nor written: nothing there is trusted, and nothing is put there.

    Raises:
        UsageError: there is no such pack, or the one that it is built on is not there.
        RulePackError: it has mistakes; ``problems`` lists them all.
    """
    return _read(name, find_pack(name), cache, ledger, MOST_LAYERS)


def _read(name: str, root: Root, cache: bool, ledger: str | None, layers: int) -> RulePack:
    if not layers:
        raise UsageError(msg("error.pack-layers", name=sanitize(name), most=str(MOST_LAYERS)))
    try:
        contents = read_pack_files(root)
    except OSError:
        raise UsageError(
            msg("error.no-pack", name=sanitize(name), meant="", names=tuple(installed_packs()))
        ) from None
    base = base_of(root, contents)
    below = _read(base[0], base[1], cache, ledger, layers - 1) if base is not None else None
    digest = pack_digest(contents, below.digest if below is not None else "")
    if cache and (compiled := _compiled(root, digest, ledger)) is not None:
        return compiled
    from civcheck.reading.packparse import parse_pack

    pack, problems = parse_pack(contents, digest, below, base[1] if base is not None else None)
    if pack is None or problems:
        raise RulePackError(msg("error.pack", name=sanitize(root.name), count=str(len(problems))), problems)
    if cache and (cached := _cached(digest, ledger)) is not None:
        store_compiled(pack, cached)
    return pack


def base_of(root: Root, contents: Mapping[str, bytes]) -> tuple[str, Root] | None:
    """Find the pack that a pack is built on.

    Raises:
        UsageError: it is not there.
    """
    name = _extended(contents.get("pack.yaml", b""))
    return (name, find_pack(name, beside=root)) if name is not None else None


def _extended(raw: bytes) -> str | None:
    """Take the name of the pack below from pack.yaml; None where there is none, or nothing that could be a name."""
    if b"extends" not in raw and b"\\" not in raw:  # as an escape it could be spelled in letters of any sort
        return None
    plain = _EXTENDS.findall(raw)
    if len(plain) == 1 and raw.count(b"extends") == 1:
        return str(plain[0], "utf-8")
    try:
        head = parse_strict(raw.decode("utf-8-sig").replace("\r\n", "\n")).value
    except (UnicodeDecodeError, YamlMistake):  # told by whoever reads the pack
        return None
    written = head.get("extends") if isinstance(head, dict) else None
    name = written.get("pack") if isinstance(written, dict) else written
    return name if isinstance(name, str) and name.strip() else None


def packs_below(root: Root) -> dict[str, RulePack]:
    """Read the packs that a pack is built on, by id.

    Raises:
        UsageError: one is not there.
        RulePackError: one has mistakes.
    """
    found: dict[str, RulePack] = {}
    while (base := base_of(root, read_pack_files(root))) is not None:
        name, root = base
        pack = _read(name, root, cache=True, ledger=None, layers=MOST_LAYERS)
        found[pack.id] = pack
    return found


def _compiled(root: Root, digest: str, ledger: str | None) -> RulePack | None:
    if root in installed_packs().values():
        compiled = load_compiled(Path(str(root)) / SHIPPED, digest)
        if compiled is not None:
            return compiled
    cached = _cached(digest, ledger)
    return load_compiled(cached, digest) if cached is not None else None


def _cached(digest: str, ledger: str | None) -> Path | None:
    file = cache_folder() / f"{digest}.json"
    inside = ledger is not None and file.resolve().is_relative_to(Path(ledger).resolve())
    return None if inside else file


def read_source(name: str, pack: RulePack) -> str:
    """Read the document's text of a pack."""
    raw = (find_pack(name) / pack.head.source.file).read_bytes()
    return raw.decode("utf-8").replace("\r\n", "\n")
