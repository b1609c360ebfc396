"""``civcheck init``: the unit's facts, a folder a point, and nothing that is there is touched."""

from __future__ import annotations

import json

import pytest

from civcheck import audit
from civcheck.model.outcome import Outcome
from civcheck.model.texts import MARKER
from tests.begin.ledgers import PACKS, TYPES, begin, texts_of
from tests.keeping.terminal import at_a_terminal


def folders(ledger):
    return sorted(path.name for path in ledger.iterdir() if path.is_dir() and path.name != ".civcheck")


@pytest.mark.parametrize("pack", PACKS)
def test_a_new_ledger_can_be_audited_at_once_and_says_what_is_to_do(civcheck, tmp_path, pack):
    ledger = begin(civcheck, tmp_path / "台账", pack)
    run = civcheck("audit", ledger)
    assert run.code == 3 and "台账里没有一条记录" in run.out
    assert f"civcheck new --point {'1' if pack != 'example-city-2017' else '13'}" in run.out
    report = audit(ledger)
    assert not report.unreferenced, "guides are not listed as left over"
    assert [each for each in report.problems if each.weight.value != "note"] == []


def test_only_points_that_concern_the_type_of_unit_get_a_folder(civcheck, tmp_path):
    bureau = begin(civcheck, tmp_path / "局")
    civcheck("init", tmp_path / "院", "--name", "某学院", "--type", "学院", "--yes")
    assert "11-文明校园" in folders(tmp_path / "院") and "11-文明校园" not in folders(bureau)


def test_only_facts_that_the_pack_asks_of_the_type_stand_in_unit_yaml(civcheck, tmp_path):
    city = begin(civcheck, tmp_path / "市", "example-score-2018")
    text = (city / "unit.yaml").read_text()
    assert "有食堂:" in text and "在职人数:" in text and "职能:" not in text
    assert "规则: example-score-2018" in text
    assert "规则:" not in (begin(civcheck, tmp_path / "局") / "unit.yaml").read_text()


def test_what_is_not_known_is_left_undeclared_and_said(civcheck, tmp_path):
    given = ("--name", "某局", "--type", "县区司法局", "--functions", "普法、人民调解", "--fact", "结对村=无")
    run = civcheck("init", tmp_path / "局", *given, "--fact", "有女干警=是", "--yes")
    assert "还没有申报（8 项）" in run.out
    report = audit(tmp_path / "局")
    assert "结对村" not in {each.fact for each in report.asks} and "组织" in {
        each.fact for each in report.asks
    }
    outcomes = {each.rule: each.outcome for each in report.findings}
    assert outcomes["10.0"] is Outcome.NOT_APPLICABLE and outcomes["10.1"] is Outcome.UNDETERMINED


def test_running_it_twice_changes_nothing(civcheck, tmp_path):
    ledger = begin(civcheck, tmp_path / "台账")
    before = texts_of(ledger)
    run = civcheck("init", ledger, "--name", "别的名称", "--type", "监狱", "--yes")
    assert run.code == 0 and "没有写任何文件" in run.out and "没有按命令里写的改它" in run.out
    assert texts_of(ledger) == before


def test_files_and_folders_that_are_there_stay_and_are_used(civcheck, tmp_path):
    ledger = tmp_path / "台账"
    (ledger / "2讲堂 道德法治讲堂").mkdir(parents=True)
    (ledger / "02-道德法治讲堂").write_bytes(b"a file of that name")
    (ledger / "01-道德模范").mkdir()
    (ledger / "01-道德模范" / "说明.txt").write_text("本局自己的说明", encoding="utf-8")
    before = texts_of(ledger)
    run = civcheck("init", ledger, "--name", "某局", "--type", "县区司法局", "--yes")
    assert run.code == 0 and "已有 01-道德模范/说明.txt，不动" in run.out
    after = texts_of(ledger)
    assert before.items() <= after.items()
    assert "2讲堂 道德法治讲堂/说明.txt" in after
    assert "01-道德模范/说明.txt" in {each.path for each in audit(ledger).unreferenced}, "it is no guide"


def test_a_dry_run_writes_nothing_and_shows_all(civcheck, tmp_path):
    run = civcheck("init", tmp_path / "台账", "--name", "某局", "--type", "县区司法局", "--dry-run")
    assert run.code == 0 and "新建 unit.yaml" in run.out and "只看，没有写" in run.out
    assert not (tmp_path / "台账").exists()


