"""Locking: the lines by which a ledger pins the very pack that it is audited by."""

from __future__ import annotations

import re
from pathlib import Path

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading.packsource import brought_packs, installed_packs
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import open_unit

_DIGITS = 16
"""So many digits of a digest are enough to tell packs apart."""


def lock_lines(name: str) -> str:
    """Give the lines of unit.yaml that pin a pack by id, version and digest.

    Raises:
        UsageError: there is no such pack, or it is none that a ledger may name: it is not installed.
    """
    pack = read_pack(name)
    known = installed_packs().keys() | brought_packs().keys()
    if pack.id not in known or read_pack(pack.id).digest != pack.digest:
        raise UsageError(msg("error.lock-not-installed", pack=sanitize(pack.id)))
    return f"规则:\n  包: {pack.id}\n  版本: {pack.head.version}\n  摘要: {pack.digest[:_DIGITS]}\n"


def locked_unit(ledger: str, name: str) -> tuple[Path, str, str]:
    """Give unit.yaml of a ledger, its text, and the same text with the pack pinned; nothing is written.

    Raises:
        UsageError: there is no such pack, or 规则 stands in unit.yaml in a form that cannot be replaced line by line.
        LedgerError: unit.yaml cannot be used.
    """
    file = Path(ledger) / open_unit(ledger).file
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(msg("error.lock-form", path=sanitize(str(file)))) from None
    end = "\r\n" if "\r\n" in text else "\n"
    lines = lock_lines(name).replace("\n", end)
    found = re.search(
        r"^(?:规则|rules|[\"']规则[\"'])[ \t]*:[^\n]*\n?(?:[ \t]+[^\n]*\n?)*", text, re.MULTILINE
    )
    if found is None:
        gap = "" if not text or text.endswith("\n") else end
        return file, text, text + gap + lines
    if "{" in found[0] and "}" not in found[0]:
        raise UsageError(msg("error.lock-form", path=sanitize(str(file))))
    return file, text, text[: found.start()] + lines + text[found.end() :]
