"""What a plan says, section by section, in no format yet: every line is a text that is fit to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.plan import Action, Material, Mending, Plan
from civcheck.model.record import Record
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report.words import Words

KINDS = 3
"""So many kinds of which any one does are named."""
_AMOUNTS = ("seen.total", "seen.ratio", "seen.compare")
"""What a finding says where it adds up or compares numbers that records give."""


class Entry(NamedTuple):
    """One thing to do: what it is, its rules, and labelled lines; ``pasted`` are lines of YAML."""

    head: str
    rules: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    pasted: tuple[str, ...] = ()


class Section(NamedTuple):
    """Things to do of one sort, with what holds of all of them."""

    title: str
    why: str
    entries: tuple[Entry, ...]


class Lines:
    """The plan of a report, said in one language."""

    def __init__(self, report: Report, words: Words) -> None:
        assert report.plan is not None  # noqa: S101 - whoever says a plan asked for one
        self.report, self.words, self.plan = report, words, report.plan
        self.findings: Mapping[str, Finding] = {each.rule: each for each in report.findings}
        self.order = {each.rule: at for at, each in enumerate(report.findings)}
        over = {rule for each in self.plan.actions if each.over for rule in each.rules}
        self.over = tuple(sorted(over, key=lambda rule: self.order[rule]))
        self.records: Mapping[str, Record] = {each.key: each for each in report.catalogue}

    def opening(self) -> list[str]:
        """Say how much is lacking, how much of it is closed, and whether the list is the shortest."""
        plan, words = self.plan, self.words
        said = [words("plan.incomplete")] if not self.report.complete else []
        if not plan.short:
            return [words.begun(text) for text in (words("plan.none", until=plan.until), *said)]
        code = "plan.sum-all" if plan.closes == plan.short else "plan.sum"
        counts = {"short": str(len(plan.short)), "closes": str(len(plan.closes))}
        summed = [words(code, until=plan.until, **counts)]
        if self.over:
            summed.append(words("plan.sum-over", count=str(len(self.over)), rules=self.over))
        if count := ahead_of(plan):
            code = "plan.proven" if plan.proven else "plan.unproven"
            summed.append(words(code, count=str(count), least=str(plan.least)))
        return [words.begun(text) for text in (*summed, *said)]

    def sections(self) -> Iterator[Section]:
        """Give the sections that have anything: what can still be done first."""
        for code, why, make in self._makers():
            entries = tuple(make())
            if entries:
                yield Section(
                    self.words(code, count=str(self._count(code, entries))),
                    self.words(why) if why else "",
                    entries,
                )

    def _count(self, code: str, entries: tuple[Entry, ...]) -> int:
        return ahead_of(self.plan) if code == "plan.ahead" else len(entries)

    def _makers(self) -> tuple[tuple[str, str, Callable[[], Iterable[Entry]]], ...]:
        plan = self.plan
        return (
            ("plan.ahead", "", lambda: (self.action(each) for each in plan.actions if not each.over)),
            ("plan.mend", "", lambda: (self.mending(each) for each in plan.mendings if not each.over)),
            (
                "plan.mend-over",
                "plan.mend-over-why",
                lambda: (self.mending(each) for each in plan.mendings if each.over),
            ),
            ("plan.look", "plan.look-why", self._looks),
            ("plan.over", "plan.over-why", self._over),
            ("plan.person", "plan.person-why", self._persons),
            ("plan.left", "", self._left),
        )

    # --- entries

    def action(self, action: Action) -> Entry:
        """Say one thing to hold or to record."""
        head = f"{self.days(action)} {self.what(action)}"
        return self._entry(head, action.rules, self.asked(action), ahead=not action.over)

    def asked(self, action: Action) -> list[tuple[str, str]]:
        """Say what a record of it must be, must say, and must name."""
        return [
            *self._labelled("plan.kind", self._kinds(action)),
            *self._labelled("plan.write", self.words.joined("clauses", self.written(action))),
            *self._labelled("plan.material", self.material(action.material)),
            *self._amounts(action),
        ]

    def _amounts(self, action: Action) -> Iterator[tuple[str, str]]:
        """Say how much there must be of what is to be filled in, and how much there is."""
        said = (self.findings[rule].summary for rule in action.rules if action.filled)
        for each in said:
            if each.id.startswith(_AMOUNTS):
                yield from self._labelled("plan.lacks", self.words.say(each))

    def what(self, action: Action) -> str:
        """Name the kind of record, and how many."""
        kind = sanitize(action.kind)
        return kind if action.times == 1 else self.words("plan.times", what=kind, times=str(action.times))

    def days(self, action: Action) -> str:
        """Say from when to when; what is possible from tomorrow on only until when."""
        tomorrow = (action.first - self.plan.as_of).days == 1
        if tomorrow:
            return self.words("plan.until", last=action.last)
        return self.words("plan.days", first=action.first, last=action.last)

    def written(self, action: Action) -> list[str]:
        """Say what its fields must have."""
        words = self.words
        said = [words("plan.value", field=key, value=_shown(value)) for key, value in action.values]
        said += [words("plan.choice", field=key, value=values) for key, values in action.choices]
        return said + [words("plan.fill", field=key) for key in action.filled]

    def _kinds(self, action: Action) -> str:
        if len(action.kinds) < 2:
            return ""
        named = action.kinds[:KINDS]
        code = "plan.kinds" if len(named) == len(action.kinds) else "plan.kinds-more"
        return self.words(code, kinds=named, count=str(len(action.kinds)))

    def material(self, material: Iterable[Material]) -> str:
        """List material."""
        said = [self.piece(each) for each in material]
        return self.words.listed(said) if said else ""

    def piece(self, asked: Material) -> str:
        """Name material by its role, of several of which one does by all, with what else is asked of it."""
        words = self.words
        said = self._any_of(asked.roles) if asked.roles else words("plan.any-material")
        if asked.limits:
            said = words("plan.material-number", what=said, limits=asked.limits)
        if asked.says:
            asks = words.joined("clauses", map(words.say, asked.says))
            said = words("plan.material-says", what=said, asked=asks)
        return said

    def _any_of(self, roles: tuple[str, ...]) -> str:
        return reduce(lambda one, other: self.words("plan.or", one=one, other=other), roles)

    def mending(self, mending: Mending) -> Entry:
        """Say what a record lacks that is there."""
        words = self.words
        adding = [
            self.material(mending.material),
            *(words("plan.fill", field=name) for name in mending.fields),
        ]
        due = "" if mending.due is None else words("plan.due", day=mending.due)
        said = " ".join(filter(None, (due, self.record(mending.record))))
        lines = [
            *self._labelled("plan.add", words.joined("clauses", filter(None, adding))),
            *self._labelled("plan.where", sanitize(mending.record)),
        ]
        return self._entry(said, mending.rules, lines)

    def record(self, key: str) -> str:
        """Name a record by its day and title."""
        record = self.records.get(key)
        return sanitize(key) if record is None else f"{record.days.first} {sanitize(record.title)}"

    def _looks(self) -> Iterator[Entry]:
        for each in self.plan.corrections:
            lines = [
                *self._labelled("plan.lacks", self.words.say(each.lacks)),
                *self._labelled("plan.where", sanitize(each.record)),
            ]
            yield self._entry(self.record(each.record), (each.rule,), lines)

    def _over(self) -> Iterator[Entry]:
        for each in self.plan.actions:
            if each.over:
                yield self.action(each)
        for left in self.plan.left:
            if left.why == "late":
                yield self._of_rule(left.rule, self.words("plan.late"), left.records)

    def _left(self) -> Iterator[Entry]:
        for left in self.plan.left:
            if left.why != "late":
                yield self._of_rule(left.rule, self.words(f"plan.{left.why}", rule=left.rule), left.records)

    def _of_rule(self, rule: str, why: str, records: Iterable[str] = ()) -> Entry:
        lines = [*self._labelled("plan.why", why)]
        lines += [line for key in records for line in self._labelled("plan.where", sanitize(key))]
        return Entry(self.rule(rule), (rule,), (*lines, *self._who((rule,))))

    def _persons(self) -> Iterator[Entry]:
        for ask in self.report.asks:
            question = self.words("plan.declare", question=self.words.say(ask.question))
            waits = self._labelled("plan.waits", self.words.joined("clauses", map(self.rule, ask.rules)))
            yield Entry(question, ask.rules, tuple(waits), tuple(ask.line.split("\n")))
        asked = {rule for ask in self.report.asks for rule in ask.rules}
        for each in self.report.findings:
            if each.outcome is Outcome.NEEDS_REVIEW:
                yield self._of_rule(each.rule, self.words("plan.review"))
            elif each.outcome is Outcome.UNDETERMINED and each.rule not in asked:
                yield self._of_rule(each.rule, self.words("plan.undecided"))

    # --- parts of entries

    def _entry(
        self, head: str, rules: tuple[str, ...], lines: Iterable[tuple[str, str]], ahead: bool = False
    ) -> Entry:
        ordered = tuple(sorted(rules, key=lambda rule: self.order[rule]))
        closes = self._rules(ordered, self.over if ahead else ())
        return Entry(head, ordered, (*lines, *closes, *self._cure(ordered), *self._who(ordered)))

    def _cure(self, rules: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Say what the pack says of how a rule is closed, where it is for one rule alone."""
        if len(rules) == 1 and self.findings[rules[0]].remedy:
            yield from self._labelled("plan.cure", self.words.remedy(self.findings[rules[0]]))

    def _rules(self, rules: Iterable[str], over: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Name the rules that are helped; of some days that are over are short too, so that more is needed."""
        names = (
            self.words("plan.also-over", rule=self.rule(rule)) if rule in over else self.rule(rule)
            for rule in rules
        )
        yield from self._labelled("plan.rules", self.words.joined("clauses", names))

    def rule(self, rule: str) -> str:
        """Name a rule with its title."""
        return f"{rule} {sanitize(self.findings[rule].title)}"

    def _who(self, rules: Iterable[str]) -> Iterator[tuple[str, str]]:
        names = dict.fromkeys(sanitize(duty) for rule in rules if (duty := self.findings[rule].duty))
        yield from self._labelled("plan.who", self.words.listed(names))

    def _labelled(self, code: str, text: str) -> Iterator[tuple[str, str]]:
        if text:
            yield self.words(code), text


def ahead_of(plan: Plan) -> int:
    """Count the things that can still be done, each as often as it is to be done."""
    return sum(each.times for each in plan.actions if not each.over)


def _shown(value: Any) -> Any:
    return tuple(map(sanitize, value)) if isinstance(value, tuple) else value
