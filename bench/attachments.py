"""Make the bytes of small attachments: real minimal docx files, for the rest a header and unique bytes."""

import io
import zipfile

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>"""
PARAGRAPH = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"

HEADERS = {
    ".jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    ".png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00",
    ".pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    ".xlsx": b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
}
FOOTERS = {".jpg": b"\xff\xd9", ".pdf": b"\n%%EOF\n"}


def attachment(suffix: str, mark: str, paragraphs: list[str]) -> bytes:
    """Make a file of the kind that ``suffix`` names; ``mark`` makes its bytes unique."""
    if suffix == ".docx":
        return docx([mark, *paragraphs])
    return HEADERS[suffix] + mark.encode() * 4 + FOOTERS.get(suffix, b"")


def _packed(parts: dict[str, str], start: bytes = b"") -> bytes:
    """Pack parts behind those that the zip ``start`` holds already; the same text gives the same bytes."""
    packed = io.BytesIO()
    packed.write(start)
    with zipfile.ZipFile(packed, "a") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# Packed once: only the text differs between two docx files.
SHARED = _packed({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS})


def docx(paragraphs: list[str]) -> bytes:
    """Make a document that holds these paragraphs and nothing else."""
    body = "".join(PARAGRAPH % text for text in paragraphs)
    return _packed({"word/document.xml": DOCUMENT % body}, SHARED)
