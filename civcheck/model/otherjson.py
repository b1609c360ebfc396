"""The shapes of what ``civcheck verify`` and ``civcheck privacy`` print as JSON, and their published schemas."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

VERIFIED_VERSION = PRIVACY_VERSION = "1.0"


class SealJson(TypedDict):
    """The seal that files were held against; ``own`` is where it lies, if in the ledger."""

    unit: str
    year: int
    as_of: str
    sealed_on: str | None
    files: int
    sha256: str
    own: str | None


class SignatureJson(TypedDict):
    """What came of its signature; ``present``: there is one at all."""

    state: Literal["unasked", "good", "bad", "missing"]
    by: str | None
    present: bool


class CountersJson(TypedDict):
    """How many files are in each list, and how many are as they were."""

    added: int
    changed: int
    removed: int
    moved: int
    same: int


class FileJson(TypedDict):
    """A file, and its SHA-256 or why it has none."""

    path: str
    content: str


class ChangedJson(TypedDict):
    """A file with another content: its SHA-256 (or why it has none) when it was sealed, and now."""

    path: str
    before: str
    now: str


MovedJson = TypedDict("MovedJson", {"from": str, "to": str})
"""The same content at another place."""


class VerifiedJson(TypedDict):
    """What became of the files of a ledger since they were sealed."""

    schema_version: str
    seal: SealJson
    signature: SignatureJson
    unchanged: bool
    counters: CountersJson
    added: list[FileJson]
    changed: list[ChangedJson]
    removed: list[FileJson]
    moved: list[MovedJson]
    left_out: list[FileJson]
    meaning: list[str]


class PersonalJson(TypedDict):
    """Something personal, masked: its sort (``model/personal.py``); a line of a record file, else where in a file."""

    sort: str
    shown: str
    weak: bool
    line: int | None
    where: str | None


class HolderJson(TypedDict):
    """A record or file in which something personal stands, with the articles that protect it."""

    file: str
    record: str | None
    title: str | None
    kind: str | None
    sensitive: bool
    law: list[str]
    found: list[PersonalJson]


class PrivacyJson(TypedDict):
    """What is personal in a ledger."""

    schema_version: str
    unit: str
    year: int
    as_of: str
    attachments_opened: int
    not_looked_at: list[str]
    count: int
    holders: list[HolderJson]
