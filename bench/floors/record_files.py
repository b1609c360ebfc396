"""Find and read the record files of a ledger with as little work as Python allows."""

import os
import sys
from collections.abc import Iterator
from io import FileIO


def entries(root: str) -> Iterator["os.DirEntry[str]"]:
    """Walk a tree without recursion and yield every file."""
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry


def record_files() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every YAML and Markdown file below the folder on the command line."""
    for entry in entries(sys.argv[1]):
        if entry.name.endswith((".md", ".yaml", ".yml")):
            with FileIO(entry.path) as file:
                yield entry.name, file.readall()
