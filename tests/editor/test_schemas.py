"""The schemas for editors take what civcheck takes and mark what it refuses."""

from __future__ import annotations

import json
import re
import time
from bisect import bisect
from functools import cache

import jsonschema
import pytest

from civcheck.app.schemas import judgements_schema, record_schema, unit_schema
from civcheck.model.problem import Weight
from civcheck.model.terms import Fact, Kind, OwnField, Role
from civcheck.reading.ledger import read_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import open_unit
from tests.editor.records import PACKS, ROOT, core, in_sample, in_tests
from tests.ledgers import hubei, write_ledger
from tests.report.ledgers import SAMPLE

LARGEST = 90_000
"""Bytes of the schema of records, written without blanks: what an editor reads in a moment."""


@cache
def validator(pack="hubei-2017", of=record_schema):
    schema = of(read_pack(pack))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


SCHEMAS = (record_schema, unit_schema, judgements_schema)


@pytest.mark.parametrize("of", SCHEMAS, ids=lambda of: of.__name__)
@pytest.mark.parametrize("pack", PACKS)
def test_a_schema_stays_small_and_is_one(pack, of):
    schema = validator(pack, of).schema
    assert len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()) < LARGEST


def test_every_record_of_the_sample_passes():
    documents = dict(in_sample())
    assert len(documents) > 50
    assert [place for place, document in documents.items() if not validator().is_valid(document)] == []


def test_the_units_own_files_of_the_sample_pass():
    for name, of in (("unit.yaml", unit_schema), ("judgements.yaml", judgements_schema)):
        assert validator(of=of).is_valid(core((SAMPLE / name).read_text("utf-8")))


@pytest.mark.parametrize("pack", PACKS)
def test_every_record_of_a_packs_own_tests_passes_unless_its_case_is_about_mistakes(pack):
    marked, passed = [], 0
    for place, record, about_mistakes in in_tests(pack):
        written = {"标题": "甲", **{key: value for key, value in record.items() if key != "正文"}}
        if validator(pack).is_valid(written):
            passed += 1
        elif not about_mistakes:
            marked.append(place)
    assert marked == []
    assert passed > 40


# --- the same values, read by civcheck and held against the schema

VALUES = """
""|~X|/|"-"|—|无|【待填】|约【待填】人|是|否|有|对|√|×|TRUE|no|true|false|也许|46|46人|30余名|近400人|约40|百余人次
三十人|全体干警|很多|-5|0|1.5|2小时|90分钟|1小时30分|1小时30分钟|1,200|４６人|46 人|85%|0.85|百分之八十五|3天|2017|15万
2017-03-15|2017/3/15|2017.3.15|2017年3月15日|２０１７年３月１５日|3月15日|3月15号|2月29日|2017-02-29|2016-02-29
2017-02-30|2017-13-01|2017-3|2017.3|2017年3月|3月|1948-03-15|2018-12-31|2019-01-01|2300-01-01|长期|待定|今年三月|20170315
2017-03-05/2017-03-07|2017-03-05至2017-03-07|3月5日-7日|3月5日至6日|2017年11月29日至12月2日|2017-03-05、2017-03-07|9:30
2017-03-05，2017-03-07；|[甲, 乙]|[2017-03-05, 2017-03-07]|[2017-03-05, 明天]|[]|{}|[甲]|[[甲]]|{甲: 乙}|WS·2017-1-12
{起: 2017-03-05, 止: 2017-03-07}|{start: 2017-03-05, end: 2017-03-07}|{起: 2017-03-05}|{起: 2017-03-05, 至: 2017-03-07}
{档号: A-1, 日期: 2017-12-01, 盒号: 3}|{档号: A-1, 归档日期: 2017-12-01}|{档案号: A-1}|待归档|{日期: 2017-12}
{archive_number: A-1, date: 2017.12.1, box: 3}|{方案: a.docx}|{方案: [a.docx, b.docx]}|{方案: a.docx、b.docx}
{方案: {文件: a.docx, 说明: 甲, 日期: 2017-03-01, 文号: 〔2017〕1号}}|{方按: a.docx}|{方案: {说明: 甲}}
{方案: {文件: a.docx, 作者: 甲}}|{方案: [a.docx, {file: b.docx, date: 2017年3月1日}]}|{方案: 【待填】}|{方案: ""}
{方案: {文件: a.docx, 日期: 3月}}
""".strip()
KEYS = {
    "志愿服务": """
        标题 日期 参加人数 时长 地点 主题 对象 大型活动 本单位参加 报送日期 归档 附件 备注 负责人 联办单位
        人时 志愿服务队 场所类别 title date attendance filing evidence
    """,
    "名册": "志愿者人数 有效期至 类别",
}
_WIDE = {"４６人", "２０１７年３月１５日"}
NOT_SEEN = {
    # what is brought into form before it is read; whether there is a 29 February in the ledger's year; TRUE is true
    **{key: {"４６人", "2月29日"} for key in ("日期", "date", "报送日期", "有效期至")},
    **{key: {"２０１７年３月１５日"} for key in ("参加人数", "attendance", "人时", "志愿者人数")},
    "时长": {*_WIDE, "46 人"},
    **{key: {"TRUE"} for key in ("归档", "filing")},
}
"""What civcheck refuses and an editor lets pass."""


