"""Reading drafts as the ledger would read them: whether files are there, and what is wrong with which cell."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.problem import Weight
from civcheck.model.shell import shell_word
from civcheck.model.table.drafts import Aside, Draft, Spot
from civcheck.model.table.headings import DAYS, KIND, MATERIAL
from civcheck.model.table.plan import CellProblem, Spotted
from civcheck.model.texts import sanitize
from civcheck.reading.entry import Entry, Trouble
from civcheck.reading.evidence import BadPath
from civcheck.reading.parsed import YamlMistake, parse_yaml
from civcheck.reading.written import WrittenLedger, digest_of_raw

_PARTS = re.compile(r"[\n；;]+")
_MORE_PARTS = re.compile(r"[\n、，,；;]+")


class ReadDraft(NamedTuple):
    """A draft as the ledger reads it: what would be written, the record or none, problems, notes with their cells.

    ``digest`` is that of what stands in the row, whatever becomes of its files.
    """

    draft: Draft
    raw: dict[str, Any]
    entry: Entry
    digest: str
    problems: list[CellProblem]
    notes: list[tuple[Message, Spotted]]


def read_draft(draft: Draft, ledger: WrittenLedger, folder: str, home: str = "") -> ReadDraft:
    """Read a draft whose record would lie in ``folder``; ``home`` is another from which it may name files."""
    digest = digest_of_raw(
        [
            draft.raw,
            {role: text for role, (_, _, text) in draft.material.items()},
            [[each.heading, each.text] for each in draft.asides],
            [each.shown for each in draft.flaws],
        ]
    )
    spots = dict(draft.spots)
    _place_files(draft, spots, _Files(ledger, folder, home))
    problems = [_of_flaw(draft, each.spot, each.code, each.shown) for each in draft.flaws]
    raw = draft.finished()
    entry = ledger.entries.read(raw, f"{folder}/-.yaml" if folder else "-.yaml", 1)
    notes = list(_notes_on_years(draft, entry, ledger.unit.year))
    flawed = {each.target.partition(".")[0] for each in draft.flaws}
    for trouble in entry.troubles:
        if trouble.code == "required-missing" and trouble.params.get("field") in flawed:
            continue
        place = _place_of(trouble, spots, draft)
        if trouble.weight is Weight.NOTE:
            notes.append((msg(f"problem.{trouble.code}", **trouble.params), place))
        else:
            problem = problem_of(trouble, place)
            problems.append(_of_kind(problem, trouble) if trouble.code == "kind-unknown" else problem)
    return ReadDraft(draft, raw, entry, digest, problems, notes)


def _notes_on_years(draft: Draft, entry: Entry, year: int) -> Iterator[tuple[Message, Spotted]]:
    """Say which days took the year of the ledger, and which are of another."""
    for spot, heading in draft.yearless:
        params = {"heading": sanitize(heading), "year": str(year)}
        yield msg("import.note.year-added", **params), Spotted(draft.sheet, *spot)
    if entry.record is not None and year not in (entry.record.first.year, entry.record.last.year):
        spot = draft.spots.get((DAYS,), Spot(draft.row, 0))
        yield msg("import.note.other-year", year=str(year)), Spotted(draft.sheet, *spot)


def without_unreadable(read: ReadDraft, ledger: WrittenLedger, folder: str) -> ReadDraft:
    """Move what could not be read into the note, so that the rest of the row can be written."""
    draft = read.draft
    headings = {each.spot: each.shown for each in draft.flaws}
    for spot, shown in headings.items():
        draft.asides.append(Aside(spot, _heading(draft, spot), shown, "unread"))
    draft.flaws = []
    for trouble in read.entry.troubles:
        key = str(trouble.path[0]) if trouble.path else ""
        if trouble.weight is not Weight.VALUE or key not in draft.raw or key == KIND:
            continue
        value = draft.raw.pop(key)
        found = next((at for path, at in draft.spots.items() if path[0] == key), Spot(draft.row, 0))
        draft.asides.append(Aside(found, key, _plain(value), "unread"))
    again = read_draft(draft, ledger, folder)
    return again._replace(digest=read.digest)


def _heading(draft: Draft, spot: Spot) -> str:
    return draft.headings.get(spot.column, "")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(f"{key}：{_plain(each)}" for key, each in value.items())
    return "、".join(value) if isinstance(value, list) else str(value)


def _of_flaw(draft: Draft, spot: Spot, code: str, shown: str) -> CellProblem:
    place = Spotted(draft.sheet, *spot)
    value = sanitize(shown)
    return CellProblem(
        place, msg(f"import.cell.{code}", value=value), msg(f"import.cell.{code}.cure", value=value), False
    )


def problem_of(trouble: Trouble, place: Spotted) -> CellProblem:
    """Say what is wrong with a cell, as the reader of records says it of a value."""
    params = trouble.params
    what, cure = msg(f"problem.{trouble.code}", **params), msg(f"problem.{trouble.code}.cure", **params)
    if trouble.code in ("required-missing", "kind-missing"):
        field = str(params.get("field", KIND))
        what, cure = msg("import.row.lacking", field=field), msg("import.row.lacking.cure", field=field)
    return CellProblem(place, what, cure, trouble.weight is Weight.UNREAD)


def _of_kind(problem: CellProblem, trouble: Trouble) -> CellProblem:
    """Offer the option that says which kind a table means by its own word; new records alone heed it."""
    word = shell_word(sanitize(str(trouble.params.get("value", ""))))
    command = f"--kind {word}={trouble.params.get('meant') or KIND}"
    return problem._replace(cure=msg("import.row.kind.cure", command=command))


def _place_of(trouble: Trouble, spots: dict[tuple[str, ...], Spot], draft: Draft) -> Spotted:
    path = tuple(str(step) for step in trouble.path)
    for length in range(len(path), 0, -1):
        if (spot := spots.get(path[:length])) is not None:
            return Spotted(draft.sheet, *spot)
    inside = next((spot for key, spot in spots.items() if path and key[0] == path[0]), None)
    return Spotted(draft.sheet, *inside) if inside is not None else Spotted(draft.sheet, draft.row)


# --- files


def _place_files(draft: Draft, spots: dict[tuple[str, ...], Spot], files: _Files) -> None:
    """Name the files that are in the ledger as material; whatever else stands in such a column goes into the note."""
    for role, (spot, heading, text) in draft.material.items():
        found, missing = files.named(text, role)
        if found:
            draft.raw.setdefault(MATERIAL, {})[role] = found[0] if len(found) == 1 else found
            spots[(MATERIAL, role)] = spot
        if missing:
            draft.asides.append(Aside(spot, heading, "、".join(missing), "no-file"))
    draft.material = {}


class _Files(NamedTuple):
    """Finds the files that a cell names: from the record's folder, from ``home`` if it is a copy, or from the root."""

    ledger: WrittenLedger
    folder: str
    home: str

    def named(self, text: str, role: str) -> tuple[list[Any], list[str]]:
        """Give what leads to files from the record's folder, and the texts that lead nowhere."""
        if text[:1] in "[{" and (said := self._said(text, role)) is not None:
            return said, []
        found: list[Any] = []
        missing: list[str] = []
        for part in filter(None, (each.strip() for each in _PARTS.split(text))):
            path = self._path(part, role)
            if path is not None:
                found.append(path)
                continue
            smaller = [each.strip() for each in _MORE_PARTS.split(part) if each.strip()]
            paths = [self._path(each, role) if len(smaller) > 1 else None for each in smaller]
            found += [each for each in paths if each is not None]
            missing += [each for each, at in zip(smaller, paths, strict=True) if at is None]
        return list(dict.fromkeys(found)), missing

    def _said(self, text: str, role: str) -> list[Any] | None:
        """Read what an exported table says of files as YAML; None where it is none, or a file is not there."""
        try:
            value = parse_yaml(f"a: {text}\n").value["a"]
        except (YamlMistake, LookupError, TypeError):
            return None
        found: list[Any] = []
        for item in value if isinstance(value, list) else [value]:
            key = next((key for key in ("文件", "file") if isinstance(item, dict) and key in item), None)
            named = item if key is None else item[key]
            path = self._path(named, role) if isinstance(named, str) else None
            if path is None:
                return None
            found.append(path if key is None else {**item, key: path})
        return found

    def _path(self, text: str, role: str) -> str | None:
        """Give a path from the record's folder to a file that is there, or None.

        A link is taken as it is, where the role may be shown by one.
        """
        plain = text.replace("\\", "/")
        is_link = plain.startswith(("http://", "https://"))
        for home in dict.fromkeys((self.folder, self.home, "")):
            path = posixpath.normpath(posixpath.join(home, plain))
            if not (is_link or self._is_there(path)):
                continue
            try:
                files = self.ledger.resolver.resolve(plain, home, self.ledger.entries.terms.roles[role])
            except BadPath:
                continue
            if files and (is_link or home == self.folder):
                return plain
            if files:
                ending = "/" if plain.endswith("/") else ""
                return posixpath.relpath(f"/{path}", f"/{self.folder}") + ending
        return None

    def _is_there(self, path: str) -> bool:
        tree = self.ledger.tree
        return path in tree.folders or tree.size(*posixpath.split(path)) is not None
