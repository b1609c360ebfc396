"""Rule packs: finding one by id or path, and taking it from its compiled form or from its files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from civcheck.errors import RulePackError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.texts import near, sanitize
from civcheck.reading import limits
from civcheck.reading.packcache import SHIPPED, cache_folder, load_compiled, store_compiled


def installed_packs() -> dict[str, Path]:
    """Find the packs that come with civcheck, by id."""
    home = Path(__file__).resolve().parent.parent
    homes = [home / "packs", home.parent / "rules"]
    found: dict[str, Path] = {}
    for home in homes:
        if home.is_dir():
            found |= {
                each.name: each
                for each in sorted(home.iterdir())
                if (each / "pack.yaml").is_file() and each.name not in found
            }
    return found


def find_pack(name: str) -> Path:
    """Find a pack by id, or by path when it looks like one: a ledger names packs, and only by id.

    Raises:
        UsageError: there is no such pack.
    """
    packs = installed_packs()
    if name in packs:
        return packs[name]
    path = Path(name)
    if (
        (name.startswith(".") or "/" in name or os.sep in name)
        and path.is_dir()
        and (path / "pack.yaml").is_file()
    ):
        return path
    raise UsageError(
        msg("error.no-pack", name=sanitize(name), meant=near(name, packs) or "", names=tuple(packs))
    )


def read_pack_files(root: Path) -> dict[str, bytes]:
    """Read the bytes of a pack's files (tests apart), by name, sorted."""
    found: dict[str, bytes] = {}
    for path in sorted(each for each in root.iterdir() if each.suffix in (".yaml", ".txt")):
        if not path.is_file():  # a folder, a link that leads nowhere: no text, and no reason to do without it
            found[path.name] = _NO_TEXT
            continue
        with path.open("rb") as stream:
            found[path.name] = stream.read(limits.RECORD_BYTES + 1)
    return found


_NO_TEXT = b"\xff"


def pack_digest(contents: Mapping[str, bytes]) -> str:
    """Digest a pack: SHA-256 over names and bytes of its files."""
    digest = hashlib.sha256()
    for name, raw in sorted(contents.items()):
        digest.update(os.fsencode(name) + f"\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def read_pack(name: str, cache: bool = True, ledger: str | None = None) -> RulePack:
    """Read a pack by id or path, from its compiled form when that is of the same files.

    A cache inside ``ledger`` is neither read nor written: nothing there is trusted, and nothing is put there.

    Raises:
        UsageError: there is no such pack.
        RulePackError: it has mistakes; ``problems`` lists them all.
    """
    root = find_pack(name)
    try:
        contents = read_pack_files(root)
    except OSError:
        raise UsageError(
            msg("error.no-pack", name=sanitize(name), meant="", names=tuple(installed_packs()))
        ) from None
    digest = pack_digest(contents)
    if cache and root in installed_packs().values():
        compiled = load_compiled(root / SHIPPED, digest)
        if compiled is not None:
            return compiled
    cached = cache_folder() / f"{digest}.json" if cache else None
    if cached is not None and ledger is not None and cached.resolve().is_relative_to(Path(ledger).resolve()):
        cached = None
    if cached is not None and (compiled := load_compiled(cached, digest)) is not None:
        return compiled
    from civcheck.reading.packparse import parse_pack

    pack, problems = parse_pack(root, contents, digest)
    if pack is None or problems:
        raise RulePackError(msg("error.pack", name=sanitize(root.name), count=str(len(problems))), problems)
    if cached is not None:
        store_compiled(pack, cached)
    return pack


def read_source(name: str, pack: RulePack) -> str:
    """Read the document's text of a pack."""
    raw = (find_pack(name) / pack.head.source.file).read_bytes()
    return raw.decode("utf-8").replace("\r\n", "\n")
