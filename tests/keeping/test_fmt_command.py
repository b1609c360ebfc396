"""``civcheck fmt`` as it is used: the diff first, nothing written unasked, nothing that means anything else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from civcheck.app.formatting import plan_formatting, rename
from civcheck.verdict.fingerprint import fingerprint
from tests.keeping.terminal import at_a_terminal
from tests.ledgers import read, write_ledger

RECORD = "title: 清扫\nkind: 志愿服务  \ndate: 2017.3.5\n"
FORMED = "类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n"
SAMPLE = Path(__file__).parents[2] / "sample_ledger"


@pytest.fixture
def ledger(tmp_path):
    return write_ledger(
        tmp_path / "l", {"a/记录.yaml": RECORD, "a/方案.docx": b"plan", "b/记录.yaml": FORMED}
    )


def contents(root):
    return {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def test_without_a_terminal_the_diff_is_shown_and_nothing_written(civcheck, ledger):
    before = contents(ledger)
    run = civcheck("fmt", ledger)
    assert (run.code, contents(ledger)) == (1, before)
    assert run.out == (
        "a/记录.yaml：键名 3 处、日期 1 处、键的顺序 1 条记录、行末空白 1 行\n"
        "  @@ -1,3 +1,3 @@\n"
        "  -title: 清扫\n"
        "  -kind: 志愿服务··\n"
        "  -date: 2017.3.5\n"
        "  +类型: 志愿服务\n"
        "  +标题: 清扫\n"
        "  +日期: 2017-03-05\n"
        "要改 1 个文件（看了 2 个记录文件），还没有写\n"
        "要写入：加 --write\n"
    )


def test_written_it_is_in_form_and_a_second_time_nothing_is_left(civcheck, ledger):
    run = civcheck("fmt", ledger, "--write")
    assert (run.code, (ledger / "a/记录.yaml").read_text()) == (0, FORMED)
    assert run.out.endswith(
        "已写好 1 个文件（看了 2 个记录文件）\n改写前后各读了一遍台账：每条记录的意思都没有变\n"
    )
    run = civcheck("fmt", ledger, "--write")
    assert (run.code, run.out) == (0, "都合格式：看了 2 个记录文件，没有要改的\n")
    assert civcheck("fmt", ledger, "--check").code == 0


def test_check_lists_the_files_and_has_its_exit_code(civcheck, ledger):
    before = contents(ledger)
    run = civcheck("fmt", "--check", ledger)
    assert (run.code, contents(ledger)) == (1, before)
    assert run.out == (
        "a/记录.yaml：键名 3 处、日期 1 处、键的顺序 1 条记录、行末空白 1 行\n"
        "要改 1 个文件（看了 2 个记录文件），还没有写\n"
    )


def test_a_dry_run_is_no_finding(civcheck, ledger):
    before = contents(ledger)
    run = civcheck("fmt", "--dry-run", ledger)
    assert (run.code, contents(ledger)) == (0, before)
    assert "+标题: 清扫" in run.out


@pytest.mark.parametrize(
    ("answer", "code", "text"), [("是", 0, FORMED), ("y", 0, FORMED), ("", 1, RECORD), ("不", 1, RECORD)]
)
def test_at_a_terminal_it_asks(ledger, answer, code, text):
    run = at_a_terminal(["fmt", ledger], [answer])
    assert "写入这 1 个文件吗？" in run.out
    assert (run.code, (ledger / "a/记录.yaml").read_text()) == (code, text)


def test_at_a_terminal_no_answer_writes_nothing(ledger):
    run = at_a_terminal(["fmt", ledger], ["\x04"])
    assert (run.code, (ledger / "a/记录.yaml").read_text()) == (2, RECORD)
    assert "没有回答，什么都没有写" in run.out


def test_files_and_folders_can_be_named(civcheck, ledger, monkeypatch):
    assert civcheck("fmt", "--check", ledger / "b").out == "都合格式：看了 1 个记录文件，没有要改的\n"
    assert civcheck("fmt", "--check", ledger / "b", ledger / "a" / "记录.yaml").code == 1
    monkeypatch.chdir(ledger / "a")
    assert civcheck("fmt", "--check").out.endswith("要改 1 个文件（看了 1 个记录文件），还没有写\n")


def test_ledgers_are_told_apart(civcheck, ledger, tmp_path):
    other = write_ledger(tmp_path / "m", {"记录.yaml": FORMED})
    assert civcheck("fmt", "--check", other / "记录.yaml", ledger / "a").code == 1
    assert civcheck("fmt", "--write", other / "记录.yaml", ledger / "a").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "没有这个文件或者文件夹"),
        (["..", "--check"], "不在台账里"),
        (["--check", "--write", "."], "只能用一个"),
        (["l/link.yaml"], "不是台账里的文件"),
        (["l/folder/a.yaml"], "不是台账里的文件"),
        (["x" * 300], "没有这个文件或者文件夹"),
    ],
)
def test_usage(civcheck, ledger, tmp_path, monkeypatch, arguments, said):
    (tmp_path / "a.yaml").write_text(RECORD)
    (ledger / "link.yaml").symlink_to(tmp_path / "a.yaml")
    (ledger / "folder").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    run = civcheck("fmt", *arguments)
    assert (run.code, run.out) == (2, "")
    assert said in run.err


def test_links_are_not_followed(civcheck, ledger, tmp_path):
    outside = write_ledger(tmp_path / "outside", {"a.yaml": RECORD})
    (ledger / "link.yaml").symlink_to(outside / "a.yaml")
    (ledger / "folder").symlink_to(outside)
    assert civcheck("fmt", ledger, "--write").code == 0
    assert (outside / "a.yaml").read_text() == RECORD


def test_a_file_that_cannot_be_read_is_left_and_said_with_its_line(civcheck, ledger):
    broken = {
        "c/锚.yaml": "类型: 志愿服务\n标题: &x 清扫\n",
        "c/重.yaml": "类型: 志愿服务\n标题: a\n标题: b\n",
        "c/表.yaml": "---\n类型: 志愿服务\n---\n类型: 志愿服务\n\t标题: a\n",
        "c/大.yaml": "类型: 志愿服务\n标题: a\n" + "# 注\n" * 300_000,
        "c/无.yaml": b"\xff\x00\xfe",
    }
    write_ledger(ledger, broken)
    before = contents(ledger)
    run = civcheck("fmt", ledger, "--write")
    assert run.code == 3
    after = contents(ledger)
    assert {path: after[path] for path in broken} == {path: before[path] for path in broken}
    assert (ledger / "a/记录.yaml").read_text() == FORMED
    for place in ("c/锚.yaml:2:5", "c/重.yaml:3:1", "c/表.yaml:5:1", "c/大.yaml", "c/无.yaml"):
        assert f"--> {place}" in run.out
    assert "读不出来、没有动的文件 5 个" in run.out


def test_encodings_and_line_ends_are_brought_to_utf_8_and_lf(civcheck, ledger):
    write_ledger(
        ledger,
        {
            "c/一.yaml": FORMED.replace("\n", "\r\n").encode("gb18030"),
            "c/二.yaml": ("\ufeff" + FORMED).encode(),
            "c/三.yaml": ("\ufeff" + FORMED).encode("utf-16-le"),
            "c/四.yaml": FORMED.rstrip().encode(),
            "c/五.md": f"---\r\n{FORMED}---\r\n正文  \r\n".encode(),
        },
    )
    run = civcheck("fmt", ledger / "c", "--write")
    assert (run.code, run.err) == (0, "")
    for name in "一二三四":
        assert (ledger / f"c/{name}.yaml").read_bytes() == FORMED.encode()
    assert (ledger / "c/五.md").read_bytes() == f"---\n{FORMED}---\n正文  \n".encode()
    assert "c/一.yaml：编码 GB18030 改为 UTF-8、行尾改为 LF 3 行\n" in run.out
    assert "c/二.yaml：去掉 BOM\n" in run.out
    assert "c/三.yaml：编码 UTF-16 改为 UTF-8、去掉 BOM\n" in run.out


def test_what_git_gives_back_is_kept(civcheck, ledger):
    text = RECORD.replace("\n", "\r\n")
    write_ledger(ledger, {"c/.gitattributes": "*.yaml eol=crlf\n", "c/记录.yaml": text})
    run = civcheck("fmt", ledger / "c", "--write")
    assert (ledger / "c/记录.yaml").read_bytes() == FORMED.replace("\n", "\r\n").encode()
    assert ".gitattributes 定了行尾或编码，照它留着：1 个文件" in run.out


def test_a_day_without_a_year_is_left_to_a_person(civcheck, ledger):
    write_ledger(ledger, {"c/记录.yaml": FORMED.replace("2017-03-05", "3月5日")})
    run = civcheck("fmt", ledger / "c", "--check")
    assert run.code == 0
    assert "没有写年份的日期 1 处，没有改：年份要由人补上" in run.out
    assert " c/记录.yaml:3:5：3月5日\n" in run.out


def test_personal_numbers_are_masked_in_the_diff(civcheck, ledger):
    write_ledger(ledger, {"c/记录.yaml": RECORD + "note: 13812345678\n"})
    run = civcheck("fmt", ledger)
    assert "13812345678" not in run.out
    assert "-note: 138****5678" in run.out


def test_a_seal_that_no_longer_fits_is_said(civcheck, ledger):
    assert civcheck("seal", ledger).code == 0
    run = civcheck("fmt", ledger / "b")
    assert "封存" not in run.out
    run = civcheck("fmt", ledger, "--write")
    assert "这些文件封存过（l.seal.json）" in run.out
    assert civcheck("verify", f"{ledger}.seal.json").code == 1


def test_a_seal_that_cannot_be_read_is_none(civcheck, ledger):
    Path(f"{ledger}.seal.json").write_text("{}")
    assert "封存" not in civcheck("fmt", ledger).out


def test_what_is_not_audited_is_not_touched(civcheck, ledger):
    write_ledger(
        ledger,
        {
            "_草稿/记录.yaml": RECORD, "README.md": f"---\n{RECORD}---\n", "c/附件.yaml": "a: 1  \n",
            "c/文章.md": "正文  \r\n", "judgements.yaml": "# 空  \n", "d/记录.yaml": RECORD,
            "civcheck.toml": 'exclude = ["d"]\n',
        },
    )  # fmt: skip
    before = contents(ledger)
    assert civcheck("fmt", ledger, "--write").code == 0
    changed = {path for path, raw in contents(ledger).items() if before[path] != raw}
    assert changed == {"a/记录.yaml"}


def test_a_copy_stays_a_copy(civcheck, ledger):
    shutil.copy(ledger / "a/记录.yaml", ledger / "a/记录 - 副本.yaml")
    shutil.copytree(ledger / "a", ledger / "a - 副本")
    assert civcheck("fmt", ledger, "--write").code == 0
    assert {each.read_text() for each in ledger.rglob("记录*.yaml")} == {FORMED}
    assert len(read(ledger).records) == 2


def test_a_file_whose_copy_would_become_a_record_is_left(civcheck, ledger):
    shutil.copy(ledger / "a/记录.yaml", ledger / "a/记录 - 副本.yaml")
    run = civcheck("fmt", ledger / "a" / "记录.yaml", "--write")
    assert (ledger / "a/记录.yaml").read_text() == RECORD
    assert "a/记录.yaml：改了以后读出来的意思可能不同" in run.out
    assert run.code == 0


# --- judgements


def bound(ledger, path, text):
    """Write a record that names its own narrative, and a judgement bound to it by its fingerprint."""
    write_ledger(ledger, {path: text, "c/方案.pdf": b"plan"})
    record = next(each for each in read(ledger).records if each.file == path)
    write_ledger(
        ledger,
        {
            "judgements.yaml": "- {规则: '4.6', 结论: 豁免, 理由: 说明, 认定人: 甲, 有效期至: 2018-12-31, "
            f"指纹: '{fingerprint([record])}'}}\n"
        },
    )
    return record


def test_fingerprints_of_judgements_stay_what_they_are(civcheck, tmp_path):
    ledger = shutil.copytree(SAMPLE, tmp_path / "l")
    for rule in ("2.7", "5.1"):
        answer = ["--verdict", "豁免", "--reason", "说明", "--by", "甲", "--until", "2018-12-31"]
        civcheck("judge", rule, ledger, *answer)
    stands = civcheck("judge", "--list", ledger, "--format", "json").out
    before = {each.key: fingerprint([each]) for each in read(ledger).records}
    assert civcheck("fmt", ledger, "--write").code == 0
    assert {each.key: fingerprint([each]) for each in read(ledger).records} == before
    assert civcheck("judge", "--list", ledger, "--format", "json").out == stands
    assert '"state": "in-force"' in stands


def test_a_file_that_a_judgement_rests_on_by_its_size_is_left(civcheck, tmp_path):
    text = "---\nkind: 道德法治讲堂\ntitle: 甲\ndate: 2017.3.5\n附件: {总结: 本文}\n---\n正文\n"
    ledger = write_ledger(tmp_path / "l", {"c/记录.md": text, "d/记录.md": text.replace("甲", "乙")})
    civcheck(
        "judge", "2.7", ledger, "--verdict", "豁免", "--reason", "说明", "--by", "甲", "--until", "2018-12-31"
    )
    write_ledger(ledger, {"e/记录.yaml": RECORD})
    run = civcheck("fmt", ledger, "--write")
    assert (ledger / "c/记录.md").read_text() == text
    assert (ledger / "e/记录.yaml").read_text() == FORMED
    assert "c/记录.md：规则 2.7 的人工认定按指纹连着它的大小" in run.out
    (ledger / "judgements.yaml").unlink()
    assert civcheck("fmt", ledger, "--write").code == 0
    assert (ledger / "c/记录.md").read_text() != text


# --- names


DECOMPOSED = "cafe\u0301"


def test_names_in_normal_form_are_only_proposed(civcheck, ledger):
    write_ledger(ledger, {f"{DECOMPOSED}/{DECOMPOSED}.yaml": FORMED})
    run = civcheck("fmt", ledger / DECOMPOSED)
    assert run.code == 0
    assert "名称的写法不是 NFC 的文件、文件夹 2 个" in run.out
    assert (ledger / DECOMPOSED / f"{DECOMPOSED}.yaml").exists()


def test_names_are_changed_where_that_is_asked_for(civcheck, ledger):
    write_ledger(ledger, {f"{DECOMPOSED}/{DECOMPOSED}.yaml": FORMED, f"{DECOMPOSED}/附.yaml": RECORD})
    run = civcheck("fmt", ledger, "--write", "--names")
    assert run.code == 0
    assert "已改名 2 个" in run.out
    assert (ledger / "caf\u00e9" / "caf\u00e9.yaml").read_text() == FORMED
    assert (ledger / "caf\u00e9" / "附.yaml").read_text() == FORMED
    assert civcheck("fmt", ledger, "--check", "--names").code == 0


def test_a_name_that_another_file_has_is_not_taken(civcheck, ledger):
    write_ledger(ledger, {f"c/{DECOMPOSED}.txt": "one", "c/caf\u00e9.txt": "two"})
    run = civcheck("fmt", ledger, "--write", "--names")
    assert "没有改名，那里已经有一个" in run.out
    assert (ledger / f"c/{DECOMPOSED}.txt").read_text() == "one"


def test_names_alone_are_asked_for_too(ledger):
    write_ledger(ledger, {"a/记录.yaml": FORMED, f"c/{DECOMPOSED}.txt": "one"})
    run = at_a_terminal(["fmt", ledger, "--names"], ["y"])
    assert (run.code, (ledger / "c/caf\u00e9.txt").exists()) == (0, True)


# --- when writing fails


def test_what_was_written_before_a_failure_is_said(civcheck, ledger, monkeypatch):
    write_ledger(ledger, {"c/记录.yaml": RECORD})
    found = plan_formatting(ledger)
    assert [each.path for each in found.files] == ["a/记录.yaml", "c/记录.yaml"]
    write = os.fsync
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(28, "full")
        write(handle)

    monkeypatch.setattr(os, "fsync", full)
    run = civcheck("fmt", ledger, "--write")
    assert run.code == 2
    assert "写到一半停了：前面 1 个已经写好，c/记录.yaml 起没有写" in run.err
    assert "磁盘" in run.err
    assert (ledger / "c/记录.yaml").read_text() == RECORD


def test_a_rename_that_the_system_refuses_is_said(ledger, monkeypatch):
    from civcheck.errors import UsageError

    write_ledger(ledger, {f"c/{DECOMPOSED}.txt": "one"})
    (found,) = plan_formatting(ledger).renames

    def refuses(*_):
        raise OSError(13, "no")

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(UsageError):
        rename(ledger, found)
