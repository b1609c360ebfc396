"""The keys of a record: names and aliases, what is unknown, what is missing, what is said twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from civcheck.model.problem import Weight
from civcheck.model.record import RECORD_KEYS, Filing
from tests.ledgers import RECORD, noted, only_record, read_files, read_record, sentence, told, unread_codes

FULL = {
    "类型": "志愿服务",
    "标题": "清扫街道",
    "日期": "2017-03-05",
    "编号": "ZY-01",
    "本单位参加": "是",
    "地点": "江城路、苇湾村",
    "主办": "江城市司法局",
    "承办": "[团支部, 妇委会]",
    "联办单位": "江城社区",
    "负责人": "云甲禾",
    "参加人数": "46人",
    "时长": "90分钟",
    "主题": "[关爱自然]",
    "对象": "群众",
    "大型活动": "否",
    "报送日期": "2017年3月6日",
    "归档": "{档号: J001-WS·2017, 日期: 2017-03-30, 盒号: 3}",
    "附件": "{方案: 方案.docx}",
    "关联": "ZY-01",
    "链接": "https://example.org/a",
    "其他": "{随便: 什么}",
    "备注": "无",
}


def test_every_key_of_the_format_is_read(tmp_path: Path) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in FULL.items())
    ledger = read_record(tmp_path, text, {"方案.docx": "x"})
    assert told(ledger) == []
    record = only_record(ledger)
    assert record.filing is not None
    assert record.filing.number == "J001-WS·2017"
    assert [getattr(record, name) for name in ("place", "by", "attendance", "hours", "joined")] == [
        ("江城路", "苇湾村"),
        ("团支部", "妇委会"),
        46,
        3 / 2,
        True,
    ]
    assert (record.large_event, record.note, record.extra) == (False, "无", {"随便": "什么"})


def test_every_alias_says_the_same_as_its_key(tmp_path: Path) -> None:
    chinese = "".join(f"{key}: {value}\n" for key, value in FULL.items())
    english = "".join(f"{RECORD_KEYS[key][0]}: {value}\n" for key, value in FULL.items())
    english = english.replace("档号", "archive_number").replace("日期", "date").replace("盒号", "box")
    files = {"方案.docx": "x"}
    records = [
        only_record(read_record(tmp_path / str(i), t, files)) for i, t in enumerate((chinese, english))
    ]
    assert records[0] == records[1]


@pytest.mark.parametrize("key", [key for key in RECORD_KEYS if key not in ("类型", "标题", "日期")])
def test_a_key_and_its_alias_at_once_are_a_duplicate_and_neither_is_used(tmp_path: Path, key: str) -> None:
    value = FULL[key]
    text = RECORD + f"{key}: {value}\n{RECORD_KEYS[key][0]}: {value}\n"
    ledger = read_record(tmp_path, text, {"方案.docx": "x"})
    assert told(ledger) == ["a.yaml:5:1 duplicate-key"]
    assert only_record(ledger).flaws == (key,)
    assert only_record(ledger).evidence == ()


@pytest.mark.parametrize(
    ("more", "place"),
    [("kind: 道德法治讲堂\n", "4:1"), ("title: 甲\n", "4:1"), ("date: 2017-03-06\n", "4:1")],
)
def test_a_required_key_and_its_alias_at_once_leave_the_record_unread(
    tmp_path: Path, more: str, place: str
) -> None:
    ledger = read_record(tmp_path, RECORD + more)
    assert told(ledger) == [f"a.yaml:{place} duplicate-key"]
    assert unread_codes(ledger) == ["duplicate-key"]
    assert ledger.records == ()


def test_the_same_key_twice_is_told_with_its_line(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "编号: 1\n编号: 2\n")
    assert sentence(ledger.problems[0]) == snapshot("""\
a.yaml:5:1: “编号”写了两次
  原因：两个值只有一个会被核查，谁也看不出是哪一个
  改法：删去其中一行“编号”\
""")
    assert ledger.unread[0].kind == "志愿服务"


@pytest.mark.parametrize(
    ("line", "place", "meant"),
    [
        ("参加人員: 3", "4:1", "参加人数"),
        ("参加 人数: 3", "4:1", "参加人数"),
        ("titel: x", "4:1", "title"),
        ("完全不相干的词: 3", "4:1", ""),
    ],
)
def test_an_unknown_key_is_told_with_a_near_name(tmp_path: Path, line: str, place: str, meant: str) -> None:
    (problem,) = read_record(tmp_path, RECORD + line + "\n").problems
    assert (problem.code, str(problem.place), problem.params["meant"]) == (
        "unknown-key",
        f"a.yaml:{place}",
        meant,
    )
    assert problem.weight is Weight.VALUE


def test_an_unknown_key_says_what_was_meant(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, RECORD + "参加人員: 3\n").problems[0]) == snapshot("""\
a.yaml:4:1: 不认识“参加人員”
  原因：没有这个键，值没有采用
  改法：改正键名。是不是“参加人数”？\
