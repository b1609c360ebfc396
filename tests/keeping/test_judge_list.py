"""``civcheck judge --list`` and ``--sample``: what waits for a person, and a sample that anybody can draw again."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from civcheck.app import standing
from civcheck.app.standing import sample, size_of
from civcheck.errors import UsageError
from tests.ledgers import write_ledger

SAMPLE = Path(__file__).parents[2] / "sample_ledger"
LECTURE = "---\n类型: 道德法治讲堂\n标题: 第{n}讲\n日期: 2017-0{n}-05\n附件: {{图片: 1.jpg}}\n---\n"
ANSWER = ["--verdict", "豁免", "--reason", "说明", "--by", "甲", "--until"]


@pytest.fixture
def ledger(tmp_path):
    files = {f"{n}/记录.md": LECTURE.format(n=n) for n in (1, 2, 3)} | {
        f"{n}/1.jpg": b"jpg" for n in (1, 2, 3)
    }
    return write_ledger(tmp_path / "l", files)


def listed(civcheck, ledger, *more):
    run = civcheck("judge", "--list", ledger, "--format", "json", *more)
    return run.code, json.loads(run.out)


def entry(rule="2.7", until="2018-12-31", **more):
    said = "".join(f"  {key}: {value}\n" for key, value in more.items())
    return f"- 规则: '{rule}'\n  结论: 豁免\n  理由: 说明\n  认定人: 甲\n  有效期至: {until}\n{said}"


def test_what_an_entry_is(civcheck, ledger):
    written = (
        entry("2.7", 指纹="'0000000000000000'")
        + entry("5.3", "2018-06-29")
        + entry("9.5", "2018-07-30")
        + entry("5.1", "2018-07-31")
        + entry("4.6", 日期="2018-07-01")
        + entry("2.7", 对象="无此记录")
        + "- {规则: '7.1', 结论: 豁免}\n"
    )
    (ledger / "judgements.yaml").write_text(written)
    code, found = listed(civcheck, ledger)
    assert code == 1
    assert [(each["rule"], each["state"]) for each in found["entries"]] == snapshot(
        [
            ("2.7", "stale"),
            ("5.3", "expired"),
            ("9.5", "expiring"),
            ("2.7", "unused"),
            ("4.6", "later"),
            ("5.1", "unbound"),
        ]
    )
    assert [each["code"] for each in found["broken"]][:1] == ["judgement-key-missing"]
    within = {
        each["rule"]: each["state"] for each in listed(civcheck, ledger, "--within", "31")[1]["entries"]
    }
    assert within["5.1"] == "expiring"


def test_what_has_changed_since_is_said(civcheck, ledger):
    assert civcheck("judge", "2.7", ledger, *ANSWER, "2018-12-31").code == 0
    code, found = listed(civcheck, ledger)
    assert (code, found["entries"][0]["state"]) == (0, "in-force")
    (ledger / "1/记录.md").write_text(LECTURE.format(n=1).replace("第1讲", "改过的"))
    (ledger / "2/1.jpg").write_bytes(b"another")
    shutil.rmtree(ledger / "3")
    write_ledger(ledger, {"4/记录.md": LECTURE.format(n=4), "4/1.jpg": b"jpg"})
    code, found = listed(civcheck, ledger)
    assert (code, found["entries"][0]["state"]) == (1, "stale")
    assert found["entries"][0]["changes"] == [
        {"record": "1/记录.md", "what": "content"},
        {"record": "2/记录.md", "what": "material"},
        {"record": "3/记录.md", "what": "gone"},
        {"record": "4/记录.md", "what": "added"},
    ]
    run = civcheck("judge", "--list", ledger)
    for said in (
        "内容改了：1/记录.md",
        "附件变了（文件、大小、说明或者日期）：2/记录.md",
        "少了一条：3/记录.md",
        "多了一条：4/记录.md",
    ):
        assert said in run.out


def test_where_nothing_was_noted_it_is_said_that_nobody_knows(civcheck, ledger):
    (ledger / "judgements.yaml").write_text(entry(指纹="'0000000000000000'"))
    assert "说不出哪里变了" in civcheck("judge", "--list", ledger).out


def test_where_there_was_nothing_to_look_at_all_is_new(civcheck, ledger):
    assert civcheck("judge", "5.1", ledger, *ANSWER, "2018-12-31").code == 0
    write_ledger(
        ledger, {"5/记录.yaml": "类型: 家庭文明活动\n标题: 家教\n日期: 2017-05-01\n主题: 家庭教育\n"}
    )
    (found,) = listed(civcheck, ledger)[1]["entries"]
    assert (found["state"], found["changes"]) == ("stale", [{"record": "5/记录.yaml", "what": "added"}])


def test_what_was_not_noted_may_have_changed(civcheck, ledger):
    assert civcheck("judge", "2.7", ledger, *ANSWER, "2018-12-31").code == 0
    place = ledger / "judgements.yaml"
    place.write_text("\n".join(row for row in place.read_text().split("\n") if "3/记录.md" not in row))
    (ledger / "3/1.jpg").write_bytes(b"another")
    assert listed(civcheck, ledger)[1]["entries"][0]["changes"] == [{"record": "3/记录.md", "what": "added"}]


def test_a_ledger_in_which_nothing_waits(civcheck, ledger):
    run = civcheck("judge", "--list", ledger)
    assert (run.code, run.out.endswith("\n没有要人处理的\n")) == (0, True)


def test_in_english_too(civcheck, ledger):
    (ledger / "judgements.yaml").write_text(entry("2.7", "2018-06-29") + "- {规则: '7.1'}\n")
    run = civcheck("judge", "--list", ledger, "--lang", "en")
    assert "1 has expired" in run.out
    assert "cannot be read" in run.out


# --- a sample


def drawn(civcheck, *arguments):
    run = civcheck("judge", "--sample", *arguments, "--format", "json")
    assert (run.code, run.err) == (0, "")
    return json.loads(run.out)


def test_a_sample_is_the_same_wherever_it_is_drawn(civcheck, ledger, tmp_path, monkeypatch):
    first = drawn(civcheck, "10%", SAMPLE, "--seed", "2018a")
    copy = shutil.copytree(SAMPLE, tmp_path / "抄本")
    monkeypatch.setenv("TZ", "America/Lima")
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    assert drawn(civcheck, "10%", copy, "--seed", "2018a") == first
    assert [each["record"] for each in first["records"]] == snapshot(
        [
            "03-思想道德建设/2017-10-16-向国旗敬礼/记录.md",
            "07-调研与考核/2017-05-司法所调研/记录.md",
            "07-调研与考核/2017-07-26-风采展示/记录.yaml",
            "07-调研与考核/经验推广与队伍/记录.yaml#2",
            "08-诚信建设/红黑榜/红黑榜.yaml#1",
            "12-志愿服务/三月.yaml#2",
        ]
    )
    assert (first["population"], len(first["records"])) == snapshot((57, 6))


def test_a_bigger_sample_holds_the_smaller_one(civcheck):
    sizes = [
        {each["record"] for each in drawn(civcheck, size, SAMPLE, "--seed", "x")["records"]}
        for size in ("5%", "10", "50%", "100%")
    ]
    assert sizes[0] < sizes[1] < sizes[2] < sizes[3]


def test_another_seed_draws_others(civcheck):
    one, other = (drawn(civcheck, "20%", SAMPLE, "--seed", seed)["records"] for seed in ("a", "b"))
    assert one != other


def test_the_ledgers_own_seed_changes_with_it(civcheck, tmp_path):
    copy = shutil.copytree(SAMPLE, tmp_path / "l")
    seed = drawn(civcheck, "10%", copy)["seed"]
    assert seed == drawn(civcheck, "10%", SAMPLE)["seed"]
    (copy / "01-道德模范/附.txt").write_text("x")
    assert seed != drawn(civcheck, "10%", copy)["seed"]


def test_the_command_that_is_printed_draws_it_again(civcheck, monkeypatch):
    run = civcheck("judge", "--sample", "10%", SAMPLE)
    command = next(row.strip() for row in run.out.splitlines() if "civcheck judge" in row).partition(
        "civcheck "
    )[2]
    again = civcheck(*command.split())
    assert again.code == 0
    assert again.out.partition("── ")[2] == run.out.partition("── ")[2]


def test_it_names_the_rule_and_the_pack_that_were_given(civcheck):
    run = civcheck(
        "judge", "2.7", "--sample", "2", "--seed", "a", "--rules", "hubei-2017", "--evidence", SAMPLE
    )
    assert (
        f"civcheck judge 2.7 --sample 2 --seed a --as-of 2018-06-30 --evidence --rules hubei-2017 {SAMPLE}"
        in run.out
    )


def test_out_of_the_records_of_one_rule(civcheck):
    found = drawn(civcheck, "2", "2.7", SAMPLE)
    assert (found["population"], len(found["records"])) == (3, 2)
    assert {rule for each in found["records"] for rule in each["rules"]} == {"2.7"}


def test_a_share_is_rounded_up_and_nothing_comes_of_nothing(ledger, tmp_path):
    assert len(sample(ledger, size="1%").drawn) == 1
    assert len(sample(ledger, size="34%").drawn) == 2
    assert sample(write_ledger(tmp_path / "m", {}), size="10%").drawn == ()


@given(st.integers(1, 100))
def test_sizes(number):
    assert size_of(f"{number}%") == Fraction(number, 100)
    assert size_of(f" {number} ") == number


@pytest.mark.parametrize("size", ["0", "0%", "101%", "x", "", "-1", "1e3", "10 %"])
def test_no_sizes(size):
    with pytest.raises(UsageError):
        size_of(size)


@pytest.mark.parametrize("seed", ["", "-x", "a b", "x" * 65, "13812345678", "$(x)"])
def test_no_seeds(seed):
    with pytest.raises(UsageError):
        sample(SAMPLE, size="10%", seed=seed)


def test_every_record_is_as_likely_as_any_other(monkeypatch):
    keys = [f"{n}/记录.md" for n in range(200)]
    counts = dict.fromkeys(keys, 0)
    for seed in range(300):
        for key in sorted(keys, key=lambda key: standing._rank(str(seed), key))[:20]:
            counts[key] += 1
    # 30 of each are expected; 12 to 53 lies within four and a half standard deviations
    assert min(counts.values()) > 11
    assert max(counts.values()) < 54
