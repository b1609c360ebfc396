"""yaml-language-server, the program behind YAML in VS Code and others, with the schemas of civcheck."""

from __future__ import annotations

import json
import re
import time
from itertools import count, islice

import pytest
import yaml

from civcheck.model.record import RECORD_KEYS
from civcheck.reading.documents import split_markdown
from civcheck.reading.judgements import KEYS as JUDGEMENT_KEYS
from civcheck.reading.unitfile import UNIT_KEYS
from tests.editor.conftest import start, write_schemas
from tests.editor.records import PACKS, ROOT, in_tests
from tests.ledgers import hubei
from tests.report.ledgers import SAMPLE

pytestmark = pytest.mark.heavy

MODELINE = "# yaml-language-server: $schema=../../.civcheck/record.schema.json\n"
GOOD = "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n"
MANUAL = ROOT / "docs" / "editors.md"
QUICK = 1.0
"""Seconds that completion in a file of many records may take."""
_numbers = count(1)


@pytest.fixture
def record(server, ledger):
    """Open a record file in a folder of its own, with the line that names the schema."""

    def opened(text, head=MODELINE, name="记录.yaml"):
        return server.open(ledger / "12 志愿服务" / f"三月 {next(_numbers)}（清扫）" / name, head + text)

    return opened


@pytest.fixture
def own_file(server, ledger):
    """Open a file of the unit's own, by the name of its schema."""

    def opened(name, text):
        head = f"# yaml-language-server: $schema=../.civcheck/{name}.schema.json\n"
        return server.open(ledger / f"{next(_numbers)}" / f"{name}.yaml", head + text)

    return opened


def labels(document):
    return [each["label"] for each in document.completions()]


def insertion(document, label):
    (found,) = [each for each in document.completions() if each["label"] == label]
    return found["insertText"]


# --- completion


def test_keys_of_every_record_are_offered_in_an_empty_file(record):
    assert labels(record("|")) == ["一条记录", *RECORD_KEYS]


def test_a_record_is_put_in_as_a_whole(record):
    assert insertion(record("|"), "一条记录").startswith("类型: $1\n标题: $2\n日期: $3\n附件:\n  方案: $4\n")


def test_the_fields_of_the_kind_are_offered_and_those_of_others_are_not(record):
    offered = labels(record(GOOD + "|"))
    assert {"人时", "志愿服务队", "场所类别", "参加人数"} <= set(offered)
    assert not {"行业", "榜别", "标题", "kind", "attendance"} & set(offered)


def test_kinds_are_offered_each_with_what_it_is(record):
    offered = {each["label"]: each for each in record("类型: |").completions()}
    assert list(offered) == list(hubei().terms.kinds)
    assert offered["志愿服务"]["documentation"] == hubei().terms.kinds["志愿服务"].about


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("主题: |", ["关爱社会", "法律救助"]),
        ("主题:\n  - |", ["关爱社会", "法律救助"]),
        ("场所类别: |", ["社区", "学校"]),
        ("大型活动: |", ["是", "否"]),
        ("附件:\n  |", ["方案", "图片", "报道"]),
        ("附件:\n  方案:\n    |", ["文件", "说明", "日期", "文号"]),
        ("归档:\n  |", ["档号", "日期", "盒号"]),
    ],
)
def test_values_roles_and_keys_below_are_offered(record, text, some):
    offered = labels(record(GOOD + text))
    assert set(some) <= set(offered)
    assert not {"null", "true", "false"} & set(offered)


def test_in_a_list_the_fields_of_every_kind_in_it_are_offered(record):
    first = "- " + GOOD.replace("\n", "\n  ").rstrip() + "\n"
    offered = set(labels(record(first + "- 类型: 诚信榜单\n  |")))
    assert {"行业", "榜别", "参加人数", "人时"} <= offered
    assert not {"平台", "动词"} & offered


def test_each_document_of_a_file_is_completed_by_its_own_kind(record):
    offered = labels(record(GOOD + "---\n" + MODELINE + "类型: 诚信榜单\n|"))
    assert {"行业", "榜别", "标题"} <= set(offered)
    assert "人时" not in offered


