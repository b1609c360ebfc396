"""Laws that hold for every input: no bytes stop the reading, neighbours stay what they are, two readers agree."""

from __future__ import annotations

import os
import random
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from civcheck.errors import CivcheckError
from civcheck.model.ledger import Ledger
from civcheck.reading.documents import split_markdown, split_yaml
from civcheck.reading.entries import EntryReader
from civcheck.reading.evidence import Resolver
from civcheck.reading.ledger import settle
from civcheck.reading.plain_yaml import NotPlain, parse_plain
from civcheck.reading.recordfiles import RecordFiles
from civcheck.reading.settings import read_settings
from civcheck.reading.strict_yaml import YamlMistake, parse_strict, parse_written
from civcheck.reading.walk import Tree
from tests.ledgers import RECORD, assert_tells, hubei, read, read_files, write_ledger

SAMPLE = Path(__file__).parents[2] / "sample_ledger"
quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)

FRAGMENTS = [
    "a", "b", "c: ", "a: ", "a:", "b:\n", "类型: ", "类型：", "标题: ", "日期: ", "2017-03-05",
    "志愿服务", "甲", "\n", "\n", "\n", "\n\n", "  ", "    ", " ", "- ", "-", "- - ", "\n- ",
    "\n  ", "\n  - ", "\na: ", "\nb: ", "\nc:\n  d: ", "# c", " # c", "#", '"', "'", '"x"', "'x'",
    "''", '""', "\\", '\\"', "[", "]", "{", "}", ", ", ",", "[a, b]", "{a: b}", "{a: [b, {c: d}]}",
    ": ", ":", "://", "http://x/y", "?", "? ", "!", "!!str ", "&x ", "*x", "<<: ", "%YAML 1.1\n",
    "@", "`", "|", "|\n", "|-\n", "|+\n", ">\n", "|2\n", "\t", "\r", "\r\n", "\x85", "\u2028",
    "\u2029", "\u3000", "\xa0", "\ufeff", "\x00", "\x07", "\x7f", "---", "\n---\n", "\n...\n",
    "---\n", "=", "~", "null", "yes", "010", "1.10", "9:30", "【待填】", "：", "“", "”", "、",
    "。", "附件:\n  图片: ", "归档: ", "编号: ", "\U0001f600", "e\u0301", "\u202e", "\ud7ff",
    "x" * 130, "- a: b\n  c: d\n", "a:\n- b\n", "a: |\n  x\n\n  y\n", "a:   b   \n", "a: b: c",
    "a: b #c", "a: 'b' c", "k" * 1030 + ": ",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)
blocks = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "    ", "- ", "  - ", "- - ", "   "]),
        st.sampled_from(["a", "b", "c", "类型", "k.1", "甲（乙）", "0", "", "a b"]),
        st.sampled_from([":", ": ", ":  ", "", " :", "："]),
        st.sampled_from(
            [
                "",
                "x",
                "x y",
                "甲，乙",
                '"x"',
                "'x y'",
                "[a, b]",
                "[a, 'b,c', \"d\"]",
                "{a: b, c: d}",
                "[a,b]",
                "[ a , b ]",
                "[[a], [b]]",
                "{a: [b, c]}",
                "[a, {b: c}]",
                "http://x/y?z",
                "[http://x, b]",
                "|",
                "-",
                "- x",
                "x # y",
                "#x",
                "x:",
                "[",
                "[]",
                "{}",
                "[a, ]",
                "'",
                '"',
                "'it''s'",
                '"a\\n"',
                "x\u3000",
                "\u3000x",
                "{a: b,c: d}",
                "{a:b}",
                "[-1, b]",
            ]
        ),
    ).map("".join),
    max_size=7,
).map(lambda lines: "\n".join(lines) + "\n")


def as_yaml(text: str) -> object:
    """Give what PyYAML's own reader of texts says; nothing at all is the empty text."""
    value = yaml.load(text, Loader=yaml.CBaseLoader)
    return "" if value is None else value


@settings(quick, max_examples=1500)
@given(st.one_of(texts, blocks))
@example("a: |\n  x\n \n  y\n\n\nb: c\n")
@example("a:\n  - b\n  c: d\n")
@example("- a:\n- b\n")
@example("a: |\n\n  x\n")
@example("a: |\n  x\n   \n")
@example("a: [b, \"c\" , 'd']\n")
@example("a: b  #  c # d \n- e #f\n")
@example("- a: b #c\n  d: e # f\n- - g #h\n")
def test_the_fast_reader_says_what_yaml_says_or_nothing(text: str) -> None:
    try:
        plain = parse_plain(text)
    except NotPlain:
        return
    strict = parse_strict(text)
    assert plain.value == as_yaml(text) == strict.value
    assert list(plain.cut) == list(strict.cut)
    if isinstance(plain.value, list):
        assert list(plain.item_lines) == [strict.place((at,))[0] for at in range(len(plain.value))]


