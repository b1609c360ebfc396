"""The compiled form of a rule pack: JSON outside any ledger, named by digest; any doubt means reading the pack anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from civcheck.language.pack import RulePack
from civcheck.version import __version__


def cache_folder() -> Path:
    """Give the folder for compiled packs of this version of civcheck."""
    from platformdirs import user_cache_path

    return user_cache_path("civcheck") / f"packs-{__version__}"


def load_compiled(digest: str) -> RulePack | None:
    """Load the compiled pack of a digest; None when there is none or it is not as it was written."""
    try:
        raw = (cache_folder() / f"{digest}.json").read_bytes()
        pack = RulePack.model_validate_json(raw)
    except (OSError, ValidationError):
        return None
    return pack if pack.digest == digest else None


def store_compiled(pack: RulePack) -> None:
    """Write a pack beside its final name, then rename; a cache that cannot be written is done without."""
    folder = cache_folder()
    raw = pack.model_dump_json(by_alias=True, exclude_unset=True).encode()
    temporary: str | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        Path(temporary).replace(folder / f"{pack.digest}.json")
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
