"""Ledgers that mean harm, or look as if they did: guarantees G1 to G8 and the limits of the safety promise."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.errors import LedgerError
from civcheck.messages import say
from civcheck.model.days import read_day, read_days
from civcheck.model.numbers import read_hours, read_number
from civcheck.model.rawvalue import Context
from civcheck.model.texts import mask, near, normal, sanitize
from civcheck.model.values import read_texts
from civcheck.reading import limits
from civcheck.reading.documents import split_markdown, split_yaml
from civcheck.reading.ledger import _hides_record
from civcheck.reading.mistakes import diagnose, keys_in_text
from civcheck.reading.plain_yaml import NotPlain, parse_plain
from civcheck.reading.scaffold import docx_body
from civcheck.reading.strict_yaml import YamlMistake, parse_written
from civcheck.reading.unitfile import open_unit
from civcheck.reading.walk import Tree, is_dropping, walk
from tests.ledgers import (
    RECORD,
    UNIT,
    hubei,
    only_record,
    read,
    read_files,
    read_record,
    told,
    unread_codes,
    write_ledger,
)

MIB = limits.RECORD_BYTES
SECONDS = 2.0
"""The limit for one record; the inputs below are of the largest size that is read at all."""


def seconds(action: Callable[[], object]) -> float:
    """Measure processor time, so that a busy machine fails no test."""
    start = time.process_time()
    action()
    return time.process_time() - start


# --- limits


LIMITS = [
    ("[" * 100_000, "too-deep"),
    ("{a: " * 100_000, "too-deep"),
    ("- " * 100_000, "too-deep"),
    ("".join(f"{' ' * depth}a:\n" for depth in range(1_000)), "too-deep"),
    ("\n".join(f"k{number}: x" for number in range(201)), "too-many-keys"),
    (RECORD + "主题: [" + "甲, " * 1_001 + "]\n", "too-many-items"),
    (RECORD + "主题:\n" + "- 甲\n" * 1_001, "too-many-items"),
    (RECORD + "备注: " + "长" * 100_001 + "\n", "too-long"),
    (RECORD + "其他:\n" + "".join(f"  k{n}: [{'甲, ' * 150}]\n" for n in range(140)), "too-many-nodes"),
    (RECORD + "其他: &a 甲\n", "yaml-anchor"),
    (RECORD + "其他: *a\n", "yaml-alias"),
    (RECORD + "其他: !!python/object/apply:os.system [touch /tmp/x]\n", "yaml-tag"),
    (RECORD + "<<: {标题: 甲}\n", "yaml-merge"),
    (RECORD + "? [甲]\n: 乙\n", "key-not-text"),
    ("%TAG ! tag:x,2017:\n---\n" + RECORD, "yaml-directive"),
    ("#" * (MIB + 1), "file-too-large"),
]


@pytest.mark.parametrize(("text", "code"), LIMITS, ids=[f"{code} {len(text)}" for text, code in LIMITS])
def test_what_is_over_a_limit_is_unread_and_costs_no_neighbour(tmp_path: Path, text: str, code: str) -> None:
    ledger = read_files(tmp_path, {"a.yaml": text, "b.yaml": RECORD})
    assert code in unread_codes(ledger)
    assert [record.key for record in ledger.records if record.key == "b.yaml"] == ["b.yaml"]


def test_what_is_at_a_limit_is_read(tmp_path: Path) -> None:
    deep = "其他: " + "[" * 30 + "甲" + "]" * 30 + "\n"
    text = (
        RECORD
        + deep
        + "备注: "
        + "长" * 100_000
        + "\n对象: ["
        + ", ".join(f"甲{n}" for n in range(1_000))
        + "]\n"
    )
    filled = text + "# " + "x" * (MIB - len(text.encode()) - 3) + "\n"
    assert len(filled.encode()) == MIB
    record = only_record(read_record(tmp_path, filled))
    assert (len(record.audience), len(record.note or "")) == (1_000, 100_000)


def test_the_limits_hold_for_the_fast_reader_as_for_the_strict_one() -> None:
    for text, code in LIMITS:
        if code in ("too-many-keys", "too-many-items", "too-long", "too-many-nodes", "too-deep"):
            with pytest.raises(NotPlain):
                parse_plain(text)


def test_a_file_of_many_small_records_is_within_the_limits(tmp_path: Path) -> None:
    item = '- 类型: 志愿服务\n  标题: "甲"\n  日期: 2017-03-05\n' + "".join(
        f"  k{n}: 甲\n" for n in range(20)
    )
    for first in ("", "- {类型: 志愿服务, 标题: '甲''乙', 日期: 2017-03-05}\n"):
        assert len(read_record(tmp_path, first + item * 900).records) == 900 + bool(first)


def test_more_texts_in_one_value_than_any_list_may_hold(tmp_path: Path) -> None:
    assert told(read_record(tmp_path, RECORD + "对象: " + "、".join(map(str, range(1_001))) + "\n")) == [
        "a.yaml:4:1 too-many-items"
    ]


def test_folders_below_the_thirty_second_are_not_entered(tmp_path: Path) -> None:
    deep = "/".join(["深"] * 40)
    ledger = read_files(tmp_path, {f"{deep}/a.yaml": RECORD, "深/" * 31 + "b.yaml": RECORD})
    assert [record.key for record in ledger.records] == ["深/" * 31 + "b.yaml"]
    assert [(each.path.count("/"), each.may_hide_record) for each in ledger.skipped] == [(32, True)]


def test_entries_beyond_the_limit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 5)
    monkeypatch.setattr(limits, "RECORDS", 3)
    ledger = read_files(tmp_path, {f"{number}.yaml": RECORD for number in range(9)})
    assert unread_codes(ledger) == ["too-many-entries", "too-many-records", "too-many-records"]
    assert [record.key for record in ledger.records] == ["0.yaml", "1.yaml", "2.yaml"]


# --- time


KEYS = frozenset({"类型", "标题", "日期", "a"})
BLANKS, DIGITS = " " * (MIB - 10), "1" * (MIB - 10)
UGLY = {
    "blanks": BLANKS + "x",
    "blanks and a tab": BLANKS + "\t",
    "a key and blanks": "a: " + BLANKS + "\tx",
    "a key, blanks, a full-width colon": "a" + BLANKS + "：",
    "blank lines": "\n" * MIB,
    "comments": "#\n" * (MIB // 2),
    "one comment": "#" * MIB,
    "dashes": "- " * (MIB // 2 - 2) + "\x01",
    "lines of dashes": ("- " * 20 + "\x01\n") * (MIB // 42),
    "separators": "---\n" * (MIB // 4),
    "dashes without an end": "-" * MIB,
    "separators with blanks": ("---" + " " * 100 + "x\n") * (MIB // 105),
    "open brackets": "a: " + "[" * MIB,
    "flow of flows": "a: [" + "[x], " * (MIB // 5),
    "one long flow": "a: [" + "x, " * (MIB // 3),
    "a long flow mapping": "a: {" + "".join(f"k{n}: x, " for n in range(100_000)),
    "many cuts": "a: [" + "\n".join("x #y" for _ in range(MIB // 5)),
    "open quote": 'a: "' + "x " * (MIB // 2 - 4),
    "quotes": "a: '" + "''" * (MIB // 2 - 4),
    "colons": "a: " + ": " * (MIB // 2 - 4),
    "quotes of full width": "a" + ": “" * (MIB // 6) + "x",
    "keys": "".join(f"k{n}: x\n" for n in range(80_000)),
    "broken lines": "类型: x\n" * (MIB // 11) + "：",
    "literals": "a: |\n  x\n" * (MIB // 9),
    "one long word": "x" * MIB,
    "many records": (RECORD + "---\n") * (MIB // 90),
    "broken documents": "a: [\n---\n" * (MIB // 9),
    "line separators": "a: \u2028" * (MIB // 6),
    "lone dashes": "a: -\n" * (MIB // 5),
    "lone dashes far in": "- " * 1_000 + "a: -\n" + "[",
    "unclosed front matter": "---\n" + "类型: x\n" * (MIB // 11),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", UGLY)
def test_no_text_takes_long_to_parse(name: str) -> None:
    text = UGLY[name]

    def every_reader() -> None:
        for part in split_yaml(text)[:2_000]:
            with contextlib.suppress(NotPlain):
                parse_plain(part.text)
            try:
                parse_written(part.text)
            except YamlMistake as mistake:
                diagnose(mistake, part.text, 1, KEYS.__contains__)
        split_markdown(text)
        split_markdown(f"---\n{text}")
        keys_in_text(text, 1, KEYS.__contains__)

    assert seconds(every_reader) < SECONDS


@pytest.mark.heavy
@pytest.mark.parametrize("name", UGLY)
def test_no_hidden_file_takes_long_to_look_into(tmp_path: Path, name: str) -> None:
    (tmp_path / "_a.yaml").write_text(UGLY[name], "utf-8")
    assert seconds(lambda: _hides_record("_a.yaml", walk(str(tmp_path)))) < SECONDS


VALUES = [
    " " * 100_000 + "x",
    "1" * 100_000,
    "1," * 50_000,
    "十" * 100_000,
    "、" * 100_000,
    "1 " * 50_000,
    "至 " * 50_000,
    "2017-" + " " * 100_000,
    "约" * 100_000,
    "1月1日、" * 20_000,
    "".join(f"甲{number}、" for number in range(16_000)),
    "<" * 100_000,
    "86 " * 33_000,
    "a" * 100_000,
    "a1" * 50_000 + "。",
]


@pytest.mark.heavy
@pytest.mark.parametrize("value", VALUES, ids=[value.strip()[:4] for value in VALUES])
def test_no_value_takes_long_to_read(value: str) -> None:
    def every_reader() -> None:
        for reader in (read_number, read_hours, read_day, read_days, lambda raw, _: read_texts(raw)):
            try:
                reader(value, Context(2017))
            except ValueError:
                continue
        normal(value)
        near(value, [f"名称{number}" for number in range(150)])
        sanitize(value)

    assert seconds(every_reader) < SECONDS


@pytest.mark.heavy
@pytest.mark.parametrize("value", VALUES, ids=[value.strip()[:4] for value in VALUES])
@pytest.mark.parametrize(
    "key", ["标题", "日期", "主题", "时长", "归档", "附件:\n  图片", "场所类别", "其他x"]
)
def test_no_record_takes_long_to_read(tmp_path: Path, key: str, value: str) -> None:
    text = RECORD + f'{key}: "{value}"\n'
    assert seconds(lambda: read_record(tmp_path, text)) < SECONDS


@pytest.mark.heavy
def test_a_thousand_names_that_are_not_there_are_answered_in_time(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"图片/IMG_{number:05}.jpg": "x" for number in range(2_000)}
    names = ", ".join(f"图片/DSC_{number:05}.jpg" for number in range(900))
    text = RECORD + f"附件:\n  图片: [{names}]\n"
    root = write_ledger(tmp_path, {"a.yaml": text, **files})
    assert seconds(lambda: read(root)) < 2 * SECONDS


@pytest.mark.heavy
def test_a_folder_named_over_and_over_is_read_no_further(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"图片/{number}.jpg": "x" for number in range(1_000)}
    names = ", ".join("./" * number + "图片" for number in range(300))
    root = write_ledger(tmp_path, {"a.yaml": RECORD + f"附件:\n  图片: [{names}]\n", **files})
    assert seconds(lambda: read(root)) < SECONDS
    ledger = read(root)
    assert len(only_record(ledger).evidence) == 1_000
    assert [each.split()[1] for each in told(ledger)] == ["too-many-items"]


@pytest.mark.heavy
def test_one_file_named_by_very_many_records_takes_no_quadratic_time(tmp_path: Path) -> None:
    item = "- {类型: 志愿服务, 标题: 甲, 日期: 2017-03-05, 附件: {图片: 1.jpg}}\n" * 1_000
    root = write_ledger(tmp_path, {"1.jpg": "x", **{f"{n}.yaml": item for n in range(5)}})
    assert seconds(lambda: read(root)) < 2 * SECONDS
    assert len(read(root).shared["1.jpg"]) == 5_000


@pytest.mark.parametrize("name", ["(" * 255, "(冲突" * 36, "~" * 255, "a." * 120, "(a" * 127])
def test_no_name_takes_long_to_look_at(name: str) -> None:
    assert seconds(lambda: is_dropping(name)) < 0.1


# --- files that are none


def packed(body: bytes, count: int = 1) -> bytes:
    """Pack a docx body."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(count):
            archive.writestr("word/document.xml", body)
    return raw.getvalue()


