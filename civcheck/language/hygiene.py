"""``hygiene`` of pack.yaml: hygiene checks tuned or switched off by the pack that is audited by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civcheck.messages import Message, msg, number
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.problem import NOTHING
from civcheck.model.texts import near

if TYPE_CHECKING:
    from civcheck.language.walking import Path
    from civcheck.language.written import ExactNumber

OFF = frozenset({"off", "关"})


class Tuned(Part):
    """What a pack says of one check: ``off``, or some of its numbers."""

    off: bool = False
    numbers: Mapping[str, ExactNumber] = NOTHING

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            return {"numbers": raw}
        if isinstance(raw, str) and raw in OFF:
            return {"off": True}
        shown = (
            raw if isinstance(raw, str) else f"[{', '.join(map(str, raw))}]" if isinstance(raw, list) else ""
        )
        raise mistake("hygiene-form", value=shown)


def tuning_mistakes(tuned: Mapping[str, Tuned]) -> Iterator[Mistake]:
    """Tell of checks and numbers that there are none of, and of values that a number cannot have."""
    for check, each in tuned.items():
        path: Path = ("hygiene", check)
        if check not in CHECKS:
            yield _unknown(path, msg("sort.check"), check, CHECKS)
            continue
        known = CHECKS[check].numbers
        for name, value in each.numbers.items():
            if name not in known:
                yield _unknown((*path, name), msg("sort.number-of", check=check), name, known)
            elif not known[name].takes(value):
                yield (*path, name), "hygiene-range", out_of_range(check, name, number(value))


def _unknown(path: Path, what: Message, value: str, names: Mapping[str, Any]) -> Mistake:
    params = {"what": what, "value": value, "meant": near(value, names) or "", "names": tuple(names)}
    return path, "rule-name-unknown", params


def out_of_range(check: str, name: str, value: str) -> dict[str, str]:
    """Give what is to be said of a value that a check's number cannot have."""
    known = CHECKS[check].numbers[name]
    return {
        "key": name,
        "value": value,
        "least": number(known.least),
        "most": number(known.most),
        "unit": known.unit,
    }


def numbers_of(check: str, tuned: Mapping[str, Tuned]) -> Mapping[str, Fraction] | None:
    """Give the numbers of a check as a pack sets them; None where the pack switches it off."""
    own = tuned.get(check)
    if own is not None and own.off:
        return None
    return {name: each.value for name, each in CHECKS[check].numbers.items()} | dict(
        own.numbers if own else {}
    )
