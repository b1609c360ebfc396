"""A pack built on another: its patches, and what it may not loosen; each mistake with both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.compare import Change, Lean
from civcheck.language.compare.packs import rule_changes
from civcheck.language.pack import RulePack, is_pinned
from civcheck.language.rule import Rule
from civcheck.language.vocabulary import unknown
from civcheck.messages import Message, msg
from civcheck.reading.packadded import check_added
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import RawPack, Stack, changed_terms
from civcheck.reading.packmistakes import as_shown
from civcheck.reading.packparams import MODES, check_params
from civcheck.reading.rawpacks import OwnFiles


def patched_entry(
    reading: PackReading,
    file: str,
    index: int,
    entry: Mapping[str, Any],
    raw: RawPack,
    below: RulePack | None,
) -> Any:
    """Give the rule that a patch makes; None where it patches nothing."""
    name = entry["patch"]
    if below is None:
        reading.problem(file, (index, "patch"), "patch-without-base")
        return None
    if not isinstance(name, str) or not name:
        reading.problem(file, (index, "patch", "="), "patch-of-what", value=as_shown(name))
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
    _check_id(reading, below, pack)
    _check_pin(reading, below, pack)
    _check_period(reading, raw, below, pack)
    check_params(reading, own, raw, below, pack)
    for path in changed_terms(raw_below.terms.value, own.terms or {}):
        base = str(raw.terms.below(path))
        reading.problem("terms.yaml", path, "extends-terms", value="·".join(map(str, path)), base=base)
    check_added(reading, own.terms or {}, raw_below, below, pack)
    for point in own.points:
        for index, entry in enumerate(point.entries):
            if isinstance(entry, dict) and "patch" in entry:
                rule_id = below.by_id[str(entry["patch"])].id
                _check_rule(reading, point.file, index, raw, below, pack, below.by_id[rule_id])


def _check_pin(reading: PackReading, below: RulePack, pack: RulePack) -> None:
    pin = pack.head.extends
    if pin is None:
        return
    for key, have, want, fits in (
        ("version", below.head.version, pin.version, is_pinned(pin.version or "", below.head.version)),
        ("digest", below.digest, pin.digest, bool(pin.digest) and below.digest.startswith(pin.digest or "")),
    ):
        if want is not None and not fits:
            reading.problem("pack.yaml", ("extends", key), "extends-pin", value=want, now=have[:16], key=key)


def _check_id(reading: PackReading, below: RulePack, pack: RulePack) -> None:
    """Tell of an id that one of the packs below has: nobody could tell whose a quote or a place is."""
    for layer in below.all_layers():
        if layer.id == pack.id:
            reading.problem("pack.yaml", ("id",), "extends-same-id", value=pack.id, title=layer.title)


def _check_period(reading: PackReading, raw: RawPack, below: RulePack, pack: RulePack) -> None:
    """Tell of other days than those that the rules below were written for: more of them or fewer."""
    old, new = (f"{each.head.period.first}/{each.head.period.last}" for each in (below, pack))
    if old != new:
        params = {"value": "period", "base": str(raw.head.below(("period",))), "old": old, "new": new}
        reading.problem("pack.yaml", ("period",), "extends-unclear", **params)


def _check_rule(
    reading: PackReading, file: str, index: int, raw: RawPack, below: RulePack, pack: RulePack, base: Rule
) -> None:
    rule, found = pack.by_id[base.id], raw.rule(base.id)
    assert found is not None  # noqa: S101 - it was patched
    stack = found[2]
    if MODES.index(rule.change) > MODES.index(base.change):
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
    base = str(stack.below(path))
    # the value that changed may stand anywhere below the key: a change inside a list is told at the list
    reading.problem(file, (index, *path), code, base=base, **shown)


def _said(text: str | None) -> Message | str:
    return msg("said.nothing") if text is None else text if len(text) <= 40 else f"{text[:39]}…"
