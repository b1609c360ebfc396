"""``--git`` and ``--known-at`` on the command line: what the report rests on, and what stays as it was without them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from civcheck.reading.reportfile import read_report
from civcheck.report import Format, Options, renderer

from ..report.ledgers import SAMPLE
from .repositories import Repo

RECORD = "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n附件:\n  方案: 方案.txt\n"
UNIT = "单位名称: 江城市云梦泽区司法局\n单位类型: 县区司法局\n年度: 2017\n"
Call = Callable[..., Any]


@pytest.fixture
def ledger(repo: Repo) -> Path:
    """Give a ledger whose record was committed in time and whose plan half a year later."""
    repo.commit("2017-03-06", {"台账/unit.yaml": UNIT, "台账/3月/记录.yaml": RECORD})
    repo.commit("2017-03-07", {f"台账/旧/{number}.txt": str(number) for number in range(9)})
    repo.commit("2017-09-06", {"台账/3月/方案.txt": "方案"})
    return repo.folder / "台账"


def report_of(call: Call, *words: object) -> dict[str, Any]:
    done = call("audit", *words, "--format", "json")
    assert done.err == ""
    return dict(json.loads(done.out))


def codes(report: dict[str, Any]) -> set[str]:
    return {each["code"] for each in report["notices"]}


def test_late_filing_is_noticed_only_where_git_is_asked_for(civcheck: Call, ledger: Path) -> None:
    plain, asked = report_of(civcheck, ledger), report_of(civcheck, ledger, "--git")
    assert "filed-late" not in codes(plain)
    assert "filed-late" in codes(asked)
    assert "git" not in plain["provenance"]
    assert asked["provenance"]["git"]["first_seen"] is True
    assert asked["provenance"]["git"]["known_at"] is None


def test_where_nothing_goes_by_it_no_history_is_read(
    civcheck: Call, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = Path(shutil.copytree(SAMPLE.parent / "rules" / "hubei-2017", tmp_path / "pack"))
    with (pack / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\nhygiene: {filed-late: off}\n")
    monkeypatch.setenv("PATH", "")  # git cannot be started: whoever reads a history says so
    assert civcheck("audit", ledger, "--git", "--no-hygiene").code != 2
    assert civcheck("audit", ledger, "--git", "--rules", pack).code != 2
    assert civcheck("audit", ledger, "--git").code == 2


def test_an_earlier_day_is_audited_as_an_inspector_would_have_found_it(
    civcheck: Call,
    ledger: Path,
) -> None:
    before = report_of(civcheck, ledger, "--known-at", "2017-09-05")
    after = report_of(civcheck, ledger, "--known-at", "2017-09-06")
    named = [len(each["catalogue"][0]["attachments"]) for each in (before, after)]
    assert named == [0, 1]
    assert [each["code"] for each in before["problems"]][:1] == ["file-not-found"]
    assert before["catalogue"][0]["key"] == "3月/记录.yaml"
    git = before["provenance"]["git"]
    assert (git["known_at"], git["day"], git["first_seen"]) == ("2017-09-05", "2017-03-07", False)
    assert before["provenance"]["as_of"] == "2017-09-05"


def test_the_first_line_names_the_day_and_the_commit(civcheck: Call, ledger: Path, repo: Repo) -> None:
    commit = repo.git("rev-parse", "--short=7", "HEAD~1").strip()
    done = civcheck("audit", ledger, "--known-at", "2017-06-30")
    top = done.out.partition("依据：")[0].replace("\n", "")
    assert "基准日 2017-06-30" in top
    assert f"按 2017-06-30 已提交的台账核查（提交 {commit}）" in top
    assert str(ledger.parent) not in done.out.replace(str(ledger), "")


def test_an_as_of_date_of_its_own_holds(civcheck: Call, ledger: Path) -> None:
    found = report_of(civcheck, ledger, "--known-at", "2017-06-30", "--as-of", "2017-12-31")
    assert found["provenance"]["as_of"] == "2017-12-31"


def test_both_together_know_no_later_commit(civcheck: Call, ledger: Path) -> None:
    found = report_of(civcheck, ledger, "--git", "--known-at", "2017-09-05")
    assert "filed-late" not in codes(found)
    assert found["provenance"]["git"]["first_seen"] is True


def test_a_ledger_that_was_not_there_yet_is_told_by_its_own_name(
    civcheck: Call,
    repo: Repo,
) -> None:
    repo.commit("2017-03-06", {"台账/别的.txt": "一"})
    repo.commit("2017-04-06", {"台账/unit.yaml": UNIT})
    ledger = repo.folder / "台账"
    done = civcheck("audit", ledger, "--known-at", "2017-03-31")
    assert (done.code, done.out) == (2, "")
    assert "“台账”里没有 unit.yaml" in done.err
    assert "civcheck-" not in done.err


def test_what_stops_an_audit_names_the_ledgers_as_they_were_named(civcheck: Call, repo: Repo) -> None:
    for name in ("甲", "乙"):
        repo.put({f"{name}/unit.yaml": UNIT, f"{name}/记录.yaml": RECORD})
    repo.put({"丙/unit.yaml": "单位名称: 某局\n年度: 二\n"})
    repo.commit("2017-03-06")
    first, second, third = (repo.folder / name for name in ("甲", "乙", "丙"))
    done = civcheck("audit", first, second, "--known-at", "2017-03-31")
    assert f"{first}、{second}" in done.err
    assert f"{third}/unit.yaml" in civcheck("audit", first, third, "--known-at", "2017-03-31").err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        pytest.param(("--git",), "不在 git 版本库里", id="git"),
        pytest.param(("--known-at", "2017-06-30"), "不在 git 版本库里", id="a day"),
        pytest.param(("--known-at", "六月"), "不是日期", id="no day"),
    ],
)
def test_without_a_repository_or_a_day_it_stops(
    civcheck: Call,
    tmp_path: Path,
    words: tuple[str, ...],
    part: str,
) -> None:
    ledger = shutil.copytree(SAMPLE, tmp_path / "台账")
    done = civcheck("audit", ledger, *words)
    assert done.code == 2
    assert part in done.err


def test_a_folder_that_is_not_there_is_told_as_always(civcheck: Call, tmp_path: Path) -> None:
    done = civcheck("audit", tmp_path / "没有", "--known-at", "2017-06-30")
    assert done.code == 2
    assert "没有这个文件夹" in done.err


def test_what_was_not_taken_out_is_listed_and_may_hide_records(
    civcheck: Call,
    ledger: Path,
    repo: Repo,
    tmp_path: Path,
) -> None:
    inner = Repo(tmp_path / "里")
    inner.commit("2017-03-01", {"x.md": "1"})
    repo.git("submodule", "add", "-q", str(inner.folder), "台账/子库")
    (ledger / "另.md").symlink_to("记录.md")
    (ledger / "图.jpg").symlink_to("旧/1.jpg")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n"
    repo.commit("2017-10-01", {"台账/大.jpg": pointer})
    found = report_of(civcheck, ledger, "--known-at", "2017-10-01")
    skipped = {each["path"]: each["reason"] for each in found["skipped"]}
    assert skipped == {
        "另.md": "是链接，不跟随", "图.jpg": "是链接，不跟随",
        "大.jpg": "文件未取回（LFS 指针），未查看内容", "子库": "是另一个版本库（子模块），没有一并取出",
    }  # fmt: skip
    assert found["complete"] is False


def test_what_makes_days_doubtful_is_noticed(
    civcheck: Call, ledger: Path, repo: Repo, tmp_path: Path
) -> None:
    repo.commit("2017-05-01", {"台账/b.txt": "二"})
    repo.commit("2099-01-01", {"台账/c.txt": "三"})
    told = civcheck("audit", ledger, "--git", "--known-at", "2017-06-01").out.replace("\n ", "")
    assert "提交的日期前后不一" in told
    shallow = tmp_path / "浅"
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.folder}", str(shallow))
    told = civcheck("audit", shallow / "台账", "--git").out.replace("\n ", "")
    assert "有 13 个文件哪天第一次提交看不出来" in told
    assert "有 1 个文件的提交日期还没有到" in told


def test_ledgers_of_two_years_are_taken_from_the_same_day(civcheck: Call, repo: Repo) -> None:
    for year in ("2016", "2017"):
        repo.put(
            {
                f"{year}/unit.yaml": UNIT.replace("2017", year),
                f"{year}/记录.yaml": RECORD.replace("2017", year),
            }
        )
    repo.commit("2017-03-06")
    found = report_of(
        civcheck, repo.folder / "2017", repo.folder / "2016", "--git", "--known-at", "2017-06-30"
    )
    assert [each["folder"] for each in found["provenance"]["earlier"]] == ["2016"]
    assert found["provenance"]["git"]["day"] == "2017-03-06"


def test_a_stored_report_still_names_its_commit(civcheck: Call, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    civcheck("audit", ledger, "--git", "--known-at", "2017-06-30", "--output", f"json={path}")
    again, _ = read_report(path)
    assert again.provenance.git is not None
    assert again.provenance.git.known_at == date(2017, 6, 30)
    assert renderer(Format.JSON)(again, Options("zh")) == path.read_bytes()
