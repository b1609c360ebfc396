"""Whose record or file something personal stands in, and who of those that are named is a minor there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from civcheck.model.ledger import Spotted, UnreadRecord
from civcheck.model.material import FileFacts
from civcheck.model.personal import is_minor
from civcheck.model.privacy import Holder
from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.model.terms import Terms


class _Owner(NamedTuple):
    """A record where it begins, read or not."""

    line: int
    key: str
    kind: str | None
    record: Record | None = None


def holders(
    personal: Sequence[Spotted],
    material: Mapping[str, FileFacts],
    records: Iterable[Record],
    unread: Iterable[UnreadRecord],
    terms: Terms,
    as_of: date,
) -> list[Holder]:
    """Put what is personal together by record and by file, in order of place.

    Whether someone is a minor is asked of the first day of the record, and of ``as_of`` where there is none.
    """
    spotted = [
        *personal,
        *(Spotted(Place(path), each) for path in sorted(material) for each in material[path].personal),
    ]
    if not spotted:
        return []
    owners = _Owners(records, unread)
    together: dict[tuple[str, str], tuple[_Owner | None, list[Spotted]]] = {}
    for each in spotted:
        owner, is_file = owners.of(each.place)
        key = "" if is_file or owner is None else owner.key
        together.setdefault((each.place.file, key), (owner, []))[1].append(_aged(each, owner, as_of))
    return [
        Holder(
            file, owner.record if owner is not None else None, not key,
            terms.protected_by(owner.kind) if owner is not None else "", tuple(found),
        )
        for (file, key), (owner, found) in together.items()
    ]  # fmt: skip


class _Owners:
    """Who a place belongs to: the record in whose lines it is, or one that names the file."""

    def __init__(self, records: Iterable[Record], unread: Iterable[UnreadRecord]) -> None:
        self.by_file: dict[str, list[_Owner]] = {}
        self.naming: dict[str, _Owner] = {}
        for owner in chain(
            (_Owner(each.line, each.key, each.kind, each) for each in records),
            (_Owner(each.line, each.key, each.kind) for each in unread),
        ):
            file = owner.key.rpartition("#")[0] or owner.key
            self.by_file.setdefault(file, []).append(owner)
            for piece in owner.record.evidence if owner.record is not None else ():
                if not piece.is_link:
                    self.naming.setdefault(piece.path, owner)

    def of(self, place: Place) -> tuple[_Owner | None, bool]:
        """Give the record a place belongs to, and whether it does so as a file (or a name) and not as its text."""
        inside = sorted(self.by_file.get(place.file, ()), key=lambda owner: (owner.line, owner.key))
        if not place.line or not inside:
            return self.naming.get(place.file, inside[0] if inside else None), True
        begun = [owner for owner in inside if owner.line <= place.line]
        return begun[-1] if begun else inside[0], False


def _aged(spotted: Spotted, owner: _Owner | None, as_of: date) -> Spotted:
    personal = spotted.personal
    day = owner.record.days.first if owner is not None and owner.record is not None else as_of
    if personal.sort != "id-number" or personal.born is None or not is_minor(personal.born, day):
        return spotted
    return spotted._replace(personal=personal._replace(sort="minor"))
