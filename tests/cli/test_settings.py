"""Settings: the command line before the environment before the nearest file; a ledger may only narrow."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from tests.report.ledgers import SAMPLE

LATE = ("--as-of", "2018-06-30")


@pytest.fixture
def unit(tmp_path, monkeypatch):
    """Give a unit's repository that holds the sample ledger, and stand in it."""
    repository = tmp_path / "仓库"
    (repository / ".git").mkdir(parents=True)
    shutil.copytree(SAMPLE, repository / "台账")
    monkeypatch.chdir(repository)
    return repository


def rows(done):
    return dict(line.split(None, 1) for line in done.out.splitlines() if "←" in line)


def test_the_command_line_comes_before_the_environment_before_the_file(civcheck, unit, monkeypatch):
    (unit / "civcheck.toml").write_text('lang = "en"\nas-of = 2018-06-30\nfail-on = "强制"\n')
    assert rows(civcheck("config"))["as-of"] == "2018-06-30 ← civcheck.toml:2:1"
    monkeypatch.setenv("CIVCHECK_LANG", "zh")
    assert rows(civcheck("config"))["as-of"] == "2018-06-30　←　civcheck.toml:2:1"
    monkeypatch.setenv("CIVCHECK_AS_OF", "2017-08-01")
    assert rows(civcheck("config"))["as-of"] == "2017-08-01　←　环境变量 CIVCHECK_AS_OF"
    monkeypatch.delenv("CIVCHECK_LANG")
    done = civcheck("audit", "台账", "--format", "json", "--as-of", "2017-09-01")
    found = json.loads(done.out)["provenance"]
    assert (found["as_of"], found["language"]) == ("2017-09-01", "en")


def test_the_nearest_file_upwards_holds_and_nothing_above_the_repository_is_looked_at(
    civcheck, unit, monkeypatch
):
    (unit.parent / "civcheck.toml").write_text('lang = "en"\n')
    below = unit / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert "没有设置文件" in civcheck("config").out
    (unit / "pyproject.toml").write_text('[tool.civcheck]\nfail-on = "倡导"\n')
    assert rows(civcheck("config"))["fail-on"] == "倡导　←　pyproject.toml:2:1"
    (unit / "a" / "civcheck.toml").write_text("hash = true\n")
    found = rows(civcheck("config"))
    assert found["hash"] == "true　←　civcheck.toml:1:1" and found["fail-on"] == "应办　←　默认"


def test_outside_a_repository_only_the_folder_itself_is_looked_at(civcheck, tmp_path, monkeypatch):
    (tmp_path / "civcheck.toml").write_text("hash = true\n")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert "没有设置文件" in civcheck("config").out
    monkeypatch.chdir(tmp_path)
    assert rows(civcheck("config"))["hash"].startswith("true")


def test_a_pyproject_of_something_else_says_nothing(civcheck, unit):
    (unit / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert "没有设置文件" in civcheck("config").out


def test_paths_are_counted_from_the_file(civcheck, unit, monkeypatch):
    (unit / "civcheck.toml").write_text(
        'as-of = "2018-06-30"\noutput = ["lines=gaps.txt"]\nbaseline = "known.json"\n'
    )
    (unit / "a").mkdir()
    monkeypatch.chdir(unit / "a")
    done = civcheck("audit", "../台账", "--update-baseline")
    assert done.code == 0
    assert (unit / "gaps.txt").is_file() and (unit / "known.json").is_file()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('fail_on = "强制"\n', ["civcheck.toml:1:1", "没有“fail_on”", "fail-on"]),
        ("# 一\nhash = 1\n", ["civcheck.toml:2:1", "true 或 false"]),
        ("lang = 3\n", ["civcheck.toml:1:1", "一段文字"]),
        ("baseline = []\n", ["civcheck.toml:1:1", "一个路径"]),
        ("output = [1]\n", ["civcheck.toml:1:1", "一个列表"]),
        ("[params]\n材料期限 = 3\n", ["civcheck.toml:1:1", "台账自己的 civcheck.toml"]),
        ("lang = \n", ["civcheck.toml:1:8"]),
        ("lan = 'en'\nhasch = true\n", ["civcheck.toml:1:1", "civcheck.toml:2:1"]),
    ],
)
def test_a_wrong_file_is_told_with_line_and_cure_all_in_one_go(civcheck, unit, text, says):
    (unit / "civcheck.toml").write_text(text)
    done = civcheck("audit", "台账", *LATE)
    assert done.code == 2 and done.out == ""
    assert all(each in done.err for each in says), done.err


