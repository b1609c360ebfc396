"""The settings of an audit: what may be set on the command line, in the environment and in files, and by whom."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple


class Setting(NamedTuple):
    """One setting: its name as an option and as a key, what it takes, and whether an untrusted ledger may set it.

    Paths and ``output`` are counted from the file they stand in. ``rules`` is a path where it has a ``/``. What names
    several folders (``paths``) no ledger may set, trusted or not: it would have folders outside it opened.
    """

    name: str
    kind: Literal["text", "yes", "path", "texts", "paths"] = "text"
    default: Any = None
    by_ledger: bool = False

    @property
    def variable(self) -> str:
        """Name its environment variable."""
        return "CIVCHECK_" + self.name.upper().replace("-", "_")

    @property
    def argument(self) -> str:
        """Name the argument it becomes."""
        return self.name.replace("-", "_")


SETTINGS: dict[str, Setting] = {
    each.name: each
    for each in (
        Setting("as-of"),
        Setting("rules"),
        Setting("format", default="terminal"),
        Setting("output", "texts", ()),
        Setting("fail-on", default="应办", by_ledger=True),
        Setting("exit-zero", "yes", default=False),
        Setting("no-judgements", "yes", default=False),
        Setting("judgements", "path"),
        Setting("baseline", "path"),
        Setting("no-hygiene", "yes", default=False),
        Setting("hash", "yes", default=False),
        Setting("evidence", "yes", default=False, by_ledger=True),
        Setting("thumbnails", "yes", default=False),
        Setting("against", "paths", ()),
        Setting("no-cache", "yes", default=False),
        Setting("lang", default="zh", by_ledger=True),
    )
}
"""By name, in the order in which they are shown."""
OF_LEDGERS = ("exclude", "params", "hygiene")
"""What stands in a ledger's own civcheck.toml alone."""
