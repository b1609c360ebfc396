"""Names that every system takes, and paths that are given out once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.model.filenames import PATH, Shelf, cut, safe_name, units
from civcheck.model.personal import find_personal

NAMES = st.one_of(
    st.text(max_size=300),
    st.text("AaÅåéß.. \u0301ıİ", min_size=1, max_size=6),
    st.sampled_from(
        ["CON", "nul.txt", "a.", " ", "..", "com1 .log", "a" * 300 + ".docx", "图" * 200, "\ud800"]
    ),
)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        pytest.param("方案.docx", "方案.docx", id="as it is"),
        pytest.param('a<b>c:"d/e\\f|g?h*', "a＜b＞c：＂d／e＼f｜g？h＊", id="signs that Windows refuses"),
        pytest.param("方案. . ", "方案", id="dots and blanks at the end"),
        pytest.param("CON", "_CON", id="a device"),
        pytest.param("nul .txt", "_nul .txt", id="a device with an ending"),
        pytest.param("COM¹", "_COM¹", id="a device with a raised digit"),
        pytest.param("CONTENT.txt", "CONTENT.txt", id="no device"),
        pytest.param("a\tb\x00\u202ec", "a_b__c", id="what cannot be seen"),
        pytest.param("e\u0301", "\u00e9", id="as NFC"),
        pytest.param("...", "_", id="nothing left"),
        pytest.param("\udcff.jpg", "_.jpg", id="not UTF-8 on disk"),
    ],
)
def test_a_name_is_kept_but_for_what_some_system_refuses(name, safe):
    assert safe_name(name) == safe


@given(NAMES)
def test_a_safe_name_is_safe_and_stays_as_it_is(name):
    safe = safe_name(name)
    assert safe and not set(safe) & set('<>:"/\\|?*') and safe.isprintable()
    assert safe == safe.strip().rstrip(". ") == unicodedata.normalize("NFC", safe) == safe_name(safe)
    assert units(safe) <= PATH + 1 and len(safe.encode()) < 255
    assert safe.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.mark.parametrize(
    ("name", "short"),
    [("一二三四.docx", "一二….docx"), ("一二三四五六七八九", "一二三四五六七…"), ("a.docx", "a.docx")],
)
def test_a_name_that_is_too_long_keeps_its_ending(name, short):
    assert cut(name, 8) == short


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "图片", "A/b", "a/B"]), NAMES), max_size=20), st.booleans())
def test_no_path_is_given_out_twice_whatever_the_case(wanted, is_masked):
    shelf = Shelf(is_masked)
    above = shelf.folder(shelf.folder("", "01-道德模范"), "01-2017-03-15 " + "题" * 30)
    paths = [shelf.file(above, way, name) for way, name in wanted]
    keys = [unicodedata.normalize("NFD", path).casefold() for path in paths]
    assert len(set(keys)) == len(keys)
    folders = {key[:at] for key in keys for at, sign in enumerate(key) if sign == "/"}
    assert not folders & set(keys)
    assert all(units(path) <= 240 and path.startswith(f"{above}/") for path in paths)
    assert all(
        len(step.encode()) <= 255 and safe_name(step) == step for path in paths for step in path.split("/")
    )


def test_a_long_way_is_left_out_before_the_name_is_cut():
    path = Shelf(True).file("01-点/01-记录", "/".join(["很深的文件夹"] * 32), "方案.docx")
    assert path == "01-点/01-记录/方案.docx"


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789- 一", max_size=40), st.text("0123456789", max_size=12))
def test_a_masked_path_has_no_number_in_it(folder, name):
    shelf = Shelf(True)
    path = shelf.file(shelf.folder("", f"手机{folder}"), "", f"电话{name}13812345678.txt")
    assert not find_personal(path)


def test_a_folder_takes_another_name_where_a_file_has_its_own():
    shelf = Shelf(True)
    paths = [shelf.file("01-点", "", "图" * 100), shelf.file("01-点", "图" * 100, "a.jpg")]
    assert paths[1].rpartition("/")[0] != paths[0] and "(2)" in paths[1]


def test_ten_thousand_files_of_one_name_have_ten_thousand_paths():
    shelf = Shelf(True)
    paths = [shelf.file("01-点", "", "图.jpg") for _ in range(10_000)]
    assert paths[:2] == ["01-点/图.jpg", "01-点/图 (2).jpg"] and len(set(paths)) == 10_000
