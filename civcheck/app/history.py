"""Ledgers as git knows them: when their files first appeared, and how they stood on an earlier day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcheck.app.years import by_year
from civcheck.errors import CivcheckError
from civcheck.messages import Message, msg
from civcheck.model.ledger import Skipped
from civcheck.model.problem import Place
from civcheck.model.report import InGit, Notice, Report
from civcheck.reading.walk import RECORD_ENDINGS

if TYPE_CHECKING:  # what starts git is imported only where the command line asks for it
    from civcheck.reading.githistory import History
    from civcheck.reading.knownat import Standing


@dataclass
class InTime:
    """Ledgers as they stood: ``roots`` are the folders to audit, of the ledgers that were named in the same order.

    ``known_at`` is the day asked for; without one the folders are those that were named.
    """

    named: Sequence[Path]
    roots: Sequence[Path]
    known_at: date | None = None
    today: date | None = None
    standing: Mapping[str, Standing] = field(default_factory=dict)
    histories: dict[str, History] = field(default_factory=dict)

    def first_seen(self, root: str) -> Mapping[str, date]:
        """Give the day on which each file of one of the folders first appeared, as far as its history had come.

        Raises:
            UsageError: there is no repository, or git fails.
        """
        from civcheck.reading.githistory import read_history

        standing = self.standing.get(root)
        commit = None if standing is None else standing.commit
        self.histories[root] = found = read_history(self._named(root), self.today, commit)
        return found.days

    def by_year(self) -> list[Path]:
        """Give the ledgers as they were named, the latest year last."""
        return [self._named(each.root) for each in by_year(list(map(str, self.roots)))]

    def said_in(self, report: Report) -> Report:
        """Name in a report the commit it rests on, what that leaves out, and what its history cannot tell."""
        if not self.standing and not self.histories:
            return report
        root = by_year(list(map(str, self.roots)))[-1].root
        standing, history = self.standing.get(root), self.histories.get(root)
        commit = next((each.commit for each in (standing, history) if each is not None), "")
        told = InGit(commit, self.known_at, None if standing is None else standing.day, history is not None)
        left = tuple(_left_out(standing)) if standing is not None else ()
        return report._replace(
            provenance=report.provenance._replace(git=told),
            notices=(*_notices(standing, history, report.unit.file), *report.notices),
            skipped=tuple(sorted((*report.skipped, *left), key=lambda each: each.path)),
            incomplete=report.incomplete or any(each.may_hide_record for each in left),
        )

    def _named(self, root: str) -> Path:
        return next(named for named, each in zip(self.named, self.roots, strict=True) if str(each) == root)


@contextmanager
def ledgers_in_time(ledgers: Sequence[Path], known_at: date | None, today: date) -> Iterator[InTime]:
    """Lay out ledgers as they had been committed on a day; without one they are looked at where they are.

    Raises:
        UsageError: a ledger is in no repository, or its history does not go back so far.
    """
    if known_at is None or not all(each.is_dir() for each in ledgers):  # the audit tells what is no folder
        yield InTime(ledgers, ledgers, today=today)
        return
    from civcheck.reading.knownat import tree_at

    with ExitStack() as stack:
        standing = [stack.enter_context(tree_at(each, known_at)) for each in ledgers]
        roots = [each.root for each in standing]
        try:
            yield InTime(ledgers, roots, known_at, today, {str(each.root): each for each in standing})
        except CivcheckError as error:
            raise _of_named(
                error, {str(root): str(named) for root, named in zip(roots, ledgers, strict=True)}
            ) from None


def _of_named(error: CivcheckError, named: Mapping[str, str]) -> CivcheckError:
    """Give what stopped an audit with the ledger's own path in place of the temporary one."""

    def said(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(said, value))
        for root, path in named.items() if isinstance(value, str) else ():
            value = value.replace(root, path)
        return value

    params = {name: said(value) for name, value in error.message.params.items()}
    problems = [
        each._replace(place=each.place._replace(file=said(each.place.file))) for each in error.problems
    ]
    return type(error)(Message(error.message.id, params), problems)


def _left_out(standing: Standing) -> Iterator[Skipped]:
    for path in standing.links:
        is_folder = "." not in path.rpartition("/")[2]
        yield Skipped(path, msg("skipped.link"), is_folder or path.lower().endswith(RECORD_ENDINGS))
    for path in standing.submodules:
        yield Skipped(path, msg("skipped.submodule"), may_hide_record=True)
    for path in standing.unwritable:
        yield Skipped(path, msg("skipped.unwritable"), may_hide_record=True)
    for path in standing.pointers:
        yield Skipped(path, msg("skipped.pointer"))


def _notices(standing: Standing | None, history: History | None, file: str) -> Iterator[Notice]:
    """Say what makes days of a history doubtful."""

    def told(text: Message) -> Notice:
        return Notice("git-history", text, (Place(file),))

    if standing is not None and standing.is_out_of_order:
        yield told(msg("notice.git-order", commit=standing.commit[:7], day=standing.day))
    if history is not None and history.cut:
        yield told(msg("notice.git-cut", count=history.cut))
    if history is not None and history.ahead:
        yield told(msg("notice.git-ahead", count=history.ahead))
