"""``civcheck privacy``: what it prints, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from inline_snapshot import snapshot

from civcheck.app.schemas import privacy_schema
from civcheck.messages import say
from civcheck.model.privacy import place_in_file
from civcheck.report.layout import width_of

from ..cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
from ..ledgers import RECORD, write_ledger
from ..reading.material.samples import SHEET, WORD, docx_of, ole_of, zip_of

ID = "11010519491231002X"
HELP = "类型: 未成年人法律援助\n标题: 援助\n日期: 2017-05-05\n备注: 来电 13812345678\n其他: {联系: 共13912345678}\n"


def a_ledger(root: Path) -> Path:
    files = {"a.yaml": f"{RECORD}备注: 身份证{ID}，共 13812345678\n", "b.yaml": HELP, f"图/{ID}.jpg": "x"}
    return write_ledger(root / "台账", files)


def test_what_is_said(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    ended = civcheck("privacy", str(a_ledger(tmp_path)), "--as-of", "2017-12-31")
    assert ended.code == 1
    assert ended.out == snapshot("""\
江城市司法局 · 2017 年度 · 基准日 2017-12-31 · 个人信息
台账里见到个人信息 5 处，在 3 条记录或文件里；号码都已遮盖。

── 《清扫街道》（a.yaml） ──────────────────────────────────────────────────────
   见到    身份证号 11*************02X、疑似手机号 138****5678
   位置    第 4 行
   依据    个人信息保护法第二十八条、第二十九条、第五十一条

── 《援助》（b.yaml） ──────────────────────────────────────────────────────────
   见到    手机号 2 个（如 138****5678）
   位置    第 4 行、第 5 行
   依据    个人信息保护法第五十一条、法律援助法第二十一条、未成年人保护法第七十
           二条
   类型    未成年人法律援助（敏感）

── 图/11*************02X.jpg ───────────────────────────────────────────────────
   见到    身份证号 11*************02X
   位置    文件名
   依据    个人信息保护法第二十八条、第二十九条、第五十一条

怎么办：删去或遮盖（身份证号留前两位、后三位，手机号写成 138****1234），原件在台
账以外另行保管。
“疑似”：样子像，旁边没有字说明它是，请看一眼。
看了：记录文件全文、文件名和文件夹名、1 个附件的内容。
""")


def test_what_is_said_in_english(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    ended = civcheck("privacy", str(a_ledger(tmp_path)), "--as-of", "2017-12-31", "--lang", "en")
    assert ended.out == snapshot("""\
江城市司法局 · year 2017 · as of 2017-12-31 · personal data
Personal data in 5 places, in 3 records or files; all numbers are masked.

── “清扫街道” (a.yaml) ─────────────────────────────────────────────────────────
   seen    resident ID number 11*************02X, possible mobile number
           138****5678
   where   line 4
   law     Personal Information Protection Law Art. 28, 29, 51

── “援助” (b.yaml) ─────────────────────────────────────────────────────────────
   seen    mobile number × 2 (such as 138****5678)
   where   line 4, line 5
   law     Personal Information Protection Law Art. 51, 法律援助法第二十一条、未
           成年人保护法第七十二条
   kind    未成年人法律援助 (sensitive)

── 图/11*************02X.jpg ───────────────────────────────────────────────────
   seen    resident ID number 11*************02X
   where   file name
   law     Personal Information Protection Law Art. 28, 29, 51

