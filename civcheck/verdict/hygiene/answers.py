"""What persons answered of files that notices name: such a notice stays and says so; what answers nothing is told."""

from __future__ import annotations

from collections.abc import Iterator

from civcheck.messages import Message, msg
from civcheck.model.problem import Place
from civcheck.model.report import Answered, Notice
from civcheck.model.unit import Answer
from civcheck.verdict.hygiene.look import Look

ANSWERABLE = frozenset({"reused-photo", "alike-document"})
"""The checks whose notices are of files that can be told by their digests."""


class Answering:
    """Marks notices that were answered, and remembers which answers had one; a superior's word goes first."""

    def __init__(self, look: Look) -> None:
        self._answers = sorted(look.answers, key=lambda each: not each.superior)
        self._in_force = [each for each in self._answers if _why_not(each, look) is None]
        self._look = look
        self._met: set[Answer] = set()
        self._outgrown: set[Answer] = set()

    def answered(self, notice: Notice) -> Notice:
        """Give the notice with the answer that covers all of its files and so many uses, if there is one."""
        for each in self._in_force if notice.digests else ():
            if not each.covers(notice.digests):
                continue
            if notice.uses > each.uses:
                self._outgrown.add(each)
                continue
            self._met.add(each)
            if notice.answer is None:
                place = Place(each.file, each.line, 1)
                said = Answered(each.reason, each.by, each.day, place, each.superior)
                notice = notice._replace(answer=said)
        return notice

    def without_effect(self) -> Iterator[Notice]:
        """Tell of answers that are not in force, or answer nothing that was noticed."""
        for each in self._answers:
            if each not in self._met and (text := _why_not(each, self._look) or self._idle(each)):
                yield Notice("answer-unused", text, (Place(each.file, each.line, 1),))

    def _idle(self, answer: Answer) -> Message | None:
        if answer in self._outgrown:
            return msg("notice.answer-outgrown", uses=answer.uses)
        return msg("notice.answer-idle")


def _why_not(answer: Answer, look: Look) -> Message | None:
    """Say why an answer is not in force on the as-of date, or None."""
    if answer.day > look.as_of:
        return msg("notice.answer-later", day=answer.day)
    if answer.until is not None and answer.until < look.as_of:
        return msg("notice.answer-expired", day=answer.until)
    return None