def test_nobody_at_the_terminal_and_no_yes_writes_nothing(civcheck, tmp_path):
    run = civcheck("init", tmp_path / "台账", "--name", "某局", "--type", "县区司法局")
    assert run.code == 1 and "--yes" in run.out and not (tmp_path / "台账").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "某局", "--type", "县司法局"), "县区司法局"),
        (("--name", "某局"), "--type"),
        (("--name", "【待填】", "--type", "监狱"), "--name"),
        (("--name", "某局", "--type", "监狱", "--year", "2018"), "2017"),
        (("--name", "某局", "--type", "监狱", "--honour", "特级"), "省级最佳"),
        (("--name", "某局", "--type", "监狱", "--staff", "很多"), "“很多”不是数"),
        (("--name", "某局", "--type", "监狱", "--fact", "有女干部=是"), "有女干警"),
        (("--name", "某局", "--type", "监狱", "--functions", "普发"), "普法"),
    ],
)
def test_an_answer_that_is_none_is_refused_before_anything_is_written(civcheck, tmp_path, arguments, said):
    run = civcheck("init", tmp_path / "台账", *arguments, "--yes")
    assert run.code == 2 and said in run.err and not (tmp_path / "台账").exists()


def test_a_ledger_is_not_begun_in_another_and_not_in_a_file(civcheck, tmp_path):
    ledger = begin(civcheck, tmp_path / "台账")
    given = ("--name", "某局", "--type", "监狱", "--yes")
    assert civcheck("init", ledger / "里面" / "再里面", *given).code == 2
    assert civcheck("init", ledger / "01-道德模范", *given).code == 2
    assert civcheck("init", ledger / "unit.yaml", *given).code == 2
    assert civcheck("init", tmp_path / "没有" / "台账", *given).code == 2
    assert civcheck("init", tmp_path / ("长" * 300), *given).code == 2


def test_a_type_of_unit_may_be_written_with_blanks_and_in_any_width(civcheck, tmp_path):
    civcheck("init", tmp_path / "所", "--name", "某所", "--type", "司法　所", "--yes")
    assert "单位类型: 司法所\n" in (tmp_path / "所" / "unit.yaml").read_text()


def test_a_number_that_is_read_with_a_note_is_an_answer(civcheck, tmp_path):
    begin(civcheck, tmp_path / "局", "hubei-2017", "--staff", "约40人")
    assert "在职人数: 约40人" in (tmp_path / "局" / "unit.yaml").read_text()


@pytest.mark.parametrize("name", ["unit.yml", "Unit.YAML", "单位.yaml.txt"])
def test_a_unit_file_by_another_name_is_not_passed_over(civcheck, tmp_path, name):
    (tmp_path / "局").mkdir()
    (tmp_path / "局" / name).write_text("单位名称: 某局\n", encoding="utf-8")
    if (tmp_path / "局" / "unit.yaml").exists():
        pytest.skip("a disk that does not tell case apart")
    run = civcheck("init", tmp_path / "局", "--name", "某局", "--type", "监狱", "--yes")
    assert run.code == 2 and name in run.err and "改名为 unit.yaml" in run.err
    assert list(texts_of(tmp_path / "局")) == [name]


def test_a_text_about_the_unit_hides_no_list_of_what_is_there(civcheck, tmp_path):
    (tmp_path / "志愿服务").mkdir()
    for name in ("单位简介.txt", "志愿服务/方案.docx"):
        (tmp_path / name).write_bytes(b"x")
    run = civcheck("audit", tmp_path)
    assert run.code == 2 and "志愿服务（1 个文件）" in run.err


