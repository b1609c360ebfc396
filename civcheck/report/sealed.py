"""What ``civcheck seal`` and ``civcheck verify`` print, and what a seal shows and does not show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from civcheck.model.otherjson import VERIFIED_VERSION, FileJson, VerifiedJson
from civcheck.model.seal import NO_DIGEST, Checked, Entry, Seal, Verified
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

Json = dict[str, Any]
_LISTED = 200
"""So many files of a sort are named in the terminal; JSON names all."""
_DIGITS = 16
_COLORS = {"added": "33", "changed": "31", "removed": "31", "moved": "36"}


def render_sealed(
    seal: Seal, path: Path, digest: str, signature: Path | None, options: Options, is_written: bool = True
) -> bytes:
    """Say what was sealed, where it was written, what was left out, and what a seal shows.

    Args:
        seal: The seal.
        path: Where it lies.
        digest: The SHA-256 of its bytes.
        signature: Where its signature lies, if it was signed.
        options: Language and width.
        is_written: Whether it was written, and not only looked at.
    """
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.text(
        words(
            "seal.sealed" if is_written else "seal.planned",
            **_of(seal),
            count=str(len(seal.files)),
            bytes=str(seal.size),
        )
    )
    page.text(words("seal.written", path=sanitize(str(path), 1_000)), 1)
    if signature is not None:
        page.text(words("seal.signature", path=sanitize(str(signature), 1_000)), 1)
    if is_written:
        page.text(words("seal.digest", digest=digest), 1)
    _left_out(page, "seal.left-out", seal.left_out)
    _meaning(page, signature is not None)
    return _bytes(page)


def render_verified(found: Verified, signature: Checked, options: Options) -> bytes:
    """Say what became of the files since they were sealed."""
    seal, changes = found.seal, found.changes
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.text(words("verify.head", **_of(seal)))
    if seal.sealed_on is not None:
        page.text(words("verify.sealed-on", day=seal.sealed_on))
    if seal.own:
        page.text(words("verify.own", path=sanitize(seal.own, 1_000)))
    page.counted(
        [(f"{words(f'verify.{name}')} {len(getattr(changes, name))}", "") for name in _COLORS]
        + [(f"{words('verify.same')} {changes.same}", "")]
    )
    page.text(_signature(signature, words), 0, "" if signature.state in ("good", "unasked") else "31")
    page.text(words("seal.digest", digest=found.digest))
    _section(page, "added", (_entry(each, words) for each in changes.added))
    _section(
        page,
        "changed",
        (
            words(
                "verify.turn",
                path=sanitize(each.name, 1_000),
                before=_content(each.before, words),
                now=_content(each.now, words),
            )
            for each in changes.changed
        ),
    )
    _section(page, "removed", (_entry(each, words) for each in changes.removed))
    _section(
        page,
        "moved",
        (
            words("verify.move", before=sanitize(each.before, 1_000), now=sanitize(each.now, 1_000))
            for each in changes.moved
        ),
    )
    _left_out(page, "verify.aside", found.aside)
    _meaning(page, signature.state == "good")
    return _bytes(page)


def render_verified_json(found: Verified, signature: Checked, options: Options) -> bytes:
    """Give all of it for machines; the same input gives the same bytes."""
    words = Words(options.lang)
    seal, changes = found.seal, found.changes
    raw: VerifiedJson = {
        "schema_version": VERIFIED_VERSION,
        "seal": {
            "unit": sanitize(seal.unit),
            "year": seal.year,
            "as_of": seal.as_of.isoformat(),
            "sealed_on": None if seal.sealed_on is None else seal.sealed_on.isoformat(),
            "files": len(seal.files),
            "sha256": found.digest,
            "own": sanitize(seal.own, 1_000) or None,
        },
        "signature": {"state": signature.state, "by": signature.by or None, "present": signature.is_there},
        "unchanged": changes.total == 0,
        "counters": {
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
            "moved": len(changes.moved),
            "same": changes.same,
        },
        "added": [_json(each) for each in changes.added],
        "changed": [
            {"path": sanitize(each.name, 1_000), "before": each.before, "now": each.now}
            for each in changes.changed
        ],
        "removed": [_json(each) for each in changes.removed],
        "moved": [
            {"from": sanitize(each.before, 1_000), "to": sanitize(each.now, 1_000)} for each in changes.moved
        ],
        "left_out": [_json(each) for each in found.aside],
        "meaning": _said(words, signature.state == "good"),
    }
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _of(seal: Seal) -> Json:
    """Give what a seal is of, as messages name it."""
    return {
        "unit": sanitize(seal.unit),
        "year": str(seal.year),
        "day": seal.as_of,
    }


def _json(entry: Entry) -> FileJson:
    return {"path": sanitize(entry.name, 1_000), "content": entry.content}


def _section(page: Page, name: str, rows: Iterable[str]) -> None:
    listed = list(rows)
    if not listed:
        return
    words = page.words
    page.section(words("verify.section", what=words(f"verify.{name}"), count=str(len(listed))), _COLORS[name])
    for row in listed[:_LISTED]:
        page.text(row, 1)
    _more(page, "verify.more", len(listed) - _LISTED)


def _left_out(page: Page, title: str, entries: tuple[Entry, ...]) -> None:
    if not entries:
        return
    page.section(page.words(title, count=str(len(entries))), "2")
    for each in entries[:_LISTED]:
        page.text(_entry(each, page.words), 1)
    _more(page, "seal.more" if title == "seal.left-out" else "verify.more", len(entries) - _LISTED)


def _more(page: Page, id: str, count: int) -> None:
    if count > 0:
        page.text(page.words(id, count=str(count)), 1)


def _entry(entry: Entry, words: Words) -> str:
    name = sanitize(entry.name, 1_000)
    return name if entry.is_sealed else words.of(name, _content(entry.content, words))


def _content(content: str, words: Words) -> str:
    """Say what a file is: the first digits of its digest, or why it has none."""
    if not content.startswith(NO_DIGEST):
        return content[:_DIGITS]
    match content.removeprefix(NO_DIGEST):
        case "link" | "special" | "git" | "unreadable" as known:
            return words(f"skipped.{known}")
        case "too-deep" | "twin" | "changing" as known:
            return words(f"seal.why.{known}")
        case other:
            return sanitize(other, 40)


def _signature(signature: Checked, words: Words) -> str:
    if signature.state == "unasked":
        return words("verify.signature.unasked" if signature.is_there else "verify.signature.none")
    return words(f"verify.signature.{signature.state}", by=signature.by)


def _said(words: Words, signed: bool) -> list[str]:
    return [
        words("seal.shows"),
        words("seal.shows-not"),
        words("seal.signed-shows" if signed else "seal.whose"),
    ]


def _meaning(page: Page, signed: bool) -> None:
    page.section(page.words("seal.meaning"))
    for said in _said(page.words, signed):
        page.text(page.words.sentence(said), 1)


def _bytes(page: Page) -> bytes:
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")
