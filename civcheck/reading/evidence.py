"""Resolving what a record names: paths in the text first, then files of the tree; nothing outside is ever touched."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from civcheck.model.filesorts import RECORDINGS
from civcheck.model.material import FileFacts
from civcheck.model.problem import NOTHING, InLedger
from civcheck.model.record import Evidence
from civcheck.model.terms import Role
from civcheck.model.texts import MARKER, near, normal
from civcheck.reading import limits
from civcheck.reading.files import digest_of
from civcheck.reading.material.usable import params_of, why_unusable
from civcheck.reading.pointers import is_pointer_file, may_be_pointer
from civcheck.reading.scaffold import LOOKED_INTO, flaw_inside
from civcheck.reading.walk import Tree, is_dropping

PICTURES = frozenset(["jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp"])
SCREENSHOTS = PICTURES | {"pdf"}
DOCUMENTS = SCREENSHOTS | frozenset(
    [
        "doc",
        "docx",
        "wps",
        "odt",
        "rtf",
        "ofd",
        "xls",
        "xlsx",
        "et",
        "csv",
        "ppt",
        "pptx",
        "txt",
        "md",
        "html",
        "htm",
    ]
)
ENDINGS = {"图片": PICTURES, "截图": SCREENSHOTS, "音像": RECORDINGS, "任意": DOCUMENTS}

_LINK = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://\S+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in range(10))]
)
_MOST_COMPARED = 200_000


class BadPath(Exception):  # noqa: N818 - one problem, raised to the reader of the role
    """A path that cannot be followed: a problem code and params."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


ANY_ROLE = Role()


