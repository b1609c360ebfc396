"""The catalogue: every message that civcheck says is there, can be filled in, and nothing in it is unused."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import civcheck
from civcheck.messages import catalogue, msg, say
from civcheck.messages.zh_problems import PROBLEMS

HOME = Path(civcheck.__file__).parent
TEXTS = catalogue("zh")
SAY = {"msg", "Message", "words", "failure", "self"}
"""Calls whose first argument is the id of a message (``self`` in words.py)."""
TELL = {
    "trouble",
    "Trouble",
    "BadPath",
    "BadValue",
    "PydanticCustomError",
    "YamlMistake",
    "mistake",
    "Problem",
    "note",
}
"""Calls whose first argument is the code of a problem."""
ADDED = {"field", "code", "role"}
"""Params that the readers of records and of material add to every problem of a field or role."""
OF_CASE = {"case"}
"""What app/packtests.py adds to every failure."""


class Use(NamedTuple):
    """A message as it is used: where, its id (or a pattern of ids), the params given; None: not known."""

    where: str
    id: str
    is_pattern: bool
    params: frozenset[str] | None
    is_problem: bool


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(HOME.rglob("*.py")):
        if path.parent.name != "messages":
            yield path, ast.parse(path.read_text("utf-8"))


def ids_of(node: ast.expr) -> Iterator[tuple[str, bool]]:
    match node:
        case ast.Constant(value=str() as text):
            yield text, False
        case ast.JoinedStr(values=parts):
            yield (
                "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in parts),
                True,
            )
        case ast.IfExp(body=one, orelse=other):
            yield from ids_of(one)
            yield from ids_of(other)


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def given_to(call: ast.Call, name: str) -> frozenset[str] | None:
    """List the params that a call gives by name or in a dict; None where they are made elsewhere."""
    given: set[str | None] = {each.arg for each in call.keywords}
    for each in call.args[1:]:
        if isinstance(each, ast.Dict):
            given |= {key.value if isinstance(key, ast.Constant) else None for key in each.keys}
        elif isinstance(each, ast.Name | ast.Attribute) and name in ("Message", "Problem", "Trouble"):
            given.add(None)
    return None if None in given else frozenset(map(str, given))


def uses() -> Iterator[Use]:
    for path, tree in sources():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            name = name_of(call)
            if name not in SAY | TELL:
                continue
            params = given_to(call, name)
            for id, is_pattern in ids_of(call.args[0]):
                where = f"{path.relative_to(HOME)}:{call.lineno}"
                yield Use(where, id, is_pattern, params, name in TELL)


USES = tuple(uses())


def keys(use: Use) -> list[str]:
    """List the catalogue's ids that a use says: of a problem what, why and cure."""
    if use.is_pattern:
        return [key for key in TEXTS if re.fullmatch(use.id, key)]
    return [f"problem.{use.id}{part}" for part in ("", ".why", ".cure")] if use.is_problem else [use.id]


def fields(key: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[key]) if name}
    return {name for name in names if not name.endswith("?")}


def test_the_uses_are_found():
    assert len(USES) > 250
    assert {"zh"} < {"zh", "en"} and len(TEXTS) > 300


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where} {use.id}")
def test_every_message_that_is_used_is_in_the_catalogue(use: Use):
    assert keys(use)
    assert all(key in TEXTS for key in keys(use))


def test_every_template_is_given_the_params_it_asks_for():
    lacking = {
        f"{use.where} {key}": sorted(missing)
        for use in USES
        if use.params is not None and not use.is_pattern
        for key in keys(use)
        if (missing := fields(key) - use.params - (ADDED if use.is_problem else OF_CASE))
    }
    assert "\n".join(f"{k}: {v}" for k, v in lacking.items()) == ""


def test_every_code_of_a_problem_has_what_why_and_cure():
    codes = {key.split(".")[1] for key in PROBLEMS}
    assert {f"problem.{code}{part}" for code in codes for part in ("", ".why", ".cure")} == set(PROBLEMS)
    assert all(PROBLEMS.values())


def test_nothing_in_the_catalogue_is_unused():
    constants: set[str] = set()
    patterns: set[str] = set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.expr):
                for id, is_pattern in ids_of(node):
                    (patterns if is_pattern else constants).add(id)
    families = [re.compile(each) for each in patterns if re.match(r"[a-z]+(\\?[.-][a-z]*)", each)]
    own = {"list.separator", "meant", "none-listed", "yes", "no"}
    unused = [
        key
        for key in TEXTS
        if (name := key.split(".")[1] if key.startswith("problem.") else key) not in constants
        and key not in own
        and (not key.startswith("joined.") or key.removeprefix("joined.") not in constants)
        and not any(family.fullmatch(name) for family in families)
    ]
    assert unused == []


BLANKS = {
    "explain.shown", "loose.paste", "asks.figure", "joined.titles",
    *("joined.clauses", "joined.parts", "joined.sentences", "list.separator", "said.about", "said.in-brackets"),
    *("said.force", "meant", "lacks.more", "explain.link", "packs.heading", "diff.old", "diff.new"),
    "packtest.hygiene",
}  # fmt: skip
"""What stands between or behind other texts."""


def test_templates_are_balanced_and_end_without_blanks():
    for key, template in TEXTS.items():
        list(string.Formatter().parse(template))
        assert template == template.strip() or key in BLANKS, key


def test_what_a_message_says_of_other_messages_and_values():
    said = say(msg("seen.cover.all", count="3", have="2", missing=("甲", "乙")))
    assert said == "3 项中已见 2 项，台账中未见：甲、乙"


def test_a_near_name_is_offered_only_when_there_is_one():
    assert say(msg("error.no-rule", rule="2.9", meant="2.7")) == "没有规则“2.9”。是不是“2.7”？"
    assert say(msg("error.no-rule", rule="2.9", meant="")) == "没有规则“2.9”。"


def test_that_there_is_nothing_to_list_is_said():
    what = msg("problem.unit-type.cure", value="甲", names="", meant="")
    assert say(what) == "改成：（还一个也没有登记）。"
