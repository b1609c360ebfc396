"""What the hygiene checks say: two places, careful words, so many and no more; and laws that hold for any ledger."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.messages import say
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.problem import Place
from civcheck.reading.inline import inline_ledger
from civcheck.verdict.hygiene import CHECKS as FUNCTIONS
from civcheck.verdict.hygiene.look import PLACES, SAID
from civcheck.verdict.hygiene.numbering import _well_formed
from civcheck.verdict.run import run_audit

from .ledgers import UNIT, an_activity, noticed, said, small_pack

SENTENCES = "清扫楼道。发放了资料。居民纷纷称赞。大家都很高兴。取得了圆满成功。"


def document(day: str) -> dict[str, str]:
    """Make a document of nine sentences, and the day it was held."""
    own = "。".join(f"{sign}组的同事把上次记下来的意见又读了{sign}遍" for sign in "甲乙丙丁戊己庚辛壬")
    return {"sort": "docx", "text": f"{day}，在广场举行。{own}。"}


SHOWN: dict[str, dict[str, Any]] = {
    "photo-other-day": {"material": {"a.jpg": {"made": {"exif": "2017-01-10"}}}},
    "plan-written-after": {"material": {"a.docx": {"made": {"docx-created": "2017-03-20"}}}},
    "filed-late": {"first_seen": {"001-记录.yaml": "2017-03-16", "a.docx": "2017-05-01", "b.docx": "2017-06-01"},
                   "check": "filed-late", "numbers": {"batch": "1"}},
    "edited-picture": {"material": {name: {"software": "Adobe Photoshop"} for name in ("a.jpg", "b.jpg")}},
    "alike-document": {"material": {"3.docx": document("3月"), "6.docx": document("6月")}},
}  # fmt: skip


def dated(name: str, day: str) -> dict[str, str]:
    return {"文件": name, "日期": day}


def numbered(name: str, day: str) -> dict[str, Any]:
    return {"通知": {**dated(name, day), "文号": "云司发〔2017〕12号"}}


def signed(name: str, people: int) -> dict[str, str]:
    return {"文件": name, "说明": f"{people}人"}


@pytest.mark.parametrize(
    ("records", "text"),
    [
        pytest.param(
            [an_activity("2017-03-15", 附件={"方案": dated("方案.docx", "2017-03-20")})],
            "《清扫街道》日期 2017-03-15，方案的日期是 2017-03-20，方案晚于活动",
            id="plan-after",
        ),
        pytest.param(
            [an_activity("2017-03-15", 附件={"报道": dated("报道.docx", "2017-03-14")})],
            "《清扫街道》日期 2017-03-15，报道的日期是 2017-03-14，早于活动",
            id="report-before",
        ),
        pytest.param(
            [an_activity("2017-03-15", 报送日期="2017-03-01")],
            "《清扫街道》日期 2017-03-15，报送日期是 2017-03-01，早于活动",
            id="reported-before",
        ),
        pytest.param(
            [an_activity("2017-03-15", 归档={"日期": "2017-03-01"})],
            "《清扫街道》日期 2017-03-15，归档日期是 2017-03-01，早于记录的日期",
            id="filed-before",
        ),
        pytest.param(
            [an_activity("2016-03-15")],
            "《清扫街道》日期 2016-03-15，不在 2017 年度，也没有规则用到",
            id="outside-year",
        ),
        pytest.param(
            [an_activity("2018-01-05", 附件={"报道": "a.docx"}), an_activity("2017-12-31")],
            "有 1 条记录的日期晚于基准日 2017-12-31，只算已安排，却已附报道或签到，如《清扫街道》2018-01-05",
            id="after-as-of",
        ),
        pytest.param(
            [an_activity("2017-03-05", f"学雷锋（{sign}）", 地点="广场") for sign in "一二"],
            "《学雷锋（一）》、《学雷锋（二）》等 2 条：都在 2017-03-05、广场，标题相近；是一次活动的，宜合成一条",
            id="split-event",
        ),
        pytest.param(
            [an_activity(f"2017-0{month}-15", 归档={"档号": "J1-12"}) for month in (3, 6)],
            "档号 J1-12 写在 2 条记录上，日期不同",
            id="repeated-archive-number",
        ),
        pytest.param(
            [an_activity(f"2017-0{n}-15", 附件=numbered(f"{n}.docx", f"2017-0{n}-01")) for n in (3, 5)],
            "文号 云司发〔2017〕12号 写在两份文件上：“3.docx”日期 2017-03-01，“5.docx”日期 2017-05-01",
            id="repeated-document-number",
        ),
        pytest.param(
            [an_activity("2017-12-15", 编号=f"LJ-{n:03d}") for n in (*range(7, 20), 21, 25, 26, 27)],
            "编号 LJ-007 至 LJ-027 中间，台账中未见 4 个号：LJ-020、LJ-022 至 LJ-024",
            id="number-gap",
        ),
        pytest.param(
            [an_activity("2017-03-15", 参加人数="20", 时长="90分钟", 人时="60")],
            "《清扫街道》人时写 60，参加人数 20 乘以时长 1.5 小时是 30",
            id="hours-mismatch",
        ),
        pytest.param(
            [an_activity("2017-03-15", 参加人数="40", 附件={"签到": [signed("a.xls", 2), signed("b.xls", 3)]})],
            "《清扫街道》参加人数写 40，签到材料写的人数合计 5",
            id="sign-in-count",
        ),
        pytest.param(
            [an_activity("2017-03-15", 参加人数="120")],
            "《清扫街道》参加人数 120，单位档案在职人数 46，没有写“对象”",
            id="above-staff",
        ),
        pytest.param(
            [an_activity(day, f"活动{day}") for day in ("2017-01-01", "2017-01-02", "2017-01-03", "2017-10-05")],
            "2017-01-04 至 2017-10-04 连续 274 天没有记录（在《活动2017-01-03》和《活动2017-10-05》之间）",
            id="long-silence",
        ),
        pytest.param(
            [an_activity(f"2017-0{month}-15", 正文=SENTENCES) for month in (3, 6)],
            "2 条不同日期的记录，正文除数字、地点、标题和人名外几乎逐句相同，如《清扫街道》",
            id="alike-text",
        ),
        pytest.param(
            [{"类型": "文件", "标题": "一", "日期": "2017-03-15", "文号": "云司发[2017]第012号"}],
            "文号“云司发[2017]第012号”与通行写法“云司发〔2017〕12号”不同",
            id="document-number-form",
        ),
        pytest.param(
            [an_activity("2017-03-15", 附件={"图片": "a.jpg"})],
            "《清扫街道》日期 2017-03-15，图片“a.jpg”的拍摄日期（EXIF）是 2017-01-10",
            id="photo-other-day",
        ),
        pytest.param(
            [an_activity("2017-03-15", 附件={"方案": "a.docx"})],
            "《清扫街道》日期 2017-03-15，方案文件“a.docx”的创建日期是 2017-03-20，晚于活动",
            id="plan-written-after",
        ),
        pytest.param(
            [an_activity("2017-03-15", 附件={"方案": ["a.docx", "b.docx"]})],
            "《清扫街道》最后一天 2017-03-15，有 2 个文件最早 2017-05-01 才在 git 里出现，晚 47 天",
            id="filed-late",
        ),
        pytest.param(
            [an_activity("2017-03-15", 附件={"图片": ["a.jpg", "b.jpg"]})],
            "2 张图片的信息里写有软件“Adobe Photoshop”，如“a.jpg”；裁剪、压缩、加水印也会留下",
            id="edited-picture",
        ),
        pytest.param(
            [an_activity(f"2017-0{n}-15", 附件={"报道": f"{n}.docx"}) for n in (3, 6)],
            "2 份不同日期的材料，除数字和名称外大多逐句相同，如“3.docx”和“6.docx”",
            id="alike-document",
        ),
        pytest.param(
            [an_activity("2017-12-15", 备注="身份证：11010519491231002X，手机：13812345678、13987654321")],
            "《清扫街道》里见到身份证号 11*************02X、手机号 2 个（如 138****5678）。"
            "依据：个人信息保护法第二十八条、第二十九条、第五十一条。宜删去或遮盖，原件在台账以外另行保管",
            id="personal-data",
        ),
    ],
)  # fmt: skip
def test_what_is_said(records: list[Any], text: str, request: Any) -> None:
    check = request.node.callspec.id
    shown = SHOWN.get(check, {})
    assert [say(each.text) for each in noticed(records, **shown) if each.code == check] == [text]


def test_of_a_file_that_was_only_saved_late_it_is_said_that_this_is_weak() -> None:
    records = [an_activity("2017-03-15", 附件={"方案": "a.pdf"})]
    assert said(records, material={"a.pdf": {"made": {"pdf-modified": "2017-04-20"}}}) == [
        "《清扫街道》日期 2017-03-15，方案文件“a.pdf”最后保存于 2017-04-20，晚于活动；也可能只是事后又存了一次"
    ]


def test_a_whole_ledger_that_was_committed_at_once_is_told_in_one_sentence() -> None:
    records = [an_activity(f"2017-0{n}-15", 附件={"方案": f"{n}.docx"}) for n in (3, 6, 9)]
    days = {f"{n}.docx": "2017-10-16" for n in (3, 6, 9)}
    assert said(records, first_seen=days) == [
        "2017-10-16 一天里第一次提交了台账 3 个文件中的 3 个，其中 2 条记录的材料晚于记录的日期较多；"
        "在这以前有没有，git 看不出来"
    ]


def test_of_a_text_in_a_ledger_beside_it_is_said_whose_and_where() -> None:
    there = {"name": "2016", "unit": {**UNIT, "单位名称": "另一局"}, "material": {"x.docx": document("3月")}}
    beside = {**there, "records": [an_activity("2016-03-15", 附件={"方案": "x.docx"})]}
    records = [an_activity("2017-03-15", 附件={"方案": "a.docx"})]
    assert said(records, material={"a.docx": document("5月")}, others=[beside]) == [
        "“a.docx”和别的台账的 1 份材料，除数字和名称外大多逐句相同：另一局的台账“2016”里《清扫街道》的“x.docx”"
    ]


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        pytest.param(
            {"sort": "png"},
            "《清扫街道》附的文件里有 1 个的内容和文件名说的格式不同，如“1.jpg”的内容是PNG 图片，"
            "可把文件名的结尾改成“.png”",
            id="other-format",
        ),
        pytest.param(
            {"sort": "heic"},
            "《清扫街道》附的文件里有 1 个的内容和文件名说的格式不同，如“1.jpg”的内容是HEIC 图片（苹果手机的格式），"
            "可另存为文件名说的格式",
            id="other-format-save",
        ),
        pytest.param(
            {"sort": "jpeg", "flaw": "too-large"},
            "《清扫街道》附的文件里有 1 个没有查看内容，如“1.jpg”（太大）",
            id="not-looked-into",
        ),
    ],
)
def test_what_is_said_of_files(seen: dict[str, str], text: str, request: Any) -> None:
    records = [an_activity("2017-11-15", 附件={"图片": "1.jpg"})]
    notices = noticed(records, material={"1.jpg": seen})
    assert [(each.code, say(each.text)) for each in notices] == [
        (request.node.callspec.id.removesuffix("-save"), text)
    ]
    assert [place.file for place in notices[0].places] == ["001-记录.yaml", "1.jpg"]


def test_every_check_is_in_the_tables_above() -> None:
    tables = (test_what_is_said, test_what_is_said_of_files)
    marks = [mark for table in tables for mark in table.pytestmark if mark.name == "parametrize"]
    shown = {str(case.id).removesuffix("-save") for mark in marks for case in mark.args[1]}
    assert shown == CHECKS.keys() - {each.id for each in FUNCTIONS if each.opens}


def test_a_notice_names_the_record_and_the_file() -> None:
    [notice] = noticed([an_activity("2017-03-15", 附件={"方案": dated("方案.docx", "2017-03-20")})])
    assert notice.places == (Place("001-记录.yaml", 1, 1), Place("方案.docx"))


def test_the_end_of_the_year_is_a_silence_too() -> None:
    texts = said([an_activity(f"2017-01-0{day}", f"活动{day}") for day in range(1, 5)], "2017-12-31")
    assert texts == ["2017-01-05 至 2017-12-31 连续 361 天没有记录（《活动4》以后）"]


@pytest.mark.parametrize(("count", "notices"), [(SAID, SAID), (SAID + 1, SAID + 1), (3 * SAID, SAID + 1)])
def test_so_many_notices_and_the_others_in_one(count: int, notices: int) -> None:
    found = noticed([an_activity("2017-12-15", f"第{n}次", 报送日期="2017-03-01") for n in range(count)])
    assert len(found) == notices
    more = [say(each.text) for each in found if each.text.id == "notice.hygiene-more"]
    assert more == ([f"“报送早于活动”另有 {count - SAID} 处，没有逐一列出"] if count > SAID else [])


def test_a_notice_names_so_many_places() -> None:
    [notice] = noticed([an_activity("2017-12-15", "读书", 地点="广场") for _ in range(50)])
    assert len(notice.places) == PLACES
    assert notice.text.params["count"] == 50


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("云司发〔2017〕12号", None),
        ("云司办函〔2017〕3号", None),
        ("云司发［2017］12号", "云司发〔2017〕12号"),
        ("云司发〈2017〉12号", "云司发〔2017〕12号"),
        ("云司发{2017}12号", "云司发〔2017〕12号"),
        ("云司发〔2017年〕12号", "云司发〔2017〕12号"),
        ("云司发〔2017〕0012", "云司发〔2017〕12号"),
        ("第12期", None),
        ("2017-12", None),
        ("云司发〔17〕12号", None),
        ("云司发〔2017〕号", None),
        ("云司发〔2017〕0号", None),
        ("通告〔2017〕第2号", None),
    ],
)
def test_the_form_of_a_document_number(written: str, form: str | None) -> None:
    assert _well_formed(written) == form


def test_records_in_one_file_share_its_narrative() -> None:
    records = [an_activity(f"2017-0{month}-15", 正文=SENTENCES) for month in (3, 6)]
    read = inline_ledger(UNIT, records, small_pack())
    assert len({record.file for record in read.records}) == 1
    assert not [
        each for each in run_audit(read, small_pack(), date(2017, 6, 30)).notices if each.code == "alike-text"
    ]


# --- laws

LAW = settings(max_examples=60, deadline=None)
DAYS = st.dates(date(2016, 12, 1), date(2018, 1, 31))
COUNT = st.integers(0, 200)
ABOUT = st.sampled_from(["近{}人", "{}余人", "约{}人", "{}人左右"])


@st.composite
def activities(draw: st.DrawFn) -> Any:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 5)))
    when: Any = draw(st.sampled_from([str(first), f"{first}/{last}", [str(first), str(last)]]))
    fields: dict[str, Any] = {}
    for key, value in {
        "编号": f"LJ-{draw(st.integers(1, 30)):02d}",
        "地点": draw(st.sampled_from(["广场", "社区"])),
        "参加人数": str(draw(COUNT)),
        "时长": str(draw(st.integers(0, 8))),
        "人时": str(draw(COUNT)),
        "报送日期": str(draw(DAYS)),
        "归档": {"档号": draw(st.sampled_from(["J-1", "J-2"])), "日期": str(draw(DAYS))},
        "正文": draw(st.sampled_from([SENTENCES, SENTENCES + "下次再来。"])),
    }.items():
        if draw(st.booleans()):
            fields[key] = value
    papers = draw(
        st.lists(
            st.tuples(st.sampled_from(["方案", "报道", "签到", "通知"]), st.integers(1, 4), DAYS), max_size=3
        )
    )
    evidence: dict[str, list[Any]] = {}
    for role, name, day in papers:
        paper = {**dated(f"{name}.docx", str(day)), "文号": f"云司发〔2017〕{name}号", "说明": f"{name}人"}
        evidence.setdefault(role, []).append(paper)
    if evidence:
        fields["附件"] = evidence
    return an_activity(when, draw(st.sampled_from(["学雷锋上午", "学雷锋下午", "义诊"])), **fields)


LEDGERS = st.lists(activities(), max_size=8)


@LAW
@given(LEDGERS, st.randoms(), st.dates(date(2017, 1, 1), date(2018, 6, 30)))
def test_the_order_in_which_records_are_read_never_changes_what_is_noticed(
    ledger: list[Any], random: Any, as_of: date
) -> None:
    read = inline_ledger(UNIT, ledger, small_pack(), apart=True)
    shuffled = list(read.records)
    random.shuffle(shuffled)
    one, other = (
        run_audit(replace(read, records=tuple(records)), small_pack(), as_of).notices
        for records in (read.records, shuffled)
    )
    assert one == other


@LAW
@given(COUNT, st.integers(0, 48), st.integers(1, 6), st.booleans())
def test_exact_arithmetic_is_never_noticed(people: int, quarters: int, days: int, listed: bool) -> None:
    first = date(2017, 3, 1)
    held = [str(first + timedelta(days=step)) for step in range(days)]
    hours = Fraction(quarters, 4)
    for total in (people * hours, people * hours * days):
        record = an_activity(
            held if listed else f"{held[0]}/{held[-1]}", 参加人数=str(people), 时长=f"{float(hours)}小时",
            人时=str(float(total)), 对象="群众",
        )  # fmt: skip
        assert noticed([record]) == []


@LAW
@given(st.integers(1, 500), ABOUT, st.integers(0, 500))
def test_an_estimate_is_never_held_against_an_exact_number(people: int, about: str, other: int) -> None:
    sheet = {"文件": "a.xls", "说明": f"{other}人"}
    record = an_activity(
        "2017-03-15", 参加人数=about.format(people), 时长="2小时", 人时=str(other), 附件={"签到": sheet}
    )
    assert noticed([record]) == []


@LAW
@given(LEDGERS)
def test_what_only_has_what_a_record_must_have_is_never_noticed_for_what_it_has_not(
    ledger: list[Any],
) -> None:
    bare = [{key: record[key] for key in ("类型", "标题", "日期")} for record in ledger]
    assert {each.code for each in noticed(bare)} <= {"outside-year", "long-silence"}


# --- bounds


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(lambda n: {"地点": "广场"}, id="one day and place"),
        pytest.param(lambda n: {"正文": SENTENCES}, id="one text"),
        pytest.param(lambda n: {"正文": SENTENCES + f"{'甲乙丙丁戊己庚辛'[n % 8]}{n}。"}, id="half a text"),
        pytest.param(lambda n: {"归档": {"档号": "J-1"}}, id="one number"),
    ],
)
def test_many_records_of_one_sort_take_no_quadratic_time(fields: Any) -> None:
    def seconds(count: int) -> float:
        spread = 1 if "地点" in fields(0) else 360
        days = [str(date(2017, 1, 1) + timedelta(days=n % spread)) for n in range(count)]
        titles = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}会" for n in range(count)]
        records = [an_activity(days[n], titles[n], **fields(n)) for n in range(count)]
        start = time.perf_counter()
        noticed(records)
        return time.perf_counter() - start

    seconds(100)
    # all pairs of 3,200 records are 64 times those of 400
    assert seconds(3_200) < 30 * seconds(400) + 1