@pytest.mark.parametrize(
    ("text", "label", "inserted"),
    [
        ("|", "归档", "归档:\n  档号: $1\n  日期: $2\n  盒号: $3"),
        ("|", "附件", "附件:\n  方案: $1\n  图片: $2\n  报道: $3"),
        ("附件:\n  方案: |", "文件、说明、日期", "\n  文件: $1\n  说明: $2\n  日期: $3"),
        ("附件:\n  方案: |", "几个文件", "\n  - $1\n  - $2"),
    ],
)
def test_snippets_are_put_in(record, text, label, inserted):
    assert insertion(record(GOOD + text), label) == inserted


def test_a_span_of_days_is_put_in(record):
    assert (
        insertion(record("类型: 志愿服务\n标题: 甲\n日期: |"), "一段日期：起、止") == "\n  起: $1\n  止: $2"
    )


def test_keys_and_values_of_the_units_own_files_are_offered(own_file):
    assert labels(own_file("unit", "|")) == list(UNIT_KEYS)
    assert "司法所" in labels(own_file("unit", "单位类型: |"))
    assert "有下级单位" in labels(own_file("unit", "其他事实:\n  |"))
    assert labels(own_file("judgements", "- |")) == ["一条认定", *JUDGEMENT_KEYS]
    assert labels(own_file("judgements", "- 结论: |")) == ["达标", "不达标", "不适用", "豁免", "替代", "调整"]


def test_completion_is_quick_in_a_file_of_many_records(record):
    one = "- " + (GOOD + "附件:\n  方案: 方案.docx\n").replace("\n", "\n  ").rstrip() + "\n"
    document = record(one * 200 + "- 类型: 志愿服务\n  |")
    document.said()
    began = time.monotonic()
    assert "人时" in labels(document)
    assert time.monotonic() - began < QUICK


# --- hover


def hovers(document, title, names, indent=""):
    """Give what is said of each key; all begin with what sort of file this is, and none is a mere list of values."""
    found = {name: document.hover(f"\n{indent}{name}:") for name in names}
    assert {said.partition("\n\n")[0] for said in found.values()} == {f"#### {title}"}
    return {name: said.split("\n\n")[1] for name, said in found.items()}


def test_every_key_of_a_record_is_explained_by_its_alias_too(record):
    values = {"日期": "2017-03-05", "归档": "是", "附件": "无", "其他": "无"}
    names, aliases = [*RECORD_KEYS], [alias for alias, _ in RECORD_KEYS.values()]
    given = [values.get(name, "甲") for name in names]
    said, other = (
        hovers(record("".join(map("{}: {}\n".format, them, given))), "台账记录", them)
        for them in (names, aliases)
    )
    assert [*said.values()] == [*other.values()]
    assert len(set(said.values())) == len(names)
    assert said["时长"] == "几小时，例如 2 或 90分钟"


def test_every_field_of_every_kind_is_explained(record):
    terms = hubei().terms
    for kind in terms.kinds:
        fields = {name: term.about for name, term in terms.fields_of(kind).items()}
        document = record(f"类型: {kind}\n" + "".join(f"{name}: 甲\n" for name in fields))
        assert not fields or hovers(document, "台账记录", fields) == fields


def test_every_role_and_what_is_said_of_a_file_is_explained(record):
    roles = hubei().terms.roles
    document = record(GOOD + "附件:\n" + "".join(f"  {name}: a.docx\n" for name in roles))
    assert all(
        said.startswith(roles[name].about) for name, said in hovers(document, "台账记录", roles, "  ").items()
    )
    document = record(
        GOOD + "附件:\n  方案:\n    文件: a\n    说明: 甲\n    日期: 2017-03-01\n    文号: 甲\n"
    )
    said = hovers(document, "台账记录", ("文件", "说明", "日期", "文号"), "    ")
    assert said["日期"] == "这份材料自己的日期"


def test_the_days_of_a_span_and_the_parts_of_a_filing_are_explained(record):
    filing = "归档:\n  档号: A-1\n  日期: 2017-12-01\n  盒号: 3\n"
    document = record("类型: 志愿服务\n标题: 甲\n日期:\n  起: 2017-03-05\n  止: 2017-03-07\n" + filing)
    said = hovers(document, "台账记录", ("起", "止", "档号", "日期", "盒号"), "  ")
    assert [*said.values()] == [
        "第一天",
        "最后一天（含）",
        "归档后的档号",
        "归档的日期；不写按记录的最后一天",
        "在哪一盒",
    ]