@pytest.mark.parametrize(("name", "value"), [("CIVCHECK_HASH", "maybe"), ("CIVCHECK_FAILON", "强制")])
def test_a_wrong_variable_is_told(civcheck, unit, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    done = civcheck("audit", "台账", *LATE)
    assert done.code == 2 and name in done.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("fail-on", "强", "认识"),
        ("format", "pdf", "格式"),
        ("as-of", "2017-02-30", "日期"),
        ("lang", "fr", "语言"),
    ],
)
def test_a_value_that_no_audit_takes_is_told_with_its_place_by_config_too(
    civcheck, unit, monkeypatch, name, value, says
):
    (unit / "civcheck.toml").write_text(f'# 一\n{name} = "{value}"\n')
    for done in (civcheck("config"), civcheck("audit", "台账")):
        assert done.code == 2 and "civcheck.toml:2:1" in done.err and says in done.err
    (unit / "civcheck.toml").unlink()
    variable = f"CIVCHECK_{name.upper().replace('-', '_')}"
    monkeypatch.setenv(variable, value)
    assert variable in civcheck("config").err


@pytest.mark.parametrize(
    "head",
    ["[ tool . civcheck ]\nfail-on", '[tool."civcheck"]\nfail-on', "[tool]\ncivcheck.fail-on",
     "[tool.ruff]\nfail-on = 1\n[tool.civcheck]\nfail-on"],
)  # fmt: skip
def test_the_table_of_pyproject_is_found_however_toml_lets_it_be_written(civcheck, unit, head):
    (unit / "pyproject.toml").write_text(f'{head} = "倡导"\n')
    assert rows(civcheck("config"))["fail-on"].startswith("倡导　←　pyproject.toml:")
    (unit / "pyproject.toml").write_text(f"{head} = 3\n")
    last = head.count("\n") + 1
    if "[tool]" not in head:
        assert f"pyproject.toml:{last}:1" in civcheck("config").err


def test_a_settings_file_that_is_none_is_told_and_not_passed_over(civcheck, unit):
    (unit / "civcheck.toml").mkdir()
    done = civcheck("config")
    assert done.code == 2 and "civcheck.toml 读不出来" in done.err
    (unit / "civcheck.toml").rmdir()
    os.mkfifo(unit / "civcheck.toml")
    assert civcheck("config").code == 2


def test_config_tells_what_a_ledger_leaves_out_and_what_is_wrong_in_its_file(civcheck, unit):
    ledger_says(unit, 'exclude = ["草稿/*"]\nlangg = "en"\n')
    said = civcheck("config", "台账").out
    assert (
        "台账 的 civcheck.toml 写明不核查：草稿/*" in said
        and "台账（civcheck.toml:2:1）：不认识“langg”" in said
    )
    done = civcheck("config", "没有的")
    assert done.code == 2 and "没有这个文件夹：没有的" in done.err


def test_variables_of_others_are_left_alone(civcheck, unit, monkeypatch):
    monkeypatch.setenv("CIVCHECK_IMAGE", "registry/x")
    assert civcheck("config").code == 0


# --- what a ledger says


def ledger_says(unit, text):
    (unit / "台账" / "civcheck.toml").write_text(text)


def test_a_ledger_may_ask_for_more(civcheck, unit):
    shutil.rmtree(unit / "台账" / "12-志愿服务")
    assert rows(civcheck("config", "台账"))["fail-on"] == "应办　←　默认"
    ledger_says(unit, 'fail-on = "倡导,notice"\n')
    assert rows(civcheck("config", "台账"))["fail-on"] == "倡导,notice　←　台账 civcheck.toml:1:1"


def test_a_ledger_loosens_nothing_that_another_one_says(civcheck, unit):
    shutil.copytree(unit / "台账", unit / "往年")
    ledger_says(unit, 'fail-on = "倡导,pending"\n')
    (unit / "往年" / "civcheck.toml").write_text('fail-on = "应办"\n')
    for order in (("台账", "往年"), ("往年", "台账")):
        assert rows(civcheck("config", *order))["fail-on"].startswith("倡导,pending")
    (unit / "往年" / "civcheck.toml").write_text('fail-on = "倡导，notice"\n')
    ledger_says(unit, 'fail-on = "应办,pending"\n')
    for order in (("台账", "往年"), ("往年", "台账")):
        done = civcheck("config", *order)
        assert rows(done)["fail-on"].startswith("倡导,pending,notice") and "没有采用" not in done.out


@pytest.mark.parametrize(
    "line",
    ['fail-on = "强制"', 'baseline = "known.json"', "no-hygiene = true", 'rules = "./规则"', "exit-zero = true",
     'as-of = "2017-01-01"', 'output = ["json=x.json"]', 'judgements = "j.yaml"', 'fail-on = "也许"'],
)  # fmt: skip
def test_a_ledger_cannot_loosen_and_is_told_so(civcheck, unit, line):
    before = civcheck("audit", "台账", *LATE)
    ledger_says(unit, line + "\n")
    done = civcheck("audit", "台账", *LATE)
    assert done.code == before.code == 1
    assert "没有采用" in done.err and line.partition(" ")[0] in done.err
    assert not (unit / "x.json").exists()


