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
    from zipfile import ZipFile

    Root = Path | Traversable
else:
    Root = Path
"""A folder of files: on disk, in a zip file, or in an installed package."""

ENTRY_POINTS = "civcheck.packs"
"""The group of entry points by which an installed package brings a pack: its id, and the package that holds it."""
_NO_TEXT = b"\xff"
_LOCKED, _UTF8 = 0x1, 0x800
"""Flags of a file in a zip file: it has a password; its name is UTF-8."""


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
        name: An id, or the path of a folder, of the pack.yaml in it, or of a zip file.
        beside: The pack that names it, from which a relative path is counted.

    Raises:
        UsageError: there is no such pack, or it is in a zip file that cannot be used.
    """
    packs = installed_packs()
    if name in packs:
        return packs[name]
    if name.startswith(".") or "/" in name or os.sep in name or name.endswith(".zip"):
        path = Path(name) if beside is None else _beside(beside, name)
        found = _at(path.parent if path.name == "pack.yaml" else path)
        if found is not None:
            return found
    elif name in (brought := brought_packs()):
        return brought[name]
    else:
        packs |= brought
    here = f"./{name}" if not name.startswith(".") and _is_file(Path(name) / "pack.yaml") else ""
    meant = here or near(name, packs) or ""
    raise UsageError(msg("error.no-pack", name=sanitize(name), meant=sanitize(meant), names=tuple(packs)))


def _beside(root: Root, name: str) -> Path:
    """Count a path from a pack; one in a zip file counts as a folder in the place of that file."""
    if isinstance(root, Path):
        return root / name
    file = Path(_archive(root))
    return file.parent / os.path.normpath(Path(file.name) / name)


def _archive(root: Root) -> str:
    """Give the path of the zip file that a pack is in; empty where it is in none."""
    import zipfile

    return root.root.filename or "" if isinstance(root, zipfile.Path) else ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any can be
        return False


def _at(path: Path) -> Root | None:
    """Give the pack in a folder or a zip file; None where there is neither.

    Raises:
        UsageError: it is a zip file, and no pack can be had from it.
    """
    if _is_file(path / "pack.yaml"):
        return path
    return _in_zip(path) if _is_file(path) else None


def _in_zip(path: Path) -> Root | None:
    """Open a zip file that holds a pack, at its top or in its only folder; None where it is no zip file at all.

    Raises:
        UsageError: it is damaged, has a password, holds too much, or holds no pack.
    """
    import zipfile

    shown = sanitize(str(path))
    try:
        if path.suffix.lower() != ".zip" and not zipfile.is_zipfile(path):
            return None
        archive = zipfile.ZipFile(path)
        _name_anew(archive)
        top: Root = zipfile.Path(archive)
        inside = [top, *(each for each in top.iterdir() if each.is_dir() and each.name != "__MACOSX")]
        packs = [each for each in inside[:2] if (each / "pack.yaml").is_file()]
    except Exception:  # what is damaged may fail in any way
        raise _damaged(shown) from None
    if len(archive.filelist) > limits.ZIP_ENTRIES:
        raise UsageError(msg("error.zip-many", path=shown, most=str(limits.ZIP_ENTRIES)))
    if not packs or (packs[0] is not top and len(inside) > 2):
        raise UsageError(msg("error.zip-no-pack", path=shown))
    if any(each.flag_bits & _LOCKED for each in archive.filelist):
        raise UsageError(msg("error.zip-password", path=shown))
    return packs[0]


def _damaged(shown: str) -> UsageError:
    return UsageError(msg("error.zip-damaged", path=shown))


def _name_anew(archive: ZipFile) -> None:
    """Read the names that are not marked as UTF-8 as what they are: UTF-8 all the same, or else GB18030."""
    old = [each for each in archive.filelist if not each.flag_bits & _UTF8]
    names = [each.orig_filename.partition("\0")[0].encode("cp437") for each in old]
    for encoding in ("utf-8", "gb18030"):
        try:
            decoded = [name.decode(encoding) for name in names]
        except UnicodeDecodeError:
            continue
        for each, name in zip(old, decoded, strict=True):
            each.filename = name.replace(os.sep, "/")
        archive.NameToInfo.clear()
        archive.NameToInfo.update({each.filename: each for each in archive.filelist})
        return


def read_pack_files(root: Root) -> dict[str, bytes]:
    """Read the bytes of a pack's files (tests apart), by name, sorted.

    Raises:
        OSError: one cannot be read.
        UsageError: the zip file that it is in is damaged.
    """
    return _files(root, (".yaml", ".txt"))


def read_test_files(root: Root) -> dict[str, bytes]:
    """Read the bytes of a pack's test files, by name, sorted; none where it has no tests.

    Raises:
        OSError: one cannot be read.
        UsageError: the zip file that it is in is damaged.
    """
    folder = root / "tests"
    return _files(folder, (".yaml",)) if folder.is_dir() else {}


def _files(folder: Root, endings: tuple[str, ...]) -> dict[str, bytes]:
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
        except Exception:  # what is damaged may fail in any way
            if isinstance(each, Path):
                raise
            raise _damaged(sanitize(_archive(each))) from None
    return found


def pack_digest(contents: Mapping[str, bytes], base: str = "") -> str:
    """Digest a pack: SHA-256 over names and bytes of its files, and the digest of the pack that it is built on."""
    digest = hashlib.sha256(base.encode())
    for name, raw in sorted(contents.items()):
        digest.update(os.fsencode(name) + f"\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()
