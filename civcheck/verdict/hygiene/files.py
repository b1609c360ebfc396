"""Files that are not quite what their names say, and files that nobody looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from civcheck.messages import Message, msg
from civcheck.model.filesorts import Fit, ending_for, fits, sort_words
from civcheck.model.material import FileFacts
from civcheck.model.record import Evidence, Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

_NOT_LOOKED_INTO = ("too-large", "too-slow", "unopened")


def find_other_formats(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice, record by record, files of another format than their names say that are still of the same family."""
    for record, files in _by_record(look, _is_of_other_format):
        sort = look.material[files[0].path].sort
        ending = ending_for(sort)
        cure = msg("other-format.rename", ending=ending) if ending else msg("other-format.save")
        yield _of_files("other-format", record, files, sort=sort_words(sort), cure=cure)


def find_not_looked_into(look: Look, _: Numbers) -> Iterator[Notice]:
    """Notice, record by record, files whose content was not looked at; they count as they are."""
    for record, files in _by_record(look, _is_not_looked_into):
        why = msg(f"not-looked.{look.material[files[0].path].flaw}")
        yield _of_files("not-looked-into", record, files, why=why)


def _is_of_other_format(piece: Evidence, facts: FileFacts) -> bool:
    return fits(piece.name, facts.sort) is Fit.SAME_FAMILY


def _is_not_looked_into(_: Evidence, facts: FileFacts) -> bool:
    return facts.flaw in _NOT_LOOKED_INTO


def _by_record(
    look: Look, is_meant: Callable[[Evidence, FileFacts], bool]
) -> Iterator[tuple[Record, list[Evidence]]]:
    """Give each record with its files that are meant; a file that several records name is told of with the first."""
    told: set[str] = set()
    for record in look.records if look.material else ():
        files = []
        for piece in record.evidence:
            facts = None if piece.is_link or piece.path in told else look.material.get(piece.path)
            if facts is not None and is_meant(piece, facts):
                told.add(piece.path)
                files.append(piece)
        if files:
            yield record, files


def _of_files(check: str, record: Record, files: list[Evidence], **params: Message) -> Notice:
    said = {"title": record.title, "count": len(files), "file": files[0].name, **params}
    return notice(check, [record], said, [piece.path for piece in files])


CHECKS = (Check("other-format", find_other_formats), Check("not-looked-into", find_not_looked_into))
