"""The terminal report: width, what every gap says, and the sample ledger's report as it was read and approved."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.model.outcome import Outcome
from civcheck.report import Format, Options, renderer
from civcheck.report.layout import hang, width_of, wrap
from tests.report import ledgers
from tests.report.ledgers import SAMPLE

AS_OF = date(2018, 6, 30)
WIDE = 10_000
"""So wide that no paragraph is broken."""
SNAPSHOTS = Path(__file__).parent / "snapshots"


def terminal(
    ledger: Path, width: int = 80, color: bool = False, as_of: date = AS_OF, **chosen: object
) -> str:
    report = audit(ledger, as_of=as_of, **chosen)
    options = Options(width=width, color=color, ledger="台账")
    return renderer(Format.TERMINAL)(report, options).decode()


def gaps(text: str) -> dict[str, str]:
    """Split the part of the gaps by rule."""
    part = re.split(r"^── ", text, flags=re.MULTILINE)
    (section,) = (each for each in part if each.startswith("缺口"))
    found = re.split(r"^ (\d+\.\d+[a-z]?) ", section, flags=re.MULTILINE)
    return {rule: re.sub(r"\n +", "", body) for rule, body in zip(found[1::2], found[2::2], strict=True)}


# --- the sample ledger

DELIBERATE = {
    "2.7": ("台账中有 3 条，应有 4 条，还差 1 条", "2018-01-12", "不在 2017-01-01 至 2017-12-31 之内"),
    "2.8b": ("归档", "2017-11-08-诚实守信/记录.md"),
    "3.4b": ("2017-10-16-向国旗敬礼/记录.md", "2017-09-20 至 2017-10-11"),
    "4.1": ("台账中未见：文明餐桌", "4.3"),
    "6.3": ("未见报道", "三月.yaml"),
    "6.4a": ("“报送日期”是 2017-12-12", "2017-12-07"),
    "7.4": ("人员任命", "名册"),
    "8.4": ("司法鉴定·黑榜",),
    "12.15a": ("2017年第三季度",),
}
"""What sample_ledger/README.md says each deliberate gap is, and what the report must say of it."""


def test_the_sample_ledger_has_exactly_its_deliberate_gaps():
    found = gaps(terminal(SAMPLE, WIDE))
    assert list(found) == list(DELIBERATE)
    for rule, pieces in DELIBERATE.items():
        assert all(piece in found[rule] for piece in pieces), found[rule]


def test_the_readme_of_the_sample_ledger_lists_the_same_gaps():
    text = (SAMPLE / "README.md").read_text("utf-8")
    section = text.partition("## 有意留下的九处缺口")[2].partition("## ")[0]
    assert re.findall(r"^\| (\d+\.\d+[a-z]?) \|", section, re.MULTILINE) == list(DELIBERATE)


def test_without_judgements_the_sample_ledger_has_two_gaps_more():
    report = audit(SAMPLE, as_of=AS_OF, own_judgements=False)
    found = {each.rule for each in report.findings if each.outcome is Outcome.GAP}
    assert found == {*DELIBERATE, "5.3", "9.5"}


def test_nothing_else_is_amiss_in_the_sample_ledger():
    report = audit(SAMPLE, as_of=AS_OF)
    assert {each.weight.value for each in report.problems} == {"note"}
    assert report.counters == {
        **dict.fromkeys(Outcome, 0),
        Outcome.SATISFIED: 76,
        Outcome.GAP: 9,
        Outcome.NOT_APPLICABLE: 3,
        Outcome.WAIVED: 2,
    }
    assert not report.unread and not report.asks and not report.incomplete and not report.unreferenced


def test_every_gap_says_what_where_on_what_ground_how_by_when_and_who():
    for rule, body in gaps(terminal(SAMPLE, WIDE)).items():
        for label in ("差什么  ", "依据    要点 ", "怎么补  ", "何时前：", "谁："):
            assert label in body, (rule, label)
        assert "在哪：" in body or re.search(r"\.(md|yaml):\d+:\d+", body), rule


@pytest.mark.parametrize("width", [80, 120])
def test_the_sample_report_is_as_it_was_read(width):
    text = terminal(SAMPLE, width)
    approved = SNAPSHOTS / f"sample-{width}.txt"
    assert text == approved.read_text("utf-8"), "read the difference critically, then renew the snapshot"


# --- layout


@pytest.fixture(scope="module", params=["sample", "good", "incomplete", "broken", "hostile", "empty"])
def ledger(request, tmp_path_factory):
    if request.param == "sample":
        return SAMPLE
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "empty":
        files = {"unit.yaml": ledgers.UNIT, "12-志愿服务/图.jpg": b"x", "不知道/甲.docx": b"x"}
        return ledgers.write(root, files)
    return getattr(ledgers, request.param)(root)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("as_of", [date(2017, 4, 1), AS_OF], ids=str)
def test_no_line_is_wider_than_the_terminal(ledger, width, as_of):
    for line in terminal(ledger, width, as_of=as_of).splitlines():
        # lines to paste must stay whole
        assert width_of(line) <= width or line.startswith("    "), line


def test_colour_adds_nothing_but_colour():
    painted, plain = terminal(SAMPLE, color=True), terminal(SAMPLE)
    assert "\x1b[" in painted and "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


def test_all_seven_counters_are_printed_zeros_too(ledger):
    text = terminal(ledger).replace("\n", " ")
    names = ("达标", "缺口", "未到期", "待人工认定", "无法判定", "不适用", "已豁免")
    counts = re.search(r" (?:· )?".join(rf"{name} (\d+)" for name in names), text)
    assert counts is not None
    assert sum(map(int, counts.groups())) == 90


def test_every_report_ends_with_the_next_change(ledger):
    assert "下次变化日：" in terminal(ledger).rpartition("── 说明")[2]


def test_a_ledger_without_records_names_its_folders_and_how_to_begin(tmp_path):
    files = {"unit.yaml": ledgers.DECLARED, "01-道德模范/图.jpg": b"x", "不知道/甲.docx": b"x"}
    text = terminal(ledgers.write(tmp_path, files))
    assert "台账里没有一条记录" in text
    assert (
        "01-道德模范（1 个文件）→ 要点 1 道德模范\n     civcheck new --point 1 --adopt 01-道德模范 台账"
        in text
    )
    assert "不知道（1 个文件）→ 看不出属于哪个要点" in text


def test_facts_that_are_not_declared_are_asked_for_once_with_lines_to_paste(tmp_path):
    text = terminal(ledgers.write(ledgers.good(tmp_path), {"unit.yaml": ledgers.UNIT}))
    block = text.partition("── 单位档案还缺")[2].partition("\n── ")[0]
    assert block.count("    文明单位级别: ") == block.count("    其他事实:\n") == 1
    assert block.index("其他事实") > block.index("组织: ")
    assert "等着它的规则" in block


def test_what_is_asked_for_can_be_pasted_as_it_stands(tmp_path):
    from civcheck.reading.strict_yaml import parse_strict

    text = terminal(ledgers.write(ledgers.good(tmp_path), {"unit.yaml": ledgers.UNIT}))
    block = text.partition("── 单位档案还缺")[2].partition("\n── ")[0]
    lines = [line[4:] for line in block.splitlines() if re.match(r" {4,6}[^ ：]+:( |$)", line)]
    pasted = parse_strict(ledgers.UNIT + "\n".join(lines) + "\n").value
    assert {"有下级单位", "结对村"} <= set(pasted["其他事实"])


def test_the_first_step_is_the_first_of_the_strongest_gaps():
    text = terminal(SAMPLE, only=["4.1", "6.3"])
    assert "从第一行补起。" in text and "civcheck explain 6.3 台账" in text


def test_pending_says_by_when_and_how_many_days_are_left(tmp_path):
    report = terminal(ledgers.good(tmp_path), as_of=date(2017, 12, 30), only=["2.7"])
    text = report.replace("\n" + " " * 11, "")
    assert "何时前：2017-12-31（剩余 1 天）" in text
    assert "进度滞后" in text


def test_what_is_missing_belongs_where_its_like_lie_or_where_the_point_has_its_folder(tmp_path):
    missing = ledgers.write(tmp_path / "甲", {"unit.yaml": ledgers.DECLARED, "06-组织领导/图.jpg": b"x"})
    assert "在哪：06-组织领导/。" in terminal(missing, WIDE, only=["6.1d"])
    # by month: 06 is June, and the year's summary of another sort lies in December
    text = "类型: 工作总结\n标题: 家庭文明\n日期: 2017-12-01\n范围: 家庭文明\n附件: {文件: 图.jpg}\n"
    files = {"unit.yaml": ledgers.DECLARED, "06-六月/图.jpg": b"x", "12-十二月/图.jpg": b"x"}
    by_month = ledgers.write(tmp_path / "乙", files | {"12-十二月/总结.yaml": text})
    assert "在哪：12-十二月/。" in terminal(by_month, WIDE, only=["6.1d"])
    assert "在哪：06-组织领导/。" in terminal(ledgers.write(tmp_path / "丙", files), WIDE, only=["6.1d"])


def test_a_file_beside_a_record_is_offered_only_where_it_could_be_material(tmp_path):
    record = "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-01\n附件: {图片: 图.jpg}\n"
    files = {"unit.yaml": ledgers.DECLARED, "甲/a.yaml": record, "甲/图.jpg": b"x"}
    offered = "旁边有 方案.txt"
    for number, (content, is_offered) in enumerate([("好", True), ("", False), ("【待填】", False)]):
        root = ledgers.write(tmp_path / str(number), files | {"甲/方案.txt": content.encode()})
        assert (offered in terminal(root, WIDE, only=["6.3"])) is is_offered
        assert "甲/方案.txt" in terminal(root, WIDE, only=["6.3"])


def test_what_rests_on_an_estimate_says_so(tmp_path):
    roll = (
        "类型: 名册\n标题: 志愿者\n日期: 2017-03-01\n类别: 网络文明传播志愿者\n"
        "志愿者人数: 30余名\n已关注人数: 30余名\n附件: {名册: a.xlsx}\n"
    )
    unit = ledgers.DECLARED.replace("文明单位级别: 无", "文明单位级别: 省级")
    root = ledgers.write(tmp_path, {"unit.yaml": unit, "a.yaml": roll, "a.xlsx": b"x"})
    text = terminal(root, WIDE, only=["4.6"])
    assert "4.6（约）" in text
    assert "（约）：靠约数得出" in text


# --- wrapping


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("甲乙丙丁", 4, ["甲乙", "丙丁"], id="Chinese counts double"),
        pytest.param("甲乙，丙", 4, ["甲", "乙，", "丙"], id="no comma begins a line"),
        pytest.param("甲乙“丙丁", 6, ["甲乙", "“丙丁"], id="no quotation mark ends a line"),
        pytest.param("甲乙 abc", 6, ["甲乙", "abc"], id="a Latin word stays whole"),
        pytest.param("abcdefgh", 3, ["abc", "def", "gh"], id="unless it fits no line"),
        pytest.param("见 甲/乙丙，丁", 8, ["见", "甲/乙丙", "，丁"], id="a path stays whole"),
        pytest.param("见甲/乙丙丁戊", 6, ["见甲/", "乙丙丁", "戊"], id="unless it fits no line either"),
        pytest.param("", 5, [""], id="nothing"),
    ],
)
def test_wrapping(text, width, lines):
    assert wrap(text, width) == lines


def test_a_hanging_label():
    assert hang(" 依据", "甲乙丙丁戊己庚辛壬癸子丑", 30, 8) == [
        " 依据   甲乙丙丁戊己庚辛壬癸子",
        "        丑",
    ]
