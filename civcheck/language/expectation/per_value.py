"""``per`` over the values of a field: each value by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from civcheck.language.expectation.members import FromRecords, Wanted, members_of, unknown_members, valued
from civcheck.language.grounds import Grounds, texts_of
from civcheck.language.quantity import Ref
from civcheck.model.parts import Mistake, Part
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Members
    from civcheck.model.written import NOT_EMPTY, Texts


class PerValue(Part):
    """Each value of a field by itself: those that the selected records have, or the members of a set."""

    field: Annotated[Texts, NOT_EMPTY]
    members: Members | None = None

    @property
    def from_fact(self) -> bool:
        """Tell whether the set comes from what the unit declares or other records name, and may be empty."""
        return isinstance(self.members, Ref | FromRecords)

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, and of members that they do not list."""
        return unknown_members(self.field, self.members, known, path)

    def groups(self, records: list[Record], grounds: Grounds) -> tuple[list[Wanted], tuple[str, ...]]:
        """List the values, each with its test of records, and the facts that could add one."""
        if self.members is not None:
            return members_of(self.members, self.field, grounds)
        getters = [grounds.getter(name) for name in self.field]
        spelled = {
            number_form(text): text for record in records for get in getters for text in texts_of(get(record))
        }
        return valued(spelled.values(), self.field, grounds), ()
