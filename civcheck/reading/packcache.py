"""The compiled form of a rule pack: JSON outside any ledger, named by digest; any doubt means reading the pack anew."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from civcheck.language.pack import RulePack
from civcheck.messages import Percent
from civcheck.model.outcome import Basis, Obligation
from civcheck.model.parts import PARTS, Part
from civcheck.version import __version__

_SORT = ""
"""The key under which a compiled mapping says what it is: a sort of part, or one of the values below."""


def cache_folder() -> Path:
    """Give the folder for compiled packs of this version of civcheck."""
    from platformdirs import user_cache_path

    return user_cache_path("civcheck") / f"packs-{__version__}"


SHIPPED = "compiled.json"
"""The compiled form that lies beside the YAML of a pack that comes with civcheck."""


def load_compiled(file: Path, digest: str) -> RulePack | None:
    """Load the compiled pack of a digest; None when there is none, it is of other files, or not as it was written."""
    try:
        if not file.is_file():  # a pipe would never end
            return None
        seal, _, raw = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(raw):
        return None
    pack = decompiled(raw)
    return pack if pack.digest == digest else None


def store_compiled(pack: RulePack, file: Path) -> None:
    """Write a pack beside its final name, then rename; a cache that cannot be written is done without."""
    import tempfile

    temporary: str | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(sealed(pack))
        Path(temporary).replace(file)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def sealed(pack: RulePack) -> bytes:
    """Write a pack as a file holds it: a line that seals it, then its JSON."""
    raw = compiled(pack)
    return _seal(raw) + b"\n" + raw


def _seal(raw: bytes) -> bytes:
    """Digest a compiled pack with the fields that parts have here: another civcheck's form is no use."""
    own = ("civcheck.model.", "civcheck.language.")
    fields = sorted((name, part.names()) for name, part in PARTS.items() if part.__module__.startswith(own))
    return hashlib.sha256(repr(fields).encode() + raw).hexdigest().encode()


# --- parts as JSON


def compiled(pack: RulePack) -> bytes:
    """Write a pack as JSON, with what was written in it and no defaults."""
    return json.dumps(_plain(pack), ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=4)
def decompiled(raw: bytes) -> RulePack:
    """Make the pack that ``compiled`` wrote; nobody changes one, so whoever audits again is given the same."""
    pack: RulePack = json.loads(raw, object_hook=_made)
    return pack


def _plain(value: Any) -> Any:
    match value:
        case Part():
            return {
                _SORT: type(value).__name__,
                **{name: _plain(getattr(value, name)) for name in sorted(value.given())},
            }
        case tuple():
            return [_plain(each) for each in value]
        case Mapping():
            return {_SORT: "map", "of": [[key, _plain(each)] for key, each in value.items()]}
        case Obligation() | Basis():
            return {_SORT: type(value).__name__, "of": value.name}
        case Percent():
            return {_SORT: "percent", "of": str(value)}
        case Fraction():
            return {_SORT: "number", "of": str(value)}
        case date():
            return {_SORT: "day", "of": value.isoformat()}
    return value


def _made(found: dict[str, Any]) -> Any:
    sort = found.pop(_SORT)
    if (part := PARTS.get(sort)) is not None:
        return part(**{name: _tuple(each) if type(each) is list else each for name, each in found.items()})
    return _VALUES[sort](found["of"])


def _tuple(listed: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(each) if type(each) is list else each for each in listed)


_VALUES: dict[str, Any] = {
    "map": lambda pairs: {key: _tuple(each) if type(each) is list else each for key, each in pairs},
    "Obligation": lambda name: Obligation[name],
    "Basis": lambda name: Basis[name],
    "number": Fraction,
    "percent": Percent,
    "day": date.fromisoformat,
}
