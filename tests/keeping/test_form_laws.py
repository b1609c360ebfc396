"""Laws of fmt: a record means the same before and after, doing it twice changes nothing, no comment is lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from civcheck.language.pack import RulePack
from civcheck.model.problem import Problem
from civcheck.reading.documents import Region, regions_of
from civcheck.reading.formatting import Formatted
from civcheck.reading.packsource import find_pack
from civcheck.reading.packtests import read_pack_tests
from civcheck.reading.rulepack import read_pack
from tests.complete.builder import write as write_complete
from tests.complete.ledgers import UNITS, Facts, complete
from tests.keeping.meaning import formatter, meaning
from tests.reading.test_laws import FRAGMENTS, blocks, texts

ROOT = Path(__file__).parents[2]
quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)


@cache
def the_pack(name: str) -> RulePack:
    """Read a pack once."""
    return read_pack(name)


def holds(path: str, raw: bytes, pack: str = "hubei-2017") -> Formatted | Problem | None:
    """Bring a file into form and hold the laws."""
    done = formatter(pack).format(path, raw)
    if not isinstance(done, Formatted):
        return done
    assert meaning(path, done.new, the_pack(pack)) == meaning(path, raw, the_pack(pack))
    again = formatter(pack).format(path, done.new)
    assert isinstance(again, Formatted)
    assert (again.new, +Counter(again.changes)) == (done.new, Counter())
    assert done.new.decode() == done.after
    assert not re.search("\r|\ufeff\\A", done.after)
    assert (done.raw != done.new) == any(done.changes.values())
    return done


def ruamel(text: str) -> list[Any]:
    """Read every document by ruamel.yaml, every value as it is written."""
    reader = YAML(typ="rt")
    reader.preserve_quotes = True
    return [reader.load(each.text) for each in regions_of(text, False) if isinstance(each, Region)]


def as_written(value: Any) -> Any:
    """Give what ruamel.yaml has read as plain lists, and order of keys left out."""
    if isinstance(value, dict):
        return {str(key): as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_written(each) for each in value]
    out = io.StringIO()
    YAML().dump([value], out)
    return out.getvalue()


# --- records as clerks write them

KINDS = ["道德法治讲堂", "志愿服务", "观摩交流", "红榜发布", "经验推广", "无此类型"]
DAYS = [
    "2017-03-05", "2017.3.5", "2017/3/5", "2017年3月5日", "3月5日", "２０１７-３-５", "2017-3-5至2017-3-7",
    "2017年4月3日至6日", "2017.3.5、2017.3.8", "[2017.3.5, 2017-03-08]", "{起: 2017.3.5, 止: 2017.3.6}",
    "{start: 2017.3.5, end: 2017.3.6}", '"2017.3.5"', "'2017.3.5'", "2017年3月", "长期", "/", "", "-",
    "\n    - 2017.3.5\n    - 2017.3.6", "2017-02-30", "2017.3.5 # 第一天", "2017-03-05/2017-03-05",
]  # fmt: skip
VALUES = [
    "甲", "甲、乙", '"甲: 乙"', "'甲 # 乙'", "[甲, 乙]", "46人", "是", "010", "1.10", "9:30", "{a: b}", "/", "-", "",
    "|\n    第一行  \n    第二行   \n      三\n", "|-\n    甲\n\n\n", "|+\n    甲\n\n", ">\n    甲\n    乙\n", "甲   ",
    "甲\n    乙", '"甲\n    乙"', "2017.3.5", "http://x/y#z", "【待填】", "甲 # 说明", "甲\t",
    "\n    - 甲\n    - 乙 # 二",
]  # fmt: skip
EVIDENCE = [
    "方案.pdf", "{文件: a.pdf, 日期: 2017.3.1}", "{file: a.pdf, date: 2017年3月1日, caption: 说}", "[a.pdf, b.pdf]",
    "图片/", "\n      - 文件: a.pdf\n        日期: 2017.3.1\n      - b.pdf", "本文", "无此.docx",
    "{文件: a.pdf, file: b.pdf}", "{file: a.pdf, 错: 1}",
]  # fmt: skip
KEYS = [
    "编号", "id", "地点", "place", "主办", "organiser", "参加人数", "attendance", "时长", "hours", "对象", "主题",
    "themes",
    "报送日期", "reported_on", "形式", "主讲人", "平台", "备注", "note", "其他", "extra", "大型活动", "无此键", "关联",
    '"地点"', "'note'", "负责人", "身份", "公示日期", "链接",
]  # fmt: skip
BETWEEN = [
    "",
    "",
    "",
    "\n",
    "{i}# 说明\n",
    "# 靠左  \n",
    "{i}# 一\n\n",
    "\n{i}# 二\n",
    "{i}      # 深\n",
    "   \n",
]


@st.composite
def records(draw: st.DrawFn, indent: str = "") -> str:
    """A record as rows: keys in any order, comments anywhere, the odd alias, the odd slip."""
    entries = [
        (draw(st.sampled_from(["类型", "kind"])), draw(st.sampled_from(KINDS))),
        (draw(st.sampled_from(["标题", "title"])), draw(st.sampled_from(["甲乙", '"甲: 乙"', ""]))),
        (draw(st.sampled_from(["日期", "date"])), draw(st.sampled_from(DAYS))),
    ]
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=6, unique=True)):
        days = key in ("报送日期", "reported_on", "公示日期")
        entries.append((key, draw(st.sampled_from(DAYS if days else VALUES))))
    if draw(st.booleans()):
        roles = draw(
            st.lists(st.sampled_from(["方案", "图片", "报道", "plan", "文件"]), max_size=3, unique=True)
        )
        below = "".join(f"\n    {role}: {draw(st.sampled_from(EVIDENCE))}" for role in roles)
        entries.append((draw(st.sampled_from(["附件", "evidence"])), below))
    if draw(st.booleans()):
        filing = draw(st.sampled_from(["{档号: A1, 日期: 2017.4.1}", "{archive_number: A1, date: 2017.4.1, box: 1}",
                                       "\n    日期: 2017.4.1\n    # 盒\n    盒号: 3", "是", "A1"]))  # fmt: skip
        entries.append((draw(st.sampled_from(["归档", "filing"])), filing))
    rows = []
    for key, value in draw(st.permutations(entries)):
        between = draw(st.sampled_from(BETWEEN)).replace("{i}", indent)
        tail = (
            draw(st.sampled_from(["", "", " ", "   # 尾"])) if "|" not in value and ">" not in value else ""
        )
        sign = " " if value and value[0] not in "\n" else ""
        rows.append(f"{between}{indent}{key}:{sign}{value.replace(chr(10), chr(10) + indent)}{tail}\n")
    return "".join(rows)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of records: one, a list, several documents; in any encoding, with any line ends."""
    shape = draw(st.sampled_from(["one", "list", "documents", "wide list"]))
    head = draw(st.sampled_from(["", "# 头\n", "# 头\n\n", "---\n", "--- # 头\n", "\n"]))
    if shape == "one":
        text = head + draw(records())
    elif shape == "documents":
        text = head + "---\n".join(draw(st.lists(records(), min_size=2, max_size=3)))
    else:
        dash = "- " if shape == "list" else "  -   "
        text = head
        for record in draw(st.lists(records(" " * len(dash)), min_size=1, max_size=3)):
            at = next(re.finditer(rf"^ {{{len(dash)}}}(?=[^ #\n])", record, re.MULTILINE)).start()
            text += record[:at] + dash + record[at + len(dash) :]
    text += draw(st.sampled_from(["", "", "# 末\n", "\n\n", "...\n"]))
    text = text[:-1] if draw(st.booleans()) else text
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    mark, codec = draw(st.sampled_from([("", "utf-8"), ("", "utf-8"), ("\ufeff", "utf-8"), ("", "gb18030"),
                                        ("\ufeff", "utf-16-le"), ("", "utf-16-be")]))  # fmt: skip
    return (mark + text).encode(codec)


