"""Walking a ledger: one pass over its folders, without recursion, links and special files listed and never opened."""

from __future__ import annotations

import heapq
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice

from civcheck.messages import Message, msg
from civcheck.model.ledger import Skipped
from civcheck.reading import limits

_DROPPING = re.compile(
    r"thumbs\.db|\.ds_store|desktop\.ini|~\$.*|\._.*|.*\.(?:tmp|bak|swp|crdownload|part)|ehthumbs\.db|"
    r".*\(.*(?:冲突副本|冲突文件|的冲突|conflicted copy|conflict).*\).*|.*sync-conflict.*|.*\.lnk",
    re.IGNORECASE,
)
RECORD_ENDINGS = (".yaml", ".yml", ".md")


def is_dropping(name: str) -> bool:
    """Tell whether a file is what office programs and sync tools leave behind: never evidence."""
    return _DROPPING.fullmatch(name) is not None


@dataclass(slots=True)
class Tree:
    """The files of a ledger: folder (with ``/``, empty for the root) → NFC name → size in bytes."""

    root: str
    folders: dict[str, dict[str, int]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    unread_folders: list[str] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    twins: list[str] = field(default_factory=list)
    truncated: bool = False

    def size(self, folder: str, name: str) -> int | None:
        """Give the size of a file, None when it is not there."""
        files = self.folders.get(folder)
        return None if files is None else files.get(name)

    def real(self, path: str) -> str:
        """Give the path to open a file by: names are compared as NFC but opened as they are spelled."""
        return f"{self.root}/{self.spelled.get(path, path)}"

    def count(self) -> int:
        """Count the files."""
        return sum(map(len, self.folders.values()))


def walk(root: str) -> Tree:
    """List every folder and file below ``root``, whatever the directory order; ``.git`` is never entered."""
    tree = Tree(root.rstrip(os.sep) or root)
    tree.folders[""] = {}
    waiting = [("", tree.root, 0)]
    left = limits.ENTRIES
    while waiting:
        folder, real, depth = waiting.pop()
        try:
            with os.scandir(real) as listing:
                entries = list(islice(listing, left + 1))
                if len(entries) > left:
                    entries = heapq.nsmallest(left + 1, chain(entries, listing), key=_name)
                else:
                    entries.sort(key=_name)
        except OSError:
            tree.unread_folders.append(folder)
            continue
        for entry in entries[:left]:
            _place(entry, folder, depth, tree, waiting)
        left -= len(entries)
        if left < 0:
            tree.truncated = True
            break
    return tree


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _place(
    entry: os.DirEntry[str],
    folder: str,
    depth: int,
    tree: Tree,
    waiting: list[tuple[str, str, int]],
) -> None:
    name = entry.name
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    path = f"{folder}/{name}" if folder else name
    if entry.is_symlink():
        tree.links.add(path)
        _skip(path, "skipped.link", tree)
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            _place_folder(entry, path, name, depth, tree, waiting)
            return
        status = entry.stat(follow_symlinks=False)
    except OSError:
        _skip(path, "skipped.unreadable", tree)
        return
    if not stat.S_ISREG(status.st_mode):
        _skip(path, "skipped.special", tree)
    elif name in tree.folders[folder]:
        tree.twins.append(path)
    else:
        tree.folders[folder][name] = status.st_size
        _spell(entry, path, tree)


def _skip(path: str, reason: str, tree: Tree) -> None:
    """List what is not opened; by its name it may be a record all the same."""
    tree.skipped.append(Skipped(path, msg(reason), may_hide_record=path.lower().endswith(RECORD_ENDINGS)))


def _spell(entry: os.DirEntry[str], path: str, tree: Tree) -> None:
    real = entry.path[len(tree.root) + 1 :]
    if real != path:
        tree.spelled[path] = real


def _place_folder(
    entry: os.DirEntry[str],
    path: str,
    name: str,
    depth: int,
    tree: Tree,
    waiting: list[tuple[str, str, int]],
) -> None:
    if name == ".git":
        tree.skipped.append(Skipped(path, msg("skipped.git")))
        return
    if depth >= limits.FOLDER_DEPTH:
        tree.skipped.append(
            Skipped(path, msg("skipped.too-deep", limit=str(limits.FOLDER_DEPTH)), may_hide_record=True)
        )
        return
    if path in tree.folders:
        tree.twins.append(path)
        return
    tree.folders[path] = {}
    waiting.append((path, entry.path, depth + 1))


def why_not_audited(path: str, excluded: Callable[[str], bool]) -> Message | None:
    """Say why a file or folder is not audited by its name, a name above it, or the ledger's settings; or None."""
    for name in path.split("/")[:-1]:
        if name[0] in "._":
            return msg("skipped.hidden", name=name)
        if name.startswith("README"):
            return msg("skipped.readme")
    return why_not_audited_by_name(path.rpartition("/")[2], path, excluded)


def why_not_audited_by_name(name: str, path: str, excluded: Callable[[str], bool]) -> Message | None:
    """Say why a file is not audited, whose folder is; or None."""
    if name[0] in "._":
        return msg("skipped.hidden", name=name)
    if name.startswith("README"):
        return msg("skipped.readme")
    return msg("skipped.excluded") if excluded(path) else None