@pytest.mark.parametrize(
    "body", [b"<" * 60_000_000, b"\xe3\x80\x90" * 20_000_000, b"<a" * 30_000_000], ids=["<", "【", "<a"]
)
def test_a_zip_bomb_is_opened_no_further_than_its_limit(body: bytes) -> None:
    bomb = packed(body + "【待填】".encode())
    assert len(bomb) < 1_000_000
    assert seconds(lambda: docx_body(bomb)) < 5
    assert len(docx_body(bomb)) <= limits.ZIP_PART_BYTES


@pytest.mark.parametrize("cut", range(0, 160, 7))
def test_a_zip_that_is_cut_or_scrambled_is_no_more_than_no_docx(cut: int) -> None:
    raw = packed(b"<w:t>x</w:t>")
    for broken in (
        raw[:cut],
        raw[cut:],
        raw[:cut] + b"\xff\xff\xff\xff" + raw[cut + 4 :],
        b"PK" + raw[:cut] * 3,
    ):
        assert isinstance(docx_body(broken), bytes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_what_is_no_regular_file_is_listed_and_never_opened(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "t", {"a.yaml": RECORD + "附件:\n  总结: [管道.txt, 插座.txt, 链.txt]\n"})
    for name in ("管道.txt", "管道.yaml", "judgements.yaml", "civcheck.toml"):
        os.mkfifo(root / name)
    with socket.socket(socket.AF_UNIX) as plug:
        here = Path.cwd()
        os.chdir(root)
        try:
            plug.bind("插座.txt")
        finally:
            os.chdir(here)
        (root / "链.txt").symlink_to("/etc/passwd")
        (root / "链.md").symlink_to("/dev/zero")
        (root / "环").symlink_to(root)
        ledger = read(root)
    assert {each.path: each.may_hide_record for each in ledger.skipped} == {
        "civcheck.toml": False, "judgements.yaml": True, "插座.txt": False, "环": True,
        "管道.txt": False, "管道.yaml": True, "链.md": True, "链.txt": False,
    }  # fmt: skip
    assert [each.code for each in ledger.problems] == ["file-not-found", "file-not-found", "path-link"]
    assert only_record(ledger).evidence == ()


def test_a_fifo_for_a_unit_is_no_unit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "unit.yaml")
    with pytest.raises(LedgerError):
        open_unit(str(tmp_path))