def records_of(kind, key):
    """Give a record for each value, as text."""
    values = [value for line in VALUES.split("\n") for value in line.split("|")]
    for value in values:
        record = {"类型": kind, "标题": "甲", "日期": "2017-03-05", key: value.replace("~X", "")}
        for alias, name in (("title", "标题"), ("date", "日期")):
            if key == alias:
                del record[name]
        yield value, "".join(f"{each}: {written}\n" for each, written in record.items())


def refused_by_civcheck(root, texts):
    """Tell of each record whether anything that is said of it is more than a note."""
    starts, line = [], 1
    for text in texts:
        starts.append(line)
        line += text.count("\n") + 1
    write_ledger(root, {"记录.yaml": "---\n".join(texts), "a.docx": b"a", "b.docx": b"b"})
    ledger = read_ledger(str(root), hubei(), open_unit(str(root)))
    told = {bisect(starts, each.place.line) - 1 for each in ledger.problems if each.weight is not Weight.NOTE}
    return [number in told for number in range(len(texts))]


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, keys in KEYS.items() for key in keys.split()]
)
def test_the_schema_takes_what_civcheck_takes_and_marks_what_it_refuses(tmp_path, kind, key):
    values, texts = zip(*records_of(kind, key), strict=True)
    refused = refused_by_civcheck(tmp_path, texts)
    marked = [not validator().is_valid(core(text)) for text in texts]
    too_strict = [value for value, no, yes in zip(values, refused, marked, strict=True) if yes and not no]
    unseen = {value for value, no, yes in zip(values, refused, marked, strict=True) if no and not yes}
    assert too_strict == []
    assert unseen == NOT_SEEN.get(key, set())


GOOD = "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n"


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("日期: 2017-03-05\n", ""),
        GOOD.replace("标题: 清扫街道\n", ""),
        GOOD.replace("类型: 志愿服务\n", "kind:\n"),
        GOOD.replace("志愿服务", "志愿服物"),
        GOOD + "kind: 志愿服务\n",
        GOOD + "参加人員: 3\n",
        GOOD + "方案: a.docx\n",
        GOOD + "行业: 律师\n",
        GOOD + "附件:\n  方按: a.docx\n",
        GOOD + "附件: a.docx\n",
        GOOD + "归档: {日期: 2017-12-01, date: 2017-12-01}\n",
        "- " + GOOD.replace("\n", "\n  ").rstrip() + "\n- 甲\n",
    ],
)
def test_what_is_wrong_with_a_record_as_a_whole_is_marked(tmp_path, text):
    assert refused_by_civcheck(tmp_path, [text]) == [True]
    assert not validator().is_valid(core(text))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "kind: 志愿服务\ntitle: 清扫街道\ndate: 2017.3.5\nplace: 胜利街、人民路\nevidence:\n  方案: {file: a.docx}\n",
        GOOD.replace("志愿服务", "“志愿服务”"),
        GOOD + "其他:\n  天气: {气温: 12, 风: [一, 二]}\n备注:\n",
        GOOD + "主题: [关爱社会, 我们自己的说法]\n场所类别: 社区、广场\n",
        "- " + GOOD.replace("\n", "\n  ").rstrip() + "\n- " + GOOD.replace("\n", "\n  ").rstrip() + "\n",
    ],
)
def test_other_ways_to_write_a_record_pass(tmp_path, text):
    assert refused_by_civcheck(tmp_path, [text]) == [False]
    assert validator().is_valid(core(text))


