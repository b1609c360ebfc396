"""A broken pack is told with file, line and column, the code, what, why and cure; every mistake in one go."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civcheck.errors import RulePackError
from civcheck.messages import say
from civcheck.model.problem import Problem
from civcheck.reading.packkeys import known_keys
from civcheck.reading.packparse import parse_pack
from civcheck.reading.packsource import pack_digest, read_pack_files
from civcheck.reading.packtests import read_pack_tests
from civcheck.reading.rulepack import read_pack
from tests.packs.cases import CASES, Case
from tests.packs.good import broken, good_files, write
from tests.report.wording import latin_sentences
from tests.shares import one_in

GOOD = good_files()


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulePackError) as raised:
        read_pack(str(root), cache=False)
    return raised.value.problems


def parsed(files: dict[str, str | bytes]) -> list[Problem]:
    contents = {
        name: text if isinstance(text, bytes) else text.encode()
        for name, text in files.items()
        if "/" not in name
    }
    return parse_pack(contents, pack_digest(contents))[1]


def said(problem: Problem) -> str:
    return "|".join(say(each) for each in (problem.what, problem.why, problem.cure))


def test_the_good_pack_is_good(tmp_path):
    assert len(read_pack(str(write(tmp_path, GOOD)), cache=False).rules) == 17


def test_the_table_is_long_enough_and_its_names_are_unique():
    assert len(CASES) >= 70
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", one_in(2, CASES), ids=lambda case: case.name)
def test_one_mistake_is_told_once_where_it_stands(case: Case):
    files, spot = broken(case)
    problems = parsed(files)
    assert [(*each.place, each.code) for each in problems] == [(*spot, case.code)]
    text = said(problems[0])
    assert all(piece in text for piece in case.says), text
    # what stands in braces and is no YAML is a param that nothing filled in
    assert "{" not in re.sub(r"\{(…?|[^{}]*: [^{}]*(\{[^{}]*\})?)\}", "", text)
    assert not latin_sentences(text)


@pytest.mark.parametrize(
    ("gone", "file", "code"),
    [
        pytest.param("pack.yaml", "pack.yaml", "pack-file-missing", id="head"),
        pytest.param("terms.yaml", "terms.yaml", "pack-file-missing", id="terms"),
        pytest.param("source.txt", "pack.yaml", "pack-file-missing", id="document"),
    ],
)
def test_a_missing_file_is_named(gone: str, file: str, code: str):
    files = {name: text for name, text in GOOD.items() if name != gone}
    (problem,) = parsed(files)
    assert (problem.place.file, problem.code) == (file, code)
    assert gone in said(problem)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        pytest.param("讲堂.yaml", "- {}", "point-file-name", id="no number"),
        pytest.param("3讲堂.yaml", "- {}", "point-file-name", id="no hyphen"),
        pytest.param("03-.yaml", "- {}", "point-file-name", id="no title"),
        pytest.param("03-讲堂.yaml", "规则: 一", "point-not-list", id="a mapping of rules"),
        pytest.param("03-讲堂.yaml", "", "point-not-list", id="empty point"),
        pytest.param("03-讲堂.yaml", b"\xff\xfe\x00", "not-text", id="no text"),
        pytest.param("03-讲堂.yaml", "- {}\n" * 300_000, "file-too-large", id="too large"),
        pytest.param("pack.yaml", "- 一\n", "pack-not-mapping", id="a list of head"),
        pytest.param("pack.yaml", "", "pack-not-mapping", id="empty head"),
        pytest.param("terms.yaml", "词表", "pack-not-mapping", id="a text of terms"),
        pytest.param("terms.yaml", "\0", "bad-character", id="NUL"),
        pytest.param("source.txt", b"\xff", "not-text", id="document in no encoding"),
    ],
)
def test_a_wrong_file_is_named(name: str, text: str | bytes, code: str):
    problems = parsed({**good_files(), name: text})
    assert (name, code) in [(each.place.file, each.code) for each in problems]
    assert all(said(each) for each in problems)


def test_mistakes_in_several_files_are_told_in_one_go(tmp_path):
    files = dict(GOOD)
    files["pack.yaml"] = files["pack.yaml"].replace("closes: 2018-06-30", "closes: 2017-06-30")
    files["terms.yaml"] = files["terms.yaml"].replace("{sort: 活动,", "{sort: 活洞,")
    files["01-讲堂.yaml"] = (
        files["01-讲堂.yaml"].replace("remedy:", "remedi:").replace("by: [事项]", "by: [事象]")
    )
    files["02-其他.yaml"] = (
        files["02-其他.yaml"].replace("per: 季度", "per: 季").replace("建好台账", "建台账")
    )
    found = [(each.place.file, each.code) for each in problems_of(write(tmp_path, files))]
    assert found == [
        ("01-讲堂.yaml", "rule-key-unknown"),
        ("01-讲堂.yaml", "rule-name-unknown"),
        ("02-其他.yaml", "quote-count"),
        ("02-其他.yaml", "period-name"),
        ("pack.yaml", "closes-early"),
        ("terms.yaml", "rule-name-unknown"),
    ]


@pytest.mark.parametrize(
    ("param", "old", "new", "code"),
    [
        pytest.param("-4", "count: {at_least: 4,", "count: {at_least: %s,", "param-negative", id="records"),
        pytest.param(
            "0", "count: {at_least: 4,", "count: {at_least: %s,", "param-of-nothing", id="no record"
        ),
        pytest.param("1/2", "count: {at_least: 4,", "count: {at_least: %s,", "figure-not-whole", id="half"),
        pytest.param("-1", "more_than: 1/2", "more_than: %s", "param-negative", id="a share"),
        pytest.param("-1", "due: {days: {param: 材料期限}", "due: {days: %s", "param-negative", id="days"),
        pytest.param("-7", "within: {days: 7,", "within: {days: %s,", "param-negative", id="days of a tie"),
        pytest.param(
            "-3", "at_least: {fact: 上年场次}", "at_least: %s", "param-negative", id="what is compared"
        ),
        pytest.param(
            "5",
            "role: 图片, at_least: 3",
            "role: 图片, at_least: {param: 数, plus: -9}",
            "param-negative",
            id="what it comes to",
        ),
    ],
)
def test_a_param_is_refused_where_it_counts_what_it_cannot(param: str, old: str, new: str, code: str):
    files = {
        **GOOD,
        "pack.yaml": GOOD["pack.yaml"].replace("params:\n", f"params:\n  数: {{value: {param}}}\n"),
    }
    assert files["01-讲堂.yaml"].count(old) == 1
    files["01-讲堂.yaml"] = files["01-讲堂.yaml"].replace(old, new.replace("%s", "{param: 数}"))
    (problem,) = parsed(files)
    assert (problem.code, problem.place.file) == (code, "01-讲堂.yaml")
    line = files["01-讲堂.yaml"].split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith("{param: 数"), line
    assert not latin_sentences(said(problem))


def test_a_param_below_zero_may_count_days_back():
    files = {
        **good_files(),
        "pack.yaml": GOOD["pack.yaml"].replace("params:\n", "params:\n  提前: {value: -3}\n"),
    }
    old = "at_most: {param: 材料期限}, unit: 工作日"
    files["01-讲堂.yaml"] = files["01-讲堂.yaml"].replace(old, "at_most: {param: 提前}, unit: 工作日")
    assert parsed(files) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        pytest.param("  讲堂: {sort", "  讲常: {sort", (16, 3), ("“讲常”", "“讲堂”（8 处）"), id="a kind"),
        pytest.param(
            "  活动: {shown_by", "  活劢: {shown_by", (14, 3), ("“活劢”", "“活动”（4 处）"), id="a sort"
        ),
        pytest.param("  图片: {files", "  图篇: {files", (34, 3), ("“图篇”", "“图片”（2 处）"), id="a role"),
        pytest.param(
            "  听众数: {type", "  听众树: {type", (16, 31), ("“听众数”", "是不是“听众树”"), id="a field"
        ),
        pytest.param(
            "[形式, 听众数,", "[形式, 听众树,", (16, 31), ("“听众树”", "是不是“听众数”"), id="a kind's field"
        ),
    ],
)
def test_a_name_that_is_wrong_in_the_terms_is_told_there_and_nowhere_else(
    old: str, new: str, place: tuple[int, int], says: tuple[str, ...]
):
    assert GOOD["terms.yaml"].count(old) == 1
    (problem,) = parsed({**good_files(), "terms.yaml": GOOD["terms.yaml"].replace(old, new)})
    assert problem.place == ("terms.yaml", *place)
    assert all(each in said(problem) for each in says), said(problem)


def test_a_slip_of_several_rules_is_told_at_each_where_the_name_is_used_as_well():
    files = {**good_files(), "01-讲堂.yaml": GOOD["01-讲堂.yaml"].replace("{类型: 讲堂}", "{类型: 讲常}")}
    found = parsed(files)
    assert len(found) == 2
    assert {(each.place.file, each.code, each.params["meant"]) for each in found} == {
        ("01-讲堂.yaml", "rule-name-unknown", "讲堂")
    }


NAMES = (
    ("02-其他.yaml", "类型: 榜单", "类型: 榜蛋"),
    ("01-讲堂.yaml", "{param: 材料期限}, unit", "{param: 材料期线}, unit"),
    ("01-讲堂.yaml", "{形式: [身边人讲身边事]}", "{形式: [身边人]}"),
)
ALL = {"榜蛋", "材料期线", "身边人"}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param("pack.yaml", "closes: 2018-06-30", "closes: 年底", ALL, id="a wrong day in the head"),
        pytest.param("pack.yaml", "value: 15", "value: 甲", ALL, id="a wrong param"),
        pytest.param("pack.yaml", "params:", "param:", ALL - {"材料期线"}, id="no params, or which?"),
        pytest.param(
            "pack.yaml", "id: demo", "id: [demo", ALL - {"材料期线"}, id="a head that cannot be read"
        ),
        pytest.param("pack.yaml", "source.txt", "sauce.txt", ALL, id="a document that is not there"),
        pytest.param("terms.yaml", "honours: [无", "honours: {}\nhonour: [无", ALL, id="other names"),
        pytest.param("terms.yaml", "上年场次: {type: 整数", "上年场次: {type: 整", ALL, id="a wrong fact"),
        pytest.param(
            "terms.yaml", "榜单: {fields", "榜单: {field", {"榜蛋", "材料期线"}, id="a kind, so fields too"
        ),
        pytest.param("terms.yaml", "kinds:", "kind:", {"材料期线"}, id="no kinds, or which?"),
        pytest.param("terms.yaml", "honours: [", "honours: [[", {"材料期线"}, id="terms that cannot be read"),
    ],
)
def test_a_mistake_in_one_file_hides_no_name_that_the_others_lack(
    file: str, old: str, new: str, told: set[str]
):
    files = dict(good_files())
    for name, was, now in (*NAMES, (file, old, new)):
        assert files[name].count(was) == 1
        files[name] = files[name].replace(was, now)
    found = parsed(files)
    names = {each.params["value"] for each in found if each.code == "rule-name-unknown"}
    assert names == told
    assert any(each.place.file in (file, "pack.yaml") for each in found)


@pytest.mark.parametrize("key", one_in(4, sorted(known_keys())))
def test_no_key_under_spread_is_said_to_be_meant_for_itself(key: str):
    rule = GOOD["02-其他.yaml"].replace("per: 季度, at_least: 1}", f"per: 季度, {key}: {{{key}: 1}}}}")
    for problem in parsed({**good_files(), "02-其他.yaml": rule}):
        assert f"是不是“{key}”" not in said(problem)


def test_several_mistakes_in_one_rule_are_told_in_one_go():
    text = (
        GOOD["02-其他.yaml"].replace("title: 台账", "titel: 台账").replace("unique: [编号]", "unik: [编号]")
    )
    text = text.replace("obligation: 强制", "obligation: 必须")
    found = [(each.code, each.place.line) for each in parsed({**good_files(), "02-其他.yaml": text})]
    assert found == [("rule-word", 4), ("rule-key-unknown", 8), ("rule-key-unknown", 11)]


def test_a_rule_with_a_mistake_is_still_known_to_the_others():
    text = GOOD["01-讲堂.yaml"].replace("remedy:", "remedi:")
    assert [each.code for each in parsed({**good_files(), "01-讲堂.yaml": text})] == ["rule-key-unknown"]


def test_a_file_that_cannot_be_read_hides_no_rules_from_the_others():
    files = {**good_files(), "02-其他.yaml": GOOD["02-其他.yaml"] + "\t- x"}
    files["01-讲堂.yaml"] = files["01-讲堂.yaml"].replace('"1.2a"]', '"2.1"]')
    assert [each.place.file for each in parsed(files)] == ["02-其他.yaml"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path):
    files = {name: ("\ufeff" + text.replace("\n", "\r\n")).encode() for name, text in GOOD.items()}
    files["source.txt"] = GOOD["source.txt"].encode()
    assert read_pack(str(write(tmp_path, files)), cache=False).id == "demo"


# --- the tests of a pack


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("expect: gap", "expect: gaps", "rule-word", id="outcome"),
        pytest.param("records: []", "record: []", "rule-key-unknown", id="key"),
        pytest.param("records: []", "records: 一条", "rule-list", id="records"),
        pytest.param('rule: "1.1"', "case_: 一", "rule-key-missing", id="rule missing"),
        pytest.param("cases:\n", "case:\n", "rule-key-unknown", id="cases misspelt"),
        pytest.param("expect: gap", "minimal: 也许", "rule-yes-no", id="yes or no"),
        pytest.param("expect: gap", "as_of: 年底", "rule-day", id="day"),
    ],
)
def test_a_mistake_in_a_packs_tests_is_told(tmp_path, old: str, new: str, code: str):
    files = {**good_files(), "tests/01-讲堂.yaml": GOOD["tests/01-讲堂.yaml"].replace(old, new)}
    cases, problems, _, _ = read_pack_tests(write(tmp_path, files))
    assert cases == []
    assert code in [each.code for each in problems]
    assert all(each.place.file == "tests/01-讲堂.yaml" and each.place.line for each in problems)
    assert not latin_sentences("".join(map(said, problems)))


# --- anything at all

FILES = ("pack.yaml", "terms.yaml", "01-讲堂.yaml", "02-其他.yaml", "source.txt")
QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@settings(QUICK, max_examples=100)
@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_arbitrary_bytes_as_any_file_are_a_problem_of_that_file(name: str, raw: bytes):
    problems = parsed({**good_files(), name: raw})
    # a point of comments alone is a point that nobody has encoded yet
    comments = (
        name[0].isdigit()
        and raw.strip()
        and all(not line.strip() or line.lstrip().startswith(b"#") for line in raw.splitlines())
    )
    if comments and not problems:
        return
    assert problems
    assert name in "".join(f"{each.place.file}{said(each)}" for each in problems)


def test_a_point_of_comments_alone_asks_for_nothing_yet():
    assert parsed({**good_files(), "03-空.yaml": '# 第 1 句\n\n# - id: "3.1"\n'}) == []


PIECES = ("", " ", "\n", ":", "：", "[", "}", '"', "- ", "? ", "是", "{}", "[[]]", "\t", "&a")


@settings(QUICK, max_examples=60)
@given(st.sampled_from(FILES[:4]), st.data())
def test_a_file_with_a_piece_cut_out_or_put_in_never_stops_the_reading(name: str, data: st.DataObject):
    text = GOOD[name]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.sampled_from(PIECES))
    for problem in parsed({**good_files(), name: text[:start] + piece + text[end:]}):
        assert not latin_sentences(re.sub("“[^”]*”", "", said(problem)))
        assert problem.place.file in GOOD


SCALARS = st.sampled_from(
    ["", "是", "4", "1/2", "2017-01-01", "讲堂", "日期", "all", "standing", "季度", "参加人数"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "类型",
                    "主题",
                    "count",
                    "at_least",
                    "field",
                    "fact",
                    "param",
                    "members",
                    "is",
                    "in",
                    "from",
                    "days",
                    "all",
                ]
            ),
            inner,
            max_size=2,
        )
    ),
    max_leaves=6,
)
KEYS = (
    "applies_to", "select", "window", "dated_by", "expect", "on_empty", "in_force", "near", "notices",
    "answered_by", "basis", "quote", "aliases", "advice",
)  # fmt: skip


@settings(QUICK, max_examples=60)
@given(st.sampled_from(KEYS), VALUES)
def test_any_value_under_any_key_of_a_rule_is_taken_or_told(key: str, value: object):
    rule = {"id": "3.1", "title": "甲", "quote": "工作是光荣的", "obligation": "应办", "expect": {"none": {}}}
    text = json.dumps([{**rule, key: value}], ensure_ascii=False)
    for problem in parsed({**good_files(), "03-另.yaml": text}):
        assert problem.place.file == "03-另.yaml"
        assert problem.place.line == 1
        assert not latin_sentences(re.sub("“[^”]*”", "", said(problem)))


def test_files_that_are_no_pack_files_are_left_alone(tmp_path):
    write(tmp_path, {**good_files(), "备注.md": "随便", "图.png": b"\x89PNG"})
    assert set(read_pack_files(tmp_path)) == {name for name in GOOD if "/" not in name}
    assert read_pack(str(tmp_path), cache=False).id == "demo"


@pytest.mark.parametrize("what", ["folder", "dangling link"])
def test_a_point_file_that_is_no_file_is_told_and_not_done_without(tmp_path, what: str):
    root = write(tmp_path / "demo", good_files())
    path = root / "03-新.yaml"
    path.mkdir() if what == "folder" else path.symlink_to("没有")
    assert [(each.code, each.place.file) for each in problems_of(root)] == [("not-text", "03-新.yaml")]
