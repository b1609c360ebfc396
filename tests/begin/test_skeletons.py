"""A fresh skeleton shows nothing: in no kind of any pack does it turn a rule green or raise a score."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from civcheck import audit
from civcheck.app.beginning import write
from civcheck.app.beginning.asked import Asked, open_for_new
from civcheck.app.beginning.recording import begin
from civcheck.app.material import FileOpener
from civcheck.model.outcome import Outcome
from civcheck.model.texts import MARKER
from civcheck.reading.rulepack import read_pack
from tests.begin.ledgers import PACKS, TYPES
from tests.begin.ledgers import begin as begin_ledger
from tests.shares import one_in


def satisfied(report):
    return {each.rule for each in report.findings if each.outcome is Outcome.SATISFIED}


def added(kind, ledger, **asked):
    opened = open_for_new(ledger, None)
    begun = begin(kind, Asked(kind, **asked), opened, FileOpener())
    write(begun.planned)
    return ledger / begun.record


@pytest.mark.heavy
@pytest.mark.parametrize("pack", PACKS)
def test_a_fresh_skeleton_of_any_kind_turns_no_rule_green_and_raises_no_score(civcheck, tmp_path, pack):
    empty = begin_ledger(civcheck, tmp_path / "空", pack, "--staff", "40")
    before = audit(empty)
    year = before.unit.year
    for number, kind in enumerate(read_pack(pack).terms.kinds):
        ledger = tmp_path / str(number)
        shutil.copytree(empty, ledger)
        record = added(kind, ledger, title="某件事", day=date(year, 3, 15))
        after = audit(ledger)
        assert satisfied(after) <= satisfied(before), kind
        if before.score is not None:
            assert after.score.sure <= before.score.sure, kind
        assert not after.catalogue and not after.complete, kind
        (told,) = [each for each in after.problems if each.place.file == str(record.relative_to(ledger))]
        assert (told.code, told.params["field"]) == ("required-scaffold", "标题"), kind
        assert f"标题: {MARKER}某件事" in record.read_text()
        shutil.rmtree(ledger)


@pytest.mark.parametrize("pack", one_in(4, PACKS))
def test_fresh_skeletons_of_all_kinds_together_turn_no_rule_green(civcheck, tmp_path, pack):
    ledger = begin_ledger(civcheck, tmp_path / "台账", pack, "--staff", "40")
    before = audit(ledger)
    kinds = read_pack(pack).terms.kinds
    for kind in kinds:
        added(kind, ledger, title=f"{kind}一次", day=date(before.unit.year, 3, 15))
    after = audit(ledger)
    assert satisfied(after) <= satisfied(before)
    if before.score is not None:
        assert after.score.sure <= before.score.sure
    assert len(after.unread) == len(kinds) and not after.catalogue


@pytest.mark.parametrize("pack", one_in(4, PACKS))
def test_filled_in_to_the_last_marker_a_skeleton_is_a_record_without_a_mistake(civcheck, tmp_path, pack):
    ledger = begin_ledger(civcheck, tmp_path / "台账", pack)
    kinds, year = read_pack(pack).terms.kinds, read_pack(pack).head.period.first.year
    for kind in kinds:
        record = added(kind, ledger, title=f"{kind}一次", day=date(year, 3, 15))
        record.write_text(record.read_text().replace(f"标题: {MARKER}", "标题: "))
    report = audit(ledger)
    assert {each.kind for each in report.catalogue} == set(kinds)
    assert [each for each in report.problems if each.weight.value != "note"] == []


def test_without_the_marker_a_skeleton_would_count(civcheck, tmp_path):
    """The law above can fail: it is the marker in the title alone that keeps a record of an activity from counting."""
    ledger = begin_ledger(civcheck, tmp_path / "台账")
    record = added("全民阅读", ledger, title="读书会", day=date(2017, 4, 23))
    assert "9.0" not in satisfied(audit(ledger))
    record.write_text(record.read_text().replace(MARKER, ""))
    assert "9.0" in satisfied(audit(ledger))


@pytest.mark.heavy
def test_skeletons_are_in_form(civcheck, tmp_path):
    for pack in ("hubei-2017", "example-score-2018"):
        ledger = begin_ledger(civcheck, tmp_path / pack, pack)
        for kind in read_pack(pack).terms.kinds:
            added(kind, ledger, title=kind)
        run = civcheck("fmt", "--check", ledger)
        assert run.code == 0, run.out


def test_unit_types_of_the_packs_are_those_that_the_tests_begin_with():
    for pack, type_ in TYPES.items():
        assert read_pack(pack).terms.unit_types[type_].declarable


def test_material_that_has_to_say_something_is_set_out_with_what_each_file_says(civcheck, tmp_path):
    ledger = begin_ledger(civcheck, tmp_path / "台账", "example-monthly-2018")
    record = added("主题活动", ledger, title="读书会", day=date(2018, 3, 15))
    text = record.read_text()
    assert "（至少 3 份）" in text and f"    - {{文件: {MARKER}, 媒体级别: {MARKER}}}\n" in text
    photo = f"    - {{文件: {MARKER}, 说明: {MARKER}, 拍摄人: {MARKER}}}\n"
    assert photo in text
    rows = []
    for number in range(3):
        (record.parent / f"{number}.jpg").write_bytes(bytes([number]))
        rows.append(f"    - {{文件: {number}.jpg, 说明: 会场, 拍摄人: 甲}}\n")
    text = text.replace(photo, "".join(rows)).replace(f"标题: {MARKER}", "标题: ")
    text = text.replace(f"{{文件: {MARKER}, 媒体级别: {MARKER}}}", "{文件: http://a.cn/1, 媒体级别: 区级}")
    record.write_text(text)
    assert {"3.19", "3.20"} <= satisfied(audit(ledger, as_of=date(2018, 12, 31)))
