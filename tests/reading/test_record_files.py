"""Which files are record files, and how a file falls into documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from civcheck.model.ledger import Ledger
from tests.ledgers import RECORD, only_record, read_files, told, unread_codes

SECOND = "类型: 志愿服务\n标题: 慰问老人\n日期: 2017-04-05\n"
THIRD = "类型: 志愿服务\n标题: 义务植树\n日期: 2017-03-12\n"
BROKEN = "类型: 志愿服务\n标题: [没有完\n日期: 2017-05-05\n"


def titles(ledger: Ledger) -> list[tuple[str, str]]:
    """List key and title of the records."""
    return [(record.key, str(record.title)) for record in ledger.records]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "A.YAML", "三月/五日.Yml"])
def test_a_yaml_file_with_a_kind_is_a_record(tmp_path: Path, name: str) -> None:
    assert titles(read_files(tmp_path, {name: RECORD})) == [(name, "清扫街道")]


def test_a_markdown_file_with_front_matter_is_a_record_and_its_narrative_no_yaml(tmp_path: Path) -> None:
    text = f"---\n{RECORD}附件:\n  总结: 本文\n---\n# 正文\n类型: 不是\n---\n还是正文\n"
    record = only_record(read_files(tmp_path, {"a.md": text}))
    assert (record.key, record.line) == ("a.md", 2)
    assert [(each.role, each.path) for each in record.evidence] == [("总结", "a.md")]


def test_blank_lines_above_the_front_matter_do_not_hide_a_record(tmp_path: Path) -> None:
    assert only_record(read_files(tmp_path, {"a.md": f"\n \n---\n{RECORD}---\n"})).line == 4


@pytest.mark.parametrize("dashes", ["--- # 三月", " ---", "---　", "　---", "\xa0---\t"])
def test_blanks_and_a_comment_beside_the_dashes_do_not_hide_a_record(tmp_path: Path, dashes: str) -> None:
    ledger = read_files(tmp_path, {"a.md": f"{dashes}\n{RECORD}{dashes.strip()}\n正文"})
    assert only_record(ledger).title == "清扫街道"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("below", ["---\n正文", "\n正文", "# 正文", ""])
def test_a_record_without_dashes_above_it_is_told(tmp_path: Path, below: str, encoding: str) -> None:
    ledger = read_files(tmp_path, {"a.md": f"{RECORD}{below}".encode(encoding)})
    assert told(ledger) == ["a.md:1:1 front-matter-unopened"]
    assert [(each.key, each.kind) for each in ledger.unread] == [("a.md", "志愿服务")]


@pytest.mark.parametrize(
    "text", ["类型: 志愿服务的一种\n标题: 甲", "类型: 志愿服务\n是指……", "# 总结\n\n类型: 志愿服务\n标题: 甲"]
)
def test_an_article_about_kinds_is_no_record(tmp_path: Path, text: str) -> None:
    assert told(read_files(tmp_path, {"a.md": text})) == []


def test_front_matter_may_end_in_three_dots(tmp_path: Path) -> None:
    assert only_record(read_files(tmp_path, {"a.md": f"---\n{RECORD}...\n正文"})).title == "清扫街道"


def test_a_file_may_hold_a_list_of_records(tmp_path: Path) -> None:
    text = "".join("- " + "  ".join(each.splitlines(keepends=True)) for each in (RECORD, SECOND))
    ledger = read_files(tmp_path, {"a.yaml": text})
    assert titles(ledger) == [("a.yaml#1", "清扫街道"), ("a.yaml#2", "慰问老人")]
    assert [record.line for record in ledger.records] == [1, 4]


@pytest.mark.parametrize(
    ("written", "attendance", "by", "note"),
    [
        pytest.param("参加人数: 120,000", 120_000, (), None, id="a number"),
        pytest.param("参加人数: 1,200,000, 备注: 江城", 1_200_000, (), "江城", id="with two commas"),
        pytest.param("参加人数: 12, 备注: 江城", 12, (), "江城", id="what has a colon of its own"),
        pytest.param('参加人数: 12, "备注":江城', 12, (), "江城", id="a colon without a blank"),
        pytest.param("联办单位: 甲局,乙局,\n 丙局", None, ("甲局", "乙局", "丙局"), None, id="a list"),
        pytest.param('备注: "江城", 街上', None, (), "江城, 街上", id="a text"),
        pytest.param("备注: , 街上", None, (), None, id="no value to belong to"),
    ],
)
def test_a_comma_between_braces_tears_no_value_apart(
    tmp_path: Path, written: str, attendance: int | None, by: tuple[str, ...], note: str | None
) -> None:
    text = f"{{类型: 志愿服务, 标题: 清扫街道, 日期: 2017-03-05, {written}}}\n"
    record = only_record(read_files(tmp_path, {"a.yaml": text}))
    assert (record.attendance, record.partners, record.note) == (attendance, by, note)


def test_a_file_may_hold_several_documents(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": f"# 三月\n{RECORD}---\n{SECOND}--- # 下一条\n{THIRD}---\n\n"})
    assert titles(ledger) == [("a.yaml#1", "清扫街道"), ("a.yaml#2", "慰问老人"), ("a.yaml#3", "义务植树")]
    assert [record.line for record in ledger.records] == [2, 6, 10]


def test_a_line_of_many_dashes_separates_too(tmp_path: Path) -> None:
    assert len(read_files(tmp_path, {"a.yaml": f"{RECORD}---------\n{SECOND}"}).records) == 2


def test_what_stands_behind_the_dashes_belongs_to_the_document_in_its_own_column(tmp_path: Path) -> None:
    text = f"{RECORD}--- {{类型: 志愿服务, 标题: 甲, 日期: 2017-13-05}}\n"
    assert told(read_files(tmp_path, {"a.yaml": text})) == ["a.yaml:4:23 impossible-day"]


def test_a_broken_document_costs_only_itself_and_keeps_its_number(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": f"{RECORD}---\n{BROKEN}---\n{THIRD}"})
    assert titles(ledger) == [("a.yaml#1", "清扫街道"), ("a.yaml#3", "义务植树")]
    assert told(ledger) == ["a.yaml:6:5 risky-start"]
    assert [(each.key, each.line, each.kind) for each in ledger.unread] == [("a.yaml", 6, "志愿服务")]


def test_dashes_inside_a_value_do_not_separate(tmp_path: Path) -> None:
    text = RECORD + "备注: |\n  上\n  ---\n  下\n"
    assert only_record(read_files(tmp_path, {"a.yaml": text})).note == "上\n---\n下"


def test_a_markdown_file_without_front_matter_is_an_attachment(tmp_path: Path) -> None:
    ledger = read_files(
        tmp_path, {"a.md": "# 总结\n类型: 随便\n", "b.yaml": RECORD + "附件:\n  总结: a.md\n"}
    )
    assert (len(ledger.records), told(ledger), ledger.unreferenced) == (1, [], ())


def test_a_markdown_attachment_may_be_of_any_encoding_and_size(tmp_path: Path) -> None:
    files = {
        "a.md": "# 总结，没有键".encode("gb18030"),
        "b.md": b"x" * 1_100_000,
        "c.md": b"",
        "d.md": b"\xff\x00",
    }
    assert told(read_files(tmp_path, files)) == []


def test_front_matter_that_never_ends_is_told(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.md": f"---\n{RECORD}\n正文\n", "b.md": "---\n分隔线，不是记录\n"})
    assert told(ledger) == ["a.md:1:1 front-matter-open"]
    assert ledger.unread[0].kind == "志愿服务"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("a.yaml", "标题: 没有类型\n", 1, id="a mapping"),
        pytest.param("a.yaml", "- 甲\n- 乙\n", 1, id="a list of texts"),
        pytest.param("a.yml", "", 1, id="an empty file"),
        pytest.param("a.yaml", "# 只有注释\n", 1, id="only comments"),
        pytest.param("a.yaml", "  \n\n", 1, id="only blanks"),
        pytest.param("a.md", "---\n标题: 甲\n---\n正文\n", 2, id="front matter"),
        pytest.param("a.md", "---\n---\n正文\n", 2, id="empty front matter"),
    ],
)
def test_yaml_without_a_kind_is_unread_unless_a_record_names_it(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    assert told(read_files(tmp_path / "alone", {name: text})) == [f"{name}:{line}:1 no-kind"]
    if name.endswith(".md"):
        naming = read_files(tmp_path / "named", {name: text, "b.yaml": RECORD + f"附件:\n  总结: {name}\n"})
        assert told(naming) == []


def test_one_of_several_documents_without_a_kind_is_told_by_its_line(tmp_path: Path) -> None:
    assert told(read_files(tmp_path, {"a.yaml": f"{RECORD}---\n标题: 甲\n"})) == ["a.yaml:5:1 no-kind"]


def test_an_item_of_a_list_that_is_no_record_is_told(tmp_path: Path) -> None:
    ledger = read_files(
        tmp_path, {"a.yaml": "- 类型: 志愿服务\n  标题: 甲\n  日期: 2017-03-05\n- 乙\n- 标题: 丙\n"}
    )
    assert told(ledger) == [
        "a.yaml:4:1 item-not-mapping",
        "a.yaml:5:1 required-missing",
        "a.yaml:5:3 kind-missing",
    ]


@pytest.mark.parametrize(
    ("path", "hides"),
    [
        ("_草稿.yaml", True),
        (".藏.yaml", True),
        ("README.md", True),
        ("README-用法.yaml", True),
        ("_旧/a.yaml", True),
        ("README/a.yaml", True),
        (".obsidian/深/a.md", True),
        ("废/a.yaml", True),
        ("甲 (冲突副本 2017).yaml", True),
        ("_草稿.docx", False),
    ],
)
def test_a_name_that_is_not_audited_is_listed_and_a_record_in_it_makes_the_audit_incomplete(
    tmp_path: Path, path: str, hides: bool
) -> None:
    ledger = read_files(tmp_path, {path: f"---\n{RECORD}---\n", "civcheck.toml": 'exclude = ["废/"]\n'})
    assert [(each.path, each.may_hide_record) for each in ledger.skipped] == [(path, hides)]
    assert (ledger.records, ledger.unreferenced, told(ledger)) == ((), (), [])


@pytest.mark.parametrize("text", ["# 说明\n没有记录\n", "种类: 类型\n", ""])
def test_a_readme_without_a_record_hides_nothing(tmp_path: Path, text: str) -> None:
    (skipped,) = read_files(tmp_path, {"README.md": text}).skipped
    assert not skipped.may_hide_record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_hidden_record_is_seen_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (skipped,) = read_files(tmp_path, {"_a.yaml": RECORD.encode(encoding)}).skipped
    assert skipped.may_hide_record


def test_a_git_folder_is_never_entered(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {".git/a.yaml": RECORD, "b.yaml": SECOND})
    assert [each.path for each in ledger.skipped] == [".git"]
    assert not ledger.skipped[0].may_hide_record


@pytest.mark.parametrize("name", ["unit.yaml", "单位.yaml"])
def test_a_ledger_inside_a_ledger_is_told(tmp_path: Path, name: str) -> None:
    ledger = read_files(tmp_path, {f"下级/{name}": "年度: 2017\n", "下级/a.yaml": RECORD})
    assert told(ledger) == [f"下级/{name}:1:1 ledger-inside"]
    assert unread_codes(ledger) == ["ledger-inside"]


def test_a_judgements_file_below_the_root_is_no_judgements_file(tmp_path: Path) -> None:
    assert told(read_files(tmp_path, {"甲/judgements.yaml": "- 规则: 5.3\n"})) == [
        "甲/judgements.yaml:1:1 no-kind"
    ]


def test_a_misspelt_kind_is_named_where_it_stands_unless_the_file_is_an_attachment(tmp_path: Path) -> None:
    slip = "---\n标题: 甲\n类别型: 志愿服务\n---\n正文"
    assert told(read_files(tmp_path / "甲", {"a.md": slip})) == ["a.md:3:1 kind-misspelt"]
    named = {"a.md": slip, "b.yaml": SECOND + "附件:\n  总结: a.md\n"}
    assert told(read_files(tmp_path / "乙", named)) == []


def test_two_records_without_a_line_between_them_are_told_how_to_part(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD + SECOND})
    assert told(ledger) == ["a.yaml:4:1 kind-twice"]


def test_a_register_under_another_name_is_told_its_name(tmp_path: Path) -> None:
    register = '- 规则: "2.7"\n  结论: 达标\n'
    assert told(read_files(tmp_path, {"judgement.yml": register})) == ["judgement.yml:1:1 misnamed-register"]


def test_of_one_file_a_thousand_problems_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"a.yaml": "---\n: [\n" * 1_500, "b.yaml": RECORD})
    codes = [each.code for each in ledger.problems]
    assert (len(codes), codes.count("problems-more")) == (1_001, 1)
    (more,) = (each for each in ledger.problems if each.code == "problems-more")
    assert (more.weight.value, more.params["count"]) == ("unread", 500)
    assert len(ledger.unread) <= 1_001
    assert [record.title for record in ledger.records] == ["清扫街道"]


@pytest.mark.parametrize("text", [f"{RECORD}\n正文", f"# 总结\n\n---\n{RECORD}---\n"])
def test_an_attachment_that_looks_like_a_record_is_an_attachment(tmp_path: Path, text: str) -> None:
    files = {"a.yaml": SECOND + "附件:\n  总结: 总结.md\n", "总结.md": text}
    ledger = read_files(tmp_path / "甲", files)
    assert (told(ledger), [each.path for each in only_record(ledger).evidence]) == ([], ["总结.md"])
    assert len(told(read_files(tmp_path / "乙", {"a.yaml": SECOND, "总结.md": text}))) == 1
