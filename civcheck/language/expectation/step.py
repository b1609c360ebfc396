"""A step of ``link``: which other records, tied by what, how many and in what time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from civcheck.language.condition.condition import Condition
from civcheck.language.condition.fieldtest import operand_words
from civcheck.language.expectation.bound import renamed
from civcheck.language.expectation.within import Within
from civcheck.language.quantity import SIGNS, Comparison, Ref
from civcheck.language.select import Select
from civcheck.messages import Message, joined, msg, number, quoted
from civcheck.model.parts import Mistake, mistake
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import some

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import TiedBy
    from civcheck.model.written import YesNo


REFS = "关联"


class Together(Comparison):
    """What the tied records must come to together in a field."""

    field: str

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a field that no kind has, or that is no number."""
        yield from known.fields((*path, "field"), self.field)
        if self.field in known.record_fields and known.terms.field_type(self.field) not in ("整数", "小数"):
            yield (*path, "field"), "field-not-number", {"value": self.field}
        yield from known.numbers(path, self.numbers_of_fields())

    def _check(self) -> None:
        self._check_limits()
        if self.exactly is not None:
            raise mistake("link-sum-exactly")


class Step(Comparison):
    """A tie to so many records of ``to`` that meet ``where``: at least one where nothing else is said.

    An upper limit alone asks for none: ``at_most: 0`` is a tie that must not be. ``by`` is 关联, or names of equal
    fields, or the names here with those on the other side. With ``every`` each value of a list must be met. In
    ``where``, ``{field: x}`` names a field of the record that the tie sets out from. ``sum`` is what the tied records
    come to together (with ``every`` those of each value). Of tied records each session counts. ``pick`` takes one of
    those that are tied and keep to the days, and asks ``where`` (and material) of that one alone.
    """

    to: Select
    by: TiedBy = (REFS,)
    every: YesNo = False
    where: Condition | None = None
    within: Within | None = None
    sum: Together | None = None
    pick: Literal["latest", "earliest"] | None = None

    @property
    def own(self) -> tuple[str, ...]:
        """The fields of the record that the tie sets out from; none where it is 关联."""
        return () if self.by == (REFS,) else tuple(self.by)

    @property
    def others(self) -> tuple[str, ...]:
        """The fields of the other record."""
        return tuple(self.by.values()) if isinstance(self.by, Mapping) else self.own

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        names = dict.fromkeys((*self.own, *self.others))
        yield from known.fields((*path, "by"), *names)
        for pair in zip(self.own, self.others, strict=True):
            yield from _no_days((*path, "by"), pair, known)
        yield from known.numbers(path, self.numbers_of_fields())

    def fields_lacking(self, select: Select | None, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind on their side of the tie has, so that nothing could ever meet."""
        terms = known.terms
        here = select.kinds(terms) if select is not None else frozenset(terms.kinds)
        there = self.to.kinds(terms)
        yield from _lacking((*path, "by"), self.own, here, terms)
        yield from _lacking((*path, "by"), self.others, there, terms)
        for name, ref in self.numbers_of_fields().items():
            yield from _lacking((*path, name), (ref.field or "",), here, terms)
        for name, ref in self.sum.numbers_of_fields().items() if self.sum is not None else ():
            yield from _lacking((*path, "sum", name), (ref.field or "",), here, terms)
        if self.sum is not None:
            yield from _lacking((*path, "sum", "field"), (self.sum.field,), there, terms)
        if self.within is not None and self.within.from_ is not None:
            yield from _lacking((*path, "within", "from"), (self.within.from_,), here, terms)
        for each in self.where.nested() if self.where is not None else ():
            yield from _lacking((*path, "where"), tuple(each.tests), there, terms)
            refs = (operand for test in each.tests.values() for _, operand in test.wanted)
            named = tuple(ref.field for ref in refs if isinstance(ref, Ref) and ref.field is not None)
            yield from _lacking((*path, "where"), named, here, terms)

    def _check(self) -> None:
        if not self.by:
            raise mistake("link-by-nothing")
        if REFS in (*self.by, *self.others) and self.by != (REFS,):
            raise mistake("one-of", names=REFS)
        if self.every and len(self.own) != 1:
            raise mistake("link-every-by", names=tuple(self.by))
        if self.pick is not None and (self.every or self.sum is not None or list(self.limits())):
            raise mistake("link-pick-alone")
        for name, value in self.limits():
            if isinstance(value, Fraction) and (
                value.denominator > 1 or (name == "at_least" and value < 1 and not self.capped)
            ):
                raise mistake("count-not-whole", value=number(value))

    @property
    def asks_for_one(self) -> bool:
        """Tell whether it asks for a tied record and does not say how many: then one is enough."""
        return not list(self.limits()) and (self.sum is None or self.sum.floored)

    @property
    def only_forbids(self) -> bool:
        """Tell whether nothing at all would do as well: there are upper limits alone."""
        return not (self.asks_for_one or self.floored or (self.sum is not None and self.sum.floored))

    @property
    def may_be_too_much(self) -> bool:
        """Tell whether more tied records could break it."""
        return self.capped or (self.sum is not None and self.sum.capped)

    @property
    def heeds_blanks(self) -> bool:
        """Tell whether records that a blank may tie could break it."""
        return self.may_be_too_much or self.pick is not None

    @property
    def forbids(self) -> bool:
        """Tell whether it asks that there be none."""
        limits = list(self.limits())
        return bool(limits) and all(isinstance(value, Fraction) and value == 0 for _, value in limits)

    def limits_said(self) -> Message | str:
        """Say the limits as they are written: ≤“次数”的 1/2."""
        said = [
            msg("said.limit", sign=SIGNS[name], number=operand_words(value, in_quotes=False))
            if isinstance(value, Ref)
            else f"{SIGNS[name]}{value}"
            for name, value in self.limits()
        ]
        return joined("parts", said)

    def in_words(self, known: Glossary) -> Message:
        """Say what the other record is, and what ties the two."""
        said = self.tied_words(known.terms)
        if self.capped or self.more_than is not None:
            said = said if self.forbids else msg("asks.link.limits", step=said, limits=known.limits(self))
        elif self.at_least is not None:
            said = msg("asks.link.many", step=said, count=known.quantity(self.at_least))
        if self.sum is not None:
            said = msg("asks.link.sum", step=said, field=self.sum.field, limits=known.limits(self.sum))
        if self.within is None:
            return said
        unit = self.within.unit
        said = self.within.words(said, lambda value: known.days(value, unit))
        counted = self.within.own_days_words
        return said if counted is None else msg("asks.link.own-days", step=said, counted=counted)

    def tied_words(self, terms: Terms) -> Message:
        """Say which other record it is, and by what it is tied."""
        if not self.own:
            by = msg("asks.link.refs")
        elif self.own == self.others:
            by = msg("asks.link.every" if self.every else "asks.link.fields", fields=quoted(self.own))
        else:
            pairs = zip(self.own, self.others, strict=True)
            code = "asks.link.every-pair" if self.every else "asks.link.pair"
            by = msg("plain", text=tuple(msg(code, own=own, other=other) for own, other in pairs))
        picked = f"-{self.pick}" if self.pick is not None else ""
        if self.where is not None:
            what = renamed(self.where).words(terms)
            by = msg("asks.both", one=by, other=msg(f"asks.link.where{picked}", what=what))
        elif picked:
            by = msg("asks.both", one=by, other=msg(f"asks.link.only{picked}"))
        return msg("asks.link.step", to=self.to.words(terms), by=by)


def _no_days(path: Path, pair: tuple[str, str], known: Vocabulary) -> Iterator[Mistake]:
    """Tell of a field that is no day and is held against one: the two are never the same."""
    types = {name: known.terms.field_type(name) for name in pair if name in known.record_fields}
    if "日期" in types.values():
        yield from ((path, "tie-not-day", {"value": name}) for name, of in types.items() if of != "日期")


def _lacking(path: Path, names: tuple[str, ...], kinds: frozenset[str], terms: Terms) -> Iterator[Mistake]:
    for name in names:
        if name in BASE_FIELDS or name not in terms.own_field_names or not kinds:
            continue  # every kind has it, or what is wrong is told elsewhere
        if not any(name in terms.fields_of(kind) for kind in kinds):
            having = [kind for kind in terms.kinds if name in terms.fields_of(kind)]
            shown = {"kinds": some(sorted(kinds)), "names": some(having)}
            yield path, "field-of-no-kind", {"value": name, **shown}
