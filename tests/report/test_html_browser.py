"""The html report in a real browser: nothing runs, asks or complains; anyone can search, read and print it."""

from __future__ import annotations

from datetime import date

import pytest

from civcheck.app.audit import audit
from civcheck.app.material import FileOpener
from civcheck.report import Format, Options, renderer
from tests.app.test_evidence import photo, smaller, with_pictures
from tests.report import ledgers
from tests.report.browser import axe_violations, browser, needs_chromium, opened
from tests.report.ledgers import SAMPLE
from tests.report.manyfindings import many

pytestmark = [pytest.mark.heavy, needs_chromium]
AS_OF = date(2018, 6, 30)
OPEN_ALL = "Array.from(document.querySelectorAll('details')).forEach(each => each.open = true)"
MEAN = "<script>alert(1)</script><img src=http://127.0.0.1:9/a.png onerror=alert(2)><svg onload=alert(3)>"


@pytest.fixture(scope="module")
def launched():
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def sample():
    return audit(SAMPLE, as_of=AS_OF)


@pytest.fixture
def written(tmp_path):
    def write(report, lang: str = "zh"):
        path = tmp_path / "report.html"
        path.write_bytes(renderer(Format.HTML)(report, Options(lang=lang, ledger="台账")))
        return path

    return write


def shown(page) -> list[str]:
    """List the rules whose cards can be seen."""
    return page.evaluate(
        "Array.from(document.querySelectorAll('.point article,.point details'))"
        ".filter(e => e.offsetParent !== null).map(e => e.id.slice(1))"
    )


# --- nothing runs


def test_text_of_a_ledger_runs_nothing_and_asks_for_nothing(tmp_path, launched, written):
    ledger = ledgers.write(
        tmp_path / "台账",
        {
            "unit.yaml": ledgers.DECLARED.replace("江城市某区司法局", f'"{MEAN}"'),
            "讲堂/记录.yaml": ledgers.LECTURE.replace("第一期", f'"{MEAN}"'),
            "讲堂/方案.docx": b"x",
            f"讲堂/{MEAN[:20].replace('/', '')}.docx": b"x",
        },
    )
    with opened(launched, written(audit(ledger, as_of=AS_OF))) as (page, watched):
        page.fill("#q", MEAN)
        page.wait_for_timeout(200)
        assert watched.seen == []
        assert page.inner_text("h1") == MEAN


def test_photos_within_the_page_are_shown_and_can_be_read_by_anyone(tmp_path, launched, written):
    ledger = with_pictures(tmp_path, 2017, a=photo(1), b=smaller(photo(1)))
    report = audit(ledger, as_of=AS_OF, evidence=True, thumbnails=True, open_files=FileOpener(cached=False))
    with opened(launched, written(report)) as (page, watched):
        widths = page.evaluate("Array.from(document.images).map(each => each.naturalWidth)")
        assert widths == [240, 240] and watched.seen == []
        assert axe_violations(page) == []


@pytest.mark.parametrize("kind", ["good", "incomplete", "broken", "hostile"])
def test_the_console_stays_empty(tmp_path, launched, written, kind):
    ledger = getattr(ledgers, kind)(tmp_path / "台账")
    with opened(launched, written(audit(ledger, as_of=AS_OF))) as (page, watched):
        assert watched.seen == []
        assert page.is_visible("#filter"), "the page's own script runs under its policy"


def test_the_policy_stops_what_would_get_through(tmp_path, launched, written, sample):
    path = written(sample)
    bad = path.read_text("utf-8").replace("</h1>", "</h1><script>document.title='run'</script>")
    path.write_text(bad, "utf-8")
    with opened(launched, path) as (page, watched):
        assert page.title() != "run"
        assert any("Content Security Policy" in each for each in watched.seen)


# --- anyone can read it


@pytest.mark.parametrize(
    ("lang", "width", "as_of"),
    [
        ("zh", 1440, date(2017, 6, 30)),
        ("zh", 390, AS_OF),
        ("en", 1440, AS_OF),
        ("en", 390, date(2017, 6, 30)),
    ],
)
def test_axe_finds_nothing_with_every_card_open(launched, written, lang, width, as_of):
    report = audit(SAMPLE, as_of=as_of)
    with opened(launched, written(report, lang), width, bypass_csp=True) as (page, _):
        page.evaluate(OPEN_ALL)
        assert axe_violations(page) == []


@pytest.mark.parametrize("kind", ["incomplete", "broken", "hostile"])
def test_axe_finds_nothing_in_reports_of_bad_ledgers(tmp_path, launched, written, kind):
    report = audit(getattr(ledgers, kind)(tmp_path / "台账"), as_of=AS_OF)
    with opened(launched, written(report), bypass_csp=True) as (page, _):
        assert axe_violations(page) == []


