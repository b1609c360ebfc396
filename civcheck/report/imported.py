"""What ``civcheck import`` prints: what the columns are taken for, what would be written, what was left and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from civcheck.messages import msg
from civcheck.model.shell import shell_word
from civcheck.model.table.cells import shown
from civcheck.model.table.exported import heading_of
from civcheck.model.table.head import Column
from civcheck.model.table.headings import KIND, LEFT_OUT, SYNONYMS, Surety
from civcheck.model.table.plan import CellProblem, Conflict, Difference, ImportPlan, TablePlan, places_shown
from civcheck.model.table.rows import NoRecord
from civcheck.model.table.sheet import address, letters
from civcheck.model.texts import sanitize
from civcheck.model.yamltext import lines_of
from civcheck.report.layout import width_of
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

_MOST = 20
_MOST_CHANGED = 50
_EXAMPLES, _EXAMPLE_LINES = 2, 14
_PATH = 1_000
_HEADING, _TARGET = 24, 22
"""Cells that the columns of a mapping take at most."""


class Facts(NamedTuple):
    """What is said beside the plan: the ledger, its unit and year, the file's encoding, the files to write."""

    ledger: str
    unit: str
    year: int
    encoding: str
    is_open: bool
    added: Mapping[str, int]
    edited: Mapping[str, int]


def render_import(plan: ImportPlan, facts: Facts, options: Options) -> bytes:
    """Say what an import comes to, for reading at ``options.width`` cells."""
    page = Page(Words(options.lang), options.width, options.color)
    _Said(plan, facts, page).all()
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def render_written(facts: Facts, options: Options) -> bytes:
    """Say which files were written."""
    page = Page(Words(options.lang), options.width, options.color)
    count = len({*facts.added, *facts.edited})
    new, edited = sum(facts.added.values()), sum(facts.edited.values())
    page.text(page.words("import.done", count=str(count), new=str(new), edited=str(edited)))
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


