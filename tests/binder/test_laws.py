"""What holds of every binder: each file that a record names is in it once, byte for byte, and nothing else is."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from civcheck.app.binding.laying import Laid, Personal, lay_out
from civcheck.app.binding.writing import write_binder
from tests.binder.ledgers import NUMBERS, OTHER, SEAL, assert_sealed, copied, files_of, texts_of
from tests.ledgers import read, write_ledger

DAY, KEPT = date(2018, 6, 30), Personal()
_KINDS = ("志愿服务", "道德法治讲堂", "制度文件", "全民阅读", "慈善一日捐")
_TITLES = st.one_of(
    st.sampled_from(["清扫街道", "CON", "a" * 300, "..", "第/一\\讲: <*>?"]),
    st.text("甲a. /*", min_size=1, max_size=9),
)
_NAMES = ("方案.txt", "a.txt", "A.TXT", "图/a.txt", "图/A.txt", "aux.txt", "长" * 70 + ".txt", "尾 .txt")


@st.composite
def ledgers(draw):
    """Make records, some in one file, that name files of their own and of each other."""
    files, places = {}, [f"{folder}/{name}" for folder in ("甲", "乙/丙") for name in _NAMES]
    for number, path in enumerate(places):
        files[path] = f"第{number}份" * draw(st.integers(1, 3))
    for number in range(draw(st.integers(1, 4))):
        folder = draw(st.sampled_from(["", "甲/", "乙/丙/"]))
        up = "../" * folder.count("/")
        records = []
        for _ in range(draw(st.integers(1, 3))):
            named = draw(st.lists(st.sampled_from(places), max_size=4, unique=True))
            title = draw(_TITLES).replace("\\", "\\\\").replace('"', "")
            listed = ", ".join(f'"{up}{path}"' for path in named)
            records.append(
                f'类型: {draw(st.sampled_from(_KINDS))}\n标题: "题{title}"\n'
                f"日期: 2017-{draw(st.integers(1, 12)):02d}-05\n附件: {{方案: [{listed}]}}\n"
            )
        files[f"{folder}记录{number}.yaml"] = "---\n".join(records)
    return files


def laid(root: Path, personal: Personal = KEPT) -> Laid:
    return lay_out(root, personal, as_of=DAY)


@pytest.mark.heavy
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(ledgers(), st.sampled_from(["材料", "材料.zip"]))
def test_every_file_that_a_record_names_is_there_once_with_its_bytes_and_nothing_else_is(files, name):
    with tempfile.TemporaryDirectory() as given:
        root = write_ledger(Path(given) / "台账", files)
        ledger = read(root)
        named = {record.file for record in ledger.records}
        named |= {each.path for record in ledger.records for each in record.evidence}
        binder = write_binder(laid(root), Path(given) / name)
        assert sorted(each.source for each in binder.pieces) == sorted(named) and not binder.left_out
        found = copied(Path(given) / name)
        assert found == {each.path: files[each.source].encode() for each in binder.pieces}
        assert len({path.casefold() for path in found}) == len(found) == len(named)
        assert [each.record.key for each in binder.volumes] == list(
            dict.fromkeys(r.record.key for r in binder.volumes)
        )
        assert {each.record.key for each in binder.volumes} == {each.key for each in ledger.records}
        assert_sealed(Path(given) / name)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    ("title", "note", "inside", "name"),
    [
        pytest.param("{}", "", "", "名单", id="in the title"),
        pytest.param("", "电话{}", "手机 {}。", "名单", id="in a field and in an attachment"),
        pytest.param("138 1234 5678 是{}", "", "", OTHER, id="in groups, and in a name"),
        pytest.param("", "", "手机{}", OTHER, id="in an attachment and its name"),
    ],
)
def test_a_redacted_binder_has_no_number_in_its_papers_and_names(title, note, inside, number, name):
    said = (title.format(number), note.format(number))
    text = f'类型: 志愿服务\n标题: "清扫{said[0]}"\n日期: 2017-03-05\n备注: "见{said[1]}"\n'
    text += f'附件: {{方案: "{name}.txt"}}\n'
    with tempfile.TemporaryDirectory() as given:
        root = write_ledger(
            Path(given) / "台账", {"甲/记录.yaml": text, f"甲/{name}.txt": f"名单{inside.format(number)}"}
        )
        found = laid(root, Personal(redact=True))
        binder = write_binder(found, Path(given) / "材料")
        files = files_of(Path(given) / "材料")
        assert {each.source for each in (*binder.pieces, *binder.left_out)} == {
            "甲/记录.yaml",
            f"甲/{name}.txt",
        }
        for path, raw in files.items():
            assert not any(each in path for each in NUMBERS)
            shown = texts_of(raw)
            assert not any(each in shown for each in NUMBERS), path
        assert (f"甲/{name}.txt" in {each.source for each in binder.left_out}) == any(
            each.file.endswith(".txt") and not all(one.personal.where == "文件名" for one in each.found)
            for each in found.personal.holders
        )
        assert SEAL in files and (root / "甲/记录.yaml").read_text() == text
