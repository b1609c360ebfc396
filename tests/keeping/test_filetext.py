"""A text file keeps the form it has on disk, whatever is edited in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.reading.filetext import FileText, file_text

lines = st.lists(st.sampled_from(["", "规则: 甲", "# 注", "理由: “乙”", "x" * 9]), max_size=6)
ends = st.sampled_from(["\n", "\r\n", "\r"])
forms = st.sampled_from(
    [("", "utf-8"), ("\ufeff", "utf-8"), ("", "gb18030"), ("\ufeff", "utf-16-le"), ("", "utf-16-be")]
)


def opened(raw: bytes) -> FileText:
    file = file_text(raw, lambda text: "规则" in text)
    assert file is not None
    return file


@given(lines, st.lists(ends, min_size=6, max_size=6), forms)
def test_a_file_that_is_not_edited_is_the_same_byte_by_byte(rows, with_ends, form):
    text = "规则: 1" + "".join(end + row for row, end in zip(rows, with_ends, strict=False))
    raw = (form[0] + text).encode(form[1])
    file = opened(raw)
    assert file.bytes_of(file.text) == raw


@given(lines, lines, lines, st.lists(st.sampled_from(["\n", "\r\n"]), min_size=20, max_size=20))
def test_lines_around_an_edit_keep_their_ends(head, new, tail, with_ends):
    before = ["规则: 1", *head, *tail, "末"]
    raw = "".join(row + end for row, end in zip(before, with_ends, strict=False)).encode()
    file = opened(raw)
    after = file.bytes_of("\n".join(["规则: 1", *head, "新", *new, *tail, "末", ""])).decode()
    assert after.startswith(
        "".join(row + end for row, end in zip(["规则: 1", *head], with_ends, strict=False))
    )
    behind = list(zip([*tail, "末"], with_ends[1 + len(head) :], strict=False))
    assert after.endswith("".join(row + end for row, end in behind))


def test_new_lines_end_as_most_do():
    file = opened(b"a: 1\r\nb: 2\r\nc: 3\n")
    assert file.bytes_of("a: 1\nx: 0\nb: 2\nc: 3\n") == b"a: 1\r\nx: 0\r\nb: 2\r\nc: 3\n"
    assert file.encoding == "UTF-8"


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x80\x80 no text", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_none(raw):
    assert file_text(raw, lambda text: "规则" in text) is None


def test_bytes_that_would_not_come_back_are_none():
    raw = "规则: 1".encode("gb18030") + b"\x84\x31\xa4\x37"  # the same character has a shorter form
    file = file_text(raw, lambda text: "规则" in text)
    assert file is None or file.bytes_of(file.text) == raw


def test_utf_16_of_either_order_is_told_by_what_comes_back():
    for codec in ("utf-16-le", "utf-16-be"):
        file = opened("规则: 甲\n".encode(codec))
        assert (file.codec, file.encoding) == (codec, "UTF-16")