@settings(quick, max_examples=1000)
@given(st.one_of(texts, blocks))
@example("a: '\n")
@example("\ufeffa: b\n")
@example("a\x85: b")
def test_the_strict_reader_says_what_yaml_says_or_where_it_fails(text: str) -> None:
    try:
        value = parse_strict(text).value
    except YamlMistake as mistake:
        assert 1 <= mistake.line <= text.count("\n") + text.count("\r") + 2
        assert mistake.column >= 1
        return
    assert value == as_yaml(text)


@settings(quick, max_examples=300)
@given(st.one_of(texts, blocks))
def test_a_lone_dash_is_the_only_thing_that_is_forgiven(text: str) -> None:
    try:
        value = parse_strict(text).value
    except YamlMistake:
        return
    assert parse_written(text).value == value


@pytest.mark.parametrize(
    "path", sorted(SAMPLE.rglob("*.yaml")) + sorted(SAMPLE.rglob("*.md")), ids=lambda path: path.name
)
def test_both_readers_agree_on_every_record_of_the_sample(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        front = split_markdown(text).front
        documents = [front] if front is not None else []
    else:
        documents = split_yaml(text)
    for document in documents:
        assert parse_strict(document.text).value == as_yaml(document.text)
        try:
            assert parse_plain(document.text)[0] == as_yaml(document.text)
        except NotPlain:
            continue


# --- no bytes at all stop the reading


NO_FILES = Resolver(Tree("", folders={"": {}}))


@cache
def entry_reader() -> EntryReader:
    """Make the reader of entries once: there is no file that it could remember."""
    return EntryReader(hubei().terms, 2017, "江城市司法局", NO_FILES)


def reading() -> RecordFiles:
    """Make a reading of no files yet."""
    return RecordFiles(NO_FILES.tree, entry_reader())


words = st.sampled_from(
    [*FRAGMENTS, RECORD, RECORD, "\n---\n" + RECORD, "参加人数: ", "主题: [", "附件:\n  方案: ", "关联: 甲\n"]
)
scraps = st.lists(words, max_size=12).map("".join)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
anything = st.one_of(
    st.binary(max_size=200),
    st.builds(lambda text, encoding: text.encode(encoding, "surrogatepass"), scraps, encodings),
    st.builds(
        lambda text, at, raw: text.encode()[:at] + raw + text.encode()[at:],
        scraps,
        st.integers(0, 60),
        st.binary(max_size=6),
    ),
)


@settings(quick, max_examples=1000)
@given(anything, st.sampled_from(["a.yaml", "a.md"]))
def test_any_bytes_as_a_record_file_are_read_or_told(raw: bytes, name: str) -> None:
    found = reading()
    found.read("", name, raw)
    settle(found)
    for problem in found.problems:
        assert problem.place.file == name
        assert problem.place.line <= raw.count(b"\n") + raw.count(b"\r") + 2
    # a Markdown file may be an attachment; a YAML file never is one unseen
    assert found.records or found.unread or name == "a.md"
    assert bool(found.unread) == any(each.weight.value == "unread" for each in found.problems)
    for record in found.records:
        assert record.kind
        assert record.title is not None


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give one folder for many ledgers, each written over the one before."""
    with tempfile.TemporaryDirectory() as name:
        yield write_ledger(Path(name), {"a.yaml": RECORD})


unit_scraps = st.lists(
    st.sampled_from(
        [
            *FRAGMENTS,
            "单位名称: 甲\n",
            "单位类型: 监狱\n",
            "年度: 2017\n",
            "职能: ",
            "文明单位级别: ",
            "其他事实:\n  有下级单位: ",
            "规则: ",
            "[{级别: 省级, 届满日期: ",
            "在职人数: ",
            "分工:\n  2: ",
            "\nyear: ",
        ]
    ),
    max_size=10,
).map("".join)


@settings(quick, max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=100),
        unit_scraps.map(str.encode),
        unit_scraps.map(lambda text: ("单位名称: 甲\n单位类型: 监狱\n年度: 2017\n" + text).encode()),
    )
)
def test_any_bytes_as_unit_yaml_are_read_or_stop_with_a_message(folder: Path, raw: bytes) -> None:
    (folder / "unit.yaml").write_bytes(raw)
    try:
        read(folder)
    except CivcheckError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.place.file == "unit.yaml"
    finally:
        write_ledger(folder, {})


judgement_scraps = st.lists(
    st.sampled_from(
        [
            *FRAGMENTS,
            '- 规则: "5.3"\n',
            "  结论: ",
            "豁免\n",
            "替代\n",
            "  理由: 甲\n",
            "  认定人: 乙\n",
            "  有效期至: 2018-12-31\n",
            "  依据: ",
            "  参数: {甲: ",
            "  日期: ",
            "  对象: ",
            "  指纹: x\n",
        ]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode())


@settings(quick, max_examples=300)
@given(st.one_of(st.binary(max_size=100), judgement_scraps))
def test_any_bytes_as_judgements_yaml_are_read_or_told(folder: Path, raw: bytes) -> None:
    (folder / "judgements.yaml").write_bytes(raw)
    ledger = read(folder)
    assert len(ledger.records) == 1
    assert all(each.rules and each.reason and each.by for each in ledger.judgements)
    (folder / "judgements.yaml").unlink()


toml_scraps = st.lists(
    st.sampled_from(
        [
            "exclude",
            "params",
            " = ",
            "[",
            "]",
            "[params]\n",
            '"a"',
            "'",
            '"""',
            "\n",
            ",",
            "1",
            "nan",
            "2017-01-01",
            "{",
            "}",
            ".",
            "#",
            "*",
            "甲",
            'exclude = ["a.yaml"]\n',
            "[params]\n材料期限 = 10\n",
            "0x",
            "1e999",
            "inf",
            "true",
        ]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode())


