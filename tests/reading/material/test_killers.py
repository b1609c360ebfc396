"""Files that mean harm: each costs bounded time and memory, and has a flaw or is read as far as it may be."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.model.material import FileFacts
from civcheck.reading import limits
from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.document import DOCUMENT_SORTS, document_facts
from civcheck.reading.material.factsjson import facts_json, facts_of_json
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.opening import facts_of
from civcheck.reading.material.sorts import see
from civcheck.reading.material.usable import why_unusable
from civcheck.reading.material.workers import ToOpen, open_all
from tests.shares import one_in

from . import samples
from .samples import (
    HEADS,
    body_of,
    docx_of,
    docx_parts,
    odt_of,
    ofd_of,
    ole_of,
    paragraphs,
    pdf_of,
    pptx_of,
    xlsx_of,
    xlsx_parts,
    zip_of,
)

MIB = 1024 * 1024
BODY = "word/document.xml"


def docx_with(body: str | bytes) -> bytes:
    return zip_of({**docx_parts(), BODY: body})


def bomb(size: int, part: str = BODY, announced: int | None = None) -> bytes:
    """Make a docx whose body is ``size`` blanks, packed a thousand to one; it may announce another size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    body = chunk * (size // MIB) + packer.flush()
    raw = zip_of({name: content for name, content in docx_parts().items() if name != part})
    end = raw.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", raw, end + 16)[0]
    name = part.encode()
    told = size if announced is None else announced
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(body), told & 0xFFFFFFFF, len(name), 0)
    member = b"PK\x03\x04" + head + name + body
    listed = b"PK\x01\x02\x14\0" + head + struct.pack("<HHHII", 0, 0, 0, 0, start) + name
    directory = raw[start:end] + listed
    count = struct.unpack_from("<H", raw, end + 10)[0] + 1
    last = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start + len(member), 0)
    return raw[:start] + member + directory + b"PK\x05\x06" + last


def many_members(count: int) -> bytes:
    return zip_of({**docx_parts("甲"), **{f"customXml/item{number}.xml": "" for number in range(count)}})


def huge_directory() -> bytes:
    """Make a zip of little but its directory: 300,000 members that are not there."""
    listed = b"PK\x01\x02".ljust(28, b"\0") + struct.pack("<H", 1) + bytes(16)
    directory = b"".join(listed + bytes([number % 256]) for number in range(300_000))
    return (
        b"PK\x03\x04"
        + directory
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 65_535, 65_535, len(directory), 4, 0)
    )


def overlapping() -> bytes:
    """Make a docx in which two names lead to the same bytes."""
    raw = bytearray(zip_of({**docx_parts("甲"), "word/header1.xml": body_of("")}))
    entries = [at for at in range(len(raw)) if raw[at : at + 4] == b"PK\x01\x02"]
    raw[entries[-1] + 42 : entries[-1] + 46] = raw[entries[-2] + 42 : entries[-2] + 46]
    return bytes(raw)


def twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        for name, content in [*docx_parts("甲").items(), (BODY, body_of(paragraphs(["乙"])))]:
            file.writestr(name, content)
    return made.getvalue()


def changed(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert old in raw
    return raw.replace(old, new, 1)


def wrong_checksum() -> bytes:
    raw = docx_of("甲")
    end = raw.rindex(b"PK\x01\x02")
    return raw[: end + 16] + b"\1\2\3\4" + raw[end + 20 :]


def marked(flags: bytes) -> bytes:
    """Make a docx whose body has other flags in the directory."""
    raw = docx_of("甲")
    end = raw.rindex(b"PK\x01\x02")
    return raw[: end + 8] + flags + raw[end + 10 :]


def nested_zip() -> bytes:
    inner = bomb(64 * MIB)
    return zip_of({**docx_parts("甲"), "word/embeddings/inner.zip": inner, "word/embeddings/2.docx": inner})


LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
BILLION = f"{LAUGHS}]><w:document {samples.W}>&j;</w:document>"
OUTSIDE = f"<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document {samples.W}>&a;</w:document>"
CELLS = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 150_001))
GENERAL = "{\\rtf1" + "{\\b a" * 200_000


