"""What .gitattributes says of the form of files: git checks them out so again, whatever civcheck writes."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from civcheck.reading.files import read_head
from civcheck.reading.formatting import Keep
from civcheck.reading.walk import Tree

NAME = ".gitattributes"
_BYTES, _LINES, _PATTERN, _STARS, _ABOVE = 65_536, 1_000, 200, 8, 32


class _Line(NamedTuple):
    """A line of such a file: the folder it lies in, as steps below the uppermost one, the pattern, the attributes."""

    folder: str
    pattern: str
    attributes: tuple[str, ...]


class GitAttributes:
    """The attributes of a ledger's files: those of its folders, and of the folders above up to the repository's own."""

    def __init__(self, tree: Tree) -> None:
        top, self._below = _repository(Path(tree.root))
        self._lines: list[_Line] = []
        steps = self._below.split("/") if self._below else []
        for count in range(len(steps)):
            self._add(top.joinpath(*steps[:count]), "/".join(steps[:count]))
        for folder in tree.folders:
            if tree.size(folder, NAME) is not None:
                self._add(Path(tree.real(f"{folder}/{NAME}" if folder else NAME)).parent, self._path(folder))

    def _path(self, path: str) -> str:
        return "/".join(filter(None, (self._below, path)))

    def _add(self, folder: Path, path: str) -> None:
        raw = read_head(str(folder / NAME), _BYTES, 0)
        for line in (raw or b"").decode("utf-8", "replace").splitlines()[:_LINES]:
            pattern, *attributes = line.split() or [""]
            usable = len(pattern) <= _PATTERN and pattern.count("*") <= _STARS
            if pattern and pattern[0] not in "#!" and usable:
                self._lines.append(_Line(path, pattern, tuple(attributes)))

    def keep(self, path: str) -> Keep:
        """Tell which of a file's form git gives back: line ends other than LF, an encoding other than UTF-8."""
        whole, said = self._path(path), {}
        for line in self._lines:
            if _matches(line, whole):
                for each in line.attributes:
                    name, _, value = each.partition("=")
                    said[name.lstrip("-!")] = value.lower() if name[0] not in "-!" else ""
        encoding = said.get("working-tree-encoding", "")
        return Keep(encoding not in ("", "utf-8", "utf8"), said.get("eol") == "crlf")


def _repository(root: Path) -> tuple[Path, str]:
    """Find the repository that a ledger lies in, and the ledger's path below it; else the ledger alone."""
    root = root.resolve()
    for above in (root, *root.parents)[:_ABOVE]:
        if (above / ".git").exists():
            return above, root.relative_to(above).as_posix() if above != root else ""
    return root, ""


def _matches(line: _Line, path: str) -> bool:
    if line.folder and not path.startswith(f"{line.folder}/"):
        return False
    below = path[len(line.folder) + 1 :] if line.folder else path
    pattern = line.pattern
    if "/" not in pattern:
        return fnmatchcase(below.rpartition("/")[2], pattern)
    pattern = pattern.lstrip("/")
    if "**" in pattern:
        return fnmatchcase(below, pattern.replace("**/", "*")) or fnmatchcase(below, pattern)
    return pattern.count("/") == below.count("/") and fnmatchcase(below, pattern)