def test_a_skeleton_passes_but_for_what_every_record_needs():
    blank = dict.fromkeys(
        ("地点", "参加人数", "时长", "主题", "大型活动", "报送日期", "归档", "附件", "人时"), "【待填】"
    )
    record = {**core(GOOD), **blank}
    assert validator().is_valid(record)
    for key in ("类型", "标题", "日期"):
        assert not validator().is_valid({**record, key: "【待填】"})


# --- the files of the unit


UNITS_OWN = {"单位名称": "甲", "单位类型": "县区司法局", "年度": 2017}


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ({}, True),
        ({"年度": "2017年"}, True),
        ({"年度": 2016}, True),
        ({"年度": 2018}, False),
        ({"年度": 1900}, False),
        ({"单位类型": "司法局"}, False),
        ({"单位类型": "【待填】"}, False),
        ({"单位名称": ""}, False),
        ({"职能": "律师、公证"}, True),
        ({"职能": ["律师", "会计"]}, False),
        ({"职能": "无"}, True),
        ({"职能": []}, True),
        ({"组织": ["甲团委", "妇女委员会"]}, True),
        ({"组织": "共青团"}, False),
        ({"文明单位级别": "省级文明单位"}, True),
        ({"文明单位级别": "国级"}, False),
        ({"文明单位级别": [{"级别": "省级", "授予日期": "2016.12.1"}, "县级"]}, True),
        ({"文明单位级别": [{"级别": "省级", "授予日期": "2016年12月"}]}, False),
        ({"文明单位级别": [{"授予日期": "2016-12-01"}]}, False),
        ({"在职人数": "约300人"}, True),
        ({"在职人数": "很多"}, False),
        ({"其他事实": {"有下级单位": "是", "结对村": "甲村、乙村"}}, True),
        ({"其他事实": {"有下级单位": "也许"}}, False),
        ({"其他事实": {"有下级": "是"}}, False),
        ({"分工": {"2": "政治部", "6.3": "办公室"}}, True),
        ({"规则": {"包": "hubei-2017", "版本": "1.0.0"}}, True),
        ({"规则": {"包": "hubei-2017", "路径": "x"}}, False),
        ({"单位": "甲"}, False),
        ({"name": "甲"}, False),
    ],
    ids=str,
)
def test_the_schema_of_the_unit_takes_and_marks(written, is_right):
    assert validator(of=unit_schema).is_valid({**UNITS_OWN, **written}) == is_right


def test_a_unit_without_what_it_needs_is_marked():
    for key in UNITS_OWN:
        assert not validator(of=unit_schema).is_valid(
            {name: each for name, each in UNITS_OWN.items() if name != key}
        )


ENTRY = {"规则": 9.5, "结论": "豁免", "理由": "甲", "认定人": "乙", "有效期至": "2018-12-31"}


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ({}, True),
        ({"结论": "waived", "规则": ["9.5", "9.3"], "日期": "2017年12月1日"}, True),
        ({"结论": "免除"}, False),
        ({"结论": "替代"}, False),
        ({"结论": "替代", "依据": "批复.pdf"}, True),
        ({"结论": "调整"}, False),
        ({"结论": "调整", "params": {"次数": 3}}, True),
        ({"有效期至": "2018-02-30"}, False),
        ({"有效期至": "长期"}, False),
        ({"有效期至": None}, False),
        ({"理由": "【待填】"}, False),
        ({"备注": "甲"}, False),
        ({"rule": "9.5"}, False),
    ],
    ids=str,
)
def test_the_schema_of_judgements_takes_and_marks(written, is_right):
    schema = validator(of=judgements_schema)
    entry = {**ENTRY, **written}
    assert schema.is_valid(entry) == schema.is_valid([ENTRY, entry]) == is_right


