"""Checking a whole pack: quotes, declared sentences, vocabulary, and every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from civcheck.language.hygiene import tuning_mistakes
from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.figures import flawed_params
from civcheck.language.lint.pointfile import PointFile
from civcheck.language.lint.quotes import misquoted
from civcheck.language.lint.roots import told_at_roots
from civcheck.language.lint.rules import lint_rule
from civcheck.language.lint.score import lint_score
from civcheck.language.lint.terms import lint_terms
from civcheck.language.lint.windows import lint_windows
from civcheck.language.pack import PackHead
from civcheck.language.quantity import MOST_DAYS
from civcheck.language.rule import Rule
from civcheck.language.vocabulary import Vocabulary
from civcheck.messages import number
from civcheck.model.parts import Mistake
from civcheck.model.problem import NOTHING
from civcheck.model.terms import Terms
from civcheck.model.texts import near
from civcheck.version import __version__


def lint(
    head: PackHead, terms: Terms, points: Iterable[PointFile], source: str, unread: bool = False,
    quoted_from: Mapping[str, str] = NOTHING,
) -> list[Complaint]:  # fmt: skip
    """List every mistake in the names, quotes and numbers of a pack that is well formed.

    ``unread``: some file could not be read at all, so a rule that is not known may stand there; ``quoted_from`` are
    quotes of the documents of packs below.
    """
    points = tuple(points)
    found = [*lint_terms(terms), *_lint_declared(head, source), *_lint_hygiene(head)]
    ids = [] if unread else [name for point in points for name in point.ids]
    known, seen = Vocabulary(head, terms), set[str]()
    flawed: dict[str, tuple[str, Fraction]] = {}
    for point in points:
        for index, rule in point.rules:
            for name in (rule.id, *rule.aliases):
                if name in seen:
                    found.append(Complaint(point.file, (index,), "rule-id-twice", {"value": name}))
                seen.add(name)
            if point.inherited:  # good by itself; only the params that it uses may be others now
                flawed |= {name: (rule.id, value) for name, value in flawed_params(rule, known).items()}
                continue
            found += [
                Complaint(point.file, (index, *path), code, params)
                for path, code, params in (
                    *lint_rule(rule, known, ids),
                    *lint_windows(rule, head),
                    *_quotes(rule, source, quoted_from),
                )
            ]
    found = told_at_roots([*found, *_flawed_below(flawed)], terms, points)
    twice = any(each.code == "rule-id-twice" for each in found)
    if unread or twice or not all(point.whole for point in points):  # what all rules come to is not known
        return found
    return [*found, *_lone_claims(points), *lint_score(head, points)]


def _flawed_below(flawed: Mapping[str, tuple[str, Fraction]]) -> Iterator[Complaint]:
    """Tell of params with which a rule of the pack below asks for what cannot be."""
    for name, (rule, value) in flawed.items():
        shown = {"name": name, "value": number(value), "rule": rule}
        yield Complaint("pack.yaml", ("params", name), "param-flawed-below", shown)


def _lone_claims(points: Iterable[PointFile]) -> Iterator[Complaint]:
    """Tell of groups of one rule: a record cannot count twice there, so another name was meant."""
    claims = [
        (point.file, index, rule.claim)
        for point in points
        for index, rule in point.rules
        if rule.claim and rule.can_claim
    ]
    names = [name for _, _, name in claims]
    for file, index, name in claims:
        if names.count(name) == 1 and index >= 0:
            meant = near(name, [each for each in names if each != name]) or ""
            yield Complaint(file, (index, "claim"), "claim-alone", {"value": name, "meant": meant})


def _quotes(rule: Rule, source: str, quoted_from: Mapping[str, str]) -> Iterator[Mistake]:
    for quote in rule.quote:
        if quote in quoted_from:
            continue
        if source.count(quote) != 1 or not quote:
            yield ("quote",), "quote-count", misquoted(quote, source)


def _lint_declared(head: PackHead, source: str) -> Iterator[Complaint]:
    lines = source.split("\n")
    for index, each in enumerate(head.declared):
        text = lines[each.line - 1] if each.line is not None and 0 < each.line <= len(lines) else source
        if text.count(each.quote) != 1:
            params = misquoted(each.quote, text if text.count(each.quote) else source)
            yield Complaint("pack.yaml", ("declared", index, "quote"), "quote-count", params)
    if head.requires and (met := _meets(head.requires)) is not True:
        code = "requires-form" if met is None else "requires-other"
        yield Complaint("pack.yaml", ("requires",), code, {"value": head.requires, "now": __version__})
    if head.period.last < head.period.first:
        yield Complaint(
            "pack.yaml", ("period",), "span-backwards", {"value": f"{head.period.first}/{head.period.last}"}
        )
    if head.closes < head.period.last:
        yield Complaint("pack.yaml", ("closes",), "closes-early", {"value": head.closes.isoformat()})
    for name, param in head.params.items():
        if (
            param.unit in ("天", "日", "工作日")
            and isinstance(param.value, Fraction)
            and abs(param.value) > MOST_DAYS
        ):
            path = ("params", name, "value")
            yield Complaint("pack.yaml", path, "days-too-many", {"value": number(param.value)})
        if param.change == "may-tighten" and param.tighter is None:
            yield Complaint("pack.yaml", ("params", name), "param-direction", {"value": name})


def _lint_hygiene(head: PackHead) -> Iterator[Complaint]:
    for path, code, params in tuning_mistakes(head.hygiene):
        yield Complaint("pack.yaml", path, code, params)


_REQUIRES = re.compile(r"\s*(>=|<=|==|<|>)\s*(\d{1,4}(?:\.\d{1,4}){0,3})\s*")


def _meets(requires: str) -> bool | None:
    """Tell whether this civcheck is one that a pack asks for (>=0.1, <2); None where that cannot be read."""
    own = _release(re.match(r"[\d.]+", __version__)[0].strip("."))  # type: ignore[index]
    met = True
    for part in requires.split(","):
        found = _REQUIRES.fullmatch(part)
        if found is None:
            return None
        wanted = _release(found[2])
        met = met and {
            ">=": own >= wanted, "<=": own <= wanted, "==": own == wanted, "<": own < wanted, ">": own > wanted,
        }[found[1]]  # fmt: skip
    return met


def _release(text: str) -> tuple[int, ...]:
    numbers = [int(each) for each in text.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
