"""Small files of every sort, made from what stands in them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from civcheck.reading.material.ole import OLE

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "<Types/>"
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dcterms="d">'
    "<dcterms:created>{}</dcterms:created><dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)


def zip_of(parts: Mapping[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2017, 3, 5, 0, 0, 0)), content, packed)
    return made.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """``targets``: end of the type → target; the id is the type."""
    rows = [
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    ]
    return f"<Relationships>{''.join(rows)}</Relationships>"


def paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)


def body_of(inside: str) -> str:
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def docx_parts(*lines: str, created: str = "", modified: str = "") -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": body_of(paragraphs(lines)),
    }
    if created or modified:
        parts["docProps/core.xml"] = CORE.format(created, modified)
    return parts


def docx_of(*lines: str, created: str = "", modified: str = "") -> bytes:
    return zip_of(docx_parts(*lines, created=created, modified=modified))


def xlsx_parts(cells: str, shared: Iterable[str] = (), name: str = "Sheet1") -> dict[str, str | bytes]:
    """``cells``: the rows of the only sheet, as XML."""
    strings = "".join(f"<si><t>{escape(each)}</t></si>" for each in shared)
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook {R}><sheets><sheet name="{name}" r:id="worksheet1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            {"worksheet1": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
        ),
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }


def xlsx_of(cells: str, shared: Iterable[str] = (), name: str = "Sheet1") -> bytes:
    return zip_of(xlsx_parts(cells, shared, name))


def pptx_of(*slides: str) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"officeDocument": "ppt/presentation.xml"}),
        "ppt/presentation.xml": "<p:presentation xmlns:p='p'/>",
    }
    for number, text in enumerate(slides, start=1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>"
        )
    return zip_of(parts)


def odt_of(*lines: str, manifest: str = "<m/>") -> bytes:
    text = "".join(f"<t:p>{escape(line)}</t:p>" for line in lines)
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<o:document-content xmlns:o='o' xmlns:t='t'>{text}</o:document-content>",
            "META-INF/manifest.xml": manifest,
        },
        zipfile.ZIP_STORED,
    )


def ofd_of(pages: int) -> bytes:
    listed = '<ofd:Page ID="1" BaseLoc="x"/>' * pages
    return zip_of(
        {
            "OFD.xml": "<ofd:OFD xmlns:ofd='o'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document xmlns:ofd='o'><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        }
    )


def pdf_of(*pages: str, about: str = "", kids: str = "", count: int | None = None) -> bytes:
    """Make a pdf with one line of Latin text a page; ``about`` stands in its information, ``kids`` instead of pages."""
    first = 4
    numbers = [first + 2 * at for at in range(len(pages))]
    listed = kids or " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{listed}]/Count {len(pages) if count is None else count}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in zip(numbers, pages, strict=True):
        stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET" if text else ""
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {number + 1} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    objects.append(f"<<{about}>>")
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj{content}endobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer{end}".encode()


def ole_of(streams: Mapping[str, bytes], follows: Mapping[int, int] | None = None) -> bytes:
    """Make a container of old Office; ``follows`` changes which sector comes behind which."""
    sectors: list[bytes] = [b"", b""]  # the table, the directory
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        first, count = len(sectors), -(-len(content) // 512)
        entries.append(_entry(name, 2, first, len(content)))
        for at in range(count):
            sectors.append(content[at * 512 : at * 512 + 512].ljust(512, b"\0"))
            table.append(first + at + 1 if at + 1 < count else 0xFFFFFFFE)
    for sector, after in (follows or {}).items():
        table[sector] = after
    table += [0xFFFFFFFF] * (128 - len(table))
    sectors[0] = struct.pack("<128I", *table)
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    header = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [0] + [0xFFFFFFFF] * 108
    return header + struct.pack("<109I", *listed) + b"".join(sectors)


def _entry(name: str, sort: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HB", len(written) + 2, sort)
    return head.ljust(116, b"\0") + struct.pack("<II4x", first, size)


WORD = {"WordDocument": b"\xec\xa5\xc1\0".ljust(4096, b"\0")}
LOCKED_WORD = {"WordDocument": (b"\xec\xa5\xc1\0" + bytes(6) + b"\x00\x01").ljust(4096, b"\0")}
SHEET = {"Workbook": (b"\x09\x08\x10\0" + bytes(16)).ljust(4096, b"\0")}
LOCKED_SHEET = {"Workbook": (b"\x09\x08\x10\0" + bytes(16) + b"\x2f\0").ljust(4096, b"\0")}
HEADS: Mapping[str, bytes] = {
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "gif": b"GIF89a\1\0\1\0",
    "bmp": b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + bytes(20),
    "tiff": b"II*\0\x08\0\0\0",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "avif": b"\0\0\0\x1cftypavif\0\0\0\0avif",
    "mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomavc1",
    "rar": b"Rar!\x1a\x07\x01\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "rtf": rb"{\rtf1\ansi hi}",
}
"""Beginnings of files by their sort: the numbers that the formats' own papers give."""
