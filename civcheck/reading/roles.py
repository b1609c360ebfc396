"""Reading the values of a role of 附件: paths, folders, links, the narrative, or mappings that say more of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

from civcheck.model.days import read_day
from civcheck.model.rawvalue import BadValue, Context, is_missing
from civcheck.model.record import NARRATIVE, NO_FIELDS, Evidence, FieldValue
from civcheck.model.terms import Role
from civcheck.model.texts import MARKER, near
from civcheck.model.values import read_text
from civcheck.reading import limits
from civcheck.reading.evidence import BadPath, Resolver


class RoleProblem(NamedTuple):
    """One value of a role that is left out: path inside the record, problem code, params."""

    path: tuple[str | int, ...]
    code: str
    params: dict[str, Any]


def read_role(
    raw: Any,
    name: str,
    role: Role,
    folder: str,
    record: str,
    resolver: Resolver,
    context: Context,
    narrative: str,
) -> tuple[list[Evidence], list[RoleProblem]]:
    """Read one role of 附件: a path, folder or link, 本文, {文件, 说明, 日期, 文号}, or a list of these.

    A role that names a folder over and over is read no further: 20,000 files are enough for any record.
    """
    values = _RoleValues(name, role, folder, record, resolver, context, narrative)
    found: dict[tuple[str | None, str], Evidence] = {}
    problems: list[RoleProblem] = []
    items: Iterable[tuple[tuple[str | int, ...], Any]] = (
        [((index,), each) for index, each in enumerate(raw)] if isinstance(raw, list) else [((), raw)]
    )
    looked_up = 0
    for step, item in items:
        if looked_up > limits.NODES:
            problems.append(RoleProblem(step, "too-many-items", {"role": name, "limit": limits.NODES}))
            break
        try:
            files = values.read(item)
            looked_up += len(files)
            for each in files:
                found.setdefault((each.folder, each.name), each)
        except BadPath as bad:
            problems.append(RoleProblem(step, bad.code, {"role": name, **bad.params}))
        except BadValue as bad:
            problems.append(RoleProblem(step, bad.code, {"role": name, "field": name, **bad.params}))
    kept = resolver.different(list(found.values()))
    if len(kept) < len(found):
        context.notes.append(("same-bytes", {"role": name, "count": len(found) - len(kept)}))
    return kept, problems


_MOST_LEFT_OUT = 20
ITEM_KEYS = {
    "文件": "file",
    "file": "file",
    "说明": "caption",
    "caption": "caption",
    "日期": "date",
    "date": "date",
    "文号": "number",
    "number": "number",
}


class _RoleValues(NamedTuple):
    """What the values of one role of one record are read with."""

    name: str
    role: Role
    folder: str
    record: str
    resolver: Resolver
    context: Context
    narrative: str

    def read(self, item: Any) -> list[Evidence]:
        """Read one value: a text, or a mapping that says more of a file.

        Raises:
            BadPath: nothing usable is named.
            BadValue: what is said of the file is not what it should be.
        """
        if isinstance(item, str):
            return self._paths(item)
        if not isinstance(item, dict):
            raise BadPath("role-value")
        given, own = self._said(item)
        if "file" not in given:
            if any(MARKER in str(item[key]) for key in item if ITEM_KEYS.get(key) == "file"):
                return []  # as a role that is 【待填】 by itself: nothing is there yet
            raise BadPath("role-without-file")
        files = given["file"] if isinstance(given["file"], list) else [given["file"]]
        caption = read_text(given["caption"]) if "caption" in given else None
        day = read_day(given["date"], self.context) if "date" in given else None
        number = read_text(given["number"]) if "number" in given else None
        return [
            each._replace(caption=caption, day=day, number=number, fields=own or NO_FIELDS)
            for file in files
            for each in self._paths(read_text(file))
        ]

    def _said(self, item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, FieldValue]]:
        """Sort what is said of a file: by our names, and the role's own fields as their types."""
        given: dict[str, Any] = {}
        own: dict[str, FieldValue] = {}
        types = self.role.own_types
        for key, value in item.items():
            known = ITEM_KEYS.get(key)
            if known is not None and known in given:
                raise BadPath("duplicate-key", key=key)
            if known is None and key not in types:
                self._unknown(key)
            if is_missing(value) or (known == "date" and value == "无"):
                continue
            if known is not None:
                given[known] = value
            else:
                own[key] = self.role.own_readers[key](value, self.context)
        return given, own

    def _unknown(self, key: str) -> NoReturn:
        written = key.partition("：")[0].strip()
        if written != key and written in ITEM_KEYS:
            raise BadPath("full-width-colon", key=written)
        names = ("文件", "说明", "日期", "文号", *self.role.own_types)
        meant = near(key, (*ITEM_KEYS, *self.role.own_types)) or ""
        raise BadPath("unknown-key", key=key, meant=meant, names=tuple(names))

    def _paths(self, text: str) -> list[Evidence]:
        """Find what one text names: a file or folder, a link, the narrative, or several files with 、 between."""
        text = text.strip()
        if is_missing(text) or text == "无":
            return []
        if (file := self.resolver.look_up(text, self.folder, self.name, self.role.files)) is not None:
            return [file]
        if text == NARRATIVE:
            return [self._narrative(text)]
        self.resolver.left_out.clear()
        try:
            found = self.resolver.resolve(text, self.folder, self.role)
        except BadPath:
            parts = [part.strip() for part in re.split("[、，,；;]", text) if part.strip()]
            if len(parts) < 2:
                raise
            found = [each for part in parts for each in self.resolver.resolve(part, self.folder, self.role)]
        for left_out, code in self.resolver.left_out[:_MOST_LEFT_OUT]:
            self.context.notes.append((f"folder-{code}", {"role": self.name, "value": left_out}))
        return [each._replace(role=self.name) for each in found]

    def _narrative(self, text: str) -> Evidence:
        if not self.narrative.strip():
            raise BadPath("no-narrative", value=text)
        if MARKER in self.narrative[: limits.MARKER_BYTES]:
            raise BadPath("scaffold", value=text)
        where, _, own = (self.record.rpartition("#")[0] or self.record).rpartition("/")
        return Evidence(self.name, where, own, self.resolver.tree.size(where, own) or 1)