def test_mistakes_of_a_unit_file_that_is_there_are_not_passed_over(civcheck, tmp_path):
    text = "单位名称: 某局\n单位类型: 监狱\n年度: 2017\n文明单位级别: 特级\n"
    for name in ("unit.yaml", "单位.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "unit.yaml 有 2 处读不出" in civcheck("init", tmp_path, "--dry-run").out


def test_a_year_that_the_pack_is_not_of_is_refused_before_anything_is_written(civcheck, tmp_path):
    (tmp_path / "unit.yaml").write_text("单位名称: 某局\n单位类型: 监狱\n年度: 2018\n", encoding="utf-8")
    run = civcheck("init", tmp_path, "--yes")
    assert run.code == 2 and "2018" in run.err and list(texts_of(tmp_path)) == ["unit.yaml"]


def test_nothing_is_written_through_links(civcheck, tmp_path):
    outside = tmp_path / "外面"
    outside.mkdir()
    ledger = tmp_path / "台账"
    ledger.mkdir()
    (ledger / "02-道德法治讲堂").symlink_to(outside)
    given = ("--name", "某局", "--type", "县区司法局", "--yes")
    run = civcheck("init", ledger, *given)
    assert run.code == 0 and "02-道德法治讲堂 是链接" in run.out and not list(outside.iterdir())
    other = tmp_path / "别的"
    other.mkdir()
    (other / ".civcheck").symlink_to(outside)
    assert civcheck("init", other, *given).code == 2
    assert not list(outside.iterdir()) and not (other / "unit.yaml").exists()
    third = tmp_path / "三"
    third.mkdir()
    (third / "unit.yaml").symlink_to(tmp_path / "没有")
    assert civcheck("init", third, *given).code == 2 and not (tmp_path / "没有").exists()


@pytest.mark.parametrize("pack", PACKS)
def test_a_guide_is_never_material_nor_narrative_nor_a_record(civcheck, tmp_path, pack):
    ledger = begin(civcheck, tmp_path / "台账", pack)
    guides = sorted(ledger.rglob("说明.txt"))
    assert guides and all(MARKER in path.read_text()[:20] for path in guides)
    kind = {"hubei-2017": "制度文件", "example-city-2017": "制度文件", "example-score-2018": "制度"}.get(
        pack, "制度文件"
    )
    year = audit(ledger).unit.year
    for path in guides:
        record = f"类型: {kind}\n标题: 某制度\n日期: {year}-03-01\n附件:\n  文件: 说明.txt\n"
        (path.parent / "记录.yaml").write_text(record, encoding="utf-8")
    report = audit(ledger)
    assert report.catalogue and not any(each.evidence for each in report.catalogue)
    assert {each.code for each in report.problems if each.weight.value == "value"} == {"scaffold"}


def test_a_guide_tells_the_sentence_what_to_show_and_the_remedy_of_each_rule(civcheck, tmp_path):
    text = (begin(civcheck, tmp_path / "台账") / "02-道德法治讲堂" / "说明.txt").read_text()
    for said in ("规则 2.7", "各单位开展“道德法治讲堂”活动全年不得少于4次", "至少 4 条记录", "逐场登记"):
        assert said in text.replace("\n  ", "")


def test_the_schemas_are_what_civcheck_prints_and_are_renewed(civcheck, tmp_path):
    ledger = begin(civcheck, tmp_path / "台账")
    file = ledger / ".civcheck" / "record.schema.json"
    assert file.read_text() == civcheck("schema").out
    assert (ledger / ".civcheck" / "unit.schema.json").read_text() == civcheck("schema", "--unit").out
    assert (
        (ledger / "unit.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=.civcheck/unit.schema.json\n")
    )
    file.write_text("{}")
    run = civcheck("init", ledger, "--yes")
    assert "更新 .civcheck/record.schema.json" in run.out
    assert json.loads(file.read_text())["title"]


def test_no_command_reads_the_folder_of_civcheck(civcheck, tmp_path):
    ledger = begin(civcheck, tmp_path / "台账")
    before = audit(ledger)
    sealed = civcheck("seal", ledger, "--to", tmp_path / "封存.json")
    assert sealed.code == 0, sealed.err
    (ledger / ".civcheck" / "藏.yaml").write_text("类型: 全民阅读\n标题: 藏\n日期: 2017-04-23\n")
    after = audit(ledger)
    assert before.provenance.ledger_digest == after.provenance.ledger_digest
    assert [each.path for each in after.skipped if each.path.startswith(".civcheck")] == [".civcheck"]
    assert "看了 0 个记录文件" in civcheck("fmt", "--check", ledger).out
    assert civcheck("verify", tmp_path / "封存.json", ledger).code == 0


def test_at_a_terminal_it_asks_for_what_the_pack_asks_and_no_more(tmp_path):
    folder = tmp_path / "台账"
    answers = [
        "江城市监狱", "监狱局", "7", "省级", "普发", "普法、社区矫正", "无", "", "", "", "是", "", "", "", "无", "是",
    ]  # fmt: skip
    run = at_a_terminal(["init", folder], answers)
    assert run.code == 0, run.out
    assert "没有听懂“监狱局”" in run.out and "没有听懂“普发”" in run.out
    text = (folder / "unit.yaml").read_text()
    for row in (
        "单位名称: 江城市监狱",
        "单位类型: 监狱",
        "文明单位级别: 省级",
        "职能: 普法、社区矫正",
        "组织: 无",
    ):
        assert row in text
    assert audit(folder).unit.type == "监狱"


def test_a_no_at_the_terminal_writes_nothing(tmp_path):
    run = at_a_terminal(["init", tmp_path / "台账"], ["甲局", "1", *[""] * 11, "不"])
    assert run.code == 1 and not (tmp_path / "台账").exists(), run.out


def test_every_pack_begins_with_a_type_that_it_has():
    assert set(TYPES) == set(PACKS)
