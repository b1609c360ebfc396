"""Changing single values of a record where they stand in a YAML or Markdown file: nothing else in it moves.

libyaml says where a value begins and ends; only those characters are written anew, so comments, order, quotes and
blanks of everything else stay. What comes out is parsed again and must be what was meant, or nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from civcheck.model.yamltext import flow, is_literal, literal, pair, scalar
from civcheck.reading.documents import Document, split_markdown, split_yaml
from civcheck.reading.parsed import YamlMistake, parse_yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Path = tuple[str, ...]
Changes = Mapping[Path, Any]
"""New values by path in the record: ``("标题",)``, ``("附件", "方案")``; an empty text leaves a key without a value."""

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_COMMENT = re.compile(r"(?:^|[ \t])(#.*)$")
_HEADER_COMMENT = re.compile(r"[|>][-+0-9]*([ \t]+#.*)$")


class NotEditable(Exception):  # noqa: N818 - says "change it by hand", nothing is wrong
    """A value that cannot be changed without touching something else."""


class Target(NamedTuple):
    """A record in a file: the line on which it begins (from 1), and its place in a list, -1 where it stands in none."""

    line: int
    item: int = -1


def edited(text: str, is_markdown: bool, changes: Mapping[Target, Changes]) -> str:
    """Give the text of a file (LF line ends) with new values in some of its records.

    Raises:
        NotEditable: one of them cannot be changed; nothing is.
    """
    if _ODD_BREAK.search(text):
        raise NotEditable
    for target in sorted(changes, reverse=True):  # from the bottom, so that lines above stay where they are
        text = _edited(text, is_markdown, target, changes[target])
    return text


def _documents(text: str, is_markdown: bool) -> Sequence[Document]:
    if not is_markdown:
        return split_yaml(text)
    front = split_markdown(text).front
    return [] if front is None else [front]


def _edited(text: str, is_markdown: bool, target: Target, changes: Changes) -> str:
    documents = _documents(text, is_markdown)
    number = max((at for at, each in enumerate(documents) if each.line <= target.line), default=-1)
    if number < 0:
        raise NotEditable
    before = [_parsed(each) for each in documents]
    found = _Text(text, documents[number])
    for path, value in changes.items():
        found.change(target.item, path, value)
    after = [_parsed(each) for each in _documents(found.text, is_markdown)]
    _expect(before[number], target.item, changes)
    if after != before:
        raise NotEditable
    return found.text


def _parsed(document: Document) -> Any:
    try:
        return parse_yaml(document.text, document.line).value
    except YamlMistake:
        return document.text  # a broken one must stay as it is


def _expect(value: Any, item: int, changes: Changes) -> None:
    """Change a parsed value as its text was to be changed."""
    record = value[item] if item >= 0 else value
    for path, new in changes.items():
        holder = record
        if new == "" and len(path) == 1 and path[0] not in record:
            continue
        for step in path[:-1]:
            if not isinstance(holder.get(step), dict):
                holder[step] = {}
            holder = holder[step]
        holder[path[-1]] = new


class _Text:
    """The lines of a file while values of one of its documents are changed."""

    def __init__(self, text: str, document: Document) -> None:
        self._lines = text.split("\n")
        self._first = document.line - 1
        self._count = document.text.count("\n")
        self._behind = len(self._lines) - self._first - self._count
        self._above = document.text.split("\n", 1)[0] != self._lines[self._first]

    @property
    def text(self) -> str:
        """Give the whole text."""
        return "\n".join(self._lines)

    def change(self, item: int, path: Path, value: Any) -> None:
        """Change one value.

        Raises:
            NotEditable: it stands in something that is no mapping, or its place cannot be told.
        """
        node = self._compose()
        if item >= 0:
            node = (
                node.value[item] if isinstance(node, yaml.SequenceNode) and item < len(node.value) else None
            )
        for depth, step in enumerate(path):
            if not isinstance(node, yaml.MappingNode):
                raise NotEditable
            found = next(((key, each) for key, each in node.value if key.value == step), None)
            rest = path[depth + 1 :]
            if found is None:
                self._add(node, step, _nested(rest, value))
                return
            if not rest or _is_empty(found[1]):
                self._set(node, *found, _nested(rest, value))
                return
            node = found[1]

    def _compose(self) -> Any:
        last = len(self._lines) - self._behind + 1
        lines = self._lines[self._first : last]
        if self._above:  # the document begins on the line of its dashes
            lines = [re.sub(r"^[ \t]*---", lambda mark: " " * len(mark[0]), lines[0]), *lines[1:]]
        if lines and lines[-1].startswith(("---", "...")):
            lines = lines[:-1]
        try:
            return yaml.compose("\n".join(lines) + "\n", Loader=_Loader)
        except yaml.YAMLError:
            raise NotEditable from None

    def _place(self, mark: Any) -> tuple[int, int]:
        return mark.line + self._first, mark.column

    def _end(self, node: Any) -> tuple[int, int]:
        """Give the place behind a node; blank lines and comments below it are none of it."""
        if isinstance(node, yaml.ScalarNode):
            if node.style not in ("|", ">"):
                return self._place(node.end_mark)
        elif node.flow_style:
            return self._place(node.end_mark)
        elif node.value:
            last = node.value[-1]
            key, value = last if isinstance(node, yaml.MappingNode) else (None, last)
            if key is not None and _is_empty(value):
                return self._behind_colon(key)
            return self._end(value)
        line = min(self._place(node.end_mark)[0], len(self._lines) - 1)
        start = self._place(node.start_mark)[0]
        if self._place(node.end_mark)[1] == 0 or line > start:
            line -= 1
        while line > start and not self._lines[line].strip():
            line -= 1
        return line, len(self._lines[line])

    def _behind_colon(self, key: Any) -> tuple[int, int]:
        line, column = self._place(key.end_mark)
        at = self._lines[line].find(":", column)
        if at < 0:
            raise NotEditable
        return line, at + 1

    def _set(self, holder: Any, key: Any, value: Any, new: Any) -> None:
        start, end = self._behind_colon(key), self._end(value)
        if _is_empty(value):
            end = start
        line, column = start
        head, tail = self._lines[line][:column], self._lines[end[0]][end[1] :]
        kept: list[str] = []
        if not holder.flow_style and end[0] > line:
            tail, kept = self._comments(value, line, end, tail)
        written, below = _written(new, holder, self._place(key.start_mark)[1])
        if tail[:1] == "#":
            tail = " " + tail
        self._lines[line : end[0] + 1] = [head + (f" {written}" if written else "") + tail, *below, *kept]

    def _comments(self, value: Any, line: int, end: tuple[int, int], tail: str) -> tuple[str, list[str]]:
        """Keep the comments inside of a value that is replaced: on its first line, and on lines of their own."""
        first = self._lines[line]
        if isinstance(value, yaml.ScalarNode):
            header = _HEADER_COMMENT.search(first) if value.style in ("|", ">") else None
            return (header[1] if header else "") + tail, []
        rows = [*self._lines[line : end[0]], tail]
        found = [_COMMENT.search(row) for row in rows]
        on_first = f"  {found[0][1]}" if found[0] is not None else ""
        indent = " " * (len(first) - len(first.lstrip(" ")))
        return on_first, [indent + each[1] for each in found[1:] if each is not None]

    def _add(self, holder: Any, key: str, new: Any) -> None:
        if new == "":
            return
        if holder.flow_style:
            line, column = self._place(holder.end_mark)
            column -= 1
            row = self._lines[line]
            comma = ", " if holder.value else ""
            self._lines[line] = (
                f"{row[:column].rstrip()}{comma}{scalar(key, True)}: {flow(new)}{row[column:]}"
            )
            return
        line = self._end(holder)[0]
        indent = self._place(holder.value[0][0].start_mark)[1]
        self._lines[line + 1 : line + 1] = list(pair(key, new, indent))


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def _nested(steps: Path, value: Any) -> Any:
    for step in reversed(steps):
        value = {step: value}
    return value


def _written(new: Any, holder: Any, column: int) -> tuple[str, list[str]]:
    """Give what stands behind the colon, and the lines below it."""
    if holder.flow_style:
        return flow(new), []
    if isinstance(new, str):
        if not new:
            return "", []
        if is_literal(new):
            return "|-", list(literal(new, column + 2))
        return scalar(new), []
    return flow(new), []
