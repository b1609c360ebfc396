"""Each language by itself: English reports hold Chinese only where a ledger or a rule pack is quoted."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from civcheck import messages
from civcheck.app.audit import audit
from civcheck.app.explain import explain, explain_pack
from civcheck.language.saying import Glossary
from civcheck.reading.reportfile import read_report
from civcheck.report import Format, Options, renderer
from civcheck.report.comparison import render_comparison
from civcheck.report.explanation import render_explanation
from civcheck.report.layout import wrap
from civcheck.report.packpage import render_pack_page
from civcheck.report.words import Words
from civcheck.verdict.comparing import compare_reports
from tests.language import test_examples as examples
from tests.report import ledgers
from tests.report.wording import latin_sentences
from tests.shares import one_in

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "rules" / "hubei-2017"
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
"""Chinese signs in a row, with the punctuation between them: what comes from a ledger or pack comes so as a whole."""
TYPED = ["认定人", "达标、不达标", "组织", "负责人", "【待填】"]
"""Keys and words of ledgers that no ledger here and no pack has, but messages name."""
PERIODS = re.compile("年(?:第[一二三四]季度|[上下]半年|[0-9]+月)?")
"""Periods as packs write them: the names of what is missing, in the json report."""
ONE_LINE = 1_000_000
DAYS = (date(2017, 4, 1), date(2017, 8, 1), date(2018, 6, 30))


def texts(folder: Path, endings: tuple[str, ...]) -> str:
    """Give all that stands in a folder's text files, and the names of all its files."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    read = [each.read_bytes().decode("utf-8", "replace") for each in files if each.suffix in endings]
    return "\n".join((*map(str, folder.rglob("*")), *read))


def its_own(ledger: Path) -> str:
    return "\n".join((texts(ledger, (".md", ".yaml", ".toml")), texts(PACK, (".yaml", ".txt")), *TYPED))


def left_over(text: str, source: str) -> set[str]:
    """List what is Chinese in a text and does not stand in the source."""
    found = {each for each in HAN.findall(text) if each not in source}
    return {each for each in found if not PERIODS.fullmatch(each)}


def outputs(ledger: Path, as_of: date, lang: str) -> Iterator[tuple[str, str]]:
    report, options = audit(ledger, as_of=as_of, digests=True), Options(lang, ONE_LINE, ledger="LEDGER")
    for fmt in Format:
        yield fmt.value, read(renderer(fmt)(report, options))
    for each in explain("2.7", ledger, as_of=as_of):
        yield "explain", render_explanation(each, options).decode()


def read(raw: bytes) -> str:
    """Give what a reader sees of a report: of a document the texts of its parts, of a page no styles and scripts."""
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            pages = [parts.read(name).decode() for name in parts.namelist() if is_page(name)]
        return "\n".join(re.sub("<[^>]*>", "\n", page) for page in pages)
    return re.sub(r"(?s)<(style|script)\b.*?</\1>", "", raw.decode())


def is_page(name: str) -> bool:
    """Tell what holds texts from what holds settings, styles and fonts."""
    return bool(re.match("word/(document|header|footer)|xl/(sharedStrings|worksheets/|workbook)", name))


@pytest.fixture
def sample() -> Path:
    return ledgers.SAMPLE


@pytest.fixture(params=["good", "incomplete", "broken", "hostile"])
def ledger(request, tmp_path) -> Path:
    return getattr(ledgers, request.param)(tmp_path)


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_an_english_report_of_the_sample_ledger_is_chinese_only_where_it_quotes(sample, as_of):
    for name, text in outputs(sample, as_of, "en"):
        assert left_over(text, its_own(sample)) == set(), name


@pytest.mark.parametrize("as_of", one_in(2, DAYS[::2]), ids=str)
def test_an_english_report_of_any_ledger_is_chinese_only_where_it_quotes(ledger, as_of):
    for name, text in outputs(ledger, as_of, "en"):
        assert left_over(text, its_own(ledger)) == set(), name


def test_a_chinese_report_holds_much_that_is_no_quote(sample):
    for name, text in outputs(sample, DAYS[-1], "zh"):
        assert len(left_over(text, its_own(sample))) > 10 or name in ("lines", "github"), name


def test_every_rule_is_explained_in_english_with_chinese_only_where_it_quotes():
    pack, explanations = explain_pack("hubei-2017")
    source = "\n".join((texts(PACK, (".yaml", ".txt")), *TYPED))
    for each in explanations:
        said = render_explanation(each, Options("en", ONE_LINE)).decode()
        assert left_over(said, source) == set(), each.rule.id
    assert left_over(render_pack_page(pack, explanations, "en").decode(), source) <= {"（）"}