def seen_by_somebody_else(root: Path) -> list[str]:
    """Read a ledger as a user who is nobody, in a process of its own; list what is told."""
    hubei()
    back, forth = os.pipe()
    child = os.fork()
    if child == 0:
        lines = ["no answer"]
        try:
            os.setuid(65534)
            ledger = read(root)
            lines = [f"{each.place} {each.code} {each.weight}" for each in ledger.problems]
            lines.append(f"{len(ledger.records)} {[each.path for each in ledger.skipped]}")
        finally:
            os.write(forth, "\n".join(lines).encode())
            os._exit(0)
    os.close(forth)
    with os.fdopen(back, encoding="utf-8") as answer:
        told_there = answer.read().splitlines()
    os.waitpid(child, 0)
    return told_there


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become somebody else")
def test_what_may_not_be_read_is_told_and_stops_nothing() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        text = RECORD + "附件:\n  总结: 锁.txt\n  图片: 1.jpg\n"
        secret = {"锁.yaml": RECORD, "锁.txt": "x", "锁/b.yaml": RECORD, "_锁.md": "x"}
        write_ledger(root, {"a.yaml": text, "1.jpg": "x", **secret})
        root.chmod(0o755)
        for path in ("锁.yaml", "锁.txt", "锁", "_锁.md"):
            (root / path).chmod(0)
        assert seen_by_somebody_else(root) == [
            "a.yaml:5:3 file-unreadable value",
            "锁 folder-unreadable unread",
            "锁.yaml unreadable unread",
            "1 ['_锁.md']",
        ]


