"""Parse the YAML of every record file of a ledger with PyYAML's C loader, and do nothing with it."""

import re
from collections.abc import Iterator

import yaml
from record_files import record_files

FRONT_MATTER = re.compile(r"---\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)
SEPARATOR = re.compile(r"^---", re.MULTILINE)


def documents(name: str, content: bytes) -> Iterator[str]:
    """Yield the YAML documents of a record file: its front matter, or what stands between ``---`` lines."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if name.endswith(".md"):
        front_matter = FRONT_MATTER.match(text)
        return iter((front_matter[1],) if front_matter else ())
    return (document for document in SEPARATOR.split(text) if document.strip())


records = 0
for name, content in record_files():
    for document in documents(name, content):
        parsed = yaml.load(document, Loader=yaml.CSafeLoader)  # dropped at once: a floor keeps nothing
        records += len(parsed) if isinstance(parsed, list) else 1
print(f"{records} records, unit.yaml counted with them")