def test_every_key_of_the_units_own_files_is_explained(own_file):
    for schema, title, keys in (("unit", "单位档案", UNIT_KEYS), ("judgements", "一条认定", JUDGEMENT_KEYS)):
        said = hovers(own_file(schema, "".join(f"{name}: 甲\n" for name in keys)), title, keys)
        assert len(set(said.values())) == len(keys)
        assert all(re.search("[\u4e00-\u9fff]", each) for each in said.values())


# --- diagnostics


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        (GOOD.replace("志愿服务", "志愿服物"), "志愿服物", "“类型”要写词表里的一种；把光标放在"),
        (GOOD.replace("标题: 清扫街道\n", ""), "类", "缺“标题”：每条记录都要写"),
        (GOOD.replace("03-05", "02-30"), "2017-02-30", "“日期”写到日：2017-03-15"),
        (GOOD.replace("2017-03-05", "2017.3"), "2017.3", "“日期”写到日：2017-03-15"),
        (GOOD.replace("清扫街道", "【待填】"), "【待填】", "这里还是【待填】：换成实际的内容，这条记录才算"),
        (GOOD + "附件:\n  方按: a.docx\n", "方按", "没有这个材料角色。可以用：方案、图片、"),
        (GOOD + "大型活动: 也许\n", "也许", "写“是”或“否”"),
        (GOOD + "参加人数: 全体干警\n", "全体干警", "写人数，例如 46、46人、30余人"),
        (GOOD + "报送日期: 2017-3\n", "2017-3", "日期写到日，例如 2017-03-15"),
        (GOOD + "参加人員: 3\n", "参加人員", "记录里没有这个键：看看是不是写错了"),
        (GOOD + "方案: a.docx\n", "方案", "这是材料的角色，要缩进写在“附件”下面"),
        (GOOD + "行业: 律师\n", "行业", "这一类型的记录没有这一项"),
        (GOOD + "kind: 志愿服务\n", "kind", "“类型”和“kind”是同一个键，只留一个"),
        (GOOD + "附件:\n  方案: {说明: 甲}\n", "方案", "这一份要写“文件”"),
        (GOOD + "归档: 待归档\n", "待归档", "“归档”写“是”、档号，或分开写档号、日期、盒号"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_marked_and_said_in_chinese(record, text, marked, message):
    (said,) = record(text).said()
    assert said.marked == marked
    assert said.message.startswith(message)


def test_what_is_wrong_in_the_units_own_files_is_said_in_chinese(own_file):
    unit = own_file(
        "unit", "单位名称: 甲\n单位类型: 司法局\n年度: 2018\n职能: 律师、会计\n其他事实:\n  有下级: 是\n"
    )
    assert [(each.marked, each.message.partition("：")[0]) for each in unit.said()] == [
        ("司法局", "“单位类型”写其中一个"),
        ("2018", "“年度”写这个规则包的年度"),
        ("律师、会计", "“职能”只能写"),
        ("有下级", "规则包没有问这件事。可以写"),
    ]
    entry = own_file("judgements", "- 规则: 9.5\n  结论: 免除\n  理由: 甲\n  认定人: 乙\n")
    assert [each.message.partition("：")[0] for each in entry.said()] == ["缺“有效期至”", "“结论”写其中一个"]


def test_messages_are_chinese_in_an_english_editor_too(tmp_path):
    server = start(write_schemas(tmp_path / "江城"), "en")
    try:
        document = server.open(
            tmp_path / "江城" / "a" / "b" / "记录.yaml", MODELINE + GOOD.replace("志愿服务", "甲")
        )
        (said,) = document.said()
        assert said.message.startswith("“类型”要写词表里的一种")
    finally:
        server.close()


# --- what is right is left alone


def test_the_files_of_the_sample_ledger_are_left_alone(record):
    opened = {}
    for path in sorted((*SAMPLE.rglob("*.yaml"), *SAMPLE.rglob("记录.md"))):
        text = path.read_text("utf-8")
        front = split_markdown(text).front if path.suffix == ".md" else None
        if path.parent != SAMPLE:
            opened[str(path)] = record(
                (front.text if front else text).replace("\n---\n", f"\n---\n{MODELINE}")
            )
    assert len(opened) > 30
    assert {path: said for path, document in opened.items() if (said := document.said())} == {}


def test_the_units_own_files_of_the_sample_are_left_alone(own_file):
    for name in ("unit", "judgements"):
        assert own_file(name, (SAMPLE / f"{name}.yaml").read_text("utf-8")).said() == []


@pytest.mark.parametrize("pack", PACKS)
def test_records_of_the_packs_own_tests_are_left_alone(pack, tmp_path):
    server = start(write_schemas(tmp_path, pack))
    try:
        records = [
            {"标题": "甲", **{key: value for key, value in record.items() if key != "正文"}}
            for _, record, about_mistakes in islice(in_tests(pack), 0, None, 3)
            if not about_mistakes
        ]
        text = yaml.safe_dump(records, allow_unicode=True, sort_keys=False)
        assert len(records) > 15
        assert server.open(tmp_path / "一" / "二" / "记录.yaml", MODELINE + text).said() == []
    finally:
        server.close()


@pytest.mark.parametrize(
    "day", ["2017.3.5", "2017年3月5日", "3月5日", "2017-03-05/2017-03-07", "[2017-03-05, 2017.3.7]"]
)
def test_days_may_be_written_in_every_way_that_is_read(record, day):
    assert record(GOOD.replace("2017-03-05", day)).said() == []


def test_aliases_joined_values_and_what_is_still_to_be_filled_in_are_left_alone(record):
    aliases = "kind: 志愿服务\ntitle: 清扫\ndate: 2017-03-05\nthemes: 关爱社会、法律救助\n"
    aliases += "evidence:\n  方案: {file: a.docx}\n"
    assert record(aliases).said() == []
    assert (
        record(GOOD + "参加人数: 【待填】\n报送日期: 【待填】\n附件:\n  方案: 【待填】\n备注:\n").said() == []
    )


# --- the line that names the schema


def test_the_line_is_taken_with_crlf_a_byte_order_mark_and_dashes_above_or_below(record):
    wrong = GOOD.replace("志愿服务", "志愿服物")
    for text in (
        (MODELINE + wrong).replace("\n", "\r\n"),
        "\ufeff" + MODELINE + wrong,
        "---\n" + MODELINE + wrong,
        MODELINE + "---\n" + wrong,
    ):
        (said,) = record(text, head="").said()
        assert said.marked == "志愿服物"
    assert record((MODELINE + GOOD).replace("\n", "\r\n"), head="").said() == []


def test_each_document_of_a_file_needs_the_line(record):
    wrong = GOOD.replace("志愿服务", "志愿服物")
    assert record(GOOD + "---\n" + wrong).said() == []
    (said,) = record(GOOD + "---\n" + MODELINE + wrong).said()
    assert (said.line, said.marked) == (6, "志愿服物")


def test_the_settings_of_the_manual_give_every_document_its_schema_without_a_line(tmp_path):
    setting = re.search(r'"yaml.schemas": (\{.*?\})', MANUAL.read_text("utf-8"), re.DOTALL)
    root = write_schemas(tmp_path / "江城 台账")
    server = start(root, schemas=json.loads(setting[1]))
    wrong = GOOD.replace("志愿服务", "志愿服物")
    try:
        both = server.open(root / "12 志愿服务" / "三月" / "记录.yaml", wrong + "---\n" + wrong).said()
        assert [(each.line, each.marked) for each in both] == [(0, "志愿服物"), (4, "志愿服物")]
        unit = "单位名称: 甲\n单位类型: 司法局\n年度: 2017\n"
        line = "# yaml-language-server: $schema=.civcheck/unit.schema.json\n"
        for name, text in (("unit.yaml", unit), ("单位.yaml", line + unit)):
            assert [each.marked for each in server.open(root / name, text).said()] == ["司法局"]
        assert "免除" in {
            each.marked for each in server.open(root / "judgements.yaml", "- 结论: 免除\n").said()
        }
    finally:
        server.close()
