"""A ledger as read: the unit, its records, what could not be read, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from civcheck.messages import Message
from civcheck.model.hygiene import HygieneLine
from civcheck.model.material import FileFacts, Personal
from civcheck.model.problem import InLedger, Place, Problem
from civcheck.model.record import Record
from civcheck.model.unit import Answer, Judgement, Unit


class Skipped(NamedTuple):
    """A file that is not audited, with the reason; ``may_hide_record`` makes the audit incomplete."""

    path: str
    reason: Message
    may_hide_record: bool = False


class UnreadRecord(NamedTuple):
    """A record that could not be used; ``kind`` is None when its 类型 is illegible."""

    key: str
    line: int
    kind: str | None


class LooseFile(NamedTuple):
    """A file that no record names; beside a record, with the line to paste there."""

    path: str
    record: str | None = None
    role: str | None = None
    line: str | None = None


class Spotted(NamedTuple):
    """Something personal in a record file, at a line, or in the name of a file or folder, at line 0."""

    place: Place
    personal: Personal


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything an audit looks at, in the order of files.

    ``material`` is what its files show that were opened, by path; ``spelled`` gives the path by which a file is opened
    where that is another.
    """

    name: str
    unit: Unit
    records: tuple[Record, ...]
    unread: tuple[UnreadRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    loose: tuple[LooseFile, ...] = ()
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    param_lines: Mapping[str, int] = field(default_factory=dict)
    hygiene: tuple[HygieneLine, ...] = ()
    folders: tuple[str, ...] = ()
    digest: str = ""
    file_count: int = 0
    material: Mapping[str, FileFacts] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[Spotted, ...] = ()
    answers: tuple[Answer, ...] = ()

    def below(self, folder: str) -> Ledger:
        """Give the same ledger with every path in it below ``folder``: one of several that are audited together."""

        def at(path: str) -> str:
            return f"{folder}/{path}"

        def placed(problem: Problem) -> Problem:
            params = {
                name: each.below(folder) if isinstance(each, InLedger) else each
                for name, each in problem.params.items()
            }
            return problem._replace(place=problem.place._replace(file=at(problem.place.file)), params=params)

        return replace(
            self,
            records=tuple(_moved(record, at) for record in self.records),
            unread=tuple(each._replace(key=at(each.key)) for each in self.unread),
            problems=tuple(map(placed, self.problems)),
            skipped=tuple(each._replace(path=at(each.path)) for each in self.skipped),
            loose=tuple(
                each._replace(path=at(each.path), record=None if each.record is None else at(each.record))
                for each in self.loose
            ),
            personal=tuple(
                each._replace(place=each.place._replace(file=at(each.place.file))) for each in self.personal
            ),
            shared={at(path): tuple(map(at, keys)) for path, keys in self.shared.items()},
            material={at(path): facts for path, facts in self.material.items()},
        )

    @property
    def unreferenced(self) -> tuple[str, ...]:
        """Name the files that no record names."""
        return tuple(each.path for each in self.loose)


def _moved(record: Record, at: Callable[[str], str]) -> Record:
    evidence = tuple(
        each if each.folder is None else each._replace(folder=at(each.folder).rstrip("/"))
        for each in record.evidence
    )
    return record._replace(key=at(record.key), evidence=evidence)
