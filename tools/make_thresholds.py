"""Write the tables of numbers in docs/evidence.md from the code; run it after any of these numbers changes."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this tree, whatever is installed

from civcheck.messages import number
from civcheck.model.hygiene_checks import CHECKS
from civcheck.reading import limits
from civcheck.verdict.hygiene import alike, files, made, personal, photos, texts

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence.md"
MIB = 1024 * 1024

FIXED = (
    (
        "photo-other-day",
        "a picture's day is no day of taking it up to this year",
        "verdict.hygiene.made",
        "_UNSET_YEAR",
    ),
    ("alike-text", "sentences that differ at most", "verdict.hygiene.alike", "MOST_DIFFERENT"),
    (
        "alike-document",
        "pairs of sentences that follow each other in both, at least",
        "verdict.hygiene.texts",
        "_IN_A_ROW",
    ),
    ("alike-document", "characters of a sentence that counts, at least", "model.sketch", "_SHORTEST"),
    (
        "alike-document, alike-text",
        "sentences of a text that are looked at; the last is all the rest",
        "model.sketch",
        "MOST_SENTENCES",
    ),
    ("reused-photo", "greys a side that are kept of a photograph", "model.looks", "SIDE"),
    ("reused-photo", "greys a side that are kept of a page", "model.looks", "FINE"),
    (
        "reused-photo",
        "standard deviation of the greys below which a picture is compared by its bytes alone",
        "model.looks",
        "_LEAST_SPREAD",
    ),
    (
        "reused-photo",
        "how much longer in proportion one of two pictures may be",
        "model.looks",
        "_MOST_SHAPE",
    ),
    (
        "reused-photo",
        "how far an edge may be moved to lay one over the other, as a share of the side",
        "model.overlay",
        "_MOST_REACH",
    ),
    (
        "personal-data",
        "characters before a number where a word may say what it is",
        "model.personal",
        "_BEFORE",
    ),
    ("personal-data", "characters behind it", "model.personal", "_BEHIND"),
    ("personal-data", "characters between a number and the next of one list", "model.personal", "_APART"),
    ("personal-data", "years of age from which nobody is a minor", "model.personal", "_OF_AGE"),
    ("any", "notices of one check that are told one by one", "verdict.hygiene.look", "SAID"),
)
"""What nobody tunes: check, what the number is, where it stands."""


def _mib(size: int) -> str:
    return f"{size / MIB:g} MiB"


def beyond() -> Iterator[tuple[str, ...]]:
    """List the limits of opening an attachment, and what happens beyond each."""
    hashed, parsed, pdf = map(_mib, (limits.ATTACHMENT_HASHED, limits.ATTACHMENT_PARSED, limits.PDF_BYTES))
    part, whole = map(_mib, (limits.ZIP_PART_BYTES, limits.ZIP_ALL_BYTES))
    pixels, side = f"{limits.PICTURE_PIXELS / 1e6:g} million pixels", f"{limits.PICTURE_SIDE:,} a side"
    seconds = f"{limits.ATTACHMENT_SECONDS:g} seconds of processor time, pdf {limits.PDF_SECONDS:g}"
    notice = "notice `not-looked-into`; the file counts as it is"
    yield f"{hashed} hashed, {parsed} looked into, pdf {pdf}", notice
    yield f"picture: {pixels}, {side}", notice
    yield (
        f"zip: {limits.ZIP_ENTRIES:,} members, {part} a part, {whole} in all, counted as they are inflated",
        notice,
    )
    yield f"{seconds}; {_mib(limits.CHILD_BYTES)} of memory", notice
    yield f"XML: {limits.XML_DEPTH} elements deep, no document type", "`file-broken`"
    yield (
        f"{limits.TEXT_CHARACTERS:,} characters of text, {limits.SHEET_CELLS:,} cells",
        "the rest is not read",
    )


def tuned() -> Iterator[tuple[str, ...]]:
    """List the numbers of the checks of this page that packs and ledgers may tune."""
    for module in (alike, files, made, texts, photos, personal):
        for check in module.CHECKS:
            for name, each in CHECKS[check.id].numbers.items():
                stricter = "less" if each.stricter == "lower" else "more"
                between = f"{number(each.least)} to {number(each.most)}"
                yield f"`{check.id}`", f"`{name}`", number(each.value), each.unit, stricter, between


def fixed() -> Iterator[tuple[str, ...]]:
    """List the numbers that stand in the code."""
    for check, what, module, name in FIXED:
        value = getattr(import_module(f"civcheck.{module}"), name)
        path = f"civcheck/{module.replace('.', '/')}.py"
        yield f"`{check}`" if check in CHECKS else check, what, f"{value:g}", f"`{path}`: `{name}`"


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Write a table of Markdown."""
    under = f"|{'---|' * len(head)}"
    return "".join(f"{line}\n" for line in (_row(head), under, *map(_row, rows)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def page(text: str) -> str:
    """Give docs/evidence.md with its tables as the code has the numbers now."""
    written = {
        "limits": table(("limit", "what happens beyond it"), beyond()),
        "tuned": table(("check", "number", "default", "unit", "stricter is", "from … to"), tuned()),
        "fixed": table(("check", "what", "number", "where"), fixed()),
    }
    for name, rows in written.items():
        mark = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->\n)", re.DOTALL)
        text, count = mark.subn(lambda found, rows=rows: found[1] + rows + found[2], text)
        if count != 1:
            raise SystemExit(f"docs/evidence.md has no single place for the table {name!r}")
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
