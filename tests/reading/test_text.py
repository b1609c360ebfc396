"""From bytes to text and from a broken text to one sentence that says what to type."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.ledgers import RECORD, noted, only_record, read_files, read_record, sentence, told, unread_codes


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", ["encoding"]),
        ("utf-16", ["encoding"]),
        ("utf-16-le", ["encoding"]),
        ("utf-16-be", ["encoding"]),
    ],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.md"])
def test_a_record_is_read_in_every_encoding_and_the_odd_ones_are_noted(
    tmp_path: Path, name: str, encoding: str, note: list[str]
) -> None:
    text = RECORD if name == "a.yaml" else f"---\n{RECORD}---\n正文"
    ledger = read_files(tmp_path, {name: text.encode(encoding)})
    assert (only_record(ledger).title, noted(ledger), told(ledger)) == ("清扫街道", note, [])


def test_ascii_in_utf_16_is_no_text_full_of_holes(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": "kind: x\ntitle: y\n".encode("utf-16-le")})
    assert told(ledger) == ["a.yaml:1:1 kind-unknown", "a.yaml:1:1 required-missing"]


def test_the_encoding_is_named(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, RECORD.encode("gb18030")).problems[0]) == snapshot("""\
a.yaml:1:1: 文字编码是 GB18030，已照常读取
  原因：台账宜用 UTF-8
  改法：不必改；要改可用记事本另存为 UTF-8\
""")


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"\x80\x81\xff\xff", b"\xef\xbb\xbf\xff", b"PK\x03\x04\xff\xff"]
)
def test_bytes_that_are_no_text_are_told(tmp_path: Path, raw: bytes) -> None:
    assert told(read_record(tmp_path, raw)) == ["a.yaml not-text"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(tmp_path: Path, end: str) -> None:
    text = f"{RECORD}备注: 甲\n---\n类型: 志愿服务\n标题: 乙\n日期: 2017-02-30\n".replace("\n", end)
    ledger = read_record(tmp_path, text)
    assert (only_record(ledger).note, told(ledger)) == ("甲", ["a.yaml:8:1 impossible-day"])


def test_lines_are_those_of_the_file_whatever_else_yaml_breaks_at(tmp_path: Path) -> None:
    text = '类型: 志愿服务\n标题: "甲\u2028乙\x85丙"\n日期: 2017-03-05\n参加人数: 全体\n'
    assert told(read_record(tmp_path, text)) == ["a.yaml:4:1 not-a-number"]


BROKEN = [
    ("类型: 志愿服务\n标题：清扫\n日期: 2017-03-05\n", "2:3 full-width-colon"),
    ("类型: 志愿服务\n标题: 清扫\n日期：2017-03-05\n", "3:3 full-width-colon"),
    ("类型：志愿服务\n标题：清扫\n日期：2017-03-05\n", "1:3 full-width-colon"),
    ("- 类型：志愿服务\n  标题：清扫\n", "1:5 full-width-colon"),
    ("类型:志愿服务\n标题:清扫\n日期:2017-03-05\n", "1:4 no-blank-after-colon"),
    ("类型: 志愿服务\n标题:清扫\n日期: 2017-03-05\n", "2:4 no-blank-after-colon"),
    ("类型: 志愿服务\n附件:\n\t图片: 1.jpg\n", "3:1 tab-indent"),
    ("类型: 志愿服务\n附件:\n  图片: 1.jpg\n\t签到: 2.jpg\n", "4:1 tab-indent"),
    ("类型: 志愿服务\n附件:\n  图片:\n　　- 2.jpg\n", "4:1 wide-blank"),
    ("类型: 志愿服务\n标题: *qs\n", "2:5 yaml-alias"),
    ("类型: 志愿服务\n标题: &qs 街\n", "2:5 yaml-anchor"),
    ("类型: 志愿服务\n标题: !qs 街\n", "2:5 yaml-tag"),
    ("类型: 志愿服务\n标题: !!str 街\n", "2:5 yaml-tag"),
    ("类型: 志愿服务\n标题: *清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: &清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: @清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: `清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: - 清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: ? 清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: ,清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: %清扫\n", "2:5 risky-start"),
    ("类型: 志愿服务\n标题: [清扫\n日期: 2017-03-05\n", "2:5 risky-start"),
    ('类型: 志愿服务\n标题: "清扫\n日期: 2017-03-05\n', "2:5 quote-open"),
    ("类型: 志愿服务\n标题: '清扫\n", "2:5 quote-open"),
    ('类型: 志愿服务\n标题: "清扫"街道\n', "2:8 text-behind-quote"),
    ('类型: 志愿服务\n标题: ""清扫街道""\n', "2:6 text-behind-quote"),
    ('类型: 志愿服务\n标题: "清扫\\街道"\n', "2:8 backslash-in-quotes"),
    ("类型: 志愿服务\n附件:\n  方案: {文件: a.docx，日期: 2017-03-01}\n", "3:18 full-width-in-brackets"),
    ("类型: 志愿服务\n附件:\n  方案: ｛文件: a.docx｝\n", "3:7 full-width-in-brackets"),
    ("类型: 志愿服务\n主题: [爱国，敬业\n标题: 甲\n", "2:8 full-width-in-brackets"),
    ("类型: 志愿服务\n日期:\u30002017-03-15\n标题: 甲\n", "2:4 wide-blank-after-colon"),
    ("类型: 志愿服务\n日期:\u00a02017-03-15\n标题: 甲\n", "2:4 wide-blank-after-colon"),
    ("类型: 志愿服务\n标题: 讲堂: 孝老\n", "2:7 second-colon"),
    ("类型: 志愿服务\n标题: “讲堂: 孝老”\n", "2:5 full-width-quote"),
    ("类型: 志愿服务\n标题: 甲\x07乙\n", "2:6 bad-character"),
    ("类型: 志愿服务\n标题: 甲\0乙\n", "2:6 bad-character"),
    ("类型: 志愿服务\n标题: 甲\n标题: 乙\n", "3:1 duplicate-key"),
    ("类型: 志愿服务\n<<: {标题: 甲}\n", "2:1 yaml-merge"),
    ("%YAML 1.1\n---\n类型: 志愿服务\n", "1:1 yaml-directive"),
    ("类型: 志愿服务\n  标题: 甲\n", "2:5 yaml"),
]


@pytest.mark.parametrize(("text", "told_as"), BROKEN)
def test_an_honest_mistake_is_named_at_line_and_column(tmp_path: Path, text: str, told_as: str) -> None:
    ledger = read_record(tmp_path, text)
    assert told(ledger)[0] == f"a.yaml:{told_as}"
    assert ledger.records == ()
    shifted = told(read_files(tmp_path / "md", {"a.md": f"---\n{text.replace('---', '')}---\n"}))
    assert int(shifted[0].split(":")[1]) == int(told_as.split(":")[0]) + 1


def test_a_key_behind_a_wide_blank_is_told_where_it_stands(tmp_path: Path) -> None:
    ledger = read_record(tmp_path, RECORD + "附件:\n  图片: 1.jpg\n　　签到: 1.jpg\n", {"1.jpg": "x"})
    assert (told(ledger), len(ledger.records)) == (["a.yaml:6:1 wide-blank"], 1)


def test_the_kind_of_a_broken_record_is_still_known(tmp_path: Path) -> None:
    assert read_record(tmp_path, "标题: [\n类型：“志愿服务”\n").unread[0].kind == "志愿服务"


@pytest.mark.parametrize(
    ("text", "told_as"),
    [
        ("附件:\n  方案：方案.docx\n", "a.yaml:5:3 full-width-colon"),
        ("附件:\n  方案:方案.docx\n", "a.yaml:5:3 no-blank-after-colon"),
        ("附件:\n  方案：方案.docx\n  图片：1.jpg\n", "a.yaml:5:3 full-width-colon"),
        ("附件:\n  方安：方案.docx\n", "a.yaml:4:1 evidence-not-mapping"),
        ("附件: https://example.org/a\n", "a.yaml:4:1 evidence-not-mapping"),
    ],
)
def test_a_wrong_colon_behind_a_role_is_told_where_it_stands(tmp_path: Path, text: str, told_as: str) -> None:
    ledger = read_record(tmp_path, RECORD + text, {"方案.docx": "x"})
    assert told(ledger) == [told_as]
    assert only_record(ledger).evidence == ()


def test_a_full_width_colon_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, BROKEN[0][0]).problems[0]) == snapshot("""\
a.yaml:2:3: “标题”后面是全角冒号“：”
  原因：YAML 只认半角冒号
  改法：改成“标题: ”（半角冒号加一个空格）\
