"""Which setting holds: the command line before the environment before the file; a ledger may only narrow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from civcheck.cli.exits import FailOn
from civcheck.cli.speaking import chosen, speak
from civcheck.errors import UsageError
from civcheck.messages import LANGUAGES, Message, msg
from civcheck.model.problem import Place
from civcheck.model.settings import SETTINGS, Setting
from civcheck.model.texts import near, sanitize
from civcheck.reading.settings import SETTINGS_FILE, read_settings
from civcheck.reading.settingsfile import SettingsFile, find_settings, placed_from, read_value

_YES = {"1": True, "true": True, "yes": True, "on": True, "是": True}
_NO = {"": False, "0": False, "false": False, "no": False, "off": False, "否": False}
_PREFIX = "CIVCHECK_"


class Held(NamedTuple):
    """A value and where it comes from."""

    value: Any
    source: Message


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting by name; the file that was found; what a ledger said that was not taken."""

    held: Mapping[str, Held]
    path: Path | None
    refused: tuple[Message, ...]

    def __getitem__(self, name: str) -> Any:
        return self.held[name].value

    def is_set(self, name: str) -> bool:
        """Tell whether anybody set it."""
        return self.held[name].source.id != "settings.default"


def settle(
    given: Mapping[str, Any],
    ledgers: Sequence[Path],
    folder: Path,
    environment: Mapping[str, str],
    trusted: bool = False,
) -> Settings:
    """Work out every setting.

    Args:
        given: What the command line gave, by name.
        ledgers: The folders that are audited: what their civcheck.toml says narrows, unless it is ``trusted``.
        folder: Where civcheck was started: the nearest file upwards holds.
        environment: The environment's variables.
        trusted: Take what ledgers say as if it were written beside them.

    Raises:
        UsageError: a variable or the file is wrong.
    """
    ledgers = [each for each in ledgers if _is_folder(each)]  # of others the audit tells
    file = find_settings(folder)
    held = {name: Held(each.default, msg("settings.default")) for name, each in SETTINGS.items()}
    refused = []
    for name, value, place in _of_ledgers(ledgers):
        if (code := _why_not(name, value, trusted)) is not None:
            refused.append(msg(code, place=str(place), name=name))
            continue
        if name == "fail-on" and not trusted:  # of several ledgers each has what it asks for
            value = str(FailOn.parse(held[name].value).with_all_of(FailOn.parse(value)))
        if value != held[name].value or held[name].source.id == "settings.default":
            held[name] = Held(value, msg("settings.ledger", place=str(place)))
    held |= _of_file(file)
    held |= dict(_of_environment(environment))
    _check(held)
    held |= {name: Held(value, msg("settings.option")) for name, value in given.items()}
    return Settings(held, None if file is None else file.path, tuple(refused))


def settled(given: Mapping[str, Any], ledgers: Sequence[Path] = ()) -> Settings:
    """Work out the settings of a command that is no audit, here and now, and speak its language.

    Args:
        given: What the command line gave, by name; None is nothing given.
        ledgers: The ledgers that the command looks at.

    Raises:
        UsageError: a variable or the file is wrong, or there is no such language.
    """
    found = settle(
        {name: value for name, value in given.items() if value is not None}, ledgers, Path.cwd(), os.environ
    )
    speak(chosen(found["lang"], os.environ))
    return found


def _check(held: Mapping[str, Held]) -> None:
    """Refuse values that no audit can take, and say where they stand; those of options each command refuses itself.

    Raises:
        UsageError: there is one.
    """
    for name in ("as-of", "format", "fail-on", "lang"):
        value, source = held[name]
        if source.id == "settings.default":
            continue
        try:
            _try_reading(name, value)
        except UsageError as error:
            raise UsageError(msg("said.of", name=source, said=error.message)) from None


def _try_reading(name: str, value: Any) -> None:
    """Read a value as an audit does."""
    from civcheck.cli.console import read_day
    from civcheck.cli.delivering import format_named

    match name:
        case "as-of":
            read_day(value)
        case "format":
            format_named(value)
        case "fail-on":
            FailOn.parse(value)
        case _:
            chosen(value, {})


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than any can be
        return False


def _of_file(file: SettingsFile | None) -> dict[str, Held]:
    if file is None:
        return {}
    return {
        name: Held(each.value, msg("settings.file", place=str(each.place)))
        for name, each in file.values.items()
    }


def _of_ledgers(ledgers: Sequence[Path]) -> Iterator[tuple[str, Any, Place]]:
    """List what the ledgers' own civcheck.toml say of an audit; what is wrong in them, the audit itself tells."""
    for ledger in ledgers:
        found, _ = read_settings(str(ledger))
        for name, (raw, line) in found.options.items():
            value = read_value(SETTINGS[name], raw)
            placed = None if value is None else placed_from(ledger, SETTINGS[name], value)
            yield name, placed, Place(SETTINGS_FILE, line, 1)


def _why_not(name: str, value: Any, trusted: bool) -> str | None:
    """Say why what a ledger says is not taken: the message's id; None where it is."""
    if value is None:
        return "settings.refused-value"
    if SETTINGS[name].kind == "paths":
        return "settings.refused-paths"
    return None if trusted or _narrows(name, value) else "settings.refused"


def _narrows(name: str, value: Any) -> bool:
    """Tell whether a ledger may say so: a language, a closer look, or a threshold no laxer than the default."""
    if not SETTINGS[name].by_ledger:
        return False
    if name == "lang":
        return value in LANGUAGES
    if name == "evidence":
        return value is True
    try:
        asked = FailOn.parse(value)
    except UsageError:
        return False
    return asked.with_all_of(FailOn()) == asked


def _of_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Held]]:
    known = {each.variable: each for each in SETTINGS.values()}
    for variable, text in environment.items():
        if not variable.startswith(_PREFIX):
            continue
        setting = known.get(variable)
        if setting is not None:
            yield setting.name, Held(_parsed(setting, text), msg("settings.variable", name=variable))
        elif meant := near(variable, known, cutoff=0.85):  # others may have variables of that prefix
            name = sanitize(variable, 60)
            raise UsageError(msg("error.variable-unknown", name=name, meant=meant))


def _parsed(setting: Setting, text: str) -> Any:
    match setting.kind:
        case "yes":
            value = (_YES | _NO).get(text.strip().lower())
            if value is None:
                want = msg("settings.want-yes")
                raise UsageError(
                    msg("error.variable", name=setting.variable, value=sanitize(text, 60), want=want)
                )
            return value
        case "texts" | "paths":
            return tuple(line for line in text.splitlines() if line.strip())
        case _:
            return text or setting.default
