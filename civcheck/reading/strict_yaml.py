"""The strict YAML reader: every scalar as text, from libyaml's events, with places and limits.

Anchors, aliases, tags, directives, merge keys, duplicate and non-text keys are refused with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from civcheck.reading import limits
from civcheck.reading.parsed import Parsed, Path, YamlMistake
from civcheck.reading.plain_yaml import Cut

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_CUT = re.compile(r"[ \t]+#([ \t]*)(.*)")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_BREAK = re.compile("\n|[\x85\u2028\u2029]")


class _Builder:
    """Builds the value from events, counting as they stream in; ``joins`` puts what a comma tore apart together."""

    def __init__(self, text: str, first_line: int, joins: bool = False) -> None:
        self.joins = joins
        odd = _ODD_BREAK.search(text) is not None
        self.lines = _BREAK.split(text) if odd else text.split("\n")
        self.starts = _starts(text) if odd else None
        self.offset = first_line - 1
        self.nodes = 0
        self.cut: list[Cut] = []
        self.parsed = Parsed(None, cut=self.cut)

    def mistake(self, code: str, event: Any, **params: Any) -> YamlMistake:
        return YamlMistake(code, *self.place(event.start_mark), **params)

    def place(self, mark: Any) -> tuple[int, int]:
        """Give the line and column of the physical file; libyaml breaks lines at more than LF."""
        if self.starts is None:
            return mark.line + 1 + self.offset, mark.column + 1
        line, column = self.starts[min(mark.line, len(self.starts) - 1)]
        return line + 1 + self.offset, column + mark.column + 1

    def remember(self, path: Path, event: Any) -> None:
        self.parsed.places.setdefault(path, self.place(event.start_mark))

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self.nodes += 1
        if self.nodes > limits.NODES:
            raise self.mistake("too-many-nodes", event, limit=limits.NODES)
        if isinstance(event, yaml.AliasEvent):
            raise self.mistake("yaml-alias", event, name=event.anchor)
        if event.anchor is not None:
            raise self.mistake("yaml-anchor", event, name=event.anchor)
        if event.tag is not None and not (
            isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.implicit[1]
        ):
            raise self.mistake("yaml-tag", event, name=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if len(path) >= limits.NESTING:
            raise self.mistake("too-deep", event, limit=limits.NESTING)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return self.mapping(events, path, event.flow_style and self.joins)

    def scalar(self, event: Any) -> str:
        text: str = event.value
        if len(text) > limits.SCALAR:
            raise self.mistake("too-long", event, limit=limits.SCALAR)
        end = event.end_mark
        if not event.style and end.line < len(self.lines):
            found = _CUT.match(self.lines[end.line], end.column)
            # behind an empty value only “#1” was meant as one; “# 说明” is a comment
            if found and (text or (found[2] and not found[1])):
                self.cut.append((*self.place(event.start_mark), text, found[2].rstrip(" \t")))
        return text

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return items
            if len(items) >= limits.ITEMS:
                raise self.mistake("too-many-items", event, limit=limits.ITEMS)
            here = (*path, len(items))
            if not path:
                self.nodes = 0  # each item of the whole document is a record of its own
            self.remember(here, event)
            items.append(self.node(event, events, here))
        return items  # pragma: no cover - libyaml always ends what it starts

    def mapping(self, events: Iterator[Any], path: Path, joins: bool = False) -> dict[str, Any]:
        """Build a mapping; ``joins``: {用量: 120,000} is 120,000 and not 120 beside a key 000."""
        found: dict[str, Any] = {}
        last = None
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return found
            key = self.key(event, events, path)
            if joins and last is not None and _is_text(found[last]) and self.is_bare(event):
                next(events)  # the value that it does not have
                found[last] += self.between(event) + key
                continue
            last = key
            if key in found:
                raise self.mistake("duplicate-key", event, key=key)
            if len(found) >= limits.KEYS:
                raise self.mistake("too-many-keys", event, limit=limits.KEYS)
            self.remember((*path, key), event)
            value = next(events)
            self.remember((*path, key, "="), value)
            found[key] = self.node(value, events, (*path, key))
        return found  # pragma: no cover - libyaml always ends what it starts

    def is_bare(self, key: Any) -> bool:
        """Tell whether no colon stands behind a key of a flow mapping."""
        line, column = key.end_mark.line, key.end_mark.column
        behind = "".join((self.lines[line][column:], *self.lines[line + 1 : line + 2]))
        return not behind.lstrip().startswith(":")

    def between(self, key: Any) -> str:
        """Give the comma before a key, with the blank behind it if there is one."""
        before = self.lines[key.start_mark.line][: key.start_mark.column]
        return "," if before.endswith(",") else ", "

    def key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            raise self.mistake("key-not-text", event)
        key = self.node(event, events, path)
        if key == "<<" and not event.style:
            raise self.mistake("yaml-merge", event)
        if not key:
            raise self.mistake("key-not-text", event)
        return str(key)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _starts(text: str) -> list[tuple[int, int]]:
    """Give, for each line as libyaml counts them, the physical line and column it begins at, from 0."""
    starts, line, line_start = [(0, 0)], 0, 0
    for found in _BREAK.finditer(text):
        if found[0] == "\n":
            line, line_start = line + 1, found.end()
        starts.append((line, found.end() - line_start))
    return starts


def parse_strict(text: str, first_line: int = 1, joins: bool = False) -> Parsed:
    """Parse one YAML document; ``first_line`` is the line of the physical file on which ``text`` begins.

    An empty document is ``""``. With ``joins`` what stands behind a comma in {…} without a colon of its own belongs to
    the value before it.

    Raises:
        YamlMistake: the document is broken or uses what is refused; line and column are of the physical file.
    """
    builder = _Builder(text, first_line, joins)
    try:
        _build(builder, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = builder.place(mark) if mark else (first_line, 1)
        if "nesting depth" in (error.problem or ""):  # libyaml 0.2.6 looks ahead and has a limit of its own
            raise YamlMistake("too-deep", line, column, limit=limits.NESTING) from None
        # where a bracket or a quotation mark that is never closed opens
        opened = any(word in (error.context or "") for word in ("flow", "quoted")) and error.context_mark
        begun = builder.place(error.context_mark)[0] if opened else line
        raise YamlMistake("yaml", line, column, begun=begun) from None
    except yaml.reader.ReaderError as error:
        line, column = _bad_character(text)
        raise YamlMistake(
            "bad-character", line + first_line - 1, column, character=_code(error.character)
        ) from None
    except (yaml.YAMLError, UnicodeError, RecursionError):
        raise YamlMistake("yaml", first_line, 1, begun=first_line) from None
    return builder.parsed


LONE_DASH = re.compile(r"^([ ]*+(?:- ++)*+[^\s#:\[\]{}\"'-][^:\n]*+: ++)-(?=[ \t]*$)", re.MULTILINE)


def parse_written(text: str, first_line: int = 1) -> Parsed:
    """Parse as ``parse_strict``, what commas tore apart joined, and a dash alone, by which clerks say “nothing”, read.

    Raises:
        YamlMistake: as ``parse_strict``.
    """
    try:
        return parse_strict(text, first_line, joins=True)
    except YamlMistake as mistake:
        if mistake.code != "yaml" or not LONE_DASH.search(text):
            raise
        try:
            return parse_strict(LONE_DASH.sub(r"\1/", text), first_line, joins=True)
        except YamlMistake:
            raise mistake from None


def _build(builder: _Builder, text: str) -> None:
    events = iter(yaml.parse(text, Loader=_Loader))
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise builder.mistake("several-documents", event)
            if event.version or event.tags:
                raise builder.mistake("yaml-directive", event)
        elif isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
            continue
        else:
            builder.remember((), event)
            builder.parsed.value = builder.node(event, events, ())
    if builder.parsed.value is None:
        builder.parsed.value = ""


_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff"


def _bad_character(text: str) -> tuple[int, int]:
    found = re.search(_UNPRINTABLE, text)
    if found is None:
        return 1, 1
    before = text[: found.start()]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _code(character: Any) -> str:
    number = ord(character) if isinstance(character, str) and len(character) == 1 else character
    return f"U+{number:04X}" if isinstance(number, int) else "?"
