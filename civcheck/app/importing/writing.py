"""Writing what was planned: new records behind others or in files of their own, single values where they stand."""

from __future__ import annotations

import codecs
import difflib
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from civcheck.app.importing.placing import Files, texts_of
from civcheck.app.storing import Change, store
from civcheck.messages import msg
from civcheck.model.table.plan import CellProblem, ChangedRecord, ImportPlan
from civcheck.reading import limits
from civcheck.reading.files import read_head
from civcheck.reading.text import decode
from civcheck.reading.valueedit import Changes, NotEditable, Target, edited
from civcheck.reading.written import WrittenLedger


class Prepared(NamedTuple):
    """Files as they will be, the new records of each, and how many values change in each."""

    files: Mapping[str, Change]
    added: Mapping[str, int]
    edited: Mapping[str, int]


def prepare(plan: ImportPlan, ledger: WrittenLedger) -> Prepared:
    """Work out the bytes of every file; a value that cannot be changed alone becomes a problem of the plan.

    Raises:
        UsageError: there is no room for a record.
    """
    files = Files(ledger)
    added: dict[str, int] = defaultdict(int)
    for record, text in zip(plan.new, texts_of(plan.new, plan.book), strict=True):
        added[files.place(record.file, text)] += 1
    changes = {path: Change(before, after) for path, (before, after) in files.changes().items()}
    edits: dict[str, int] = {}
    by_file: dict[str, list[ChangedRecord]] = defaultdict(list)
    for each in plan.changed:
        by_file[each.file].append(each)
    for path, records in by_file.items():
        change = _edited(path, records, changes.get(path), ledger, plan)
        if change is not None:
            changes[path] = change
            edits[path] = sum(len(each.values) for each in records if each in plan.changed)
    return Prepared(changes, added, edits)


def write_plan(prepared: Prepared, ledger: WrittenLedger) -> None:
    """Write the files: all that is to be written stands on disk before the first takes its place.

    Raises:
        UsageError: a file is no longer what it was when it was read, or cannot be written.
    """
    store(ledger.root, {ledger.tree.spelled.get(path, path): each for path, each in prepared.files.items()})


def _edited(
    path: str, records: list[ChangedRecord], begun: Change | None, ledger: WrittenLedger, plan: ImportPlan
) -> Change | None:
    """Change the values of a file; records that cannot be changed alone are taken out of the plan."""
    folder, _, name = path.rpartition("/")
    size = ledger.tree.size(folder, name) or 0
    before = (
        read_head(ledger.tree.real(path), limits.RECORD_BYTES + 1, size) if begun is None else begun.before
    )
    raw = begun.after if begun is not None else before
    if raw is None:
        _refuse(records, plan)
        return None
    form = _Form.of(raw)
    done: dict[Target, Changes] = {}
    for each in records:
        wanted = {**done, Target(each.line, each.item): each.values}
        try:
            edited(form.text, path.lower().endswith(".md"), wanted)
        except NotEditable:
            _refuse([each], plan)
        else:
            done = wanted
    if not done:
        return None
    after = form.bytes_of(edited(form.text, path.lower().endswith(".md"), done))
    return Change(before, after)


def _refuse(records: list[ChangedRecord], plan: ImportPlan) -> None:
    for each in records:
        plan.changed.remove(each)
        what = msg("import.row.not-editable", title=each.title, path=each.key)
        plan.problems.append(
            CellProblem(each.place, what, msg("import.row.not-editable.cure", path=each.file), True)
        )


class _Form(NamedTuple):
    """The text of a file (LF line ends), and how it was written: mark, encoding, line ends."""

    text: str
    mark: bytes
    encoding: str
    ends: tuple[str, ...]

    @classmethod
    def of(cls, raw: bytes) -> _Form:
        """Take a file apart."""
        mark, encoding = b"", "utf-8"
        for each, name in (
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
        ):
            if raw.startswith(each):
                mark, encoding = each, name
        if not mark:
            found = decode(raw, lambda text: "类型" in text or "kind" in text).encoding
            encoding = {"GB18030": "gb18030", "UTF-16": "utf-16-le"}.get(found or "", "utf-8")
        written = raw[len(mark) :].decode(encoding, "replace")
        lines = written.splitlines(keepends=True) if "\r" in written else []
        ends = tuple(line[len(line.rstrip("\r\n")) :] for line in lines)
        return cls(written.replace("\r\n", "\n").replace("\r", "\n"), mark, encoding, ends)

    def bytes_of(self, text: str) -> bytes:
        """Give a changed text as the file was written: lines that stay keep their ends, new ones have the usual."""
        if self.ends:
            text = self._with_ends(text)
        return self.mark + text.encode(self.encoding, "replace")

    def _with_ends(self, text: str) -> str:
        if set(self.ends) <= {"\r\n", ""}:
            return text.replace("\n", "\r\n")
        old, new = self.text.split("\n"), text.split("\n")
        usual = max(("\r\n", "\n", "\r"), key=self.ends.count)
        ends = [usual] * len(new)
        for _, first, last, start, end in difflib.SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes():
            # a line that takes the place of another has its end
            for step in range(min(last - first, end - start, len(self.ends) - first)):
                ends[start + step] = self.ends[first + step]
        return "".join(line + end for line, end in zip(new[:-1], ends, strict=False)) + new[-1]


__all__ = ["Prepared", "prepare", "write_plan"]
