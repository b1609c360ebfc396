"""Files that are there already: the role each seems to have in a record, and the day they seem to be of."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from civcheck.app.material import FileOpener
from civcheck.messages import Message, msg
from civcheck.model.material import FileFacts
from civcheck.model.namedays import days_in, words_of_name, year_in
from civcheck.model.table.headings import MATERIAL, SYNONYMS
from civcheck.model.terms import Terms
from civcheck.model.texts import normal, sanitize, some
from civcheck.reading.evidence import ANY_ROLE, ENDINGS, PICTURES, Resolver
from civcheck.reading.walk import Tree

_MOST_OPENED = 200
"""So many files at most are opened to see of which day they are."""
_MOST_NAMED = 6
HEIC = ("heic", "heif")
"""Endings of the photos of some telephones, which nothing here opens."""
_GENERAL = frozenset({"文件"})
"""Roles that a name says of anything: any other that it says counts more."""
_USUAL = {
    "图片": "照片 相片 影像 剪影",
    "报道": "新闻 简报 宣传稿 信息稿 美篇 推文",
    "签到": "签到表 签到册",
    "讲稿": "讲话 发言 演讲稿",
    "总结": "小结",
    "课件": "ppt 幻灯片",
    "票据": "发票 收据",
    "协议": "协议书",
    "推荐表": "申报表",
    "主持词": "主持稿",
    "截图": "截屏",
}
"""What people call material in the names of files, where the pack has such a role."""
_TO_TURN = {**dict.fromkeys(("zip", "rar", "7z"), "packed"), **dict.fromkeys(HEIC, "heic")}
_FLAWS = {"empty-file": "empty", "scaffold": "scaffold"} | dict.fromkeys(
    ("path-device", "path-not-relative", "file-not-found", "file-other-case", "path-from-root"), "name"
)
"""Why a file is left out, by the code of its flaw; it does not open in any other case."""
_OWN_DAYS = ("exif",)
_MADE_DAYS = ("docx-created", "xlsx-created", "pdf-created")


class Roles(NamedTuple):
    """Files by the role they seem to have, those of which nobody knows, and those that cannot be material by why."""

    by_role: Mapping[str, tuple[str, ...]]
    unplaced: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]


def roles_of(paths: Iterable[str], home: str, tree: Tree, terms: Terms, told: Mapping[str, str]) -> Roles:
    """Tell the roles of files by their names and sorts in a record in ``home``; ``told`` are those a person said."""
    by_role: dict[str, list[str]] = {}
    left_out: dict[str, list[str]] = {}
    unplaced = []
    resolver = Resolver(tree)
    words = _words(terms)
    for path in paths:
        role = told.get(path) or _role_of(path, terms, words)
        written = posixpath.relpath(path, home).strip()
        flaw = resolver.why_unusable(written, terms.roles[role] if role else ANY_ROLE, home)
        if flaw is not None:
            left_out.setdefault(_why_left_out(path, flaw.code), []).append(path)
        elif role is None:
            unplaced.append(path)
        else:
            by_role.setdefault(role, []).append(path)
    ordered = {role: tuple(by_role[role]) for role in terms.roles if role in by_role}
    return Roles(ordered, tuple(unplaced), {why: tuple(found) for why, found in left_out.items()})


def _why_left_out(path: str, code: str) -> str:
    """Say why a file is left out, and so what to do about it, by the code of its flaw."""
    if code == "wrong-ending":
        return _TO_TURN.get(path.rpartition(".")[2].lower(), "sort")
    return _FLAWS.get(code, "unread")


def _words(terms: Terms) -> Mapping[str, str]:
    """Give the words that say a role, the longest first."""
    found: dict[str, str] = {}
    for role, term in terms.roles.items():
        usual = f"{SYNONYMS.get(f'{MATERIAL}.{role}', '')} {_USUAL.get(role, '')}".split()
        for word in (role, *([term.alias] if term.alias else ()), *usual):
            found.setdefault(normal(word).casefold(), role)
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


def _role_of(path: str, terms: Terms, words: Mapping[str, str]) -> str | None:
    """Give the one role that a file's name, or its folder's, says and that takes such files; pictures are 图片."""
    *folders, name = path.split("/")
    stem, dot, ending = name.rpartition(".")
    said = _said(normal(stem if dot else name).casefold(), words)
    if not said and folders:
        said = _said(normal(folders[-1]).casefold(), words)
    fitting = {role for role in said if ending.lower() in ENDINGS[terms.roles[role].files]}
    if len(fitting) > 1:
        fitting -= _GENERAL
    if len(fitting) == 1:
        return fitting.pop()
    is_picture = ending.lower() in PICTURES
    return "图片" if is_picture and not fitting and "图片" in terms.roles else None


def _said(text: str, words: Mapping[str, str]) -> set[str]:
    """Collect the roles that a text says; a word within a longer one that was found says nothing."""
    found = set()
    for word, role in words.items():
        if word in text:
            found.add(role)
            text = text.replace(word, "\0")
    return found


class Proposed(NamedTuple):
    """The day that files seem to be of, None where nobody can say, and where that comes from."""

    day: date | None
    because: tuple[Message, ...]


def day_of(folder: str, paths: Sequence[str], tree: Tree, year: int, opener: FileOpener) -> Proposed:
    """Propose a day: by the folder's name, else the names of files, their EXIF, the days on which documents were made.

    A day of another year is told and not taken.
    """
    facts = _opened(paths, tree, opener)
    sources = [
        ("folder", _of_folder(folder, year)),
        ("names", Counter(each.day for path in paths for each in days_in(path.rpartition("/")[2], year)[:1])),
        ("exif", _made(facts, _OWN_DAYS)),
        ("made", _made(facts, _MADE_DAYS)),
    ]
    proposed = _chosen([(name, days) for name, days in sources if days], year)
    said = year_in(folder.rpartition("/")[2] if folder else paths[0].rpartition("/")[2])
    if proposed.day is None and said not in (None, year):
        return Proposed(
            None, (*proposed.because, msg("begin.day.year-differs", said=str(said), year=str(year)))
        )
    return proposed


def photo_day(paths: Mapping[str, str], root: str, year: int, opener: FileOpener) -> Proposed:
    """Propose a day by the EXIF of photos: path below ``root`` → path to open it by."""
    facts = opener(root, dict(list(paths.items())[:_MOST_OPENED]))
    days = _made(facts, _OWN_DAYS)
    if not days:
        return Proposed(None, (msg("begin.day.no-exif", count=str(len(paths))),))
    return _chosen([("exif", days)], year)


def _of_folder(folder: str, year: int) -> Counter[date]:
    for step in reversed(folder.split("/")):
        if said := days_in(step, year):
            return Counter(each.day for each in said)
    return Counter()


def _opened(paths: Sequence[str], tree: Tree, opener: FileOpener) -> Mapping[str, FileFacts]:
    files = {path: tree.real(path) for path in paths[:_MOST_OPENED]}
    return opener(tree.root, files) if files else {}


def _made(facts: Mapping[str, FileFacts], sources: Sequence[str]) -> Counter[date]:
    return Counter(
        day for each in facts.values() for day in {made.day for made in each.made if made.source in sources}
    )


def _chosen(sources: list[tuple[str, Counter[date]]], year: int) -> Proposed:
    """Take the first source that says a day of the year; of several days that which most files say."""
    told: list[Message] = []
    day: date | None = None
    for name, days in sources:
        own = {each: count for each, count in days.items() if each.year == year}
        shown = some(tuple(each.isoformat() for each in sorted(days)), _MOST_NAMED)
        if name == "made" and day is not None:
            continue  # a document may have been made on any day
        if not own:
            told.append(msg(f"begin.day.{name}-other-year", days=shown, year=str(year)))
        elif day is None:
            day = min(own, key=lambda each: (-own[each], each))
            told.append(msg(f"begin.day.{name}", day=day))
            if len(days) > 1:
                told.append(msg("begin.day.several", days=shown))
        elif day not in days:
            told.append(msg(f"begin.day.{name}-differs", days=shown))
    return Proposed(day, tuple(told))


def title_of(folder: str, paths: Sequence[str], terms: Terms) -> str:
    """Propose a title: the folder's name without its day, else what the names of all files begin with."""
    if folder:
        return sanitize(words_of_name(folder.rpartition("/")[2]), 200)
    words = _words(terms)
    names = [
        _without_roles(words_of_name(path.rpartition("/")[2].rpartition(".")[0]), words) for path in paths
    ]
    first = min(names, key=len, default="")
    return sanitize(first, 200) if len(first) > 3 and all(first[:4] in name for name in names) else ""


def _without_roles(name: str, words: Mapping[str, str]) -> str:
    for word in words:
        name = re.sub(re.escape(word), "", name, flags=re.IGNORECASE)
    return re.sub(r"[\s\d()（）_-]+$", "", name.strip())
