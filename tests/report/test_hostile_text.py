"""Text from a ledger is untrusted: nothing of it gets through but plain, masked text; and all of it is Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest

from civcheck.app.audit import audit
from civcheck.app.explain import explain
from civcheck.report import BINARY, Format, Options, renderer
from civcheck.report.explanation import render_explanation
from civcheck.report.markdown import render_summary
from tests.report import ledgers
from tests.report.wording import latin_sentences

AS_OF = date(2018, 6, 30)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def unframed(fmt, raw: bytes) -> str:
    """Give the text of a report without what its format itself adds."""
    if fmt is Format.CSV:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    return raw.decode("utf-8")


def outputs(ledger, as_of=AS_OF):
    report = audit(ledger, as_of=as_of, digests=True)
    for fmt in [each for each in Format if each not in BINARY]:
        yield fmt.value, unframed(fmt, renderer(fmt)(report, Options(ledger="台账")))
    yield "summary", render_summary(report, Options(ledger="台账")).decode("utf-8")
    for each in explain("2.7", ledger, as_of=as_of):
        yield "explain", render_explanation(each, Options(ledger="台账")).decode("utf-8")


def _shown(page: str) -> str:
    """Leave of a page what is read: no style, script, comments or tags."""
    return re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", "\n", page, flags=re.DOTALL)


@pytest.mark.parametrize("as_of", [date(2017, 4, 1), AS_OF], ids=str)
def test_no_hostile_text_gets_through_in_any_format(tmp_path, as_of):
    for name, text in outputs(ledgers.hostile(tmp_path), as_of):
        assert not FORBIDDEN.search(text), (name, FORBIDDEN.search(text))
        assert ledgers.MOBILE not in text and ledgers.RESIDENT not in text, name
        assert "49123100" not in text, name
    shown = dict(outputs(tmp_path))
    assert "138****5678" in shown["terminal"]
    assert (
        "[bold red]粗[/bold red]" in shown["terminal"].replace("\n", "").replace(" ", "")
        or "[bold" in shown["json"]
    )


def test_a_title_of_200_characters_is_shown_and_breaks_nothing(tmp_path):
    shown = dict(outputs(ledgers.hostile(tmp_path)))
    assert "长" * 200 in shown["json"]


@pytest.mark.parametrize("kind", ["good", "incomplete", "broken", "hostile"])
def test_no_english_sentence_leaks_into_chinese_output(tmp_path, kind):
    for name, text in outputs(getattr(ledgers, kind)(tmp_path)):
        prose = re.sub(r"\[/?bold red\]|\[/x\]", "", _shown(text) if name == "html" else text)
        assert not latin_sentences(prose), name


def test_every_mistake_of_the_broken_ledger_is_told_with_place_why_and_cure(tmp_path):
    report = audit(ledgers.broken(tmp_path), as_of=AS_OF)
    files = {each.place.file.split("/")[0] for each in report.problems}
    names = {each.name for each in tmp_path.iterdir()}
    assert names - files == set(), "every broken file is named"
    assert report.incomplete
    shown = dict(outputs(tmp_path))["terminal"]
    assert shown.count("原因") >= len([each for each in report.problems if each.weight.value != "note"])
    assert "Traceback" not in shown
