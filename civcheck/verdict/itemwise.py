"""Points of which the best of each item counts (``best: {field: …}``): what is shown of each, and which may be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from civcheck.language.doubts import Instead
from civcheck.language.expectation.cover import Cover
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation, doubt_points
from civcheck.language.rule import Rule
from civcheck.language.score import BestOf
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.messages import Message, msg, quoted
from civcheck.model.alike import Alike
from civcheck.model.record import Record
from civcheck.model.several import several_in
from civcheck.model.texts import number_form
from civcheck.verdict.observe import spanned

_NAMED = 6
"""So many that may be one are named."""


def item_by_item(rule: Rule, seen: Observation, name: str, grounds: Grounds) -> tuple[Observation, int]:
    """Tell the records that show members apart by a field, and count those that leave it blank: they earn nothing.

    Items whose names may be meant for one another may be one: then less is sure.
    """
    cover, grounds = rule.expect[0], spanned(rule, grounds)[0]
    if not isinstance(cover, Cover):
        return seen, 0
    try:
        wanted, _ = cover.wanted(grounds)
    except (Undetermined, NotConcerned):
        return seen, 0
    get, items, blank = grounds.getter(name), dict[str, list[str]](), 0
    for record in seen.shown:
        members = [each.name for each in wanted if each.shows(record)]
        texts = texts_of(get(record))
        blank += bool(members and not texts)
        for text in texts:
            items.setdefault(number_form(text), []).extend(members)
    tally = seen.tallied._replace(items=tuple(map(tuple, items.values())))
    told = replace(seen, tally=tally)
    groups = _groups(_spelled(seen.shown, name, grounds).values(), name, grounds)
    if groups:
        first = {form: group[0] for group in groups for form in group}
        joint: dict[str, list[str]] = {}
        for form, members in items.items():
            joint.setdefault(first.get(form, form), []).extend(members)
        fewer = tally._replace(items=tuple(map(tuple, joint.values())))
        doubt_points(told, len(first), (), [Instead(seen.outcome, fewer)])
    return told, blank


def note_of_items(rule: Rule, seen: Observation, grounds: Grounds) -> Message | None:
    """Say which items may be one and the same, so that nobody knows how many points they earn."""
    if rule.score is None or not isinstance(rule.score.best, BestOf) or len(seen.shown) < 2:
        return None
    name, grounds = rule.score.best.field, spanned(rule, grounds)[0]
    spelled = _spelled(seen.shown, name, grounds)
    groups = _groups(spelled.values(), name, grounds)
    names = [spelled[form] for group in groups for form in group]
    return msg("note.alike-points", field=name, names=quoted(tuple(names[:_NAMED]))) if names else None


def _spelled(records: Iterable[Record], name: str, grounds: Grounds) -> dict[str, str]:
    get = grounds.getter(name)
    return {number_form(text): text for record in records for text in texts_of(get(record))}


def _groups(texts: Iterable[str], name: str, grounds: Grounds) -> list[list[str]]:
    """Put together, in their compared forms, the names of items that may be one; what the pack lists is what it is."""
    listed = {number_form(text) for text in grounds.terms.listed(name)}
    open_ = {number_form(text): text for text in texts if not several_in(text).anybody}
    alike, of = Alike(open_.values(), number_form), {form: [form] for form in open_}
    for form, text in open_.items():
        for other in alike.to(text):
            if not (form in listed and other in listed) and of[other] is not of[form]:
                of[form] += of[other]
                of |= dict.fromkeys(of[other], of[form])
    return [group for form, group in of.items() if len(group) > 1 and group[0] == form]