""")


def test_a_field_of_another_kind_is_told_with_its_owners(tmp_path: Path) -> None:
    (problem,) = read_record(tmp_path, RECORD + "平台: 荆楚文明网\n").problems
    assert (problem.code, problem.params["kinds"]) == ("field-of-other-kind", ("信息报送",))


def test_a_role_one_level_too_high_is_told_to_be_indented(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "附件:\n  图片: 1.jpg\n方案: 方案.docx\n", {"1.jpg": "x"})
    assert sentence(ledger.problems[0]) == snapshot("""\
a.yaml:6:1: “方案”是材料角色，写高了一层
  原因：材料要写在附件下面
  改法：缩进到附件之下：
  附件:
    方案: …\
""")


def test_an_unknown_role_is_told_and_the_others_are_used(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "附件:\n  现场图片: 1.jpg\n  图片: 1.jpg\n", {"1.jpg": "x"})
    assert told(ledger) == ["a.yaml:5:3 unknown-role"]
    assert ledger.problems[0].params["meant"] == "图片"
    assert [each.role for each in only_record(ledger).evidence] == ["图片"]


@pytest.mark.parametrize("text", ["附件: 方案.docx\n", "附件:\n  - 方案.docx\n", "evidence: 方案.docx\n"])
def test_evidence_without_roles_is_told(tmp_path: Path, text: str) -> None:
    assert told(read_record(tmp_path, RECORD + text, {"方案.docx": "x"})) == [
        "a.yaml:4:1 evidence-not-mapping"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("类型: 志愿者服务\n标题: 甲\n日期: 2017-03-05\n", "a.yaml:1:1 kind-unknown"),
        ("类型:\n标题: 甲\n日期: 2017-03-05\n", "a.yaml:1:1 kind-missing"),
        ("类型: [志愿服务]\n标题: 甲\n日期: 2017-03-05\n", "a.yaml:1:1 kind-not-text"),
        ("类型: 【待填】\n标题: 甲\n日期: 2017-03-05\n", "a.yaml:1:1 required-scaffold"),
        ("# 甲\n类型: 志愿服务\n日期: 2017-03-05\n", "a.yaml:2:1 required-missing"),
        ("类型: 志愿服务\n标题: 【待填】\n日期: 2017-03-05\n", "a.yaml:2:1 required-scaffold"),
        ("类型: 志愿服务\n标题: 甲\n", "a.yaml:1:1 required-missing"),
        ("类型: 志愿服务\n标题: 甲\n日期: 无\n", "a.yaml:1:1 required-missing"),
        ("类型: 志愿服务\n标题: {甲: 乙}\n日期: 2017-03-05\n", "a.yaml:2:1 not-a-text"),
        ("title: 甲\nkind: 志愿服务\ndate: 2017-13-05\n", "a.yaml:3:1 impossible-day"),
    ],
)
def test_without_kind_title_or_day_a_record_is_unread(tmp_path: Path, text: str, code: str) -> None:
    ledger = read_record(tmp_path, text)
    assert told(ledger) == [code]
    assert unread_codes(ledger) == [code.split()[1]]
    assert [(each.key, each.kind) for each in ledger.unread] == [
        ("a.yaml", "志愿服务" if ": 志愿服务" in text else None)
    ]


def test_an_unknown_kind_is_told_with_a_near_name(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, RECORD.replace("服务", "者服务")).problems[0]) == snapshot("""\
a.yaml:1:1: 没有“志愿者服务”这种类型
  原因：规则按类型找记录
  改法：改成词表里的类型。是不是“志愿服务”？\