# --- nothing outside, nothing written, nothing run


def test_a_ledger_cannot_name_a_rule_pack_by_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(__file__).parents[2] / "rules" / "hubei-2017", tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    for name in ("../mine", "./mine", "mine", str(tmp_path / "mine"), "..\\mine", "。/mine"):
        root = write_ledger(tmp_path / "台账", {}, UNIT + f"规则: '{name}'\n")
        with pytest.raises(Exception, match=r"error\.(unit|no-pack)"):
            audit(root)


def test_only_files_of_the_ledger_are_opened(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path / "台账",
        {
            "a.yaml": RECORD + "附件:\n  总结: [../外.txt, /etc/passwd, 深/../../外.txt, a.txt]\n",
            "a.txt": "x",
            "judgements.yaml": "- 规则: '5.3'\n  结论: 替代\n  理由: 甲\n  认定人: 乙\n  有效期至: 2018-12-31\n"
            "  依据: ../外.txt\n",
        },
    )
    (tmp_path / "外.txt").write_text("x")
    opened: list[str] = []
    watching = [True]

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event == "open" and isinstance(args[0], str):
            opened.append(args[0])

    sys.addaudithook(watch)
    read(root)
    watching.clear()
    assert {Path(path).name for path in opened if str(tmp_path) in path} <= {
        "unit.yaml",
        "a.yaml",
        "a.txt",
        "judgements.yaml",
    }
    assert not [path for path in opened if path.startswith("/etc")]


def test_reading_writes_nothing_into_the_ledger(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"a.yaml": RECORD, "b/c.yaml": "类型: [", "civcheck.toml": "x"})
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}
    read(root)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")} == before