def test_whoever_trusts_it_takes_what_it_says(civcheck, unit):
    ledger_says(unit, 'exit-zero = true\n[hygiene]\nlong-silence = "off"\n')
    assert "long-silence" in civcheck("audit", "台账", *LATE).out + civcheck("audit", "台账", *LATE).err
    done = civcheck("audit", "台账", *LATE, "--trust-ledger-config", "--format", "json")
    assert done.code == 0 and "没有采用" not in done.err
    assert json.loads(done.out)["provenance"]["hygiene"]["off"] == ["long-silence"]


def test_of_a_trusted_ledger_paths_are_counted_from_its_file(civcheck, unit):
    ledger_says(unit, 'output = "json=../结果.json"\n')
    assert civcheck("audit", "台账", *LATE, "--trust-ledger-config").code == 1
    assert (unit / "结果.json").is_file()


def test_a_value_of_a_wrong_type_is_not_taken_of_a_trusted_ledger_either(civcheck, unit):
    ledger_says(unit, "fail-on = 3\n")
    done = civcheck("audit", "台账", *LATE, "--trust-ledger-config")
    assert done.code == 1 and "civcheck.toml:1:1 的“fail-on”没有采用：不是" in done.err


def test_standing_in_the_ledger_its_file_is_still_the_ledgers(civcheck, unit, monkeypatch):
    ledger_says(unit, "exit-zero = true\n")
    monkeypatch.chdir(unit / "台账")
    done = civcheck("audit", ".", *LATE)
    assert done.code == 1 and "没有采用" in done.err


def test_standing_in_a_ledger_its_file_is_no_more_trusted_for_another_ledger(civcheck, unit, monkeypatch):
    shutil.copytree(unit / "台账", unit / "别的")
    ledger_says(unit, "exit-zero = true\n")
    below = unit / "台账" / "02-道德法治讲堂"
    for folder in (unit / "台账", below):
        monkeypatch.chdir(folder)
        assert civcheck("audit", str(unit / "别的"), *LATE).code == 1


def test_a_link_out_of_the_ledger_loosens_nothing(civcheck, unit, monkeypatch):
    (unit.parent / "evil.toml").write_text("exit-zero = true\n")
    (unit / "台账" / "civcheck.toml").symlink_to(unit.parent / "evil.toml")
    monkeypatch.chdir(unit / "台账")
    assert civcheck("audit", ".", *LATE).code == 1


@pytest.mark.parametrize("text", ['exclude = ["草稿"]\n', "[params]\n材料期限 = 10\n"])
def test_from_inside_a_ledger_says_what_it_says_from_outside(civcheck, unit, monkeypatch, text):
    ledger_says(unit, text)
    outside = civcheck("audit", str(unit / "台账"), *LATE)
    monkeypatch.chdir(unit / "台账")
    inside = civcheck("audit", str(unit / "台账"), *LATE)
    assert inside.code == outside.code == 1 and inside.out == outside.out


def test_in_a_ledger_the_settings_of_its_repository_still_hold(civcheck, unit, monkeypatch):
    (unit / "civcheck.toml").write_text('fail-on = "倡导,pending"\n')
    ledger_says(unit, 'exclude = ["草稿"]\n')
    monkeypatch.chdir(unit / "台账")
    assert rows(civcheck("config", "."))["fail-on"] == "倡导,pending　←　civcheck.toml:1:1"


def test_a_language_that_a_ledger_cannot_mean_is_told_and_not_taken(civcheck, unit):
    ledger_says(unit, 'lang = "fr"\n')
    done = civcheck("audit", "台账", *LATE)
    assert done.code == 1 and "“lang”没有采用" in done.err


@pytest.mark.parametrize("option", ["--judgements", "--baseline"])
def test_a_report_is_not_written_over_what_is_read(civcheck, unit, option):
    kept = unit / "kept"
    kept.write_text("- 规则: '2.7'\n")
    done = civcheck("audit", "台账", *LATE, option, kept, "--output", f"json={kept}")
    assert done.code == 2 and "不能盖掉" in done.err and kept.read_text().startswith("- 规则")


def test_a_new_baseline_and_a_report_are_not_the_same_file(civcheck, unit):
    path = unit / "b.json"
    done = civcheck(
        "audit", "台账", *LATE, "--baseline", path, "--update-baseline", "--output", f"json={path}"
    )
    assert done.code == 2 and not path.exists()


def test_settings_hold_for_every_command_that_has_the_option(civcheck, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    civcheck("audit", SAMPLE, "--as-of", "2018-06-30", "--output", "json=r.json")
    (tmp_path / "civcheck.toml").write_text('lang = "en"\nas-of = "2017-03-01"\n')
    assert "unchanged" in civcheck("compare", "r.json", "r.json").out
    assert "As of 2018-06-30" in civcheck("report", "r.json").out
    assert "Installed rule packs" in civcheck("rules", "list").out
    explained = civcheck("explain", "2.7", SAMPLE)
    assert explained.code == 0 and "2017-03-01" in explained.out and "基准日" not in explained.out
    assert "没变" in civcheck("compare", "r.json", "r.json", "--lang", "zh").out
    assert "基准日 2018-06-30" in civcheck("report", "r.json", "--lang", "zh").out