def test_a_judgement_of_files_needs_other_keys():
    schema = validator(of=judgements_schema)
    entry = {"文件": "0123456789abcdef", "处数": 2, "理由": "甲", "认定人": "乙", "日期": "2017-12-01"}
    assert schema.is_valid(entry)
    assert not schema.is_valid({key: each for key, each in entry.items() if key != "日期"})


def test_messages_of_the_manual_are_those_of_the_schemas():
    rows = re.findall(
        r"^\| [^|]+ \| ([^|]*[\u4e00-\u9fff][^|]*) \|$",
        (ROOT / "docs" / "editors.md").read_text("utf-8"),
        re.MULTILINE,
    )
    said = "\n".join(json.dumps(of(hubei()), ensure_ascii=False) for of in SCHEMAS)
    assert len(rows) > 10
    assert [
        row for row in rows if json.dumps(row.removesuffix(" …"), ensure_ascii=False)[1:-1] not in said
    ] == []


# --- what only some packs have


def with_units_and_aliases():
    """Give a pack whose kinds, fields, roles and facts have what those of hubei-2017 lack."""
    terms = hubei().terms
    power = OwnField(name="用电量", type="小数", unit="千瓦时", alias="power")
    rate, shown = OwnField(name="完成率", type="百分数"), OwnField(name="已公示", type="是否")
    kind = Kind(fields=(power, rate, shown), alias="saving", about="节能")
    facts = {
        "面积": Fact(type="小数", ask="面积多大？", unit="平方米", alias="area"),
        "性质": Fact(type="文本", ask="什么性质？", values=("公办", "民办")),
        "网址": Fact(type="文本", ask="网址是什么？"),
    }
    more = terms.changed(
        kinds={**terms.kinds, "节能": kind},
        roles={**terms.roles, "录像": Role(files="音像", alias="film", about="录像。")},
        facts={**terms.facts, **facts},
        functions=(*terms.functions, "咨询、服务"),
    )
    return hubei().changed(terms=more)


SAVING = {"类型": "节能", "标题": "甲", "日期": "2017-03-05"}


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ({"用电量": 12.5, "完成率": "85%", "已公示": "是"}, True),
        ({"power": "12万千瓦时", "类型": "saving"}, True),
        ({"用电量": 1, "power": 1}, False),
        ({"用电量": "很多"}, False),
        ({"用电量": -1}, False),
        ({"完成率": 85}, True),
        ({"完成率": 0.85}, False),
        ({"完成率": "八成"}, False),
        ({"已公示": "也许"}, False),
        ({"附件": {"film": "a.mp4"}}, True),
        ({"附件": {"film": "a.mp4", "录像": "b.mp4"}}, False),
        ({"人时": 3}, False),
    ],
    ids=str,
)
def test_units_of_fields_and_aliases_of_a_pack_are_known(written, is_right):
    schema = jsonschema.Draft202012Validator(record_schema(with_units_and_aliases()))
    assert schema.is_valid({**SAVING, **written}) == is_right


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ({"其他事实": {"area": "300平方米", "性质": "公办", "网址": "甲"}}, True),
        ({"其他事实": {"面积": 300, "area": 300}}, False),
        ({"其他事实": {"面积": "很大"}}, False),
        ({"其他事实": {"性质": "合办"}}, False),
        ({"职能": "咨询、服务、律师"}, True),
    ],
    ids=str,
)
def test_units_of_facts_and_lists_that_hold_a_separator_are_known(written, is_right):
    schema = jsonschema.Draft202012Validator(unit_schema(with_units_and_aliases()))
    assert schema.is_valid({**UNITS_OWN, **written}) == is_right


def test_long_texts_are_held_against_a_pattern_in_no_time():
    shapes = record_schema(hubei())["$defs"] | unit_schema(hubei())["$defs"]
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(shapes)))
    assert len(patterns) > 20
    began = time.process_time()
    for pattern in map(json.loads, patterns):
        for text in (
            "1" * 3_000,
            "2017-03-05、" * 500 + "x",
            "律师" * 1_000 + "x",
            " " * 3_000 + "x",
            "3月" * 1_000,
        ):
            re.search(pattern, text)
    assert time.process_time() - began < 5