What to do: take it out or cover it (of an ID number the first two and last
three digits may stay, of a mobile 138****1234), and keep the original outside
the ledger.
“possible”: it looks like one, and no word near it says so; please have a look.
Looked at: record files in full, names of files and folders, the content of 1
attachment.
""")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_at_no_width_a_masked_number_is_broken_or_a_label_out_of_its_column(
    civcheck: Any,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    lang: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = civcheck("privacy", str(a_ledger(tmp_path)), "--as-of", "2017-12-31", "--lang", lang).out.split(
        "\n"
    )
    assert all(width_of(row) <= width for row in rows)
    assert not [row for row in rows if re.search(r"\*$|^ *\*", row)]
    labelled = [row for row in rows if row.startswith("   ")]
    assert labelled and all(width_of(row[: row.rindex("  ") + 2]) == 11 for row in labelled)


def test_where_in_an_attachment_is_said_in_the_language_of_the_report() -> None:
    names = ["文件名", "正文", "文本", "页脚", "第12页", "Sheet1!B3"]
    said = [place_in_file(name) for name in names]
    assert [each if isinstance(each, str) else say(each, "en") for each in said] == [
        "file name", "正文", "text", "footer", "page 12", "Sheet1!B3",
    ]  # fmt: skip


def test_json_has_everything_and_no_number(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    ended = civcheck("privacy", str(a_ledger(tmp_path)), "--as-of", "2017-12-31", "--format", "json")
    raw = json.loads(ended.out)
    schema = jsonschema.Draft202012Validator(privacy_schema())
    schema.validate(raw)
    assert not schema.is_valid({**raw, "more": 1})
    assert ID not in ended.out
    assert (raw["unit"], raw["year"], raw["as_of"], raw["count"]) == ("江城市司法局", 2017, "2017-12-31", 5)
    assert [(each["file"], each["sensitive"], len(each["found"])) for each in raw["holders"]] == [
        ("a.yaml", False, 2), ("b.yaml", True, 2), ("图/11*************02X.jpg", False, 1),
    ]  # fmt: skip
    assert raw["holders"][0]["found"][1] == {
        "sort": "mobile", "shown": "138****5678", "weak": True, "line": 4, "where": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({"a.yaml": RECORD}, 0, id="nothing"),
        pytest.param({"a.yaml": f"{RECORD}备注: {ID}\n"}, 1, id="something"),
        pytest.param({"a.yaml": f"{RECORD}备注: 13812345678\n"}, 1, id="something that is weak"),
        pytest.param(
            {"a.yaml": RECORD, "b.yaml": "# " + "长" * 400_000}, 3, id="a file too large to be read"
        ),
        pytest.param({"a.yaml": f"{RECORD}备注: {ID}\n", "b.yaml": "# " + "长" * 400_000}, 1, id="both"),
    ],
)
def test_how_it_ends(civcheck: Any, tmp_path: Path, files: dict[str, str], code: int) -> None:  # noqa: F811
    ended = civcheck("privacy", str(write_ledger(tmp_path / "l", files)), "--as-of", "2017-12-31")
    assert ended.code == code
    assert ("没有看到的" in ended.out) == (len(files) == 2)


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("{}", "--format", "html"), ("{}", "--as-of", "x"), ("{}", "--rules", "no")]
)
def test_a_wrong_command_line_is_2(civcheck: Any, tmp_path: Path, arguments: tuple[str, ...]) -> None:  # noqa: F811
    root = str(write_ledger(tmp_path / "l", {"a.yaml": RECORD}))
    ended = civcheck("privacy", *(each.format(root) for each in arguments))
    assert (ended.code, ended.out) == (2, "")


def test_many_lines_are_counted(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    rows = "".join(f"  {ID}\n" for _ in range(25))
    ended = civcheck("privacy", str(write_ledger(tmp_path / "l", {"a.yaml": f"{RECORD}备注: |\n{rows}"})))
    assert "第 24 行" in ended.out
    assert "第 25 行" not in ended.out


def test_a_ledger_is_never_written_to(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    root = a_ledger(tmp_path)
    before = sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*"))
    civcheck("privacy", str(root))
    assert sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*")) == before


@pytest.mark.parametrize("name", ["签到.doc", "签到.xls", "签到.zip", "签到.docx"])
def test_what_has_text_that_nobody_read_is_not_said_to_be_free_of_numbers(
    civcheck: Any,  # noqa: F811
    tmp_path: Path,
    name: str,
) -> None:
    raw = {"doc": ole_of(WORD), "xls": ole_of(SHEET), "zip": zip_of({"a": "b"}), "docx": docx_of("甲")[:200]}
    root = write_ledger(tmp_path / "台账", {name: raw[name.partition(".")[2]]})
    ended = civcheck("privacy", str(root), "--as-of", "2017-12-31")
    assert ended.code == 3
    assert f"没有看到的：{name}" in ended.out