@settings(quick, max_examples=300)
@given(st.one_of(st.binary(max_size=60), toml_scraps))
def test_any_bytes_as_civcheck_toml_are_read_or_told(folder: Path, raw: bytes) -> None:
    (folder / "civcheck.toml").write_bytes(raw)
    found, problems = read_settings(str(folder))
    for problem in problems:
        assert_tells(problem)
    assert found.excluded("a/b.yaml") in (True, False)
    (folder / "civcheck.toml").unlink()


# --- neighbours


@settings(quick, max_examples=200)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join), st.integers(0, 2))
@example("标题: [", 1)
@example("类型: 志愿服务\n标题: '", 1)
def test_a_broken_document_never_changes_what_is_read_from_its_neighbours(scrap: str, at: int) -> None:
    scrap = scrap.replace("---", "").replace("\r", "").replace("\ufeff", "") + "\n"
    good = [f"类型: 志愿服务\n标题: 第 {number} 条\n日期: 2017-03-0{number}\n" for number in (1, 2, 3)]
    good[at] = scrap
    whole = reading()
    whole.read("", "a.yaml", "---\n".join(good).encode("utf-8", "surrogatepass"))
    if whole.unread and whole.unread[0].line == 0:  # the file as a whole is no text
        return
    titles = {str(record.title) for record in whole.records}
    assert {f"第 {number} 条" for number in (1, 2, 3) if number != at + 1} <= titles
    if len(whole.records) == 2 and split_yaml(scrap) and not re.search(r"^\s*-", scrap, re.MULTILINE):
        # a list has as many numbers as entries
        assert [record.key for record in whole.records] == [f"a.yaml#{n}" for n in (1, 2, 3) if n != at + 1]


# --- same input, same bytes


def _names(count: int) -> list[str]:
    return [
        f"{folder}/{number}-记录.{ending}"
        for folder in ("甲", "乙/丙", "b")
        for number in range(count)
        for ending in ("yaml", "jpg")
    ]


def test_the_order_of_a_directory_does_not_matter(tmp_path: Path) -> None:
    def written(root: Path, seed: int) -> Ledger:
        names = _names(4)
        random.Random(seed).shuffle(names)
        write_ledger(root, {})
        for name in names:
            text = (
                RECORD + "编号: 同\n附件:\n  图片: 0-记录.jpg\n参加人员: 3\n"
                if name.endswith("yaml")
                else "x"
            )
            write_ledger(root, {name: text})
        return read(root)

    ledgers = [written(tmp_path / str(seed) / "台账", seed) for seed in range(3)]
    assert ledgers[0] == ledgers[1] == ledgers[2]
    assert len(ledgers[0].records) == 12


def test_two_names_that_look_the_same_are_told_whatever_the_order(tmp_path: Path) -> None:
    composed, decomposed = "\u00e9", "e\u0301"
    ledgers = []
    for index, names in enumerate(((composed, decomposed), (decomposed, composed))):
        root = write_ledger(tmp_path / str(index) / "台账", {})
        for name in names:
            text = RECORD.replace("清扫街道", name)
            write_ledger(root, {f"{name}.yaml": text, f"夹{name}/a.yaml": text})
        if len(os.listdir(root)) < 5:  # noqa: PTH208 - the file system itself knows only one of the two
            pytest.skip("this file system takes both names for one")
        ledgers.append(read(root))
    assert ledgers[0] == ledgers[1]
    assert [f"{each.place} {each.code} {each.weight}" for each in ledgers[0].problems] == [
        "é.yaml twin-names unread",
        "夹é twin-names unread",
    ]
    assert {record.title for record in ledgers[0].records} == {decomposed}


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    files = {"a.yaml": RECORD + "主题: 甲、乙\n", "b.md": f"---\n{RECORD}---\n正文"}
    assert read_files(tmp_path, files) == read(tmp_path)
