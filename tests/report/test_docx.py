"""The docx report: opened again as Word would, it has the page, the type and the sections of a paper to hand in."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from civcheck.app.audit import audit
from civcheck.model.problem import Weight
from civcheck.model.report import FolderGuess
from civcheck.report import Options
from civcheck.report.docx import render_docx
from civcheck.report.office.grounds import PROBLEMS_SHOWN
from civcheck.report.office.numerals import chinese
from civcheck.report.office.saying import PaperWords
from civcheck.report.office.situation import days_covered
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.pages import fonts_of, needs_libreoffice, pages_of, pdf_of, size_of

HOME = Path(__file__).parents[2]
SCORED = HOME / "rules" / "example-score-2018"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@pytest.fixture(scope="module")
def closed():
    return audit(SAMPLE, as_of=date(2018, 6, 30))


@pytest.fixture(scope="module")
def still_open():
    return audit(SAMPLE, as_of=date(2017, 8, 1))


@pytest.fixture(scope="module")
def paper(closed):
    return opened(render_docx(closed, Options()))


def opened(raw):
    return Document(io.BytesIO(raw))


def texts(document):
    """Give the paragraphs and the cells of tables, in their order."""
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def rendered(tmp_path, files, as_of=date(2018, 6, 30)):
    return opened(render_docx(audit(ledgers.write(tmp_path, files), as_of=as_of), Options()))


def headings(document, level):
    return [each.text for each in document.paragraphs if each.style.style_id == f"Heading{level}"]


# --- page and type


def test_the_page_is_that_of_gb_t_9704(paper):
    section = paper.sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(each.mm) for each in margins] == [37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    assert Pt(int(grid.get(qn("w:linePitch"))) / 20).mm * 22 == pytest.approx(225, abs=0.2)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", 16),
        ("Heading2", "楷体_GB2312", 16),
        ("BodyText", "仿宋_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_every_part_has_its_chinese_font_and_size(paper, style, font, size):
    found = next(each for each in paper.styles if each.style_id == style)
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size == Pt(size)


def test_the_body_is_set_in_lines_of_28_95_points_and_indented_by_two_characters(paper):
    body = next(each for each in paper.styles if each.style_id == "BodyText").element
    spacing, indent = body.pPr.find(qn("w:spacing")), body.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_headings_are_real_headings_with_levels(paper):
    assert headings(paper, 1) == [
        "一、基本情况",
        "二、逐条自查情况",
        "三、存在的缺口",
        "四、整改清单",
        "附：判定依据",
    ]
    for level in (1, 2):
        style = next(each for each in paper.styles if each.style_id == f"Heading{level}")
        assert style.name == f"Heading {level}"
        assert style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)


def test_page_numbers_stand_between_dashes_odd_right_and_even_left(paper):
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert "PAGE" in "".join(t.text for t in paragraph._p.iter(qn("w:instrText")))
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_chinese_text_is_chinese(paper):
    language = next(paper.styles.element.iter(qn("w:lang")))
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    assert paper.core_properties.language == "zh-CN"
    runs = [run for run in paper.element.body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert runs and all(run.rPr.rFonts.get(qn("w:hint")) == "eastAsia" for run in runs)


def test_tables_fill_the_page_repeat_their_heading_and_do_not_tear_rows(paper):
    for table in paper.tables:
        widths = [int(col.get(qn("w:w"))) for col in table._tbl.tblGrid]
        assert sum(widths) == pytest.approx(Mm(156).twips, abs=8)
        for row in table._tbl.tr_lst:
            assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst] == widths
            assert row.trPr.find(qn("w:cantSplit")) is not None
        assert [row.trPr.find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst] == [
            True,
            *[False] * (len(table._tbl.tr_lst) - 1),
        ]


# --- what it says


def test_a_notice_has_no_line_to_paste_for_who_signs_a_paper_writes_no_file(closed):
    answered = closed.notices[0]._replace(digests=("ab" * 32, "cd" * 32), uses=2)
    said = "".join(texts(opened(render_docx(closed._replace(notices=(answered,)), Options()))))
    assert "疑点提示1处" in said and "处数" not in said


def test_the_title_names_unit_year_and_subject_and_nothing_makes_it_a_document(paper):
    assert paper.paragraphs[0].text == "江城市云梦泽区司法局\n2017年度精神文明创建工作自查报告"
    whole = "".join(texts(paper))
    assert not re.search(r"〔\d{4}〕\d+号", whole)
    assert "没有发文字号" in whole


def test_the_first_paragraph_has_the_as_of_day_and_how_much_persons_decided(paper, still_open):
    assert "2018年6月30日（基准日，含当日）" in paper.paragraphs[1].text
    assert "其中2条规则由人工认定决定。" in paper.paragraphs[1].text
    assert "没有规则由人工认定决定。" in opened(render_docx(still_open, Options())).paragraphs[1].text


def test_the_first_paragraph_has_the_packs_below_and_what_was_asked_for_in_its_language(closed):
    found = closed._replace(
        provenance=closed.provenance._replace(
            layers=(("hubei-2017", "1.0.0", "0" * 64), ("city", "1", "0" * 64)), only=("要点 2", "规则 6.3")
        )
    )
    for lang, said in (
        ("zh", "建立在规则包hubei-2017 1.0.0之上，其中的条目一并核查。"),
        ("en", "Only point 2, rule 6.3 was audited."),
    ):
        assert said in "".join(texts(opened(render_docx(found, Options(lang)))))


def test_all_seven_outcomes_are_counted_zeros_too(paper):
    said = "共核对90条规则：达标76条、缺口9条、未到期0条、待人工认定0条、无法判定0条、不适用3条、已豁免2条。"
    assert said in texts(paper)


def test_what_is_dated_after_the_as_of_day_is_planned_and_not_counted(still_open):
    whole = "".join(texts(opened(render_docx(still_open, Options()))))
    there = sum(each.first <= date(2017, 8, 1) for each in still_open.catalogue)
    assert 0 < there < len(still_open.catalogue)
    assert f"台账共有记录{there}条" in whole
    assert f"另有日期在基准日之后的记录{len(still_open.catalogue) - there}条" in whole


def test_every_rule_is_told_once_in_the_documents_order_with_its_outcome(closed, paper):
    words = PaperWords("zh", closed)
    lines = iter(texts(paper))
    for finding in closed.findings:
        lead = f"{finding.rule}　{words('plain', text=finding.title)}（{words.force(finding)}）："
        line = next((line for line in lines if line.startswith(lead)), None)
        assert line is not None and line.startswith(f"{lead}{words.outcome(finding.outcome)}。"), lead


def test_a_rule_names_the_records_that_show_it_with_their_days(paper):
    (line,) = [each for each in texts(paper) if each.startswith("1.0　")]
    assert "《道德模范学习宣传月》（2017年5月8日至2017年5月26日）" in line


def test_what_does_not_concern_the_unit_says_why(paper):
    (line,) = [each for each in texts(paper) if each.startswith("11.0　")]
    assert line.endswith("不适用。单位类型是县区司法局。")


def test_every_gap_says_what_is_lacking_the_sentence_force_and_basis(closed, paper):
    lines = texts(paper)
    at = lines.index("（一）道德法治讲堂全年不少于4次（2.7）")
    assert lines[at + 1 : at + 4] == [
        "差什么：“类型”是“道德法治讲堂”的记录，台账中有3条，应有4条，还差1条。",
        "依据原句：要点2：“各单位开展“道德法治讲堂”活动全年不得少于4次”。",
        "约束力：强制。规则依据：原文。",
    ]
    begins = [each for each in lines if each.startswith("差什么：")]
    assert len(begins) == sum(each.outcome.value == "gap" for each in closed.findings) == 9


def test_the_list_has_a_row_for_every_gap_with_who_answers(closed, paper):
    table = paper.tables[0]
    head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert head == ["序号", "要点", "缺口", "怎么补", "期限", "责任人", "状态"]
    gaps = [each for each in closed.findings if each.outcome.value == "gap"]
    assert [row[0] for row in rows] == [str(number + 1) for number in range(len(gaps))]
    assert [row[5] for row in rows] == [each.duty for each in gaps]
    assert {(row[4], row[6]) for row in rows} == {("期限已过", "未整改")}


def test_what_is_pending_stands_in_the_list_with_its_day(still_open):
    rows = [
        [cell.text for cell in row.cells] for row in opened(render_docx(still_open, Options())).tables[0].rows
    ]
    (lecture,) = [row for row in rows if row[1].startswith("2.7　")]
    assert lecture[4:] == ["2017年\n12月31日", "政工科", "未到期"]


def test_nobody_is_made_up_where_the_unit_names_nobody(tmp_path):
    document = rendered(tmp_path, {"unit.yaml": ledgers.DECLARED})
    assert {row.cells[5].text for row in document.tables[0].rows[1:]} == {"待定"}


def test_it_is_left_for_the_unit_to_sign_below_the_as_of_day(paper):
    signed = [each.text for each in paper.paragraphs if each.style.style_id == "SignatureBlock"]
    assert signed == ["单位负责人（签字）：＿＿＿＿＿＿＿＿", "江城市云梦泽区司法局", "2018年6月30日"]


def test_the_signature_stays_with_the_last_row_of_the_list(paper):
    body = list(paper.element.body)
    at = body.index(paper.tables[0]._tbl)
    last = paper.tables[0]._tbl.tr_lst[-1]
    kept = [*last.iter(qn("w:p")), *body[at + 1 : at + 4]]
    assert all(each.pPr.find(qn("w:keepNext")) is not None for each in kept)
    assert body[at + 4].pPr.find(qn("w:keepNext")) is None
    assert "".join(t.text for t in body[at + 4].iter(qn("w:t"))) == "2018年6月30日"


def test_the_appendix_has_the_grounds_the_judgements_and_the_next_change(closed, paper):
    lines = texts(paper)
    for digest in (
        closed.provenance.pack_digest,
        closed.provenance.source_digest,
        closed.provenance.ledger_digest,
    ):
        assert digest in lines
    judged = [each for each in lines if each.startswith(("5.3　", "9.5　"))]
    assert len(judged) == 4 and all("有效期至2018年12月31日" in each for each in judged)
    assert lines[-1].startswith("下次变化日：2019年1月1日")
    assert lines[lines.index("归档期限") + 1] == "2018年6月30日"


def test_records_of_earlier_years_are_not_counted_among_the_years(tmp_path):
    unit, lecture = ledgers.DECLARED, "类型: 道德法治讲堂\n标题: 讲堂\n日期: {}-03-01\n"
    for year, count in ((2016, 3), (2017, 2)):
        files = {f"{n}/记录.yaml": lecture.format(year) for n in range(count)}
        ledgers.write(tmp_path / str(year), {"unit.yaml": unit.replace("2017", str(year)), **files})
    report = audit(
        *(tmp_path / each for each in ("2016", "2017")), as_of=date(2017, 12, 31), rules="hubei-2017"
    )
    assert len(report.catalogue) == 5
    whole = "\n".join(texts(opened(render_docx(report, Options()))))
    assert "截至2017年12月31日，2017年度的台账共有记录2条（按场次计2场）" in whole
    assert "往年的台账不计在内：2016年度有记录3条，只用于跨年度的规则。" in whole


def test_input_problems_that_cost_something_are_listed(tmp_path):
    report = audit(ledgers.broken(tmp_path), as_of=date(2018, 6, 30))
    lines = texts(opened(render_docx(report, Options())))
    costly = [each for each in report.problems if each.weight is not Weight.NOTE]
    at = next(number for number, line in enumerate(lines) if line.startswith("录入问题：没有读入"))
    listed = lines[at + 1 : at + 1 + min(len(costly), PROBLEMS_SHOWN)]
    assert costly and all(each.place.file in line for each, line in zip(costly, listed, strict=False))


def test_a_row_of_the_list_names_the_records_that_fall_short(paper):
    rows = {row.cells[1].text.split("\u3000")[0]: row.cells[2].text for row in paper.tables[0].rows[1:]}
    assert (
        rows["2.8b"]
        == "3条记录中有1条未见：“归档”。涉及：《“道德法治讲堂”第三期：诚实守信从我做起》（2017年11月8日）。"
    )
    assert "涉及" not in rows["2.7"]


def test_facts_that_are_not_declared_are_said_to_be_so_and_asked_for(tmp_path):
    lines = texts(rendered(tmp_path, {"unit.yaml": ledgers.UNIT}))
    assert "职能：单位档案没有写。" in lines
    assert any(each.startswith("单位档案没有写“职能”：") for each in lines)


def test_an_incomplete_audit_says_so_before_any_conclusion(tmp_path):
    folder = ledgers.incomplete(tmp_path)
    lines = texts(opened(render_docx(audit(folder, as_of=date(2018, 6, 30)), Options())))
    told = next(at for at, line in enumerate(lines) if line.startswith("核查不完整。"))
    assert told < lines.index("二、逐条自查情况")
    assert any("讲堂二/记录.yaml" in line and "没有读入" in line for line in lines)


def test_no_gap_in_an_incomplete_audit_is_not_called_no_gap(tmp_path):
    folder = ledgers.incomplete(tmp_path)
    report = audit(folder, as_of=date(2017, 2, 1), only=("2.7",))
    assert report.incomplete and not any(each.outcome.value == "gap" for each in report.findings)
    lines = texts(opened(render_docx(report, Options())))
    assert "截至2017年2月1日未见缺口；核查不完整，尚不能断定没有。" in lines
    assert not any("逐条核对未见缺口" in line for line in lines)


def test_points_that_were_asked_for_alone_keep_their_numbers(closed):
    report = audit(SAMPLE, as_of=date(2018, 6, 30), points=(2,))
    document = opened(render_docx(report, Options()))
    assert "（一）要点2　道德法治讲堂" in headings(document, 2)
    assert "本次只核对了" in document.paragraphs[1].text


def test_points_of_a_score_are_told_where_a_pack_has_them(tmp_path):
    files = {"unit.yaml": "单位名称: 江城市司法局\n单位类型: 市直机关\n年度: 2018\n"}
    report = audit(ledgers.write(tmp_path, files), rules=str(SCORED))
    document = opened(render_docx(report, Options()))
    assert "（四）得分" in headings(document, 2)
    assert any(each.startswith("总分0至") for each in texts(document))


def test_in_english_it_has_the_same_sections(closed):
    document = opened(render_docx(closed, Options("en")))
    assert len(headings(document, 1)) == 5
    assert headings(document, 1)[0] == "1 The unit and its ledger"
    assert [cell.text for cell in document.tables[0].rows[0].cells][-1] == "State"


# --- untrusted text


@pytest.mark.parametrize("as_of", [date(2017, 4, 1), date(2018, 6, 30)], ids=str)
def test_hostile_text_comes_out_as_plain_text(tmp_path, as_of):
    raw = render_docx(audit(ledgers.hostile(tmp_path), as_of=as_of, digests=True), Options())
    whole = "".join(texts(opened(raw)))
    assert "<b>标</b>&amp;138****5678" in whole
    assert not CONTROL.search(whole)
    assert ledgers.MOBILE not in whole and ledgers.RESIDENT not in whole


def test_what_xml_forbids_is_replaced(tmp_path):
    files = {
        "unit.yaml": ledgers.DECLARED,
        "甲.yaml": '类型: 道德法治讲堂\n标题: "甲\\uffff乙\\ufffe丙"\n日期: 2017-03-15\n附件: {方案: a.docx}\n',
        "a.docx": b"x",
    }
    assert any("甲\ufffd乙\ufffd丙" in each for each in texts(rendered(tmp_path, files)))


def test_a_paragraph_cannot_be_broken_or_a_field_begun_from_a_ledger(tmp_path):
    title = '"</w:t></w:r><w:r><w:instrText>INCLUDEPICTURE http://a.b/c</w:instrText></w:r>\\n第二行"'
    files = {
        "unit.yaml": ledgers.DECLARED,
        "甲.yaml": f"类型: 道德法治讲堂\n标题: {title}\n日期: 2017-03-15\n附件: {{方案: a.docx}}\n",
        "a.docx": b"x",
    }
    document = rendered(tmp_path, files)
    assert not list(document.element.body.iter(qn("w:instrText")))
    assert any("<w:instrText>INCLUDEPICTURE" in each for each in texts(document))


def test_nothing_in_it_leads_outside_or_runs(tmp_path):
    raw = render_docx(audit(ledgers.hostile(tmp_path), as_of=date(2018, 6, 30)), Options())
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        names = file.namelist()
        for name in names:
            text = file.read(name).decode()
            assert "TargetMode" not in text and "attachedTemplate" not in text, name
    assert {name for name in names if name.startswith("word/") and "_rels" not in name} == {
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/footer1.xml",
        "word/footer2.xml",
    }


# --- the same bytes


def test_the_same_report_gives_the_same_bytes_at_any_time(closed, monkeypatch):
    first = render_docx(closed, Options())
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2031, 1, 2, 3, 4, 5, 3, 2, 0)))
    assert render_docx(closed, Options()) == first


def test_the_same_ledger_gives_the_same_bytes_in_another_process_time_zone_and_hash_seed(tmp_path):
    code = (
        "import sys; from datetime import date; from civcheck.app.audit import audit\n"
        "from civcheck.report import Options, renderer, Format\n"
        f"report = audit({str(SAMPLE)!r}, as_of=date(2018, 6, 30))\n"
        "made = [renderer(Format.DOCX)(report, Options()) for _ in range(2)]\n"
        "assert made[0] == made[1]\n"
        "sys.stdout.buffer.write(made[0])"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOME)},
        ).stdout
        for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2"))
    ]
    assert made[0] == made[1]


def test_its_times_are_the_as_of_day(paper, closed):
    assert paper.core_properties.created.date() == paper.core_properties.modified.date() == date(2018, 6, 30)
    with zipfile.ZipFile(io.BytesIO(render_docx(closed, Options()))) as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- small parts


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (999, "九百九十九"), (1000, "1000"), (0, "0")],
)  # fmt: skip
def test_numbers_of_headings_are_chinese(number, said):
    assert chinese(number) == said


def test_the_name_of_a_folder_without_records_keeps_its_blanks(closed):
    guess = FolderGuess("02讲堂 3月", 2, 1, "civcheck new --adopt")
    said = texts(opened(render_docx(closed._replace(guesses=(guess,)), Options())))
    assert any("“02讲堂 3月”（1个文件）" in each for each in said)


def test_a_day_that_several_records_have_counts_once(closed):
    record = closed.catalogue[0]

    def of(first, last, *sessions):
        return record._replace(days=record.days._replace(first=first, last=last, sessions=sessions))

    one, two, five = date(2017, 3, 1), date(2017, 3, 2), date(2017, 3, 5)
    assert days_covered([of(one, one)]) == 1
    assert days_covered([of(one, two), of(two, five)]) == 5
    assert days_covered([of(one, five), of(two, two)]) == 5
    assert days_covered([of(one, five, one, five)]) == 2
    assert days_covered([of(one, one), of(five, five)]) == 2


# --- on pages


@pytest.mark.heavy
@needs_libreoffice
def test_on_pages_it_is_a4_numbered_and_in_the_chinese_fonts(closed, tmp_path):
    pdf = pdf_of(render_docx(closed, Options()), "docx", tmp_path)
    pages = pages_of(pdf)
    assert 20 <= len(pages) <= 32
    assert size_of(pdf) == pytest.approx((595, 842), abs=1)
    for number, page in enumerate(pages, start=1):
        assert page.endswith(f"—{number}—")
    assert "NotoSerifCJK" in fonts_of(pdf) and "NotoSansCJK" in fonts_of(pdf)
    with_list = [page for page in pages if page.startswith("序号要点缺口怎么补期限责任人状态")]
    assert with_list, "the heading of the list is repeated on its later pages"
