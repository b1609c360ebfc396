"""Walking a ledger: one pass over its folders, without recursion, links and special files listed and never opened."""

from __future__ import annotations

import heapq
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import NamedTuple

from civcheck.messages import msg
from civcheck.model.ledger import Skipped
from civcheck.reading import limits
from civcheck.reading.files import read_head

_DROPPED = frozenset({"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini"})
_DROPPED_ENDINGS = (".tmp", ".bak", ".swp", ".crdownload", ".part", ".lnk")
GENERATED = ".civcheck"
"""The folder at a ledger's top that holds what civcheck itself made for editors: no part of the ledger."""
_CONFLICT = re.compile(r".*\(.*(?:冲突副本|冲突文件|的冲突|conflict).*\).*", re.DOTALL)
RECORD_ENDINGS = (".yaml", ".yml", ".md")


def is_dropping(name: str) -> bool:
    """Tell whether a file is what office programs and sync tools leave behind: never evidence."""
    lower = name.lower()
    return (
        lower in _DROPPED
        or lower.startswith(("~$", "._"))
        or lower.endswith(_DROPPED_ENDINGS)
        or "sync-conflict" in lower
        or ("(" in lower and _CONFLICT.fullmatch(lower) is not None)
    )


@dataclass(slots=True)
class Tree:
    """The files of a ledger: folder (with ``/``, empty for the root) → NFC name → size in bytes.

    Once a record has named a file its size is kept as the complement (``~size``): files are many, and a table of
    their own for those that are named would double what they take. ``twice`` lists files named more than once.
    ``instead`` has the bytes that files are taken to have: what a command is about to write.
    """

    root: str
    folders: dict[str, dict[str, int]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    unread_folders: list[str] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    twins: list[str] = field(default_factory=list)
    truncated: bool = False
    twice: set[tuple[str, str]] = field(default_factory=set)
    instead: Mapping[str, bytes] = field(default_factory=dict)

    def take_for(self, instead: Mapping[str, bytes]) -> None:
        """Take files to have other bytes than they have, or to be there although they are not yet."""
        self.instead = instead
        for path, raw in instead.items():
            folder, _, name = path.rpartition("/")
            listed = self.folders[folder]
            is_new = name not in listed
            listed[name] = len(raw)
            if is_new:
                self.folders[folder] = dict(sorted(listed.items()))

    def record_bytes(self, folder: str, name: str) -> bytes | None:
        """Read a file that may hold records, at most one byte more than it may have; None when it cannot be read."""
        path = f"{folder}/{name}" if folder else name
        if path in self.instead:
            return self.instead[path]
        return read_head(self.real(path), limits.RECORD_BYTES + 1, self.size(folder, name) or 0)

    def size(self, folder: str, name: str) -> int | None:
        """Give the size of a file, None when it is not there."""
        files = self.folders.get(folder)
        size = None if files is None else files.get(name)
        return ~size if size is not None and size < 0 else size

    def name(self, folder: str, name: str) -> None:
        """Remember that a record names a file."""
        files = self.folders[folder]
        if (size := files[name]) >= 0:
            files[name] = ~size
        else:
            self.twice.add((folder, name))

    def is_named(self, path: str) -> bool:
        """Tell whether some record names a file."""
        folder, _, name = path.rpartition("/")
        return self.folders.get(folder, {}).get(name, 0) < 0

    def real(self, path: str) -> str:
        """Give the path to open a file by: names are compared as NFC but opened as they are spelled."""
        return f"{self.root}/{self.spelled.get(path, path)}"

    def count(self) -> int:
        """Count the files."""
        return sum(map(len, self.folders.values()))


def walk(root: str) -> Tree:
    """List every folder and file below ``root``, both in order of path; ``.git`` is never entered."""
    tree = Tree(root.rstrip(os.sep) or root)
    tree.folders[""] = {}
    waiting = [Waiting("", tree.root, 0)]
    left = limits.ENTRIES
    while waiting:
        folder = waiting.pop()
        try:
            entries = _entries(folder.real, left)
        except OSError:
            tree.unread_folders.append(folder.path)
            continue
        waiting += _list(entries[:left], folder, tree)
        left -= len(entries)
        if left < 0:
            tree.truncated = True
            break
    tree.folders = dict(sorted(tree.folders.items()))
    return tree


class Waiting(NamedTuple):
    """A folder to be listed: its path in the ledger, the path to open it by, how deep it lies."""

    path: str
    real: str
    depth: int


def _entries(real: str, left: int) -> list[os.DirEntry[str]]:
    """List a folder by name, at most one entry more than there may be."""
    with os.scandir(real) as listing:
        entries = list(islice(listing, left + 1))
        if len(entries) > left:
            return heapq.nsmallest(left + 1, chain(entries, listing), key=_name)
    entries.sort(key=_name)
    return entries


_name = attrgetter("name")


@lru_cache(maxsize=1024)
def _composed(name: str) -> str:
    """Give a name as NFC, the same string for the same name: most names are in many folders."""
    return unicodedata.normalize("NFC", name)


def _list(entries: list[os.DirEntry[str]], folder: Waiting, tree: Tree) -> list[Waiting]:
    """List the entries of one folder: plain files with their size, the rest as skipped; give the folders below."""
    files = tree.folders[folder.path]
    before = f"{folder.path}/" if folder.path else ""
    respelled = folder.real != f"{tree.root}/{folder.path}" and folder.depth > 0
    composed = False
    below: list[Waiting] = []
    for entry in entries:
        name = _composed(entry.name)
        composed = composed or name != entry.name
        try:
            if entry.is_file(follow_symlinks=False):
                if name in files:
                    tree.twins.append(before + name)
                    continue
                files[name] = entry.stat(follow_symlinks=False).st_size
                if respelled or name != entry.name:
                    tree.spelled[before + name] = entry.path[len(tree.root) + 1 :]
            elif entry.is_dir(follow_symlinks=False):
                if _may_enter(before + name, name, folder.depth, tree):
                    tree.folders[before + name] = {}
                    below.append(Waiting(before + name, entry.path, folder.depth + 1))
            elif entry.is_symlink():
                tree.links.add(before + name)
                _skip(before + name, "skipped.link", tree, may_be_folder="." not in name)
            else:
                _skip(before + name, "skipped.special", tree)
        except OSError:
            _skip(before + name, "skipped.unreadable", tree)
    if composed:
        tree.folders[folder.path] = dict(sorted(files.items()))
    return below


def _skip(path: str, reason: str, tree: Tree, may_be_folder: bool = False) -> None:
    """List what is not opened; by its name it may be a record all the same, or a folder of them."""
    hides = may_be_folder or path.lower().endswith(RECORD_ENDINGS)
    tree.skipped.append(Skipped(path, msg(reason), may_hide_record=hides))


def _may_enter(path: str, name: str, depth: int, tree: Tree) -> bool:
    """Tell whether a folder is to be listed; why not is remembered."""
    if name == ".git":
        tree.skipped.append(Skipped(path, msg("skipped.git")))
    elif path == GENERATED:
        tree.skipped.append(Skipped(path, msg("skipped.generated")))
    elif depth >= limits.FOLDER_DEPTH:
        tree.skipped.append(
            Skipped(path, msg("skipped.too-deep", limit=str(limits.FOLDER_DEPTH)), may_hide_record=True)
        )
    elif path in tree.folders:
        tree.twins.append(path)
    else:
        return True
    return False
