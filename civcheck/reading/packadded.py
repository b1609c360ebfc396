"""What names added by a pack built on another do to the rules below: no kind or spelling may make these easier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.compare.leaning import more_records
from civcheck.language.condition import Condition
from civcheck.language.lint.conditions import texts_named
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.select import Select
from civcheck.language.walking import parts
from civcheck.model.terms import Terms
from civcheck.model.texts import normal, some
from civcheck.reading.packfiles import PackReading
from civcheck.reading.packlayers import RawPack


def check_added(
    reading: PackReading, terms: Mapping[str, Any], raw_below: RawPack, below: RulePack, pack: RulePack
) -> None:
    """Tell of kinds and spellings of ``terms`` by which more records would count for rules of the pack below."""
    for name in terms.get("kinds") or ():
        if name not in below.terms.kinds:
            _check_kind(reading, name, raw_below, below, pack)
    listed = _listed(below.terms)
    for other in terms.get("aliases") or ():
        value = pack.terms.aliases[other]
        if other not in below.terms.aliases and normal(value) in listed:
            base = str(raw_below.terms.owner(("fields",)).place(("fields",)))
            reading.problem(
                "terms.yaml", ("aliases", other), "extends-alias", value=other, name=value, base=base
            )


def _check_kind(reading: PackReading, name: str, raw_below: RawPack, below: RulePack, pack: RulePack) -> None:
    kind = pack.terms.kinds[name]
    for key, above, there in (
        ("is_a", kind.is_a, below.terms.kinds),
        ("sort", kind.sort, below.terms.sorts),
    ):
        if above is None or above not in there:
            continue
        easier = tuple(_made_easier(name, below, pack))
        if easier:
            path = ("kinds" if key == "is_a" else "sorts", above)
            found = raw_below.rule(easier[0].id)
            assert found is not None  # noqa: S101 - it is a rule of that pack
            shown = {
                "value": name, "name": above, "rules": some([rule.id for rule in easier]),
                "base": str(raw_below.terms.owner(path).place(path)), "rule": str(found[2].owner(()).place()),
            }  # fmt: skip
            reading.problem("terms.yaml", ("kinds", name, key), "extends-kind", key=key, **shown)
            return


def _made_easier(kind: str, below: RulePack, pack: RulePack) -> Iterator[Rule]:
    """List the rules of the pack below that records of a new kind could help, by what they say in this pack."""
    for base in below.rules:
        rule = pack.by_id[base.id]
        if base.change != "may-change" and not base.is_heading and _helped(rule, rule.on_empty, kind, pack):
            yield rule


def _helped(body: Any, on_empty: str | None, kind: str, pack: RulePack) -> bool:
    """Tell whether a rule, or a branch of one, could be met by more records of a kind that it takes in by name."""
    if _takes_in(body.select, kind, pack) and more_records(body, on_empty) != -1:
        return True
    for construct in body.expect:
        branches = getattr(construct, "branches", ())
        if any(_helped(each, each.on_empty or on_empty, kind, pack) for each in branches):
            return True
        if not branches and any(_takes_in(each, kind, pack) for each in _conditions(construct)):
            return True
    return False


def _conditions(construct: Any) -> Iterator[Condition]:
    """List the conditions on records that stand in a construct; those inside others are looked at with these."""
    return (
        each.part for each in parts(construct) if isinstance(each.part, Condition) and each.about == "record"
    )


def _takes_in(condition: Select | Condition | None, kind: str, pack: RulePack) -> bool:
    """Tell whether a condition names a kind or sort of which this one is a special case."""
    tests: Iterable[Any] = (
        () if condition is None else (each.tests.get("类型") for each in condition.nested())
    )
    under = pack.terms.kinds_under
    named = (name for test in tests if test is not None for name in texts_named(test))
    return any(kind in under.get(name, ()) for name in named)


def _listed(terms: Terms) -> frozenset[str]:
    """List the values that a pack lists anywhere, in the form in which they are compared."""
    fields = [
        *terms.fields.values(),
        *(each for kind in terms.kinds for each in terms.fields_of(kind).values()),
    ]
    values = [value for each in fields for value in each.values]
    return frozenset(map(normal, (*values, *terms.functions, *terms.organisations)))