""")


@pytest.mark.parametrize("kind", ["志愿服务", "《志愿服务》", "“志愿 服务”", "志愿　服务"])
def test_kinds_are_compared_without_blanks_and_marks(tmp_path: Path, kind: str) -> None:
    assert only_record(read_record(tmp_path, RECORD.replace("志愿服务", kind))).kind == "志愿服务"


MISSING = [
    "",
    "/",
    "-",
    "—",
    "——",
    "－",
    '" "',
    "【待填】",
    "46【待填】",
    "[]",
    "[【待填】]",
    "[/, 【待填】]",
]


@pytest.mark.parametrize("written", MISSING)
@pytest.mark.parametrize(
    "key", ["参加人数", "主题", "报送日期", "地点", "大型活动", "编号", "归档", "附件", "场所类别"]
)
def test_a_key_that_says_nothing_is_a_missing_key(tmp_path: Path, key: str, written: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"{key}: {written}\n")
    assert told(ledger) == []
    assert only_record(ledger) == only_record(read_record(tmp_path / "without", RECORD))


@pytest.mark.parametrize("key", ["参加人数", "时长", "报送日期", "归档", "附件"])
def test_nothing_is_missing_where_a_number_a_day_or_files_stand(tmp_path: Path, key: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"{key}: 无\n")
    assert told(ledger) == []
    assert only_record(ledger) == only_record(read_record(tmp_path / "without", RECORD))


def test_nothing_is_a_value_where_texts_stand(tmp_path: Path) -> None:
    assert only_record(read_record(tmp_path, RECORD + "对象: 无\n")).audience == ("无",)


@pytest.mark.parametrize(
    ("written", "value"),
    [(word, True) for word in ("是", "有", "对", "√", "true", "yes", "True", "ＹＥＳ")]
    + [(word, False) for word in ("否", "无", "×", "false", "no", "NO")],
)
def test_yes_and_no_have_many_words(tmp_path: Path, written: str, value: bool) -> None:
    assert only_record(read_record(tmp_path, RECORD + f"大型活动: {written}\n")).large_event is value


@pytest.mark.parametrize("written", ["不是", "1", "可能", "[是]", "{是: 否}"])
def test_anything_else_is_neither_yes_nor_no(tmp_path: Path, written: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"大型活动: {written}\n")
    assert told(ledger) == ["a.yaml:4:1 not-yes-no"]
    assert (only_record(ledger).large_event, only_record(ledger).flaws) == (None, ("大型活动",))


@pytest.mark.parametrize("separator", ["、", "，", ",", "；", ";", " 、 "])
def test_a_list_may_be_one_text(tmp_path: Path, separator: str) -> None:
    record = only_record(read_record(tmp_path, RECORD + f"对象: 群众{separator}学生{separator}群众\n"))
    assert record.audience == ("群众", "学生")


def test_texts_never_change_meaning(tmp_path: Path) -> None:
    text = "类型: 志愿服务\n标题: 010\n日期: 2017-03-05\n编号: 1.10\n地点: 9:30\n对象: no\n备注: 2017-03-05\n"
    record = only_record(read_record(tmp_path, text))
    values = (record.title, record.id, record.place, record.audience, record.note)
    assert values == ("010", "1.10", ("9:30",), ("no",), "2017-03-05")


def test_a_value_the_pack_does_not_list_is_used_and_noted_with_a_near_name(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "场所类别: 社区居委会、 学校\n")
    assert only_record(ledger).fields["场所类别"] == ("社区居委会", "学校")
    assert [(each.code, each.params["meant"]) for each in ledger.problems] == [("unlisted-value", "社区")]


@pytest.mark.parametrize("value", ["关爱 自然", "“关爱自然”", "《关爱自然》"])
def test_a_listed_value_is_put_in_its_listed_spelling(tmp_path: Path, value: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"主题: [{value}]\n")
    assert (only_record(ledger).themes, noted(ledger)) == (("关爱自然",), [])


@pytest.mark.parametrize(
    ("written", "filing"),
    [
        ("是", Filing()),
        ("J001-WS·2017-D10-BGS-0012", Filing("J001-WS·2017-D10-BGS-0012")),
        ("{档号: 3, 盒号: 无}", Filing("3")),
        ("{date: 2017-03-20}", Filing(day=__import__("datetime").date(2017, 3, 20))),
        ("否", None),
        ("{}", None),
    ],
)
def test_filing_is_a_mapping_yes_or_an_archive_number(
    tmp_path: Path, written: str, filing: Filing | None
) -> None:
    ledger = read_record(tmp_path, RECORD + f"归档: {written}\n")
    assert (only_record(ledger).filing, told(ledger)) == (filing, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("待归档", "4:1 filing-not-mapping"),
        ("已归档", "4:1 filing-not-mapping"),
        ("2017-03-20", "4:1 filing-not-mapping"),
        ("[1]", "4:1 filing-not-mapping"),
        ("{档号: 1, 日其: 2017-03-20}", "4:13 unknown-key"),
        ("{档号: 1, 日期: 2017-02-30}", "4:13 impossible-day"),
        ("{档号: 1, archive_number: 1}", "4:13 duplicate-key"),
    ],
)
def test_a_filing_that_nobody_can_be_sure_of_is_told(tmp_path: Path, written: str, code: str) -> None:
    ledger = read_record(tmp_path, RECORD + f"归档: {written}\n")
    assert told(ledger) == [f"a.yaml:{code}"]
    if "unknown" not in code:
        assert only_record(ledger).filing is None


def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    files = {"a.yaml": RECORD + "编号: ZY-1\n关联: ZY 2、ZY-3\n", "b.yaml": RECORD + "编号: ZY2\n"}
    (problem,) = read_files(tmp_path, files).problems
    assert (problem.code, problem.weight, problem.params["value"]) == ("ref-nowhere", Weight.VALUE, "ZY-3")


def test_a_number_is_found_whatever_brackets_are_around_its_year(tmp_path: Path) -> None:
    files = {"a.yaml": RECORD + "编号: 司〔2017〕3号\n", "b.yaml": RECORD + "编号: Z1\n关联: '司[2017]3号'\n"}
    assert told(read_files(tmp_path, files)) == []
    files["b.yaml"] = files["b.yaml"].replace("2017", "2018")
    assert told(read_files(tmp_path, files)) == ["b.yaml:5:1 ref-nowhere"]


def test_a_number_used_twice_is_told_beside_the_second(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD + "编号: １\n", "b.yaml": RECORD + "编号: 1\n"})
    assert sentence(ledger.problems[0]) == snapshot("""\
