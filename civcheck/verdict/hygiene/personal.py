"""Check for personal numbers that stand in records, attachments and names (personal-data)."""

from __future__ import annotations

from collections.abc import Iterator

from civcheck.messages import Message, msg
from civcheck.model.privacy import Holder, articles, counted, places, where_in_file
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import PLACES, Check, Look, Numbers
from civcheck.verdict.personal import holders

PERSONAL = "personal-data"


def personal_data(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice personal numbers, one notice a record or file; what only looks like one only in sensitive records."""
    del numbers
    for each in holders(look.personal, look.material, look.records, look.unread, look.terms, look.as_of):
        if found := each.to_tell():
            params = {
                "of": said_of(each),
                "what": counted(found),
                "law": articles(found, each.law),
            }
            yield Notice(PERSONAL, Message("notice.personal-data", params), places(found)[:PLACES])


def said_of(holder: Holder) -> Message:
    """Say what record or file it is, and where in the file it stands."""
    if not holder.is_file and holder.record is not None:
        return msg("said.titled", title=holder.record.title)
    name = msg("said.quoted", text=holder.file)
    where = where_in_file(holder.to_tell())
    return msg("said.beside", name=name, said=where) if where else name


CHECKS = (Check(PERSONAL, personal_data),)
