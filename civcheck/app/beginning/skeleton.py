"""The skeleton of a record: what its kind needs by the pack, with comments, and 【待填】 where somebody must write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from civcheck.app.beginning.comments import comment, comments
from civcheck.app.schemas.records import ABOUT
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.material import fields_named
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.saying import Glossary
from civcheck.messages import Message, joined, msg
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import FieldTerm
from civcheck.model.texts import MARKER, some
from civcheck.model.yamltext import flow, for_all_readers, scalar
from civcheck.verdict.kindneeds import KindNeeds, Need, needs_of

_HEAD = ("类型", "标题", "日期", "附件")
_OFFERED = frozenset({"主题", "对象"})
"""Keys of every record that are set out wherever a rule looks at them; others are named at the end."""
_OWN_STAND_BEHIND = "对象"
_MOST_VALUES, _MOST_RULES = 16, 4
_OF_EACH_FILE = ("说明", "日期", "文号")
"""What may be written of a file in any role."""
_FALLBACK = "文件"


class Draft(NamedTuple):
    """What is known of a record that is begun.

    ``title`` and ``day`` are empty where nobody knows; ``because`` says where the day comes from, ``roles`` are the
    files by role, each a path from the record's folder, ``extra_roles`` roles to set out besides, ``unplaced`` files
    of which nobody knows what they are, ``aside`` what else there is to say of files.
    """

    kind: str
    title: str = ""
    day: str = ""
    because: tuple[Message, ...] = ()
    roles: Mapping[str, Sequence[str]] = {}
    extra_roles: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    aside: tuple[Message, ...] = ()


def record_text(draft: Draft, pack: RulePack, rules: Sequence[Rule]) -> str:
    """Write a record: it is not read as one before a person has taken 【待填】 out of its title."""
    rows = [
        *comment(msg("begin.record.head")),
        f"类型: {draft.kind}",
        *comments([about] if (about := pack.terms.kinds[draft.kind].about) else []),
        "",
        *comment(msg("begin.record.title")),
        f"标题: {_marked(draft.title)}",
        "",
        *comments((msg("begin.record.day"), *draft.because)),
        f"日期: {draft.day or MARKER}",
        *_Rows(draft, pack, needs_of(draft.kind, rules, pack.terms)).all(),
    ]
    return "\n".join(rows) + "\n"


def _marked(title: str) -> str:
    """Write a title behind the marker so that it can be read without it too: in marks where it needs some."""
    return for_all_readers(MARKER + title, quoted=bool(title) and scalar(title) != title)


class _Rows:
    """The rows of a skeleton below its head."""

    def __init__(self, draft: Draft, pack: RulePack, needs: KindNeeds) -> None:
        self._draft, self._terms, self._needs = draft, pack.terms, needs
        self._glossary = Glossary.of(pack)
        self._asked = {need.names[0]: need for need in needs.fields}
        self._own = dict(pack.terms.fields_of(draft.kind))

    def all(self) -> Iterator[str]:
        """Give the fields in the order of the format, the material, and what else may be written."""
        shown = [name for name in self._order() if self._is_set_out(name)]
        for name in shown:
            if name != "附件":
                yield from self._field(name)
            else:
                yield from ("", "附件:")
                yield from self._material()
        rest = [self._named(name) for name in self._order() if name not in shown]
        yield ""
        yield from comment(msg("begin.record.more", names=tuple(rest)))

    def _order(self) -> list[str]:
        keys = [key for key in RECORD_KEYS if key not in _HEAD or key == "附件"]
        at = keys.index(_OWN_STAND_BEHIND) + 1
        return [*keys[:at], *(name for name in self._own if name not in RECORD_KEYS), *keys[at:]]

    def _is_set_out(self, name: str) -> bool:
        need = self._asked.get(name)
        return (
            name == "附件"
            or (need is not None and (need.must or name in _OFFERED or name in self._own))
            or (name in self._own and name not in RECORD_KEYS)
        )

    def _named(self, name: str) -> Message | str:
        need = self._asked.get(name)
        return name if need is None else msg("begin.record.looked-at", name=name, rules=_rules(need))

    def _field(self, name: str) -> Iterator[str]:
        need, term = self._asked.get(name), self._own.get(name) or self._terms.fields.get(name)
        about = (term.about if term is not None else "") or ABOUT.get(name, "")
        yield ""
        yield from comment(msg("begin.record.field", must=_must(need), about=about or name))
        if name == "归档":
            yield from comment(msg("begin.record.filing"))
        if term is not None and term.values:
            yield from comment(msg("begin.record.values", values=_values(term)))
        default = self._terms.defaults_of(self._draft.kind).get(name)
        if default is not None:
            yield from comment(msg("begin.record.default", value=default))
            yield f"# {name}: {MARKER}"
        else:
            yield f"{name}: {MARKER}"

    # --- material

    def _material(self) -> Iterator[str]:
        draft = self._draft
        said: dict[str, Need | None] = {}
        others: list[Need] = []
        for need in self._needs.roles:
            if not need.must or any(name in said for name in need.names):
                others.append(need)
                continue
            filled = [name for name in need.names if name in draft.roles]
            for name in filled or need.names[:1]:
                said[name] = need
        for name in (*draft.roles, *draft.extra_roles):
            said.setdefault(name, None)
        if not said:
            said[_FALLBACK if _FALLBACK in self._terms.roles else next(iter(self._terms.roles))] = None
        for name, asked in said.items():
            yield from self._role(name, asked)
        yield from comments((*self._beside(others, said), *draft.aside), 2)

    def _role(self, name: str, need: Need | None) -> Iterator[str]:
        role = self._terms.roles[name]
        files = self._draft.roles.get(name, ())
        any_of = need is not None and len(need.names) > 1
        must = (
            msg("begin.record.any-of", names=need.names, must=_must(need)) if any_of and need else _must(need)
        )
        yield from comment(msg("begin.record.field", must=must, about=role.about or name), 2)
        asks = () if need is None else need.asks
        told = tuple(each.in_words(self._glossary) for each in asks)
        yield from comment(msg("begin.record.role-asks", asks=told), 2) if told else ()
        each_says = self._said_of_each(name, asks)
        if each_says:
            yield from comment(msg("begin.record.each-file"), 2)
        elif not files:
            yield from comment(msg("begin.record.link") if role.link else msg("begin.record.file"), 2)
        if each_says:
            yield f"  {name}:"
            yield from (f"    - {_with_said(each, each_says)}" for each in files or (MARKER,))
        elif len(files) < 2:
            yield f"  {name}: {scalar(files[0]) if files else MARKER}"
        else:
            yield f"  {name}:"
            yield from (f"    - {scalar(each)}" for each in files)

    def _said_of_each(self, name: str, asks: Sequence[RoleDemand]) -> list[str]:
        """List what has to be written of each file in a role."""
        asked = {key for each in asks for key in fields_named(each.where, each.filled)}
        return [key for key in (*_OF_EACH_FILE, *self._terms.roles[name].own_types) if key in asked]

    def _beside(self, others: Sequence[Need], said: Mapping[str, object]) -> Iterator[Message]:
        if self._draft.unplaced:
            yield msg("begin.record.unplaced", files=tuple(map(flow, self._draft.unplaced)))
        asked = [
            msg("begin.record.looked-at", name=joined("or", need.names), rules=_rules(need))
            for need in others
            if not any(name in said for name in need.names)
        ]
        if asked:
            yield msg("begin.record.roles-asked", names=tuple(asked))
        yield msg("begin.record.roles", names=tuple(name for name in self._terms.roles if name not in said))


def _with_said(file: str, keys: Sequence[str]) -> str:
    """Write a file with what has to be said of it; a folder stands by itself, for its files differ."""
    if file.endswith("/"):
        return scalar(file)
    return f"{{文件: {flow(file)}, {', '.join(f'{key}: {MARKER}' for key in keys)}}}"


def _must(need: Need | None) -> Message:
    if need is None:
        return msg("begin.record.may")
    return msg("begin.record.must" if need.must else "begin.record.useful", rules=_rules(need))


def _rules(need: Need) -> Message | tuple[str, ...]:
    return some(need.rules, _MOST_RULES)


def _values(term: FieldTerm) -> Message | tuple[str, ...]:
    return some(term.values, _MOST_VALUES)
