"""How values are written as YAML: read back, every text is the same."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from civcheck.model.yamltext import document, flow, for_all_readers, scalar
from civcheck.reading.parsed import parse_yaml

SIGNS = st.sampled_from(list("a1：:#- ,[]{}\n\t\"'\\|>&*!%@`。，、（《\u3000\xa0\u2028\x85?~=<\r.【"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(SIGNS, max_size=12)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda key: key != "<<"
)
VALUES = st.recursive(
    TEXTS, lambda each: st.lists(each, max_size=3) | st.dictionaries(KEYS, each, max_size=3), max_leaves=6
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(mapping):
    assert parse_yaml(document(mapping)).value == mapping


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
def test_other_readers_read_the_same(mapping):
    assert yaml.load(document(mapping), Loader=yaml.BaseLoader) == mapping


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(VALUES)
def test_so_is_what_is_written_on_one_line(value):
    written = flow(value)
    assert "\n" not in written
    assert parse_yaml(f"a: {written}\n").value == {"a": value}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("清扫街道", "清扫街道"),
        ("2017-03-05", "2017-03-05"),
        ("9:30", "9:30"),
        ("../图片/a.jpg", "../图片/a.jpg"),
        ("（一）开场", "（一）开场"),
        ("甲: 乙", '"甲: 乙"'),
        ("- 甲", '"- 甲"'),
        ("=1+1", '"=1+1"'),
        ("", '""'),
        ("甲 # 乙", '"甲 # 乙"'),
        ("甲\x07", '"甲\\x07"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text, written):
    assert scalar(text) == written


def test_lines_stand_as_they_are():
    assert document({"备注": "一\n\n二"}) == "备注: |-\n  一\n\n  二\n"


def test_a_mapping_stands_below_its_key():
    assert document({"归档": {"档号": "J-1"}, "附件": {}}) == "归档:\n  档号: J-1\n附件: {}\n"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=12) | st.text(SIGNS, max_size=6))
@example("?0")
@example(":0")
@example("0?")
@example("0:?")
@example("2017-03-05 21:59")
def test_what_is_written_for_all_readers_is_a_text_to_all(text):
    for written in (for_all_readers(text), for_all_readers(text, quoted=True)):
        assert parse_yaml(f"k: {written}\n").value == {"k": text}
        assert yaml.safe_load(f"k: {written}\n") == {"k": text}
    flowing = f"k: [{for_all_readers(text, in_flow=True)}, x]\n"
    assert parse_yaml(flowing).value == {"k": [text, "x"]}
    assert yaml.safe_load(flowing) == {"k": [text, "x"]}


@pytest.mark.parametrize(
    "text", ["010", "1.10", "no", "2017-03-05", "null", "~", "9:30", "1e3", "=", "- a", "a: b", "0o7", "1_0"]
)
def test_readers_of_the_newer_yaml_take_it_for_a_text_too(text):
    assert YAML(typ="safe").load(f"k: {for_all_readers(text)}\n") == {"k": text}