@settings(quick, max_examples=150)
@given(files())
def test_a_record_means_the_same_before_and_after(raw: bytes) -> None:
    done = holds("a.yaml", raw)
    if isinstance(done, Formatted):
        assert sorted(map(str.rstrip, comments(done.after))) == sorted(map(str.rstrip, comments(done.before)))


def comments(text: str) -> list[str]:
    """List what looks like a comment: rows of literal texts too, which must stay as well."""
    return [found[0] for found in _COMMENT.finditer(text)]


@settings(quick, max_examples=60)
@given(records())
def test_another_reader_of_yaml_finds_the_same_values(text: str) -> None:
    done = formatter().format("a.yaml", text.encode())
    if not isinstance(done, Formatted) or done.changes["keys"] or done.changes["days"]:
        return
    try:
        before = ruamel(done.before)
    except Exception:  # what it refuses, it cannot compare
        return
    assert as_written(ruamel(done.after)) == as_written(before)


@settings(quick, max_examples=60)
@given(records(), st.sampled_from(["", "正文  \n第二行\n", "\n正文", "甲\n---\n乙\n"]))
def test_a_narrative_stays_as_it_is(text: str, narrative: str) -> None:
    done = holds("a.md", f"---\n{text}---\n{narrative}".encode())
    if isinstance(done, Formatted):
        assert done.after.partition("\n---\n")[2].rstrip("\n") == narrative.rstrip("\n")


