"""What a report asks to be written into unit.yaml can be written there as it says, whatever stands there already."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civcheck import audit
from civcheck.messages import say
from civcheck.model.report import Report
from civcheck.report.asking import to_paste

UNIT = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n"
HERE = {
    "nothing": "",
    "other facts": "其他事实:\n  有下级单位: 否\n",
    "facts further in": "其他事实:\n    # 已核\n    有下级单位: 否\n    有青年干警: 否\n上级单位: 市司法局\n",
    "facts under their alias": "facts:\n  有下级单位: 否\n",
    "facts in braces": "其他事实: {有下级单位: 否}\n上级单位: 市司法局\n",
    "facts in braces over lines": "其他事实: {\n  有下级单位: 否\n}\n上级单位: 市司法局\n",
    "no facts in braces": "其他事实: {}\n",
    "a heading without facts": "其他事实:\n上级单位: 市司法局\n",
    "facts that are a text": "其他事实: 都没有\n",
    "blank facts": "其他事实:\n  有下级单位:\n  有青年干警: 待定\n  有女干警: 否\n",
    "blank entries": "在职人数:\n职能: 【待填】\n组织:\n文明单位级别:\n",
    "a wrong rank": "文明单位级别: 最高级\n",
    "wrong ranks in a list": "文明单位级别:\n  - {级别: 最高级, 授予日期: 2013-12-20}\n组织: 无\n",
    "entries under their aliases": "organisations:\nhonour: 最高级\n",
    "a heading line": "---\n其他事实:\n  有下级单位: 否\n",
}


def ledger(root: Path, more: str) -> Path:
    heading, _, rest = more.partition("---\n") if more.startswith("---") else ("", "", more)
    (root / "unit.yaml").write_text(("---\n" if rest != more else heading) + UNIT + rest, "utf-8")
    (root / "r.yaml").write_text("类型: 道德法治讲堂\n标题: 一讲\n日期: 2017-03-01\n", "utf-8")
    return root


def filled(line: str) -> str:
    line = line.replace("[…]", "无").replace("是|否", "否").replace("【待填】", "12")
    return re.sub(r"([^|\s]+)\|\S+$", r"\1", line)


def follow(report: Report, file: Path) -> None:
    """Do what the report asks, from the bottom up; what may stand anywhere goes to the end."""
    rows = file.read_text("utf-8").splitlines()
    edits: dict[tuple[int, str], list[str]] = {}
    at = (0, "")
    for _, lines, how in to_paste(report):
        if how is not None:
            at = (int(how.params["line"]), how.id)
            assert f"第 {at[0]} 行" in say(how)
            assert how.params["key"] in rows[at[0] - 1]
        edits.setdefault(at, []).extend(map(filled, lines))
    for (line, how), lines in sorted(edits.items(), reverse=True):
        if how == "asks.below":
            rows[line:line] = lines
        elif how == "asks.instead":
            indent = len(rows[line - 1]) - len(rows[line - 1].lstrip())
            end = next(
                (n for n, row in enumerate(rows[line:], line) if not row.startswith(" " * (indent + 1))), None
            )
            rows[line - 1 : end] = lines
        elif how == "asks.braces":
            rows[line - 1] = rows[line - 1].replace("{", "{" + "".join(f"{each}, " for each in lines))
        else:
            rows += lines
    file.write_text("\n".join(rows) + "\n", "utf-8")


@pytest.mark.parametrize("here", HERE)
def test_following_the_advice_declares_what_was_asked_for(tmp_path: Path, here: str) -> None:
    root = ledger(tmp_path, HERE[here])
    report = audit(root)
    assert report.asks
    follow(report, root / "unit.yaml")
    after = audit(root)
    assert [(ask.fact, ask.line) for ask in after.asks] == []
    assert not [each.code for each in after.problems if each.place.file == "unit.yaml"]


IN_BRACES = '{"单位名称": "江城市司法局", "单位类型": "县区司法局", "年度": 2017%s}\n'


@pytest.mark.parametrize("facts", [', "其他事实": {}', ', "其他事实": {"有下级单位": "否"}', ""])
def test_of_a_file_in_braces_all_is_to_be_written_inside_them(tmp_path: Path, facts: str) -> None:
    root = ledger(tmp_path, "")
    (root / "unit.yaml").write_text(IN_BRACES % facts, "utf-8")
    report = audit(root)
    asked = {ask.fact: (ask.line, ask.how and say(ask.how)) for ask in report.asks}
    own, whole = asked["有女干警"], asked["职能"]
    assert "整个写在花括号里" in str(whole[1]) and "\n" not in own[0]
    if facts:
        assert own == ("有女干警: 是|否", "写进第 1 行“其他事实”的花括号里，与别的用逗号隔开：")
    else:
        assert own == ("其他事实: {有女干警: 是|否}", whole[1])
    assert "“其他事实”只写一次" in str(whole[1])


def test_a_fact_is_put_below_the_others(tmp_path: Path) -> None:
    report = audit(ledger(tmp_path, "其他事实:\n    有下级单位: 否\n"))
    asked = {ask.fact: (ask.line, ask.how and say(ask.how)) for ask in report.asks}
    assert asked["有女干警"] == ("    有女干警: 是|否", "加在第 4 行“其他事实”下面：")
    assert asked["职能"][1] is None
