"""A stored json report gives every other format as the audit itself would have; a foreign file gives a clear error."""

from __future__ import annotations

import copy
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.app.audit import audit
from civcheck.errors import UsageError
from civcheck.messages import Message, msg, say
from civcheck.reading.reportfile import read_report
from civcheck.report import Format, Options, renderer
from civcheck.report.jsonmessages import message_json
from tests.report import ledgers
from tests.report.ledgers import SAMPLE

AS_OF = date(2018, 6, 30)
SCORED = Path(__file__).parents[2] / "rules" / "example-score-2018"


def stored(report, folder: Path, lang: str = "zh") -> Path:
    path = folder / "results.json"
    path.write_bytes(renderer(Format.JSON)(report, Options(lang)))
    return path


@pytest.fixture(
    scope="module", params=["sample", "good", "incomplete", "broken", "hostile", "scored", "open"]
)
def report(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("台账")
    match request.param:
        case "sample":
            return audit(SAMPLE, as_of=AS_OF, digests=True)
        case "open":
            return audit(SAMPLE, as_of=date(2017, 8, 1))
        case "scored":
            unit = "单位名称: 江城市司法局\n单位类型: 市直机关\n年度: 2018\n"
            return audit(ledgers.write(folder, {"unit.yaml": unit}), rules=str(SCORED))
        case name:
            return audit(getattr(ledgers, name)(folder), as_of=AS_OF)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_comes_out_the_same_from_the_stored_report(report, lang, tmp_path):
    again, language = read_report(stored(report, tmp_path, lang))
    assert language == lang
    for fmt in Format:
        options = Options(lang, width=100)
        assert renderer(fmt)(again, options) == renderer(fmt)(report, options), fmt


def test_a_stored_report_can_be_said_in_the_other_language(report, tmp_path):
    again, _ = read_report(stored(report, tmp_path, "zh"))
    assert renderer(Format.JSON)(again, Options("en")) == renderer(Format.JSON)(report, Options("en"))


def test_what_is_short_beside_names_is_read_again(tmp_path):
    sample = audit(SAMPLE, as_of=date(2018, 6, 30))
    findings = tuple(each._replace(nameless=("1/2", "0")) for each in sample.findings)
    again, _ = read_report(stored(sample._replace(findings=findings), tmp_path))
    assert {each.nameless for each in again.findings} == {("1/2", "0")}


def test_what_only_another_version_can_say_stands_in_its_own_words(tmp_path):
    raw = json.loads(renderer(Format.JSON)(audit(ledgers.broken(tmp_path / "台账"), as_of=AS_OF), Options()))
    raw["findings"][0]["summary"] = {"text": "甲乙丙", "code": "seen.of-tomorrow", "params": {"count": "2"}}
    raw["problems"][0] |= {"code": "of-tomorrow", "text": "丁", "why": "戊", "cure": "己"}
    raw["notices"].append(
        {"code": "n", "text": "庚", "places": [], "rule": None, "said": {"code": "notice.n"}}
    )
    path = tmp_path / "results.json"
    path.write_text(json.dumps(raw))
    report, _ = read_report(path)
    assert say(report.findings[0].summary) == "甲乙丙"
    assert [say(each) for each in (report.problems[0].what, report.problems[0].why)] == ["丁", "戊"]
    assert say(report.problems[0].cure) == "己"
    assert say(report.notices[-1].text) == "庚"


PARAMS = st.recursive(
    st.text() | st.integers() | st.fractions() | st.dates() | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.builds(lambda value: msg("plain", text=value), inner)
    ),
    max_leaves=6,
)


@given(PARAMS)
def test_a_message_says_the_same_after_it_was_stored(value):
    from civcheck.model.texts import sanitize
    from civcheck.reading.reportparts import said_of

    message = msg("plain", text=value)
    raw = json.loads(json.dumps({"text": "", **message_json(message)}))
    shown = [
        "\n".join(sanitize(line, 1_000) for line in say(each).split("\n")) for each in (message, said_of(raw))
    ]
    assert shown[0] == shown[1]


# --- foreign files


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    report = audit(ledgers.broken(tmp_path_factory.mktemp("台账")), as_of=date(2017, 9, 1), digests=True)
    return json.loads(renderer(Format.JSON)(report, Options()))


