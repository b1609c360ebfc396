"""A seal (封存): the digests of every file of a ledger, and what has become of the files since.

A file goes by its path in the ledger as NFC with ``/``, personal numbers masked: a seal is read by others. A digest of
the whole name would give a number away, for few are those that a mask leaves open; so what is masked is not sealed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from civcheck.model.problem import NOTHING
from civcheck.model.texts import mask

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:civcheck:ledger-seal:"
VERSION = "1"
"""Behind ``PREDICATE``: what is written in another way is another version."""
NO_DIGEST = "!"
"""What stands instead of a digest begins so; behind it, why the file was not looked into."""
UNREADABLE, CHANGING = f"{NO_DIGEST}unreadable", f"{NO_DIGEST}changing"
LOST = frozenset({UNREADABLE, f"{NO_DIGEST}twin", f"{NO_DIGEST}too-deep"})
"""What is left out though it may well be a file of the ledger: a seal without it is not complete."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class Entry(NamedTuple):
    """A file as a seal knows it: its name, and its digest or why it has none.

    ``content``: SHA-256 in hexadecimal, behind a ``+`` the SM3 where it was asked for; or ``!`` with ``link``,
    ``special``, ``unreadable``, ``too-deep``, ``twin`` (a second file of the same name) or ``changing``.
    """

    name: str
    content: str

    @property
    def is_sealed(self) -> bool:
        """Tell whether it has a digest."""
        return not self.content.startswith(NO_DIGEST)


class Seal(NamedTuple):
    """A seal: of which ledger, what the audit said, and the files, in order of name.

    ``own`` is the seal's place where it lies in the ledger itself; ``size`` counts the bytes of the files; ``summary``
    is the rest of what the audit said, as JSON has it. ``files`` have digests, ``left_out`` have none.
    """

    unit: str
    year: int
    as_of: date
    sealed_on: date | None
    files: tuple[Entry, ...]
    left_out: tuple[Entry, ...] = ()
    with_sm3: bool = False
    own: str = ""
    size: int = 0
    civcheck: str = ""
    summary: Mapping[str, object] = NOTHING


class Changed(NamedTuple):
    """A file whose content is another one now: both contents as in ``Entry``."""

    name: str
    before: str
    now: str


class Moved(NamedTuple):
    """A file that has the same content at another place now."""

    before: str
    now: str


class Changes(NamedTuple):
    """What has become of a ledger's files since they were sealed, each in order of name; ``same`` counts the rest."""

    added: tuple[Entry, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Entry, ...] = ()
    moved: tuple[Moved, ...] = ()
    same: int = 0

    @property
    def total(self) -> int:
        """Count the files that are not as they were."""
        return len(self.added) + len(self.changed) + len(self.removed) + len(self.moved)


class Verified(NamedTuple):
    """A seal held against a ledger.

    ``digest`` is the SHA-256 of the seal's bytes; ``aside`` are files of the ledger that have no digest, neither when
    it was sealed nor now.
    """

    seal: Seal
    digest: str
    changes: Changes
    aside: tuple[Entry, ...] = ()


class Checked(NamedTuple):
    """What came of verifying a seal's signature.

    ``state``: ``unasked`` (nobody asked), ``good``, ``bad`` or ``missing``; ``by`` is the identity, or the key's
    number; ``is_there``: there is a signature at all.
    """

    state: Literal["unasked", "good", "bad", "missing"] = "unasked"
    by: str = ""
    is_there: bool = False


def changes_since(sealed: Iterable[Entry], now: Iterable[Entry]) -> Changes:
    """Tell what differs between the files as sealed and as they are.

    Several entries may have one name, where the number that tells them apart is masked: what is the same is taken out
    first, and of the rest each stands for one.
    """
    before, after = Counter(sealed), Counter(now)
    gone, come = sorted((before - after).elements()), sorted((after - before).elements())
    gone, come, changed = _paired(gone, come, lambda each: each.name)
    gone, come, moved = _paired(gone, come, _content_and_own_name)
    gone, come, renamed = _paired(gone, come, lambda each: each.content if each.is_sealed else None)
    return Changes(
        tuple(come),
        tuple(Changed(old.name, old.content, new.content) for old, new in changed),
        tuple(gone),
        tuple(sorted(Moved(old.name, new.name) for old, new in (*moved, *renamed))),
        sum((before & after).values()),
    )


def _content_and_own_name(entry: Entry) -> tuple[str, str] | None:
    """Give what stays when a folder is moved: of several files with the same bytes each has its own name."""
    return (entry.content, entry.name.rpartition("/")[2]) if entry.is_sealed else None


def _paired(
    gone: list[Entry], come: list[Entry], key: Callable[[Entry], Hashable]
) -> tuple[list[Entry], list[Entry], list[tuple[Entry, Entry]]]:
    """Pair what has the same key, one to one in order; give what is left of each, and the pairs. None is no key."""
    waiting: dict[Hashable, deque[Entry]] = defaultdict(deque)
    for each in come:
        waiting[key(each)].append(each)
    left, pairs = [], []
    for old in gone:
        of = key(old)
        if of is not None and waiting.get(of):
            pairs.append((old, waiting[of].popleft()))
        else:
            left.append(old)
    return left, sorted(each for entries in waiting.values() for each in entries), pairs


# --- names


def sealed_name(path: str) -> str:
    """Give the name by which a seal knows a file of the ledger."""
    return mask(unicodedata.normalize("NFC", path))


def is_masked(name: str) -> bool:
    """Tell whether a name of a seal may have a masked number in it, so that several files may have it."""
    return "***" in name


def is_name(name: str) -> bool:
    """Tell whether a text is a name as a ledger can have it: relative, as NFC, without ``.`` and ``..``."""
    parts = name.split("/")
    return (
        not {"", ".", ".."} & set(parts) and "\0" not in name and unicodedata.normalize("NFC", name) == name
    )


def is_writable(name: str) -> bool:
    """Tell whether a name is text: what is not UTF-8 on disk is none, and is written by ``percent``."""
    return _SURROGATE.search(name) is None


def percent(name: str) -> str:
    """Write a name that is no text, so that it can be read back."""
    return quote(name.encode("utf-8", "surrogatepass"), safe="/ ")


def from_percent(written: str) -> str:
    """Read what ``percent`` wrote.

    Raises:
        ValueError: it is none of these.
    """
    name = unquote_to_bytes(written).decode("utf-8", "surrogatepass")
    if percent(name) != written:
        raise ValueError(written)
    return name
