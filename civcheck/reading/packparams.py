"""The params of a pack built on another: which it may not loosen, and names that are none of those below."""

from __future__ import annotations

from typing import Any

from civcheck.language.compare.plain import text_of
from civcheck.language.lint.limits import named_params
from civcheck.language.pack import Param, RulePack
from civcheck.language.vocabulary import unknown
from civcheck.messages import msg
from civcheck.model.texts import near
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import Loc, RawPack
from civcheck.reading.rawpacks import OwnFiles

MODES = ("locked", "may-tighten", "may-change")
"""What may be done to a rule or a param, from nothing to anything."""


def values_of_none(reading: PackReading, written: Any, below: RulePack | None) -> frozenset[str]:
    """Tell of params written as a value alone that the pack below does not have, and name them."""
    if below is None or not isinstance(written, dict):
        return frozenset()
    names = [
        name for name, each in written.items() if name not in below.head.params and not isinstance(each, dict)
    ]
    for name in names:
        _tell_unknown(reading, name, below)
    return frozenset(names)


def check_params(reading: PackReading, own: OwnFiles, raw: RawPack, below: RulePack, pack: RulePack) -> None:
    """Tell of params that are loosened, and of new ones that are a slip of one below, which stays as it was."""
    used = {name for part in (*pack.rules, pack.head) for name in named_params(part)}
    for name in (own.head or {}).get("params", {}):
        if name in below.head.params:
            _check_param(reading, raw, name, below.head.params[name], pack.head.params[name])
        elif name not in used and near(name, below.head.params) is not None:
            _tell_unknown(reading, name, below)


def _tell_unknown(reading: PackReading, name: str, below: RulePack) -> None:
    _, _, params = unknown((), msg("sort.param"), name, below.head.params)
    reading.problem("pack.yaml", ("params", name), "extends-no-param", **params)


def _check_param(reading: PackReading, raw: RawPack, name: str, base: Param, param: Param) -> None:
    path: Loc = ("params", name)
    params = {"value": name, "base": str(raw.head.below(path)), "old": _shown(base), "new": _shown(param)}
    if not base.allows(param.value):
        code = "extends-locked" if base.change == "locked" else "extends-looser"
        reading.problem("pack.yaml", path, code, **params)
    elif MODES.index(param.change) > MODES.index(base.change):
        shown: dict[str, str] = {"old": base.change, "new": param.change}
        reading.problem("pack.yaml", (*path, "change"), "extends-looser", **(params | shown))
    elif base.change != "may-change" and param.unit != base.unit:
        reading.problem("pack.yaml", (*path, "unit"), "extends-unclear", **params)
    elif base.change == "may-tighten" and param.tighter != base.tighter:
        shown = {"old": str(base.tighter), "new": str(param.tighter)}
        reading.problem("pack.yaml", (*path, "tighter"), "extends-looser", **(params | shown))


def _shown(param: Param) -> str:
    return f"{text_of(param.value)}{param.unit}"
