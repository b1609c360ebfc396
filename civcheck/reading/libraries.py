"""What civcheck itself and the libraries under it are, as one text: as long as it is the same, they work the same.

What was found or printed before is used again only by those that found it: another Pillow may open a picture that
this one did not, another calendar has other working days. Nothing is imported for it: where a library lies, and what
the file system says of the file it begins with, changes with every installation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from civcheck.reading.filestate import State
from civcheck.reading.treestate import TreeState, tree_state
from civcheck.version import __version__

_CODE = Path(__file__).resolve().parent.parent
OPENING = ("PIL", "pypdfium2")
"""Those that open attachments."""
AUDITING = (
    *OPENING, "chinese_calendar", "docx", "jinja2", "markupsafe", "networkx", "rich", "xlsxwriter", "yaml",
)  # fmt: skip
"""Those that anything in a report depends on."""


def state_of(libraries: Iterable[str]) -> str:
    """Write down which Python and which libraries there are, by the names that they are imported by."""
    found = [f"{__version__} {sys.version}"]
    for name in libraries:
        spec = find_spec(name)
        origin = None if spec is None else spec.origin
        found.append(f"{name} {origin} {_state(origin)}")
    return "\n".join(found)


def _state(origin: str | None) -> str:
    try:
        return "" if origin is None else State.of(Path(origin).stat()).text
    except OSError:  # in an archive
        return ""


def code_state() -> TreeState | None:
    """Take the state of the folder of civcheck's code; None where it lies in an archive."""
    return tree_state(str(_CODE), not_entered=("__pycache__",))


def own_states() -> list[TreeState | None]:
    """Take the state of civcheck's code, and of its packs where they lie beside it."""
    packs = _CODE.parent / "rules"
    return [code_state(), *([tree_state(str(packs))] if packs.is_dir() else [])]