# --- names


NAMES = [
    "\u202egpj.yaml",
    "a\u200b.yaml",
    "甲\x07.yaml",
    "换\n行.yaml",
    "x" * 250 + ".yaml",
    " .yaml",
    "[red]a[/red].yaml",
    "${x}.yaml",
    "{0}.yaml",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_record_in_a_file_of_an_odd_name_is_read_and_can_be_told(tmp_path: Path, name: str) -> None:
    ledger = read_files(tmp_path, {name: RECORD + "参加人数: 全体\n"})
    assert [record.key for record in ledger.records] == [name]
    shown = sanitize(str(ledger.problems[0].place), 1_000)
    assert not set("\u202e\u200b\x07\n") & set(shown)


def test_a_name_that_is_no_unicode_is_read_and_can_be_told(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {})
    try:
        (root / os.fsdecode(b"\xff\xfe.yaml")).write_text(RECORD + "参加人数: 全体\n", "utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    ledger = read(root)
    assert len(ledger.records) == 1
    assert sanitize(str(ledger.problems[0].place)).encode()
    assert audit(root).incomplete is False


def test_braces_and_markup_in_values_stay_what_they_are(tmp_path: Path) -> None:
    value = "{what} %s [bold]x[/bold] ${jndi:ldap://x} =1+1 {{7*7}}"
    (problem,) = read_record(tmp_path, RECORD + f"参加人数: '{value}'\n").problems
    assert value in say(problem.what)


PERSONAL = [
    "13812345678",
    "电话138-1234-5678",
    "+86 138 1234 5678",
    "１３８１２３４５６７８",
    "tel:13812345678，",
    "8613812345678",
]
IDS = ["11010519491231002X", "110105 19491231 002x", "号11010519491231002X号"]


@pytest.mark.parametrize("value", PERSONAL + IDS)
@pytest.mark.parametrize(
    "where",
    [
        "参加人数: {}人甲",
        "日期: {}",
        "类型: {}",
        "{}: 甲",
        "附件: {{图片: {}.jpg}}",
        "关联: {}",
        "场所类别: {}",
        "大型活动: {}",
    ],
)
def test_a_personal_number_comes_out_masked_wherever_it_stood(tmp_path: Path, where: str, value: str) -> None:
    lines = dict(line.split(": ") for line in RECORD.splitlines())
    key, _, rest = where.format(f'"{value}"' if where.startswith("{}") else value).partition(": ")
    text = "".join(f"{name}: {each}\n" for name, each in ({**lines, key: rest}).items())
    ledger = read_record(tmp_path, text)
    said = [say(each) for problem in ledger.problems for each in (problem.what, problem.why, problem.cure)]
    digits = "".join(sign for text in said for sign in normal(sanitize(text)) if sign.isdigit())
    assert "13812345678" not in digits
    assert "11010519491231002" not in digits


def test_a_number_cut_by_the_length_of_a_message_is_masked_first() -> None:
    assert "1381234" not in sanitize("甲" * 290 + "13812345678" + "乙" * 50)


def test_what_looks_like_a_personal_number_and_is_none_stays() -> None:
    for text in (
        "91420100MA4K12345X",
        "110105194913310021",
        "a13812345678bcde",
        "订单202001011234567890",
        "138123456789",
        "2017031512345678",
    ):
        assert sanitize(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ID11010519491231002X号", "ID11*************02X号"),
        ("a13812345678b", "a138****5678b"),
        ("(138)12345678", "(138)****5678"),
        ("138.1234.5678", "138.****.5678"),
        ("138—1234—5678", "138—****—5678"),
        ("138\u30001234\u00a05678", "138\u3000****\u00a05678"),
        ("013812345678", "0138****5678"),
        ("130503670401001", "13**********001"),
        ("110105194912310021", "11*************021"),
    ],
)
def test_a_personal_number_is_masked_however_it_is_written(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_the_memory_of_compared_texts_holds_short_ones_only() -> None:
    from civcheck.model import texts, values

    before = texts._short_normal.cache_info().currsize, values._short_split.cache_info().currsize
    for number in range(50):
        normal(f"{number}" + "长" * 300)
        read_texts(f"{number}" + "长" * 300)
    assert before == (texts._short_normal.cache_info().currsize, values._short_split.cache_info().currsize)


def test_the_walk_of_a_folder_that_ends_in_a_slash_is_the_same(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"夹e\u0301/a.yaml": RECORD})
    trees: list[Tree] = [walk(str(tmp_path)), walk(f"{tmp_path}/")]
    assert trees[0] == trees[1]
