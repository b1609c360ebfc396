"""A pack built on another: its patches, and what it may not loosen; each mistake with both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.compare import Change, Lean
from civcheck.language.compare.packs import rule_changes
from civcheck.language.compare.plain import text_of
from civcheck.language.pack import Param, RulePack
from civcheck.language.rule import Rule
from civcheck.language.vocabulary import unknown
from civcheck.messages import Message, msg
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import Loc, RawPack, Stack, changed_terms
from civcheck.reading.rawpacks import OwnFiles

_MODES = ("locked", "may-tighten", "may-change")


def patched_entry(
    reading: PackReading,
    file: str,
    index: int,
    entry: Mapping[str, Any],
    raw: RawPack,
    below: RulePack | None,
) -> Any:
    """Give the rule that a patch makes; None where it patches nothing."""
    name = str(entry["patch"])
    if below is None:
        reading.problem(file, (index, "patch"), "patch-without-base")
        return None
    known = raw.rule(name)
    if known is None or name not in below.by_id:
        _, code, params = unknown((), msg("sort.rule"), name, below.by_id)
        reading.problem(file, (index, "patch"), code, **params)
        return None
    if "id" in entry:
        reading.problem(file, (index, "id"), "patch-with-id", value=name)
        return None
    return known[2].value


def check_layers(
    reading: PackReading, own: OwnFiles, raws: tuple[RawPack, RawPack], below: RulePack, pack: RulePack
) -> None:
    """Tell of everything in a pack that loosens, or may loosen, what the pack below has.

    ``raws`` are that pack and this one as they are written.
    """
    raw_below, raw = raws
    _check_pin(reading, below, pack)
    _check_period(reading, raw, below, pack)
    for name, param in pack.head.params.items():
        if name in below.head.params and name in (own.head or {}).get("params", {}):
            _check_param(reading, raw, name, below.head.params[name], param)
    for path in changed_terms(raw_below.terms.value, own.terms or {}):
        base = _place_below(raw.terms, path)
        reading.problem("terms.yaml", path, "extends-terms", value="·".join(map(str, path)), base=base)
    for point in own.points:
        for index, entry in enumerate(point.entries):
            if isinstance(entry, dict) and "patch" in entry:
                rule_id = below.by_id[str(entry["patch"])].id
                _check_rule(reading, point.file, index, raw, below, pack, below.by_id[rule_id])


def _place_below(stack: Stack, path: Loc) -> str:
    """Say where the packs below have what stands at a path."""
    below = Stack(stack.value, stack.layers[:-1])
    return str(below.owner(path).place(path))


def _check_pin(reading: PackReading, below: RulePack, pack: RulePack) -> None:
    pin = pack.head.extends
    if pin is None:
        return
    for key, have, want in (
        ("version", below.head.version, pin.version),
        ("digest", below.digest, pin.digest),
    ):
        if want is not None and not have.startswith(want):
            reading.problem("pack.yaml", ("extends", key), "extends-pin", value=want, now=have[:16], key=key)


def _check_period(reading: PackReading, raw: RawPack, below: RulePack, pack: RulePack) -> None:
    """Tell of other days than those that the rules below were written for: more of them or fewer."""
    old, new = (f"{each.head.period.first}/{each.head.period.last}" for each in (below, pack))
    if old != new:
        params = {"value": "period", "base": _place_below(raw.head, ("period",)), "old": old, "new": new}
        reading.problem("pack.yaml", ("period",), "extends-unclear", **params)


def _check_param(reading: PackReading, raw: RawPack, name: str, base: Param, param: Param) -> None:
    path: Loc = ("params", name)
    params = {"value": name, "base": _place_below(raw.head, path), "old": _shown(base), "new": _shown(param)}
    if not base.allows(param.value):
        code = "extends-locked" if base.change == "locked" else "extends-looser"
        reading.problem("pack.yaml", path, code, **params)
    elif _MODES.index(param.change) > _MODES.index(base.change):
        shown: dict[str, str] = {"old": base.change, "new": param.change}
        reading.problem("pack.yaml", (*path, "change"), "extends-looser", **(params | shown))
    elif base.change != "may-change" and param.unit != base.unit:
        reading.problem("pack.yaml", (*path, "unit"), "extends-unclear", **params)
    elif base.change == "may-tighten" and param.tighter != base.tighter:
        shown = {"old": str(base.tighter), "new": str(param.tighter)}
        reading.problem("pack.yaml", (*path, "tighter"), "extends-looser", **(params | shown))


def _shown(param: Param) -> str:
    return f"{text_of(param.value)}{param.unit}"


def _check_rule(
    reading: PackReading, file: str, index: int, raw: RawPack, below: RulePack, pack: RulePack, base: Rule
) -> None:
    rule, found = pack.by_id[base.id], raw.rule(base.id)
    assert found is not None  # noqa: S101 - it was patched
    stack = found[2]
    if _MODES.index(rule.change) > _MODES.index(base.change):
        _tell(reading, file, index, stack, ("change",), "extends-looser", base.change, rule.change, base.id)
    deciding = [each for each in rule_changes(base, rule, below, pack) if each.lean is not Lean.WORDS]
    quoted = stack.layers[-1].value.get("quote", ())
    quotes = {quoted} if isinstance(quoted, str) else set(quoted)
    if deciding and quotes <= set(base.quote):  # none, or only what the pack below quotes already
        reading.problem(file, (index, "patch"), "patch-without-quote", value=base.id)
    for change in _refused(deciding, base):
        unclear = "extends-looser" if change.lean is Lean.LOOSER else "extends-unclear"
        code = "extends-locked" if base.change == "locked" else unclear
        _tell(reading, file, index, stack, change.path, code, change.old, change.new, base.id)


def _refused(found: Iterable[Change], base: Rule) -> Iterator[Change]:
    """List the changes that the rule below does not allow; params it uses are told where they stand."""
    for change in found:
        if change.key == "params" or base.change == "may-change":
            continue
        if base.change == "locked" or change.lean is not Lean.STRICTER:
            yield change


def _tell(
    reading: PackReading, file: str, index: int, stack: Stack, path: tuple[str, ...], code: str,
    old: str | None, new: str | None, rule_id: str,
) -> None:  # fmt: skip
    shown = {"old": _said(old), "new": _said(new), "value": f"{rule_id} {'·'.join(path)}".strip()}
    base = _place_below(stack, path)
    # the value that changed may stand anywhere below the key: a change inside a list is told at the list
    reading.problem(file, (index, *path), code, base=base, **shown)


def _said(text: str | None) -> Message | str:
    return msg("said.nothing") if text is None else text if len(text) <= 40 else f"{text[:39]}…"
