"""Notices in any format: what was seen, what a person answered, and the line that answers it."""

from __future__ import annotations

from civcheck.model.report import Notice
from civcheck.report.sentences import shown
from civcheck.report.words import Words

FILES_TO_ANSWER = 8
"""Files that the line to answer a notice has at most; more of one picture want more than a line."""


def said_of(notice: Notice, words: Words) -> str:
    """Say what was seen, behind the number of its rule where the text does not name that itself."""
    rule = f"{notice.rule} " if notice.rule and "rule" not in notice.text.params else ""
    return rule + words.say(notice.text)


def noticed(notice: Notice, words: Words) -> str:
    """Say what was seen, and what a person answered to it."""
    said = words.sentence(said_of(notice, words))
    if (answer := notice.answer) is None:
        return said
    answered = words(
        "answer.superior" if answer.superior else "answer.own",
        reason=answer.reason.rstrip("。；"),
        by=answer.by,
        day=answer.day,
        place=shown(answer.place),
    )
    return words.joined("sentences", (said, words.sentence(answered)))


def answer_to_write(notice: Notice) -> str:
    """Give the line of judgements.yaml that answers a notice of files, to be filled in; empty where there is none."""
    if notice.answer is not None or not 0 < len(notice.digests) <= FILES_TO_ANSWER:
        return ""
    blanks = "理由: 【待填】, 认定人: 【待填】, 日期: 【待填】"
    return f"- {{文件: [{', '.join(notice.digests)}], 处数: {notice.uses}, {blanks}}}"


def notice_with_line(notice: Notice, words: Words) -> str:
    """Say a notice with the line that answers it."""
    said, line = noticed(notice, words), answer_to_write(notice)
    return words.joined("sentences", (said, words.begun(words("answer.write")) + line)) if line else said
