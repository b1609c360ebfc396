"""Locking: the lines by which a ledger pins the very pack that it is audited by."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

from civcheck.errors import LedgerError, UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.model.unit import PackPin
from civcheck.reading.packsource import brought_packs, installed_packs
from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import UnitFile, open_unit, pack_pin, sort_keys

_DIGITS = 16
"""So many digits of a digest are enough to tell packs apart."""
_KEYS = ("规则", "rules")
_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_KEY_ROW = re.compile(r"(?:规则|rules|\"(?:规则|rules)\"|'(?:规则|rules)')[ \t]*:(?=[ \t\r\n]|\Z)")
_FRAME = re.compile(
    r"(\ufeff?(?:---[^\r\n]*(?:\r\n|\r|\n))?)(.*?)((?:(?<=[\r\n])(?:---|\.\.\.)\s*)?)\Z", re.DOTALL
)
"""A file: what opens the document, what is written in it, what closes it."""


def lock_lines(name: str) -> str:
    """Give the lines of unit.yaml that pin a pack by id, version and digest.

    Raises:
        UsageError: there is no such pack, or it is none that a ledger may name: it is not installed.
    """
    return _lines(_pin(name))


def _pin(name: str) -> PackPin:
    pack = read_pack(name)
    known = installed_packs().keys() | brought_packs().keys()
    if pack.id not in known or read_pack(pack.id).digest != pack.digest:
        raise UsageError(msg("error.lock-not-installed", pack=sanitize(pack.id)))
    return PackPin(pack.id, pack.head.version, pack.digest[:_DIGITS])


def _lines(pin: PackPin) -> str:
    return f"规则:\n  包: {pin.id}\n  版本: {pin.version}\n  摘要: {pin.digest}\n"


def locked_unit(ledger: str, name: str) -> tuple[Path, str, str]:
    """Give unit.yaml of a ledger, its text, and the same text with the pack pinned; nothing is written.

    Nothing but 规则 differs in the text that is given: it is read again to make sure.

    Raises:
        UsageError: there is no such pack, unit.yaml may not be written, or 规则 cannot be replaced without a loss.
        LedgerError: unit.yaml cannot be used.
    """
    pin, unit = _pin(name), open_unit(ledger)
    file = Path(ledger) / unit.file
    shown = {"path": sanitize(str(file)), "lines": _lines(pin).rstrip("\n")}
    try:
        text = file.read_bytes().decode("utf-8")
        if pack_pin(unit) == pin:
            return file, text, text
    except (UnicodeDecodeError, LedgerError):
        raise UsageError(msg("error.lock-form", **shown)) from None
    opening, inside, closing = _parts(text)
    changed = _replaced(inside, _lines(pin))
    if (
        changed is None
        or _read(inside, unit.file) != (_others(unit), pack_pin(unit))
        or _read(changed, unit.file) != (_others(unit), pin)
    ):
        raise UsageError(msg("error.lock-form", **shown))
    if not file.stat().st_mode & stat.S_IWUSR or not os.access(file, os.W_OK):
        raise UsageError(msg("error.lock-closed", **shown))
    return file, text, opening + changed + closing


def _parts(text: str) -> tuple[str, str, str]:
    found = _FRAME.fullmatch(text)
    return (found[1], found[2], found[3]) if found is not None else ("", text, "")


def _replaced(text: str, lines: str) -> str | None:
    """Put the lines in the place of 规则, or behind everything; None where a comment would be lost."""
    rows: list[str] = _ROW.findall(text)
    first = next((index for index, row in enumerate(rows) if _KEY_ROW.match(row)), len(rows))
    behind = min(first + 1, len(rows))
    for index in range(behind, len(rows)):
        written = rows[index].strip(" \t\r\n")
        if written and not written.startswith("#"):
            if rows[index][0] not in " \t":
                break
            behind = index + 1
    if any("#" in row for row in rows[first:behind]):
        return None
    near = "".join(rows[max(first - 1, 0) : first + 1])
    found = re.search(r"\r\n|\r|\n", near) or re.search(r"\r\n|\r|\n", text)
    end = found[0] if found is not None else "\n"
    before = "".join(rows[:first])
    gap = end if before and before[-1] not in "\r\n" else ""
    return before + gap + lines.replace("\n", end) + "".join(rows[behind:])


def _read(text: str, file: str) -> tuple[list[tuple[str, Any]], PackPin | None] | None:
    """Read what is written in unit.yaml as an audit reads it: all but 规则, and 规则; None where it is broken."""
    try:
        unit = UnitFile(file, {}, parse_yaml(re.sub("\r\n?", "\n", text)))
        if not isinstance(unit.parsed.value, dict):
            return None
        sort_keys(unit)
        return _others(unit), pack_pin(unit)
    except (YamlMistake, LedgerError):
        return None


def _others(unit: UnitFile) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in unit.parsed.value.items() if key not in _KEYS]