KILLERS = [
        pytest.param(lambda: bomb(64 * MIB), "docx", "too-large", id="a bomb"),
        pytest.param(lambda: bomb(10 * 1024 * MIB), "docx", "too-large", id="a bomb of ten gigabytes"),
        pytest.param(lambda: bomb(10 * 1024 * MIB, announced=100), "docx", "broken", id="ten, announced as small"),
        pytest.param(lambda: bomb(MIB, announced=10 * 1024 * MIB - 1), "docx", "broken", id="small, as large"),
        pytest.param(lambda: many_members(limits.ZIP_ENTRIES), "docx", "too-large", id="too many members"),
        pytest.param(lambda: many_members(limits.ZIP_ENTRIES - 3), "docx", "", id="as many as may be"),
        pytest.param(huge_directory, "docx", "too-large", id="a directory of 300,000 members"),
        pytest.param(overlapping, "docx", "broken", id="members over each other"),
        pytest.param(twice, "docx", "broken", id="a name twice"),
        pytest.param(wrong_checksum, "docx", "broken", id="another checksum"),
        pytest.param(lambda: marked(b"\1\0"), "docx", "encrypted", id="a member that is encrypted"),
        pytest.param(lambda: marked(b"\x20\0"), "docx", "broken", id="a member that is a patch"),
        pytest.param(lambda: zip_of(docx_parts("甲"), zipfile.ZIP_BZIP2), "docx", "broken", id="bzip2"),
        pytest.param(lambda: zip_of(docx_parts("甲"), zipfile.ZIP_LZMA), "docx", "broken", id="lzma"),
        pytest.param(nested_zip, "docx", "", id="zips within, which nobody opens"),
        pytest.param(lambda: docx_with(BILLION), "docx", "broken", id="a billion laughs"),
        pytest.param(lambda: docx_with(OUTSIDE), "docx", "broken", id="an entity outside"),
        pytest.param(lambda: docx_with(body_of("<w:p>" * 300)), "docx", "broken", id="deep"),
        pytest.param(lambda: docx_with(body_of("<w:p>" * 200_000)), "docx", "broken", id="very deep"),
        pytest.param(
            lambda: docx_with(body_of("<w:tbl>" * 100 + "</w:tbl>" * 100)), "docx", "", id="tables within tables"
        ),
        pytest.param(lambda: docx_with(body_of("<w:p/>" * 300_000)), "docx", "", id="300,000 empty paragraphs"),
        pytest.param(lambda: docx_with(body_of(f"<w:p a='{'x' * 8 * MIB}'/>")), "docx", "", id="a long attribute"),
        pytest.param(
            lambda: docx_with(body_of("".join(f"<w:n{n}/>" for n in range(50_000)))), "docx", "", id="many names"
        ),
        pytest.param(lambda: xlsx_of(CELLS), "xlsx", "", id="150,000 cells"),
        pytest.param(lambda: xlsx_of("", ["甲"] * 400_000), "xlsx", "", id="400,000 shared texts"),
        pytest.param(lambda: xlsx_of('<row><c t="s"><v>99999999999</v></c></row>'), "xlsx", "", id="no such text"),
        pytest.param(
            lambda: zip_of({**xlsx_parts(""), "xl/workbook.xml": "<workbook>" + "<sheet name='a'/>" * 100_000}),
            "xlsx", "broken", id="100,000 sheets",
        ),
        pytest.param(lambda: pdf_of("a", count=2_000_000_000), "pdf", None, id="two milliard pages"),
        pytest.param(lambda: pdf_of("a", kids="2 0 R 2 0 R"), "pdf", None, id="pages within themselves"),
        pytest.param(lambda: pdf_of("a", kids="3 0 R"), "pdf", None, id="a page that is a font"),
        pytest.param(lambda: changed(pdf_of("a"), b"startxref", b"startxxxx"), "pdf", "", id="no table, made anew"),
        pytest.param(lambda: pdf_of("a").replace(b"/Root 1 0 R", b"/Root 9 0 R"), "pdf", None, id="another root"),
        pytest.param(lambda: pdf_of(*["a"] * 3_000), "pdf", "", id="3,000 pages"),
        pytest.param(lambda: GENERAL.encode(), "rtf", "", id="deep rtf"),
        pytest.param(lambda: b"{\\rtf1" + b"\\'" * MIB, "rtf", "", id="rtf of half signs"),
        pytest.param(lambda: b"<" * 4 * MIB, "html", "", id="html of tags that do not end"),
        pytest.param(lambda: b"<!--" * MIB, "html", "", id="comments that do not end"),
        pytest.param(lambda: b"<script>" * (MIB // 2), "html", "", id="scripts that do not end"),
        pytest.param(lambda: b"&" * 4 * MIB, "html", "", id="ampersands"),
        pytest.param(lambda: b"a" * 32 * MIB, "text", "", id="one long line"),
        pytest.param(lambda: b"\n" * 32 * MIB, "text", "broken", id="nothing but line ends"),
        pytest.param(lambda: ("甲\n" * 8 * MIB).encode(), "text", "", id="very many lines"),
        pytest.param(lambda: b"PK\x05\x06" * MIB, "docx", "broken", id="ends of zips"),
        pytest.param(lambda: b"PK\x03\x04" * MIB, "docx", "broken", id="beginnings of zips"),
    ]  # fmt: skip


@pytest.mark.parametrize(("make", "sort", "flaw"), one_in(2, KILLERS))
def test_a_killer_costs_little_and_has_its_flaw(
    make: Callable[[], bytes], sort: str, flaw: str | None
) -> None:
    raw = make()
    start = time.process_time()
    seen, opened = see(raw, f"a.{sort}"), document_facts(raw, f"a.{sort}", sort)
    took = time.process_time() - start
    assert seen.sort in (*DOCUMENT_SORTS, "zip", "")
    if flaw is not None:
        assert opened.flaw == flaw
    assert opened.flaw in ("", "broken", "too-large", "encrypted")
    assert len(opened.text) <= 2 * limits.TEXT_CHARACTERS
    assert len(opened.pieces or ()) <= limits.SHEET_CELLS
    assert took < limits.ATTACHMENT_SECONDS


@pytest.mark.heavy
def test_children_open_all_of_them_within_their_time_and_memory(tmp_path: Path) -> None:
    files, expected = [], {}
    for number, (make, sort, flaw) in enumerate(case.values for case in KILLERS):
        path = tmp_path / f"{number}.{'txt' if sort == 'text' else sort}"
        path.write_bytes(make())
        files.append(ToOpen(path.name, str(path), path.stat().st_size))
        expected[path.name] = sort, flaw
    found = dict(open_all(files, 2))
    for name, facts in found.items():
        assert facts.sha256
        assert facts.flaw not in ("too-slow", "unopened")
        sort, flaw = expected[name]
        if flaw is not None and facts.sort == sort:
            assert facts.flaw == flaw, name
    assert sum(facts.sort == expected[name][0] for name, facts in found.items()) > 30


def test_a_bomb_is_counted_and_not_believed() -> None:
    file = BoundedZip(bomb(64 * MIB))
    pieces = file.pieces(BODY)
    with pytest.raises(FlawedError, match="too-large"):
        taken = sum(map(len, pieces))
        pytest.fail(f"{taken} bytes were inflated")


def test_all_parts_together_have_a_limit() -> None:
    part = b" " * limits.ZIP_PART_BYTES
    file = BoundedZip(zip_of({str(number): part for number in range(5)}))
    for number in range(4):
        assert len(file.read(str(number))) == limits.ZIP_PART_BYTES
    with pytest.raises(FlawedError, match="too-large"):
        file.read("4")


def test_a_part_of_the_limit_is_read_and_one_byte_more_is_not() -> None:
    file = BoundedZip(zip_of({"a": b" " * limits.ZIP_PART_BYTES, "b": b" " * (limits.ZIP_PART_BYTES + 1)}))
    assert len(file.read("a")) == limits.ZIP_PART_BYTES
    with pytest.raises(FlawedError, match="too-large"):
        file.read("b")


def test_a_zip_with_large_numbers_is_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in docx_parts("甲").items():
            with file.open(name, "w", force_zip64=True) as part:
                part.write(str(content).encode())
    assert document_facts(made.getvalue(), "a.docx", "docx").text == "甲"


WHOLE: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx_of("三月五日清扫街道", created="2017-03-05T00:00:00Z"),
    "xlsx": lambda: xlsx_of('<row><c r="A1" t="s"><v>0</v></c></row>', ["甲"]),
    "pptx": lambda: pptx_of("甲", "乙"),
    "odt": lambda: odt_of("甲"),
    "ofd": lambda: ofd_of(2),
    "pdf": lambda: pdf_of("Hello", "World"),
    "doc": lambda: ole_of(samples.WORD),
    "rtf": lambda: rb"{\rtf1\'d2\'bb\par a}",
    "html": lambda: "<!DOCTYPE html><p>甲</p>".encode(),
    "txt": lambda: "甲乙丙".encode(),
}


@pytest.mark.parametrize("ending", WHOLE)
def test_a_file_cut_off_anywhere_is_told_and_never_raises(ending: str, tmp_path: Path) -> None:
    raw = WHOLE[ending]()
    path = tmp_path / f"a.{ending}"
    for length in {0, 1, 2, len(raw) - 1, *range(0, len(raw), max(1, len(raw) // 60))}:
        path.write_bytes(raw[:length])
        facts = facts_of(str(path), path.name, length)
        assert facts.flaw in ("", "empty", "broken")
        if ending in ("docx", "xlsx", "pptx", "odt", "ofd"):
            assert why_unusable(path.name, facts)
    path.write_bytes(raw)
    assert facts_of(str(path), path.name, len(raw)).flaw == ""


HEAD = st.sampled_from([b"", *HEADS.values(), b"PK\x03\x04", samples.OLE, b"<html>", b"<?xml", b"%PDF-1.4\n"])
NAME = st.sampled_from(
    ["a.docx", "a.xlsx", "a.jpg", "a.pdf", "a.txt", "a.doc", "a", "~$a.docx", "【待填】.html"]
)
NOISE = st.binary(max_size=2_000)


@given(HEAD, NOISE, NAME)
def test_any_bytes_under_any_name_have_facts(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, noise: bytes, name: str
) -> None:
    raw = head + noise
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(raw)
    facts = facts_of(str(path), name, len(raw))
    assert facts.size == len(raw)
    assert facts.flaw in ("", "empty", "broken", "encrypted", "stub", "too-large")
    assert facts_of_json(facts_json(facts)) == facts


def parts() -> Iterator[bytes]:
    yield from (make() for make in WHOLE.values())


@settings(deadline=None)
@given(st.sampled_from(list(parts())), st.binary(min_size=1, max_size=40), st.floats(0, 1))
def test_any_change_to_a_file_is_read_or_told(raw: bytes, noise: bytes, where: float) -> None:
    at = int(where * len(raw))
    changed = raw[:at] + noise + raw[at + len(noise) :]
    for sort in DOCUMENT_SORTS:
        assert document_facts(changed, "a", sort).flaw in ("", "broken", "encrypted", "too-large")


@given(
    st.binary(max_size=60), st.sampled_from([BODY, "docProps/core.xml", "_rels/.rels", "word/footer1.xml"])
)
def test_any_part_may_be_anything(noise: bytes, part: str) -> None:
    raw = zip_of({**docx_parts("甲"), part: noise})
    assert document_facts(raw, "a.docx", "docx").flaw in ("", "broken")


@given(st.binary(max_size=300))
def test_a_line_that_holds_no_facts_is_refused(noise: bytes) -> None:
    for line in (noise, b'{"picture": %s}' % noise, b"[]", b"null", facts_json(FileFacts(1))[:-3].encode()):
        with pytest.raises(ValueError):
            facts_of_json(line)
