"""What ``civcheck privacy`` prints: for a person, or as JSON; every number masked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from civcheck.messages import Message
from civcheck.model.ledger import Spotted
from civcheck.model.otherjson import PRIVACY_VERSION, PersonalJson, PrivacyJson
from civcheck.model.privacy import Holder, Privacy, articles, counted, place_in_file
from civcheck.model.texts import sanitize
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

_PLACES = 20
_PATH = 1_000


def render_privacy(found: Privacy, options: Options) -> bytes:
    """Say what was found, record by record and file by file, for reading at ``options.width`` cells."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    page.text(words("privacy.head", unit=found.unit, year=str(found.year), day=found.as_of))
    if found.holders:
        page.text(words.sentence(words("privacy.found", count=found.total, holders=len(found.holders))))
    else:
        page.text(words.sentence(words("privacy.nothing")))
    for holder in found.holders:
        page.section(_title(holder, words))
        page.labelled(words("privacy.what"), words.listed(map(words.say, counted(holder.found))))
        page.labelled(words("privacy.where"), words.listed(_places(holder.found, words)))
        page.labelled(words("privacy.law"), words.listed(_laws(holder, words)))
        if holder.law and holder.record is not None:
            page.labelled(words("privacy.kind"), words("privacy.sensitive", kind=holder.record.kind))
    _close(found, page)
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _close(found: Privacy, page: Page) -> None:
    words = page.words
    page.rows.append("")
    if found.holders:
        page.text(words.sentence(words("privacy.cure")))
    if any(each.personal.is_weak for holder in found.holders for each in holder.found):
        page.text(words.sentence(words("privacy.weak")))
    page.text(
        words.sentence(
            words("privacy.looked", count=found.opened) if found.opened else words("privacy.not-opened")
        )
    )
    if found.not_looked_at:
        names = tuple(sanitize(name, _PATH) for name in found.not_looked_at)
        page.text(words.sentence(words("privacy.not-looked", names=names)))


def _title(holder: Holder, words: Words) -> str:
    file = sanitize(holder.file, _PATH)
    if holder.is_file or holder.record is None:
        return file
    return words("said.beside", name=words("said.titled", title=holder.record.title), said=file)


def _places(found: Sequence[Spotted], words: Words) -> list[str]:
    """Name the lines and parts of a file where something stands, once each, so many at most."""
    named = (
        words("personal.line", line=str(each.place.line))
        if each.place.line
        else place_in_file(each.personal.where)
        for each in found
    )
    shown = [name for name in dict.fromkeys(_said(named, words)) if name]
    more = [words("more", count=str(len(shown) - _PLACES))] if len(shown) > _PLACES else []
    return shown[:_PLACES] + more


def _laws(holder: Holder, words: Words) -> list[str]:
    return _said(articles(holder.found, holder.law), words)


def _said(texts: Iterable[Message | str], words: Words) -> list[str]:
    return [words.say(each) if isinstance(each, Message) else sanitize(each) for each in texts]


def render_privacy_json(found: Privacy, options: Options) -> bytes:
    """Give everything, for machines."""
    words = Words(options.lang)
    raw: PrivacyJson = {
        "schema_version": PRIVACY_VERSION,
        "unit": sanitize(found.unit),
        "year": found.year,
        "as_of": found.as_of.isoformat(),
        "attachments_opened": found.opened,
        "not_looked_at": [sanitize(name, _PATH) for name in found.not_looked_at],
        "count": found.total,
        "holders": [
            {
                "file": sanitize(each.file, _PATH),
                "record": None if each.record is None else sanitize(each.record.key, _PATH),
                "title": None if each.record is None else sanitize(each.record.title),
                "kind": None if each.record is None else sanitize(each.record.kind),
                "sensitive": bool(each.law),
                "law": _laws(each, words),
                "found": [_one(spotted) for spotted in each.found],
            }
            for each in found.holders
        ],
    }
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _one(spotted: Spotted) -> PersonalJson:
    personal = spotted.personal
    return {
        "sort": personal.sort,
        "shown": sanitize(personal.shown),
        "weak": personal.is_weak,
        "line": spotted.place.line or None,
        "where": sanitize(personal.where) or None,
    }