@pytest.mark.parametrize("kind", ["good", "broken", "hostile"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_page_is_wider_than_the_screen(tmp_path, launched, written, kind, width):
    report = audit(getattr(ledgers, kind)(tmp_path / "台账"), as_of=AS_OF)
    with opened(launched, written(report), width) as (page, _):
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_the_sample_ledger_s_page_fits_the_screen(launched, written, sample, width):
    with opened(launched, written(sample), width) as (page, _):
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_everything_can_be_read_and_nothing_is_offered_that_does_not_work(
    launched, written, sample
):
    with opened(launched, written(sample), java_script_enabled=False) as (page, watched):
        assert not page.is_visible("#filter")
        for finding in sample.findings:
            assert page.is_visible(f"[id='r{finding.rule}']")
        page.click("[id='r1.0'] summary")
        assert page.is_visible("[id='r1.0'] q")
        assert watched.seen == []


# --- search, filters, links


def test_searching_leaves_the_cards_that_have_every_word(launched, written, sample):
    with opened(launched, written(sample)) as (page, _):
        assert len(shown(page)) == len(sample.findings)
        page.fill("#q", "国旗  应办")
        found = shown(page)
        assert "3.4b" in found and len(found) < len(sample.findings)
        assert f"显示 {len(found)} 条" in page.inner_text("#state")
        page.fill("#q", "台账里没有的词")
        assert shown(page) == [] and "没有符合" in page.inner_text("#state")
        page.click("button[type=reset]")
        assert len(shown(page)) == len(sample.findings) and page.inner_text("#state") == ""


def test_filters_by_outcome_force_and_point_go_together(launched, written, sample):
    wanted = [each for each in sample.findings if each.outcome.value == "gap" and each.obligation == 3]
    with opened(launched, written(sample)) as (page, _):
        for box in page.query_selector_all("input[name=o]:not([value=g])"):
            box.uncheck()
        page.select_option("#force", "3")
        assert shown(page) == [each.rule for each in wanted]
        page.select_option("#point", "p6")
        assert shown(page) == [each.rule for each in wanted if each.point == 6]
        assert not page.is_visible("#p2"), "points without a card that is left go too"


def test_a_cell_of_the_heat_map_leads_to_what_it_counts(launched, written, sample):
    with opened(launched, written(sample)) as (page, _):
        page.click("a[data-to=g][href='#p2']")
        assert shown(page) == ["2.7", "2.8b"]


def test_the_filters_can_be_used_without_a_mouse(launched, written, sample):
    with opened(launched, written(sample)) as (page, _):
        page.focus("#q")
        page.keyboard.type("2.7")
        reached = []
        for _step in range(12):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id || document.activeElement.value"))
        assert {"force", "point", "g", "open", "shut"} <= set(reached)


def test_a_link_to_a_rule_opens_its_card_whatever_is_filtered(launched, written, sample):
    path = written(sample)
    with opened(launched, path) as (page, _):
        page.fill("#q", "2.7")
        page.evaluate("location.hash = '#r1.0'")
        page.wait_for_selector("[id='r1.0'][open]")
        assert page.is_visible("[id='r1.0'] q")
        page.click("[id='r1.0'] a")
        page.wait_for_selector("#evidence details[open]")


def test_in_a_long_report_records_get_their_titles(launched, written, sample):
    with opened(launched, written(many(sample, 900))) as (page, watched):
        assert page.text_content("[id='r1.0-0'] dd a") == "道德模范学习宣传月"
        assert watched.seen == []


def test_in_a_long_report_a_shared_text_is_said_at_each_of_its_findings(launched, written, sample):
    gaps = tuple(each for each in sample.findings if each.outcome.value == "gap")
    with opened(launched, written(many(sample._replace(findings=gaps), 900))) as (page, _):
        first, later = (page.text_content(f"[id='r2.7-{number}'] dl") for number in (0, 9))
        assert first == later and "逐场登记" in first


# --- printing


def test_printing_opens_every_card_and_shuts_it_again(launched, written, sample):
    with opened(launched, written(sample)) as (page, _):
        shut = page.evaluate("document.querySelectorAll('details:not([open])').length")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.querySelectorAll('details:not([open])').length") == shut > 0


def test_on_paper_there_are_no_filters_and_no_card_is_cut(launched, written, sample):
    with opened(launched, written(sample)) as (page, _):
        page.emulate_media(media="print")
        assert not page.is_visible("#filter") and not page.is_visible(".toc")
        assert page.evaluate("getComputedStyle(document.querySelector('article')).breakInside") == "avoid"
        assert page.is_visible("[id='r1.0'] q"), "details are open on paper"
