"""The html report: one well-formed file that asks for nothing, with every finding and nothing of a ledger's markup."""

from __future__ import annotations

import base64
import hashlib
import re
import string
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import esprima
import html5lib
import pytest

import civcheck.report.html_parts
from civcheck.app.audit import audit
from civcheck.messages import catalogue
from civcheck.model.outcome import Basis, Outcome
from civcheck.report import Format, Options, renderer
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.manyfindings import many

AS_OF = date(2018, 6, 30)
PARTS = Path(civcheck.report.html_parts.__file__).parent
CSS, JS = (PARTS / "report.css").read_text("utf-8"), (PARTS / "report.js").read_text("utf-8")


@pytest.fixture(scope="module")
def report():
    return audit(SAMPLE, as_of=AS_OF)


def html(report, lang: str = "zh") -> str:
    return renderer(Format.HTML)(report, Options(lang=lang, ledger="台账")).decode("utf-8")


class Page(HTMLParser):
    """Elements with their attributes, and the text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, str] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("style", "script") else ""

    def handle_data(self, data):
        if self._inside:
            self.raw[self._inside] = data
        else:
            self.texts.append(data)

    def handle_endtag(self, tag):
        self._inside = ""

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def well_formed(text: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text)


KINDS = ("good", "incomplete", "broken", "hostile")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_well_formed_whatever_the_ledger(tmp_path, kind: str, lang: str):
    well_formed(html(audit(getattr(ledgers, kind)(tmp_path), as_of=AS_OF), lang))


@pytest.mark.parametrize("as_of", [date(2017, 6, 30), AS_OF], ids=str)
def test_the_sample_ledger_s_page_is_well_formed_at_any_time(as_of):
    well_formed(html(audit(SAMPLE, as_of=as_of)))


def test_it_names_its_language_and_asks_for_the_new_kernel(report):
    for lang, named in (("zh", "zh-CN"), ("en", "en")):
        page = Page(html(report, lang))
        assert page.all("html") == [{"lang": named}]
        assert {"name": "renderer", "content": "webkit"} in page.all("meta")
        assert {"charset": "utf-8"} in page.all("meta")


def test_what_was_asked_for_is_said_in_the_language_of_the_page():
    page = html(audit(SAMPLE, as_of=AS_OF, only=("2.7",)), "en")
    assert "only rule 2.7 audited" in page and "规则 2.7" not in page


def test_a_step_without_anybody_keeps_its_day_in_the_column_of_days():
    sample = audit(SAMPLE, as_of=AS_OF, only=("2.7",))
    page = html(sample._replace(findings=tuple(each._replace(duty=None) for each in sample.findings)))
    assert '<span class="by">期限已过</span><span class="who"></span>' in page


def test_the_line_that_answers_a_notice_stands_behind_its_places_to_be_copied_whole(report):
    answered = report.notices[0]._replace(digests=("ab" * 32, "cd" * 32), uses=2)
    page = html(report._replace(notices=(answered,)))
    places, line = page.index(f"{answered.places[0]}）"), page.index("<pre>- {文件: [abab")
    assert places < line and "处数: 2" in page[line:]


# --- nothing is asked of anybody, nothing runs but the page's own script


def test_it_refers_to_nothing_outside_itself(report):
    page = Page(html(report))
    for tag, attrs in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "audio", "video"), tag
        assert not {"src", "srcset", "action", "formaction", "background", "style", "ping"} & set(attrs)
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        assert (attrs.get("href") or "#").startswith("#"), attrs
    assert not re.search(r"url\(|@import|expression\(", CSS)
    assert not re.search(r"https?:|XMLHttpRequest|fetch\(|WebSocket|innerHTML|eval\(|localStorage", JS)


def test_every_link_leads_somewhere_on_the_page(report):
    page = Page(html(report))
    names = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(names) == len(set(names))
    assert {str(attrs["href"])[1:] for attrs in page.all("a")} <= set(names)


def test_the_policy_lets_only_this_style_and_this_script_in(report):
    page = Page(html(report))
    (policy,) = (
        attrs["content"] for attrs in page.all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    for what in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[what].encode()).digest()).decode()
        assert rules[f"{what}-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data:"
    assert len(page.all("style")) == len(page.all("script")) == 1


def test_markup_in_a_ledger_comes_out_as_text(tmp_path):
    mean = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</style></title><!--"
    record = ledgers.LECTURE.replace("第一期", f"'{mean.replace(chr(39), chr(39) * 2)}'")
    ledger = ledgers.write(
        tmp_path,
        {
            "unit.yaml": ledgers.DECLARED.replace(
                "江城市某区司法局", f'"甲{mean.replace(chr(34), chr(92) + chr(34))}"'
            ),
            "讲堂/记录.yaml": record,
            "讲堂/方案.docx": b"x",
            "讲堂/<b onclick=alert(3)>.docx": b"x",
        },
    )
    text = html(audit(ledger, as_of=AS_OF))
    well_formed(text)
    page = Page(text)
    assert len(page.all("script")) == 1 and not page.all("img")
    assert "甲" + mean in page.text, "the unit's name is shown as it was typed"
    assert "<b onclick=alert(3)>.docx" in page.text


# --- old kernels


ES5 = frozenset(
    (
        "ArrayExpression",
        "AssignmentExpression",
        "BinaryExpression",
        "BlockStatement",
        "CallExpression",
        "CatchClause",
        "ConditionalExpression",
        "Directive",
        "ExpressionStatement",
        "ForStatement",
        "FunctionDeclaration",
        "FunctionExpression",
        "Identifier",
        "IfStatement",
        "Literal",
        "LogicalExpression",
        "MemberExpression",
        "NewExpression",
        "ObjectExpression",
        "Program",
        "Property",
        "ReturnStatement",
        "TryStatement",
        "UnaryExpression",
        "UpdateExpression",
        "VariableDeclaration",
        "VariableDeclarator",
    )
)


def kinds_of_nodes(node) -> set[str]:
    found: set[str] = set()
    if isinstance(node, list):
        return found.union(*map(kinds_of_nodes, node))
    if isinstance(node, dict):
        found = {node["type"]} if "type" in node else set()
        if node.get("type") == "VariableDeclaration":
            found.add(node["kind"])
        if node.get("type") == "Property":
            found |= {name for name in ("computed", "method", "shorthand") if node[name]}
        return found.union(*map(kinds_of_nodes, node.values()))
    return found


def test_the_script_is_ecmascript_5():
    tree = esprima.parseScript(JS).toDict()
    assert kinds_of_nodes(tree) - ES5 == {"var"}


def test_the_script_calls_nothing_that_came_after_ecmascript_5():
    late = r"\.(includes|closest|matches|append|remove|startsWith|padStart|find|from|assign|entries|values|flat)\("
    assert not re.search(late, JS)
    assert not re.search(r"querySelectorAll\([^)]*\)\.forEach|Promise|Symbol|URLSearchParams", JS)


def test_the_style_sheet_has_nothing_that_old_kernels_lack():
    late = r"(?<![-\w])(gap|row-gap|inset|aspect-ratio|place-items|accent-color|scroll-margin)\s*:"
    assert not re.search(late, CSS)
    assert not re.search(r":(has|is|where|focus-visible|focus-within)\b|var\(|clamp\(|min\(|max\(", CSS)
    assert not re.search(r"display:\s*(grid|contents|flow-root)|@(layer|container|supports|property)\b", CSS)
    assert "&" not in CSS, "no nesting"


# --- what it says


def test_every_finding_is_there_with_quote_force_and_basis(report):
    text = html(report)
    for finding in report.findings:
        (card,) = re.findall(
            rf'<(?:article|details) class=\w\d id="r{re.escape(finding.rule)}">.*?</(?:article|details)>',
            text,
        )
        said = Page(card).text
        assert finding.title in said
        assert all(quote in said for quote in finding.quotes)
        assert finding.obligation.word in said
        assert ("<p class=o>" in card) == (Basis.INFERRED not in finding.basis.values()), "推断 is marked"
        assert ("推断" in said) == (Basis.INFERRED in finding.basis.values())
        assert catalogue("zh")[f"outcome.{finding.outcome.value}"] in said


def test_a_gap_says_what_where_how_by_when_who_and_what_is_near(report):
    (card,) = re.findall(r'<article class=g3 id="r2\.7">.*?</article>', html(report))
    said = Page(card).text
    for piece in (
        "还差 1 条",
        "02-道德法治讲堂/",
        "逐场登记为",
        "期限已过",
        "政工科",
        "好家风伴我行",
        "一碗粥里的孝心",
    ):
        assert piece in said


def test_what_is_pending_says_how_many_days_are_left():
    report = audit(SAMPLE, as_of=date(2017, 6, 30))
    pending = [each for each in report.findings if each.outcome is Outcome.PENDING and each.due is not None]
    text = html(report)
    assert pending
    for finding in pending:
        assert f"{finding.due} 以前（剩余 {finding.days_left} 天）" in text


def test_every_point_says_its_counts_beside_a_bar_that_says_them_too(report):
    text = html(report)
    for point in report.points:
        outcomes = [each.outcome for each in report.findings if each.point == point.number]
        (row,) = re.findall(
            rf'<tr><th scope="row" class="name"><a href="#p{point.number}">.*?</tr>', text, re.DOTALL
        )
        cells = [int(count) for count in re.findall(r">(\d+)</(?:a|span)></td>", row)]
        assert cells == [outcomes.count(outcome) for outcome in Outcome]
        lengths = [float(each) for each in re.findall(r"h([\d.]+)v8", row)]
        assert len(lengths) == len(set(outcomes)) and abs(sum(lengths) - 100) < 0.1


def test_points_that_were_not_asked_for_are_left_out():
    page = html(audit(SAMPLE, as_of=AS_OF, points=(2,)))
    assert set(re.findall(r'href="#p(\d+)"', page)) == {"2"}
    assert "只核查了" in page


def drawn(text: str) -> list[str]:
    return re.findall(r"<title>([^<]+)</title></path>", text)


def test_the_calendar_draws_records_once_and_the_windows_of_rules(report):
    text = html(report)
    titles = drawn(text)
    assert titles.count("2017-03-15 “道德法治讲堂”第一期：一碗粥里的孝心") == 1
    assert any("3.4b" in each and "2017-09-20 至 2017-10-11，缺口" in each for each in titles)
    assert "2018-01-12 “道德法治讲堂”第四期：好家风伴我行" in titles, "the month after the year is drawn"


def test_a_record_is_drawn_where_it_counts_before_where_it_only_nearly_does(tmp_path):
    report = audit(ledgers.good(tmp_path), as_of=AS_OF)
    assert any(each.point == 1 and each.near_misses for each in report.findings)
    rows = html(report).split('<table class="year">')[1].split("</table>")[0].split("<tr>")
    (row,) = (row for row in rows if "2017-03-15 第一期" in row)
    assert "道德法治讲堂</th>" in row


@pytest.mark.parametrize(
    ("as_of", "line"), [("2017-06-30", True), ("2016-11-30", False), ("2018-06-30", False)]
)
def test_the_calendar_draws_the_as_of_date_where_it_lies(as_of, line):
    text = html(audit(SAMPLE, as_of=date.fromisoformat(as_of)))
    assert ('class="now"' in text) == line
    assert (catalogue("zh")["html.now-outside"] in text) == (not line)


def test_the_points_of_a_scoring_pack_are_told(tmp_path):
    ledger = ledgers.write(tmp_path, {"unit.yaml": "单位名称: 某局\n单位类型: 市直机关\n年度: 2018\n"})
    report = audit(ledger, as_of=date(2018, 6, 30), rules="example-score-2018")
    section = html(report).partition('id="score"')[2].partition("</section>")[0]
    assert report.score is not None and len(report.score.groups) == section.count("<svg")
    assert "满分 100" in section and "只是换一种看法" in section


def test_satisfied_findings_lead_to_their_records_and_files(report):
    text = html(report)
    (card,) = re.findall(r'<details class=s\d id="r1\.0">.*?</details>', text)
    number = re.findall(r"<a href=#e(\d+)>道德模范学习宣传月</a>", card)[0]
    entry = re.findall(rf'<div class="entry" id="e{number}">.*?</div>', text, re.DOTALL)[0]
    assert "展板文稿.docx" in entry and "01-道德模范/2017-05-学习宣传月/记录.md" in entry


def test_the_seven_counters_are_there_zeros_too(report):
    shown = re.findall(r'<li class="c\w(?: zero)?"><b>(\d+)</b> <span>. ?([^<]+)</span>', html(report))
    words = catalogue("zh")
    assert {word.strip(): int(count) for count, word in shown} == {
        words[f"outcome.{outcome.value}"]: count for outcome, count in report.counters.items()
    }


def test_an_incomplete_audit_says_so_and_why(tmp_path):
    text = Page(html(audit(ledgers.incomplete(tmp_path), as_of=AS_OF))).text
    assert "核查不完整" in text and "有 1 条记录没有读入" in text and "讲堂二/记录.yaml:3:3" in text
    assert catalogue("zh")["html.complete"] not in text


def test_what_cannot_be_judged_is_said_at_the_top_and_is_no_pass(tmp_path):
    ledger = ledgers.write(tmp_path, {"unit.yaml": ledgers.UNIT, "讲堂/记录.yaml": ledgers.LECTURE})
    report = audit(ledger, as_of=AS_OF)
    top = html(report).partition('id="overview"')[2].partition("</section>")[0]
    assert f"有 {report.counters[Outcome.UNDETERMINED]} 条无法判定" in top


def test_what_is_not_declared_can_be_pasted(tmp_path):
    ledger = ledgers.write(tmp_path, {"unit.yaml": ledgers.UNIT, "讲堂/记录.yaml": ledgers.LECTURE})
    report = audit(ledger, as_of=AS_OF)
    pasted = "\n".join(re.findall(r"<pre>(.*?)</pre>", html(report), re.DOTALL))
    assert report.asks
    for ask in report.asks:
        assert ask.line.rpartition("\n")[2] in pasted.replace("&#34;", '"')
    assert pasted.count("其他事实:") == 1, "a key is pasted once"


def test_judgements_say_who_why_until_when_and_what_it_would_be(report):
    section = html(report).partition('id="persons"')[2].partition("</section>")[0]
    said = Page(section).text
    for finding in report.findings:
        if (use := finding.judgement) is not None:
            assert use.reason in said and use.by in said and use.until.isoformat() in said
    assert "× 缺口" in said


# --- sizes, languages, determinism


def gaps_alone(report):
    return report._replace(findings=tuple(each for each in report.findings if each.outcome is Outcome.GAP))


@pytest.mark.parametrize("of", [lambda report: report, gaps_alone], ids=["as-in-the-sample", "gaps-alone"])
def test_two_thousand_findings_stay_below_a_megabyte(report, of):
    text = html(many(of(report), 2_000))
    assert len(re.findall(r"<(?:article|details) class=\w\d id=", text)) == 2_000
    assert len(text.encode()) < 1_000_000


def test_two_thousand_gaps_of_an_empty_ledger_stay_below_a_megabyte(tmp_path):
    report = gaps_alone(audit(ledgers.write(tmp_path, {"unit.yaml": ledgers.DECLARED}), as_of=AS_OF))
    assert len(html(many(report, 2_000)).encode()) < 1_000_000


def test_a_long_report_leads_from_a_shared_text_to_where_it_stands(report):
    text = html(many(gaps_alone(report), 900))
    cards = dict(re.findall(r'<article class=\w\d id="r([^"]+)">(.*?)</article>', text))
    first, later = cards["2.7-0"], cards["2.7-9"]
    said = dict(re.findall(r"<dd id=s(\d+)>(.*?)(?=<d|</dl>)", text))
    links = re.findall(r"<a href=#s(\d+)>同 2.7-0</a>", later)
    assert links and all(said[number] in first for number in links)
    assert any(said[number].startswith("已经举办而没有登记的，逐场登记") for number in links)


def test_what_is_the_same_for_a_point_s_gaps_stands_at_its_head_and_what_differs_at_the_gap(report):
    usual = next(each for each in gaps_alone(report).findings if each.rule == "2.7")
    findings = tuple(usual._replace(rule=f"2.7-{number}") for number in range(900))
    other = usual._replace(rule="2.7-x", duty="办公室")
    text = html(report._replace(findings=(*findings, other)))
    head = text.partition('<dl class="usual">')[2].partition("</dl>")[0]
    assert usual.duty in head and "期限已过" in head
    cards = dict(re.findall(r'<article class=\w\d id="r([^"]+)">(.*?)</article>', text))
    assert "办公室" in cards["2.7-x"] and "<dt>谁" not in cards["2.7-5"]


def test_nothing_is_taken_for_usual_that_one_of_a_point_s_gaps_lacks(report):
    usual = next(each for each in gaps_alone(report).findings if each.rule == "2.7")
    findings = tuple(usual._replace(rule=f"2.7-{number}") for number in range(900))
    text = html(report._replace(findings=(*findings, usual._replace(rule="2.7-x", duty=""))))
    cards = dict(re.findall(r'<article class=\w\d id="r([^"]+)">(.*?)</article>', text))
    assert "<dt>谁" in cards["2.7-5"] and "<dt>谁" not in cards["2.7-x"]


def test_a_long_report_is_well_formed_and_its_records_have_titles(report):
    text = html(many(report, 900))
    well_formed(text)
    page = Page(text)
    assert {str(attrs["href"])[1:] for attrs in page.all("a")} <= {
        str(attrs["id"]) for _, attrs in page.elements if "id" in attrs
    }
    assert "道德模范学习宣传月" in page.text


def test_thousands_of_records_at_one_rule_do_not_swell_the_page(report):
    record = report.catalogue[0]
    catalogue_ = tuple(record._replace(key=f"甲/{number}.yaml") for number in range(5_000))
    finding = report.findings[0]._replace(shown_by=tuple(each.key for each in catalogue_))
    grown = report._replace(catalogue=catalogue_, findings=(finding, *report.findings[1:]))
    assert len(html(grown)) < len(html(report))
    assert "另有 4992 条记录" in html(grown)


def test_every_message_of_the_page_is_used_and_is_there_in_english():
    sources = [path.read_text("utf-8") for path in PARTS.rglob("*") if path.suffix in (".py", ".html")]
    used = "\n".join(sources)
    zh, en = catalogue("zh"), catalogue("en")
    for key in (key for key in zh if key.startswith("html.")):
        name = key.removeprefix("html.")
        assert f'"{key}"' in used or re.search(rf"""t\([^)]*["']{re.escape(name)}["']""", used), key
        assert fields(zh[key]) == fields(en[key]), key


def test_ids_that_templates_say_are_in_both_catalogues():
    templates = "\n".join(path.read_text("utf-8") for path in PARTS.rglob("*.html"))
    said = set(re.findall(r'say\("([^"]+)"', templates)) | {
        f"html.{name}" for name in re.findall(r"""\bt\(["']([^"']+)["']""", templates)
    }
    assert len(said) > 60
    assert said <= set(catalogue("zh")) and said <= set(catalogue("en"))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
