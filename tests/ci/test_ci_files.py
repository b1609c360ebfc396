"""What a unit's repository uses: the action's shell, the hook and the workflow files, as far as they can run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_ledger"


def command(name):
    """Give the path of an installed tool; where it is not, the test is skipped, but never in CI."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if path is None and "CI" not in os.environ:
        pytest.skip(f"{name} is not installed (pip install -e .[dev])")
    assert path is not None, name
    return path


def output_of(*arguments, **options):
    done = subprocess.run(
        [str(each) for each in arguments], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- published schemas and a linter of workflows


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", ["action.yml"]),
        ("vendor.github-workflows", ["ci/unit-repo/.github/workflows/civcheck.yml"]),
        ("vendor.gitlab-ci", ["ci/gitlab/civcheck.yml", "ci/unit-repo/.gitlab-ci.yml"]),
    ],
)
def test_the_files_keep_the_published_schemas(schema, files):
    output_of(command("check-jsonschema"), "--builtin-schema", schema, *(ROOT / each for each in files))


@pytest.mark.heavy
def test_the_hooks_keep_the_schema_of_pre_commit():
    output_of(command("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    output_of(command("pre-commit"), "validate-config", ROOT / "ci/unit-repo/.pre-commit-config.yaml")


@pytest.mark.heavy
def test_the_workflows_have_no_finding_of_zizmor():
    files = [ROOT / "action.yml", ROOT / "ci/unit-repo/.github/workflows/civcheck.yml"]
    output_of(command("zizmor"), "--offline", "--no-progress", "--persona=pedantic", *files)


def test_gitees_pipeline_is_yaml_with_a_stage():
    found = yaml.safe_load((ROOT / "ci/gitee.yml").read_text())
    assert found["stages"][0]["jobs"][0]["commands"][-1].startswith("civcheck audit")


@pytest.mark.parametrize("name", ["action.yml", "ci/gitlab/civcheck.yml", "ci/gitee.yml", "ci/Jenkinsfile"])
def test_no_module_of_the_units_repository_is_run_in_the_place_of_pythons(name):
    started = re.findall(r"python3?((?: -\w+)*) -m (?:pip|venv)", (ROOT / name).read_text())
    assert started and set(started) == {" -I"}


def test_no_hook_is_content_with_what_comes_with_civcheck():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {each["id"]: each["args"] for each in hooks} == {
        "civcheck": ["台账"],
        "civcheck-rules": ["./规则"],
    }


# --- the shell of the action


@pytest.fixture
def runner(tmp_path):
    """Give a function that runs the action's audit step as a runner does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "temp").mkdir()
    shim = folder / "civcheck"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m civcheck "$@"\n')
    shim.chmod(0o755)
    files = {name: tmp_path / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.touch()

    def run(**inputs):
        environment = {
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_ACTIONS": "true",
            **{name: str(path) for name, path in files.items()},
            **inputs,
        }
        done = subprocess.run(
            [shutil.which("bash"), str(ROOT / "ci/action.sh")],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return done, outputs, files["GITHUB_STEP_SUMMARY"].read_text()

    return run


def test_the_step_gives_the_code_and_the_reports(runner):
    done, outputs, _ = runner(LEDGER="sample_ledger", AS_OF="2018-06-30", RULES="", FAIL_ON="", BASELINE="")
    assert done.returncode == 0, done.stderr
    assert outputs["exit-code"] == "1"
    assert json.loads(Path(outputs["results"]).read_bytes())["counters"]["gap"] == 9
    assert Path(outputs["sarif"]).is_file() and Path(outputs["html"]).is_file()


def test_gaps_are_annotated_at_files_of_the_repository_and_summed_up(runner):
    done, _, summary = runner(LEDGER="sample_ledger", AS_OF="2018-06-30")
    commands = [line for line in done.stdout.splitlines() if line.startswith("::")]
    errors = [line for line in commands if line.startswith("::error ")]
    assert 1 <= len(errors) <= 9 and all("file=sample_ledger/" in line for line in errors)
    assert commands[-1].startswith("::notice ") and "缺口 9" in commands[-1]
    assert "缺口" in summary and "2.7" in summary


def test_nothing_in_a_report_is_taken_for_a_command(runner):
    done, _, _ = runner(LEDGER="sample_ledger", AS_OF="2018-06-30")
    first, *_ = done.stdout.splitlines()
    word = first.removeprefix("::stop-commands::")
    assert first.startswith("::stop-commands::") and len(word) == 32
    assert done.stdout.count(f"::{word}::\n") == 1


def test_what_is_given_reaches_the_audit(runner):
    _, outputs, _ = runner(LEDGER="sample_ledger", AS_OF="2017-01-10", FAIL_ON="强制", RULES="hubei-2017")
    provenance = json.loads(Path(outputs["results"]).read_bytes())["provenance"]
    assert provenance["as_of"] == "2017-01-10" and outputs["exit-code"] == "0"


def test_a_run_without_a_report_leaves_nothing_to_upload(runner):
    done, outputs, _ = runner(LEDGER="no such folder")
    assert done.returncode == 0 and outputs == {"exit-code": "2"}
    assert "no such folder" in done.stderr
    assert done.stdout.splitlines() == [
        "::error title=civcheck::没有出报告（退出码 2），原因写在本步骤的日志里"
    ]


def test_every_use_in_a_job_has_reports_of_its_own(runner, tmp_path):
    _, first, _ = runner(LEDGER="sample_ledger", AS_OF="2018-06-30")
    (tmp_path / "github_output").write_text("")
    _, second, _ = runner(LEDGER="sample_ledger", AS_OF="2017-01-10")
    assert first["results"] != second["results"] and Path(first["results"]).is_file()
    (tmp_path / "github_output").write_text("")
    assert runner(LEDGER="no such folder")[1] == {"exit-code": "2"}


@pytest.mark.parametrize("text", ["\\n::add-mask::civcheck", "##[set-output name=exit-code;]0"])
def test_nothing_that_is_said_of_a_broken_ledger_is_taken_for_a_command(runner, tmp_path, text):
    ledger = tmp_path / "台账"
    ledger.mkdir()
    (ledger / "unit.yaml").write_text(f'单位名称: 甲局\n单位类型: 县区司法局\n年度: "{text}"\n"{text}": 1\n')
    done, _, _ = runner(LEDGER=str(ledger))
    said = done.stdout + done.stderr
    assert "年度" in said and "##[" not in said
    assert not [line for line in said.splitlines() if line.strip().startswith("::add-mask")]


def test_ledgers_of_several_years_are_given_a_line_each(runner, tmp_path):
    for year in ("2016", "2017"):
        folder = tmp_path / f"{year} 台账"
        folder.mkdir()
        (folder / "unit.yaml").write_text(f"单位名称: 甲局\n单位类型: 县区司法局\n年度: {year}\n")
    lines = f"{tmp_path}/2016 台账\n\n{tmp_path}/2017 台账\r\n"
    done, outputs, _ = runner(LEDGER=lines, AS_OF="2017-12-31")
    provenance = json.loads(Path(outputs["results"]).read_bytes())["provenance"]
    assert provenance["year"] == 2017 and [each["year"] for each in provenance["earlier"]] == [2016], (
        done.stderr
    )


def script_of(name):
    """Give the shell of a pipeline that audits."""
    if name == "gitlab":
        return yaml.safe_load((ROOT / "ci/gitlab/civcheck.yml").read_text())["civcheck"]["script"][-1]
    text = (ROOT / "ci/Jenkinsfile").read_text().split("script: '''")[1].split("'''")[0]
    return text.replace("\\\\", "\\")  # as Groovy reads it


@pytest.mark.parametrize("name", ["gitlab", "jenkins"])
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_pipelines_take_a_folder_a_line_and_run_nothing_of_it(tmp_path, name, shell):
    stub = tmp_path / ".civcheck" / "bin" / "civcheck"
    stub.parent.mkdir(parents=True)
    stub.write_text("#!/bin/sh\nfor each; do printf '[%s]' \"$each\"; done\n")
    stub.chmod(0o755)
    path = f"{stub.parent}{os.pathsep}{os.environ['PATH']}"
    said = output_of(
        shutil.which(shell), "-c", script_of(name),
        cwd=tmp_path, env={"PATH": path, "LEDGER": "2016 台账\r\n$(touch run)台账\r\n", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert said.endswith("[--][2016 台账][$(touch run)台账]") and not (tmp_path / "run").exists()


def test_a_name_from_outside_is_no_command(runner, tmp_path):
    _, outputs, _ = runner(LEDGER=f"x; touch {tmp_path}/run; $(touch {tmp_path}/run)")
    assert outputs == {"exit-code": "2"} and not (tmp_path / "run").exists()


# --- the template of a unit's repository


def test_the_template_is_a_ledger_once_its_name_is_filled_in(tmp_path):
    unit = tmp_path / "仓库"
    shutil.copytree(ROOT / "ci/unit-repo", unit)
    run = [sys.executable, "-m", "civcheck", "audit", "台账", "--as-of", "2017-06-30", "--format", "json"]
    before = subprocess.run(run, cwd=unit, capture_output=True, text=True, check=False)
    assert before.returncode == 2 and "unit.yaml:1:1: “单位名称”还没有填" in before.stderr
    file = unit / "台账" / "unit.yaml"
    file.write_text(file.read_text().replace("【待填】", "江城市某区司法局", 1))
    after = subprocess.run(run, cwd=unit, capture_output=True, text=True, check=False)
    found = json.loads(after.stdout)
    assert after.returncode == 3 and found["problems"] == [] and found["catalogue"] == []


@pytest.mark.heavy
def test_the_hook_stops_a_commit_with_gaps_and_lets_one_without_through(tmp_path):
    repository = tmp_path / "单位"
    repository.mkdir()
    git = shutil.which("git")
    shutil.copytree(SAMPLE, repository / "台账")
    for arguments in (("init", "-q"), ("add", "-A")):
        output_of(git, *arguments, cwd=repository)
    hook = [command("pre-commit"), "try-repo", ROOT, "civcheck", "--verbose", "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "CIVCHECK_AS_OF": "2018-06-30"}
    done = subprocess.run(
        [str(each) for each in hook],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "缺口 9" in done.stdout, done.stdout + done.stderr
    environment["CIVCHECK_EXIT_ZERO"] = "1"
    done = subprocess.run(
        [str(each) for each in hook],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