@pytest.mark.heavy
def test_every_construct_is_said_in_english_with_chinese_only_where_it_quotes():
    words, source = Words("en"), "\n".join((examples.PAGE, *TYPED))
    for example in examples.EXAMPLES:
        said = []
        pack = examples.pack_of(example)
        for rule in pack.judged():
            said.append(words.say(Glossary.of(pack).asked(rule.expect)))
        for day in example["then"]:
            for finding in examples.run(example, day).findings:
                said += [words.say(finding.summary), *map(words.lacks, finding.shortfalls)]
                said += [
                    words.say(each)
                    for each in (*finding.notes, *(near.lacks for near in finding.near_misses))
                ]
        assert len(said) > 1
        assert left_over("\n".join(said), source) == set(), examples.named(example)


def test_rendering_in_english_says_nothing_in_chinese(sample, monkeypatch):
    report = audit(sample, as_of=DAYS[-1])
    english = messages.catalogue("en")

    def only_english(lang: str) -> Mapping[str, str]:
        assert lang == "en"
        return english

    monkeypatch.setattr(messages, "catalogue", only_english)
    for fmt in Format:
        assert renderer(fmt)(report, Options("en"))


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_no_english_sentence_leaks_into_a_chinese_report_of_the_sample_ledger(sample, as_of):
    for name, text in outputs(sample, as_of, "zh"):
        assert latin_sentences(text) == [], name


def test_a_stored_english_report_can_be_read_in_chinese_and_back(sample, tmp_path):
    report = audit(sample, as_of=DAYS[1])
    stored = tmp_path / "report.json"
    for lang in ("en", "zh"):
        stored.write_bytes(renderer(Format.JSON)(report, Options(lang)))
        again, language = read_report(stored)
        assert language == lang
        for other in ("en", "zh"):
            options = Options(other, ledger="LEDGER")
            assert renderer(Format.TERMINAL)(again, options) == renderer(Format.TERMINAL)(report, options)


def test_the_english_report_of_the_sample_ledger_reads_as_it_was_read(sample):
    report = audit(sample, as_of=DAYS[-1])
    said = renderer(Format.TERMINAL)(report, Options("en", 80, ledger="sample_ledger")).decode()
    assert said == (HERE / "snapshots" / "sample-80-en.txt").read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_english_breaks_at_blanks_only(width):
    text = "The ledger does not show a record where “kind” is “lecture”; 4 asked, 3 missing (see the input problems)."
    lines = wrap(text, width)
    assert " ".join(lines) == text
    assert all(len(line) <= width for line in lines)


NOUNS = "records|gaps|files|days|rules|links|kinds|sessions|members|periods|points|problems|notices|months|years|times"


def test_every_english_noun_that_is_counted_has_a_singular():
    counted = re.compile(rf"\{{(?!limit|most)\w+\}} (?:more )?(?:{NOUNS})\b(?! by sessions)")
    found = {id for id, text in messages.catalogue("en").items() if counted.search(text)}
    assert found == set()


@pytest.mark.parametrize("as_of", [date(2017, 12, 31), date(2018, 6, 30)], ids=str)
def test_one_of_anything_is_singular_in_english(tmp_path, as_of):
    lecture = "类型: 讲堂\n标题: 第一期\n日期: 2017-12-04\n附件: {方案: 方案.pdf}\n"
    unit = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n"
    files = {"unit.yaml": unit, "讲堂/一.yaml": lecture, "讲堂/方案.pdf": b"x", "讲堂/图.jpg": b"x"}
    said = dict(outputs(ledgers.write(tmp_path, files), as_of, "en"))
    plural = re.compile(rf"(?<![\d.,-])1 (?:more )?(?:{NOUNS})\b")
    assert {name: found for name, text in said.items() if (found := plural.findall(text))} == {}
    assert all("1 record" in said[name] for name in ("terminal", "html", "docx"))
    assert "1 file " in said["docx"]


def test_a_comparison_in_english_has_no_chinese_colon(tmp_path):
    reports = [audit(ledgers.SAMPLE, as_of=date(2018, 6, 30))]
    ledger = tmp_path / "台账"
    shutil.copytree(ledgers.SAMPLE, ledger)
    record = ledger / "12-志愿服务" / "三月.yaml"
    text = re.sub(r"\n +报道: .*", "", record.read_text("utf-8"), count=1)
    text = text.replace("标题: 学雷锋志愿服务集中宣传\n编号: YMZ17-1202", "标题: 学雷锋：集中宣传")
    record.write_text(text, "utf-8")
    reports.append(audit(ledger, as_of=date(2018, 6, 30)))
    said = render_comparison(compare_reports(*reports), Options("en", ONE_LINE)).decode()
    assert "三月.yaml#学雷锋：集中宣传 2017-03-03: 报道" in said
    assert left_over(said, its_own(ledger)) == set()


def test_an_english_foot_counts_units_and_names_who_set_a_number():
    words = Words("en")
    assert [words.measured(*each) for each in (("15", "天"), ("1", "天"), ("3", "工作日"), ("2", "级"))] == [
        "15 days",
        "1 day",
        "3 working days",
        "2 级",
    ]
    assert [words.set_by(name) for name in ("规则包", "台账 civcheck.toml", "x")] == [
        "rule pack",
        "civcheck.toml of the ledger",
        "x",
    ]
