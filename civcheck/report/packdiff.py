"""What ``civcheck rules diff`` prints: for a person, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from civcheck.language.compare import Change, Entry, PackDiff, RuleDiff
from civcheck.language.compare.packs import PackName
from civcheck.model.texts import sanitize
from civcheck.report.layout import width_of
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

Json = dict[str, Any]
LONGEST = 10_000
"""So much of a text of a pack is shown."""


def render_diff(diff: PackDiff, options: Options) -> bytes:
    """Say what differs: the rules first, then what they rest on."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    for label, pack in (("diff.old-pack", diff.old), ("diff.new-pack", diff.new)):
        page.text(words(label, pack=pack.id, version=pack.version, title=pack.title, digest=pack.digest[:16]))
    if diff.is_empty:
        page.text(words("diff.same" if diff.old.digest == diff.new.digest else "diff.same-but-written"))
    if diff.rules:
        page.section(_counts(diff.rules, words))
        for rule in diff.rules:
            _rule(rule, page)
    named = (("params", diff.params), ("declared", diff.declared), ("points", diff.points))
    for name, entries in (*named, *((f"terms.{name}", found) for name, found in diff.terms.items())):
        if entries:
            page.section(_section(name, words))
            for entry in entries:
                _entry(entry, page)
    if diff.head:
        page.section(words("diff.section.head"))
        show_changes(diff.head, page, 1)
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _section(name: str, words: Words) -> str:
    kind, _, part = name.partition(".")
    return words("diff.section.terms", part=part) if kind == "terms" else words(f"diff.section.{kind}")


def _state(rule: RuleDiff) -> str:
    if rule.old is None or rule.new is None:
        return "added" if rule.old is None else "removed"
    return "renamed" if rule.is_renamed else "changed"


def _counts(rules: Iterable[RuleDiff], words: Words) -> str:
    states = [_state(rule) for rule in rules]
    named = [
        words(f"diff.count.{state}", count=str(states.count(state)))
        for state in ("added", "removed", "renamed", "changed")
        if state in states
    ]
    return words("diff.section.rules", counts=words.listed(named))


def _rule(rule: RuleDiff, page: Page) -> None:
    words = page.words
    state = words(f"diff.state.{_state(rule)}", old=rule.old or "", new=rule.new or "")
    lean = (
        ""
        if rule.is_renamed and not rule.changes
        else words("diff.lean", lean=words(f"lean.{rule.lean.value}"))
    )
    page.rows.append("")
    page.listed(
        f" {sanitize(rule.name)}", words.joined("titles", (sanitize(rule.title), f"{state}{lean}")), 9
    )
    show_changes(rule.changes, page, 3)


def _entry(entry: Entry, page: Page) -> None:
    words, name = page.words, sanitize(entry.name) or page.words("diff.order")
    if not entry.changes:
        state = words("diff.state.added" if entry.old is None else "diff.state.removed", old="", new="")
        text = entry.new if entry.old is None else entry.old
        shown = "" if text == entry.name else cut(text)
        page.listed(f" {name}", f"{state}{words('diff.whole', text=shown) if shown else ''}", 9)
    elif [each.path for each in entry.changes] == [()]:
        show_changes([entry.changes[0]._replace(path=(name,))], page, 1)
    else:
        page.text(name, 1)
        show_changes(entry.changes, page, 3)


def show_changes(changes: Iterable[Change], page: Page, indent: int) -> None:
    """Show changes, one below the other: on one line where it is short, else the old text above the new one."""
    words, width = page.words, page.width
    for each in changes:
        key = sanitize(".".join(each.path))
        old, new = (cut(text) or words("diff.nothing") for text in (each.old, each.new))
        lean = words(f"lean.{each.lean.value}")
        turned = words("impact.turn", before=old, after=new)
        line = words.of(key, words("said.beside", name=turned, said=lean))
        if width_of(line) <= width - indent:
            page.text(line, indent)
            continue
        page.text(words("said.beside", name=key, said=lean), indent)
        if each.added or each.removed:
            pairs = (("diff.plus", each.added), ("diff.minus", each.removed))
            page.text(" ".join(words(label, names=names) for label, names in pairs if names), indent + 2)
            continue
        page.listed(" " * (indent + 2) + words("diff.old"), old, 0)
        page.listed(" " * (indent + 2) + words("diff.new"), new, 0)


def cut(text: str | None) -> str:
    """Make a text of a pack fit to be shown."""
    return sanitize(text or "", LONGEST)


# --- JSON


def render_diff_json(diff: PackDiff) -> bytes:
    """Render the difference for machines; keys in a fixed order, codes in English."""
    found: Json = {
        "old": pack_json(diff.old),
        "new": pack_json(diff.new),
        "equal": diff.is_empty,
        "rules": [_rule_json(rule) for rule in diff.rules],
        "params": [_entry_json(each) for each in diff.params],
        "declared": [_entry_json(each) for each in diff.declared],
        "terms": {name: [_entry_json(each) for each in entries] for name, entries in diff.terms.items()},
        "points": [_entry_json(each) for each in diff.points],
        "head": [change_json(each) for each in diff.head],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def pack_json(pack: PackName) -> Json:
    """Say which pack it is."""
    return {"id": cut(pack.id), "version": cut(pack.version), "title": cut(pack.title), "digest": pack.digest}


def _rule_json(rule: RuleDiff) -> Json:
    return {
        "old": _opt(rule.old),
        "new": _opt(rule.new),
        "title": cut(rule.title),
        "point": rule.point,
        "state": _state(rule),
        "lean": rule.lean.value,
        "changes": [change_json(each) for each in rule.changes],
    }


def _entry_json(entry: Entry) -> Json:
    return {
        "name": cut(entry.name),
        "old": _opt(entry.old),
        "new": _opt(entry.new),
        "changes": [change_json(each) for each in entry.changes],
    }


def change_json(change: Change) -> Json:
    """Say one change."""
    return {
        "key": cut(change.key),
        "path": [cut(step) for step in change.path],
        "old": _opt(change.old),
        "new": _opt(change.new),
        "lean": change.lean.value,
    }


def _opt(text: str | None) -> str | None:
    return None if text is None else cut(text)