b.yaml:4:1: 编号“1”与 a.yaml 重复
  原因：编号要唯一
  改法：给其中一条改编号\
""")


def test_notes_made_before_a_wrong_value_was_left_out_stay(tmp_path: Path) -> None:
    text = RECORD + "归档: {日期: 3月20日}\n参加人数: 全体干警\n时长: 约2小时\n"
    ledger = read_record(tmp_path, text)
    assert (noted(ledger), told(ledger)) == (["year-added", "about"], ["a.yaml:5:1 not-a-number"])


@pytest.mark.parametrize("text", ['"": 乙\n', '附件:\n  "": [甲]\n', "? [甲]\n: 乙\n", "{甲: 乙}: 丙\n"])
def test_a_key_that_is_no_word_is_told(tmp_path: Path, text: str) -> None:
    assert unread_codes(read_record(tmp_path, RECORD + text)) == ["key-not-text"]


def test_a_lone_dash_is_no_reason_to_lose_a_record(tmp_path: Path) -> None:
    text = "- 类型: 志愿服务\n  标题: 甲\n  日期: 2017-03-05\n  地点: -  \n  归档: {日期: -}\n"
    ledger = read_record(tmp_path, text)
    assert (only_record(ledger).place, told(ledger)) == ((), [])


def test_every_problem_text_of_the_catalogue_can_be_said() -> None:
    from civcheck.messages.zh_problems import PROBLEMS

    codes = {key.removeprefix("problem.").removesuffix(".why").removesuffix(".cure") for key in PROBLEMS}
    assert len(PROBLEMS) == 3 * len(codes)


def test_a_number_that_says_none_is_no_number(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD + "编号: 无\n", "b.yaml": RECORD + "编号: 无\n"})
    assert [record.id for record in ledger.records] == [None, None]
    assert told(ledger) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(RECORD + "时长: 约2小时\n", "a.yaml:4:1", id="a key at the margin"),
        pytest.param(RECORD + "hours: 约2小时\n", "a.yaml:4:1", id="its other name"),
        pytest.param(RECORD + "时长 : 约2小时\n", "a.yaml:4:1", id="a blank before the colon"),
        pytest.param(
            "- 标题: 甲\n  类型: 志愿服务\n  日期: 2017-03-05\n  时长: 约2小时\n",
            "a.yaml:4:3",
            id="in a list",
        ),
        pytest.param("# 三月\n\n" + RECORD + "时长: 约2小时\n", "a.yaml:6:1", id="below a comment"),
        pytest.param(
            "{类型: 志愿服务, 标题: 甲, 日期: 2017-03-05, 时长: 约2小时}\n",
            "a.yaml:1:35",
            id="all on one line",
        ),
        pytest.param(
            "- {类型: 志愿服务, 标题: 甲, 日期: 2017-03-05, 时长: 约2小时}\n- 类型: 志愿服务\n  标题: 乙\n"
            "  日期: 2017-03-06\n  时长: 2小时\n",
            "a.yaml:1:1",
            id="never in the next record",
        ),
    ],
)
def test_a_note_stands_at_its_key(tmp_path: Path, text: str, place: str) -> None:
    (problem,) = (each for each in read_files(tmp_path, {"a.yaml": text}).problems if each.code == "about")
    assert str(problem.place) == place


def test_a_reference_to_nowhere_is_told_at_its_key(tmp_path: Path) -> None:
    text = RECORD + "关联: [乙]\n---\n" + RECORD + "备注: 甲\nrefs: 丙\n"
    ledger = read_files(tmp_path, {"a.yaml": text})
    assert told(ledger) == ["a.yaml:4:1 ref-nowhere", "a.yaml:10:1 ref-nowhere"]
