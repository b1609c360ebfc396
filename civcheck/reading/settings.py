"""Reading civcheck.toml of a ledger: it may narrow what is audited and tighten params, never loosen."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.model.hygiene import HygieneLine
from civcheck.model.problem import NOTHING, Place, Problem, Weight
from civcheck.model.settings import OF_LEDGERS, SETTINGS
from civcheck.model.texts import near
from civcheck.reading import limits

SETTINGS_FILE = "civcheck.toml"
UNIT_FILES = ("unit.yaml", "单位.yaml")
"""A folder with one of them is a ledger."""
_AT = re.compile(r"at line (\d+), column (\d+)")
_BARE_KEY = re.compile(r"^([ \t]*)([^\x00-\x7f\s=\"'#\[\]][^\s=\"'#\[\]]*)([ \t]*=)", re.MULTILINE)
_KEYS = (*OF_LEDGERS, *SETTINGS)


class LedgerSettings(NamedTuple):
    """What a ledger says of how it is to be audited; ``options`` are settings of the audit, with their lines."""

    exclude: tuple[str, ...] = ()
    params: Mapping[str, str] = NOTHING
    lines: Mapping[str, int] = NOTHING
    hygiene: tuple[HygieneLine, ...] = ()
    options: Mapping[str, tuple[Any, int]] = NOTHING

    def excluded(self, path: str) -> bool:
        """Tell whether a path (or a folder above it) is excluded."""
        if not self.exclude:
            return False
        parts = path.split("/")
        above = ("/".join(parts[: count + 1]) for count in range(len(parts)))
        return any(
            fnmatch.fnmatchcase(each, pattern.rstrip("/")) for each in above for pattern in self.exclude
        )


def read_settings(root: str) -> tuple[LedgerSettings, list[Problem]]:
    """Read civcheck.toml at a ledger's root; without one everything is audited."""
    path = Path(root) / SETTINGS_FILE
    if path.is_symlink() or not path.is_file():
        return LedgerSettings(), []
    try:
        with path.open("rb") as stream:
            raw = stream.read(limits.SETTINGS_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError:
        return LedgerSettings(), [_problem("unreadable")]
    except UnicodeDecodeError:
        return LedgerSettings(), [_problem("not-text")]
    if len(raw) > limits.SETTINGS_BYTES:
        return LedgerSettings(), [_problem("file-too-large", limit=limits.SETTINGS_BYTES)]
    return _parse(text)


def _parse(text: str) -> tuple[LedgerSettings, list[Problem]]:
    try:
        return _settings(load_toml(text), text)
    except (ValueError, RecursionError) as error:
        place = Place(SETTINGS_FILE, *toml_place(error, text))
        return LedgerSettings(), [Problem("toml", Weight.UNREAD, place)]


def toml_place(error: Exception, text: str) -> tuple[int, int]:
    """Give line and column of what is no TOML; what tomllib lets through of int() and deep brackets has none."""
    found = _AT.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    return (text.count("\n") + 1 if "end of document" in str(error) else line), column


def load_toml(text: str) -> dict[str, Any]:
    """Load TOML; a key in Chinese may stand without quotation marks, as people write it.

    Raises:
        ValueError: it is none.
        RecursionError: it is too deep.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError:
        return tomllib.loads(_BARE_KEY.sub(r'\1"\2"\3', text))


def _settings(raw: dict[str, Any], text: str) -> tuple[LedgerSettings, list[Problem]]:
    problems = [
        _problem("unknown-key", text, key, key=key, meant=near(key, _KEYS) or "", names=tuple(_KEYS))
        for key in raw
        if key not in _KEYS
    ]
    exclude, params = raw.get("exclude", []), raw.get("params", {})
    if not isinstance(exclude, list) or not all(isinstance(each, str) for each in exclude):
        problems.append(_problem("toml-list", text, "exclude", key="exclude"))
        exclude = []
    if len(exclude) > limits.PATTERNS or any(len(each) > limits.PATH_CHARACTERS for each in exclude):
        problems.append(_problem("too-many-items", text, "exclude", limit=limits.PATTERNS))
        exclude = []
    if not isinstance(params, dict):
        problems.append(_problem("toml-table", text, "params", key="params"))
        params = {}
    hygiene = raw.get("hygiene", {})
    if not isinstance(hygiene, dict):
        problems.append(_problem("toml-table", text, "hygiene", key="hygiene"))
        hygiene = {}
    lines = {key: line_of(key, text) for key in params}
    said = {key: str(each) for key, each in params.items()}
    options = {key: (value, line_of(key, text)) for key, value in raw.items() if key in SETTINGS}
    found = LedgerSettings(tuple(exclude), said, lines, tuple(_hygiene_lines(hygiene, text)), options)
    return found, problems


def _hygiene_lines(checks: dict[str, Any], text: str) -> Iterator[HygieneLine]:
    """List what is said of hygiene checks; whether it may be said is for the audit to know."""
    lines = text.split("\n")
    for check, said in checks.items():
        line = line_of(check, text)
        if not isinstance(said, dict):
            yield HygieneLine(check, None, str(said), line)
            continue
        has_table = lines[line - 1].lstrip().startswith("[")
        for name, value in said.items():
            below = line_of(name, "\n".join(lines[line:])) if has_table else 0
            yield HygieneLine(check, name, str(value), line + below)


def line_of(key: str, text: str) -> int:
    """Find the line on which a key stands, or the head of its table; 1 where it begins none."""
    pattern = rf"^[ \t\[\"']*(?:hygiene[ \t.\"']+)?{re.escape(key)}[\"' \t\]]*(?:[=.]|$)"
    found = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found is not None else 1


def _problem(code: str, text: str = "", name: str = "", **params: Any) -> Problem:
    """Tell what is wrong: what was meant is not known, so the audit is incomplete."""
    return Problem(code, Weight.UNREAD, Place(SETTINGS_FILE, line_of(name, text) if name else 1, 1), params)