""")


def test_a_strange_character_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(read_record(tmp_path, "类型: 志愿服务\n标题: 甲\x07乙\n").problems[0]) == snapshot("""\
a.yaml:2:6: 有不能出现的字符 U+0007
  原因：多半是从别处粘贴带来的
  改法：删去这个字符\
""")


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("备注: 讲堂 #孝老", [("讲堂", "孝老")]),
        ("备注: 讲堂 # 孝老", [("讲堂", "孝老")]),
        ("备注: #1 讲堂", [("", "1 讲堂")]),
        ("备注: # 可不填", []),
        ("备注: 讲堂#孝老", []),
        ('备注: "讲堂 #孝老"', []),
        ("# 备注: 讲堂", []),
        ("主题: [关爱自然] # 三关爱", []),
    ],
)
def test_what_a_number_sign_cuts_off_is_noted(tmp_path: Path, line: str, cut: list[tuple[str, str]]) -> None:
    ledger = read_record(tmp_path, RECORD + line + "\n")
    assert [(each.params["value"], each.params["cut"]) for each in ledger.problems] == cut
    assert unread_codes(ledger) == []


def test_what_was_cut_is_told_where_it_stood(tmp_path: Path) -> None:
    (problem,) = read_record(tmp_path, RECORD + "备注: 讲堂 #孝老\n").problems
    assert sentence(problem) == snapshot("""\
a.yaml:4:5: “讲堂”后面的“# 孝老”当作注释，没有读
  原因：空格加 # 之后是注释
  改法：要保留就给整个值加引号；确是注释则不必改\
""")
