"""Where rule packs are: those that come with civcheck, those that other packages bring, a folder, a zip file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import near, sanitize
from civcheck.reading import limits

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    Root = Path | Traversable
else:
    Root = Path
"""A folder of files: on disk, in a zip file, or in an installed package."""

ENTRY_POINTS = "civcheck.packs"
"""The group of entry points by which an installed package brings a pack: its id, and the package that holds it."""
_NO_TEXT = b"\xff"


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


def brought_packs() -> dict[str, Path]:
    """Find the packs that installed packages bring, by id; no code of theirs is run."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found: dict[str, Path] = {}
    for each in entry_points(group=ENTRY_POINTS):
        package, _, inside = each.value.partition(":")
        try:
            spec = find_spec(package.partition(".")[0])
        except (ImportError, ValueError):
            continue
        for home in (spec.submodule_search_locations or ()) if spec is not None else ():
            folder = Path(home, *package.split(".")[1:], *(inside.split(".") if inside else ()))
            if (folder / "pack.yaml").is_file():
                found.setdefault(each.name, folder)
    return found


def find_pack(name: str, beside: Root | None = None) -> Root:
    """Find a pack by id, or by path when it looks like one: a ledger names packs, and only by id.

    Args:
        name: An id, or the path of a folder or a zip file.
        beside: The pack that names it, from which a relative path is counted.

    Raises:
        UsageError: there is no such pack.
    """
    packs = installed_packs()
    if name in packs:
        return packs[name]
    if name.startswith(".") or "/" in name or os.sep in name or name.endswith(".zip"):
        path = Path(name) if beside is None or not isinstance(beside, Path) else beside / name
        if path.is_dir() and (path / "pack.yaml").is_file():
            return path
        zipped = _in_zip(path)
        if zipped is not None:
            return zipped
    elif name in (brought := brought_packs()):
        return brought[name]
    else:
        packs |= brought
    here = f"./{name}" if (Path(name) / "pack.yaml").is_file() and not name.startswith(".") else ""
    meant = here or near(name, packs) or ""
    raise UsageError(msg("error.no-pack", name=sanitize(name), meant=sanitize(meant), names=tuple(packs)))


def _in_zip(path: Path) -> Root | None:
    """Open a zip file that holds a pack, at its top or in its only folder."""
    import zipfile

    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            if len(archive.namelist()) > limits.ZIP_ENTRIES:
                return None
        top = zipfile.Path(path)
        if (top / "pack.yaml").is_file():
            return top
        folders = [each for each in top.iterdir() if each.is_dir() and each.name != "__MACOSX"]
    except (OSError, zipfile.BadZipFile):
        return None
    return folders[0] if len(folders) == 1 and (folders[0] / "pack.yaml").is_file() else None


def read_pack_files(root: Root) -> dict[str, bytes]:
    """Read the bytes of a pack's files (tests apart), by name, sorted.

    Raises:
        OSError: one cannot be read.
    """
    return _files(root, (".yaml", ".txt"))


def read_test_files(root: Root) -> dict[str, bytes]:
    """Read the bytes of a pack's test files, by name, sorted; none where it has no tests.

    Raises:
        OSError: one cannot be read.
    """
    folder = root / "tests"
    return _files(folder, (".yaml",)) if folder.is_dir() else {}


def _files(folder: Root, endings: tuple[str, ...]) -> dict[str, bytes]:
    import zipfile

    found: dict[str, bytes] = {}
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if not each.name.endswith(endings):
            continue
        if not each.is_file():  # a folder, a link that leads nowhere: no text, and no reason to do without it
            found[each.name] = _NO_TEXT
            continue
        try:
            with each.open("rb") as stream:
                found[each.name] = stream.read(limits.RECORD_BYTES + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # damaged, odd compression, encrypted
            found[each.name] = _NO_TEXT
    return found


def pack_digest(contents: Mapping[str, bytes], base: str = "") -> str:
    """Digest a pack: SHA-256 over names and bytes of its files, and the digest of the pack that it is built on."""
    digest = hashlib.sha256(base.encode())
    for name, raw in sorted(contents.items()):
        digest.update(os.fsencode(name) + f"\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()