class _Said:
    """Everything that is said of one plan."""

    def __init__(self, plan: ImportPlan, facts: Facts, page: Page) -> None:
        self.plan, self.facts, self.page, self.words = plan, facts, page, page.words

    def all(self) -> None:
        """Say it, in the order in which a person wants to know."""
        plan, facts, words = self.plan, self.facts, self.words
        book, ledger = sanitize(plan.book), sanitize(facts.ledger)
        self.page.text(
            words("import.head", book=book, ledger=ledger, unit=sanitize(facts.unit), year=str(facts.year))
        )
        if facts.encoding:
            self.page.text(words.sentence(words("import.encoding", encoding=facts.encoding)))
        if facts.is_open:
            self.page.text(words.sentence(words("import.is-open")))
        for table in plan.tables:
            self.table(table)
        for name, why in plan.skipped:
            self.page.text(words("import.skipped", sheet=sanitize(name), why=msg(f"import.sheet.{why}")))
        self.examples()
        self.problems()
        self.changes()
        self.conflicts()
        self.notes()
        self.close()

    def table(self, table: TablePlan) -> None:
        """Say where a table begins, what its columns are taken for, and which rows are none."""
        words, head = self.words, table.head
        rows = str(head.first) if head.first == head.last else f"{head.first}-{head.last}"
        params = {"sheet": sanitize(table.sheet.name), "rows": rows, "count": str(table.rows)}
        if table.is_exported:
            self.page.section(words("import.table-exported", **params))
        elif table.kind and all(each.match.target != KIND for each in head.columns):
            self.page.section(words("import.table-kind", kind=table.kind, **params))
        else:
            self.page.section(words("import.table", **params))
        if not table.is_exported:
            self.mapping(table)
        self.rows_left(table)
        if table.lacking:
            names = tuple(table.lacking)
            self.page.text(words("import.lacking", names=names, **params), code="31")
            cure = "import.lacking.kind-cure" if names == (KIND,) else "import.lacking.cure"
            option = _option(table, names[-1])
            self.page.text(words(cure, command=option), 2)

    def mapping(self, table: TablePlan) -> None:
        """Lay out the columns: letter, heading, what it is taken for, and what stands in the first row."""
        words = self.words
        first = next((row for number, row in table.sheet.rows.items() if number > table.head.last), {})
        rows = [
            (letters(each.at), sanitize(each.heading), self.target(each), sanitize(shown(first.get(each.at))))
            for each in table.head.columns
        ]
        titles = tuple(words(f"import.{name}") for name in ("column", "heading", "target", "example"))
        widths = [
            min(most, max(width_of(row[at]) for row in (titles, *rows)))
            for at, most in enumerate((4, _HEADING, _TARGET))
        ]
        for row in (titles, *rows):
            line = "".join(
                _cut(text, width).ljust_to(width + 2) for text, width in zip(row, widths, strict=False)
            )
            rest = self.page.width - width_of(line) - 2
            self.page.rows.append(f"  {line}{_cut(row[3], max(rest, 6)).text}".rstrip())

    def target(self, column: Column) -> str:
        """Say what a column is taken for, and how sure that is."""
        match = column.match
        if match.target == LEFT_OUT:
            return self.words("import.left-out")
        if not match.target:
            return self.words("import.to-note")
        target = sanitize(match.target)
        if match.surety is Surety.NEAR:
            return self.words("import.surety.near", target=target)
        return self.words("import.surety.told", target=target) if match.surety is Surety.TOLD else target

    def rows_left(self, table: TablePlan) -> None:
        """Say which rows hold no record, which are hidden, and what lies on cells and is not read."""
        for reason in NoRecord:
            numbers = [number for number, why in table.left if why is reason]
            if numbers:
                self.page.text(self.words(f"import.row.{reason.value}", rows=self.numbers(numbers)), 2)
        hidden = sorted(number for number in table.sheet.hidden_rows if number > table.head.last)
        if hidden:
            self.page.text(self.words("import.hidden-rows", rows=self.numbers(hidden)), 2)
        for sort in ("struck", "comment", "link", "picture"):
            places = [
                address(row, column)
                for each, row, column in table.sheet.lying
                if each == sort and row > table.head.last
            ]
            if places:
                few = self.words.listed(places[:8]) + ("…" if len(places) > 8 else "")
                said = self.words(f"import.lying.{sort}", cells=few, count=str(len(places)))
                self.page.text(said, 2)

    def numbers(self, numbers: Sequence[int]) -> str:
        """Name rows, the first few of many."""
        few = self.words.listed(map(str, numbers[:8]))
        return few if len(numbers) <= 8 else self.words("import.rows-more", rows=few, count=str(len(numbers)))

    def examples(self) -> None:
        """Show the first records as they would be written."""
        for each in self.plan.new[:_EXAMPLES]:
            self.page.section(self.words("import.example-record", place=sanitize(each.place.shown)))
            lines = list(lines_of(each.raw))
            for line in lines[:_EXAMPLE_LINES]:
                self.page.rows.append("  " + _cut(sanitize(line, 1_000), self.page.width - 2).text)
            if len(lines) > _EXAMPLE_LINES:
                self.page.rows.append("  …")

    def problems(self) -> None:
        """Name every cell that could not be read, with the cure."""
        found = self.plan.problems
        if not found:
            return
        self.page.section(self.words("import.section.problems", count=str(len(found))), "1;31")
        for each in found[:_MOST]:
            self.problem(each)
        for each in found[_MOST:]:
            self.page.text(self.words("import.problem", place=sanitize(each.place.shown), what=each.what), 1)

    def problem(self, problem: CellProblem) -> None:
        """Name one of them."""
        words = self.words
        self.page.text(words("import.problem", place=sanitize(problem.place.shown), what=problem.what), 1)
        self.page.text(words("import.cure", cure=words.lines(problem.cure)[0]), 4)

    def changes(self) -> None:
        """Show each value that would change."""
        found = self.plan.changed
        if not found:
            return
        self.page.section(self.words("import.section.changed", count=str(len(found))))
        for each in found[:_MOST_CHANGED]:
            self.page.text(
                self.words("import.changed", title=sanitize(each.title), key=sanitize(each.key, _PATH)), 1
            )
            self.differences(each.differences, "import.change")
        self.page.more(len(found) - _MOST_CHANGED)

    def conflicts(self) -> None:
        """Show each row that the ledger has otherwise."""
        found = self.plan.conflicts
        if not found:
            return
        self.page.section(self.words("import.section.conflicts", count=str(len(found))), "1;33")
        for each in found[:_MOST_CHANGED]:
            self.conflict(each)
        self.page.more(len(found) - _MOST_CHANGED)
        self.page.text(self.words.sentence(self.words("import.conflicts.cure")), 1)

    def conflict(self, conflict: Conflict) -> None:
        """Show one of them."""
        said = self.words(
            f"import.conflict.{conflict.why}",
            place=sanitize(conflict.place.shown),
            title=sanitize(conflict.title),
            key=sanitize(conflict.key, _PATH),
        )
        self.page.text(said, 1)
        self.differences(conflict.differences, "import.difference")

    def differences(self, found: Iterable[Difference], how: str) -> None:
        """Show values side by side; one that is empty is said to be."""
        for each in found:
            field = sanitize(heading_of(each.path))
            table, ledger = (
                sanitize(text, 80) or self.words("import.nothing") for text in (each.table, each.ledger)
            )
            self.page.text(self.words(how, field=field, table=table, ledger=ledger), 4)

    def notes(self) -> None:
        """Say what was read and is worth a look."""
        plan, words = self.plan, self.words
        rows: list[str] = []
        for (heading, why, kind), spots in plan.asides.items():
            params = {"heading": sanitize(heading), "count": str(len(spots)), "kind": kind}
            rows.append(words(f"import.aside.{why}", place=sanitize(spots[0].shown), **params))
        for note in plan.notes:
            places, more = places_shown(note.places, 3)
            listed = words.listed(map(sanitize, places))
            key = "import.note-more" if more else "import.note"
            rows.append(words(key, what=note.what, places=listed, count=str(len(note.places))))
        if plan.repeated:
            places, more = places_shown([each for each, _ in plan.repeated], 6)
            listed = words.listed(map(sanitize, places)) + (
                words("import.more-rows", count=str(more)) if more else ""
            )
            rows.append(words("import.repeated", places=listed))
        if plan.gone:
            names = words.listed([sanitize(each, _PATH) for each in plan.gone[:5]])
            rows.append(words("import.gone", count=str(len(plan.gone)), names=names))
        if rows:
            self.page.section(words("import.section.notes"))
            for row in rows[:_MOST]:
                self.page.listed(" -", row, 3)
            self.page.more(len(rows) - _MOST)

    def close(self) -> None:
        """Name the columns that nobody is sure of, the files, and the sum."""
        plan, words = self.plan, self.words
        unsure = list(unsure_columns(plan))
        if unsure:
            self.page.section(words("import.section.unsure"))
            self.page.text(words("import.unsure"), 1)
            for _, column in unsure:
                option = f"--map {shell_word(sanitize(f'{column.heading}={column.match.target}'))}"
                self.page.rows.append(f"    {option}")
        self.page.section(words("import.section.sum"))
        if (self.facts.added or self.facts.edited) and (plan.is_readable or plan.is_partial):
            _files(self.page, self.facts)
        if plan.is_partial and plan.problems:
            self.page.text(words.sentence(words("import.partial")))
        counts = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": plan.same,
            "conflicts": len(plan.conflicts),
            "problems": len(plan.problems),
        }
        self.page.text(words("import.sum", **{name: str(count) for name, count in counts.items()}))


