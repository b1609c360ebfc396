"""``civcheck compare`` and the baseline of ``civcheck audit``, as a unit's CI job uses them."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from civcheck.app.audit import audit
from civcheck.cli.baselining import apply_baseline, write_baseline
from civcheck.model.outcome import Outcome
from civcheck.reading.baselinefile import baseline_bytes
from civcheck.verdict.baseline import ratcheted
from tests.report.ledgers import SAMPLE, write

EARLY, LATE = ("--as-of", "2017-08-01"), ("--as-of", "2018-06-30")


@pytest.fixture
def results(civcheck, tmp_path):
    def make(name, *arguments):
        path = tmp_path / f"{name}.json"
        civcheck("audit", SAMPLE, *arguments, "--output", f"json={path}")
        return path

    return make


def test_new_gaps_are_told_with_what_became_of_them(civcheck, results):
    done = civcheck("compare", results("old", *EARLY), results("new", *LATE))
    assert done.code == 1
    assert "新增 8 · 加重 0 · 不能比较 0 · 补上 0" in done.out
    assert "2.7 道德法治讲堂全年不少于 4 次：未到期 → 缺口" in done.out


def test_the_same_report_twice_is_clean_and_names_the_gaps_that_stay(civcheck, results):
    path = results("one", *LATE)
    done = civcheck("compare", path, path)
    assert done.code == 0 and "仍是缺口、没有变化（9 条）" in done.out


def test_it_is_never_clean_because_nothing_could_be_compared(civcheck, results):
    done = civcheck("compare", results("old", *LATE, "--point", "2"), results("new", *LATE, "--point", "3"))
    assert done.code == 3 and "不能比较" in done.out and "没变 0" in done.out


def test_json_says_all_of_it(civcheck, results):
    done = civcheck("compare", results("old", *EARLY), results("new", *LATE), "--format", "json")
    found = json.loads(done.out)
    assert found["counters"]["new"] == 8 == sum(each["change"] == "new" for each in found["changes"])
    assert sum(found["counters"].values()) == len(found["changes"]) == 90


def test_markdown_holds_the_same_for_a_merge_request(civcheck, results):
    done = civcheck("compare", results("old", *EARLY), results("new", *LATE), "--format", "markdown")
    assert "| 新增 | 加重 |" in done.out and "## 新增（8 条）" in done.out
    assert "* **2.7 道德法治讲堂全年不少于 4 次**：未到期 → 缺口" in done.out


def test_changed_points_are_told_in_every_format_and_unchanged_ones_in_none(civcheck, tmp_path):
    ledger = write(tmp_path / "台账", {"unit.yaml": "单位名称: 某局\n单位类型: 市直机关\n年度: 2018\n"})
    paths = [tmp_path / "old.json", tmp_path / "new.json"]
    for path, day in zip(paths, ("2018-06-30", "2018-12-31"), strict=True):
        civcheck("audit", ledger, "--rules", "example-score-2018", "--as-of", day, "--output", f"json={path}")
    found = json.loads(civcheck("compare", *paths, "--format", "json").out)
    assert found["score"]["old"]["unshown_vetoes"] == []
    assert found["score"]["new"]["unshown_vetoes"] == ["8.2"] and found["score"]["new"]["vetoes"] == []
    assert found["score"]["new"]["full"] == "100"
    for fmt in ("terminal", "markdown"):
        said = civcheck("compare", *paths, "--format", fmt).out
        assert "得分有变化" in said and "暂按一票否决计的（待补）：8.2" in "".join(said.split())
        assert "得分有变化" not in civcheck("compare", paths[0], paths[0], "--format", fmt).out
    assert json.loads(civcheck("compare", paths[0], paths[0], "--format", "json").out)["score"] is None


@pytest.mark.parametrize(
    ("arguments", "says"), [(("--format", "pdf"), "没有“pdf”这种格式"), (("--lang", "fr"), "没有语言")]
)
def test_a_wrong_command_line_is_told(civcheck, results, arguments, says):
    path = results("one", *LATE)
    done = civcheck("compare", path, path, *arguments)
    assert done.code == 2 and says in done.err


def test_known_gaps_do_not_fail_and_new_ones_do(civcheck, tmp_path):
    ledger, baseline = tmp_path / "台账", tmp_path / "baseline.json"
    shutil.copytree(SAMPLE, ledger)
    first = civcheck("audit", ledger, *LATE, "--baseline", baseline, "--update-baseline")
    assert first.code == 0 and "已知 9 项，新增 0 项，已补 0 项" in first.out and "9 项已知缺口" in first.err
    before = baseline.read_bytes()
    shutil.rmtree(next(ledger.glob("02-*/2017-03-*")))
    second = civcheck("audit", ledger, *LATE, "--baseline", baseline, "--update-baseline")
    assert second.code == 1 and "［新增］" in second.out and "［已知］" in second.out
    assert json.loads(baseline.read_bytes())["known"].keys() <= json.loads(before)["known"].keys()


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html"])
def test_what_is_read_by_people_says_what_is_known_and_what_is_new(civcheck, tmp_path, fmt):
    baseline = tmp_path / "baseline.json"
    civcheck("audit", SAMPLE, "--as-of", "2017-12-31", "--baseline", baseline, "--update-baseline")
    done = civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--format", fmt)
    assert "已知 8 项，新增 1 项，已补 0 项" in done.out


def test_without_an_update_the_file_is_left_alone(civcheck, tmp_path):
    baseline = tmp_path / "baseline.json"
    civcheck("audit", SAMPLE, "--as-of", "2017-12-31", "--baseline", baseline, "--update-baseline")
    before = baseline.read_bytes()
    done = civcheck("audit", SAMPLE, *LATE, "--baseline", baseline)
    assert done.code == 1 and baseline.read_bytes() == before
    civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    assert len(json.loads(baseline.read_bytes())["known"]) == 8 < len(json.loads(before)["known"])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pack_digest": "0" * 64}, "另一个单位、年度或规则包"),
        ({"pack": "city-2017"}, "另一个单位、年度或规则包"),
        ({"unit": "别的局"}, "别的局"),
        ({"year": 2016}, "2016"),
        ({"known": {"2.7": {"lacking": "1e9"}}}, "known.2.7.lacking"),
        ({"known": []}, "known"),
        ({"as_of": "2018-13-01"}, "as_of"),
        ({"as_of": 20180630}, "as_of"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_baseline_of_something_else_or_none_at_all_is_refused(civcheck, tmp_path, change, says):
    baseline = tmp_path / "baseline.json"
    civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    baseline.write_text(json.dumps(json.loads(baseline.read_bytes()) | change))
    done = civcheck("audit", SAMPLE, *LATE, "--baseline", baseline)
    assert done.code == 2 and says in done.err and "改法" in done.err


def test_a_baseline_is_not_updated_as_of_an_earlier_day_and_nothing_counts_as_cured_then(civcheck, tmp_path):
    baseline, early = tmp_path / "baseline.json", ("--as-of", "2017-03-01")
    civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    before = baseline.read_bytes()
    assert "已补 0 项" in civcheck("audit", SAMPLE, *early, "--baseline", baseline).out
    done = civcheck("audit", SAMPLE, *early, "--baseline", baseline, "--update-baseline")
    assert done.code == 2 and "2018-06-30" in done.err and "2017-03-01" in done.err and "改法" in done.err
    assert baseline.read_bytes() == before
    same = civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    assert same.code == 0 and baseline.read_bytes() == before


def test_what_another_run_took_out_meanwhile_is_not_put_back(tmp_path):
    ledger, path = tmp_path / "台账", tmp_path / "baseline.json"
    shutil.copytree(SAMPLE, ledger)
    before = audit(ledger, as_of=date(2018, 6, 30))
    slow, known = apply_baseline(before, path, update=True)
    write_baseline(path, before, known)
    slow, known = apply_baseline(before, path, update=True)
    less = ratcheted(known, before._replace(findings=tuple(map(_satisfied, before.findings))))
    path.write_bytes(baseline_bytes(less))
    write_baseline(path, slow, known)
    assert json.loads(path.read_bytes())["known"] == {}


def _satisfied(finding):
    return finding._replace(outcome=Outcome.SATISFIED)


def test_nothing_compared_is_not_clean(civcheck, tmp_path, results):
    raw = json.loads(results("报告", *LATE).read_bytes())
    raw |= {"findings": [], "counters": dict.fromkeys(raw["counters"], 0)}
    (tmp_path / "none.json").write_text(json.dumps(raw))
    assert civcheck("compare", tmp_path / "none.json", tmp_path / "none.json").code == 3


def test_an_incomplete_audit_is_not_clean_beside_a_complete_one_and_cures_nothing(
    civcheck, results, tmp_path
):
    ledger = tmp_path / "台账"
    shutil.copytree(SAMPLE, ledger)
    next(ledger.glob("12-*/三月.yaml")).write_text("类型: 志愿服务\n标题: 甲\n日期: 2017-13-01\n")
    baseline = tmp_path / "baseline.json"
    civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    before = baseline.read_bytes()
    options = ("--output", f"json={tmp_path / 'new.json'}", "--baseline", baseline, "--update-baseline")
    audited = civcheck("audit", ledger, *LATE, *options)
    assert audited.code == 3 and "已补 0 项" in audited.out and "没有改动" in audited.err
    assert baseline.read_bytes() == before
    done = civcheck("compare", results("报告", *LATE), tmp_path / "new.json")
    assert done.code == 3 and "不能算补上" in done.out
    done = civcheck("compare", results("报告", *LATE), tmp_path / "new.json", "--format", "json")
    assert json.loads(done.out)["incomplete"] is True


def test_a_baseline_of_old_that_names_no_day_is_still_read(civcheck, tmp_path):
    baseline = tmp_path / "baseline.json"
    civcheck("audit", SAMPLE, *LATE, "--baseline", baseline, "--update-baseline")
    raw = json.loads(baseline.read_bytes())
    assert raw.pop("as_of") == "2018-06-30"
    baseline.write_text(json.dumps(raw))
    assert civcheck("audit", SAMPLE, *LATE, "--baseline", baseline).code == 0


def test_a_baseline_masks_a_number_in_the_units_name_and_one_written_before_still_holds(civcheck, tmp_path):
    ledger, baseline = tmp_path / "台账", tmp_path / "baseline.json"
    unit = "单位名称: 望湖监狱13812345678\n单位类型: 监狱\n年度: 2017\n"
    write(ledger, {"unit.yaml": unit, "记录.yaml": "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n"})
    civcheck("audit", ledger, "--baseline", baseline, "--update-baseline")
    raw = json.loads(baseline.read_bytes())
    assert raw["unit"] == "望湖监狱138****5678"
    baseline.write_text(json.dumps(raw | {"unit": "望湖监狱13812345678"}))
    assert civcheck("audit", ledger, "--baseline", baseline, "--update-baseline").code == 3
    assert json.loads(baseline.read_bytes())["unit"] == "望湖监狱138****5678"


def test_a_report_in_place_of_a_baseline_is_never_advised_to_be_deleted(civcheck, results):
    path = results("报告", *LATE)
    done = civcheck("audit", SAMPLE, *LATE, "--baseline", path, "--update-baseline")
    assert done.code == 2 and "是 civcheck 的 json 报告，不是基线" in done.err and "删" not in done.err


def test_what_cannot_be_done_is_told_before_the_audit(civcheck, tmp_path):
    ledger = tmp_path / "台账"
    shutil.copytree(SAMPLE, ledger)
    assert "没有这个基线文件" in civcheck("audit", ledger, "--baseline", tmp_path / "no.json").err
    assert "一起用" in civcheck("audit", ledger, "--update-baseline").err
    inside = civcheck("audit", ledger, "--baseline", ledger / "b.json", "--update-baseline")
    assert inside.code == 2 and not (ledger / "b.json").exists()
