"""Entries of judgements.yaml that answer for files: what they must say, and what a broken one costs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from civcheck.model.ledger import Ledger
from civcheck.model.unit import Answer
from tests.ledgers import read_files, told

ONE, OTHER = "a" * 64, "0123456789abcdef" * 4
GOOD = f"- {{文件: [{ONE}, {OTHER}], 处数: 2, 理由: 同一场地, 认定人: 张三, 日期: 2017-12-20}}\n"


def read(root: Path, text: str | bytes) -> Ledger:
    return read_files(root, {"judgements.yaml": text})


def test_a_whole_entry_is_read(tmp_path: Path) -> None:
    ledger = read(tmp_path, GOOD)
    assert ledger.answers == (Answer((ONE, OTHER), 2, "同一场地", "张三", date(2017, 12, 20), line=1),)
    assert told(ledger) == [] and ledger.judgements == () and ledger.unreferenced == ()


def test_it_may_end_on_a_day_and_stand_beside_judgements_of_rules(tmp_path: Path) -> None:
    rule = "- {规则: '5.3', 结论: 豁免, 理由: 从未有过, 认定人: 领导小组, 有效期至: 2018-12-31}\n"
    ledger = read(tmp_path, rule + GOOD.replace("}", ", 有效期至: 2018-03-31}"))
    assert told(ledger) == [] and len(ledger.judgements) == 1
    assert (ledger.answers[0].until, ledger.answers[0].line) == (date(2018, 3, 31), 2)


def test_every_alias_says_the_same_and_so_does_gb18030(tmp_path: Path) -> None:
    english = f"- {{files: [{ONE}, {OTHER}], uses: 2, reason: 同一场地, by: 张三, date: 2017-12-20}}\n"
    texts = (GOOD, english, GOOD.encode("gb18030"))
    one, other, third = (read(tmp_path / str(at), text).answers for at, text in enumerate(texts))
    assert one == other == third


@pytest.mark.parametrize("digest", [ONE[:16], OTHER[:16], ONE.upper(), "1" * 16, "12345678e9012345"])
def test_the_first_sixteen_signs_are_enough_and_stay_text(tmp_path: Path, digest: str) -> None:
    (answer,) = read(tmp_path, GOOD.replace(f"[{ONE}, {OTHER}]", f"[{digest}]")).answers
    assert answer.digests == (digest.lower(),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(GOOD.replace("理由: 同一场地, ", ""), "judgement-key-missing", id="no reason"),
        pytest.param(GOOD.replace("认定人: 张三, ", ""), "judgement-key-missing", id="nobody"),
        pytest.param(GOOD.replace(", 日期: 2017-12-20", ""), "judgement-key-missing", id="no day"),
        pytest.param(GOOD.replace("处数: 2, ", ""), "judgement-key-missing", id="no number of places"),
        pytest.param(GOOD.replace(f"文件: [{ONE}, {OTHER}], ", ""), "judgement-key-missing", id="no files"),
        pytest.param(GOOD.replace("同一场地", "【待填】"), "judgement-key-missing", id="as it was printed"),
        pytest.param(GOOD.replace(ONE, ONE[:15]), "answer-digest", id="fifteen signs"),
        pytest.param(GOOD.replace(ONE, ONE + "a"), "answer-digest", id="a sign too many"),
        pytest.param(GOOD.replace(ONE, "图片/1.jpg"), "answer-digest", id="a path"),
        pytest.param(GOOD.replace(ONE, "g" * 64), "answer-digest", id="no hexadecimal"),
        pytest.param(
            GOOD.replace(ONE, ", ".join(f"{n:064d}" for n in range(20))), "answer-files", id="21 files"
        ),
        pytest.param(GOOD.replace("处数: 2", "处数: 两三"), None, id="a number that is none"),
        pytest.param(GOOD.replace("2017-12-20", "2017-13-20"), None, id="a day that is none"),
        pytest.param(GOOD.replace("}", ", 规则: '2.7'}"), "answer-key", id="of a rule too"),
        pytest.param(GOOD.replace("}", ", 指纹: abc}"), "answer-key", id="with a fingerprint"),
    ],
)
def test_a_broken_entry_has_no_effect_and_is_told(tmp_path: Path, text: str, code: str | None) -> None:
    ledger = read(tmp_path, text + GOOD)
    assert [each.line for each in ledger.answers] == [2]
    (problem,) = told(ledger)
    assert problem.startswith("judgements.yaml:1:") and (code is None or problem.endswith(code))


@pytest.mark.parametrize(
    ("files", "covered"),
    [([ONE], True), ([ONE, OTHER], True), ([], True), (["b" * 64], False), ([ONE, "b" * 64], False)],
)
def test_it_covers_what_it_names_and_nothing_else(files: list[str], covered: bool) -> None:
    assert Answer((ONE[:16], OTHER), 2, "", "", date(2017, 1, 1)).covers(files) is covered