def _option(table: TablePlan, lacking: str) -> str:
    """Give the option that says what is lacking: which column has the kinds, where one is called so, or the kind."""
    if lacking != KIND:
        return f"--map C={lacking}"
    called = [each.heading for each in table.head.columns if each.heading in SYNONYMS[KIND].split()]
    return f"--map {called[0]}={KIND}" if called else "--kind 志愿服务"


def unsure_columns(plan: ImportPlan) -> Iterable[tuple[TablePlan, Column]]:
    """List the columns whose headings are only near to something."""
    for table in plan.tables:
        if not table.is_exported:
            for column in table.head.columns:
                if column.match.surety is Surety.NEAR:
                    yield table, column


def _files(page: Page, facts: Facts) -> None:
    paths = sorted({*facts.added, *facts.edited})
    page.text(page.words("import.files", count=str(len(paths))))
    for path in paths[:_MOST]:
        added, edited, shown_path = facts.added.get(path, 0), facts.edited.get(path, 0), sanitize(path, _PATH)
        if added and edited:
            row = page.words("import.file.both", path=shown_path, added=str(added), edited=str(edited))
        elif added:
            row = page.words("import.file.added", path=shown_path, count=str(added))
        else:
            row = page.words("import.file.edited", path=shown_path, count=str(edited))
        page.text(row, 2)
    page.more(len(paths) - _MOST)


class _Cut(NamedTuple):
    """A text that was cut to a width in cells."""

    text: str

    def ljust_to(self, width: int) -> str:
        """Fill it with blanks."""
        return self.text + " " * max(0, width - width_of(self.text))


def _cut(text: str, width: int) -> _Cut:
    if width_of(text) <= width:
        return _Cut(text)
    kept = ""
    for sign in text:
        if width_of(kept + sign) > width - 1:
            break
        kept += sign
    return _Cut(kept + "…")
