"""judgements.yaml: what persons decided; a broken entry has no effect and makes the audit incomplete."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from civcheck.model.ledger import Ledger
from civcheck.model.problem import Weight
from tests.ledgers import noted, read_files, sentence, told, unread_codes

GOOD = """\
- 规则: "5.3"
  结论: 豁免
  理由: 从未有过
  认定人: 领导小组
  有效期至: 2018-12-31
"""


def judged(root: Path, text: str | bytes, files: dict[str, str | bytes] | None = None) -> Ledger:
    """Read a ledger with this judgements.yaml."""
    return read_files(root, {"judgements.yaml": text, **(files or {})})


def test_a_whole_entry_is_read(tmp_path: Path) -> None:
    text = GOOD + (
        "  日期: 2018-01-10\n  依据: 依据/说明.docx\n  对象: ZY-01\n  指纹: abcd\n  参数: {材料期限: 20}\n"
    )
    ledger = judged(tmp_path, text, {"依据/说明.docx": "x"})
    (judgement,) = ledger.judgements
    assert told(ledger) == []
    assert (judgement.rules, judgement.verdict, judgement.reason) == (("5.3",), "waived", "从未有过")
    assert (judgement.by, judgement.until, judgement.day) == (
        "领导小组",
        date(2018, 12, 31),
        date(2018, 1, 10),
    )
    assert (judgement.target, judgement.basis, judgement.fingerprint) == ("ZY-01", "依据/说明.docx", "abcd")
    assert (dict(judgement.params), judgement.line, judgement.superior) == ({"材料期限": "20"}, 1, False)
    assert ledger.unreferenced == ()


def test_every_alias_says_the_same_as_its_key(tmp_path: Path) -> None:
    english = "- {rule: '5.3', verdict: waived, reason: 从未有过, by: 领导小组, until: 2018-12-31}\n"
    one, other = (judged(tmp_path / str(i), text).judgements for i, text in enumerate((GOOD, english)))
    assert one == other


@pytest.mark.parametrize("name", ["judgements.yaml", "认定.yaml"])
@pytest.mark.parametrize("text", [GOOD, GOOD.replace("- 规则", "  规则"), f"{GOOD}---\n{GOOD}", GOOD + GOOD])
def test_entries_stand_in_a_list_alone_or_in_documents(tmp_path: Path, name: str, text: str) -> None:
    ledger = read_files(tmp_path, {name: text})
    assert (len(ledger.judgements), told(ledger)) == (text.count("规则"), [])


def test_an_entry_may_answer_several_rules_and_a_span(tmp_path: Path) -> None:
    (judgement,) = judged(tmp_path, GOOD.replace('"5.3"', '["5.3", "2.8"]')).judgements
    assert judgement.rules == ("5.3", "2.8a", "2.8b")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_an_odd_encoding_is_read_and_noted(tmp_path: Path, encoding: str) -> None:
    ledger = judged(tmp_path, GOOD.encode(encoding))
    assert (len(ledger.judgements), noted(ledger)) == (1, ["encoding"])


BROKEN = [
    (GOOD.replace("  理由: 从未有过\n", ""), "1:3 judgement-key-missing"),
    (GOOD.replace("领导小组", "【待填】"), "1:3 judgement-key-missing"),
    (GOOD.replace("  有效期至: 2018-12-31\n", ""), "1:3 judgement-key-missing"),
    (GOOD.replace("豁免", "替代"), "1:3 judgement-key-missing"),
    (GOOD.replace("豁免", "调整"), "1:3 judgement-key-missing"),
    (GOOD.replace("豁免", "放过"), "2:3 judgement-verdict"),
    (GOOD.replace("豁免", "{甲: 乙}"), "2:3 not-a-text"),
    (GOOD.replace("5.3", "5.33"), "1:3 judgement-rule"),
    (GOOD.replace('"5.3"', '"、"'), "1:3 judgement-key-missing"),
    (GOOD.replace("2018-12-31", "年底"), "5:3 not-a-day"),
    (GOOD.replace("2018-12-31", "2018-02-30"), "5:3 impossible-day"),
    (GOOD.replace("2018-12-31", "2200-01-01"), "5:3 day-out-of-range"),
    (GOOD + "  说明: 甲\n", "6:3 unknown-key"),
    (GOOD + "  rule: 甲\n", "6:3 duplicate-key"),
    (GOOD + "  理由: 甲\n", "6:3 duplicate-key"),
    (GOOD + "  参数: 20\n", "6:3 facts-not-mapping"),
    (GOOD + "  依据: 没有.docx\n", "1:1 file-not-found"),
    (GOOD + "  依据: ../外.docx\n", "1:1 path-leaves"),
    (GOOD + "  依据: 空.docx\n", "1:1 empty-file"),
    ("甲\n", "1:1 judgement-not-mapping"),
    ("- 甲\n", "1:3 judgement-not-mapping"),
    ("规则：5.3\n结论：豁免\n", "1:3 full-width-colon"),
    (GOOD.replace("结论: ", "结论："), "2:5 full-width-colon"),
    (GOOD + "  对象: *x\n", "6:7 yaml-alias"),
    (b"\x80\xff\xff", "1:1 not-text"),
    (b"#" * 1_048_577, "1:1 file-too-large"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_a_broken_entry_has_no_effect_and_is_unread(tmp_path: Path, text: str | bytes, code: str) -> None:
    ledger = judged(tmp_path, text, {"空.docx": ""})
    assert f"judgements.yaml:{code}" in told(ledger)
    assert {each.weight for each in ledger.problems} == {Weight.UNREAD}
    assert ledger.judgements == ()


def test_a_broken_entry_costs_only_itself(tmp_path: Path) -> None:
    ledger = judged(tmp_path, GOOD + GOOD.replace("豁免", "放过") + GOOD + "---\n- 规则: [\n---\n" + GOOD)
    assert [each.line for each in ledger.judgements] == [1, 11, 19]
    assert unread_codes(ledger) == ["judgement-verdict", "risky-start"]


def test_an_unknown_verdict_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert sentence(judged(tmp_path, GOOD.replace("豁免", "放过")).problems[0]) == snapshot("""\
judgements.yaml:2:3: 没有结论“放过”
  原因：这条认定不生效
  改法：可写：达标、不达标、不适用、豁免、替代、调整\
""")