@settings(quick, max_examples=150)
@given(
    st.one_of(
        texts, blocks, st.lists(st.sampled_from([*FRAGMENTS, "类型: 志愿服务\n"]), max_size=14).map("".join)
    )
)
@example("类型: 志愿服务\n标题: |\n  a")
@example("- 类型: a\n- b\n")
@example("--- 类型: a\n")
@example("--- {类型: 志愿服务, 标题: a, kind: b}\n")
@example("类型: -\n标题: -\n")
@example("? 类型\n: 志愿服务\n? 标题\n: a\n")
def test_whatever_a_file_holds_it_is_brought_into_form_or_left(text: str) -> None:
    for path in ("a.yaml", "a.md"):
        holds(path, text.encode("utf-8", "surrogatepass"))


# --- ledgers that there are


def test_every_record_of_the_sample_ledger() -> None:
    found = [each for each in sorted((ROOT / "sample_ledger").rglob("*")) if each.suffix in (".yaml", ".md")]
    done = [holds(each.name, each.read_bytes()) for each in found]
    assert sum(isinstance(each, Formatted) for each in done) == 46


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.raw["单位类型"])
def test_every_record_of_a_complete_ledger(unit: Facts, tmp_path: Path) -> None:
    root = write_complete(complete(unit), tmp_path / "l")
    count = 0
    for each in sorted(root.rglob("*")):
        if each.suffix in (".yaml", ".md") and each.name != "unit.yaml":
            count += isinstance(holds(each.name, each.read_bytes()), Formatted)
    assert count > 10


@pytest.mark.parametrize(
    "pack", ["hubei-2017", "example-city-2017", "example-monthly-2018", "example-score-2018"]
)
def test_every_record_of_the_packs_own_tests(pack: str) -> None:
    texts = texts_of_cases(pack)
    if pack == "example-city-2017":  # most of its cases are those of the pack below it
        texts -= texts_of_cases("hubei-2017")
    assert sum(isinstance(holds("a.yaml", each.encode(), pack), Formatted) for each in sorted(texts)) > 20


def texts_of_cases(pack: str) -> set[str]:
    """Write the records of every case of a pack's tests as a file, each once."""
    lists = ([dict(each) for each in case.records] for case in read_pack_tests(find_pack(pack)).cases)
    return {yaml.safe_dump(records, allow_unicode=True, sort_keys=False) for records in lists if records}
