"""The page of a rule pack: every rule in full, point by point, in Markdown, for clerks and inspectors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.condition import bare
from civcheck.language.pack import Declared, RulePack
from civcheck.language.rule import Rule
from civcheck.messages import number, quoted
from civcheck.model.outcome import Basis, Obligation
from civcheck.report.examples import earlier_as_yaml, records_as_yaml, unit_entries
from civcheck.report.scorepage import score_rows
from civcheck.report.words import Words

_HOW = ("quote", "force", "basis", "counts", "sessions", "empty", "time", "example", "advice")
_LONGEST = 4_000


def render_pack_page(pack: RulePack, explanations: Iterable[Any], lang: str = "zh") -> bytes:
    """Render what ``app.explain`` says of every rule of a pack."""
    page = _Page(pack, {each.rule.id: each for each in explanations}, Words(lang))
    return ("\n".join(page.rows()) + "\n").encode()


class _Page:
    def __init__(self, pack: RulePack, explained: Mapping[str, Any], words: Words) -> None:
        self.pack, self.explained, self.words = pack, explained, words

    def rows(self) -> Iterator[str]:
        """Lay out the head, how to read, the index, every point, then what rules share."""
        yield from self.head()
        yield from self.index()
        for point in self.pack.points:
            yield f"\n## {self.words('page.index.point', point=str(point.number), title=point.title)}"
            for rule in point.rules:
                yield from self.rule(rule)
            yield from self.declared(self.words("page.declared"), self.declared_in(point.number), "###")
        points = {point.number for point in self.pack.points}
        others = [each for each in self.pack.head.declared if _point_of(each) not in points]
        yield from self.declared(self.words("page.elsewhere"), others, "##")
        yield from score_rows(self.pack, self.words)
        yield from self.params()
        yield from self.kinds()

    # --- the front

    def head(self) -> Iterator[str]:
        words, head = self.words, self.pack.head
        judged = list(self.pack.judged())
        yield f"# {words('page.title', title=head.title)}\n"
        of_document = {
            "issuer": head.issuer,
            "issued": head.issued.isoformat() if head.issued is not None else "",
            "index": head.index_number,
            "number": head.document_number,
        }
        for name, text in of_document.items():
            if text:
                yield words("page.row", label=words(f"page.document.{name}"), text=_plain(text))
        forces = tuple(
            words("page.count", force=words(f"obligation.{force.code}"), count=str(count))
            for force in sorted(Obligation, reverse=True)
            if (count := sum(rule.obligation == force for rule in judged))
        )
        headings = len(self.pack.rules) - len(judged)
        counts = [words("page.counts", rules=str(len(judged)), forces=forces)]
        counts += [words("page.counts.headings", count=str(headings))] if headings else []
        counts += [words("page.counts.declared", count=str(len(head.declared)))] if head.declared else []
        yield words("page.row", label=words("page.document.rules"), text=words.joined("parts", counts))
        yield f"\n{words('page.made', pack=head.id, version=head.version)}"
        yield f"\n## {words('page.how')}\n"
        for each in _HOW:
            yield f"* {words(f'page.how.{each}')}"

    def index(self) -> Iterator[str]:
        words = self.words
        yield f"\n## {words('page.index')}"
        for point in self.pack.points:
            yield f"\n**{words('page.index.point', point=str(point.number), title=point.title)}**\n"
            yield from self.table_head("rule", "asks", "force", "inferred")
            for rule in point.rules:
                inferred = words.listed(
                    words(f"part.{part}") for part, basis in rule.basis.items() if basis is Basis.INFERRED
                )
                if not rule.basis:
                    inferred = words("page.inferred-all")
                if rule.is_heading:
                    inferred = words("packs.heading", rules=rule.answered_by).strip("（） ()")
                cells = (
                    f"[{rule.id}](#{_anchor(rule.id)})",
                    rule.title,
                    words(f"obligation.{Obligation(rule.obligation).code}"),
                    inferred or words("page.none"),
                )
                yield self.table_row(cells)

    # --- a rule

    def rule(self, rule: Rule) -> Iterator[str]:
        words, it = self.words, self.explained[rule.id]
        yield f'\n<a id="{_anchor(rule.id)}"></a>'
        yield f"\n### {words('page.rule', rule=rule.id, title=_plain(rule.title))}\n"
        for quote in rule.quote:
            yield f"> {_plain(quote)}\n"
        for label, text in self.entries(rule, it):
            yield words("page.row", label=words(label), text=_plain(text))
        yield from self.example(it)

    def entries(self, rule: Rule, it: Any) -> Iterator[tuple[str, str]]:
        """List what is said of a rule, each with the id of its label."""
        words = self.words
        force = words(f"obligation.{Obligation(rule.obligation).code}")
        yield "explain.force", force
        if rule.is_heading:
            if rule.reading:
                yield "explain.reading", rule.reading
            yield "explain.answered-by", words("page.heading", rules=rule.answered_by)
            return
        yield "page.basis", self.basis(rule)
        yield "explain.scope", words.say(it.scope, _LONGEST)
        if rule.reading:
            yield "explain.reading", rule.reading
        yield from self.asked(rule, it)
        if rule.remedy:
            yield "label.cure", rule.remedy
        yield from self.beside(rule, it)

    def basis(self, rule: Rule) -> str:
        words = self.words
        said = [
            words("page.basis-parts", basis=words(f"page.basis.{basis.value}"), parts=parts)
            for basis in Basis
            if (parts := tuple(words(f"part.{part}") for part, its in rule.basis.items() if its is basis))
        ] or [words("page.basis-none")]
        if rule.inferred_for is not None:
            said.append(words("explain.inferred-for", who=bare(rule.inferred_for.words(of_unit=True))))
        return words.joined("clauses", said)

    def asked(self, rule: Rule, it: Any) -> Iterator[tuple[str, str]]:
        words = self.words
        if it.counts is not None:
            said = words.say(it.counts, _LONGEST)
            if it.material:
                needing = words("explain.material", kinds=quoted(it.material))
                said = words.joined("sentences", (words.sentence(said), needing))
            yield "explain.counts", said
        for name in ("asks", "window", "worth"):
            if (said := getattr(it, name)) is not None:
                yield f"explain.{name}", words.say(said, _LONGEST)
        for name in it.params:
            yield "explain.params", self.param(name)
        if rule.on_empty is not None:
            if it.of_declared_set:
                yield "explain.empty", words(f"explain.empty-set.{rule.on_empty}")
            else:
                yield "explain.empty", words(f"explain.empty.{rule.on_empty}")
        if it.joint:
            yield "explain.joint", words("explain.joint-of", types=it.joint)
        if it.together_with:
            yield "explain.claim", words("explain.claim-with", rules=it.together_with)

    def param(self, name: str) -> str:
        param = self.pack.head.params[name]
        return self.words(
            "explain.param",
            name=name,
            value=self.words.measured(_value(param.value), param.unit),
            basis=self.words(f"basis.{param.basis.value}"),
            change=self.words(f"change.{param.change}"),
            why=param.why,
        )

    def beside(self, rule: Rule, it: Any) -> Iterator[tuple[str, str]]:
        """List what does not decide: advice, what is taken for something else, notices, notes."""
        words = self.words
        for advice in rule.advice:
            yield "explain.advice", advice
        for near in rule.near:
            what = near.select.words(it.pack.terms)
            yield "explain.near", words("explain.taken-for", what=words.say(what), because=near.because)
        for notice in rule.notices:
            what = notice.where.words(it.pack.terms)
            yield "explain.notice", words("explain.taken-for", what=words.say(what), because=notice.says)
        if rule.note:
            yield "explain.rule-note", rule.note

    def example(self, it: Any) -> Iterator[str]:
        case, words = it.example, self.words
        if case is None or not (case.records or any(then.records for then in case.earlier.values())):
            return
        day = case.as_of or it.pack.head.closes
        unit = unit_entries(case.unit, words)
        yield f"\n{words('page.example', unit=unit, as_of=day)}\n"
        if case.records:
            yield from _block(records_as_yaml(case.records, words))
        else:
            yield words("example.none")
        for said, rows in earlier_as_yaml(case.earlier, words):
            yield f"\n{said}"
            if rows:
                yield ""
                yield from _block(rows)

    # --- what rules share

    def declared_in(self, point: int) -> list[Declared]:
        return [each for each in self.pack.head.declared if _point_of(each) == point]

    def declared(self, title: str, declared: list[Declared], level: str) -> Iterator[str]:
        if not declared:
            return
        yield f"\n{level} {title}\n"
        for each in declared:
            yield self.words(
                "page.declared-line", name=each.id, quote=_plain(each.quote), because=_plain(each.because)
            )

    def params(self) -> Iterator[str]:
        words, params = self.words, self.pack.head.params
        if not params:
            return
        yield f"\n## {words('page.params')}\n"
        yield from self.table_head("name", "value", "basis", "change", "why")
        for name, param in params.items():
            value = words.measured(_value(param.value), param.unit)
            change = words(f"change.{param.change}")
            yield self.table_row((name, value, words(f"basis.{param.basis.value}"), change, param.why))

    def kinds(self) -> Iterator[str]:
        words, terms = self.words, self.pack.terms
        yield f"\n## {words('page.kinds')}\n"
        yield from self.table_head("kind", "sort", "about", "fields", "shown")
        for name, kind in terms.kinds.items():
            shown = "material" if terms.shown_by_material(name) else "record"
            own = words.listed(terms.fields_of(name)) or words("page.none")
            sort = terms.sort_of(name) or words("page.none")
            yield self.table_row((name, sort, kind.about, own, words(f"page.kinds.{shown}")))

    def table_head(self, *columns: str) -> Iterator[str]:
        yield self.table_row(self.words(f"page.column.{each}") for each in columns)
        yield "|" + "---|" * len(columns)

    def table_row(self, cells: Iterable[str]) -> str:
        return "| " + " | ".join(_plain(each).replace("|", "\\|") for each in cells) + " |"


def _block(rows: list[str]) -> list[str]:
    return ["```yaml", *rows, "```"]


def _anchor(rule_id: str) -> str:
    return f"rule-{rule_id}"


def _point_of(declared: Declared) -> int | None:
    """Give the point a declared sentence belongs to by its number (12.4); None where it has none (P1)."""
    found = re.match(r"(\d+)\.", declared.id)
    return int(found[1]) if found else None


def _value(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else number(value)


def _plain(text: str) -> str:
    """Keep what a pack says from being read as markup."""
    return text.replace("<", "&lt;")
