"""The baseline's file: JSON with sorted keys, so that a change of it reads well in a merge request."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from civcheck.errors import UsageError
from civcheck.messages import msg, number
from civcheck.model.comparison import Baseline, GapItems
from civcheck.model.texts import mask, sanitize

SCHEMA = "civcheck-baseline-1"
_LIMIT = 16 * 1024 * 1024
_LACKING = r"^[0-9]{1,20}(?:\.[0-9]{1,20}|/[1-9][0-9]{0,19})?$"


def _day(raw: Any) -> Any:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


class _Known(BaseModel):
    """What is known of one rule."""

    model_config = ConfigDict(extra="forbid", strict=True)
    lacking: Annotated[str, Field(pattern=_LACKING)]
    members: list[str] = []
    says: str = ""
    complete: bool = True
    beside: list[Annotated[str, Field(pattern=_LACKING)]] = []


class _File(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    schema_: Annotated[Literal["civcheck-baseline-1"], Field(alias="schema")]
    unit: str
    year: int
    pack: str
    pack_version: str
    pack_digest: str
    as_of: Annotated[date | None, BeforeValidator(_day)] = None
    known: dict[str, _Known]


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        UsageError: there is no such file, or it is none.
    """
    shown = sanitize(str(path), 1_000)
    if not path.is_file():
        raise UsageError(msg("error.no-baseline", path=shown))
    try:
        with path.open("rb") as stream:
            raw = stream.read(_LIMIT + 1)
        if len(raw) > _LIMIT:
            raise UsageError(msg("error.baseline", path=shown, where=""))
        found = json.loads(raw)
        if isinstance(found, dict) and {"schema_version", "findings"} <= found.keys():
            raise UsageError(msg("error.baseline-report", path=shown))
        file = _File.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = sanitize(".".join(map(str, first["loc"])), 100)
        raise UsageError(msg("error.baseline", path=shown, where=where)) from None
    except (OSError, ValueError, RecursionError):
        raise UsageError(msg("error.baseline", path=shown, where="")) from None
    known = {
        rule: GapItems(
            Fraction(each.lacking),
            frozenset(each.members),
            each.says,
            each.complete,
            tuple(map(Fraction, each.beside)),
        )
        for rule, each in file.known.items()
    }
    return Baseline(file.unit, file.year, file.pack, file.pack_version, file.pack_digest, known, file.as_of)


def baseline_bytes(baseline: Baseline) -> bytes:
    """Write a baseline."""
    known: dict[str, Any] = {}
    for rule, items in sorted(baseline.known.items()):
        known[rule] = {"lacking": _exact(items.lacking)}
        if items.members:
            known[rule]["members"] = sorted(items.members)
        if items.says:
            known[rule]["says"] = items.says
        if not items.complete:
            known[rule]["complete"] = False
        if items.beside:
            known[rule]["beside"] = list(map(_exact, items.beside))
    as_of = None if baseline.as_of is None else baseline.as_of.isoformat()
    unit = mask(baseline.unit)
    raw = {"schema": SCHEMA, **baseline._asdict(), "unit": unit, "as_of": as_of, "known": known}
    return (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _exact(value: Fraction) -> str:
    return number(value) if value.denominator == 1 else str(value)
