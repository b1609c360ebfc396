"""The catalogue: every message that civcheck says is there, can be filled in, and nothing in it is unused."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import civcheck
from civcheck.messages import LANGUAGES, catalogue, joined, msg, quoted, say
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


def params(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def fields(key: str) -> set[str]:
    return {name for name in params(TEXTS[key]) if not name.endswith("?")}


def test_the_uses_are_found():
    assert len(USES) > 250
    assert len(TEXTS) > 300


# --- the languages beside each other

ENGLISH = catalogue("en")
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
KEYS = frozenset(
    """
    类型 标题 日期 首日 编号 附件 归档 档号 报送日期 主办 主题 对象 参加人数 本单位参加 关联 链接 备注 文件 说明 本文
    单位 单位名称 单位类型 年度 文明单位级别 职能 组织 在职人数 其他事实 分工 规则 包 版本 摘要 结论 认定
    理由 认定人 依据 有效期至 替代 调整
    强制 应办 倡导 是 否 无 文本 整数 小数 百分数 列表 清明 谈话人 谈话对象 支部委员
    日 周 双周 旬 半月 月 季度 半年 年 自然季度 自然半年 自然年 【待填】
    其他： 甲、乙 甲 乙 、 等 道德法治讲堂 江城市司法局 县区司法局 方案 图片 全文
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""What an English message names in Chinese: keys and words that are typed so, file names, and examples of values."""
TYPED = re.compile(r"\{[^{}]*\}|(?:civcheck|git)(?: [a-z-]+)*|--[a-z-]+(?: [a-z]+)?")
"""Commands, options and params, which are Latin in any language."""


def test_both_languages_have_the_same_ids():
    assert set(LANGUAGES) == {"zh", "en"}
    assert set(ENGLISH) == set(TEXTS)


def test_a_message_has_the_same_params_in_both_languages():
    other = {
        key: params(text) ^ params(ENGLISH[key])
        for key, text in TEXTS.items()
        if params(text) != params(ENGLISH[key])
    }
    assert other == {}


def test_no_chinese_message_has_latin_words_in_a_row():
    latin = {
        key: found
        for key, text in TEXTS.items()
        if (found := re.findall("[A-Za-z]{2,}(?: +[A-Za-z]{2,})+", TYPED.sub("·", text)))
    }
    assert latin == {}


def test_an_english_message_names_in_chinese_only_what_is_typed_so():
    named = {key: set(HAN.findall(text)) - KEYS for key, text in ENGLISH.items()}
    assert {key: names for key, names in named.items() if names} == {}
    assert {name for text in ENGLISH.values() for name in HAN.findall(text)} == KEYS, "no key in vain"


def test_an_english_message_is_not_the_chinese_one():
    same = {key for key, text in TEXTS.items() if text == ENGLISH[key] and re.search("[\u4e00-\u9fff]", text)}
    assert same == set()


@pytest.mark.parametrize(
    ("count", "said"),
    [
        pytest.param("0", "0 records", id="none"),
        pytest.param("1", "1 record", id="one"),
        pytest.param("≥1", "≥1 record", id="at least one"),
        pytest.param("at least 1", "at least 1 record", id="in words"),
        pytest.param("11", "11 records", id="ends in one"),
        pytest.param("0.1", "0.1 records", id="a tenth"),
        pytest.param("1/1", "1/1 records", id="a share"),
        pytest.param("“名额”", "“名额” records", id="not known"),
    ],
)
def test_english_counts_one_record_and_several_records(count, said):
    assert say(msg("asks.count", limits=count), "en") == said


@pytest.mark.parametrize(
    ("message", "chinese", "english"),
    [
        (joined("clauses", ("甲", "乙")), "甲；乙", "甲; 乙"),
        (joined("sentences", ("甲.", "乙.")), "甲.乙.", "甲. 乙."),
        (msg("said.quoted", text=quoted(("甲", "乙"))), "“甲”“乙”", "“甲”, “乙”"),
        (msg("said.quoted", text=quoted(("甲",))), "“甲”", "“甲”"),
        (msg("plain", text=(True, msg("no"))), "是、否", "yes, no"),
    ],
    ids=str,
)
def test_each_language_joins_in_its_own_way(message, chinese, english):
    assert (say(message), say(message, "en")) == (chinese, english)


# --- the messages that are used


def test_every_message_that_is_used_is_in_the_catalogue():
    assert [f"{use.where} {use.id}" for use in USES if not TEXTS.keys() >= set(keys(use)) > set()] == []


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
    own = {"list.separator", "meant", "none-listed", "yes", "no", "said.about-share"}
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
    "list.separator", "joined.clauses", "joined.parts", "joined.sentences", "joined.titles", "joined.numbers",
    "joined.list", "joined.apart", "joined.added", "joined.causes",
    "score.because", "example.unit-then", "html.not-known", "html.pause",
    "html.stop",
    "said.about", "said.in-brackets", "said.force", "said.of-force", "meant", "asks.figure", "lacks.more",
    "loose.paste", "explain.shown", "explain.link", "packs.heading", "diff.old", "diff.new", "packtest.hygiene",
}  # fmt: skip
"""What stands between or behind other texts."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_templates_are_balanced_and_end_without_blanks(lang):
    for key, template in catalogue(lang).items():
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_is_written_twice(lang: str) -> None:
    """Of two that have one id the later one would be said by both."""
    folder = HOME / "messages"
    keys = Counter(
        key.value
        for file in folder.glob(f"{lang}*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    )
    assert [id for id, count in keys.items() if count > 1] == []
