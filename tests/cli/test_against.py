"""``--against``: where it may be set, what a report of it prints, what is kept and what is written."""

from __future__ import annotations

import json
import re
import shlex
import subprocess

import pytest

from tests.app.test_beside import ONE, OTHER, OWN, TWO, ledger
from tests.shares import one_in

LATE = ("--as-of", "2018-06-30", "--rule", "2.8", "--exit-zero")


@pytest.fixture
def units(tmp_path, monkeypatch):
    """Three units beside each other, with one photo in common; civcheck is started beside them."""
    ledger(tmp_path / "a", OWN, a=ONE)
    ledger(tmp_path / "b b", OTHER, x=ONE)
    ledger(tmp_path / "c", "江城市法院", y=TWO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(done):
    """List the units that a json report was compared with."""
    assert done.code == 0, done.err
    return [each["unit"] for each in json.loads(done.out)["provenance"].get("beside", [])]


def test_it_may_be_given_several_times_and_opens_attachments(civcheck, units):
    done = civcheck("audit", "a", "--against", "b b", "--against", "c", *LATE, "--format", "json")
    assert compared(done) == [OTHER, "江城市法院"]
    assert json.loads(done.out)["provenance"]["opened"] == 1


def test_the_command_line_comes_before_the_variable_before_the_file(civcheck, units, monkeypatch):
    (units / "x").mkdir()
    (units / "x" / "civcheck.toml").write_text('against = ["../b b"]\n')
    monkeypatch.chdir(units / "x")
    audited = ("audit", "../a", *LATE, "--format", "json")
    assert compared(civcheck(*audited)) == [OTHER]
    monkeypatch.setenv("CIVCHECK_AGAINST", "../b b\n../c\n")
    assert compared(civcheck(*audited)) == [OTHER, "江城市法院"]
    assert compared(civcheck(*audited, "--against", "../c")) == ["江城市法院"]
    monkeypatch.setenv("CIVCHECK_AGAINST", "")
    assert compared(civcheck(*audited)) == []


def test_a_wrong_setting_is_told_with_its_line(civcheck, units):
    (units / "civcheck.toml").write_text("against = 3\n")
    done = civcheck("audit", "a", *LATE)
    assert done.code == 2 and "civcheck.toml:1:1" in done.err and "几个文件夹的列表" in done.err


@pytest.mark.parametrize("trust", [(), ("--trust-ledger-config",)])
def test_no_ledger_has_another_folder_looked_into_trusted_or_not(civcheck, units, trust):
    (units / "a" / "civcheck.toml").write_text('against = ["../b b"]\n')
    done = civcheck("audit", "a", *LATE, *trust, "--format", "json")
    assert compared(done) == [] and "没有采用：台账不能让 civcheck 去看别的文件夹" in done.err


def test_what_another_ledger_sets_is_not_asked_for(civcheck, units):
    (units / "b b" / "civcheck.toml").write_text('exit-zero = true\nagainst = ["../c"]\nno-hygiene = true\n')
    done = civcheck("audit", "a", "--against", "b b", *LATE[:-1], "--format", "json")
    assert done.code == 1 and "没有采用" not in done.err
    assert [each["unit"] for each in json.loads(done.out)["provenance"]["beside"]] == [OTHER]


def command(text):
    """Give the words of the first command that a report prints."""
    row = next(line for line in text.splitlines() if "civcheck explain" in line)
    return shlex.split(row.strip())[1:]


def test_the_commands_of_a_report_compare_again(civcheck, units):
    given = ("--against", "b b", "--against", "c")
    words = command(civcheck("audit", "a", *given, *LATE).out)
    assert words[2:] == ["a", "--as-of", "2018-06-30", "--evidence", *given]
    assert civcheck(*words).code == 0
    assert civcheck(*words, "--against", "nowhere").code == 2


def test_what_a_file_names_need_not_be_repeated(civcheck, units):
    (units / "civcheck.toml").write_text('against = ["b b"]\n')
    assert command(civcheck("audit", "a", *LATE).out)[-1] == "--evidence"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "kind", one_in(2, ["terminal", "markdown", "html", "json", "sarif", "docx", "xlsx", "csv", "oscal"])
)
def test_a_stored_report_says_the_same(civcheck, units, kind, lang):
    audited = ("audit", "a", "--against", "b b", *LATE, "--lang", lang)
    civcheck(*audited, "--output", "json=r.json", "--output", f"{kind}=one")
    done = civcheck("report", "r.json", "--output", f"{kind}=other")
    assert done.code == 0, done.err
    one, other = ((units / name).read_bytes() for name in ("one", "other"))
    command = re.compile(rb"civcheck explain [^<\n]*")  # the folder's own path is not stored
    assert command.sub(b"", one) == command.sub(b"", other)
    assert kind in ("docx", "xlsx", "csv") or OTHER.encode() in one


def test_a_stored_report_names_the_folders_that_were_compared(civcheck, units):
    civcheck("audit", "a", "--against", "b b", *LATE, "--output", "json=r.json")
    assert command(civcheck("report", "r.json").out)[-3:] == ["--evidence", "--against", "b b"]


def test_sarif_points_at_another_ledger_only_where_it_lies_in_the_repository(civcheck, units):
    audited = ("audit", "a", "--against", "b b", *LATE, "--format", "sarif")

    def pointed() -> set[str]:
        results = json.loads(civcheck(*audited).out)["runs"][0]["results"]
        [notice] = (each for each in results if each["ruleId"] == "notice/reused-photo")
        assert OTHER in notice["message"]["text"]
        places = [*notice["locations"], *notice.get("relatedLocations", ())]
        return {each["physicalLocation"]["artifactLocation"]["uri"] for each in places}

    assert pointed() == {"a.yaml", "a.jpg"}
    subprocess.run(["git", "init", "-q", "."], check=True, cwd=units)
    assert pointed() == {"a/a.yaml", "a/a.jpg", "b%20b/x.yaml", "b%20b/x.jpg"}


def test_nothing_is_written_into_a_ledger_that_is_compared(civcheck, units):
    done = civcheck("audit", "a", "--against", "b b", *LATE, "--output", "json=b b/r.json")
    assert done.code == 2 and not (units / "b b" / "r.json").exists()
    before = sorted((path, path.stat().st_mtime_ns) for path in (units / "b b").rglob("*"))
    civcheck("audit", "a", "--against", "b b", *LATE)
    assert sorted((path, path.stat().st_mtime_ns) for path in (units / "b b").rglob("*")) == before


def test_folders_are_looked_at_where_they_are_on_an_earlier_day_too(civcheck, units):
    for words in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *words], check=True, cwd=units / "a")
    known = ("--known-at", "2030-01-01", "--as-of", "2018-06-30")
    done = civcheck("audit", "a", "--against", "a", *known)
    assert done.code == 2 and "不用和自己对照" in done.err
    done = civcheck(
        "audit", "a", "--against", "b b", *known, "--exit-zero", "--rule", "2.8", "--format", "json"
    )
    assert compared(done) == [OTHER]