def test_numbers_that_would_take_all_there_is_are_refused(raw, tmp_path):
    for number in ("1e999999999", "1/0", "九", "1" * 5_000, "١"):
        changed = copy.deepcopy(raw)
        changed["findings"][0]["summary"] = {
            "text": "",
            "code": "plain",
            "params": {"text": {"number": number}},
        }
        path = tmp_path / "results.json"
        path.write_text(json.dumps(changed))
        with pytest.raises(UsageError):
            read_report(path)


def test_a_key_that_stands_twice_is_refused(raw, tmp_path):
    path = tmp_path / "results.json"
    path.write_text(json.dumps(raw).replace('"judged": ', '"judged": 7, "judged": ', 1))
    with pytest.raises(UsageError, match="report-json"):
        read_report(path)


def nested(depth):
    """Give a message that doubles with every level."""
    said = {"code": "plain", "params": {"text": "x" * 100}}
    for _ in range(depth):
        said = {"code": "error.report-json", "params": {"path": said}}
    return {"text": "", **said}


def test_two_records_whose_names_are_masked_to_the_same_can_be_read(tmp_path):
    files = {
        f"甲/{number}.yaml": ledgers.LECTURE.split("附件")[0] for number in ("13812345678", "13899995678")
    }
    report = audit(ledgers.write(tmp_path / "台账", {"unit.yaml": ledgers.DECLARED, **files}), as_of=AS_OF)
    again, _ = read_report(stored(report, tmp_path))
    assert len(again.catalogue) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["counters"].update(gap=0),
        lambda raw: raw["findings"].append(raw["findings"][0]),
        lambda raw: raw["unit"].update(year=10_000),
        lambda raw: raw["provenance"].update(year=-5),
        lambda raw: raw["findings"][0].update(where={"path": "a", "line": -3, "column": 1}),
        lambda raw: raw["findings"][0].update(summary=nested(24)),
        lambda raw: raw["provenance"].update(language="fr"),
        lambda raw: raw["findings"][0].update(obligation="kind"),
        lambda raw: raw.pop("points"),
        lambda raw: raw["findings"][0].update(documents=["甲", "乙", "丙"]),
        lambda raw: raw["findings"][0].update(nameless=["九"]),
    ],
    ids=[
        "counters",
        "rule twice",
        "year",
        "negative year",
        "line",
        "nested",
        "language",
        "force",
        "no points",
        "documents",
        "nameless",
    ],
)
def test_a_report_that_contradicts_itself_is_refused(raw, change, tmp_path):
    changed = copy.deepcopy(raw)
    change(changed)
    path = tmp_path / "results.json"
    path.write_text(json.dumps(changed))
    with pytest.raises(UsageError, match="report-foreign"):
        read_report(path)


def paths(value, at=()):
    yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        yield from paths(each, (*at, name))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("2017-03-15"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.heavy
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_file_it_is_refused_or_can_be_rendered(raw, data, tmp_path_factory):
    changed = copy.deepcopy(raw)
    *before, last = data.draw(st.sampled_from([path for path in paths(raw) if path]))
    at = changed
    for name in before:
        at = at[name]
    at[last] = data.draw(JSON)
    path = tmp_path_factory.mktemp("r") / "results.json"
    path.write_text(json.dumps(changed))
    try:
        report, lang = read_report(path)
    except UsageError:
        return
    for fmt in Format:
        assert isinstance(renderer(fmt)(report, Options(lang)), bytes)


def test_texts_of_a_foreign_file_are_fit_to_be_shown(raw, tmp_path):
    changed = copy.deepcopy(raw)
    changed["findings"][0]["title"] = ledgers.HOSTILE
    changed["unit"]["name"] = ledgers.HOSTILE
    changed["findings"][0]["summary"] = {
        "text": ledgers.HOSTILE,
        "code": "plain",
        "params": {"text": ledgers.HOSTILE},
    }
    path = tmp_path / "results.json"
    path.write_text(json.dumps(changed))
    report, _ = read_report(path)
    text = renderer(Format.TERMINAL)(report, Options()).decode()
    assert not {"\x1b", "\u202e", "\u2066", "\u200b"} & set(text)
    assert ledgers.MOBILE not in text and ledgers.RESIDENT not in text


def test_numbers_of_messages_are_exact():
    message = Message("plain", {"text": Fraction(1, 3)})
    assert message_json(message) == {"code": "plain", "params": {"text": {"number": "1/3"}}}
