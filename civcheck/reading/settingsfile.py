"""Reading the settings of whoever runs civcheck: the nearest civcheck.toml or [tool.civcheck] upwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.settings import OF_LEDGERS, SETTINGS, Setting
from civcheck.model.texts import near, sanitize
from civcheck.reading import limits
from civcheck.reading.settings import SETTINGS_FILE, UNIT_FILES, line_of, load_toml, toml_place

PROJECT_FILE = "pyproject.toml"
_TABLE = re.compile(r"""^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?civcheck\b""", re.MULTILINE)


class Written(NamedTuple):
    """A value as a file has it, and where."""

    value: Any
    place: Place


class SettingsFile(NamedTuple):
    """The file that was found, and what it sets, by name."""

    path: Path
    values: Mapping[str, Written]


def find_settings(start: Path) -> SettingsFile | None:
    """Find and read the settings that hold in a folder; outside a repository only that folder is looked at.

    A ledger is not trusted, wherever civcheck was started: what lies in one is passed over.

    Raises:
        UsageError: something in the file is wrong; every mistake is told.
    """
    for folder in _trusted(_folders(start)):
        own, project = folder / SETTINGS_FILE, folder / PROJECT_FILE
        if own.exists() or own.is_symlink():
            text = _text(own)
            return _read(own, _loaded(own, text), text)
        if project.is_file():
            text = _text(project)
            table = _loaded(project, text).get("tool", {}) if "civcheck" in text else {}
            if isinstance(table, dict) and "civcheck" in table:
                return _read(project, table["civcheck"], _from_table(text))
    return None


def _from_table(text: str) -> str:
    """Leave out what stands above the table, whose keys may have the same names; lines keep their numbers."""
    head = _TABLE.search(text)
    return text if head is None else "\n" * text.count("\n", 0, head.start()) + text[head.start() :]


def _folders(start: Path) -> list[Path]:
    found = [start, *start.parents]
    for count, folder in enumerate(found, 1):
        if (folder / ".git").exists():
            return found[:count]
    return [start]


def _trusted(folders: list[Path]) -> list[Path]:
    """Give what lies above every ledger; a folder with a unit.yaml is one."""
    ledgers = [
        at for at, folder in enumerate(folders) if any((folder / name).exists() for name in UNIT_FILES)
    ]
    return folders[max(ledgers) + 1 :] if ledgers else folders


def _text(path: Path) -> str:
    shown = sanitize(str(path), 1_000)
    if not path.is_file():
        raise UsageError(msg("error.settings-unreadable", path=shown))
    try:
        with path.open("rb") as stream:
            raw = stream.read(limits.SETTINGS_BYTES + 1)
        if len(raw) > limits.SETTINGS_BYTES:
            raise UsageError(msg("error.settings-large", path=shown, limit=str(limits.SETTINGS_BYTES)))
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(msg("error.settings-unreadable", path=shown)) from None


def _loaded(path: Path, text: str) -> dict[str, Any]:
    try:
        return load_toml(text)
    except (ValueError, RecursionError) as error:
        line, column = toml_place(error, text)
        _refuse(path, [Problem("toml", Weight.UNREAD, Place(_name(path), line, column))])
        raise AssertionError from error  # never reached: it was refused


def _read(path: Path, table: Any, text: str) -> SettingsFile:
    if not isinstance(table, dict):
        _refuse(path, [_problem(path, text, "civcheck", "toml-table", key="civcheck")])
    problems: list[Problem] = []
    values: dict[str, Written] = {}
    for key, raw in table.items():
        setting = SETTINGS.get(key)
        if setting is None:
            problems.append(_unknown(path, text, key))
        elif (value := read_value(setting, raw)) is None:
            problems.append(_problem(path, text, key, f"setting-{setting.kind}", key=key))
        else:
            place = Place(_name(path), line_of(key, text), 1)
            values[key] = Written(placed_from(path.parent, setting, value), place)
    if problems:
        _refuse(path, problems)
    return SettingsFile(path, values)


def read_value(setting: Setting, raw: Any) -> Any:
    """Take a value of a file; None where it is none of that kind."""
    match setting.kind:
        case "yes":
            return raw if isinstance(raw, bool) else None
        case "texts" | "paths":
            several = [raw] if isinstance(raw, str) else raw
            is_list = isinstance(several, list) and all(isinstance(each, str) for each in several)
            return tuple(filter(None, several)) if is_list else None
        case _:
            return raw.isoformat() if type(raw) is date else raw if isinstance(raw, str) and raw else None


def placed_from(folder: Path, setting: Setting, value: Any) -> Any:
    """Count paths from the folder of the file that names them."""
    if setting.kind == "path" or (setting.name == "rules" and "/" in value):
        return str(folder / value)
    if setting.kind == "paths":
        return tuple(str(folder / each) for each in value)
    if setting.kind == "texts":
        return tuple(_target(each, folder) for each in value)
    return value


def _target(text: str, folder: Path) -> str:
    name, sign, path = text.partition("=")
    return f"{name}={folder / path}" if sign and path else text


def _unknown(path: Path, text: str, key: str) -> Problem:
    if key in OF_LEDGERS:
        return _problem(path, text, key, "setting-of-ledger", key=key)
    names = {"meant": near(key, SETTINGS) or "", "names": tuple(SETTINGS)}
    return _problem(path, text, key, "unknown-setting", key=key, **names)


def _name(path: Path) -> str:
    return sanitize(path.name, 200)


def _problem(path: Path, text: str, name: str, code: str, **params: Any) -> Problem:
    return Problem(code, Weight.UNREAD, Place(_name(path), line_of(name, text), 1), params)


def _refuse(path: Path, problems: list[Problem]) -> None:
    raise UsageError(msg("error.settings", path=sanitize(str(path), 1_000)), problems)