class Resolver:
    """Finds the files of records in one tree, and marks in it which are named.

    ``material`` is what a look into files has found, by path; empty where none was opened. ``left_out`` lists files
    of the folders named last that cannot be material, each with the code that says why.
    """

    def __init__(
        self, tree: Tree, compares: bool = False, material: Mapping[str, FileFacts] = NOTHING
    ) -> None:
        self.tree = tree
        self._material = material
        self._compares = compares
        self.left_out: list[tuple[str, str]] = []
        self._flaws: dict[str, str] = {}
        self._forms: dict[str, _Forms] = {}
        self._folder_forms: dict[str, str] = {}
        self._compared = 0
        self._last: tuple[str | None, str, str] = (None, "", "")

    def look_up(self, text: str, folder: str, name: str, files: str) -> Evidence | None:
        """Find a file that is named exactly as it lies in the tree, which almost all are.

        ``name`` is the role and ``files`` the sort of files it takes. None where more than a look-up is needed:
        then ``resolve`` finds it or says what is wrong.
        """
        if "/" in text:
            below, _, file = text.rpartition("/")
            folder = self._below(folder, below)
        else:
            file = text
        listed = self.tree.folders.get(folder)
        size = listed.get(file) if listed is not None else None
        if not size or size == ~0:
            return None
        usable, look_inside, file = _usable(file, files)
        if not usable:
            return None
        # what is named once more is looked into once more, and then remembered; almost nothing is
        if self._material:
            if self._flaw(folder, file):
                return None
        elif (look_inside or may_be_pointer(max(size, ~size))) and (
            self._flaw_inside if size > 0 else self._flaw
        )(folder, file):
            return None
        self.tree.name(folder, file)
        return self._piece(name, folder, file, size if size > 0 else ~size)

    def _piece(self, role: str, folder: str, name: str, size: int) -> Evidence:
        """Make a piece of material of a file, with what a look into it has counted."""
        if not self._material or (facts := self._material.get(_path(folder, name))) is None:
            return Evidence(role, folder, name, size)
        return Evidence(role, folder, name, size, characters=facts.characters, pages=facts.pages)

    def _below(self, folder: str, below: str) -> str:
        """Give the path of a folder below another; pictures of one record mostly lie in one."""
        if self._last[0] is not folder or self._last[1] != below:
            path = f"{folder}/{below}" if folder else below
            self._last = (folder, below, path if _is_plain(below) else "\0")
        return self._last[2]

    def resolve(self, text: str, folder: str, role: Role) -> list[Evidence]:
        """Find what one value of a role names: a file, a folder's files, or a link.

        Raises:
            BadPath: nothing usable is there; the code says why.
        """
        if _LINK.fullmatch(text):
            if not role.link:
                raise BadPath("link-not-allowed", value=text)
            return [Evidence("", None, text)]
        where, name = self._inside(text, folder)
        size = self.tree.size(where, name)
        if size is not None:
            self._check(where, name, size, role)
            self.tree.name(where, name)
            return [self._piece("", where, name, size)]
        path = _path(where, name)
        if path in self.tree.folders:
            return self._folder(path, role)
        raise self._not_found(where, name, path, text, folder)

    def different(self, files: list[Evidence]) -> list[Evidence]:
        """Leave out files with the bytes of one before them, where some rule counts files."""
        if not self._compares or len(files) < 2:
            return files
        sizes = Counter(each.size for each in files if not each.is_link)
        seen: set[str] = set()
        kept = []
        for each in files:
            if each.is_link or sizes[each.size] < 2 or each.size > limits.ATTACHMENT_HASHED:
                kept.append(each)
            elif (digest := self._digest(each.path)) is None or digest not in seen:
                seen.add(digest or "")
                kept.append(each)
        return kept

    def _digest(self, path: str) -> str | None:
        facts = self._material.get(path)
        return facts.sha256 if facts is not None and facts.sha256 else digest_of(self.tree.real(path))

    def why_unusable(self, text: str, role: Role = ANY_ROLE, home: str = "") -> BadPath | None:
        """Say why a file that is named from the folder ``home`` cannot be used in a role, or None."""
        try:
            where, name = self._inside(text, home)
            size = self.tree.size(where, name)
            if size is None:
                return self._not_found(where, name, _path(where, name), text, home)
            self._check(where, name, size, role)
        except BadPath as bad:
            return bad
        return None

    def _inside(self, text: str, folder: str) -> tuple[str, str]:
        """Work out folder and name of a reference in the text alone, before any file is touched."""
        if len(text) > limits.PATH_CHARACTERS:
            raise BadPath("path-too-long", limit=limits.PATH_CHARACTERS)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if (
            "/" not in text
            and "\\" not in text
            and text[0] not in ".~"
            and ":" not in text
            and not _UNSAFE.search(text)
        ):
            if not _is_device(text):
                return folder, text
            raise BadPath("path-device", value=text)
        path = text.replace("\\", "/")
        if path.startswith("~$"):
            raise BadPath("dropping", value=text)
        if path.startswith(("/", "~")) or ":" in path or _UNSAFE.search(path):
            raise BadPath("path-not-relative", value=text)
        return _followed(path, folder, text)

    def _folder(self, path: str, role: Role) -> list[Evidence]:
        found = []
        endings = ENDINGS[role.files]
        for name in sorted(self.tree.folders[path]):
            size = self.tree.size(path, name) or 0
            if _ending(name) not in endings or is_dropping(name) or name[0] == ".":
                continue
            if flaw := self._flaw(path, name) if size else "empty-file":
                self.left_out.append((name, flaw))
                continue
            self.tree.name(path, name)
            found.append(self._piece("", path, name, size))
        if not found:
            raise BadPath("folder-empty", value=InLedger(path), files=role.files)
        return found

    def _check(self, folder: str, name: str, size: int, role: Role) -> None:
        if is_dropping(name):
            raise BadPath("dropping", value=name)
        if _ending(name) not in ENDINGS[role.files]:
            raise BadPath("wrong-ending", value=name, endings=tuple(sorted(ENDINGS[role.files])))
        if size == 0:
            raise BadPath("empty-file", value=name)
        if flaw := self._flaw(folder, name):
            raise BadPath(flaw, **self._params(folder, name))

    def _not_found(self, folder: str, name: str, path: str, text: str, home: str) -> BadPath:
        """Say what is there instead: a link, the name in another case, a near name, or nothing.

        What was meant is given as it would be written in a record in the folder ``home``.
        """
        if not self.tree.links.isdisjoint(_above(path)):
            return BadPath("path-link", value=text)
        if text[:1] in "“”‘’「" and (bare := text.strip("“”‘’「」")):
            return BadPath("path-in-quotes", value=text, meant=bare)
        if self.tree.size(*_split(text)) is not None:
            return BadPath("path-from-root", value=text, meant=posixpath.relpath(f"/{text}", f"/{home}"))
        near_folder = self._spelling(folder)
        if near_folder is None:
            return BadPath("file-not-found", value=text, meant="")
        forms = self._forms.get(near_folder)
        if forms is None:
            forms = self._forms[near_folder] = _Forms.of(self.tree.folders[near_folder])
        exact = forms.compared.get(normal(name).casefold())
        meant = exact or forms.stems.get(name.rpartition(".")[0] or name) or self._near(name, forms)
        if meant is not None:
            meant = posixpath.relpath(f"/{near_folder}/{meant}", f"/{home}")
        return BadPath(
            "file-not-found" if exact is None else "file-other-case", value=text, meant=meant or ""
        )

    def _near(self, name: str, forms: _Forms) -> str | None:
        """Find the name that was probably meant; a ledger that asks too often gets no more answers."""
        self._compared += len(forms.compared)
        if self._compared > _MOST_COMPARED:
            return None
        return near(name, forms.compared.values(), cutoff=0.75)

    def _spelling(self, folder: str) -> str | None:
        if folder in self.tree.folders:
            return folder
        if not self._folder_forms:
            self._folder_forms = {
                normal(other).casefold(): other for other in sorted(self.tree.folders, reverse=True)
            }
        return self._folder_forms.get(normal(folder).casefold())

    # --- the scaffold marker

    def _flaw(self, folder: str, name: str) -> str:
        """Name the problem that a look at a file's name and text finds; empty when there is none.

        It is a scaffold (the marker in its name, its first 4 KiB, or a docx body), its content has not been fetched,
        or it cannot be read.
        """
        path = _path(folder, name)
        known = self._flaws.get(path)
        if known is None:
            facts = self._material.get(path)
            flaw = self._flaw_inside(folder, name) if facts is None else why_unusable(name, facts)
            known = self._flaws[path] = flaw or ""
        return known

    def _params(self, folder: str, name: str) -> dict[str, Any]:
        """Give what is to be said of a file that cannot be used."""
        facts = self._material.get(_path(folder, name))
        return {"value": name} if facts is None else params_of(name, facts)

    def _flaw_inside(self, folder: str, name: str) -> str:
        if MARKER in name:
            return "scaffold"
        ending, size = _ending(name), self.tree.size(folder, name) or 0
        real = self.tree.real(_path(folder, name))
        if is_pointer_file(real, size):
            return "file-not-fetched"
        return flaw_inside(real, ending, size) if ending in LOOKED_INTO else ""


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


