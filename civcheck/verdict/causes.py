"""Saying why records leave an outcome open: of all that may be the cause only what is, as the records named show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from civcheck.language.observation import Short
from civcheck.language.select import Near
from civcheck.messages import Message, joined, msg
from civcheck.model.several import several_in

_OF = {
    "note.blank-could-change": "note.causes-could-change",
    "seen.absence.unsure": "seen.absence.unsure-of",
    "seen.maybe-other": "seen.maybe-other-of",
}
"""What names every cause there may be, and what names those that are."""

_CAUSES = {
    "blank": ("blank-open", "blank-asked", "member-blank", "ahead-open"),
    "flawed": ("flawed-open", "filled-flawed", "role-flawed", "flawed"),
    "unlisted": ("value-open",),
    "alike": ("near-value-open", "own-open"),
    "unnamed": ("unnamed-open", "unnamed-asked-open", "unnamed-members", "several", "blank-between"),
    "nothing": ("of-nothing",),
}
_CAUSE_OF = {f"lacks.{lack}": cause for cause, lacks in _CAUSES.items() for lack in lacks}


def causes_of(near: Iterable[Near], shorts: Iterable[Short]) -> Mapping[str, frozenset[str]]:
    """Give for each record what leaves it open, as it is said of it; none of one of which something else is said."""
    said: list[tuple[str, tuple[Message, ...]]] = [(each.record.key, (each.failure.lacks,)) for each in near]
    said += [(each.record.key, each.lacks) for each in shorts]
    found: dict[str, frozenset[str]] = {}
    for key, lacks in said:
        causes = [cause for lack in lacks for cause in _of_lack(lack)]
        if causes and None not in causes:
            found[key] = found.get(key, frozenset()).union(each for each in causes if each is not None)
    return found


def _of_lack(lack: Message) -> Iterator[str | None]:
    if lack.id in ("lacks.either", "words.all"):
        yield from _of_lack(lack.params["one"])
        yield from _of_lack(lack.params["other"])
        return
    cause, value = _CAUSE_OF.get(lack.id), lack.params.get("value", ())
    texts = (value,) if isinstance(value, str) else value
    several = cause == "unlisted" and any(several_in(text).many > 1 for text in texts)
    yield "unnamed" if several else cause


def told_causes(said: Message, causes: Mapping[str, frozenset[str]]) -> Message:
    """Say the causes that are there instead of all that there may be, where every record is accounted for."""
    code = _OF.get(said.id)
    if code is not None:
        if len(causes) < int(str(said.params["count"])):
            return said
        found = frozenset().union(*causes.values())
        words = joined("causes", [msg(f"cause.{each}") for each in _CAUSES if each in found])
        return msg(code, **said.params, causes=words)
    inside = {
        name: told_causes(each, causes) for name, each in said.params.items() if isinstance(each, Message)
    }
    return Message(said.id, {**said.params, **inside}) if inside else said
