"""``civcheck judge``: what a person decides is written as the next audit takes it, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from civcheck import audit
from civcheck.model.outcome import Outcome
from tests.keeping.terminal import at_a_terminal
from tests.ledgers import RECORD, write_ledger

SAMPLE = Path(__file__).parents[2] / "sample_ledger"
ANSWER = ["--verdict", "豁免", "--reason", "讲堂改在次年", "--by", "领导小组", "--until", "2018-12-31"]
REVIEW_PACK = {
    "pack.yaml": "id: small\nversion: 1.0.0\ntitle: 小包\nissuer: 某厅\nissued: 2017-05-05\n"
    "period: {from: 2017-01-01, to: 2017-12-31}\ncloses: 2018-06-30\nsource: {file: source.txt, sha256: DIGEST}\n"
    "params:\n  期限: {value: 15, unit: 天, basis: 推断, change: may-change, why: 原文没有天数}\n",
    "terms.yaml": "unit_types: {县区司法局: {}}\nsorts: {活动: {shown_by: record}}\n"
    "kinds: {志愿服务: {sort: 活动}}\nroles: {方案: {}}\n",
    "01-点.yaml": "- {id: '1.1', title: 真诚, quote: 活动要有成效, obligation: 应办, select: {类型: 志愿服务},\n"
    "   expect: {review: {question: 活动有没有成效？, look_at: 看记录和方案}}, remedy: 看}\n"
    "- {id: '1.2', title: 期限, quote: 及时归档, obligation: 应办, select: {类型: 志愿服务},\n"
    "   expect: {lag: {from: 日期, to: 归档, at_most: {param: 期限}, unit: 天}},\n"
    "   on_empty: not-applicable, remedy: 归档}\n",
    "source.txt": "活动要有成效。及时归档。\n",
}


@pytest.fixture
def ledger(tmp_path):
    return shutil.copytree(SAMPLE, tmp_path / "台账")


def register(ledger):
    return (ledger / "judgements.yaml").read_text()


def test_a_judgement_is_added_and_nothing_else_changes(civcheck, ledger):
    before = register(ledger)
    run = civcheck("judge", "2.7", ledger, *ANSWER)
    assert (run.code, run.err) == (0, "")
    added = register(ledger).removeprefix(before).splitlines()
    assert added[:6] == [
        '- 规则: "2.7"',
        "  结论: 豁免",
        "  理由: 讲堂改在次年",
        "  认定人: 领导小组",
        "  日期: 2018-06-30",
        "  有效期至: 2018-12-31",
    ]
    assert added[6].startswith('  指纹: "')
    assert added[7] == "  # 认定时看的记录："
    assert len(added) == 11
    assert run.out.endswith(
        "已写在 judgements.yaml:14\n照下一次核查：规则 2.7 是“已豁免”（由人工认定；不算认定是“缺口”）\n"
    )
    finding = next(each for each in audit(ledger).findings if each.rule == "2.7")
    assert (finding.outcome, finding.underlying) == (Outcome.WAIVED, Outcome.GAP)
    assert finding.judgement is not None
    assert finding.judgement.bound


def test_the_question_the_sentence_and_the_evidence_are_shown(civcheck, ledger):
    run = civcheck("judge", "2.7", ledger, *ANSWER, "--dry-run")
    for said in (
        "2.7 道德法治讲堂全年不少于 4 次",
        "原句    “各单位开展“道德法治讲堂”活动全年不得少于4次”",
        "基准日 2018-06-30，不算认定：缺口",
        "摆在面前的材料：记录 3 条",
        "方案 02-道德法治讲堂/2017-03-15-孝老爱亲/方案.docx",
        "现在可以认定为：不适用、豁免、替代",
        "+  理由: 讲堂改在次年",
    ):
        assert said in run.out
    assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in row) for row in run.out.splitlines()) <= 84


def test_a_dry_run_writes_nothing(civcheck, ledger):
    before = register(ledger)
    run = civcheck("judge", "2.7", ledger, *ANSWER, "--dry-run")
    assert (run.code, register(ledger)) == (0, before)
    assert "将写在 judgements.yaml:14" in run.out


@pytest.mark.parametrize(
    ("rule", "changes", "said"),
    [
        pytest.param("2.70", {}, "没有规则", id="unknown"),
        pytest.param("1.1", {}, "没有要人认定的", id="satisfied"),
        pytest.param("2.7", {"verdict": "达标"}, "不能认定为“达标”，核查不会采用。可以写：不适用", id="may not"),
        pytest.param("2.7", {"verdict": "免除"}, "结论不认识：“免除”", id="no verdict"),
        pytest.param("2.7", {"until": "2018-06-29"}, "在基准日 2018-06-30 以前", id="over"),
        pytest.param("2.7", {"until": "2300-01-01"}, "太远了", id="far"),
        pytest.param("2.7", {"until": "明年"}, "明年", id="no day"),
        pytest.param("2.7", {"until": "12月31日"}, "12月31日", id="no year"),
        pytest.param("2.7", {"date": "2018-07-01"}, "以后，核查不会采用", id="later"),
        pytest.param("2.7", {"reason": "  "}, "理由没有写", id="no reason"),
        pytest.param("2.7", {"reason": "无"}, "理由没有写", id="nothing"),
        pytest.param("2.7", {"reason": "【待填】说明"}, "【待填】", id="scaffold"),
        pytest.param("2.7", {"reason": "说\u202e明"}, "看不见的字符", id="hidden"),
        pytest.param("2.7", {"by": "/"}, "认定人没有写", id="nobody"),
        pytest.param("2.7", {"verdict": "替代"}, "替代要有依据", id="no basis"),
        pytest.param("2.7", {"verdict": "替代", "basis": "无此.docx"}, "没有写，核查不会采用", id="basis not there"),
        pytest.param("2.7", {"target": "YMZ17-0201"}, "没有写，核查不会采用", id="not by record"),
        pytest.param("2.7", {"param": "期限=20"}, "调整要写参数", id="params"),
        pytest.param("2.7", {"param": "期限"}, "名称=值", id="param"),
        pytest.param("5.3", {}, "已经有认定：judgements.yaml:1", id="there"),
        pytest.param("1", {}, "没有规则", id="a point"),
    ],
)  # fmt: skip
def test_what_the_next_audit_would_not_take_is_not_written(civcheck, ledger, rule, changes, said):
    before = register(ledger)
    given = {"verdict": "豁免", "reason": "说明", "by": "甲", "until": "2018-12-31"} | changes
    run = civcheck(
        "judge", rule, ledger, *(word for name, value in given.items() for word in (f"--{name}", value))
    )
    assert (run.code, register(ledger)) == (2, before)
    assert said in run.err


def test_a_near_name_is_offered(civcheck, ledger):
    assert "2.8a" in civcheck("judge", "2.8A", ledger, *ANSWER).err


def test_rules_of_one_sentence_are_judged_one_at_a_time(civcheck, ledger):
    assert "一次认定一条" in civcheck("judge", "2.8", ledger, *ANSWER).err


def test_a_heading_is_answered_by_others(civcheck, ledger):
    from tests.ledgers import hubei

    heading = next(rule for rule in hubei().rules if rule.is_heading)
    assert "是标题句" in civcheck("judge", heading.id, ledger, *ANSWER).err


def test_what_is_missing_is_named(civcheck, ledger):
    run = civcheck("judge", "2.7", ledger, "--verdict", "豁免")
    assert run.code == 2
    assert "还缺：--reason、--by、--until" in run.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["--list", "--sample", "10%"], ["--list", "--verdict", "豁免"], ["2.7", "--format", "xml"],
     ["--list", "--within", "x"]],
)  # fmt: skip
def test_usage(civcheck, ledger, monkeypatch, arguments):
    monkeypatch.chdir(ledger)
    assert civcheck("judge", *arguments).code == 2


def test_the_ledger_is_the_nearest_one(civcheck, ledger, monkeypatch):
    monkeypatch.chdir(ledger / "02-道德法治讲堂")
    assert civcheck("judge", "2.7", *ANSWER, "--dry-run").code == 0
    monkeypatch.chdir(ledger)
    assert civcheck("judge", "2.7", *ANSWER).code == 0


# --- replacing


def test_an_old_judgement_stays_as_a_comment(civcheck, ledger):
    before = register(ledger)
    given = ["--reason", "另有规定", "--by", "甲", "--until", "2018-12-31", "--verdict", "不适用"]
    run = civcheck("judge", "9.5", ledger, *given, "--replace")
    assert run.code == 0
    head, old = before.split('- 规则: "9.5"\n')
    after = register(ledger)
    assert after.startswith(head)
    kept = "".join(f"# {row}\n" for row in f'- 规则: "9.5"\n{old}'.splitlines())
    assert after.removeprefix(head).startswith(f'# 2018-06-30 由下面的认定替换：\n{kept}- 规则: "9.5"\n')
    assert civcheck("judge", "9.5", ledger, *given, "--replace").code == 0
    assert register(ledger).count("由下面的认定替换") == 2
    assert json.loads(civcheck("judge", "--list", ledger, "--format", "json").out)["broken"] == []


INLINE = "{规则: '9.5', 结论: 豁免, 理由: 甲, 认定人: 乙, 有效期至: 2018-12-31}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("- {规则: ['9.5', '5.3'], 结论: 豁免, 理由: 甲, 认定人: 乙, 有效期至: 2018-12-31}\n",
                     "还管着别的规则（5.3）", id="several rules"),
        pytest.param(f"[{INLINE}]\n", "写在一行", id="in brackets"),
        pytest.param(f"- {INLINE}\n" * 2, "不止一条", id="twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_replaced_stays(civcheck, ledger, text, said):
    write_ledger(ledger, {"judgements.yaml": text}, unit=(ledger / "unit.yaml").read_bytes())
    run = civcheck("judge", "9.5", ledger, *ANSWER, "--replace")
    assert (run.code, register(ledger)) == (2, text)
    assert said in run.err


ENTRY = "规则: '9.5'\n结论: 豁免\n理由: |\n  甲\n  乙\n认定人: 丙\n有效期至: 2018-12-31 # 到年底\n"
ITEM = "- " + ENTRY.replace("\n", "\n  ").rstrip(" ")
OTHER = ITEM.replace("9.5", "5.3")
WIDE = "  -   " + ENTRY.replace("\n", "\n      ").rstrip(" ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "# 人工认定与豁免：结论由人负责，写明理由、认定人和有效期\n- 规则: \"2.7\"\n", id="empty"),
        pytest.param("# 只有注释\n", "# 只有注释\n- 规则: \"2.7\"\n", id="comments alone"),
        pytest.param(ITEM, ITEM + "- 规则: \"2.7\"\n", id="a list"),
        pytest.param(ITEM.rstrip("\n"), ITEM + "- 规则: \"2.7\"\n", id="no line end"),
        pytest.param(WIDE, WIDE + "  -   规则: \"2.7\"\n", id="set in"),
        pytest.param(ENTRY, ENTRY + "---\n- 规则: \"2.7\"\n", id="one entry alone"),
        pytest.param("[{规则: '9.5', 结论: 豁免, 理由: a, 认定人: b, 有效期至: 2018-12-31}]\n", None, id="brackets"),
        pytest.param("---\n" + ITEM + "...\n", "---\n" + ITEM + "- 规则: \"2.7\"\n", id="ended by dots"),
        pytest.param(ITEM + "# 尾\n\n\n", ITEM + "# 尾\n- 规则: \"2.7\"\n", id="comments at the end"),
        pytest.param(ITEM + "\n" + OTHER, ITEM + "\n" + OTHER + "\n- 规则",
                     id="blank lines between"),
        pytest.param(ENTRY + "---\n" + OTHER, ENTRY + "---\n" + OTHER + "- 规则",
                     id="several documents"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "crlf"])
def test_registers_of_any_shape(civcheck, tmp_path, text, expected, form):
    ledger = write_ledger(tmp_path / "l", {"a/记录.yaml": RECORD})
    place = ledger / "judgements.yaml"
    codec = "utf-8" if form == "crlf" else form
    codec = "utf-8" if not text or "规则" not in text else codec
    end = "\r\n" if form == "crlf" and "\n" in text else "\n"
    place.write_bytes(text.replace("\n", end).encode(codec))
    run = civcheck("judge", "2.7", ledger, *ANSWER)
    assert (run.code, run.err) == (0, "")
    after = place.read_bytes()
    assert after.startswith(text.rstrip("\n").removesuffix("...").replace("\n", end).encode(codec))
    shown = after.decode(codec).replace(end, "\n")
    if expected is not None:
        assert shown.startswith(expected)
    assert "\r" not in shown
    assert shown.endswith("\n...\n") == text.endswith("...\n")
    found = {each.rule: each for each in audit(ledger).findings}
    assert found["2.7"].outcome is Outcome.WAIVED
    assert (found["9.5"].judgement is not None) == ("9.5" in text)


def test_a_ledger_without_a_register_gets_one(civcheck, ledger):
    (ledger / "judgements.yaml").unlink()
    assert civcheck("judge", "2.7", ledger, *ANSWER).code == 0
    assert register(ledger).startswith("# 人工认定与豁免")


def test_a_chinese_register_is_taken(civcheck, ledger):
    (ledger / "judgements.yaml").rename(ledger / "认定.yaml")
    assert civcheck("judge", "2.7", ledger, *ANSWER).code == 0
    assert not (ledger / "judgements.yaml").exists()
    assert '规则: "2.7"' in (ledger / "认定.yaml").read_text()


@pytest.mark.parametrize("raw", [b"- \xe8\xa7\x84\xe5\x88\x99: &x 1\n", b"\xff\x00\xfe", b"#" * 1_100_000])
def test_a_register_that_cannot_be_read_is_left(civcheck, ledger, raw):
    (ledger / "judgements.yaml").write_bytes(raw)
    run = civcheck("judge", "2.7", ledger, *ANSWER)
    assert (run.code, (ledger / "judgements.yaml").read_bytes()) == (2, raw)
    assert "judgements.yaml" in run.err


def test_a_register_that_is_a_link_is_left(civcheck, ledger, tmp_path):
    (ledger / "judgements.yaml").rename(tmp_path / "elsewhere.yaml")
    (ledger / "judgements.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    before = (tmp_path / "elsewhere.yaml").read_bytes()
    assert civcheck("judge", "2.7", ledger, *ANSWER).code == 2
    assert (tmp_path / "elsewhere.yaml").read_bytes() == before


def test_a_superiors_word_goes_before(civcheck, ledger, tmp_path, monkeypatch):
    other = tmp_path / "上级.yaml"
    other.write_text('- {规则: "2.7", 结论: 不适用, 理由: 甲, 认定人: 乙, 有效期至: 2018-12-31}\n')
    monkeypatch.setenv("CIVCHECK_JUDGEMENTS", str(other))
    before = register(ledger)
    run = civcheck("judge", "2.7", ledger, *ANSWER)
    assert (run.code, register(ledger)) == (2, before)
    assert "没有写" in run.err


# --- a rule that asks a person


@pytest.fixture
def small(tmp_path):
    """A ledger of a pack of two rules: one that only a person can judge, one with a number that may change."""
    pack = tmp_path / "small"
    pack.mkdir()
    digest = hashlib.sha256(REVIEW_PACK["source.txt"].encode()).hexdigest()
    for name, text in REVIEW_PACK.items():
        (pack / name).write_text(text.replace("DIGEST", digest))
    files = {
        "a/记录.yaml": "类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n编号: A1\n归档: {日期: 2017-03-28}\n"
    }
    return write_ledger(tmp_path / "l", files), ["--rules", str(pack)]


def test_a_question_is_answered(civcheck, small):
    ledger, rules = small
    run = civcheck("judge", "1.1", ledger, *rules, "--verdict", "达标", *ANSWER[2:])
    assert (run.code, run.err) == (0, "")
    for said in (
        "要判断  活动有没有成效？",
        "看什么  看记录和方案",
        "可以认定为：达标、不达标、不适用、豁免、替代",
    ):
        assert said in run.out
    assert "规则 1.1 是“达标”（由人工认定；不算认定是“待人工认定”）" in run.out
    again = civcheck("judge", "1.1", ledger, *rules, "--verdict", "不达标", *ANSWER[2:], "--replace")
    assert "已经有的认定" in again.out
    assert "规则 1.1 是“缺口”" in again.out


def test_what_waits_is_listed_with_the_command(civcheck, small):
    ledger, rules = small
    run = civcheck("judge", "--list", ledger, *rules)
    assert run.code == 1
    assert "等人认定 1" in run.out
    assert " 1.1 真诚\n" in run.out
    assert f"civcheck judge 1.1 {ledger} {' '.join(rules)}" in run.out.replace("\n   ", "")
    found = json.loads(civcheck("judge", "--list", ledger, *rules, "--format", "json").out)
    assert [each["rule"] for each in found["waiting"]] == ["1.1"]
    (ledger / "judgements.yaml").write_text("- {规则: '1.1'}\n")
    assert "读不出来的认定 4" in civcheck("judge", "--list", ledger, *rules).out


def test_an_entry_without_effect_is_pointed_at(civcheck, small):
    ledger, rules = small
    (ledger / "judgements.yaml").write_text(
        "- {规则: '1.1', 结论: 豁免, 理由: 甲, 认定人: 乙, 有效期至: 2017-12-31}\n"
    )
    run = civcheck("judge", "1.1", ledger, *rules, "--verdict", "达标", *ANSWER[2:], "--dry-run")
    assert "judgements.yaml:1 也写了这条规则，现在没有用上" in run.out


def test_what_falls_short_is_shown(civcheck, small):
    ledger, rules = small
    (ledger / "a/记录.yaml").write_text("类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n")
    assert "· 《清扫》：" in civcheck("judge", "1.2", ledger, *rules, *ANSWER, "--dry-run").out


def test_a_param_is_adjusted(civcheck, small):
    ledger, rules = small
    run = civcheck("judge", "1.2", ledger, *rules, "--verdict", "调整", "--param", "期限=30", *ANSWER[2:])
    assert (run.code, run.err) == (0, "")
    assert '  参数:\n    期限: "30"\n' in register(ledger)
    assert "规则 1.2 是“达标”" in run.out
    run = civcheck(
        "judge", "1.2", ledger, *rules, "--verdict", "调整", "--param", "期限=多", *ANSWER[2:], "--replace"
    )
    assert run.code == 2


def test_one_record_is_taken_out(civcheck, small):
    ledger, rules = small
    run = civcheck("judge", "1.2", ledger, *rules, *ANSWER, "--target", "A1")
    assert (run.code, run.err) == (0, "")
    assert "  对象: A1\n" in register(ledger)
    assert civcheck("judge", "1.2", ledger, *rules, *ANSWER, "--target", "B9").code == 2
    assert civcheck("judge", "1.2", ledger, *rules, "--verdict", "调整", *ANSWER[2:], "--target", "A1",
                    "--param", "期限=3").code == 2  # fmt: skip


# --- at a terminal


def test_what_is_not_given_is_asked_for_and_asked_again(ledger):
    answers = ["达标", "2", "", "讲堂改在次年", "领导小组", "2018-01-01", "2018年12月31日", "是"]
    run = at_a_terminal(["judge", "2.7", ledger], answers)
    assert run.code == 0, run.out
    assert "结论（写名称或者序号：1. 不适用、2. 豁免、3. 替代）：" in run.out
    assert "现在不能认定为“达标”" in run.out
    assert "理由没有写" in run.out
    assert "以前，认定一写就过期" in run.out
    assert "  有效期至: 2018-12-31\n" in register(ledger)


def test_no_is_no(ledger):
    before = register(ledger)
    run = at_a_terminal(["judge", "2.7", ledger, *ANSWER], ["否"])
    assert (run.code, register(ledger)) == (1, before)
    assert "没有写" in run.out


def test_yes_need_not_be_asked(ledger):
    assert at_a_terminal(["judge", "2.7", ledger, *ANSWER, "--yes"], []).code == 0


def test_nobody_is_asked_for_ever(ledger):
    run = at_a_terminal(["judge", "2.7", ledger], ["甲"] * 9)
    assert run.code == 2
    assert run.out.count("结论不认识") == 5


def test_a_basis_and_a_param_are_asked_for(ledger, small):
    basis = "认定依据/5.3-以正面宣传代替公开曝光的说明.docx"
    run = at_a_terminal(["judge", "2.7", ledger, "--verdict", "替代", *ANSWER[2:]], [basis, "y"])
    assert run.code == 0, run.out
    assert f"  依据: {basis}\n" in register(ledger)
    own, rules = small
    run = at_a_terminal(["judge", "1.2", own, *rules, "--verdict", "调整", *ANSWER[2:]], ["30", "y"])
    assert run.code == 0, run.out
    assert '期限: "30"' in register(own)
