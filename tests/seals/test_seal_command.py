"""``civcheck seal`` and ``civcheck verify`` as a clerk uses them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from datetime import date

import pytest
from google.protobuf import json_format
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement

from civcheck.app import sealing
from civcheck.cli import seal as seal_command
from tests.report.ledgers import SAMPLE

AS_OF = ("--as-of", "2018-06-30")
COUNTED = "新增 {} · 改动 {} · 删除 {} · 移动 {} · 没变 {}"
posix_only = pytest.mark.skipif(os.name == "nt", reason="links and pipes")


def test_the_seal_is_an_in_toto_statement_for_a_reader_that_is_not_ours(civcheck, tmp_path):
    ledger = tmp_path / "台账"
    shutil.copytree(SAMPLE, ledger)
    assert civcheck("seal", ledger, "--sm3", *AS_OF).code == 0
    written = (tmp_path / "台账.seal.json").read_bytes()
    Statement.copy_from_pb(json_format.Parse(written, statement_pb2.Statement())).validate()
    raw = json.loads(written)
    assert raw["_type"] == "https://in-toto.io/Statement/v1"
    assert raw.keys() == {"_type", "subject", "predicateType", "predicate"}
    files = {path for path in ledger.rglob("*") if path.is_file()}
    assert len(raw["subject"]) == len(files) == 244
    for each in raw["subject"]:
        content = (ledger / each["name"]).read_bytes()
        assert each["digest"] == {
            "sha256": hashlib.sha256(content).hexdigest(),
            "sm3": hashlib.new("sm3", content).hexdigest(),
        }


def test_the_predicate_is_the_summary_of_the_audit(civcheck, tmp_path):
    ledger = tmp_path / "台账"
    shutil.copytree(SAMPLE, ledger)
    civcheck("seal", ledger, *AS_OF)
    audited = json.loads(civcheck("audit", ledger, *AS_OF, "--format", "json").out)
    found = json.loads((tmp_path / "台账.seal.json").read_bytes())["predicate"]
    assert found["unit"]["name"] == audited["unit"]["name"] and found["year"] == 2017
    assert found["as_of"] == "2018-06-30" and "sealed_on" not in found
    summary = found["audit"]
    assert summary["counters"] == audited["counters"] and summary["complete"] is audited["complete"] is True
    assert summary["ledger_digest"] == audited["provenance"]["ledger_digest"]
    assert summary["pack"].items() <= audited["provenance"]["pack"].items()
    assert summary["records"] == len(audited["catalogue"]) and "score" not in summary
    assert found["files"] == {
        "count": 244,
        "bytes": sum(path.stat().st_size for path in ledger.rglob("*") if path.is_file()),
        "digests": ["sha256"],
    }


def test_points_stand_in_the_summary_where_the_pack_gives_any(civcheck, ledger):
    (ledger / "unit.yaml").write_text("单位名称: 某局\n单位类型: 市直机关\n年度: 2018\n", "utf-8")
    assert civcheck("seal", ledger, "--rules", "example-score-2018", "--as-of", "2018-12-31").code == 0
    found = json.loads(ledger.with_name("某局.seal.json").read_bytes())["predicate"]["audit"]["score"]
    audited = json.loads(
        civcheck(
            "audit", ledger, "--rules", "example-score-2018", "--as-of", "2018-12-31", "--format", "json"
        ).out
    )["score"]
    assert found["vetoes"] == audited["vetoes"] and found["full"] == "100"


def test_with_a_day_given_the_clock_is_not_looked_at_and_the_bytes_are_the_same(
    civcheck, ledger, tmp_path, monkeypatch
):
    civcheck("seal", ledger, *AS_OF, "--to", tmp_path / "1.json")
    monkeypatch.setattr(seal_command, "today", lambda: date(2030, 1, 1))
    civcheck("seal", ledger, *AS_OF, "--to", tmp_path / "2.json")
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    civcheck("seal", ledger, "--to", tmp_path / "3.json")
    found = json.loads((tmp_path / "3.json").read_bytes())["predicate"]
    assert found["sealed_on"] == "2030-01-01"
    assert "封存日 2030-01-01（电脑的时钟）" in civcheck("verify", tmp_path / "3.json", ledger).out


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh", ["已封存：江城市司法局", "不说明：材料是不是真实", "哪一天做的", "没有签名的封存，谁都能做"]),
        ("en", ["Sealed: 江城市司法局", "does not show that the material is true", "Anybody can make"]),
    ],
)
def test_what_a_seal_shows_and_does_not_is_said_where_it_is_made_and_verified(civcheck, ledger, lang, says):
    sealed = civcheck("seal", ledger, "--lang", lang)
    verified = civcheck("verify", ledger.with_name("某局.seal.json"), "--lang", lang)
    assert sealed.code == verified.code == 0
    told = ["".join(run.out.split()) for run in (sealed, verified)]
    assert "".join(says[0].split()) in told[0]
    for sentence in says[1:]:
        assert all("".join(sentence.split()) in each for each in told)
    digest = hashlib.sha256(ledger.with_name("某局.seal.json").read_bytes()).hexdigest()
    assert all(digest in each for each in told)


# --- what has become of the files


def test_an_unchanged_ledger_is_told_to_be_so(civcheck, sealed):
    done = civcheck("verify", sealed)
    assert done.code == 0 and COUNTED.format(0, 0, 0, 0, 6) in done.out


def test_every_sort_of_change_is_told_with_its_place(civcheck, ledger, sealed):
    (ledger / "新.txt").write_bytes(b"new")
    (ledger / "02-讲堂/方案.docx").write_bytes(b"plam")
    (ledger / "空.txt").unlink()
    (ledger / "02-讲堂/图片").rename(ledger / "02-讲堂/照片")
    done = civcheck("verify", sealed)
    assert done.code == 1 and COUNTED.format(1, 1, 1, 2, 2) in done.out
    for line in (
        " 新.txt\n",
        " 02-讲堂/方案.docx（封存时 a2a7f3e2cc42d7e2，现在 ",
        " 空.txt\n",
        " 02-讲堂/图片/IMG 1.jpg → 02-讲堂/照片/IMG 1.jpg",
    ):
        assert line.split("（")[0] in done.out
    found = json.loads(civcheck("verify", sealed, "--format", "json").out)
    assert found["counters"] == {"added": 1, "changed": 1, "removed": 1, "moved": 2, "same": 2}
    assert found["unchanged"] is False
    assert found["changed"][0]["before"] == hashlib.sha256(b"plan").hexdigest()
    assert found["changed"][0]["now"] == hashlib.sha256(b"plam").hexdigest()
    assert found["moved"][0] == {"from": "02-讲堂/图片/IMG 1.jpg", "to": "02-讲堂/照片/IMG 1.jpg"}
    assert [each["path"] for each in (*found["added"], *found["removed"])] == ["新.txt", "空.txt"]


def test_a_change_that_keeps_size_and_time_is_seen(civcheck, ledger, sealed):
    file = ledger / "02-讲堂/方案.docx"
    before = file.stat()
    file.write_bytes(b"plam")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert civcheck("verify", sealed).code == 1


def test_verifying_twice_says_the_same_bytes(civcheck, ledger, sealed):
    (ledger / "空.txt").rename(ledger / "满.txt")
    for fmt in ("terminal", "json"):
        assert civcheck("verify", sealed, "--format", fmt) == civcheck("verify", sealed, "--format", fmt)


def test_droppings_and_hidden_files_are_sealed_too(civcheck, ledger):
    (ledger / "~$方案.docx").write_bytes(b"x")
    (ledger / ".隐藏").write_bytes(b"x")
    assert civcheck("seal", ledger).code == 0
    (ledger / ".隐藏").write_bytes(b"y")
    assert COUNTED.format(0, 1, 0, 0, 7) in civcheck("verify", ledger.with_name("某局.seal.json")).out


def test_more_files_than_are_listed_are_counted(civcheck, ledger, sealed):
    for number in range(205):
        (ledger / f"{number:03}.txt").write_bytes(str(number).encode())
    done = civcheck("verify", sealed)
    assert "199.txt" in done.out and "200.txt" not in done.out and "另有 5 个" in done.out
    assert len(json.loads(civcheck("verify", sealed, "--format", "json").out)["added"]) == 205


# --- what is left out


@posix_only
def test_links_special_files_and_git_are_left_out_and_said_so(civcheck, ledger, tmp_path):
    outside = tmp_path / "外.txt"
    outside.write_bytes(b"outside")
    (ledger / "链.txt").symlink_to(outside)
    os.mkfifo(ledger / "管")
    (ledger / ".git").mkdir()
    (ledger / ".git" / "config").write_bytes(b"x")
    done = civcheck("seal", ledger)
    seal = ledger.with_name("某局.seal.json")
    assert done.code == 0 and "没有封存的 3 个" in done.out
    assert "链.txt：是链接，不跟随" in done.out and "管：不是普通文件，未打开" in done.out
    predicate = json.loads(seal.read_bytes())["predicate"]
    assert {each["name"]: each["reason"] for each in predicate["left_out"]} == {
        ".git": "git",
        "管": "special",
        "链.txt": "link",
    }
    outside.write_bytes(b"changed")
    shutil.rmtree(ledger / ".git")
    verified = civcheck("verify", seal)
    assert verified.code == 0 and "现在也没有核对的 2 个" in verified.out


@posix_only
def test_a_file_that_became_a_link_is_changed_and_a_new_link_is_added(civcheck, ledger, sealed, tmp_path):
    (tmp_path / "外").write_bytes(b"plan")
    (ledger / "02-讲堂/方案.docx").unlink()
    (ledger / "02-讲堂/方案.docx").symlink_to(tmp_path / "外")
    (ledger / "新链").symlink_to(tmp_path / "外")
    done = civcheck("verify", sealed)
    assert done.code == 1 and COUNTED.format(1, 1, 0, 0, 5) in done.out
    assert "现在 是链接，不跟随" in done.out and "新链：是链接" in done.out


def test_what_cannot_be_read_makes_the_seal_incomplete_and_says_so(civcheck, ledger, monkeypatch):
    from civcheck.reading import hashing

    real = hashing.os.open

    def closed(path, *rest, **more):
        if str(path).endswith("空.txt"):
            raise PermissionError(13, "closed")
        return real(path, *rest, **more)

    monkeypatch.setattr(hashing.os, "open", closed)
    done = civcheck("seal", ledger)
    assert done.code == 3 and "空.txt：无法读取" in done.out and "文件 5 个" in done.out
    seal = ledger.with_name("某局.seal.json")
    verified = civcheck("verify", seal)
    assert verified.code == 0 and "空.txt：无法读取" in verified.out
    monkeypatch.undo()
    assert civcheck("verify", seal).code == 1


# --- changing meanwhile


def written_while_hashed(monkeypatch, write):
    real = sealing.digested

    def while_hashing(snapshot, *arguments):
        write()
        return real(snapshot, *arguments)

    monkeypatch.setattr(sealing, "digested", while_hashing)


@pytest.mark.parametrize("what", ["written", "added", "removed", "replaced"])
def test_a_ledger_that_changes_while_it_is_sealed_is_not_sealed(civcheck, ledger, monkeypatch, what):
    file = ledger / "02-讲堂/方案.docx"

    def write():
        match what:
            case "written":
                file.write_bytes(b"other")
            case "added":
                (ledger / "02-讲堂/方案.docx.新").write_bytes(b"x")
            case "removed":
                file.unlink()
            case "replaced":
                (ledger.parent / "x").write_bytes(b"plam")
                (ledger.parent / "x").replace(file)

    written_while_hashed(monkeypatch, write)
    done = civcheck("seal", ledger)
    assert done.code == 2 and done.out == "" and "02-讲堂/方案.docx" in done.err and "改法" in done.err
    assert not ledger.with_name("某局.seal.json").exists()


def test_a_file_that_grows_while_it_is_read_is_never_taken_for_whole(ledger, monkeypatch):
    from civcheck.reading import hashing

    file = ledger / "空.txt"
    real = hashing._digests

    def grows(handle, *rest):
        found = real(handle, *rest)
        file.write_bytes(b"more")
        return found

    monkeypatch.setattr(hashing, "_digests", grows)
    (found,) = hashing.hash_files([(str(file), 0)], with_sm3=False)
    assert found.content == "!changing" and found.stamp is None


@posix_only
def test_what_became_a_pipe_is_not_read(ledger):
    from civcheck.reading.hashing import hash_files

    os.mkfifo(ledger / "管")
    assert [each.content for each in hash_files([(str(ledger / "管"), 0)], False)] == ["!changing"]
    assert [each.content for each in hash_files([(str(ledger / "没有"), 0)], False)] == ["!unreadable"]


# --- where it is written


def test_it_lies_beside_the_ledger_also_when_the_ledger_is_where_one_stands(civcheck, ledger, monkeypatch):
    monkeypatch.chdir(ledger)
    assert civcheck("seal", ".").code == 0
    assert ledger.with_name("某局.seal.json").is_file()
    assert not list(ledger.glob("*.json"))


def test_only_looking_writes_nothing(civcheck, ledger):
    before = sorted(ledger.parent.rglob("*"))
    done = civcheck("seal", ledger, "--dry-run")
    assert done.code == 0 and "将封存" in done.out and "没有写任何文件" in done.err
    assert sorted(ledger.parent.rglob("*")) == before


def test_a_seal_in_the_ledger_itself_is_none_of_its_files(civcheck, ledger):
    seal = ledger / "封存.json"
    assert civcheck("seal", ledger, "--to", seal).code == 0
    predicate = json.loads(seal.read_bytes())["predicate"]
    assert predicate["seal"] == "封存.json" and predicate["files"]["count"] == 6
    done = civcheck("verify", seal, ledger)
    assert done.code == 0 and "封存文件自己在台账里（封存.json）" in done.out
    copied = ledger.with_name("另存.json")
    shutil.copy(seal, copied)
    assert civcheck("verify", copied, ledger).code == 0
    assert civcheck("seal", ledger, "--to", ledger / "13812345678.json").code == 2


def test_a_seal_that_was_put_into_the_ledger_later_is_set_aside_when_it_is_the_one_in_hand(
    civcheck, ledger, sealed
):
    inside = ledger / "某局.seal.json"
    shutil.copy(sealed, inside)
    assert civcheck("verify", inside, ledger).code == 0
    assert civcheck("verify", sealed, ledger).code == 1


def test_an_old_seal_is_never_written_over(civcheck, ledger, sealed):
    before = sealed.read_bytes()
    assert civcheck("seal", ledger).code == 0, "the same bytes change nothing"
    (ledger / "空.txt").write_bytes(b"x")
    done = civcheck("seal", ledger)
    assert done.code == 2 and "没有盖掉它" in done.err and "改法" in done.err
    assert sealed.read_bytes() == before


@posix_only
def test_a_seal_is_not_written_through_a_link_or_into_a_pipe(civcheck, ledger, tmp_path):
    (tmp_path / "链").symlink_to(tmp_path / "别处")
    os.mkfifo(tmp_path / "管")
    for target in ("链", "管", "没有/封存.json"):
        assert civcheck("seal", ledger, "--to", tmp_path / target).code == 2
    assert not (tmp_path / "别处").exists()


# --- wrong command lines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("seal",), "缺少 台账"),
        (("seal", "没有"), "没有这个文件夹"),
        (("seal", "/"), "整个磁盘"),
        (("verify",), "缺少 封存文件"),
        (("verify", "没有.seal.json"), "看不出"),
        (("verify", "没有.json"), "看不出"),
        (("verify", "x.json", "没有"), "封存文件读不出来"),
        (("verify", "x.json", ".", "--format", "pdf"), "没有“pdf”"),
        (("seal", ".", "--as-of", "x"), "不是日期"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_told(civcheck, arguments, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = civcheck(*arguments)
    assert (done.code, done.out) == (2, "") and says in done.err


def test_the_ledger_of_another_unit_or_year_is_refused(civcheck, ledger, sealed):
    unit = ledger / "unit.yaml"
    for before, after in (("江城市司法局", "临江市司法局"), ("2017", "2018")):
        text = unit.read_text("utf-8")
        unit.write_text(text.replace(before, after), "utf-8")
        done = civcheck("verify", sealed)
        assert done.code == 2 and before in done.err and after in done.err
        unit.write_text(text, "utf-8")


@pytest.mark.parametrize("text", [None, "单位名称: [\n", "单位名称: [甲]\n年度: 2017\n"])
def test_a_broken_unit_file_is_a_change_like_any_other(civcheck, ledger, sealed, text):
    if text is None:
        (ledger / "unit.yaml").unlink()
    else:
        (ledger / "unit.yaml").write_text(text, "utf-8")
    assert civcheck("verify", sealed).code == 1


def test_a_python_without_sm3_says_so(civcheck, ledger, monkeypatch):
    from civcheck.reading import hashing

    assert civcheck("seal", ledger, "--sm3").code == 0

    def none():
        raise ValueError("unsupported hash type sm3")

    monkeypatch.setattr(hashing, "_sm3", none)
    for arguments in (("verify", ledger.with_name("某局.seal.json")), ("seal", ledger, "--sm3")):
        done = civcheck(*arguments)
        assert done.code == 2 and "这个 Python 没有 SM3" in done.err and "改法" in done.err


def test_sm3_is_held_against_the_files_too(civcheck, ledger):
    civcheck("seal", ledger, "--sm3")
    seal = ledger.with_name("某局.seal.json")
    sm3 = hashlib.new("sm3", b"plan").hexdigest()
    text = seal.read_text("utf-8")
    assert sm3 in text
    seal.write_text(text.replace(sm3, "0" * 64), "utf-8")
    assert COUNTED.format(0, 1, 0, 0, 5) in civcheck("verify", seal).out


@pytest.mark.skipif(sys.platform != "linux", reason="two names that are one as NFC")
def test_of_two_files_whose_names_are_one_the_second_is_left_out_and_told(civcheck, ledger):
    (ledger / "e\u0301.txt").write_bytes(b"1")
    (ledger / "\xe9.txt").write_bytes(b"2")
    done = civcheck("seal", ledger)
    assert done.code == 3 and "只是写法不同" in done.out
