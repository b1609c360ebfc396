"""Pinning a pack in unit.yaml: nothing but 规则 changes, or nothing at all is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from civcheck.app.locking import lock_lines, locked_unit
from civcheck.cli.console import write_file
from civcheck.errors import UsageError
from civcheck.messages import say
from civcheck.reading.unitfile import open_unit, pack_pin

PACK = "hubei-2017"
UNIT = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n"
FACTS = "其他事实: {有下级单位: 否}\n"


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def unit_file(folder: Path, text: str | bytes) -> Path:
    file = folder / "unit.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def locked(folder: Path, text: str) -> str:
    """Pin the pack, see that a second time changes nothing, and give the text."""
    file = unit_file(folder, text)
    found, before, after = locked_unit(str(folder), PACK)
    assert (found, before) == (file, text)
    file.write_bytes(after.encode())
    assert locked_unit(str(folder), PACK) == (file, after, after)
    pin = pack_pin(open_unit(str(folder)))
    assert pin is not None and pin.digest is not None
    return after


def told(folder: Path) -> str:
    with pytest.raises(UsageError) as raised:
        locked_unit(str(folder), PACK)
    said = say(raised.value.message)
    assert lock_lines(PACK).strip() in said
    return said


@pytest.mark.parametrize(
    ("before", "rules", "behind"),
    [
        pytest.param(UNIT, "", "", id="none yet"),
        pytest.param(UNIT, "规则:\n\n  包: hubei-2017\n\n  版本: 0.1.0\n", "职能: []\n", id="blank lines"),
        pytest.param(UNIT, "规则:\n  包: hubei-2017\n", "\n# 尾注\n", id="a comment behind"),
        pytest.param("# 头\n", "规则: hubei-2017\n", f"  # 事实的说明\n{FACTS}{UNIT}", id="comment of the next key"),
        pytest.param(UNIT, "规则: {包: hubei-2017,\n  版本: 1.0.0}\n", FACTS, id="in braces"),
        pytest.param(UNIT, "'rules' :\n  id: hubei-2017\n", FACTS, id="in English"),
        pytest.param(UNIT, "规则:\n", FACTS, id="empty"),
        pytest.param(UNIT, "", "...\n", id="an end of the document"),
        pytest.param(f"---\n{UNIT}", "", "---\n", id="lines around the document"),
        pytest.param(f"\ufeff{UNIT}", "规则: hubei-2017\n", "", id="a mark of UTF-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_the_lines_of_the_pack_change(
    tmp_path: Path, before: str, rules: str, behind: str, end: str
) -> None:
    after = locked(tmp_path, (before + rules + behind).replace("\n", end))
    assert after == (before + lock_lines(PACK) + behind).replace("\n", end)


def test_a_last_line_without_an_end_gets_one(tmp_path: Path) -> None:
    assert locked(tmp_path, UNIT.rstrip("\n")) == UNIT + lock_lines(PACK)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{UNIT}规则:\n# 说明\n  包: hubei-2017\n", id="a comment inside"),
        pytest.param(f"{UNIT}规则:   # 重要\n  包: hubei-2017\n", id="a comment beside the key"),
        pytest.param(f"{UNIT}规则: hubei-2017 # 市局定的\n", id="a comment behind the value"),
        pytest.param("{单位名称: 江城市司法局, 单位类型: 县区司法局, 年度: 2017}\n", id="all in braces"),
        pytest.param("".join(f"  {row}\n" for row in UNIT.split("\n")), id="all indented"),
        pytest.param(f"{UNIT}? 规则\n: {{包: hubei-2017}}\n", id="a key with a question mark"),
        pytest.param(f"{UNIT}备注: 甲\u2028规则: 乙\n", id="an odd end of a line"),
        pytest.param(f"{UNIT}规则: {{包: hubei-2017,\n版本: 1.0.0}}\n", id="braces that go on"),
        pytest.param(f"{UNIT}规则:\n  包: hubei-2017\n  参数: {{材料期限: 10}}\n", id="another key"),
        pytest.param(f"{UNIT}规则: hubei-2017\nrules: hubei-2017\n", id="twice"),
        pytest.param(f"{UNIT}备注: |\n  甲", id="text that a line end would change"),
        pytest.param(f'{UNIT}备注: "甲\n规则: 乙"\n', id="within a text"),
        pytest.param(UNIT.encode("gb18030"), id="GB18030"),
        pytest.param(UNIT.encode("utf-16"), id="UTF-16"),
    ],
)
def test_what_cannot_be_kept_is_left_alone(tmp_path: Path, text: str | bytes) -> None:
    file = unit_file(tmp_path, text)
    before = file.read_bytes()
    assert "没有改" in told(tmp_path)
    assert file.read_bytes() == before


def test_a_file_that_is_read_only_is_left_alone(tmp_path: Path) -> None:
    unit_file(tmp_path, UNIT).chmod(0o444)
    assert "只读" in told(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="no modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_that_is_written_again_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    file = unit_file(tmp_path, UNIT)
    file.chmod(mode)
    write_file(file, b"")
    assert file.stat().st_mode & 0o777 == mode
