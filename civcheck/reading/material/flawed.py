"""What stops a file from being read as what it is: a flaw, and what was found out before."""

from __future__ import annotations

import struct
import zlib
from zipfile import BadZipFile


class FlawedError(Exception):
    """A file that cannot be read as what it is; ``flaw`` as in ``FileFacts``."""

    def __init__(self, flaw: str) -> None:
        super().__init__(flaw)
        self.flaw = flaw


BROKEN_FILE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What libraries raise on a file that is not what it should be; a bug among them costs that file alone."""
