"""``rules new``: from a document's text to a pack in which every sentence is uncovered, and then one less."""

import re

import pytest

from civcheck.app.drafts import drafts
from civcheck.app.trace import sentences_of

TEXT = "某市精神文明创建要点\n一、办好讲堂。全年不少于四次;做好记录。\n# 附：联系人\n二、“三个一”: 一次宣讲\n"


@pytest.fixture
def made(civcheck, tmp_path):
    (tmp_path / "原文.txt").write_bytes(TEXT.encode("gb18030"))
    run = civcheck("rules", "new", "mou-2018", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包")
    assert run.code == 0, run.err
    return tmp_path / "包"


def test_a_new_pack_is_good_and_wholly_uncovered(civcheck, made):
    assert {each.name for each in made.iterdir()} == {"source.txt", "pack.yaml", "terms.yaml", "01-全文.yaml"}
    assert (made / "source.txt").read_text("utf-8") == TEXT
    assert civcheck("rules", "lint", made).code == 0
    traced = civcheck("rules", "trace", made)
    assert traced.code == 1
    assert traced.out.splitlines()[-1] == "6 句：已回答 0，宣示 0，元数据 0，未覆盖 6"


def test_taking_the_signs_off_a_draft_covers_its_sentence(civcheck, made):
    file = made / "01-全文.yaml"
    text = file.read_text("utf-8")
    for number in range(1, 7):
        draft = re.search(rf'^# - id: "1\.{number}"\n(?:#   .*\n)+', text, re.MULTILINE)
        assert draft is not None
        text = text.replace(draft[0], re.sub(r"^# ", "", draft[0], flags=re.MULTILINE))
        file.write_text(text, "utf-8")
        run = civcheck("rules", "trace", made)
        assert run.out.splitlines()[-1] == f"6 句：已回答 {number}，宣示 0，元数据 0，未覆盖 {6 - number}", (
            run.err
        )
    assert run.code == 0


def test_a_ledger_can_be_audited_by_it_at_once(civcheck, made, tmp_path):
    file = made / "01-全文.yaml"
    text = file.read_text("utf-8")
    draft = re.search(r'^# - id: "1\.3"\n(?:#   .*\n)+', text, re.MULTILINE)
    file.write_text(text.replace(draft[0], re.sub(r"^# ", "", draft[0], flags=re.MULTILINE)), "utf-8")
    ledger = tmp_path / "台账"
    ledger.mkdir()
    (ledger / "unit.yaml").write_text("单位名称: 甲\n单位类型: 本单位\n年度: 2018\n")
    (ledger / "a.yaml").write_text("类型: 活动记录\n标题: 第一讲\n日期: 2018-03-01\n")
    run = civcheck("audit", ledger, "--rules", made, "--as-of", "2018-12-31")
    assert (run.code, "达标 1" in run.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["某市", "原文.txt", "--year", "2018"], "规则包编号“某市”的写法不对"),
        (["a", "没有.txt", "--year", "2018"], "读不出原文"),
        (["a", "空.txt", "--year", "2018"], "读不出原文"),
        (["a", "原文.txt", "--year", "18"], "年度“18”"),
        (["a", "原文.txt", "--year", "2018", "--to", "."], "已经有了"),
        (["a", "原文.txt"], "缺少 年度"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(civcheck, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "原文.txt").write_text(TEXT)
    (tmp_path / "空.txt").write_text(" \n")
    run = civcheck("rules", "new", *arguments)
    assert run.code == 2
    assert said in run.err
    assert {each.name for each in tmp_path.iterdir()} == {"原文.txt", "空.txt"}


def test_control_characters_are_left_out_and_a_text_too_long_is_refused(civcheck, tmp_path):
    (tmp_path / "原文.txt").write_text("\x0c一、办好\x07讲堂。\n")
    assert (
        civcheck("rules", "new", "a", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包").code
        == 0
    )
    assert (tmp_path / "包" / "source.txt").read_text("utf-8") == "一、办好讲堂。\n"
    assert civcheck("rules", "lint", tmp_path / "包").code == 0
    (tmp_path / "长.txt").write_text("办好讲堂。\n" * 30_000)
    run = civcheck("rules", "new", "b", tmp_path / "长.txt", "--year", 2018, "--to", tmp_path / "长包")
    assert (run.code, "原文太长" in run.err, (tmp_path / "长包").exists()) == (2, True, False)


def uncommented(made) -> None:
    file = made / "01-全文.yaml"
    file.write_text(re.sub(r"^# (?=- id|  )", "", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")


def test_the_draft_of_a_sentence_that_occurs_twice_quotes_what_stands_before_it(civcheck, tmp_path):
    text = "评分表\n一、党课\n每季度至少1次。\n二、演练\n每季度至少1次。\n"
    (tmp_path / "原文.txt").write_text(text, "utf-8")
    assert (
        civcheck("rules", "new", "mou", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包").code
        == 0
    )
    uncommented(tmp_path / "包")
    assert civcheck("rules", "lint", tmp_path / "包").code == 0
    assert 'quote: "二、演练\\n每季度至少1次"' in (tmp_path / "包" / "01-全文.yaml").read_text("utf-8")
    assert "未覆盖 0" in civcheck("rules", "trace", tmp_path / "包").out


def test_sentences_that_are_all_alike_are_drafted_without_a_quote_of_the_whole_text(civcheck, tmp_path):
    (tmp_path / "原文.txt").write_text("办好讲堂。\n" * 2_000, "utf-8")
    made = tmp_path / "包"
    run = civcheck("rules", "new", "mou", tmp_path / "原文.txt", "--year", 2018, "--to", made)
    assert run.code == 0, run.err
    written = (made / "01-全文.yaml").read_text("utf-8")
    assert len(written.encode()) < 1024 * 1024
    assert max(map(len, written.splitlines())) < 100
    # the first can be told from the others by nothing that is near it
    assert written.count("原文里一样的句子不止一处") >= 1_990
    assert civcheck("rules", "lint", made).code == 0


class Counted(str):
    """A text that counts how often it is looked through."""

    looks = 0

    def find(self, *arguments):
        Counted.looks += 1
        return super().find(*arguments)


def test_the_work_of_drafting_grows_with_the_number_of_sentences_alone():
    looks = []
    for lines in (500, 1_000, 20_000):
        text, Counted.looks = Counted("办好讲堂。\n" * lines), 0
        assert len(drafts(text, sentences_of(text))) == lines
        looks.append(Counted.looks / lines)
    assert max(looks) <= 18


def test_a_nul_in_a_text_is_told_with_its_line(civcheck, tmp_path):
    (tmp_path / "原文.txt").write_bytes("一、办好讲堂。\n二、发好\0文章。\n".encode())
    run = civcheck("rules", "new", "mou", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包")
    assert (run.code, "原文第 2 行有空字符" in run.err, (tmp_path / "包").exists()) == (2, True, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_any_usual_encoding(civcheck, tmp_path, encoding: str):
    (tmp_path / "原文.txt").write_bytes(TEXT.encode(encoding))
    civcheck("rules", "new", "mou", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包")
    assert (tmp_path / "包" / "source.txt").read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    "numbering", ["1．", "1)", "一、", "（三）", "(3)", "第十条　", "第一章 ", "①", "二、（一）1."]
)
def test_numbers_at_the_beginning_of_a_sentence_need_no_rule(civcheck, tmp_path, numbering: str):
    (tmp_path / "原文.txt").write_text(f"{numbering}办好讲堂。{numbering}发好文章。\n", "utf-8")
    civcheck("rules", "new", "mou", tmp_path / "原文.txt", "--year", 2018, "--to", tmp_path / "包")
    traced = civcheck("rules", "trace", tmp_path / "包").out
    assert re.findall("没有着落：(.*)", traced) == ["办好讲堂", "发好文章"]