class _Forms(NamedTuple):
    """The names of a folder's files by compared form, and the first of each stem."""

    compared: Mapping[str, str]
    stems: Mapping[str, str]

    @classmethod
    def of(cls, names: Iterable[str]) -> _Forms:
        ordered = sorted((name for name in names if not is_dropping(name)), reverse=True)
        return cls(
            {normal(name).casefold(): name for name in ordered},
            {name.rpartition(".")[0]: name for name in ordered},
        )


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _followed(path: str, folder: str, text: str) -> tuple[str, str]:
    """Follow the steps of a path from a folder; give the folder and name it leads to."""
    steps = folder.split("/") if folder else []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                raise BadPath("path-leaves", value=text)
            steps.pop()
        elif step not in ("", "."):
            if _is_device(step):
                raise BadPath("path-device", value=text)
            steps.append(step)
    return "/".join(steps[:-1]), steps[-1] if steps else ""


def _above(path: str) -> Iterator[str]:
    """List a path and every folder above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _is_device(name: str) -> bool:
    """Tell whether Windows takes a name for a device, whatever its ending."""
    return name.partition(".")[0].lower() in _DEVICES


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


@lru_cache(maxsize=4096)
def _usable(name: str, kind: str) -> tuple[bool, bool, str]:
    """Tell whether a file's name fits a role, and whether its text must be looked into for the scaffold marker.

    The name comes back too, the same string for the same name: most are in very many records.
    """
    ending = _ending(name)
    fits = ending in ENDINGS[kind] and _is_plain(name) and not is_dropping(name) and MARKER not in name
    return fits, ending in LOOKED_INTO, name


def _is_plain(path: str) -> bool:
    """Tell whether a path is what it looks like: relative, and nothing in it that cannot be seen."""
    if path[:1] in ("", "/", "~") or ":" in path or "\\" in path or not path.isprintable():
        return False
    return not any(map(_is_device, path.split("/")))
